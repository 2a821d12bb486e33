"""What comes out of the printer can be scanned, and says when it is only for trying."""

from io import BytesIO
from urllib.parse import unquote

import pypdfium2
import pytest
from PIL import Image

from tests.support.camera import painted, photographed, printed, read_codes

HTTPS = "https://langnghe.example"


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    return " ".join(text.split())


def scan_address(poster, host: str = HTTPS) -> str:
    return f"{host}/q/{poster.code}".upper()


@pytest.fixture
def poster(hang, reached_at):
    reached_at(HTTPS)
    return hang(spot="Nhà văn hóa Ấp 3")


def test_the_printed_page_is_read_by_a_scanner_and_from_a_hurried_photo(browser_of, poster):
    answer = browser_of("truong1").raw(f"/posters/{poster.code}.pdf")
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    [page] = printed(answer.data)
    assert read_codes(page) == [(scan_address(poster), "Q")]
    assert read_codes(photographed(page, seed=3)) == [(scan_address(poster), "Q")]
    words = words_of(answer.data)
    for said in (
        "Công an xã Phương Trà",
        "lắng nghe bà con xã Phương Trà",
        f"langnghe.example/q/{poster.code}",
        "Nhà văn hóa Ấp 3",
        "Số hiệu 0001",
    ):
        assert said in words
    assert "BẢN DÙNG THỬ" not in words


def test_the_picture_is_read_too(browser_of, poster):
    answer = browser_of("xa1").raw(f"/posters/{poster.code}.png")
    assert answer.mimetype == "image/png"
    picture = Image.open(BytesIO(answer.data))
    assert picture.size == (1241, 1754)
    assert read_codes(picture) == [(scan_address(poster), "Q")]
    assert read_codes(photographed(picture.convert("L"), seed=5)) == [(scan_address(poster), "Q")]


def test_the_bare_code_is_read_as_a_browser_draws_it(browser_of, poster):
    answer = browser_of("huyen").raw(f"/posters/{poster.code}.svg")
    assert answer.mimetype == "image/svg+xml"
    assert read_codes(painted(answer.data)) == [(scan_address(poster), "Q")]


def test_the_code_in_an_address_may_be_typed_in_either_case(browser_of, poster):
    chief = browser_of("truong1")
    chief.get(f"/posters/{poster.code.lower()}")
    answer = chief.raw(f"/posters/{poster.code.lower()}.pdf")
    assert read_codes(next(printed(answer.data))) == [(scan_address(poster), "Q")]


@pytest.mark.parametrize("kind", ["pdf", "png", "svg"])
def test_a_file_is_shown_at_once_and_saved_under_a_name_in_both_alphabets(browser_of, poster, kind):
    named = (
        browser_of("truong1").raw(f"/posters/{poster.code}.{kind}").headers["Content-Disposition"]
    )
    plain, _, full = named.partition("filename*=UTF-8''")
    assert plain.startswith("inline;")
    assert f'filename="Bang QR 0001 {poster.code}.{kind}"' in plain
    assert unquote(full) == f"Bảng QR 0001 {poster.code}.{kind}"


def test_several_posters_come_in_one_file_in_the_order_asked_for(browser_of, hang, poster):
    other = hang(spot="Chợ")
    answer = browser_of("huyen").raw(
        f"/posters/print.pdf?code={other.code}&code={poster.code}&code={other.code}"
    )
    read = [code for page in printed(answer.data) for code in read_codes(page)]
    assert read == [(scan_address(other), "Q"), (scan_address(poster), "Q")]


def test_printing_needs_at_least_one_poster_and_at_most_sixty(browser_of, poster):
    chief = browser_of("truong1")
    assert "Chưa chọn bảng nào" in chief.get("/posters/print.pdf", status=422).text
    many = "&".join(f"code={n:06d}" for n in range(61))
    assert "tối đa 60 bảng" in chief.get(f"/posters/print.pdf?{many}", status=422).text


@pytest.mark.parametrize("kind", ["pdf", "png", "svg"])
def test_over_plain_http_it_is_only_for_trying_and_the_page_says_why(
    browser_of, hang, reached_at, kind
):
    reached_at("http://tin.example")
    poster = hang()
    chief = browser_of("truong1")
    assert (
        "Địa chỉ chưa có HTTPS nên chỉ in được bản dùng thử"
        in chief.get(f"/posters/{poster.code}").text
    )
    answer = chief.raw(f"/posters/{poster.code}.{kind}")
    assert answer.status_code == 200
    if kind == "pdf":
        assert "BẢN DÙNG THỬ" in words_of(answer.data)
        [page] = printed(answer.data)
        assert read_codes(page) == [(scan_address(poster, "http://tin.example"), "Q")]


def test_the_picture_over_plain_http_differs_from_the_real_one(browser_of, poster, reached_at):
    chief = browser_of("truong1")
    real = chief.raw(f"/posters/{poster.code}.png").data
    reached_at(HTTPS, demo=True)
    assert chief.raw(f"/posters/{poster.code}.png").data != real
    assert "BẢN DÙNG THỬ" in words_of(chief.raw(f"/posters/{poster.code}.pdf").data)
    assert "Đang chạy thử" in chief.get(f"/posters/{poster.code}").text


def test_the_page_shows_the_poster_as_it_will_be_printed(browser_of, poster):
    chief = browser_of("truong1")
    page = chief.get(f"/posters/{poster.code}")
    [picture] = [image for image in page.all("img") if image.get("width") == "198"]
    answer = chief.raw(picture.get("src"))
    assert answer.mimetype == "image/png"
    assert Image.open(BytesIO(answer.data)).size[0] >= 2 * 198


@pytest.mark.parametrize("kind", ["", ".pdf", ".png", ".svg", "/preview.png"])
def test_another_communes_poster_is_as_unknown_as_one_that_never_was(browser_of, poster, kind):
    neighbour = browser_of("xa2")
    for code in (poster.code, "222222", "QQQQQQ", "zzzzzz"):
        neighbour.get(f"/posters/{code}{kind}", status=404)
    neighbour.get(f"/posters/print.pdf?code={poster.code}", status=404)


def test_the_admin_has_no_business_with_posters(browser_of, poster):
    browser_of("quantri").get(f"/posters/{poster.code}.pdf", status=403)


def test_what_a_scanner_reads_from_the_paper_opens_the_page_of_that_place(browser_of, poster):
    answer = browser_of("truong1").raw(f"/posters/{poster.code}.pdf")
    [(address, _)] = read_codes(next(printed(answer.data)))
    page = browser_of().get(address.removeprefix(HTTPS.upper()))
    assert "Phương Trà" in page.text

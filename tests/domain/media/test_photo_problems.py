"""What cannot be kept is named, with the reason and a way out, in words for a villager."""

import pytest
from PIL import Image

from domain.media.problems import BrokenPhoto, PhotoProblem, problem_sentence, shown_name
from domain.media.safe import make_safe
from domain.media.sniff import MOST_BYTES, problem_at_sight
from tests.support.images import boxed_file, photo, saved, scene

NOT_TAKEN = [
    (b"", PhotoProblem.EMPTY),
    (b"Toi bi lua 45 trieu dong, nho cong an giup.", PhotoProblem.NOT_A_PHOTO),
    (b"\0" * 5000, PhotoProblem.NOT_A_PHOTO),
    (b"\xff\xd8", PhotoProblem.NOT_A_PHOTO),
    (b"<html><body><script>alert(1)</script>", PhotoProblem.NOT_A_PHOTO),
    (b"PK\x03\x04" + bytes(100), PhotoProblem.NOT_A_PHOTO),
    (b"BM" + bytes(100), PhotoProblem.NOT_A_PHOTO),
    (b"RIFF\x24\0\0\0WAVEfmt ", PhotoProblem.NOT_A_PHOTO),
    (boxed_file(b"heic"), PhotoProblem.HEIC),
    (boxed_file(b"mif1"), PhotoProblem.HEIC),
    (boxed_file(b"avif"), PhotoProblem.AVIF),
    (boxed_file(b"mp42"), PhotoProblem.VIDEO),
    (boxed_file(b"qt  "), PhotoProblem.VIDEO),
    (b"\x1a\x45\xdf\xa3" + bytes(40), PhotoProblem.VIDEO),
    (b"RIFF\x24\0\0\0AVI LIST", PhotoProblem.VIDEO),
    (b'<svg xmlns="http://www.w3.org/2000/svg"/>', PhotoProblem.SVG),
    (b'\xef\xbb\xbf\n<?xml version="1.0"?><!-- x --><SVG onload="x()">', PhotoProblem.SVG),
    (saved(scene(64, 48), "GIF"), PhotoProblem.GIF),
    (saved(scene(64, 48), "TIFF"), PhotoProblem.TIFF),
    (saved(scene(64, 48), "PDF"), PhotoProblem.PDF),
    (saved(scene(64, 48), "AVIF"), PhotoProblem.AVIF),
]


@pytest.mark.parametrize(
    ("data", "problem"), NOT_TAKEN, ids=[f"{n}-{p}" for n, (_, p) in enumerate(NOT_TAKEN)]
)
def test_what_is_no_photo_is_refused_by_its_own_name(data: bytes, problem: PhotoProblem) -> None:
    """Whatever the file was called; no decoder ever sees it."""
    assert problem_at_sight(data) is problem
    with pytest.raises(BrokenPhoto) as refused:
        make_safe(data)
    assert refused.value.problem is problem


def test_a_file_of_40_mb_is_refused_before_anything_reads_it() -> None:
    """20 MB is the most; one byte more is too heavy, though a photo leads it."""
    assert problem_at_sight(photo() + bytes(40_000_000)) is PhotoProblem.TOO_HEAVY
    assert problem_at_sight(photo().ljust(MOST_BYTES, b"\0")) is None
    assert problem_at_sight(photo().ljust(MOST_BYTES + 1, b"\0")) is PhotoProblem.TOO_HEAVY


def test_the_sentence_names_the_photo_and_the_reason() -> None:
    """The model sentence of the product."""
    sentence = problem_sentence(PhotoProblem.TOO_HEAVY, "IMG_2041.jpg")
    assert sentence.startswith("Hình “IMG_2041.jpg” nặng quá 20 MB nên chưa giữ được.")


def test_a_heic_photo_is_answered_with_how_to_send_jpg() -> None:
    """The one refusal that most people can mend in their phone."""
    assert "JPG" in problem_sentence(PhotoProblem.HEIC, "IMG_0001.HEIC")


@pytest.mark.parametrize("problem", PhotoProblem)
def test_every_problem_has_short_plain_sentences_of_its_own(problem: PhotoProblem) -> None:
    """About fifteen words a sentence, and no reason shares another's words."""
    text = problem_sentence(problem, "a.jpg").replace("a.jpg", "a")
    assert len({problem_sentence(other, "a.jpg") for other in PhotoProblem}) == len(PhotoProblem)
    assert all(len(part.split()) <= 18 for part in text.split(". "))
    assert text.endswith(".") and "{" not in text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("C:\\fakepath\\hình.jpg", "hình.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("hai\ndòng.jpg", "hai dòng.jpg"),
        ("", ""),
        ("x" * 90 + "-cuoi-ky.jpg", "x" * 27 + "…-cuoi-ky.jpg"),
    ],
)
def test_a_file_name_is_shown_without_folders_and_tricks(typed: str, shown: str) -> None:
    """The name is a stranger's text."""
    assert shown_name(typed) == shown
    assert len(shown_name(typed)) <= 40


def test_a_photo_without_a_name_is_still_spoken_of() -> None:
    """Some browsers send none."""
    assert problem_sentence(PhotoProblem.EMPTY, "").startswith("Hình vừa chọn không có gì")


def test_names_with_braces_do_not_break_the_sentence() -> None:
    """The sentence is filled in once, never twice."""
    assert "“{0.__class__}.jpg”" in problem_sentence(PhotoProblem.PDF, "{0.__class__}.jpg")


def test_a_gif_that_pretends_to_be_a_jpeg_meets_no_gif_decoder() -> None:
    """Bytes decide, and the decoder that opens must be the one they name."""
    pretending = b"\xff\xd8\xff" + saved(Image.new("L", (9, 9)), "GIF")
    with pytest.raises(BrokenPhoto) as refused:
        make_safe(pretending)
    assert refused.value.problem is PhotoProblem.TRUNCATED

"""Which words warn an officer that they ask the person who or where they are."""

import pytest

from domain.tips.asking_who import asks_who

ASKING = """
Bác tên gì?
Em ten gi vay
Tên em là gì?
cho xin tên
Cho xin số
cho em xin so dt
cho xin sđt nha
cho mình xin số điện thoại liên lạc
sdt của anh
số đt là bao nhiêu
so may bao nhieu
e ở đâu
Em đang ở đâu vậy?
nhà ở ấp nào
ở ấp nào vậy em
ấp nào vậy
nhà số mấy
Cho xin địa chỉ
add zalo nói chuyện
zalo số mấy
cho xin zalo
gửi cccd qua đây
chụp căn cước gửi lên
bao nhiêu tuổi rồi
sinh năm nào
làm nghề gì
con nhà ai
anh là ai
ghi rõ họ tên
xưng tên đi
gọi lại số nào được
liên hệ qua số nào
đang đứng chỗ nào
xã nào vậy
quét mã ở chỗ nào
tên j z
gửi định vị
chia sẻ vị trí giúp
làm ở công ty nào
học trường nào
Bạn là ai
Nhà mình gần chợ không
Bác ở khúc nào
Số phone của chị
Cho hỏi quý danh
What is your name?
TÊN GÌ
tên gì
điện thoại của bác số mấy
Cho biết họ và tên
Nhà bác ở đâu
để lại số điện thoại đi
Bác là ai?
Ở ấp nào
Nhà ở đâu
Ai báo tin này
bà ở đâu
ở xã nào
""".strip().split("\n")
PLAIN = """
Tiền chuyển vào số tài khoản nào, ngân hàng nào?
Chuyển tiền lúc mấy giờ?
Họ gọi hay nhắn từ số nào?
Người đó tên gì?
Tên chủ tài khoản là gì?
Chuyện đó xảy ra ở đâu?
Số điện thoại của kẻ gian là gì?
Nó tên gì?
Tới công an nhớ đem căn cước.
Không cần ghi tên.
Mã giao dịch số mấy?
Công an xã đã nhận tin.
Có bị kêu cài ứng dụng nào không?
Zalo của nó tên gì?
Ứng dụng tên gì?
Trang web đó địa chỉ nào?
Ngân hàng nào nhận tiền?
Còn giữ hình hay tin nhắn không?
Bị lừa bao nhiêu tiền?
Xe màu gì, biển số mấy?
Công an đã mời người bán lên làm việc.
Con số này đúng không?
Cho số tài khoản nhận tiền giúp.
Nhớ thêm gì thì ghi ở đây.
Bác cứ yên tâm, công an đang coi.
Đường link nào?
Người ta hẹn gặp ở đâu?
""".strip().split("\n")


@pytest.mark.parametrize("text", ASKING)
def test_words_that_give_people_away_are_known(text: str) -> None:
    assert asks_who(text)
    assert asks_who(f"Chào bà con. {text.upper()} Cảm ơn.")


@pytest.mark.parametrize("text", PLAIN)
def test_questions_about_the_matter_or_about_the_cheat_are_plain(text: str) -> None:
    assert not asks_who(text)

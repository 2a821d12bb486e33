"""Posters that tests print: an ordinary one, and the longest names anyone has written."""

from datetime import date

from domain.posters.sheet import PosterSheet

ORDINARY = PosterSheet(
    unit_name="Công an xã Phương Trà",
    place_line="lắng nghe bà con Ấp 3",
    code="7R3MQ6",
    serial="0147",
    public_url="https://langnghe.example",
    spot="Nhà văn hóa Ấp 3",
    printed_on=date(2024, 5, 12),
    duty_phone="0277 000 113",
)

LONGEST = PosterSheet(
    unit_name="Công an phường Nguyễn Trường Thạnh Phước Đông Hưng Thuận Hòa",
    place_line="lắng nghe bà con Khóm Nguyễn Đình Chiểu Phường Đông Hưng Thuận",
    code="7R3MQ6",
    serial="1234567",
    public_url="https://langnghe.conganphuongnguyentruongthanh.dongthap.gov.vn",
    spot="Nhà văn hóa Ấp Thượng, bên hông trường tiểu học Nguyễn Đình Chiểu, đối diện quán cà phê"
    " Hương Tràm, cạnh cầu Vàm Rạch Gò",
    printed_on=date(2024, 12, 31),
    duty_phone="(0277) 3 000 113, máy lẻ 113",
)

NO_BLANKS = PosterSheet(
    unit_name="W" * 120,
    place_line="Ẩ" * 120,
    code="7R3MQ6",
    serial="0" * 30,
    public_url="https://" + "w" * 63 + "." + "w" * 40 + ".example:65535/thu-nghiem",
    spot="Ộ" * 120,
    printed_on=date(2024, 12, 31),
    duty_phone="0" * 60,
)

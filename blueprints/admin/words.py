"""What roles, levels, lists and columns are called on admin pages."""

import re
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from domain.people.models import DeviceKind, Role
from domain.reference.models import ListKey
from web.filters import full_day
from web.language import say

ROLES = {
    Role.OFFICER: _l("Cán bộ"),
    Role.CHIEF: _l("Trưởng đơn vị"),
    Role.SUPERVISOR: _l("Theo dõi cấp trên"),
    Role.ADMIN: _l("Quản trị"),
}
DUTIES = {
    Role.OFFICER: _l("Cán bộ: ghi hoạt động, tiếp nhận tin báo"),
    Role.CHIEF: _l("Trưởng đơn vị: thêm việc cấp bảng QR, giữ tài khoản cán bộ"),
    Role.SUPERVISOR: _l("Theo dõi cấp trên: xem, nhận xét các đơn vị bên dưới"),
    Role.ADMIN: _l("Quản trị: giữ tài khoản, địa bàn, danh mục; không đọc tin báo"),
}
DEVICES = {
    DeviceKind.OWN_PHONE: _l("Điện thoại riêng"),
    DeviceKind.SHARED_PHONE: _l("Điện thoại dùng chung"),
    DeviceKind.STATION_PC: _l("Máy tính cơ quan"),
}
LISTS = {
    ListKey.SCAM_TYPES: _l("Thủ đoạn lừa đảo"),
    ListKey.CRIME_TYPES: _l("Loại tội phạm"),
    ListKey.TIP_CATEGORIES: _l("Loại tin bà con chọn"),
    ListKey.TIP_IDENTIFIERS: _l("Số, tài khoản, đường link"),
    ListKey.OUTREACH_CHANNELS: _l("Hình thức tuyên truyền"),
    ListKey.COUNT_UNITS: _l("Đơn vị đếm"),
    ListKey.PARTNERS: _l("Cơ quan phối hợp"),
    ListKey.BANKS: _l("Ngân hàng"),
    ListKey.HOTLINES: _l("Số gọi khẩn, đường dây nóng"),
    ListKey.DEADLINES: _l("Thời hạn"),
    ListKey.INDICATORS: _l("Chỉ tiêu báo cáo"),
    ListKey.STATE_SENTENCES: _l("Câu người báo đọc theo tình trạng"),
    ListKey.ANSWER_TEMPLATES: _l("Câu trả lời mẫu"),
    ListKey.FOLLOW_UP_QUESTIONS: _l("Câu hỏi thêm người báo"),
}
COLUMNS = {
    "handbook_no": _l("Số trong cẩm nang"),
    "slug": _l("Tên gọn (không dấu)"),
    "sign_vi": _l("Cảnh báo bà con: dấu hiệu"),
    "advice_vi": _l("Cảnh báo bà con: nên làm gì"),
    "sign_en": _l("Dấu hiệu, tiếng Anh"),
    "advice_en": _l("Nên làm gì, tiếng Anh"),
    "typical_victims_vi": _l("Người thường bị lừa"),
    "identifiers": _l("Số, tài khoản, đường link thường gặp"),
    "victims_status": _l("Nguồn của mục người thường bị lừa"),
    "legal_reference": _l("Điều luật"),
    "legal_reference_status": _l("Nguồn của điều luật"),
    "picture": _l("Hình vẽ"),
    "guide": _l("Trang chỉ dẫn riêng cho bà con"),
    "scam_types": _l("Thủ đoạn lừa đảo"),
    "crime_types": _l("Loại tội phạm"),
    "format_note": _l("Cách ghi"),
    "personal_data": _l("Dữ liệu cá nhân"),
    "short_vi": _l("Tên ngắn"),
    "count_units": _l("Đếm những gì"),
    "counted_units_vi": _l("Cách đếm theo nguồn"),
    "group": _l("Nhóm"),
    "short_name": _l("Tên ngắn"),
    "napas_bin": _l("Mã NAPAS"),
    "swift": _l("Mã SWIFT"),
    "vietqr_status": _l("VietQR"),
    "hotline": _l("Số tổng đài"),
    "hotline_display": _l("Nên gọi thử"),
    "hotline_evidence": _l("Căn cứ của số tổng đài"),
    "checked_on": _l("Đã gọi thử ngày"),
    "checked_by": _l("Người gọi thử"),
    "note": _l("Ghi chú"),
    "display": _l("Hiện cho bà con"),
    "trigger": _l("Tính từ lúc"),
    "news_days": _l("Hẹn có tin mới trong (ngày)"),
    "states": _l("Dùng khi tin ở tình trạng"),
    "categories": _l("Chỉ cho loại việc"),
    "choices": _l("Câu trả lời để chạm"),
    "choices_en": _l("Câu trả lời để chạm, tiếng Anh"),
    "value": _l("Số"),
    "unit": _l("Đơn vị tính"),
    "legal_basis": _l("Căn cứ pháp lý"),
    "value_type": _l("Kiểu số liệu"),
    "data_from": _l("Lấy từ đâu"),
}
VALUES = {
    "": _l("(bỏ trống)"),
    "yes": _l("Có"),
    "verify": _l("Sau khi gọi thử"),
    "do-not-show": _l("Không"),
    "pictures": _l("Bị dọa tung hình riêng"),
    "held": _l("Có người bị giữ, đòi tiền chuộc"),
    "TRANSFER_SUPPORTED": _l("Chuyển và nhận"),
    "RECEIVE_ONLY": _l("Chỉ nhận"),
    "NOT_SUPPORTED": _l("Không có"),
    "immediately": _l("ngay"),
    "hours": _l("giờ"),
    "days": _l("ngày"),
    "working_days": _l("ngày làm việc"),
    "months": _l("tháng"),
    "before this date (month-day)": _l("trước ngày này (tháng-ngày)"),
    "months (max; total 4 months)": _l("tháng (gia hạn, tổng cộng không quá 4 tháng)"),
    # Groups of counted units and of indicators, kinds of figures, where they are taken from.
    "demographics": _l("Thành phần người dự"),
    "events": _l("Buổi, cuộc"),
    "households": _l("Hộ"),
    "items": _l("Vật phẩm"),
    "money": _l("Tiền"),
    "online": _l("Trên mạng"),
    "people": _l("Người"),
    "places": _l("Nơi chốn"),
    "pledges": _l("Cam kết"),
    "time": _l("Thời gian"),
    "bank": _l("Ngân hàng"),
    "court": _l("Tòa án"),
    "forum": _l("Diễn đàn"),
    "leadership": _l("Chỉ đạo"),
    "mailbox": _l("Hộp thư tố giác"),
    "outreach": _l("Tuyên truyền"),
    "qr": _l("Bảng QR"),
    "remedy": _l("Khắc phục"),
    "situation": _l("Tình hình"),
    "tips": _l("Tin báo"),
    "VND": _l("Số tiền"),
    "count": _l("Số đếm"),
    "count,VND": _l("Số đếm, số tiền"),
    "count,people": _l("Số đếm, số người"),
    "count,percent": _l("Số đếm, tỷ lệ"),
    "percent": _l("Tỷ lệ"),
    "table": _l("Bảng"),
    "text": _l("Lời văn"),
    "forums": _l("Diễn đàn"),
    "forums.opinions": _l("Ý kiến ở diễn đàn"),
    "mailboxes": _l("Hộp thư tố giác"),
    "manual": _l("Ghi tay"),
    "qr_points": _l("Bảng QR"),
    "tips.scam_type": _l("Thủ đoạn trong tin báo"),
    # Drawings.
    "alert": _l("dấu chấm than"),
    "bag": _l("túi đồ"),
    "card": _l("thẻ"),
    "chart": _l("biểu đồ"),
    "dice": _l("xúc xắc"),
    "dots": _l("ba chấm"),
    "gift": _l("hộp quà"),
    "key": _l("chìa khóa"),
    "list": _l("danh sách"),
    "phone": _l("điện thoại"),
    "shield": _l("cái khiên"),
    # What the handbook's scams are known by and no form asks for.
    "media_file": _l("Hình, video"),
    "goods": _l("Hàng hóa"),
    "shop_name": _l("Tên gian hàng"),
    "lender_name": _l("Tên bên cho vay"),
    "contract_no": _l("Số hợp đồng"),
    "place": _l("Nơi gặp, nơi giao"),
}


def value_words(value: object) -> str:
    """The value of a setting as people read it."""
    if isinstance(value, bool):
        return str(gettext("có") if value else gettext("không"))
    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return full_day(date.fromisoformat(text))
    return say(text) or str(gettext("(bỏ trống)"))

"""Settings of what waits apart in a flood of tips, and of guessing at codes."""

from domain.reference.setting_kinds import Spec, whole
from domain.sentence import Sentence

FLOOD_LIMITS: dict[str, Spec] = {
    "form_min_seconds": Spec(
        3,
        whole(0, 60),
        Sentence("số giây từ 0 tới 60"),
        Sentence("Gửi nhanh hơn số giây này thì để riêng"),
    ),
    "form_token_days": Spec(
        7,
        whole(1, 30),
        Sentence("số ngày từ 1 tới 30"),
        Sentence("Trang báo tin dùng được (ngày)"),
    ),
    "tips_per_bucket_hour": Spec(
        5,
        whole(1, 1000),
        Sentence("số từ 1 tới 1000"),
        Sentence("Tin mỗi giờ từ một nơi, quá thì để riêng"),
    ),
    "tips_per_poster_hour": Spec(
        20,
        whole(1, 1000),
        Sentence("số từ 1 tới 1000"),
        Sentence("Tin mỗi giờ qua một bảng, quá thì để riêng"),
    ),
    "tips_per_unit_hour": Spec(
        60,
        whole(1, 10_000),
        Sentence("số từ 1 tới 10000"),
        Sentence("Tin mỗi giờ tới một đơn vị, quá thì để riêng"),
    ),
    "tips_per_hour": Spec(
        300,
        whole(1, 100_000),
        Sentence("số từ 1 tới 100000"),
        Sentence("Tin mỗi giờ cả hệ thống, quá thì để riêng"),
    ),
    "tips_alike_from": Spec(
        10,
        whole(1, 100_000),
        Sentence("số từ 1 tới 100000"),
        Sentence("Giờ có từ số tin này: tin chép lại lời tin khác thì để riêng"),
    ),
    "receipt_misses": Spec(
        5,
        whole(3, 100),
        Sentence("số từ 3 tới 100"),
        Sentence("Gõ sai mã xem trả lời mấy lần thì phải chờ"),
    ),
}

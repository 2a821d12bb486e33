"""Why the domain refuses. Each refusal carries a sentence that is safe and fit to show."""


class Refusal(Exception):
    """The domain says no; `str(refusal)` is a plain Vietnamese sentence for the person."""

    sentence = "Không làm được việc này."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)


class NotFound(Refusal):
    """Unseen and absent are the same: nobody learns which."""

    sentence = "Không tìm thấy trang này."


class NotAllowed(Refusal):
    """The person is known and the thing may be seen, but this act is not theirs."""

    sentence = "Việc này không thuộc quyền của tài khoản đang dùng."


class BadInput(Refusal):
    """One field is wrong: the sentence stands beside it and nothing typed is lost."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class StaleVersion(Refusal):
    """Someone saved the same record meanwhile; both versions are shown, field by field."""

    sentence = "Bản ghi này vừa được người khác sửa. Hãy chọn giữ bản nào cho từng ô."


class SameIdOtherContent(Refusal):
    """A client-made id came twice with different content."""

    sentence = "Bản ghi này đã được lưu với nội dung khác. Hãy xem cả hai bản."

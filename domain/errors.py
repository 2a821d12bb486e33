"""Why the domain refuses. Each refusal carries a sentence that is safe and fit to show."""

from domain.sentence import Sentence


class Refusal(Exception):
    """The domain says no; `sentence` is a plain Vietnamese sentence for the person.

    `str(refusal)` is the same text, which has forgotten how to be said in another language.
    """

    sentence: str = Sentence("Không làm được việc này.")

    def __init__(self, sentence: str | None = None) -> None:
        self.sentence = sentence or self.sentence
        super().__init__(self.sentence)


class NotFound(Refusal):
    """Unseen and absent are the same: nobody learns which."""

    sentence = Sentence("Có thể địa chỉ gõ sai, hoặc nội dung không còn ở đây.")


class NotAllowed(Refusal):
    """The person is known and the thing may be seen, but this act is not theirs."""

    sentence = Sentence("Việc này không thuộc quyền của tài khoản đang dùng.")


class BadInput(Refusal):
    """One field is wrong: the sentence stands beside it and nothing typed is lost."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class StaleVersion(Refusal):
    """Someone saved the same record meanwhile; both versions are shown, field by field."""

    sentence = Sentence("Bản ghi này vừa được người khác sửa. Hãy chọn giữ bản nào cho từng ô.")


class SameIdOtherContent(Refusal):
    """A client-made id came twice with different content."""

    sentence = Sentence("Bản ghi này đã được lưu với nội dung khác. Hãy xem cả hai bản.")

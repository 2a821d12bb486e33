"""A form that shows how tags are used: made by the app, not anybody's official form."""

from datetime import datetime

from domain.documents.nd30 import Paper
from domain.papers.models import PaperKind
from domain.papers.summary import TITLES
from domain.papers.tags import MEANINGS


def example(kind: PaperKind, *, made_at: datetime) -> bytes:
    """Every tag once, beside what it holds; each can be copied into a form of one's own."""
    about = TITLES[kind].removeprefix("Bản tóm tắt để ghi ")
    paper = Paper(title=f"Mẫu thử cho {about}", made_at=made_at)
    paper.headline("Mẫu thử", f"Cho {about}, để thấy cách đặt thẻ")
    for tag, meaning in MEANINGS.items():
        paper.text("{{ " + tag.value + " }}", lead=f"{meaning[0].upper()}{meaning[1:]}:")
    return paper.to_bytes()

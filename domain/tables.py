"""Imports every table once, so that mapping and migrations see them all. Nothing else."""

from domain.audit import models as audit
from domain.banking import models as banking
from domain.duty import models as duty
from domain.feed import models as feed
from domain.feed import search_index
from domain.forums import models as forums
from domain.history import models as history
from domain.letters import models as letters
from domain.mailboxes import models as mailboxes
from domain.media import models as media
from domain.media import upload_models as uploads
from domain.notices import models as notices
from domain.outreach import models as outreach
from domain.papers import models as papers
from domain.people import models as people
from domain.places import models as places
from domain.plans import models as plans
from domain.posters import models as posters
from domain.records import models as records
from domain.reference import models as reference
from domain.retention import models as retention
from domain.review import models as review
from domain.tips import case_models as tips_cases
from domain.tips import models as tips
from domain.tips import talk_models as tips_talk
from domain.tips import work_models as tips_work
from domain.working_days import models as working_days

__all__ = [
    "audit",
    "banking",
    "duty",
    "feed",
    "forums",
    "history",
    "letters",
    "mailboxes",
    "media",
    "notices",
    "outreach",
    "papers",
    "people",
    "places",
    "plans",
    "posters",
    "records",
    "reference",
    "retention",
    "review",
    "search_index",
    "tips",
    "tips_cases",
    "tips_talk",
    "tips_work",
    "uploads",
    "working_days",
]

"""Photos of a tip that an officer types in: sealed at once, each with its original."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from domain.media import services as media
from domain.media.models import Photo
from domain.media.problems import DiskFull, PhotoProblem, StorageUnavailable, problem_sentence
from domain.media.services import Received
from domain.tips.acting import KIND
from domain.vault.sealing import RecordKey
from web import photos
from web.context import ring, session, today
from web.language import say
from web.records import claim_of
from web.uploads import PHOTOS_AT_ONCE


@dataclass(kw_only=True)
class Arrived:
    """The photos of a form: those of this request, and those kept from an earlier try."""

    tip_id: UUID
    received: list[Received]
    waiting: list[Photo] = field(default_factory=list)

    @property
    def digests(self) -> list[bytes]:
        """What tells this set of photos from another."""
        kept = [photo.received_sha256 for photo in self.waiting]
        return kept + [r.digest for r in self.received if r.safe and r.digest not in kept]

    @property
    def has_any(self) -> bool:
        """Whether at least one photo can be shown."""
        return bool(self.waiting) or any(one.safe for one in self.received)

    def notes(self) -> list[tuple[str, str]]:
        """A sentence for each photo that could not be kept."""
        return [
            (f"photo-{index}", say(problem_sentence(one.problem, one.file_name)))
            for index, one in enumerate(self.received)
            if one.problem
        ]

    def look_again(self) -> None:
        """One that travels by itself may have come whole since; the caller holds the sender's row,
        so that none does between now and the commit."""
        self.waiting = media.waiting(session(), claim_of(self.tip_id))

    def keep(self) -> None:
        """Seal the new ones and let them wait for this officer's next try."""
        for index, one in enumerate(self.received):
            known = {photo.received_sha256 for photo in self.waiting}
            if one.safe is None or one.digest in known:
                continue
            try:
                photo = self._seal(one, position=len(self.waiting))
            except DiskFull:
                self.received[index] = replace(one, safe=None, problem=PhotoProblem.NO_ROOM)
            except StorageUnavailable:
                self.received[index] = replace(one, safe=None, problem=PhotoProblem.STORE_DOWN)
            else:
                self.waiting.append(photo)

    def move_to(self, tip_id: UUID) -> None:
        """Let the new ones wait for another tip instead."""
        self.tip_id = tip_id
        self.keep()

    def _seal(self, one: Received, position: int) -> Photo:
        store = photos.store()
        photo = media.keep_sealed(
            session(), store, ring(), received=one, claim=claim_of(self.tip_id), on=today()
        )
        media.keep_original(store, ring(), photo=photo, received=one)
        photo.position = position
        return photo

    def attach(self, key: RecordKey) -> list[str]:
        """Give all of them to the stored tip; the files to delete after the commit."""
        return media.attach_sealed(
            session(),
            photos.store(),
            ring(),
            photos=self.waiting,
            key=key,
            kind=KIND,
            record_id=self.tip_id,
        )


def arrive(tip_id: UUID) -> Arrived:
    """Make the photos of this request safe; ends the running transaction, so call it first."""
    room = PHOTOS_AT_ONCE - len(media.waiting(session(), claim_of(tip_id)))
    received = photos.receive(photos.sent(), limit=room, keep_original=True)
    return Arrived(
        tip_id=tip_id, received=received, waiting=media.waiting(session(), claim_of(tip_id))
    )


def delete(names: Sequence[str]) -> None:
    """Remove files that nothing refers to any more."""
    for name in names:
        photos.store().delete(name)

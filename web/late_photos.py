"""Photos that came by themselves and are whole: opened, made safe, and put where they belong."""

from uuid import UUID

from domain.errors import Refusal
from domain.media import uploads
from domain.media.problems import PhotoProblem, problem_sentence
from domain.media.services import Received
from domain.media.upload_models import Upload, UploadState
from domain.sentence import Sentence
from domain.tips.acting import KIND
from domain.vault.letters import open_letter
from domain.vault.sealing import CannotOpen
from web import photo_homes, photos
from web.context import ring, session
from web.database import writing

_PASSING = {PhotoProblem.BUSY, PhotoProblem.NO_ROOM, PhotoProblem.STORE_DOWN}


class OtherBytes(Refusal):
    """What arrived is not what was announced; the phone sends it once more from its start."""

    sentence = Sentence("Hình bị hỏng dọc đường, chưa nhận được.")


class NotNow(Refusal):
    """The photo is here whole; to make it safe there is no time at the moment."""

    sentence = problem_sentence(PhotoProblem.BUSY, "")


class CannotKeep(Refusal):
    """The photo cannot be kept, now or ever; the sentence says why."""

    def __init__(self, problem: PhotoProblem) -> None:
        super().__init__(problem_sentence(problem, ""))


def finish(upload_id: UUID) -> None:
    """Make a photo that is here whole safe, and keep it for its form. Commits.

    Done before, or at this moment by another request, it changes nothing. Raises `OtherBytes`,
    `CannotKeep`, or `NotNow` and the store's own refusals, after which it may be tried again.
    """
    row = session().get_one(Upload, upload_id)
    if row.state not in uploads.OPEN:
        _raise_if_refused(row)
        return
    if photos.incoming().sha256(row.id) != row.sha256:
        _begin_again(row)
    photos.store().require_room()
    received = _made_safe(row)
    if received.problem in _PASSING:
        raise NotNow
    _keep(upload_id, received)
    photos.incoming().drop(upload_id)


def _begin_again(row: Upload) -> None:
    """Other bytes once may be the line's fault; twice they are the phone's."""
    is_second = row.state is UploadState.AGAIN
    _write()
    if is_second:
        _give_up(row, PhotoProblem.TRUNCATED)
    row.state = UploadState.AGAIN
    photos.incoming().cut(row.id, 0)
    session().commit()
    raise OtherBytes


def _give_up(row: Upload, problem: PhotoProblem) -> None:
    uploads.refuse(row, problem)
    session().commit()
    photos.incoming().drop(row.id)
    raise CannotKeep(problem)


def _made_safe(row: Upload) -> Received:
    """No transaction runs meanwhile."""
    upload_id, bound = row.id, f"{row.item_id}/photo/{row.id}"
    keep_original = row.is_original or row.form == KIND
    session().rollback()
    try:
        data = open_letter(ring(), photos.incoming().read(upload_id), bound)
    except CannotOpen:
        return Received(file_name="", digest=b"", problem=PhotoProblem.TRUNCATED)
    return photos.made_safe(data, keep_original=keep_original, photo_id=upload_id)


def _keep(upload_id: UUID, received: Received) -> None:
    _write()
    row = session().get_one(Upload, upload_id, with_for_update=True)
    if row.state not in uploads.OPEN:
        session().rollback()
        return
    if received.problem is not None:
        _give_up(row, received.problem)
    photo_homes.settle(row, received)
    row.state = UploadState.DONE
    session().commit()


def _write() -> None:
    session().rollback()
    writing.set(True)


def _raise_if_refused(row: Upload) -> None:
    if row.state is UploadState.REFUSED:
        raise CannotKeep(PhotoProblem(row.problem))

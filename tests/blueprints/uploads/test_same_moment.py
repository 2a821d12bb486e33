"""Words and the last byte of their photo at the same instant: neither misses the other."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import select

from blueprints.uploads.arriving import Arriving
from domain.media.models import Photo
from domain.media.upload_models import Upload
from tests.support import outbox
from tests.support.images import photo
from tests.support.outbox import fields_of
from tests.support.uploading import Phone

PICTURE = photo(width=64, height=48)
FORMS = 4
PAGES = {
    "outreach": ("/outreach/new?channel=leaflet", "channel", {"count_leaflets": "90"}),
    "tip": ("/tips/new", "story", {"story": "Bị lừa.", "source": "phone", "slip": "number"}),
}


@pytest.mark.parametrize("form", PAGES)
def test_a_photo_that_comes_whole_while_its_words_are_stored_hangs_on_the_record(
    app, ring, people, officer, hamlet_id, stored, form
):
    path, box, typed = PAGES[form]
    words = fields_of(officer.get(path).form(box), place=hamlet_id, **typed)
    for _ in range(FORMS):
        letter = outbox.Phone(ring, people.officer, form)
        uploading = Phone(app, people.officer, form=form, item=letter.item_id)
        assert _at_once(uploading, letter, officer, words) == {201, 204}
    kinds = stored(lambda db: list(db.scalars(select(Photo.record_kind))))
    assert kinds == [form] * FORMS
    assert stored(lambda db: set(db.scalars(select(Upload.state)))) == {"done"}


def _at_once(uploading: Phone, letter: outbox.Phone, officer, words) -> set[int]:
    sent, gate, answers = uploading.seal(PICTURE), threading.Barrier(2), set()
    letter.told = {"photos": [{"id": str(sent.id), "name": "hinh.jpg", "is_original": False}]}
    sealed, last = letter.letter(words), len(sent.sealed) - 1
    uploading.announce(sent)
    uploading.go_on(sent, 0, last)

    def finish() -> None:
        gate.wait()
        answers.add(uploading.go_on(sent, last).status_code)

    def tell() -> None:
        gate.wait()
        answers.add(letter.post(officer, sealed).status_code)

    threads = [threading.Thread(target=step) for step in (finish, tell)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return answers


def test_who_comes_back_after_a_cut_waits_for_what_is_still_written_down_and_for_no_dead_line(
    monkeypatch,
):
    arriving, upload_id, told = Arriving(), uuid4(), []

    def held() -> int:
        told.append(16_384 * len(told))
        if len(told) == 3:
            arriving.end(upload_id)
        return told[-1]

    arriving.begin(upload_id)
    assert arriving.settle(upload_id, held)
    assert told == [0, 16_384, 32_768] and not arriving.is_at(upload_id)
    arriving.begin(upload_id)
    told.clear()
    assert arriving.settle(upload_id, lambda: told.append(0) or 4_096)
    assert len(told) == 2, "no further byte: the try before is taken for dead"
    beside = []
    assert arriving.settle(upload_id, lambda: beside.append(arriving.settle(upload_id, held)) or 9)
    assert not any(beside), "for one photo one request waits, and holds a thread"
    monkeypatch.setattr("blueprints.uploads.arriving.MOST", 0.4)
    assert not arriving.settle(upload_id, iter(range(9)).__next__), "it still comes"

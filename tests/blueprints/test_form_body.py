"""A form is read the same, whether in one go or piece by piece."""

from io import BytesIO

import pytest
from werkzeug.formparser import FormDataParser

from web.form_body import MOST_AT_ONCE, FormBodyParser, plain_parts

TEXT = b'--b\r\nContent-Disposition: form-data; name="opinion-1-gist"\r\n\r\nt\xe1\xbb\x91i\r\n'
AGAIN = b'--b\r\nContent-Disposition: form-data; name="opinion-1-gist"\r\n\r\n\r\n'
NO_PHOTO = (
    b'--b\r\nContent-Disposition: form-data; name="photos"; filename=""\r\n'
    b"Content-Type: application/octet-stream\r\n\r\n\r\n"
)
PHOTO = NO_PHOTO.replace(b'""', b'"a.jpg"').replace(b"\r\n\r\n\r\n", b"\r\n\r\n\xff\xd8\r\n")
END = b"--b--\r\n"
BODIES = {
    "texts": TEXT + AGAIN + END,
    "texts and a photo that was not chosen": TEXT + NO_PHOTO + END,
    "no line break at the end": TEXT + b"--b--",
    "several lines": TEXT.replace(b"t\xe1", b"a\r\n\r\nb\r\n--c\r\nt\xe1") + END,
    "not UTF-8": TEXT.replace(b"\x91", b"") + END,
    "a photo": TEXT + PHOTO + END,
    "the boundary begins a word of a text": TEXT.replace(b"t\xe1", b"\r\n--bt\xe1") + END,
    "the boundary inside a line": TEXT.replace(b"t\xe1", b"x --b t\xe1") + END,
    "line breaks of other systems": (TEXT + END).replace(b"\r\n", b"\n"),
    "a name with other letters": TEXT.replace(b"gist", b"\xc3\xbd") + END,
    "a quoted name": TEXT.replace(b"gist", b'\\"') + END,
    "another charset": TEXT.replace(b'gist"', b'gist"\r\nContent-Type: text/plain; charset=ascii')
    + END,
    "something before": b"before\r\n" + TEXT + END,
    "nothing but the end": END,
    "no end": TEXT,
    "empty": b"",
}
ONE_GO = ["texts", "texts and a photo that was not chosen", "several lines", "not UTF-8"]


def _read(kind, body, **limits):
    parser = kind(silent=True, **limits)
    _, form, files = parser.parse(
        BytesIO(body), "multipart/form-data", len(body), {"boundary": "b"}
    )
    held = []
    for name, file in files.items(multi=True):
        with file.stream:
            held.append((name, file.filename, file.content_type, file.read()))
    return list(form.items(multi=True)), held


@pytest.mark.parametrize("name", BODIES)
def test_both_ways_of_reading_a_form_find_the_same(name):
    assert _read(FormBodyParser, BODIES[name]) == _read(FormDataParser, BODIES[name])


@pytest.mark.parametrize("name", ONE_GO)
def test_what_browsers_send_for_texts_is_read_in_one_go(name):
    assert plain_parts(BODIES[name], "b")


@pytest.mark.parametrize("name", ["a photo", "another charset", "no end", "empty"])
def test_anything_else_is_left_to_werkzeug(name):
    assert plain_parts(BODIES[name], "b") is None


def test_a_long_text_is_read_too():
    body = TEXT.replace(b"t\xe1", b"x" * MOST_AT_ONCE + b"t\xe1") + END
    [(_, text)], _ = _read(FormBodyParser, body)
    assert len(text) == MOST_AT_ONCE + len("tối")


def test_a_form_of_too_many_parts_is_refused_either_way():
    body = TEXT * 3 + END
    assert len(_read(FormBodyParser, body, max_form_parts=3)[0]) == 3
    with pytest.raises(Exception, match="413"):
        _read(FormBodyParser, body, max_form_parts=2)

"""What goes through the pipe between web process and photo process: frames with a length."""

import json
import struct
from typing import BinaryIO

from domain.media.photo import SafePhoto
from domain.media.problems import BrokenPhoto, PhotoProblem
from domain.media.taken import Reads, packed, unpacked

_LENGTH = struct.Struct(">I")
_MADE = struct.Struct(">HHIB")
_DONE, _REFUSED, _CODES = b"+", b"-", b"#"


def write_frame(stream: BinaryIO, *parts: bytes) -> None:
    """Send the parts as one frame."""
    stream.write(_LENGTH.pack(sum(map(len, parts))))
    stream.writelines(parts)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes:
    """Wait for one frame; `EOFError` when the other side is gone."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def write_request(stream: BinaryIO, data: bytes, reads: Reads) -> None:
    """Send a photo, and what of its metadata is asked for."""
    write_frame(stream, bytes((reads,)), data)


def read_request(stream: BinaryIO) -> tuple[bytes, Reads]:
    """Wait for a photo; `EOFError` when the other side is gone."""
    frame = read_frame(stream)
    return frame[1:], Reads(frame[0])


def write_answer(stream: BinaryIO, answer: SafePhoto | PhotoProblem) -> None:
    """Send what became of a photo."""
    if isinstance(answer, PhotoProblem):
        write_frame(stream, _REFUSED, answer.value.encode())
        return
    taken = packed(answer.taken)
    sizes = _MADE.pack(answer.width, answer.height, len(answer.picture), len(taken))
    write_frame(stream, _DONE, sizes, taken, answer.picture, answer.thumb)


def write_codes(stream: BinaryIO, codes: list[str]) -> None:
    """Send what the codes in a picture say."""
    write_frame(stream, _CODES, json.dumps(codes).encode())


def read_codes_answer(frame: bytes) -> list[str]:
    """The codes in an answer's frame; raises `BrokenPhoto` when the picture was refused."""
    _raise_if_refused(frame)
    return [str(code) for code in json.loads(frame[1:])]


def read_answer(frame: bytes) -> SafePhoto:
    """The safe photo in an answer's frame; raises `BrokenPhoto` when there is none."""
    _raise_if_refused(frame)
    width, height, length, told = _MADE.unpack_from(frame, 1)
    start = 1 + _MADE.size + told
    return SafePhoto(
        picture=frame[start : start + length],
        thumb=frame[start + length :],
        width=width,
        height=height,
        taken=unpacked(frame[start - told : start]),
    )


def _raise_if_refused(frame: bytes) -> None:
    if frame[:1] == _REFUSED:
        raise BrokenPhoto(PhotoProblem(frame[1:].decode()))

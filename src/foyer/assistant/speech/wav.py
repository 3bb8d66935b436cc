"""WAV files in and out. Read: linear, float, µ-law and A-law, one or two channels, within bounds. Written: 16-bit or
µ-law, with the machine's label inside.

China's measures for labelling generated content (in force since 2025-09-01) and GB 45438-2025 ask that a file of
generated sound says so in its metadata: an object `AIGC` with the label, who made it and its number. It stands in the
file's INFO list as the comment, where players and programs look for it.
"""

import json
import struct
from collections.abc import Iterator

import numpy as np

from foyer.assistant.speech.sound import FASTEST, SLOWEST, TELEPHONE, Sound, Unreadable, decode, encode

MOST_BYTES = 16 * 2**20
_LINEAR, _FLOAT, _ALAW, _MULAW, _EXTENSIBLE = 1, 3, 6, 7, 0xFFFE


def read(data: bytes, *, most_seconds: float = 60) -> Sound:
    """The sound of a WAV file. Raises Unreadable; what is longer than `most_seconds` is not read at all."""
    if len(data) > MOST_BYTES or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise Unreadable("not a WAV file")
    form, body = _parts(data)
    kind, channels, rate, _second, _block, bits = struct.unpack_from("<HHIIHH", form)
    if kind == _EXTENSIBLE and len(form) >= 26:
        kind = struct.unpack_from("<H", form, 24)[0]
    if channels not in (1, 2) or not SLOWEST <= rate <= FASTEST or bits not in (8, 16, 24, 32):
        raise Unreadable("no sound of ours")
    if len(body) / (rate * channels * bits / 8) > most_seconds:
        raise Unreadable("too long")
    samples = _samples(body[: len(body) - len(body) % (channels * bits // 8)], kind, bits, rate)
    return Sound(samples.reshape(-1, channels).mean(axis=1).astype(np.float32), rate)


def _parts(data: bytes) -> tuple[bytes, bytes]:
    found = dict(_chunks(data))
    if len(found.get(b"fmt ", b"")) < 16 or b"data" not in found:
        raise Unreadable("a part is missing")
    return found[b"fmt "], found[b"data"]


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The named parts; a length that lies past the end is cut to what is there."""
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _samples(body: bytes, kind: int, bits: int, rate: int) -> "np.ndarray":
    if kind == _LINEAR and bits == 16:
        return decode(body, "pcm16", rate).samples
    if kind == _LINEAR and bits == 8:
        return (np.frombuffer(body, np.uint8).astype(np.float32) - 128) / 128
    if kind == _LINEAR and bits == 24:
        wide = np.zeros((len(body) // 3, 4), np.uint8)
        wide[:, 1:] = np.frombuffer(body, np.uint8).reshape(-1, 3)
        return wide.view("<i4").ravel().astype(np.float32) / 2**31
    if kind == _FLOAT and bits == 32:
        return np.nan_to_num(np.clip(np.frombuffer(body, "<f4"), -1, 1))
    if kind in (_ALAW, _MULAW) and bits == 8:
        return decode(body, "mulaw" if kind == _MULAW else "alaw", rate).samples
    raise Unreadable("no sound of ours")


def write(sound: Sound, *, encoding: str = "pcm16", label: dict[str, str] | None = None) -> bytes:
    """A WAV file; `label` is what it says of who made it. µ-law is written at the telephone's 8 kHz."""
    if encoding == "mulaw":
        sound = sound.at(TELEPHONE)
    body, width = encode(sound, encoding), 2 if encoding == "pcm16" else 1
    kind = _LINEAR if encoding == "pcm16" else _MULAW
    form = struct.pack("<HHIIHH", kind, 1, sound.rate, sound.rate * width, width, width * 8)
    parts = _chunk(b"fmt ", form) + (_list(label) if label else b"") + _chunk(b"data", body)
    return b"RIFF" + struct.pack("<I", 4 + len(parts)) + b"WAVE" + parts


def label_of(data: bytes) -> dict[str, str]:
    """What a file says of who made it; empty where it says nothing."""
    for name, body in _chunks(data):
        if name == b"LIST" and body[:4] == b"INFO":
            for inner, text in _chunks(b"\0" * 8 + body):
                if inner == b"ICMT":
                    return dict(json.loads(text.rstrip(b"\0"))["AIGC"])
    return {}


def aigc(producer: str, number: str) -> dict[str, str]:
    """The label of GB 45438-2025: 1 says that this is generated."""
    return {
        "Label": "1", "ContentProducer": producer, "ProduceID": number, "ReservedCode1": "",
        "ContentPropagator": producer, "PropagateID": number, "ReservedCode2": "",
    }  # fmt: skip


def _list(label: dict[str, str]) -> bytes:
    comment = json.dumps({"AIGC": label}, ensure_ascii=False).encode() + b"\0"
    return _chunk(b"LIST", b"INFO" + _chunk(b"ISFT", b"Foyer\0") + _chunk(b"ICMT", comment))


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)

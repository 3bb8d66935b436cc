"""Sound in and out: what the telephone does to it, what a file may be, and what it says of who made it."""

import struct

import numpy as np
import pytest

from foyer.assistant.speech import wav
from foyer.assistant.speech.sound import Sound, Unreadable, decode, encode


def tone(rate: int = 16_000, seconds: float = 0.5, pitch: float = 440) -> Sound:
    return Sound((0.5 * np.sin(np.arange(int(rate * seconds)) * 2 * np.pi * pitch / rate)).astype(np.float32), rate)


def test_the_telephone_keeps_a_voice_and_halves_its_rate() -> None:
    heard = tone().by_telephone()

    assert heard.rate == 8_000 and heard.seconds == pytest.approx(0.5)
    error = heard.samples[100:-100] - tone(8_000).samples[100:-100]
    assert np.sqrt(np.mean(error**2)) < 0.02  # G.711 is worth about 38 dB


def test_known_codes_of_g711_are_read_as_the_standard_says() -> None:
    assert decode(bytes([0xFF, 0x7F, 0x80, 0x00]), "mulaw", 8_000).samples * 32768 == pytest.approx(
        [0, 0, 32124, -32124]
    )
    assert decode(bytes([0xD5, 0x55, 0xAA, 0x2A]), "alaw", 8_000).samples * 32768 == pytest.approx(
        [8, -8, 32256, -32256]
    )


@pytest.mark.parametrize("encoding", ["pcm16", "mulaw"])
def test_a_file_written_is_the_file_read(encoding: str) -> None:
    read = wav.read(wav.write(tone(8_000), encoding=encoding))

    assert read.rate == 8_000
    assert np.abs(read.samples - tone(8_000).samples).max() < (0.001 if encoding == "pcm16" else 0.03)


def test_a_file_of_a_machine_says_so_inside() -> None:
    file = wav.write(tone(), label=wav.aigc("Foyer", "speech-7-0"))

    told = wav.label_of(file)
    assert (told["Label"], told["ContentProducer"], told["ProduceID"]) == ("1", "Foyer", "speech-7-0")
    assert wav.read(file).seconds == pytest.approx(0.5)  # and it can be played all the same
    assert wav.label_of(wav.write(tone())) == {}


def _file(form: bytes, body: bytes) -> bytes:
    parts = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(parts)) + b"WAVE" + parts


def test_other_forms_of_sound_are_read() -> None:
    two = struct.pack("<HHIIHH", 1, 2, 16_000, 64_000, 4, 16)
    assert wav.read(_file(two, struct.pack("<4h", 16384, 0, 16384, 0))).samples == pytest.approx([0.25, 0.25])
    wide = struct.pack("<HHIIHH", 1, 1, 16_000, 48_000, 3, 24)
    assert wav.read(_file(wide, b"\x00\x00\x40")).samples == pytest.approx([0.5])
    exact = struct.pack("<HHIIHH", 3, 1, 16_000, 64_000, 4, 32)
    assert wav.read(_file(exact, struct.pack("<2f", 0.5, float("nan")))).samples == pytest.approx([0.5, 0])
    old = struct.pack("<HHIIHH", 1, 1, 8_000, 8_000, 1, 8)
    assert wav.read(_file(old, bytes([128, 192]))).samples == pytest.approx([0, 0.5])


def test_what_is_no_sound_of_ours_is_refused() -> None:
    form = struct.pack("<HHIIHH", 1, 1, 16_000, 32_000, 2, 16)
    strange = [
        b"", b"RIFF", b"ID3" + b"\0" * 64, b"RIFF\xff\xff\xff\xffWAVE", b"RIFF\0\0\0\0WAVEfmt \x02\0\0\0\0\0",
        _file(struct.pack("<HHIIHH", 0x55, 1, 16_000, 0, 0, 16), b"\0" * 64),  # MP3 inside: a decoder we do not have
        _file(struct.pack("<HHIIHH", 1, 9, 16_000, 0, 0, 16), b"\0" * 64),
        _file(struct.pack("<HHIIHH", 1, 1, 4_000_000_000, 0, 0, 16), b"\0" * 64),
        _file(struct.pack("<HHIIHH", 1, 1, 1, 0, 0, 16), b"\0" * 64),
        _file(struct.pack("<HHIIHH", 1, 0, 16_000, 0, 0, 16), b"\0" * 64),
        _file(form, b"\0" * 2 * 16_000 * 61),  # a minute and a second
        _file(form, b"") + b"\0" * wav.MOST_BYTES,
    ]  # fmt: skip
    for data in strange:
        with pytest.raises(Unreadable):
            wav.read(data)


def test_samples_from_outside_are_bounded_in_kind_and_rate() -> None:
    for raw, encoding, rate in (
        (b"\0\0", "mp3", 16_000), (b"\0\0", "pcm16", 7_999), (b"\0\0", "pcm16", 10**9), (b"\0", "pcm16", 16_000),
    ):  # fmt: skip
        with pytest.raises(Unreadable):
            decode(raw, encoding, rate)
    assert encode(Sound(np.array([9.0, -9.0], np.float32), 16_000)) == struct.pack("<2h", 32767, -32768)

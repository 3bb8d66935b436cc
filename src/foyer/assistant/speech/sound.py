"""Sound as numbers: one channel between -1 and 1 at a rate. No decoder stands here that could be made to blow up.

What comes from outside is plain samples: 16-bit linear, or the telephone's µ-law and A-law (G.711). A second of any of
them is a second in memory, so a bound on the bytes is a bound on the work.
"""

from dataclasses import dataclass
from math import gcd
from typing import Any

import numpy as np

RATE = 16_000  # what models hear
TELEPHONE = 8_000
SLOWEST, FASTEST = 8_000, 48_000
WIDTHS = {"pcm16": 2, "mulaw": 1, "alaw": 1}

Samples = Any  # numpy.ndarray of float32


class Unreadable(ValueError):
    """The bytes are not sound of the kind they are said to be."""


@dataclass(frozen=True, eq=False)
class Sound:
    """One channel of samples at `rate` a second."""

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        return float(len(self.samples)) / self.rate

    @property
    def loudness(self) -> float:
        """The root mean square, 0 for silence."""
        return float(np.sqrt(np.mean(np.square(self.samples)))) if len(self.samples) else 0.0

    def at(self, rate: int) -> "Sound":
        """The same sound at another rate."""
        if rate == self.rate or not len(self.samples):
            return Sound(self.samples, rate)
        from scipy.signal import resample_poly

        common = gcd(rate, self.rate)
        return Sound(resample_poly(self.samples, rate // common, self.rate // common).astype(np.float32), rate)

    def by_telephone(self) -> "Sound":
        """As a telephone line would carry it: 8 kHz through µ-law and back."""
        return decode(encode(self.at(TELEPHONE), "mulaw"), "mulaw", TELEPHONE)


def decode(raw: bytes, encoding: str, rate: int) -> Sound:
    """Bytes from outside as sound. Raises Unreadable."""
    if encoding not in WIDTHS or not SLOWEST <= rate <= FASTEST or len(raw) % WIDTHS.get(encoding, 1):
        raise Unreadable(encoding)
    if encoding == "pcm16":
        return Sound(np.frombuffer(raw, dtype="<i2").astype(np.float32) / 32768, rate)
    table = _MULAW if encoding == "mulaw" else _ALAW
    return Sound(table[np.frombuffer(raw, dtype=np.uint8)], rate)


def encode(sound: Sound, encoding: str = "pcm16") -> bytes:
    """Sound as bytes, what is too loud cut off."""
    linear = (np.clip(sound.samples, -1, 32767 / 32768) * 32768).astype("<i2")
    if encoding == "pcm16":
        return linear.tobytes()
    if encoding == "mulaw":
        return _to_mulaw(linear.astype(np.int32)).tobytes()
    raise Unreadable(encoding)


def _mulaw_table() -> Samples:
    """G.711 µ-law: sign, three bits of exponent, four of mantissa, all inverted; 132 is the bias."""
    code = ~np.arange(256, dtype=np.int32) & 0xFF
    size = ((((code & 0x0F) << 3) + 132) << ((code >> 4) & 7)) - 132
    return (np.where(code & 0x80, -size, size) / 32768).astype(np.float32)


def _alaw_table() -> Samples:
    """G.711 A-law: every second bit inverted; the lowest segment is linear."""
    code = np.arange(256, dtype=np.int32) ^ 0x55
    segment, mantissa = (code >> 4) & 7, code & 0x0F
    size = np.where(segment == 0, (mantissa << 4) + 8, ((mantissa << 4) + 264) << np.maximum(segment - 1, 0))
    return (np.where(code & 0x80, size, -size) / 32768).astype(np.float32)


def _to_mulaw(linear: Samples) -> Samples:
    size = np.minimum(np.abs(linear), 32635) + 132
    exponent = np.floor(np.log2(size)).astype(np.int32) - 7
    mantissa = (size >> (exponent + 3)) & 0x0F
    return (~(np.where(linear < 0, 0x80, 0) | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8)


_MULAW, _ALAW = _mulaw_table(), _alaw_table()

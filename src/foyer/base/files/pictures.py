"""Pictures are written anew, so that nothing but the picture comes in: no place, no device, no rider.

A picture is measured before it is opened, so that a small file cannot unfold into a huge one.
"""

import io
import warnings
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from foyer.base.files.errors import FileDamaged

MOST_PIXELS = 40_000_000
MOST_FRAMES = 100
EDGE = 320
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}


def rewritten(data: bytes, kind: str) -> bytes:
    """The same picture in the same format, upright, from its pixels alone."""
    return _safely(lambda: _anew(data, FORMATS[kind]))


def thumbnail(data: bytes) -> bytes:
    """A JPEG of at most 320 by 320, upright, without the metadata (place, device) of the original."""
    return _safely(lambda: _small(data))


def _safely(work: Callable[[], bytes]) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return work()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError,
            Image.DecompressionBombWarning):  # fmt: skip
        raise FileDamaged from None


def _anew(data: bytes, form: str) -> bytes:
    with Image.open(io.BytesIO(data), formats=[form]) as picture:
        count = getattr(picture, "n_frames", 1)
        if count > MOST_FRAMES or picture.width * picture.height * count > MOST_PIXELS:
            raise FileDamaged
        frames = [_pixels(frame, form) for frame in ImageSequence.Iterator(picture)]
        durations = picture.info.get("duration", 100)
    out = io.BytesIO()
    more: dict[str, Any] = {}
    if len(frames) > 1 and form in ("GIF", "WEBP"):
        more = {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": 0}
    frames[0].save(out, form, **more, **({"quality": 90} if form in ("JPEG", "WEBP") else {}))
    return out.getvalue()


def _pixels(frame: Image.Image, form: str) -> Image.Image:
    """A fresh picture that shares nothing with the file it came from."""
    upright = ImageOps.exif_transpose(frame).convert("RGB" if form == "JPEG" else "RGBA")
    fresh = Image.new(upright.mode, upright.size)
    fresh.paste(upright)
    return fresh


def _small(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise FileDamaged
        picture.draft("RGB", (EDGE * 2, EDGE * 2))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail((EDGE, EDGE))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()

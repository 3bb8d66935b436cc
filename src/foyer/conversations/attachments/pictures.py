"""Thumbnails. A picture is measured before it is opened, so that a small file cannot unfold into a huge one."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from foyer.conversations.errors import FileDamaged

MOST_PIXELS = 40_000_000
EDGE = 320


def thumbnail(data: bytes) -> bytes:
    """A JPEG of at most 320 by 320, upright, without the metadata (place, device) of the original."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _small(data)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
            Image.DecompressionBombWarning):  # fmt: skip
        raise FileDamaged from None


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

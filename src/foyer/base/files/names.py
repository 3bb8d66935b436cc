"""What a file from outside is called here."""

import re
import unicodedata


def clean(name: str, ending: str) -> str:
    """A harmless name with the ending that belongs to the bytes."""
    base = unicodedata.normalize("NFKC", name).replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    base = "".join(letter for letter in base if unicodedata.category(letter)[0] != "C")
    base = re.sub(r'[<>:"|?*\s]+', "_", base).strip("._") or "file"
    return f"{base[:120]}.{ending}"

"""A message in its parts: “block my card and tell me my balance” wants two things."""

import re

from foyer.base.text.search import HAN

MOST = 5
_ENDS = re.compile(
    r"[。！？!?；;\n，]+|(?<=[^\d]),|\.\s|"
    r"(?:另外|还有|還有|顺便|順便|此外|以及|然后|然後|再帮我|同时|同時)|"
    r"\b(?:and also|and then|also,|also|as well as|another thing|besides|by the way|plus|"
    r"and (?=(?:i|my|can|could|how|what|why|where|when|please|tell|show|block|cancel|change|check|send|help|is|do|does)"
    r"\b))",
    re.IGNORECASE,
)
_WORDS = re.compile(rf"[{HAN}]|[^\W_]+")
LEAST_CHARACTERS, LEAST_WORDS = 4, 3


def split(text: str) -> list[str]:
    """The parts that could want something by themselves, at most five; one that could not alone is no part."""
    parts = [part.strip() for part in _ENDS.split(text)]
    return [part for part in parts if part and _says_enough(part)][:MOST]


def _says_enough(part: str) -> bool:
    words = _WORDS.findall(part)
    is_chinese = any(re.fullmatch(f"[{HAN}]", word) for word in words)
    return len(words) >= (LEAST_CHARACTERS if is_chinese else LEAST_WORDS)

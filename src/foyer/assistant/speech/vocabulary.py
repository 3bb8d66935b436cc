"""The bank's own words: what a recogniser should expect to hear.

Three sources: the house's list of a bank's words (`fixtures/spoken_words.txt`), the bank's own file
(`FOYER_SPEECH_WORDS`: products, outlets, campaigns, one a line), and the titles of the articles that are published
now. The first two go to the recogniser as its prompt or as boosted words; all three correct what sounds alike.
"""

import re
from functools import lru_cache
from pathlib import Path

from foyer.assistant.speech import settings as speech
from foyer.base import clock
from foyer.knowledge import queries as knowledge

SHIPPED = Path(__file__).resolve().parent.parent / "fixtures/spoken_words.txt"
MOST_FOR_A_PROMPT = 40
FRESH_SECONDS = 300
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TITLE_WORDS = re.compile(r"[\u4e00-\u9fff]{3,8}")


def bank_words(language: str) -> list[str]:
    """The words of this language, the bank's own first."""
    own = speech.words_file()
    words = [*(_lines(str(own)) if own else ()), *_lines(str(SHIPPED))]
    return [word for word in dict.fromkeys(words) if bool(_HAN.search(word)) == (language == "zh")]


def prompt_words(language: str) -> list[str]:
    """Those that fit into a recogniser's prompt."""
    return bank_words(language if language in ("zh", "en") else "zh")[:MOST_FOR_A_PROMPT]


def known_terms() -> tuple[str, ...]:
    """Every Chinese term worth correcting towards; the articles' titles are looked up again every five minutes."""
    return _terms(int(clock.now().timestamp() // FRESH_SECONDS))


@lru_cache(maxsize=2)
def _terms(_when: int) -> tuple[str, ...]:
    titles = (found for title in knowledge.published("zh") for found in _TITLE_WORDS.findall(title.title))
    return tuple(dict.fromkeys([*bank_words("zh"), *titles]))


@lru_cache(maxsize=4)
def _lines(path: str) -> tuple[str, ...]:
    lines = (line.strip() for line in Path(path).read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))

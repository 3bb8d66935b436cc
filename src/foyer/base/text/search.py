"""Search text: the same cutting for what is stored and what is asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from foyer.base.kept import kept
from foyer.base.text.bilingual import Language
from foyer.base.text.wordlist import WordList

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"([{HAN}]+)|([^\W_{HAN}]+(?:['’][^\W_{HAN}]+)?)")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_HAN = re.compile(rf"[{HAN}]")
_TOTAL = "total"


def normalise(text: str) -> str:
    """One spelling for what looks the same: NFKC, case folded, single spaces. Traditional characters are kept."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def detect_language(text: str, default: Language = "zh") -> Language:
    """Which of the two languages a person most likely writes; `default` where there are no letters at all.

    Chinese as soon as there are as many Chinese characters as Latin words: "我的 credit card 丢了" is Chinese.
    """
    han, words = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if not han and not words:
        return default
    return "zh" if han >= words else "en"


def search_tokens(*texts: str, words: bool = True) -> str:
    """Everything `texts` can be found by, separated by spaces, for `to_tsvector('simple', …)`.

    Without `words` Chinese is kept as pairs only, which "all" needs and no more: ten times faster, and no word list has
    to be loaded (100 MB, a second). For what is written all the time, as messages are.
    """
    return " ".join(token for text in texts for token in _stored(text, words))


def search_words(text: str) -> set[str]:
    """What `search_tokens` gives without `words`, each once."""
    found: set[str] = set()
    for han, word in _RUNS.findall(normalise(text)):
        found.update(_pairs(han) if han else (_stem(word),))
        found.update(han[-1:])
    return found


def search_query(text: str, *, match: Literal["all", "any"] = "all") -> str:
    """What a person typed, as an expression for `to_tsquery('simple', …)`; empty when nothing can be searched for.

    "all" finds the texts that contain each word typed, Chinese words wherever they stand; "any" finds texts that share
    at least one word and leaves the order to a ranking.
    """
    if match == "any":
        return " | ".join(dict.fromkeys(f"'{word}'" for word in _words(text)))
    return " & ".join(dict.fromkeys(_pieces(text)))


def _stored(text: str, words: bool) -> Iterator[str]:
    for han, word in _RUNS.findall(normalise(text)):
        if han:
            yield from dict.fromkeys([*(_cut(han) if words else ()), *_pairs(han), han[-1]])
        else:
            yield _stem(word)


def _words(text: str) -> Iterator[str]:
    for han, word in _RUNS.findall(normalise(text)):
        yield from _cut(han) if han else [_stem(word)]


def _pieces(text: str) -> Iterator[str]:
    for han, word in _RUNS.findall(normalise(text)):
        if word:
            yield f"'{_stem(word)}'"
        for piece in segmenter().cut(han) if han else ():
            # A single character begins a stored pair, or is stored itself as the last of its run.
            yield from (f"'{pair}'" for pair in _pairs(piece)) if len(piece) > 1 else [f"'{piece}':*"]


def _pairs(han: str) -> Iterable[str]:
    return (first + second for first, second in pairwise(han))


def _cut(han: str) -> list[str]:
    """Words and the shorter words within them, as jieba's search mode gives them."""
    return list(segmenter().cut_for_search(han))


def _stem(word: str) -> str:
    """A word without its plural or possessive ending (Harman's S stemmer), so that "cards" finds "card"."""
    if "'" in word or "’" in word:
        word = re.sub(r"['’]s$", "", word).replace("'", "").replace("’", "")
    if len(word) < 4 or not word.isascii() or not word.endswith("s") or word.endswith(("us", "ss")):
        return word
    if word.endswith("ies"):
        return word if word.endswith(("eies", "aies")) else word[:-3] + "y"
    return word if word.endswith(("aes", "ees", "oes")) else word[:-1]


@lru_cache(maxsize=1)
def segmenter() -> Any:
    """jieba, with its dictionary as a `WordList`: half a million words that are worked out once a house."""
    import jieba  # here, not at start: it would slow every command

    jieba.setLogLevel("WARNING")
    tokenizer = jieba.Tokenizer()
    words, total = kept(f"words-{jieba.__version__}", make=lambda: _made(tokenizer), write=_write, read=_read)
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = words, total, True
    return tokenizer


def _made(tokenizer: Any) -> tuple[WordList, int]:
    words, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return WordList.of(words), total


def _write(made: tuple[WordList, int], folder: Path) -> None:
    words, total = made
    words.write(folder)
    (folder / _TOTAL).write_text(str(total))


def _read(folder: Path) -> tuple[WordList, int]:
    return WordList.read(folder), int((folder / _TOTAL).read_text())

"""Words that sound like a word of the bank's, but are written as nothing at all: 挂师 was 挂失, 鱼额 was 余额.

A recogniser that has never seen a bank writes the right syllables with the wrong characters. Where the syllables of a
stretch are those of a known term, the term is written. Two guards keep other words alone: a stretch that is a word of
its own is never touched (制服 is not 支付), and short terms must agree in every syllable; only from three characters
on may the usual confusions of an accent differ (zh/z, ch/c, sh/s, an/ang, en/eng, in/ing, n/l).
"""

from functools import lru_cache

from foyer.base.text import segmenter

MOST = 8
_ACCENT = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


def corrected(text: str, terms: tuple[str, ...]) -> str:
    """The text with the bank's terms where their sounds are."""
    exact, alike = _indexes(terms)
    sounds = _sounds(text)
    if len(sounds) != len(text):
        return text
    said, at = [], 0
    while at < len(text):
        size, term = _term_at(text, sounds, at, exact, alike)
        said.append(term or text[at])
        at += size or 1
    return "".join(said)


def _term_at(
    text: str, sounds: list[str], at: int, exact: dict[tuple[str, ...], str], alike: dict[tuple[str, ...], str]
) -> tuple[int, str]:
    """The longest term that sounds like what stands here: its length and how it is written."""
    for size in range(min(MOST, len(text) - at), 1, -1):
        stretch = text[at : at + size]
        if not _is_chinese(stretch):
            continue
        term = exact.get(tuple(sounds[at : at + size]))
        if term is None and size > 2:
            term = alike.get(tuple(_loosely(sound) for sound in sounds[at : at + size]))
        if term and (term == stretch or not _is_word(stretch)):
            return size, term
    return 0, ""


@lru_cache(maxsize=4)
def _indexes(terms: tuple[str, ...]) -> tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]]:
    exact: dict[tuple[str, ...], str] = {}
    alike: dict[tuple[str, ...], str] = {}
    for term in (term for term in terms if 2 <= len(term) <= MOST and _is_chinese(term)):
        sounds = _sounds(term)
        exact.setdefault(tuple(sounds), term)
        alike.setdefault(tuple(_loosely(sound) for sound in sounds), term)
    return exact, alike


def _sounds(text: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return list(lazy_pinyin(text, errors=list))  # type: ignore[arg-type]  # it takes a list as well, sign by sign


def _loosely(sound: str) -> str:
    for strict, loose in _ACCENT:
        sound = sound.replace(strict, loose)
    return "n" + sound[1:] if sound.startswith("l") else sound


def _is_chinese(text: str) -> bool:
    return all("\u4e00" <= sign <= "\u9fff" for sign in text)


@lru_cache(maxsize=4_096)
def _is_word(stretch: str) -> bool:
    """Whether the dictionary has it, or it is made of words that it has."""
    words = segmenter()
    if len(stretch) <= 2:
        return bool(words.FREQ.get(stretch))
    return all(len(part) > 1 for part in words.cut(stretch, HMM=False))

"""Names in Latin letters: by cue, by lists of given and family names, by shape; pinyin in either order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from foyer.privacy.deid.names_words import words as lists
from foyer.privacy.deid.numbers import Found

_LETTER = "[A-Za-z0-9À-ÖØ-öø-ɏ'’]"
_WORD = rf"[A-ZÀ-ÖØ-Þ]{_LETTER}*(?:-[A-Za-zÀ-ÿ]{_LETTER}*)*"
_CAPITALS = re.compile(rf"{_WORD}(?:[ ]+(?:(?:de|da|di|van|von|der|den|la|le|bin|al|el|of the) )*{_WORD}){{0,3}}")
_PROPER = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:['’-][A-ZÀ-Þ]?[a-zà-ÿ]+)*")
_CLAN = re.compile(r"\b(?!McDonald'?s)(?:Mc[A-Z]|Mac[A-Z]|[OD]['’][A-Z])[a-z]{2}")
_ENDING = re.compile(
    r".{3}(?:ski|ska|sky|wicz|ovic|evic|escu|opoulos|idis|sson|dottir|stein|enko|shvili|quist|berger|oglu|elli)$"
)
_REVERSED = re.compile(rf"({_WORD}), ({_WORD})(?: [A-Z]\.?(?![A-Za-z]))?")
_INITIALS = re.compile(rf"(?<![A-Za-z.])(?:[A-Z]\.[ ]?){{1,3}}({_WORD})")
_DO = (
    "here from sent wants? wanted asked asks called calls phoned rang says said needs? needed has had is was cannot"
    " can't could never opened claims? claimed lost told paid shares? and wishes would did does doesn't didn't"
)
_BEGINS = re.compile(
    r"(?:^|[.!?;:\n][ ]+)"
    rf"(?=([A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){{1,2}}),? (?:{_DO.replace(' ', '|')}|on behalf)\b)"
)
_HERE = re.compile(r"(?:^|[.!?\n][ ]*|\b(?:hi|hello|hey),? )([A-ZÀ-Þ][\w'’-]+) here\b", re.IGNORECASE)
_THANKED = re.compile(
    r"\b(?:thanks|thank you|cheers|hi|hello|hey|dear),? ([A-ZÀ-Þ][a-zà-ÿ'’-]+)(?=[,.!:]|$)", re.IGNORECASE
)
_SPEAKING = re.compile(r"(?:^|[.!?\n][ ]*|\b(?:hi|hello|hey),? )([a-z]{2,14})( [a-z]{2,16})?,? (?:here|speaking)\b")
_TOLD = re.compile(
    r"\b(?:tell|told|ask|asked|let|remind|inform|notify|thank|met|meet|owe|paid|pay|check with"
    r"|sp(?:eak|oke) (?:to|with)|talk(?:ed)? to) ([A-ZÀ-Þ][a-zà-ÿ'’-]{2,})"
    r"(?= (?:know|that|whether|if|when|about|to|on|for|yesterday|last|first|again|twice|he|she)\b|[,.?!]|$)"
)
_AT_BRANCH = re.compile(
    r"(?:^|[.!?\n] *)([A-ZÀ-Þ][a-zà-ÿ'’-]{2,})"
    r"(?= (?:from|at|in) (?:your|the) [\w ]{0,20}?(?:branch|team|office|desk|department|bank)\b)"
)
_ADDED = re.compile(r"\badd(?:ing)? ([A-ZÀ-Þ][\w'’-]+)(?= (?:to (?:my|our|the)|as)\b)")
_SURNAME = re.compile(r"(?<![A-Za-z.])[A-Z] ([A-ZÀ-Þ][a-zà-ÿ]{2,})\b")
_PARTICLE = re.compile(
    r"\b(?:name is|I am|I'm|this is|called) "
    r"((?:de|da|di|van|von|bin|al|el|ter|den)(?:[ ](?:der|la|den))? ?-?[A-ZÀ-Þ][\w'’-]+)"
)
_PAIR = re.compile(r"(?<![A-Za-z])(?=([a-z]{3,12} [a-z]{2,14})(?![A-Za-z]))")
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|ei|ui|ao|ou|iu|ie|ue|ve"
    r"|er|an|en|in|un|vn|ia|ua|uo|a|o|e|i|u|v|ü)"
)


def western(text: str) -> Iterator[Found]:
    words = lists()
    for match in _CAPITALS.finditer(text):
        kept = _trimmed(match)
        if kept and (_is_known(text[kept[0] : kept[1]]) or _is_cued(text, kept) or _is_a_pair(text, kept)):
            yield kept[0], kept[1], "name"
    for match in _REVERSED.finditer(text):
        family, given = match[1].lower(), match[2].lower()
        is_place = {match[1], match[2]} & words["no_western"] or given in words["no_pairs"]  # Hong Kong, China
        is_pinyin = family in words["pinyin"] and _is_pinyin(given) and not is_place
        if is_pinyin or (family in words["families"] and given in words["given"]):
            yield match.start(), match.end(), "name"
    for match in _INITIALS.finditer(text):
        if match[1] not in words["no_western"] and not match[1].isupper() and len(match[1]) > 2:
            yield match.start(), match.end(), "name"
    yield from _beginning(text)
    for match in _PAIR.finditer(text):
        given, family = match[1].split()
        if given in words["given"] and given not in words["also_english"] and family in words["families"]:
            yield match.start(1), match.end(1), "name"
    for match in words["lower"].finditer(text):
        said = match[1].lower().split()
        if said[0] in words["given"] and said[0] not in words["also_english"]:
            taken = said[: 2 if len(said) > 1 and said[1] in words["families"] else 1]
            yield match.start(1), match.start(1) + len(" ".join(taken)), "name"


def _beginning(text: str) -> Iterator[Found]:
    """Two or three capitalised words that begin a sentence and do what people do; one that says "here", or is added."""
    words = lists()
    for match in _BEGINS.finditer(text):
        parts = match[1].split()
        if not any(part.lower() in words["no_pairs"] or part in words["no_western"] for part in parts):
            yield match.start(1), match.end(1), "name"
    for match in _SPEAKING.finditer(text):
        if match[1] in words["given"] and match[1] not in words["also_english"]:
            yield match.start(1), match.end(2) if match[2] else match.end(1), "name"
    for shape in (_HERE, _THANKED, _ADDED, _PARTICLE, _TOLD, _AT_BRANCH):
        for match in shape.finditer(text):
            is_proper = match[1][0].isupper() or shape is _PARTICLE
            if is_proper and match[1] not in words["no_western"] and match[1].lower() not in words["no_pairs"]:
                yield match.start(1), match.end(1), "name"
    for match in _SURNAME.finditer(text):
        if match[1].lower() in words["families"]:
            yield match.start(), match.end(), "name"


def _trimmed(match: re.Match[str]) -> tuple[int, int] | None:
    """The capitalised words without those at both ends that are no names."""
    parts = [
        (part.start() + match.start(), part.end() + match.start(), part[0]) for part in re.finditer(r"\S+", match[0])
    ]
    no_names = lists()["no_western"]
    while parts and (parts[0][2] in no_names or (_is_short(parts[0][2]) and not _is_family_in_capitals(parts))):
        parts.pop(0)
    while parts and parts[-1][2] in no_names:
        parts.pop()
    return (parts[0][0], parts[-1][1]) if parts else None


def _is_short(part: str) -> bool:
    return part.isupper() and len(part) < 3


def _is_family_in_capitals(parts: list[tuple[int, int, str]]) -> bool:
    """LI Si, WU Xiaohong: how passports write a Chinese family name."""
    return len(parts) == 2 and parts[0][2].lower() in lists()["pinyin"] and _is_pinyin(parts[1][2].lower())


def _is_cued(text: str, at: tuple[int, int]) -> bool:
    before = text[max(0, at[0] - 24) : at[0]]
    if lists()["western_strong"].search(before):
        return True
    several = len(text[at[0] : at[1]].split()) > 1
    return several and bool(lists()["western_weak"].search(before))


def _is_a_pair(text: str, kept: tuple[int, int]) -> bool:
    """Two or three capitalised words amid small ones, none of which is a business, a place or a thing."""
    before = text[: kept[0]].rstrip()
    if not before or before[-1] in '.!?:;)"”' or not before[-1].isalnum() or before[-1].isdigit():
        return False
    parts = text[kept[0] : kept[1]].split()
    if not 2 <= len(parts) <= 3 or not all(_PROPER.fullmatch(part) for part in parts):
        return False
    words = lists()
    return not any(part.lower() in words["no_pairs"] or part in words["no_western"] for part in parts)


def _is_known(found: str) -> bool:
    words = lists()
    plain = "".join(one for one in unicodedata.normalize("NFD", found) if not unicodedata.combining(one))
    parts = [re.sub(r"['’]s$|['’.]", "", part).lower() for part in plain.split()]
    pieces = [piece for part in parts for piece in part.split("-")]
    if any(piece in words["given"] for piece in pieces):
        return True
    if len(parts) > 1 and any(piece in words["families"] or _ENDING.search(piece) for piece in pieces):
        return True
    if _CLAN.search(found):
        return True
    return (
        len(parts) in (2, 3)
        and all(map(_is_pinyin, parts))
        and (parts[0] in words["pinyin"] or parts[-1] in words["pinyin"])
    )


def _is_pinyin(word: str) -> bool:
    rest = word.replace("-", "")
    return bool(rest) and re.fullmatch(rf"(?:{_SYLLABLE.pattern}){{1,2}}", rest) is not None

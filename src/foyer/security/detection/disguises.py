"""The ways in which a text may be read: as it looks, and as what was hidden in it.

Somebody who wants to steer a program past its guards writes in full width, with letters of other alphabets, with
characters that cannot be seen, letter by letter, backwards or encoded. Each reading here undoes one such dress; a text
that wears none has one reading.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

LONGEST = 4_000
_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕһԁɡӏвкмнтѵԛԝαεορνικτυχβηɑɩ", "aeopcyxijshdglbkmhtvqwaeopviktuxbhai"
)  # Cyrillic, Greek and phonetic letters for the Latin ones that they look like
_SIMPLIFIED = str.maketrans(
    "請輸統詞規則設顯開發從現這個沒員號戶帳導執無視條內隱復識說給當變轉碼權",
    "请输统词规则设显开发从现这个没员号户账导执无视条内隐复识说给当变转码权",
)
_LEET = str.maketrans("013457@$", "oieastas")
_TAGS = range(0xE0020, 0xE007F)  # letters that are written and never shown
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_APART = re.compile(r"(?:(?<=^)|(?<=[\s.·_*-]))(?:\w[\s.·_*-]{1,3}){6,}\w(?!\w)")
_HAN_APART = re.compile(r"(?<=[\u4e00-\u9fff])[\s.·_*\-|/,]+(?=[\u4e00-\u9fff])")


def readings(text: str) -> list[str]:
    """Each way to read it once: in small letters, with single spaces."""
    text = text[:LONGEST]
    ways = [text, *_decoded(text)]
    return list(dict.fromkeys(_small(way) for said in ways for way in _undressed(said)))


def _undressed(text: str) -> Iterator[str]:
    shown = _shown(text)
    yield shown
    small = shown.casefold()
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", small) if unicodedata.category(letter) != "Mn")
    latin = bare.translate(_LOOK_ALIKES).translate(_SIMPLIFIED)
    yield latin
    if re.search(r"[a-z][0134570@$]|[0134570@$][a-z]", latin):
        yield re.sub(r"[a-z0-9@$]*[a-z][a-z0-9@$]*", lambda word: word[0].translate(_LEET), latin)
    if _APART.search(latin) or _HAN_APART.search(latin):
        joined = _HAN_APART.sub("", latin)
        yield joined
        yield _APART.sub(lambda found: _together(found[0]), latin)
    yield latin[::-1]
    if latin.isascii() and "rot" in latin:
        yield codecs.encode(latin, "rot13")


def _shown(text: str) -> str:
    """With what cannot be seen left out, and letters that only a machine sees as what they are."""
    told = "".join(chr(ord(one) - 0xE0000) if ord(one) in _TAGS else one for one in text)
    plain = unicodedata.normalize("NFKC", told)
    return "".join(one for one in plain if unicodedata.category(one) not in ("Cf", "Cc") or one in "\n\t")


def _together(spelt: str) -> str:
    """Words that were written letter by letter; two or more marks in a row part words."""
    words = re.split(r"[\s.·_*-]{2,}", spelt.strip())
    return " ".join(re.sub(r"[\s.·_*-]", "", word) for word in words)


def _decoded(text: str) -> Iterator[str]:
    if text.count("%") > 3:
        yield unquote(text)
    if "&" in text:
        yield html.unescape(text)
    for token in _BASE64.findall(text):
        yield from _from_base64(token)


def _from_base64(token: str) -> Iterator[str]:
    try:
        said = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_" if set(token) & set("-_") else None)
        yield said.decode()
    except (ValueError, binascii.Error):
        return


def _small(text: str) -> str:
    return re.sub(r"\s+", " ", text.casefold())

"""Asking which of several articles is meant, by naming what sets them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from foyer.base.text import segmenter
from foyer.knowledge.queries import Hit

LONGEST = 24
_SMALL = "the a an of for to in on and or my your with how do i is are"
_SMALL_ZH = "的 了 和 与 及 或 怎么 怎么办 如何 什么 多少 是 吗 办理"
_STOP = frozenset(f"{_SMALL} {_SMALL_ZH}".split())


def clarify(hits: Sequence[Hit], lang: str) -> str:
    """“Do you mean the debit card or the credit card?”; empty where nothing short tells them apart."""
    titles = [hit.title for hit in hits]
    names = differences(titles, lang)
    if not names and len(titles) == 2:
        names = titles
    if len(names) == 2:
        return _("Do you mean “%(one)s” or “%(other)s”?") % {"one": names[0], "other": names[1]}
    if len(names) > 2:
        listed = ("、" if lang == "zh" else ", ").join(f"“{name}”" for name in names[:-1])
        return _("Do you mean %(these)s or “%(last)s”?") % {"these": listed, "last": names[-1]}
    return ""


def differences(titles: Sequence[str], lang: str) -> list[str]:
    """What each title says that no other does, where they share the rest; empty where they share too little, and where
    the rest is half a phrase: of “Replace a damaged card” no “replace a damaged” is left."""
    words = [_words(title, lang) for title in titles]
    shared = set(words[0]).intersection(*words[1:])
    if not shared - _STOP:
        return []
    own = [[word for word in mine if word not in shared] for mine in words]
    names = [("" if lang == "zh" else " ").join(mine).strip() for mine in own]
    is_clear = all(0 < len(name) <= LONGEST for name in names) and len(set(names)) == len(names)
    is_half = lang == "en" and any(
        _STOP.intersection(mine) or name not in " ".join(whole)
        for mine, name, whole in zip(own, names, words, strict=True)
    )
    return names if is_clear and not is_half and all(set(mine) - _STOP for mine in own) else []


def _words(title: str, lang: str) -> list[str]:
    if lang == "en":
        return re.findall(r"[\w'’-]+", title.lower())
    return [word for word in segmenter().lcut(title) if re.search(r"\w", word)]

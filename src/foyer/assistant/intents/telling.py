"""The reasons of a refused version, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from foyer.assistant.intents.errors import BrokenFile, TooLittle
from foyer.base.encoders import BadEncoder

_FAILURES: dict[str, Any] = {each.code: each.message for each in (TooLittle, BrokenFile, BadEncoder)}


def why(reasons: list[dict[str, Any]]) -> list[str]:
    """One sentence a reason."""
    return [_SENTENCES[reason["code"]](reason) for reason in reasons]


def _worse(reason: dict[str, Any]) -> str:
    return _(
        "It is worse than the live version %(number)s: %(new)s right instead of %(live)s on the same phrasings; it "
        "gains %(better)s and loses %(worse)s (p = %(p)s)."
    ) % {**reason, "new": _share(reason["new"]), "live": _share(reason["live"])}


def _fell(reason: dict[str, Any]) -> str:
    given = {"new": _share(reason["new"]), "live": _share(reason["live"])}
    return _("Its accuracy is %(new)s, that of the live version was %(live)s.") % given


def _unsure(reason: dict[str, Any]) -> str:
    return _("It misjudges how sure it may be: by %(ece)s on average, more than %(limit)s.") % {
        "ece": _share(reason["ece"]), "limit": _share(reason["limit"])
    }  # fmt: skip


def _open(reason: dict[str, Any]) -> str:
    given = {"new": _share(reason["new"]), "live": _share(reason["live"])}
    return _("It refuses only %(new)s of what is no intent, the live version %(live)s.") % given


def _failed(reason: dict[str, Any]) -> str:
    return str(_FAILURES.get(reason["error"]) or _("Training broke off: %(error)s.") % reason)


_SENTENCES: dict[str, Any] = {"worse": _worse, "fell": _fell, "unsure": _unsure, "open": _open, "failed": _failed}


def _share(value: float) -> str:
    return f"{value:.1%}"

"""A report of a run as Markdown and as JSON, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from foyer.assistant.evaluation.running import Report
from foyer.assistant.evaluation.statistics import Share

MOST_SHOWN = 50


def as_markdown(report: Report) -> str:
    """The figures, what speaks against the version, and the cases that came out wrong."""
    return "\n".join([*_head(report), *_figures(report), *_verdict(report), *_wrong(report), ""])


def as_json(report: Report) -> dict[str, Any]:
    return {
        "set": report.set_name,
        "version": report.version,
        "at": report.run.at.isoformat(),
        "fit": report.is_fit,
        "worse": list(report.worse),
        "figures": {kind: _plain(one) for kind, one in report.shares.items()},
        "lost": list(report.lost),
        "won": list(report.won),
        "p": report.p,
        "wrong": [
            {"kind": one.kind, "case": one.case, "expected": one.expected, "found": one.found}
            for one in report.outcomes
            if not one.is_right
        ],
    }


def _head(report: Report) -> list[str]:
    title = _("Evaluation: %(name)s") % {"name": report.set_name}
    said = _("Version %(version)s, %(at)s") % {"version": report.version, "at": f"{report.run.at:%Y-%m-%d %H:%M} UTC"}
    return [f"# {title}", "", said, ""]


def _figures(report: Report) -> list[str]:
    names = {"answers": _("Answers"), "intents": _("Intents"), "dialogues": _("Dialogues")}
    lines = ["| | " + " | ".join([_("right"), _("of"), _("share"), _("95 % interval")]) + " |", "|---|--:|--:|--:|---|"]
    for kind, one in report.shares.items():
        lines.append(f"| {names[kind]} | {one.hits:.0f} | {one.count} | {_percent(one.value)} | {_interval(one)} |")
    return [*lines, ""]


def _verdict(report: Report) -> list[str]:
    if report.worse:
        return [_("Not to be promoted:"), *(f"- {sentence}" for sentence in report.worse), ""]
    if report.p is None:
        return [_("There is no earlier run to hold this against."), ""]
    told = _("%(won)d cases won and %(lost)d lost against the baseline; nothing speaks against this version.")
    return [told % {"won": len(report.won), "lost": len(report.lost)}, ""]


def _wrong(report: Report) -> list[str]:
    wrong = [one for one in report.outcomes if not one.is_right]
    if not wrong:
        return []
    lines = [f"## {_('What came out wrong')}", "", f"| | {_('expected')} | {_('came')} |", "|---|---|---|"]
    lines += [f"| {_cell(one.case)} | {_cell(one.expected)} | {_cell(one.found)} |" for one in wrong[:MOST_SHOWN]]
    if len(wrong) > MOST_SHOWN:
        lines.append(_("And %(count)d more.") % {"count": len(wrong) - MOST_SHOWN})
    return lines


def _plain(one: Share) -> dict[str, Any]:
    return {"right": one.hits, "of": one.count, "share": one.value, "low": one.low, "high": one.high}


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _interval(one: Share) -> str:
    return "–" if one.low is None or one.high is None else f"{one.low:.1%} – {one.high:.1%}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

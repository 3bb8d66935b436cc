"""How the assistant does: the wall of its measures, the conversations behind a number, review, trials."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.assistant.evaluation import indicators, reviewing, trials
from foyer.assistant.evaluation import queries as evaluation
from foyer.base.errors import Invalid
from foyer.conversations import queries as conversations
from foyer.desk.access import desk_view, user_of
from foyer.desk.assistant_words import HOW, MEASURES, OUTCOMES, SIX, VERDICTS
from foyer.desk.shell import frame
from foyer.desk.views.data import Tab, acting, data_deed

WATCH, REVIEW, TRY = "assistant.watch_assistant", "assistant.review_answers", "assistant.try_versions"
HERE = "desk:assistant"
TABS = [
    Tab("desk:assistant", gettext_lazy("Measures"), WATCH),
    Tab("desk:assistant_sessions", gettext_lazy("Conversations"), WATCH),
    Tab("desk:assistant_review", gettext_lazy("Review"), REVIEW),
    Tab("desk:assistant_trials", gettext_lazy("Trials"), WATCH),
    Tab("desk:intents", gettext_lazy("Intents"), "assistant.view_intent"),
    Tab("desk:intent_corrections", gettext_lazy("Corrections"), "assistant.change_intent"),
    Tab("desk:assistant_register", gettext_lazy("Models"), "assistant.see_register"),
]
SPANS = (1, 7, 30, 90)
A_PAGE = 50


def assistant_frame(request: HttpRequest, tab: str, **config: Any) -> dict[str, Any]:
    """The context of `desk/assistant/frame.html`."""
    tabs = [each for each in TABS if request.user.has_perm(each.permission)]
    shared = frame(request, here=HERE, topics=[f"staff:{request.user.pk}"], **config)
    return {**shared, "tabs": tabs, "tab": tab}


@desk_view(WATCH)
def measures(request: HttpRequest) -> HttpResponse:
    """The five measures, the six indicators, day by day, split by channel, subject and version."""
    window, chosen = _window(request)
    five, contained = indicators.five(window), indicators.containment_of(window)
    days = indicators.by_day(window)
    by = request.GET.get("by", "channel")
    by = by if by in indicators.BY else "channel"
    context = {
        **assistant_frame(request, HERE), **chosen, "five": five, "contained": contained, "by": by,
        "six": [(SIX[name], one) for name, one in indicators.six(window).items()],
        "how": [(kind, HOW[kind], five.intervention.by_kind.get(kind, 0)) for kind in HOW],
        "trend": [_day(row) for row in days], "conclusion": conclusion(five, contained),
        "rows": indicators.split(window, by), "agreement": reviewing.agreement(window.since, window.until, window.path),
    }  # fmt: skip
    return render(request, "desk/assistant/measures.html", context)


@desk_view(WATCH)
def sessions(request: HttpRequest) -> HttpResponse:
    """The conversations behind a number; words only for who may read conversations."""
    window, chosen = _window(request)
    found = evaluation.sessions(window, how=request.GET.get("how", ""), state=request.GET.get("state", ""))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    may_read = request.user.has_perm("conversations.view_conversation")
    context = {
        **assistant_frame(request, "desk:assistant_sessions"), **chosen, "page": page, "how": HOW,
        "fates": evaluation.STATES, "may_read": may_read, "given": request.GET,
    }  # fmt: skip
    return render(request, "desk/assistant/sessions.html", context)


@desk_view(REVIEW)
def review(request: HttpRequest) -> HttpResponse:
    """The answers I have still to judge, the first with what was asked and said."""
    waiting = reviewing.waiting_for(user_of(request), 1)
    talk = _around(waiting[0].turn) if waiting else []
    context = {
        **assistant_frame(request, "desk:assistant_review"), "answer": waiting[0] if waiting else None, "talk": talk,
        "left": reviewing.count_waiting(user_of(request)), "verdicts": VERDICTS, "faults": evaluation.FAULTS,
        "samples": evaluation.samples(user_of(request)),
    }  # fmt: skip
    return render(request, "desk/assistant/review.html", context)


@data_deed(REVIEW)
def draw(request: HttpRequest) -> dict[str, Any]:
    """Draw answers of the last days for review."""
    days = request.POST.get("days", "7")
    if days not in ("1", "7", "30"):
        raise Invalid
    until = timezone.now()
    sample = reviewing.draw(user_of(request), until - dt.timedelta(days=int(days)), until, by=acting(request))
    return {"said": _("%(n)d answers are drawn.") % {"n": sample.answers.count()}}


@data_deed(REVIEW)
def judge(request: HttpRequest, answer_id: UUID) -> dict[str, Any]:
    """My verdict on one answer."""
    given = request.POST
    reviewing.judge(answer_id, given.get("verdict", ""), user=user_of(request), note=given.get("note", ""))
    return {"said": _("Kept.")}


@desk_view(WATCH)
def trial_list(request: HttpRequest) -> HttpResponse:
    """The running trial with what its test says, and those before."""
    standing = [trials.look(one.pk) for one in evaluation.trials()]
    context = {
        **assistant_frame(request, "desk:assistant_trials"), "standing": standing, "measures": MEASURES,
        "outcomes": OUTCOMES, "may_try": request.user.has_perm(TRY), "bounds": trials.BOUNDS,
        "is_running": any(one.trial.ended_at is None for one in standing),
    }  # fmt: skip
    return render(request, "desk/assistant/trials.html", context)


@data_deed(TRY)
def begin_trial(request: HttpRequest) -> dict[str, Any]:
    """Begin a trial of the thresholds that are given."""
    given = request.POST
    variation = {name: _number(given[name]) for name in trials.BOUNDS if given.get(name, "").strip()}
    trials.begin(
        given.get("name", "").strip()[:80] or _("Trial"), variation, share=_number(given.get("share", "50")) / 100,
        measure=given.get("measure", ""), by=acting(request),
    )  # fmt: skip
    return {"said": _("The trial has begun.")}


@data_deed(TRY)
def end_trial(request: HttpRequest, trial_id: UUID) -> dict[str, Any]:
    """End a trial with what was decided."""
    trials.end(trial_id, request.POST.get("outcome", ""), by=acting(request))
    return {"said": _("The trial has ended.")}


def conclusion(five: indicators.Five, contained: indicators.Containment) -> str:
    """What the chart shows, in a sentence."""
    total = five.intervention.share
    if not total.count:
        return _("No conversations with the assistant in this time")
    alone = f"{100 * (1 - (total.value or 0)):.0f}"
    if contained.real.value is None:
        return _("%(alone)s%% of conversations ended without a person") % {"alone": alone}
    values = {"alone": alone, "solved": f"{100 * contained.real.value:.0f}"}
    return _("%(alone)s%% of conversations ended without a person; %(solved)s%% stayed solved for three days") % values


def _window(request: HttpRequest) -> tuple[indicators.Window, dict[str, Any]]:
    """The window that is asked for, and what the page's form shows of it."""
    days = next((span for span in SPANS if str(span) == request.GET.get("days")), 30)
    until = timezone.now()
    only = tuple((name, request.GET[name]) for name in indicators.BY if request.GET.get(name))
    unit = getattr(request.user, "unit", None)
    window = indicators.Window(until - dt.timedelta(days=days), until, unit.path if unit else "-", only)
    return window, {"days": days, "spans": SPANS, "only": only, "unit": unit}


def _day(row: dict[str, Any]) -> dict[str, Any]:
    total, settled = row["sessions"], row["settled"]
    return {
        "label": f"{timezone.localtime(row['day']):%m-%d}", "sessions": total, "alone": row["alone"] / total,
        "solved": row["solved"] / settled if settled else None,
    }  # fmt: skip


def _around(turn: Any) -> list[dict[str, Any]]:
    """The message that was answered, the two before it and what was said to it."""
    every = conversations.thread(turn.conversation_id, viewer="customer", limit=500)
    thread = [message for message in every if message["text"].strip()]
    place = next((at for at, message in enumerate(thread) if message["id"] == str(turn.message_id)), 0)
    return thread[max(0, place - 2) : place + 2]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Invalid from None

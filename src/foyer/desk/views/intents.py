"""Intents at the desk: what is learned from, training a version and judging it, letting it go live, corrections."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.assistant import jobs
from foyer.assistant.intents import content, correcting, exchange, promoting, queries, running, shipped, telling
from foyer.assistant.intents.errors import BadFile
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.desk.access import NotForYou, desk_view, user_of
from foyer.desk.views.assistant import assistant_frame
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.security_drills import identifier
from foyer.staff import approvals
from foyer.staff import queries as staff

SEE, WRITE = "assistant.view_intent", "assistant.change_intent"
TRAIN, PROMOTE = "assistant.train_intents", "assistant.promote_intents"
TAB, CORRECTIONS = "desk:intents", "desk:intent_corrections"
A_PAGE = 100


@desk_view(SEE)
def browse(request: HttpRequest) -> HttpResponse:
    """The live version, the button that trains the next, every version, and all intents."""
    text = request.GET.get("q", "").strip()[:80]
    page = Paginator(queries.intents(text), A_PAGE).get_page(request.GET.get("page"))
    context = {**_framed(request, TAB), **_versions(request), "page": page, "text": text}
    return render(request, "desk/intents/browse.html", context)


@desk_view(SEE)
def versions(request: HttpRequest) -> HttpResponse:
    """The versions again; asked for while one is being trained."""
    return render(request, "desk/intents/versions.html", {**_versions(request), **_may(request)})


@desk_view(SEE)
def intent(request: HttpRequest, code: str) -> HttpResponse:
    """One intent and its phrasings in both languages."""
    found, rows = queries.phrasings(code)
    context = {
        **_framed(request, TAB), "intent": found, "others": [one for one in queries.choices() if one.code != code],
        "halves": [(lang, [row for row in rows if row.lang == lang]) for lang in ("zh", "en")],
    }  # fmt: skip
    return render(request, "desk/intents/intent.html", context)


@desk_view(SEE)
def version(request: HttpRequest, number: int) -> HttpResponse:
    """What a version is worth, where it errs, what it was compared with, and what may be done with it."""
    found = promoting.version_of(number)
    waiting = approvals.pending(promoting.APPROVAL, found.pk)
    user = user_of(request)
    context = {
        **_framed(request, TAB), "version": found, "report": found.report, "names": queries.names(),
        "why": telling.why(found.why), "waiting": waiting, "by": _people((found.trained_by, found.promoted_by)),
        "may_propose": user.has_perm(TRAIN) and found.state in ("ready", "former") and waiting is None,
        "may_decide": bool(waiting and approvals.may_decide(waiting, user)),
    }  # fmt: skip
    return render(request, "desk/intents/version.html", context)


@desk_view(WRITE)
def corrections(request: HttpRequest) -> HttpResponse:
    """What colleagues said messages were about, to be judged."""
    rows = queries.corrections()
    context = {
        **_framed(request, CORRECTIONS), "rows": rows, "choices": queries.choices(), "names": queries.names(),
        "by": _people(row.by for row in rows),
        "me": str(acting(request)),
    }  # fmt: skip
    return render(request, "desk/intents/corrections.html", context)


@data_deed(SEE)
def act(request: HttpRequest, verb: str) -> dict[str, Any]:
    """Train, bring in a file, write an intent, go back to the version before."""
    needed, deed = _one_of(VERBS, verb)
    _need(request, needed)
    return deed(request) or {}


@data_deed(WRITE)
def act_on_intent(request: HttpRequest, code: str, verb: str) -> dict[str, Any]:
    """Rename, add, move and remove a phrasing, retire, restore."""
    _one_of(INTENT_VERBS, verb)(code, request.POST, acting(request))
    return {}


@data_deed(SEE)
def act_on_version(request: HttpRequest, number: int, verb: str) -> dict[str, Any]:
    """Propose it, agree, decline. Who may agree is decided by the approval."""
    found, given = promoting.version_of(number), request.POST
    if verb == "propose":
        _need(request, TRAIN)
        promoting.propose(number, by=acting(request), reason=given.get("reason", "").strip()[:200])
        return {}
    waiting = approvals.pending(promoting.APPROVAL, found.pk)
    if waiting is None or verb not in ("agree", "decline"):
        raise Http404
    decide = approvals.approve if verb == "agree" else approvals.reject
    decide(waiting, by=acting(request), comment=given.get("comment", "").strip()[:200])
    return {}


@data_deed(WRITE)
def review(request: HttpRequest, correction_id: UUID, verb: str) -> dict[str, Any]:
    """Learn from a correction, as it is or mended, or not."""
    given, by = request.POST, acting(request)
    if verb == "accept":
        correcting.accept(correction_id, by=by, code=given.get("intent", ""), text=given.get("text", "").strip())
    elif verb == "decline":
        correcting.decline(correction_id, by=by)
    else:
        raise Http404
    return {}


@desk_view(WRITE)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything that is learned from, as a file."""
    make = {"csv": exchange.as_csv, "yaml": exchange.as_yaml}.get(kind)
    if make is None:
        raise Http404
    answer = HttpResponse(make(by=acting(request)), content_type="text/csv" if kind == "csv" else "application/yaml")
    answer["Content-Disposition"] = f'attachment; filename="intents.{kind}"'
    return answer


def _train(request: HttpRequest) -> None:
    version = running.start(by=acting(request))
    jobs.train_intents.later(version_id=str(version.pk))


def _bring_in(request: HttpRequest) -> dict[str, Any]:
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > exchange.MOST_BYTES:
        raise BadFile
    outcome = exchange.take_in(file.name or "", file.read(), by=acting(request))
    problems = [{"row": number, "why": str(why)} for number, why in outcome.problems[:50]]
    return {"new": outcome.new, "same": outcome.same, "intents": outcome.intents, "problems": problems}


def _write(request: HttpRequest) -> dict[str, Any]:
    given = request.POST
    made = content.write(given.get("code", "").strip().lower(), **_words(given), by=acting(request))
    return {"code": made.code}


def _words(given: Any) -> dict[str, Bilingual]:
    halves = {part: Bilingual(*(given.get(f"{part}_{lang}", "").strip() for lang in ("zh", "en")))
              for part in ("name", "description")}  # fmt: skip
    return {part: Bilingual(text.zh[:1_000], text.en[:1_000]) for part, text in halves.items()}


VERBS: dict[str, Any] = {
    "train": (TRAIN, _train),
    "bring-in": (WRITE, _bring_in),
    "begin": (WRITE, lambda request: {"new": shipped.take_in(by=acting(request)).new}),
    "write": (WRITE, _write),
    "roll-back": (PROMOTE, lambda request: {"number": promoting.roll_back(by=acting(request)).number}),
}
INTENT_VERBS: dict[str, Any] = {
    "rename": lambda code, given, by: content.write(content.intent_of(code).code, **_words(given), by=by),
    "add": lambda code, given, by: content.add(code, given.get("text", ""), by=by),
    "move": lambda code, given, by: content.move(identifier(given.get("phrasing", "")), to=given.get("to", ""), by=by),
    "remove": lambda code, given, by: content.remove(identifier(given.get("phrasing", "")), by=by),
    "retire": lambda code, given, by: content.retire(code, by=by),
    "restore": lambda code, given, by: content.restore(code, by=by),
}


def _one_of(verbs: dict[str, Any], verb: str) -> Any:
    if verb not in verbs:
        raise Http404
    return verbs[verb]


def _need(request: HttpRequest, permission: str) -> None:
    if not user_of(request).has_perm(permission):
        raise NotForYou


def _may(request: HttpRequest) -> dict[str, bool]:
    user = user_of(request)
    return {
        f"may_{name}": user.has_perm(one) for name, one in (("write", WRITE), ("train", TRAIN), ("promote", PROMOTE))
    }


def _framed(request: HttpRequest, tab: str) -> dict[str, Any]:
    return {**assistant_frame(request, tab), **_may(request), "correction_count": queries.correction_count()}


def _versions(request: HttpRequest) -> dict[str, Any]:
    rows, live = queries.versions(), queries.live_version()
    return {
        "versions": rows, "live": live, "fresh": queries.changed_since(live),
        "running": next((row for row in rows if row.state == "training"), None),
    }  # fmt: skip


def _people(actors: Iterable[str]) -> dict[str, str]:
    """Who the colleagues among some actors are."""
    ids = {one: Actor.parse(one).id for one in actors if one.startswith("staff:")}
    names = staff.names_of(person for person in ids.values() if person)
    return {one: names.get(person, "") for one, person in ids.items() if person}

"""The rules of detection on the desk: read, replayed over the past trail, changed by two people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.desk.access import desk_view, user_of
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.security import WATCH_ALERTS, security_frame
from foyer.security.detection import owning, queries, responses, rules, words
from foyer.security.detection.spec import parse
from foyer.staff import approvals
from foyer.staff.approvals import may_decide

TAB, WRITE, APPROVE = "desk:rules", rules.WRITE, rules.APPROVE
NUMBERS = ("threshold", "window", "floor", "cooldown")


@desk_view(WATCH_ALERTS)
def browse(request: HttpRequest) -> HttpResponse:
    """Every rule, what it found in 30 days, and how much of that was right."""
    rows = [
        {"rule": row, "spec": parse(row.spec), "span": words.span_of(row.spec["window"])} for row in queries.rules()
    ]
    return render(request, "desk/security/detection/rules.html", {**security_frame(request, TAB), "rows": rows})


@desk_view(WATCH_ALERTS)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One rule with its versions and what it learned; `days` replays it, changed as asked."""
    rule = queries.rule(code)
    days = request.GET.get("days", "")
    proposal = queries.proposal(code)
    wanted = _changed(rule.spec, request.GET)
    spec = parse(rule.spec)
    context = {
        **security_frame(request, TAB, page="desk:rule"), "rule": rule, "spec": spec, "wanted": parse(wanted),
        "states": queries.RULE_STATES, "state_names": dict(queries.RULE_STATES),
        "span": words.span_of(spec.window), "thing": words.counted(spec), "versions": rule.versions.order_by("-number"),
        "responses": [str(responses.of(each).name) for each in spec.responses],
        "cooldown": words.span_of(spec.cooldown) if spec.cooldown else "", "owners": owning.choices(),
        "after": words.span_of(spec.after.within) if spec.after else "",
        "baselines": rule.baselines.order_by("role"), "proposal": proposal,
        "may_write": request.user.has_perm(WRITE),
        "may_decide": proposal is not None and may_decide(proposal, user_of(request)),
        "replay": rules.tried(rule, wanted, days=int(days)).as_json() if days.isdecimal() else None,
    }  # fmt: skip
    return render(request, "desk/security/detection/rule.html", context)


@data_deed(WATCH_ALERTS, WRITE)
def propose(request: HttpRequest, code: str) -> dict[str, Any]:
    """Propose other numbers or another state; a second person of security decides."""
    rule = queries.rule(code)
    spec = _changed(rule.spec, request.POST)
    state, reason = request.POST.get("state", ""), request.POST.get("reason", "")[:200]
    rules.propose(code, spec=spec, state=state, by=acting(request), reason=reason)
    return {}


@data_deed(WATCH_ALERTS, APPROVE)
def decide(request: HttpRequest, code: str, verdict: str) -> dict[str, Any]:
    """The second person agrees, or not."""
    proposal = queries.proposal(code)
    if proposal is not None:
        deed = approvals.approve if verdict == "agree" else approvals.reject
        deed(proposal, by=acting(request))
    return {}


def _changed(spec: dict[str, Any], given: Any) -> dict[str, Any]:
    """The rule with the numbers and the owner that were typed."""
    typed = {name: int(given[name]) for name in NUMBERS if str(given.get(name, "")).isdecimal()}
    owner = str(given.get("owner", ""))
    return {**spec, **typed, **({"owner": owner} if owning.is_owner(owner) else {})}

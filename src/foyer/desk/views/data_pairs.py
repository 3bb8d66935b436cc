"""The steward's desk: pairs of records that may be one customer, and the story of each customer's records."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from foyer.base.actors import Actor
from foyer.customers.identity import beside, queries, stewardship
from foyer.customers.identity.differing import side_by_side
from foyer.customers.profile import view as profile
from foyer.desk.access import desk_view
from foyer.desk.data_match_words import KEEP_REASONS, MERGE_REASONS, PAIR_STATES, UNMERGE_REASONS, conclusion
from foyer.desk.templatetags.data import attribute_value
from foyer.desk.views.data import STEWARD, acting, data_deed, data_frame
from foyer.desk.waterfall import drawn
from foyer.staff import queries as staff

TAB = "desk:pairs"
ORDER = list(profile.LABELS)


@desk_view(STEWARD)
def browse(request: HttpRequest, pair_id: UUID | None = None) -> HttpResponse:
    """The list, and one pair beside it: the one asked for, else (on a wide screen) the likeliest."""
    listed = _listed(request)
    wanted = pair_id or (listed["page"].pairs[0].pk if listed["page"].pairs else None)
    context = {**data_frame(request, TAB), **listed, "asked": pair_id, "reasons": _reasons()}
    return render(request, "desk/data/pairs/page.html", {**context, **(_one(request, wanted) if wanted else {})})


@desk_view(STEWARD)
def the_list(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/data/pairs/list.html", _listed(request))


@desk_view(STEWARD)
def one(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    return render(request, "desk/data/pairs/pair.html", _one(request, pair_id))


@desk_view(STEWARD)
def whole(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """The pair unmasked, for a reason that is kept."""
    if request.method != "POST":
        raise Http404
    pair = queries.pair(request.user, pair_id).pair
    stewardship.show(pair, by=acting(request), reason=request.POST.get("reason", ""))
    return render(request, "desk/data/pairs/pair.html", _one(request, pair_id, unmasked=True))


@data_deed(STEWARD)
def decide(request: HttpRequest, pair_id: UUID, verdict: str) -> dict[str, Any]:
    """One customer, or two; what it answers can be undone."""
    verbs = {"merge": stewardship.merge, "apart": stewardship.keep_apart}
    if verdict not in verbs:
        raise Http404
    pair = queries.pair(request.user, pair_id).pair
    verbs[verdict](pair, by=acting(request), reason=request.POST.get("reason", ""))
    decisions = queries.pair(request.user, pair_id).decisions
    return {"decision": str(decisions[0].pk)}


@data_deed(STEWARD)
def undo(request: HttpRequest, decision_id: UUID) -> dict[str, Any]:
    stewardship.undo(beside.decision(request.user, decision_id), by=acting(request))
    return {}


@data_deed(STEWARD)
def unmerge(request: HttpRequest, change_id: UUID) -> dict[str, Any]:
    change = beside.change(request.user, change_id)
    stewardship.unmerge(change, by=acting(request), reason=request.POST.get("reason", ""))
    return {}


@desk_view(STEWARD)
def story(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Every merge and split of one customer, each merge with its way back."""
    changes = beside.changes(request.user, customer_id)
    head = profile.head(profile.surviving(request.user, customer_id))
    names = _names([each.row.by for each in changes])
    context = {**data_frame(request, TAB), "customer": head, "changes": changes, "names": names}
    return render(request, "desk/data/pairs/story.html", {**context, "reasons": {"unmerge": UNMERGE_REASONS}})


def _listed(request: HttpRequest) -> dict[str, Any]:
    state = request.GET.get("state", "waiting")
    state = state if state in PAIR_STATES else "waiting"
    number = request.GET.get("page", "1")
    page = queries.pairs(request.user, state, int(number) if number.isdecimal() else 1)
    return {"page": page, "faces": beside.faces(page.pairs), "state": state, "states": PAIR_STATES.items()}


def _one(request: HttpRequest, pair_id: UUID, *, unmasked: bool = False) -> dict[str, Any]:
    found = queries.pair(request.user, pair_id)
    bars = drawn(found.bars)
    together = beside.companions(request.user, filter(None, (found.left.customer_id, found.right.customer_id)))
    return {
        "pair": found.pair,
        "is_open": found.pair.state in ("waiting", "settled"),
        "rows": [_row(row, unmasked) for row in sorted(found.rows, key=_place)],
        "bars": bars,
        "conclusion": conclusion(found.pair.probability, found.bars),
        "sides": [_side(record, together) for record in (found.left, found.right)],
        "is_one": found.left.customer_id == found.right.customer_id,
        "decisions": found.decisions,
        "names": _names([each.by for each in found.decisions]),
        "unmasked": unmasked,
        "face": beside.faces([found.pair]),
    }


def _place(row: queries.Row) -> tuple[int, str]:
    """Rows stand in the order of a profile: who this is, documents, how to reach them."""
    return (ORDER.index(row.attribute) if row.attribute in ORDER else len(ORDER), row.attribute)


def _row(row: queries.Row, unmasked: bool) -> dict[str, Any]:
    ours, theirs = ([attribute_value(value, row.attribute) for value in side] for side in (row.left, row.right))
    left, right = side_by_side(row.attribute, ours, theirs, whole=unmasked)
    label = profile.LABELS.get(row.attribute, row.attribute)
    agrees = bool(row.left and row.right and not row.differs)
    return {"label": label, "left": left, "right": right, "differs": row.differs, "agrees": agrees}


def _side(record: Any, together: dict[UUID, list[beside.Face]]) -> dict[str, Any]:
    """One record's customer, with what else belongs to it."""
    others = [face for face in together.get(record.customer_id, []) if face.id != record.pk]
    held = profile.compact(record.customer_id)
    head = profile.head(record.customer)
    return {"record": record, "customer": head, "others": others, "holdings": held["holdings"]}


def _names(actors: Iterable[str]) -> dict[str, str]:
    """Who decided, by name; a run of the house is called so."""
    people = {text: Actor.parse(text).id for text in actors}
    known = staff.names_of(person for person in people.values() if person)
    return {text: known[person] if person in known else _("a run of the house") for text, person in people.items()}


def _reasons() -> dict[str, Any]:
    return {"merge": MERGE_REASONS, "apart": KEEP_REASONS}

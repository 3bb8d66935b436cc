"""The register of assets and data flows: made from the house, so that nothing is forgotten; completed by people.

A room tells what it knows:

    @register.part
    def parties() -> Iterator[Entry]: ...

`refresh` enters what is new, keeps facts up to date, and compares them with what was last assessed: something new that
holds or receives personal data is a task for whoever assesses risks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction

from foyer.base import audit, clock, live
from foyer.base.actors import Actor
from foyer.base.lake import saving
from foyer.base.legends import legend_of
from foyer.base.text import Bilingual
from foyer.security.drills.planning import may
from foyer.security.models import Asset, RiskTask
from foyer.security.risks import acts
from foyer.security.risks.errors import NoSuchRisk, RationaleMissing
from foyer.security.risks.facts import in_both
from foyer.staff import queries as staff

ASSESS = "security.assess_risks"
Kind = Asset.Kind
WATCHED = (Kind.TABLE, Kind.DATASET, Kind.PARTY, Kind.SOURCE)


@dataclass(frozen=True)
class Entry:
    """One line of the register, as the house tells it. `facts["fields"]` gives the class of each personal field."""

    code: str
    kind: str
    name: Bilingual
    room: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    flows: tuple[str, ...] = ()


Part = Callable[[], Iterator[Entry]]
_parts: list[Part] = []


def part(tell: Part) -> Part:
    """Register who knows of assets."""
    if tell not in _parts:
        _parts.append(tell)
    return tell


def generated() -> dict[str, Entry]:
    """Everything the house can tell of now; two that speak of one asset are put together, by the name that its own room
    gives it."""
    found: dict[str, Entry] = {}
    for tell in _parts:
        for entry in tell():
            before = found.get(entry.code)
            found[entry.code] = _together(before, entry) if before else entry
    return found


def _together(first: Entry, second: Entry) -> Entry:
    fields = {**first.facts.get("fields", {}), **second.facts.get("fields", {})}
    flows = tuple(dict.fromkeys((*first.flows, *second.flows)))
    facts = {**first.facts, **second.facts, "fields": fields}
    return Entry(first.code, first.kind, second.name, first.room, facts, flows)


@transaction.atomic
def refresh() -> int:
    """Bring the register up to date; returns how many tasks were opened. Twice is once."""
    now, entries = clock.now(), generated()
    known = {row.code: row for row in Asset.objects.select_for_update()}
    opened = 0
    for code, entry in entries.items():
        row = known.get(code) or Asset(code=code, found_at=now)
        row.kind, row.room, row.name, row.gone_at = entry.kind, entry.room, entry.name, None
        row.facts, row.flows = entry.facts, list(entry.flows)
        row.save()
        opened += sum(_open(row, kind, what) for kind, what in _unjudged(row))
    Asset.objects.exclude(code__in=entries).filter(gone_at=None).update(gone_at=now)
    if opened:
        for user_id in staff.permitted(ASSESS).values_list("pk", flat=True):
            live.publish(f"staff:{user_id}", "security.risk_tasks", {"opened": opened})
    return opened


def _unjudged(row: Asset) -> Iterator[tuple[str, str]]:
    """What differs from what was last assessed and concerns people's data."""
    if row.kind not in WATCHED or (row.kind == Kind.TABLE and not row.facts.get("fields")):
        return
    if not row.accepted:
        yield RiskTask.Kind.ASSET, row.code
        return
    before = row.accepted.get("fields", {})
    for name, data_class in row.facts.get("fields", {}).items():
        if name not in before:
            yield RiskTask.Kind.FIELD, f"{row.code}.{name}"
        elif before[name] != data_class:
            yield RiskTask.Kind.CHANGE, f"{row.code}.{name}: {before[name]} -> {data_class}"
    for fact in ("region", "role"):
        if row.facts.get(fact) != row.accepted.get(fact):
            yield RiskTask.Kind.CHANGE, f"{row.code}: {fact} = {row.facts.get(fact)}"


def _open(row: Asset, kind: str, what: str) -> int:
    _task, is_new = RiskTask.objects.get_or_create(asset=row, what=what[:200], closed_at=None, defaults={"kind": kind})
    return int(is_new)


@transaction.atomic
def judge(task_id: UUID, *, answer: str, by: Actor) -> RiskTask:
    """Somebody looked at what is new and says what follows; when nothing is left open the facts count as assessed."""
    may(by, ASSESS)
    task = RiskTask.objects.select_for_update(of=("self",)).select_related("asset").filter(pk=task_id).first()
    if task is None:
        raise NoSuchRisk
    if not answer.strip():
        raise RationaleMissing
    if task.closed_at is None:
        task.closed_at, task.closed_by, task.answer = clock.now(), str(by), answer.strip()[:500]
        task.save(update_fields=["closed_at", "closed_by", "answer"])
        audit.record(acts.JUDGED, by=by, on=f"asset:{task.asset_id}", details={"what": task.what[:100]})
    if not task.asset.tasks.filter(closed_at=None).exists():
        task.asset.accepted = task.asset.facts or {"seen": True}
        task.asset.save(update_fields=["accepted"])
    return task


@transaction.atomic
def accept_all(*, by: Actor, answer: str) -> int:
    """Take the register as it stands for assessed, as after a whole assessment; returns how many tasks that closed."""
    may(by, ASSESS)
    tasks = list(RiskTask.objects.filter(closed_at=None).order_by("pk"))
    for task in tasks:
        judge(task.pk, answer=answer, by=by)
    return len(tasks)


@transaction.atomic
def describe(code: str, *, by: Actor, owner: UUID | None, criticality: int, note: str = "") -> Asset:
    """What the house cannot know: who answers for an asset, and how much depends on it (1 to 5)."""
    may(by, ASSESS)
    row = Asset.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NoSuchRisk
    row.owner_id, row.criticality, row.note = owner, max(1, min(criticality, 5)), note.strip()[:500]
    row.save(update_fields=["owner", "criticality", "note"])
    audit.record(acts.ASSET, by=by, on=f"asset:{row.pk}", fields=("owner", "criticality", "note"))
    return row


@part
def tables() -> Iterator[Entry]:
    """Every table that holds something classified, with the class of each such field."""
    for model in apps.get_models():
        said = {one.name: legend_of(one) for one in model._meta.local_concrete_fields}
        fields = {name: legend.data_class for name, legend in said.items() if legend}
        if fields and model._meta.managed:
            name = in_both(model._meta.verbose_name_plural)
            room = model._meta.app_label
            worst = max(fields.values())
            yield Entry(f"table:{model._meta.label}", Kind.TABLE, name, room, {"fields": fields, "worst": worst})


@part
def datasets() -> Iterator[Entry]:
    """Every dataset of the lake."""
    for name in saving.names():
        yield Entry(f"dataset:{name}", Kind.DATASET, Bilingual(f"数据集 {name}", f"Dataset {name}"), name.split(".")[0])


@part
def files_of_the_house() -> Iterator[Entry]:
    """What lies on disk beside the database."""
    for code, name in (
        ("files:backups", Bilingual("备份", "Backups")),
        ("files:keys", Bilingual("密钥环", "Key ring")),
        ("files:anchors", Bilingual("审计锚点", "Anchors of the trail")),
        ("files:lake", Bilingual("数据湖文件", "Files of the lake")),
    ):
        yield Entry(code, Kind.FILES, name, "base")


@part
def functions() -> Iterator[Entry]:
    """Every room: what it does is worth something too."""
    for config in apps.get_app_configs():
        if config.name.startswith("foyer.") and config.label != "demo":
            yield Entry(f"room:{config.label}", Kind.FUNCTION, in_both(config.verbose_name), config.label)

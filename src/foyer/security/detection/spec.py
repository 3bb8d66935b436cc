"""What a rule may say. Kept as JSON in `DetectionRule.spec`, read here; whatever is not understood is refused."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid
from foyer.security.detection import traits

GROUPS = ("actor", "address", "network", "session", "device", "subject", "customer", "house")
THINGS = ("actor", "address", "network", "session", "device", "subject", "customer", "act")
FOLLOWED = ("actor", "address", "session", "device", "subject", "customer")
COUNTS = ("rows", "distinct", "sum")
OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "has")
SEVERITIES = ("low", "medium", "high", "critical")
LONGEST, PARTS = 92 * 24 * 3600, 60


class BadRule(Invalid):
    code = "bad_rule"
    message = _("This rule cannot be understood.")


@dataclass(frozen=True)
class After:
    """The entry counts only if these acts, of the same group, came at least `times` at most `within` seconds before it.

    Refused ones are left out, unless `outcomes` says what is looked for.
    """

    acts: tuple[str, ...]
    within: int
    times: int = 1
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spec:
    """`acts`, `outcomes`, `actors`, `where`, `traits` and `after` say which entries count; `count` and `of` what is
    counted; `by` for whom; more than `threshold` within `window` seconds is an alert.

    A rule that `learns` is held to what is usual for the role: the 99.5th percentile of its peers' windows, from
    `samples` windows on, never below `floor` and never above `threshold`.
    """

    acts: tuple[str, ...]
    by: str
    window: int
    threshold: int
    severity: str
    outcomes: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    where: tuple[tuple[str, str, Any], ...] = ()
    traits: tuple[str, ...] = ()
    after: After | None = None
    count: str = "rows"
    of: str = ""
    learns: bool = False
    floor: int = 0
    samples: int = 200
    responses: tuple[str, ...] = ("notify",)
    cooldown: int = 3600
    owner: str = "security_administrator"

    @property
    def part(self) -> int:
        """Seconds of one part of the window; time is counted in parts."""
        return max(1, self.window // PARTS)

    @property
    def parts(self) -> int:
        """How many parts the window has, the running one included."""
        return max(1, self.window // self.part)

    def as_json(self) -> dict[str, Any]:
        usual = {one.name: one.default for one in fields(self)}
        return {name: value for name, value in asdict(self).items() if value != usual[name]}


NUMBERS = ("window", "threshold", "floor", "samples", "cooldown")
LISTS = ("acts", "outcomes", "actors", "traits", "responses")


def parse(said: dict[str, Any]) -> Spec:
    """Raises BadRule, naming what is wrong."""
    known = {one.name for one in fields(Spec)}
    if unknown := set(said) - known:
        raise BadRule(field=sorted(unknown)[0])
    try:
        lists = {name: tuple(said[name]) for name in LISTS if name in said}
        after = _after(said["after"]) if said.get("after") else None
        where = tuple((str(path), str(operator), value) for path, operator, value in said.get("where", ()))
        spec = Spec(**{**said, **lists, "after": after, "where": where})
    except (TypeError, ValueError, KeyError) as error:
        raise BadRule(field=str(error)[:120]) from error
    for field, holds in _holding(spec).items():
        if not holds:
            raise BadRule(field=field)
    return spec


def _after(said: dict[str, Any]) -> After:
    known = {one.name for one in fields(After)}
    if unknown := set(said) - known:
        raise BadRule(field=f"after.{sorted(unknown)[0]}")
    return After(
        tuple(said["acts"]), int(said["within"]), int(said.get("times", 1)), tuple(said.get("outcomes", ()))
    )  # fmt: skip


def _holding(spec: Spec) -> dict[str, bool]:
    """Each part of a rule, and whether it can be understood."""
    from foyer.security.detection.owning import is_owner
    from foyer.security.detection.responses import registered

    numbers = {name: type(getattr(spec, name)) is int and getattr(spec, name) >= 0 for name in NUMBERS}
    if not all(numbers.values()):
        return numbers
    return {
        "acts": bool(spec.acts),
        "by": spec.by in GROUPS,
        "window": 1 <= spec.window <= LONGEST,
        "severity": spec.severity in SEVERITIES,
        "count": spec.count in COUNTS,
        "of": {"rows": spec.of == "", "distinct": spec.of in THINGS, "sum": spec.of != ""}.get(spec.count, False),
        "where": all(operator in OPERATORS for _path, operator, _value in spec.where),
        "traits": set(spec.traits) <= set(traits.names()) | traits.FORESEEN,
        "responses": set(spec.responses) <= set(registered()),
        "learns": not spec.learns or (spec.by == "actor" and spec.floor <= spec.threshold),
        "owner": is_owner(spec.owner),
        "after": spec.after is None
        or (
            spec.by in FOLLOWED and bool(spec.after.acts) and 0 < spec.after.within <= LONGEST and spec.after.times > 0
        ),
    }

"""Who sees what, and who can be given work. The one visibility rule: a user sees the subtree of their own unit."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import Q, QuerySet
from django.utils.functional import SimpleLazyObject

from foyer.base import clock
from foyer.base.text import Bilingual
from foyer.staff.apart import beyond_superusers
from foyer.staff.errors import UnitNotFound, UserNotFound
from foyer.staff.models import Presence, Unit, User, WorkingHours
from foyer.staff.models.presence import GONE_AFTER

AnyUser = User | AnonymousUser | SimpleLazyObject

# The roles of a user (given twice) as they are now, for a statement of another room that must not cost one more.
HELD_ROLES = """(
    SELECT array(
        SELECT g.name::text FROM staff_user_groups m JOIN auth_group g ON g.id = m.group_id WHERE m.user_id = %s
        UNION SELECT 'superuser' FROM staff_user WHERE id = %s AND is_superuser ORDER BY 1
    )
)"""


def visible_units(user: AnyUser) -> QuerySet[Unit]:
    """The user's unit and everything below it; nothing for one without a unit, superusers included."""
    unit = _unit_of(user)
    return Unit.objects.filter(path__startswith=unit.path) if unit else Unit.objects.none()


def is_visible(user: AnyUser, unit_id: UUID | str | None) -> bool:
    """Whether a unit stands in the user's subtree."""
    return unit_id is not None and visible_units(user).filter(pk=unit_id).exists()


def sees_everything(user: AnyUser) -> bool:
    """Whether the user works at the top of the bank."""
    unit = _unit_of(user)
    return unit is not None and unit.parent_id is None


def units_by_code() -> dict[str, UUID]:
    """Every unit's identifier by its code, for code that places things in units by what a system of the bank says."""
    return dict(Unit.objects.values_list("code", "id"))


def unit_name(code: str) -> str:
    """What the unit of a code is called; a code that no unit has stays as it is."""
    unit = Unit.objects.filter(code=code).only("name").first()
    return str(unit.name) if unit else code


def places() -> list[tuple[Bilingual, str]]:
    """What customers may call by name: every branch and outlet in both languages, and its code."""
    kinds = (Unit.Kind.BRANCH, Unit.Kind.OUTLET)
    return list(Unit.objects.filter(kind__in=kinds).order_by("path").values_list("name", "code"))


def root_unit_id() -> UUID | None:
    """Head office; None before the bank has any unit."""
    return Unit.objects.filter(parent=None).order_by("path").values_list("id", flat=True).first()


def unit_for(user: AnyUser, unit_id: UUID | str) -> Unit:
    """The unit, or `UnitNotFound` for one that the user may not see."""
    unit = visible_units(user).filter(pk=unit_id).first()
    if unit is None:
        raise UnitNotFound
    return unit


def colleagues(user: AnyUser) -> QuerySet[User]:
    """Everyone who may sign in and works in the user's subtree, with unit and presence at hand."""
    unit = _unit_of(user)
    people = User.objects.filter(is_active=True).select_related("unit", "presence")
    return people.filter(unit__path__startswith=unit.path) if unit else people.none()


def colleague(user: AnyUser, user_id: UUID | str) -> User:
    """One colleague, or `UserNotFound` for one that the user may not see."""
    found = colleagues(user).filter(pk=user_id).first()
    if found is None:
        raise UserNotFound
    return found


def user_by_id(user_id: UUID | str) -> User | None:
    """A user by identifier, with unit and presence; for code that has already decided who may know."""
    return User.objects.select_related("unit", "presence").filter(pk=user_id).first()


def user_named(username: str) -> User | None:
    """A user by name, in whatever case; for code that has already decided who may know."""
    return User.objects.filter(username__iexact=username).first()


def names_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What some users are called; one query."""
    return {user.pk: user.get_full_name() or user.username for user in User.objects.filter(pk__in=set(user_ids))}


def unit_kinds_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """In what kind of unit some users work, in the reader's words; one query."""
    rows = User.objects.filter(pk__in=set(user_ids), unit__isnull=False).values_list("pk", "unit__kind")
    return {pk: str(Unit.Kind(kind).label) for pk, kind in rows}


def units_above(unit: Unit) -> list[UUID]:
    """The identifiers from head office down to the unit itself."""
    return [UUID(part) for part in unit.path.strip("/").split("/")]


def agents_ready(
    unit_ids: Iterable[UUID], *, languages: Sequence[str] = (), skills: Sequence[str] = (), level: int = 1
) -> QuerySet[User]:
    """Who could be given a conversation now: available, seen this minute, allowed to serve, in these units or below.

    `languages`: speaks all of them. `skills` (codes): knows all of them at `level` or better. How much each already
    has is known to `conversations`, which compares it with `capacity`.
    """
    ready = _serving().filter(
        is_active=True,
        presence__state=Presence.State.AVAILABLE,
        presence__last_seen_at__gte=clock.now() - GONE_AFTER,
    )
    ready = ready.filter(_in_subtrees(unit_ids)).select_related("unit", "presence")
    if languages:
        ready = ready.filter(languages__contains=list(languages))
    for code in skills:
        ready = ready.filter(skill_levels__skill__code=code, skill_levels__level__gte=level)
    return ready


def serving_in(unit: Unit) -> QuerySet[User]:
    """Everyone in the unit's subtree who serves customers, at their desk or not, with unit and presence at hand."""
    people = _serving().filter(is_active=True, unit__path__startswith=unit.path)
    return people.select_related("unit", "presence").order_by("display_name", "username")


def is_working(user: User, at: datetime | None = None) -> bool:
    """Whether the user's own hours, or else those of their unit, cover the instant. No hours anywhere: yes."""
    blocks = list(user.hours.all()) or (list(user.unit.hours.all()) if user.unit else [])
    zone = user.unit.time_zone if user.unit else user.zone
    local = (at or clock.now()).astimezone(ZoneInfo(zone))
    return not blocks or any(_covers(block, local) for block in blocks)


def permitted(codename: str) -> QuerySet[User]:
    """Active users who hold a permission "app.codename", by role, directly or as superuser."""
    return _holding(codename).filter(is_active=True)


def of_roles(codes: Iterable[str]) -> QuerySet[User]:
    """Active users who hold one of these roles, with their unit, by name."""
    people = User.objects.filter(is_active=True, groups__name__in=list(codes)).select_related("unit")
    return people.distinct().order_by("display_name", "username")


def holding_roles() -> list[User]:
    """Active users with a unit who hold anything: roles, direct permissions or everything. Four queries."""
    holds = Q(groups__isnull=False) | Q(user_permissions__isnull=False) | Q(is_superuser=True)
    people = User.objects.filter(holds, is_active=True, unit__isnull=False).distinct().select_related("unit")
    return list(people.prefetch_related("groups__permissions", "user_permissions__content_type"))


def _unit_of(user: AnyUser) -> Unit | None:
    return getattr(user, "unit", None) if user.is_authenticated else None


def _serving() -> QuerySet[User]:
    return _holding("staff.serve_customers", superusers=False)


def _holding(codename: str, *, superusers: bool = True) -> QuerySet[User]:
    app, name = codename.split(".")
    permission = Permission.objects.filter(content_type__app_label=app, codename=name)
    by_role, directly = Q(groups__permissions__in=permission), Q(user_permissions__in=permission)
    superusers = superusers and codename not in beyond_superusers()
    holders = User.objects.filter(by_role | directly | Q(is_superuser=True) if superusers else by_role | directly)
    return User.objects.filter(pk__in=holders.values("pk"))


def _in_subtrees(unit_ids: Iterable[UUID]) -> Q:
    anywhere = Q(pk__in=[])
    for path in Unit.objects.filter(pk__in=list(unit_ids)).values_list("path", flat=True):
        anywhere |= Q(unit__path__startswith=path)
    return anywhere


def _covers(block: WorkingHours, local: datetime) -> bool:
    return block.weekday == local.weekday() and block.start <= local.time() < block.end

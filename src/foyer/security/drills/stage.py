"""The stage of an inject: whom it may touch, under which label it acts, and when it must end.

A room registers how it plays an inject; it does so by its own real verbs:

    @stage.player("mass_view")
    def mass_view(stage: Stage) -> dict[str, Any]:
        agent = stage.colleague("agent")
        ...
            stage.go_on()              # raises Halted as soon as somebody pressed stop

Only synthetic people are touched. The database holds to it, whatever a player does: nobody who exists can be marked as
synthetic, and an entry of the trail that carries a drill is refused, and with it its act, unless all it names are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.base.ids import new_id
from foyer.security.audit.labels import labelled
from foyer.security.drills import noting
from foyer.security.models import Drill, DrillInject, DrillTouch, SyntheticSubject
from foyer.staff import actions as staff_actions
from foyer.staff import queries as staff

Play = Callable[["Stage"], dict[str, Any]]
Undo = Callable[["Stage"], None]


class Halted(Exception):
    """The drill was stopped or its window closed while an inject was being played."""


@dataclass(frozen=True)
class Player:
    """How an inject is played and taken back. `contained` tells whether what it began is over (contained by
    somebody); `look` is asked every two seconds until then, and notes what it sees by itself."""

    code: str
    play: Play
    undo: Undo | None = None
    contained: Callable[[Stage], bool] | None = None
    look: Callable[[Stage], None] | None = None


_players: dict[str, Player] = {}


def player(
    code: str,
    *,
    undo: Undo | None = None,
    contained: Callable[[Stage], bool] | None = None,
    look: Callable[[Stage], None] | None = None,
) -> Callable[[Play], Play]:
    """Register how a kind of inject is played."""

    def register(play: Play) -> Play:
        _players[code] = Player(code, play, undo, contained, look)
        return play

    return register


def player_of(code: str) -> Player | None:
    return _players.get(code)


def stage_of(inject_id: UUID) -> Stage:
    """The stage of an inject that is played in a process of its own."""
    from foyer.security.drills import library

    row = DrillInject.objects.select_related("drill__scenario").get(pk=inject_id)
    return Stage(row, library.inject_said(row.drill.scenario, row.code))


class Stage:
    """What a player is given."""

    def __init__(self, inject: DrillInject, said: dict[str, Any]) -> None:
        self.inject, self.drill, self.said = inject, inject.drill, said

    @contextmanager
    def labelled(self) -> Iterator[None]:
        """Everything done within stands in the trail with this drill and inject."""
        with labelled(drill=self.drill.number, inject=self.inject.code):
            yield

    def number(self, name: str, usual: int, most: int) -> int:
        """A setting of the scenario, never more than is safe."""
        return max(1, min(int(self.said.get("settings", {}).get(name, usual)), most))

    def go_on(self) -> None:
        """Raises Halted when the drill is not running any more."""
        state, closes_at = Drill.objects.values_list("state", "closes_at").get(pk=self.drill.pk)
        if state != Drill.State.RUNNING or clock.now() > closes_at:
            raise Halted

    def person(self, kind: str) -> UUID:
        """An identifier for somebody who does not exist yet, marked as synthetic and touched by this inject."""
        mark = SyntheticSubject.objects.create(subject=new_id(), kind=kind, drill=self.drill)
        self.touch(mark.subject)
        return mark.subject

    def touch(self, subject: UUID) -> None:
        """Say whom the inject is about to touch. Raises IntegrityError for everybody who is not synthetic."""
        DrillTouch.objects.get_or_create(inject=self.inject, subject_id=subject)

    def colleague(self, role: str) -> Any:
        """A synthetic colleague of head office who cannot sign in: no password, no address, no provider knows them."""
        mark = self.person(SyntheticSubject.Kind.STAFF)
        people = get_user_model().objects
        name = f"{self.drill.number}-{self.inject.code}-{str(mark)[-4:]}".lower()
        user = people.create_user(name, None, id=mark, display_name=f"演练 {name}", unit_id=staff.root_unit_id())
        with self.labelled():
            staff_actions.give_roles(user, [role], by=SYSTEM)
        return user

    def people(self, kind: str) -> list[UUID]:
        """Whom this inject made, of a kind."""
        touched = DrillTouch.objects.filter(inject=self.inject, subject__kind=kind)
        return list(touched.values_list("subject_id", flat=True))

    def saw(self, kind: str, text: str = "") -> bool:
        """The house noticed, responded, contained or recovered by itself."""
        return noting.saw(self.inject.pk, kind, text)

    def clock_begins(self) -> None:
        """All before was preparation."""
        noting.begin_clock(self.inject.pk)

    def step(self, done: int, total: int, note: str) -> None:
        """How far it is; raises Halted when it need not go on."""
        self.go_on()
        noting.step(self.inject.pk, done, total, note)

    @property
    def seconds_left(self) -> float:
        return (self.drill.closes_at - clock.now()) / timedelta(seconds=1)

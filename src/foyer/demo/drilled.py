"""The drills that the demo bank has held: a year of them, getting faster, with one goal missed on the way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.security.drills import library
from foyer.security.models import Drill, DrillFinding, DrillInject, DrillObservation

Kind = DrillObservation.Kind
REACHED = {"respond": Kind.RESPONDED, "contain": Kind.CONTAINED, "recover": Kind.RECOVERED}


@dataclass(frozen=True)
class Held:
    """One drill: how long ago, and the seconds each step took."""

    scenario: str
    days_ago: int
    seconds: dict[str, int]
    learned: str
    finding: str = ""


PAST = (
    Held("insider-mass-view", 340, {"detect": 58, "respond": 1260, "contain": 2100}, "响应电话难找，已写入桌边卡。",
         "值班电话写在内网第三层，十五分钟内没有人打通。"),
    Held("database-restore", 300, {"respond": 610, "recover": 2940}, "恢复可行；密钥存放处需两人知道。"),
    Held("insider-mass-view", 250, {"detect": 41, "respond": 840, "contain": 1500}, "值班电话上墙后响应达标。"),
    Held("database-restore", 190, {"respond": 340, "recover": 1480}, "改用脚本后恢复用时减半。"),
    Held("insider-mass-view", 160, {"detect": 22, "respond": 520, "contain": 960}, "告警更早，班组长核实更快。"),
    Held("data-leak", 140, {"detect": 2400, "respond": 5400, "contain": 21600}, "告知书模板需要英文版。"),
    Held("database-restore", 90, {"respond": 120, "recover": 560}, "旁边恢复由系统自行完成。"),
    Held("insider-mass-view", 70, {"detect": 9, "respond": 310, "contain": 640}, "检测在十秒内，处置稳定。"),
)  # fmt: skip


def remember(officer: Any, second: Any) -> None:
    """Enter the year, the oldest first; once."""
    numbers: dict[int, int] = {}
    for one in PAST:
        began = clock.now().replace(hour=6, minute=0, second=0, microsecond=0) - timedelta(days=one.days_ago)
        numbers[began.year] = numbers.get(began.year, 0) + 1
        _enter(one, f"D{began.year}-{numbers[began.year]:03d}", began, Actor.staff(officer), Actor.staff(second))


def _enter(one: Held, number: str, began: datetime, by: Actor, other: Actor) -> None:
    over = began + timedelta(seconds=max(one.seconds.values()) + 600)
    scenario = library.scenario(one.scenario)
    drill = Drill.objects.create(
        number=number, scenario=scenario, state=Drill.State.CLOSED, opens_at=began - timedelta(minutes=5),
        closes_at=began + timedelta(hours=12), planned_by=str(by), planned_at=began - timedelta(days=7),
        approved_by=str(other), approved_at=began - timedelta(days=6), started_by=str(by), started_at=began,
        stopped_by=str(by), stopped_at=over, stopped_why="演练结束", closed_by=str(by), closed_at=over,
        summary=one.learned,
    )  # fmt: skip
    _injects(drill, one, began, by)
    _observations(drill, one, began, other)
    if one.finding:
        DrillFinding.objects.create(drill=drill, weight="high", text=one.finding, by=str(other), at=over)


def _injects(drill: Drill, one: Held, began: datetime, by: Actor) -> None:
    noticed = {
        "state": DrillInject.State.DETECTED,
        "detected_at": began + timedelta(seconds=one.seconds.get("detect", 0)),
    }
    for place, said in enumerate(drill.scenario.spec["injects"]):
        by_house = bool(said.get("expect", {}).get("rules")) and "detect" in one.seconds
        found = noticed if by_house else {"state": DrillInject.State.PLAYED}
        DrillInject.objects.create(
            drill=drill, code=said["code"], place=place, played_at=began, played_by=str(by), undone_at=began, **found
        )


def _observations(drill: Drill, one: Held, began: datetime, other: Actor) -> None:
    reached = {step: kind for step, kind in REACHED.items() if step in one.seconds}
    if "detect" in one.seconds and not drill.injects.exclude(detected_at=None).exists():
        reached["detect"] = Kind.NOTICED
    for step, kind in reached.items():
        at = began + timedelta(seconds=one.seconds[step])
        DrillObservation.objects.create(drill=drill, kind=kind, at=at, by=str(other))

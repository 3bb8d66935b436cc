"""Did it get faster: the times of a scenario over all its evaluated drills, with what they say in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from foyer.base.text import Bilingual
from foyer.security.drills import library, times
from foyer.security.drills.queries import TrendLine, trend
from foyer.security.drills.report import seconds_words
from foyer.security.models import Drill, DrillScenario


@dataclass(frozen=True)
class Scene:
    """One scenario over time: its lines, oldest first, and the conclusion for the title of its chart."""

    scenario: DrillScenario
    lines: tuple[TrendLine, ...]

    @property
    def goals(self) -> dict[str, int]:
        return dict(self.scenario.spec.get("goals", {}))

    @property
    def steps(self) -> list[str]:
        """Steps that were reached at least once, in order."""
        return [step for step in times.STEPS if any(line.seconds.get(step) is not None for line in self.lines)]

    @property
    def conclusion(self) -> Bilingual:
        if not self.lines:
            return Bilingual("尚无已复盘的演练", "No drill has been evaluated yet")
        return _together(_faster(self), _kept(self))

    def as_chart(self) -> dict[str, Any]:
        """What the chart draws: one line a step, its goal beside it."""
        series = [
            {"code": step, "name": str(times.STEPS[step][0]), "goal": self.goals.get(step),
             "values": [line.seconds.get(step) for line in self.lines]}
            for step in self.steps
        ]  # fmt: skip
        labels = [f"{line.drill.started_at:%Y-%m-%d}\n{line.drill.number}" for line in self.lines]
        return {"labels": labels, "series": series}


def scene(code: str) -> Scene:
    """The newest version of a scenario and what its drills measured. Raises NoSuchScenario."""
    return Scene(library.scenario(code), tuple(trend(code)))


def held() -> list[tuple[str, Bilingual, int]]:
    """Scenarios with evaluated drills, the most often held first: code, name, how often."""
    rows = Drill.objects.filter(state=Drill.State.CLOSED).values_list("scenario__code").annotate(count=Count("id"))
    names = {one.code: one.name for one in library.current()}
    found = [(code, names[code], count) for code, count in rows if code in names]
    return sorted(found, key=lambda one: (-one[2], one[0]))


def _faster(scene: Scene) -> Bilingual:
    """The first and the last time of the first step that was reached both times."""
    for step in scene.steps:
        reached = [seconds for line in scene.lines if (seconds := line.seconds.get(step)) is not None]
        name, count = times.STEPS[step][0], len(scene.lines)
        if len(reached) == 1:
            took = seconds_words(reached[0])
            return Bilingual(f"{name.zh}用时 {took}（共 {count} 次演练）", f"{name.en} took {took} ({_drills(count)})")
        if len(reached) > 1:
            return _change(name, reached[0], reached[-1], count)
    return Bilingual(
        f"{len(scene.lines)} 次演练均未到达任何一步", f"No step was reached in {_drills(len(scene.lines))}"
    )


def _change(name: Bilingual, first: float, last: float, count: int) -> Bilingual:
    before, after = seconds_words(first), seconds_words(last)
    if before == after:
        return Bilingual(f"{count} 次演练{name.zh}用时始终为 {after}", f"{name.en} took {after} in all {count} drills")
    zh, en = ("缩短", "fell") if last < first else ("延长", "rose")
    return Bilingual(
        f"{count} 次演练间{name.zh}用时由 {before} {zh}至 {after}",
        f"{name.en} {en} from {before} to {after} over {count} drills",
    )


def _kept(scene: Scene) -> Bilingual:
    """Whether the last drill kept its goals."""
    last = scene.lines[-1].drill
    missed = [one.name for one in times.measured(last) if one.kept is False]
    if not missed:
        return Bilingual("最近一次全部达标", "the last kept every goal")
    zh, en = "、".join(_of(missed, "zh")), ", ".join(_of(missed, "en")).lower()
    return Bilingual(f"最近一次未达标：{zh}", f"the last missed: {en}")


def _of(names: Iterable[Any], language: str) -> list[str]:
    return [one.in_(language) for one in names]


def _together(first: Bilingual, second: Bilingual) -> Bilingual:
    return Bilingual(f"{first.zh}；{second.zh}", f"{first.en}; {second.en}")


def _drills(count: int) -> str:
    return "one drill" if count == 1 else f"{count} drills"

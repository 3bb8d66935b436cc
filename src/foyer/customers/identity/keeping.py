"""Models as rows: the live one, and how one becomes live."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.customers.identity.charts import chart_of
from foyer.customers.identity.settings import Settings
from foyer.customers.identity.training import Trained
from foyer.customers.identity.zones import Lines
from foyer.customers.models import MatchModel

STATES = MatchModel.State


def live() -> MatchModel | None:
    return MatchModel.objects.filter(state=STATES.LIVE).first()


def trained_of(row: MatchModel) -> Trained:
    """The model that a row keeps."""
    kept = row.parameters
    return Trained(kept["m"], kept["u"], kept["share"])


def lines_of(row: MatchModel) -> Lines:
    return Lines(row.merge_from, row.review_from)


def keep(model: Trained, settings: Settings, lines: Lines, *, by: Actor, **more: Any) -> MatchModel:
    """A row for a model that was just trained; it is not live yet."""
    number = MatchModel.objects.count() + 1
    return MatchModel.objects.create(
        name=f"{settings.version}-{number}",
        settings_version=settings.version,
        parameters={"m": model.m, "u": model.u, "share": model.share},
        merge_from=lines.merge_from,
        review_from=lines.review_from,
        training={"rounds": model.rounds, "pairs_of_one": model.history[-1:], **more.pop("training", {})},
        evaluation=more.pop("evaluation", {}),
        chart=chart_of(settings, model),
        trained_by=str(by),
    )


@transaction.atomic
def promote(row: MatchModel) -> MatchModel:
    """Let a model decide from the next run on; the one before it retires."""
    MatchModel.objects.filter(state=STATES.LIVE).exclude(pk=row.pk).update(state=STATES.RETIRED)
    row.state, row.live_at = STATES.LIVE, clock.now()
    row.save(update_fields=["state", "live_at"])
    return row


def refuse(row: MatchModel, reason: str) -> MatchModel:
    row.state, row.refused_reason = STATES.REFUSED, reason[:200]
    row.save(update_fields=["state", "refused_reason"])
    return row

"""What this room does by itself: sealing every second, anchoring as often as the operator wants, verifying by night."""

from uuid import UUID

from foyer.base.actors import SYSTEM
from foyer.base.jobs import job, periodic
from foyer.security.audit import anchoring, house, pruning, sealing, verifying
from foyer.security.detection import chain, counting, learning, responses, sweeping
from foyer.security.detection.watched import watched
from foyer.security.drills import calendar, playing, watching
from foyer.security.risks import register

SEAL_SECONDS = 1
LOOK_SECONDS = 3


@periodic("security.tell_start", every_seconds=30)
def tell_start() -> None:
    house.tell_start()


@periodic("security.seal_audit", every_seconds=SEAL_SECONDS)
def seal_audit() -> None:
    sealing.seal_waiting()
    anchoring.anchor_if_due()


@job("security.verify_audit", attempts=2)
def verify_audit(by: str) -> None:
    """Verify the whole trail, as somebody asked on the page."""
    verifying.verify_and_note(by=by)


@periodic("security.verify_new_audit", every_seconds=24 * 3600)
def verify_new_audit() -> None:
    """Verify what was sealed since the last verification that found nothing."""
    verifying.verify_and_note(by="system", first=verifying.verified_up_to() + 1)


@periodic("security.prune_audit", every_seconds=24 * 3600)
def prune_audit() -> None:
    """Let go of what the policy no longer keeps; a tombstone stays in its place."""
    pruning.prune(by=SYSTEM)


@periodic("security.look_at_trail", every_seconds=LOOK_SECONDS)
def look_at_trail() -> None:
    """Newly sealed entries, against every rule: from the act to the alert it takes some seconds."""
    sweeping.look()


@periodic("security.look_at_sealing", every_seconds=15)
def look_at_sealing() -> None:
    chain.look_at_sealing()


@periodic("security.end_responses", every_seconds=30)
def end_responses() -> None:
    responses.expire()


@periodic("security.forget_counts", every_seconds=3600)
def forget_counts() -> None:
    counting.forget_old((one.rule.pk, one.spec) for one in watched())


@periodic("security.learn_thresholds", every_seconds=24 * 3600)
def learn_thresholds() -> None:
    learn.later()


@job("security.learn", attempts=2)
def learn() -> None:
    """What people of a role usually reach, from the last thirty days."""
    learning.learn()


@job("security.play_inject", attempts=1)
def play_inject(inject_id: str) -> None:
    """What an inject of a drill does; never a second time by itself."""
    playing.play(UUID(inject_id))


@periodic("security.watch_drill", every_seconds=2)
def watch_drill() -> None:
    watching.watch()


@periodic("security.remind_of_drills", every_seconds=24 * 3600)
def remind_of_drills() -> None:
    calendar.remind()


@periodic("security.refresh_register", every_seconds=3600)
def refresh_register() -> None:
    """What the house holds, and whether something is new that nobody has judged."""
    register.refresh()

"""What this room does by itself."""

from foyer.base.jobs import periodic
from foyer.knowledge import actions
from foyer.knowledge.actions import bringing, checking


@periodic("knowledge.expire", every_seconds=600)
def expire_late() -> None:
    """Whatever has passed its last valid day is out of the list of what speaks, whether a clock told or not."""
    actions.expire_late()


@periodic("knowledge.check_when_due", every_seconds=60)
def check_when_due() -> None:
    """Whatever was published is checked soon after; a job does it, because it takes some seconds."""
    checking.check_when_due()


@periodic("knowledge.forget_imports", every_seconds=24 * 3600)
def forget_imports() -> None:
    """What was brought in and what it proposed, after 90 days."""
    bringing.forget_old()


@periodic("knowledge.index", every_seconds=3600)
def index_meanings() -> None:
    """A bank with very many sentences gets the index that finds close meanings."""
    actions.index_meanings()


@periodic("knowledge.catch_up", every_seconds=60)
def catch_up() -> None:
    """What was written while the encoder was away gets its meaning."""
    actions.catch_up()


@periodic("knowledge.learn_abroad_when_due", every_seconds=60)
def learn_abroad_when_due() -> None:
    """What is written in one language alone is found better from the other, soon after it was published."""
    actions.learn_abroad_when_due()


@periodic("knowledge.see_abroad_when_due", every_seconds=60)
def see_abroad_when_due() -> None:
    """The same, where the opinion across languages is installed."""
    actions.see_abroad_when_due()

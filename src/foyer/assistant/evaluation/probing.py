"""The parts a question passes through, each probed as a question passes it."""

from foyer.assistant.calibration import shipped
from foyer.assistant.evaluation.stability import probe_part
from foyer.assistant.understanding import understand
from foyer.knowledge import queries as knowledge

QUESTION = "我的银行卡丢了怎么办"


class FoundNothing(Exception):
    """The search answered, with nothing: the articles or their meanings are gone."""


@probe_part("understanding")
def reads() -> None:
    understand(QUESTION, language="zh", burst=())


@probe_part("search")
def finds() -> None:
    shipped()
    if not knowledge.search(QUESTION, "zh", limit=1):
        raise FoundNothing

"""The numbers this room defines."""

from foyer.base import measures
from foyer.base.text import Bilingual

_WHICH = ("process", "door")

BEGUN = measures.counter(
    "servicing.begun", name=Bilingual("开始的服务单", "Services begun"), unit="1", dimensions=_WHICH
)
ENDED = measures.counter(
    "servicing.ended", name=Bilingual("结束的服务单", "Services ended"), unit="1", dimensions=(*_WHICH, "outcome")
)
TIME = measures.duration(
    "servicing.time", name=Bilingual("服务单办理时长", "Time to finish a service"), dimensions=("process",)
)

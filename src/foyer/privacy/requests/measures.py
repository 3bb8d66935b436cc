"""The numbers of requests and retention."""

from foyer.base import measures
from foyer.base.text import Bilingual

ASKED = measures.counter(
    "privacy.requests", name=Bilingual("个人信息权利请求", "Subject requests"), dimensions=("kind", "door")
)
IN_TIME = measures.ratio(
    "privacy.requests_in_time", name=Bilingual("按时答复", "Answered in time"), dimensions=("kind",)
)  # fmt: skip
ANSWER = measures.duration(
    "privacy.request_answer", name=Bilingual("答复用时", "Time to the answer"), dimensions=("kind",)
)  # fmt: skip
ERASED = measures.counter("privacy.erasures", name=Bilingual("删除的客户", "People deleted"))
RETAINED = measures.counter(
    "privacy.retention", name=Bilingual("按保存期限处理", "Handled by the retention schedule"), dimensions=("rule",)
)

"""The numbers of data quality."""

from foyer.base import measures
from foyer.base.text import Bilingual

_WHERE = ("source", "dimension")

CHECKED = measures.counter(
    "customers.values_checked", name=Bilingual("已检查的值", "Values checked"), dimensions=_WHERE
)
FAILED = measures.counter(
    "customers.values_failed", name=Bilingual("不合格的值", "Values that failed"), dimensions=_WHERE
)
HELD = measures.counter(
    "customers.rows_quarantined", name=Bilingual("隔离的记录", "Rows quarantined"), dimensions=("source",)
)
DECIDED = measures.counter(
    "customers.quarantine_decided", name=Bilingual("已处理的隔离记录", "Quarantined rows decided"),
    dimensions=("source", "decision"),
)  # fmt: skip
ALERTS = measures.counter(
    "customers.quality_alerts", name=Bilingual("质量告警", "Quality alerts"), dimensions=("source", "kind")
)

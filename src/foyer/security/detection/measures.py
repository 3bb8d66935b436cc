"""M81: from the act to the alert. M82: from the alert until the danger was over. M84: how many alerts were right."""

from foyer.base import measures
from foyer.base.text import Bilingual
from foyer.security.models import Alert, Incident

DETECT = measures.duration(
    "security.time_to_detect", name=Bilingual("发现用时 M81", "Time to detect (M81)"), dimensions=("rule",)
)
CONTAIN = measures.duration(
    "security.time_to_contain", name=Bilingual("处置用时 M82", "Time to contain (M82)"), dimensions=("severity",)
)
PRECISION = measures.ratio(
    "security.alert_precision", name=Bilingual("告警准确率 M84", "Precision of alerts (M84)"), dimensions=("rule",)
)


def raised(alert: Alert) -> None:
    DETECT.record(max(0.0, (alert.at - alert.acted_at).total_seconds()), rule=alert.rule.code)


def judged(alert: Alert) -> None:
    """Explained counts as right: the act was what the rule says."""
    PRECISION.observe(alert.state != Alert.State.FALSE, rule=alert.rule.code)


def contained(incident: Incident) -> None:
    if incident.contained_at:
        CONTAIN.record((incident.contained_at - incident.opened_at).total_seconds(), severity=incident.severity)

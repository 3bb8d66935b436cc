"""What the demo bank's security has done: the first assessment of the house, impact assessments, a year of drills, and a planned one."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.demo import drilled
from foyer.security.drills import planning, queries
from foyer.security.risks import assessments, baseline
from foyer.staff import approvals
from foyer.staff.models import User

OFFICER, SECOND, SUPERVISOR = "weian", "dengfang", "chenwei"
ANSWERS = {
    "effects": {
        "zh": "可能造成被画像、被打扰或信息泄露；以去标识、分级加密、掩码与访问审计降低。",
        "en": "People may be profiled, disturbed or exposed; pseudonyms, sealed fields, masking and the trail reduce that.",
    },
    "measures": {
        "zh": "两道用途闸门、分级密钥、默认掩码、撤回即时生效、到期自动删除。",
        "en": "Two gates, keys by class, masking by default, a withdrawal that holds at once, deletion on schedule.",
    },
    "people": {
        "zh": "征求了消费者保护、网络安全与客服一线的意见。",
        "en": "Customer protection, security and the colleagues who serve were asked.",
    },
    "conclusion": {
        "zh": "剩余风险在偏好线以内，可以启用，一年内复评。",
        "en": "What remains lies within the appetite; it may be used and is reviewed within a year.",
    },
}


@transaction.atomic
def guard() -> None:
    """Everything once; doing it again changes nothing."""
    officer, second = (User.objects.get(username=name) for name in (OFFICER, SECOND))
    baseline.install(by=Actor.staff(officer), owner=officer.pk)
    for subject, code, _name, there in assessments.needed():
        if not there:
            _assess(subject, code, officer, second)
    if not queries.drills(most=1):
        drilled.remember(officer, second)
        _plan(officer, second)


def _assess(subject: str, code: str, officer: Any, second: Any) -> None:
    row = assessments.draft(code, subject, by=Actor.staff(officer))
    assessments.write(row.pk, ANSWERS, by=Actor.staff(officer))
    assessments.propose(row.pk, by=Actor.staff(officer))
    _agree(assessments.KIND, row.pk, second)


def _plan(officer: Any, second: Any) -> None:
    """A mass view next week, agreed to."""
    opens_at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=7)
    supervisor = User.objects.get(username=SUPERVISOR)
    drill = planning.plan(
        "insider-mass-view", opens_at=opens_at, closes_at=opens_at + timedelta(hours=2),
        participants=[(officer.pk, "lead"), (supervisor.pk, "supervisor")], by=Actor.staff(officer),
    )  # fmt: skip
    _agree(planning.KIND, drill.pk, second)


def _agree(kind: str, subject: Any, second: Any) -> None:
    waiting = approvals.pending(kind, subject)
    if waiting is not None:
        approvals.approve(waiting, by=Actor.staff(second))

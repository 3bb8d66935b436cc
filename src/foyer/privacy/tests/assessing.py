"""An impact assessment that two people agreed to, for tests."""

from foyer.base.actors import Actor
from foyer.security.models import Assessment
from foyer.security.risks import assessments
from foyer.staff import approvals
from foyer.staff.tests.factories import UserFactory


def answered() -> dict[str, dict[str, str]]:
    return {code: {"zh": "说明", "en": "As it is."} for code in assessments.QUESTIONS}


def approve_assessment(code: str, subject: str) -> Assessment:
    """Drafted and handed in by one officer, agreed to by another."""
    one = Actor.staff(UserFactory(role="security_administrator"))
    other = Actor.staff(UserFactory(role="compliance"))
    row = assessments.draft(code, subject, by=one)
    assessments.write(row.pk, answered(), by=one)
    assessments.propose(row.pk, by=one)
    approvals.approve(approvals.pending(assessments.KIND, row.pk), by=other)
    row.refresh_from_db()
    return row

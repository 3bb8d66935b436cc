"""The acts of risks that somebody answers for."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

ASSET = audit.kind("security.asset_described", _("An asset was described"))
ASSESSED = audit.kind("security.risk_assessed", _("A risk was assessed"))
ACCEPTED = audit.kind("security.risk_accepted", _("A risk was accepted"))
JUDGED = audit.kind("security.risk_task_judged", _("Something new in the register was judged"))
DRAFTED = audit.kind("security.assessment_drafted", _("An impact assessment was drafted"))
APPROVED = audit.kind("security.assessment_approved", _("An impact assessment was approved"))

"""What of this is written to the trail."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

CONSENT_DECIDED = audit.kind("privacy.consent_decided", _("A consent was given, refused or withdrawn"))
CONSENT_PROVED = audit.kind("privacy.consent_proved", _("The proof of a customer's consents was exported"))
CONSENTS_VIEWED = audit.kind("privacy.consents_viewed", _("A customer's consents were viewed"))
CONSENTS_FORGOTTEN = audit.kind("privacy.consents_forgotten", _("Consents past their retention were removed"))
NOTICE_DRAFTED = audit.kind("privacy.notice_drafted", _("A privacy notice was drafted or changed"))
NOTICE_PUBLISHED = audit.kind("privacy.notice_published", _("A privacy notice was published"))
PURPOSE_ACTIVATED = audit.kind("privacy.purpose_activated", _("A purpose came into use"))
PURPOSE_SUSPENDED = audit.kind("privacy.purpose_suspended", _("A purpose was suspended"))
TAGS_DELETED = audit.kind("privacy.tags_deleted", _("A customer's tags were deleted at their wish"))

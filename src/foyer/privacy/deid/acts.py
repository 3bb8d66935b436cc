"""What of a release is written to the trail."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.privacy.models import Release

ASKED = audit.kind("privacy.release_asked", _("Asked for a de-identified data set"))
PREPARED = audit.kind("privacy.release_prepared", _("Prepared a de-identified data set"))
FAILED = audit.kind("privacy.release_failed", _("A de-identified data set could not be prepared"))
RELEASED = audit.kind("privacy.release_let_out", _("Let a de-identified data set out"))
SAMPLED = audit.kind("privacy.release_sampled", _("Looked at a sample of a de-identified data set"))
FETCHED = audit.kind("privacy.release_fetched", _("Fetched a released data set"))
ENDED = audit.kind("privacy.release_ended", _("Ended the release of a data set"))


def note(kind: audit.Kind, release: Release, by: Actor, **figures: Any) -> None:
    details = {"dataset": release.dataset, **figures}
    audit.record(
        kind, by=by, on=f"release:{release.id}", purpose=release.purpose, reason=release.reason, details=details
    )

"""What this room tells the trail: signing in and out, second factors, sessions, people, roles, units, approvals."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.base import audit
from foyer.base.actors import Actor

SIGNED_IN = audit.kind("staff.signed_in", _("Signed in"))
SIGN_IN_FAILED = audit.kind("staff.sign_in_failed", _("Sign-in failed"))
FACTOR_ASKED = audit.kind("staff.factor_asked", _("Second factor asked for"))
CODE_REPLAYED = audit.kind("staff.code_replayed", _("A used one-time code came again"))
LOCKED_OUT = audit.kind("staff.locked_out", _("Locked out after failed sign-ins"))
SIGNED_OUT = audit.kind("staff.signed_out", _("Signed out"))
SESSION_ENDED = audit.kind("staff.session_ended", _("Session ended"))
FACTOR_ADDED = audit.kind("staff.factor_added", _("Second factor added"))
FACTOR_REMOVED = audit.kind("staff.factor_removed", _("Second factor removed"))
PASSWORD_CHANGED = audit.kind("staff.password_changed", _("Password changed"))
PROVIDER_LINKED = audit.kind("staff.provider_linked", _("Number at the bank's provider changed"))
DEACTIVATED = audit.kind("staff.user_deactivated", _("User deactivated"))
REACTIVATED = audit.kind("staff.user_reactivated", _("User reactivated"))
ROLES_CHANGED = audit.kind("staff.roles_changed", _("Roles changed"))
PERMISSIONS_CHANGED = audit.kind("staff.permissions_changed", _("Permissions of a role changed"))
ADDED = audit.kind("staff.register_added", _("Added in the back office"))
CHANGED = audit.kind("staff.register_changed", _("Changed in the back office"))
DELETED = audit.kind("staff.register_deleted", _("Deleted in the back office"))
REFUSED = audit.kind("staff.refused", _("Asked for what is not theirs"))
SKILL_GIVEN = audit.kind("staff.skill_given", _("Skill recorded"))
UNIT_OPENED = audit.kind("staff.unit_opened", _("Unit opened"))
UNIT_CHANGED = audit.kind("staff.unit_changed", _("Unit changed"))
UNIT_MOVED = audit.kind("staff.unit_moved", _("Unit moved"))
PROPOSED = audit.kind("staff.approval_proposed", _("Change proposed for approval"))
DECIDED = audit.kind("staff.approval_decided", _("Proposed change decided"))


def tell_roles(user: Any, before: Iterable[str], after: Iterable[str], *, by: Actor) -> None:
    """Who has which roles from now on: what came and what went."""
    came, went = sorted(set(after) - set(before)), sorted(set(before) - set(after))
    if came or went:
        audit.record(
            ROLES_CHANGED, by=by, on=f"user:{user.pk}", fields=("groups",), details={"added": came, "removed": went}
        )

"""What this room refuses, in the bank's words."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Forbidden, Invalid, NotFound, Refusal


class UserNotFound(NotFound):
    code = "user_not_found"
    message = _("There is no such colleague, or you may not see them.")


class UnitNotFound(NotFound):
    code = "unit_not_found"
    message = _("There is no such unit, or you may not see it.")


class UnitInWrongPlace(Invalid):
    code = "unit_in_wrong_place"
    message = _("This unit cannot stand there in the organisation.")
    mend = _("A head office stands at the top, then branches, outlets and teams; nothing stands below itself.")


class RolesApart(Refusal):
    code = "roles_apart"
    message = _("Administrator, security administrator and auditor are three different people.")
    mend = _("Take the other role away first, or give this one to somebody else.")


class UnknownState(Invalid):
    code = "unknown_presence_state"
    message = _("There is no such state of presence.")
    mend = _("Choose available, busy, break or away.")


class HoursOverlap(Invalid):
    code = "hours_overlap"
    message = _("Two blocks of working hours overlap, or one ends before it begins.")
    mend = _("Let each block begin after the one before it has ended.")


class UnknownKind(Invalid):
    code = "approval_unknown_kind"
    message = _("Nobody knows how to carry out this kind of change.")


class NothingToChange(Invalid):
    code = "approval_nothing_to_change"
    message = _("This would change nothing.")


class AlreadyProposed(Refusal):
    code = "approval_already_proposed"
    message = _("The same change already waits for approval.")
    mend = _("Ask a colleague to decide it, or withdraw it first.")


class NotTheMaker(Forbidden):
    code = "approval_not_the_maker"
    message = _("Only the person who proposed a change can withdraw it.")
    mend = _("You may reject it instead.")


class OwnProposal(Forbidden):
    code = "approval_own_proposal"
    message = _("Nobody approves their own proposal.")
    mend = _("Ask a second person to decide; you may withdraw it.")


class MayNotApprove(Forbidden):
    code = "approval_not_permitted"
    message = _("You may not decide this kind of change.")


class AlreadySigned(Refusal):
    code = "approval_already_signed"
    message = _("You have already decided one step of this request; the next needs another person.")


class AlreadyDecided(Refusal):
    code = "approval_already_decided"
    message = _("This request has been decided already.")


class DataHasMoved(Refusal):
    code = "approval_data_has_moved"
    message = _("The data has changed since this was proposed, so it cannot be approved as it stands.")
    mend = _("Reject it, or ask the maker to propose it again from the present data.")


class ConfirmFirst(Forbidden):
    """Details say where: `confirm` the address, `label` what its button is called."""

    code = "confirm_first"
    message = _("It is some time since you proved who you are. Nothing was changed.")
    mend = _("Confirm with your password or second factor, then do it again.")

"""The refusals of evaluation."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid, NotFound, Refusal


class TrialRunning(Refusal):
    code = "trial_running"
    message = _("A trial is running already.")
    mend = _("End it first: two trials at once would blur each other.")


class VariationUnknown(Invalid):
    message = _("This cannot be tried.")
    mend = _("Name what differs, within its bounds, a share between 0 and 1, and what the trial is judged by.")


class NoSuchTrial(NotFound):
    message = _("There is no such trial, or no such outcome.")
    mend = _("Choose a trial from the list.")


class NoSuchAnswer(NotFound):
    message = _("There is no such answer under review.")
    mend = _("Choose one from your list.")


class NothingToSample(Refusal):
    code = "nothing_to_sample"
    message = _("There are no answers of that time to draw from.")
    mend = _("Choose a longer or another window.")


class SetUnreadable(Invalid):
    """A labelled set that cannot be played; `told` says where and why."""

    code = "set_unreadable"
    message = _("This set cannot be read.")
    mend = _("Mend the lines that are named and try again.")

    def __init__(self, *told: str) -> None:
        super().__init__(lines=list(told))
        self.told = told

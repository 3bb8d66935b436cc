"""The refusals of drills, in the bank's words."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid, NotFound, Refusal


class NoSuchDrill(NotFound):
    code = "no_such_drill"
    message = _("There is no such drill.")


class NoSuchScenario(NotFound):
    code = "no_such_scenario"
    message = _("There is no such scenario.")


class BadWindow(Invalid):
    code = "bad_window"
    message = _("The window must lie in the future and be at most twelve hours long.")
    mend = _("Choose a beginning that is still to come, and an end on the same day.")


class NotAgreed(Refusal):
    code = "drill_not_agreed"
    message = _("Nobody has agreed to this drill yet.")
    mend = _("Ask a second person, who did not plan it.")


class OutsideTheWindow(Refusal):
    code = "outside_the_window"
    message = _("The window of this drill is not open.")
    mend = _("Wait until it opens, or plan another drill.")
    retry = True


class AnotherRuns(Refusal):
    code = "another_drill_runs"
    message = _("Another drill is running.")
    mend = _("Stop that one first.")
    retry = True


class NotRunning(Refusal):
    code = "drill_not_running"
    message = _("This drill is not running.")


class AlreadyPlayed(Refusal):
    code = "inject_already_played"
    message = _("This inject has been played already.")


class NotOverYet(Refusal):
    code = "drill_not_over"
    message = _("The drill is not over yet.")
    mend = _("Stop it first.")


class NotProven(Refusal):
    code = "action_not_proven"
    message = _("Only a later drill of the same scenario shows whether this action helped.")
    mend = _("Hold the drill again and evaluate it; then choose it here.")


class WordsMissing(Invalid):
    code = "words_missing"
    message = _("Please say it in a sentence.")

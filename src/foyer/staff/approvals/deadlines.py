"""The deadline of a step, kept by `base.clocks`; each warning and the deadline itself are told as a fact."""

from foyer.base import clocks
from foyer.base.events import publish
from foyer.staff.events import ApprovalOverdue
from foyer.staff.models import ApprovalStep

PREFIX = "staff.approval_step:"


def begin(step: ApprovalStep, deadline: str) -> None:
    """From now this signature is waited for, under the policy `deadline` if the rule names one."""
    if deadline:
        step.due_at = clocks.start(deadline, _subject(step)).due_at


def end(step: ApprovalStep) -> None:
    """The signature has come, or is no longer needed."""
    if step.due_at is not None:
        clocks.stop(_subject(step))


def watch(deadline: str) -> None:
    """Hear the clocks of a rule's deadline."""
    clocks.on_due(deadline)(tell_overdue)


def tell_overdue(due: clocks.Due) -> None:
    """A signature is late or soon will be; other clocks of the same policy are not ours."""
    if not due.subject.startswith(PREFIX):
        return
    step = ApprovalStep.objects.select_related("request").get(pk=due.subject.removeprefix(PREFIX))
    request = step.request
    publish(ApprovalOverdue(request.pk, request.kind, request.subject, step.number, due.seconds_left))


def _subject(step: ApprovalStep) -> str:
    return f"{PREFIX}{step.pk}"

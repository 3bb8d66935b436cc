"""Refusals: every "no" of the house says why, how to mend it, and whether trying again can help."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class Refusal(Exception):
    """A "no" that may be read to a customer. Rooms subclass it in their errors.py.

    `code` is for programs, `message` says what is wrong, `mend` what to do, `retry` whether the same can succeed
    later, `status` is the HTTP status the faces answer with.
    """

    code = "refused"
    message: Sentence = _("This cannot be done now.")
    mend: Sentence = ""
    status = 409
    retry = False

    def __init__(self, message: Sentence | None = None, *, mend: Sentence | None = None, **details: Any) -> None:
        self.message = message or self.message
        self.mend = mend if mend is not None else self.mend
        self.details = details
        super().__init__(self.code)

    def as_json(self) -> dict[str, Any]:
        """What the API answers."""
        return {
            "code": self.code,
            "message": str(self.message),
            "mend": str(self.mend),
            "retry": self.retry,
            "details": self.details,
        }


class NotFound(Refusal):
    code = "not_found"
    message = _("There is nothing here, or it is not for you.")
    status = 404


class Forbidden(Refusal):
    code = "forbidden"
    message = _("You may not do this.")
    mend: Sentence = _("Ask your supervisor for the permission.")
    status = 403


class Invalid(Refusal):
    code = "invalid"
    message = _("Something in the request is not right.")
    status = 422


class TooMany(Refusal):
    code = "too_many"
    message = _("Too many requests.")
    mend = _("Wait a moment, then try again.")
    status = 429
    retry = True

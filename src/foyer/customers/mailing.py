"""How an e-mail to a person leaves the house. Only jobs send: a mail server may be away, and what it could not take is
sent again. Nothing leaves for a synthetic person of a drill, who may meet an outage."""

from __future__ import annotations

from uuid import UUID

from django.core.mail import EmailMessage

from foyer.security.drills import outages


class MailNotSent(OSError):
    """The mail server did not take it; the same may succeed later."""


def send_to(person: UUID | None, mail: EmailMessage) -> None:
    """Send to somebody; a visitor without a name is nobody's person. Raises MailNotSent, or what the server raises."""
    try:
        if person is not None and outages.met("mail", person):
            raise MailNotSent
    except outages.Swallowed:
        return
    mail.send()

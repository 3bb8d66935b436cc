"""For whom a wording is: the one place that says what a reader of each kind may be shown.

Whoever asks says who reads; who says nothing is a customer. What is for staff only is then not there: not in search,
not as a page, not among the titles, not in an attachment, and not for the assistant, which asks as a customer does.
"""

from foyer.knowledge.models import Audience

PUBLIC, STAFF = str(Audience.PUBLIC), str(Audience.STAFF)


def audiences_for(reader: str) -> list[str]:
    """The audiences whose wordings a reader may be shown."""
    return [PUBLIC, STAFF] if reader == STAFF else [PUBLIC]

"""What a colleague typed as a reason goes to the trail without the people it speaks of: the trail forgets nobody."""

from foyer.base import audit


def without_people(reason: str) -> str:
    """The sentence, each person and number replaced by its kind."""
    from foyer.privacy.deid.scrubbing import Scrubber  # its word lists are loaded when they are first needed

    return Scrubber({}).scrub(reason).text


audit.scrubbed_by(without_people)

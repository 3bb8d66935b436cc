"""What is wrong with the settings, in the operator's language. Looked up only once something is wrong: right settings
start without it.
"""


def _(message: str) -> str:
    from foyer.operations import words  # it reads the settings itself

    return words._(message)


def gettext_noop(message: str) -> str:
    """Words that are looked up later. Django's own would ask for the settings, which are only being made."""
    return message

"""Characters that cannot be seen, made visible.

Some letters turn the reading direction, others have no width: with them words read otherwise than they are (a file that
ends in exe and looks like jpg, a host name with a letter more). What was written is kept as it was, for search and as
evidence; where it is shown, each such letter stands as its number in angle brackets. `foyer/thread.js` does the same.
"""

import re

_HIDDEN = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0]"
)


def visible(text: str) -> str:
    """The text as a screen may show it; letters that join others (emoji, Persian) stay."""
    return _HIDDEN.sub(lambda found: f"⟨{ord(found[0]):04X}⟩", text)

"""What a colleague is given with a conversation: what was asked, what was tried, and words for the end of it.

Built from what is kept anyhow, so it costs a read and no model; a language model is not needed for it.
"""

from foyer.assistant.helping.summing_up import Line, Summary, part, summary
from foyer.assistant.helping.wrapping_up import WrapUp, wrap_up

__all__ = ["Line", "Summary", "WrapUp", "part", "summary", "wrap_up"]

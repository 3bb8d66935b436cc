"""Translating between Chinese and English for a colleague: what a customer wrote, and the colleague's own draft.

There where a language model is configured, and only there. What leads to anybody is taken out before the text leaves
and put back into what comes again; every translation is kept, sealed, like every other text of the model; and what it
gives is marked as a machine's and told with what to look at twice.

    translation = translate("请马上挂失", to="en", conversation=talk, by=by)
"""

from foyer.assistant.translating.marking import MARKS
from foyer.assistant.translating.running import is_on, translate, translate_message
from foyer.assistant.translating.words import Translated

__all__ = ["MARKS", "Translated", "is_on", "translate", "translate_message"]

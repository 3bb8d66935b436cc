"""What a customer feels, how much they hurry: a lexicon of cues and the encoder's meaning, weighed by a linear model.

The sentences it learns from, the cues and the outcome are content (`fixtures/`); `manage.py learn_emotions` learns.
"""

from foyer.assistant.understanding.mood.cues import Cue, cues
from foyer.assistant.understanding.mood.model import EMOTIONS, Moods, shipped
from foyer.assistant.understanding.mood.reading import NEUTRAL, Mood, mood

__all__ = ["EMOTIONS", "NEUTRAL", "Cue", "Mood", "Moods", "cues", "mood", "shipped"]

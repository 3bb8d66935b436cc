"""Intents: what a customer wants, read from one message by what was learned from phrasings in both languages.

`words` and the encoders say what a sentence is seen as, `likeness` how like two are, `regression` which intent follows
from that and what it would have been without some of the phrasings, `sureness` how far to trust it; `training` puts
them together into a `Model`.
"""

from foyer.assistant.intents.seeing import meanings_of
from foyer.assistant.intents.training import Judged, Model, Phrasings, train

__all__ = ["Judged", "Model", "Phrasings", "meanings_of", "train"]

"""Intents: what a customer wants, read from one message by what was learned from phrasings in both languages.

`seen(text)` is what the rest of the assistant calls. Below it: `words` and the encoders (`base.encoders`) say what a
sentence is seen as, `likeness` how like two are, `regression` which intent follows from that and what it would have
been without some of the phrasings, `elsewhere` what no intent is about, `sureness` how far to trust it; `training` puts
them together into a `Model`.
Around it: `content` (phrasings, edited by colleagues), `running` (train, judge, compare), `promoting` (let go live, go
back), `correcting` (what colleagues say a message was about), `live` (the version this process reads with).
"""

from foyer.assistant.intents.model import Model, Phrasings
from foyer.assistant.intents.seeing import Seen, meanings_of, seen, seen_by
from foyer.assistant.intents.training import Judged, train

__all__ = ["Judged", "Model", "Phrasings", "Seen", "meanings_of", "seen", "seen_by", "train"]

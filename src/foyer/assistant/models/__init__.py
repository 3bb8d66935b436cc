"""What the assistant remembers: where each dialogue stands, each of its decisions with the reasons, how well it did."""

from foyer.assistant.models.dialogue import Dialogue
from foyer.assistant.models.draft import Draft, WriterState
from foyer.assistant.models.evaluation import EvaluationRun, Failure, Review, Sample, SampledAnswer, Trial, Watched
from foyer.assistant.models.intents import Correction, Intent, IntentPhrasing, IntentVersion, PhrasingMeaning
from foyer.assistant.models.reading import MessageReading
from foyer.assistant.models.register import AiUse
from foyer.assistant.models.session import AssistantSession
from foyer.assistant.models.translation import Translation
from foyer.assistant.models.turn import Turn

__all__ = [
    "AiUse",
    "AssistantSession",
    "Correction",
    "Dialogue",
    "Draft",
    "EvaluationRun",
    "Failure",
    "Intent",
    "IntentPhrasing",
    "IntentVersion",
    "MessageReading",
    "PhrasingMeaning",
    "Review",
    "Sample",
    "SampledAnswer",
    "Translation",
    "Trial",
    "Turn",
    "Watched",
    "WriterState",
]

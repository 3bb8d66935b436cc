"""What reads the meaning of sentences, where a bank wants another encoder than the one inside."""

from foyer.config.env.place import Place
from foyer.config.variables import flag, number, text


class Meanings(Place):
    """The encoders."""

    encoder = text(
        "FOYER_ENCODER",
        "",
        "The encoder that intents are read with: a folder (ONNX, or a BERT of the sentence-transformers kind) or the "
        "https address of an OpenAI-compatible /v1/embeddings; empty uses the one inside.",
    )
    encoder_model = text("FOYER_ENCODER_MODEL", "", "The model to ask for at the address in FOYER_ENCODER.")
    encoder_key = text("FOYER_ENCODER_KEY", "", "The bearer token for the address in FOYER_ENCODER.")
    encoder_dimensions = number(
        "FOYER_ENCODER_DIMENSIONS", 0, "How many numbers FOYER_ENCODER must give a sentence; 0 takes what it gives."
    )
    second_opinion = flag(
        "FOYER_SECOND_OPINION",
        True,
        "Read English with all-MiniLM-L6-v2 as well, which is more accurate and takes some milliseconds a message.",
    )
    opinion_abroad = flag(
        "FOYER_OPINION_ABROAD",
        True,
        "Ask multilingual-e5-small, where the extra foyer[abroad] is installed, which of several articles in the other "
        "language alone answers a question; it takes some 20 milliseconds where that is in doubt.",
    )

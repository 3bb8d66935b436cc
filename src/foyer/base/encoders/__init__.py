"""Encoders: what turns sentences into vectors, through one port, whoever made the encoder.

    encoders = chosen()                       # the first knows every language, further ones are a second opinion
    vectors = encoders[0].encode(["你好"])     # one row of length 1 a sentence
    encoders[0].name                          # which vectors may be compared with these: those of the same name

The first is the one in `base.meaning`, or what the bank named in FOYER_ENCODER: a folder (ONNX, or a BERT of the
sentence-transformers kind) or the address of an OpenAI-compatible `/v1/embeddings`. The second opinion is
all-MiniLM-L6-v2 for English, unless FOYER_SECOND_OPINION is off. Beside them stands the opinion across languages
(`multilingual.py`), where it is installed: it is asked about articles in the other language alone.
"""

from foyer.base.encoders.choosing import chosen, forget
from foyer.base.encoders.errors import BadEncoder
from foyer.base.encoders.multilingual import Across, across
from foyer.base.encoders.port import Array, Encoder

__all__ = ["Across", "Array", "BadEncoder", "Encoder", "across", "chosen", "forget"]

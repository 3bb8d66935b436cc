"""An encoder behind an address: OpenAI-compatible `/v1/embeddings`, called through the house's safe client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from foyer.base import outgoing
from foyer.base.encoders.aided import aid_of
from foyer.base.encoders.errors import BadEncoder
from foyer.base.encoders.port import Array, of_length_one

AT_ONCE = 64
SECONDS = 10.0
FEW, SECONDS_FOR_FEW = 8, 3.0  # a message somebody waits for, and how long its writer may wait
MOST_BYTES = 20_000_000


class Endpoint:
    """The texts leave the house: they are masked before they come here (`assistant.understanding`)."""

    def __init__(self, url: str, *, model: str, key: str) -> None:
        self._url, self._model, self._key = url, model, key
        self.name = f"{urlsplit(url).hostname}/{model or 'default'}"[:120]
        self.dimensions = int(self._ask(["你好"]).shape[1])
        self._aid = aid_of(self)

    def knows(self, text: str) -> bool:
        return True

    def encode(self, texts: Sequence[str]) -> Array:
        with self._aid.asked():
            rows = [self._ask(list(texts[start : start + AT_ONCE])) for start in range(0, len(texts), AT_ONCE)]
            found = np.concatenate(rows)
            if found.shape[1] != self.dimensions:
                raise BadEncoder(why=f"{self.name} gives {found.shape[1]} numbers instead of {self.dimensions}")
            return found

    def _ask(self, texts: list[str]) -> Array:
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        given = {"model": self._model, "input": texts}
        seconds = SECONDS if len(texts) > FEW else SECONDS_FOR_FEW
        answer = outgoing.send(
            "POST", self._url, json=given, headers=headers, seconds=seconds, most_bytes=MOST_BYTES, named=(self._url,)
        )
        if not answer.is_success:
            raise BadEncoder(why=f"{self.name} answers {answer.status}")
        return of_length_one(self._rows(answer, len(texts)))

    def _rows(self, answer: outgoing.Answer, count: int) -> Any:
        """The vectors in the order of the texts. Raises BadEncoder when the answer is of another form."""
        try:
            data = sorted(answer.json()["data"], key=lambda row: row["index"])
            rows = np.array([row["embedding"] for row in data], dtype=np.float32)
        except (ValueError, KeyError, TypeError) as error:
            raise BadEncoder(why=f"{self.name} answers in another form") from error
        if rows.ndim != 2 or len(rows) != count or not np.isfinite(rows).all():
            raise BadEncoder(why=f"{self.name} does not give one vector a text")
        return rows

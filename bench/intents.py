"""`./foyer bench intents`: how well intents are read, trained exactly as the product trains.

    ./foyer bench intents --train TRAIN.csv --test TEST.csv     columns text, category; any language
    ./foyer bench intents --train TRAIN.csv                     judged by ten folds of the training set itself
      --shots K                                                 only K examples of each category to learn from

Beside it, in the same run on the same split: the field's usual baseline, TF-IDF of words and letters with a linear
support-vector machine (scikit-learn). The last line is made for programs.
"""

import argparse
import csv
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
os.environ.setdefault("OPENBLAS_NUM_THREADS", str(os.cpu_count() or 1))  # one big system to solve, once

Rows = list[tuple[str, str]]
SEED = 1
TIMED = 200


def main(words: list[str] | None = None) -> int:
    options = _options(words)
    import django

    django.setup()
    learned = _few(_read(options.train), options.shots)
    asked = _read(options.test) if options.test else []
    print(f"{len(learned)} phrasings of {len({name for _text, name in learned})} intents; {len(asked)} to judge by")
    from foyer.assistant import intents

    begun = time.perf_counter()
    texts, names = (list(column) for column in zip(*learned, strict=True))
    model, judged = intents.train(intents.Phrasings(texts, names, intents.meanings_of(texts)), _elsewhere())
    seconds = time.perf_counter() - begun
    shares = ", ".join(f"{kind} {share:.3f}" for kind, share in judged.refused.items())
    print(f"ten folds: accuracy {judged.accuracy:.4f} ece {judged.calibration_error:.3f}")
    print(f"of sentences without a known intent refused, while 95 % of the known are not: {shares}")
    print(f"TF-IDF and a linear SVM: accuracy {_baseline(texts, names, asked):.4f}")
    accuracy, ece = _judge(model, asked) if asked else (judged.accuracy, judged.calibration_error)
    each = _each(model, [text for text, _name in asked or learned])
    print(f"accuracy {accuracy:.4f} ece {ece:.3f} train_seconds {seconds:.1f} ms_per_text {each:.2f}")
    return 0


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="foyer bench intents", description=__doc__.splitlines()[0])
    parser.add_argument("--train", type=Path, required=True, help="CSV with columns text and category")
    parser.add_argument("--test", type=Path, help="the same; without it ten folds of --train are judged")
    parser.add_argument("--shots", type=int, default=0, help="learn from so many examples of each category only")
    return parser.parse_args(words)


def _read(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return [(row["text"].strip(), row["category"].strip()) for row in csv.DictReader(file) if row["text"].strip()]


def _few(rows: Rows, shots: int) -> Rows:
    """So many of each category, by chance but always the same."""
    if not shots:
        return rows
    by_name: dict[str, Rows] = defaultdict(list)
    for row in rows:
        by_name[row[1]].append(row)
    chance = random.Random(SEED)
    return [row for name in sorted(by_name) for row in chance.sample(by_name[name], min(shots, len(by_name[name])))]


def _elsewhere() -> Any:
    import yaml

    from foyer.assistant import intents
    from foyer.assistant.calibration.measuring import OFF_TOPIC

    sentences = yaml.safe_load(OFF_TOPIC.read_text(encoding="utf-8"))
    texts = [text for said in sentences.values() for text in said]
    return intents.Phrasings(texts, [""] * len(texts), intents.meanings_of(texts))


def _judge(model: Any, asked: Rows) -> tuple[float, float]:
    """Accuracy and expected calibration error over sentences that training has not seen."""
    import numpy as np

    from foyer.assistant.intents import meanings_of
    from foyer.assistant.intents.sureness import calibration_error

    texts = [text for text, _name in asked]
    read = model.read(texts, meanings_of(texts))
    said = np.array(model.names)[read.scores.argmax(axis=1)]
    right = said == np.array([name for _text, name in asked])
    return float(right.mean()), calibration_error(read.right, right)


def _each(model: Any, texts: Sequence[str]) -> float:
    """Milliseconds for one text from its words to the intent and how sure, the median of many."""
    import statistics

    from foyer.assistant.intents import meanings_of

    took = []
    for text in list(texts)[:TIMED]:
        begun = time.perf_counter()
        model.read([text], meanings_of([text]))
        took.append(time.perf_counter() - begun)
    return statistics.median(took) * 1000


def _baseline(texts: list[str], names: list[str], asked: Rows) -> float:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.model_selection import cross_val_score
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    judge = make_pipeline(make_union(words, letters), LinearSVC())
    if not asked:
        return float(cross_val_score(judge, texts, names, cv=3).mean())
    return float(judge.fit(texts, names).score([text for text, _name in asked], [name for _text, name in asked]))


if __name__ == "__main__":
    sys.exit(main())

"""`./foyer bench intents`: how well intents are read, trained exactly as the product trains.

    ./foyer bench intents --train TRAIN.csv --test TEST.csv     columns text, category; any language
    ./foyer bench intents --train TRAIN.csv                     judged by ten folds of the training set itself
    ./foyer bench intents --shipped                             the shipped set, judged by its blind half
    ./foyer bench intents --by-person                           the same, each of its ten people by all the others
      --shots K                                                 only K examples of each category to learn from

Beside it, in the same run on the same split: the field's usual baseline, TF-IDF of words and letters with logistic
regression (scikit-learn), and the first encoder alone with the same. Sentences without an intent are of four kinds:
other talk (a half that nothing was fitted on), people who came in by the wrong door (`data/other_talk.yaml`), bank
business the set does not know, and intents held out. The last line is made for programs; its seconds are all that
training takes once each sentence has been seen by the encoders, which the product keeps beside it, and are told apart
from the seconds that seeing took.
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
    if options.by_person:
        return _by_person()
    whole, asked = (
        _shipped() if options.shipped else (_read(options.train), _read(options.test) if options.test else [])
    )
    learned = _few(whole, options.shots)
    print(f"{len(learned)} phrasings of {len({name for _text, name in learned})} intents; {len(asked)} to judge by")
    from foyer.assistant import intents
    from foyer.assistant.intents.sureness import calibration_error, error_by_chance
    from foyer.knowledge.actions.naming import shipped_groups

    texts, names = (list(column) for column in zip(*learned, strict=True))
    begun = time.perf_counter()
    given = intents.Phrasings(texts, names, intents.meanings_of(texts), synonyms=shipped_groups())
    fitted, kept_back, by_the_wrong_door = _elsewhere()
    seeing = time.perf_counter() - begun
    begun = time.perf_counter()
    model, judged = intents.train(given, fitted)
    seconds = time.perf_counter() - begun
    print(f"encoders: {', '.join(given.meanings)}; seeing every sentence took {seeing:.1f} s, training {seconds:.1f} s")
    print(f"ten folds: accuracy {judged.accuracy:.4f} ece {judged.calibration_error:.3f}")
    refused = _refused(model, judged, kept_back, by_the_wrong_door, options.shipped)
    print(f"refused while 95 % of the known are not: {refused}")
    if asked:
        known = 1 - _taken_for_none(model, [text for text, _name in asked])
        beside = _refused_beside(model, asked, [*kept_back, *by_the_wrong_door])
        print(f"by the same threshold known of those to judge by: {known:.3f}")
        print(f"refused while 95 % of those to judge by are not: other talk {beside:.3f}")
    sure, right = _judge(model, asked) if asked else (judged.sure, judged.right)
    usual, most = error_by_chance(sure)
    print(f"calibration error that chance alone gives {len(sure)} sentences: {usual:.3f} (95 in 100 below {most:.3f})")
    if not options.alone:
        words, encoder = _baselines(given, asked)
        print(f"TF-IDF and logistic regression: accuracy {words:.4f}; the first encoder and the same: {encoder:.4f}")
    each = _each(model, [text for text, _name in asked or learned])
    ece = calibration_error(sure, right)
    print(f"accuracy {right.mean():.4f} ece {ece:.3f} train_seconds {seconds:.1f} ms_per_text {each:.2f}")
    return 0


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="foyer bench intents", description=__doc__.splitlines()[0])
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--train", type=Path, help="CSV with columns text and category")
    source.add_argument("--shipped", action="store_true", help="the shipped set, by its blind half")
    source.add_argument(
        "--by-person", action="store_true", help="the shipped set, each of ten people by all the others"
    )
    parser.add_argument("--test", type=Path, help="the same; without it ten folds of --train are judged")
    parser.add_argument("--shots", type=int, default=0, help="learn from so many examples of each category only")
    parser.add_argument("--alone", action="store_true", help="without what it is compared with, which takes minutes")
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


def _shipped() -> tuple[Rows, Rows]:
    from foyer.assistant.intents import shipped

    rows = [(text, code) for code, about in shipped.written().items() for lang in ("zh", "en") for text in about[lang]]
    return rows, [(text, code) for code, text in shipped.met()]


def _by_person() -> int:
    """As a bank begins: learned from both halves, but for the person whose phrasings are judged."""
    import numpy as np

    from foyer.assistant import intents
    from foyer.assistant.intents import shipped
    from foyer.assistant.intents.sureness import calibration_error, error_by_chance
    from foyer.knowledge.actions.naming import shipped_groups

    written, _met = _shipped()
    people = {who: [(text, code) for code, text in said] for who, said in shipped.met_by_person().items()}
    fitted, _kept_back, _wrong_door = _elsewhere()
    judged = []
    for person, asked in people.items():
        texts, names = zip(
            *written, *(row for other, rows in people.items() if other != person for row in rows), strict=True
        )
        given = intents.Phrasings(list(texts), list(names), intents.meanings_of(texts), synonyms=shipped_groups())
        judged.append(_judge(intents.train(given, fitted)[0], asked))
        print(
            f"{person:13} accuracy {judged[-1][1].mean():.3f}, sure by {judged[-1][0].mean():.3f} on average",
            flush=True,
        )
    sure, right = (np.concatenate(column) for column in zip(*judged, strict=True))
    usual, most = error_by_chance(sure)
    print(f"calibration error that chance alone gives {len(sure)} sentences: {usual:.3f} (95 in 100 below {most:.3f})")
    print(f"accuracy {right.mean():.4f} ece {calibration_error(sure, right):.3f}")
    return 0


def _elsewhere() -> tuple[Any, list[str], list[str]]:
    """Other talk: what is learned from, and two kinds to judge by: every second sentence of one file, and a file that
    is never learned from."""
    import yaml

    from foyer.assistant import intents
    from foyer.assistant.intents import elsewhere

    texts, more = elsewhere.shipped(elsewhere.OFF_TOPIC), elsewhere.shipped(elsewhere.MORE)
    fitted = [*texts[::2], *more]
    unseen = yaml.safe_load((ROOT / "bench/data/other_talk.yaml").read_text(encoding="utf-8"))
    given = intents.Phrasings(fitted, [""] * len(fitted), intents.meanings_of(fitted))
    return given, texts[1::2], [text for said in unseen.values() for text in said]


# What Banking77 does not know of a bank: shipped intents that none of its 77 is about.
OTHER_BUSINESS = (
    "mortgage loan-personal loan-calculator loan-prepay loan-progress loan-rate deposit-rate deposit-open "
    "deposit-early deposit-calculator wealth-products wealth-redeem wealth-loss fund-plan risk-assessment callback "
    "branch-find branch-hours appointment damaged-notes social-card bereavement "
    "card-points bill-pay credit-overdue complaint"
)


def _refused(model: Any, judged: Any, kept_back: list[str], by_the_wrong_door: list[str], is_shipped: bool) -> str:
    """The share of each kind of sentence without an intent that is taken for none, and of all kinds alike."""
    from foyer.assistant.intents import shipped

    shares = {
        "other talk": _taken_for_none(model, kept_back),
        "by the wrong door": _taken_for_none(model, by_the_wrong_door),
    }
    if not is_shipped:
        whole = shipped.written()
        shares["other bank business"] = _taken_for_none(
            model, [text for code in OTHER_BUSINESS.split() for text in whole[code]["en"]]
        )
    shares["intents held out"] = judged.refused["unseen"]
    told = ", ".join(f"{kind} {share:.3f}" for kind, share in shares.items())
    return f"{told}, mean {sum(shares.values()) / len(shares):.3f}"


def _taken_for_none(model: Any, texts: list[str]) -> float:
    from foyer.assistant.intents import meanings_of

    return 1 - float(model.read(texts, meanings_of(texts)).is_known.mean())


def _refused_beside(model: Any, asked: Rows, others: list[str]) -> float:
    """The share of other sentences that look less known than all but a twentieth of those to judge by."""
    import numpy as np

    from foyer.assistant.intents import meanings_of

    known, strange = (
        model.read(texts, meanings_of(texts)).known for texts in ([text for text, _name in asked], others)
    )
    return float((strange < np.quantile(known, 0.05)).mean())


def _judge(model: Any, asked: Rows) -> tuple[Any, Any]:
    """How sure of each sentence that training has not seen, and whether rightly."""
    import numpy as np

    from foyer.assistant.intents import meanings_of

    texts = [text for text, _name in asked]
    read = model.read(texts, meanings_of(texts))
    said = np.array(model.names)[read.scores.argmax(axis=1)]
    return read.right, said == np.array([name for _text, name in asked])


def _each(model: Any, texts: Sequence[str]) -> float:
    """Milliseconds for one text from its words to the intent and how sure, the median of many, read as the product
    reads: a second opinion only where the first is not sure."""
    import statistics

    from foyer.assistant.intents.reader import Reader
    from foyer.base.encoders import chosen

    reader = Reader(0, model, chosen())
    took = []
    for text in random.Random(SEED).sample(list(texts), min(TIMED, len(texts))):
        begun = time.perf_counter()
        reader.read([text])
        took.append(time.perf_counter() - begun)
    print(f"milliseconds for one text: mean {statistics.mean(took) * 1000:.2f}, most {max(took) * 1000:.2f}")
    return statistics.median(took) * 1000


def _baselines(given: Any, asked: Rows) -> tuple[float, float]:
    """Accuracy of the words with logistic regression, and of the first encoder's vectors with the same; three folds
    where there is no other set to judge by."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_score
    from sklearn.pipeline import make_pipeline, make_union

    from foyer.assistant.intents import meanings_of

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=3)
    by_words = make_pipeline(make_union(words, letters), LogisticRegression(C=20, max_iter=60))
    by_meaning = LogisticRegression(C=20, max_iter=200)
    vectors = next(iter(given.meanings.values()))
    if not asked:
        return tuple(  # type: ignore[return-value]
            float(cross_val_score(judge, data, given.intents, cv=3).mean())
            for judge, data in ((by_words, given.texts), (by_meaning, vectors))
        )
    texts, names = [text for text, _name in asked], [name for _text, name in asked]
    seen = next(iter(meanings_of(texts).values()))
    return (
        float(by_words.fit(given.texts, given.intents).score(texts, names)),
        float(by_meaning.fit(vectors, given.intents).score(seen, names)),
    )


if __name__ == "__main__":
    sys.exit(main())

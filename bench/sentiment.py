"""`./foyer bench sentiment`: how well feelings are read, in Chinese and English, beside snownlp and VADER.

    ./foyer bench sentiment             everything below
    ./foyer bench sentiment --alone     without the two peers and the sets they bring

The sets, by source: our own messages to a bank (`bench/data/emotions_*.yaml`, `emotions_again_*.yaml`; one author, by
what the writer feels); the Chinese product and hotel reviews that snownlp (MIT) ships and was itself trained on; the
English tweets, product reviews, film reviews and editorials that VADER's authors (MIT) published with it. Reviews are
not bank talk: on them everyone is far from home, we most of all. So both are shown: as shipped, and learned anew from
four fifths of a set and judged on the rest, each in its own way. The last line is made for programs.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tarfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
os.environ.setdefault("FOYER_LOG_LEVEL", "ERROR")

import django  # noqa: E402

django.setup()

import numpy as np  # noqa: E402
import yaml  # noqa: E402

from foyer.assistant.understanding.mood import EMOTIONS, cues, learning, mood, shipped  # noqa: E402
from foyer.assistant.understanding.mood.model import softmax  # noqa: E402
from foyer.base import meaning  # noqa: E402
from foyer.config.env import env  # noqa: E402

HERE = Path(__file__).parent
LOCK, PEER = HERE / "sentiment.lock", HERE / "sentiment_peers.py"
VADER = "vaderSentiment-3.3.2"
MOST, SEED = 500, 1
PEER_OF = {"zh": "snownlp", "en": "VADER"}

Labelled = list[tuple[str, bool]]


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="foyer bench sentiment", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--alone", action="store_true", help="without the peers")
    alone = parser.parse_args(words).alone
    environment = None if alone else _environment()
    worth = {(name, lang): _emotions(name, lang) for name in ("emotions", "emotions_again") for lang in ("zh", "en")}
    for name in ("emotions", "emotions_again"):
        for lang in ("zh", "en"):
            _pleased_or_not(f"own {lang} ({name}), calm left out", _polar(name, lang), lang, environment)
    if environment is not None:
        for title, rows, lang in _published(environment):
            _pleased_or_not(title, rows, lang, environment)
            _learned_anew(title, rows, lang, environment)
    each = _each()
    figures = " ".join(f"{lang} {worth['emotions_again', lang]:.4f}" for lang in ("zh", "en"))
    print(f"emotions {figures} ms_per_text {each:.2f}")
    return 0


def _emotions(name: str, lang: str) -> float:
    """Of four feelings the right one, on messages that taught nothing."""
    rows = [(text, emotion) for emotion, texts in _own(name, lang).items() for text in texts]
    read = [mood(text, vector) for (text, _e), vector in zip(rows, meaning.encode([t for t, _e in rows]), strict=True)]
    right = np.array([one.emotion == emotion for one, (_text, emotion) in zip(read, rows, strict=True)])
    sure = np.array([one.confidence for one in read])
    by = ", ".join(f"{e} {right[[emotion == e for _t, emotion in rows]].mean():.3f}" for e in EMOTIONS)
    error = _calibration_error(sure, right)
    print(f"{name} {lang}: {len(rows)} messages, accuracy {right.mean():.4f} ({by}), ece {error:.3f}")
    return float(right.mean())


def _calibration_error(sure: Any, right: Any) -> float:
    parts = [part for part in np.array_split(np.argsort(sure), 10) if len(part)]
    return float(sum(len(part) * abs(sure[part].mean() - right[part].mean()) for part in parts) / len(sure))


def _own(name: str, lang: str) -> dict[str, list[str]]:
    return yaml.safe_load((HERE / "data" / f"{name}_{lang}.yaml").read_text(encoding="utf-8"))


def _polar(name: str, lang: str) -> Labelled:
    said = _own(name, lang)
    return [(text, emotion == "grateful") for emotion in ("angry", "worried", "grateful") for text in said[emotion]]


def _pleased_or_not(title: str, rows: Labelled, lang: str, environment: Path | None) -> None:
    """Forced to say pleased or not: everyone by the sign of their score. Balanced, so that guessing gives a half."""
    texts, wanted = [text for text, _is in rows], np.array([is_pleased for _text, is_pleased in rows])
    print(f"{title}: {len(rows)} texts, {wanted.mean():.0%} pleased")
    print(f"    Foyer as shipped      {_balanced(_ours(texts) > 0, wanted)}")
    if environment is not None:
        told = _peer(environment, {"peer": PEER_OF[lang], "texts": texts})
        middle = 0.5 if lang == "zh" else 0.0
        said = np.array([middle if score is None else score for score in told["scores"]])
        name = f"{PEER_OF[lang]} as shipped"
        print(f"    {name:22}{_balanced(said > middle, wanted)}  {told['ms']:.2f} ms each")


def _balanced(said: Any, wanted: Any) -> str:
    plain = (said == wanted).mean()
    both = (said[wanted].mean() + (~said[~wanted]).mean()) / 2
    return f"accuracy {plain:.4f}, balanced {both:.4f}"


def _ours(texts: Sequence[str]) -> Any:
    """The better of pleased and displeased, calm left aside."""
    values = learning.as_numbers(texts)
    shares = dict(zip(EMOTIONS, shipped().emotions.shares(values).T, strict=True))
    return shares["grateful"] - shares["angry"] - shares["worried"]


def _learned_anew(title: str, rows: Labelled, lang: str, environment: Path) -> None:
    """Four fifths to learn from, a fifth to judge by, the same for both. VADER is a lexicon and learns nothing."""
    cut = len(rows) * 4 // 5
    learned, asked = rows[:cut], rows[cut:]
    values, wanted = learning.as_numbers([text for text, _is in learned]), np.array([is_ for _text, is_ in asked])
    model = learning.learn(values, np.array([int(is_pleased) for _text, is_pleased in learned]))
    said = softmax(model.scores(learning.as_numbers([text for text, _is in asked])))[:, 1] > 0.5
    print(f"    Foyer learned anew    {_balanced(said, wanted)}")
    if lang == "zh":
        by = {kind: [text for text, is_ in learned if is_ == (kind == "pos")] for kind in ("neg", "pos")}
        told = _peer(environment, {"peer": "snownlp", **by, "texts": [text for text, _is in asked]})
        scores = np.array([0.5 if score is None else score for score in told["scores"]])
        print(f"    snownlp learned anew  {_balanced(scores > 0.5, wanted)}")


def _published(environment: Path) -> list[tuple[str, Labelled, str]]:
    """Real texts by others, each with its source, mixed by chance but always the same."""
    reviews = next(environment.glob("lib/python*/site-packages/snownlp/sentiment"))
    rows = [(line, kind == "pos") for kind in ("neg", "pos") for line in _lines(reviews / f"{kind}.txt")]
    found = [("snownlp's Chinese reviews, on which it was trained", _mixed(rows), "zh")]
    folder = environment / "hutto" / "hutto_ICWSM_2014"
    for name in ("tweets", "amazonReviewSnippets", "movieReviewSnippets", "nytEditorialSnippets"):
        rated = [line.split("\t") for line in _lines(folder / f"{name}_GroundTruth.txt")]
        said = [(text, float(rating) > 0) for _id, rating, text in rated if abs(float(rating)) >= 0.5]
        found.append((f"VADER's English {name}", _mixed(said), "en"))
    return found


def _mixed(rows: Labelled) -> Labelled:
    return random.Random(SEED).sample(rows, min(MOST, len(rows)))


def _lines(path: Path) -> list[str]:
    text = path.read_bytes().decode("utf-8", errors="ignore")
    return [line.strip() for line in text.split("\n") if len(line.strip()) > 3]


def _each() -> float:
    """What reading one message adds beside the encoder: cues, weights, risks and entities, the median."""
    from datetime import date

    from foyer.assistant.understanding.closely import read

    texts = [text for lang in ("zh", "en") for text in _own("emotions", lang)["angry"]]
    vectors = dict(zip(texts, meaning.encode(texts), strict=True))
    took = []
    for text in texts:
        cues(text)
        began = time.perf_counter()
        read(text, today=date(2026, 11, 27), encode=lambda _hidden, vector=vectors[text]: vector)
        took.append((time.perf_counter() - began) * 1000)
    return float(np.median(took))


def _peer(environment: Path, asked: dict[str, Any]) -> dict[str, Any]:
    command = [environment / "bin/python", "-I", PEER]
    told = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    return json.loads(told.stdout.splitlines()[-1])


def _environment() -> Path | None:
    """Both peers by hash, and the sets that VADER's source package holds."""
    environment = env.home_folder / "bench" / "sentiment"
    stamp = environment / "lock"
    if stamp.exists() and stamp.read_text() == LOCK.read_text():
        return environment
    try:
        _install(environment)
    except (OSError, subprocess.CalledProcessError):
        print("The peers could not be installed; they need a package registry.")
        return None
    stamp.write_text(LOCK.read_text())
    return environment


def _install(environment: Path) -> None:
    uv, python = Path(sys.executable).parent / "uv", environment / "bin/python"
    environment.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, environment], check=True)
    sync = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, LOCK]
    subprocess.run(sync, check=True, env={**os.environ, "VIRTUAL_ENV": str(environment)})
    sources = [python, "-m", "pip", "download", "--quiet", "--no-deps", "--no-build-isolation", "--no-binary", ":all:",
               "--require-hashes", "--dest", environment, "--requirement", HERE / "sentiment-sources.lock"]  # fmt: skip
    subprocess.run(sources, check=True)
    with tarfile.open(environment / f"{VADER}.tar.gz") as package:
        package.extractall(environment, filter="data")
    with tarfile.open(environment / VADER / "additional_resources" / "hutto_ICWSM_2014.tar.gz") as sets:
        sets.extractall(environment / "hutto", filter="data")


if __name__ == "__main__":
    sys.exit(main())

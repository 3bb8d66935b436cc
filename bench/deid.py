"""`./foyer bench deid`: how much of what leads to a person is found in texts, and what hiding people in tables costs.

    ./foyer bench deid                            every trial set by kind and language, and sentences drawn by templates
    ./foyer bench deid --questions FILE.csv       and how often a question that names nobody is touched
    ./foyer bench deid --rows 1000000             the search for the lowest rungs on so many rows
    ./foyer bench deid --alone                    without Presidio beside it

Presidio runs on the English half in an environment of its own, installed once from `presidio.lock`, with its small
spaCy model. The search stands beside one bare DuckDB GROUP BY over the same columns, which is its limit. The last line
is made for programs.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
os.environ.setdefault("FOYER_LOG_LEVEL", "ERROR")

import duckdb  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from bench.deid_drawn import drawn  # noqa: E402

from foyer.base.engine import open_engine  # noqa: E402
from foyer.config.env import env  # noqa: E402
from foyer.privacy.deid import Span, find, trial  # noqa: E402
from foyer.privacy.deid.generalising import choose  # noqa: E402

LOCK = Path(__file__).parent / "presidio.lock"
PEER = Path(__file__).parent / "deid_presidio.py"
VAGUE = ("DATE_TIME", "NRP", "LOCATION")  # counted where they cover a mention, not where they cover none
QUASI = {"born_on": "day", "place": "place", "sex": "category"}


def main() -> int:
    options = _options()
    recalls = {language: _try(language) for language in ("zh", "en")}
    if not options.alone:
        _beside_presidio()
    if options.questions:
        _touched(options.questions)
    seconds = _search(options.rows)
    print(f"recall_zh {recalls['zh']:.3f} recall_en {recalls['en']:.3f} search_seconds {seconds:.2f}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="foyer bench deid", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--questions", type=Path, help="CSV whose first column holds questions that name nobody")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--alone", action="store_true", help="without Presidio")
    return parser.parse_args()


# -- texts


def _try(language: str) -> float:
    """Both halves of a language; the recall on the half that taught nothing."""
    find("王小明 13800138000")  # the word list is loaded
    for held_out in (False, True):
        sentences = trial.chosen(language=language, held_out=held_out)
        began = time.perf_counter()
        judged = trial.judge(sentences)
        each = (time.perf_counter() - began) / len(sentences) * 1000
        _say(f"{language} {'held out' if held_out else 'dev'}", len(sentences), judged, each)
    _by_kind(judged)
    for name, chosen in (("once", trial.once), ("taught", trial.taught), ("sealed", trial.sealed)):
        _timed(f"{language} {name}", chosen(language))
    if language == "zh":
        _timed("zh drawn, town", drawn())
        _timed("zh drawn, Faker", drawn(names="faker"))
    return judged.recall


def _timed(name: str, sentences: list[trial.Sentence]) -> None:
    began = time.perf_counter()
    judged = trial.judge(sentences)
    _say(name, len(sentences), judged, (time.perf_counter() - began) / len(sentences) * 1000)
    _by_kind(judged)


def _by_kind(judged: trial.Judgement) -> None:
    for kind in sorted(judged.there):
        print(f"    {kind:12} {judged.found[kind]:3} of {judged.there[kind]:3}, called so {judged.named[kind]}")


def _say(name: str, sentences: int, judged: trial.Judgement, each: float) -> None:
    share = f"{judged.found.total()} of {judged.there.total()}"
    figures = f"recall {judged.recall:.3f} ({share}), precision {judged.precision:.3f}, {each:.2f} ms each"
    print(f"{name:16} {sentences:4} sentences: {figures}")


def _touched(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        questions = [row[0] for row in csv.reader(file) if row]
    began = time.perf_counter()
    hit = sum(bool(find(question)) for question in questions)
    each = (time.perf_counter() - began) / len(questions) * 1000
    print(f"{path.name}: {hit} of {len(questions)} touched ({hit / len(questions):.2%}), {each:.2f} ms each")


def _beside_presidio() -> None:
    """The same sentences, the same way of counting; only who looks is another."""
    environment = env.home_folder / "bench" / "presidio"
    try:
        _install(environment)
    except (OSError, subprocess.CalledProcessError):
        print("Presidio could not be installed; it needs a package registry.")
        return
    for held_out in (False, True):
        sentences = trial.chosen(language="en", held_out=held_out)
        asked = json.dumps([sentence.text for sentence in sentences])
        command = [environment / "bin/python", "-I", PEER]  # a bench/profile.py must not be taken for the library's
        told = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
        answer = json.loads(told.stdout.splitlines()[-1])
        spans = dict(zip((one.text for one in sentences), answer["found"], strict=True))
        judged = trial.judge(sentences, lambda text, spans=spans: [Span(*span) for span in spans[text]])
        sure = {text: [one for one in found if one[2] not in VAGUE] for text, found in spans.items()}
        undated = trial.judge(sentences, lambda text, spans=sure: [Span(*span) for span in spans[text]])
        judged.right, judged.wrong = undated.right, undated.wrong
        _say(f"en {'held out' if held_out else 'dev'}, Presidio", len(sentences), judged, answer["ms"])


def _install(environment: Path) -> None:
    stamp = environment / "lock"
    if stamp.exists() and stamp.read_text() == LOCK.read_text():
        return
    uv = Path(sys.executable).parent / "uv"
    environment.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, environment], check=True)
    sync = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", environment / "bin/python", LOCK]
    subprocess.run(sync, check=True, env={**os.environ, "VIRTUAL_ENV": str(environment)})
    stamp.write_text(LOCK.read_text())


# -- tables


def _search(rows: int) -> float:
    """The lowest rungs for k = 10 and l = 2 on a made-up town."""
    frame = _town(rows)
    with open_engine("duckdb") as engine:
        table = engine.frame(frame)
        began = time.perf_counter()
        choice = choose(engine, table, QUASI, ["tier"], k=10, l=2)
        seconds = time.perf_counter() - began
    began = time.perf_counter()
    columns = ", ".join((*QUASI, "tier"))
    duckdb.sql(f"SELECT {columns}, count(*) FROM frame GROUP BY {columns}").fetchall()
    bare = time.perf_counter() - began
    rungs = dict(choice.rungs) if choice else "none"
    print(f"search on {rows} rows: {seconds:.2f} s, one bare GROUP BY {bare:.2f} s; rungs {rungs}")
    return seconds


def _town(rows: int) -> pd.DataFrame:
    made = np.random.default_rng(1)
    days = pd.Timestamp("1940-01-01") + pd.to_timedelta(made.integers(0, 25_000, rows), "D")
    city, district = made.integers(0, 12, rows), made.integers(0, 8, rows)
    return pd.DataFrame(
        {
            "born_on": days.strftime("%Y-%m-%d"),
            "place": [f"省{c // 4}/市{c}/区{d}" for c, d in zip(city, district, strict=True)],
            "sex": made.choice(["F", "M"], rows),
            "tier": made.choice(["plain", "gold", "private"], rows, p=[0.8, 0.17, 0.03]),
        }
    )


if __name__ == "__main__":
    sys.exit(main())

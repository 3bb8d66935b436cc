"""How well and how fast the assistant hears: character errors in Mandarin, word errors in English.

    ./foyer bench speech [--recordings DIR] [--syllables DIR] [--few N]

Three kinds of sound, each named in the table: sentences of a bank said by eSpeak NG; numbers joined from a person's
recorded words (`--recordings`: the folder `digits` of Debian's asterisk-core-sounds-en-wav, CC BY-SA, telephone
quality); Mandarin sentences joined from two people's recorded syllables (`--syllables`: Debian's gcin-voice, CC BY).
Each is heard at 16 and at 8 kHz through the telephone's µ-law, without and with the bank's words, and by the raw
faster-whisper call in the same run. Joined syllables have no melody, so they are harder than speech; read the rows
against each other, not as what a caller will see.
"""

import argparse
import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil

RATE = 16_000
ZH = (
    "我的信用卡丢了怎么挂失", "请问大额存单的利率是多少", "提前还款要收手续费吗", "怎么修改手机银行的密码",
    "跨行转账多久能到账", "附近的网点几点关门", "我想查一下账户余额", "信用卡年费怎么免", "怎么打印交易明细",
    "我要预约办理开户", "短信验证码收不到怎么办", "房贷的利率什么时候调整", "怎么提高信用卡额度", "我要投诉",
    "转三千五百元给我妈妈", "请帮我转人工客服",
)  # fmt: skip
EN = (
    "I lost my credit card, how do I block it", "What is the interest rate on a fixed deposit",
    "How long does a transfer to another bank take", "How do I change my mobile banking passcode",
    "I want to make an appointment at the branch", "Can I repay my mortgage early", "What is the annual fee",
    "I do not recognise this transaction", "How do I raise my credit limit", "I would like to open an account",
    "My one time code does not arrive", "Please send me my statement", "I want to speak to a person",
    "Where is the nearest branch", "I want to make a complaint", "How do I order a replacement card",
)  # fmt: skip
NUMBERS = (
    "6222",
    "1 3 8 0 0",
    "9 5 5 8 8",
    "4 0 0 8",
    "2 0 1 3 4 8",
    "7 7 1 9",
    "5 0 6 2",
    "8 8 4 1",
    "3 3 9 6",
    "1 2 3 4",
)


def main() -> None:
    options = _options()
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
    django.setup()
    logging.getLogger("faster_whisper").setLevel(logging.WARNING)
    from foyer.assistant.speech.hearing.work import load
    from foyer.assistant.speech.speaking import espeak

    before = psutil.Process().memory_info().rss
    started = time.perf_counter()
    ear = load("", words=[], threads=options.threads)
    print(f"model loaded in {time.perf_counter() - started:.2f} s, {_grown(before)} MB more memory")
    for name, language, texts, say in _voices(options, espeak):
        _table(ear, name, language, list(texts)[: options.few], say)
    print(f"memory in all: {psutil.Process().memory_info().rss // 2**20} MB")
    _first_words(options, espeak)


def _table(ear, name: str, language: str, texts: list[str], say: Callable) -> None:
    from foyer.assistant.speech.vocabulary import SHIPPED, _lines, bank_words

    words = bank_words(language)[:40]
    terms = tuple(word for word in _lines(str(SHIPPED)) if word > "\u4e00")
    sounds = [(text, say(text)) for text in texts]
    for place, by in (("16 kHz", lambda sound: sound.at(RATE)), ("8 kHz µ-law", lambda sound: sound.by_telephone())):
        heard = [(text, by(sound)) for text, sound in sounds]
        seconds = sum(sound.seconds for _text, sound in heard)
        rows: dict[str, Callable] = {
            "faster-whisper, raw": lambda sound: _raw(ear, sound, language),
            "Foyer, no words": lambda sound: _ours(ear, sound, language, [], ()),
            "Foyer, bank's words": lambda sound: _ours(ear, sound, language, words, terms),
        }
        for label, hear in rows.items():
            started = time.perf_counter()
            found = [(text, hear(sound)) for text, sound in heard]
            took = time.perf_counter() - started
            print(
                f"{name:34} {place:12} {label:22} {_rate(found, language):6.1%}  real-time factor {took / seconds:.2f}"
            )
        if place == "16 kHz":
            print("   e.g.", "; ".join(f"{said} → {written}" for said, written in found[:3]))


def _ours(ear, sound, language: str, words: list[str], terms: tuple[str, ...]) -> str:
    from foyer.assistant.speech.hearing.by_sound import corrected

    heard = ear.hear(sound, language=language, words=words)
    return corrected(_simple(heard.text), terms) if language == "zh" and terms else heard.text


def _raw(ear, sound, language: str) -> str:
    parts, _about = ear.model.transcribe(sound.at(RATE).samples, language=language, beam_size=5)
    return "".join(part.text for part in parts)


def _simple(text: str) -> str:
    from foyer.assistant.speech.wording import _simplified

    return _simplified().convert(text)


def _rate(found: list[tuple[str, str]], language: str) -> float:
    """Substitutions, deletions and insertions over what was said: characters in Mandarin, words in English."""
    pairs = [(_units(said, language), _units(heard, language)) for said, heard in found]
    return sum(_distance(said, heard) for said, heard in pairs) / sum(len(said) for said, _heard in pairs)


def _units(text: str, language: str) -> list[str]:
    if language == "zh":
        from foyer.assistant.speech.reading.figures import figures

        return re.findall(r"[\u4e00-\u9fff]|\d|[a-z]+", figures(_simple(text), "zh").lower())
    digits = re.sub(r"(?<=\d)[\s-]+(?=\d)", "", re.sub(r"[^\w\s'-]", " ", text.lower()))
    return re.findall(r"[a-z']+|\d", digits.replace("-", " "))


def _distance(said: list[str], heard: list[str]) -> int:
    row = list(range(len(heard) + 1))
    for at, one in enumerate(said, 1):
        above, row[0] = row[0], at
        for place, other in enumerate(heard, 1):
            above, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, above + (one != other))
    return row[-1]


def _voices(options: argparse.Namespace, espeak) -> Iterator[tuple[str, str, tuple[str, ...], Callable]]:
    zh, en = espeak.Espeak("zh"), espeak.Espeak("en")
    yield "zh, eSpeak NG", "zh", ZH, zh.say
    yield "en, eSpeak NG", "en", EN, en.say
    if options.recordings:
        folder = Path(options.recordings)
        yield (
            "en, recorded digits joined",
            "en",
            NUMBERS,
            lambda text: _joined([_wav(folder / f"{digit}.wav") for digit in text.replace(" ", "")], 0.0),
        )
    if options.syllables:
        for speaker in ("3", "5"):
            yield (
                f"zh, recorded syllables, voice {speaker}",
                "zh",
                ZH,
                lambda text, who=speaker: _joined(
                    [_ogg(path) for path in _syllables(Path(options.syllables), text, who)], 0.05
                ),
            )


def _wav(path: Path):
    from foyer.assistant.speech import wav

    return wav.read(path.read_bytes()).at(RATE)


def _ogg(path: Path):
    from faster_whisper.audio import decode_audio

    from foyer.assistant.speech.sound import Sound

    samples = decode_audio(str(path), sampling_rate=RATE)
    loud = np.flatnonzero(np.abs(samples) > 0.06 * np.abs(samples).max())
    return Sound(samples[loud[0] : loud[-1]] / np.abs(samples).max() * 0.5, RATE)


def _syllables(folder: Path, text: str, speaker: str) -> list[Path]:
    from pypinyin import Style, lazy_pinyin

    found = []
    for sound in lazy_pinyin(text, style=Style.BOPOMOFO):
        tone = next((str(n) for sign, n in (("ˊ", 2), ("ˇ", 3), ("ˋ", 4), ("˙", 1)) if sign in sound), "")
        plain = re.sub("[ˊˇˋ˙]", "", sound)
        names = [f"{plain}{tone}", plain, f"{plain}1", f"{plain}4", f"{plain}2", f"{plain}3"]
        found += [path for path in (folder / name / f"{speaker}.ogg" for name in names) if path.exists()][:1]
    return found


def _joined(parts: list, overlap: float):
    """One after another, each a little into the one before, with a little silence around."""
    from foyer.assistant.speech.sound import Sound

    into, whole = int(overlap * RATE), np.zeros(RATE // 4, np.float32)
    for part in parts:
        samples = part.samples.astype(np.float32)
        if into and len(samples) > 2 * into:
            fade = np.linspace(0, 1, into, dtype=np.float32)
            whole[-into:] = whole[-into:] * (1 - fade) + samples[:into] * fade
            samples = samples[into:]
        whole = np.concatenate([whole, samples])
    return Sound(np.concatenate([whole, np.zeros(RATE // 4, np.float32)]), RATE)


def _first_words(options: argparse.Namespace, espeak) -> None:
    """Through the workshop, as a page would: how long until the first words, and until all of them."""
    from foyer.assistant.speech.settings import hearing_workshop
    from foyer.assistant.speech.sound import encode

    sound = espeak.Espeak("en").say(EN[0]).at(RATE)
    asked = {"language": "en", "rate": RATE, "encoding": "pcm16", "words": []}
    started = time.perf_counter()
    hearing_workshop.ask(asked).result()
    cold = time.perf_counter() - started
    first, last = [], []
    for _ in range(5):
        started = time.perf_counter()
        hearing_workshop.ask({**asked, "quick": True}, encode(sound)[: int(0.6 * RATE) * 2]).result()
        first.append(0.6 + time.perf_counter() - started)
        started = time.perf_counter()
        hearing_workshop.ask({**asked, "quick": False}, encode(sound)).result()
        last.append(time.perf_counter() - started)
    child = psutil.Process(hearing_workshop._child.pid)
    print(
        f"first words {np.median(first):.2f} s after the first sound; all words {np.median(last):.2f} s after the "
        f"end of {sound.seconds:.1f} s of speech; a cold start {cold:.1f} s (while the customer speaks); "
        f"the child holds {child.memory_info().rss // 2**20} MB, this process none of it"
    )
    hearing_workshop.stop()


def _grown(before: int) -> int:
    return (psutil.Process().memory_info().rss - before) // 2**20


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recordings", default="")
    parser.add_argument("--syllables", default="")
    parser.add_argument("--few", type=int, default=99)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()

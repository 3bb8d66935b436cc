"""How fast an answer is: from a message that is kept to the answer that is kept, and how many a second on all cores.

First with answers alone, as long as no intents are live; then with everything a bank runs, the shipped intents trained
and live by the encoders that are installed (`FOYER_SECOND_OPINION=0` leaves out the second).
"""

import argparse
import itertools
import multiprocessing
import os
import statistics
import time
from collections.abc import Sequence
from typing import Any

import psutil

AIM_P50_MS, AIM_P99_MS, AIM_PER_SECOND, AIM_MEMORY_MB = 15.0, 60.0, 150.0, 500.0
MESSAGES = 302
WARM = 20  # answers before the clock counts


def speed(options: argparse.Namespace) -> dict[str, Any]:
    """Message → answer in one process, one after the other; and what the search alone takes of it."""
    from bench.assistant_retrieval import held_out

    from foyer.knowledge.queries import search

    asked = held_out()[:MESSAGES]
    for one in asked[:WARM]:
        search(one.text, one.lang, limit=12)
    _end_intents()
    alone = answered_in(asked)
    _begin_intents()
    answered = answered_in(asked)
    searched = [timed(lambda one=one: search(one.text, one.lang, limit=12)) for one in asked]  # type: ignore[misc]
    memory = psutil.Process().memory_full_info().uss / 2**20
    figures = {
        "answer_p50_ms": percentile(answered, 50), "answer_p99_ms": percentile(answered, 99),
        "without_intents_p50_ms": percentile(alone, 50), "without_intents_p99_ms": percentile(alone, 99),
        "search_p50_ms": percentile(searched, 50), "search_p99_ms": percentile(searched, 99),
        "memory_mb": round(memory), "load_average": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    print(f"speed: {figures} (aims: p50 {AIM_P50_MS:.0f} ms, p99 {AIM_P99_MS:.0f} ms, {AIM_MEMORY_MB:.0f} MB)")
    return figures


def answered_in(asked: Sequence[Any]) -> list[float]:
    """Milliseconds from a kept message to its kept answer, each in a conversation of its own; the first few warm up."""
    conversations = [_conversation(one.text, one.lang) for one in asked]
    return [timed(lambda talk=talk: _answer(*talk)) for talk in conversations][WARM:]  # type: ignore[misc]


def throughput(options: argparse.Namespace) -> dict[str, Any]:
    """Answers a second by several processes at once, each with messages of its own, for some seconds."""
    _end_intents()
    alone, _memory = _answering(options)
    _begin_intents()
    per_second, memory = _answering(options)
    figures = {"per_second": per_second, "without_intents": alone, "workers": options.workers, "memory_mb_each": memory}
    print(f"throughput: {figures} (aim {AIM_PER_SECOND:.0f} a second)")
    return figures


def _answering(options: argparse.Namespace) -> tuple[float, int]:
    """How many a second, and the memory of the largest process in MB."""
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("spawn")
    ready, go, done = context.Barrier(options.workers + 1), context.Event(), context.Queue()
    arguments = (_database(), ready, go, done, options.seconds)
    workers = [context.Process(target=_work, args=arguments) for _number in range(options.workers)]
    for worker in workers:
        worker.start()
    ready.wait()
    go.set()
    results = [done.get() for _worker in workers]
    for worker in workers:
        worker.join()
    per_second = sum(count / seconds for count, seconds, _memory in results)
    return round(per_second, 1), round(max(memory for _count, _seconds, memory in results))


def _begin_intents() -> None:
    """Trained in a process of its own, as the job does it: the processes that answer only read with them."""
    from django.db import connections

    connections.close_all()
    trained = multiprocessing.get_context("spawn").Process(target=_train, args=(_database(),))
    trained.start()
    trained.join()
    if trained.exitcode:
        raise RuntimeError("the intents could not be trained")


def _end_intents() -> None:
    """As before any were trained."""
    from foyer.assistant.intents import live
    from foyer.assistant.models import IntentVersion

    IntentVersion.objects.all().delete()
    live.forget()


def _train(name: str) -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = name
    from foyer.assistant.intents import shipped

    shipped.begin()


def _work(name: str, ready: Any, go: Any, done: Any, seconds: float) -> None:
    """One process: its messages are there before the clock starts."""
    import django

    django.setup()
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = name
    from bench.assistant_retrieval import held_out

    asked = itertools.cycle(held_out())
    room = int(seconds * 250)
    talks = [_conversation(one.text, one.lang) for one in itertools.islice(asked, room)]
    for talk in talks[:10]:
        _answer(*talk)
    ready.wait()
    go.wait()
    begun, count = time.perf_counter(), 0
    for talk in talks[10:]:
        _answer(*talk)
        count += 1
        if time.perf_counter() - begun > seconds:
            break
    spent = time.perf_counter() - begun
    done.put((count, spent, psutil.Process().memory_full_info().uss / 2**20))


def _conversation(text: str, lang: str) -> tuple[Any, Any, int]:
    """A conversation of the assistant's with one message in it."""
    from foyer.conversations.tests.factories import conversation, says

    talk = conversation(language=lang)
    message = says(talk, text)
    talk.refresh_from_db()
    return talk.pk, message.pk, talk.owner_epoch


def _answer(conversation: Any, message: Any, epoch: int) -> Any:
    from foyer.assistant.actions import respond

    return respond(conversation, message, epoch)


def _database() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])


def timed(deed: Any) -> float:
    begun = time.perf_counter()
    deed()
    return 1000 * (time.perf_counter() - begun)


def percentile(spent: list[float], share: int) -> float:
    return round(statistics.quantiles(sorted(spent), n=100)[share - 1], 1)

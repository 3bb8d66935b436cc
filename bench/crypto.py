"""`./foyer bench crypto`: what encryption and the trail cost a Customer 360 view and a message, and how fast we seal.

    ./foyer bench crypto                     300 views and 300 messages with and as many without, in turns
    ./foyer bench crypto --count 50          fewer

With and without take turns in the same run, over the same rows: without, a sealed value is looked up in a table of what
it says instead of being opened, what is written is written in clear, words are indexed in clear, and nobody keeps the
trail.
Throughput stands beside bare calls of `cryptography`, which are the limit. The last line is made for programs.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
os.environ.setdefault("FOYER_LOG_LEVEL", "ERROR")

from psycopg import sql  # noqa: E402

from foyer.operations import database  # noqa: E402

DATABASE = "foyer_bench_crypto"
PEOPLE = 60
WORDS = "您好，我想了解一下信用卡分期的手续费怎么计算，谢谢。Could you tell me how it is worked out? "


def main() -> int:
    parser = argparse.ArgumentParser(prog="foyer bench crypto", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--people", type=int, default=PEOPLE)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="foyer-bench-") as name, database.held():
        _prepare(Path(name), options.people)
        shares = [compare("view", viewing(*_seen()), options.count), compare("message", writing(), options.count)]
    _throughput()
    print(f"view_percent {shares[0]:.1f} message_percent {shares[1]:.1f} together_percent {sum(shares) / 2:.1f}")
    return 0


def _prepare(folder: Path, people: int) -> None:
    """A small demo bank in a database and a lake of our own."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    with database.connect() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    django.setup()
    settings.DATABASES["default"]["NAME"] = DATABASE
    settings.FOYER_LAKE, settings.FOYER_AUDIT_FOLDER = folder / "lake", folder / "audit"
    from foyer.demo.apps import APP_DATABASE
    from foyer.demo.building import build
    from foyer.demo.sources.taking_in import take_in

    os.environ[APP_DATABASE] = f"sqlite:///{folder}/app.db"
    call_command("migrate", verbosity=0)
    build()
    take_in(people, folder=folder)


def _seen() -> tuple[Any, list[Any]]:
    """An agent, and the demo's customers whom she may see."""
    from foyer.customers.models import Customer
    from foyer.demo.cast import CLIENTS
    from foyer.staff.models import User

    user = User.objects.get(username="linshan")
    found = Customer.objects.filter(number__in=[client.number for client in CLIENTS]).order_by("number")
    return user, [customer.pk for customer in found if _may_see(user, customer.pk)]


def _may_see(user: Any, customer: Any) -> bool:
    from foyer.customers.errors import NoSuchCustomer
    from foyer.customers.profile.view import surviving

    try:
        return bool(surviving(user, customer))
    except NoSuchCustomer:
        return False


def viewing(user: Any, customers: list[Any]) -> Callable[[int], None]:
    from django.db import transaction

    from foyer.customers.profile.view import customer_360

    def view(turn: int) -> None:
        with transaction.atomic():
            customer_360(user, customers[turn % len(customers)])

    return view


def writing() -> Callable[[int], None]:
    from foyer.base.actors import Actor
    from foyer.conversations import actions
    from foyer.conversations.tests.factories import conversation

    talk = conversation()
    by = Actor.visitor(talk.visitor)

    def write(turn: int) -> None:
        actions.send(talk.id, text=f"{WORDS}{turn}", client_id=f"bench-{time.perf_counter_ns()}", by=by)

    return write


def compare(what: str, act: Callable[[int], None], count: int) -> float:
    """Medians with and without, in turns; what the difference is in per cent of without."""
    memory = _Memory()
    with memory.learning():
        for turn in range(20):
            act(turn)
    timed: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(count):
        for sealed in (True, False) if turn % 2 else (False, True):
            with memory.learning() if sealed else memory.without():
                begun = time.perf_counter()
                act(turn)
                timed[sealed].append(time.perf_counter() - begun)
    with_it, without = (statistics.median(timed[sealed]) * 1000 for sealed in (True, False))
    share = (with_it / without - 1) * 100
    print(f"{what:8} with {with_it:7.2f} ms   without {without:7.2f} ms   {share:+5.1f} %")
    return share


class _Memory:
    """What sealed values say, so that they can be read without being opened."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    @contextmanager
    def learning(self) -> Iterator[None]:
        """Everything as it is; what was not written sealed is read as it stands."""
        from foyer.base.crypto import sealing

        def opened(stored: str, context: str) -> str:
            return self._learned(stored, lambda: sealing.open_text(stored, context))

        def opened_at(stored: str, context: str, home: bytes) -> str:
            return self._learned(stored, lambda: sealing.open_at(stored, context, home))

        with _in_place({"open_text": opened, "open_at": opened_at}):
            yield

    def _learned(self, stored: str, open_it: Callable[[], str]) -> str:
        if not stored.startswith(("v1:", "v2:", "v3:", "s2:", "s3:")):
            return stored
        self.known[stored] = text = open_it()
        return text

    @contextmanager
    def without(self) -> Iterator[None]:
        from foyer.base import audit
        from foyer.base.crypto import words
        from foyer.base.crypto.bound import BoundField
        from foyer.base.text import search_tokens

        def opened(stored: str, context: str, home: bytes = b"") -> str:
            found = self.known.get(stored)
            return stored if found is None else found

        plain = {"seal": lambda text, context, purpose="", row=None: text, "open_text": opened, "open_at": opened}
        asked, BoundField.select_format = BoundField.select_format, lambda self, _compiler, text, params: (text, params)
        keepers, hashed = audit._keepers[:], words.hashed_words
        audit._keepers[:] = [lambda entry: None]
        words.hashed_words = lambda text, what: " ".join(sorted(set(search_tokens(text, words=False).split())))
        try:
            with _in_place(plain):
                yield
        finally:
            audit._keepers[:] = keepers
            BoundField.select_format = asked
            words.hashed_words = hashed


@contextmanager
def _in_place(functions: dict[str, Any]) -> Iterator[None]:
    """These functions where fields and live events call ours."""
    from foyer.base.crypto import bound
    from foyer.base.live import event

    places = [(module, name) for module in (bound, event) for name in functions if hasattr(module, name)]
    before = [getattr(module, name) for module, name in places]
    for module, name in places:
        setattr(module, name, functions[name])
    try:
        yield
    finally:
        for (module, name), function in zip(places, before, strict=True):
            setattr(module, name, function)


def _throughput() -> None:
    """Values and megabytes a second, ours beside the bare calls."""
    from django.conf import settings

    from foyer.base.crypto.suites import SUITES

    for name, suite in SUITES.items():
        settings.FOYER_CRYPTO_SUITE = name
        _print_suite(suite)
    settings.FOYER_CRYPTO_SUITE = "aes"


def _print_suite(suite: Any) -> None:
    from foyer.base.crypto import open_text, seal
    from foyer.base.crypto.streams import sealing

    piece, key, nonce = os.urandom(1 << 20), os.urandom(suite.key_bytes), os.urandom(12)
    row = uuid4()
    stored = seal("13800138000", "bench.phone", row=row)
    bare = _each(lambda: suite.encrypt(key, os.urandom(12), b"13800138000", b"bench.phone"))
    ours = _each(lambda: seal("13800138000", "bench.phone", row=row))
    opens = _each(lambda: open_text(stored, "bench.phone", row=row))
    stream = 1 / _each(lambda: b"".join(sealing([piece], "bench")), 20)
    limit = 1 / _each(lambda: suite.encrypt(key, nonce, piece, b""), 20)
    print(
        f"{suite.name:4} seal {1e6 * ours:5.1f} µs (bare {1e6 * bare:.1f})   open {1e6 * opens:5.1f} µs   "
        f"files {stream:5.0f} MB/s (bare {limit:.0f})"
    )


def _each(act: Callable[[], object], times: int = 5_000) -> float:
    """Seconds for one, the best of three rounds."""
    rounds = []
    for _round in range(3):
        begun = time.perf_counter()
        for _time in range(times):
            act()
        rounds.append((time.perf_counter() - begun) / times)
    return min(rounds)


if __name__ == "__main__":
    sys.exit(main())

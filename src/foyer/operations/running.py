"""Starting the house and keeping it up: what `foyer up` and `foyer demo` share."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from foyer.config import safety
from foyer.config.env import env
from foyer.operations import database, listening, logs, prepare
from foyer.operations.problem import Problem
from foyer.operations.supervisor import Supervisor
from foyer.operations.words import _

WELCOME = "demo-sign-ins.txt"


def run(*, demo: bool) -> None:
    """Start everything and stay until told to stop."""
    safety.refuse_unsafe()
    if demo:
        os.environ.setdefault("FOYER_LOG_LEVEL", "WARNING")
    logs.set_up()
    with only_one(), listening.open_socket() as door, database.held() as server:
        prepare.everything(say)
        if demo:
            _simulated_bank()
        os.environ["FOYER_STARTED"] = datetime.now(UTC).isoformat(timespec="milliseconds")
        say(_("Starting"))
        Supervisor(door, server, lambda: _welcome(demo=demo)).run()
    say(_("Stopped"))


def say(step: str) -> None:
    """One line of progress."""
    print(f"• {step} …", file=sys.stderr, flush=True)


@contextmanager
def only_one() -> Iterator[None]:
    """One supervisor to a FOYER_HOME."""
    (env.home / "run").mkdir(parents=True, exist_ok=True)
    with (env.home / "run" / "supervisor").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(
                _("Foyer already runs from {folder}.").format(folder=env.home),
                _("Stop it first, or give this one another FOYER_HOME and FOYER_PORT."),
            ) from None
        os.register_at_fork(after_in_child=lock.close)
        yield


def _simulated_bank() -> None:
    """Fill an empty bank once; who can sign in is kept for the next starts."""
    if env.production:
        raise Problem(_("A demonstration does not run with FOYER_PRODUCTION=1."), _("Use `./foyer up`."))
    path = env.home / WELCOME
    was_interrupted = path.exists() and not path.read_text()
    if database.has_staff() and not was_interrupted:
        return
    say(_("Making a simulated bank"))
    path.write_text("")
    path.chmod(0o600)
    path.write_text(prepare.manage("load_demo", capture=True))


def _welcome(*, demo: bool) -> None:
    print("\n" + _("Foyer is open at {url}").format(url=env.public_url))
    print("  " + _("customers: {url}").format(url=f"{env.public_url}/"))
    print("  " + _("staff: {url}").format(url=f"{env.public_url}/desk/"))
    print("  " + _("back office: {url}").format(url=f"{env.public_url}/admin/"))
    if demo and (env.home / WELCOME).exists():
        print("\n" + (env.home / WELCOME).read_text().rstrip())
    print("\n" + _("Ctrl-C stops it."), flush=True)

"""What each process of the house does: web, relay or jobs.

The supervisor forks them. Where something else watches over processes (systemd, Kubernetes), each can be started by
itself: `python -m foyer.operations.processes web|relay|jobs`.
"""

import gc
import os
import resource
import socket
import sys
from importlib import import_module

GRACE_SECONDS = 2  # streams stay open for hours; a stopping web process does not wait for them
FOR_ALL = ("foyer.config.asgi", "foyer.config.urls", "foyer.base.relay", "uvicorn", "uvloop", "httptools")

NO_THREADS = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""What keeps numpy and Arrow from starting threads when they are imported, which a fork would lose."""

COLLECT = (700, 10, 1_000)
"""When the garbage collector looks: Python's own thresholds but for the last. To look through everything takes up to a
second while a thousand streams are open, in which no request is answered, and finds next to nothing."""


def load() -> None:
    """Import and load what the processes need, so that each fork has it already."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
    for setting, value in NO_THREADS.items():
        os.environ.setdefault(setting, value)
    gc.disable()  # what is imported stays: looking through it over and over takes a tenth of the time
    for name in FOR_ALL:
        import_module(name)
    _warm_up()
    from django.db import connections

    connections.close_all()
    gc.freeze()  # what is there already is never looked through, in no fork
    gc.set_threshold(*COLLECT)
    gc.enable()


def _warm_up() -> None:
    """Encoder and word list, so that no first search waits for them, and each fork has the same pages of memory."""
    from foyer.base import meaning
    from foyer.base.text import segmenter

    meaning.encode_or_none(["您好"])
    segmenter()


def web(listening: socket.socket) -> None:
    """Serve pages and streams from the socket that all web processes share."""
    import uvicorn

    from foyer.config.env import env
    from foyer.operations import metrics

    _allow_many_streams()
    metrics.watch_streams()
    config = uvicorn.Config(
        "foyer.config.asgi:application",
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=64 * 1024,
        ws_max_queue=8,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=env.trust_proxy,
        forwarded_allow_ips="*",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _allow_many_streams() -> None:
    """Every open stream is an open file, and most machines let a process have 1,024 of them unless it asks for more."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def relay() -> None:
    """Hand facts to their listeners and run what is due."""
    import django

    django.setup()
    from foyer.base import relay as house_relay

    house_relay.run()


def jobs() -> None:
    """Run long jobs."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["foyer", "procrastinate", "worker"])


def main(role: str) -> None:
    """One process by itself; a web process then opens its own socket."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
    if role == "web":
        from foyer.operations.listening import open_socket

        load()
        web(open_socket())
    else:
        {"relay": relay, "jobs": jobs}[role]()


if __name__ == "__main__":
    main(sys.argv[1])

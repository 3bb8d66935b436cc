"""The socket that customers come in by. The supervisor opens it once and every web process inherits it: a web
process may be killed and replaced without a single connection being refused, for the others (or the next one)
accept it.
"""

import errno
import os
import socket
import time

from foyer.config.env import env
from foyer.operations.problem import Problem
from foyer.operations.words import _

BACKLOG = 2048
PATIENCE_SECONDS = 5.0  # the web processes of a killed supervisor need a moment to let go


def open_socket() -> socket.socket:
    """The listening socket at FOYER_BIND and FOYER_PORT; port 0 takes any free one and notes it in FOYER_PORT."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            found = _open()
            break
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise _why(error) from None
            time.sleep(0.1)
    os.environ["FOYER_PORT"] = str(found.getsockname()[1])
    return found


def _open() -> socket.socket:
    dual = env.bind == "::" and socket.has_dualstack_ipv6()
    family = socket.AF_INET6 if ":" in env.bind else socket.AF_INET
    listening = socket.create_server((env.bind, env.port), family=family, backlog=BACKLOG, dualstack_ipv6=dual)
    listening.set_inheritable(True)
    return listening


def _why(error: OSError) -> Problem:
    values = {"port": env.port, "address": env.bind, "reason": os.strerror(error.errno or 0)}
    if error.errno == errno.EADDRINUSE:
        return Problem(
            _("Port {port} is taken by another program.").format(**values),
            _("Stop that program, or choose another port: FOYER_PORT=8001 ./foyer …"),
        )
    if error.errno == errno.EACCES:
        return Problem(
            _("This user may not open port {port}.").format(**values),
            _("Choose a port from 1024 on with FOYER_PORT."),
        )
    return Problem(
        _("Foyer cannot listen on {address}: {reason}.").format(**values),
        _("FOYER_BIND must be an address of this machine."),
    )

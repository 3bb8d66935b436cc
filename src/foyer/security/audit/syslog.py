"""Telling a log server, as RFC 5424 has it: over UDP a datagram each, over TCP and TLS with the length before it."""

from __future__ import annotations

import os
import socket
import ssl
from datetime import datetime
from urllib.parse import urlsplit

from foyer.security.audit.canonical import instant

PRIORITY = 13 * 8 + 5  # log audit, notice
PORTS = {"udp": 514, "tcp": 601, "tls": 6514}
SECONDS = 5.0


def send(address: str, at: datetime, text: str) -> None:
    """Send one message to udp://, tcp:// or tls://host[:port]. Raises OSError when the server cannot be reached."""
    parts = urlsplit(address)
    kind, host = parts.scheme, parts.hostname or ""
    content, place = message(at, text), (host, parts.port or PORTS[kind])
    if kind == "udp":
        family = socket.getaddrinfo(*place, type=socket.SOCK_DGRAM)[0][0]
        with socket.socket(family, socket.SOCK_DGRAM) as plain:
            plain.sendto(content, place)
        return
    with socket.create_connection(place, SECONDS) as stream:
        framed = f"{len(content)} ".encode() + content  # RFC 6587: octet counting
        if kind == "tcp":
            stream.sendall(framed)
            return
        with ssl.create_default_context().wrap_socket(stream, server_hostname=host) as sealed:
            sealed.sendall(framed)


def message(at: datetime, text: str) -> bytes:
    """<priority>1 time host application process kind - text"""
    host = socket.gethostname() or "-"
    return f"<{PRIORITY}>1 {instant(at)} {host} foyer {os.getpid()} audit-anchor - \ufeff{text}".encode()

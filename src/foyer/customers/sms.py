"""How a text message leaves the house: a port with one registry. `FOYER_SMS` names the sender.

Only jobs send: a gateway may be slow or away, and what it could not take is sent again.

A bank adds its own gateway by registering a class here or by pointing the `http` sender at a small bridge.
"""

import sys
from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from foyer.base import outgoing
from foyer.base.errors import Refusal
from foyer.customers.errors import SmsNotSent
from foyer.security.drills import outages


class Sender(Protocol):
    """Takes a message to a phone or raises `SmsNotSent`. `shows` means the page itself may show the code."""

    shows: bool

    def send(self, phone: str, text: str) -> None: ...


_senders: dict[str, Callable[[], Sender]] = {}


def register(name: str) -> Callable[[Callable[[], Sender]], Callable[[], Sender]]:
    """Make a sender available under a name for `FOYER_SMS`."""

    def add(factory: Callable[[], Sender]) -> Callable[[], Sender]:
        _senders[name] = factory
        return factory

    return add


def send_to(person: UUID, phone: str, text: str) -> None:
    """Send to somebody. Raises SmsNotSent. Nothing leaves for a synthetic person of a drill, who may meet an outage."""
    try:
        if outages.met("sms", person):
            raise SmsNotSent
    except outages.Swallowed:
        return
    configured().send(phone, text)


def configured() -> Sender:
    """The sender this installation uses; a bank in production must name a real one."""
    name = settings.FOYER_SMS
    if name not in _senders:
        raise ImproperlyConfigured(f"FOYER_SMS names no sender: {name}; known are {', '.join(sorted(_senders))}")
    sender = _senders[name]()
    if sender.shows and settings.FOYER_PRODUCTION:
        raise ImproperlyConfigured("FOYER_SMS must name a real sender in production")
    return sender


@register("demo")
class DemoSender:
    """Sends nothing: the sign-in page shows the code itself."""

    shows = True

    def send(self, phone: str, text: str) -> None:
        """Nothing leaves the machine."""


@register("console")
class ConsoleSender:
    """Writes the message (not the number) to the terminal of the server."""

    shows = True

    def send(self, phone: str, text: str) -> None:
        sys.stderr.write(f"SMS: {text}\n")


@register("http")
class HttpSender:
    """Posts {"to", "text"} as JSON to `FOYER_SMS_URL`, with `FOYER_SMS_TOKEN` as bearer; any 2xx is success."""

    shows = False
    timeout_seconds = 5

    def __init__(self, url: str = "", token: str = "") -> None:
        self.url = url or settings.FOYER_SMS_URL
        self.token = token or settings.FOYER_SMS_TOKEN
        parts = urlsplit(self.url)
        if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
            raise ImproperlyConfigured("FOYER_SMS_URL must be an https address")

    def send(self, phone: str, text: str) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        said = {"to": phone, "text": text}
        try:
            answer = outgoing.send(
                "POST", self.url, json=said, headers=headers, seconds=self.timeout_seconds, named=(self.url,)
            )
        except Refusal:
            raise SmsNotSent from None
        if not answer.is_success:
            raise SmsNotSent

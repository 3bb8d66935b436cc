"""Checking a signature, its age, and that it comes for the first time."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.signed.errors import AlreadyHad, NotGenuine
from foyer.base.signed.models import SeenMessage

TOLERANCE = timedelta(minutes=5)
LONGEST_ID = 200
REFUSED = audit.kind("signed.refused", _("A message of another house was refused"))


@contextmanager
def taking(headers: Mapping[str, str], body: bytes, *, secrets: Iterable[str], door: str) -> Iterator[str]:
    """`verify`, and one transaction for what the message says: if that rolls back, the identifier is forgotten too.

    A refusal is told to the trail outside that transaction, so that it stays.
    """
    with transaction.atomic():
        try:
            identifier = verify(headers, body, secrets=secrets, door=door)
        except (NotGenuine, AlreadyHad) as error:
            refusal: NotGenuine | AlreadyHad | None = error
        else:
            refusal = None
            yield identifier
    if refusal is not None:
        _tell(refusal, door)
        raise refusal


@transaction.atomic
def verify(headers: Mapping[str, str], body: bytes, *, secrets: Iterable[str], door: str) -> str:
    """The identifier of a message that is genuine, fresh and new to this door; else NotGenuine or AlreadyHad."""
    given = {name.lower(): value for name, value in headers.items()}
    identifier, instant = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not identifier or len(identifier) > LONGEST_ID or not _is_fresh(instant):
        raise NotGenuine
    signed = f"{identifier}.{instant}.".encode() + body
    if not _is_signed(signed, given.get("webhook-signature", ""), list(secrets)):
        raise NotGenuine
    try:
        with transaction.atomic():
            SeenMessage.objects.create(key=hashlib.sha256(f"{door}\n{identifier}".encode()).hexdigest())
    except IntegrityError:
        raise AlreadyHad from None
    return identifier


def forget_old() -> int:
    """What is older than any message we would still take need not be remembered; returns how many."""
    return SeenMessage.objects.filter(at__lt=clock.now() - 2 * TOLERANCE).delete()[0]


def _tell(refusal: NotGenuine | AlreadyHad, door: str) -> None:
    """Whoever sent it has proved nothing: they are a visitor."""
    details = {"why": refusal.code}
    audit.record(REFUSED, by=Actor("visitor"), on=f"door:{door}", outcome="refused", details=details)


def _is_fresh(instant: str) -> bool:
    if not (instant.isascii() and instant.isdecimal() and len(instant) < 13):
        return False
    return abs(clock.now() - datetime.fromtimestamp(int(instant), UTC)) <= TOLERANCE


def _is_signed(signed: bytes, signatures: str, secrets: list[str]) -> bool:
    """Compare with every secret and every signature, in a time that tells nothing of where they differ."""
    given = [part.removeprefix("v1,") for part in signatures.split(" ")[:10] if part.startswith("v1,")]
    right = [hmac.digest(_bytes_of(secret), signed, "sha256") for secret in secrets if secret]
    found = False
    for signature in given:
        for wanted in right:
            found |= hmac.compare_digest(base64.b64encode(wanted).decode(), signature)
    return found


def _bytes_of(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix("whsec_") + "==")
    except binascii.Error:
        return secret.encode()

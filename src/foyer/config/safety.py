"""What must not be when real customers are served. With FOYER_PRODUCTION=1 Foyer refuses to start while any of it
is so.
"""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlparse

from django.core.exceptions import ImproperlyConfigured

from foyer.config import keys
from foyer.config.env import LOCAL_HOSTS, Environment, env

SHORTEST_SECRET = 50
SAFE_TLS = ("require", "verify-ca", "verify-full")


class UnsafeSettings(ImproperlyConfigured):
    """Every reason not to start, a line each."""


def refuse_unsafe(environment: Environment = env) -> None:
    """Raise if this is production and something is unsafe."""
    found = list(unsafe(environment)) if environment.production else []
    if found:
        reasons = "\n".join(f"  - {reason}" for reason in found)
        raise UnsafeSettings(f"Foyer does not start in production with unsafe settings:\n{reasons}")


def unsafe(environment: Environment) -> Iterator[str]:
    """Each reason in a sentence that names the variable and the remedy."""
    yield from _about_pages(environment)
    yield from _about_secrets(environment)
    yield from _about_the_database(environment)


def _about_pages(environment: Environment) -> Iterator[str]:
    if environment.debug:
        yield "FOYER_DEBUG is on: errors would show the bank's inside to everybody. Remove it."
    if "*" in environment.allowed_hosts:
        yield "FOYER_HOSTS accepts any host name. List the bank's own."
    if environment.sms in ("demo", "console"):
        yield f"FOYER_SMS is {environment.sms}, which shows sign-in codes to all. Name a real sender, such as http."
    if set(environment.allowed_hosts) <= set(LOCAL_HOSTS):
        yield "FOYER_HOSTS names no host but this machine. Name the one customers use."
    if urlparse(environment.public_url).scheme != "https":
        yield f"FOYER_URL is {environment.public_url}, which is not https. Give the https address customers use."
    if not environment.secure_cookies:
        yield "FOYER_SECURE_COOKIES is off: sign-ins would travel unencrypted. Remove it."
    if environment.hsts_seconds == 0:
        yield "FOYER_HSTS_SECONDS is 0: browsers would try plain HTTP again. Remove it."
    if any(urlparse(origin).scheme != "https" for origin in environment.trusted_origins + environment.embed_origins):
        yield "FOYER_ORIGINS or FOYER_EMBED_ORIGINS has an address that is not https://. Correct it."


def _about_secrets(environment: Environment) -> Iterator[str]:
    if len(environment.secret_key) < SHORTEST_SECRET:
        yield f"FOYER_SECRET_KEY is shorter than {SHORTEST_SECRET} characters. Make a longer one, or remove it."
    if not environment.keys:
        yield "There is no key for encrypted fields. Remove FOYER_FIELD_KEYS, or give one."
    for path in keys.readable_by_others(environment.key_folder):
        yield f"{path} can be read by others on this machine. Run: chmod go= '{path}'"


def _about_the_database(environment: Environment) -> Iterator[str]:
    if environment.is_embedded:
        return
    parts = urlparse(environment.database_url_given)
    options = dict(parse_qsl(parts.query))
    host = options.get("host", parts.hostname or "")
    is_near = not host or host.startswith("/") or host in ("localhost", "127.0.0.1", "::1")
    if not is_near and options.get("sslmode") not in SAFE_TLS:
        yield f"DATABASE_URL reaches {host} without sslmode=verify-full: the network could read along. Add it."

"""What must not be when real customers are served. With FOYER_PRODUCTION=1 Foyer refuses to start while any of it
is so.
"""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlparse

from django.core.exceptions import ImproperlyConfigured

from foyer.config import keys
from foyer.config.env import LOCAL_HOSTS, Environment, env
from foyer.config.words import _

SHORTEST_SECRET = 50
NEAR = ("localhost", "127.0.0.1", "::1")
KNOWN_WITHOUT = {"antivirus", "log_server", "key_service", "internal_tls"}
SAFE_TLS = ("require", "verify-ca", "verify-full")


class UnsafeSettings(ImproperlyConfigured):
    """Every reason not to start, a line each."""


def refuse_unsafe(environment: Environment = env) -> None:
    """Raise if this is production and something is unsafe."""
    found = list(unsafe(environment)) if environment.production else []
    if found:
        reasons = "\n".join(f"  - {reason}" for reason in found)
        raise UnsafeSettings(_("Foyer does not start in production with unsafe settings:") + f"\n{reasons}")


def unsafe(environment: Environment) -> Iterator[str]:
    """Each reason in a sentence that names the variable and the remedy."""
    yield from _about_pages(environment)
    yield from _about_messages(environment)
    yield from _about_neighbours(environment)
    yield from _about_secrets(environment)
    yield from _about_the_database(environment)


def _about_pages(environment: Environment) -> Iterator[str]:
    if environment.debug:
        yield _("FOYER_DEBUG is on: errors would show the bank's inside to everybody. Remove it.")
    if "*" in environment.allowed_hosts:
        yield _("FOYER_HOSTS accepts any host name. List the bank's own.")
    if set(environment.allowed_hosts) <= set(LOCAL_HOSTS):
        yield _("FOYER_HOSTS names no host but this machine. Name the one customers use.")
    if urlparse(environment.public_url).scheme != "https":
        yield _("FOYER_URL is {url}, which is not https. Give the https address customers use.").format(
            url=environment.public_url
        )
    if not environment.secure_cookies:
        yield _("FOYER_SECURE_COOKIES is off: sign-ins would travel unencrypted. Remove it.")
    if environment.hsts_seconds == 0:
        yield _("FOYER_HSTS_SECONDS is 0: browsers would try plain HTTP again. Remove it.")
    if any(urlparse(origin).scheme != "https" for origin in environment.trusted_origins + environment.embed_origins):
        yield _("FOYER_ORIGINS or FOYER_EMBED_ORIGINS has an address that is not https://. Correct it.")
    if environment.files_url and urlparse(environment.files_url).scheme != "https":
        yield _("FOYER_FILES_URL is {url}, which is not https. Give an https address.").format(
            url=environment.files_url
        )
    if environment.files_url and urlparse(environment.files_url).hostname == urlparse(environment.public_url).hostname:
        yield _("FOYER_FILES_URL has the host name of the pages, so it parts nothing. Give files one of their own.")
    if environment.oidc_url and urlparse(environment.oidc_url).scheme != "https":
        yield _("FOYER_OIDC_URL is not https: who signs in with it could be anybody. Correct it.")


def _about_messages(environment: Environment) -> Iterator[str]:
    if environment.sms in ("demo", "console"):
        yield _("FOYER_SMS is {sender}, which shows sign-in codes to all. Name a real sender, such as http.").format(
            sender=environment.sms
        )
    if environment.sms == "http" and not _is_sealed(environment.sms_url):
        yield _("FOYER_SMS_URL is not an https address: no sign-in code could be sent safely. Give the gateway's.")
    mail = urlparse(environment.email_url)
    if mail.hostname and mail.hostname not in NEAR and not {"tls", "ssl"} & dict(parse_qsl(mail.query)).keys():
        yield _("FOYER_EMAIL_URL reaches {host} without tls=1 or ssl=1: the network could read along. Add it.").format(
            host=mail.hostname
        )


def _about_neighbours(environment: Environment) -> Iterator[str]:
    """What a bank has beside Foyer. It may do without, and then says so."""
    without = set(environment.without)
    if not environment.antivirus and "antivirus" not in without:
        yield _("FOYER_ANTIVIRUS is empty: nobody examines what strangers send. Name the scanner.") + _say("antivirus")
    if not environment.audit_syslog and "log_server" not in without:
        yield _("FOYER_AUDIT_SYSLOG is empty: who owns this machine owns its trail. Name the log server.") + _say(
            "log_server"
        )
    if not environment.kms_url and "key_service" not in without:
        yield _("FOYER_KMS_URL is empty: keys lie on this machine. Name the key service.") + _say("key_service")
    if environment.antivirus and not _is_here(environment.antivirus):
        yield _(
            "FOYER_ANTIVIRUS is {host}, and clamd speaks without encryption. Reach it on this machine, if need be "
            "through a tunnel."
        ).format(host=environment.antivirus)
    log_server = urlparse(environment.audit_syslog)
    if log_server.hostname and log_server.scheme != "tls" and log_server.hostname not in NEAR:
        yield _("FOYER_AUDIT_SYSLOG reaches {host} without encryption. Write tls:// before it.").format(
            host=log_server.hostname
        )
    model = urlparse(environment.llm_url)
    if model.scheme == "http" and model.hostname not in NEAR and "internal_tls" not in without:
        yield _("FOYER_LLM_URL is not https: the network could read along. Correct it.") + _say("internal_tls")
    if without - KNOWN_WITHOUT:
        yield _("FOYER_WITHOUT names {what}; it may name {known}.").format(
            what=", ".join(sorted(without - KNOWN_WITHOUT)), known=", ".join(sorted(KNOWN_WITHOUT))
        )


def _say(what: str) -> str:
    return " " + _("If the bank does without, write {what} in FOYER_WITHOUT.").format(what=what)


def _is_here(address: str) -> bool:
    return address.startswith("/") or address.rpartition(":")[0].strip("[]") in NEAR


def _is_sealed(url: str) -> bool:
    parts = urlparse(url)
    return parts.scheme == "https" or parts.hostname in NEAR


def _about_secrets(environment: Environment) -> Iterator[str]:
    if len(environment.secret_key) < SHORTEST_SECRET:
        yield _("FOYER_SECRET_KEY is shorter than {count} characters. Make a longer one, or remove it.").format(
            count=SHORTEST_SECRET
        )
    if not environment.keys:
        yield _("There is no key for encrypted fields. Remove FOYER_FIELD_KEYS, or give one.")
    for path in keys.readable_by_others(environment.key_folder):
        yield _("{path} can be read by others on this machine. Run: chmod go= '{path}'").format(path=path)


def _about_the_database(environment: Environment) -> Iterator[str]:
    if environment.is_embedded:
        return
    parts = urlparse(environment.database_url_given)
    options = dict(parse_qsl(parts.query))
    host = options.get("host", parts.hostname or "")
    is_near = not host or host.startswith("/") or host in NEAR
    if not is_near and options.get("sslmode") not in SAFE_TLS:
        yield _(
            "DATABASE_URL reaches {host} without sslmode=verify-full: the network could read along. Add it."
        ).format(host=host)

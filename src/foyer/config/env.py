"""The environment Foyer reads: one table, a row for every variable.

docs/configuration.md is made from this table (`python -m foyer.operations.configuration_page`); a test keeps them
the same.
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlparse

import psutil

from foyer.config import custody, keys
from foyer.config.variables import Variable, WrongSetting, choice, flag, folder, names, number, syslog, text, words
from foyer.config.words import _

PROJECT = Path(__file__).resolve().parents[3]
LONGEST_SOCKET_FOLDER = 90  # a socket's whole path may have 107 bytes, on macOS 103
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]


def _default_home(_: Any) -> Path:
    """Beside the checkout, or below the current folder when Foyer is an installed package."""
    return (PROJECT if (PROJECT / "pyproject.toml").exists() else Path.cwd()) / "var"


class Environment:
    """Every setting, read when asked for."""

    home_folder = folder(
        "FOYER_HOME",
        _default_home,
        "Where this installation keeps its database, keys, uploaded files and logs.",
        "var beside Foyer",
    )
    database_url_given = text(
        "DATABASE_URL",
        "",
        "A PostgreSQL server to use, as postgresql://user:password@host:port/name?sslmode=verify-full; "
        "empty starts the server that comes with Foyer.",
    )
    test_database = text("FOYER_TEST_DB", "test_foyer", "The name of the database the tests make and drop.")
    connection_seconds = number(
        "FOYER_DATABASE_KEEP_SECONDS", 60, "How long a web process keeps an idle database connection."
    )

    bank_name = names(
        "FOYER_BANK_NAME",
        {"zh": "厅堂银行", "en": "Foyer Bank"},
        "What the bank is called on the customer's pages, in mails, canned responses and transcripts.",
    )
    bank_phone = text(
        "FOYER_BANK_PHONE",
        lambda env: "" if env.production else "95000",
        "The number customers can always call, shown where a page fails and in the large-type mode; empty shows none.",
        "95000, with FOYER_PRODUCTION empty",
    )

    name_mask = choice(
        "FOYER_NAME_MASK",
        ("surname", "given"),
        "surname",
        "Which part of a Chinese name is shown where names are masked: surname (张*) or given (*三).",
    )

    production = flag(
        "FOYER_PRODUCTION",
        False,
        "Serve real customers: secure cookies and HTTPS only; unsafe settings refuse to start.",
    )
    debug = flag("FOYER_DEBUG", False, "Show tracebacks in the browser; for a developer's machine only.")
    bind = text("FOYER_BIND", "127.0.0.1", "The address the web processes listen on; :: or 0.0.0.0 means every one.")
    port = number("FOYER_PORT", 8000, "The port the web processes listen on.", least=0, most=65535)
    public_url = text(
        "FOYER_URL",
        lambda env: f"http://localhost:{env.port}",
        "The address customers and staff reach Foyer at, as links in mails and embedded pages need it.",
        "http://localhost:FOYER_PORT",
    )
    allowed_hosts = words("FOYER_HOSTS", LOCAL_HOSTS, "The host names Foyer answers to.")
    trusted_origins = words("FOYER_ORIGINS", [], "Other origins whose forms are accepted, as https://host.")
    embed_origins = words(
        "FOYER_EMBED_ORIGINS", [], "The bank's sites that may show the chat in their pages, as https://host."
    )
    outgoing_hosts = words(
        "FOYER_OUTGOING_HOSTS",
        [],
        "The hosts that Foyer may call over https (webhooks, data sources), as api.bank.example, *.bank.example or "
        "host:port. Empty calls any public host outside production, and in production none; what another setting names "
        "(FOYER_SMS_URL, FOYER_OIDC_URL) need not stand here.",
    )
    internal_hosts = words(
        "FOYER_INTERNAL_HOSTS",
        lambda env: [] if env.production else ["localhost", "127.0.0.1", "::1"],
        "The hosts within the bank's own network that Foyer may call, also over http.",
        "none with FOYER_PRODUCTION, else this machine",
    )
    files_url = text(
        "FOYER_FILES_URL",
        "",
        "An address with a host name of its own that leads to this Foyer and serves uploaded files only, such as "
        "https://files.bank.example; empty serves them beside the pages.",
    )
    antivirus = text(
        "FOYER_ANTIVIRUS",
        "",
        "Where clamd examines uploaded files, as host:3310 or /run/clamd.sock; empty lets files in without it.",
    )
    trust_proxy = flag(
        "FOYER_TRUST_PROXY", False, "Believe X-Forwarded-Proto and X-Forwarded-For; only behind a proxy that sets both."
    )
    rate_limits = number(
        "FOYER_RATE_LIMITS",
        100,
        "How many requests the API's limits let through, in per cent of the usual; 0 is no limit.",
    )
    secure_cookies = flag(
        "FOYER_SECURE_COOKIES", lambda env: env.production, "Send cookies over HTTPS only.", "FOYER_PRODUCTION"
    )
    ssl_redirect = flag(
        "FOYER_SSL_REDIRECT", lambda env: env.production, "Send visitors from HTTP to HTTPS.", "FOYER_PRODUCTION"
    )
    hsts_seconds = number(
        "FOYER_HSTS_SECONDS",
        lambda env: 31_536_000 if env.production else 0,
        "How long browsers remember to use HTTPS only.",
        "a year with FOYER_PRODUCTION, else 0",
    )

    secret_key_given = text(
        "FOYER_SECRET_KEY",
        "",
        "The key that signs sessions; empty keeps one in FOYER_HOME/keys/django, made on first start.",
    )
    field_keys_given = text(
        "FOYER_FIELD_KEYS",
        "",
        "The ring that encrypts personal data, as 1:base64,2:base64 (the highest encrypts); "
        "empty keeps it in FOYER_HOME/keys/field-N.",
    )
    field_key_current = text(
        "FOYER_FIELD_KEY_CURRENT",
        "",
        "Which key of FOYER_FIELD_KEYS encrypts, so that every machine can know a new one before any uses it; "
        "empty takes the highest.",
    )
    kms_url = text(
        "FOYER_KMS_URL",
        "",
        "The key service that wraps the ring's keys, over https; FOYER_HOME/keys then holds wrapped keys only.",
    )
    kms_token = text("FOYER_KMS_TOKEN", "", "The bearer token for FOYER_KMS_URL.")
    crypto_suite = choice(
        "FOYER_CRYPTO_SUITE",
        ("aes", "sm", "aes,sm"),
        "aes",
        "What encrypts: aes is AES-256-GCM with SHA-256, sm is SM4-GCM with SM3; both stay readable. "
        "With aes,sm values are also found by what sm indexed, until foyer keys rotate has run through.",
    )
    backup_recipients = words(
        "FOYER_BACKUP_RECIPIENTS",
        [],
        "Public keys (age1…) that can also open backups, besides the one in FOYER_HOME/keys/backup: "
        "a key in the bank's safe.",
    )

    audit_folder = folder(
        "FOYER_AUDIT_FOLDER",
        lambda env: env.home / "audit",
        "Where the anchors of the audit trail are kept outside the database; best on a disk that can only be added to.",
        "audit below FOYER_HOME",
    )
    audit_anchor_seconds = number(
        "FOYER_AUDIT_ANCHOR_SECONDS",
        60,
        "How often the end of the audit trail is anchored, while it grows.",
        least=1,
        most=86_400,
    )
    audit_syslog = syslog(
        "FOYER_AUDIT_SYSLOG",
        "A log server that is told each anchor (RFC 5424), as udp://, tcp:// or tls://host:port; empty tells none.",
    )

    web_workers = number(
        "FOYER_WEB_WORKERS",
        lambda _: max(2, min(8, os.cpu_count() or 2)),
        "How many web processes to run.",
        "the number of cores, 2 to 8",
        least=1,
        most=256,
    )
    relay_workers = number(
        "FOYER_RELAY_WORKERS",
        1,
        "How many processes hand facts to their listeners and run short sweeps.",
        least=1,
        most=64,
    )
    job_workers = number("FOYER_JOB_WORKERS", 1, "How many processes run long jobs.", least=1, most=64)

    engine = text(
        "FOYER_ENGINE",
        "duckdb",
        "What computes over the lake: duckdb, within each process, or a Spark master such as local[2] or "
        "spark://host:7077 (needs the extra foyer[spark], Java 17 and FOYER_HOME on a folder that every worker sees).",
    )
    engine_memory = number(
        "FOYER_ENGINE_MEMORY",
        lambda _: max(256, psutil.virtual_memory().total // 2**21),
        "The most memory the engine takes, in MiB; what does not fit is written to FOYER_HOME/lake/tmp.",
        "half of this machine's",
        least=64,
    )
    engine_threads = number(
        "FOYER_ENGINE_THREADS",
        lambda _: os.cpu_count() or 1,
        "How many threads the engine computes with.",
        "the number of cores",
        least=1,
        most=1024,
    )

    event_log_days = number(
        "FOYER_EVENT_LOG_DAYS",
        7,
        "How many days the event collector keeps requests as they came, after their events were taken from them.",
        least=1,
        most=3650,
    )

    law_packs = words(
        "FOYER_LAW_PACKS",
        ["cn"],
        "Whose deadlines for requests about personal data hold: cn, eu; the strictest of those named wins.",
        "`cn`",
    )

    language = text(
        "FOYER_LANGUAGE",
        "",
        "The language of these commands' own messages: zh or en; empty follows the terminal's locale.",
    )
    demo_days = number("FOYER_DEMO_DAYS", 5, "How many days of conversations `./foyer demo` plays.", least=0, most=60)
    demo_people = number(
        "FOYER_DEMO_PEOPLE",
        20_000,
        "How many people the systems of the demo bank know, whose data it takes in; 0 leaves them out.",
        least=0,
        most=1_000_000,
    )
    time_zone = text("FOYER_TIME_ZONE", "Asia/Shanghai", "The time zone of pages for whoever has chosen none.")
    log_level = choice(
        "FOYER_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "The least grave message that is logged."
    )
    log_format = choice(
        "FOYER_LOG_FORMAT",
        ("auto", "json", "text"),
        "auto",
        "How a log line looks; auto is text on a terminal, else JSON.",
    )
    metrics_token = text(
        "FOYER_METRICS_TOKEN",
        "",
        "The bearer token that /metrics asks for; empty answers only this machine, and no proxy.",
    )
    email_url = text(
        "FOYER_EMAIL_URL",
        "",
        "Where mail goes, as smtp://user:password@host:587?tls=1 (or ssl=1); empty writes it to FOYER_HOME/mail.",
    )
    email_from = text("FOYER_EMAIL_FROM", "Foyer <no-reply@localhost>", "The sender of mails.")
    sms = text(
        "FOYER_SMS",
        "demo",
        "How sign-in codes are sent: http posts them to FOYER_SMS_URL; demo and console show them.",
    )
    sms_url = text("FOYER_SMS_URL", "", "The https address that takes {to, text} as JSON and sends a text message.")
    sms_token = text("FOYER_SMS_TOKEN", "", "The bearer token for FOYER_SMS_URL.")

    idle_minutes = number(
        "FOYER_IDLE_MINUTES",
        15,
        "After how many minutes without a sign of them colleagues are signed out; 0 is never.",
    )
    session_hours = number(
        "FOYER_SESSION_HOURS", 12, "After how many hours colleagues sign in again, whatever they do.", least=1, most=24
    )
    session_limits = words(
        "FOYER_SESSION_LIMITS",
        lambda env: ["*=5", "administrator=1", "security_administrator=1", "auditor=2"] if env.production else [],
        "In how many browsers somebody of a role may be signed in at once, as role=number; * is for all roles. One "
        "more signs the oldest out.",
        "*=5,administrator=1,security_administrator=1,auditor=2 with FOYER_PRODUCTION, else no limit",
    )
    second_factor_roles = words(
        "FOYER_SECOND_FACTOR_ROLES",
        lambda env: ["administrator", "supervisor"] if env.production else [],
        "The roles that must have an authenticator app or a passkey; none means that no role must.",
        "administrator,supervisor with FOYER_PRODUCTION, else none",
    )
    oidc_url = text(
        "FOYER_OIDC_URL",
        "",
        "The bank's OpenID Connect provider, whose users may then sign in with it; empty means none.",
    )
    oidc_id = text("FOYER_OIDC_ID", "", "The client id that this provider knows Foyer by.")
    oidc_secret = text("FOYER_OIDC_SECRET", "", "The secret that belongs to this client id.")
    oidc_name = text("FOYER_OIDC_NAME", "OpenID Connect", "What the sign-in page calls this provider.")

    @cached_property
    def home(self) -> Path:
        path = self.home_folder
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise _no_home(path) from error
        if not os.access(path, os.W_OK | os.X_OK):
            raise _no_home(path)
        return path

    @cached_property
    def key_folder(self) -> Path:
        return self.home / "keys"

    @cached_property
    def secret_key(self) -> str:
        return self.secret_key_given or keys.kept(self.key_folder, "django", keys.new_signing_key)

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """The key ring, from whoever keeps it."""
        if self.kms_url:
            return custody.Wrapped(self.key_folder, custody.HttpKms(self.kms_url, self.kms_token))
        if not self.field_keys_given:
            return custody.Folder(self.key_folder)
        try:
            return custody.Given(keys.parse_field_keys(self.field_keys_given), self.field_key_current)
        except ValueError as error:
            raise WrongSetting(_("FOYER_FIELD_KEYS must be number:key pairs, each key 32 bytes in base64.")) from error

    @cached_property
    def page_libraries(self) -> Path:
        """Where node_modules is: beside a checkout, in FOYER_HOME for an installed package."""
        return PROJECT if (PROJECT / "package.json").exists() else self.home / "pages"

    @property
    def is_embedded(self) -> bool:
        """Whether Foyer runs its own PostgreSQL."""
        return not self.database_url_given

    @property
    def database_url(self) -> str:
        """The server that was given, else the embedded one, whose address is known before it runs."""
        noted = self.home / "database-url"
        if self.database_url_given:
            return self.database_url_given
        return noted.read_text().strip() if noted.exists() else embedded_url(self.home)

    @property
    def database(self) -> dict[str, Any]:
        """Django's description of the database."""
        return {
            **_database_parts(self.database_url),
            "ENGINE": "foyer.base.postgres",
            "CONN_MAX_AGE": self.connection_seconds,
            "CONN_HEALTH_CHECKS": True,
            "TEST": {"NAME": self.test_database},
        }

    @property
    def email(self) -> dict[str, Any]:
        """Django's e-mail settings."""
        if not self.email_url:
            return {
                "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "EMAIL_FILE_PATH": self.home / "mail",
            }
        parts = urlparse(self.email_url)
        if parts.scheme != "smtp" or not parts.hostname:
            raise WrongSetting(_("FOYER_EMAIL_URL must look like smtp://user:password@host:587?tls=1."))
        options = dict(parse_qsl(parts.query))
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or 25,
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": options.get("tls") == "1",
            "EMAIL_USE_SSL": options.get("ssl") == "1",
            "EMAIL_TIMEOUT": 20,
        }


def _no_home(path: Path) -> WrongSetting:
    return WrongSetting(
        _("FOYER_HOME {folder} cannot be written to. Give it to the user that runs Foyer, or choose another.").format(
            folder=path
        )
    )


def socket_folder(home: Path) -> Path:
    """Where the embedded server's socket lies: in its data or, when that path is too long, in a short one."""
    data = home / "postgres"
    if len(os.fsencode(data)) <= LONGEST_SOCKET_FOLDER:
        return data
    short = os.environ.get("XDG_RUNTIME_DIR") if os.geteuid() else None
    name = "foyer-" + hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(short if short and len(short) < LONGEST_SOCKET_FOLDER - 20 else tempfile.gettempdir()) / name


def embedded_url(home: Path, name: str = "foyer") -> str:
    """The address of the embedded server's database."""
    return f"postgresql://postgres@/{name}?host={quote(str(socket_folder(home)))}"


def _database_parts(url: str) -> dict[str, Any]:
    parts = urlparse(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise WrongSetting(_("DATABASE_URL must begin with postgresql://; Foyer keeps its data in PostgreSQL only."))
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")) or "foyer",
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }


VARIABLES: list[Variable[Any]] = [row for row in vars(Environment).values() if isinstance(row, Variable)]

env = Environment()

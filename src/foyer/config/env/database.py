"""Which PostgreSQL: one that was given, or the one that comes with Foyer."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlparse

from foyer.config.env.place import Place
from foyer.config.variables import WrongSetting, number, text
from foyer.config.words import _

LONGEST_SOCKET_FOLDER = 90  # a socket's whole path may have 107 bytes, on macOS 103


class Database(Place):
    """The server and the database in it."""

    database_url_given = text(
        "DATABASE_URL",
        "",
        # pragma: allowlist nextline secret
        "A PostgreSQL server to use, as postgresql://user:password@host:port/name?sslmode=verify-full; "
        "empty starts the server that comes with Foyer.",
    )
    web_database_url = text(
        "FOYER_WEB_DATABASE_URL",
        "",
        "The same database for web processes alone, under an account that owns nothing there; "
        "`./foyer manage web_account NAME` gives it what it needs. Empty: the account of DATABASE_URL for all.",
    )
    test_database = text("FOYER_TEST_DB", "test_foyer", "The name of the database the tests make and drop.")
    connection_seconds = number(
        "FOYER_DATABASE_KEEP_SECONDS", 60, "How long a web process keeps an idle database connection."
    )

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
    def web_database(self) -> dict[str, Any]:
        """What differs for web processes: another account in the same database; nothing where none is named."""
        if not self.web_database_url:
            return {}
        mine, theirs = _database_parts(self.database_url), _database_parts(self.web_database_url)
        if (mine["NAME"], mine["HOST"], mine["PORT"]) != (theirs["NAME"], theirs["HOST"], theirs["PORT"]):
            raise WrongSetting(_("FOYER_WEB_DATABASE_URL must name the same database as DATABASE_URL."))
        return theirs


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

"""What Foyer asks of other machines: whom it may call, who examines files, who carries mail and text messages."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlparse

from foyer.config.env.place import Place
from foyer.config.variables import WrongSetting, text, words
from foyer.config.words import _


class Neighbours(Place):
    """The other machines."""

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
        "The hosts within the bank's own network that Foyer may call; outside production also over http.",
        "none with FOYER_PRODUCTION, else this machine",
    )
    antivirus = text(
        "FOYER_ANTIVIRUS",
        "",
        "Where clamd examines uploaded files, as host:3310 or /run/clamd.sock; empty lets files in without it.",
    )
    without = words(
        "FOYER_WITHOUT",
        [],
        "What the bank knowingly does without in production, where Foyer else does not start: antivirus (no scanner "
        "examines uploads), log_server (anchors of the trail stay on this machine), key_service (keys lie in files or "
        "the environment), internal_tls (hosts of FOYER_INTERNAL_HOSTS are also called over http).",
    )
    email_url = text(
        "FOYER_EMAIL_URL",
        "",
        # pragma: allowlist nextline secret
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

    core = text(
        "FOYER_CORE",
        lambda env: "" if env.production else "demo",
        "The core-banking system behind the services: a registered name (demo) or the dotted path of a class. Empty "
        "joins "
        "none, and services that need an account are not offered.",
        "empty with FOYER_PRODUCTION, else demo",
    )

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
            # pragma: allowlist nextline secret
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

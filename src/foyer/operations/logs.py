"""Log lines: one JSON object each, with the request's id and without personal data.

What could identify a customer does not get in: addresses of clients, user agents, query strings and the details of
database errors are dropped; numbers and addresses that look like a person's are masked wherever they appear,
tracebacks included.
"""

import logging
import logging.config
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from foyer.config.env import Environment, env

NEVER = ("ip", "user_agent", "user_id", "password", "token", "code_hash", "phone", "email", "name", "text")
HEALTH = ("/healthz", "/readyz", "/metrics")
MASK = "***"
PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+"  # an e-mail address
    r"|(?<![\w-])\+?\d(?:[ -]?\d){9,18}[0-9Xx](?![\w-])"  # a phone, card or identity number, spaced or not
    r"|(?<=Authorization: )\S.*"
    r"|(?<=[?&])[^\s=&]+=[^\s&\"']+"  # a query string
)
DETAIL = re.compile(r"(?m)^(DETAIL|CONTEXT|LINE \d+|HINT): .*$")


def settings(environment: Environment = env) -> dict[str, Any]:
    """Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"foyer": {"()": _formatter, "as_json": _is_json(environment)}},
        "handlers": {"out": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "foyer"}},
        "root": {"handlers": ["out"], "level": environment.log_level},
        "loggers": {
            "django": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},  # django-structlog tells of each request itself
            "axes": {"level": "ERROR"},  # it logs user names and addresses
            "uvicorn": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},  # it logs the arguments of jobs
            "httpx": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "jieba": {"level": "WARNING"},
        },
    }


def set_up(environment: Environment = env) -> None:
    """Make log lines in this process look like that; Django's processes do it through its LOGGING."""
    configure_structlog()
    logging.config.dictConfig(settings(environment))


def configure_structlog() -> None:
    """Let structlog hand its lines to the standard library, which writes everybody's."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            without_health,
            *_common(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def without_health(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Load balancers ask every second; what they are told is no news."""
    if str(line.get("request", "")).split(" ")[-1] in HEALTH:
        raise structlog.DropEvent
    return line


def without_personal_data(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Drop what is never logged and mask what looks like a person's number or address."""
    return {key: _clean(value) for key, value in line.items() if key not in NEVER}


def mask(text: str) -> str:
    return PERSONAL.sub(MASK, DETAIL.sub(r"\1: " + MASK, text))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items() if key not in NEVER}
    if isinstance(value, (list, tuple)):
        return [_clean(part) for part in value]
    return value


def _common() -> list[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]


def _formatter(as_json: bool) -> logging.Formatter:
    """The last step, for structlog's lines and for plain ones of other packages alike."""
    look: Processor = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    if not as_json:
        look = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.contextvars.merge_contextvars, structlog.stdlib.ExtraAdder(_extras()), *_common()],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_personal_data,
            look,
        ],
    )


def _extras() -> set[str]:
    """What other packages may add to their lines: nothing we have not looked at."""
    return {"status_code"}


def _is_json(environment: Environment) -> bool:
    return environment.log_format == "json" or (environment.log_format == "auto" and not sys.stderr.isatty())

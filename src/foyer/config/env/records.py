"""What Foyer writes down of its own work: the trail's anchors, logs, figures, the collector's log."""

from foyer.config.variables import choice, folder, number, syslog, text


class Records:
    """The trail, logs and figures."""

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
    event_log_days = number(
        "FOYER_EVENT_LOG_DAYS",
        7,
        "How many days the event collector keeps requests as they came, after their events were taken from them.",
        least=1,
        most=3650,
    )
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

"""Known vulnerabilities, asked of the services that keep them; and secrets that somebody wrote into the code."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from foyer.config.env import PROJECT
from foyer.operations.words import _

BASELINE = ".secrets.baseline"
SECONDS = 120
SKIPPED = _(": skipped")
"""How every sentence ends that tells of something that was not looked at."""
UNREACHABLE = (
    *("ConnectionError", "Max retries", "ServiceError", "ConnectTimeout", "ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED"),
    *("ETIMEDOUT", "403", "404", "endpoint"),
)


def python_audit() -> tuple[bool, str]:
    """pip-audit over the product's lock; "skipped" where its service cannot be reached."""
    arguments = ["--require-hashes", "--disable-pip", "--no-deps", "-r", "requirements.lock", "--progress-spinner=off"]
    return _asked([sys.executable, "-m", "pip_audit", *arguments, "--timeout=15"])


def node_audit() -> tuple[bool, str]:
    """npm audit over what pages use."""
    npm = shutil.which("npm")
    if npm is None:
        return True, _("npm is not here") + SKIPPED
    return _asked([npm, "audit", "--omit=dev", "--audit-level=high"])


def secrets() -> tuple[bool, str]:
    """detect-secrets over the files of the project; what the baseline holds was looked at and is none."""
    from detect_secrets.core.secrets_collection import SecretsCollection
    from detect_secrets.settings import transient_settings

    with transient_settings(json.loads((PROJECT / BASELINE).read_text())):
        found = SecretsCollection(root=str(PROJECT))
        for path in _files():
            found.scan_file(path)
    known = {
        (name, one["hashed_secret"])
        for name, rows in json.loads((PROJECT / BASELINE).read_text())["results"].items()
        for one in rows
    }
    new = sorted(f"{name}:{one.line_number} {one.type}" for name, one in found if (name, one.secret_hash) not in known)
    return not new, "\n".join(new)


def _files() -> list[str]:
    """What git keeps or would keep, save locks, translations, pictures and data."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    ).stdout.splitlines()  # fmt: skip
    skipped = (".lock", ".po", ".json", ".svg", ".png", ".csv", ".parquet", ".baseline", ".jpg", ".woff2", ".ico")
    return [
        name
        for name in listed
        if not name.endswith(skipped) and "/tests/" not in name and Path(PROJECT, name).is_file()
    ]


def _asked(command: list[str]) -> tuple[bool, str]:
    try:
        asked = subprocess.run(
            command, cwd=PROJECT, text=True, timeout=SECONDS, check=False, env={**os.environ, "NO_COLOR": "1"},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, FileNotFoundError):
        return True, _("the service that knows of vulnerabilities was not reachable") + SKIPPED
    if asked.returncode and any(mark in asked.stdout for mark in UNREACHABLE):
        return True, _("the service that knows of vulnerabilities was not reachable") + SKIPPED
    unknown = asked.stdout.count("could not be audited")
    if asked.returncode == 0 and unknown:
        told = _("{count} packages are not known to the service of vulnerabilities")
        return True, told.format(count=unknown) + SKIPPED
    return asked.returncode == 0, asked.stdout.strip()

"""What `foyer check` looks at: each check a name and a command or function; all are run, then the verdict is given."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from foyer.config.env import PROJECT
from foyer.operations.supply import audits, licences, locks
from foyer.operations.words import _

PRODUCTION = {
    "FOYER_PRODUCTION": "1",
    "FOYER_URL": "https://foyer.example",
    "FOYER_HOSTS": "foyer.example",
    "FOYER_SMS": "http",
    "FOYER_SMS_URL": "https://sms.foyer.example",
    "FOYER_DEBUG": "",
    "FOYER_WITHOUT": "antivirus,log_server,key_service",
    "DATABASE_URL": "postgresql://foyer@/foyer?host=/nowhere",
}


@dataclass(frozen=True)
class Check:
    name: str
    run: Callable[[], tuple[bool, str]]


def all_checks() -> list[Check]:
    return [
        Check(_("style"), lambda: _tool("ruff", "check", ".")),
        Check(_("layout"), lambda: _tool("ruff", "format", "--check", ".")),
        Check(_("floors of the house"), lambda: _tool("lint-imports", "--no-cache")),
        Check(_("migrations complete"), lambda: _manage("makemigrations", "--check", "--dry-run")),
        Check(_("production settings"), _deployment),
        Check(_("translations complete"), _translations),
        Check(_("locks and licences"), _locks),
        Check(_("known vulnerabilities: Python"), audits.python_audit),
        Check(_("known vulnerabilities: pages"), audits.node_audit),
        Check(_("secrets in the code"), audits.secrets),
        Check(_("types"), lambda: _tool("mypy", "-p", "foyer")),
    ]


def run(report: Callable[[str, bool, float, str], None], *, release: bool = False) -> bool:
    """Run every check, telling of each as it ends; True when all are well."""
    results = []
    for check in all_checks():
        begun = time.monotonic()
        fine, said = check.run()
        fine = fine and not (release and audits.SKIPPED in said)
        report(check.name, fine, time.monotonic() - begun, said)
        results.append(fine)
    return all(results)


def _tool(name: str, *arguments: str) -> tuple[bool, str]:
    return _run([str(Path(sys.executable).parent / name), *arguments], {})


def _manage(*arguments: str, environment: dict[str, str] | None = None) -> tuple[bool, str]:
    command = [sys.executable, "-W", "ignore::RuntimeWarning", str(PROJECT / "manage.py"), *arguments]
    return _run(command, environment or {})


def _deployment() -> tuple[bool, str]:
    """Django's own check of the settings that real customers would be served with."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**PRODUCTION, "FOYER_HOME": home}
        return _manage("check", "--deploy", "--fail-level=WARNING", environment=environment)


def _translations() -> tuple[bool, str]:
    from foyer.operations import translations

    gaps = [gap for room in translations.rooms() for gap in translations.gaps(room)]
    return not gaps, "\n".join(map(str, gaps))


def _locks() -> tuple[bool, str]:
    found = [*locks.problems(), *licences.problems()]
    return not found, "\n".join(found)


def _run(command: list[str], environment: dict[str, str]) -> tuple[bool, str]:
    path = os.pathsep.join([str(PROJECT / "src"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    result = subprocess.run(
        command,
        check=False,
        cwd=PROJECT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": path, "MYPYPATH": str(PROJECT / "src"), **environment},
    )
    return result.returncode == 0, result.stdout.strip()

"""In production nothing unsafe starts, and every reason is told at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from foyer.config import safety
from foyer.config.env import PROJECT, Environment
from foyer.config.safety import UnsafeSettings
from foyer.operations import catalogues, words

SAFE = {
    "FOYER_PRODUCTION": "1",
    "FOYER_URL": "https://service.bank.example",
    "FOYER_HOSTS": "service.bank.example",
    "FOYER_SMS": "http",
    "FOYER_SMS_URL": "https://sms.bank.example/send",
    "DATABASE_URL": "",
    "FOYER_ANTIVIRUS": "/run/clamd.sock",
    "FOYER_AUDIT_SYSLOG": "tls://log.bank.example",
    "FOYER_WITHOUT": "key_service",
}


@pytest.fixture
def production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in {**SAFE, "FOYER_HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_safe_settings_start(production: pytest.MonkeyPatch) -> None:
    safety.refuse_unsafe(Environment())


def test_what_the_bank_does_without_it_says(production: pytest.MonkeyPatch) -> None:
    for name in ("FOYER_ANTIVIRUS", "FOYER_AUDIT_SYSLOG"):
        production.setenv(name, "")
    production.setenv("FOYER_WITHOUT", "antivirus, log_server, key_service")

    safety.refuse_unsafe(Environment())


def test_a_neighbour_on_this_machine_needs_no_tls(production: pytest.MonkeyPatch) -> None:
    for scanner, log_server in (("127.0.0.1:3310", "udp://localhost"), ("[::1]:3310", "tcp://127.0.0.1:601")):
        production.setenv("FOYER_ANTIVIRUS", scanner)
        production.setenv("FOYER_AUDIT_SYSLOG", log_server)
        safety.refuse_unsafe(Environment())


def test_outside_production_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_HOSTS", "*")
    monkeypatch.setenv("FOYER_DEBUG", "1")

    safety.refuse_unsafe(Environment())


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("FOYER_DEBUG", "1", "FOYER_DEBUG is on"),
        ("FOYER_SMS", "demo", "FOYER_SMS is demo"),
        ("FOYER_SMS_URL", "", "FOYER_SMS_URL is not an https address"),
        ("FOYER_SMS_URL", "http://sms.bank.example/send", "FOYER_SMS_URL is not an https address"),
        ("FOYER_EMAIL_URL", "smtp://mail.bank.example:25", "without tls=1 or ssl=1"),
        ("FOYER_OIDC_URL", "http://id.bank.example", "FOYER_OIDC_URL is not https"),
        ("FOYER_HOSTS", "*", "FOYER_HOSTS accepts any host"),
        ("FOYER_HOSTS", "localhost", "FOYER_HOSTS names no host but this machine"),
        ("FOYER_URL", "http://service.bank.example", "which is not https"),
        ("FOYER_SECURE_COOKIES", "0", "FOYER_SECURE_COOKIES is off"),
        ("FOYER_HSTS_SECONDS", "0", "FOYER_HSTS_SECONDS is 0"),
        ("FOYER_EMBED_ORIGINS", "http://www.bank.example", "not https://"),
        ("FOYER_SECRET_KEY", "short", "FOYER_SECRET_KEY is shorter"),
        ("DATABASE_URL", "postgresql://foyer:x@db.bank.example/foyer", "without sslmode"),
        ("FOYER_ANTIVIRUS", "", "If the bank does without, write antivirus in FOYER_WITHOUT"),
        ("FOYER_ANTIVIRUS", "scanner.bank.example:3310", "clamd speaks without encryption"),
        ("FOYER_AUDIT_SYSLOG", "", "write log_server in FOYER_WITHOUT"),
        ("FOYER_AUDIT_SYSLOG", "udp://log.bank.example", "without encryption. Write tls://"),
        ("FOYER_AUDIT_SYSLOG", "tcp://log.bank.example:601", "without encryption. Write tls://"),
        ("FOYER_LLM_URL", "http://llm.bank.example/v1", "FOYER_LLM_URL is not https"),
        ("FOYER_WITHOUT", "", "write key_service in FOYER_WITHOUT"),
        ("FOYER_WITHOUT", "key_service,backups", "FOYER_WITHOUT names backups"),
    ],
)
def test_each_unsafe_setting_is_refused(production: pytest.MonkeyPatch, name: str, value: str, reason: str) -> None:
    production.setenv(name, value)

    with pytest.raises(UnsafeSettings, match=reason):
        safety.refuse_unsafe(Environment())


def test_the_reasons_are_told_in_the_operators_language(
    production: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    production.setenv("FOYER_HOSTS", "*")
    monkeypatch.setattr(words, "_catalogue", catalogues.in_memory)

    with pytest.raises(UnsafeSettings, match="FOYER_HOSTS 接受任意主机名"):
        safety.refuse_unsafe(Environment())


def test_keys_that_others_can_read_are_refused(production: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment = Environment()
    _ = environment.keys
    (tmp_path / "keys/field-1").chmod(0o644)

    with pytest.raises(UnsafeSettings, match="field-1 can be read by others"):
        safety.refuse_unsafe(environment)


@pytest.mark.processes
def test_a_real_bank_has_no_demonstration_in_it(tmp_path: Path) -> None:
    """Neither its commands nor its tables, signs of life or simulated core."""
    asked = (
        "import django, sys; django.setup(); from django.apps import apps; from django.core import management as m; "
    )
    asked += "print(apps.is_installed('foyer.demo'), 'load_demo' in m.get_commands(), 'foyer.demo' in sys.modules)"
    environment = {
        **os.environ, **SAFE, "FOYER_HOME": str(tmp_path), "PYTHONPATH": str(PROJECT / "src"),
        "DJANGO_SETTINGS_MODULE": "foyer.config.settings",
    }  # fmt: skip

    result = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)

    assert result.stdout.split() == ["False", "False", "False"]


@pytest.mark.processes
def test_the_command_tells_every_reason_without_a_traceback(tmp_path: Path) -> None:
    unsafe = {**SAFE, "FOYER_HOSTS": "*", "FOYER_URL": "http://x", "FOYER_HOME": str(tmp_path)}
    environment = {**os.environ, **unsafe, "PYTHONPATH": str(PROJECT / "src")}

    result = subprocess.run(
        [sys.executable, "-m", "foyer", "up"], env=environment, capture_output=True, text=True, check=False
    )

    assert result.returncode == 1
    assert "FOYER_HOSTS accepts any host" in result.stderr
    assert "which is not https" in result.stderr
    assert "Traceback" not in result.stderr

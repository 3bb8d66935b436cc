"""docs/configuration.md, made from the table in foyer.config.env: `python -m foyer.operations.configuration_page`."""

import re

from foyer.config.env import PROJECT, VARIABLES

PATH = PROJECT / "docs" / "configuration.md"
HEAD = """# Configuration

<!-- Made by `python -m foyer.operations.configuration_page` from src/foyer/config/env/; change it there. -->

Foyer reads its settings from environment variables. Every one of them is in this table, and each has a default with
which `./foyer demo` and `./foyer up` start on a bare machine. A value that cannot be right stops the start with a
sentence that names the variable.

| Variable | Type | Default | Meaning |
| --- | --- | --- | --- |
"""
TAIL = """
## Serving real customers

Set `FOYER_PRODUCTION=1`. Foyer then refuses to start while anything is unsafe, and names every reason at once:
debugging on, sign-in codes shown or sent in the open, any or no host name accepted, an address that is not https,
cookies over plain HTTP, keys that others on the machine can read, a short signing key, a database, a mail server, a
log server or a scanner across the network without TLS. A bank has three neighbours for it: a scanner of uploads
(`FOYER_ANTIVIRUS`), a log server (`FOYER_AUDIT_SYSLOG`) and a key service (`FOYER_KMS_URL`); a house that does without
one says so in `FOYER_WITHOUT`, which is a risk that somebody accepts. The least that must be given, and the bank's
name:

```sh
FOYER_PRODUCTION=1
FOYER_URL=https://service.bank.example
FOYER_HOSTS=service.bank.example
FOYER_BANK_NAME="江城银行/River Bank"
FOYER_BANK_PHONE=95999
FOYER_SMS=http
FOYER_SMS_URL=https://sms.bank.example/send
FOYER_ANTIVIRUS=/run/clamd.sock
FOYER_AUDIT_SYSLOG=tls://log.bank.example
FOYER_KMS_URL=https://kms.bank.example
FOYER_TRUST_PROXY=1        # where a proxy ends TLS in front of Foyer and sets X-Forwarded-Proto and X-Forwarded-For
```

`/healthz` (this process answers), `/readyz` (database, tables and relay are there) and `/metrics` are exempt from
the redirect to HTTPS, for load balancers inside the bank's network. Without `FOYER_METRICS_TOKEN`, `/metrics`
answers only to the machine itself and to nothing that came through a proxy.

## Keys

On first start Foyer makes its keys in `FOYER_HOME/keys`, each with mode 0600: `django` signs sessions, `field-1`
encrypts personal data. Whoever has the keys and the database can read everything; whoever loses `field-N` can never
read what it encrypted. `./foyer backup` therefore saves them too. To change the key that encrypts, add the next
one, restart, and seal everything again; the old file stays for the backups made with it:

```sh
(umask 077; head -c 32 /dev/urandom | base64 > var/keys/field-2)
./foyer manage rotate_keys
```

## Logs

Every line is one JSON object (on a terminal: text) with the id of the request it belongs to, and without personal
data: client addresses, user agents, query strings and the details of database errors are never written, and what
looks like a phone, card or identity number or an e-mail address is masked, in tracebacks too. """


def page() -> str:
    """The page as it should be."""
    rows = (f"| `{row.name}` | {row.kind} | {_code(row.shown)} | {row.meaning} |\n" for row in VARIABLES)
    return HEAD + "".join(rows) + TAIL


def _code(shown: str) -> str:
    if not shown:
        return "empty"
    return f"`{shown}`" if re.fullmatch(r"[\w.:,/\[\]-]+", shown) else shown


if __name__ == "__main__":
    PATH.write_text(page())

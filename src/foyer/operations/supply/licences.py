"""Whether what is installed may be given on under Apache-2.0, as each package says of itself."""

import re
from collections.abc import Iterator
from importlib import metadata
from typing import Any

from foyer.config.env import PROJECT
from foyer.operations.supply.locks import packages

STRICT = re.compile(r"\b(AGPL|GPL|SSPL|BUSL|Commons Clause|Proprietary|CC-BY-NC)", re.IGNORECASE)
LENIENT = re.compile(r"\b(LGPL|Lesser|MPL|Mozilla|linking exception)", re.IGNORECASE)
KNOWN = {
    "jieba": "MIT, says its repository",
    "pyrage": "MIT, says its repository",
    "qrcode": "BSD; one line of its classifiers names the qrcode patent's holder",
    "chinesecalendar": "MIT, says its repository",
}
"""What says nothing of itself in its metadata, and who was asked."""


def problems() -> Iterator[str]:
    """Packages of the product's lock whose licence does not go with Apache-2.0, or that name none."""
    for package in packages(PROJECT / "requirements.lock"):
        try:
            said = licence_of(package.name)
        except metadata.PackageNotFoundError:
            continue  # for another platform
        if package.name in KNOWN:
            continue
        if not said:
            yield f"{package.name} {package.version} names no licence."
        elif STRICT.search(said) and not LENIENT.search(said):
            yield f"{package.name} {package.version} is under {said[:80]}."


def licence_of(name: str) -> str:
    """The licence as its own expression, the first line of its licence field, or its classifiers."""
    about: Any = metadata.metadata(name)
    expression = about.get("License-Expression") or ""
    classifiers = [
        line.rsplit("::", 1)[-1].strip() for line in about.get_all("Classifier") or [] if "License ::" in line
    ]
    written = (about.get("License") or "").strip().splitlines()
    return expression or "; ".join(classifiers) or (written[0][:100] if written else "")

"""A bill of materials in CycloneDX 1.6: what the product consists of, from the locks, with hashes and licences."""

import json
from importlib import metadata
from pathlib import Path
from typing import Any

from foyer import __version__
from foyer.config.env import PROJECT
from foyer.operations.supply.licences import licence_of
from foyer.operations.supply.locks import NODE, Package, packages


def write(path: Path) -> int:
    """Write it; returns how many components it names."""
    components = [_python(package) for package in packages(PROJECT / "requirements.lock")] + _node()
    product = {
        "type": "application",
        "name": "foyer",
        "version": __version__,
        "licenses": [{"expression": "Apache-2.0"}],
    }
    bill = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": product}}
    path.write_text(json.dumps({**bill, "components": components}, indent=1, ensure_ascii=False) + "\n")
    return len(components)


def _python(package: Package) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "library",
        "name": package.name,
        "version": package.version,
        "purl": f"pkg:pypi/{package.name}@{package.version}",
        "hashes": [{"alg": "SHA-256", "content": one.removeprefix("sha256:")} for one in package.hashes],
    }
    try:
        said = licence_of(package.name)
    except metadata.PackageNotFoundError:
        said = ""
    return {**found, "licenses": [{"license": {"name": said}}]} if said else found


def _node() -> list[dict[str, Any]]:
    rows = json.loads((PROJECT / NODE).read_text())["packages"]
    return [
        {
            "type": "library",
            "name": name.removeprefix("node_modules/"),
            "version": entry["version"],
            "purl": f"pkg:npm/{name.removeprefix('node_modules/').replace('@', '%40')}@{entry['version']}",
        }
        for name, entry in rows.items()
        if name and not entry.get("dev")
    ]

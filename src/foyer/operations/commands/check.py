"""`foyer check`: style, types, the floors, migrations, translations and the production settings."""

import argparse
from pathlib import Path

from foyer.operations import checks
from foyer.operations.supply import sbom
from foyer.operations.words import _

NEEDS_SOURCES = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--release", action="store_true", help=_("what could not be looked at is a fault: no release leaves unasked")
    )
    parser.add_argument("--sbom", type=Path, metavar=_("FILE"), help=_("only write a bill of materials (CycloneDX)"))


def run(options: argparse.Namespace) -> int:
    if options.sbom:
        count = sbom.write(options.sbom)
        print(_("{file} names {count} packages.").format(file=options.sbom, count=count), flush=True)
        return 0
    return check_all(release=options.release)


def check_all(*, release: bool = False) -> int:
    """Run every check and report each; 0 where all are well, for a release also only where none was left out."""
    fine = checks.run(_report, release=release)
    print(_("All checks are well.") if fine else _("Some checks failed; what they said is above."), flush=True)
    return 0 if fine else 1


def _report(name: str, fine: bool, seconds: float, said: str) -> None:
    print(f"{'✓' if fine else '✗'} {name} ({seconds:.1f} s)", flush=True)
    if said and (not fine or len(said.splitlines()) == 1):  # a check that is well may say what it could not look at
        print("    " + said.replace("\n", "\n    "), flush=True)

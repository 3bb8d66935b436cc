"""`foyer check`: style, types, the floors, migrations, translations and the production settings."""

import argparse

from foyer.operations import checks
from foyer.operations.words import _


def run(_options: argparse.Namespace) -> int:
    fine = checks.run(_report)
    print(_("All checks are well.") if fine else _("Some checks failed; what they said is above."), flush=True)
    return 0 if fine else 1


def _report(name: str, fine: bool, seconds: float, said: str) -> None:
    print(f"{'✓' if fine else '✗'} {name} ({seconds:.1f} s)", flush=True)
    if not fine:
        print("    " + said.replace("\n", "\n    "), flush=True)

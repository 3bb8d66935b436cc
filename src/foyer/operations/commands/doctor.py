"""`foyer doctor`: what is wrong with this machine or installation, and how to mend it."""

import argparse

from foyer.operations import doctor
from foyer.operations.words import _


def run(_options: argparse.Namespace) -> int:
    ill = 0
    for finding in doctor.examine():
        ill += not finding.is_well
        print(f"{'✓' if finding.is_well else '✗'} {finding.what}" + (f"\n    → {finding.mend}" if finding.mend else ""))
    print(_("Nothing is wrong.") if not ill else _("To mend: {count}.").format(count=ill))
    return 0 if not ill else 1

"""`foyer demo`: everything, with a simulated bank to look at."""

import argparse

from foyer.operations import running


def run(_options: argparse.Namespace) -> int:
    running.run(demo=True)
    return 0

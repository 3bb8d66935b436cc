"""`foyer up`: the bank's own Foyer, without demonstration data."""

import argparse

from foyer.operations import running


def run(_options: argparse.Namespace) -> int:
    running.run(demo=False)
    return 0

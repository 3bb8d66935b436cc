"""One run per source at a time, over all processes and machines."""

from collections.abc import Iterator
from contextlib import contextmanager

from foyer.base.postgres.alone import alone as only_process
from foyer.customers.intake.errors import IntakeBusy


@contextmanager
def alone(source: str) -> Iterator[None]:
    """Nobody else runs this source until the block ends. Raises IntakeBusy."""
    with only_process(f"intake {source}") as is_mine:
        if not is_mine:
            raise IntakeBusy
        yield

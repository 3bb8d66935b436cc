"""`python -m foyer.operations.with_database COMMAND …`: run a command with the house made ready and the database up."""

import subprocess
import sys

from foyer.operations import catalogues, database, prepare


def main(command: list[str]) -> int:
    with database.held():
        catalogues.compile_changed()
        prepare.static_files(lambda _step: None)
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

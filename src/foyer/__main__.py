"""`python -m foyer COMMAND` and the installed command `foyer`."""

import sys

from foyer.operations.cli import main

if __name__ == "__main__":
    sys.exit(main())

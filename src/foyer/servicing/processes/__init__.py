"""The services of the bank, each declared in the file of its subject."""

from foyer.servicing.processes import (  # noqa: F401  declare themselves
    appointments,
    calculators,
    cards,
    contact,
    credit,
    disputes,
    money,
    outlets,
    promises,
    statements,
)

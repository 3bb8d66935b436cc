"""The environment Foyer reads: one table, a row for every variable, a file for every noun.

docs/configuration.md is made from this table (`python -m foyer.operations.configuration_page`); a test keeps them
the same.
"""

from typing import Any

from foyer.config.env.bank import Bank
from foyer.config.env.database import Database, embedded_url, socket_folder
from foyer.config.env.key_ring import KeyRing
from foyer.config.env.meanings import Meanings
from foyer.config.env.neighbours import Neighbours
from foyer.config.env.pages import LOCAL_HOSTS, Pages
from foyer.config.env.place import PROJECT, Place
from foyer.config.env.processes import Processes
from foyer.config.env.records import Records
from foyer.config.env.sign_in import SignIn
from foyer.config.env.speech import Speech
from foyer.config.env.writer import Writer
from foyer.config.variables import Variable

__all__ = ["LOCAL_HOSTS", "PROJECT", "VARIABLES", "Environment", "embedded_url", "env", "socket_folder"]

PARTS = (Place, Database, Bank, Pages, Neighbours, Meanings, Writer, Speech, KeyRing, Records, Processes, SignIn)


class Environment(Bank, Database, Pages, Neighbours, Meanings, Writer, Speech, KeyRing, Records, Processes, SignIn):
    """Every setting, read when asked for."""


VARIABLES: list[Variable[Any]] = [row for part in PARTS for row in vars(part).values() if isinstance(row, Variable)]

env = Environment()

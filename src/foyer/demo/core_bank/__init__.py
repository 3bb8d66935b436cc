"""The demo bank's core system: accounts, cards, movements and transfers of its customers, kept in its own tables.

`books.open_books` gives a customer their accounts, the same for the same number; `bank.DemoCore` is the port's
implementation. `bank.trouble` makes it fail as a real one does, for drills and tests.
"""

from foyer.demo.core_bank.bank import DemoCore
from foyer.demo.core_bank.books import open_books

__all__ = ["DemoCore", "open_books"]

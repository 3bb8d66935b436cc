"""Demo: a simulated bank, for showing Foyer and for trying it out. Never loaded in production.

Everything is made by the same verbs as in the real house: units are opened, staff join, articles are imported, customers
write, the assistant answers, agents take, transfer and close. The past is played with a moved clock.

    load(days=7)   build the bank once; a second call changes nothing
    people()       who may sign in, for the launcher to print
"""

from foyer.demo.cast import PASSWORD, people

__all__ = ["PASSWORD", "people"]

"""An invented town whose truth is known: who is who, and how a bank's systems write each of them down.

The demo bank's sources are made from it, and so is the measurement of identity resolution (bench/identity.py).
"""

from foyer.demo.town.inhabitants import Clerk, Person, Town, inhabitants, town

__all__ = ["Clerk", "Person", "Town", "inhabitants", "town"]

"""Running the house: installing, starting, watching, checking, saving and bringing back.

Not a room of the bank and no Django app: the commands of `./foyer`, one small module each in `commands/`, and what they
stand on (`postgres`, `supervisor`, `prepare`, `backups`). It knows the rooms only through Django and the database.
"""

"""The shelf: what this process knows of the published articles, ready to be searched in a millisecond.

Vectors, words and synonyms live in PostgreSQL; each process keeps a copy in memory, and asks before every search, in
one small query, whether anything has changed (`stamp`). A trigger changes the stamp with every change of an article, a
version, its sentences or the synonyms, so that what is published, withdrawn or edited counts at once everywhere. When
it has changed only the new versions are read again.

    shelf = current()                 # as the database stands now
    reading = shelf.reader.read(text) # how the question is meant: misspelt words, homophones, pinyin
    volumes, near, words …            # see volumes.py, meanings.py, postings.py, synonyms.py
"""

from foyer.knowledge.shelf.keeping import current, forget, stamp, still
from foyer.knowledge.shelf.volumes import Shelf, Volume

__all__ = ["Shelf", "Volume", "current", "forget", "stamp", "still"]

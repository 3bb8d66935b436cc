"""Aids: what the house uses and can do without for a while, such as the encoder of meanings.

    MEANING = Aid("meaning", name=Bilingual("语义理解", "Understanding of meanings"), without=…, probe=warm_up)

    with MEANING.asked():                 # raises Away while it is left alone, and where it fails now
        vectors = encoder.encode(texts)

An aid that fails three times in a row is left alone for half a minute, then for twice as long, up to five minutes; one
call tries it when the rest is over, and its success closes the breaker: nobody starts anything again. Each process
counts for itself. That it is away is a row (`Outage`), so that health, `doctor`, `/metrics` and the back office say it.
"""

from foyer.base.aids.aid import Aid, known
from foyer.base.aids.errors import Away
from foyer.base.aids.telling import now_away, probe_all

__all__ = ["Aid", "Away", "known", "now_away", "probe_all"]

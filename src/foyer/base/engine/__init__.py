"""What computes over the lake. A transformation is written once, as an Ibis expression, and runs on either engine.

    with open_engine() as engine:                             # DuckDB within this process, or Spark: FOYER_ENGINE
        parties = engine.read(PARTIES)                        # a Dataset, or paths of Parquet files: an ibis.Table
        by_city = parties.group_by("city").agg(count=parties.count())
        engine.execute(by_city)                               # pandas; .arrow() and .batches() for more rows
        CITIES.replace(engine, by_city)                       # into the lake

Both keep to FOYER_ENGINE_MEMORY and write what does not fit below FOYER_HOME/lake/tmp. An engine is used by one thread
and closed at the end of its `with`; a version of a dataset that it has read stays on disk until then. Text is compared
by code point, instants are in UTC, and a test that takes the fixture `engine` (`base.engine.testing`) runs on both.
"""

from foyer.base.engine.errors import EngineMissing
from foyer.base.engine.opening import open_engine
from foyer.base.engine.port import Engine, FileFact

__all__ = ["Engine", "EngineMissing", "FileFact", "open_engine"]

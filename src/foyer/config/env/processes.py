"""How much of the machine Foyer takes, and how large the demonstration is."""

import os

import psutil

from foyer.config.variables import flag, number, text


class Processes:
    """Processes, the engine over the lake, the demonstration."""

    web_workers = number(
        "FOYER_WEB_WORKERS",
        lambda _: max(2, min(8, os.cpu_count() or 2)),
        "How many web processes to run.",
        "the number of cores, 2 to 8",
        least=1,
        most=256,
    )
    relay_workers = number(
        "FOYER_RELAY_WORKERS",
        1,
        "How many processes hand facts to their listeners and run short sweeps.",
        least=1,
        most=64,
    )
    job_workers = number("FOYER_JOB_WORKERS", 1, "How many processes run long jobs.", least=1, most=64)
    engine = text(
        "FOYER_ENGINE",
        "duckdb",
        "What computes over the lake: duckdb, within each process, or a Spark master such as local[2] or "
        "spark://host:7077 (needs the extra foyer[spark], Java 17 and FOYER_HOME on a folder that every worker sees).",
    )
    engine_memory = number(
        "FOYER_ENGINE_MEMORY",
        lambda _: max(256, psutil.virtual_memory().total // 2**21),
        "The most memory the engine takes, in MiB; what does not fit is written to FOYER_HOME/lake/tmp.",
        "half of this machine's",
        least=64,
    )
    engine_seals_spill = flag(
        "FOYER_ENGINE_SEALS_SPILL",
        True,
        "Encrypt what DuckDB writes to FOYER_HOME/lake/tmp while it computes, which is slow where it writes much; "
        "0 where that folder lies on an encrypted disk or in memory.",
    )
    engine_threads = number(
        "FOYER_ENGINE_THREADS",
        lambda _: os.cpu_count() or 1,
        "How many threads the engine computes with.",
        "the number of cores",
        least=1,
        most=1024,
    )
    demo_days = number("FOYER_DEMO_DAYS", 5, "How many days of conversations `./foyer demo` plays.", least=0, most=60)
    demo_people = number(
        "FOYER_DEMO_PEOPLE",
        20_000,
        "How many people the systems of the demo bank know, whose data it takes in; 0 leaves them out.",
        least=0,
        most=1_000_000,
    )

"""Plain Splink beside Foyer: its documented settings for FEBRL, and the same recipe for the Chinese columns.

From Splink's examples "Febrl3 Dedupe" and "Febrl4 link-only": name comparisons, exact and near dates of birth, the
number, the address parts; blocking on names with postcode, on the number, on the date of birth; training by random
sampling and two EM sessions; clusters at 0.95 (dedupe) and 0.99 (link), as the examples do.
"""

import sys
import time

import duckdb
import pandas as pd
import splink.comparison_library as cl
from bench.identity_foyer import write
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

WESTERN = {
    "comparisons": [
        cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
        cl.NameComparison("family_name").configure(term_frequency_adjustments=True),
        cl.DateOfBirthComparison("born_on", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True),
        cl.DamerauLevenshteinAtThresholds("social_security", [1, 2]),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
    ],
    "blocking": [
        block_on("given_name", "family_name"),
        block_on("social_security"),
        block_on("born_on"),
        block_on("postcode", "family_name"),
        block_on("postcode", "given_name"),
        block_on("street_number", "street"),
    ],
    "training": [block_on("born_on"), block_on("given_name", "postcode")],
    "certain": [block_on("social_security"), block_on("given_name", "family_name", "born_on")],
}
CHINESE = {
    "comparisons": [
        cl.JaroWinklerAtThresholds("name", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("born_on", [1, 2]),
        cl.LevenshteinAtThresholds("resident_id", [1, 2]),
        cl.LevenshteinAtThresholds("passport", 1),
        cl.LevenshteinAtThresholds("phones", [1, 2]),
        cl.EmailComparison("emails"),
        cl.JaroWinklerAtThresholds("address", [0.95, 0.88]),
        cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
    ],
    "blocking": [
        block_on("resident_id"),
        block_on("passport"),
        block_on("phones"),
        block_on("emails"),
        block_on("name", "born_on"),
        block_on("name", "postcode"),
        block_on("address"),
        block_on("born_on", "substr(name, 1, 1)"),
    ],
    "training": [block_on("name"), block_on("born_on")],
    "certain": [block_on("resident_id"), block_on("name", "born_on")],
}


def main(records: str, found: str) -> None:
    table = pd.read_parquet(records)
    started = time.perf_counter()
    recipe = WESTERN if "given_name" in table else CHINESE
    sources = sorted(table["source"].unique())
    is_link = recipe is WESTERN and len(sources) > 1
    frames = [table[table["source"] == one] for one in sources] if is_link else [table]
    clusters = _clusters(frames, recipe, link=is_link)
    groups = dict(zip(clusters["record_id"], clusters["cluster_id"], strict=True))
    write(found, groups, time.perf_counter() - started)


def _clusters(frames: list[pd.DataFrame], recipe: dict, *, link: bool) -> pd.DataFrame:
    api = DuckDBAPI(duckdb.connect())
    settings = SettingsCreator(
        link_type="link_only" if link else "dedupe_only",
        unique_id_column_name="record_id",
        comparisons=recipe["comparisons"],
        blocking_rules_to_generate_predictions=recipe["blocking"],
    )
    linker = Linker([api.register(frame) for frame in frames], settings)
    linker.training.estimate_probability_two_random_records_match(recipe["certain"], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in recipe["training"]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    least = 0.99 if link else 0.95
    pairs = linker.inference.predict(threshold_match_probability=least)
    return linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, least).as_pandas_dataframe()


if __name__ == "__main__":
    main(*sys.argv[1:])

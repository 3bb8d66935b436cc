"""rank_bm25 (Okapi) on words given as JSON, in an environment of its own: the best five articles of each question."""

import json
import sys
import time

from rank_bm25 import BM25Okapi


def main() -> None:
    given = json.load(sys.stdin)
    owners = given["owners"]
    ranking = BM25Okapi(given["sentences"])
    found, spent = [], []
    for words in given["asked"]:
        began = time.perf_counter()
        order = dict.fromkeys(owners[row] for row in (-ranking.get_scores(words)).argsort())
        found.append(list(order)[:5])
        spent.append((time.perf_counter() - began) * 1000)
    print(json.dumps({"found": found, "spent": spent}))


if __name__ == "__main__":
    main()

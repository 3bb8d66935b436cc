"""`./foyer bench middles`: the middle of each language as the opinion across languages sees the shipped articles.

Writes base/encoders/multilingual_middles.npy anew and prints how far the middles lie apart.
"""

import os
import sys

import django
import numpy as np
import yaml

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")


def main(_words: list[str] | None = None) -> int:
    django.setup()
    from foyer.base.encoders.multilingual import LANGUAGES, MIDDLES, across
    from foyer.knowledge.management.commands.import_articles import SHIPPED
    from foyer.knowledge.passages import sentences_of

    model = across()
    if model is None:
        print("middles: the extra foyer[abroad] is not installed", file=sys.stderr)
        return 1
    articles = [
        article for file in sorted(SHIPPED.glob("*.yaml")) for article in yaml.safe_load(file.read_text("utf-8"))
    ]
    found = []
    for lang in LANGUAGES:
        halves = [article[lang] for article in articles]
        texts = [text for half in halves for text in (half["title"], *half["questions"])]
        texts += [place.text_in(half["answer"], []) for half in halves for place in sentences_of(half["answer"])]
        found.append(model.bare(texts).mean(axis=0))
        print(f"{lang}: {len(texts)} sentences, their middle at {np.linalg.norm(found[-1]):.3f} of 1", flush=True)
    np.save(MIDDLES, np.array(found, dtype=np.float32))
    print(f"middles {float(found[0] @ found[1] / np.linalg.norm(found[0]) / np.linalg.norm(found[1])):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Names of people in running text, Chinese and western.

Chinese: what stands after "我叫" or "收款人" is a name; after a weaker cue ("找", "转给") or before a title ("先生") it
is one if it begins with a family name; elsewhere it is one if the part-of-speech tagger (jieba) says so and it begins
with a family name, if a family name stands before characters that given names are made of, if it stands alone between
commas, or if of all readings of the characters the likeliest has a name there (`names_likely.py`). Western: one to
four capitalised words after a cue, with a given or family name of the lists among them, with the ending or the prefix
of a family name, or two of them amid small words; pinyin names in either order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from foyer.privacy.deid.names_chinese import chinese
from foyer.privacy.deid.names_evidence import gathered
from foyer.privacy.deid.names_likely import likely
from foyer.privacy.deid.names_western import western
from foyer.privacy.deid.numbers import Found

_ANY_HAN = re.compile("[\u4e00-\u9fff]")


def names(text: str) -> Iterator[Found]:
    """(start, end, "name") of everything that reads like somebody's name; finds may overlap."""
    if _ANY_HAN.search(text):
        evidence = gathered(text)
        found = chain(chinese(text), likely(text, evidence))
        yield from (one for one in found if not evidence.is_thing(one[1]))  # 方正证券, 王府井支行
    if re.search(r"[A-Za-z]{2}", text):
        yield from western(text)

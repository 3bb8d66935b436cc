"""The list of words that stands for jieba's dictionary: it answers as the dictionary does, kept or just made."""

from pathlib import Path

import pytest

from foyer.base.text import segmenter
from foyer.base.text.wordlist import WordList


def test_it_reads_as_the_dictionary_it_was_made_of(tmp_path: Path) -> None:
    words = {f"字{number}": number for number in range(5_000)} | {"最大": 2**32 - 1}
    made = WordList.of(words)
    made.write(tmp_path)
    missing = [f"词{number}" for number in range(5_000)]
    for one in (made, WordList.read(tmp_path)):
        assert len(one) == len(words)
        assert all(word in one and one[word] == one.get(word) == number for word, number in words.items())
        assert not any(word in one for word in missing)
        assert one.get("没有") is None and one.get("没有", 7) == 7
        with pytest.raises(KeyError):
            one["没有"]


def test_an_empty_one_holds_nothing() -> None:
    assert "字" not in WordList.of({}) and len(WordList.of({})) == 0


def test_chinese_is_cut_as_jieba_cuts_it(tmp_path: Path) -> None:
    import jieba

    plain = jieba.Tokenizer()
    plain.tmp_dir = str(tmp_path)
    for text in (
        "我的银行卡昨天在地铁上丢了，请帮我挂失",
        "二类户每年最多能转入多少钱",
        "想把ATM吞掉的借记卡领回来，要带身份证吗",
        "提前还房贷30万元，违约金怎么算",
    ):
        assert segmenter().lcut(text) == plain.lcut(text)
        assert list(segmenter().cut_for_search(text)) == list(plain.cut_for_search(text))
        assert list(segmenter().cut(text, HMM=False)) == list(plain.cut(text, HMM=False))

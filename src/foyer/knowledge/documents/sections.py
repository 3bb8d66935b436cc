"""From the blocks of a document to articles: where one begins, its question, answer, steps, and in which language.

A heading begins an article; where a document has one title above many headings, those begin them. Within an article a
line such as 步骤, Questions or English says what follows. Numbered lines are steps. Chinese and English may stand in
one article; each paragraph goes to its own half. “问：… 答：…” and “Q: … A: …” are understood as well.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from foyer.base.text import detect_language
from foyer.knowledge.content import LANGUAGES
from foyer.knowledge.documents.blocks import Block
from foyer.knowledge.documents.proposal import Proposal, code_from

QUESTIONS, STEPS, ANSWER = "questions", "steps", "answer"
_LABELS = {
    QUESTIONS: {"常见问法", "相似问", "相似问法", "问法", "客户问法", "questions", "also asked", "similar questions"},
    STEPS: {"步骤", "操作步骤", "办理步骤", "办理流程", "steps", "how to do it"},
    ANSWER: {"答案", "回答", "答复", "解答", "answer"},
    "zh": {"中文", "chinese"},
    "en": {"英文", "英语", "english"},
}
_ASKED = re.compile(r"^(?:问|q|question)\s*[:：.]\s*(.+)$", re.IGNORECASE)
_ANSWERED = re.compile(r"^(?:答|a|answer)\s*[:：.]\s*(.+)$", re.IGNORECASE)
_BOTH = re.compile(r"\s*[/|｜]\s*")


def articles(blocks: Iterable[Block]) -> list[Proposal]:
    """The articles a document proposes, in its order. What stands before the first heading belongs to none."""
    found = [_Section(group) for group in _groups(list(blocks))]
    proposals = [each.proposal() for each in found]
    for number, proposal in enumerate(proposals, 1):
        proposal.code = code_from(proposal.title, number)
    return proposals


def _groups(blocks: list[Block]) -> Iterator[list[Block]]:
    level = _article_level(blocks)
    group: list[Block] = []
    for block in blocks:
        begins = (block.kind == "heading" and block.level == level) or (not level and _ASKED.match(block.text))
        if begins:
            if group:
                yield group
            group = [block]
        elif group:
            group.append(block)
    if group:
        yield group
    elif blocks and not level:
        yield [Block("heading", blocks[0].text, blocks[0].place, 1), *blocks[1:]]


def _article_level(blocks: list[Block]) -> int:
    """The level of heading that begins an article; 0 in a document without headings."""
    levels = Counter(block.level for block in blocks if block.kind == "heading" and not _label(block.text))
    if not levels:
        return 0
    ordered = sorted(levels)
    if len(ordered) > 1 and levels[ordered[0]] == 1 and levels[ordered[1]] > 1:
        return ordered[1]
    return ordered[0]


def _label(text: str) -> str:
    """What a line announces, if it is nothing but an announcement."""
    said = text.strip().strip(":：").casefold()
    return next((name for name, words in _LABELS.items() if said in words), "")


class _Section:
    """One article being read."""

    def __init__(self, blocks: list[Block]) -> None:
        self.found = Proposal(blocks[0].place)
        self.language, self.part = "", ANSWER
        self._name(blocks[0].text)
        for block in blocks[1:]:
            self._take(block)

    def proposal(self) -> Proposal:
        for language, title in self.found.title.items():
            if title.endswith(("?", "？", "吗", "么", "呢")) and title not in self.found.questions[language]:
                self.found.questions[language].insert(0, title)
        return self.found

    def _name(self, text: str) -> None:
        text = asked[1] if (asked := _ASKED.match(text)) else text
        halves = _BOTH.split(text, maxsplit=1)
        languages = [detect_language(half) for half in halves]
        if len(halves) == 2 and languages[0] != languages[1]:
            self.found.title = dict(zip(languages, halves, strict=True))
        else:
            self.found.title[detect_language(text)] = text

    def _take(self, block: Block) -> None:
        label = _label(block.text)
        if label in LANGUAGES:
            self.language, self.part = label, ANSWER
        elif label:
            self.part = label
        elif answered := _ANSWERED.match(block.text):
            self.part = ANSWER
            self._add(block, answered[1])
        elif block.kind == "heading" and not self.found.title[self._half(block.text)]:
            self.found.title[self._half(block.text)] = block.text
        else:
            self._add(block, block.text)

    def _add(self, block: Block, text: str) -> None:
        half = self._half(text)
        if self.part == QUESTIONS:
            self.found.questions[half] += [text] if text not in self.found.questions[half] else []
        elif self.part == STEPS or block.kind == "step":
            self.found.steps[half].append(text)
        else:
            mark = "- " if block.kind == "bullet" else ""
            self.found.answer[half] = "\n".join(filter(None, [self.found.answer[half], mark + text]))

    def _half(self, text: str) -> str:
        return self.language or detect_language(text)

"""The standard as a page for people, in either language: `docs/collection-standard*.md` are this page, written down.

python -m foyer.customers.standard.rendering docs        # writes both; a test keeps them equal to the code
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from foyer.customers.standard import STANDARD, Entity, Field, Standard
from foyer.customers.standard.shape import Rule
from foyer.customers.standard.wording import WORDS, Words

PAGES = {"en": "collection-standard.md", "zh": "collection-standard.zh-CN.md"}


def render(language: str, standard: Standard = STANDARD) -> str:
    """The whole standard in Markdown: per entity its fields, their legends, codes and rules. `language` is zh or en."""
    words = WORDS["zh" if language.startswith("zh") else "en"]
    lines = [f"# {words.title.format(version=standard.version)}", "", *words.opening]
    for entity in standard.entities.values():
        lines += ["", *_entity(entity, words)]
    return "\n".join(lines) + "\n"


def _entity(entity: Entity, words: Words) -> Iterator[str]:
    yield f"## {words.heading.format(name=entity.name, meaning=entity.meaning.of(words.language))}"
    yield ""
    yield words.key.format(key=", ".join(f"`{name}`" for name in entity.key))
    if entity.belongs_to:
        yield words.belongs_to.format(entity=f"`{entity.belongs_to}`")
    yield ""
    yield from _table(words.field_columns, [_field_row(field, words) for field in entity.fields.values()])
    yield ""
    yield from _table(words.legend_columns, [_legend_row(field, words) for field in entity.fields.values()])
    yield ""
    yield f"**{words.rules}**"
    yield ""
    yield from (_rule("+".join(entity.key), rule, words) for rule in entity.rules)
    yield from (_rule(field.name, rule, words) for field in entity.fields.values() for rule in field.rules)
    coded = [field for field in entity.fields.values() if field.codes]
    if coded:
        yield from ("", f"**{words.codes}**", "", *(_codes(field, words) for field in coded))


def _field_row(field: Field, words: Words) -> list[str]:
    required = words.yes if field.required else ""
    meaning, form = field.meaning.of(words.language), field.format.of(words.language)
    return [f"`{field.name}`", meaning, words.kinds[field.kind], form, required, words.comma.join(field.aliases[:6])]


def _legend_row(field: Field, words: Words) -> list[str]:
    marks = [words.yes if mark else "" for mark in (field.pipl_sensitive, field.gdpr_special)]
    pci = "" if field.pci == "none" else field.pci.upper()
    level = words.levels[field.nfra_level]
    return [f"`{field.name}`", field.data_class, str(field.jrt0197), level, *marks, pci, words.masks[field.mask]]


def _rule(name: str, rule: Rule, words: Words) -> str:
    said = (words.dimensions[rule.dimension], words.severities[rule.severity], rule.meaning.of(words.language))
    return words.rule.format(name=name, dimension=said[0], severity=said[1], meaning=said[2])


def _codes(field: Field, words: Words) -> str:
    said = words.comma.join(f"`{code}` {names.of(words.language)}" for code, names in field.codes.items())
    return f"- `{field.name}`{words.colon}{said}"


def _table(columns: tuple[str, ...], rows: list[list[str]]) -> Iterator[str]:
    yield _row(columns)
    yield _row(["---"] * len(columns))
    yield from map(_row, rows)


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def write(folder: Path) -> list[Path]:
    """Both pages into a folder."""
    pages = [(folder / name, render(language)) for language, name in PAGES.items()]
    for path, text in pages:
        path.write_text(text, encoding="utf-8")
    return [path for path, _ in pages]


if __name__ == "__main__":
    for page in write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs")):
        sys.stdout.write(f"{page}\n")

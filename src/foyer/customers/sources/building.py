"""From the checked document to the source it describes."""

from collections.abc import Mapping
from typing import Any

from foyer.base.text import Bilingual
from foyer.customers.sources.shapes import (
    Files,
    Gives,
    LookUp,
    Pages,
    Source,
    Table,
    Test,
    ThirdParty,
    Value,
    When,
)

Given = Mapping[str, Any]


def source(data: Given, *, file: str, text: str) -> Source:
    place, settings = next(iter(data["from"].items()))
    codes = {name: code_table(entries) for name, entries in data.get("codes", {}).items()}
    defaults = data.get("files", {})
    return Source(
        code=data["source"],
        title=_bilingual(data["title"]),
        owner=data["owner"],
        basis=data["basis"],
        purpose=_bilingual(data["purpose"]),
        place=place,
        settings={"folder": settings} if place == "folder" else settings,
        tables={name: _table(name, given, defaults, codes) for name, given in data["tables"].items()},
        third_party=ThirdParty(**data["third_party"]) if "third_party" in data else None,
        trust=_trust(data.get("trust", 50)),
        deduplicated=data.get("deduplicated", False),
        schedule=data.get("schedule", ""),
        time_zone=data.get("time_zone", ""),
        file=file,
        text=text,
    )


def _bilingual(given: str | Given) -> Bilingual:
    return Bilingual(given, given) if isinstance(given, str) else Bilingual(**given)


def _trust(given: int | Given) -> dict[str, int]:
    return {"*": given} if isinstance(given, int) else dict(given)


def _table(name: str, given: Given, defaults: Given, codes: Mapping[str, Any]) -> Table:
    plain = ("mode", "watermark", "file", "take", "query", "table", "path", "parameters", "records")
    return Table(
        name=name,
        key=_texts(given["key"]),
        files=_files({**defaults, **given.get("files", {})}),
        pages=Pages(**given["pages"]) if "pages" in given else None,
        let={column: value(made, codes) for column, made in given.get("let", {}).items()},
        gives=tuple(_gives(each, codes) for each in given.get("gives", [])),
        **{word: given[word] for word in plain if word in given},
    )


def _files(given: Given) -> Files:
    return Files(**{**given, "columns": tuple(given.get("columns", ()))})


def _gives(given: Given, codes: Mapping[str, Any]) -> Gives:
    entity = next(name for name in given if name != "when")
    fields = {name: values(made, codes) for name, made in given[entity].items()}
    return Gives(entity, fields, when(given.get("when", {})))


def values(given: Any, codes: Mapping[str, Any]) -> tuple[Value, ...]:
    if isinstance(given, str):
        return (Value(columns=(given,)),)
    return tuple(value(each, codes) for each in (given if isinstance(given, list) else [given]))


def value(given: Given, codes: Mapping[str, Any]) -> Value:
    named = given.get("codes", {})
    return Value(
        columns=_texts(given.get("from", ())),
        join=given.get("join"),
        constant=_text(given["is"]) if "is" in given else None,
        template=given.get("template", ""),
        look_up=_look_up(given["look_up"]) if "look_up" in given else None,
        pattern=given.get("pattern", ""),
        codes=codes[named] if isinstance(named, str) else code_table(named),
        otherwise=_text(given["else"]) if "else" in given else None,
        standardiser=given.get("as", ""),
        options=tuple(sorted(given.get("options", {}).items())),
        when=when(given.get("when", {})),
    )


def code_table(entries: Given) -> tuple[tuple[str, str], ...]:
    return tuple((key, _text(meant)) for key, meant in entries.items())


def _look_up(given: Given) -> LookUp:
    by = given["by"]
    pairs = ((by, by),) if isinstance(by, str) else tuple(by.items())
    return LookUp(given["table"], given["take"], pairs, when(given.get("when", {})), given.get("latest", ""))


def when(given: Given) -> When:
    return tuple(_test(column, asked) for column, asked in given.items())


def _test(column: str, asked: Any) -> Test:
    if not isinstance(asked, dict):
        return Test(column, among=_texts(asked))
    plain = {word: asked[word] for word in ("empty", "matches", "above", "below") if word in asked}
    return Test(column, not_among=_texts(asked.get("not", ())), **plain)


def _texts(given: Any) -> tuple[str, ...]:
    return tuple(_text(each) for each in given) if isinstance(given, list | tuple) else (_text(given),)


def _text(given: Any) -> str:
    return {True: "true", False: "false"}[given] if isinstance(given, bool) else str(given)

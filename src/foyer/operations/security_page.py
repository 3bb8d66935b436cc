"""The tables of docs/security.md, made from what they speak of: `python -m foyer.operations.security_page`."""

import csv
import os
from collections.abc import Iterator

from foyer.config.env import PROJECT

PATH, ASVS = PROJECT / "docs" / "security.md", PROJECT / "docs" / "asvs.csv"
MARKS = ("<!-- {0}: made by python -m foyer.operations.security_page -->", "<!-- end of {0} -->")


def written(page: str) -> str:
    """The page with its tables as they should be now."""
    for name, lines in (("limits", limits()), ("asvs", asvs())):
        begin, end = (mark.format(name) for mark in MARKS)
        before, _, rest = page.partition(begin)
        page = before + begin + "\n" + "\n".join(lines) + "\n" + end + rest.partition(end)[2]
    return page


def limits() -> Iterator[str]:
    """Both tables of limits in one."""
    from foyer.api import limits as api
    from foyer.api import pacing
    from foyer.base.live import stream

    yield "| what | counted for | at once, and again over |"
    yield "| --- | --- | --- |"
    for table, who in ((api.BY_ADDRESS, "address"), (api.BY_TOKEN, "token")):
        for name, limit in table.items():
            yield f"| `{name.replace('<', '{').replace('>', '}')}` | {who} | {limit.count:,} / {limit.seconds:,.0f} s |"
    for one in pacing.PAGES:
        yield f"| {one.name} | person, or address of a guest | {one.each.count:,} / {one.each.seconds:,.0f} s |"
        if one.all:
            yield f"| {one.name} | everybody together | {one.all.count:,} / {one.all.seconds:,.0f} s |"
    rest = pacing.ANYTHING_ELSE
    yield f"| any other page | person or address, in each process | {rest.count:,} / {rest.seconds:,.0f} s |"
    yield f"| live streams | principal | {stream.MOST_STREAMS_EACH} open, {stream.MOST_TOPICS} topics each |"


def asvs() -> Iterator[str]:
    """What applies, and what does not in one line a chapter."""
    rows = list(csv.DictReader(ASVS.read_text().splitlines()))
    yield "| ASVS | | in our words | code | test |"
    yield "| --- | --- | --- | --- | --- |"
    for row in rows:
        if row["state"] != "not applicable":
            test = row["test"].partition("::")[2] or row["test"].rsplit("/", 1)[-1]
            yield f"| {row['id']} | {row['state']} | {row['in our words']} | `{row['code']}` | `{test}` |"
    yield ""
    out = [row["id"] for row in rows if row["state"] == "not applicable"]
    yield f"Not applicable ({len(out)}; docs/asvs.csv says why): {', '.join(out)}."


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
    import django

    django.setup()
    PATH.write_text(written(PATH.read_text()))


if __name__ == "__main__":
    main()

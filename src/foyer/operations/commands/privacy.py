"""`foyer privacy retention | reapply | evidence | release | scrub`: the schedule, an examiner's pack, data sets."""

import argparse
import os
from pathlib import Path

from foyer.operations import privacy_releases
from foyer.operations.words import _, speaks_chinese


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
    retention = verbs.add_parser("retention", help=_("Carry out the retention schedule, or only count."))
    way = retention.add_mutually_exclusive_group(required=True)
    way.add_argument("--dry-run", action="store_true", help=_("only count what is due"))
    way.add_argument("--run", action="store_true", dest="for_real", help=_("deal with what is due"))
    verbs.add_parser("reapply", help=_("Delete once more whoever was deleted, as after restoring a backup."))
    words = _("Write an examiner's pack: rules, controls, tests, figures, proofs.")
    evidence = verbs.add_parser("evidence", help=words)
    evidence.add_argument("file", type=Path, metavar=_("FILE"))
    privacy_releases.arguments(verbs)


def run(options: argparse.Namespace) -> int:
    os.environ.setdefault("FOYER_LOG_LEVEL", "ERROR")
    import django

    from foyer.operations import catalogues, database, prepare

    catalogues.compile_changed()
    django.setup()
    from django.utils import translation

    with database.held(), translation.override("zh-hans" if speaks_chinese() else "en"):
        prepare.tables(lambda step: None)
        verbs = {"retention": _retention, "reapply": _reapply, "evidence": _evidence, **privacy_releases.VERBS}
        return verbs[options.verb](options)


def reapply() -> int:
    """How many people were deleted once more; for `restore`, which has the database running."""
    from foyer.privacy.requests import erasing

    return len(erasing.reapply())


def _retention(options: argparse.Namespace) -> int:
    from foyer.privacy.retention import running, schedule

    report = running.run(rehearsal=options.dry_run)
    names = {rule.code: str(rule.name) for rule in schedule.rules()}
    for line in report.lines:
        said = _("{name}: {due} due, {done} done, {held} on hold {why}")
        numbers = {name: line[name] for name in ("due", "done", "held", "why")}
        print(said.format(name=names[line["rule"]], **numbers))
    return 1 if any(line["why"].startswith("failed") for line in report.lines) else 0


def _reapply(_options: argparse.Namespace) -> int:
    print(_("Deleted once more: {count}.").format(count=reapply()))
    return 0


def _evidence(options: argparse.Namespace) -> int:
    from foyer.privacy.obligations import evidence

    for name in evidence.write(options.file):
        print(name)
    return 0

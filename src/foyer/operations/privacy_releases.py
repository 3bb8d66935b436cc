"""`foyer privacy release` and `foyer privacy scrub`: data sets and texts in which nobody is found again."""

import argparse
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from foyer.operations.problem import Problem
from foyer.operations.words import _


def arguments(verbs: Any) -> None:
    release = verbs.add_parser("release", help=_("Prepare a de-identified data set; a second person lets it out."))
    release.add_argument("dataset", metavar=_("DATASET"))
    release.add_argument("--purpose", required=True, help=_("a purpose of the register"))
    release.add_argument("--recipient", required=True, help=_("who gets it"))
    release.add_argument("--reason", required=True, help=_("what it is needed for"))
    release.add_argument("--by", required=True, metavar=_("USER"), help=_("the colleague who asks"))
    release.add_argument("--k", type=int, default=10, help=_("how many people must look alike (10)"))
    release.add_argument("--l", type=int, default=2, help=_("how many sensitive values each such group must have (2)"))
    release.add_argument("--days", type=int, default=90, help=_("until it ends (90)"))
    scrub = verbs.add_parser("scrub", help=_("Print a text without what leads to a person."))
    scrub.add_argument("file", metavar=_("FILE"), help=_("a text file, or - for what is typed"))


def _release(options: argparse.Namespace) -> int:
    from foyer.base.errors import Refusal
    from foyer.privacy.deid import releasing

    lasts = timedelta(days=options.days)
    try:
        made = releasing.ask_now(
            options.dataset, purpose=options.purpose, recipient=options.recipient, reason=options.reason,
            by=_colleague(options.by), k=options.k, l=options.l, lasts=lasts,
        )  # fmt: skip
    except Refusal as refusal:
        raise Problem(str(refusal.message), str(refusal.mend)) from refusal
    if made.state == made.State.FAILED:
        raise Problem(made.problem, _("Try it again on the page of the release."))
    _print(made)
    return 0 if made.state == made.State.PREPARED else 1


def _colleague(username: str) -> Any:
    from foyer.base.actors import Actor
    from foyer.staff.queries import user_named

    user = user_named(username)
    if user is None or not user.is_active or not user.has_perm("privacy.prepare_release"):
        raise Problem(
            _("{user} may not prepare data sets.").format(user=username), _("Name a colleague who has the right.")
        )
    return Actor.staff(user)


def _print(made: Any) -> None:
    figures = made.measured
    lines = [
        (_("rows"), f"{figures['rows']} / {figures['rows_before']}"), ("k", figures["k"]), ("l", figures["l"]),
        ("t", figures["t"]), (_("left out"), f"{figures['left_out']:.2%}"),
        (_("recall"), "—" if figures["recall"] is None else f"{figures['recall']:.2%}"),
        (_("state"), made.get_state_display()), (_("number"), made.pk),
    ]  # fmt: skip
    for name, value in lines:
        print(f"{name}: {value}")


def _scrub(options: argparse.Namespace) -> int:
    """Line by line, the same person under the same placeholder in the whole text."""
    from foyer.privacy.deid import Scrubber

    text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text(encoding="utf-8")
    scrubber = Scrubber()
    sys.stdout.writelines(scrubber.scrub(line).text for line in text.splitlines(keepends=True))
    return 0


VERBS = {"release": _release, "scrub": _scrub}

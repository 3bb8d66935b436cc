"""The commands of `./foyer`, one module each, loaded only when asked for.

A module has `arguments(parser)` where it takes any, `run(options) -> int` (the exit status), and `PASSES_ON = True`
where it hands all its words to another program.
"""

from foyer.operations.words import _

COMMANDS = {
    "demo": _("Start Foyer with a simulated bank, and show its addresses and sign-ins."),
    "up": _("Start Foyer and keep it running."),
    "test": _("Check the sources, then run all tests."),
    "check": _("Check style, types, the floors, migrations, translations and the production settings."),
    "bench": _("Run one of the measurements in bench/."),
    "doctor": _("Look for what is wrong with this machine or installation, and say how to mend it."),
    "intake": _("Take in customers' data from the bank's systems: check, run, history, standard."),
    "keys": _("The keys that encrypt: status, new, rotate, destroy."),
    "audit": _("Verify, export and anchor the audit trail."),
    "manage": _("Run one of Django's management commands."),
    "backup": _("Save database, files and keys into one file, while everything runs."),
    "restore": _("Bring a backup back."),
    "privacy": _("Retention schedule, deletions after a restore, evidence for an examiner."),
    "drills": _("Exercises against the running house: list, plan, play, report."),
    "assistant": _("Play a labelled set against the assistant and write a report."),
    "translate": _("Bring the rooms' translation files up to date with the sources."),
    "lock": _("Make the lock files again from pyproject.toml and package.json."),
}

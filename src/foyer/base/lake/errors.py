"""What the lake says no to."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Refusal


class DatasetMissing(Refusal):
    code = "dataset_missing"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The dataset {name} has not been written yet.").format(name=name),
            mend=_("Run what fills it first, for example ./foyer intake run."),
            name=name,
        )


class SchemaChanged(Refusal):
    """New rows that do not fit: a column is missing, or holds another kind of value than before."""

    code = "schema_changed"

    def __init__(self, name: str, differences: list[str]) -> None:
        super().__init__(
            _("The new rows do not fit the dataset {name}: {what}.").format(name=name, what="; ".join(differences)),
            mend=_("Give the columns their former names and types, or replace the whole dataset."),
            name=name,
            differences=differences,
        )


class PartChanged(Refusal):
    code = "part_changed"

    def __init__(self, name: str, part: str) -> None:
        super().__init__(
            _("The part {part} of {name} is there already, with other content.").format(part=part, name=name),
            mend=_("Give the new content a key of its own, or drop the old part first."),
            name=name,
            part=part,
        )


class PartMixed(Refusal):
    code = "part_mixed"

    def __init__(self, name: str, part: str) -> None:
        super().__init__(
            _("The part {part} of {name} shares files with others and cannot be dropped alone.").format(
                part=part, name=name
            ),
            mend=_("Rewrite the dataset without its rows."),
            name=name,
            part=part,
        )


class LakeBusy(Refusal):
    code = "lake_busy"
    retry = True

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(
            _("Another process has been writing the dataset {name} for more than {seconds:.0f} seconds.").format(
                name=name, seconds=seconds
            ),
            mend=_("Wait for it to end, then run this again."),
            name=name,
        )

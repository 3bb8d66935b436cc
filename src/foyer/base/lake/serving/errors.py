"""What publishing says no to. These are mistakes of the caller, told to whoever runs the intake."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Refusal


class NotInTable(Refusal):
    code = "not_in_table"

    def __init__(self, table: str, columns: list[str]) -> None:
        super().__init__(
            _("The table {table} has no column {columns}.").format(table=table, columns=", ".join(columns)),
            mend=_("Publish only columns of the table, or name them with columns=."),
        )


class DuplicateKeys(Refusal):
    code = "duplicate_keys"

    def __init__(self, table: str, key: tuple[str, ...]) -> None:
        super().__init__(
            _("Several rows for {table} have the same {key}.").format(table=table, key=", ".join(key)),
            mend=_("Keep one row for each key before publishing."),
        )


class Referenced(Refusal):
    code = "table_referenced"

    def __init__(self, table: str, by: list[str]) -> None:
        super().__init__(
            _("The table {table} cannot be swapped: {by} refer to it.").format(table=table, by=", ".join(by)),
            mend=_("Publish it with mode=merge."),
        )

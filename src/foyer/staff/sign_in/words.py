"""Words that a password may not rest on because anybody would try them here: the bank's, the product's, the trade's."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = ("foyer", "tingtang", "yinhang", "bank", "password", "mima", "kefu", "admin", "zuoxi", "welcome")
SHORTEST_REST = 8


class BankWordsValidator:
    """What is left of a password without such words, years and repeated signs must still be long enough."""

    def validate(self, password: str, user: object = None) -> None:
        rest = password.casefold()
        for word in (*WORDS, *self._own()):
            rest = rest.replace(word.casefold(), "")
        rest = re.sub(r"(19|20)\d\d", "", rest)
        rest = re.sub(r"(.)\1{2,}", r"\1", rest)
        if len(rest) < SHORTEST_REST and rest != password.casefold():
            raise ValidationError(self.get_help_text(), code="password_bank_words")

    def get_help_text(self) -> str:
        return _("A password cannot rest on the bank's name, a year, or words everybody here would try.")

    @staticmethod
    def _own() -> list[str]:
        """The bank's name, as a whole and by its words."""
        names = [name for name in settings.FOYER_BANK_NAME.values() if name]
        return [*names, *(word for name in names for word in name.split() if len(word) > 2)]

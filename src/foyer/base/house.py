"""What the house is called by those who come to it, and the number they can always call: as its operator set them."""

from django.conf import settings

from foyer.base.text import Bilingual


def name() -> Bilingual:
    return Bilingual(**settings.FOYER_BANK_NAME)


def phone() -> str:
    """Empty where no number was given; then no page speaks of one."""
    return str(settings.FOYER_BANK_PHONE)

"""Phone numbers in one form (E.164): what is stored, indexed and found."""

import phonenumbers

from foyer.customers.errors import PhoneNotValid


def normalise_phone(text: str) -> str:
    """+8613800010001 from any usual way of writing it; numbers without a country code are taken as Chinese."""
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        raise PhoneNotValid from None
    if not phonenumbers.is_possible_number(number):
        raise PhoneNotValid
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

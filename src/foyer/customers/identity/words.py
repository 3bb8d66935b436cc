"""The words of the model in the reader's language: what is compared, and the steps of agreement of `model.yaml`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COMPARISONS: Mapping[str, Promise | str] = {
    "prior": _("Before anything is compared"),
    "household": _("A household would agree in this too"),
    "total": _("Match weight"),
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "organisation": _("Name of the organisation"),
    "born_on": _("Date of birth"),
    "sex": _("Sex"),
    "resident_id": _("Resident identity number"),
    "passport": _("Passport or permit"),
    "uscc": _("Unified social credit code"),
    "social_security": _("Social security or tax number"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "street": _("Street"),
    "address_2": _("Second line of the address"),
    "area": _("District and postcode"),
    "province": _("Province"),
}

STEPS: Mapping[str, Promise | str] = {
    "both nearly the same": _("both nearly the same"),
    "day and month swapped": _("day and month swapped"),
    "different": _("different"),
    "initial only": _("initial only"),
    "nearly the same": _("nearly the same"),
    "nearly the same street": _("nearly the same street"),
    "nearly the same street and number": _("nearly the same street and number"),
    "nearly the same, with the same digits": _("nearly the same, with the same digits"),
    "one character differs": _("one character differs"),
    "one digit off": _("one digit off"),
    "one in common": _("one in common"),
    "place nearly the same": _("place nearly the same"),
    "same": _("same"),
    "same before the @": _("same before the @"),
    "same characters": _("same characters"),
    "same city": _("same city"),
    "same day": _("same day"),
    "same day and month": _("same day and month"),
    "same name": _("same name"),
    "same number": _("same number"),
    "same place": _("same place"),
    "same place and postcode": _("same place and postcode"),
    "same place, postcode one digit off": _("same place, postcode one digit off"),
    "same postcode": _("same postcode"),
    "same postcode, place nearly the same": _("same postcode, place nearly the same"),
    "same sound": _("same sound"),
    "same street": _("same street"),
    "same street and number": _("same street and number"),
    "similar": _("similar"),
    "swapped with the given name": _("swapped with the given name"),
    "swapped with the second line": _("swapped with the second line"),
}

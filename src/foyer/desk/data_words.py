"""The words of the data pages: codes of the collection standard as a colleague reads them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ATTRIBUTE_VALUES: dict[str, dict[str, str | Promise]] = {
    "sex": {"M": _("Male"), "F": _("Female"), "U": _("Not told")},
    "language": {"zh": "中文", "en": "English"},
    "is_vulnerable": {"true": _("Yes"), "false": _("No")},
    "marital_status": {
        "single": _("Single"),
        "married": _("Married"),
        "divorced": _("Divorced"),
        "widowed": _("Widowed"),
    },
}
RULES: dict[str, str | Promise] = {
    "only": _("the only word"),
    "verified": _("verified"),
    "trust": _("the more trusted source"),
    "recency": _("the later word"),
    "frequency": _("most records say so"),
    "tie": _("sources are equal: first in order"),
}
HOLDINGS: dict[str, str | Promise] = {
    "current": _("Current account"),
    "savings": _("Savings account"),
    "deposit": _("Time deposit"),
    "loan": _("Loan"),
    "card": _("Card"),
    "investment": _("Investment"),
    "insurance": _("Insurance"),
    "fund": _("Fund"),
    "standing_order": _("Standing order"),
    "other": _("Other product"),
}
HOLDING_ICONS = {
    "current": "wallet",
    "savings": "pig-money",
    "deposit": "lock",
    "loan": "home-dollar",
    "card": "credit-card",
    "investment": "chart-line",
    "insurance": "umbrella",
    "fund": "chart-pie",
    "standing_order": "repeat",
}
PARTY_ROLES: dict[str, str | Promise] = {
    "owner": _("owner"),
    "joint": _("joint owner"),
    "user": _("authorised user"),
    "guarantor": _("guarantor"),
}
STATUSES: dict[str, str | Promise] = {
    "open": _("open"),
    "active": _("active"),
    "closed": _("closed"),
    "repaid": _("repaid"),
    "overdue": _("overdue"),
    "defaulted": _("in default"),
    "dormant": _("dormant"),
    "frozen": _("frozen"),
    "lost": _("reported lost"),
    "cancelled": _("cancelled"),
    "expired": _("expired"),
}
MOVEMENTS: dict[str, str | Promise] = {
    "deposit": _("Deposit"),
    "cash_deposit": _("Cash paid in"),
    "withdrawal": _("Withdrawal"),
    "cash_withdrawal": _("Cash taken out"),
    "transfer_in": _("Transfer received"),
    "transfer_out": _("Transfer sent"),
    "transfer": _("Transfer"),
    "card_payment": _("Card payment"),
    "payment": _("Payment"),
    "purchase": _("Purchase"),
    "salary": _("Salary"),
    "interest": _("Interest"),
    "fee": _("Fee"),
    "loan_payment": _("Loan payment"),
    "refund": _("Refund"),
}
RELATIONS: dict[str, str | Promise] = {
    "spouse": _("Spouse"),
    "of_spouse": _("Spouse"),
    "parent": _("Parent"),
    "of_parent": _("Child"),
    "child": _("Child"),
    "of_child": _("Parent"),
    "sibling": _("Sibling"),
    "of_sibling": _("Sibling"),
    "employer": _("Employer"),
    "of_employer": _("Employee"),
    "director": _("Director"),
    "of_director": _("Director of"),
    "shareholder": _("Shareholder"),
    "of_shareholder": _("Shareholder of"),
    "guardian": _("Guardian"),
    "of_guardian": _("Ward"),
}

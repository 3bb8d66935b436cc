"""What customers do on the bank's pages and in its apps: the names that clients commonly send, in the reader's words.

A name nobody knows here is shown as it was sent: it is the bank's own.
"""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NAMES: dict[str, str | Promise] = {
    "login": _("Signed in"),
    "signed_in": _("Signed in"),
    "logout": _("Signed out"),
    "signed_out": _("Signed out"),
    "signed_up": _("Registered"),
    "transfer_started": _("Began a transfer"),
    "transfer_done": _("Made a transfer"),
    "transfer_completed": _("Made a transfer"),
    "bill_opened": _("Opened a bill"),
    "bill_paid": _("Paid a bill"),
    "product_viewed": _("Looked at a product"),
    "product_list_viewed": _("Looked at a list of products"),
    "products_searched": _("Searched for products"),
    "card_viewed": _("Looked at a card"),
    "limit_changed": _("Changed a limit"),
    "application_started": _("Began an application"),
    "application_submitted": _("Handed in an application"),
    "application_opened": _("Opened the app"),
    "application_installed": _("Installed the app"),
    "application_updated": _("Updated the app"),
    "push_notification_tapped": _("Opened a notice of the app"),
    "email_opened": _("Opened an e-mail"),
    "email_link_clicked": _("Followed a link in an e-mail"),
    "home": pgettext_lazy("page of the app", "Home"),
    "首页": pgettext_lazy("page of the app", "Home"),
    "transfers": pgettext_lazy("page of the app", "Transfers"),
    "转账": pgettext_lazy("page of the app", "Transfers"),
    "bills": pgettext_lazy("page of the app", "Bills"),
    "账单": pgettext_lazy("page of the app", "Bills"),
    "wealth": pgettext_lazy("page of the app", "Wealth"),
    "理财": pgettext_lazy("page of the app", "Wealth"),
    "loans": pgettext_lazy("page of the app", "Loans"),
    "贷款": pgettext_lazy("page of the app", "Loans"),
    "credit_cards": pgettext_lazy("page of the app", "Credit cards"),
    "信用卡": pgettext_lazy("page of the app", "Credit cards"),
    "profile": pgettext_lazy("page of the app", "My page"),
    "我的": pgettext_lazy("page of the app", "My page"),
}
KINDS: dict[str, str | Promise] = {
    "page": _("Looked at a page"),
    "screen": _("Looked at a page of the app"),
    "track": _("Did something"),
}


def event_words(name: str, kind: str) -> str | Promise:
    """The words for an event; "Product Viewed", "product_viewed" and "productViewed" are one."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return NAMES.get(re.sub(r"\W+", "_", parted).casefold(), name or KINDS.get(kind, kind))

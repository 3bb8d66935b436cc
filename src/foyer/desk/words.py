"""The words the desk's scripts speak, in the reader's language. `{name}` is filled by the script."""

from django.utils.translation import gettext as _


def words() -> dict[str, object]:
    return {
        "title": _("Desk"),
        "failed": _("This did not work."),
        "no_line": _("No connection. Nothing was changed; try again."),
        "not_sent": _("Not sent: no connection"),
        "late": _("{time} · late"),
        "very-late": _("{time} · very late"),
        "due": _("{time} to reply"),
        "overdue": _("{time} overdue"),
        "feed_degraded": _("Live feed degraded: what you see may be late. We keep trying."),
        "feed_reconnecting": _("Live feed degraded: the connection is lost. We keep trying."),
        "feed_offline": _("You are offline. What you send is kept and goes out when the network is back."),
        "feed_refused": _("Live feed stopped: sign in again or reload the page."),
        "draft_saved": _("Draft saved"),
        "draft_not_saved": _("Draft not saved in this browser"),
        "too_long": _("At most 4,000 characters. Send it in parts."),
        "uploading": _("Sending {name}…"),
        "customer_typing": _("The customer is writing"),
        "taken_by": _("{name} took it first."),
        "transferred": _("Handed over."),
        "reassigned": _("Reassigned."),
        "closed": _("Closed."),
        "reopen": _("Reopen"),
        "gone": _("This conversation is no longer with you."),
        "take_back": _("Take back"),
        "remove": _("Take this source away"),
        "visitor": _("Visitor"),
        "offered": _("New conversation for you: {name}"),
        "wrote": _("{name} has written"),
        "take": _("Take"),
        "open": _("Open it"),
        "mentioned": _("{name} mentions you in {number}"),
        "whispered": _("A word from your supervisor"),
        "trend_opened": _("Opened"),
        "trend_handed_over": _("Handed over by the assistant"),
        "trend_level": _("Service level"),
        "remark_kept": _("Thank you. That helps the editors."),
        "remark_told": _("Thank you. The owner of the article sees it."),
        "translation": translation_words(),
        "thread": thread_words(),
        "access": access_words(),
    }


def translation_words() -> dict[str, str]:
    """What translating.js says."""
    return {
        "translate": _("Translate"),
        "translating": _("Being translated…"),
        "hide": _("Hide the translation"),
        "draft": _("Translate into the customer's language"),
        "read_it": _("Translated by a machine. Read it before you send it."),
        "mine_again": _("My own words again"),
    }


def access_words() -> dict[str, str]:
    """What access.js says."""
    return {
        "waiting": _("A second person is asked. The value appears here when they agree."),
        "agreed": _("The second person agreed."),
        "refused": _("The second person did not agree."),
        "glass": _("The glass is broken for half an hour. Your supervisor knows."),
        "accepted": _("Your supervisor accepted that you broke the glass."),
        "contested": _("Your supervisor contests that you broke the glass."),
        "told_waiting": _("A colleague asks you to agree to an unmasking."),
        "told_glass": _("A colleague broke the glass."),
        "told_glass_late": _("Broken glass still waits for your review."),
        "told_recertify": _("The recertification of your unit is due."),
        "look": _("Look at it"),
    }


def thread_words() -> dict[str, str]:
    """What thread.js says."""
    return {
        "sending": _("Sending…"),
        "retry": _("Try again"),
        "failed": _("Not sent"),
        "note": _("Internal note"),
        "source": _("Source: {title} v{version}"),
        "read": _("Read"),
        "delivered": _("Delivered"),
        "sent": _("Sent"),
    }

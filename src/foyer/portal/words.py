"""The words the portal's scripts show, in the reader's language. Values go in curly braces."""

from typing import Any

from django.utils.translation import gettext as _


def words() -> dict[str, Any]:
    return {
        "went_wrong": _("Something went wrong on our side. Please try again in a moment."),
        "unreached": _("The bank could not be reached. Please try again in a moment."),
        "file_unreached": _("The file could not be sent. Please try again when you are back online."),
        "wait_moment": _("under 1 min"),
        "wait_minutes": _("about {minutes} min"),
        "wait_now": _("{wait}"),
        "closed_now": _("closed now"),
        "typing": _("{name} is typing"),
        "unread": _("new message"),
        "thanks": _("Thank you. Your rating helps us do better."),
        "mail_sent": _("The transcript is on its way to you."),
        "thread": {
            "sending": _("waiting to be sent"),
            "failed": _("not sent"),
            "retry": _("Try again"),
            "sent": _("sent"),
            "delivered": _("delivered"),
            "read": _("read"),
            "note": "",
            "source": _("Source: {title}, version {version}"),
        },
        "status": {
            "assisted": _("The assistant answers at once"),
            "waiting": _("Waiting for a colleague"),
            "active": _("{agent} is with you"),
            "snoozed": _("We are looking into it"),
            "closed": _("This conversation is closed"),
        },
        "connection": {
            "offline": _("You are offline. What you write is kept and sent when you are back."),
            "reconnecting": _("Connecting again…"),
            "degraded": _("New messages may arrive a little late."),
            "slow": _("That was quick. Your message goes out in a moment."),
        },
        "place": {
            "next": _("You are next"),
            "ahead": _("{n} before you"),
            "wait": _("Expected wait: {wait}"),
            "soon": _("A colleague will be with you as soon as one is free."),
            "closed": _("Our colleagues are away from their desks"),
            "opens": _("We are back on {when}. Your message is kept, and you will be answered."),
        },
        "home": {
            "assisted": _("Go on with your conversation"),
            "waiting": _("You are waiting for a colleague"),
            "active": _("A colleague is with you"),
            "snoozed": _("We are looking into it"),
        },
        "speech": {
            "speak": _("Speak your question"),
            "stop": _("Stop speaking"),
            "opening": _("One moment…"),
            "listening": _("We are listening"),
            "thinking": _("Writing it down…"),
            "nothing": _("We heard nothing. Come closer to the microphone and try again."),
            "heard": _("We heard: {text} Check it, then send it."),
            "unreached": _("The bank could not be reached. Please write your question instead."),
            "read": _("Read aloud"),
            "stop_reading": _("Stop reading"),
            "not_played": _("The sound could not be played. You can read the answer here."),
            "microphone": {
                "refused": _("The microphone is not allowed. Allow it in your browser's settings, or write instead."),
                "absent": _("This device has no microphone that we can use. Please write your question."),
                "busy": _("The microphone is in use by another program. Close that one, or write instead."),
            },
        },
        "article": {"loading": _("Loading…"), "version": _("Version {version}, valid from {date}")},
        "idle": {
            "next": _("For your safety you will be signed out in {seconds} seconds, unless you go on."),
        },
        "sign_in": {
            "send": _("Send me a code"),
            "enter": _("Sign in"),
            "sent": _("If the bank knows {phone}, a code of six digits is on its way to it."),
            "again": _("Send a new code"),
            "again_in": _("New code in {seconds} s"),
        },
    }

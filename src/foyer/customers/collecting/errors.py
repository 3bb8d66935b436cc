"""Why a request with events is not accepted, in words for the developer who sends them."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid, NotFound, Refusal, TooMany

PROBLEMS = {
    "not_an_object": _("it is not an object"),
    "type_unknown": _("its type is not one of identify, track, page, screen, group, alias"),
    "user_missing": _("it has neither userId nor anonymousId"),
    "event_missing": _("the event has no name"),
    "group_missing": _("groupId is missing"),
    "previous_missing": _("an alias needs userId and previousId"),
    "message_id_not_right": _("messageId is not a text of at most 200 characters"),
    "body_not_an_object": _("properties, traits and context must be objects"),
    "write_keys_differ": _("it names another write key"),
    "too_deep": _("it is nested too deeply"),
}


class Unreadable(Invalid):
    """The body is no JSON, not UTF-8, no gzip, or not what this address takes."""

    code = "not_json"
    message = _("The body is not valid JSON.")
    mend = _("Send one JSON object in UTF-8, as the Segment HTTP API describes it.")
    status = 400


class NotUtf8(Unreadable):
    code = "not_utf8"
    message = _("The body is not UTF-8.")


class NotGzip(Unreadable):
    code = "not_gzip"
    message = _("The body is not the gzip that its header promises.")
    mend = _("Compress the body with gzip, or send it without Content-Encoding.")


class TooDeep(Unreadable):
    code = "too_deep"
    message = _("The JSON is nested too deeply.")
    mend = _("Send flat properties.")


class BatchMissing(Unreadable):
    code = "batch_missing"
    message = _("There is no list of messages in “batch”.")


class HeaderTwice(Unreadable):
    code = "header_twice"
    message = _("A header that says who writes or how was sent twice.")
    mend = _("Send each header once.")


class MessageNotRight(Invalid):
    """A message cannot be used; in a batch, none of them can."""

    code = "message_not_right"
    message = _("The message cannot be used.")
    mend = _("Correct it and send it again.")
    status = 400

    def __init__(self, problem: str) -> None:
        sentence = _("The message cannot be used: %(problem)s.") % {"problem": PROBLEMS[problem]}
        super().__init__(sentence, problem=problem)


class TooLarge(Refusal):
    """32 KB a message, 500 KB a batch."""

    code = "too_large"
    message = _("The request is larger than 500 KB.")
    mend = _("Send smaller batches.")
    status = 413


class MessageTooLarge(TooLarge):
    code = "message_too_large"
    message = _("A message is larger than 32 KB.")
    mend = _("Leave out what is not needed, or send a reference instead of the content.")


class EncodingUnknown(Refusal):
    code = "encoding_unknown"
    message = _("This encoding of the body is not known.")
    mend = _("Send it as it is, or with Content-Encoding: gzip.")
    status = 415


class NoWriteKey(Refusal):
    code = "write_key_missing"
    message = _("The write key is missing.")
    mend = _("Send it as the user of Basic authorization, or as “writeKey” in the body.")
    status = 401


class WrongWriteKey(Refusal):
    """One answer for a key we never gave and one that was disabled."""

    code = "write_key_unknown"
    message = _("This write key is not valid.")
    mend = _("Ask the bank for a write key.")
    status = 401


class WriteKeysDiffer(Refusal):
    code = "write_keys_differ"
    message = _("The request names two different write keys.")
    mend = _("Send one write key.")
    status = 400


class HttpsNeeded(Refusal):
    code = "https_needed"
    message = _("Events are accepted over HTTPS only.")
    mend = _("Use the https:// address.")
    status = 403


class CollectorBusy(TooMany):
    """More waits to be written than we may hold; nothing of this request was kept."""

    code = "collector_busy"
    message = _("Too many events are waiting to be written.")
    mend = _("Send them again after a moment; sending twice counts once.")


class NotKept(Refusal):
    """The database could not confirm it; it may have been kept, and sending it again is safe."""

    code = "not_kept"
    message = _("The events could not be stored at this moment.")
    mend = _("Send them again after a moment; sending twice counts once.")
    status = 503
    retry = True


class SourceTaken(Refusal):
    code = "source_taken"
    message = _("There is a write key for this source already.")
    mend = _("Choose another name for the source.")


class NoSuchLink(NotFound):
    code = "no_such_link"

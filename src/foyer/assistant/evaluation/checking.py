"""What a machine can tell of an answer: that its citation holds, its figures stand there, and it was not refused."""

from typing import Any

from foyer.assistant.models import Turn
from foyer.assistant.writing.figures import figures
from foyer.conversations import queries as conversations
from foyer.knowledge import queries as knowledge
from foyer.knowledge.errors import NoSuchArticle

LOOK_AHEAD = 4


def faults_of(turn: Turn) -> list[str]:
    """Codes of what is wrong or suspicious: "uncited", "source_gone", "figure_not_in_source", "said_no_next"."""
    faults = []
    if not turn.article_code:
        return ["uncited"]
    said = _said(turn)
    try:
        cited, lang = (turn.article_code, turn.article_version), turn.lang or "zh"
        source = knowledge.article(*cited, lang)
        spoken = knowledge.article(*cited, lang, channel=turn.conversation.channel)
    except NoSuchArticle:
        faults.append("source_gone")
    else:
        numbered = [f"{number} {step}" for number, step in enumerate(source.steps, start=1)]
        written = " ".join([source.title, source.answer, spoken.answer, *numbered, str(turn.article_version)])
        if said and says_more(said["text"].replace(turn.article_code, ""), written):
            faults.append("figure_not_in_source")
    following = Turn.objects.filter(conversation=turn.conversation_id, at__gt=turn.at).order_by("at").first()
    if following is not None and {"said_no", "repeated"} & set(following.reasons):
        faults.append("said_no_next")
    return faults


def says_more(text: str, source: str) -> bool:
    """Whether a text has a figure that its source does not have."""
    known = figures(source, generous=True)
    return any(not any(figure.is_said_by(one) for one in known) for figure in figures(text))


def _said(turn: Turn) -> dict[str, Any] | None:
    """The assistant's message that answered."""
    thread = conversations.thread(turn.conversation_id, viewer="staff", limit=500)
    places = [place for place, message in enumerate(thread) if message["id"] == str(turn.message_id)]
    if not places:
        return None
    following = thread[places[0] + 1 :]
    return next((message for message in following if message["author"]["kind"] == "assistant"), None)

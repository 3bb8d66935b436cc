from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "foyer.conversations"
    label = "conversations"
    verbose_name = _("Conversations")

    def ready(self) -> None:
        from foyer.conversations import handlers, jobs, live_topics, measures, timeline, transcripts  # noqa: F401

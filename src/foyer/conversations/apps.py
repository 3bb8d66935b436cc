from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "foyer.conversations"
    label = "conversations"
    verbose_name = _("Conversations")

    def ready(self) -> None:
        from foyer.conversations import (  # noqa: F401  # noqa: F401
            explaining_routing,
            handlers,
            holding,
            jobs,
            live_topics,
            measures,
            need_to_know,
            releasing,
            timeline,
            transcripts,
        )

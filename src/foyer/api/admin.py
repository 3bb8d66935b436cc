"""The back office of webhooks: set up, paused, given new secrets; their dead letters read and sent once more."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from foyer.api import webhooks
from foyer.api.models import Webhook, WebhookLetter
from foyer.api.webhooks import actions
from foyer.base import outgoing
from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.base.registers import NotDeleted, ToBeRead


class WebhookForm(forms.ModelForm):
    """Where to, and which facts; the address is checked as it will be when it is called."""

    facts = forms.MultipleChoiceField(
        label=_("facts"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("None chosen: it is told of every fact."),
    )

    class Meta:
        model = Webhook
        fields = ("name", "url", "facts")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["facts"]
        assert isinstance(choices, forms.MultipleChoiceField)  # noqa: S101  for the type checker
        choices.choices = [(name, name) for name in webhooks.fact_names()]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            outgoing.check(url)
        except Refusal as refusal:
            raise forms.ValidationError(f"{refusal.message} {refusal.mend}") from refusal
        return url


@admin.register(Webhook)
class WebhookAdmin(NotDeleted, ModelAdmin):
    form = WebhookForm
    list_display = ("name", "url", "state", "succeeded_at", "made_at")
    list_filter = ("state",)
    search_fields = ("name", "url")
    readonly_fields = ("state", "made_by", "made_at", "succeeded_at", "old_secret_until")
    actions = ("pause_chosen", "resume_chosen", "rotate_chosen")

    def get_fieldsets(self, request: HttpRequest, obj: Webhook | None = None) -> Any:
        shown = ("name", "url", "facts")
        return [(None, {"fields": shown if obj is None else shown + self.readonly_fields})]

    def save_model(self, request: HttpRequest, obj: Webhook, form: Any, change: bool) -> None:
        """Through the action; a new one's secret is kept for the page that shows it."""
        given = form.cleaned_data
        if change:
            actions.change(obj.pk, name=given["name"], url=given["url"], facts=given["facts"], by=_me(request))
            return
        made = actions.open_webhook(given["name"], given["url"], given["facts"], by=_me(request))
        obj.pk, obj.__dict__["shown_once"] = made.webhook.pk, made.secret

    def response_add(self, request: HttpRequest, obj: Webhook, post_url_continue: str | None = None) -> HttpResponse:
        return self._secret_page(request, obj, obj.__dict__["shown_once"])

    @admin.action(description=_("Pause"), permissions=["change"])
    def pause_chosen(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> None:
        for webhook in chosen:
            webhooks.pause(webhook.pk, by=_me(request))

    @admin.action(description=_("Resume"), permissions=["change"])
    def resume_chosen(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> None:
        for webhook in chosen:
            webhooks.resume(webhook.pk, by=_me(request))

    @admin.action(description=_("Give a new secret (the old one is good for a day)"), permissions=["change"])
    def rotate_chosen(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> HttpResponse | None:
        if chosen.count() != 1:
            messages.error(request, _("Choose one webhook: its new secret is shown once."))
            return None
        made = webhooks.rotate(chosen.get().pk, by=_me(request))
        return self._secret_page(request, made.webhook, made.secret)

    def _secret_page(self, request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": webhook.name,
            "webhook": webhook,
            "secret": secret,
            "opts": self.opts,
        }
        response = TemplateResponse(request, "api/admin/webhook_secret.html", context)
        response["Cache-Control"] = "no-store"
        return response


@admin.register(WebhookLetter)
class WebhookLetterAdmin(ToBeRead, ModelAdmin):
    """What could not be told, why, and the buttons to send it once more or to give it up."""

    list_display = ("fact", "webhook", "key", "state", "attempts", "last_answer", "next_try_at", "settled_at")
    list_filter = ("state", "webhook")
    search_fields = ("key", "fact")
    list_select_related = ("webhook",)
    ordering = ("-id",)
    actions = ("replay_chosen", "discard_chosen")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookLetter]:
        return super().get_queryset(request).exclude(state=WebhookLetter.State.DONE)

    def has_replay_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("api.replay_webhookletter")

    @admin.action(description=_("Send once more"), permissions=["replay"])
    def replay_chosen(self, request: HttpRequest, chosen: QuerySet[WebhookLetter]) -> None:
        count = webhooks.replay(chosen.values_list("pk", flat=True), by=_me(request))
        told = ngettext("%d dead letter will be sent.", "%d dead letters will be sent.", count)
        messages.success(request, told % count)

    @admin.action(description=_("Give up for good"), permissions=["replay"])
    def discard_chosen(self, request: HttpRequest, chosen: QuerySet[WebhookLetter]) -> None:
        count = webhooks.discard(chosen.values_list("pk", flat=True), by=_me(request))
        messages.success(request, ngettext("%d dead letter given up.", "%d dead letters given up.", count) % count)


def _me(request: HttpRequest) -> Actor:
    return Actor.staff(request.user)

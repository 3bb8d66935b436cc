"""The editors' back office. Its buttons call the room's actions; a published wording cannot be typed over."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.base.registers import NotDeleted, ToBeRead
from foyer.knowledge import actions
from foyer.knowledge.forms import ArticleForm, SynonymForm
from foyer.knowledge.models import Article, ArticleVersion, Phrasing, Rating, SynonymGroup


class VersionInline(ToBeRead, TabularInline):
    model = ArticleVersion
    fk_name = "article"
    fields = ("number", "status", "title", "valid_from", "valid_to", "stale_language", "approved_by")
    show_change_link = True
    extra = 0


class PhrasingInline(ToBeRead, TabularInline):
    model = Phrasing
    fields = ("lang", "kind", "text")
    extra = 0


@admin.register(Article)
class ArticleAdmin(ModelAdmin):
    list_display = ("code", "title", "category", "status", "topic", "version")
    list_filter = ("status", "category", "topic")
    list_select_related = ("current_version",)
    search_fields = ("code", "versions__title", "versions__phrasings__text")
    form = ArticleForm
    readonly_fields = ("status", "current_version", "created_at", "retired_at", "retired_by", "retired_reason")
    inlines = (VersionInline,)
    actions = ("retire_articles",)
    fieldsets = (
        (None, {"fields": ("code", ("category", "topic"), "products")}),
        (_("Words"), {"fields": ("title", "answer", ("questions_zh", "questions_en"), ("steps_zh", "steps_en"))}),
        (_("Period of validity"), {"fields": (("valid_from", "valid_to"),)}),
        (_("State"), {"fields": readonly_fields}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """Who only reads finds the words in the versions below: what is typed here belongs to the form."""
        whole = super().get_fieldsets(request, obj)
        return whole if self.has_change_permission(request, obj) else [whole[0], whole[-1]]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> tuple[str, ...]:
        """What the machine acts on is settled when the article is first published."""
        settled = ("code", "category", "topic", "products") if obj and obj.current_version_id else ()
        return (*self.readonly_fields, *settled)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Write the typed words as a draft; it speaks for the bank once a second person has approved it."""
        content, by = form.content(form.cleaned_data), Actor.staff(request.user)
        if change:
            obj.save(update_fields=["category", "topic", "products"])
            actions.edit(obj, content=content, by=by)
            return
        about: dict[str, Any] = {"category": obj.category, "topic": obj.topic, "products": obj.products}
        version = actions.draft(code=obj.code, content=content, by=by, **about)
        obj.pk, obj._state.adding = version.article_id, False

    @admin.display(description=_("title"))
    def title(self, article: Article) -> str:
        return str(article.current_version.title) if article.current_version else "–"

    @admin.display(description=_("version"))
    def version(self, article: Article) -> str:
        return str(article.current_version.number) if article.current_version else "–"

    @admin.action(description=_("Retire the selected articles"), permissions=["change"])
    def retire_articles(self, request: HttpRequest, articles: "QuerySet[Article]") -> None:
        for article in articles:
            actions.retire(article, reason=str(_("Retired in the back office")), by=Actor.staff(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ArticleVersion)
class ArticleVersionAdmin(ToBeRead, ModelAdmin):
    list_display = ("article", "number", "status", "title", "valid_from", "valid_to", "stale_language")
    list_filter = ("status", "stale_language", "article__category")
    list_select_related = ("article",)
    search_fields = ("article__code", "title")
    exclude = ("direction", "direction_offset", "fingerprint", "steps", "variants", "in_step", "files")
    readonly_fields = ("steps_in_order",)
    inlines = (PhrasingInline,)
    actions = ("submit_versions", "confirm_translations")

    @admin.display(description=_("steps"))
    def steps_in_order(self, version: ArticleVersion) -> str:
        """As a reader sees them, in each language."""
        told = [(name, version.steps.get(code, [])) for code, name in (("zh", "中文"), ("en", "English"))]
        return format_html_join(
            "",
            '<span class="bilingual-language">{}</span><ol>{}</ol>',
            ((name, format_html_join("", "<li>{}</li>", ((step,) for step in steps))) for name, steps in told if steps),
        )

    @admin.action(description=_("Submit for approval"), permissions=["write"])
    def submit_versions(self, request: HttpRequest, versions: "QuerySet[ArticleVersion]") -> None:
        self._each(request, versions, lambda version, by: actions.submit(version, by=by))

    @admin.action(description=_("The translation still says the same"), permissions=["write"])
    def confirm_translations(self, request: HttpRequest, versions: "QuerySet[ArticleVersion]") -> None:
        self._each(request, versions, lambda version, by: actions.confirm_translation(version, by=by))

    def has_write_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("knowledge.change_article")

    def _each(self, request: HttpRequest, versions: "QuerySet[ArticleVersion]", do: Any) -> None:
        for version in versions:
            try:
                do(version, Actor.staff(request.user))
            except Refusal as refusal:
                self.message_user(request, f"{version}: {refusal.message} {refusal.mend}", messages.WARNING)


@admin.register(Rating)
class RatingAdmin(ToBeRead, ModelAdmin):
    list_display = ("version", "is_helpful", "comment", "lang", "at")
    list_filter = ("is_helpful", "lang", "version__article__category")
    list_select_related = ("version__article",)


@admin.register(SynonymGroup)
class SynonymGroupAdmin(NotDeleted, ModelAdmin):
    """The words that mean the same; what is changed here counts at the next search, in every process."""

    form = SynonymForm
    list_display = ("__str__", "is_active", "edited_by", "edited_at")
    list_filter = ("is_active",)
    search_fields = ("terms",)
    readonly_fields = ("edited_by", "edited_at")

    def save_model(self, request: HttpRequest, obj: SynonymGroup, form: Any, change: bool) -> None:
        """Write what was typed through the room's actions, which check it and tell the trail."""
        by, terms = Actor.staff(request.user), form.cleaned_data["terms"]
        if change:
            actions.change_synonyms(obj, terms, is_active=obj.is_active, by=by)
            return
        made = actions.name_alike(terms, by=by)
        obj.pk, obj._state.adding = made.pk, False

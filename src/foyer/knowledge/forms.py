"""What an editor fills in: both languages side by side, one question or step a line."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminTextareaWidget

from foyer.base.text import Bilingual, BilingualFormField
from foyer.knowledge.actions.drafting import content_of
from foyer.knowledge.actions.naming import cleaned
from foyer.knowledge.content import LANGUAGES, Content, problems_of
from foyer.knowledge.errors import BadSynonyms, InReview
from foyer.knowledge.models import Article, ArticleVersion, Audience, SynonymGroup

_ONE_A_LINE = _("One a line.")


def _lines(label: Any) -> forms.CharField:
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 8})
    return forms.CharField(label=label, help_text=_ONE_A_LINE, widget=widget, required=False)


class ArticleForm(forms.ModelForm):
    """An article with the words of its newest version; saving writes them as a draft."""

    title = BilingualFormField(label=_("title"), required=False)
    answer = BilingualFormField(label=_("answer"), multiline=True, required=False)
    questions_zh = _lines(_("questions in Chinese"))
    questions_en = _lines(_("questions in English"))
    steps_zh = _lines(_("steps in Chinese"))
    steps_en = _lines(_("steps in English"))
    valid_from = forms.DateField(label=_("valid from"), widget=UnfoldAdminDateWidget())
    valid_to = forms.DateField(label=_("valid to"), widget=UnfoldAdminDateWidget(), required=False)

    class Meta:
        model = Article
        fields = ("code", "category", "products", "topic")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newest: ArticleVersion | None = None
        if not self.instance._state.adding:
            self.newest = self.instance.versions.order_by("-number").first()
        if self.newest:
            self.initial = {**_initial(content_of(self.newest)), **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.newest and self.newest.status == ArticleVersion.Status.REVIEW:
            raise ValidationError(f"{InReview.message} {InReview.mend}")
        if not self.errors:
            self._check(self.content(cleaned))
        return cleaned

    def content(self, values: dict[str, Any]) -> Content:
        """The words as typed; what this form does not show stays as it is."""
        return Content(
            title=Bilingual.from_json(values["title"]),
            answer=Bilingual.from_json(values["answer"]),
            questions={language: values[f"questions_{language}"].splitlines() for language in LANGUAGES},
            steps={language: values[f"steps_{language}"].splitlines() for language in LANGUAGES},
            valid_from=values["valid_from"],
            valid_to=values["valid_to"],
            variants=self.newest.variants if self.newest else {},
            audience=self.newest.audience if self.newest else str(Audience.PUBLIC),
        )

    def _check(self, content: Content) -> None:
        problems = problems_of(content)
        if content.valid_to and content.valid_to < content.valid_from:
            problems.append(str(_("The last valid day lies before the first.")))
        if problems:
            raise ValidationError(problems)

    def clean_questions_zh(self) -> str:
        return self._tidy("questions_zh")

    def clean_questions_en(self) -> str:
        return self._tidy("questions_en")

    def clean_steps_zh(self) -> str:
        return self._tidy("steps_zh")

    def clean_steps_en(self) -> str:
        return self._tidy("steps_en")

    def _tidy(self, name: str) -> str:
        lines = (" ".join(line.split()) for line in self.cleaned_data[name].splitlines())
        return "\n".join(dict.fromkeys(line for line in lines if line))


def _initial(content: Content) -> dict[str, Any]:
    lists = {"questions": content.questions, "steps": content.steps}
    return {
        "title": content.title,
        "answer": content.answer,
        "valid_from": content.valid_from,
        "valid_to": content.valid_to,
        **{f"{name}_{lang}": "\n".join(texts.get(lang, [])) for name, texts in lists.items() for lang in LANGUAGES},
    }


class SynonymForm(forms.ModelForm):
    """One word a line, Chinese and English together."""

    terms = forms.CharField(
        label=_("words"), widget=UnfoldAdminTextareaWidget(attrs={"rows": 8}),
        help_text=_("One word or short phrase a line, in both languages; the bank's own word first."),
    )  # fmt: skip

    class Meta:
        model = SynonymGroup
        fields = ("terms", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["terms"] = "\n".join(self.instance.terms or [])

    def clean_terms(self) -> list[str]:
        try:
            return cleaned(self.cleaned_data["terms"].splitlines())
        except BadSynonyms as refusal:
            raise ValidationError(f"{refusal.message} {refusal.mend}") from refusal

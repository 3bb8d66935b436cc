"""The column, form field and widget of a bilingual text."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from unfold.widgets import INPUT_CLASSES, TEXTAREA_CLASSES

from foyer.base.text.bilingual import Bilingual


class BilingualWidget(forms.MultiWidget):
    """Two inputs, one for each language, each marked with its language for screen readers and fonts.

    Dressed for the back office, where such texts are edited, unless `attrs` gives another `class`.
    """

    template_name = "base/bilingual_widget.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, multiline: bool = False) -> None:
        kind = forms.Textarea if multiline else forms.TextInput
        style: dict[str, Any] = {"class": " ".join(TEXTAREA_CLASSES if multiline else INPUT_CLASSES)}
        style |= {"rows": 4} if multiline else {}
        super().__init__(
            widgets={
                "zh": kind(attrs={**style, "lang": "zh-CN", "aria-label": _("in Chinese")}),
                "en": kind(attrs={**style, "lang": "en", "aria-label": _("in English")}),
            },
            attrs=attrs,
        )

    def decompress(self, value: Any) -> list[str]:
        text = Bilingual.from_json(value or {})
        return [text.zh, text.en]


class BilingualFormField(forms.MultiValueField):
    """Both languages are asked for when the field is required."""

    def __init__(self, *, multiline: bool = False, max_length: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", BilingualWidget(multiline=multiline))
        halves = tuple(forms.CharField(max_length=max_length) for _language in ("zh", "en"))
        super().__init__(fields=halves, **kwargs)

    def compress(self, data_list: list[str]) -> Bilingual:
        return Bilingual(*data_list) if data_list else Bilingual()


class BilingualField(models.Field):
    """A `Bilingual` in one jsonb column.

    `filter(name__zh__contains="余额")` and `order_by("name__en")` reach one half.
    """

    description = _("Text in Chinese and English")
    empty_strings_allowed = False
    empty_values = [None, "", Bilingual()]

    def __init__(self, *args: Any, multiline: bool = False, **kwargs: Any) -> None:
        if kwargs.get("blank") and not kwargs.get("null"):
            kwargs.setdefault("default", Bilingual)
        self.multiline = multiline
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        if self.multiline:
            kwargs["multiline"] = True
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "JSONField"

    def get_transform(self, name: str) -> Any:
        return partial(_Half, name) if name in ("zh", "en") else super().get_transform(name)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Bilingual | None:
        return None if value is None else Bilingual.from_json(json.loads(value))

    def to_python(self, value: Any) -> Bilingual | None:
        if value is None:
            return None
        try:
            return Bilingual.from_json(json.loads(value) if isinstance(value, str) else value)
        except ValueError as problem:
            raise ValidationError(_("Give the text in Chinese and in English."), code="bilingual") from problem

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        text = self.to_python(value)
        return None if text is None else connection.ops.adapt_json_value(text.as_json(), None)

    def value_to_string(self, obj: models.Model) -> Any:
        value = self.value_from_object(obj)
        return value.as_json() if isinstance(value, Bilingual) else value

    def formfield(self, **kwargs: Any) -> Any:
        shape = {"form_class": BilingualFormField, "widget": BilingualWidget(multiline=self.multiline)}
        return super().formfield(**{**shape, "max_length": self.max_length, **kwargs})


class _Half(models.Transform):
    """One language of the column, as text."""

    output_field = models.TextField()

    def __init__(self, language: str, *expressions: Any, **extra: Any) -> None:
        super().__init__(*expressions, **extra)
        self.language = language

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_extra: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = compiler.compile(self.lhs)
        return f"({column} ->> '{self.language}')", tuple(params)

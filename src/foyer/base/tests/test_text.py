"""Bilingual texts, and search that finds Chinese by any piece of it."""

import pytest
from django import forms
from django.db import connection, models
from django.test.utils import isolate_apps
from django.utils import translation

from foyer.base.text import (
    Bilingual,
    BilingualField,
    detect_language,
    in_a_row,
    normalise,
    search_query,
    search_tokens,
)

CARD = Bilingual(zh="银行卡", en="Bank card")


def finds(stored: str, typed: str, match: str = "all", words: bool = True) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_tsvector('simple', %s) @@ to_tsquery('simple', %s)",
            [search_tokens(stored, words=words), search_query(typed, match=match)],
        )
        return bool(cursor.fetchone()[0])


def test_a_text_speaks_the_readers_language():
    with translation.override("en"):
        assert str(CARD) == "Bank card"
    with translation.override("zh-hans"):
        assert str(CARD) == "银行卡"

    assert CARD.in_("zh-CN") == "银行卡"
    assert Bilingual(en="Only English").in_("zh") == "Only English"
    assert not Bilingual()


def test_sentences_in_a_row_stand_apart_in_english_only():
    blocked = Bilingual(zh="卡已停用。", en="The card is blocked.")

    with translation.override("en"):
        assert in_a_row([blocked, "Anything else?"]) == "The card is blocked. Anything else?"
    with translation.override("zh-hans"):
        assert in_a_row([blocked, "要补卡吗？"]) == "卡已停用。要补卡吗？"


@pytest.mark.parametrize("wrong", ["text", {"fr": "carte"}, {"zh": 1}, ["银行卡", "Card"], None])
def test_what_is_not_two_texts_is_refused(wrong):
    with pytest.raises(ValueError, match="bilingual"):
        Bilingual.from_json(wrong)


@pytest.mark.django_db
@isolate_apps("foyer.base")
def test_the_column_keeps_both_halves_and_filters_by_one():
    class Thing(models.Model):
        name = BilingualField()
        hint = BilingualField(blank=True)

        class Meta:
            app_label = "base"
            db_table = "test_text_thing"

    with connection.schema_editor() as editor:
        editor.create_model(Thing)
    Thing.objects.create(name=CARD)
    Thing.objects.create(name={"zh": "贷款", "en": "Loan"}, hint=Bilingual("利率", "Rate"))

    assert Thing.objects.get(name=CARD).hint == Bilingual()
    assert Thing.objects.get(name__en__icontains="LOAN").name.zh == "贷款"
    assert list(Thing.objects.order_by("name__en").values_list("name__zh", flat=True)) == ["银行卡", "贷款"]


def test_the_form_asks_for_both_languages():
    class Form(forms.Form):
        name = BilingualField().formfield()

    whole, half = Form({"name_zh": "银行卡", "name_en": "Bank card"}), Form({"name_zh": "银行卡"})

    assert whole.is_valid()
    assert whole.cleaned_data["name"] == CARD
    assert not half.is_valid()
    assert 'lang="zh-CN"' in str(whole["name"])


def test_spellings_that_look_the_same_become_the_same():
    assert normalise("  VISA卡　Ｎｏ．１ ") == "visa卡 no.1"


@pytest.mark.parametrize(
    ("text", "language"),
    [("我的 credit card 丢了", "zh"), ("How do I top up?", "en"), ("i lost my 卡 yesterday", "en"), ("95000", "zh")],
)
def test_the_language_of_a_message_is_told_by_its_letters(text, language):
    assert detect_language(text) == language


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["卡", "用卡", "信用卡挂失", "丢", "95588", "cards", "VISA card", "失"])
def test_every_piece_of_a_text_finds_it(typed):
    assert finds("我的信用卡丢了,要挂失。Card no. 95588 (Visa)", typed)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["卡", "用卡", "信用卡挂失", "失", "visa"])
def test_a_message_is_found_without_its_words_being_stored(typed):
    assert "信用卡" not in search_tokens("我的信用卡丢了", words=False).split()
    assert finds("我的信用卡丢了。要挂失。Visa", typed, words=False)


@pytest.mark.django_db
def test_all_words_must_be_there_unless_any_will_do():
    stored = "我想查询账户余额"

    assert not finds(stored, "账户冻结")
    assert finds(stored, "账户冻结", match="any")
    assert not finds(stored, "车险", match="any")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "  ?!", "'; DROP TABLE x; --", "a & | ! ( ) :*", "\\", "O'Brien's", "🙂"])
def test_whatever_is_typed_never_breaks_the_query(typed):
    finds("anything", typed)
    finds("anything", typed, match="any")

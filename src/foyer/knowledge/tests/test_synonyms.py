"""The bank's synonyms: edited by people, in both languages, counting at the next search in every process."""

import pytest

from foyer.base.actors import SYSTEM, Actor
from foyer.base.ids import new_id
from foyer.knowledge import actions, queries
from foyer.knowledge.actions.naming import cleaned
from foyer.knowledge.errors import BadSynonyms
from foyer.knowledge.models import SynonymGroup
from foyer.knowledge.tests import factories
from foyer.security.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_a_word_of_the_banks_counts_at_the_very_next_search():
    factories.shelf()
    before = queries.search("我的小蓝丢了", without=("branch-hours",))[0]

    actions.name_alike(["银行卡", "小蓝", "little blue"], by=SYSTEM)
    after = queries.search("小蓝")[0]

    assert after.article_code == "card-lost" and after.ideas > 0 and before.ideas == 0


def test_an_idea_is_met_in_the_other_language():
    factories.shelf()
    actions.name_alike(["营业时间", "opening hours", "knocking off"], by=SYSTEM)

    hit = queries.search("knocking off", written_in="zh")[0]

    assert hit.article_code == "branch-hours" and hit.ideas > 0


def test_a_group_out_of_use_counts_no_more():
    factories.shelf()
    group = actions.name_alike(["银行卡", "小蓝"], by=SYSTEM)

    actions.change_synonyms(group, group.terms, is_active=False, by=SYSTEM)

    assert all(hit.ideas == 0 for hit in queries.search("小蓝"))


@pytest.mark.parametrize(
    "terms", [[], ["卡"], ["卡", " 卡 "], ["卡", "x"], ["卡", "长" * 61], [str(n) * 2 for n in range(50)]]
)
def test_what_cannot_be_synonyms_is_refused(terms):
    with pytest.raises(BadSynonyms):
        cleaned(terms)


def test_an_edit_is_told_to_the_trail_and_the_same_again_is_not():
    editor = Actor("staff", new_id())
    group = actions.name_alike(["卡", "card"], by=editor)

    actions.change_synonyms(group, ["card", "卡"], by=editor)
    actions.change_synonyms(group, ["card", "卡"], by=editor)

    assert AuditEntry.objects.filter(act="knowledge.synonyms", subject=f"synonyms:{group.pk}").count() == 2


def test_shipped_groups_come_once_and_never_overwrite_what_the_bank_edited(tmp_path):
    file = tmp_path / "words.txt"
    file.write_text("# words\n挂失, 报失 | block, report lost\n限额 | limit\n", encoding="utf-8")
    assert actions.import_synonyms(file) == 2
    group = SynonymGroup.objects.get(terms__contains=["挂失"])
    actions.change_synonyms(group, ["挂失", "冻卡"], by=Actor("staff", new_id()))

    assert actions.import_synonyms(file) == 0
    assert SynonymGroup.objects.get(pk=group.pk).terms == ["挂失", "冻卡"]


def test_the_shipped_file_is_sound():
    assert actions.import_synonyms() > 200 and actions.import_synonyms() == 0

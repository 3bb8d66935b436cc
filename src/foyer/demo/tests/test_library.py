"""The demo bank's articles have owners, products and dates, and something waits for a second person."""

import pytest

from foyer.demo.building import build
from foyer.knowledge.models import Article
from foyer.knowledge.queries import readers, register
from foyer.knowledge.validity import bank_day
from foyer.staff.approvals import waiting_for
from foyer.staff.models import User

pytestmark = pytest.mark.django_db


def test_every_article_is_in_somebodys_hands_and_the_pages_have_something_to_show(bank):
    build()
    spoken = Article.objects.filter(status="published")
    counts = register.counts()

    assert spoken.count() >= 120 and counts["unowned"] == 0
    assert not spoken.filter(products=[]).exists() and not spoken.filter(review_on=None).exists()
    assert not spoken.filter(review_on__lte=bank_day()).exists()
    assert (counts["due"], counts["lagging"], counts["one_language"]) == (3, 1, 1)
    assert (counts["draft"], counts["review"]) == (1, 1)
    assert spoken.filter(must_read_roles=["agent"]).count() == 1
    assert [each.version.article.code for each in readers.to_read(User.objects.get(username="linshan"))] == [
        "security-scam"
    ]
    [waiting] = waiting_for(User.objects.get(username="caolei"))
    assert waiting.maker == User.objects.get(username="yanshu")

"""What a customer did on the bank's pages, in the reader's words; a name that nobody knows is shown as it was sent."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from foyer.desk.event_words import event_words


@pytest.mark.parametrize("name", ["product_viewed", "Product Viewed", "productViewed"])
def test_a_known_event_speaks_the_readers_language(name):
    with override("zh-hans"):
        assert str(event_words(name, "track")) == "查看了产品"
    with override("en"):
        assert str(event_words(name, "track")) == "Looked at a product"
        assert str(event_words("首页", "screen")) == "Home"


def test_what_nobody_knows_keeps_its_name_and_is_no_markup():
    page = Template("{% load data %}{{ name|event_words:kind }}")

    assert page.render(Context({"name": "Lucky <b>Draw</b>", "kind": "track"})) == "Lucky &lt;b&gt;Draw&lt;/b&gt;"
    with override("en"):
        assert page.render(Context({"name": "", "kind": "page"})) == "Looked at a page"
    assert page.render(Context({"name": "", "kind": "<i>"})) == "&lt;i&gt;"

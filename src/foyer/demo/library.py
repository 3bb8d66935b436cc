"""The demo bank's articles in people's hands: who owns each, when it is looked at again, what must be read, what waits.

Two editors share the subjects. Review dates lie over the coming year, a few of them near; one article must be read by
the agents; one is written anew in Chinese only and so lags in English; one waits for the other editor, in Chinese alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.knowledge import actions
from foyer.knowledge.actions.drafting import content_of
from foyer.knowledge.content import Content
from foyer.knowledge.models import Article
from foyer.knowledge.validity import bank_day
from foyer.staff.models import User

KEEPERS = {
    "yanshu": ("cards", "accounts", "payments", "mobile", "security", "branch"),
    "caolei": ("transfers", "deposits", "loans", "wealth", "fees"),
}
MUST_READ = {"security-scam": ("agent",)}
SOON = {"fee-transfer": 5, "card-lost": 12, "loan-early-repayment": 20}  # days until their review
LAGS, NEW = "deposit-notice", "card-metro-pass"
YEAR, STEP = 365, 37


def entrust() -> None:
    """Give every article to its keeper. What has an owner already is left as it is."""
    keepers = {user.username: user for user in User.objects.filter(username__in=KEEPERS)}
    for name, subjects in KEEPERS.items():
        found = Article.objects.filter(category__in=subjects, owners=None, status="published").order_by("code")
        for place, article in enumerate(found):
            _care(article, keepers[name], _review_of(article.code, place))
    _begin_drafts(keepers)


def _care(article: Article, keeper: User, review_on: date) -> None:
    roles: Sequence[str] = MUST_READ.get(article.code, ())
    actions.care_for(article, owners=[keeper.pk], review_on=review_on, must_read_roles=roles, by=Actor.staff(keeper))


def _review_of(code: str, place: int) -> date:
    """Spread over the year, the same for the same articles."""
    return bank_day() + timedelta(days=SOON.get(code, 40 + place * STEP % (YEAR - 40)))


def _begin_drafts(keepers: dict[str, User]) -> None:
    if Article.objects.filter(code=NEW).exists():
        return
    article = Article.objects.filter(code=LAGS).first()
    if article is not None:
        _write_anew(article, keepers["caolei"])
    actions.submit(
        actions.draft(
            code=NEW, category="cards", products=["debit-card"], content=_metro(), by=Actor.staff(keepers["yanshu"])
        ),
        by=Actor.staff(keepers["yanshu"]), reason="地铁公司十二月开通",
    )  # fmt: skip


def _write_anew(article: Article, keeper: User) -> None:
    """One more sentence in Chinese; English still waits for it."""
    words = content_of(article.versions.order_by("-number")[0])
    answer = replace(words.answer, zh=f"{words.answer.zh}通知日遇节假日不顺延。")
    actions.edit(article, content=replace(words, answer=answer), by=Actor.staff(keeper))


def _metro() -> Content:
    return Content(
        title=Bilingual("用借记卡刷卡坐地铁"),
        answer=Bilingual(
            "可以。带有“闪付”标志的厅堂借记卡在成都和上海地铁闸机轻触即可进出站，按站计价，次日从账户扣款。"
            "账户余额不足时当天仍可出站，请在三天内补足，逾期该卡暂停乘车功能。"
        ),
        questions={
            "zh": [
                "借记卡能坐地铁吗",
                "怎么刷卡进地铁站",
                "银行卡乘地铁怎么扣款",
                "地铁闸机刷银行卡",
                "坐地铁余额不足怎么办",
            ]
        },
        steps={"zh": ["确认卡面有“闪付”标志", "进站时轻触闸机感应区", "出站时用同一张卡轻触"]},
        valid_from=bank_day(),
    )

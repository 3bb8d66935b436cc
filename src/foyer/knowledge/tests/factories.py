"""Articles for tests, small and far apart in meaning."""

from datetime import date
from typing import Any

from foyer.base.actors import SYSTEM
from foyer.base.text import Bilingual
from foyer.knowledge import actions
from foyer.knowledge.actions.publishing import go_live
from foyer.knowledge.content import Content
from foyer.knowledge.models import Article, ArticleVersion

LOST = {
    "title": Bilingual("银行卡丢失怎么办", "Lost or stolen card"),
    "answer": Bilingual(
        "请马上挂失您的卡，挂失即时生效。", "Block your card at once; the block takes effect immediately."
    ),
    "questions": {
        "zh": ["我的卡丢了", "银行卡找不到了", "钱包和卡一起掉了", "卡不见了怎么挂失", "信用卡遗失"],
        "en": [
            "I lost my card",
            "My card is missing",
            "card gone with my wallet",
            "How do I block a lost card",
            "mislaid my card",
        ],
    },
    "steps": {"zh": ["打开手机银行", "点击挂失"], "en": ["Open the app", "Tap Block card"]},
}
LIMIT = {
    "title": Bilingual("转账限额是多少", "Transfer limits"),
    "answer": Bilingual("手机银行每日转账限额为五十万元。", "You may send up to CNY 500,000 a day in the app."),
    "questions": {
        "zh": ["一天最多能转多少钱", "转账额度", "单笔转账上限", "怎么提高转账限额", "转账超限了"],
        "en": [
            "How much can I send a day",
            "transfer limit",
            "maximum single transfer",
            "Raise my sending limit",
            "over the limit for transfers",
        ],
    },
    "steps": {"zh": ["进入转账", "查看限额"], "en": ["Open Transfers", "See the limits"]},
}
HOURS = {
    "title": Bilingual("网点营业时间", "Branch opening hours"),
    "answer": Bilingual("网点工作日九点到十七点营业。", "Branches are open on weekdays from nine to five."),
    "questions": {
        "zh": ["你们几点开门", "周末营业吗", "网点什么时候下班", "节假日银行上班吗", "营业时间查询"],
        "en": [
            "When do you open",
            "Are you open on weekends",
            "closing time of the branch",
            "bank holiday hours",
            "branch hours",
        ],
    },
    "steps": {"zh": ["查询网点", "查看营业时间"], "en": ["Find a branch", "See its hours"]},
}


def content(words: dict[str, Any] = LOST, **changes: Any) -> Content:
    return Content(**{"valid_from": date(2026, 1, 1), **words, **changes})


def draft(
    code: str = "card-lost", words: dict[str, Any] = LOST, *, category: str = "cards", topic: str = "", **changes: Any
) -> ArticleVersion:
    return actions.draft(code=code, category=category, topic=topic, content=content(words, **changes), by=SYSTEM)


def published(code: str = "card-lost", words: dict[str, Any] = LOST, *, learn: bool = True, **about: Any) -> Article:
    version = draft(code, words, **about)
    go_live(version, by=SYSTEM)
    if learn:
        actions.relearn()
    return Article.objects.get(code=code)


def shelf() -> None:
    """Three articles that speak for the bank."""
    published("card-lost", LOST, learn=False)
    published("transfer-limit", LIMIT, category="transfers", learn=False)
    published("branch-hours", HOURS, category="branch", learn=False)
    actions.relearn()

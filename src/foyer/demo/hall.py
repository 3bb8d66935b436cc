"""The queues of the demo bank and the words its agents have ready: data only."""

from dataclasses import dataclass, field

from foyer.base.text import Bilingual


@dataclass(frozen=True)
class Line:
    """A queue: where it stands, what it takes and what it promises."""

    code: str
    name: Bilingual
    unit: str
    skills: tuple[str, ...]
    topics: tuple[str, ...]
    languages: tuple[str, ...] = ("zh", "en")
    standard_seconds: int = 20
    is_default: bool = False
    settings: dict[str, int] = field(default_factory=dict)


QUEUES = [
    Line(
        "general", Bilingual("综合服务", "General service"), "RB-1", ("general",),
        ("accounts", "transfers", "payments", "fees", "mobile", "branch", "bereavement"), is_default=True,
    ),
    Line(
        "cards", Bilingual("银行卡与安全", "Cards and security"), "RB-2", ("cards",), ("cards", "security", "fraud"),
        settings={"answer_seconds": 90},
    ),
    Line("loans", Bilingual("贷款与财富", "Loans and wealth"), "RB-3", ("loans",), ("loans", "deposits", "wealth"),
         standard_seconds=40),
    Line("complaints", Bilingual("投诉受理", "Complaints"), "RB-1", ("complaints",), ("complaint",), standard_seconds=30),
]  # fmt: skip

OUT_OF_HOURS = Bilingual(
    "现在是非人工服务时间，人工座席每天 8:30–21:00 在线。您的留言我们已经收到，上线后第一时间为您处理；紧急挂失、疑似被骗请拨打 24 小时热线 95000。",
    "Our colleagues are here every day from 8:30 to 21:00. Your message is kept and will be answered first thing; to block a "
    "card or report a scam right now, call our 24-hour line 95000.",
)


@dataclass(frozen=True)
class Ready:
    """A canned response."""

    shortcut: str
    shortcut_zh: str
    title: Bilingual
    text: Bilingual


CANNED = [
    Ready("hello", "您好", Bilingual("问候", "Greeting"), Bilingual(
        "{{customer}}您好，我是{{bank}}的{{agent}}，很高兴为您服务。我已经看到您前面的描述，请稍等，我马上核对。",
        "Hello {{customer}}, this is {{agent}} at {{bank}}. I have read what you wrote above and am looking into it now.")),
    Ready("wait", "稍等", Bilingual("请稍等", "One moment"), Bilingual(
        "我需要一两分钟查询，请您不要离开页面。", "I need a minute or two to look this up; please stay on this page.")),
    Ready("verify", "核身", Bilingual("请核验身份", "Please verify"), Bilingual(
        "为了保护您的账户，请在页面上方用手机号和验证码完成登录核验。我们绝不会向您索要密码或验证码。",
        "To protect your account, please sign in with your phone number and one-time code at the top of this page. We never "
        "ask for your password or code.")),
    Ready("frozen", "已冻结", Bilingual("卡片已冻结", "Card frozen"), Bilingual(
        "您的卡片已临时冻结，他人无法使用；不影响您名下其他账户。需要恢复时随时告诉我们。",
        "Your card is frozen for now and nobody can use it; your other accounts are not affected. Tell us whenever you want it "
        "back.")),
    Ready("dispute", "争议", Bilingual("登记交易争议", "Dispute registered"), Bilingual(
        "这笔交易已登记为争议交易，我们会在 5 个工作日内给您初步答复，结果会通过短信和手机银行通知您。",
        "The transaction is registered as disputed. You will have a first answer within 5 working days, by text message and in "
        "the app.")),
    Ready("branch", "网点", Bilingual("请到网点", "Please visit an outlet"), Bilingual(
        "这项业务需要本人带有效身份证件到任一网点办理，可以在手机银行先预约，到店不用排队。",
        "This needs you in person with valid identification at any outlet. Book in the app first and you will not have to "
        "queue.")),
    Ready("callback", "回电", Bilingual("约定回电", "Call-back agreed"), Bilingual(
        "我会在今天下班前给您回电，电话显示号码为 95000。", "I will call you back before the end of today from 95000.")),
    Ready("bye", "再见", Bilingual("结束语", "Closing"), Bilingual(
        "感谢您的耐心，{{customer}}。如果没有其他问题，我先结束本次会话，稍后请您为我们的服务评分。祝您生活愉快！",
        "Thank you for your patience, {{customer}}. If there is nothing else, I will close our conversation; we would be glad "
        "if you rated it. Have a good day!")),
]  # fmt: skip

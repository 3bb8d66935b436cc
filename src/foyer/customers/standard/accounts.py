"""What they have and what moved: accounts, who stands behind them, holdings, transactions."""

from foyer.base.legends import CARD, FINANCE, FREE_TEXT, INTERNAL, PERSONAL
from foyer.customers.standard import codes, rules
from foyer.customers.standard.declaring import entity, field
from foyer.customers.standard.parties import PARTY_KEY
from foyer.customers.standard.shape import Field

DECADES = ("1900-01-01", "2100-12-31")
MOST = 1_000_000_000_000
CLOSE = rules.present_when("status", "closed")


def _currency(required: bool = False) -> Field:
    return field(
        "currency", "币种", "currency", "code", INTERNAL, standardise="currency", required=required,
        written=("ISO 4217 三位字母代码", "ISO 4217"),
        check=(rules.in_reference("currency", "币种代码存在", "the currency code exists"),),
    )  # fmt: skip


def _branch() -> Field:
    return field(
        "branch_code", "开户机构", "the branch where it was opened", "text", INTERNAL,
        check=(rules.in_reference("branch", "机构号存在", "the branch exists"),),
    )  # fmt: skip


def _opened() -> Field:
    return field(
        "opened_on", "开立日期", "opened on", "date", INTERNAL,
        check=(rules.in_range(*DECADES), rules.not_future()),
    )  # fmt: skip


def _closed() -> Field:
    return field(
        "closed_on", "终止日期", "closed on", "date", INTERNAL,
        check=(rules.not_before("opened_on"), rules.not_future(), CLOSE),
    )  # fmt: skip


ACCOUNT = entity(
    "account", "账户", "An account kept by the bank",
    field("account_key", "来源系统内的账户编号", "the system's own key of the account", "text", FINANCE, required=True,
          check=(rules.length(1, 120, "reject"),)),
    field("kind", "账户类型", "kind of account", "code", INTERNAL, codes=codes.ACCOUNT_KIND, required=True),
    field("number", "账号", "number as the customer knows it", "text", FINANCE, standardise="account_number",
          mask="account",
          written=("数字与大写字母，不含空格；IBAN 校验", "digits and capitals without spaces; IBANs are checked")),
    field("product", "产品", "product", "text", INTERNAL),
    _currency(required=True),
    field("balance", "余额", "balance", "decimal", FINANCE, mask="amount",
          check=(rules.in_range(-MOST, MOST), rules.present_when("status", "active"))),
    field("balance_at", "余额时间", "when the balance was so", "datetime", INTERNAL,
          check=(rules.not_future(1), rules.not_older(31))),
    _branch(), _opened(), _closed(),
    field("status", "账户状态", "status", "code", INTERNAL, codes=codes.ACCOUNT_STATUS),
    key="account_key",
)  # fmt: skip

ACCOUNT_KEY = field(
    "account_key", "账户编号", "the account's key in the source", "text", FINANCE, required=True,
    check=(rules.length(1, 120, "reject"), rules.refers_to("account", "account_key")),
)  # fmt: skip
MAYBE_ACCOUNT = field(
    "account_key", "所属账户编号", "the account it hangs on, if any", "text", FINANCE,
    check=(rules.refers_to("account", "account_key", "flag"),),
)  # fmt: skip
MAYBE_PARTY = field(
    "party_key", "客户编号", "the party it belongs to, if told", "text", PERSONAL,
    check=(rules.refers_to("party", "source_key", "flag"),),
)  # fmt: skip

ACCOUNT_PARTY = entity(
    "account_party", "账户关系人", "Who stands behind an account, and as what",
    ACCOUNT_KEY, PARTY_KEY,
    field("role", "角色", "role", "code", INTERNAL, codes=codes.ACCOUNT_ROLE, required=True),
    key="account_key party_key role", of="party",
)  # fmt: skip

HOLDING = entity(
    "holding", "持有产品", "A product a party has: card, loan, deposit, fund, policy, standing order",
    field("holding_key", "来源系统内的产品编号", "the system's own key of the holding", "text", FINANCE, required=True,
          check=(rules.length(1, 120, "reject"), rules.one_of("account_key", "party_key"))),
    MAYBE_ACCOUNT, MAYBE_PARTY,
    field("kind", "产品类型", "kind of holding", "code", INTERNAL, codes=codes.HOLDING_KIND, required=True),
    field("number", "卡号或合同号", "number of the card or contract", "text", CARD, standardise="account_number",
          mask="card",
          written=("数字与大写字母，不含空格；卡号依 Luhn 校验", "digits and capitals, no spaces; cards pass Luhn")),
    field("product", "产品", "product", "text", INTERNAL),
    _currency(),
    field("amount", "金额", "amount agreed: principal, limit, premium, sum insured", "decimal", FINANCE, mask="amount",
          check=(rules.in_range(-MOST, MOST),)),
    field("balance", "余额", "balance now: outstanding, market value", "decimal", FINANCE, mask="amount",
          check=(rules.in_range(-MOST, MOST),)),
    field("rate", "年利率", "yearly rate in per cent", "decimal", FINANCE, scale=6, standardise="rate",
          check=(rules.in_range(-20, 100),)),
    _opened(),
    field("matures_on", "到期日期", "matures or expires on", "date", INTERNAL,
          check=(rules.in_range("1900-01-01", "9999-12-31"), rules.not_before("opened_on"))),
    _closed(),
    field("status", "状态", "status", "code", INTERNAL, codes=codes.HOLDING_STATUS),
    key="holding_key", of="party",
)  # fmt: skip

TRANSACTION = entity(
    "transaction", "交易", "One movement on an account",
    field("transaction_key", "来源系统内的交易流水号", "the system's own key of the movement", "text", FINANCE,
          required=True, check=(rules.length(1, 120, "reject"),)),
    ACCOUNT_KEY,
    field("booked_at", "记账时间", "booked at", "datetime", FINANCE, required=True,
          check=(rules.in_range(*DECADES), rules.not_future(1))),
    field("value_on", "起息日", "value date", "date", FINANCE),
    field("amount", "金额", "amount: positive comes in, negative goes out", "decimal", FINANCE, required=True,
          mask="amount",
          written=("带符号：正为入账，负为出账", "signed: positive comes in, negative goes out"),
          check=(rules.in_range(-MOST, MOST, "reject"),)),
    _currency(required=True),
    field("balance_after", "交易后余额", "balance afterwards", "decimal", FINANCE, mask="amount",
          check=(rules.in_range(-MOST, MOST),)),
    field("kind", "交易类型", "kind of movement", "code", FINANCE, codes=codes.TRANSACTION_KIND),
    field("channel", "渠道", "channel", "code", INTERNAL, codes=codes.CHANNEL),
    field("counterparty", "对手方", "the other side", "text", FINANCE, mask="text"),
    field("text", "附言", "what was written with it", "text", FREE_TEXT, mask="text"),
    key="transaction_key", of="account",
)  # fmt: skip

"""Words that name nothing in particular, and names that are written differently in the two languages."""

_SHORT = "i we you your our us am pm ok atm sms pin id app apps qr otp sim tel pdf excel cny rmb usd eur hkd hk cn"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday china chinese english"
_MONTHS = "january february march april may june july august september october november december"

COMMON = frozenset(f"{_SHORT} {_DAYS} {_MONTHS}".split())

COUNTERPARTS: dict[str, tuple[str, ...]] = {
    "手机银行": ("mobile", "bank", "banking", "app"),
    "网上银行": ("online", "internet", "banking", "bank"),
    "网银": ("online", "internet", "banking", "bank"),
    "微信": ("wechat", "weixin"),
    "支付宝": ("alipay",),
    "银联": ("unionpay",),
    "云闪付": ("unionpay", "quickpass", "app"),
    "公众号": ("wechat", "official", "account"),
    "身份证": ("resident", "identity", "card", "id"),
    "护照": ("passport",),
    "人民银行": ("people", "s", "bank", "of", "china", "pboc", "credit", "reference", "center", "centre"),
    "征信": ("credit", "reference", "report"),
    "香港": ("hong", "kong"),
    "澳门": ("macao", "macau"),
    "台湾": ("taiwan",),
    "公积金": ("housing", "provident", "fund"),
    "港澳": ("hong", "kong", "macao", "macau"),
    "港澳台": ("hong", "kong", "macao", "macau", "taiwan"),
    "存单": ("cd", "cds"),
    "一类": ("class", "i"),
    "二类": ("class", "ii"),
    "三类": ("class", "iii"),
    "金卡": ("gold",),
    "白金": ("platinum",),
    "维萨": ("visa",),
    "万事达": ("mastercard",),
    "钻石": ("diamond",),
    "数字人民币": ("e-cny", "e", "cny", "digital"),
    "存款保险": ("deposit", "insurance"),
    "社保": ("social", "security"),
    "厅堂": ("foyer",),
    "短信": ("sms",),
    "贷款市场报价利率": ("lpr", "loan", "prime", "rate"),
    "全国银行间": ("lpr", "loan", "prime", "rate"),
}

"""The code tables of the standard. Each value a source uses is mapped to one of these, by its mapping file."""

from foyer.customers.standard.declaring import codes

PARTY_KIND = codes(person="个人|person", organisation="机构|organisation")
SEX = codes(M="男|male", F="女|female")
MARITAL_STATUS = codes(
    single="未婚|never married",
    married="已婚|married",
    divorced="离异|divorced",
    widowed="丧偶|widowed",
)
EDUCATION = codes(
    primary="小学|primary school",
    junior_middle="初中|lower secondary school",
    senior_middle="高中及中专|upper secondary school",
    college="大专|junior college",
    bachelor="本科|bachelor",
    master="硕士|master",
    doctor="博士|doctorate",
)
IDENTIFIER_KIND = codes(
    resident_id="居民身份证|resident identity card",
    passport="护照|passport",
    hkmo_permit="港澳台居民来往内地通行证|travel permit of Hong Kong, Macao and Taiwan residents",
    foreign_id="外国人永久居留身份证|foreign permanent resident identity card",
    uscc="统一社会信用代码|unified social credit code",
    tax_id="纳税人识别号|tax number",
    social_security="社会保障号码|social security number",
    other="其他证件|other document",
)
CONTACT_KIND = codes(phone="电话|phone", email="电子邮箱|e-mail", wechat="微信|WeChat")
CONTACT_PURPOSE = codes(
    personal="本人常用|own, everyday",
    work="单位|at work",
    home="家庭|at home",
    notification="业务通知|notices of the bank",
    emergency="紧急联系人|in an emergency",
)
ADDRESS_KIND = codes(
    home="居住地址|home",
    work="单位地址|work",
    mailing="通讯地址|mailing",
    registered="户籍或注册地址|registered",
)
ACCOUNT_KIND = codes(
    current="活期账户|current account",
    savings="储蓄账户|savings account",
    deposit="定期存款|term deposit",
    loan="贷款账户|loan account",
    card="信用卡账户|credit card account",
    investment="投资账户|investment account",
    insurance="保险账户|insurance account",
    other="其他账户|other account",
)
ACCOUNT_STATUS = codes(
    active="正常|active",
    dormant="睡眠|dormant",
    frozen="冻结|frozen",
    closed="已销户|closed",
    pending="待激活|pending",
)
ACCOUNT_ROLE = codes(
    owner="户主|owner",
    joint="联名人|joint owner",
    user="授权使用人|authorised user",
    guarantor="担保人|guarantor",
)
HOLDING_KIND = codes(
    card="银行卡|card",
    loan="贷款|loan",
    deposit="存款|deposit",
    fund="基金与理财|fund or wealth product",
    insurance="保险|insurance",
    standing_order="定期转账|standing order",
    other="其他|other",
)
HOLDING_STATUS = codes(
    active="有效|active",
    matured="已到期|matured",
    repaid="已结清|repaid",
    overdue="逾期|overdue",
    defaulted="违约|defaulted",
    frozen="冻结|frozen",
    closed="已终止|closed",
    pending="待生效|pending",
)
TRANSACTION_KIND = codes(
    cash_in="现金存入|cash paid in",
    cash_out="现金支取|cash taken out",
    transfer_in="转入|transfer received",
    transfer_out="转出|transfer sent",
    card_payment="刷卡消费|card payment",
    standing_order="定期转账|standing order",
    salary="代发工资|salary",
    pension="养老金|pension",
    interest="结息|interest",
    fee="手续费|fee",
    tax="税费|tax",
    loan_payment="还款|loan payment",
    loan_payout="放款|loan paid out",
    investment="投资申购赎回|investment bought or sold",
    insurance="保费与理赔|insurance premium or claim",
    refund="退款|refund",
    reversal="冲正|reversal",
    other="其他|other",
)
CHANNEL = codes(
    branch="网点柜面|branch counter",
    atm="自助设备|cash machine",
    web="网上银行|internet banking",
    mobile="手机银行|mobile banking",
    wechat="微信|WeChat",
    phone="电话|phone",
    email="电子邮件|e-mail",
    sms="短信|text message",
    pos="商户终端|point of sale",
    kiosk="厅堂终端|lobby kiosk",
    batch="批量处理|batch",
    other="其他|other",
)
EVENT_KIND = codes(
    identify="识别|identify",
    track="行为|track",
    page="页面浏览|page",
    screen="屏幕浏览|screen",
    group="归属机构|group",
    alias="别名|alias",
)
INTERACTION_KIND = codes(
    enquiry="咨询|enquiry",
    complaint="投诉|complaint",
    suggestion="建议|suggestion",
    praise="表扬|praise",
    incident="故障报修|incident",
    service="业务办理|service",
    callback="回访|callback",
    visit="到店|visit",
    other="其他|other",
)
INTERACTION_OUTCOME = codes(
    solved="已解决|solved",
    handed_over="已转交|handed over",
    pending="处理中|pending",
    abandoned="客户放弃|abandoned",
    refused="未受理|refused",
)
RELATION_KIND = codes(
    spouse="配偶|spouse",
    parent="父母|parent",
    child="子女|child",
    sibling="兄弟姐妹|sibling",
    employer="雇主|employer",
    director="董事或高管|director",
    shareholder="股东|shareholder",
    guardian="监护人|guardian",
)

MARITAL_SPOKEN = {
    "single": "10 未婚者 单身 single never_married",
    "married": "20 21 22 23 初婚 再婚 复婚 有配偶 married",
    "widowed": "30 丧偶者 widow widower",
    "divorced": "40 离婚 separated",
}
EDUCATION_SPOKEN = {
    "primary": "80 81 primary elementary",
    "junior_middle": "70 71 初级中学 junior_high",
    "senior_middle": "60 61 40 41 44 45 47 高中 中专 职高 技校 中等专业学校 secondary senior_high high_school",
    "college": "30 31 专科 大学专科 高职 associate",
    "bachelor": "20 21 大学 大学本科 学士 university undergraduate",
    "master": "14 硕士研究生 研究生 postgraduate",
    "doctor": "11 博士研究生 phd doctoral",
}
IDENTIFIER_SPOKEN = {
    "resident_id": "身份证 二代身份证 中国居民身份证 临时身份证 id_card idcard identity_card national_id",
    "passport": "中国护照 外国护照 普通护照",
    "hkmo_permit": "港澳居民来往内地通行证 回乡证 港澳通行证 台湾居民来往大陆通行证 台胞证 港澳居民居住证",
    "foreign_id": "外国人永久居留证 永久居留证 五星卡 permanent_residence_permit",
    "uscc": "营业执照 社会信用代码 三证合一 business_licence business_license",
    "tax_id": "税务登记证 税号 tax tin vat",
    "social_security": "社保卡 社会保障卡 社保号 ssn",
    "other": "其他 军官证 士兵证 警官证 户口本 驾驶证",
}
CONTACT_SPOKEN = {
    "phone": "手机 手机号 手机号码 移动电话 固定电话 固话 座机 电话号码 mobile cell cellphone telephone tel landline",
    "email": "邮箱 电子邮件 邮件 mail email_address",
    "wechat": "微信号 weixin openid",
}

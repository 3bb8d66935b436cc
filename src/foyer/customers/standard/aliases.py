"""The names that fields and entities go by in the bank's systems: what a mapping is proposed from.

Chinese first, then English as written in tables, then the initials of pinyin that older systems use (xm, sjhm).
"""

FIELDS: dict[str, str] = {
    "party.source_key": (
        "客户号 客户编号 客户代码 客户ID 会员号 会员编号 cust_no cust_id customer_id customer_no customer_key "
        "client_id client_no party_id partyid custid custno cif cif_no user_id member_id member_no id khbh khh"
    ),
    "party.kind": "客户类型 客户类别 客户性质 对公对私标志 cust_type customer_type client_type party_type type",
    "party.name": (
        "姓名 客户姓名 客户名称 名称 中文姓名 中文名 户名 企业名称 公司名称 单位全称 cust_name customer_name "
        "client_name full_name fullname name xm khmc khxm party_name display_name"
    ),
    "party.family_name": "姓 姓氏 family_name surname last_name lastname lname sn apellido",
    "party.given_name": "名 名字 given_name first_name firstname forename fname givenname",
    "party.latin_name": (
        "英文名 英文姓名 拼音 姓名拼音 拼音姓名 外文姓名 english_name name_en en_name latin_name pinyin name_pinyin"
    ),
    "party.sex": "性别 sex gender xb sex_code gender_code",
    "party.born_on": (
        "出生日期 生日 出生年月日 出生年月 birth_date birthdate date_of_birth dob birthday born_on csrq birth_day"
    ),
    "party.died_on": "死亡日期 死亡时间 death_date date_of_death died_on",
    "party.nationality": "国籍 国家 国籍地区 nationality citizenship country_of_citizenship nation_code gj",
    "party.language": "语言 首选语言 服务语言 language lang preferred_language locale",
    "party.marital_status": "婚姻状况 婚姻 婚否 marital_status marital marriage hyzk",
    "party.education": "学历 文化程度 最高学历 教育程度 education education_level edu xl",
    "party.occupation": "职业 职务 职称 岗位 occupation job job_title profession title position",
    "party.employer": "工作单位 单位名称 单位 任职单位 公司 employer company employer_name company_name work_unit gzdw",
    "party.income": "年收入 收入 年薪 income annual_income yearly_income salary",
    "party.industry": "行业 所属行业 行业代码 行业分类 industry industry_code sector",
    "party.segment": (
        "客户等级 客户级别 客户层级 客群 星级 vip等级 segment cust_level customer_level grade tier vip_level"
    ),
    "party.branch_code": (
        "机构号 归属机构 开户机构 网点号 分行代码 机构代码 branch branch_code branch_no branch_id org_no org_code"
    ),
    "party.joined_on": (
        "开户日期 入会日期 注册日期 建档日期 成为客户日期 joined_on join_date register_date registered_on since "
        "customer_since create_date"
    ),
    "party.left_on": "销户日期 离行日期 注销日期 left_on leave_date closed_date cancel_date",
    "party.is_vulnerable": "特殊客户 需关照 弱势客户 vulnerable is_vulnerable special_care",
    "party.updated_at": (
        "更新时间 修改时间 最后更新时间 最近修改时间 update_time updated_at modified_at last_modified update_date "
        "last_update_time etl_time gxsj"
    ),
    "identifier.party_key": (
        "客户号 客户编号 客户代码 客户ID cust_no cust_id customer_id customer_no customer client_id client_no "
        "party_id partyid custid custno cif cif_no user_id member_id kh_no khbh khh"
    ),
    "identifier.kind": "证件类型 证件种类 证件类别 id_type cert_type doc_type document_type identifier_type zjlx",
    "identifier.value": (
        "证件号码 证件号 身份证号 身份证号码 身份证 护照号 护照号码 统一社会信用代码 社会信用代码 信用代码 税号 "
        "社保号 id_no id_number idcard id_card id_card_no cert_no cert_num document_no doc_no passport passport_no "
        "uscc tax_no ssn sfzh zjhm soc_sec_id"
    ),
    "identifier.country": "签发国家 签发国 发证国家 发证地区 issuing_country issue_country country_of_issue",
    "identifier.is_verified": "是否核验 核验标志 联网核查 已核验 verified is_verified kyc_verified check_flag",
    "identifier.valid_to": (
        "证件有效期 有效期至 证件到期日 失效日期 valid_to expiry_date expire_date expires_on valid_until"
    ),
    "contact_point.party_key": (
        "客户号 客户编号 客户代码 客户ID cust_no cust_id customer_id customer_no customer client_id client_no "
        "party_id partyid custid custno cif cif_no user_id member_id kh_no khbh khh"
    ),
    "contact_point.kind": "联系方式类型 联系类型 contact_type contact_kind channel_type",
    "contact_point.value": (
        "手机号 手机号码 手机 联系电话 联系手机 移动电话 电话 电话号码 固定电话 办公电话 住宅电话 电子邮箱 邮箱 "
        "电子邮件 微信号 微信 mobile mobile_no mobile_phone cell cell_phone cellphone phone phone_no phone_number "
        "telephone tel tel_no contact_no email e_mail email_address mail wechat wechat_id openid sjhm sjh lxdh dh"
    ),
    "contact_point.purpose": "用途 联系方式用途 purpose usage contact_purpose",
    "contact_point.is_preferred": (
        "是否首选 首选 默认 主联系方式 preferred is_preferred is_primary primary default_flag"
    ),
    "contact_point.is_verified": "是否验证 已验证 验证标志 verified is_verified confirmed",
    "contact_point.updated_at": "更新时间 修改时间 update_time updated_at modified_at last_modified",
    "address.party_key": (
        "客户号 客户编号 客户代码 客户ID cust_no cust_id customer_id customer_no customer client_id client_no "
        "party_id partyid custid custno cif cif_no user_id member_id kh_no khbh khh"
    ),
    "address.kind": "地址类型 地址类别 address_type addr_type address_kind",
    "address.text": (
        "地址 家庭地址 家庭住址 居住地址 住址 联系地址 通讯地址 通信地址 单位地址 户籍地址 注册地址 详细地址 address "
        "addr full_address home_address residential_address mailing_address registered_address address_1 dz jtdz "
        "txdz lxdz"
    ),
    "address.country": "国家 国家地区 country country_code nation",
    "address.province": "省 省份 省市 所在省 province prov state state_province region sheng",
    "address.city": "市 城市 地市 所在市 city town suburb locality shi",
    "address.district": "区 县 区县 所在区县 district county area qu",
    "address.street": (
        "街道 街道地址 门牌号 门牌 路名 street street_address road address_line address_line1 line1 address_2 jd"
    ),
    "address.postcode": "邮编 邮政编码 postcode postal_code zip zip_code zipcode yzbm yb",
    "address.updated_at": "更新时间 修改时间 update_time updated_at modified_at last_modified",
    "account.account_key": (
        "账号 账户号 账户编号 账户 帐号 account account_id account_no account_number account_key acct acct_id "
        "acct_no accountid zh"
    ),
    "account.kind": "账户类型 账户种类 账户类别 账户性质 account_type acct_type account_kind",
    "account.number": "账号 账户号码 银行账号 帐号 iban account_number account_no acct_no bank_account",
    "account.product": "产品 产品名称 产品代码 储种 product product_name product_code prod_code frequency",
    "account.currency": "币种 币别 货币 货币代码 currency ccy currency_code curr bz",
    "account.balance": "余额 账户余额 当前余额 存款余额 balance current_balance bal ledger_balance ye",
    "account.balance_at": "余额时间 余额日期 balance_at balance_date bal_date",
    "account.branch_code": (
        "开户机构 开户网点 开户行 机构号 网点号 branch branch_code branch_no branch_id org_no open_branch district_id"
    ),
    "account.opened_on": (
        "开户日期 开立日期 起息日 开户日 签约日期 发卡日期 放款日期 opened_on open_date opened date_opened "
        "start_date issue_date issued date khrq"
    ),
    "account.closed_on": "销户日期 终止日期 结清日期 注销日期 closed_on close_date closed date_closed end_date xhrq",
    "account.status": "状态 账户状态 status account_status acct_status state",
    "account_party.account_key": (
        "账号 账户号 账户编号 账户 帐号 account account_id account_no account_number account_key acct acct_id "
        "acct_no accountid zh"
    ),
    "account_party.party_key": (
        "客户号 客户编号 客户代码 客户ID cust_no cust_id customer_id customer_no customer client_id client_no "
        "party_id partyid custid custno cif cif_no user_id member_id kh_no khbh khh"
    ),
    "account_party.role": "角色 关系 账户角色 持有人类型 role type relation disp_type account_role",
    "holding.holding_key": (
        "合同号 合约号 借据号 卡号 保单号 持有编号 协议号 holding_id contract_id contract_no loan_id card_id "
        "policy_no order_id agreement_no id"
    ),
    "holding.account_key": (
        "账号 账户号 账户编号 账户 帐号 account account_id account_no account_number account_key acct acct_id "
        "acct_no accountid zh"
    ),
    "holding.party_key": (
        "客户号 客户编号 客户代码 客户ID cust_no cust_id customer_id customer_no customer client_id client_no "
        "party_id partyid custid custno cif cif_no user_id member_id kh_no khbh khh"
    ),
    "holding.kind": "产品类型 产品类别 业务种类 holding_type product_type kind",
    "holding.number": (
        "卡号 银行卡号 信用卡号 借记卡号 保单号 合同号 card_no card_number cardno pan policy_no contract_no kh"
    ),
    "holding.product": (
        "产品 产品名称 产品代码 卡种 贷款品种 基金名称 险种 product product_name product_code fund_code k_symbol "
        "card_type"
    ),
    "holding.currency": "币种 币别 货币 货币代码 currency ccy currency_code curr bz",
    "holding.amount": (
        "金额 贷款金额 合同金额 授信额度 信用额度 保额 份额 amount loan_amount principal limit credit_limit sum_insured"
    ),
    "holding.balance": "余额 贷款余额 未还本金 市值 当前余额 balance outstanding market_value",
    "holding.rate": "利率 年利率 执行利率 收益率 rate interest_rate apr yield",
    "holding.opened_on": (
        "开户日期 开立日期 起息日 开户日 签约日期 发卡日期 放款日期 opened_on open_date opened date_opened "
        "start_date issue_date issued date khrq"
    ),
    "holding.matures_on": "到期日 到期日期 有效期 matures_on maturity maturity_date due_date expiry expire_date dqrq",
    "holding.closed_on": "销户日期 终止日期 结清日期 注销日期 closed_on close_date closed date_closed end_date xhrq",
    "holding.status": "状态 产品状态 卡状态 贷款状态 status state loan_status card_status",
    "transaction.transaction_key": (
        "流水号 交易流水号 交易编号 交易号 transaction_id transaction_no trans_id trans_no txn_id serial_no tran_no lsh"
    ),
    "transaction.account_key": (
        "账号 账户号 账户编号 账户 帐号 account account_id account_no account_number account_key acct acct_id "
        "acct_no accountid zh"
    ),
    "transaction.booked_at": (
        "交易时间 交易日期 记账日期 入账时间 交易日 booked_at booking_date trans_date transaction_date trans_time "
        "transaction_time txn_date date jysj jyrq"
    ),
    "transaction.value_on": "起息日 起息日期 value_date value_on",
    "transaction.amount": "金额 交易金额 发生额 交易额 amount amt trans_amount txn_amount jyje",
    "transaction.currency": "币种 币别 货币 货币代码 currency ccy currency_code curr bz",
    "transaction.balance_after": "交易后余额 余额 账户余额 balance_after balance running_balance ye",
    "transaction.kind": (
        "交易类型 业务类型 交易码 摘要代码 kind trans_type transaction_type operation txn_type type k_symbol"
    ),
    "transaction.channel": "渠道 交易渠道 渠道代码 channel trans_channel channel_code",
    "transaction.counterparty": (
        "对方户名 对方账号 交易对手 收款人 付款人 商户 商户名称 counterparty payee payer merchant opponent "
        "account_to bank_to"
    ),
    "transaction.text": "附言 备注 摘要 用途 说明 text memo remark description narrative note zy",
    "behaviour_event.event_key": "事件编号 事件ID 日志编号 event_id message_id messageid event_key log_id",
    "behaviour_event.party_key": (
        "客户号 客户编号 客户代码 客户ID cust_no cust_id customer_id customer_no customer client_id client_no "
        "party_id partyid custid custno cif cif_no user_id member_id kh_no khbh khh"
    ),
    "behaviour_event.anonymous_id": (
        "匿名编号 设备号 设备编号 访客编号 anonymous_id anonymousid device_id visitor_id cookie_id distinct_id"
    ),
    "behaviour_event.at": "发生时间 事件时间 时间 时间戳 at event_time timestamp ts occurred_at time",
    "behaviour_event.kind": "事件类型 类型 event_type kind type",
    "behaviour_event.name": "事件 事件名 事件名称 页面 event event_name page page_name screen name action",
    "behaviour_event.properties": "属性 事件属性 properties props attributes params payload extra",
    "behaviour_event.channel": "渠道 平台 终端 channel platform source_channel",
    "service_interaction.interaction_key": (
        "服务编号 工单号 工单编号 来电编号 会话编号 interaction_id case_id ticket_id ticket_no call_id session_id"
    ),
    "service_interaction.party_key": (
        "客户号 客户编号 客户代码 客户ID cust_no cust_id customer_id customer_no customer client_id client_no "
        "party_id partyid custid custno cif cif_no user_id member_id kh_no khbh khh"
    ),
    "service_interaction.at": (
        "服务时间 来电时间 受理时间 进线时间 创建时间 at call_time created_at start_time contact_time"
    ),
    "service_interaction.channel": "渠道 服务渠道 进线渠道 channel contact_channel",
    "service_interaction.kind": "服务类型 工单类型 业务类型 kind interaction_type ticket_type case_type category",
    "service_interaction.topic": "主题 事由 问题分类 标题 topic subject reason title",
    "service_interaction.outcome": "处理结果 结果 办理结果 outcome result resolution status",
    "service_interaction.text": "内容 服务内容 通话小结 备注 描述 text content notes summary description",
    "external_attribute.party_key": (
        "客户号 客户编号 客户代码 客户ID cust_no cust_id customer_id customer_no customer client_id client_no "
        "party_id partyid custid custno cif cif_no user_id member_id kh_no khbh khh"
    ),
    "external_attribute.name": "属性 属性名 属性名称 指标 指标名称 标签 attribute attribute_name feature tag name",
    "external_attribute.value": "属性值 指标值 标签值 取值 attribute_value feature_value value score",
    "external_attribute.as_of": "数据日期 统计日期 截止日期 as_of asof data_date stat_date report_date",
    "external_attribute.provider": "提供方 数据提供方 来源机构 数据来源 供应商 provider vendor data_source supplier",
    "relation.party_key": (
        "客户号 客户编号 客户代码 客户ID cust_no cust_id customer_id customer_no customer client_id client_no "
        "party_id partyid custid custno cif cif_no user_id member_id kh_no khbh khh"
    ),
    "relation.other_key": (
        "关系人编号 关联客户号 关联方编号 对方客户号 related_id related_party other_id other_party relative_id"
    ),
    "relation.kind": "关系 关系类型 与本人关系 关联类型 relation relationship relation_type",
    "relation.since_on": "起始日期 关系开始日期 since since_on start_date",
    "relation.until_on": "终止日期 关系结束日期 until until_on end_date",
}

ENTITIES: dict[str, str] = {
    "party": (
        "客户 客户信息 客户基本信息 个人客户 对公客户 customer customers client clients party cust_info person "
        "persons member"
    ),
    "identifier": "证件 证件信息 身份证件 identifiers identity document documents id_info certificate",
    "contact_point": "联系方式 联系信息 电话 contact contacts contact_info phones emails",
    "address": "地址 住址 地址信息 address addresses addr",
    "account": "账户 账户信息 存款账户 account accounts acct deposit_account",
    "account_party": "账户关系 账户客户关系 disp account_party account_owner ownership",
    "holding": (
        "持有产品 卡 银行卡 贷款 定期 基金 理财 保险 holding holdings card cards loan loans order orders policy "
        "funds deposit"
    ),
    "transaction": "交易 流水 交易明细 交易流水 账户明细 transaction transactions trans txn movements statement",
    "behaviour_event": "行为 行为事件 埋点 日志 点击流 event events behaviour behavior clickstream logs",
    "service_interaction": (
        "服务记录 工单 来电 客服记录 投诉 interaction interactions tickets cases calls service_record"
    ),
    "external_attribute": "外部数据 第三方数据 征信 标签 external attributes third_party bureau",
    "relation": "关系 关联关系 家庭关系 relation relations relationships",
}


def of_field(entity: str, field: str) -> tuple[str, ...]:
    return tuple(FIELDS[f"{entity}.{field}"].split())


def of_entity(entity: str) -> tuple[str, ...]:
    return tuple(ENTITIES[entity].split())

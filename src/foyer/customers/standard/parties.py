"""Who: the party, what identifies it, where it is reached, where it lives, to whom it is related."""

from foyer.base.legends import CONTACT, DOCUMENT, FINANCE, INTERNAL, PERSONAL, PROFILE, SPECIAL
from foyer.customers.standard import codes, rules
from foyer.customers.standard.declaring import entity, field

YEAR, TWO_YEARS = 366, 731

PARTY_KEY = field(
    "party_key", "客户在来源系统的编号", "the party's key in the source", "text", PERSONAL, required=True,
    check=(rules.length(1, 120, "reject"), rules.refers_to("party", "source_key")),
)  # fmt: skip

PARTY = entity(
    "party", "客户", "A person or an organisation, as one system knows it",
    field("source_key", "来源系统内的客户编号", "the system's own key of the party", "text", PERSONAL, required=True,
          check=(rules.length(1, 120, "reject"),)),
    field("kind", "客户类型", "person or organisation", "code", INTERNAL, codes=codes.PARTY_KIND, required=True),
    field("name", "姓名或名称", "name as the customer writes it", "text", PERSONAL, standardise="name", mask="name",
          written=("原文字的规范写法：去空格与称谓，保留繁体", "the name in its own script, spaces and titles removed"),
          check=(rules.one_of("name", "family_name", "given_name", "latin_name"), rules.length(1, 200))),
    field("family_name", "姓", "family name", "text", PERSONAL, standardise="name_part", mask="name"),
    field("given_name", "名", "given name", "text", PERSONAL, standardise="name_part", mask="name"),
    field("latin_name", "拉丁字母姓名", "name in Latin letters, as on a passport or card", "text", PERSONAL,
          standardise="latin_name", mask="name"),
    field("sex", "性别", "sex (GB/T 2261.1)", "code", PERSONAL, codes=codes.SEX, standardise="sex",
          check=(rules.agrees_with_id("sex"),)),
    field("born_on", "出生日期", "date of birth", "date", PERSONAL, mask="date",
          check=(rules.in_range("1890-01-01", "2100-12-31"), rules.not_future(), rules.agrees_with_id("born_on"))),
    field("died_on", "死亡日期", "date of death", "date", PERSONAL, mask="date",
          check=(rules.not_before("born_on"), rules.not_future())),
    field("nationality", "国籍", "nationality", "code", PERSONAL, standardise="country",
          written=("ISO 3166-1 两位字母代码", "ISO 3166-1 alpha-2"),
          check=(rules.in_reference("country", "国家或地区代码存在", "the country code exists"),)),
    field("language", "使用语言", "language of service", "code", INTERNAL, standardise="language",
          written=("ISO 639-1 两位字母代码", "ISO 639-1")),
    field("marital_status", "婚姻状况", "marital status (GB/T 2261.2)", "code", PROFILE, codes=codes.MARITAL_STATUS,
          spoken=codes.MARITAL_SPOKEN),
    field("education", "学历", "highest education (GB/T 4658)", "code", PROFILE, codes=codes.EDUCATION,
          spoken=codes.EDUCATION_SPOKEN),
    field("occupation", "职业", "occupation", "text", PROFILE),
    field("employer", "工作单位", "employer", "text", PERSONAL, mask="text"),
    field("income", "年收入", "income of a year, in the bank's own currency", "decimal", FINANCE, mask="amount",
          check=(rules.in_range(0, 10_000_000_000),)),
    field("industry", "行业", "line of business (GB/T 4754)", "text", INTERNAL),
    field("segment", "客户层级", "the bank's own segment", "text", INTERNAL),
    field("branch_code", "归属机构", "the branch that keeps the party", "text", INTERNAL,
          check=(rules.in_reference("branch", "机构号存在", "the branch exists"),)),
    field("joined_on", "成为客户日期", "customer since", "date", INTERNAL,
          check=(rules.not_future(), rules.not_before("born_on"))),
    field("left_on", "终止客户关系日期", "no longer a customer since", "date", INTERNAL,
          check=(rules.not_before("joined_on"), rules.not_future())),
    field("is_vulnerable", "需特别关照", "needs particular care", "boolean", SPECIAL),
    field("updated_at", "来源更新时间", "when the source last changed it", "datetime", INTERNAL,
          check=(rules.not_future(1), rules.not_older(TWO_YEARS))),
    key="source_key",
)  # fmt: skip

IDENTIFIER = entity(
    "identifier", "证件与识别号", "A document or number by which a party is known",
    PARTY_KEY,
    field("kind", "证件类型", "kind of document", "code", INTERNAL, codes=codes.IDENTIFIER_KIND, required=True,
          spoken=codes.IDENTIFIER_SPOKEN),
    field("value", "证件号码", "number of the document", "text", DOCUMENT, standardise="identifier", required=True,
          by="kind", mask="id",
          written=("按证件类型校验；居民身份证 18 位，校验码依 GB 11643", "checked by kind; resident ID by GB 11643")),
    field("country", "签发国家或地区", "country that issued it", "code", PERSONAL, standardise="country",
          written=("ISO 3166-1 两位字母代码", "ISO 3166-1 alpha-2"),
          check=(rules.in_reference("country", "国家或地区代码存在", "the country code exists"),)),
    field("is_verified", "已核验", "seen and verified by the bank", "boolean", INTERNAL),
    field("valid_to", "证件有效期至", "valid until", "date", PERSONAL,
          written=("YYYY-MM-DD；长期为 9999-12-31", "YYYY-MM-DD; 9999-12-31 without end"),
          check=(rules.not_older(0),)),
    key="party_key kind value", of="party",
)  # fmt: skip

CONTACT_POINT = entity(
    "contact_point", "联系方式", "A number or address at which a party is reached",
    PARTY_KEY,
    field("kind", "联系方式类型", "kind of contact point", "code", INTERNAL, codes=codes.CONTACT_KIND, required=True,
          spoken=codes.CONTACT_SPOKEN),
    field("value", "联系方式", "the number or address", "text", CONTACT, standardise="contact", required=True,
          by="kind", mask="contact",
          written=("电话为 E.164（+8613800010001）；邮箱小写", "phone in E.164 (+8613800010001), e-mail lower")),
    field("purpose", "用途", "what it is used for", "code", INTERNAL, codes=codes.CONTACT_PURPOSE),
    field("is_preferred", "首选", "the one to use first", "boolean", INTERNAL),
    field("is_verified", "已验证", "answered a code sent to it", "boolean", INTERNAL),
    field("updated_at", "更新时间", "when the source last changed it", "datetime", INTERNAL,
          check=(rules.not_future(1), rules.not_older(TWO_YEARS))),
    key="party_key kind value", of="party",
)  # fmt: skip

ADDRESS = entity(
    "address", "地址", "A place where a party lives, works or receives letters",
    PARTY_KEY,
    field("kind", "地址类型", "kind of address", "code", INTERNAL, codes=codes.ADDRESS_KIND, required=True),
    field("text", "完整地址", "the address in one line", "text", CONTACT, standardise="address", mask="address",
          check=(rules.one_of("text", "street", "district", "city"), rules.length(4, 300))),
    field("country", "国家或地区", "country", "code", PERSONAL, standardise="country",
          written=("ISO 3166-1 两位字母代码", "ISO 3166-1 alpha-2"),
          check=(rules.in_reference("country", "国家或地区代码存在", "the country code exists"),)),
    field("province", "省级行政区", "province or state", "text", PERSONAL, standardise="province",
          written=("GB/T 2260 全称（广东省）", "full name of GB/T 2260, or the state as written"),
          check=(rules.in_reference("province", "省级行政区存在（中国地址）", "the province exists (in China)"),)),
    field("city", "地级行政区", "city", "text", PERSONAL, standardise="city",
          written=("GB/T 2260 全称（深圳市）", "full name of GB/T 2260, or the town as written"),
          check=(rules.within("province"),)),
    field("district", "县级行政区", "district or county", "text", PERSONAL, standardise="district",
          written=("GB/T 2260 全称（南山区）", "full name of GB/T 2260, or the county as written"),
          check=(rules.within("city"),)),
    field("street", "街道门牌", "street, house and room", "text", CONTACT, standardise="street", mask="address"),
    field("postcode", "邮政编码", "postcode", "text", PERSONAL, standardise="postcode",
          written=("中国为 6 位数字", "six digits in China")),
    field("updated_at", "更新时间", "when the source last changed it", "datetime", INTERNAL,
          check=(rules.not_future(1), rules.not_older(TWO_YEARS))),
    key="party_key kind", of="party",
)  # fmt: skip

RELATION = entity(
    "relation", "关系", "Two parties that belong together",
    PARTY_KEY,
    field("other_key", "关系人编号", "the other party's key", "text", PERSONAL, required=True,
          check=(rules.refers_to("party", "source_key"),)),
    field("kind", "关系类型", "what the other party is to this one", "code", PERSONAL, codes=codes.RELATION_KIND,
          required=True),
    field("since_on", "关系起始日期", "since", "date", INTERNAL,
          check=(rules.not_future(),)),
    field("until_on", "关系终止日期", "until", "date", INTERNAL,
          check=(rules.not_before("since_on"),)),
    key="party_key other_key kind", of="party",
)  # fmt: skip

EXTERNAL_ATTRIBUTE = entity(
    "external_attribute", "外部属性", "Something a third party says of a party",
    PARTY_KEY,
    field("name", "属性名称", "name of the attribute", "text", INTERNAL, required=True),
    field("value", "属性值", "its value, as told", "text", FINANCE, required=True, mask="text"),
    field("as_of", "数据日期", "the day it speaks of", "date", INTERNAL, required=True,
          check=(rules.not_future(), rules.not_older(YEAR))),
    field("provider", "提供方", "who says so", "text", INTERNAL, required=True),
    key="party_key name provider", of="party",
)  # fmt: skip

"""The words around the standard on its page, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    language: str
    title: str
    opening: tuple[str, ...]
    heading: str
    key: str
    belongs_to: str
    field_columns: tuple[str, ...]
    legend_columns: tuple[str, ...]
    rules: str
    rule: str
    codes: str
    yes: str
    comma: str
    colon: str
    kinds: Mapping[str, str]
    levels: Mapping[str, str]
    dimensions: Mapping[str, str]
    severities: Mapping[str, str]
    masks: Mapping[str, str]


WORDS = {
    "en": Words(
        language="en",
        title="The collection standard, version {version}",
        opening=(
            "<!-- Written by `python -m foyer.customers.standard.rendering docs`; change the code, not this page. -->",
            "",
            "[中文](collection-standard.zh-CN.md)",
            "",
            "Every system of the bank is mapped to this one schema. Each field says what it means, how it is written, "
            "how carefully it is handled and what must hold of it.",
            "",
            "- **C1-C3**: JR/T 0171-2020. **1-5**: JR/T 0197-2020. **NFRA**: data-security measures of 2024. "
            "**Sensitive**: PIPL article 28 with GB/T 35273. **Special**: GDPR article 9. **PCI**: CHD is cardholder "
            "data; sensitive authentication data is never collected.",
            "- A broken rule either *rejects* the row, which waits in quarantine for a data steward, or *flags* the "
            "value, which counts against the source's score; a flagged value that cannot be read goes on as nothing.",
            "- All `party_key` name a `source_key` of the same source.",
        ),
        heading="`{name}`: {meaning}",
        key="Unique within a source: {key}.",
        belongs_to="Belongs to {entity}.",
        field_columns=("Field", "Meaning", "Type", "Written as", "Required", "Also called"),
        legend_columns=("Field", "Class", "Level", "NFRA", "Sensitive", "Special", "PCI", "Shown as"),
        rules="Rules",
        rule="- `{name}`: {meaning} ({dimension}; {severity})",
        codes="Codes",
        yes="yes",
        comma=", ",
        colon=": ",
        kinds={kind: kind for kind in ("text", "code", "date", "datetime", "decimal", "integer", "boolean")},
        levels={level: level for level in ("core", "important", "sensitive", "other")},
        dimensions={
            one: one for one in ("completeness", "validity", "uniqueness", "consistency", "timeliness", "accuracy")
        },
        severities={"reject": "rejects", "flag": "flags"},
        masks={
            "none": "whole",
            "name": "family name",
            "id": "first and last character",
            "contact": "part of the number or address",
            "date": "the year",
            "address": "as far as the district",
            "account": "last four",
            "card": "first six and last four",
            "amount": "hidden",
            "text": "hidden",
        },
    ),
    "zh": Words(
        language="zh",
        title="信息收集标准（版本 {version}）",
        opening=(
            "<!-- 由 `python -m foyer.customers.standard.rendering docs` 生成；请修改代码，不要修改本页。 -->",
            "",
            "[English](collection-standard.md)",
            "",
            "银行的各个系统都映射到这一套标准。每个字段说明含义、写法、保护级别以及必须满足的规则。",
            "",
            "- **C1-C3**：JR/T 0171-2020；**1-5 级**：JR/T 0197-2020；**监管分级**：《银行保险机构数据安全管理办法》；"
            "**敏感**：《个人信息保护法》第二十八条与 GB/T 35273；**特殊类别**：GDPR 第九条；"
            "**PCI**：CHD 为持卡人数据，敏感鉴别数据一律不收集。",
            "- 违反规则时，*拒收*的行进入隔离区，由数据管家处理；*标记*的值计入来源的质量得分，"
            "无法识别的值按空值继续处理。",
            "- 所有 `party_key` 都指向同一来源的 `source_key`。",
        ),
        heading="`{name}`：{meaning}",
        key="同一来源内唯一：{key}。",
        belongs_to="从属于 {entity}。",
        field_columns=("字段", "含义", "类型", "写法", "必填", "常见列名"),
        legend_columns=("字段", "类别", "级别", "监管分级", "敏感", "特殊类别", "PCI", "展示方式"),
        rules="规则",
        rule="- `{name}`：{meaning}（{dimension}，{severity}）",
        codes="代码",
        yes="是",
        comma="、",
        colon="：",
        kinds={
            "text": "文本",
            "code": "代码",
            "date": "日期",
            "datetime": "时间",
            "decimal": "数值",
            "integer": "整数",
            "boolean": "是否",
        },
        levels={"core": "核心", "important": "重要", "sensitive": "敏感", "other": "其他一般"},
        dimensions={
            "completeness": "完整性",
            "validity": "有效性",
            "uniqueness": "唯一性",
            "consistency": "一致性",
            "timeliness": "及时性",
            "accuracy": "准确性",
        },
        severities={"reject": "拒收", "flag": "标记"},
        masks={
            "none": "完整",
            "name": "仅姓氏",
            "id": "首末各一位",
            "contact": "号码或地址的一部分",
            "date": "仅年份",
            "address": "到区县",
            "account": "末四位",
            "card": "前六后四",
            "amount": "不显示",
            "text": "不显示",
        },
    ),
}

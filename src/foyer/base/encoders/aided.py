"""An encoder of the bank's own as an aid: what fails is left alone for a while, told of, and tried again."""

from foyer.base.aids import Aid
from foyer.base.encoders.port import Encoder
from foyer.base.text import Bilingual


def aid_of(encoder: Encoder) -> Aid:
    """Its name in the words of whoever reads of an outage; one that works when tried is back."""
    return Aid(
        encoder.name,
        name=Bilingual(zh=f"编码器 {encoder.name}", en=f"Encoder {encoder.name}"),
        without=Bilingual(
            zh="暂不识别意图，助手按知识库搜索结果回答。",
            en="No intents are read; the assistant answers by what the knowledge finds.",
        ),
        probe=lambda: encoder.encode(["你好"]),
    )

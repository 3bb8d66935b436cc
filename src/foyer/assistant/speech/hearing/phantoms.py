"""What Whisper writes when nobody spoke: the ends of the films it learned from."""

import re

_PHANTOMS = re.compile(
    r"(字幕|志愿者|請不吝|请不吝|點贊|点赞|订阅|訂閱|打赏|明镜|谢谢(大家)?(观看|收看)|謝謝(大家)?(觀看|收看)"
    r"|amara\.org"
    r"|subtitles? by|thanks? (you )?for watching|please subscribe|以下是普通话的句子|a question to the bank:)",
    re.IGNORECASE,
)


def is_phantom(text: str) -> bool:
    """Whether these words are the model's habit rather than somebody's question."""
    return not text.strip() or bool(_PHANTOMS.search(text))

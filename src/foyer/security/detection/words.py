"""An alert in words, in both languages."""

from django.utils.translation import override

from foyer.base.errors import Sentence
from foyer.base.text import Bilingual
from foyer.security.detection.spec import Spec

THINGS = {
    "customer": Bilingual("位不同客户", "different customers"),
    "subject": Bilingual("个不同对象", "different subjects"),
    "address": Bilingual("个不同地址", "different addresses"),
    "network": Bilingual("个不同网段", "different networks"),
    "session": Bilingual("个不同会话", "different sessions"),
    "device": Bilingual("台不同设备", "different devices"),
    "actor": Bilingual("名不同人员", "different people"),
    "act": Bilingual("种不同操作", "different acts"),
}
TIMES = Bilingual("次", "times")
ONLY_ONE = {"different addresses": "address", "different people": "person"}
"""How one of a thing is called, where it is not the plural without its end."""
SPANS = ((86_400, "天", "days"), (3_600, "小时", "hours"), (60, "分钟", "minutes"), (1, "秒", "seconds"))


def explain(spec: Spec, count: int, limit: int, peers: float | None) -> Bilingual:
    """What was counted, within what time, against which limit and which peers."""
    thing, span = counted(spec), span_of(spec.window)
    zh = f"{span.zh}内 {count} {thing.zh}，上限 {limit}"
    en = f"{_numbered(count, thing.en)} within {span.en}; {f'at most {limit}' if limit else 'none'} expected"
    if peers is not None:
        zh, en = f"{zh}（同岗位通常不超过 {peers:g}）", f"{en} (people of the same role usually reach {peers:g})"
    return Bilingual(f"{zh}。", f"{en}.")


def _numbered(count: int, things: str) -> str:
    if count == 1:
        things = ONLY_ONE.get(things, things.removeprefix("different ").removesuffix("s"))
    return f"{count} {things}"


def both(sentence: Sentence) -> Bilingual:
    """A translated sentence in both languages, to be kept beside what happened."""
    said = {}
    for language, code in (("zh", "zh-hans"), ("en", "en")):
        with override(code):
            said[language] = str(sentence)
    return Bilingual(**said)


def counted(spec: Spec) -> Bilingual:
    if spec.count == "sum":
        return Bilingual(spec.of, spec.of)
    return THINGS[spec.of] if spec.count == "distinct" else TIMES


def span_of(seconds: int) -> Bilingual:
    """In the largest unit that fits it whole: "3 days", "90 minutes"."""
    size, zh, en = next(one for one in SPANS if seconds % one[0] == 0 and seconds >= one[0])
    number = seconds // size
    return Bilingual(f"{number} {zh}", f"{number} {en if number != 1 else en[:-1]}")

# ruff: noqa: E501  a sentence or a phrase a line, however long
"""Finding an outlet."""

from foyer.base.text import Bilingual
from foyer.servicing.models import Outlet
from foyer.servicing.processes.declaring import ANYBODY, Ask, Choice, Done, Field, Process, declare


def _cities(_ask: Ask) -> list[Choice]:
    cities = {one.city.zh: one.city for one in Outlet.objects.filter(is_open=True)}
    return [Choice(name, city, (city.zh.removesuffix("市"), city.en.lower())) for name, city in cities.items()]


def _describe(one: Outlet) -> Bilingual:
    def line(language: str, address: str, phone: str) -> str:
        parts = [
            f"{address}{one.address.in_(language)}",
            one.hours.in_(language),
            f"{phone} {one.phone}" if one.phone else "",
        ]
        separator = "；" if language == "zh" else "; "
        return f"{one.unit.name.in_(language)}{'：' if language == 'zh' else ': '}{separator.join(filter(None, parts))}"

    return Bilingual(line("zh", "地址 ", "电话"), line("en", "", "phone"))


def _find(ask: Ask) -> Done:
    found = [
        one for one in Outlet.objects.filter(is_open=True).select_related("unit") if one.city.zh == ask.values["city"]
    ]
    lines = [_describe(one) for one in found]
    return Done(
        Bilingual("\n".join(f"· {one.zh}" for one in lines), "\n".join(f"· {one.en}" for one in lines)),
        outcome="shown", next=("appointment",),
    )  # fmt: skip


declare(Process(
    code="find_outlet",
    intents=("branch-find",),
    title=Bilingual("查找网点", "Find a branch"),
    button=Bilingual("查找网点", "Find a branch"),
    level=ANYBODY, limit=100, minutes=5, needs_core=False,
    fields=(
        Field("city", Bilingual("城市", "City"), Bilingual("在哪个城市？", "In which city?"), choices=_cities,
              nothing=Bilingual("网点资料还没有登记，请转人工咨询。", "No outlet is on record yet; please ask for a person.")),
    ),
    act=_find,
    questions=(r"(附近|最近|哪里有|哪儿有|找|查).{0,8}(网点|支行|分行|营业厅)", r"(网点|支行)(地址|在哪)", r"\b(find|nearest|closest|locate|where is|where are)\b.{0,20}\b(branch|branches|outlet|outlets)\b"),
))  # fmt: skip

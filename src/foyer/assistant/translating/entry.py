"""Translating in the register of AI uses."""

from foyer.assistant.register.declaring import Risk, Use, declare
from foyer.assistant.translating.running import CODE
from foyer.assistant.writing.entry import model
from foyer.base.text import Bilingual

TRANSLATING = declare(
    Use(
        code=CODE,
        name=Bilingual("语言模型翻译", "Translation by a language model"),
        purpose=Bilingual(
            "座席看懂客户的来信，并把自己的回复译成客户的语言",
            "a colleague understands what a customer wrote, and puts a reply of their own into the customer's language",
        ),
        risk=Risk.LIMITED,
        why=Bilingual(
            "座席发出前先读一遍并对文字负责；发给客户的译文带有标识；不作任何决定",
            "a colleague reads it before it goes out and answers for the words; what the customer gets is marked; it "
            "decides nothing",
        ),
        data=Bilingual(
            "去除个人信息后的消息或草稿；提问与输出加密留存备查",
            "a message or a draft without personal data; prompts and outputs are kept, sealed, for audit",
        ),
        people=Bilingual(
            "只在座席点击时翻译；座席可改、可弃；数字或姓名对不上时提示核对",
            "only when a colleague asks; they change it or leave it; where figures or names differ they are told",
        ),
        off=Bilingual("工作台不再提供翻译", "the desk offers no translation"),
        exit=Bilingual(
            "更换地址即更换模型；没有模型时按语言分派给会该语言的同事",
            "another address is another model; without one, conversations go to colleagues who speak the language",
        ),
        model=model,
    )
)

"""What customers of the demo bank talk about: short plays, told again and again by `history.py` with other people.

A line is said by the customer ("c") or by the agent ("a"). When the play has agent lines, the customer asks for a person
unless the assistant has handed over by itself.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Talk:
    lang: str
    lines: tuple[tuple[str, str], ...]
    disposition: str = "solved"
    summary: str = ""
    scores: tuple[int, ...] = (5, 5, 4, 5, 4, 5, 3)

    @property
    def needs_agent(self) -> bool:
        return any(who == "a" for who, _text in self.lines)


TALKS = [
    Talk("zh", (("c", "密码输错三次锁住了怎么办"),)),
    Talk("zh", (("c", "转账到别的银行要多久到"), ("c", "今天能到吗")), "answered"),
    Talk("zh", (("c", "信用卡账单日是哪天看"),)),
    Talk("zh", (("c", "外地取现收手续费吗"),)),
    Talk("zh", (("c", "提前还房贷要不要预约"), ("c", "转人工"), ("a", "您好，提前还款需要提前 15 天预约，我可以现在为您登记。"),
                ("c", "好的，下月 20 号"), ("a", "已登记 20 日，当天请在还款账户备足资金。")),
         summary="登记提前还款预约，下月 20 日"),
    Talk("zh", (("c", "我的卡被盗刷了！刚刚在上海刷了 3980"), ("a", "您好，别着急，我先为您冻结卡片。卡已冻结，他人无法再使用。"),
                ("c", "我人在成都，怎么会在上海刷"), ("a", "明白，这笔我已登记为争议交易，5 个工作日内答复您。"), ("c", "谢谢")),
         summary="疑似盗刷，已冻结并登记争议", scores=(5, 5, 4)),
    Talk("zh", (("c", "我要投诉，网点让我跑了三趟"), ("a", "非常抱歉给您添麻烦了。我已受理您的投诉，15 天内给您书面答复。"),
                ("c", "希望真的能处理"), ("a", "我会一直跟进，处理人和编号已发到您的手机。")),
         "follow_up", "投诉受理：网点材料反复", (3, 4, 2)),
    Talk("zh", (("c", "大额存单现在什么利率"), ("c", "转人工"), ("a", "您好，三年期大额存单 20 万起，具体以当日公示为准，我发您链接。"), ("c", "行")),
         summary="大额存单咨询"),
    Talk("zh", (("c", "手机丢了银行卡绑在上面怎么办"),)),
    Talk("zh", (("c", "微信支付绑卡失败"), ("c", "提示预留手机号不一致"), ("c", "人工"),
                ("a", "您预留的是旧号码，需要先修改预留手机号。现在可以在手机银行里改，我发您步骤。"), ("c", "改好了，可以了")),
         summary="预留手机号已更新，绑卡成功"),
    Talk("zh", (("c", "我爸去世了，他的存款怎么取"), ("a", "请节哀。您需要带死亡证明、亲属关系证明和您的身份证到网点，五万元以内手续较简便。"),
                ("c", "好的谢谢"), ("a", "我已为您预约明天上午，会有专人接待。")),
         "follow_up", "已故存款人账户，预约网点专人接待", (5,)),
    Talk("zh", (("c", "工资卡怎么打流水"),)),
    Talk("zh", (("c", "风险评估过期了买不了理财"),)),
    Talk("zh", (("c", "老人不会用手机怎么办"), ("c", "找人工"), ("a", "可以切换长辈版，也可以直接打 95000 转人工，65 岁以上优先接听。"), ("c", "这个好")),
         summary="介绍长辈版与优先接听"),
    Talk("en", (("c", "How do I unblock my card PIN?"),)),
    Talk("en", (("c", "What is the fee for sending money abroad?"), ("c", "talk to a person"),
                ("a", "Hello! For an overseas transfer we charge a handling fee and the cable cost; I am sending you the table."),
                ("c", "Great, thank you")), summary="Overseas transfer fees explained"),
    Talk("en", (("c", "My card payment was declined at the supermarket"),)),
    Talk("en", (("c", "There is a payment I do not recognise, I think my card was stolen"),
                ("a", "I have frozen the card for you. Which payment is it?"), ("c", "The one for 420 yesterday evening"),
                ("a", "Registered as disputed. You will hear from us within 5 working days.")),
         summary="Unrecognised payment, card frozen, dispute registered"),
    Talk("en", (("c", "Can I open an account with a passport?"),)),
    Talk("en", (("c", "how long does a transfer take to arrive"), ("c", "agent please"),
                ("a", "Within our bank it is instant; to other banks usually within minutes, large sums next working day."),
                ("c", "ok thanks")), summary="Transfer times explained"),
    Talk("en", (("c", "Is my deposit insured?"),)),
    Talk("en", (("c", "I want to make a complaint about the counter service"),
                ("a", "I am sorry about that. Your complaint is registered and will be answered in writing within 15 days."),
                ("c", "Please do"),), "follow_up", "Complaint about counter service registered", (2, 4)),
]  # fmt: skip

WAITING = [
    ("zh", "刚转错账了能追回吗，转人工", 0),
    ("zh", "信用卡账单有一笔不认识，找人工", 2),
    ("en", "How do I unblock my card? I want to talk to a person", 5),
    ("zh", "经营贷款利率多少？人工服务", 3),
    ("zh", "密码输错锁住了，我不会弄，转人工", 1),
]

# ruff: noqa: E501  a phrase a line, however long
"""How people say yes, no, never mind and go on, in both languages. Matched after `normalise`."""

import re

_END = r"[\s,.!?，。！？、~～…]*"
YES = rf"^{_END}(是的?|对的?|好的?|确认|確認|确定|確定|可以|没错|嗯+|行|同意|提交|是|yes|yeah|yep|yup|ok(ay)?|sure|confirm(ed)?|correct|right|go ahead|please do|do it|submit)({_END}(确认|確認|的|吧|please|挂失|提交|办理|confirm|go ahead))*{_END}$"
NO = rf"^{_END}(不|不是|不对|不對|不要|错了?|錯了?|否|no|nope|wrong|not (right|correct)|that'?s (wrong|not right))({_END}(that'?s (wrong|not right)|wrong|not (right|correct)|不对|错了))*{_END}$"
CANCEL = rf"^{_END}((算了|不办了?|不辦了?|不弄了|不用了|取消|退出|停止|放弃)({_END}(办理|吧|了|谢谢))*|(never ?mind|cancel( (it|this|that))?|stop( it)?|forget it|quit|abort)( please| thanks?)?){_END}$"
KEEP = rf"^{_END}((还是)?(保留|留着|照旧)|(先)?(不|别|不用|不要)(取消|改)|keep (it|them|the appointment|my appointment)|leave (it|everything)|(please )?(do not|don'?t) (cancel|move|change)( it)?)({_END}(预约|了|吧|as it is|please))*{_END}$"
CHANGED = r"不对|不對|不是|错了|錯了|改成|改为|换成|換成|应该是|應該是|我是说|\bno\b|\bnot\b|\bactually\b|\binstead\b|\bi meant?\b|\bwrong\b|\bchange (it )?to\b|\bshould be\b"
OTHER_ONE = r"另一?(外|张|張|个|個|笔)|别的那|那一?张不是|\bother (one|card|account)\b|\banother (one|card)\b|\bdifferent (one|card)\b"
RESUME = rf"^{_END}(继续(办理|刚才的|上次的)?|接着(办|来)|繼續|continue|resume|carry on|go on|pick up where i left off)({_END}(办理|吧|please))*{_END}$"
AGAIN = (
    r"重新?发|再发|没收到|沒收到|重发|\bresend\b|\bsend (it )?again\b|\bnew code\b|\b(didn'?t|not) (get|receive|arrive)"
)
OTHER_PHONE = r"换.{0,2}(号码|手机)|号码(写|填|输)?错|\b(another|different|wrong) (phone|number)\b"
QUESTION = r"[?？吗嗎]|怎么|怎麼|如何|什么|什麼|多少|为什么|能不能|可以吗|要不要|收费|费用|多久|几天|哪里|哪儿|\b(how|what|when|where|why|which|can i|could i|do i|does|is it|is there|will|should i|fee)\b"


def is_(line: str, text: str) -> bool:
    return re.search(line, text) is not None

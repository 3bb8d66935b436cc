# ruff: noqa: E501  a phrase a line, however long
"""Phrases that say what a customer wants or needs, as data: one table a wish, Chinese (both scripts) and English.

Texts are matched after `normalise` (case folded, full-width made half-width, single spaces). A line is a regular
expression; a wish is recognised when any of its lines is found and none of its `NOT_` lines.
"""

PERSON = [
    r"^[\s,.!?，。！？、~～]*(人工|真人|客服|坐席|座席|专员|專員|人工台)(服务|服務|客服)?[\s,.!?，。！？、~～啊呢吧呀啦]*$",
    r"(转|轉|接|找|要|叫|换|換|来|來|请|請)(一?[个位個]|一下)?(到|接|给|給|我)?(一下)?(人工|真人|活人)|真人客服|转接客服|轉接客服",
    r"人工(客服|坐席|座席|专员|專員|服务|服務)(?!费|費|时间|時間|几点|幾點|电话|電話)",
    r"(转|轉|接|找|叫|换|換)(一?[个位個])?(到|接)?(你们的?|你們的?)?(客服|坐席|座席|专员|專員|工作人员|工作人員|经理|經理|真的人)",
    r"(跟|和|与|與|找|同|要)(一?[个個])?(真)?人(聊|说|說|谈|談|讲|講|沟通|溝通|对话|對話|工|来|來)",
    r"(不想|不要|别|別)(再)?(跟|和|与|與|用)?(你?这?这个|這個)?(机器人?|機器人?|ai)(说|說|聊|回|回复|回答|对话|了|$)",
    r"(有没有|有沒有|有)(真人|活人|人工)|有人(在)?(吗|嗎|么)",
    r"^\W*(an? )?(real |live |actual |human )*(human|person|agent|representative|rep|operator|advisor|adviser|staff)"
    r"( being)?( now)?( please| pls| plz)?\W*$",
    r"\b(speak|talk|chat|spoke|talking|speaking)\b (directly )?(to|with) (an? |the |your |some )?"
    r"(real |live |actual |human |customer |support |service )*"
    r"(human|person|people|agent|representative|rep|operator|advisor|adviser|someone|somebody|staff|manager|supervisor|"
    r"colleague|team|support|service)",
    r"\b(need|want|get me|give me|i'd like|i would like|find me|send me|have) (an? |the |some |to reach an? |to see an? )?"
    r"((real|live|actual|human) )*(human|person|agent|representative|operator|advisor|adviser)\b(?! (to|card|account))",
    r"\b(connect|transfer|switch|put|pass|hand) me (through |over |on )?(to|with)\b",
    r"\bput me through\b|\blive (chat|agent|person|support)\b|\b(real|actual|human) (person|being|agent|help|support)\b",
    r"\b(is|are) (there )?(anyone|anybody|someone|a human|a person) (there|here|real)\b",
    r"\b(not|don'?t want|stop|hate|tired of)( to)?( talk(ing)? (to|with))? (an? |this |the )?(robot|bot|machine|chatbot|ai)\b",
    r"\bhuman,? (please|now)\b|\bperson,? please\b|\bagent,? please\b",
]
NOT_PERSON = [
    r"(不用|不要|别|別|不需要|无需|無需|先不)(再)?(给我|給我|帮我|幫我)?(转|轉|接|找)(到|接)?(人工|客服|真人)",
    r"人工智能",
    r"\b(don'?t|do not|no need to|never) (transfer|connect|pass|hand|put) me\b",
    r"\b(no|don'?t (need|want)) (an? )?(human|person|agent)\b",
]

# A topic that needs a person. STRONG lines decide alone; WEAK ones only together with an article found of that topic.
STRONG: dict[str, list[str]] = {
    "fraud": [
        r"被(人)?(骗|騙|诈骗|詐騙|盗|盜|盗刷|盜刷|盗用|盜用|冒用|坑)(了|走|过|過|$)|被(盗|盜)(刷|用|转|轉)|盗刷|盜刷",
        r"(上当|上當)(受骗|受騙)?了|受骗了|受騙了|(中了|遇到|碰到|遭遇)(了)?(电信|電信|网络|網絡)?(诈骗|詐騙|骗子|騙子)",
        r"(不是|并非|並非)(我|本人)(本人|自己)?(刷|转|轉|操作|消费|消費|取|买|買|付|交易|弄)的?",
        r"(验证码|驗證碼|密码|密碼)(已经|已經|刚|剛)?(给|給|告诉|告訴|发给|發給|报给|報給|透露给?|泄露)了?(别人|別人|他|她|对方|對方|骗子|騙子|陌生人|人家)",
        r"(把|将)(验证码|驗證碼|密码|密碼|卡号|卡號).{0,6}(给|給|告诉|告訴|发|發|报|報).{0,3}(别人|別人|他|她|对方|對方|骗子|騙子|陌生人)",
        r"(钱|錢|款|存款|资金|余额|餘額)(被|全被|都被)(人)?(转|轉|划|劃|偷|盗|盜|骗|騙)(走|了|光)?",
        r"(点|點|输|輸|填)了?.{0,8}(钓鱼|釣魚|假|诈骗|詐騙)(网站|網站|链接|鏈接|短信|二维码|app)",
        r"(让|讓|叫|要)我.{0,10}(转|轉|打|汇|匯)(钱|錢|款)?到.{0,4}安全(账户|帳戶|賬戶)",
        r"\b(been|got|was|am being|getting|i'?m being) (scammed|defrauded|hacked|conned|tricked|phished|robbed)\b",
        r"\b(someone|somebody|a stranger|a thief|they|he|she|hacker|scammer)\b.{0,20}"
        r"\b(stole|stolen|hacked|is using|has been using|used|cloned|emptied|took)\b.{0,25}\b(card|account|money|identity|details|pin)\b",
        r"\b(fraudulent|unauthori[sz]ed) (transaction|payment|charge|withdrawal|transfer|activity|use|access|purchase)s?\b.{0,40}"
        r"\b(my|on|in|account|card)\b",
        r"\b(gave|told|sent|shared)\b.{0,25}\b(otp|code|pin|password|card (number|details))\b.{0,15}"
        r"\b(to|with)?\s?(a |the )?(him|her|them|someone|somebody|stranger|caller|scammer)\b",
        r"\b(gave|told|sent|shared) (him|her|them|someone|somebody|a (stranger|caller|scammer)|the (caller|scammer))\b.{0,20}"
        r"\b(otp|code|pin|password|card|details|money)\b",
        r"\b(money|savings|funds)\b.{0,20}\b(was|were|has been|have been|got|is|been) stolen\b|\bmy account (was|has been|is|got) hacked\b",
        r"\bmove (my|all|the) (money|savings|funds) to a safe account\b|\bidentity (theft|stolen)\b|\bstole my identity\b",
    ],
    "complaint": [
        r"投诉|投訴|举报你|舉報你|12378|找监管|銀保監|银保监|金融监管局|消保委|给你们差评|去告你|起诉你|起訴你",
        r"(服务|服務)?(态度|態度)(太|很|真|特别|非常|极其|極其|这么|這麼)(差|恶劣|惡劣|不好|烂|爛)",
        r"\b(make|file|raise|lodge|submit|register|want|have|log|escalate|open)\b.{0,20}\bcomplain(t|ts)?\b|\bcomplain about\b",
        r"\b(i|to|want to|going to|wish to|like to) complain\b|\bombudsman\b|\bmy complaint\b|\bcomplaint (about|against)\b",
        r"\b(report (you|your bank)|sue (you|the bank)|legal action|my lawyer)\b",
        r"\b(appalling|disgusting|disgraceful|terrible|awful|rude)\b.{0,15}\b(service|staff|treatment|teller|agent|employee)\b",
    ],
    "bereavement": [
        r"(去世|过世|過世|离世|離世|逝世|病逝|亡故|身故|不在人世|不在世|往生)",
        r"(爸|妈|媽|父|母|爷|爺|奶|公|婆|夫|妻|老公|老婆|丈夫|亲人|親人|家人|老人|存款人|他|她)(亲|親)?.{0,4}(死了|死亡|走了|没了|沒了)",
        r"遗产|遺產|(继承|繼承)(人|权|權|存款|账户|帳戶|父|母|的|公证|公證)|(死者|逝者|已故)",
        r"\b(passed away|passed on|deceased|bereave\w*|probate|executor|next of kin)\b",
        r"\b(husband|wife|spouse|father|mother|dad|mum|mom|parent|brother|sister|son|daughter|uncle|aunt|grand\w+|partner|"
        r"relative|friend|he|she|account holder|customer)\b.{0,20}\b(has |have |had |just |recently |is )?(died|dead|dying)\b",
        r"\b(death|loss) (of|in) (my|a|the|our) (husband|wife|spouse|father|mother|dad|mum|mom|parent|family|relative|customer|"
        r"account holder|brother|sister|son|daughter|partner)",
        r"\b(my|her|his|our) late (husband|wife|father|mother|dad|mum|mom|brother|sister|parent)\b|\b(estate|will) of\b",
        r"\binherit(ed|ance|ing)?\b.{0,30}\b(account|money|savings|deposit|funds)\b|\bdeath certificate\b",
    ],
}
WEAK: dict[str, list[str]] = {
    "fraud": [
        r"诈骗|詐騙|骗|騙|盗|盜|可疑|陌生|钓鱼|釣魚|冒充|刷单|刷單|安全账户|偷",
        r"不认识的(交易|扣款|消费|商户)|没做过的(交易|消费)|不明(交易|扣款|消费)",
        r"\b(scam\w*|fraud\w*|phish\w*|stole\w*|theft|thief|suspicious|hack\w*|unauthori[sz]ed|cloned?|impersonat\w*)\b",
        r"\b(don'?t|do not|didn'?t|did not|never) (recogni[sz]e|make|made|authori[sz]e|do)\b|\bnot (me|mine|made by me)\b",
    ],
    "complaint": [
        r"不满|不滿|差劲|差勁|太差|道歉|赔偿|賠償|曝光",
        r"\b(unhappy|unacceptable|dissatisfied|compensation|apolog\w+|furious)\b",
    ],
    "bereavement": [r"死|继承|繼承|丧|喪|后事|後事", r"\b(death|dead|died|die|estate|inherit\w*|funeral|widow\w*)\b"],
}

_END = r"[\s,.!?，。！？、~～…:;)(^_-]*"
GREETING = [
    rf"^{_END}((你|您)们?好[啊呀哦吗]?|嗨|哈[喽啰罗]|hello|hi+|hey+|在吗|在不在|在么|早上好|上午好|中午好|下午好|晚上好|早安?|"
    rf"good (morning|afternoon|evening|day)|hi there|hello there|hey there|greetings){_END}$",
]
THANKS = [
    rf"^{_END}((好的?|行|嗯+|哦+|知道了|明白了?|了解了?|懂了|ok(ay)?|great|perfect|cool|got it|understood|alright|no)?{_END}"
    rf"(谢谢|謝謝|多谢|多謝|感谢|感謝|谢了|辛苦了|thanks?( you)?|thank u|thx|ty|cheers|much appreciated)"
    rf"( ?(你|您|啦|了|哈|啊|so much|very much|a lot|for (your|the) help|again|们))*{_END}(that'?s all|没事了|没有了)?){_END}$",
    rf"^{_END}(好的?|行|嗯+|知道了|明白了?|了解了?|懂了|ok(ay)?|great|perfect|cool|got it|understood|alright){_END}$",
]
GOODBYE = [
    rf"^{_END}(再见|再見|拜拜|bye( bye)?|goodbye|good night|晚安|没事了|没有了|没别的了|that'?s all|nothing else){_END}$"
]
REJECTION = [
    r"^none$",
    rf"^{_END}(以上)?(都|全)?不是{_END}(我要的|我想问的|我想要的)?{_END}$|以上都不是|答非所问|答非所問|不是(这个|這個|我要的|我问的|我想问的)",
    r"^(不对|不對|错了|錯了|没用|沒用|没帮助|不行|没解决|沒解決|还是不行|还是不懂|听不懂|看不懂|你没懂|你没听懂)",
    r"\bnone of (these|those|them|the above)\b|\bnot what i (asked|meant|want(ed)?|was asking)\b|\bwrong answer\b",
    r"\b(that|this|it) (is|was|'s)?\s?(not|isn'?t|wasn'?t|didn'?t|doesn'?t|does not|did not) (help\w*|right|correct|useful|work|answer)",
    r"\b(not|un)\s?helpful\b|\byou (don'?t|do not|didn'?t) (understand|get it)\b|^(no|nope|wrong|useless)\W*$",
]
OPENING = (
    r"^\s*((你|您)们?好[啊呀]?|hello|hi|hey|good (morning|afternoon|evening)|excuse me)( there)?[\s,.!。~:、]+|"
    r"^\s*(请问|請問|请教|請教|麻烦问|麻煩問|咨询|諮詢|想问|想問|我想问|我想問)(一下|下)?[\s,.!。~:、]*"
)
NUMBERS = [
    r"^\W*(1|一|第一[个個条條项項]?|①|one|the first( one)?|first|option 1|选1|選1)\W*$",
    r"^\W*(2|二|第二[个個条條项項]?|②|two|the second( one)?|second|option 2|选2|選2)\W*$",
    r"^\W*(3|三|第三[个個条條项項]?|③|three|the third( one)?|third|option 3|选3|選3|最后一?[个個])\W*$",
]

"""Chinese family names of two characters, and those that are read otherwise than the character usually is.

Sources: the Hundred Family Names with the compound names still in use; readings after Xiandai Hanyu Cidian (7th ed.).
"""

from foyer.customers.standardise.tables import words, written_as

COMPOUND = words(
    "万俟 上官 东宫 东方 东郭 东里 乐正 亓官 令狐 仲孙 仲孫 仲長 仲长 公上 公乘 公仪 公仲 公伯 公儀 公冶 公坚 "
    "公堅 公孙 公孫 公山 公戶 公户 公玉 公皙 公祖 公羊 公良 公西 公門 公门 南宫 南宮 南榮 南荣 南門 南门 即墨 "
    "叶赫 司寇 司徒 司空 司馬 司马 呼延 哥舒 壤駟 壤驷 夏侯 太叔 太史 夹谷 夾谷 子书 子桑 子車 子车 宇文 完顏 "
    "完颜 宗政 宰父 富察 尉迟 尉遲 尔朱 左丘 巫馬 巫马 微生 慕容 拓跋 斛律 東宮 東方 東郭 東里 梁丘 榖梁 樂正 "
    "欧阳 歐陽 段干 漆雕 澹台 澹臺 濮阳 濮陽 爾朱 独孤 獨孤 申屠 百里 皇甫 端木 第五 納蘭 纳兰 羊舌 耶律 聞人 "
    "萬俟 褚师 褚師 西門 西门 諸葛 诸葛 谷梁 賀蘭 贯丘 费莫 贺兰 贺若 赫连 赫連 軒轅 轩辕 达奚 達奚 那拉 鍾離 "
    "钟离 長孫 长孙 閭丘 闻人 闾丘 顓孫 颛孙 鮮于 鲜于"
)

READINGS = written_as(
    {
        "shan": "单 單",
        "zeng": "曾",
        "qiu": "仇",
        "xie": "解",
        "zha": "查",
        "piao": "朴",
        "ou": "区 區",
        "ren": "任",
        "ge": "盖 蓋 葛 合",
        "miao": "缪 繆",
        "yue": "乐 樂",
        "chong": "种 重",
        "she": "折",
        "zhai": "翟 祭",
        "xian": "冼 洗",
        "bi": "秘",
        "po": "繁",
        "yun": "员 員 贠",
        "he": "黑",
        "shao": "召",
        "wei": "隗 尉",
        "ning": "宁 甯",
        "qin": "覃",
        "pang": "逄 庞",
        "xun": "郇",
        "na": "那",
        "gou": "句",
        "kan": "阚 闞",
        "ha": "哈",
        "ji": "纪",
        "mou": "牟",
        "nai": "能 佴",
        "yao": "幺",
        "nie": "乜",
        "du": "都",
        "chen": "谌 諶",
        "zang": "臧",
        "zi": "訾",
        "qiao": "谯",
        "xi": "郗",
        "yan": "燕",
        "ying": "应 應",
        "che": "车 車",
        "hou": "侯",
        "chao": "晁",
        "sheng": "盛",
        "shi": "石",
        "shen": "沈",
        "yin": "殷",
        "yu": "余 俞",
        "hua": "华",
        "yu chi": "尉迟 尉遲",
        "mo qi": "万俟 萬俟",
        "ling hu": "令狐",
        "tan tai": "澹台 澹臺",
        "zhang sun": "长孙 長孫",
        "xian yu": "鲜于 鮮于",
        "yue zheng": "乐正 樂正",
        "qi guan": "亓官",
        "xia hou": "夏侯",
        "huang fu": "皇甫",
        "zai fu": "宰父",
        "chan yu": "单于",
        "pu yang": "濮阳 濮陽",
        "da xi": "达奚 達奚",
        "zhong chang": "仲长 仲長",
    }
)

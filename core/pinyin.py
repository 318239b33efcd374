"""How Chinese words sound: syllables for search, with the readings business names need."""

import os
from functools import cache
from types import ModuleType

# The full phrase dictionary costs every web process 45 MB; the words below are the ones names are made of.
SINGLE_READINGS = {
    "长": "cháng",
    "都": "dū",
    "调": "tiáo",
    "弹": "tán",
    "厦": "shà",
    "朝": "cháo",
    "乐": "lè",
    "薄": "báo",
    "圈": "quān",
    "轧": "zhá",
    "曾": "zēng",
    "单": "dān",
}
PHRASE_READINGS = {
    # places
    "重庆": "chóng qìng",
    "厦门": "xià mén",
    "乐清": "yuè qīng",
    "六安": "lù ān",
    "蚌埠": "bèng bù",
    "番禺": "pān yú",
    "漯河": "luò hé",
    "泌阳": "bì yáng",
    "枞阳": "zōng yáng",
    "铅山": "yán shān",
    "莘庄": "xīn zhuāng",
    "大埔": "dà bù",
    "西藏": "xī zàng",
    "台州": "tāi zhōu",
    "天台": "tiān tāi",
    "单县": "shàn xiàn",
    "尉犁": "yù lí",
    # trade
    "银行": "yín háng",
    "商行": "shāng háng",
    "行业": "háng yè",
    "同行": "tóng háng",
    "分行": "fēn háng",
    "支行": "zhī háng",
    "工行": "gōng háng",
    "农行": "nóng háng",
    "建行": "jiàn háng",
    "中行": "zhōng háng",
    "五金行": "wǔ jīn háng",
    "商贾": "shāng gǔ",
    "会计": "kuài jì",
    "音乐": "yīn yuè",
    "重新": "chóng xīn",
    "重组": "chóng zǔ",
    "双重": "shuāng chóng",
    "便宜": "pián yi",
    "给水": "jǐ shuǐ",
    "供给": "gōng jǐ",
    "首都": "shǒu dū",
    "调度": "diào dù",
    "调查": "diào chá",
    "柏林": "bó lín",
    "宝藏": "bǎo zàng",
    # people's offices, where the other reading of a place-name character is meant
    "董事长": "dǒng shì zhǎng",
    "校长": "xiào zhǎng",
    "市长": "shì zhǎng",
    "会长": "huì zhǎng",
    "厂长": "chǎng zhǎng",
    "部长": "bù zhǎng",
    "店长": "diàn zhǎng",
    "组长": "zǔ zhǎng",
    "成长": "chéng zhǎng",
    "增长": "zēng zhǎng",
    # goods
    "切削": "qiē xiāo",
    "垫圈": "diàn quān",
    "卡簧": "kǎ huáng",
    "包扎": "bāo zā",
    "模具": "mú jù",
    "强劲": "qiáng jìng",
    "校准": "jiào zhǔn",
    "校验": "jiào yàn",
    "粘结": "zhān jié",
    "子弹": "zǐ dàn",
    "薄荷": "bò hé",
    "薄膜": "bó mó",
    "着色": "zhuó sè",
    "奇数": "jī shù",
    "对称": "duì chèn",
    "参差": "cēn cī",
    "出差": "chū chāi",
    "传记": "zhuàn jì",
}


@cache
def _dictionary() -> ModuleType:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    import pypinyin

    pypinyin.load_single_dict({ord(character): reading for character, reading in SINGLE_READINGS.items()})
    pypinyin.load_phrases_dict(
        {word: [[syllable] for syllable in reading.split()] for word, reading in PHRASE_READINGS.items()}
    )
    return pypinyin


def syllables(words: str) -> list[str]:
    """One syllable without tone per Chinese character; what has no reading is left out."""
    spoken: list[str] = _dictionary().lazy_pinyin(words, errors="ignore")
    return spoken

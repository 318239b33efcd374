"""What the house says in Chinese: all of it, in one vocabulary, in the punctuation of the language."""

import re
from collections import Counter

import polib
import pytest
from django.utils import translation

from config.settings import base
from core.tone import MARKS
from tests.house.words import CATALOGUE, catalogue, chinese_of, key_of, said

HAN = "\u4e00-\u9fff"
LATIN = re.compile(r"[A-Za-z]{2,}")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%[a-z]?|</?\w+>")


def test_a_house_without_a_wish_speaks_chinese():
    assert base.LANGUAGE_CODE == "zh-hans"
    assert [code for code, _name in base.LANGUAGES] == ["zh-hans", "en"]


def test_every_sentence_of_the_source_is_in_the_catalogue_and_no_other():
    source, known = said(), {key_of(entry) for entry in catalogue()}

    assert {word: str(path) for word, path in source.items() if word not in known} == {}
    assert known - set(source) == set()


def test_every_sentence_has_chinese_words():
    file = polib.pofile(str(CATALOGUE), wrapwidth=0)

    assert [entry.msgid for entry in catalogue() if not chinese_of(entry).strip()] == []
    assert (file.untranslated_entries(), file.fuzzy_entries(), file.obsolete_entries()) == ([], [], [])
    assert file.metadata["Plural-Forms"] == "nplurals=1; plural=0;"


def test_the_catalogue_stays_sorted_so_that_changes_can_be_read():
    keys = [(entry.msgid.lower(), entry.msgid, entry.msgctxt or "") for entry in catalogue()]

    assert keys == sorted(keys)
    assert [entry.msgid for entry in catalogue() if entry.occurrences] == []


def test_every_placeholder_is_said_and_none_other():
    def holes(text: str) -> Counter[str]:
        return Counter(PLACEHOLDER.findall(text))

    wrong = {
        entry.msgid: chinese_of(entry)
        for entry in catalogue()
        if holes(entry.msgid_plural or entry.msgid) != holes(chinese_of(entry))
    }
    assert wrong == {}


def _speech(entry: polib.POEntry) -> str:
    """What is left of a sentence with its placeholders blurred and without examples in brackets."""
    return re.sub(r"\[.*\]", "", PLACEHOLDER.sub("x", chinese_of(entry)))


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (r"[!！]", "nobody shouts"),
        (rf"(?<=[{HAN}])\s*[,;:?()]|[,;:?()]\s*(?=[{HAN}])", "punctuation between Chinese words is full width"),
        (rf"(?<=[{HAN}])\.", "a sentence ends with 。"),
        (r"[０-９Ａ-Ｚａ-ｚ]", "digits and letters are half width"),
        (r"你", "people are addressed as 您"),
        (r"[，。；：？]\s", "full-width punctuation brings its own space"),
        (rf"[{HAN}] [{HAN}]", "Chinese words stand without spaces"),
        (r"审核", "people decide: 审批; 审核 is posting a document"),
    ],
)
def test_chinese_is_written_as_chinese(fault, why):
    assert [chinese_of(entry) for entry in catalogue() if re.search(fault, _speech(entry))] == [], why


def test_a_sentence_stays_a_sentence_and_a_word_a_word():
    ends = {".": "。", "?": "？", "…": "…"}
    wrong = {
        entry.msgid: chinese_of(entry)
        for entry in catalogue()
        for latin, han in ends.items()
        if entry.msgid.endswith(latin) != chinese_of(entry).endswith(han)
    }
    assert wrong == {}


def test_what_is_english_in_the_chinese_words_is_a_name_or_an_example():
    kept = {
        word: chinese_of(entry)
        for entry in catalogue()
        for word in LATIN.findall(PLACEHOLDER.sub(" ", chinese_of(entry)))
        if word not in entry.msgid
    }
    assert kept == {}


GLOSSARY = {
    "sales order": "销售订单", "waybill": "运单号", "carrier": "承运商",
    "shipment number": "发货单号", "cancel shipment": "取消发货单",
    "delivery date": "交货日期", "ship-to address": "收货地址", "customer po": "客户订单号", "salesperson": "业务员",
    "customer tier": "客户等级", "invoice title": "发票抬头", "tax id": "纳税人识别号",
    "red-letter invoice": "红字发票",
    "credit limit": "信用额度", "payment terms": "付款条件", "price list": "价目表", "floor price": "最低限价",
    "total incl. tax": "价税合计", "price excl. tax": "不含税单价", "unit price": "单价", "discount %": "折扣",
    "on hand": "现存量", "available": "可用量", "reservation": "预留", "warehouse": "仓", "freight": "运费",
    "goods receipt": "入库单", "stocktaking": "盘点", "delivery note": "送货单", "notification": "通知",
    "recall": "撤回", "reject": "驳回", "approver": "审批人", "opinion": "意见", "overdue": "逾期", "draft": "草",
    "to pick": "待拣", "to ship": "待发货", "barcode": "条码", "unit of measure": "计量单位",
    "cash before delivery": "款到发货", "accounts receivable": "应收账款", "advance": "预收款", "rush": "急单",
    "price hold": "价格待核", "credit hold": "信用冻结", "currency": "币种", "receipt number": "收款单号",
    "left to match": "待核销", "exposure": "信用占用", "on-time rate": "准时交付率",
}  # fmt: skip
"""English idea → the one Chinese word for it (requirements' glossary)."""
OTHERWISE = {
    ("draft", "Bank acceptance draft"),
    ("overdue", "Approval overdue: %(title)s"),
    ("overdue", "task@Overdue"),
    ("reject", "return@Rejected"),
}
"""Where the English word means something else."""


@pytest.mark.parametrize("idea", GLOSSARY)
def test_one_word_for_one_idea(idea):
    said_so = re.compile(rf"(?<![\w(-]){re.escape(idea)}")
    wrong = {
        entry.msgid: chinese_of(entry)
        for entry in catalogue()
        if said_so.search(entry.msgid.lower()) and GLOSSARY[idea] not in chinese_of(entry)
    }
    allowed = {msgid.rpartition("@")[2] for one, msgid in OTHERWISE if one == idea}
    assert {msgid: zh for msgid, zh in wrong.items() if msgid not in allowed} == {}


@pytest.mark.parametrize("kind", MARKS)
def test_a_badge_has_at_most_four_characters(kind):
    with translation.override("zh-hans"):
        labels = {value: str(mark.label) for value, mark in MARKS[kind].items()}

    assert {value: word for value, word in labels.items() if len(word) > 4 or LATIN.search(word)} == {}

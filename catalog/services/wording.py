"""How people write units of measure: many words, one meaning."""

from core.inputs import half_width

ALIKE = (
    ("pc", "pcs", "piece", "pieces", "ea", "each", "个", "只", "件", "支", "枚"),
    ("box", "boxes", "bx", "盒"),
    ("ctn", "carton", "cartons", "case", "cases", "箱"),
    ("set", "sets", "套"),
    ("pair", "pairs", "pr", "双", "对", "副"),
    ("bag", "bags", "袋"),
    ("pack", "packs", "pk", "包"),
    ("roll", "rolls", "卷"),
    ("m", "meter", "meters", "metre", "metres", "米"),
    ("kg", "kgs", "公斤", "千克"),
    ("l", "liter", "liters", "litre", "litres", "升"),
    ("bottle", "bottles", "btl", "瓶"),
    ("barrel", "drum", "桶"),
    ("sheet", "sheets", "张", "片"),
    ("tube", "tubes", "管", "根"),
)
GROUPS = {word: frozenset(group) for group in ALIKE for word in group}


def same_units(word: str) -> frozenset[str]:
    """Every word that means the same unit as this one: pcs, 个 and 只 are one; an unknown word only itself."""
    spelled = half_width(word).casefold().rstrip(".")
    return GROUPS.get(spelled, frozenset()) | {spelled}


def means_unit(word: str, code: str, name: str) -> bool:
    """Whether a word means the unit with this code and name."""
    return bool(same_units(word) & {code.casefold(), name.casefold()})

"""The names of the Chinese public holidays in both languages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OCCASIONS: dict[str, Promise | str] = {
    "元旦": _("New Year"),
    "春节": _("Spring Festival"),
    "清明节": _("Tomb-Sweeping Day"),
    "劳动节": _("Labour Day"),
    "端午节": _("Dragon Boat Festival"),
    "中秋节": _("Mid-Autumn Festival"),
    "国庆节": _("National Day"),
    "国庆节、中秋节": _("National Day and Mid-Autumn Festival"),
}
"""As the announcements write them; whatever else somebody typed is shown as it was typed."""


def occasion_words(name: str) -> str:
    """An occasion in the reader's language."""
    return str(OCCASIONS.get(name, name))

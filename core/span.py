"""How long something lasted, in the two largest units a person would say."""

from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def span_words(seconds: int) -> str:
    """A span in words: 40 min, 3 h 12 min, 1 d 20 h, 12 d."""
    seconds = max(seconds, 0)
    days, hours = seconds // DAY, seconds % DAY // HOUR
    minutes = seconds % HOUR // MINUTE
    if days >= 10 or (days and not hours):
        return _("%(days)d d") % {"days": days}
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours and minutes:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    if hours:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(minutes)d min") % {"minutes": minutes}

"""When things happen at the demo company: in working hours, one after the other, never in the future."""

import datetime
import random

from django.utils import timezone

from core.calendar import add_working_hours, is_working_day


class Diary:
    """The hours of one order: each step a while after the last, until the present is reached."""

    def __init__(self, begun: datetime.datetime, now: datetime.datetime, chance: random.Random) -> None:
        self.moment, self.now, self.chance = begun, now, chance

    def later(self, least: float, most: float) -> bool:
        """Go on by some working hours; False when that would be in the future."""
        then = add_working_hours(self.moment, round(self.chance.uniform(least, most)) or 1)
        then += datetime.timedelta(minutes=self.chance.randint(0, 50))
        return self.reach(then)

    def on(self, day: datetime.date) -> bool:
        """Go on to the morning of a day; False when that is in the future."""
        return self.reach(max(self.moment, opening(day, self.chance)))

    def reach(self, then: datetime.datetime) -> bool:
        if then > self.now:
            return False
        self.moment = then
        return True


def opening(day: datetime.date, chance: random.Random) -> datetime.datetime:
    """Some moment of a day's working hours, in the company's zone."""
    minutes = chance.randint(0, 8 * 60 - 1)
    clock = datetime.time(9) if minutes < 180 else datetime.time(10)
    begun = datetime.datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())
    return begun + datetime.timedelta(minutes=minutes)


def working_days(today: datetime.date, back: int) -> list[datetime.date]:
    """The working days of the last while, oldest first."""
    days = (today - datetime.timedelta(days=n) for n in range(back, 0, -1))
    return [day for day in days if is_working_day(day)]

"""The state's days off in Vietnam, with days moved for them, from the library of holidays."""

from functools import lru_cache

from domain.working_days.counting import Year


@lru_cache(maxsize=32)
def year(number: int) -> Year:
    """One year's days off and the weekends worked to make up for them.

    A year never changes while the process runs, so that each is worked out once.
    """
    # The library brings the calendars of the world; most requests count no days.
    from holidays import country_holidays

    found = country_holidays("VN", years=number, language="vi")
    worked = (day for day in found.weekend_workdays if day.year == number)
    return Year(off=dict(sorted(found.items())), worked=frozenset(worked))

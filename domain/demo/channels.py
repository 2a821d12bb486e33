"""Habits of the eighteen outreach channels in the demo: when, how often, how much is counted."""

from dataclasses import dataclass, field

_OFFICE = (8, 8, 9, 9, 10, 14, 15, 16)
_EVENING = (18, 19, 19, 19)
_MARKET = (5, 6, 6, 7, 7, 8)
_RADIO = (5, 5, 17, 17)
_ONLINE = (8, 10, 11, 16, 19, 20, 21)
_SCHOOL = (7, 7, 8, 9, 14, 15)


@dataclass(frozen=True, slots=True)
class Habit:
    """How a channel is used. `counts` are the lowest and highest figure of each counted unit."""

    weight: float
    hours: tuple[int, ...]
    counts: dict[str, tuple[int, int]]
    partners: tuple[str, ...] = field(default=())
    """Keys of the partners' list that usually join in."""
    on_school_days_only: bool = False
    on_weekdays_only: bool = False


PEOPLE = (30, 130)
"""Attendance of an ordinary meeting or forum, from published figures of communes."""
OPINIONS = (5, 25)
"""Opinions at one forum, from published figures of communes."""
FORUM_HOURS_WEEKDAY = _EVENING
FORUM_HOURS_WEEKEND = (8, 8, 9, 14, 18, 19)
TIP_HOURS = (
    *(6, 7, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 12, 13, 14, 14, 15, 15, 16, 17, 18),
    *(19, 19, 20, 20, 20, 21, 21, 21, 22, 22, 23, 0, 2),
)
"""People tell when they notice: mid-morning and after supper, seldom at night."""

HABITS: dict[str, Habit] = {
    "direct_session": Habit(
        16,
        (*_EVENING, 8, 14),
        {"people": PEOPLE, "sessions": (1, 1)},
        partners=("hamlet_board", "self_management", "front"),
    ),
    "commune_radio": Habit(
        10, _RADIO, {"items": (1, 3), "broadcasts": (2, 14), "minutes": (5, 40)}, ("radio",)
    ),
    "mobile_speaker": Habit(
        7, (*_MARKET, 17, 18), {"broadcasts": (1, 6), "spots": (2, 8), "hours": (1, 3)}
    ),
    "leaflet": Habit(13, _MARKET, {"leaflets": (50, 500)}, ("womens_union", "youth_union")),
    "banner_poster": Habit(4, _OFFICE, {"banners": (1, 6), "spots": (1, 4)}, ("committee",)),
    "zalo_group": Habit(
        13, _ONLINE, {"groups": (1, 9), "posts": (1, 4), "members": (40, 900)}, ("self_management",)
    ),
    "zalo_oa": Habit(5, _ONLINE, {"posts": (1, 3), "followers": (200, 1200), "views": (80, 2500)}),
    "facebook_page": Habit(6, _ONLINE, {"posts": (1, 3), "reach": (150, 6000), "shares": (2, 120)}),
    "school_talk": Habit(
        9,
        _SCHOOL,
        {"students": (80, 450), "teachers": (5, 32), "sessions": (1, 1)},
        partners=("school", "youth_union"),
        on_school_days_only=True,
    ),
    "union_meeting": Habit(
        7,
        (*_EVENING, 8, 14),
        {"union_members": (20, 120), "sessions": (1, 1)},
        partners=("womens_union", "farmers_union", "youth_union", "veterans"),
    ),
    "commitment": Habit(
        4, _OFFICE, {"households": (5, 80), "businesses": (0, 12), "persons_pledging": (5, 120)}
    ),
    "mobile_trial": Habit(
        0.5,
        (7, 8),
        {"people": (60, 300), "trials": (1, 1)},
        partners=("court", "procuracy"),
        on_weekdays_only=True,
    ),
    "mock_trial": Habit(
        0.7,
        (8, 14),
        {"people": (60, 250), "trials": (1, 1)},
        partners=("school", "youth_union"),
        on_weekdays_only=True,
    ),
    "keyring_card": Habit(2, _MARKET, {"handed_out": (20, 200)}, ("business",)),
    "house_visit": Habit(10, _OFFICE, {"household_visits": (5, 45)}, ("hamlet_board",)),
    "bank_desk": Habit(
        2,
        _OFFICE,
        {"interventions": (1, 5), "cases_stopped": (0, 1)},
        partners=("bank",),
        on_weekdays_only=True,
    ),
    "training": Habit(
        1.5,
        (8, 14),
        {"people": (15, 70), "sessions": (1, 1)},
        partners=("committee", "front"),
        on_weekdays_only=True,
    ),
}


def channels_on(*, weekday: bool, school_day: bool) -> tuple[str, ...]:
    """The channels used on a day, in the order of `HABITS`."""
    return tuple(
        channel
        for channel, habit in HABITS.items()
        if (weekday or not habit.on_weekdays_only) and (school_day or not habit.on_school_days_only)
    )

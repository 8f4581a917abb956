"""A date as tables and archives print it in, its ISO day out, if there is only one way to read it."""

import re
from datetime import date

from framing.dates import MONTHS, find_date
from framing.text import fold

_ENGLISH = {name: i for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_FORMS = [  # compiled when first used, as `re` does: most commands read no dates
    rf"{_YEAR}(?P<mark>[-/.])(?P<m>\d{{1,2}})(?P=mark)(?P<d>\d{{1,2}})(?!\d)",  # 2025-11-12 08:30:00, 2025-11-12T08:30:00+03:00
    rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)(?:t?\d{{6}}z?)?$",  # 20251112, 20251112T083000Z
    rf"(?:[a-z]+\.?,?\s+)?(?P<d>\d{{1,2}})[\s-]+{_NAME},?[\s-]+{_YEAR}(?!\d)",  # Wed, 12 Nov 2025 08:30:00 GMT
    rf"(?:[a-z]+\.?,?\s+)?{_NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",  # November 12, 2025 Wednesday
]
_TWO_NUMBERS = rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2{_YEAR}(?!\d)"


def iso_day(printed: str) -> str:
    """The ISO day of a date; '' of what is none, and of 04/07/2025, which is the fourth of July here and the seventh of April there.

    Arabic digits and the Gregorian, Levantine and Maghrebi names of months are read, and English ones.
    """
    folded = fold(printed).strip()
    for form in _FORMS:
        if m := re.match(form, folded):
            named = m.groupdict().get("name")
            return _day(int(m["y"]), _ENGLISH[named] if named else int(m["m"]), int(m["d"]))
    if m := re.match(_TWO_NUMBERS, folded):
        small, large = sorted((int(m[1]), int(m[3])))
        return _day(int(m["y"]), small, large) if large > 12 or small == large else ""
    found = find_date(printed) if any(month in folded for month in MONTHS) else None
    return found[0] if found else ""


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""

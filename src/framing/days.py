"""Dates as tables and archives print them in, ISO days out: of one date if there is only one way to read it, of a column by what all its dates show."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

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
_SHORT = rf"(?P<d>\d{{1,2}})-{_NAME}-(?P<y>\d\d)$"  # 15-Mar-25, as spreadsheets print a day
_SERIAL = r"([45]\d{4})(?:\.\d+)?$"
_SERIAL_DAYS = range(40000, 60001)  # 2009 to 2064
_SERIAL_START = date(1899, 12, 30)  # day 0 of spreadsheets, which take 1900 for a leap year
_ORDERS = {True: "day/month/year", False: "month/day/year"}


def iso_day(printed: str, day_first: bool | None = None) -> str:
    """The ISO day of a date; '' of what is none, and of 04/07/2025, which is the fourth of July here and the seventh of April there, unless `day_first` says.

    Arabic digits and the Gregorian, Levantine and Maghrebi names of months are read, and English ones.
    """
    folded = fold(printed).strip()
    for form in _FORMS:
        if m := re.match(form, folded):
            named = m.groupdict().get("name")
            return _day(int(m["y"]), _ENGLISH[named] if named else int(m["m"]), int(m["d"]))
    if m := re.match(_TWO_NUMBERS, folded):
        first, second, year = int(m[1]), int(m[3]), int(m["y"])
        if _both_ways(first, second):
            return "" if day_first is None else _day(year, *((second, first) if day_first else (first, second)))
        return _day(year, *sorted((first, second)))
    found = find_date(printed) if any(month in folded for month in MONTHS) else None
    return found[0] if found else ""


def month_of(published: str) -> str:
    """YYYY-MM of what begins so, in any digits; '' of anything else."""
    found = re.match(r"\d{4}-(?:0[1-9]|1[0-2])(?!\d)", fold(published.strip()))
    return found.group() if found else ""


def _both_ways(first: int, second: int) -> bool:
    return max(first, second) <= 12 and first != second


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def spreadsheet_day(printed: str) -> str:
    """The ISO day of what spreadsheets make of a date, a number of days (45731) or 15-Mar-25; '' of anything else. Years 30 to 99 are of the last century."""
    folded = fold(printed).strip()
    if (m := re.match(_SERIAL, folded)) and int(m[1]) in _SERIAL_DAYS:
        return (_SERIAL_START + timedelta(int(m[1]))).isoformat()
    if m := re.match(_SHORT, folded):
        return _day(int(m["y"]) + (2000 if int(m["y"]) < 30 else 1900), _ENGLISH[m["name"]], int(m["d"]))
    return ""


class Dates:
    """The dates of a table, column by column: one date alone may not tell day from month, those of a column mostly do.

    Parameters
    ----------
    cells : column → its cells in all rows, as text
    tell : is given, when a column is first asked for, how its dates are read where that is not plain
    """

    def __init__(self, cells: Callable[[str], Iterable[str]], tell: Callable[[str], None]):
        self._cells, self._tell, self._day_first = cells, tell, dict[str, bool | None]()

    def day(self, column: str, printed: str) -> str:
        """The ISO day of a cell of the column; '' where that is not certain."""
        if column not in self._day_first:
            self._day_first[column] = self._read(column)
        return iso_day(printed, self._day_first[column]) or spreadsheet_day(printed)

    def _read(self, column: str) -> bool | None:
        """Whether the day stands before the month in the column; None where nothing shows it, or both are found."""
        numbers, n, example = set[tuple[int, int]](), 0, ""
        spreadsheet: dict[str, str] = {}
        for printed in self._cells(column):
            if m := re.match(_TWO_NUMBERS, fold(printed).strip()):
                numbers.add((int(m[1]), int(m[3])))
                if _both_ways(int(m[1]), int(m[3])):
                    n, example = n + 1, example or printed.strip()
            elif not spreadsheet and (day := spreadsheet_day(printed)):
                spreadsheet = {printed.strip(): day}
        found = {first > 12 for first, second in numbers if min(first, second) <= 12 < max(first, second) <= 31}
        order = found.pop() if len(found) == 1 else None
        if order is not None:
            self._tell(f"dates in {column} read as {_ORDERS[order]}")
        elif n:
            why = "some have the day first and some the month" if found else "no day over 12 tells which number is the month"
            self._tell(f"{n} dates in {column} may be read in two ways, as {example}, and stay as printed: {why}; write them as YYYY-MM-DD")
        for printed, day in spreadsheet.items():
            self._tell(f"dates in {column} as a spreadsheet has them read: {printed} is {day}")
        return order


class Dated(dict):
    """A row of a table, with the dates of the whole table."""

    def __init__(self, row: Mapping, dates: Dates):
        super().__init__(row)
        self.dates = dates

"""Printed dates in, ISO dates out: Arabic digits, Gregorian, Levantine and Maghrebi month names, numbers day first."""

import re
from datetime import date

from framing.text import fold

_MONTHS = [
    ("يناير", "كانون الثاني", "كانون ثاني", "كانون ثان", "جانفي"),
    ("فبراير", "شباط", "فيفري"),
    ("مارس", "آذار"),
    ("أبريل", "ابريل", "نيسان", "أفريل"),
    ("مايو", "أيار", "ماي"),
    ("يونيو", "يونيه", "حزيران", "جوان"),
    ("يوليو", "يوليه", "يوليوز", "تموز", "جويلية"),
    ("أغسطس", "آب", "أوت", "غشت"),
    ("سبتمبر", "أيلول", "شتنبر"),
    ("أكتوبر", "تشرين الأول", "تشرين أول"),
    ("نوفمبر", "تشرين الثاني", "تشرين ثاني", "تشرين ثان", "نونبر"),
    ("ديسمبر", "كانون الأول", "كانون أول", "دجنبر"),
]
MONTHS = {fold(name): number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAME = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_SEP = r"\s*[/.\-،,]?\s*"
_AGAIN = rf"(?:\s*/\s*(?:{_NAME})|\s*\(\s*(?:{_NAME})\s*\))?"
_DAY, _NUMBER, _YEAR, _MARK = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>(?:19|20)\d\d)", r"\s*(?P<mark>[/.\-])\s*"
_FORMS = [
    re.compile(rf"(?<!\d){_DAY}{_SEP}(?:من\s+)?(?P<m>{_NAME}){_AGAIN}{_SEP}{_YEAR}(?!\d)"),
    re.compile(rf"(?<!\w)(?P<m>{_NAME}){_AGAIN}\s+{_DAY}(?:\s*[،,]\s*|\s+){_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}{_MARK}{_NUMBER}\s*(?P=mark)\s*{_DAY}(?!\d)"),
    re.compile(rf"(?<!\d){_DAY}{_MARK}{_NUMBER}\s*(?P=mark)\s*{_YEAR}(?!\d)"),
]
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b")


def find_date(line: str) -> tuple[str, str] | None:
    """The first calendar date a line prints and what the folded line says besides it; None without one.

    Returns
    -------
    (ISO date, rest of the folded line)
        Numbers such as 04/07/2025 are read day first, as Arabic pages print them.
    """
    folded = fold(line)
    for m in sorted((m for form in _FORMS for m in form.finditer(folded)), key=re.Match.start):
        if found := _calendar_date(m):
            return found.isoformat(), _CLOCK.sub(" ", folded[: m.start()] + " " + folded[m.end() :])
    return None


def _calendar_date(m: re.Match) -> date | None:
    month = MONTHS.get(m["m"]) or int(m["m"])
    try:
        return date(int(m["y"]), month, int(m["d"]))
    except ValueError:
        return None

"""Printed dates in, ISO dates out: Arabic digits, Gregorian, Levantine and Maghrebi month names, day first."""

import re
from datetime import date

from framing.text import fold

_MONTHS = [
    ("يناير", "كانون الثاني", "جانفي"),
    ("فبراير", "شباط", "فيفري"),
    ("مارس", "آذار"),
    ("أبريل", "ابريل", "نيسان", "أفريل"),
    ("مايو", "أيار", "ماي"),
    ("يونيو", "يونيه", "حزيران", "جوان"),
    ("يوليو", "يوليه", "تموز", "جويلية"),
    ("أغسطس", "آب", "أوت", "غشت"),
    ("سبتمبر", "أيلول", "شتنبر"),
    ("أكتوبر", "تشرين الأول"),
    ("نوفمبر", "تشرين الثاني", "نونبر"),
    ("ديسمبر", "كانون الأول", "دجنبر"),
]
MONTHS = {fold(name): number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAME = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_SEP = r"\s*[/.\-،,]?\s*"
_NAMED = re.compile(rf"(?<!\d)(\d{{1,2}}){_SEP}(?:من\s+)?({_NAME})(?:\s*/\s*(?:{_NAME}))?{_SEP}((?:19|20)\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)[/.\-](\d{1,2})[/.\-](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-]((?:19|20)\d\d)(?!\d)")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b")


def find_date(line: str) -> tuple[str, str] | None:
    """The first calendar date a line prints and what the folded line says besides it; None without one.

    Returns
    -------
    (ISO date, rest of the folded line)
        Numbers such as 04/07/2025 are read day first, as Arabic pages print them.
    """
    folded = fold(line)
    for pattern, order in ((_NAMED, "dmy"), (_YEAR_FIRST, "ymd"), (_DAY_FIRST, "dmy")):
        for m in pattern.finditer(folded):
            parts = dict(zip(order, m.groups(), strict=True))
            month = MONTHS.get(parts["m"]) or int(parts["m"])
            try:
                found = date(int(parts["y"]), month, int(parts["d"]))
            except ValueError:
                continue
            return found.isoformat(), _CLOCK.sub(" ", folded[: m.start()] + " " + folded[m.end() :])
    return None

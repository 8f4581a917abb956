"""Dates of tables and archives that can be read in one way only become ISO days."""

import pytest

from framing.days import Dates, iso_day, month_of, spreadsheet_day


@pytest.mark.parametrize(
    "printed",
    [
        "2025-11-12", "2025-11-12 08:30:00", "2025-11-12T08:30:00+03:00", "2025-11-12T08:30:00.000Z", "20251112T083000Z", "20251112", "20251112083000",
        "2025/11/12", "2025-11-12 00:00:00", "12 November 2025", "November 12, 2025 Wednesday", "Wed, 12 Nov 2025 08:30:00 GMT", "Nov. 12, 2025",
        "12-Nov-2025", " 12 نوفمبر 2025", "١٢ نوفمبر ٢٠٢٥", "الأربعاء، 12 تشرين الثاني 2025", "٢٠٢٥-١١-١٢", "November 12th, 2025",
    ],
)  # fmt: skip
def test_a_certain_date_becomes_its_day(printed):
    assert iso_day(printed) == "2025-11-12"


@pytest.mark.parametrize(
    ("printed", "day"), [("25/12/2025", "2025-12-25"), ("12/25/2025 10:30", "2025-12-25"), ("07.07.2025", "2025-07-07")]
)
def test_two_numbers_are_read_if_only_one_can_be_the_month(printed, day):
    assert iso_day(printed) == day


@pytest.mark.parametrize(
    "printed", ["04/07/2025", "12-11-2025", "", "2025", "2025-13-40", "20251340", "31 November 2025", "1762934400", "أمس", "25-11-12"]
)
def test_what_is_uncertain_or_no_date_is_none(printed):
    assert iso_day(printed) == ""


@pytest.mark.parametrize(("day_first", "day"), [(True, "2025-07-04"), (False, "2025-04-07")])
def test_two_small_numbers_are_read_as_their_column_says(day_first, day):
    assert iso_day("04/07/2025", day_first) == day
    assert iso_day("25/12/2025", day_first) == "2025-12-25"


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("45731", "2025-03-15"), ("45731.5", "2025-03-15"), ("٤٥٧٣١", "2025-03-15"), ("40000", "2009-07-06"), ("39999", ""), ("60001", ""), ("1762934400", ""),
        ("15-Mar-25", "2025-03-15"), ("1-mar-99", "1999-03-01"), ("31-Feb-25", ""), ("25-11-12", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_spreadsheets_make_of_a_date_becomes_its_day(printed, day):
    assert spreadsheet_day(printed) == day


def column(*cells: str) -> tuple[list[str], list[str]]:
    """The days of a column's cells, and what was told."""
    told: list[str] = []
    dates = Dates(lambda _: iter(cells), told.append)
    return [dates.day("التاريخ", c) for c in cells], told


def test_one_day_over_twelve_tells_how_a_whole_column_is_read():
    assert column("05/01/2025", "13/01/2025", "٠٦/٠١/٢٠٢٥") == (
        ["2025-01-05", "2025-01-13", "2025-01-06"],
        ["dates in التاريخ read as day/month/year"],
    )
    assert column("1/5/2025", "1/13/2025 08:30")[0] == ["2025-01-05", "2025-01-13"]


def test_a_column_that_shows_nothing_keeps_its_dates_and_says_how_many():
    days, told = column("05/01/2025", "06/01/2025", "07/07/2025", "2025-02-03")
    assert days == ["", "", "2025-07-07", "2025-02-03"]
    assert told == [
        "2 dates in التاريخ may be read in two ways, as 05/01/2025, and stay as printed: no day over 12 tells which number is the month; "
        "write them as YYYY-MM-DD"
    ]


def test_a_column_that_contradicts_itself_settles_nothing():
    days, told = column("05/01/2025", "13/01/2025", "01/14/2025")
    assert days == ["", "2025-01-13", "2025-01-14"] and "some have the day first and some the month" in told[0]


def test_numbers_that_are_no_date_show_nothing():
    assert column("05/01/2025", "45/01/2025", "13/13/2025")[0] == ["", "", ""]


def test_days_as_a_spreadsheet_has_them_are_told_once():
    assert column("45731", "15-Mar-25", "١٥ مارس ٢٠٢٥") == (
        ["2025-03-15"] * 3,
        ["dates in التاريخ as a spreadsheet has them read: 45731 is 2025-03-15"],
    )


def test_plain_dates_are_not_spoken_of():
    assert column("2025-03-15", "", "أمس") == (["2025-03-15", "", ""], [])


@pytest.mark.parametrize(("published", "month"), [("2025-03-09", "2025-03"), ("٢٠٢٥-٠٣", "2025-03"), ("9/3/2025", ""), ("2025-13-01", "")])
def test_a_month_is_what_a_date_begins_with(published, month):
    assert month_of(published) == month

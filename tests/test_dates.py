"""Printed dates."""

import pytest

from framing.dates import MONTHS, find_date


def iso(line):
    return find_date(line)[0]


@pytest.mark.parametrize(
    "line, date",
    [
        ("15 نوفمبر 2025", "2025-11-15"),
        ("٦ أبريل ٢٠٢٤", "2024-04-06"),
        ("۶ ابريل ۲۰۲۴", "2024-04-06"),
        ("3 من مارس 2021", "2021-03-03"),
        ("15نوفمبر2025", "2025-11-15"),
        ("15-نوفمبر-2025", "2025-11-15"),
        ("15 نوفمبر، 2025", "2025-11-15"),
        ("15 نُوفمبـــر 2025", "2025-11-15"),
        ("29 فبراير 2024", "2024-02-29"),
        ("نوفمبر 15, 2025", "2025-11-15"),
        ("السبت، نوفمبر ١٥، ٢٠٢٥", "2025-11-15"),
        ("تشرين الثاني 15 2025", "2025-11-15"),
    ],
)
def test_a_day_and_a_named_month_and_a_year_are_a_date(line, date):
    assert iso(line) == date


LEVANT = "كانون الثاني,شباط,آذار,نيسان,أيار,حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول".split(",")
ALGIERS = "جانفي,فيفري,مارس,أفريل,ماي,جوان,جويلية,أوت,سبتمبر,أكتوبر,نوفمبر,ديسمبر".split(",")


@pytest.mark.parametrize("year", [LEVANT, ALGIERS], ids=["Levant", "Algiers"])
def test_regional_month_names_run_from_january_to_december(year):
    assert [iso(f"7 {month} 2023") for month in year] == [f"2023-{n:02d}-07" for n in range(1, 13)]


@pytest.mark.parametrize("month, number", [("غشت", "08"), ("شتنبر", "09"), ("نونبر", "11"), ("دجنبر", "12")])
def test_moroccan_month_names_are_known(month, number):
    assert iso(f"7 {month} 2023") == f"2023-{number}-07"


@pytest.mark.parametrize(
    "line, date",
    [("2 كانون الأول/ديسمبر 2025", "2025-12-02"), ("2 فبراير / شباط 2025", "2025-02-02"), ("2 أغسطس/آب 2025", "2025-08-02")],
)
def test_a_month_may_be_named_twice(line, date):
    assert iso(line) == date


@pytest.mark.parametrize(
    "line, date",
    [
        ("04/07/2025", "2025-07-04"),
        ("4-7-2025", "2025-07-04"),
        ("04.07.2025", "2025-07-04"),
        ("٠٤/٠٧/٢٠٢٥", "2025-07-04"),
        ("٤\u200f/٧\u200f/٢٠٢٥", "2025-07-04"),
        ("2025-07-04", "2025-07-04"),
        ("2025/7/4", "2025-07-04"),
        ("2025-07-04T08:15:00", "2025-07-04"),
        ("4 / 7 / 2025", "2025-07-04"),
        ("٢٠٢٥ - ٧ - ٤", "2025-07-04"),
    ],
)
def test_numbers_are_read_day_first_unless_the_year_is(line, date):
    assert iso(line) == date


@pytest.mark.parametrize(
    "line",
    [
        "",
        "نوفمبر 2025",
        "15 نوفمبر",
        "15/11/25",
        "115/11/2025",
        "115 نوفمبر 2025",
        "15/11/20255",
        "15 نوفمبر 1899",
        "31 نوفمبر 2025",
        "29 فبراير 2023",
        "31/02/2025",
        "12/31/2025",
        "2025/13/01",
        "5 مارسيليا 2025",
        "10:30",
        "نوفمبر 152025",
        "نوفمبر 31, 2025",
        "بين 5 - 7 / 2025",
    ],
)
def test_what_is_no_calendar_date_gives_none(line):
    assert find_date(line) is None


def test_an_impossible_date_is_passed_over_for_the_next():
    assert iso("30/02/2025 أو 1/3/2025") == "2025-03-01"


def test_the_first_of_two_dates_counts():
    assert iso("نشر 14/11/2025 وعدل 15/11/2025") == "2025-11-14"


def test_the_rest_of_the_line_is_folded_and_has_no_date_or_clock():
    assert find_date("كتبت ليان القنطاري، 15 نوفمبر 2025 - 10:30")[1].split() == ["كتبت", "ليان", "القنطاري،", "-"]


def test_a_date_glued_to_a_name_is_found():
    date, rest = find_date("ليان القنطاري15 نوفمبر 2025تحديث")
    assert (date, rest.split()) == ("2025-11-15", ["ليان", "القنطاري", "تحديث"])


def test_month_names_are_kept_folded():
    assert (MONTHS["اذار"], MONTHS["جويليه"]) == (3, 7)
    assert "آذار" not in MONTHS


@pytest.mark.parametrize("first", ["14/11/2025", "2025/11/14"])
def test_the_first_date_counts_whatever_its_form(first):
    assert iso(f"نشر {first} بعد بيان 3 نوفمبر 2025") == "2025-11-14"


def test_the_moroccan_july_is_known():
    assert iso("7 يوليوز 2023") == "2023-07-07"


@pytest.mark.parametrize("line", ["2 تشرين الثاني (نوفمبر) 2025", "2 تشرين ثاني 2025", "2 تشرين ثانٍ 2025"])
def test_levantine_months_are_read_as_newspapers_also_print_them(line):
    assert iso(line) == "2025-11-02"

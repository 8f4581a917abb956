"""Dates of tables and archives that can be read in one way only become ISO days."""

import pytest

from framing.days import iso_day


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

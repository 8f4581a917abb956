"""The report's own words: whole in both languages, each in its script."""

import re
from dataclasses import asdict

import pytest

from framing.wording import ARABIC, ENGLISH

both = pytest.mark.parametrize("words", [ENGLISH, ARABIC], ids=lambda words: words.language)


def said(words) -> list[str]:
    """All strings a reader sees, headings of tables one by one."""
    return [
        text
        for name, value in asdict(words).items()
        if name not in ("language", "direction")
        for text in (value if isinstance(value, tuple | list) else value.values() if isinstance(value, dict) else [value])
    ]


@both
def test_no_word_is_empty_or_padded(words):
    assert [text for text in said(words) if not text or text != text.strip()] == []


@both
def test_numbers_have_a_heading_for_each_of_their_columns(words):
    assert len(words.numbers) == len(set(words.numbers)) == 5


def test_each_language_runs_in_its_direction():
    assert [(w.language, w.direction) for w in (ENGLISH, ARABIC)] == [("en", "ltr"), ("ar", "rtl")]


def test_arabic_words_are_written_in_arabic_and_english_ones_are_not():
    assert [text for text in said(ARABIC) if not re.search("[\u0621-\u064a]", text)] == []
    assert [text for text in said(ENGLISH) if re.search("[\u0600-\u06ff]", text)] == []


def test_nothing_is_left_in_the_other_language():
    assert [name for name, value in asdict(ENGLISH).items() if value == getattr(ARABIC, name)] == []

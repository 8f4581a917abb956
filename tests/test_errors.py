"""A build step that fails says one line and gives status 1."""

import pytest

from framing.errors import FramingError, reported


def test_a_step_that_works_gives_status_0_and_says_nothing(capsys):
    assert reported(list, "ab") == 0
    assert capsys.readouterr().err == ""


def test_a_step_that_fails_says_why_in_one_line(capsys):
    def step(name):
        raise FramingError(f"{name}: no such file")

    assert reported(step, "a.csv") == 1
    assert capsys.readouterr().err == "framing: a.csv: no such file\n"


def test_any_other_error_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        reported(lambda: 1 / 0)

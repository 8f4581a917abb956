"""Progress of a run: a line on a terminal, nothing elsewhere; the clock is the test's."""

import io
import sys

import pytest

from framing.cli import main
from framing.commands.shared import ERASE, Progress
from framing.inputs import Refusal

PROSE = "اجتمع أعضاء اللجنة المحلية في مدينة حلب صباح اليوم لبحث خطة توزيع المياه على الأحياء."


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def on_terminal(monkeypatch) -> Terminal:
    """Standard error as a terminal: called in the test, for pytest sets its own when the test begins."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    return sys.stderr


def lines(monkeypatch, *seen) -> list[str]:
    """What is written while articles come, each given as (seconds, share read)."""
    clock, terminal = Clock(), on_terminal(monkeypatch)
    progress = Progress(False, None, clock=clock)

    def articles():
        for clock.now, share in seen:
            progress.at(share)
            yield {"article_id": "a"}

    assert len(list(progress.kept(articles()))) == len(seen)
    return [line for line in terminal.getvalue().split(ERASE) if line]


def test_articles_rate_and_time_left_are_shown(monkeypatch):
    shown = lines(monkeypatch, (0.5, 0.01), (10.0, 0.1))
    assert shown == ["1 articles, 2.0 a second", "2 articles, 0.2 a second, about 2 min left"]


@pytest.mark.parametrize(
    ("seconds", "share", "left"),
    [(10, 0.5, "about 10 s left"), (60, 0.2, "about 4 min left"), (600, 0.05, "about 3 h left"), (10, 0.9999, "about 1 s left"), (120, 0.5, "about 2 min left")],
)  # fmt: skip
def test_the_time_left_has_the_unit_it_needs(monkeypatch, seconds, share, left):
    assert lines(monkeypatch, (seconds, share))[0].endswith(f", {left}")


@pytest.mark.parametrize(("seconds", "share"), [(1.0, 0.1), (10.0, 0.0), (10.0, 1.0)], ids=["too early", "size unknown", "all read"])
def test_the_time_left_is_not_said_where_nobody_knows_it(monkeypatch, seconds, share):
    assert "left" not in lines(monkeypatch, (seconds, share))[0]


def test_the_line_is_written_five_times_a_second_at_most(monkeypatch):
    shown = lines(monkeypatch, *((n / 100, 0.0) for n in range(1, 101)))
    assert len(shown) == 5


def test_the_line_is_cleared_before_a_message_and_at_the_end(monkeypatch):
    terminal, progress = on_terminal(monkeypatch), Progress(False, None, clock=Clock())
    articles = progress.kept(iter([{"article_id": "a"}, Refusal("b.txt", "no text in it")]))
    next(articles)
    list(articles)
    assert terminal.getvalue().endswith(f"a second{ERASE}framing: b.txt: no text in it\n")
    progress.say("done")
    assert terminal.getvalue().endswith("no text in it\nframing: done\n")


@pytest.mark.parametrize(("options", "is_terminal"), [({"quiet": True}, True), ({"data_shown": True}, True), ({}, False)])
def test_there_is_no_line_when_quiet_beside_data_or_in_a_file(monkeypatch, options, is_terminal):
    monkeypatch.setattr(sys, "stderr", Terminal() if is_terminal else io.StringIO())
    progress = Progress(**{"quiet": False, "errors": None} | options, clock=Clock())
    list(progress.kept(iter([{"article_id": "a"}])))
    assert sys.stderr.getvalue() == ""


@pytest.mark.parametrize("quiet", [[], ["-q"]], ids=["usual", "quiet"])
def test_a_run_whose_codes_are_printed_ends_with_one_line_unless_quiet(capsys, tmp_path, quiet):
    (tmp_path / "page.txt").write_text(f"عنوان الخبر في الصفحة\n{PROSE}\n", "utf-8")
    assert main(["code", *quiet, str(tmp_path / "page.txt")]) == 0
    err = capsys.readouterr().err
    assert err == "" if quiet else err.startswith("framing: 1 articles, ") and err.endswith(" a second\n") and err.count("\n") == 1

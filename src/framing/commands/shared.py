"""What commands have in common: messages, kinds of arguments, progress."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from framing.inputs import Refusal
from framing.outputs import json_line

ERASE = "\r\x1b[K"  # to the start of the line and nothing on it
BETWEEN = 0.2  # seconds between two lines of progress
SETTLED = 2.0  # seconds before a rate means something


def say(message: str) -> None:
    print(f"framing: {message}", file=sys.stderr)


def probability(given: str) -> float:
    try:
        p = float(given)
    except ValueError:
        p = -1.0
    if not 0 <= p < 1:
        raise argparse.ArgumentTypeError(f"{given!r}; allowed are numbers from 0 to under 1")
    return p


def count(given: str) -> int:
    if not given.isdecimal() or not int(given):
        raise argparse.ArgumentTypeError(f"{given!r}; allowed are whole numbers from 1")
    return int(given)


class Progress:
    """A line on standard error, on a terminal only, of articles, rate and time left; and the refusals met on the way."""

    def __init__(
        self,
        quiet: bool,
        errors: Path | None,
        on_step: bool = False,
        *,
        data_shown: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.shown = not quiet and not data_shown and sys.stderr.isatty()  # where data run over the same terminal, a line would cut them
        self.errors, self.refused, self.n = errors, list[Refusal](), 0
        self.on_step, self.off_target = on_step, set[str]()
        self.clock, self.started, self.share = clock, clock(), 0.0
        self.written: float | None = None  # when the line was, if it stands

    def at(self, share: float) -> None:
        """Notes the share of the input that has been read."""
        self.share = share

    def say(self, message: str) -> None:
        """A message, on a line of its own."""
        self._clear()
        say(message)

    def kept(self, articles: Iterator) -> Iterator[dict]:
        for article in articles:
            if isinstance(article, Refusal):
                self.refused.append(article)
                self.say(f"{article.name}: {article.reason}")
                continue
            self.n += 1
            self._show()
            yield article
        self._clear()
        if self.errors:
            self.errors.write_text("".join(json_line(r._asdict()) + "\n" for r in self.refused), "utf-8")

    def _show(self) -> None:
        now = self.clock()
        if self.shown and (self.written is None or now - self.written >= BETWEEN):
            print(f"{ERASE}{self.summary()}{_left(now - self.started, self.share)}", end="", file=sys.stderr, flush=True)
            self.written = now

    def _clear(self) -> None:
        if self.written is not None:
            print(ERASE, end="", file=sys.stderr, flush=True)
            self.written = None

    def summary(self) -> str:
        """How many articles, and how fast."""
        rate = self.n / max(self.clock() - self.started, 1e-3)
        return f"{self.n} articles, {rate:.{0 if rate >= 10 else 1}f} a second"

    def meet(self, row: Mapping) -> None:
        """Notes an article that never names the step."""
        if self.on_step and row["names_step"] == "no":
            self.off_target.add(row["article_id"])

    def status(self) -> int:
        return 1 if self.refused else 0


def _left(seconds: float, share: float) -> str:
    """The time left if what is to be read takes as long as what has been; not said in the first seconds, when nobody can know."""
    if seconds < SETTLED or not 0 < share < 1:
        return ""
    left = seconds * (1 - share) / share
    unit, name = next((u, n) for u, n in ((3600, "h"), (60, "min"), (1, "s")) if left >= 1.5 * u or u == 1)
    return f", about {max(1, round(left / unit))} {name} left"

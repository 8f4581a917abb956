"""What commands have in common: messages, kinds of arguments, progress."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from framing.inputs import Refusal
from framing.outputs import json_line


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
    """A line on standard error that counts articles, on a terminal only; and the refusals met on the way."""

    def __init__(self, quiet: bool, errors: Path | None, on_step: bool = False):
        self.shown = not quiet and sys.stderr.isatty()
        self.errors, self.refused, self.n = errors, [], 0
        self.on_step, self.off_target = on_step, set()

    def kept(self, articles: Iterator) -> Iterator[dict]:
        for article in articles:
            if isinstance(article, Refusal):
                self.refused.append(article)
                say(f"{article.name}: {article.reason}")
                continue
            self.n += 1
            if self.shown:
                print(f"\r{self.n} articles", end="", file=sys.stderr, flush=True)
            yield article
        if self.shown:
            print(file=sys.stderr)
        if self.errors:
            self.errors.write_text("".join(json_line(r._asdict()) + "\n" for r in self.refused), "utf-8")

    def meet(self, row: Mapping) -> None:
        """Notes an article that never names the step."""
        if self.on_step and row["names_step"] == "no":
            self.off_target.add(row["article_id"])

    def status(self) -> int:
        return 1 if self.refused else 0

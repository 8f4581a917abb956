"""`framing extract`: the clean articles of pages and dumps."""

import argparse
import sys

from framing.commands.shared import Progress, say
from framing.inputs import expand, read_articles
from framing.outputs import json_line
from framing.sources import KINDS

HELP = "the clean articles of a page or dump, as JSON lines"
EXAMPLE = "framing extract page.html"


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "inputs", nargs="+", metavar="PAGE", help=f"{' '.join(KINDS)}, each also as .gz or .zst; folders, globs, - for standard input"
    )
    p.add_argument("-q", "--quiet", action="store_true", help="nothing but what is refused")
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    progress = Progress(a.quiet, None, data_shown=sys.stdout.isatty())
    tell = (lambda _: None) if a.quiet else progress.say
    for article in progress.kept(read_articles(expand(a.inputs, tell), language=None, tell=tell, at=progress.at)):
        print(json_line(article))
    if not progress.n:
        say("no article found")
        return 2
    return progress.status()

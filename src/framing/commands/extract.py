"""`framing extract`: the clean articles of pages and dumps."""

import argparse

from framing.commands.shared import Progress, say
from framing.inputs import expand, read_articles
from framing.outputs import json_line

HELP = "the clean articles of a page or dump, as JSON lines"
EXAMPLE = "framing extract page.html"


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument("inputs", nargs="+", metavar="PAGE")
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    progress = Progress(True, None)
    for article in progress.kept(read_articles(expand(a.inputs))):
        print(json_line(article))
    if not progress.n:
        say("no article found")
        return 2
    return progress.status()

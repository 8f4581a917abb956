"""`framing samples`: constructed articles, to try everything with."""

import argparse
from pathlib import Path
from shlex import quote

from framing.commands.shared import say

HELP = "constructed articles of invented outlets, to try everything with"
EXAMPLE = "framing samples && framing code samples -o codes.csv"


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "folder", nargs="?", type=Path, default=Path("samples"), metavar="FOLDER", help="where to write them (default: %(default)s)"
    )
    p.add_argument(
        "--own", action="store_true", help="an English codebook with lexicon, exemplars and articles, to train a coder of your own with"
    )
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    from framing.samples import ALIASES, STEP, write_own, write_samples

    if a.own:
        exemplars, codebook, lexicon, model = (
            quote(f"{a.folder}/{n}") for n in ("exemplars.csv", "codebook.toml", "lexicon.csv", "own.zip")
        )
        write_own(a.folder)
        say(f"an English codebook with lexicon, exemplars and articles in {a.folder}")
        print(f"framing train {exemplars} --codebook {codebook} --lexicon {lexicon} -o {model}")
        return 0
    written = write_samples(a.folder)
    say(f"ten constructed articles of invented outlets in {', '.join(map(str, written))}")
    aliases = " ".join(f"--alias '{alias}'" for alias in ALIASES)
    print(f"framing code {quote(str(a.folder))} --target '{STEP}' {aliases} -o codes.csv")
    return 0

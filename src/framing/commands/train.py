"""`framing train`."""

import argparse

HELP = "the coder for a codebook of your own"
EXAMPLE = "framing train exemplars.csv --codebook codebook.toml -o own.zip"


def add(p: argparse.ArgumentParser) -> None:
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    raise NotImplementedError

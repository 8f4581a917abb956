"""`framing plan`."""

import argparse

HELP = "how many units to code by hand"
EXAMPLE = "framing plan codes.csv --gold sheet.csv --width 0.1"


def add(p: argparse.ArgumentParser) -> None:
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    raise NotImplementedError

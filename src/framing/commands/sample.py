"""`framing sample`."""

import argparse

HELP = "a coding sheet: random units with known probabilities"
EXAMPLE = "framing sample codes.csv -n 200 -o sheet.csv"


def add(p: argparse.ArgumentParser) -> None:
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    raise NotImplementedError

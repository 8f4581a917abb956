"""`framing estimate`."""

import argparse

HELP = "shares corrected for the coder's errors"
EXAMPLE = "framing estimate codes.csv --gold sheet.csv"


def add(p: argparse.ArgumentParser) -> None:
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    raise NotImplementedError

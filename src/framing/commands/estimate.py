"""`framing estimate`: codes of all units and a hand-coded sample in, corrected shares out."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

from framing.coded import one_scheme
from framing.commands.gold import NO_UNIT, add_options, check_output, first_variable, n_no_units, read_population, read_sheets, write_table
from framing.commands.shared import say
from framing.errors import FramingError
from framing.outputs import read_about
from framing.scheme import Codebook, shipped_scheme

if TYPE_CHECKING:
    import pandas as pd

HELP = "shares corrected for the coder's errors"
EXAMPLE = (
    "framing estimate codes.csv --gold sheet.csv --by outlet\n"
    "  framing estimate codes.csv --gold sheet-1.csv sheet-2.csv --target outlet --compare -o differences.csv"
)
TARGETS = ("corpus", "outlet")
METHODS = ("difference", "hand", "naive", "back-calculation", "em")
LAMBDA = "lambda "


def add(p: argparse.ArgumentParser) -> None:
    add_options(p)
    p.add_argument("--gold", nargs="+", type=Path, required=True, metavar="SHEET", help="filled sheets of framing sample, of one sample")
    p.add_argument(
        "--target",
        choices=TARGETS,
        default="corpus",
        help="what the share is of: these articles (intervals cover which units were drawn), or all the outlet might have published, of which these are "
        "a random sample (intervals cover which articles, too) (default: %(default)s)",
    )
    p.add_argument("--methods", metavar="A,B", help=f"{', '.join(METHODS)} (default: all that can be done)")
    p.add_argument(
        "--lambda",
        type=float,
        dest="power",
        metavar="L",
        help="how much the machine counts, 0 to 1 (default: what makes intervals narrowest)",
    )
    p.add_argument(
        "--compare", action="store_true", help="differences between every two groups, with intervals that hold for all of them at once"
    )
    p.add_argument(
        "--model-based", action="store_true", help="take hand-coded units that nobody drew at random for a random sample, and say so"
    )
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    check_output(a.output, (*a.codes, *a.gold))
    if a.compare and a.methods not in (None, "difference"):
        raise FramingError(f"--methods {a.methods} with --compare: differences are of corrected shares; leave --methods out")
    scheme = one_scheme(a.codes)
    a.variable = a.variable or first_variable(scheme)
    codes = read_population(a)
    gold = read_sheets(a.gold, codes, a.variable, scheme)
    found = _differences(codes, gold, scheme, a) if a.compare else _shares(codes, gold, scheme, a)
    refused = [] if a.compare else _refused(found)
    if a.output:
        write_table(found, a)
    else:
        _show(found, a)
    if n := n_no_units(gold):
        say(f"{n} of {len(gold)} units coded by hand are no units by their note ({NO_UNIT[0]!r}): they count as they were coded")
    for group, why in refused:
        say(f"{group}: {why}")
    return 1 if refused else 0


def _shares(codes: "pd.DataFrame", gold: "pd.DataFrame", scheme: Codebook, a: argparse.Namespace) -> "pd.DataFrame":
    from framing.correction import corrected_shares

    methods = [m.strip() for m in a.methods.split(",")] if a.methods is not None else None
    return corrected_shares(codes, gold, a.variable, **_options(scheme, a), methods=methods, trained=_presumed(scheme, a))


def _differences(codes: "pd.DataFrame", gold: "pd.DataFrame", scheme: Codebook, a: argparse.Namespace) -> "pd.DataFrame":
    from framing.correction import corrected_differences

    return corrected_differences(codes, gold, a.variable, **_options(scheme, a))


def _options(scheme: Codebook, a: argparse.Namespace) -> dict:
    named = {name: getattr(a, name) for name in ("by", "target", "weight", "level", "machine", "power", "model_based")}
    return {"scheme": scheme, **named}


def _presumed(scheme: Codebook, a: argparse.Namespace) -> list[float] | None:
    """Posture shares that the coder's probabilities presume, where all files note the same."""
    if a.variable != "posture" or scheme != shipped_scheme():
        return None
    try:
        noted = [[float(share) for share in read_about(path)["model"]["posture_shares"]] for path in a.codes]
    except (KeyError, TypeError, ValueError):
        return None
    return noted[0] if all(shares == noted[0] for shares in noted) else None


def _refused(found: "pd.DataFrame") -> list[tuple[str, str]]:
    """Groups without any share, each with the reason."""
    lost = found["share"].isna().groupby(found["group"]).transform("all")
    return list(found[lost].groupby("group", sort=False)["note"].first().items())


# A table to read


def _show(found: "pd.DataFrame", a: argparse.Namespace) -> None:
    from framing.correction import TARGETS

    marks, notes = _marked(found["note"])
    shares = found.assign(cell=[_cell(row, mark, a.compare) for row, mark in zip(found.to_dict("records"), marks, strict=True)])
    about = ["group", "versus", "value", "n_gold", "n_gold_versus"] if a.compare else ["group", "value", "n_gold", "n_positive"]
    wide = shares.pivot(index=about, columns="method", values="cell")
    order = shares[about].drop_duplicates()
    print(
        wide.loc[list(order.itertuples(index=False, name=None)), list(dict.fromkeys(found["method"]))].reset_index().to_string(index=False)
    )
    together = " (all of them at once)" if a.compare else ""
    print(f"\n{a.variable}: {found['estimand'].iloc[0]}; target {a.target}: {TARGETS[a.target]}")
    print(f"in brackets {a.level:.0%} intervals{together}, formed on the unclipped scale{'' if a.compare else ' and shown from 0 to 1'}")
    for method, assumes in found[["method", "assumes"]].drop_duplicates().itertuples(index=False):
        print(f"{method}: {assumes}")
    for mark, note in notes:
        print(f"{mark}: {note}")
    _show_lambda(found)


def _cell(row: dict, mark: str, compare: bool) -> str:
    """A share or difference with its interval and the marks of its notes."""
    numbers = [row["difference" if compare else "share"], row["low"], row["high"]]
    share, low, high = numbers if compare else (min(max(x, 0.0), 1.0) if x == x else x for x in numbers)
    interval = "" if low != low or row["se"] == 0 else f" ({low:.3f}, {high:.3f})"
    return f"{'-' if share != share else f'{share:.3f}{interval}'} {mark}".strip()


def _marked(notes: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """A letter for each note of a row, and what each letter means."""
    parts = [[p for p in note.split("; ") if p and not p.startswith(LAMBDA)] for note in notes]
    kinds = list(dict.fromkeys(p for row in parts for p in row))
    letter = {note: ascii_lowercase[i] if i < 26 else str(i) for i, note in enumerate(kinds)}
    return [" ".join(letter[p] for p in row) for row in parts], [(mark, note) for note, mark in letter.items()]


def _show_lambda(found: "pd.DataFrame") -> None:
    tuned = found[found["note"].str.startswith(LAMBDA)].drop_duplicates("group")
    if len(tuned):
        used = (f"{group} {note.split('; ')[0].removeprefix(LAMBDA)}" for group, note in zip(tuned["group"], tuned["note"], strict=True))
        print(f"lambda, how much the machine counts: {', '.join(used)}")

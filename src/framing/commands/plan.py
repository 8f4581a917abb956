"""`framing plan`: codes in, how many units to code by hand out."""

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from framing.coded import one_scheme
from framing.commands.gold import add_options, check_output, first_variable, read_population, read_sheets, write_table
from framing.commands.shared import count, say

if TYPE_CHECKING:
    import pandas as pd

HELP = "how many units to code by hand for intervals of a wanted width, or the width that so many units give"
EXAMPLE = "framing plan codes.csv --width 0.1\n  framing plan codes.csv --width 0.1 --pilot sheet.csv\n  framing plan codes.csv -n 100 --accuracy 0.6"


def add(p: argparse.ArgumentParser) -> None:
    add_options(p)
    wanted = p.add_mutually_exclusive_group(required=True)
    wanted.add_argument(
        "--width", type=float, metavar="W", help="of the whole interval of each share: 0.1 is five percent points to either side"
    )
    wanted.add_argument("-n", "--n", type=count, metavar="N", help="units coded by hand in each group: shows the widths they give")
    known = p.add_mutually_exclusive_group()
    known.add_argument("--pilot", nargs="+", type=Path, metavar="SHEET", help="filled sheets of framing sample, of one sample")
    known.add_argument(
        "--accuracy", type=float, metavar="A", help="share of units the machine codes right (default: trust its probabilities)"
    )
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    from framing.planning import units_needed

    check_output(a.output, (*a.codes, *(a.pilot or ())))
    scheme = one_scheme(a.codes)
    a.variable = a.variable or first_variable(scheme)
    named = {name: getattr(a, name) for name in ("width", "n", "by", "weight", "level", "accuracy", "machine")}
    codes = read_population(a)
    pilot = read_sheets(a.pilot, codes, a.variable, scheme) if a.pilot else None
    plan = units_needed(codes, a.variable, scheme=scheme, pilot=pilot, **named)
    if a.output:
        write_table(plan, a)
    else:
        _show(plan, a)
    say(f"next: {_next(plan, a)}")
    return 0


def _show(plan: "pd.DataFrame", a: argparse.Namespace) -> None:
    digits = 0 if a.width else 3
    designs = ["hand", "simple", "proportional", "neyman"]
    numbers = plan[designs].map(lambda x: "" if x != x else f"{x:.{digits}f}")
    table = plan[["group", "value", "n_units"]].join(plan["share"].round(3)).join(numbers).assign(gain=plan["gain"].round(2))
    print(table.assign(note=plan["note"].map(lambda note: "*" if note else "")).to_string(index=False))
    largest = plan.groupby("group", sort=False)[designs].max().map(lambda x: "" if x != x else f"{x:.{digits}f}")
    print(f"\nlargest of each group\n{largest.reset_index().to_string(index=False)}\n")
    what = (
        f"units to code by hand for {a.level:.0%} intervals of width {a.width}"
        if a.width
        else f"width of {a.level:.0%} intervals at {a.n} units a group"
    )
    print(f"{a.variable}, {what}, every {a.weight} counting the same, target corpus")
    print("hand: without the machine. simple: with it, random units of the group. proportional, neyman: over thirds of the machine's doubt")
    print(f"gain: units coded by hand alone that one is worth with the machine\nassumes: {plan['assumes'].iloc[0]}")
    if plan["note"].any():
        print("*: " + "; ".join(dict.fromkeys(note.partition(";")[0] for note in plan["note"] if note)))


def _next(plan: "pd.DataFrame", a: argparse.Namespace) -> str:
    """The call that draws the sample: as many units from each group as the one that needs most, by the cheaper design that `framing sample` can draw."""
    size = plan.groupby("group", sort=False)["n_units"].first()
    largest = {design: int(plan[design].max()) if a.width and plan[design].notna().all() else a.n for design in ("simple", "neyman")}
    by = ["--by", a.by] if a.by != "outlet" else []
    if a.width and plan["neyman"].notna().all() and largest["neyman"] < largest["simple"] and largest["neyman"] <= size.min():
        design = [
            "-n",
            str(largest["neyman"]),
            "--per-group",
            "--stratify",
            "doubt",
            *(["--variable", a.variable] if a.variable != "posture" else []),
        ]
    else:
        design = ["-n", str(int(size.clip(upper=largest["simple"]).sum())), "--allocate", "equal"]
    copies = ["--without-copies"] if a.without_copies else []
    return shlex.join(["framing", "sample", *map(str, a.codes), *design, *by, *copies, "-o", "sheet.csv"])

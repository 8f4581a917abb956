"""`framing plan`: codes in, how many units to code by hand out."""

import argparse
import io
import shlex
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from framing.coded import one_scheme
from framing.commands.gold import add_options, check_output, check_unseen, first_variable, read_population, read_sheets, write_table
from framing.commands.shared import count, say
from framing.errors import FramingError
from framing.outputs import read_about

if TYPE_CHECKING:
    import pandas as pd

HELP = "how many units to code by hand for intervals of a wanted width, or the width that so many units give"
EXAMPLE = "framing plan codes.csv --width 0.1\n  framing plan codes.csv --width 0.1 --pilot sheet.csv --target outlet\n  framing plan codes.csv -n 100 --confusion published"
PUBLISHED = "published"
DESIGNS = {
    "hand": "without the machine",
    "simple": "with it, random units of the group",
    "proportional": "over thirds of the machine's doubt",
    "neyman": "over these, more from where it doubts more",
}
SHARES = {
    "probabilities": "by the machine's probabilities",
    "accuracy": "by the machine's codes, right at the rate given",
    "confusion": "by the machine's codes, confused as in the table",
    "pilot": "by the pilot's hand codes; those of all groups, for a group with fewer than 20 of them",
}
WIDE = 110  # columns of what is printed below the table


def add(p: argparse.ArgumentParser) -> None:
    add_options(p)
    wanted = p.add_mutually_exclusive_group(required=True)
    wanted.add_argument(
        "--width", type=float, metavar="W", help="of the whole interval of each share: 0.1 is five percent points to either side"
    )
    wanted.add_argument("-n", "--n", type=count, metavar="N", help="units coded by hand in each group: shows the widths they give")
    p.add_argument(
        "--target",
        choices=["corpus", "outlet"],
        default="corpus",
        help="what the share is of, as framing estimate will be told: these articles, or all the outlet might have published, of which these are a random "
        "sample; then few articles leave a width that no hand coding takes away (default: %(default)s)",
    )
    known = p.add_mutually_exclusive_group()
    known.add_argument("--pilot", nargs="+", type=Path, metavar="SHEET", help="filled sheets of framing sample, of one sample")
    known.add_argument(
        "--confusion",
        metavar="FILE",
        help=f"how the machine errs, as counts: a .csv file with a row per value by hand and a column per value by the machine, or {PUBLISHED}: those of the package's coder that made CODES, on sentences that trained nothing",
    )
    known.add_argument(
        "--accuracy", type=float, metavar="A", help="share of units the machine codes right (default: trust its probabilities)"
    )
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    from framing.planning import units_needed

    check_output(a.output, (*a.codes, *(a.pilot or ())))
    scheme = one_scheme(a.codes)
    a.variable = a.variable or first_variable(scheme)
    named = {name: getattr(a, name) for name in ("width", "n", "by", "target", "weight", "level", "accuracy", "machine")}
    codes = read_population(a)
    pilot = read_sheets(a.pilot, codes, a.variable, scheme) if a.pilot else None
    if pilot is not None:
        check_unseen(a.codes, codes, pilot, a.variable, scheme)
    confusion = None if a.confusion is None else _confusion(a)
    plan = units_needed(codes, a.variable, scheme=scheme, pilot=pilot, confusion=confusion, **named)
    if a.output:
        write_table(plan, a)
    else:
        _show(plan, a)
    refused = plan.loc[plan["share"].isna(), ["group", "note"]].drop_duplicates()
    for group, why in refused.itertuples(index=False):
        say(f"{group}: {why}")
    say(_next(plan, a))
    return 1 if len(refused) else 0


def _confusion(a: argparse.Namespace) -> "pd.DataFrame":
    """The table of counts that the options ask for, hand × machine values."""
    from framing.planning import published_confusion

    if a.confusion != PUBLISHED:
        return _read_counts(Path(a.confusion))
    coder, *others = dict.fromkeys(map(_coder, a.codes))
    if others or not coder:
        which = "several coders made them" if others else "nothing noted with them says which coder made them"
        raise FramingError(f"--confusion {PUBLISHED}: {', '.join(map(str, a.codes))}: {which}; give a table of counts")
    return published_confusion(coder, a.variable)


def _coder(path: Path) -> str:
    model = read_about(path).get("model")
    return str(model.get("name", "")) if isinstance(model, dict) else ""


def _read_counts(path: Path) -> "pd.DataFrame":
    import pandas as pd

    from framing.read import decode

    if not path.is_file():
        raise FramingError(f"{path}: no such file; give a .csv file of counts, or {PUBLISHED}")
    text = decode(path.read_bytes(), str(path))
    try:
        return pd.read_csv(io.StringIO(text), index_col=0, dtype=str, sep=max(",;\t", key=text.partition("\n")[0].count))
    except ValueError as e:
        raise FramingError(f"{path}: no table of counts ({e})") from e


def _show(plan: "pd.DataFrame", a: argparse.Namespace) -> None:
    there = plan[plan["share"].notna()]
    designs = [name for name in DESIGNS if there[name].notna().any() or name in ("hand", "simple")]
    outlet = ["n_articles", "floor", *(["articles"] if a.width else [])] if a.target == "outlet" else []
    digits = dict.fromkeys(designs, 0 if a.width else 3) | {"share": 3, "gain": 2, "floor": 3, "n_articles": 0, "articles": 0}
    widths = ["floor", *([] if a.width else designs)]
    shown = [*(["n_articles"] if outlet else []), "share", *designs, "gain", *outlet[1:]]
    notes = there["note"].str.split("; ").map(lambda parts: "*" if any(part.startswith("fewer") for part in parts) else "")
    table = there[["group", "value", "n_units"]].join(_printed(there[shown], digits, widths))
    print((table.assign(note=notes) if notes.any() else table).to_string(index=False))
    largest = there.groupby("group", sort=False)[[*designs, *outlet[1:]]].agg(lambda column: column.max(skipna=False))
    print(f"\nlargest of each group\n{_printed(largest, digits, widths).reset_index().to_string(index=False)}\n")
    what = (
        f"units to code by hand for {a.level:.0%} intervals of width {a.width}"
        if a.width
        else f"width of {a.level:.0%} intervals at {a.n} units a group"
    )
    print(f"{a.variable}, {what}, every {a.weight} counting the same, target {a.target}")
    for line in _legend(there, designs, a):
        print(textwrap.fill(line, WIDE, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))
    if notes.any():
        print("*: fewer than 10 units of it or of the others to be expected: interval is rough")


def _legend(there: "pd.DataFrame", designs: list[str], a: argparse.Namespace) -> list[str]:
    """What the columns mean, and what they rest on."""
    source = next((name for name in SHARES if getattr(a, name, None) is not None), "probabilities")
    harmed = "; under 1: the machine widens the interval of this value, since one weight for it (lambda) serves all values"
    whole = there[there["note"].str.startswith("all ")].groupby("group", sort=False)["n_units"].first()
    lines = [
        f"share: to be expected {SHARES[source]}",
        "; ".join(f"{name}: {DESIGNS[name]}" for name in designs),
        "gain: units coded by hand alone that one is worth with the machine, in a sample small beside its group"
        + (harmed if (there["gain"].round(2) < 1).any() else ""),
    ]
    if a.target == "outlet":
        reach = "; articles: least number that can reach the width wanted" if a.width else ""
        lines.append(f"floor: width left when every unit is coded by hand{reach}")
    if a.width and there["simple"].isna().any():
        lines.append("-: out of reach with the articles at hand, however many units are coded")
    if len(whole):
        left = "the floor is left" if a.target == "outlet" else "nothing is left to estimate"
        lines.append(f"all units coded, {left}: {'; '.join(f'all {n} of {group}' for group, n in whole.items())}")
    if a.pilot:
        lines.append(
            "units: of one sample, which framing sample draws anew; those of the pilot that it draws again need not be coded again "
            "(copy their codes), the pilot's others do not count towards it"
        )
    return [*lines, f"assumes: {there['assumes'].iloc[0]}"]


def _printed(numbers: "pd.DataFrame", digits: dict[str, int], widths: list[str]) -> "pd.DataFrame":
    """Numbers as text; a width of more than the whole scale says nothing, however much more."""

    def cell(x: float, name: str) -> str:
        return "-" if x != x else "over 1" if name in widths and x > 1 else f"{x:.{digits[name]}f}"

    return numbers.apply(lambda column: column.map(lambda x: cell(x, column.name)))


def _next(plan: "pd.DataFrame", a: argparse.Namespace) -> str:
    """The call that draws the sample: as many units from each group as the one that needs most, by the cheaper design that `framing sample` can draw."""
    plan = plan[plan["share"].notna()]
    if plan["simple"].isna().any():
        short = plan[plan["simple"].isna()].groupby("group", sort=False)[["n_articles", "articles"]].max()
        named = "; ".join(
            f"{group} needs about {row.articles:.0f} articles and has {row.n_articles:.0f}" for group, row in short.iterrows()
        )
        return f"no number of units gives the width: {named}. More articles, a wider interval, or --target corpus"
    size = plan.groupby("group", sort=False)["n_units"].first()
    largest = {design: int(plan[design].max()) if a.width and plan[design].notna().all() else a.n for design in ("simple", "neyman")}
    by = ["--by", a.by] if a.by != "outlet" else []
    if a.width and plan["neyman"].notna().all() and largest["neyman"] < largest["simple"] and largest["neyman"] <= size.min():
        variable = ["--variable", a.variable] if a.variable != "posture" else []
        design = ["-n", str(largest["neyman"]), "--per-group", "--stratify", "doubt", *variable]
    else:
        design = ["-n", str(int(size.clip(upper=largest["simple"]).sum())), "--allocate", "equal"]
    copies = ["--without-copies"] if a.without_copies else []
    return "next: " + shlex.join(["framing", "sample", *map(str, a.codes), *design, *by, *copies, "-o", "sheet.csv"])

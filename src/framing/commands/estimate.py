"""`framing estimate`: codes of all units and a hand-coded sample in, corrected shares out."""

import argparse
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

from framing.coded import check_once, one_scheme, read_codes
from framing.commands.shared import say
from framing.errors import FramingError
from framing.outputs import check_place, check_suffix, read_about, write_rows
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
    p.add_argument("codes", nargs="+", type=Path, metavar="CODES", help="outputs of framing code: all units")
    p.add_argument("--gold", nargs="+", type=Path, required=True, metavar="SHEET", help="filled sheets of framing sample, of one sample")
    p.add_argument(
        "--variable", default="posture", help="of the codebook; of several values a unit one, as frame:security (default: %(default)s)"
    )
    p.add_argument("--by", default="outlet", metavar="COLUMN", help="column that names the group (default: %(default)s)")
    p.add_argument(
        "--target",
        choices=TARGETS,
        default="corpus",
        help="what the share is of: these articles (intervals cover which units were drawn), or all the outlet might have published, of which these are "
        "a random sample (intervals cover which articles, too) (default: %(default)s)",
    )
    p.add_argument("--weight", choices=["article", "unit"], default="article", help="what counts the same (default: every %(default)s)")
    p.add_argument("--level", type=float, default=0.95, help="of the intervals (default: %(default)s)")
    p.add_argument(
        "--machine", choices=["codes", "probabilities"], help="what is corrected (default: probabilities where the table has them)"
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
    p.add_argument("--without-copies", action="store_true", help="leave out articles that are copies of others, as framing sample did")
    p.add_argument("-o", "--output", type=Path, metavar="OUT", help=".csv, .jsonl or .parquet (default: a table on standard output)")
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    _check_output(a)
    if a.compare and a.methods not in (None, "difference"):
        raise FramingError(f"--methods {a.methods} with --compare: differences are of corrected shares; leave --methods out")
    scheme = one_scheme(a.codes)
    codes, gold = _units(a), _gold(a, scheme)
    found = _differences(codes, gold, scheme, a) if a.compare else _shares(codes, gold, scheme, a)
    refused = [] if a.compare else _refused(found)
    if a.output:
        rows = found.astype(object).where(found.notna(), None).to_dict("records")
        write_rows(rows, a.output, list(found), _about(a))
        say(f"{len(found)} rows in {a.output}")
    else:
        _show(found, a)
    for group, why in refused:
        say(f"{group}: {why}")
    return 1 if refused else 0


def _check_output(a: argparse.Namespace) -> None:
    if a.output:
        check_suffix(a.output)
        check_place(a.output)
        if a.output.resolve() in {path.resolve() for path in (*a.codes, *a.gold)}:
            raise FramingError(f"-o {a.output}: is an input too; give another name")


def _units(a: argparse.Namespace) -> "pd.DataFrame":
    import pandas as pd

    needed = ["unit_id", "article_id", a.by, *(["duplicate_of"] if a.without_copies else [])]
    table = pd.concat([read_codes(path, needed) for path in a.codes], ignore_index=True).fillna("")
    check_once(table, ", ".join(map(str, a.codes)))
    return table[table["duplicate_of"] == ""] if a.without_copies else table


def _gold(a: argparse.Namespace, scheme: Codebook) -> "pd.DataFrame":
    """The sheets as one table; a unit that several coders coded counts as the first of them has it."""
    import pandas as pd

    from framing.indicators import one_code_each

    sheets = [read_codes(path, ["unit_id"], scheme=scheme, tell=say) for path in a.gold]
    gold, shared, differing = one_code_each(pd.concat(sheets, ignore_index=True), a.variable, scheme)
    if shared:
        say(f"{shared} units stand in several sheets, {differing} of them with different codes: the first sheet named counts")
    return gold


def _shares(codes: "pd.DataFrame", gold: "pd.DataFrame", scheme: Codebook, a: argparse.Namespace) -> "pd.DataFrame":
    from framing.corrected import corrected_shares

    methods = [m.strip() for m in a.methods.split(",")] if a.methods is not None else None
    return corrected_shares(codes, gold, a.variable, **_options(scheme, a), methods=methods, trained=_presumed(scheme, a))


def _differences(codes: "pd.DataFrame", gold: "pd.DataFrame", scheme: Codebook, a: argparse.Namespace) -> "pd.DataFrame":
    from framing.corrected import corrected_differences

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


def _about(a: argparse.Namespace) -> dict:
    options = {k: v for k, v in vars(a).items() if k not in ("run", "output", "codes", "gold")}
    return options | {"framing": version("framing"), "codes": list(map(str, a.codes)), "gold": list(map(str, a.gold))}


# A table to read


def _show(found: "pd.DataFrame", a: argparse.Namespace) -> None:
    from framing.corrected import TARGETS

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

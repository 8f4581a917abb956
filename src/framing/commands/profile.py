"""`framing profile`: shares of a variable's values by outlet."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framing.coded import check_once, check_values, read_codes
from framing.codes import POSTURES
from framing.commands.shared import say
from framing.errors import FramingError
from framing.outputs import check_place, check_suffix, read_about

if TYPE_CHECKING:
    import pandas as pd


HELP = "shares of a variable's values by outlet"
EXAMPLE = "framing profile codes.csv --by outlet -o profiles.csv"
PROFILED = ("posture", "appraisal", "explains", "stance", "voice")


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument("codes", nargs="+", type=Path, metavar="CODES", help="outputs of framing code")
    p.add_argument("-o", "--output", type=Path, metavar="OUT", help="a .csv file (default: a table on standard output)")
    p.add_argument("--by", default="outlet", help="column that names the group (default: %(default)s)")
    p.add_argument("--variable", default="posture", help=f"{', '.join(PROFILED[:-1])} or {PROFILED[-1]} (default: %(default)s)")
    p.add_argument(
        "--prior-shift",
        action="store_true",
        help="posture only: shares estimated from the probabilities by expectation maximisation, for outlets whose shares are far from those in training; where they are near it does harm, see section 5 of the report",
    )
    p.add_argument("--weight", choices=["article", "unit"], default="article", help="what counts the same (default: every %(default)s)")
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    import pandas as pd

    from framing.codes import values

    if a.variable not in PROFILED:
        raise FramingError(f"--variable {a.variable}: allowed are {', '.join(PROFILED)}")
    if a.prior_shift and (a.variable != "posture" or a.weight != "unit"):
        raise FramingError("--prior-shift estimates shares of posture among all units; say --variable posture --weight unit")
    if a.output:
        check_suffix(a.output, (".csv",))
        check_place(a.output)
    allowed = POSTURES if a.variable == "posture" else values()[a.variable]
    table = pd.concat([_counted(path, a, allowed) for path in a.codes], ignore_index=True)
    check_once(table, ", ".join(map(str, a.codes)))
    found = _shifted(table, a) if a.prior_shift else _shares(table, a, allowed)
    if a.output:
        found.to_csv(a.output, index=False, lineterminator="\n")
    else:
        print(found[["group", "value", "share", "n_units", "n_articles"]].round(3).to_string(index=False))
        method = "under the class shares that make its probabilities likeliest" if a.prior_shift else "as the machine codes them"
        print(f"share: {found['estimand'][0]}, {method}; not corrected for its errors")
    return 0


def _shares(table: "pd.DataFrame", a: argparse.Namespace, allowed: Sequence[str]) -> "pd.DataFrame":
    """The profile of units as coded; without those abstained on, and those of no stance because their article never names the step."""
    import pandas as pd

    from framing.estimate import profile

    coded = table[table[a.variable] != ""]
    if len(coded) < len(table):
        say(f"{len(table) - len(coded)} of {len(table)} units have no {a.variable} and are left out of the shares counted")
    codes = pd.DataFrame({"unit_id": coded["unit_id"], "variable": a.variable, "value": coded[a.variable]})
    return profile(codes, coded, a.variable, values=allowed, by=a.by, weight=a.weight)


def _shifted(table: "pd.DataFrame", a: argparse.Namespace) -> "pd.DataFrame":
    """The profile with each group's shares estimated from the probabilities of all its units, abstained or not."""
    import pandas as pd

    from framing.shift import shares_under_shift

    trained = _presumed(a.codes)
    try:
        p = table[[f"p_{v}" for v in POSTURES]].astype(float).set_axis(POSTURES, axis=1)
    except (KeyError, ValueError) as e:
        raise FramingError(f"{', '.join(map(str, a.codes))}: --prior-shift needs p_skeptical … as `framing code` writes them ({e})") from e
    estimated = {g: pd.Series(shares_under_shift(own.to_numpy(), trained), POSTURES) for g, own in p.groupby(table[a.by], sort=False)}
    found = _shares(table.assign(posture=p.idxmax(axis=1)), a, POSTURES)
    shares = [estimated[g][v] for g, v in zip(found["group"], found["value"], strict=True)]
    return found.assign(share=shares, method="expectation maximisation over probabilities (Saerens et al. 2002)")


def _presumed(paths: Sequence[Path]) -> list[float]:
    """The posture shares the model of coded files presumes, from their metadata."""
    noted = []
    for path in paths:
        try:
            shares = read_about(path)["model"]["posture_shares"]
            noted.append([float(share) for share in shares])
        except (KeyError, TypeError, ValueError) as e:
            raise FramingError(
                f"{path}: --prior-shift needs the metadata `framing code` writes with it (.meta.json beside a table): {e!r}"
            ) from e
    if any(shares != noted[0] for shares in noted):
        raise FramingError("--prior-shift needs files coded by one model; these are of several")
    return noted[0]


def _counted(path: Path, a: argparse.Namespace, allowed: Sequence[str]) -> "pd.DataFrame":
    """The units of a file that count: those of weight 0 need no code."""
    import pandas as pd

    table = read_codes(path, ["unit_id", "article_id", "weight", a.by, a.variable])
    weight = pd.to_numeric(table["weight"], errors="coerce")
    if weight.isna().any():
        unit, given = table[weight.isna()][["unit_id", "weight"]].iloc[0]
        raise FramingError(f"{path}, unit {unit}: weight is {given!r}; allowed are numbers")
    counted = table.assign(weight=weight)[weight > 0]
    if counted.empty:
        raise FramingError(f"{path}: no unit in it has a weight above 0")
    if (counted[a.variable] == "").all():
        raise FramingError(f"{path}: no unit in it has a {a.variable}")
    check_values(counted, a.variable, (*allowed, ""), path)
    return counted

"""`framing estimate`: codes of all units and a hand-coded sample in, corrected shares out."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

from framing.blinding import unhidden
from framing.coded import one_scheme, read_codes
from framing.commands.gold import (
    add_options,
    agreed,
    check_output,
    check_unseen,
    first_variable,
    models_of,
    n_seen,
    read_population,
    read_sheets,
    write_table,
)
from framing.commands.shared import say
from framing.errors import FramingError
from framing.outputs import read_about
from framing.own import load_own
from framing.scheme import Codebook, shipped_scheme

if TYPE_CHECKING:
    import pandas as pd

    from framing.lexicon import Lexicon

HELP = "shares corrected for the coder's errors"
EXAMPLE = (
    "framing estimate codes.csv --gold sheet.csv --by outlet\n"
    "  framing estimate codes.csv --gold sheet-1.csv sheet-2.csv --target outlet --compare -o differences.csv\n"
    "  framing estimate codes.csv --gold sheet.csv --cross-fit"
)
TARGETS = ("corpus", "outlet")
METHODS = ("difference", "hand", "naive", "back-calculation", "em")
LAMBDA = "lambda "
N_FOLDS = 5


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
    p.add_argument(
        "--cross-fit",
        type=_folds,
        nargs="?",
        const=N_FOLDS,
        metavar="FOLDS",
        help="let the sample train coders too: each hand-coded unit is coded by one that had not seen its fold, the others by the mean of all "
        f"(default: {N_FOLDS} folds)",
    )
    p.add_argument(
        "--exemplars",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="with --cross-fit: further coded sentences to train with, as framing train takes",
    )
    p.set_defaults(run=run)


def _folds(given: str) -> int:
    if not given.isdecimal() or int(given) < 2:
        raise argparse.ArgumentTypeError(f"{given!r}; allowed are whole numbers from 2 (and CODES before it)")
    return int(given)


def run(a: argparse.Namespace) -> int:
    check_output(a.output, (*a.codes, *a.gold))
    if a.exemplars and not a.cross_fit:
        raise FramingError("--exemplars without --cross-fit: only with it are coders trained here")
    if a.compare and a.methods not in (None, "difference"):
        raise FramingError(f"--methods {a.methods} with --compare: differences are of corrected shares; leave --methods out")
    scheme = one_scheme(a.codes)
    a.variable = a.variable or first_variable(scheme)
    codes = read_population(a)
    gold = read_sheets(a.gold, codes, a.variable, scheme)
    if a.cross_fit:
        codes = _cross_fitted(codes, gold, scheme, a)
    else:
        check_unseen(a.codes, codes, gold, a.variable, scheme)
    found = _differences(codes, gold, scheme, a) if a.compare else _shares(codes, gold, scheme, a)
    if a.cross_fit:
        found["assumes"] = found["assumes"].where(found["method"] == "hand", found["assumes"] + f" (cross-fitted in {a.cross_fit} folds)")
    refused = [] if a.compare else _refused(found)
    if a.output:
        write_table(found, a)
    else:
        _show(found, a)
        _show_agreement(gold, scheme, a)
        if not a.cross_fit:
            _show_verdicts(codes, gold, scheme, a)
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
    if a.variable != "posture" or scheme != shipped_scheme() or a.cross_fit:
        return None
    try:
        noted = [[float(share) for share in read_about(path)["model"]["posture_shares"]] for path in a.codes]
    except (KeyError, TypeError, ValueError):
        return None
    return noted[0] if all(shares == noted[0] for shares in noted) else None


# Where the sample trained a coder


def _cross_fitted(codes: "pd.DataFrame", gold: "pd.DataFrame", scheme: Codebook, a: argparse.Namespace) -> "pd.DataFrame":
    """The codes by coders trained with the sample, beside the one that coded them unless that knows the sample."""
    import pandas as pd

    from framing.crossfitting import cross_fitted_codes

    tables = [read_codes(path, ["text"], scheme=scheme, tell=say) for path in a.exemplars or ()]
    exemplars = pd.concat(tables, ignore_index=True).fillna("") if tables else None
    if exemplars is not None and "unit_id" in exemplars:
        exemplars["unit_id"] = unhidden(exemplars["unit_id"], codes["unit_id"])
    seen = n_seen(a.codes, codes, gold, a.variable, scheme)
    options = {"lexicon": _lexicon(scheme, a), "exemplars": exemplars, "stacked": not seen, "n_folds": a.cross_fit}
    if seen:
        say(f"{seen} units coded by hand had trained the coder: what it says of any is left out, and coders are trained anew")
    return cross_fitted_codes(codes, gold, a.variable, scheme=scheme, by=a.by, **options)


def _lexicon(scheme: Codebook, a: argparse.Namespace) -> "Lexicon | None":
    """That of the model of one's own that coded, where its file is still there."""
    names = list(dict.fromkeys(str(model.get("name", "")) for model in models_of(a.codes)))
    if scheme == shipped_scheme() or not names:
        return None
    if not Path(names[0]).is_file():
        say(f"{names[0]}: no such file any more; cross-fitted without its lexicon")
        return None
    return load_own(names[0])[0].lexicon


def _refused(found: "pd.DataFrame") -> list[tuple[str, str]]:
    """Groups without any share, each with the reason."""
    lost = found["share"].isna().groupby(found["group"]).transform("all")
    return list(found[lost].groupby("group", sort=False)["note"].first().items())


# A table to read


def _show(found: "pd.DataFrame", a: argparse.Namespace) -> None:
    from framing.correction import TARGETS

    parts = [[p for p in note.split("; ") if p and LAMBDA not in p] for note in found["note"]]
    of_groups = {} if a.compare else _of_groups(found["group"], parts)
    marks, notes = _marked([[p for p in row if p not in of_groups.get(g, ())] for g, row in zip(found["group"], parts, strict=True)])
    shares = found.assign(cell=[_cell(row, mark, a.compare) for row, mark in zip(found.to_dict("records"), marks, strict=True)])
    about = ["group", "versus", "value", "n_gold", "n_gold_versus"] if a.compare else ["group", "value", "n_gold", "n_positive"]
    if not a.compare:
        shares["n_positive"] = shares["n_positive"].map("{:g}".format)
    wide = shares.pivot(index=about, columns="method", values="cell")
    order = list(shares[about].drop_duplicates().itertuples(index=False, name=None))
    print(wide.loc[order, list(dict.fromkeys(found["method"]))].reset_index().to_string(index=False))
    together = " (all of them at once)" if a.compare else ""
    print(f"\n{a.variable}: {found['estimand'].iloc[0]}; target {a.target}: {TARGETS[a.target]}")
    print(f"in brackets {a.level:.0%} intervals{together}, formed on the unclipped scale{'' if a.compare else ' and shown from 0 to 1'}")
    print(f"n_gold: units coded by hand{'' if a.compare else '; n_positive: of these with the value'}")
    for method, assumes in found[["method", "assumes"]].drop_duplicates().itertuples(index=False):
        print(f"{method}: {assumes}")
    for mark, note in notes:
        print(f"{mark}: {note}")
    for group, told in of_groups.items():
        print(*(f"{group}: {note}" for note in told), sep="\n", end="\n" if told else "")
    if not a.compare:
        _show_lambda(found)


def _cell(row: dict, mark: str, compare: bool) -> str:
    """A share or difference with its interval and the marks of its notes."""
    numbers = [row["difference" if compare else "share"], row["low"], row["high"]]
    share, low, high = numbers if compare else (min(max(x, 0.0), 1.0) if x == x else x for x in numbers)
    interval = "" if low != low or row["low"] == row["high"] else f" ({low:.2f}, {high:.2f})"
    return f"{'-' if share != share else f'{share:.3f}{interval}'} {mark}".strip()


def _of_groups(groups: "pd.Series", parts: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Group → what concerns all of its rows."""
    told: dict[str, list[str]] = {}
    for group, row in zip(groups, parts, strict=True):
        told[group] = [note for note in told.get(group, row) if note in row]
    return told


def _marked(parts: Sequence[Sequence[str]]) -> tuple[list[str], list[tuple[str, str]]]:
    """Letters for the notes of each row, and what each letter means."""
    kinds = list(dict.fromkeys(p for row in parts for p in row))
    letter = {note: ascii_lowercase[i] if i < 26 else f" {i}" for i, note in enumerate(kinds)}
    return ["".join(sorted(letter[p] for p in row)) for row in parts], [(mark.strip(), note) for note, mark in letter.items()]


def _show_lambda(found: "pd.DataFrame") -> None:
    tuned = found[found["note"].str.startswith(LAMBDA)].drop_duplicates("group")
    if len(tuned):
        used = (f"{group} {note.split('; ')[0].removeprefix(LAMBDA)}" for group, note in zip(tuned["group"], tuned["note"], strict=True))
        print(f"lambda, how much the machine counts: {', '.join(used)}")


def _show_agreement(gold: "pd.DataFrame", scheme: Codebook, a: argparse.Namespace) -> None:
    """How far the people agree whose codes the shares rest on."""
    found, why = agreed(gold, a.variable, scheme)
    said = (
        f"alpha {found.value:.2f} ({found.low:.2f}, {found.high:.2f}) on {found.n_units} units that several people coded" if found else why
    )
    print(f"\nagreement behind the hand codes: {said}")


def _show_verdicts(codes: "pd.DataFrame", gold: "pd.DataFrame", scheme: Codebook, a: argparse.Namespace) -> None:
    """Whether the machine's own shares would do, by the hand codes."""
    from framing.verdict import verdicts

    options = {name: getattr(a, name) for name in ("by", "weight", "level", "machine", "model_based")}
    print("\nthe machine's own shares of these articles")
    for row in verdicts(codes, gold, a.variable, scheme=scheme, **options).itertuples(index=False):
        print(f"{row.group}: {row.verdict}. {row.reason} {row.todo}")

"""`framing lexicon audit`: what the lexicon is worth on coded units, and what it carries of each outlet's result."""

import argparse
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from framing.coded import DESIGN, check_values, near, read_codes, scheme_of
from framing.codes import POSTURES, values
from framing.commands.shared import say
from framing.errors import FramingError
from framing.outputs import SUFFIXES, check_place, check_suffix, read_about, write_rows
from framing.scheme import shipped_scheme

if TYPE_CHECKING:
    import pandas as pd

    from framing.audit import Coder
    from framing.features import FeatureSpace

HELP = "what the lexicon is worth on units you have coded, and what it carries of each outlet's result"
EXAMPLE = """framing lexicon audit coded.csv -o entries.csv
  framing lexicon audit codes.csv --by outlet              # is an outlet's result one word? (output of framing code)"""
SHOWN = 3  # entries printed of each group and value
WIDEST = 24  # characters of a term as it is printed
OF_ENTRIES = "entry term variable value n precision low high chance q verdict_corrected".split()
OF_GROUPS = "variable value group n_entries coverage n precision low high chance".split()
OF_RESULTS = "group value n_units share n_entries effective top first decisive lost share_without".split()
OF_CARRIERS = "group value term points_to units carries lost share_without n precision low high".split()
MEANING = """share: mean over articles; carries: part of what all entries add to the value in its units; effective: how many entries of
equal part would be as concentrated; top: the part of the five strongest; decisive: the entry without which the share is
least; lost: units that have the value no more then. A value that no entry adds to has no row; the file (-o) has more columns"""
PRECISION = "n, precision: units coded by hand in which the entry stands, and the share of them in which it is right"


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "what", choices=["audit"], help="precision of each entry on coded units, with its interval, and what dropping it changes"
    )
    p.add_argument(
        "gold",
        type=Path,
        metavar="GOLD",
        help="units with unit_id, text and codes of one variable at least, by people and not used to make or prune the lexicon; with --by also an output of framing code",
    )
    p.add_argument("--lexicon", type=Path, metavar="FILE", help="a lexicon of your own (default: the package's)")
    p.add_argument("--groups", action="store_true", help="by group of entries: coverage and precision")
    p.add_argument(
        "--by",
        metavar="COLUMN",
        help="what each entry carries of the machine's result for each outlet, or other groups that COLUMN names, and what the result is without it",
    )
    p.add_argument(
        "--variable",
        metavar="NAME",
        help="with --by: whose result: posture, stance or a frame, as frame:security (default: posture)",
    )
    p.add_argument("-o", "--output", type=Path, metavar="OUT", help="a .csv file (default: a table on standard output)")
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    from framing.features import FeatureSpace, shipped_space
    from framing.lexicon import read_lexicon

    _check_call(a)
    table = read_codes(a.gold, ["unit_id", *([] if a.by else ["text"])])
    _check_groups(a, table)
    space = FeatureSpace(read_lexicon(a.lexicon), ()) if a.lexicon else shipped_space()
    return _carried(a, table, space) if a.by else _precision(a, table, space)


def _check_call(a: argparse.Namespace) -> None:
    if a.output:
        check_suffix(a.output, (".csv",))
        check_place(a.output)
        if a.output.resolve() == a.gold.resolve():
            raise FramingError(f"-o {a.output}: is the input too; give another name")
    if a.by and a.groups:
        raise FramingError("--groups is of coded units as a whole; leave it out with --by")
    if a.variable and not a.by:
        raise FramingError("--variable says whose result entries carry; give --by too, as in --by outlet")
    if a.by and a.lexicon and a.variable not in (None, "posture"):
        raise FramingError(f"--variable {a.variable}: a lexicon of your own decides on posture only; leave out --lexicon or --variable")
    if a.gold.is_file() and a.gold.suffix.lower() in SUFFIXES and scheme_of(a.gold) is not shipped_scheme():
        raise FramingError(f"{a.gold}: coded by a codebook of its own; the audit is of lexicons for the package's")


def _check_groups(a: argparse.Namespace, table: "pd.DataFrame") -> None:
    missing = [c for c in ("article_id", a.by) if a.by and c not in table]
    if missing:
        fix = "; sheets hide it: draw one with framing sample --show-source, or give the output of framing code"
        raise FramingError(
            f"{a.gold}: no column {missing[0]!r}{near(missing[0], table.columns)}; the file has {', '.join(table.columns)}"
            + (fix if set(DESIGN) <= set(table) else "")
        )


def _precision(a: argparse.Namespace, table: "pd.DataFrame", space: "FeatureSpace") -> int:
    """What entries, or groups of them, are worth on units that people coded."""
    from framing.audit import audit_groups

    if _by_machine(table):
        raise FramingError(
            f"{a.gold}: holds the machine's own codes (column {_by_machine(table)}), and the lexicon has made them: give units that people have coded "
            "(framing sample makes the sheet), or --by outlet for what entries carry of the machine's result"
        )
    counts = _counts(table, space, a.gold)
    _check_codes(a, table)
    found = audit_groups(counts, table, space.lexicon) if a.groups else _entries(a, counts, table, space)
    if a.output:
        _write(found, a, "groups" if a.groups else "entries")
        return 0
    met = found[found["n"] > 0].sort_values(["variable", "value", "precision", "n"], ascending=[True, True, False, False])
    print(_printed(met, OF_GROUPS if a.groups else OF_ENTRIES))
    what = "groups" if a.groups else "entries"
    print(f"\n{len(met)} of {len(found)} {what} met in {len(table)} units; chance: the value's share of the coded units")
    if not a.groups:
        tested = int(found["q"].notna().sum())
        print(f"q: Fisher's exact test of the units with the entry against those without, corrected for the {tested} entries tested")
    print(_chosen_by(a))
    return 0


def _chosen_by(a: argparse.Namespace) -> str:
    """What the lexicon was chosen by: on the same units its precision would come out too high."""
    if a.lexicon:
        return "Precision is too high where the entries were chosen by these units: of your own lexicon only you know"
    return "The package's lexicon was pruned on its exemplars and a training part of WikiNews and PUD; precision is too high on these"


def _entries(a: argparse.Namespace, counts: list[dict[str, int]], table: "pd.DataFrame", space: "FeatureSpace") -> "pd.DataFrame":
    """The audit of each entry; says so where units are among those the entries were chosen by."""
    from framing.audit import audit_entries, pruning_units

    used = 0 if a.lexicon else pruning_units(table["text"])
    if used:
        say(f"{a.gold}: {used} of {len(table)} units are exemplars of the package, by which its lexicon was pruned: precision is too high")
    return audit_entries(counts, table, space.lexicon)


def _carried(a: argparse.Namespace, table: "pd.DataFrame", space: "FeatureSpace") -> int:
    """What entries carry of the result of each group."""
    from framing.comparison import blank_named

    table = _weighed(a, table).assign(**{a.by: blank_named(table[a.by], a.by)})
    found, whose = (_as_noted if _from_evidence(a, table) else _as_read)(a, table, space)
    if a.output:
        _write(found, a, "rows")
        return 0
    _show(found)
    print(f"\nresult: {whose}\n{MEANING}")
    if "precision" in found:
        print(PRECISION)
    return 0


def _as_noted(a: argparse.Namespace, table: "pd.DataFrame", space: "FeatureSpace") -> "tuple[pd.DataFrame, str]":
    """What entries carry by the evidence noted with the codes; and whose result it is."""
    from framing.audit import carried_in_evidence

    found = carried_in_evidence(table, space.lexicon, by=a.by)
    return (
        found,
        "posture as the file has it, by the strongest features of each unit; what leaving an entry out changes takes text and the fast coder",
    )


def _as_read(a: argparse.Namespace, table: "pd.DataFrame", space: "FeatureSpace") -> "tuple[pd.DataFrame, str]":
    """What entries carry of the result of a coder that reads the text again, with their precision where people coded the units; and whose result it is."""
    from framing.audit import carried

    coder, whose = _coder(a, space)
    counts = _counts(table, space, a.gold, needed=("text", "role", "position") if _by_machine(table) else ("text",))
    found = carried(counts, table, space.lexicon, coder, by=a.by)
    if _by_machine(table):
        _tell_of_other_codes(a, table, counts, coder)
    elif any(v in table for v in values()):
        _check_codes(a, table)
        precision = _entries(a, counts, table, space)[["entry", "n", "precision", "low", "high", "chance", "q", "verdict_corrected"]]
        found = found.merge(precision, on="entry", how="left")
    return found, whose


def _show(found: "pd.DataFrame") -> None:
    from framing.audit import concentration

    if found.empty:
        print("no entry adds to a result here")
        return
    unknown = [c for c in ("lost", "gained", "share_without") if found[c].isna().all()]
    print(_printed(concentration(found).drop(columns=["decisive", *unknown] if unknown else []), OF_RESULTS))
    strongest = found.drop(columns=unknown).groupby(["group", "value"], sort=False).head(SHOWN)
    print(f"\n{_printed(strongest, OF_CARRIERS)}")


def _printed(table: "pd.DataFrame", columns: list[str]) -> str:
    """Those of the columns that it has, to be read on a screen; the file has all."""
    short = {c: table[c].map(_shortened) for c in ("term", "first", "decisive") if c in table}
    return table.assign(**short)[[c for c in columns if c in table]].round(2).to_string(index=False)


def _shortened(term: str) -> str:
    return term if len(term) <= WIDEST else f"{term[: WIDEST - 1]}…"


def _weighed(a: argparse.Namespace, table: "pd.DataFrame") -> "pd.DataFrame":
    """The units with their weights as numbers; those without the column count the same."""
    import pandas as pd

    weight = pd.to_numeric(table["weight"], errors="coerce") if "weight" in table else pd.Series(1, table.index)
    if weight.isna().any():
        unit, given = table[weight.isna()][["unit_id", "weight"]].iloc[0]
        raise FramingError(f"{a.gold}, unit {unit}: weight is {given!r}; allowed are numbers, 0 for what does not count")
    return table.assign(weight=weight)


def _from_evidence(a: argparse.Namespace, table: "pd.DataFrame") -> bool:
    """Whether the machine's codes are to be taken as they stand: their text is missing, or another coder than the fast one made them."""
    if a.lexicon or _by_machine(table) is None:
        return False
    noted = read_about(a.gold).get("model")
    if "text" in table and (not isinstance(noted, dict) or noted.get("name", "fast") == "fast"):
        return False
    if a.variable not in (None, "posture"):
        raise FramingError(f"--variable {a.variable}: evidence is of posture; code the articles with the fast coder and with their text")
    if not {"evidence", "posture"} <= set(table):
        raise FramingError(f"{a.gold}: no column 'text', nor 'evidence' and 'posture'; code the articles again")
    check_values(table, "posture", (*POSTURES, ""), a.gold)
    return True


def _coder(a: argparse.Namespace, space: "FeatureSpace") -> "tuple[Coder, str]":
    """The coder whose result it is, and its name."""
    from framing.audit import lexicon_coder, model_coder
    from framing.model import shipped_model

    if a.lexicon:
        return lexicon_coder(space.lexicon), f"posture by {a.lexicon} alone, its weights summed"
    variable = a.variable or "posture"
    return model_coder(shipped_model(), variable), f"{variable} by the fast coder"


def _tell_of_other_codes(a: argparse.Namespace, table: "pd.DataFrame", counts: list[dict[str, int]], coder: "Coder") -> None:
    """Says in how many units the machine's codes in the file are others than those audited."""
    variable = a.variable or "posture"
    column = "frames" if variable.startswith("frame:") else variable
    if a.lexicon or column not in table:
        return
    frame = variable.removeprefix("frame:")
    given = [frame if frame in cell.split(";") else "" for cell in table["frames"]] if column == "frames" else list(table[column])
    differing = sum(g != now for g, now in zip(given, coder.code(counts), strict=True) if g or column == "frames")
    if differing:
        say(
            f"{a.gold}: {differing} of {len(table)} units have another {variable} there than the fast coder gives them now, whose is audited"
        )


def _by_machine(table: "pd.DataFrame") -> str | None:
    """A column that only `framing code` writes; its codes are the machine's."""
    return next((c for c in ("evidence", *(f"p_{p}" for p in POSTURES)) if c in table), None)


def _counts(table: "pd.DataFrame", space: "FeatureSpace", path: Path, needed: tuple[str, ...] = ("text",)) -> list[dict[str, int]]:
    """Feature counts of the units, read in their articles; of all the features that the space and the package's coder know."""
    from framing.estimators import units_of
    from framing.features import count_article

    missing = [c for c in needed if c not in table]
    if missing:
        raise FramingError(f"{path}: no column {missing[0]!r}; the file has {', '.join(table.columns)}")
    if "position" in table:
        check_values(table, "position", [p for p in table["position"] if p.isdecimal()], path)
    return [c for article in units_of(table) for c in count_article(article, space)]


def _check_codes(a: argparse.Namespace, table: "pd.DataFrame") -> None:
    coded = [v for v in values() if v in table]
    if not coded:
        raise FramingError(f"{a.gold}: no column of codes; allowed are {', '.join(values())}")
    for variable in coded:
        cells = table.assign(**{variable: table[variable].str.split(";")}).explode(variable) if variable == "frames" else table
        check_values(cells, variable, (*values()[variable], "", "-"), a.gold)


def _write(found: "pd.DataFrame", a: argparse.Namespace, what: str) -> None:
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    options = {k: str(v) if isinstance(v, Path) else v for k, v in vars(a).items() if k not in ("run", "output")}
    write_rows(rows, a.output, list(found), options | {"framing": version("framing")})
    say(f"{len(found)} {what} in {a.output}")

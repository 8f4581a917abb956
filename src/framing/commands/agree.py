"""`framing agree`: agreement of coders, with intervals."""

import argparse
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framing.blinding import unhidden
from framing.coded import check_codes, coded_by_all, has_own_posture, long_codes, one_scheme, read_coders
from framing.commands.gold import check_output
from framing.commands.shared import say
from framing.errors import FramingError
from framing.scheme import Codebook, read_scheme, shipped_scheme

if TYPE_CHECKING:
    import pandas as pd

ORDINAL = "ordinal alpha"  # as framing.reliability calls it, which is loaded when it is needed
HELP = "agreement of coders, with intervals"
EXAMPLE = "framing agree first.csv second.csv --values\n  framing agree export.json    # the annotators of a Label Studio project"


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "codes",
        nargs="+",
        type=Path,
        metavar="CODES",
        help="a file per coder, with unit_id and at least one variable that all of them coded: filled sheets of framing sample, outputs of framing code, exports of Label Studio with one annotator or more (.json); posture is derived from appraisal and explains, or as coded in a file without these",
    )
    p.add_argument(
        "--codebook", type=Path, metavar="FILE", help="your own, as TOML (default: the one noted with the files, else the package's)"
    )
    p.add_argument(
        "--values",
        action="store_true",
        help="alpha of each value against the rest; not assessable under ten units (each counted by the share of its coders who gave it)",
    )
    p.add_argument(
        "--ordinal",
        action="append",
        default=[],
        type=_order,
        metavar="VARIABLE=A,B,C",
        help="a variable whose values stand in an order, from the lowest to the highest: ordinal alpha too, as in stance=against,neutral,favor; with a codebook of your own the name alone takes its order; may be repeated",
    )
    p.add_argument("-o", "--output", type=Path, metavar="OUT", help="all figures as a .csv file too")
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    import pandas as pd

    from framing.reliability import agreement_table, value_orders

    check_output(a.output, a.codes, (".csv",))
    _check_once(a.codes)
    scheme = read_scheme(a.codebook) if a.codebook else one_scheme(a.codes)
    tables = _known(dict(coder for path in a.codes for coder in _read(path, scheme).items()))
    coders = [long_codes(table, scheme, name) for name, table in tables.items()]
    codes = pd.concat(coders, ignore_index=True)
    shared = coded_by_all(coders, scheme)
    orders = value_orders(dict(a.ordinal), scheme)
    found = agreement_table(codes, shared, orders=orders)
    by_value = _by_value(codes, shared) if a.values else None
    as_coded = ", or as coded where these were not" if any(map(has_own_posture, tables.values())) else ""
    derived = f"; posture is derived from appraisal and explains{as_coded}" if "posture" in shared and scheme is shipped_scheme() else ""
    print(f"{found['n_units'].max()} units coded by at least two of {len(coders)} coders{derived}")
    print(_measures(found, shared))
    for measure in ("alpha", ORDINAL):
        if (found["measure"] == measure).any():
            print(f"\n{_intervals(found[found['measure'] == measure], measure)}")
    for variable, order in orders.items():
        print(f"{variable}, from the lowest to the highest: {', '.join(order)}")
    if by_value is not None:
        print(
            "\nalpha of each value against the rest; n_positives: units with it, each by the share of its coders who say so\n"
            + _shown(by_value)
        )
    if a.output:
        _write(found, by_value, a.output)
    return 0


def _order(given: str) -> tuple[str, list[str]]:
    """A variable and its values in order, none where it is given alone."""
    variable, _, order = given.partition("=")
    return variable.strip(), [value.strip() for value in re.split("[,،]", order) if value.strip()]


def _check_once(paths: Sequence[Path]) -> None:
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            raise FramingError(f"{path}: given twice; give another coder's file, since a file agrees with itself")
        seen.add(path.resolve())


def _known(tables: Mapping[str, "pd.DataFrame"]) -> dict[str, "pd.DataFrame"]:
    """The tables with hidden unit ids as they are in any of the others."""
    every = {unit for table in tables.values() for unit in table["unit_id"]}
    return {name: table.assign(unit_id=unhidden(table["unit_id"], every)) for name, table in tables.items()}


def _read(path: Path, scheme: Codebook) -> dict[str, "pd.DataFrame"]:
    """Wide codes of each coder in a file, checked; a cell that is empty was not coded."""
    found = read_coders(path, scheme, say)
    for table in found.values():
        check_codes(table, scheme, str(path))
    return found


def _by_value(codes: "pd.DataFrame", variables: Sequence[str]) -> "pd.DataFrame":
    """Agreement on each value; of a flag its presence alone, since its absence has the same alpha."""
    import pandas as pd

    from framing.reliability import agreement_by_value

    found = pd.concat([agreement_by_value(codes, v).assign(variable=v) for v in variables], ignore_index=True)
    return found[~(found["variable"].str.contains(":") & (found["value"] == "0"))]


def _measures(found: "pd.DataFrame", variables: Sequence[str]) -> str:
    """A line per variable with its measures; of one whose codes are all the same value there is no alpha."""
    wide = found.pivot(index="variable", columns="measure", values="value").reindex(variables).round(3)
    if ORDINAL in wide:
        alone = wide["alpha"].isna()
        wide[ORDINAL] = wide[ORDINAL].astype(object).where(wide[ORDINAL].notna() | alone, "")
    return wide.to_string(na_rep="(one value only)")


def _intervals(alpha: "pd.DataFrame", measure: str) -> str:
    """Alpha of each variable with its intervals; where there are none over blocks, why."""
    there = alpha["low_block"].notna()
    told = ["variable", "value", "low", "high", *(["low_block", "high_block"] if there.any() else [])]
    title = f"{measure} with 95 % intervals over units{' and over blocks within articles' if there.any() else ''}"
    which = f" of {', '.join(alpha.loc[~there, 'variable'])}" if there.any() else ""
    why = f"\nnot over blocks within articles{which}: fewer than half of the units coded twice stand next to another one"
    return f"{title}\n{alpha[told].round(3).to_string(index=False, na_rep='')}{'' if there.all() else why}"


def _shown(by_value: "pd.DataFrame") -> str:
    figures = by_value[["alpha", "low", "high"]].round(3).astype(object).where(by_value["assessable"], "")
    figures["alpha"] = figures["alpha"].where(by_value["assessable"], "not assessable")
    return by_value[["variable", "value", "n_positives"]].join(figures).to_string(index=False)


def _write(found: "pd.DataFrame", by_value: "pd.DataFrame | None", path: Path) -> None:
    """A row per variable × measure and, with an entry in `of`, per value; in place when complete."""
    import pandas as pd

    table = found.assign(of="")
    if by_value is not None:
        own = by_value.rename(columns={"value": "of", "alpha": "value"}).assign(measure="alpha")
        table = pd.concat([table, own], ignore_index=True)
    table = table.astype({"n_units": "Int64", "n_coders": "Int64"})
    first = ["variable", "of", "measure", "value"]
    unfinished = path.with_name(f".{path.name}.unfinished")
    table[[*first, *(c for c in table if c not in first)]].to_csv(unfinished, index=False, lineterminator="\n")
    unfinished.replace(path)

"""`framing agree`: agreement of coders, with intervals."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framing.coded import one_scheme, read_coders
from framing.commands.shared import say
from framing.errors import FramingError
from framing.outputs import check_place, check_suffix
from framing.scheme import Codebook, read_scheme, shipped_scheme, to_long

if TYPE_CHECKING:
    import pandas as pd

HELP = "agreement of coders, with intervals"
EXAMPLE = "framing agree first.csv second.csv --values\n  framing agree export.json    # the annotators of a Label Studio project"
DERIVED = {"posture": ("appraisal", "explains"), "posture_focal": ("appraisal", "explains", "object"), "attributed": ("voice",)}


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "codes",
        nargs="+",
        type=Path,
        metavar="CODES",
        help="a file per coder, with unit_id and at least one variable that all of them coded: filled sheets of framing sample, outputs of framing code, exports of Label Studio with one annotator or more (.json); posture is derived from appraisal and explains, a column of that name is not read",
    )
    p.add_argument(
        "--codebook", type=Path, metavar="FILE", help="your own, as TOML (default: the one noted with the files, else the package's)"
    )
    p.add_argument(
        "--values", action="store_true", help="alpha of each value against the rest; not assessable under ten units a coder gave it to"
    )
    p.add_argument("-o", "--output", type=Path, metavar="OUT", help="all figures as a .csv file too")
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    import pandas as pd

    from framing.reliability import agreement_table

    if a.output:
        check_suffix(a.output, (".csv",))
        check_place(a.output)
    scheme = read_scheme(a.codebook) if a.codebook else one_scheme(a.codes)
    coders = [_long(table, scheme, name) for path in a.codes for name, table in _read(path, scheme).items()]
    codes = pd.concat(coders, ignore_index=True)
    shared = _shared(coders, scheme)
    found = agreement_table(codes, shared)
    by_value = _by_value(codes, shared) if a.values else None
    derived = "; posture is derived from appraisal and explains" if "posture" in shared else ""
    print(f"{found['n_units'].max()} units coded by at least two of {len(coders)} coders{derived}")
    print(found.pivot(index="variable", columns="measure", values="value").reindex(shared).round(3).to_string(na_rep="(one value only)"))
    alpha = found[found["measure"] == "alpha"][["variable", "value", "low", "high", "low_block", "high_block"]]
    print("\nalpha with 95 % intervals over units and over blocks within articles\n" + alpha.round(3).to_string(index=False))
    if by_value is not None:
        print("\nalpha of each value against the rest; n_positives: units with it, mean over coders\n" + _shown(by_value))
    if a.output:
        _write(found, by_value, a.output)
    return 0


def _read(path: Path, scheme: Codebook) -> dict[str, "pd.DataFrame"]:
    """Wide codes of each coder in a file, checked; a cell that is empty was not coded."""
    from framing.codes import check_row

    found = read_coders(path, scheme, say)
    check = check_row if scheme is shipped_scheme() else scheme.check
    for table in found.values():
        for row in table.to_dict("records"):
            check({k: v for k, v in row.items() if v or k not in scheme.variables}, f"{path}, unit {row['unit_id']}")
    return found


def _long(wide: "pd.DataFrame", scheme: Codebook, coder: str) -> "pd.DataFrame":
    """Long codes of one coder; what is derived from a variable only where that was coded."""
    from framing import codes

    if scheme is not shipped_scheme():
        return to_long(wide, scheme, coder)
    long = codes.to_long(wide, coder)
    for name, needed in DERIVED.items():
        gaps = wide.loc[(wide[[v for v in needed if v in wide]] == "").any(axis=1), "unit_id"]
        long = long[(long["variable"] != name) | ~long["unit_id"].isin(set(gaps))]
    return long[long["value"] != ""]


def _shared(coders: Sequence["pd.DataFrame"], scheme: Codebook) -> list[str]:
    """Variables that all coders have codes of, those derived first; of some unit two codes, unless of none of them."""
    from framing.codes import variables

    order = (
        ["posture", *variables()] if scheme is shipped_scheme() else list(dict.fromkeys(v for codes in coders for v in codes["variable"]))
    )
    shared = [v for v in order if all((codes["variable"] == v).any() for codes in coders)]
    if not shared:
        has = "; ".join(
            f"{codes['coder'].iloc[0]}: {', '.join(codes['variable'].unique())}" if len(codes) else "no codes" for codes in coders
        )
        raise FramingError(f"no variable was coded in all of the files ({has}); allowed are {', '.join(scheme.variables)}")
    units = {v: [u for codes in coders for u in codes.loc[codes["variable"] == v, "unit_id"]] for v in shared}
    return [v for v in shared if len(set(units[v])) < len(units[v])] or shared


def _by_value(codes: "pd.DataFrame", variables: Sequence[str]) -> "pd.DataFrame":
    """Agreement on each value; of a flag its presence alone, since its absence has the same alpha."""
    import pandas as pd

    from framing.reliability import agreement_by_value

    found = pd.concat([agreement_by_value(codes, v).assign(variable=v) for v in variables], ignore_index=True)
    return found[~(found["variable"].str.contains(":") & (found["value"] == "0"))]


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

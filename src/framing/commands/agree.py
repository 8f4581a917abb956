"""`framing agree`: agreement of coders, with intervals."""

import argparse
from pathlib import Path

from framing.coded import read_codes

HELP = "agreement of coders, with intervals"
EXAMPLE = "framing agree first.csv second.csv"
AGREED = ("appraisal", "object", "explains", "frames", "voice")  # what every coder has; posture and others are derived from these


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "codes",
        nargs="+",
        type=Path,
        metavar="CODES",
        help="a file per coder with unit_id, appraisal, object, explains, frames, voice and, if coded, the other variables; posture is derived from appraisal and explains, a column of that name is not read",
    )
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    import pandas as pd

    from framing.agreement import agreement_table
    from framing.codes import check_row, to_long, variables

    coders = []
    for path in a.codes:
        table = read_codes(path, ["unit_id", *AGREED])
        for row in table.to_dict("records"):
            check_row(row, f"{path}, unit {row['unit_id']}")
        coders.append(to_long(table, str(path)))
    shared = [v for v in ("posture", *variables()) if all((codes["variable"] == v).any() for codes in coders)]
    found = agreement_table(pd.concat(coders, ignore_index=True), shared)
    print(f"{found['n_units'].max()} units coded by at least two of {len(coders)} coders; posture is derived from appraisal and explains")
    print(found.pivot(index="variable", columns="measure", values="value").reindex(shared).round(3).to_string(na_rep="(one value only)"))
    alpha = found[found["measure"] == "alpha"][["variable", "value", "low", "high", "low_block", "high_block"]]
    print("\nalpha with 95 % intervals over units and over blocks within articles\n" + alpha.round(3).to_string(index=False))
    return 0

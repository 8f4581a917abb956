"""`framing explain`: units with their codes and what each feature contributed."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from framing.coded import check_values, read_codes
from framing.codes import POSTURES
from framing.commands.shared import count
from framing.errors import FramingError
from framing.outputs import read_about

if TYPE_CHECKING:
    import pandas as pd


HELP = "units with their codes and what each feature contributed"
EXAMPLE = "framing explain codes.csv --posture skeptical --most 5"


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument("codes", type=Path, metavar="CODES", help="output of framing code, with its text")
    p.add_argument("--posture", choices=["skeptical", "favorable", "analytical", "procedural"], help="only units of this posture")
    p.add_argument(
        "--leave-out",
        choices=["clause", "word"],
        help="what each clause or word does for the posture, found by leaving it out: approximate, needs the text",
    )
    p.add_argument("--most", type=count, default=20, metavar="N", help="units shown (default: %(default)s)")
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    context = ["article_id", "position", "role"] if a.leave_out else []
    table = read_codes(a.codes, ["unit_id", "posture", *(f"p_{p}" for p in POSTURES), "voice", "text", "evidence", *context])
    check_values(table, "posture", (*POSTURES, ""), a.codes)
    shown = table[table["posture"] == a.posture] if a.posture else table
    for row in shown.head(a.most).to_dict("records"):
        try:
            print(_explained(row))
            if a.leave_out:
                print(_omitted(row, table, a))
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            raise FramingError(f"{a.codes}, unit {row['unit_id']}: not as `framing code` writes it ({e!r})") from e
    return 0


def _explained(row: Mapping[str, str]) -> str:
    likeliest = row["posture"] or max(POSTURES, key=lambda p: float(row[f"p_{p}"]))
    coded = "" if row["posture"] else "abstained, likeliest "
    lines = [f"{row['unit_id']}  {coded}{likeliest} ({float(row['p_' + likeliest]):.2f})  voice: {row['voice']}", f"  {row['text']}"]
    for e in json.loads(row["evidence"]):
        label = e.get("term") or e["feature"]
        scope = f" ({e['feature'].split('|')[1]})" if "|" in e["feature"] else ""
        lines.append(f"    {e['contribution']:+.2f} {e['variable']}={e['value']}  {label}{scope}")
    return "\n".join(lines)


def _omitted(row: Mapping[str, str], table: "pd.DataFrame", a: argparse.Namespace) -> str:
    """Lines of what each clause or word does for a unit's posture."""
    from framing.features import Unit, shipped_space
    from framing.model import shipped_model
    from framing.omission import omissions

    article = [Unit(r["text"], r["role"], int(r["position"])) for r in table[table["article_id"] == row["article_id"]].to_dict("records")]
    at = next(i for i, unit in enumerate(article) if unit.position == int(row["position"]) and unit.text == row["text"])
    name = read_about(a.codes).get("model", {}).get("name", "fast")
    found = omissions(article[:at], article[at], shipped_space(name), shipped_model(name), a.leave_out)
    return "\n".join([f"    left out (approximate, {name} model):", *(f"    {o.change:+.2f}  {o.text}" for o in found)])

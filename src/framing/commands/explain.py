"""`framing explain`: units with their codes and what each feature contributed."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from framing.coded import check_values, read_codes, scheme_of, values_of
from framing.codes import POSTURES
from framing.commands.shared import count
from framing.errors import FramingError
from framing.outputs import read_about
from framing.scheme import Codebook, Variable, shipped_scheme

if TYPE_CHECKING:
    import pandas as pd


HELP = "units with their codes and what each feature contributed"
EXAMPLE = "framing explain codes.csv --posture skeptical --most 5"


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument("codes", type=Path, metavar="CODES", help="output of framing code, with its text")
    p.add_argument("--posture", choices=POSTURES, help="only units of this posture")
    p.add_argument("--only", metavar="VARIABLE=VALUE", help="only units with this code: of any variable, of a codebook of your own too")
    p.add_argument(
        "--leave-out",
        choices=["clause", "word"],
        help="what each clause or word does for the posture, found by leaving it out: approximate, needs the text",
    )
    p.add_argument("--most", type=count, default=20, metavar="N", help="units shown (default: %(default)s)")
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    scheme = scheme_of(a.codes)
    own = scheme is not shipped_scheme()
    if own and (a.posture or a.leave_out):
        raise FramingError(
            f"{a.codes}: coded by a codebook of its own, {scheme.title!r}; --posture and --leave-out are for the package's, --only for any"
        )
    context = ["article_id", "position", "role"] if a.leave_out else []
    coded = list(scheme.variables) if own else ["posture", *(f"p_{p}" for p in POSTURES), "voice"]
    table = read_codes(a.codes, ["unit_id", *coded, "text", "evidence", *context])
    if not own:
        check_values(table, "posture", (*POSTURES, ""), a.codes)
    for row in _chosen(table, a, scheme).head(a.most).to_dict("records"):
        try:
            print(_explained(row, scheme if own else None))
            if a.leave_out:
                print(_omitted(row, table, a))
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            raise FramingError(f"{a.codes}, unit {row['unit_id']}: not as `framing code` writes it ({e!r})") from e
    return 0


def _chosen(table: "pd.DataFrame", a: argparse.Namespace, scheme: Codebook) -> "pd.DataFrame":
    """The units asked for."""
    if a.posture:
        table = table[table["posture"] == a.posture]
    if not a.only:
        return table
    variable, equals, value = a.only.partition("=")
    allowed = values_of(a.codes)
    if not equals or value not in allowed.get(variable, ()) or variable not in table:
        known = "; ".join(f"{v}={'|'.join(x)}" for v, x in allowed.items() if v in table)
        raise FramingError(f"--only {a.only!r}: allowed are {known}")
    given = scheme.variables[variable].given if variable in scheme.variables else lambda cell: [cell]
    return table[[value in given(cell) for cell in table[variable]]]


def _explained(row: Mapping[str, str], own: Codebook | None) -> str:
    head = _coded_posture(row) if own is None else "  ".join(_coded_own(row, v) for v in own.variables.values())
    lines = [f"{row['unit_id']}  {head}", f"  {row['text']}"]
    for e in json.loads(row["evidence"]):
        label = e.get("term") or e["feature"]
        scope = f" ({e['feature'].split('|')[1]})" if "|" in e["feature"] else ""
        lines.append(f"    {e['contribution']:+.2f} {e['variable']}={e['value']}  {label}{scope}")
    return "\n".join(lines)


def _coded_own(row: Mapping[str, str], variable: Variable) -> str:
    """The codes of a unit on a variable with their probabilities; of one it was not coded on, the likeliest value."""
    p = {x: float(row[f"p_{variable.name}_{x}"]) for x in variable.values}
    given = [x for x in variable.given(row[variable.name]) if x]
    if given or variable.multiple:
        return f"{variable.name}: {', '.join(f'{x} ({p[x]:.2f})' for x in given) or 'none of them'}"
    likeliest = max(p, key=p.__getitem__)
    return f"{variable.name}: abstained, likeliest {likeliest} ({p[likeliest]:.2f})"


def _coded_posture(row: Mapping[str, str]) -> str:
    likeliest = row["posture"] or max(POSTURES, key=lambda p: float(row[f"p_{p}"]))
    coded = "" if row["posture"] else "abstained, likeliest "
    return f"{coded}{likeliest} ({float(row['p_' + likeliest]):.2f})  voice: {row['voice']}"


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

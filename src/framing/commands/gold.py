"""What commands that join coding sheets to the machine's codes have in common: the options, and how both are read."""

import argparse
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from framing.blinding import unhidden
from framing.coded import check_codes, check_once, read_codes
from framing.commands.shared import say
from framing.errors import FramingError
from framing.outputs import SUFFIXES, check_place, check_suffix, read_about, write_rows
from framing.own import trained_with
from framing.scheme import Codebook, shipped_scheme

if TYPE_CHECKING:
    import pandas as pd

    from framing.reliability import Agreement


def add_options(p: argparse.ArgumentParser) -> None:
    """The codes, what is estimated of them, and where it goes."""
    p.add_argument("codes", nargs="+", type=Path, metavar="CODES", help="outputs of framing code: all units")
    p.add_argument(
        "--variable",
        help="of the codebook; of several values a unit one, as frame:security (default: posture, or the first of your own codebook)",
    )
    p.add_argument("--by", default="outlet", metavar="COLUMN", help="column of CODES that names the group (default: %(default)s)")
    p.add_argument("--weight", choices=["article", "unit"], default="article", help="what counts the same (default: every %(default)s)")
    p.add_argument("--level", type=float, default=0.95, help="of the intervals (default: %(default)s)")
    p.add_argument(
        "--machine", choices=["codes", "probabilities"], help="what is corrected (default: probabilities where the table has them)"
    )
    p.add_argument("--without-copies", action="store_true", help="leave out articles that are copies of others, as framing sample did")
    p.add_argument("-o", "--output", type=Path, metavar="OUT", help=".csv, .jsonl or .parquet (default: a table on standard output)")


def first_variable(scheme: Codebook) -> str:
    """What a command is about when nobody says: posture, or the first variable of a codebook of one's own."""
    return "posture" if scheme == shipped_scheme() else next(iter(scheme.variables))


def check_output(output: Path | None, inputs: Sequence[Path], suffixes: Sequence[str] = SUFFIXES) -> None:
    """Raises when the output cannot be written, or is one of the inputs."""
    if output is None:
        return
    check_suffix(output, suffixes)
    check_place(output)
    if output.resolve() in {path.resolve() for path in inputs}:
        raise FramingError(f"-o {output}: is an input too; give another name")


def read_units(paths: Sequence[Path], needed: Sequence[str]) -> "pd.DataFrame":
    """All units of several files of codes, in the order in which they stand there, each once."""
    import pandas as pd

    table = pd.concat([read_codes(path, needed) for path in paths], ignore_index=True).fillna("")
    check_once(table, ", ".join(map(str, paths)))
    return table


def read_population(a: argparse.Namespace) -> "pd.DataFrame":
    """The units that the options ask for."""
    table = read_units(a.codes, ["unit_id", "article_id", a.by, *(["duplicate_of"] if a.without_copies else [])])
    return table[table["duplicate_of"] == ""] if a.without_copies else table


def read_sheets(paths: Sequence[Path], units: "pd.DataFrame", variable: str, scheme: Codebook) -> "pd.DataFrame":
    """Filled sheets as one table, checked; hidden ids are those of the units again. A unit that several coders coded has a row of each."""
    import pandas as pd

    from framing.gold import SHEET
    from framing.indicators import coded_twice

    twice = [path for n, path in enumerate(paths) if path.resolve() in {p.resolve() for p in paths[:n]}]
    if twice:
        raise FramingError(f"{twice[0]}: named twice; a coder's codes count once")
    sheets = {path: read_codes(path, ["unit_id"], scheme=scheme, tell=say) for path in paths}
    for path, sheet in sheets.items():
        check_codes(sheet, scheme, str(path))
    table = pd.concat([sheet.assign(**{SHEET: f"{path}, unit " + sheet["unit_id"]}) for path, sheet in sheets.items()], ignore_index=True)
    table = table.assign(unit_id=unhidden(table["unit_id"], units["unit_id"]))
    shared, differing = coded_twice(table, variable, scheme)
    if shared:
        say(f"{shared} units were coded in several sheets, {differing} of them differently: each coder's code counts in equal parts")
    return table


def check_unseen(paths: Sequence[Path], units: "pd.DataFrame", gold: "pd.DataFrame", variable: str, scheme: Codebook) -> None:
    """Raises when units coded by hand had trained the coder."""
    if seen := n_seen(paths, units, gold, variable, scheme):
        raise FramingError(
            f"{seen} units coded by hand are among those that trained the coder: it knows their codes, and would seem better than it is elsewhere; "
            "say --cross-fit, or draw another sample"
        )


def n_seen(paths: Sequence[Path], units: "pd.DataFrame", gold: "pd.DataFrame", variable: str, scheme: Codebook) -> int:
    """How many units coded by hand had trained the coder, by what is noted with its codes."""
    from framing.indicators import given

    noted = {unit: words for model in models_of(paths) for unit, words in dict(model.get("trained_on", {}).get("units", {})).items()}
    if not noted:
        return 0
    known = dict(zip(unhidden(noted, units["unit_id"]), noted.values(), strict=True))
    coded = gold.loc[given(gold, variable, scheme, hand=True) != "", "unit_id"].unique()
    texts = units.set_index("unit_id")["text"] if "text" in units else {}
    return len(trained_with(known, {unit: texts.get(unit, "") for unit in coded}))


def models_of(paths: Sequence[Path]) -> list[dict]:
    """What is noted with each file of codes of the model that coded it."""
    noted = [read_about(path).get("model") for path in paths]
    return [model for model in noted if isinstance(model, dict)]


def agreed(gold: "pd.DataFrame", variable: str, scheme: Codebook) -> "tuple[Agreement | None, str]":
    """How far the people agree whose sheets these are; or None, and why that is not known."""
    from framing.gold import SHEET
    from framing.indicators import given
    from framing.reliability import double_coded

    coder = gold["coder"] if "coder" in gold else gold[SHEET].str.partition(", unit ")[0]
    long = gold[["unit_id"]].assign(coder=coder, variable=variable, value=given(gold, variable, scheme, hand=True))
    return double_coded(long[long["value"] != ""], variable)


def write_table(table: "pd.DataFrame", a: argparse.Namespace) -> None:
    """The table in the file asked for, with the options that made it."""
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    options = {k: list(map(str, v)) if isinstance(v, list) else v for k, v in vars(a).items() if k not in ("run", "output")}
    write_rows(rows, a.output, list(table), options | {"framing": version("framing")})
    say(f"{len(table)} rows in {a.output}")

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
from framing.outputs import SUFFIXES, check_place, check_suffix, write_rows
from framing.scheme import Codebook, shipped_scheme

if TYPE_CHECKING:
    import pandas as pd

NO_UNIT = ("not a unit", "ليست وحدة")  # begins the note on a row of a sheet that is no sentence of the article


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
    """Filled sheets as one table, checked; hidden ids are those of the units again, and a unit that several coders coded counts as the first has it."""
    import pandas as pd

    from framing.gold import SHEET
    from framing.indicators import one_code_each

    sheets = {path: read_codes(path, ["unit_id"], scheme=scheme, tell=say) for path in paths}
    for path, sheet in sheets.items():
        check_codes(sheet, scheme, str(path))
    table = pd.concat([sheet.assign(**{SHEET: f"{path}, unit " + sheet["unit_id"]}) for path, sheet in sheets.items()], ignore_index=True)
    table = table.assign(unit_id=unhidden(table["unit_id"], units["unit_id"]))
    gold, shared, differing = one_code_each(table, variable, scheme)
    if shared:
        say(f"{shared} units stand in several sheets, {differing} of them with different codes: the first sheet named counts")
    return gold


def n_no_units(gold: "pd.DataFrame") -> int:
    """How many hand-coded units a coder's note says are none."""
    return int(gold["note"].fillna("").str.strip().str.lower().str.startswith(NO_UNIT).sum()) if "note" in gold else 0


def write_table(table: "pd.DataFrame", a: argparse.Namespace) -> None:
    """The table in the file asked for, with the options that made it."""
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    options = {k: list(map(str, v)) if isinstance(v, list) else v for k, v in vars(a).items() if k not in ("run", "output")}
    write_rows(rows, a.output, list(table), options | {"framing": version("framing")})
    say(f"{len(table)} rows in {a.output}")

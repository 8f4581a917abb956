"""Coded files in, a table of text out, checked: what `framing code` or a coder wrote."""

import io
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framing.codes import POSTURES, check_row, variables
from framing.errors import FramingError
from framing.outputs import SUFFIXES, read_about
from framing.schema import RUNNABLE
from framing.scheme import Codebook, Variable, from_data, shipped_scheme, to_long

if TYPE_CHECKING:
    import pandas as pd


EXPORT = ".json"  # of Label Studio
DESIGN = ("stratum", "population", "sampled", "inclusion")  # columns by which a coding sheet carries its design; only sheets have them
NO_UNIT = ("not a unit", "ليست وحدة")  # begins the note on a row of a sheet that is no sentence of the article
_NUMERIC = r"(?=\D*\d)[\d.,:/ +-]+(?:[eE]\d+)?"  # what a spreadsheet takes for a number, a date or a time: article 1, unit 0 is "1:0"
_SHIELDED = re.compile(rf"'(?=[{re.escape(RUNNABLE)}]|{_NUMERIC}\Z)")
_NOTHING_ELSE = {"object": ("appraisal", "none"), "stance_holder": ("stance", "neutral")}  # by the package's codebook
_DERIVED = {"posture": ("appraisal", "explains"), "posture_focal": ("appraisal", "explains", "object"), "attributed": ("voice",)}
_MEND = {
    "unit_id": "; if these are articles, run framing code on them first",
    "text": "; code the articles again without --no-text",
    "duplicate_of": "; code the articles again to have copies marked",
}


def read_codes(
    path: Path, needed: Sequence[str], *, scheme: Codebook | None = None, tell: Callable[[str], None] = lambda _: None
) -> "pd.DataFrame":
    """A coded file as a table of text, whatever its kind, with the columns needed and each unit once.

    Parameters
    ----------
    path : what `framing code` wrote, a coder's table, a filled sheet of `framing sample` (also as a spreadsheet saved it again: with
        semicolons or tabs, in Windows-1256, with empty rows), or an export of Label Studio (.json)
    needed : columns it must have
    scheme : the codebook by which its codes are read (default: the one noted with it, else the package's). Spaces, capitals and kinds of
        dash are made those of the codebook; a value it does not have stays.
    tell : is given a line on units of a sheet that have no code, which are left out, or not all, which are kept

    Raises
    ------
    FramingError : the file is missing or cannot be read, holds no unit or no code, lacks a column, or has a unit twice or without its id.
    """
    if not path.is_file():
        raise FramingError(f"{path}: no such file")
    suffix = path.suffix.lower()
    if suffix not in (*SUFFIXES, EXPORT):
        raise FramingError(f"{path}: cannot read {suffix or 'a file without suffix'}; allowed are {', '.join(SUFFIXES)}")
    table = _from_export(path) if suffix == EXPORT else _from_table(path, suffix)
    if table.empty:
        raise FramingError(f"{path}: no units in it")
    missing = [c for c in needed if c not in table]
    if missing:
        raise FramingError(
            f"{path}: no column {missing[0]!r}{near(missing[0], table.columns)}; the file has {', '.join(map(str, table.columns))}{_MEND.get(missing[0], '')}"
        )
    table = as_codes(table, scheme or scheme_of(path), str(path), tell, is_export=suffix == EXPORT)
    unused = [c for c in needed if c not in table]
    if unused:
        raise FramingError(f"{path}: no unit in it has a code of {unused[0]}")
    if "unit_id" in table:  # exemplars need none
        check_once(table, str(path))
    return table


def as_codes(
    table: "pd.DataFrame", scheme: Codebook, where: str, tell: Callable[[str], None] = lambda _: None, *, is_export: bool = False
) -> "pd.DataFrame":
    """A coder's table of text with its codes as the codebook writes them; of a sheet the units that have a code."""
    is_sheet = set(DESIGN) <= set(table) and not is_export
    table = _answered(table, scheme, where, tell) if is_sheet else table
    table = _implied(_recoded(table, scheme), scheme)
    if is_sheet:
        _tell_of_gaps(table, scheme, where, tell)
    return table


def check_codes(table: "pd.DataFrame", scheme: Codebook, where: str) -> None:
    """Raises when a cell of a coder's table holds what the codebook does not allow; one that is empty was not coded."""
    own = scheme is shipped_scheme()
    if own and has_own_posture(table):
        check_values(table, "posture", (*POSTURES, ""), where)
    for row in table.to_dict("records"):
        given = {k: v for k, v in row.items() if v or k not in scheme.variables}
        (check_row if own else scheme.check)(given, f"{where}, unit {row['unit_id']}")


def coded_by_all(coders: Sequence["pd.DataFrame"], scheme: Codebook) -> list[str]:
    """Variables that all coders' long codes have, those derived first; of some unit two codes, unless of none of them.

    Raises
    ------
    FramingError : there is none.
    """
    own = list(dict.fromkeys(v for codes in coders for v in codes["variable"]))
    order = ["posture", *variables()] if scheme is shipped_scheme() else own
    shared = [v for v in order if all((codes["variable"] == v).any() for codes in coders)]
    if not shared:
        has = "; ".join(f"{c['coder'].iloc[0]}: {', '.join(c['variable'].unique())}" if len(c) else "no codes" for c in coders)
        raise FramingError(f"no variable was coded by all ({has}); allowed are {', '.join(scheme.variables)}")
    units = {v: [u for codes in coders for u in codes.loc[codes["variable"] == v, "unit_id"]] for v in shared}
    return [v for v in shared if len(set(units[v])) < len(units[v])] or shared


def read_coders(path: Path, scheme: Codebook, tell: Callable[[str], None] = lambda _: None) -> dict[str, "pd.DataFrame"]:
    """The coders of a file, each with a table as `read_codes` gives it: one, or the annotators of an export of Label Studio."""
    from framing.labelstudio import read_export

    if path.suffix.lower() != EXPORT:
        return {str(path): read_codes(path, ["unit_id"], scheme=scheme, tell=tell)}
    return {f"{path}, annotator {name}": _implied(_recoded(own, scheme), scheme) for name, own in read_export(path).items()}


def long_codes(wide: "pd.DataFrame", scheme: Codebook, coder: str) -> "pd.DataFrame":
    """Long codes of one coder's table of text; what is derived from a variable only where that was coded.

    Posture is derived by the package's codebook; of a table without appraisal or without explains it is the column of that name.
    """
    import pandas as pd

    from framing import codes

    if scheme is not shipped_scheme():
        return to_long(wide, scheme, coder)
    long = codes.to_long(wide, coder)
    for name, needed in _DERIVED.items():
        gaps = wide.loc[(wide[[v for v in needed if v in wide]] == "").any(axis=1), "unit_id"]
        long = long[(long["variable"] != name) | ~long["unit_id"].isin(set(gaps))]
    if has_own_posture(wide):
        own = wide[["unit_id"]].assign(coder=coder, variable="posture", value=wide["posture"], probability=1.0)
        long = pd.concat([own, long], ignore_index=True)
    return long[long["value"] != ""]


def has_own_posture(wide: "pd.DataFrame") -> bool:
    """Whether posture was coded as such, and not by way of appraisal and explains."""
    return "posture" in wide and not set(_DERIVED["posture"]) <= set(wide)


def shielded(cell: str) -> str:
    """The cell with an apostrophe if a spreadsheet would save it as another number, date or time; `read_codes` takes it away again."""
    return f"'{cell}" if re.fullmatch(_NUMERIC, cell) else cell


def near(given: str, known: Iterable[str]) -> str:
    """What may have been meant, in brackets to follow what was given: ` (did you mean outlet?)`; '' where nothing is near."""
    from difflib import get_close_matches

    close = get_close_matches(given, list(map(str, known)), n=1, cutoff=0.75)
    return f" (did you mean {close[0]}?)" if close else ""


def _from_table(path: Path, suffix: str) -> "pd.DataFrame":
    import pandas as pd

    readers = {
        ".csv": lambda: _read_csv(path),
        ".jsonl": lambda: as_text(pd.read_json(path, lines=True, dtype=False, convert_dates=False)),
        ".parquet": lambda: as_text(pd.read_parquet(path)),
    }
    try:
        return readers[suffix]()
    except (ValueError, OSError) as e:
        raise FramingError(f"{path}: not a {suffix} file of codes ({e})") from e


def as_text(table: "pd.DataFrame") -> "pd.DataFrame":
    return table.astype(object).where(table.notna(), "").astype(str)


def _read_csv(path: Path) -> "pd.DataFrame":
    """A table as it was written or as a spreadsheet saved it again; apostrophes put there against spreadsheets are taken away."""
    import pandas as pd

    from framing.read import decode

    text = decode(path.read_bytes(), str(path))
    header = text.partition("\n")[0]
    table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, sep=max(",;\t", key=header.count))
    table = table.fillna("")
    for column in table:
        marked = table[column].str.startswith("'")
        table.loc[marked, column] = [cell[1:] if _SHIELDED.match(cell) else cell for cell in table.loc[marked, column]]
    return _with_ids(table) if "unit_id" in table else table


def _with_ids(table: "pd.DataFrame") -> "pd.DataFrame":
    """The table without its empty rows."""
    nameless = table[table["unit_id"].str.strip() == ""]
    filled = nameless.index[(nameless != "").any(axis=1)]
    if len(filled):
        raise FramingError(f"row {filled[0] + 2} has no unit_id")
    return table.drop(index=nameless.index).reset_index(drop=True)


def _from_export(path: Path) -> "pd.DataFrame":
    """All annotations of an export as one table; each unit may have one."""
    import pandas as pd

    from framing.labelstudio import read_export

    exported = read_export(path)
    table = pd.concat([own.assign(annotator=name) for name, own in exported.items()], ignore_index=True).fillna("")
    twice = table["unit_id"][table["unit_id"].duplicated()]
    if len(twice):
        both = table.loc[table["unit_id"] == twice.iloc[0], "annotator"]
        raise FramingError(
            f"{path}: unit {twice.iloc[0]} has annotations of {' and '.join(both)}; allowed is one per unit: compare them with "
            "framing agree, then export one annotator's or the adjudicated ones"
        )
    return table


def _asked(scheme: Codebook) -> dict[str, Variable]:
    """What a person may have coded: the variables of the codebook, and posture, which the package's derives from them."""
    own = {"posture": Variable("posture", "", dict.fromkeys(POSTURES, ""))} if scheme is shipped_scheme() else {}
    return {**own, **scheme.variables}


def _answered(table: "pd.DataFrame", scheme: Codebook, path: str, tell: Callable[[str], None]) -> "pd.DataFrame":
    """The units of a sheet that have a code, or the note that they are none, without the columns that nobody filled."""
    columns = [v for v in _asked(scheme) if v in table]
    filled = table[columns].apply(lambda column: column.str.strip() != "")
    coded = filled.any(axis=1)
    if not coded.any():
        raise FramingError(f"{path}: no unit in it has a code; its columns for codes are {', '.join(columns) or 'missing'}")
    coded |= no_units(table)
    if not coded.all():
        tell(f"{path}: {(~coded).sum()} of {len(table)} units have no code and are left out")
    return table[coded].drop(columns=[c for c in columns if not filled[c].any()]).reset_index(drop=True)


def no_units(table: "pd.DataFrame") -> "pd.Series":
    """Which rows of a sheet its coder noted as no unit of the article: a caption, a line of the page."""
    note = table["note"].fillna("").astype(str) if "note" in table else table["unit_id"].map(lambda _: "")
    return note.str.strip().str.lower().str.startswith(NO_UNIT)


def _implied(table: "pd.DataFrame", scheme: Codebook) -> "pd.DataFrame":
    """The table with '-' in the empty cells where the codebook allows nothing else."""
    for name, (decided, value) in _NOTHING_ELSE.items():
        if {name, decided} <= set(table) and "-" in getattr(scheme.variables.get(name), "values", ()):
            table = table.assign(**{name: table[name].mask((table[name] == "") & (table[decided] == value), "-")})
    return table


def _tell_of_gaps(table: "pd.DataFrame", scheme: Codebook, path: str, tell: Callable[[str], None]) -> None:
    """Names the units that lack a code which others have; an empty cell of a variable of several values says that there is none."""
    for name in (n for n, v in _asked(scheme).items() if n in table and not v.multiple and (n != "posture" or has_own_posture(table))):
        gaps = table.loc[(table[name] == "") & ~_not_asked(name, table) & ~no_units(table), "unit_id"]
        if len(gaps):
            tell(f"{path}: {len(gaps)} of {len(table)} coded units have no {name}: {', '.join(gaps[:5])}{' …' if len(gaps) > 5 else ''}")


def _not_asked(name: str, table: "pd.DataFrame") -> "pd.Series":
    """Units of which a variable need not be answered: how the voice is known, where nobody but the author speaks."""
    return (table["voice"] == "author") & (name == "voice_basis") if "voice" in table else table[name].isna()


def _recoded(table: "pd.DataFrame", scheme: Codebook) -> "pd.DataFrame":
    """The table with its codes as the codebook writes them, and decimal points."""
    codes = {}
    for name, variable in _asked(scheme).items():
        if name in table:
            codes[name] = table[name].map({cell: variable.code(cell) for cell in table[name].unique()})
    if "inclusion" in table:
        codes["inclusion"] = table["inclusion"].str.replace(",", ".", regex=False)
    return table.assign(**codes)


def scheme_of(path: Path) -> Codebook:
    """The codebook a file was coded by: its own, where `framing code` noted one with it, else the package's."""
    try:
        about = read_about(path) if path.suffix.lower() in SUFFIXES else {}
    except ValueError as e:
        raise FramingError(
            f"{path}: what is noted with it cannot be read ({e}); code the articles again, or remove {path.name}.meta.json"
        ) from e
    noted = about.get("scheme") if isinstance(about, dict) else None
    return shipped_scheme() if noted is None else from_data(noted, str(path))


def one_scheme(paths: Sequence[Path]) -> Codebook:
    """The codebook of several files: the one noted with any of them, else the package's.

    Raises
    ------
    FramingError : different ones are noted with them.
    """
    noted = {path: scheme for path in paths if path.is_file() and (scheme := scheme_of(path)) is not shipped_scheme()}
    found = list(noted.values())
    other = [path for path, scheme in noted.items() if scheme != found[0]]
    if other:
        raise FramingError(f"{next(iter(noted))} and {other[0]} were coded by different codebooks; give files of one")
    return found[0] if found else shipped_scheme()


def values_of(path: Path) -> dict[str, tuple[str, ...]]:
    """Variables a coded file may have and their values: those of its codebook; posture first where the codebook is the package's."""
    scheme = scheme_of(path)
    derived = {"posture": POSTURES} if scheme is shipped_scheme() else {}
    return derived | {name: tuple(v.values) for name, v in scheme.variables.items()}


def check_once(table: "pd.DataFrame", where: str) -> None:
    twice = table["unit_id"][table["unit_id"].duplicated()]
    if len(twice):
        raise FramingError(f"{where}: unit {twice.iloc[0]} stands twice; each may be given once")


def check_values(table: "pd.DataFrame", variable: str, allowed: Sequence[str], path: str | Path) -> None:
    wrong = table[~table[variable].isin(allowed)]
    if len(wrong):
        unit, value = wrong["unit_id"].iloc[0], wrong[variable].iloc[0]
        raise FramingError(f"{path}, unit {unit}: {variable} is {value!r}; allowed are {', '.join(allowed)}")

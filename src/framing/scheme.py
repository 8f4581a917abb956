"""A codebook file in, its variables and their values out: the package's, or a user's own in the same form."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from framing.codes import CODE_COLUMNS, codebook
from framing.errors import FramingError
from framing.text import fold, words

if TYPE_CHECKING:
    import pandas as pd

ARABIC = "ar"
# Columns that tables of units have beside the codes: a variable of one of these names would overwrite them.
RESERVED = frozenset(
    "article_id outlet published title unit_id position role weight text before after note stratum population sampled inclusion duplicate_of unlike evidence annotator headline step".split()
)
NONE_OF_THEM = "-"  # how a coder says in a sheet that a unit has none of several values: an empty cell may be one that was skipped
_SEPARATORS = re.compile("[;,؛،\n]")  # that people part several values with
_CODES = {
    **{
        "arabic": ARABIC,
        "العربية": ARABIC,
        "عربي": ARABIC,
        "english": "en",
        "french": "fr",
        "german": "de",
        "spanish": "es",
        "italian": "it",
    },
    **{"portuguese": "pt", "russian": "ru", "turkish": "tr", "persian": "fa", "farsi": "fa", "urdu": "ur", "hebrew": "he", "hindi": "hi"},
}  # of languages as people name them
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))  # that spreadsheets and keyboards put in place of a hyphen


@dataclass(frozen=True)
class Variable:
    """One question that coders answer for every unit.

    Attributes
    ----------
    name, question : as in the codebook
    values : value → its rule, in codebook order
    multiple : whether a unit may have any number of the values, `;`-joined in a cell, or none
    flag : what the variable of one value is called in long tables: `flag:value`, with 0 or 1
    translated : language → question and values in it (`question`, value → rule), where the codebook has them
    """

    name: str
    question: str
    values: Mapping[str, str]
    multiple: bool = False
    flag: str = ""
    translated: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def given(self, cell: str) -> list[str]:
        """Values in a cell of a wide table."""
        return [part for part in cell.split(";") if part] if self.multiple else [cell]

    def code(self, cell: str) -> str:
        """What a person wrote in a cell as the codebook writes it: spaces, capitals and kinds of dash aside, several values in its order.

        What the codebook does not know stays as it is, for `Codebook.check` to name.
        """
        if all(part in self.values for part in self.given(cell)):
            return cell
        known = {_plain(v): v for v in self.values}
        if not self.multiple:
            return known.get(_plain(cell), cell.strip())
        if _plain(cell) == NONE_OF_THEM and NONE_OF_THEM not in self.values:
            return ""
        parts = [known.get(_plain(part), part.strip()) for part in _SEPARATORS.split(cell) if part.strip()]
        order = list(self.values)
        return ";".join(sorted(dict.fromkeys(parts), key=lambda v: order.index(v) if v in order else len(order)))


@dataclass(frozen=True)
class Codebook:
    """Variables in the codebook's order; `language` is that of the texts, by its two-letter code, and `negators` are its words of negation."""

    title: str
    version: str
    variables: Mapping[str, Variable]
    language: str = ARABIC
    negators: tuple[str, ...] = ()

    def check(self, row: Mapping[str, str], where: str) -> None:
        """Raises FramingError when a wide row holds a value its variable does not have; variables without a column are not checked."""
        for name, variable in self.variables.items():
            wrong = [v for v in variable.given(row[name]) if v not in variable.values] if name in row else []
            if wrong:
                raise FramingError(f"{where}: {name} is {wrong[0]!r}; allowed are {', '.join(variable.values)}")

    def only(self, names: Iterable[str]) -> "Codebook":
        """The codebook with these variables alone, in its own order.

        Raises
        ------
        FramingError : a variable it does not have.
        """
        names = list(names)
        unknown = [n for n in names if n not in self.variables]
        if unknown:
            raise FramingError(f"no variable {unknown[0]!r} in the codebook; allowed are {', '.join(self.variables)}")
        return replace(self, variables={n: v for n, v in self.variables.items() if n in names})

    def data(self) -> dict:
        """The codebook as tables, for files that hold data only; `from_data` reads them."""
        variables = {
            v.name: {"question": v.question, "values": dict(v.values), "multiple": v.multiple, "flag": v.flag}
            | ({"translated": {language: dict(t) for language, t in v.translated.items()}} if v.translated else {})
            for v in self.variables.values()
        }
        return {
            "title": self.title,
            "version": self.version,
            "language": self.language,
            "negators": list(self.negators),
            "variables": variables,
        }


@cache
def shipped_scheme() -> Codebook:
    """The package's codebook."""
    return from_data(codebook(), "the package's codebook")


def read_scheme(path: str | Path) -> Codebook:
    """A codebook from a TOML file: title, version, language, and a table `variables.<name>` each with question, multiple and a table of values.

    Raises
    ------
    FramingError : the file cannot be read, or is no codebook.
    """
    try:
        with Path(path).open("rb") as f:
            return from_data(tomllib.load(f), str(path))
    except OSError as e:
        raise FramingError(f"{path}: {e.strerror}") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise FramingError(f"{path}: not a TOML file in UTF-8 ({e})") from e


def from_data(raw: Mapping, where: str) -> Codebook:
    """A codebook from tables as its file has them; `where` names them in errors.

    Raises
    ------
    FramingError : they are no codebook.
    """
    variables = raw.get("variables")
    if not isinstance(variables, dict) or not variables:
        raise FramingError(f"{where}: no table [variables.<name>]; a codebook has one at least, with a table of values")
    return Codebook(
        str(raw.get("title", "")),
        str(raw.get("version", "1")),
        {name: _variable(name, v, where) for name, v in variables.items()},
        _language(raw.get("language", ARABIC), where),
        _negators(raw.get("negators", ()), where),
    )


def _language(given, where: str) -> str:
    """The code of a language, in small letters."""
    code = str(given).strip().lower()
    if re.fullmatch("[a-z]{2,3}", code):
        return code
    meant = _CODES.get(code) or next(iter(re.findall("^([a-z]{2,3})[-_]", code)), "")  # en-GB is en
    fix = f'write language = "{meant}"' if meant else "allowed are codes of two or three letters, as ar, en or ckb"
    raise FramingError(f"{where}: language is {given!r}; {fix}")


def _negators(given, where: str) -> tuple[str, ...]:
    if isinstance(given, str):  # taken for a list, it would be its letters
        raise FramingError(f"{where}: negators is {given!r}; it must be a list: negators = {json.dumps(given.split(), ensure_ascii=False)}")
    wrong = [n for n in given if not isinstance(n, str) or not words(n)] if isinstance(given, list | tuple) else [given]
    if wrong:
        raise FramingError(f'{where}: negators has {wrong[0]!r}; allowed are words, as in negators = ["not", "never"]')
    return tuple(given)


def _variable(name: str, raw, where: str) -> Variable:
    given = raw.get("values") if isinstance(raw, dict) else None
    values = {str(v): "" for v in given} if isinstance(given, list) else given
    if not isinstance(values, dict) or len(values) < 1 + (not raw.get("multiple", False)):
        raise FramingError(f"{where}: variable {name} needs a table [variables.{name}.values] of two values at least (one if multiple)")
    _check_names([name, *values], where)
    if name in RESERVED:
        raise FramingError(
            f"{where}: a variable cannot be called {name!r}: tables of units have a column of that name; call it something else"
        )
    translated = {language: dict(table) for language, table in raw.get("translated", {}).items()}
    strange = [v for table in translated.values() for v in table if v != "question" and v not in values]
    if strange:
        raise FramingError(f"{where}: variable {name} has a translation of {strange[0]!r}; allowed are question, {', '.join(values)}")
    rules = {str(v): str(rule) for v, rule in values.items()}
    return Variable(name, str(raw.get("question", "")), rules, bool(raw.get("multiple", False)), str(raw.get("flag", name)), translated)


def _check_names(names: Iterable[str], where: str) -> None:
    """Names stand in columns and cells: `;` joins values there, `:` parts a flag from its value."""
    wrong = [n for n in names if not n or n != n.strip() or set(n) & set(";:|\n\t")]
    if wrong:
        raise FramingError(f"{where}: {wrong[0]!r} cannot be a name; allowed are words without ; : | and line ends")


def _plain(value: str) -> str:
    """A value as it is compared with what people write."""
    return " ".join(fold(value.translate(_DASHES)).split())


def to_long(wide: "pd.DataFrame", scheme: Codebook, coder: str) -> "pd.DataFrame":
    """Long codes of one coder's wide table, under a codebook of one's own (`codes.to_long` is for the package's, and derives posture).

    Parameters
    ----------
    wide : DataFrame with unit_id and a column for each variable that was coded, several values `;`-joined
    scheme : the codebook
    coder : name of the coder

    Returns
    -------
    DataFrame, one row per unit × variable: unit_id, coder, variable, value, probability (1.0). A variable of several values gives a row
    `flag:value` with 0 or 1 for each of them; another that the coder left empty gives none.
    """
    import pandas as pd

    columns = {"unit_id": wide["unit_id"]}
    for v in (v for v in scheme.variables.values() if v.name in wide):
        cells = {v.name: wide[v.name]}
        if v.multiple:
            cells = {f"{v.flag}:{x}": [str(int(x in v.given(cell))) for cell in wide[v.name]] for x in v.values}
        columns |= cells
    long = pd.DataFrame(columns).melt("unit_id", var_name="variable", value_name="value").assign(coder=coder, probability=1.0)
    return pd.DataFrame(long.loc[long["value"] != "", CODE_COLUMNS]).reset_index(drop=True)


RIGHT_TO_LEFT = (ARABIC, "fa", "he", "ur", "ps", "ckb")
_HEADINGS = {ARABIC: ("القيمة", "القاعدة", "قيمة واحدة", "أيّ عدد من القيم، تفصل بينها ;")}


def page(scheme: Codebook) -> str:
    """The codebook as Markdown: of every variable its question and the rule of each value, in every language it has."""
    parts = [f"# {scheme.title or 'Codebook'}", f"Version {scheme.version}."]
    for v in scheme.variables.values():
        parts += [f"## {v.name}", _questions(v.question, v.values, v.multiple, "")]
        parts += [
            _turned(_questions(t.get("question", ""), {x: t.get(x, "") for x in v.values}, v.multiple, code), code)
            for code, t in v.translated.items()
        ]
    return "\n\n".join(parts) + "\n"


def _questions(question: str, rules: Mapping[str, str], multiple: bool, language: str) -> str:
    value, rule, one, several = _HEADINGS.get(language, ("value", "rule", "one value", "any number of values, joined by ;"))
    rows = [f"| `{v}` | {' '.join(r.split()).replace('|', chr(92) + '|')} |" for v, r in rules.items()]
    return "\n".join([f"{question} ({several if multiple else one})".strip(), "", f"| {value} | {rule} |", "| --- | --- |", *rows])


def _turned(text: str, language: str) -> str:
    """Text of a language that is written from right to left, marked so."""
    return f'<div dir="rtl" lang="{language}">\n\n{text}\n\n</div>' if language in RIGHT_TO_LEFT else text

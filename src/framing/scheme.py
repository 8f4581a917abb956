"""A codebook file in, its variables and their values out: the package's, or a user's own in the same form."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from framing.codes import codebook
from framing.errors import FramingError

ARABIC = "ar"


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

    def data(self) -> dict:
        """The codebook as tables, for files that hold data only; `from_data` reads them."""
        variables = {
            v.name: {"question": v.question, "values": dict(v.values), "multiple": v.multiple, "flag": v.flag}
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
        str(raw.get("language", ARABIC)),
        tuple(map(str, raw.get("negators", ()))),
    )


def _variable(name: str, raw, where: str) -> Variable:
    given = raw.get("values") if isinstance(raw, dict) else None
    values = {str(v): "" for v in given} if isinstance(given, list) else given
    if not isinstance(values, dict) or len(values) < 1 + (not raw.get("multiple", False)):
        raise FramingError(f"{where}: variable {name} needs a table [variables.{name}.values] of two values at least (one if multiple)")
    _check_names([name, *values], where)
    translated = {language: dict(table) for language, table in raw.get("translated", {}).items()}
    rules = {str(v): str(rule) for v, rule in values.items()}
    return Variable(name, str(raw.get("question", "")), rules, bool(raw.get("multiple", False)), str(raw.get("flag", name)), translated)


def _check_names(names: Iterable[str], where: str) -> None:
    """Names stand in columns and cells: `;` joins values there, `:` parts a flag from its value."""
    wrong = [n for n in names if not n or n != n.strip() or set(n) & set(";:|\n\t")]
    if wrong:
        raise FramingError(f"{where}: {wrong[0]!r} cannot be a name; allowed are words without ; : | and line ends")

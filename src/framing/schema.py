"""The coded table as data: every column that `framing code` writes, with its type, its meaning and the values it may have."""

import json
import re
from dataclasses import dataclass

from framing.codes import POSTURES, frames, values
from framing.segment import ROLES

TYPES = {"text": str, "integer": int, "number": float, "json": str}
RUNNABLE = "=+-@＝＋－＠\t\r\n"  # a spreadsheet would run a cell that begins so: in CSV it begins with an apostrophe
SHIELDED = re.compile(f"'[{re.escape(RUNNABLE)}]")


@dataclass(frozen=True)
class Column:
    """A column of the coded table.

    Attributes
    ----------
    name : as in the file
    type : `text`, `integer`, `number`, or `json` for text that holds JSON
    meaning : what a cell says
    allowed : its values, where they can be listed; `;`-joined in this order where `multiple`
    range : smallest and largest number; None where there is no limit
    empty : when a cell is empty (nothing in CSV; elsewhere null for a number, '' for text); '' if it never is
    multiple : whether a cell may hold several of the allowed values
    """

    name: str
    type: str
    meaning: str
    allowed: tuple[str, ...] = ()
    range: tuple[float, float | None] | None = None
    empty: str = ""
    multiple: bool = False

    def read(self, cell: str) -> str | int | float | None:
        """The value that a CSV cell stands for, without the apostrophe that shields a spreadsheet; ValueError when it is no number where the column has numbers."""
        if TYPES[self.type] is str:
            return cell[1:] if SHIELDED.match(cell) else cell
        return TYPES[self.type](cell) if cell else None

    def allows(self, value) -> bool:
        """Whether a cell may hold the value, as JSON lines and Parquet have it."""
        nothing = "" if TYPES[self.type] is str else None
        if value == nothing:
            return bool(self.empty)
        return type(value) is TYPES[self.type] and self._is_listed(value) and self._is_in_range(value) and self._is_json(value)

    def _is_listed(self, value) -> bool:
        given = value.split(";") if self.multiple else [value]
        return not self.allowed or given == [v for v in self.allowed if v in given]

    def _is_in_range(self, value) -> bool:
        if self.range is None:
            return True
        low, high = self.range
        return low <= value and (high is None or value <= high)

    def _is_json(self, value) -> bool:
        if self.type != "json":
            return True
        try:
            return isinstance(json.loads(value), list)
        except ValueError:
            return False


def _text(name: str, meaning: str, empty: str = "") -> Column:
    return Column(name, "text", meaning, empty=empty)


def _code(name: str, meaning: str, allowed: tuple[str, ...], empty: str = "") -> Column:
    return Column(name, "text", meaning, allowed, empty=empty)


def _share(name: str, meaning: str, empty: str = "") -> Column:
    return Column(name, "number", meaning, range=(0.0, 1.0), empty=empty)


def _probabilities(prefix: str, of: str, among: tuple[str, ...], empty: str = "") -> tuple[Column, ...]:
    return tuple(_share(f"p_{prefix}{value}", f"probability that {of} {value}", empty) for value in among)


_UNNAMED = "the article never names the step given with `--target`"
_ARTICLE = (
    _text("article_id", "the article: its id in the input, or the name of its file, numbered where a file holds several"),
    _text("outlet", "who published the article", "the input does not say and `--outlet` was not given"),
    _text("published", "when: an ISO date for pages, what the input has for tables", "not known"),
)
_UNIT = (
    _text("unit_id", "the unit: `article_id:position`; the article's id with `--unit text`. It stands once in a file"),
    Column("position", "integer", "place of the unit in its article, from 0", range=(0, None)),
    _code("role", "what the unit is in its article", ROLES),
    Column("weight", "integer", "what the unit counts for: 0 for a pull quote, which repeats the body", range=(0, 1)),
    _text("text", "the unit as printed, white space made single; no such column with `--no-text`"),
)
_CODES = (
    _code(
        "posture",
        "follows from appraisal and explains by the codebook's rule",
        POSTURES,
        "the likeliest has a probability under `--abstain`",
    ),
    *_probabilities("", "the posture is", POSTURES),
    _code("appraisal", "whether the wording evaluates", values()["appraisal"]),
    _code("object", "of what the appraisal is; `-` when there is none", values()["object"]),
    _code("explains", "whether the sentence's main point is to explain", values()["explains"]),
    _code("stance", "stance towards the step given with `--target`, else towards the step the unit is about", values()["stance"], _UNNAMED),
    *_probabilities("", "the stance is", ("favor", "against", "neutral"), _UNNAMED),
    Column("frames", "text", "matters the unit makes its own, `;`-joined", frames(), empty="it has none of these frames", multiple=True),
    *_probabilities("frame_", "the unit has the frame", frames()),
    _code("voice", "whose words carry the unit", values()["voice"]),
    _code("voice_basis", "whether the voice is marked in the unit or goes on from one before", values()["voice_basis"]),
    *_probabilities("voice_", "the voice is", values()["voice"]),
    _text("speaker", "who speaks, as the unit prints it", "the author speaks, or the unit prints no name"),
)
_FURTHER = (
    _text(
        "duplicate_of",
        "the first earlier article of the same call that this article is a near copy of (an `article_id`)",
        "it is a copy of none",
    ),
    _code("names_step", "whether the article names the step or one of its wordings", ("yes", "no"), "no `--target` was given"),
    _share("unlike", "share of the unit's words that the coder never met in training"),
    Column(
        "evidence",
        "json",
        "list of what contributed most to the posture: `feature`, `variable`, `value`, `contribution` (on the scale of the scores, before"
        " calibration); of a lexicon entry also its `term` and its `places` in `text`, each `[start, end)` in characters",
    ),
)
COLUMNS: tuple[Column, ...] = (*_ARTICLE, *_UNIT, *_CODES, *_FURTHER)

_ABOUT = """\
# The coded table

`framing code` writes one row per unit: a sentence or headline as printed, or a whole text with `--unit text`. Columns stand in this order.

"""
_BESIDE = """
## Columns after these

Other columns of the input, such as `title` and `url`, follow and repeat in every row of their article. They are carried as they are; in Parquet a
column is of numbers or of truth values only when all its values are, else of text. One that has the name of a column above is carried as `input_<name>`.

## With a codebook of your own

The columns up to `text` are the same. Then each variable of the codebook has its column, with its values (`;`-joined where a unit may have
several), and behind it `p_<variable>_<value>` for each value: a number from 0 to 1. `duplicate_of`, `unlike` and `evidence` end the row.

## Files

- **CSV** is UTF-8 with a byte order mark. A cell of text that a spreadsheet would run (it begins with `=`, `+`, `-`, `@`, a tab or a line end) has
  an apostrophe before it, unless it is one character or a number.
- **JSON lines** have the types above, null for an empty number.
- **Parquet** has the types above: string, int64, double.

Versions of this table (`schema`), of the package and of the model, and the options of the call stand in the Parquet metadata under `framing`, and in
`<name>.meta.json` beside a CSV or JSON lines file.
"""


def page() -> str:
    """The columns as a Markdown page."""
    header = "| column | type | meaning | values | empty when |\n| --- | --- | --- | --- | --- |\n"
    return (
        _ABOUT
        + header
        + "".join(f"| `{c.name}` | {c.type} | {c.meaning} | {_values(c)} | {c.empty or 'never'} |\n" for c in COLUMNS)
        + _BESIDE
    )


def _values(column: Column) -> str:
    if column.range:
        low, high = column.range
        return f"from {low:g}" if high is None else f"{low:g} to {high:g}"
    return ", ".join(f"`{v}`" for v in column.allowed)

"""What notebooks call to show a table, a figure or a sentence whose numbers come from the build."""

import base64
import html
import json
import re
import string
from pathlib import Path
from typing import NamedTuple

import mistune
import pandas as pd
from IPython.display import HTML, display
from matplotlib.figure import Figure

from framing.errors import FramingError
from framing.figures import save, themed
from framing.labels import readable
from framing.strips import evidence_html
from framing.tables import read_csv
from framing.wording import ENGLISH, Words

RESULTS, FIGURES = Path("report/results"), Path("figures")
FOLDED = 12  # rows from which on a table is folded
_ARABIC = re.compile("[\u0600-\u06ff][\u0600-\u06ff\\s]*[\u0600-\u06ff]|[\u0600-\u06ff]")
_markdown = mistune.create_markdown(escape=False)
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?$")


class Link(NamedTuple):
    """Text in a table that leads somewhere; a column of links has a tuple of them in each cell."""

    text: str
    to: str


def table(name: str) -> pd.DataFrame:
    """A result table of the build, numbers as numbers."""
    found = read_csv(RESULTS / f"{name}.csv")
    for column in found:
        if found[column].map(lambda x: bool(_NUMBER.match(x)) or x == "").all() and (found[column] != "").any():
            found[column] = pd.to_numeric(found[column])
        elif set(found[column]) <= {"True", "False"}:
            found[column] = found[column] == "True"
    return found


def numbers() -> dict[str, dict]:
    """The named numbers of the build."""
    return json.loads((RESULTS / "numbers.json").read_text("utf-8"))


def filled(template: str) -> str:
    """The template with its numbers for `{name}`, each a link to what the report says of where it comes from.

    Raises
    ------
    FramingError : the build made no number of that name.
    """
    known = numbers()
    parts = []
    for text, name, _, _ in string.Formatter().parse(template):
        parts.append(text)
        if name is not None:
            if name not in known:
                raise FramingError(
                    f"no number {name!r} in {RESULTS}/numbers.json; the build makes {len(known)} numbers, see framing.results"
                )
            n = known[name]
            title = html.escape(f"{name} ({n['unit']}), from {n['source']}", quote=True)
            # Not in the order of the tab key: the fold under each step lists its numbers for the keyboard.
            parts.append(
                f'<a class="num" href="#number.{name}" tabindex="-1"><data value="{n["value"]}" title="{title}">{n["text"]}</data></a>'
            )
    return "".join(parts)


def say(template: str) -> None:
    """Shows Markdown in which `{name}` stands for the number of that name."""
    _show(f'<div class="prose">{_prose(template)}</div>')


def answer(
    question: str, short: str, *, sure: str, overturn: str, data: pd.DataFrame | None = None, caption: str = "", words: Words = ENGLISH
) -> None:
    """One of the answers in brief: the question, the answer in a sentence, its numbers as a table, what its interval covers and what would overturn it."""
    _show(
        f'<div class="answer"><h3>{html.escape(question)}</h3><div class="short">{_prose(short)}</div>'
        + (table_html(data, caption) if data is not None else "")
        + f"<dl><dt>{words.sure}</dt><dd>{_prose(sure)}</dd><dt>{words.overturn}</dt><dd>{_prose(overturn)}</dd></dl></div>"
    )


def method(template: str, words: Words = ENGLISH) -> None:
    """How a result was measured, folded under it."""
    _show(f'<details class="method"><summary>{words.method}</summary><div class="prose">{_prose(template)}</div></details>')


def caution(template: str, words: Words = ENGLISH) -> None:
    """What a result does not say, beside it."""
    _show(f'<div class="caution prose" role="note"><strong>{words.caution}.</strong> {_prose(template)}</div>')


def show_table(data: pd.DataFrame, caption: str, digits: int = 2, *, fold: bool | None = None) -> None:
    """A table with its caption; Arabic cells run right to left, text is escaped; folded under its caption where it is long."""
    shown = table_html(data, caption, digits)
    if fold if fold is not None else len(data) > FOLDED:
        shown = f'<details class="table"><summary>{html.escape(caption)} ({len(data)} rows)</summary>{shown}</details>'
    _show(shown)


def table_html(data: pd.DataFrame, caption: str, digits: int = 2) -> str:
    data = readable(data)
    columns = [_column(data.iloc[:, i], digits) for i in range(data.shape[1])]  # two columns can have one heading
    head = "".join(
        f'<th scope="col"{" class=n" if cells and "class=n" in cells[0] else ""}>{html.escape(str(c))}</th>'
        for c, cells in zip(data.columns, columns, strict=True)
    )
    columns[:1] = [[_heading(cell) for cell in cells] for cells in columns[:1]]
    rows = "".join("<tr>" + "".join(row) + "</tr>" for row in zip(*columns, strict=True))
    label = html.escape(caption, quote=True)
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{label}"><table><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _column(values: pd.Series, digits: int) -> list[str]:
    """The cells of a column: numbers to one precision, whole ones as such, a missing one as a dash."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        digits = 0 if (values.dropna() % 1 == 0).all() else digits
        return [f"<td class=n>{'–' if pd.isna(v) else f'{v:.{digits}f}'}</td>" for v in values]
    if values.map(lambda v: isinstance(v, tuple)).all() and len(values):
        return [_linked(v) for v in values]
    return [_cell({True: "yes", False: "no"}[v] if isinstance(v, bool) else str(v)) for v in values.tolist()]


def _cell(text: str) -> str:
    if len("".join(_ARABIC.findall(text))) > len(text) / 2:
        return f'<td lang="ar" dir="rtl">{html.escape(text)}</td>'
    whole = ' class="whole"' if _DATE.fullmatch(text) else ""
    return f"<td{whole}>{_ARABIC.sub(lambda m: f'<bdi lang=ar>{m.group()}</bdi>', html.escape(text))}</td>"


def _linked(links: tuple[Link, ...]) -> str:
    shown = ", ".join(f'<a href="{html.escape(link.to, quote=True)}">{html.escape(link.text)}</a>' for link in links)
    return f"<td>{shown}</td>"


def _heading(cell: str) -> str:
    """The first cell of a row, which says what the row is of."""
    return "<th scope=row" + cell.removeprefix("<td").removesuffix("</td>") + "</th>"


def show_figure(figure: Figure, name: str, alt: str, data: pd.DataFrame, caption: str = "", words: Words = ENGLISH) -> None:
    """A figure with alt text, its data folded under it as a table and as CSV; SVG and PNG go to `figures/`."""
    save(figure, FIGURES, name)
    image = base64.b64encode(themed((FIGURES / f"{name}.svg").read_text("utf-8")).encode()).decode()
    under = f"<figcaption>{_prose(caption)}</figcaption>" if caption else ""
    _show(
        f'<figure id="figure-{name}"><div class="scroll" tabindex="0" role="group" aria-label="{words.figure} {name}"><img src="data:image/svg+xml;base64,{image}" alt="{html.escape(alt, quote=True)}"></div>{under}'
        f'<details class="data"><summary>{words.data}</summary><p><a download="{name}.csv" href="{_as_csv(data)}">{words.csv}</a></p>'
        f"{table_html(data, f'{words.data}: {name}')}</details></figure>"
    )


def show_evidence(units: pd.DataFrame, words: Words = ENGLISH) -> None:
    """Every unit as a block of its text's strip and as a row of one table, with filters and the whole as CSV."""
    _show(f'{evidence_html(units)}<p><a download="evidence.csv" href="{_as_csv(units)}">{words.csv}</a></p>')


def _as_csv(data: pd.DataFrame) -> str:
    rows = data.to_csv(index=False, lineterminator="\n", float_format="%.6g")
    return f"data:text/csv;base64,{base64.b64encode(rows.encode()).decode()}"


def _prose(template: str) -> str:
    return str(_markdown(filled(template)))


def _show(shown: str) -> None:
    display(HTML(shown))

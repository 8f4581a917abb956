"""What notebooks call to show a table, a figure or a sentence whose numbers come from the build."""

import base64
import html
import json
import re
import string
from pathlib import Path

import mistune
import pandas as pd
from IPython.display import HTML, Markdown, display
from matplotlib.figure import Figure

from framing.errors import FramingError
from framing.figures import save
from framing.tables import read_csv

RESULTS, FIGURES = Path("report/results"), Path("figures")
_ARABIC = re.compile("[\u0600-\u06ff][\u0600-\u06ff\\s]*[\u0600-\u06ff]|[\u0600-\u06ff]")
_markdown = mistune.create_markdown(escape=False)
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?$")


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


def say(template: str) -> None:
    """Shows Markdown in which `{name}` stands for the number of that name.

    Raises
    ------
    FramingError : the build made no number of that name.
    """
    display(Markdown(filled(template)))


def answer(template: str) -> None:
    """`say` in a box of its own: one of the answers."""
    display(HTML(f'<div class="answer prose">{_markdown(filled(template))}</div>'))


def filled(template: str) -> str:
    """The template with its numbers, each marked with its name, unit and source."""
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
            parts.append(f'<data value="{n["value"]}" title="{title}">{n["text"]}</data>')
    return "".join(parts)


def show_table(data: pd.DataFrame, caption: str, digits: int = 2) -> None:
    """A table with its caption; Arabic cells run right to left, text is escaped."""
    display(HTML(table_html(data, caption, digits)))


def table_html(data: pd.DataFrame, caption: str, digits: int = 2) -> str:
    numeric = [pd.api.types.is_numeric_dtype(data[c]) and not pd.api.types.is_bool_dtype(data[c]) for c in data]
    head = "".join(
        f'<th scope="col"{" class=n" if n else ""}>{html.escape(str(c).replace("_", " "))}</th>' for c, n in zip(data, numeric, strict=True)
    )
    rows = "".join(
        "<tr>" + "".join(_cell(v, n, digits) for v, n in zip(row, numeric, strict=True)) + "</tr>" for row in data.itertuples(index=False)
    )
    label = html.escape(caption, quote=True)
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _cell(value, numeric: bool, digits: int) -> str:
    if numeric:
        if pd.isna(value):
            return '<td class="n">–</td>'
        text = (
            f"{value:.0f}"
            if float(value).is_integer() and abs(value) >= 2
            else f"{value:.{digits}f}"
            if isinstance(value, float)
            else str(value)
        )
        return f'<td class="n">{text}</td>'
    text = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    if len("".join(_ARABIC.findall(text))) > len(text) / 2:
        return f'<td lang="ar" dir="rtl">{html.escape(text)}</td>'
    whole = ' class="whole"' if _DATE.fullmatch(text) else ""
    return f"<td{whole}>{_ARABIC.sub(lambda m: f'<bdi lang=ar>{m.group()}</bdi>', html.escape(text))}</td>"


def show_figure(figure: Figure, name: str, alt: str, data: pd.DataFrame, caption: str = "") -> None:
    """A figure with alt text, its data folded under it as a table and as CSV; SVG and PNG go to `figures/`."""
    save(figure, FIGURES, name)
    image = base64.b64encode((FIGURES / f"{name}.svg").read_bytes()).decode()
    rows = data.to_csv(index=False, lineterminator="\n", float_format="%.6g")
    link = base64.b64encode(rows.encode()).decode()
    under = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    display(
        HTML(
            f'<figure id="figure-{name}"><div class="scroll" tabindex="0" role="region" aria-label="figure {name}"><img src="data:image/svg+xml;base64,{image}" alt="{html.escape(alt, quote=True)}"></div>{under}'
            f'<details><summary>Data of this figure</summary><p><a download="{name}.csv" href="data:text/csv;base64,{link}">Download as CSV</a></p>'
            f"{table_html(data, f'Data of the figure {name}')}</details></figure>"
        )
    )

"""The table of evidence in, HTML out: a strip of blocks per text, filters, and a row per unit."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Any

import pandas as pd

from framing.codes import POSTURES, attributed, frames, values
from framing.evidence import Term, read_terms
from framing.results.names import SHORT

HEADINGS = ("headline", "heading")  # roles marked in the strips
MACHINES = ("fast", "accurate")
COLUMNS = ("unit", "posture", "frames, stance, voice", "readings, machine", "lexicon terms")
NONE = "none"  # stands in the filter for a unit without a frame

Row = Any  # one row of the table, its columns as attributes


def evidence_html(units: pd.DataFrame) -> str:
    """Filters, strips and table of the units, `framing.evidence.unit_evidence` as read back from its file."""
    rows = list(units.itertuples(index=False))
    return f'{_filters(units)}<p id="shown" role="status">All units.</p>{_strips(rows)}{_table(rows)}'


def _filters(units: pd.DataFrame) -> str:
    """Hidden until the page's script shows it: without one every unit is there."""
    chosen = (
        _select("text", {a: SHORT[a] for a in units["article_id"].unique()}),
        _select("posture", {p: p for p in POSTURES}),
        _select("frame", {**{f: f for f in frames()}, NONE: "no frame"}),
        _select("stance", {v: v for v in values()["stance"]}),
        _select("voice", {v: v for v in values()["voice"]}),
        _select("attribution", {"yes": "attributed", "no": "unattributed"}),
        _box("readings", "the two readings differ on posture"),
        _box("machine", "a machine's posture differs"),
    )
    return f'<form id="filters" aria-label="Which units are shown" hidden>{"".join(chosen)}<button type="reset">Show all</button></form>'


def _select(name: str, options: dict[str, str]) -> str:
    listed = "".join(f'<option value="{escape(v)}">{escape(shown)}</option>' for v, shown in options.items())
    return f'<label>{name} <select name="{name}"><option value="">all</option>{listed}</select></label>'


def _box(name: str, label: str) -> str:
    return f'<label><input type="checkbox" name="{name}" value="yes"> {label}</label>'


def _strips(rows: Sequence[Row]) -> str:
    """One strip per text, a block per unit in printed order."""
    key = "".join(f'<li><span class="block p-{p}" aria-hidden="true">{p[0].upper()}</span> {p}</li>' for p in POSTURES)
    marks = (
        '<li><span class="block heading" aria-hidden="true"></span> headline or heading</li>'
        '<li><span class="block attributed" aria-hidden="true"></span> attributed to a source</li>'
    )
    texts = dict.fromkeys(row.article_id for row in rows)
    strips = "".join(_strip(text, [row for row in rows if row.article_id == text]) for text in texts)
    past = '<a class="past" href="#units">Past the strips, to the table</a>'
    return f'<div class="strips">{past}<ul class="key" aria-label="Key of the strips">{key}{marks}</ul>{strips}</div>'


def _strip(text: str, rows: Sequence[Row]) -> str:
    name = f"strip-{_anchor(text)}"
    return f'<div class="strip"><div id="{name}">{escape(SHORT[text])}</div><ol aria-labelledby="{name}">{"".join(map(_block, rows))}</ol></div>'


def _block(row: Row) -> str:
    is_heading, is_attributed = row.role in HEADINGS, attributed(row.voice) == "yes"
    classes = f"block p-{escape(row.posture)}" + " heading" * is_heading + " attributed" * is_attributed
    said = escape(f"{_place(row)}: {row.posture}, {row.role}" + ", attributed" * is_attributed)
    anchor = _anchor(row.unit_id)
    return (
        f'<li><a class="{classes}" id="block-{anchor}" href="#unit-{anchor}" aria-label="{said}" title="{said}">'
        f"{escape(row.posture[0].upper())}</a></li>"
    )


def _table(rows: Sequence[Row]) -> str:
    """Roles are said once more because a narrow page lays the table out as cards."""
    head = "".join(f'<th role="columnheader" scope="col">{c}</th>' for c in COLUMNS)
    return (
        '<div class="scroll units" tabindex="0" role="group" aria-label="Every unit, a table"><table role="table" id="units">'
        "<caption>Every unit, in printed order; terms in the order of the lexicon</caption>"
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{"".join(map(_row, rows))}</tbody></table></div>'
    )


def _row(row: Row) -> str:
    labelled = zip(COLUMNS[1:], (_posture(row), _codes(row), _others(row), _terms(row.terms)), strict=True)
    shown = "".join(f'<td role="cell" data-label="{label}">{cell}</td>' for label, cell in labelled)
    return f'<tr role="row" id="unit-{_anchor(row.unit_id)}"{_filtered(row)}>{_unit(row)}{shown}</tr>'


def _filtered(row: Row) -> str:
    """What the filters look for, one attribute each, several values parted by blanks."""
    differs = any(getattr(row, machine) != row.posture for machine in MACHINES)
    found = {
        "text": row.article_id,
        "posture": row.posture,
        "frame": row.frames.replace(";", " ") or NONE,
        "stance": row.stance,
        "voice": row.voice,
        "attribution": attributed(row.voice),
        "readings": "yes" if row.readings_differ else "no",
        "machine": "yes" if differs else "no",
    }
    return "".join(f' data-{name}="{escape(value)}"' for name, value in found.items())


def _unit(row: Row) -> str:
    return (
        f'<th role="rowheader" scope="row"><a href="#block-{_anchor(row.unit_id)}">{escape(_place(row))}</a>'
        f'<span class="of">{escape(row.role)}, {row.n_words} words</span></th>'
    )


def _posture(row: Row) -> str:
    """The posture with the primitives it follows from."""
    of = f" ({row.object})" if row.object != "-" else ""
    explains = f"explains {row.explains}" + (", a phrase does" if row.explains_any != row.explains else "")
    return f'{_badge(row.posture)}<span class="of">{escape(f"appraisal {row.appraisal}{of}, {explains}")}</span>'


def _codes(row: Row) -> str:
    holder = "" if row.stance_holder == "-" else f", held by the {row.stance_holder}"
    codes = ("frames", row.frames.replace(";", ", ") or NONE), ("stance", row.stance + holder), ("voice", f"{row.voice}, {row.voice_basis}")
    return "".join(_line(name, value) for name, value in codes)


def _others(row: Row) -> str:
    """What the readings said where they differ, and the posture of each machine with its probability."""
    machines = ((m, getattr(row, m), getattr(row, f"{m}_probability")) for m in MACHINES)
    return _line("readings", row.differences or "agree", row.readings_differ) + "".join(
        _line(name, f"{chosen} {probability:.2f}", chosen != row.posture) for name, chosen, probability in machines
    )


def _line(name: str, value: str, differs: bool = False) -> str:
    mark = ' class="differ"' if differs else ""
    return f'<div><span class="of">{name}</span> <span{mark}>{escape(value)}</span></div>'


def _badge(posture: str) -> str:
    shown = escape(posture)
    return f'<span class="block p-{shown}" aria-hidden="true">{escape(posture[0].upper())}</span> {shown}'


def _terms(cell: str) -> str:
    """Terms in the lexicon's order, those that follow each other with one meaning and scope together."""
    runs = groupby(read_terms(cell), key=lambda t: (t.points_to, t.scope))
    return f'<ul class="terms">{"".join(_run(said, found) for said, found in runs)}</ul>' if cell else NONE


def _run(said: tuple[str, str], found: Iterable[Term]) -> str:
    points_to, scope = said
    meaning = points_to.replace("=", " = ") + ("" if scope == "plain" else f", {scope}")
    named = ", ".join(f'<bdi lang="ar" dir="rtl">{escape(t.term)}</bdi>' for t in found)
    return f'<li><span class="of">{escape(meaning)}:</span> {named}</li>'


def _place(row: Row) -> str:
    return f"{SHORT[row.article_id]}, unit\xa0{row.place}\xa0of\xa0{row.n_units}"


def _anchor(name: str) -> str:
    """A unit's or text's id as part of an address in the page."""
    return escape(name.replace(":", "-"))

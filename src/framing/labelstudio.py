"""Sampled units in, tasks and a labelling page for Label Studio out; and its exports in, a table per annotator out."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from framing.errors import FramingError
from framing.scheme import ARABIC, RIGHT_TO_LEFT, Codebook, Variable

if TYPE_CHECKING:
    import pandas as pd

TEXT, NOTE = "text", "note"  # names of the tags that show the unit and take a remark
SHOWN = ("step", "headline", "before", TEXT, "after")  # fields of a task, from top to bottom
_OWN = ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement")  # what JSON-MIN adds to the data


def tasks(rows: Iterable[Mapping], scheme: Codebook, machine: str = "") -> list[dict]:
    """Tasks to import: of each unit its data and, where the rows hold codes in columns that begin with `machine`, these as a prediction."""
    found = []
    for row in rows:
        codes = {name: row[machine + name] for name in scheme.variables if machine and machine + name in row}
        hidden = {NOTE, *scheme.variables, *(machine + name for name in codes)}
        shown = {k: v for k, v in row.items() if k not in hidden}
        task = {"data": shown | {k: "" for k in SHOWN if k not in shown}}  # a task must have all that the page shows
        found.append(task | ({"predictions": [_prediction(codes, scheme)]} if codes else {}))
    return found


def _prediction(codes: Mapping[str, str], scheme: Codebook) -> dict:
    given = {name: scheme.variables[name].given(cell) for name, cell in codes.items() if cell}
    results = [{"from_name": name, "to_name": TEXT, "type": "choices", "value": {"choices": values}} for name, values in given.items()]
    return {"model_version": "framing", "result": results}


def config(scheme: Codebook) -> str:
    """The labelling page as XML: the unit between its neighbours, and a group of choices for each variable.

    A choice is labelled with its code and the rule, in Arabic where the codebook has it; its `alias`, the code alone, is what an export holds.

    References
    ----------
    Label Studio's documentation of the tags View, Header, Text, Choices, Choice and TextArea.
    """
    style = "direction: rtl; text-align: right;" if scheme.language in RIGHT_TO_LEFT else "direction: ltr;"
    view = ET.Element("View")
    unit = ET.SubElement(view, "View", style=f"{style} white-space: pre-line;")
    for about in ("step", "headline"):
        ET.SubElement(unit, "Header", value=f"${about}", size="5", style="font-weight: bold; color: #555;")
    ET.SubElement(unit, "Header", value="$before", size="5", style="font-weight: normal; color: #777;")
    ET.SubElement(unit, "Text", name=TEXT, value=f"${TEXT}")
    ET.SubElement(unit, "Header", value="$after", size="5", style="font-weight: normal; color: #777;")
    for v in scheme.variables.values():
        _add_choices(view, v)
    ET.SubElement(view, "TextArea", name=NOTE, toName=TEXT, rows="2", maxSubmissions="1", placeholder="note / ملاحظة")
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _add_choices(view: ET.Element, v: Variable) -> None:
    translated = v.translated.get(ARABIC, {})
    ET.SubElement(view, "Header", value=f"{v.name}: {v.question}", size="5")
    if "question" in translated:
        ET.SubElement(view, "Header", value=translated["question"], size="5", style="direction: rtl; text-align: right;")
    side = {"style": "direction: rtl; text-align: right;"} if translated else {}
    group = ET.SubElement(view, "View", side)
    several = {"choice": "multiple"} if v.multiple else {"choice": "single", "required": "true", "requiredMessage": v.name}
    choices = ET.SubElement(group, "Choices", {"name": v.name, "toName": TEXT} | several)
    for value, rule in v.values.items():
        hint = {"hint": rule} if rule else {}
        ET.SubElement(choices, "Choice", {"value": _label(v, value), "alias": value} | hint)


def _label(v: Variable, value: str) -> str:
    rule = v.translated.get(ARABIC, {}).get(value) or v.values.get(value, "")
    return f"{value} | {rule}" if rule else value


def read_export(path: Path) -> dict[str, "pd.DataFrame"]:
    """An export of Label Studio, JSON or JSON-MIN, as a table for each annotator.

    Returns
    -------
    annotator (e-mail address where the export has it, else number) → DataFrame, text only, one row per unit: what the task's data hold and a
    column per group of choices, several choices `;`-joined. Skipped units (cancelled annotations) and drafts are left out; of an annotator
    who annotated a unit twice, the annotation changed last counts.

    Raises
    ------
    FramingError : the file cannot be read, is no export, holds no annotation, or a task has no unit_id.
    """
    import pandas as pd

    rows: dict[str, dict[str, tuple]] = {}
    for number, task in enumerate(_listed(path), 1):
        for annotator, changed, row in _annotated(task, f"{path}, task {task.get('id', number)}"):
            own = rows.setdefault(annotator, {})
            if row["unit_id"] not in own or changed >= own[row["unit_id"]][0]:
                own[row["unit_id"]] = changed, row
    if not rows:
        raise FramingError(f"{path}: no annotation in it; export the annotated tasks as JSON")
    return {a: pd.DataFrame([row for _, row in own.values()]).fillna("").astype(str) for a, own in sorted(rows.items())}


def _listed(path: Path) -> list[dict]:
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except OSError as e:
        raise FramingError(f"{path}: {e.strerror}") from e
    except (ValueError, RecursionError) as e:
        raise FramingError(f"{path}: not a JSON file ({e})") from e
    if not isinstance(found, list) or not all(isinstance(task, dict) for task in found):
        raise FramingError(f"{path}: not an export of Label Studio; allowed is a JSON list of tasks")
    return found


def _annotated(task: Mapping, where: str) -> list[tuple[str, str, dict]]:
    """Annotator, time of the last change, and row of each annotation of a task."""
    try:
        if "data" not in task:  # JSON-MIN: an annotation each
            found = [(_name(task.get("annotator")), _changed(task), {k: _cell(v) for k, v in task.items() if k not in _OWN})]
        else:
            done = [a for a in task.get("annotations", ()) if not a.get("was_cancelled")]
            found = [(_name(a.get("completed_by")), _changed(a), _row(task["data"], a.get("result") or ())) for a in done]
    except (AttributeError, KeyError, TypeError) as e:
        raise FramingError(f"{where}: not as Label Studio exports it ({e!r})") from e
    if any(not row.get("unit_id") for *_, row in found):
        raise FramingError(f"{where}: its data have no unit_id; allowed are tasks that `framing sample` made")
    return found


def _row(data: Mapping, result: Iterable[Mapping]) -> dict[str, str]:
    codes: dict[str, str] = {}
    for r in result:
        codes[r["from_name"]] = ";".join(filter(None, (codes.get(r["from_name"]), _cell(r["value"]))))
    return {k: _cell(v) for k, v in data.items()} | codes


def _cell(value) -> str:
    """What a value of an export holds, as a cell of a table: choices or lines `;`-joined, data as they are."""
    if isinstance(value, Mapping):
        value = value["choices"] if "choices" in value else value.get("text", "")
    if isinstance(value, list):
        return ";".join(map(_cell, value))
    return "" if value is None else str(value)


def _name(annotator) -> str:
    return str(annotator.get("email") or annotator.get("id") if isinstance(annotator, Mapping) else annotator)


def _changed(annotation: Mapping) -> str:
    return str(annotation.get("updated_at") or annotation.get("created_at") or "")

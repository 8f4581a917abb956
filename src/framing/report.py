"""Notebooks in, self-contained pages out: `python -m framing.report` executes them and writes `report/`."""

import argparse
import base64
import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import as_file, files
from pathlib import Path

import jupytext
import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from framing.codes import codebook
from framing.show import RESULTS, filled, numbers
from framing.tables import write_json
from framing.trace import Step, cell_id, steps
from framing.wording import ARABIC, ENGLISH, Words

TITLES = {
    "en": "How six Arabic texts framed Syria joining the coalition against ISIS",
    "ar": "كيف أطّرت ستة نصوص عربية انضمام سوريا إلى التحالف ضد داعش",
}
LEADS = {
    "en": "{n_texts} texts from {n_dumps} page dumps, one text per source, {n_units} units. Coded twice and adjudicated by a language model reading the codebook; "
    "coded again by the project's machine coder. Coded by people: {n_people}.",
    "ar": "النصوص: {n_texts}، من صفحات محفوظة عددها {n_dumps}، ولكل مصدر نص واحد. الوحدات: {n_units}. رمّزها نموذج لغوي يقرأ دليل الترميز مرتين ثم حُسم ما اختلفت فيه القراءتان، "
    "ورمّزها كذلك المرمّز الآلي للمشروع. عدد من رمّزها من الناس: {n_people}.",
}
FOOTERS = {
    "en": "Codebook {version}. The page holds no sentence of the articles. Code: MIT licence.",
    "ar": 'إصدار دليل الترميز: <bdi>{version}</bdi>. ليس في الصفحة جملة من المقالات. رخصة الشيفرة: <bdi lang="en">MIT</bdi>.',
}
APPENDICES = "AB"
LAST_SECTION = 12  # notebooks after it are appendices
TIMEOUT = 300


def execute(path: Path) -> nbformat.NotebookNode:
    """A notebook kept as text, run top to bottom in the folder that holds `report/`; ids and metadata do not change between runs."""
    notebook = jupytext.read(path)
    notebook.metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    for i, cell in enumerate(notebook.cells):
        cell.id = cell_id(path.stem, i)
        cell.metadata = {}
    with tempfile.TemporaryDirectory() as sockets:  # no port is opened, and a build that is stopped leaves nothing beside the notebooks
        NotebookClient(
            notebook,
            km=AsyncKernelManager(kernel_name="python3", transport="ipc", ip=f"{sockets}/kernel"),
            timeout=TIMEOUT,
            record_timing=False,
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": "."}},
        ).execute()
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if o.output_type != "stream" or o.name != "stderr"]
    return notebook


def merge(notebooks: dict[str, nbformat.NotebookNode], traced: dict[str, Step]) -> tuple[nbformat.NotebookNode, list[dict]]:
    """One notebook of all, and its sections: each opens with a Markdown cell whose first line is its title; `## ` opens a part of it."""
    merged, sections = nbformat.v4.new_notebook(), []
    for stem, notebook in notebooks.items():
        title, _, _ = notebook.cells[0].source.partition("\n")
        section = {"id": stem.split("_", 1)[-1].replace("_", "-"), "title": title.removeprefix("# "), "number": _number(stem), "parts": []}
        sections.append(section)
        for cell in notebook.cells:
            for piece in _pieces(cell, section):
                if piece.cell_type == "code":
                    _trace(piece, cell.id, traced)
                merged.cells.append(piece)
    return merged, sections


def _number(stem: str) -> str:
    """The section's number, or its letter in the appendix; none for a page of one notebook."""
    if not stem[:2].isdigit():
        return ""
    n = int(stem[:2])
    return str(n) if n <= LAST_SECTION else APPENDICES[n - LAST_SECTION - 1]


def _pieces(cell: nbformat.NotebookNode, section: dict) -> Iterator[nbformat.NotebookNode]:
    """A cell as the page takes it: Markdown cut at its headings, each noted for the contents."""
    if cell.cell_type == "code":
        yield nbformat.from_dict(dict(cell))
        return
    for i, source in enumerate(re.split(r"^(?=##? )", cell.source, flags=re.M)):
        if not source.strip():
            continue
        heading, _, rest = source.partition("\n")
        piece = nbformat.v4.new_markdown_cell(id=f"{cell.id}-{i}", source=rest.strip() if heading.startswith("#") else source)
        if heading.startswith("# "):
            piece.metadata = {"section": section}
        elif heading.startswith("## "):
            title = heading.removeprefix("## ")
            part = {"id": f"{section['id']}-{len(section['parts']) + 1}", "title": title}
            section["parts"].append(part)
            piece.metadata = {"part": part}
        yield piece


def _trace(cell: nbformat.NotebookNode, anchor: str, traced: dict[str, Step]) -> None:
    """Notes with a code cell where it stands, what it read and which numbers it shows; their links then lead to the fold under it."""
    known, shown = numbers(), list(dict.fromkeys(_shown(cell)))
    for output in cell.outputs:
        if "text/html" in output.get("data", {}):
            output.data["text/html"] = re.sub(r'href="#number\.(\w+)"', rf'href="#{anchor}.\1"', output.data["text/html"])
    step = traced[anchor]
    cell.metadata = {
        "anchor": anchor,
        "notebook": step.notebook,
        "tables": list(step.tables),
        "numbers": [
            {"name": name, **known[name], "file": _file(known[name]["function"]), "made": _is_made(known[name]["source"])} for name in shown
        ],
    }


def _is_made(source: str) -> bool:
    """Whether a number's source is a table of the build, and not a file of data or a book."""
    return (RESULTS / f"{source}.csv").exists()


def _file(function: str) -> str:
    """The file of the package that holds a function, from the folder of the report."""
    return f"../src/{function.rpartition('.')[0].replace('.', '/')}.py"


def _shown(cell: nbformat.NotebookNode) -> list[str]:
    """Names of the numbers in a cell's outputs, in order."""
    return [
        name
        for output in cell.get("outputs", [])
        for name in re.findall(r'href="#number\.(\w+)"', output.get("data", {}).get("text/html", ""))
    ]


def page(notebooks: dict[str, nbformat.NotebookNode], traced: dict[str, Step], words: Words) -> str:
    """The report as one HTML page without a request to anywhere."""
    merged, sections = merge(notebooks, traced)
    with as_file(files("framing.resources").joinpath("template")) as folder:
        exporter = HTMLExporter(template_name="framing", extra_template_basedirs=[str(folder)])
        css, js = ((folder / "framing" / f"report.{kind}").read_text("utf-8") for kind in ("css", "js"))
        report = {
            "title": TITLES[words.language],
            "lead": _lead(words, merged),
            "sections": sections,
            "words": words,
            "css": css,
            "js": js,
            "policy": f"default-src 'none'; style-src '{_checksum(css)}'; script-src '{_checksum(js)}'; img-src data:; base-uri 'none'; form-action 'none'",
            "footer": FOOTERS[words.language].format(version=codebook()["version"]),
        }
        html, _ = exporter.from_notebook_node(merged, resources={"report": report})
    return html


def _lead(words: Words, merged: nbformat.NotebookNode) -> str:
    """The line under the title; each number leads to the first step of the page that shows it, where there is one."""
    shown = {n["name"]: cell.metadata["anchor"] for cell in reversed(merged.cells) for n in cell.metadata.get("numbers", [])}

    def link(found: re.Match) -> str:
        name, number = found.groups()
        return f'<a class="num" href="#{shown[name]}.{name}" tabindex="-1">{number}</a>' if name in shown else number

    return re.sub(r'<a class="num" href="#number\.(\w+)" tabindex="-1">(.*?)</a>', link, filled(LEADS[words.language]))


def _checksum(text: str) -> str:
    """The hash by which the page's policy knows its own style and script, and lets no other run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def build(notebooks: Path, out: Path) -> None:
    """Executes the notebooks; writes the pages, the executed copies, and where each number is shown."""
    paths = sorted(notebooks.glob("*.py"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # each runs in a kernel of its own, and none reads what another writes
        executed = dict(zip((p.stem for p in paths), pool.map(execute, paths), strict=True))
    traced = {step.cell: step for path in paths for step in steps(path)}
    (out / "notebooks").mkdir(parents=True, exist_ok=True)
    for stem, notebook in executed.items():
        nbformat.write(notebook, out / "notebooks" / f"{stem}.ipynb")
    write_json(_shown_where(executed), out / "numbers.json")
    sections = {stem: n for stem, n in executed.items() if stem[:2].isdigit()}
    (out / "index.html").write_text(page(sections, traced, ENGLISH), "utf-8")
    (out / "ar.html").write_text(page({"ar": executed["ar"]}, traced, ARABIC), "utf-8")


def _shown_where(executed: dict[str, nbformat.NotebookNode]) -> dict[str, dict]:
    """The numbers of the build with the notebook cells that show each."""
    cells: dict[str, list[str]] = {}
    for notebook in executed.values():
        for cell in notebook.cells:
            for name in dict.fromkeys(_shown(cell)):
                cells.setdefault(name, []).append(cell.id)
    return {name: {**n, "cells": cells.get(name, [])} for name, n in numbers().items()}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m framing.report", description="Execute the notebooks and write the report.")
    parser.add_argument("--notebooks", type=Path, default=Path("notebooks"))
    parser.add_argument("--out", type=Path, default=Path("report"))
    arguments = parser.parse_args(argv)
    build(arguments.notebooks, arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())

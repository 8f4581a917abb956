"""Notebooks in, one self-contained page out: `python -m framing.report` executes them and writes `report/`."""

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

import jupytext
import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from framing.codes import codebook

TITLE = "How six Arabic texts framed Syria joining the coalition against ISIS"
TIMEOUT = 300


def execute(path: Path) -> nbformat.NotebookNode:
    """A notebook kept as text, run top to bottom in the folder that holds `report/`; ids and metadata do not change between runs."""
    notebook = jupytext.read(path)
    notebook.metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    for i, cell in enumerate(notebook.cells):
        cell.id = f"{path.stem.replace('_', '-')}-{i:02d}"
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


def merge(notebooks: dict[str, nbformat.NotebookNode]) -> tuple[nbformat.NotebookNode, list[dict]]:
    """One notebook of all, and its sections: each opens with a Markdown cell whose first line is its title."""
    merged, sections = nbformat.v4.new_notebook(), []
    for number, (stem, notebook) in enumerate(notebooks.items(), 1):
        for i, cell in enumerate(notebook.cells):
            copy = nbformat.from_dict(dict(cell))
            if i == 0:
                title, _, rest = cell.source.partition("\n")
                section = {"id": stem[3:].replace("_", "-"), "title": re.sub(r"^#+\s*", "", title), "number": number}
                sections.append(section)
                copy.source = rest.strip()
                copy.metadata = {"section": section["id"], "title": section["title"], "number": number, "first": number == 1}
            copy.metadata["anchor"] = cell.id
            merged.cells.append(copy)
    return merged, sections


def page(notebooks: dict[str, nbformat.NotebookNode]) -> str:
    """The report as one HTML page without a request to anywhere."""
    merged, sections = merge(notebooks)
    template = files("framing.resources").joinpath("template")
    with as_file(template) as folder:
        exporter = HTMLExporter(template_name="framing", extra_template_basedirs=[str(folder)])
        exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
        report = {
            "title": TITLE,
            "lead": lead(),
            "sections": sections,
            "css": (folder / "framing" / "report.css").read_text("utf-8"),
            "footer": f"Codebook {codebook()['version']}. The page holds no sentence of the articles. Code: MIT licence.",
        }
        html, _ = exporter.from_notebook_node(merged, resources={"report": report})
    return html


def lead() -> str:
    """First line under the title: how many texts and units, coded by what, how many people."""
    from framing.show import filled

    return filled(
        "{n_texts} texts from {n_dumps} page dumps, one text per source, {n_units} units. Coded twice and adjudicated by a language model reading the codebook; "
        "coded again by the project's machine coder. Coded by people: {n_people}."
    )


def build(notebooks: Path, out: Path) -> None:
    """Executes the notebooks in order; writes `index.html` and the executed copies."""
    executed = {path.stem: execute(path) for path in sorted(notebooks.glob("[0-9]*.py"))}
    (out / "notebooks").mkdir(parents=True, exist_ok=True)
    for stem, notebook in executed.items():
        nbformat.write(notebook, out / "notebooks" / f"{stem}.ipynb")
    (out / "index.html").write_text(page(executed), "utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m framing.report", description="Execute the notebooks and write the report.")
    parser.add_argument("--notebooks", type=Path, default=Path("notebooks"))
    parser.add_argument("--out", type=Path, default=Path("report"))
    arguments = parser.parse_args(argv)
    build(arguments.notebooks, arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The guide: every example runs, every page that is made is fresh, every link leads somewhere."""

import importlib.util
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import framing
from framing.cli import COMMANDS

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").glob("*.md"))
GUIDE = [p for p in PAGES if p.name not in ("reference.md", "schema.md")]
BLOCK = re.compile(r"(?P<note><!-- not run: [^>]+ -->\n)?```(?P<kind>sh|python)\n(?P<code>.*?)```", re.DOTALL)


def blocks(page: Path) -> list[tuple[str, str]]:
    """(kind, code) of the blocks that a reader can run as they stand."""
    return [(m["kind"], m["code"]) for m in BLOCK.finditer(page.read_text("utf-8")) if not m["note"]]


def made() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


def test_the_guide_has_examples():
    assert len(GUIDE) >= 5
    assert all(blocks(page) for page in GUIDE if page.name != "README.md")


RUN = [*GUIDE, ROOT / "README.md"]


def ran(page: Path, folder: Path) -> str:
    """What the first block that fails prints; '' where all run."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "MPLBACKEND": "Agg"}
    for kind, code in blocks(page):
        call = ["bash", "-euo", "pipefail", "-c", code] if kind == "sh" else [sys.executable, "-W", "error", "-c", code]
        done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode:
            return f"{page.name}:\n{code}\n{done.stderr}"
    return ""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Every page, run beside the others, each in a folder of its own."""
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        yield {page: workers.submit(ran, page, tmp_path_factory.mktemp(page.stem)) for page in RUN}


@pytest.mark.parametrize("page", RUN, ids=lambda p: p.name if p.parent.name == "docs" else "the README")
def test_every_example_runs_in_an_empty_folder(page, runs):
    assert runs[page].result() == ""


@pytest.mark.parametrize("name", ["reference.md", "schema.md"])
def test_a_page_that_is_made_is_fresh(name):
    assert (ROOT / "docs" / name).read_text("utf-8") == made()[name], "run make docs"


def test_every_command_and_every_public_name_is_in_the_reference():
    text = (ROOT / "docs" / "reference.md").read_text("utf-8")
    assert [c.__name__ for c in COMMANDS if f"### `framing {c.__name__.rpartition('.')[2]}`" not in text] == []
    assert [n for n in framing.__all__ if f"### `framing.{n}(" not in text] == []


def test_every_public_name_can_be_had_and_no_other():
    assert all(callable(getattr(framing, name)) for name in framing.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = framing.nothing


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda p: p.name)
def test_every_link_to_a_file_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []

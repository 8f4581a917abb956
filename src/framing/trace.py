"""Notebooks in, what each of their cells reads and draws: the way from a figure back to its data."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import jupytext
import pandas as pd


@dataclass(frozen=True)
class Step:
    """One code cell: the result tables it rests on, and the figures it shows."""

    notebook: str
    cell: str
    tables: tuple[str, ...]
    figures: tuple["Drawn", ...] = ()


class Drawn(NamedTuple):
    """A figure: its name, the function that draws it, and the result tables it is drawn from."""

    figure: str
    function: str
    tables: tuple[str, ...]


def cell_id(stem: str, number: int) -> str:
    """The anchor of a cell: its notebook and its place in it, counted from 0."""
    return f"{stem.replace('_', '-')}-{number:02d}"


def steps(notebook: Path) -> Iterator[Step]:
    """Every code cell of a notebook kept as text, in order; a variable stands for the tables it was made from, in this cell or before."""
    made: dict[str, set[str]] = {}
    imported: dict[str, str] = {}
    for number, cell in enumerate(jupytext.read(notebook).cells):
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                imported |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    _note(target, node.value, made)
            elif isinstance(node, ast.For):
                _note(node.target, node.iter, made)
        yield Step(notebook.stem, cell_id(notebook.stem, number), tuple(sorted(_tables(tree, made))), tuple(_drawn(tree, made, imported)))


def _note(target: ast.expr, source: ast.expr, made: dict[str, set[str]]) -> None:
    """Notes what the variables of an assignment are made from; one that is changed in part keeps what it was made from before."""
    if isinstance(target, ast.Tuple) and isinstance(source, ast.Tuple) and len(target.elts) == len(source.elts):
        for own, value in zip(target.elts, source.elts, strict=True):
            _note(own, value, made)
        return
    found, changed = _tables(source, made), target
    if isinstance(target, ast.Subscript | ast.Attribute):
        changed, found = target.value, found | _tables(target.value, made)
    made.update({n.id: found for n in ast.walk(changed) if isinstance(n, ast.Name)})


def _tables(tree: ast.AST, made: dict[str, set[str]]) -> set[str]:
    """Tables read in some code, by `table("name")` or by a variable made from one."""
    named = {
        n.args[0].value
        for n in ast.walk(tree)
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Name)
        and n.func.id == "table"
        and n.args
        and isinstance(n.args[0], ast.Constant)
    }
    used = (made.get(n.id, set()) for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))
    return {str(name) for name in named}.union(*used)


def _drawn(tree: ast.AST, made: dict[str, set[str]], imported: dict[str, str]) -> Iterator[Drawn]:
    """The figures that some code shows, written as `show_figure(function(…), "figure", …)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "show_figure" and len(node.args) > 1:
            drawn, named = node.args[:2]
            if isinstance(drawn, ast.Call) and isinstance(drawn.func, ast.Name) and isinstance(named, ast.Constant):
                function = imported.get(drawn.func.id, drawn.func.id)
                yield Drawn(str(named.value), function, tuple(sorted(_tables(node, made))))


def figures(notebooks: Path) -> pd.DataFrame:
    """One row per figure, in order: figure, notebook, cell, tables it is drawn from and function that draws it."""
    rows = [
        (f.figure, s.notebook, s.cell, f.tables, f.function)
        for path in sorted(notebooks.glob("*.py"))
        for s in steps(path)
        for f in s.figures
    ]
    return pd.DataFrame(rows, columns=["figure", "notebook", "cell", "tables", "function"])

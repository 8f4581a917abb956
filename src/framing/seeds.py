"""Source in, every fixed seed of a random draw in it out."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

NAMES = ("seed", "random_state")
MAKERS = ("default_rng", "PRNGKey")  # numpy's and jax's


def seeds(source: Path) -> pd.DataFrame:
    """One row per seed: module, function, and the seed; a seed that is made from names or counts is shown as the code has it."""
    rows = [
        (path.relative_to(source).with_suffix("").as_posix().replace("/", "."), *found)
        for path in sorted(source.rglob("*.py"))
        for found in _in(path)
    ]
    return pd.DataFrame(rows, columns=["module", "function", "seed"]).drop_duplicates(ignore_index=True)


def _in(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            for value in (*_defaults(node), *_passed(node)):
                yield node.name, ast.unparse(value)


def _defaults(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What a function takes for its seed if nothing is said."""
    a = function.args
    positional = [*a.posonlyargs, *a.args]
    given = [*zip(reversed(positional), reversed(a.defaults), strict=False), *zip(a.kwonlyargs, a.kw_defaults, strict=True)]
    yield from (value for argument, value in given if argument.arg in NAMES and value is not None)


def _passed(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """Seeds that a function gives to what draws, those it counts through as what they are counted in; one it was given itself is not its own."""
    loops = [n for n in ast.walk(function) if isinstance(n, ast.For | ast.comprehension)]
    counted = {n.target.id: n.iter for n in loops if isinstance(n.target, ast.Name)}
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            values = [*(node.args[:1] if name in MAKERS else []), *(k.value for k in node.keywords if k.arg in NAMES)]
            own = (counted.get(v.id, v) if isinstance(v, ast.Name) else v for v in values)
            yield from (v for v in own if not isinstance(v, ast.Name | ast.Attribute))

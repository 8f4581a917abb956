"""Imports only ever point upstream."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "framing"
# A module may import those before it. Modules of one line do not import each other.
ORDER = """
errors
text codes
dates morphology verbs weights
embedding
read clitics
phrases
segment attribution
scope
lexicon target
features
model
tables
samples inputs outputs codebook keyness agreement evaluation estimate shift
estimators coding
omission
stacking refits
codings baselines
audit
study
news packet vectors
measures training
tuning
evaluate
results
figures prose
show
report
cli
""".strip().splitlines()
RANK = {module: rank for rank, line in enumerate(ORDER) for module in line.split()}


def imports(module: str) -> set[str]:
    tree = ast.parse((SOURCE / f"{module}.py").read_text("utf-8"))
    named = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    plain = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    return {name.split(".")[1] for name in named | plain if name.startswith("framing.") and name.split(".")[1] != "resources"}


def test_every_module_has_its_place():
    assert {p.stem for p in SOURCE.glob("*.py")} - {"__init__"} == set(RANK)


@pytest.mark.parametrize("module", sorted(RANK))
def test_imports_point_upstream(module):
    assert [i for i in imports(module) if RANK[i] >= RANK[module]] == []

"""Imports only ever point upstream."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "framing"
# A module may import those before it. Modules of one line do not import each other.
ORDER = """
errors
text codes blinding
scheme
dates morphology verbs weights decoding copies
embedding days
pages
read clitics documents languages identification sources
phrases
segment attribution
scope
lexicon target
features
model
own
tables schema roles rows
samples inputs outputs labelstudio codebook worked keyness reliability evaluation estimate shift
estimators coding coded
sampling indicators comparison
gold charts methods reading
prevalence page
differences planning omission caveats
correction stacking refits fitting
specifications crossfitting verdict masking
codings baselines
audit
study
news packet vectors
measures training
tuning
evaluate populations evidence
simulation
results.names
results.study
results.texts results.machine results.postures results.recovery results.intervals results.nearest results.evidence
results.words results.coders results.other_sentences results.voices results.course results.specifications
results.__main__
packaged labels wording trace citation seeds
overview
arabic
figures prose prose_ar strips brief
show
report
api
commands.shared commands.survival
commands.gold
commands.agree commands.code commands.estimate commands.explain commands.extract commands.lexicon commands.plan commands.profile commands.sample commands.samples commands.train
cli
""".strip().splitlines()
RANK = {module: rank for rank, line in enumerate(ORDER) for module in line.split()}


def imports(module: str) -> set[str]:
    tree = ast.parse((SOURCE / f"{module.replace('.', '/')}.py").read_text("utf-8"))
    named = {f"{n.module}.{a.name}" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module for a in n.names}
    plain = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    parts = [name.removeprefix("framing.").split(".") for name in named | plain if name.startswith("framing.")]
    return {".".join(p[: 2 if p[0] in ("commands", "results") else 1]) for p in parts} - {"resources"}


def test_every_module_has_its_place():
    found = {".".join(p.relative_to(SOURCE).with_suffix("").parts) for p in SOURCE.rglob("*.py") if p.stem != "__init__"}
    assert found == set(RANK)


@pytest.mark.parametrize("module", sorted(RANK))
def test_imports_point_upstream(module):
    assert [i for i in imports(module) if RANK[i] >= RANK[module]] == []

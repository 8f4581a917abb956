"""Every fixed seed of a random draw is found in the source."""

from pathlib import Path

import framing
from framing.seeds import seeds

CODE = """
import numpy as np

def draws(n, *, seed=3):
    return np.random.default_rng(seed).random(n)

def fixed(n):
    return np.random.default_rng(7).random(n)

def by_name(n, name):
    return np.random.default_rng([len(name), n]).random(n)

def none(n):
    return n

def passes(n):
    return draws(n, seed=5)

def counts(n):
    return [np.random.default_rng(s).random(n) for s in range(4)]
"""


def test_seeds_by_default_fixed_made_and_passed_are_found(tmp_path):
    (tmp_path / "commands").mkdir()
    (tmp_path / "commands" / "draw.py").write_text(CODE, "utf-8")
    found = seeds(tmp_path)
    assert found["module"].unique().tolist() == ["commands.draw"]
    assert list(zip(found["function"], found["seed"], strict=True)) == [
        ("draws", "3"),
        ("fixed", "7"),
        ("by_name", "[len(name), n]"),
        ("passes", "5"),
        ("counts", "range(4)"),
    ]


def test_no_module_of_the_package_draws_without_a_seed():
    source = Path(framing.__file__).parent
    assert [p.name for p in source.rglob("*.py") if "default_rng()" in p.read_text("utf-8")] == []
    assert {"simulation", "masking", "estimate", "refits"} <= set(seeds(source)["module"])

"""Builds results, figures and report again in a temporary folder and compares every byte: `python -m tests.build_twice`."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for part in ("report", "figures")
        for p in sorted((folder / part).rglob("*"))
        if p.is_file()
    }


def main() -> int:
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary)
        for part in ("data", "notebooks", "benchmarks"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
        environment = {**os.environ, "PYTHONHASHSEED": "0", "MPLBACKEND": "Agg"}
        shutil.copy(ROOT / "CITATION.cff", copy)
        for module in ("framing.results", "framing.report"):
            subprocess.run([sys.executable, "-m", module], cwd=copy, env=environment, check=True)
        first, second = files(ROOT), files(copy)
    differing = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    for name in differing:
        print(f"differs between two builds: {name}", file=sys.stderr)
    print(f"{len(first) - len(differing)} of {len(first)} built files are the same bytes twice", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())

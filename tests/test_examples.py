"""What `--help` shows as an example runs as it stands."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from framing.blinding import hidden_id
from framing.cli import COMMANDS, main
from framing.samples import samples

EXAMPLES = [(c.__name__.rpartition(".")[2], line.split("  #")[0].strip()) for c in COMMANDS for line in c.EXAMPLE.splitlines()]
CODED = ("appraisal", "object", "explains")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with every file that examples name."""
    here = tmp_path_factory.mktemp("examples")
    rows = [{**a, "article_id": f"{a['article_id']}-{n}"} for n in range(3) for a in samples()]
    write(here / "news.csv", rows)
    main(["samples", str(here / "pages")])
    shutil.copy(here / "pages" / "page.html", here / "page.html")
    (here / "page.txt").write_text(f"{rows[0]['title']}\n{rows[0]['text']}\n", "utf-8")
    main(["code", str(here / "news.csv"), "-q", "-o", str(here / "codes.csv")])
    main(["sample", str(here / "codes.csv"), "-n", "120", "-o", str(here / "sheet.csv")])
    (here / "sheet.codebook.md").unlink()
    main(["sample", str(here / "codes.csv"), "-n", "120", "--coders", "2", "-o", str(here / "sheet.csv")])
    codes = {r["unit_id"]: r for r in read(here / "codes.csv")}
    for name in ("sheet.csv", "sheet-1.csv", "sheet-2.csv"):
        filled(here / name, codes)
    first = [{"unit_id": u, **{v: r[v] for v in (*CODED, "frames", "voice")}} for u, r in codes.items()]
    write(here / "first.csv", first)
    write(here / "second.csv", [{**r, "explains": "no" if i % 9 == 0 else r["explains"]} for i, r in enumerate(first)])
    write(here / "coded.csv", [{"text": r["text"], **own} for r, own in zip(codes.values(), first, strict=True)])
    (here / "export.json").write_text(json.dumps(export(first[:40])), "utf-8")
    return here


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The same for a codebook of one's own."""
    here = tmp_path_factory.mktemp("own")
    main(["samples", "--own", str(here)])
    for old, new in (("exemplars.csv", "coded.csv"), ("lexicon.csv", "terms.csv"), ("articles.csv", "news.csv")):
        (here / old).rename(here / new)
    return here


def read(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def write(path: Path, rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as f:
        table = csv.DictWriter(f, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def filled(path: Path, codes: dict[str, dict]) -> None:
    """The sheet as a coder might fill it, who reads every fifth unit otherwise than the machine."""
    rows, by_sheet = read(path), {hidden_id(unit): r for unit, r in codes.items()}
    for i, row in enumerate(rows):
        machine = by_sheet[row["unit_id"].lstrip("'")]
        row.update({v: machine[v] for v in CODED} if i % 5 else {"appraisal": "none", "object": "-", "explains": "no"})
    write(path, rows)


def export(rows: list[dict]) -> list[dict]:
    """A Label Studio export of two annotators."""

    def result(row: dict, value: str) -> list[dict]:
        return [{"from_name": "appraisal", "to_name": "text", "type": "choices", "value": {"choices": [value]}}]

    return [
        {
            "id": i,
            "data": {"unit_id": row["unit_id"], "text": "…"},
            "annotations": [
                {"id": 2 * i + n, "completed_by": n, "was_cancelled": False, "result": result(row, value)}
                for n, value in ((1, row["appraisal"]), (2, "none" if i % 4 == 0 else row["appraisal"]))
            ],
        }
        for i, row in enumerate(rows, 1)
    ]


def test_every_command_has_an_example():
    assert {name for name, _ in EXAMPLES} == {c.__name__.rpartition(".")[2] for c in COMMANDS}


@pytest.mark.parametrize(("command", "example"), EXAMPLES, ids=[e for _, e in EXAMPLES])
def test_the_example_runs(command, example, request, tmp_path):
    here = tmp_path / "here"
    shutil.copytree(request.getfixturevalue("own" if command == "train" else "folder"), here)
    if command == "sample":  # it writes over nothing
        for made in ("sheet.csv", "sheet.codebook.md"):
            (here / made).unlink()
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    call = ["bash", "-euo", "pipefail", "-c", example]
    done = subprocess.run(call, cwd=here, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr

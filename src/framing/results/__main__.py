"""The study's tables in, every result table and number of the report out: `python -m framing.results` writes `report/results/`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from framing.errors import reported
from framing.news import News
from framing.results.coders import coder_agreement
from framing.results.course import arc
from framing.results.evidence import evidence
from framing.results.intervals import intervals
from framing.results.machine import machine
from framing.results.nearest import neighbours
from framing.results.other_sentences import elsewhere, sealed
from framing.results.postures import expectations, profiles, variants
from framing.results.recovery import masking
from framing.results.specifications import specifications
from framing.results.study import Results
from framing.results.texts import texts
from framing.results.voices import overturning, voices
from framing.results.words import frame_profiles, terms, words_apart
from framing.study import Study

# In this order: a part may read the tables of those before it.
PARTS = (
    texts, coder_agreement, machine, elsewhere, sealed, profiles, specifications, expectations, variants, frame_profiles, words_apart, terms, masking,
    voices, overturning, arc, neighbours, evidence, intervals,
)  # fmt: skip


def results(study: Study, news: News) -> Results:
    """Every part, computed."""
    made = Results(study, news)
    for part in PARTS:
        made.numbers.function = f"{part.__module__}.{part.__name__}"
        part(made)
    return made


def _build(data: Path, out: Path) -> None:
    results(Study(data), News(data / "news")).write(out)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m framing.results", description="Compute every table and number of the report.")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--out", type=Path, default=Path("report/results"))
    arguments = parser.parse_args(argv)
    return reported(_build, arguments.data, arguments.out)


if __name__ == "__main__":
    sys.exit(main())

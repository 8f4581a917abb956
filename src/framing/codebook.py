"""The codebook file in, the page that coders read out: `python -m framing.codebook`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from framing.codes import codebook


def page() -> str:
    """The codebook as Markdown."""
    book = codebook()
    parts = [
        f"# Codebook: {book['title'].lower()}",
        f"Version {book['version']}. Made from `src/framing/resources/codebook.toml`; change it there.",
        book["in_sample"].strip(),
    ]
    parts += [f"## {number} {s['title']}\n\n{s['text'].strip()}" for number, s in enumerate(book["sections"])]
    parts.append(f"## {len(book['sections'])} Changelog\n\n" + "\n".join(_change(c) for c in book["changelog"]))
    return "\n\n".join(parts) + "\n"


def _change(c: dict) -> str:
    seen = "after seeing the study's units" if c["after_seeing_study_units"] else "before seeing the study's units"
    return f"- {c['version']} ({c['date']}, {seen}): {' '.join(c['text'].split())}"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m framing.codebook", description="Write the codebook's page.")
    parser.add_argument("out", type=Path, nargs="?", default=Path("data/codebook.md"))
    parser.parse_args(argv).out.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

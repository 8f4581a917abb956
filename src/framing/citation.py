"""CITATION.cff in, the citation in words and as BibTeX out."""

from pathlib import Path
from typing import Any

import yaml


def read_citation(path: Path) -> dict[str, Any]:
    """The fields of a CITATION.cff."""
    return yaml.safe_load(path.read_text("utf-8"))


def cited(cff: dict[str, Any]) -> str:
    """The citation as a line of a list of references."""
    return f"{' and '.join(_names(cff))} ({_year(cff)}). {cff['title']}. Version {cff['version']}."


def bibtex(cff: dict[str, Any]) -> str:
    """The citation as a BibTeX entry; names of bodies in braces, so that they are not taken apart."""
    fields = {
        "author": " and ".join(
            f"{{{name}}}" if "name" in author else name for name, author in zip(_names(cff), cff["authors"], strict=True)
        ),
        "title": f"{{{cff['title']}}}",
        "year": _year(cff),
        "version": cff["version"],
        "license": cff["license"],
    }
    key = f"{cff['title'].partition(':')[0]}{_year(cff)}".replace(" ", "")
    return f"@software{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items()) + "}\n"


def _names(cff: dict[str, Any]) -> list[str]:
    """Authors: bodies by their name, people as `Family, Given`."""
    return [a.get("name") or f"{a['family-names']}, {a['given-names']}" for a in cff["authors"]]


def _year(cff: dict[str, Any]) -> str:
    return str(cff["date-released"])[:4]

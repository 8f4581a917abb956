"""Constructed articles of invented outlets, to try everything with; and an English codebook with lexicon, exemplars and articles, for a coder of one's own."""

import csv
import html
import io
import json
from importlib.resources import files
from pathlib import Path

from framing.errors import FramingError

COLUMNS = ("article_id", "outlet", "published", "title", "text", "url", "section")
STEP, ALIASES = "رسم دخول السيارات", ("رسم الازدحام", "التعرفة الجديدة", "الرسم")
OWN = ("codebook.toml", "lexicon.csv", "exemplars.csv", "articles.csv")
AS_PAGE = "s01"  # written as a saved page, the others as a table
_PAGE = """<!DOCTYPE html>
<html lang="ar" dir="rtl">
<head><meta charset="utf-8"><title>{title}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{outlet}"><meta property="article:published_time" content="{published}"></head>
<body><nav><a href="#">الرئيسية</a> <a href="#">اشترك في النشرة</a></nav>
<article><h1>{title}</h1>
{paragraphs}
</article></body></html>
"""


def samples() -> list[dict[str, str]]:
    """The articles, each with COLUMNS."""
    return [json.loads(line) for line in files("framing.resources").joinpath("samples.jsonl").read_text("utf-8").splitlines()]


def write_samples(folder: Path) -> list[Path]:
    """Writes ten articles about one invented step, as `articles.csv` and a saved page, into a folder, made if need be; returns the files.

    Raises
    ------
    FramingError : one of the files stands there already.
    """
    table = io.StringIO()
    rows = csv.DictWriter(table, COLUMNS, lineterminator="\n")
    rows.writeheader()
    rows.writerows(a for a in samples() if a["article_id"] != AS_PAGE)
    page = next(a for a in samples() if a["article_id"] == AS_PAGE)
    return _write({"articles.csv": table.getvalue(), "page.html": _page(page)}, folder)


def write_own(folder: Path) -> list[Path]:
    """Writes `codebook.toml`, `lexicon.csv`, `exemplars.csv` and `articles.csv`, English, about an invented town's transport, into a folder; returns the files.

    Raises
    ------
    FramingError : one of the files stands there already.
    """
    return _write({name: files("framing.resources").joinpath(f"own/{name}").read_text("utf-8") for name in OWN}, folder)


def _write(contents: dict[str, str], folder: Path) -> list[Path]:
    there = [folder / name for name in contents if (folder / name).exists()]
    if there:
        raise FramingError(f"{there[0]}: stands there already; name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_text(content, "utf-8")
    return [folder / name for name in contents]


def _page(article: dict[str, str]) -> str:
    escaped = {k: html.escape(v) for k, v in article.items()}
    paragraphs = "\n".join(f"<p>{line}</p>" for line in escaped["text"].split("\n"))
    return _PAGE.format(paragraphs=paragraphs, **escaped)

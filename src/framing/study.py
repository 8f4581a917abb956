"""The study's tables: page dumps in, `data/study/` out; and the tables read back, checked against the package."""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pandas as pd

from framing.codes import to_long
from framing.codings import read_codings
from framing.errors import FramingError, reported
from framing.features import VERSION, FeatureSpace, Unit, count_article, count_lemmas, shipped_space
from framing.read import read_page
from framing.scope import SCOPES
from framing.segment import segment
from framing.tables import read_csv, sha256, write_csv, write_json
from framing.target import split_aliases

ARTICLE_COLUMNS = [
    "article_id", "dump", "outlet", "publisher_printed", "origin_presumed", "basis", "genre", "published", "date_precision", "title",
    "language", "focal_step", "aliases", "source_sha256", "text_sha256",
]  # fmt: skip
UNIT_COLUMNS = ["unit_id", "article_id", "position", "role", "weight", "n_words", "n_chars"]
FEATURE_COLUMNS = ["unit_id", "feature", "value"]
LEMMA_COLUMNS = ["article_id", "lemma", "count"]
TITLE_WORDS = 5  # of a printed headline that its record keeps
TABLES = {"articles.csv": ARTICLE_COLUMNS, "units.csv": UNIT_COLUMNS, "features.csv": FEATURE_COLUMNS, "lemmas.csv": LEMMA_COLUMNS}


class Study:
    """The shipped tables of a study, read and checked.

    Attributes
    ----------
    articles, units, features, lemmas : DataFrames as `data/README.md` describes them
    codings : long codes of every coder in `data/codings/`
    coders : what each coder is
    """

    def __init__(self, folder: str | Path = "data"):
        folder = Path(folder)
        tables = {name: read_csv(folder / "study" / name, columns) for name, columns in TABLES.items()}
        self.articles = tables["articles.csv"]
        self.units = tables["units.csv"].astype({"position": int, "weight": int, "n_words": int, "n_chars": int})
        self.features = tables["features.csv"].astype({"value": int})
        self.lemmas = tables["lemmas.csv"].astype({"count": int})
        check_manifest(json.loads((folder / "study" / "manifest.json").read_text("utf-8")), shipped_space())
        self.coders, wide = read_codings(folder / "codings", self.units)
        self.wide = wide
        self.codings = pd.concat([to_long(w, coder) for coder, w in wide.items()], ignore_index=True)

    def counts(self) -> list[dict[str, int]]:
        """Feature counts of each unit, in the order of `units`."""
        by_unit: dict[str, dict[str, int]] = {u: {} for u in self.units["unit_id"]}
        for unit, feature, value in self.features.itertuples(index=False):
            by_unit[unit][feature] = value
        return list(by_unit.values())


def read_features(study: Study):
    """The matrix that `Featuriser` would give for the study's units, from the shipped tables: (units, features) sparse counts."""
    from framing.estimators import to_matrix

    return to_matrix(study.counts(), shipped_space().index)


def build_tables(corpus: Path, known: pd.DataFrame, space: FeatureSpace) -> dict[str, pd.DataFrame]:
    """Every table of `data/study/` from the dumps.

    Parameters
    ----------
    corpus : folder of the dumps
    known : articles table: what a page cannot tell (outlet, genre, …); one row per article, those of a dump in the order printed

    Raises
    ------
    FramingError : a dump is missing, or gives another number of articles than the table has.
    """
    articles, units = study_units(corpus, known)
    return {
        "articles.csv": articles,
        "units.csv": units[UNIT_COLUMNS],
        "features.csv": unit_features(units, space),
        "lemmas.csv": article_lemmas(units),
    }


def study_units(corpus: Path, known: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The records of the articles, and their units with text, from the dumps."""
    articles, texts = [], []
    for dump, rows in known.groupby("dump", sort=False):
        path = corpus / dump
        if not path.is_file():
            raise FramingError(f"{path}: no such dump; the study needs {', '.join(known['dump'].unique())}")
        found = read_page(path)
        if len(found) != len(rows):
            raise FramingError(
                f"{path}: {len(found)} articles found; data/study/articles.csv has {len(rows)} ({', '.join(rows['article_id'])})"
            )
        for row, article in zip(rows.to_dict("records"), found, strict=True):
            articles.append(_article_row(row, article, path))
            texts.append({"article_id": row["article_id"], "title": article.title, "text": article.text})
    units = segment(pd.DataFrame(texts))
    return pd.DataFrame(articles)[ARTICLE_COLUMNS], units.merge(known[["article_id", "aliases"]], on="article_id")


def unit_features(units: pd.DataFrame, space: FeatureSpace) -> pd.DataFrame:
    """Long feature table of units with text, and the wordings of the step (`aliases`) if their articles name one: unit_id, feature, value."""
    rows = []
    for _, article in units.groupby("article_id", sort=False):
        aliases = split_aliases(article["aliases"].iloc[0]) if "aliases" in article else ()
        cells = zip(article["text"], article["role"], article["position"], strict=True)
        counted = count_article([Unit(*cell, aliases) for cell in cells], space)
        rows += [(u, f, n) for u, c in zip(article["unit_id"], counted, strict=True) for f, n in c.items()]
    return pd.DataFrame(rows, columns=FEATURE_COLUMNS)


def article_lemmas(units: pd.DataFrame) -> pd.DataFrame:
    """Lemma counts of each article, pull quotes left out: article_id, lemma, count, sorted."""
    rows = []
    for article, own in units[units["weight"] > 0].groupby("article_id", sort=False):
        rows += [(article, lemma, n) for lemma, n in sorted(count_lemmas(own["text"]).items())]
    return pd.DataFrame(rows, columns=LEMMA_COLUMNS)


def manifest(corpus: Path, known: pd.DataFrame, space: FeatureSpace) -> dict:
    """Hashes of every input, and the lexicon as the features know it."""
    return {
        "dumps": {d: sha256((corpus / d).read_bytes()) for d in known["dump"].unique()},
        "featuriser": VERSION,
        "resources": resource_hashes(),
        "scopes": list(SCOPES),
        "lexicon": {e.entry: e.term for e in space.lexicon.entries},
        "vocabulary": list(space.vocabulary),
    }


def resource_hashes() -> dict[str, str]:
    """Hashes of the package's files that decide what the features of a text are."""
    names = ("cues.json", "furniture.json", "lexicon.csv", "vocabulary.txt")
    return {name: sha256(files("framing.resources").joinpath(name).read_bytes()) for name in names}


def check_manifest(found: dict, space: FeatureSpace) -> None:
    """Raises FramingError when the shipped features were made with another lexicon or featuriser than the package has."""
    mend = "the features are older than the package. New entries need the text: run `make data CORPUS=<folder of the dumps>`"
    if found["featuriser"] != VERSION:
        raise FramingError(f"data/study/manifest.json: featuriser {found['featuriser']}, the package has {VERSION}; {mend}")
    if found["lexicon"] != {e.entry: e.term for e in space.lexicon.entries}:
        raise FramingError(f"data/study/manifest.json: its lexicon is not the package's; {mend}")
    changed = [name for name, digest in resource_hashes().items() if found["resources"].get(name) != digest]
    if changed:
        raise FramingError(f"data/study/manifest.json: {changed[0]} has changed since the features were made; {mend}")


def _article_row(known: dict, article, path: Path) -> dict:
    if article.published and known["published"] and article.published != known["published"]:
        raise FramingError(
            f"{path}: prints the date {article.published}; data/study/articles.csv says {known['published']} for {known['article_id']}"
        )
    return {
        **known,
        "published": article.published or known["published"],
        "date_precision": article.date_precision or known["date_precision"],
        "title": _opening(article.title),
        "source_sha256": sha256(path.read_bytes()),
        "text_sha256": sha256(article.title + "\n" + article.text),
    }


def _opening(title: str) -> str:
    """Enough of a headline to find the article by, and no sentence: some headlines are one."""
    words = title.split()
    return title if len(words) <= TITLE_WORDS else f"{' '.join(words[:TITLE_WORDS])} …"


def rewrite(corpus: Path, folder: Path) -> None:
    """`make data`: rewrites `data/study/` from the dumps, keeping what the articles table says of its own."""
    known, space = read_csv(folder / "articles.csv", ARTICLE_COLUMNS), shipped_space()
    for name, table in build_tables(corpus, known, space).items():
        write_csv(table, folder / name)
    write_json(manifest(corpus, known, space), folder / "manifest.json")


def verify(corpus: Path, folder: Path) -> None:
    """`make CORPUS=…`: rebuilds the tables in a temporary folder and compares.

    Raises
    ------
    FramingError : the first article that differs and every table it differs in.
    """
    known, space = read_csv(folder / "articles.csv", ARTICLE_COLUMNS), shipped_space()
    with tempfile.TemporaryDirectory() as temporary:
        rebuilt = Path(temporary)
        for name, table in build_tables(corpus, known, space).items():
            write_csv(table, rebuilt / name)
        for article in known["article_id"]:
            differing = [name for name in TABLES if _rows_of(article, rebuilt / name) != _rows_of(article, folder / name)]
            if differing:
                raise FramingError(
                    f"article {article}: data/study/{', data/study/'.join(differing)} cannot be rebuilt from {corpus}; "
                    "the dump or the reader has changed. `make data` rewrites the tables"
                )
        write_json(manifest(corpus, known, space), rebuilt / "manifest.json")
        for name in [*TABLES, "manifest.json"]:
            if (rebuilt / name).read_bytes() != (folder / name).read_bytes():
                raise FramingError(f"data/study/{name}: not the bytes that {corpus} gives; `make data` rewrites it")


def _rows_of(article: str, path: Path) -> list[tuple]:
    table = read_csv(path)
    ids = table["article_id"] if "article_id" in table else table["unit_id"].str.rsplit(":", n=1).str[0]
    return list(table[ids == article].itertuples(index=False, name=None))


def _run(a: argparse.Namespace) -> None:
    {"data": rewrite, "verify": verify}[a.command](a.corpus, a.folder)
    done = "rewritten from" if a.command == "data" else "every table rebuilt, the same bytes, from"
    print(f"data/study: {done} {a.corpus}", file=sys.stderr)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m framing.study", description="Rebuild or verify the study's tables from the page dumps."
    )
    parser.add_argument("command", choices=["data", "verify"])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folder", type=Path, default=Path("data/study"))
    arguments = parser.parse_args(argv)
    return reported(_run, arguments)


if __name__ == "__main__":
    sys.exit(main())

"""Real sentences under open terms (WikiNews, UD_Arabic-PUD): the files in, `data/news/` out; and the tables read back."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from framing.codings import read_codings
from framing.errors import FramingError, reported
from framing.features import VERSION, FeatureSpace, shipped_space
from framing.study import FEATURE_COLUMNS, article_lemmas, resource_hashes, unit_features
from framing.tables import read_csv, sha256, write_csv, write_json
from framing.text import is_ended, sentences, tidy, words

SOURCES = {"wikinews": "wikinews_farasa/text_unvocalised.txt", "pud": "ud_arabic_pud/pud_sentences.jsonl"}
SPLITS = ("training", "development", "sealed")
DOCUMENT_COLUMNS = ["document", "source", "first", "last", "split"]
UNIT_COLUMNS = ["unit_id", "article_id", "sentence", "position", "role", "n_words", "n_chars"]
LEMMA_COLUMNS = ["document", "lemma", "count"]
NOT_CODED = ("stance", "stance_holder")  # a sentence without its article has no step to take a stance on
HEADLINE_WORDS = 14


class News:
    """The coded sentences, as features and codes.

    Attributes
    ----------
    folder : where the tables lie
    documents : document, source, first and last (line or sentence id in the source), split
    units : unit_id (document:position), article_id (the document), sentence (id in the source), position, role, n_words, n_chars, split
    features : unit_id, feature, value
    coders, wide : what each coder is, and each coder's codes
    """

    def __init__(self, folder: str | Path = "data/news"):
        self.folder = folder = Path(folder)
        self.documents = read_csv(folder / "documents.csv", DOCUMENT_COLUMNS)
        self.units = read_csv(folder / "units.csv", UNIT_COLUMNS).astype({"position": int, "n_words": int, "n_chars": int})
        self.units["split"] = self.units["article_id"].map(self.documents.set_index("document")["split"])
        self.features = read_csv(folder / "features.csv", FEATURE_COLUMNS).astype({"value": int})
        check_manifest(json.loads((folder / "manifest.json").read_text("utf-8")))
        self.coders, self.wide = read_codings(folder / "codings", self.units, without=NOT_CODED)

    def counts(self, split: str) -> list[dict[str, int]]:
        """Feature counts of the units of one split, in the order of `units`."""
        kept = self.units.loc[self.units["split"] == split, "unit_id"]
        by_unit: dict[str, dict[str, int]] = {u: {} for u in kept}
        for unit, feature, value in self.features[self.features["unit_id"].isin(set(kept))].itertuples(index=False):
            by_unit[unit][feature] = value
        return list(by_unit.values())

    def codes(self, split: str) -> pd.DataFrame:
        """Adjudicated codes of the units of one split, in the order of `units`, with article_id and source."""
        kept = self.units[self.units["split"] == split]
        source = self.documents.set_index("document")["source"]
        return (
            kept[["unit_id", "article_id"]]
            .merge(self.wide["adjudicated"], on="unit_id")
            .assign(source=lambda t: t["article_id"].map(source))
        )


def build_tables(external: Path, documents: pd.DataFrame, space: FeatureSpace) -> dict[str, pd.DataFrame]:
    """Units and features of the documents, and lemma counts of those for training, from the files others published."""
    units = news_units(external, documents)
    training = units[units["article_id"].isin(documents.loc[documents["split"] == "training", "document"])]
    return {
        "units.csv": units[UNIT_COLUMNS],
        "features.csv": unit_features(units, space),
        "lemmas.csv": article_lemmas(training.assign(weight=1)).rename(columns={"article_id": "document"}),
    }


def news_units(external: Path, documents: pd.DataFrame) -> pd.DataFrame:
    """Units of the documents with their text."""
    read = {"wikinews": wikinews_lines(external), "pud": _pud(external)}
    return pd.DataFrame([row for d in documents.to_dict("records") for row in _document_rows(d, read[d["source"]])])


def read_measured(name: str, folder: str | Path = "data/news") -> pd.DataFrame:
    """A table measured on files that do not ship, as `make evaluate EXTERNAL=<folder>` left it."""
    return pd.read_csv(Path(folder) / "measured" / f"{name}.csv")


def read_lemmas(folder: str | Path = "data/news") -> pd.DataFrame:
    """Lemma counts of the training documents: document, lemma, count."""
    return read_csv(Path(folder) / "lemmas.csv", LEMMA_COLUMNS).astype({"count": int})


def wikinews_lines(external: Path) -> dict[str, str]:
    """Line number, in three digits → line."""
    lines = _file(external, "wikinews").read_text("utf-8").splitlines()
    return {f"{n:03d}": tidy(line) for n, line in enumerate(lines, 1)}


def _pud(external: Path) -> dict[str, str]:
    """Sentence id → sentence."""
    rows = map(json.loads, _file(external, "pud").read_text("utf-8").splitlines())
    return {row["id"]: tidy(row["text"]) for row in rows}


def _file(external: Path, source: str) -> Path:
    path = external / SOURCES[source]
    if not path.is_file():
        raise FramingError(
            f"{path}: no such file; the sentences of {source} are published elsewhere and do not ship (data/README.md names the source)"
        )
    return path


def _document_rows(document: dict, texts: dict[str, str]) -> list[dict]:
    """Units of one document: of WikiNews its lines split into sentences, of PUD its sentences as they are."""
    found = []
    for key in (k for k in texts if document["first"] <= k <= document["last"]):
        if document["source"] == "pud":
            found.append((key, "body", texts[key]))
        elif not is_ended(texts[key]) and len(words(texts[key])) <= HEADLINE_WORDS:
            found.append((f"{key}.0", "heading" if found else "headline", texts[key]))
        else:
            found += [(f"{key}.{i}", "body", s) for i, s in enumerate(sentences(texts[key]))]
    return [
        {
            "unit_id": f"{document['document']}:{position}",
            "article_id": document["document"],
            "sentence": sentence,
            "position": position,
            "role": role,
            "n_words": len(words(text)),
            "n_chars": len(text),
            "text": text,
        }
        for position, (sentence, role, text) in enumerate(found)
    ]


def manifest(external: Path) -> dict:
    """Checksums of the source files and of what decides the features."""
    return {"sources": {s: sha256(_file(external, s).read_bytes()) for s in SOURCES}, "featuriser": VERSION, "resources": resource_hashes()}


def check_manifest(found: dict) -> None:
    if found["featuriser"] != VERSION or found["resources"] != resource_hashes():
        raise FramingError(
            "data/news/manifest.json: the features are older than the package. New entries need the text: run `make news EXTERNAL=<folder of the sources>`"
        )


def rewrite(external: Path, folder: Path) -> None:
    """`make news`: rewrites units, features, lemma counts and manifest from the published files."""
    documents = read_csv(folder / "documents.csv", DOCUMENT_COLUMNS)
    for name, table in build_tables(external, documents, shipped_space()).items():
        write_csv(table, folder / name)
    write_json(manifest(external), folder / "manifest.json")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m framing.news", description="Rewrite data/news/ from the published files.")
    parser.add_argument("external", type=Path)
    parser.add_argument("--folder", type=Path, default=Path("data/news"))
    a = parser.parse_args(argv)
    return reported(rewrite, a.external, a.folder)


if __name__ == "__main__":
    sys.exit(main())

"""The coded real sentences: splits by document, codes for every unit, and (with FRAMING_EXTERNAL) the same bytes from the published files."""

import os
from pathlib import Path

import pandas as pd
import pytest

from framing.errors import FramingError
from framing.news import NOT_CODED, SPLITS, News, build_tables, check_manifest, read_lemmas
from framing.tables import write_csv

DATA = Path(__file__).parent.parent / "data" / "news"
EXTERNAL = os.environ.get("FRAMING_EXTERNAL")


@pytest.fixture(scope="module")
def news():
    return News(DATA)


def test_every_document_is_in_one_split(news):
    assert news.documents["document"].is_unique
    assert set(news.documents["split"]) == set(SPLITS)


def test_a_third_is_sealed_and_a_sixth_for_development(news):
    share = news.documents.groupby("source")["split"].value_counts(normalize=True)
    assert share[:, "sealed"].between(0.31, 0.35).all()
    assert share[:, "development"].between(0.15, 0.19).all()


def test_every_unit_is_coded_by_every_coder_and_not_on_stance(news):
    assert {len(table) for table in news.wide.values()} == {len(news.units)}
    assert not any(v in table for table in news.wide.values() for v in NOT_CODED)


def test_codes_and_counts_of_a_split_are_of_the_same_units(news):
    assert len(news.codes("development")) == len(news.counts("development")) == (news.units["split"] == "development").sum()


def test_lemma_counts_ship_for_training_documents_only(news):
    training = set(news.documents.loc[news.documents["split"] == "training", "document"])
    assert set(read_lemmas(DATA)["document"]) <= training


def test_features_of_another_lexicon_stop_the_build():
    with pytest.raises(FramingError, match="make news EXTERNAL"):
        check_manifest({"featuriser": "0", "resources": {}})


def test_a_missing_source_is_named(tmp_path, news):
    with pytest.raises(FramingError, match=r"text_unvocalised.txt: no such file"):
        build_tables(tmp_path, news.documents, None)


@pytest.mark.corpus
@pytest.mark.skipif(not EXTERNAL, reason="FRAMING_EXTERNAL names no folder of the published files")
def test_the_shipped_tables_are_those_of_the_published_files(tmp_path, news):
    from framing.features import shipped_space

    for name, table in build_tables(Path(EXTERNAL), news.documents, shipped_space()).items():
        write_csv(table, tmp_path / name)
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()
        assert pd.read_csv(DATA / name).shape[0] > 1000

"""The reader on the real page dumps, where they are at hand: what is in, what is out, how many units (set FRAMING_CORPUS)."""

import os
from pathlib import Path

import pytest

from framing.read import read_page
from framing.segment import article_units
from framing.study import verify

CORPUS = os.environ.get("FRAMING_CORPUS")
ROOT = Path(__file__).parent.parent
pytestmark = [pytest.mark.corpus, pytest.mark.skipif(not CORPUS, reason="FRAMING_CORPUS names no folder of page dumps")]
# dump → article number → (units counted by hand, phrases that must stand in the article, phrases that must not)
EXPECTED = {
    "000": [(8, ["معضلة حقيقية", "الحكم اللامركزي"], ["قائمتنا البريدية", "تعبيرية", "الوضع المظلم"])],
    "001": [
        (34, ["أهمية الانضمام", "الأهداف الأميركية", "تعتبر الولايات المتحدة"], ["إعلان تعتبر", "خريطة الموقع", "كلمات دلالية", "كرة السلة", "شبكة الجزيرة"]),
        (27, ["كرة السلة", "الإخبارية السورية", "مواجهة التطرف"], ["مقالات مشابهة", "هآرتس", "أحد أهم المطالب"]),
    ],
    "002": [(29, ["هندسة دقيقة", "استخباراتية", "عقبات بنيوية"], ["Facebook", "طباعة", "اكتب ناتج"])],
    "003": [(35, ["نقطة تحول تاريخية", "أصبحت سوريا عضوا"], ["هيئة التحرير", "عاجل", "واشنطن –"])],
    "004": [(20, ["مخاوف دمشق", "الدويلعة"], ["ملفات تعريف", "شارك المقال", "محفوظة", "قوات-خاصة-سورية"])],
}  # fmt: skip


def dump(prefix: str) -> Path:
    return next(Path(CORPUS).glob(f"{prefix}_*.txt"))


@pytest.mark.parametrize("prefix", EXPECTED)
def test_the_articles_of_a_dump_hold_what_they_should_and_nothing_else(prefix):
    articles = read_page(dump(prefix))
    assert len(articles) == len(EXPECTED[prefix])
    for article, (_, inside, outside) in zip(articles, EXPECTED[prefix], strict=True):
        whole = f"{article.title}\n{article.text}"
        assert [p for p in inside if p not in whole] == []
        assert [p for p in outside if p in whole] == []


@pytest.mark.parametrize("prefix", EXPECTED)
def test_units_come_within_two_of_the_count_by_hand(prefix):
    for article, (by_hand, _, _) in zip(read_page(dump(prefix)), EXPECTED[prefix], strict=True):
        units = [role for role, _ in article_units(article.title, article.text) if role != "pull_quote"]
        assert abs(len(units) - by_hand) <= 2


def test_printed_dates_are_read():
    assert {p: read_page(dump(p))[0].published for p in ("000", "002", "003", "004")} == {
        "000": "2025-04-15", "002": "2025-11-29", "003": "2025-11-25", "004": "2025-07-04",
    }  # fmt: skip


def test_pull_quotes_are_found():
    found = {p: sum(role == "pull_quote" for role, _ in article_units(a.title, a.text)) for p in EXPECTED for a in read_page(dump(p))[:1]}
    assert found == {"000": 0, "001": 0, "002": 0, "003": 1, "004": 2}


def test_the_shipped_tables_are_those_of_the_dumps():
    assert verify(Path(CORPUS), ROOT / "data" / "study") is None


def test_one_changed_word_in_a_dump_is_named(tmp_path):
    from framing.errors import FramingError

    for path in Path(CORPUS).glob("*.txt"):
        text = path.read_text("utf-8")
        (tmp_path / path.name).write_text(text.replace("هندسة دقيقة", "هندسة رديئة"), "utf-8")
    with pytest.raises(FramingError, match=r"article unnamed: data/study/articles.csv"):
        verify(tmp_path, ROOT / "data" / "study")

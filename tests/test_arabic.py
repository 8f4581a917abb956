"""Arabic: every value has a name in it, its sentences say what the tables hold, and its page's numbers are those of the English one."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from framing import arabic
from framing.codes import POSTURES, frames, posture, values
from framing.prose_ar import expectations_met, hangs_on_rule, led, lowest_to_highest, one_or_between
from framing.results.names import SHORT
from framing.show import table_html

REPORT = Path(__file__).parent.parent / "report"
RESULTS = REPORT / "results"
TEXTS = list(arabic.TEXTS)


class Prose(HTMLParser):
    """What a page says outside code, foreign words, numbers by name, tables and folds."""

    SILENT = frozenset({"data", "table", "pre", "code", "bdi", "style", "script", "details", "head", "nav", "footer"})

    VOID = frozenset({"img", "meta", "input", "br", "hr", "link"})

    def __init__(self):
        super().__init__()
        self.said, self.open = [], []

    def handle_starttag(self, tag, attributes):
        if tag not in self.VOID:
            self.open.append("bdi" if tag != "html" and dict(attributes).get("lang") == "en" else tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            self.open.pop()

    def handle_data(self, data):
        if not self.SILENT.intersection(self.open):
            self.said.append(data)


@pytest.fixture(scope="module")
def page() -> str:
    return (REPORT / "ar.html").read_text("utf-8")


@pytest.fixture(scope="module")
def prose(page) -> str:
    reader = Prose()
    reader.feed(page)
    return " ".join(reader.said)


def named(page: str) -> dict[str, str]:
    return dict(re.findall(r'<data [^>]*title="(\w+) [^"]*"[^>]*>([^<]+)</data>', page))


def test_every_posture_stance_frame_voice_and_text_has_an_arabic_name():
    assert tuple(arabic.POSTURES) == POSTURES and tuple(arabic.FRAMES) == frames()
    assert tuple(arabic.STANCES) == values()["stance"] and tuple(arabic.VOICES) == values()["voice"]
    assert list(arabic.TEXTS) == list(SHORT) and set(SHORT) == set(arabic.ORIGINS) == set(arabic.STEPS)
    assert set(arabic.APPRAISALS) == set(values()["appraisal"]) and set(arabic.EXPLAINS) == set(values()["explains"])


def test_every_genre_and_coder_of_the_tables_has_an_arabic_name():
    assert set(pd.read_csv(RESULTS / "texts.csv")["genre"]) == set(arabic.GENRES)
    assert set(arabic.CODERS) <= set(pd.read_csv(RESULTS / "machine.csv")["coder"])


def test_no_two_values_have_one_arabic_name():
    for names in (arabic.POSTURES, arabic.STANCES, arabic.FRAMES, arabic.VOICES, arabic.TEXTS, arabic.GENRES):
        assert len(set(names.values())) == len(names) and all(re.search("[ء-ي]", n) for n in names.values())


@pytest.mark.parametrize(("published", "said"), [("2025-04-15", "15 نيسان/أبريل 2025"), ("2025-11", "تشرين الثاني/نوفمبر 2025")])
def test_a_date_is_said_to_the_day_or_to_the_month(published, said):
    assert arabic.date(published) == said


def overturning(margins: list[int]) -> pd.DataFrame:
    rows = pd.DataFrame(
        {"group": ["levant", "hashtag", "alarab"], "value": ["skeptical", "procedural", "skeptical"], "margin_units": margins}
    )
    return rows.assign(answer="lead", share=0.625, low=[0.5, 0.625, 0.625], high=[0.75, 0.625, 0.625], n_units=8, tipping_units=[2, 1, 1])


def test_what_leads_is_said_by_value_and_a_tie_as_one():
    assert led(overturning([3, 2, 1]), "lead") == "**مشكِّكة**: نص ليفانت ونص على نهج «العرب»؛ **إخبارية**: نص هاشتاغ."
    assert led(overturning([3, 2, 0]), "lead") == "**مشكِّكة**: نص ليفانت؛ **إخبارية**: نص هاشتاغ؛ **تعادل**: نص على نهج «العرب»."


def test_the_lowest_and_the_highest_are_numbers_by_name_with_all_their_texts():
    said = lowest_to_highest(overturning([3, 2, 1]), "tipping_units", "lead_tip")
    assert said == "أقلّه {lead_tip_alarab} في نص على نهج «العرب» ونص هاشتاغ، وأكثره {lead_tip_levant} في نص ليفانت"


def test_a_lead_has_its_interval_and_one_without_width_is_one_number():
    table = arabic.lead_table(overturning([3, 2, 1]), "lead", "النبرة")
    assert table.iloc[0].tolist() == ["نص ليفانت", "مشكِّكة", 62, "50\u00a0إلى\u00a075", 8, 3, 2]
    assert table.loc[1, "بالقرعة %"] == "62"


def test_a_rule_that_changes_a_lead_is_said_and_one_that_changes_none():
    rules = ("rule_2_1", "explains_by_any_phrase", "focal_objects_only")
    table = pd.DataFrame([(r, t, "procedural") for r in rules for t in TEXTS], columns=["rule", "article_id", "leads"])
    assert hangs_on_rule(table).startswith("ولا تتغيّر")
    table.loc[(table["rule"] == rules[1]) & (table["article_id"] == "hashtag"), "leads"] = "analytical"
    assert hangs_on_rule(table).endswith("لعدّها تفسيرًا: نص هاشتاغ من إخبارية إلى تحليلية.")
    assert hangs_on_rule(table.replace("analytical", "tie")).endswith("نص هاشتاغ من إخبارية إلى تعادل.")
    table.loc[(table["rule"] == rules[1]) & (table["article_id"] == "alarab"), "leads"] = "analytical"
    assert hangs_on_rule(table).endswith("نص على نهج «العرب» من إخبارية إلى تحليلية، ونص هاشتاغ من إخبارية إلى تحليلية.")


def test_a_score_that_both_readings_give_alike_is_said_once():
    numbers = {"low": {"text": "0.64"}, "high": {"text": "0.64"}, "other": {"text": "0.70"}}
    assert one_or_between(numbers, "low", "high") == "كانت درجته في الحالين {low}"
    assert one_or_between(numbers, "low", "other") == "وقعت درجته بين {low} و{other}"


def test_expectations_that_hold_are_named_and_none_is_said():
    table = pd.DataFrame({"article_id": ["levant", "hashtag"], "holds": [True, False], "never": [False, False]})
    assert expectations_met(table, "holds") == "نص ليفانت" and expectations_met(table, "never") == "لا شيء منها"


def test_the_rule_of_posture_is_the_codebooks():
    back = {arabic_name: name for name, arabic_name in arabic.POSTURES.items()}
    shown = [(a, e, back[p]) for a, e, p in arabic.rule_table().itertuples(index=False)]
    assert shown == [
        ("سلبي", "أيًّا كان", posture("against", "no")),
        ("إيجابي", "أيًّا كان", posture("for", "no")),
        ("سلبي وإيجابي معًا", "أيًّا كان", posture("both", "no")),
        ("لا تقييم", "نعم", posture("none", "yes")),
        ("لا تقييم", "لا", posture("none", "no")),
    ]


def test_a_table_in_arabic_holds_no_value_or_heading_in_english():
    tables = {
        n: pd.read_csv(RESULTS / f"{n}.csv")
        for n in (
            "overturning",
            "attributed_profiles",
            "stance_profiles",
            "posture_by_text_and_attribution",
            "voice_by_text",
            "texts",
            "machine",
        )
    }
    first = tables["overturning"]
    shown = [
        *(arabic.lead_table(first, answer, "الأول") for answer in ("lead", "frame")),
        arabic.stance_table(first, tables["stance_profiles"]),
        arabic.appraisal_table(tables["posture_by_text_and_attribution"], tables["attributed_profiles"], first),
        arabic.voices_table(tables["voice_by_text"]),
        arabic.texts_table(tables["texts"]),
        arabic.machine_table(tables["machine"]).rename(columns={"مقياس macro-F1": ""}),
        arabic.frames_table(),
    ]
    said = " ".join(re.sub("<[^>]*>", " ", table_html(t, "")) for t in shown)
    assert re.findall("[A-Za-z]{2,}", said) == []


def test_the_page_is_in_arabic_from_right_to_left(page):
    assert set(re.search("<html ([^>]*)>", page).group(1).split()) == {'lang="ar"', 'dir="rtl"'}


def test_its_prose_holds_no_digit_without_a_name(prose):
    assert re.findall(r"\S*\d\S*", re.sub(r"\b20[0-2]\d\b", "", prose)) == []


def test_its_prose_holds_no_english_word_that_is_not_marked_as_such(prose):
    assert re.findall("[A-Za-z]{2,}", prose) == []


def test_its_numbers_are_those_of_the_english_page(page):
    here, there = named(page), named((REPORT / "index.html").read_text("utf-8"))
    shared = set(here) & set(there)
    assert len(shared) >= 20
    assert {name: here[name] for name in shared} == {name: there[name] for name in shared}


def test_it_leads_to_sections_that_the_english_page_has(page):
    ids = set(re.findall(r'\sid="([^"]+)"', (REPORT / "index.html").read_text("utf-8")))
    links = set(re.findall(r'href="index\.html#([\w.-]+)"', page))
    assert len(links) >= 10 and links <= ids

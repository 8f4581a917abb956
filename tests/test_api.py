"""The tool in Python: the same as the commands, a DataFrame in and out."""

import json
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GroupKFold, cross_val_score
from sklearn.pipeline import make_pipeline

import framing
from framing.blinding import hidden_id
from framing.cli import main
from framing.codes import POSTURES
from framing.coding import columns
from framing.features import FeatureSpace, shipped_space
from framing.fitting import train
from framing.languages import Language
from framing.lexicon import Entry, lexicon_for
from framing.model import save_model
from framing.own import load_own
from framing.samples import ALIASES, STEP, write_own, write_samples
from framing.scheme import from_data, read_scheme

BLAME, MEETING = "فشل المجلس البلدي في إصلاح الجسر.", "وعقدت اللجنة اجتماعها الأسبوعي في حلب صباح اليوم."
ARTICLES = pd.DataFrame(
    {
        "article_id": ["1", "2", "3"],
        "outlet": ["نشرة الميناء", "نشرة الميناء", "صحيفة الحي"],
        "published": ["2025-03-03", "2025-04-01", ""],
        "title": ["خطة جديدة", None, float("nan")],
        "text": [f"{BLAME} {MEETING}", MEETING, BLAME],
        "desk": [1, 2, 3],
    }
)


@pytest.fixture(scope="module")
def samples(tmp_path_factory) -> Path:
    """The samples in Arabic, the English ones with a model trained on them, and both coded on the command line."""
    folder = tmp_path_factory.mktemp("samples")
    write_samples(folder / "arabic"), write_own(folder / "own")
    own = [str(folder / "own" / name) for name in ("exemplars.csv", "codebook.toml", "articles.csv")]
    assert main(["train", own[0], "--codebook", own[1], "-o", str(folder / "own.zip")]) == 0
    assert main(["code", own[2], "--model", str(folder / "own.zip"), "-q", "-o", str(folder / "own.jsonl")]) == 0
    step = ["--target", STEP, *(part for a in ALIASES for part in ("--alias", a))]
    assert main(["code", str(folder / "arabic"), "-q", *step, "--abstain", "0.4", "-o", str(folder / "arabic.jsonl")]) == 0
    return folder


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def told(rows: list[dict]) -> list[dict]:
    """Rows without the cells that tell nothing: a table has them, a line of JSON need not."""
    return [{k: v for k, v in row.items() if v is not None and v == v} for row in rows]


# The same as the commands


def test_articles_are_coded_as_framing_code_does(samples):
    articles = framing.read_articles(samples / "arabic")
    codes = framing.code_articles(articles, aliases=(STEP, *ALIASES), abstain=0.4)
    assert told(codes.to_dict("records")) == told(lines(samples / "arabic.jsonl"))
    assert list(codes)[: len(columns())] == list(columns())


def test_with_ones_own_codebook_too(samples):
    codes = framing.code_articles(framing.read_articles([samples / "own/articles.csv"], language="en"), model=samples / "own.zip")
    assert told(codes.to_dict("records")) == told(lines(samples / "own.jsonl"))
    assert codes.attrs["scheme"] == read_scheme(samples / "own/codebook.toml").data()


@pytest.mark.parametrize(
    ("codes", "variable", "by", "weight"),
    [
        ("arabic", "posture", "outlet", "article"),
        ("arabic", "posture", "outlet,month", "unit"),
        ("arabic", "voice", "article_id", "article"),
        ("own", "judgement", "outlet", "article"),
        ("own", "topics", "outlet", "unit"),
    ],
)
def test_shares_are_those_of_framing_profile(samples, tmp_path, codes, variable, by, weight):
    out = tmp_path / "shares.csv"
    call = ["profile", str(samples / f"{codes}.jsonl"), "--variable", variable, "--by", by, "--weight", weight, "-o", str(out)]
    assert main(call) == 0
    table = pd.DataFrame(lines(samples / f"{codes}.jsonl"))
    table.attrs["scheme"] = read_scheme(samples / "own/codebook.toml").data() if codes == "own" else None
    found = framing.profile(table, variable, by=by.split(","), weight=weight)
    keys = ["group", "value"]
    expected = pd.read_csv(out).sort_values(keys, ignore_index=True)
    pd.testing.assert_frame_equal(found.sort_values(keys, ignore_index=True), expected, check_dtype=False)


@pytest.mark.parametrize("codes", ["arabic", "own"])
def test_agreement_is_that_of_framing_agree(samples, tmp_path, codes):
    table = pd.DataFrame(lines(samples / f"{codes}.jsonl")).fillna("")
    changed = "appraisal" if codes == "arabic" else "judgement"
    other = table.assign(**{changed: np.where(table["position"] % 3 == 0, "none", table[changed])})
    scheme = read_scheme(samples / "own/codebook.toml") if codes == "own" else None
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    kept = ["unit_id", *(c for c in (scheme.variables if scheme else ("appraisal", "explains", "stance", "frames", "voice")))]
    for path, given in zip(paths, (table, other), strict=True):
        given[kept].to_csv(path, index=False)
    option = ["--codebook", str(samples / "own/codebook.toml")] if scheme else []
    assert main(["agree", *map(str, paths), *option, "-o", str(tmp_path / "agreement.csv")]) == 0
    found = framing.agreement({str(p): t[kept] for p, t in zip(paths, (table, other), strict=True)}, codebook=scheme)
    expected = pd.read_csv(tmp_path / "agreement.csv").drop(columns="of")
    pd.testing.assert_frame_equal(found[list(expected)], expected, check_dtype=False)
    assert (found["variable"].iloc[0] == "posture") == (codes == "arabic")


# read_articles


def test_what_is_refused_is_warned_of_and_kept(tmp_path):
    (tmp_path / "a.csv").write_text(f"id,text\nen,The plan failed.\n1,{BLAME}\nno,\n", "utf-8")
    with pytest.warns(UserWarning, match=r"2 inputs refused, see .attrs\['refused'\]; the first: .*article en: not Arabic"):
        articles = framing.read_articles(tmp_path / "a.csv")
    assert articles["article_id"].tolist() == ["1"]
    assert [reason.partition(";")[0] for _, reason in articles.attrs["refused"]] == ["not Arabic", "no text in it"]


def test_nothing_is_said_when_nothing_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text(f"nr,body,desk\n1,{BLAME},محليات\n", "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        articles = framing.read_articles(str(tmp_path / "a.csv"), columns={"article_id": "nr"}, outlet="الحي")
    assert articles.to_dict("records") == [
        {"article_id": "1", "outlet": "الحي", "published": "", "title": "", "text": BLAME, "desk": "محليات"}
    ]
    assert articles.attrs["refused"] == []


def test_another_language_is_read_when_it_is_asked_for(tmp_path):
    (tmp_path / "a.txt").write_text("The plan failed, said the mayor of the town. Nobody was surprised.", "utf-8")
    for language in ("en", None):
        assert len(framing.read_articles(tmp_path / "a.txt", language=language)) == 1
    with pytest.raises(framing.FramingError, match=r"no article could be read; .*a\.txt, article a: not Arabic"):
        framing.read_articles(tmp_path / "a.txt")


def test_paths_that_lead_nowhere_are_named(tmp_path):
    with pytest.raises(framing.FramingError, match="gone"):
        framing.read_articles(tmp_path / "gone")
    with pytest.raises(framing.FramingError, match="role"):
        framing.read_articles(__file__, columns={"rhyme": "x"})


# code_articles


def test_other_columns_are_carried_and_missing_titles_are_none():
    codes = framing.code_articles(ARTICLES)
    assert codes["unit_id"].tolist() == ["1:0", "1:1", "1:2", "2:0", "3:0"]
    assert codes["desk"].tolist() == [1, 1, 1, 2, 3]
    assert codes["title"].tolist() == ["خطة جديدة"] * 3 + ["", ""]
    assert list(codes)[-2:] == ["title", "desk"] and set(codes["posture"]) <= set(POSTURES)


def test_nothing_given_is_changed_and_dictionaries_do_as_well():
    before = ARTICLES.copy(deep=True)
    codes = framing.code_articles(ARTICLES)
    pd.testing.assert_frame_equal(ARTICLES, before)
    given = [{k: v for k, v in row.items() if k != "title"} for row in ARTICLES.to_dict("records")]
    kept = [dict(row) for row in given]
    again = framing.code_articles(iter(given), model="fast")
    assert given == kept and "title" not in again
    assert again.loc[again["article_id"] == "3", "posture"].tolist() == codes.loc[codes["article_id"] == "3", "posture"].tolist()


def test_a_column_named_as_one_of_the_coded_table_is_kept_beside_it():
    codes = framing.code_articles(ARTICLES.assign(posture="mine", weight=7))
    assert (set(codes["input_posture"]), set(codes["input_weight"])) == ({"mine"}, {7})
    assert "mine" not in set(codes["posture"])


def test_copies_are_marked():
    text = f"{BLAME} {MEETING} وقال المدير إن الأشغال تتأخر شهرا."
    codes = framing.code_articles([{"article_id": "x", "text": text}, {"article_id": "y", "text": text}], unit="text")
    assert codes[["unit_id", "duplicate_of"]].to_numpy().tolist() == [["x", ""], ["y", "x"]]


@pytest.mark.parametrize(
    "nothing", [pd.DataFrame(), ARTICLES.head(0), [], [{"article_id": "1", "text": ""}], [{"article_id": "1", "text": "!"}]]
)
def test_nothing_to_code_gives_the_columns_alone(nothing):
    codes = framing.code_articles(nothing)
    assert codes.empty and list(codes) == list(columns())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"article_id": [1.5, 2, 3]}, "row 0: article_id is 1.5; it must be text: change the column with .astype"),
        ({"article_id": [True, 2, 3]}, "row 0: article_id is True; it must be text"),
        ({"article_id": ["1", "2", 1]}, "row 2: article_id '1' stands more than once"),
        ({"article_id": ["1", "2", "1"]}, "row 2: article_id '1' stands more than once"),
        ({"text": [BLAME, None, BLAME]}, "row 1: text is "),
        ({"text": [BLAME, np.nan, BLAME]}, "row 1: text is nan; it must be text"),
        ({"title": ["", 7, ""]}, "row 1: title is 7; it must be text"),
    ],
)
def test_articles_that_cannot_be_coded_are_named(change, says):
    with pytest.raises(framing.FramingError, match=says):
        framing.code_articles(ARTICLES.assign(**change))


def test_articles_are_numbered_where_they_have_no_id_and_numbers_are_ids():
    alone = framing.code_articles(ARTICLES[["text"]])
    assert alone["article_id"].tolist() == ["article-1", "article-1", "article-2", "article-3"]
    assert framing.code_articles(ARTICLES.assign(article_id=[7, 8, 9]))["unit_id"].tolist() == ["7:0", "7:1", "7:2", "8:0", "9:0"]
    assert set(framing.code_articles(ARTICLES.assign(article_id=["a", None, ""]))["article_id"]) == {"a", "article-2", "article-3"}


def test_without_a_column_of_text_those_there_are_are_named():
    with pytest.raises(framing.FramingError, match=r"row 0: no column 'text'; the columns are article_id, outlet, published, title, desk$"):
        framing.code_articles(ARTICLES.drop(columns="text"))
    with pytest.raises(framing.FramingError, match=r"desk, body; .rename\(columns={'body': 'text'}\) makes one"):
        framing.code_articles(ARTICLES.drop(columns="text").assign(body=BLAME))


@pytest.mark.parametrize("given", ["pages", Path("pages")])
def test_paths_are_no_articles(given):
    with pytest.raises(framing.FramingError, match=r"articles 'pages': give a DataFrame; read_articles\('pages'\) makes one"):
        framing.code_articles(given)


@pytest.mark.parametrize("given", [[BLAME], {"text": BLAME}])
def test_rows_that_are_no_dictionaries_are_named(given):
    with pytest.raises(framing.FramingError, match=r"articles, row 0: is '.*'; allowed are a DataFrame, and dictionaries with text"):
        framing.code_articles(given)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"model": "gone.zip"}, "model 'gone.zip': no such file; allowed are fast, accurate and files"),
        ({"model": Path(__file__)}, "not a framing model"),
        ({"unit": "page"}, "unit 'page'"),
        ({"abstain": 1.5}, r"abstain 1\.5; allowed are sentence and text, and numbers from 0 to under 1"),
        ({"aliases": "رسم"}, "aliases 'رسم': one str; give a list of wordings"),
        ({"aliases": ["رسم", "!"]}, "aliases: '!' has no word"),
    ],
)
def test_options_that_are_wrong_are_named_even_with_nothing_to_code(options, says):
    for given in (ARTICLES, []):
        with pytest.raises(framing.FramingError, match=says):
            framing.code_articles(given, **options)


def test_a_step_and_a_codebook_of_ones_own_do_not_go_together(samples):
    with pytest.raises(framing.FramingError, match="by the package's models only"):
        framing.code_articles([], model=samples / "own.zip", aliases=["line"])


# profile


def coded(**columns) -> pd.DataFrame:
    return pd.DataFrame({"unit_id": ["a:0", "a:1", "b:0"], "article_id": ["a", "a", "b"], "outlet": "الحي", "weight": 1} | columns)


def test_articles_count_the_same_unless_units_do():
    codes = coded(posture=["skeptical", "procedural", "skeptical"])
    by_article, by_unit = (framing.profile(codes, weight=w).set_index("value")["share"] for w in ("article", "unit"))
    assert by_article.to_dict() == {"skeptical": 0.75, "favorable": 0.0, "analytical": 0.0, "procedural": 0.25}
    assert by_unit["skeptical"] == pytest.approx(2 / 3)


def test_units_of_weight_0_and_without_a_code_do_not_count():
    codes = coded(posture=["skeptical", None, "procedural"], weight=["1", "1", "0"])
    found = framing.profile(codes)
    assert found.set_index("value")["share"]["skeptical"] == 1.0 and set(found["n_units"]) == {1}


def test_of_several_values_a_unit_without_any_counts():
    found = framing.profile(coded(frames=["economic;human", "", "human"]), "frames", by="article_id")
    shares = found.set_index(["group", "value"])["share"]
    assert (shares["a", "economic"], shares["a", "human"], shares["b", "human"], shares["b", "security"]) == (0.5, 0.5, 1.0, 0.0)


def test_values_of_any_other_column_are_those_that_occur_unless_they_are_given():
    codes = coded(mood=["low", "high", "low"])
    assert framing.profile(codes, "mood")["value"].tolist() == ["high", "low"]
    assert framing.profile(codes, "mood", values=["low", "middle", "high"])["value"].tolist() == ["low", "middle", "high"]
    book = from_data({"variables": {"mood": {"values": ["low", "high", "none"]}}}, "test")
    assert framing.profile(codes, "mood", codebook=book)["value"].tolist() == ["low", "high", "none"]


@pytest.mark.parametrize(
    ("codes", "options", "says"),
    [
        (coded(), {}, "profile: no column 'posture'; the codes have unit_id, article_id, outlet, weight"),
        (coded(posture="skeptical").drop(columns="weight"), {}, "no column 'weight'"),
        (coded(posture="skeptical"), {"by": "month"}, "no column 'published'"),
        (coded(posture="skeptical"), {"by": ["outlet", "desk"]}, "no column 'desk'"),
        (coded(posture="skeptical"), {"weight": "word"}, "weight 'word'; allowed are article, unit"),
        (coded(posture=""), {}, "none of 3 units has a weight above 0 and a code of posture"),
        (coded(posture="skeptical", weight=0), {}, "none of 3 units"),
        (coded(posture="skeptical").head(0), {}, "none of 0 units"),
        (coded(posture="skeptical", weight=[1, None, 1]), {}, "unit a:1 has no weight"),
        (coded(posture="skeptical", unit_id="a:0"), {}, "unit a:0 stands twice"),
        (coded(posture="grim"), {}, "posture is 'grim'; allowed are skeptical, favorable"),
        (coded(stance=["favor", "x", ""]), {"variable": "stance"}, "stance is 'x'; allowed are favor, against, neutral"),
        (coded(mood="low"), {"variable": "mood", "values": ["high"]}, "mood is 'low'; allowed are high"),
    ],
)
def test_codes_that_cannot_be_profiled_are_refused(codes, options, says):
    with pytest.raises(framing.FramingError) as e:
        framing.profile(codes, **options)
    assert says in str(e.value)


def test_units_without_an_outlet_are_a_group_of_their_own():
    found = framing.profile(coded(posture="skeptical", outlet=["الحي", "", None], unit_id=["a:0", "b:0", "c:0"], article_id=list("abc")))
    assert found["group"].drop_duplicates().tolist() == ["الحي", "no outlet"]


# agreement

FIRST = pd.DataFrame({"unit_id": [f"a:{i}" for i in range(6)], "appraisal": ["for", "none"] * 3, "explains": "no"})


def test_agreement_of_two_who_agree_is_perfect():
    found = framing.agreement({"first": FIRST, "second": FIRST}, n_resamples=10)
    assert set(found["variable"]) == {"posture", "appraisal", "explains"}
    assert found.loc[found["measure"] == "raw", "value"].tolist() == [1.0, 1.0, 1.0]
    pd.testing.assert_frame_equal(framing.agreement([FIRST, FIRST], n_resamples=10), found)


def test_posture_is_derived_where_both_of_its_primitives_are_coded():
    gaps = FIRST.assign(explains=["no", "no", "no", None, "", float("nan")])
    found = framing.agreement({"first": FIRST, "second": gaps}, n_resamples=10).groupby("variable")["n_units"].max()
    assert found.to_dict() == {"appraisal": 6, "explains": 3, "posture": 3}


def test_codes_are_read_as_the_codebook_writes_them_and_are_not_changed():
    spelled = FIRST.assign(appraisal=FIRST["appraisal"].str.upper() + " ")
    before = spelled.copy()
    assert (framing.agreement({"a": FIRST, "b": spelled}, n_resamples=10)["value"] == 1).all()
    pd.testing.assert_frame_equal(spelled, before)


def test_the_codebook_noted_with_the_codes_is_used(samples):
    codes = framing.code_articles(framing.read_articles(samples / "own/articles.csv", language="en"), model=samples / "own.zip")
    person = codes[["unit_id", "judgement"]].head(9).assign(judgement="none")
    person.attrs.clear()
    found = framing.agreement({"machine": codes, "person": person}, n_resamples=10)
    assert set(found["variable"]) == {"judgement"} and set(found["n_units"]) == {9}


@pytest.mark.parametrize(
    ("coders", "says"),
    [
        ({"a": FIRST}, "1 coder given; allowed are two or more"),
        ([FIRST], "1 coder given"),
        (FIRST, "agreement: DataFrame given; allowed are two tables or more, as {'first': table, 'second': other}"),
        (["a.csv", "b.csv"], "agreement, coder 1: not a DataFrame but 'a.csv'; read_codes('a.csv') makes one"),
        (
            {"a": FIRST, "b": FIRST.rename(columns={"unit_id": "unitid"})},
            "no column 'unit_id' (did you mean unitid?); the codes have unitid",
        ),
        ({}, "0 coder given"),
        ({"a": FIRST, "b": FIRST[["unit_id"]]}, "no variable was coded by all"),
        ({"a": FIRST, "b": FIRST.drop(columns="unit_id")}, "agreement, b: no column 'unit_id'"),
        ({"a": FIRST, "b": pd.concat([FIRST, FIRST])}, "agreement, b: unit a:0 stands twice"),
        (
            {"a": FIRST, "b": FIRST.assign(appraisal="so-so")},
            "agreement, b, unit a:0: appraisal is 'so-so'; allowed are against, for, both, none",
        ),
        ({"a": FIRST, "b": FIRST.assign(unit_id=FIRST["unit_id"] + "0")}, "no unit was coded by two coders"),
    ],
)
def test_coders_that_cannot_be_compared_are_refused(coders, says):
    with pytest.raises(framing.FramingError) as e:
        framing.agreement(coders)
    assert says in str(e.value)


def test_an_ordinal_variable_has_its_own_alpha_and_its_order_is_kept():
    order = ["against", "both", "none", "for"]
    coders = {"a": FIRST, "b": FIRST.assign(appraisal=["for", "none", "both"] * 2)}
    found = framing.agreement(coders, ordinal={"appraisal": order}, n_resamples=10)
    assert found.loc[found["measure"] == "ordinal alpha", "variable"].tolist() == ["appraisal"]
    assert found.attrs["orders"] == {"appraisal": order}
    with pytest.raises(framing.FramingError, match="gave unit a:0 'for'; the order has against, none"):
        framing.agreement({"a": FIRST, "b": FIRST}, ordinal={"appraisal": ["against", "none"]})


@pytest.mark.parametrize("ordinal", [["tone"], "tone"])
def test_the_order_of_a_codebook_of_ones_own_may_be_asked_for_by_name(ordinal):
    values = ["bad", "fair", "good"]
    codes = pd.DataFrame({"unit_id": list("abcdef"), "tone": values * 2})
    codes.attrs["scheme"] = from_data({"variables": {"tone": {"values": values}}}, "test").data()
    found = framing.agreement([codes, codes.assign(tone=[*values, "bad", "fair", "bad"])], ordinal=ordinal, n_resamples=10)
    assert found.attrs["orders"] == {"tone": values}


@pytest.mark.parametrize("ordinal", [["appraisal"], "appraisal"])
def test_the_packages_codebook_has_no_order_to_ask_for_by_name(ordinal):
    with pytest.raises(
        framing.FramingError, match="'appraisal': the package's codebook lists against, for, both, none in no order; give one"
    ):
        framing.agreement([FIRST, FIRST], ordinal=ordinal)


def test_a_hidden_sheet_agrees_with_the_codes_it_was_drawn_from():
    found = framing.agreement({"machine": CODES, "person": filled()}, n_resamples=10)
    assert (found["value"] == 1).all() and {"posture", "appraisal", "object"} <= set(found["variable"])
    assert set(found.loc[found["variable"] == "posture", "n_units"]) == {20}


def test_units_of_a_sheet_without_a_code_are_not_coded_as_having_no_frame():
    sheet = filled().assign(frames="economic")
    sheet.loc[:4, ["appraisal", "object", "explains", "frames"]] = ""
    found = framing.agreement({"first": sheet, "second": sheet}, n_resamples=10)
    assert set(found["n_units"]) == {15}


def test_posture_may_be_coded_instead_of_what_it_is_derived_from():
    sheet = filled(appraisal="", object="", explains="", posture=lambda t: t["unit_id"].map(hidden_postures()))
    found = framing.agreement({"machine": CODES, "person": sheet}, n_resamples=10)
    assert found["variable"].unique().tolist() == ["posture"] and (found["value"] == 1).all()
    with pytest.raises(framing.FramingError, match=r"agreement, person, unit .*: posture is 'grim'; allowed are skeptical"):
        framing.agreement({"machine": CODES, "person": sheet.assign(posture="grim")})


# Coded files

POSTURE = {"skeptical": ("against", "no"), "favorable": ("for", "no"), "analytical": ("none", "yes"), "procedural": ("none", "no")}
CODES = pd.DataFrame(
    [
        {"unit_id": f"{'أب'[i // 30]}{i // 10}:{i % 10}", "article_id": f"{'أب'[i // 30]}{i // 10}", "outlet": f"صحيفة {'أب'[i // 30]}"}
        | {"published": "2025-03-03", "role": "body", "weight": 1, "text": f"بدأ ترميم الجسر في المرحلة {i}.", "posture": posture}
        | {"appraisal": POSTURE[posture][0], "object": "-" if POSTURE[posture][0] == "none" else "focal", "explains": POSTURE[posture][1]}
        | {f"p_{p}": 0.7 if p == posture else 0.1 for p in POSTURES}
        for i in range(60)
        for posture in [POSTURES[i % 4]]
    ]
)


def hidden_postures() -> dict[str, str]:
    return {hidden_id(u): p for u, p in zip(CODES["unit_id"], CODES["posture"], strict=True)}


def filled(n: int = 20, **changes) -> pd.DataFrame:
    """A sheet that hides its units, filled by the machine's codes."""
    sheet = framing.sample(CODES, n)
    own = (
        CODES.assign(unit_id=CODES["unit_id"].map(hidden_id))
        .set_index("unit_id")
        .loc[sheet["unit_id"], ["appraisal", "object", "explains"]]
    )
    return sheet.assign(**own.reset_index(drop=True)).assign(**changes)


def test_a_coded_file_is_read_as_code_articles_gives_it(samples, tmp_path):
    assert main(["code", str(samples / "arabic"), "-q", "-o", str(tmp_path / "codes.csv")]) == 0
    codes, back = framing.code_articles(framing.read_articles(samples / "arabic")), framing.read_codes(tmp_path / "codes.csv")
    pd.testing.assert_frame_equal(back.fillna(""), codes.fillna(""), check_dtype=False)
    assert back.attrs == codes.attrs and back["p_skeptical"].dtype == codes["p_skeptical"].dtype == float


def test_the_codebook_noted_with_a_file_is_noted_with_its_table(samples):
    book = read_scheme(samples / "own/codebook.toml")
    assert framing.read_codes(str(samples / "own.jsonl")).attrs["scheme"] == book.data()
    assert framing.read_codes(samples / "arabic.jsonl").attrs["scheme"] is None
    assert framing.read_codes(samples / "arabic.jsonl", codebook=book).attrs["scheme"] == book.data()


def test_what_a_filled_sheet_leaves_out_is_warned_of(tmp_path):
    sheet = filled()
    sheet.loc[:2, ["appraisal", "object", "explains"]] = ""
    sheet.to_csv(tmp_path / "s.csv", index=False, sep=";", encoding="utf-8-sig", lineterminator="\r\n")
    with pytest.warns(UserWarning, match="3 of 20 units have no code and are left out"):
        back = framing.read_codes(tmp_path / "s.csv")
    assert len(back) == 17 and back["inclusion"].dtype == float and "frames" not in back


def test_numbers_that_are_none_stay_as_they_are(tmp_path):
    CODES.head(2).assign(weight=["1", "x"], p_code="007").to_csv(tmp_path / "c.csv", index=False)
    back = framing.read_codes(tmp_path / "c.csv")
    assert (back["weight"].tolist(), back["p_code"].tolist()) == (["1", "x"], ["007", "007"])


def test_a_coded_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(framing.FramingError, match=r"gone\.csv: no such file"):
        framing.read_codes(tmp_path / "gone.csv")


# sample


@pytest.mark.parametrize(
    ("options", "flags"),
    [
        ({}, []),
        ({"blind": False, "seed": 7}, ["--show-source", "--seed", "7"]),
        (
            {"variables": ["stance", "appraisal"], "neighbours": 0, "by": "article_id"},
            ["--variables", "stance,appraisal", "--neighbours", "0", "--by", "article_id"],
        ),
    ],
)
def test_a_sheet_is_that_of_framing_sample(samples, tmp_path, options, flags):
    assert main(["code", str(samples / "arabic"), "-q", "-o", str(tmp_path / "codes.csv")]) == 0
    assert main(["sample", str(tmp_path / "codes.csv"), "-n", "40", *flags, "-o", str(tmp_path / "s.csv")]) == 0
    sheet = framing.sample(framing.read_codes(tmp_path / "codes.csv"), 40, **options)
    expected = pd.read_csv(tmp_path / "s.csv", dtype=str, keep_default_na=False)
    expected = expected.apply(lambda column: column.str.removeprefix("'"))  # against spreadsheets
    pd.testing.assert_frame_equal(sheet.astype(str), expected)


def test_a_sheet_names_the_step_that_stance_is_towards():
    assert set(framing.sample(CODES, 10, step="رسم الدخول")["step"]) == {"رسم الدخول"}
    assert "step" not in framing.sample(CODES, 10)


def test_a_sheet_of_ones_own_codebook_notes_it():
    codes = CODES.rename(columns={"appraisal": "tone"})
    codes.attrs["scheme"] = from_data({"variables": {"tone": {"values": ["for", "against", "none"]}}}, "test").data()
    sheet = framing.sample(codes, 10)
    assert sheet.attrs["scheme"] == codes.attrs["scheme"] and set(sheet["tone"]) == {""} and "appraisal" not in sheet


@pytest.mark.parametrize(
    ("codes", "n", "options", "says"),
    [
        (CODES, 61, {}, "a sample of 61 from 2 strata"),
        (CODES, 3, {}, "allowed are 4 (2 of each stratum"),
        (CODES, 10, {"by": "posture"}, "by 'posture'"),
        (CODES, 10, {"by": "desk"}, "sample: no column 'desk'"),
        (CODES, 10, {"by": "outlets"}, "sample: no column 'outlets' (did you mean outlet?); the codes have"),
        (CODES, "20", {}, "n '20', neighbours 1, seed 1; allowed are whole numbers"),
        (CODES, 20.5, {}, "n 20.5,"),
        (CODES, 10, {"seed": "one"}, "seed 'one'; allowed are whole numbers"),
        (CODES, 10, {"seed": -1}, "seed -1"),
        (CODES, 10, {"neighbours": -1}, "neighbours -1"),
        (CODES, 10, {"variables": ["mood"]}, "no variable 'mood' in the codebook"),
        (CODES.assign(weight=0), 10, {}, "none of 60 units has a weight above 0"),
        (CODES.drop(columns="text"), 10, {}, "sample: no column 'text'"),
        ("codes.csv", 10, {}, "not a DataFrame but 'codes.csv'; read_codes('codes.csv') makes one"),
    ],
)
def test_samples_that_cannot_be_drawn_are_refused(codes, n, options, says):
    with pytest.raises(framing.FramingError) as e:
        framing.sample(codes, n, **options)
    assert says in str(e.value)


# corrected_shares


@pytest.mark.parametrize("weight", ["article", "unit"])
def test_corrected_shares_are_those_of_framing_estimate(samples, tmp_path, weight):
    paths = [str(tmp_path / name) for name in ("codes.csv", "s.csv", "e.csv")]
    assert main(["code", str(samples / "arabic"), "-q", "-o", paths[0]]) == 0
    codes = framing.read_codes(paths[0])
    sheet = framing.sample(codes, 40)
    by_hand = sheet.assign(appraisal=["Against ", "none", "for", "none"] * 10, object=["focal", "-"] * 20, explains=["no", "YES"] * 20)
    by_hand["note"] = ["not a unit"] * 2 + ["unsure"] * 38
    by_hand.loc[by_hand.index[0], ["appraisal", "object", "explains"]] = ""
    by_hand.to_csv(paths[1], index=False)
    assert main(["estimate", paths[0], "--gold", paths[1], "--weight", weight, "-o", paths[2]]) == 0
    found = framing.corrected_shares(codes, by_hand, weight=weight)
    pd.testing.assert_frame_equal(found.replace("", np.nan), pd.read_csv(paths[2]), check_dtype=False)
    assert set(found["method"]) == {"difference", "hand", "naive", "back-calculation", "em"}


def test_a_perfect_machine_needs_no_correction():
    found = framing.corrected_shares(CODES, filled(40), machine="codes", methods=["difference", "naive"]).set_index(
        ["group", "value", "method"]
    )
    corrected, naive = (found["share"].xs(m, level="method") for m in ("difference", "naive"))
    assert corrected.to_dict() == pytest.approx(naive.to_dict())
    assert naive["صحيفة أ", "skeptical"] == pytest.approx(8 / 30)


def test_of_several_sheets_the_first_counts_and_units_without_a_code_may_stand_in_them():
    sheet = filled(40)
    first, second = sheet.head(25), sheet.tail(25).copy()
    second.loc[second.index[:4], ["appraisal", "object", "explains"]] = ["none", "-", "yes"]
    second.loc[second.index[-3:], ["appraisal", "object", "explains"]] = ""
    with pytest.warns(UserWarning, match=r"\d units have different codes in several sheets: each counts in equal parts"):
        found = framing.corrected_shares(CODES, [first, second], methods=["hand"])
    assert found.groupby("group")["n_gold"].first().sum() == 37
    assert found.groupby("group")["n_positive"].sum().sum() == 37


# plans


@pytest.mark.parametrize("target", ["corpus", "outlet"])
def test_a_plan_is_that_of_framing_plan(samples, tmp_path, target):
    codes = framing.read_codes(samples / "arabic.jsonl")
    found = framing.plan(codes, n=15, target=target, confusion="fast")
    options = ["-n", "15", "--target", target, "--confusion", "published", "-o", str(tmp_path / "plan.csv")]
    assert main(["plan", str(samples / "arabic.jsonl"), *options]) == 0
    printed = pd.read_csv(tmp_path / "plan.csv", keep_default_na=False, na_values=[""])
    pd.testing.assert_frame_equal(found.fillna(np.nan), printed.assign(note=printed["note"].fillna("")), check_dtype=False)


def test_a_plan_takes_filled_sheets_as_its_pilot():
    alone, parted = (
        framing.plan(CODES, width=0.3, pilot=pilot, by="outlet") for pilot in (filled(), [filled().head(12), filled().tail(8)])
    )
    pd.testing.assert_frame_equal(alone, parted)
    assert set(alone["assumes"]) == {"the pilot's errors are those of the whole"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({}, "give either a width or a number of units"),
        ({"n": 20, "pilot": []}, "plan: no sheet given; sample(codes, n) makes one"),
        ({"n": 20, "confusion": "slow"}, "no confusion of coder 'slow' is published"),
        ({"n": 20, "confusion": "published"}, "tables do not say which coder made them: allowed are 'fast' and 'accurate', and counts"),
        ({"n": "20"}, "'20' units; allowed are 2 or more"),
        ({"width": "0.1"}, "width '0.1'; allowed are numbers above 0 and under 1"),
        ({"n": 20, "confusion": "fast", "accuracy": 0.7}, "accuracy and confusion are given"),
        ({"n": 20, "target": "world"}, "target 'world'; allowed are corpus, outlet"),
    ],
)
def test_plans_that_cannot_be_made_are_refused(options, says):
    with pytest.raises(framing.FramingError) as e:
        framing.plan(CODES, **options)
    assert says in str(e.value)


def test_shares_of_ones_own_codebook_are_of_its_first_variable():
    book = from_data({"variables": {"tone": {"values": ["for", "against", "none"]}}}, "test").data()
    codes = CODES.rename(columns={"appraisal": "tone"})
    codes.attrs["scheme"] = book
    sheet = framing.sample(codes, 20).assign(tone="None")
    found = framing.corrected_shares(codes, sheet, methods=["hand"])
    assert set(found["variable"]) == {"tone"}
    assert found.loc[found["value"] == "none", "share"].tolist() == pytest.approx([1.0, 1.0])


@pytest.mark.parametrize(
    ("codes", "sheets", "options", "says"),
    [
        (CODES, [], {}, "no sheet given; sample(codes, n) makes one"),
        (CODES, "s.csv", {}, "sheet 1: not a DataFrame but 's.csv'; read_codes('s.csv') makes one"),
        (CODES, filled().drop(columns="unit_id"), {}, "sheet 1: no column 'unit_id'"),
        (CODES, framing.sample(CODES, 20), {}, "sheet 1: no unit in it has a code"),
        (CODES, filled(appraisal="grim"), {}, "appraisal is 'grim'; allowed are against, for, both, none"),
        (CODES, filled().drop(columns="stratum"), {}, "no column 'stratum'"),
        (CODES.head(30), filled(), {}, "is not among the codes; give the codes that the sample was drawn from"),
        (CODES, filled(), {"by": "desk"}, "no column 'desk'"),
        (CODES, filled(), {"variable": "mood"}, "variable 'mood'; allowed are posture, appraisal"),
        (CODES, filled(), {"target": "world"}, "target 'world'; allowed are corpus, outlet"),
    ],
)
def test_shares_that_cannot_be_corrected_are_refused(codes, sheets, options, says):
    with pytest.raises(framing.FramingError) as e:
        framing.corrected_shares(codes, sheets, **options)
    assert says in str(e.value)


# The names of the package


def test_the_package_loads_nothing_heavy_until_it_is_asked():
    code = "import sys, framing; print([m for m in ('pandas', 'sklearn', 'framing.api') if m in sys.modules], framing.profile.__name__, 'pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] profile True"


def test_names_are_listed_and_others_are_none():
    assert set(framing.__all__) <= set(dir(framing))
    assert callable(framing.agreement)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = framing.nothing


# scikit-learn's contract, with a codebook of one's own

BOOK = from_data(
    {
        "language": "en",
        "variables": {"tone": {"values": ["good", "bad"]}, "topics": {"multiple": True, "flag": "topic", "values": ["cost", "delay"]}},
    },
    "test",
)
SPACE = FeatureSpace(lexicon_for(BOOK, [Entry("e1", "disgrace", "tone", "bad", 3, "", "lemma")]), ("bridge", "late", "splendid", "toll"))
EXEMPLARS = pd.DataFrame(
    {
        "text": ["A splendid bridge.", "A disgrace of a bridge.", "A splendid toll.", "The toll is late, a disgrace."] * 6,
        "tone": ["good", "bad"] * 12,
        "topics": ["", "", "cost", "cost;delay"] * 6,
        "article_id": [f"a{i}" for i in range(6) for _ in range(4)],
    }
)


def pipeline(**parameters):
    return make_pipeline(framing.Featuriser(SPACE), framing.FramingCoder(SPACE, codebook=BOOK, C=1.0, **parameters))


def test_a_pipeline_is_cross_validated_by_article():
    X, y = EXEMPLARS[["text", "article_id"]], EXEMPLARS[["tone", "topics"]]
    found = cross_val_score(pipeline(), X, y, groups=EXEMPLARS["article_id"], cv=GroupKFold(3))
    assert found.tolist() == [1.0, 1.0, 1.0]


def test_it_predicts_each_variable_and_a_flag_for_each_of_several_values():
    fitted = pipeline().fit(EXEMPLARS, EXEMPLARS)
    found = fitted.predict(["A late toll, a disgrace!"])
    assert found.to_dict("records") == [{"tone": "bad", "topic:cost": "1", "topic:delay": "1"}]
    p = fitted.predict_proba(["A late toll."])
    assert {v: list(t) for v, t in p.items()} == {"tone": ["good", "bad"], "topic:cost": ["0", "1"], "topic:delay": ["0", "1"]}
    assert all(t.sum(axis=1).to_numpy() == pytest.approx(1) for t in p.values())


def test_the_score_is_over_what_units_are_coded_on():
    fitted = pipeline().fit(EXEMPLARS, EXEMPLARS)
    assert fitted.score(EXEMPLARS, EXEMPLARS[["tone"]]) == 1.0
    assert fitted.score(EXEMPLARS, EXEMPLARS.assign(tone="")) == 1.0
    wrong = EXEMPLARS.assign(tone=EXEMPLARS["tone"].map({"good": "bad", "bad": "good"}))
    assert fitted.score(EXEMPLARS, wrong[["tone"]]) == 0.0
    with pytest.raises(framing.FramingError, match="score: no unit is coded on tone, topics; got"):
        fitted.score(EXEMPLARS, EXEMPLARS[["text"]])


@pytest.mark.parametrize(
    ("y", "says"),
    [
        (EXEMPLARS.assign(tone="awful"), "tone is 'awful'; allowed are good, bad"),
        (EXEMPLARS.assign(topics="cost;rain"), "topics is 'rain'; allowed are cost, delay"),
        (EXEMPLARS[["text"]], "no column of codes known; allowed are tone, topic:cost, topic:delay and tone, topics"),
        (EXEMPLARS.head(3), "24 rows of features and 3 of codes"),
    ],
)
def test_codes_of_another_codebook_are_refused(y, says):
    with pytest.raises(framing.FramingError) as e:
        pipeline().fit(EXEMPLARS, y)
    assert says in str(e.value)


def test_fit_returns_the_coder_and_says_how_wide_the_matrix_was():
    X = framing.Featuriser(SPACE).fit_transform(EXEMPLARS)
    coder = framing.FramingCoder(SPACE, codebook=BOOK)
    assert coder.fit(X, EXEMPLARS) is coder
    assert coder.n_features_in_ == X.shape[1] == len(SPACE.names)
    assert coder.model_.classes == {"tone": ("good", "bad"), "topic:cost": ("0", "1"), "topic:delay": ("0", "1")}


@pytest.mark.parametrize("kind", [lambda X: X, lambda X: X.tocsc(), lambda X: X.tocoo(), lambda X: X.toarray(), lambda X: X.astype(int)])
def test_a_matrix_of_any_kind_gives_the_same_and_is_not_changed(kind):
    X = framing.Featuriser(SPACE).transform(EXEMPLARS)
    given, y = kind(X.copy()), EXEMPLARS.copy()
    coder = framing.FramingCoder(SPACE, codebook=BOOK).fit(given, y)
    expected = framing.FramingCoder(SPACE, codebook=BOOK).fit(X, EXEMPLARS)
    assert np.array_equal(coder.model_.weights, expected.model_.weights)
    assert np.array_equal(np.asarray(kind(X) - given if not hasattr(given, "toarray") else (X - given).toarray()), np.zeros(X.shape))
    pd.testing.assert_frame_equal(y, EXEMPLARS)


@pytest.mark.parametrize("method", ["predict", "predict_proba", "decision_function"])
def test_before_fitting_nothing_is_predicted(method):
    X = framing.Featuriser(SPACE).transform(EXEMPLARS)
    with pytest.raises(NotFittedError):
        getattr(framing.FramingCoder(SPACE, codebook=BOOK), method)(X)


def test_a_matrix_of_another_space_is_refused():
    X = framing.Featuriser(shipped_space()).transform(["فشل"])
    coder = framing.FramingCoder(SPACE, codebook=BOOK)
    with pytest.raises(framing.FramingError, match=f"{X.shape[1]} columns; the feature space has {len(SPACE.names)}"):
        coder.fit(X, EXEMPLARS.head(1))


def test_parameters_are_kept_as_given_and_cloned_unfitted():
    C = {"tone": 1.0, "topic:cost": 0.1, "topic:delay": 0.1}
    coder = framing.FramingCoder(SPACE, codebook=BOOK, C=C).fit(framing.Featuriser(SPACE).transform(EXEMPLARS), EXEMPLARS)
    assert coder.get_params()["codebook"] is BOOK and coder.get_params()["C"] is C
    again = clone(coder)
    assert again.codebook == BOOK and again.C == C and not hasattr(again, "model_")
    again.set_params(codebook=None, balance=1)
    assert (again.codebook, again.balance, coder.codebook) == (None, 1, BOOK)


def test_a_clone_learns_the_same():
    first, second = pipeline(), clone(pipeline())
    weights = [p.fit(EXEMPLARS, EXEMPLARS)[-1].model_.weights for p in (first, second)]
    assert np.array_equal(*weights) and weights[0].any()


def test_columns_have_names_and_a_sparse_matrix_is_no_pandas_table():
    featuriser = framing.Featuriser(SPACE)
    names = featuriser.get_feature_names_out()
    assert names.tolist()[:2] == ["lex:e1|plain", "lex:e1|negated"] and len(names) == len(SPACE.names)
    assert pipeline()[:-1].get_feature_names_out().tolist() == names.tolist()
    with pytest.raises(ValueError, match="sparse"):
        featuriser.set_output(transform="pandas").fit_transform(EXEMPLARS)


def test_a_fitted_coder_is_kept_and_loaded_by_its_file(tmp_path):
    model, _ = train(EXEMPLARS, BOOK, SPACE.lexicon)
    save_model(model, tmp_path / "own.zip")
    codes = framing.code_articles([{"article_id": "1", "text": "The toll is late, a disgrace."}], model=str(tmp_path / "own.zip"))
    assert codes[["tone", "topics"]].to_numpy().tolist() == [["bad", "cost;delay"]]
    assert load_own(tmp_path / "own.zip")[0].language == Language("en")

"""Columns of result tables in, the same under headings a reader understands."""

import re
from collections.abc import Iterable

import pandas as pd

from framing.results.names import SHORT

# Columns that hold a text's id; shown as its name under the heading "text".
TEXTS = ("article_id", "group")
HEADINGS = {
    "n_units": "units",
    "n_words": "words",
    "n_articles": "articles",
    "n_pull_quotes": "pull quotes",
    "macro_f1": "macro-F1",
    "low": "95 % from",
    "high": "to",
    "d_low": "difference from",
    "d_high": "to",
    "mc": "Monte Carlo error",
    "bias_mcse": "Monte Carlo error of bias",
    "coverage_mcse": "Monte Carlo error of coverage",
    "coverage_mc": "Monte Carlo error",
    "rmse": "root mean squared error",
    "n_effective": "worth in hand codes",
    "n_kept": "codes kept",
    "publisher_printed": "printed as publisher",
    "date_precision": "date known to the",
    "focal_step": "step",
    "pull_quote": "pull quote",
    "sentence": "example (ours)",
    "gloss": "in English",
    "after_seeing_study_units": "after seeing the study's units",
    "reading_1": "first reading",
    "reading_2": "second reading",
    "cell": "simulated study",
    "se_empirical": "empirical standard error",
    "se_model": "estimated standard error",
    "gain_mc": "Monte Carlo error of gain",
    "coverage_quiet": "coverage without a warning",
    "quiet": "runs without a warning",
    "no_interval": "runs without an interval",
    "near_enough": "within the limit",
    "margin_units": "ahead by, units",
    "tipping_units": "recoded units that would end it",
    "n_appraisal": "units that appraise",
    "body_leads": "leads the body",
    "first_leads": "leads the first half",
    "second_leads": "leads the second half",
    "orders_as_far": "random orders as far apart",
    "moved": "changes most",
    "middle_low": "middle 95 % from",
    "middle_high": "to",
    "warned": "warned of",
    "n_entries": "entries",
    "effective": "effective number of entries",
    "top": "part of the five strongest",
    "first": "strongest entry",
    "carries": "its part of the sum",
    "decisive": "entry that matters most",
    "share_without": "share without it",
    "only_here": "found only in these texts",
    "points_to": "stands for",
    "lost": "units lost without it",
    "gained": "units gained without it",
    "voice_basis": "stated",
    "q": "q (corrected)",
    "verdict_corrected": "verdict",
    "first_skeptical": "first half: skeptical",
    "first_favorable": "first half: favorable",
    "first_analytical": "first half: analytical",
    "first_procedural": "first half: procedural",
    "second_skeptical": "second half: skeptical",
    "second_favorable": "second half: favorable",
    "second_analytical": "second half: analytical",
    "second_procedural": "second half: procedural",
    "n_positives": "units with it",
    "n_disputed": "disputed units",
    "redraws_leading": "choices that keep the lead",
    "less_than_first": "first less this",
    "low_block": "blocks: 95 % from",
    "high_block": "to",
    "n_coders": "coders",
    "f1": "F1",
    "AC1": "Gwet's AC1",
    "confidence": "probability given",
    "sentences_per_second": "sentences a second",
    "times_CountVectorizer": "times as fast as plain counting",
}
# Variables as result tables name them, in words; in the name of a frame stands a colon.
VARIABLES = {
    "object": "object of appraisal",
    "explains": "explains (main point)",
    "explains_any": "explains (any phrase)",
    "stance_holder": "holder of stance",
    "voice_basis": "basis of voice",
    "frames": "all frames together",
    "attributed": "attributed or not",
    "weakest frame": "weakest frame of ten units or more",
}
FEATURES = {
    "all": "everything",
    "without lex": "without the lexicon",
    "without lemma": "without lemmas",
    "without cue": "without cues",
    "without shape": "without shape",
}
SETS = {"study": "these texts", "development": "development sentences"}
# Options of the specification curve, and parts of the names of simulated cells.
OPTIONS = {
    "adjudicated": "adjudicated readings",
    "reading_1": "first reading",
    "reading_2": "second reading",
    "fast": "fast coder",
    "accurate": "accurate coder",
    "counted": "headlines counted",
    "left out": "headlines left out",
    "likeliest value": "likeliest posture counted",
    "left out under one half": "left out if under half sure",
    "probabilities": "probabilities summed",
    "codebook": "the codebook's",
    "explanation by any phrase": "any phrase explains",
    "explanation before appraisal": "explanation before appraisal",
    "refusal and consent evaluate": "refusal and consent appraise",
}
WORDS = {
    "duplicate_of": "note of copies",
    "explains_any": "code for explanation by any phrase",
    "stance_holder": "code for whose stance it is",
    "voice": "code for whose words they are",
    "object": "code for what is appraised",
    "reading_1": "the first reading",
    "reading_2": "the second reading",
    "adjudicated": "the adjudicated readings",
    "fast": "the fast coder",
    "accurate": "the accurate coder",
}
CELLS = {
    "base": "base case",
    "codes": "our codes",
    "rare": "rare values",
    "hand": "{} hand codes",
    "articles 1": "one article each",
    "articles": "{} articles each",
    "accuracy": "machine {:.0%} right",
    "outlets": "{} outlets",
    "units alike": "units of an article alike {}",
    "errors together": "errors of an article together {}",
    "hand codes wrong": "{:.0%} of hand codes wrong",
    "drawn by doubt": "doubtful units drawn more",
    "drawn from all": "drawn without strata",
    "machine codes": "codes without probabilities",
    "every unit alike": "longer articles count more",
}


# Lemmas of keyness, whose letters are folded: as they are spelled, and in English.
LEMMAS = {
    "طلب": ("طلب", "request"),
    "حقيقي": ("حقيقي", "real"),
    "انتقالي": ("انتقالي", "transitional"),
    "دبلوماسي": ("دبلوماسي", "diplomatic"),
    "سلطه": ("سلطة", "authority"),
    "عجز": ("عجز", "inability"),
    "اجنبي": ("أجنبي", "foreign"),
    "تقدم": ("تقدم", "progress"),
    "تقديم": ("تقديم", "presenting"),
    "عمل": ("عمل", "work"),
    "دوله": ("دولة", "state"),
    "اميركي": ("أميركي", "American"),
    "تنظيم": ("تنظيم", "organisation"),
    "انضمام": ("انضمام", "joining"),
    "عوده": ("عودة", "return"),
    "اجل": ("أجل", "sake"),
    "الف": ("ألف", "thousand"),
    "مكسب": ("مكسب", "gain"),
    "اثر": ("أثر", "effect"),
    "نسبه": ("نسبة", "rate"),
    "شرع": ("شرع", "a name"),
    "امريكي": ("أمريكي", "American"),
    "رييس": ("رئيس", "president"),
    "عام": ("عام", "year, general"),
    "توقع": ("توقع", "expectation"),
    "زياره": ("زيارة", "visit"),
    "وزاره": ("وزارة", "ministry"),
    "ميدان": ("ميدان", "field"),
    "دير": ("دير", "Deir (a city)"),
    "زور": ("زور", "ez-Zor (a city)"),
    "كامل": ("كامل", "whole"),
    "تقرير": ("تقرير", "report"),
    "تنسيق": ("تنسيق", "coordination"),
    "داخل": ("داخل", "inside"),
    "اعلان": ("إعلان", "announcement"),
    "استقرار": ("استقرار", "stability"),
    "اقليمي": ("إقليمي", "regional"),
    "تعزيز": ("تعزيز", "strengthening"),
    "دول": ("دول", "states"),
    "بناء": ("بناء", "building"),
    "دعم": ("دعم", "support"),
    "فرصه": ("فرصة", "chance"),
    "فتح": ("فتح", "opening"),
    "قدره": ("قدرة", "ability"),
    "مكافحه": ("مكافحة", "combating"),
    "قسد": ("قسد", "the SDF"),
    "مشاركه": ("مشاركة", "taking part"),
    "مصدر": ("مصدر", "source"),
    "حمله": ("حملة", "campaign"),
    "وجود": ("وجود", "presence"),
    "داعش": ("داعش", "ISIS"),
    "مدينه": ("مدينة", "city"),
    "اخر": ("آخر", "other"),
    "يوم": ("يوم", "day"),
    "قيام": ("قيام", "carrying out"),
}


def spelled(lemma: str) -> tuple[str, str]:
    """A folded lemma as it is spelled, and in English; by itself and without a gloss where that is not certain."""
    return LEMMAS.get(lemma, (lemma, ""))


def listed(names: Iterable[str]) -> str:
    """Names in a row: `one`, `one and two`, `one, two and three`."""
    *first, last = [*names] or [""]
    return " and ".join(filter(None, (", ".join(first), last)))


def texts_listed(texts: Iterable[str]) -> str:
    """Texts by their names in a row."""
    return listed(SHORT[t] for t in texts)


def in_words(text: str) -> str:
    """A text of the build with names of columns and coders in words."""
    return re.sub(r"\b\w+\b", lambda own: WORDS.get(own.group(), own.group()), text)


def setting(cell: str) -> str:
    """What a simulated cell changes in the base case, in words: `hand 20` is `20 hand codes`."""
    parts = []
    for part in cell.split(", "):
        name, _, number = part.rpartition(" ")
        wording = CELLS.get(part, CELLS.get(name, part))
        parts.append(wording.format(float(number) if "%" in wording else number).replace("%", " %") if "{" in wording else wording)
    return ", ".join(parts)


def variable_label(name: str) -> str:
    """A variable in words: `frame:security` is `frame: security`."""
    return VARIABLES.get(name, name.replace("frame:", "frame: "))


def in_percent(data: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The table with these shares as whole percentages, which their headings say."""
    shares = data.assign(**{c: (100 * data[c]).round() for c in columns})
    return shares.rename(columns={c: f"{HEADINGS.get(c, c.replace('_', ' '))}, %" for c in columns})


# Columns whose cells are names of the build, and what says them in words.
WORDINGS = {
    "variable": variable_label,
    "features": lambda name: FEATURES.get(name, name),
    "set": lambda name: SETS.get(name, name),
    "coder": lambda name: OPTIONS.get(name, name),
    "reading": lambda name: OPTIONS.get(name, name),
}


def readable(data: pd.DataFrame) -> pd.DataFrame:
    """The table with texts by their names and a heading for every column: its own in `HEADINGS`, else its name with blanks."""
    named = data.assign(**{c: data[c].map(lambda x: SHORT.get(x, x)) for c in TEXTS if c in data})
    for column, wording in WORDINGS.items():
        if column in named:
            named[column] = named[column].map(wording)
    named.columns = pd.Index(["text" if c in TEXTS else HEADINGS.get(c, str(c).replace("_", " ")) for c in data.columns])
    return named

"""A comparison in, what a paper has to say about it out: methods paragraph, references, model card."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import pandas as pd

from framing.comparison import DOUBT, FEW_ARTICLES, Comparison, article, coded_by, model_of, plural
from framing.estimate import ESTIMANDS
from framing.model import SHIPPED, shipped_model
from framing.reliability import Agreement

TRAINED_ON = {
    "exemplars": "sentences written for the purpose",
    "wikinews": "sentences of WikiNews",
    "pud": "sentences of the Universal Dependencies treebank Arabic-PUD",
}
SETS = {
    "sealed": "real sentences kept sealed until a release",
    "development": "real sentences on which settings were chosen",
    "study": "units of six articles",
}
REFERENCES = {
    "boydstun": "Boydstun, A. E., Card, D., Gross, J. H., Resnik, P., & Smith, N. A. (2014). Tracking the development of media frames within and across policy issues. Paper at the annual meeting of the American Political Science Association.",
    "card": "Card, D., Boydstun, A. E., Gross, J. H., Resnik, P., & Smith, N. A. (2015). The Media Frames Corpus: Annotations of frames across issues. Proceedings of ACL-IJCNLP 2015, 438–444.",
    "egami": "Egami, N., Hinck, M., Stewart, B. M., & Wei, H. (2023). Using imperfect surrogates for downstream inference: Design-based supervised learning for social science applications of large language models. Advances in Neural Information Processing Systems 36.",
    "entman": "Entman, R. M. (1993). Framing: Toward clarification of a fractured paradigm. Journal of Communication, 43(4), 51–58.",
    "krippendorff": "Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.",
    "sarndal": "Särndal, C.-E., Swensson, B., & Wretman, J. (1992). Model assisted survey sampling. Springer.",
    "saerens": "Saerens, M., Latinne, P., & Decaestecker, C. (2002). Adjusting the outputs of a classifier to new a priori probabilities: A simple procedure. Neural Computation, 14(1), 21–41.",
    "semetko": "Semetko, H. A., & Valkenburg, P. M. (2000). Framing European politics: A content analysis of press and television news. Journal of Communication, 50(2), 93–109.",
    "student": "Student (1908). The probable error of a mean. Biometrika, 6(1), 1–25.",
}


@dataclass(frozen=True)
class Methods:
    """A paragraph for a paper, and the works it cites."""

    paragraph: str
    references: tuple[str, ...]


def noun(by: str) -> str:
    """What a group of one column is called in prose."""
    return by if by.isascii() and by.isidentifier() else f"value of “{by}”"


def kinds(c: Comparison) -> str:
    """How many groups there are, in words: `3 outlets`, `2 outlets and 7 articles without one`."""
    if not _is_named(c):
        return plural(len(c.groups), "group") + f" by {' and '.join(c.main_by)}"
    named, n = _called(c), c.n_nameless(c.main_by[0])
    if n == c.n_articles:
        return f"no {named} named"
    found = plural(len(c.groups) - bool(n), named)
    return f"{found} and {plural(n, 'article')} without one" if n else found


def _is_named(c: Comparison) -> bool:
    """Whether prose can call the groups by the name of their column."""
    return len(c.main_by) == 1 and noun(c.main_by[0]) == c.main_by[0]


def _called(c: Comparison) -> str:
    return c.main_by[0].replace("_", " ")


def one_model(c: Comparison) -> Mapping:
    """The metadata shared by all files, or nothing when they were coded by several models, or by an unknown one."""
    alike = len({coded_by(a) for a in c.abouts}) == 1 and model_of(c.abouts[0])
    return c.abouts[0] if alike else {}


def scores(about: Mapping) -> pd.DataFrame:
    """How the coder of a file agreed with coders on text that it never trained on: set, variable, measure, score, low, high, n_units.

    Empty unless it is a model inside this package: figures of another version, or of a model of one's own, are not known here.
    """
    with files("framing.resources").joinpath("profile/scores.csv").open(encoding="utf-8") as f:
        table = pd.read_csv(f)
    name = model_of(about).get("name")
    if name not in SHIPPED or "scheme" in about:
        return table.iloc[:0]
    own = {k: v for k, v in shipped_model(name).about.items() if k != "vector_mean"} | {"name": name}
    return table[table["coder"] == name].reset_index(drop=True) if own == model_of(about) else table.iloc[:0]


def coder_line(c: Comparison) -> str:
    """What coded the units, in a few words."""
    about = one_model(c)
    if not about:
        return "several or unknown models"
    scheme = about.get("scheme")
    if isinstance(scheme, Mapping):
        named = " ".join(
            x for x in ("codebook", f"“{scheme.get('title')}”" if scheme.get("title") else "", str(scheme.get("version", ""))) if x
        )
    else:
        named = f"codebook {model_of(about).get('codebook', '?')}"
    return f"framing {about.get('framing', '?')}, model {model_of(about).get('name', '?')}, {named}"  # fmt: skip


def methods(c: Comparison, corrected: pd.DataFrame | None = None, agreed: Agreement | None = None) -> Methods:
    """The methods paragraph of a comparison, from its own numbers and from what is noted of the coder.

    Parameters
    ----------
    corrected : shares corrected by hand codes with the difference estimator, as `correction.corrected_shares` gives them; None without hand codes
    agreed : how far those who coded by hand agree, as `reliability.double_coded` gives it; None where it does not
    """
    cited: set[str] = set()
    parts = [_corpus(c), *_coding(c), *_variable(c, cited), *_agreement(c, cited, corrected is None), *_estimation(c, cited)]
    parts.append(_not_done(cited) if corrected is None else _corrected(c, corrected, agreed, cited))
    ordered = sorted(REFERENCES[key] for key in cited)
    return Methods(" ".join(p for p in parts if p), tuple(ordered))


def _corpus(c: Comparison) -> str:
    covered = c.coverage
    first, last = (sorted(d for d in covered[column] if d) for column in ("first", "last"))
    dated = f", published between {first[0]} and {last[-1]}" if first else ""
    n_undated = covered["undated"].fillna(0).sum()
    undated = f" ({plural(int(n_undated), 'article')} without a date)" if first and n_undated else ""
    options = one_model(c)
    unit = "whole texts" if options.get("unit") == "text" else "sentences and headlines"
    return f"We coded {plural(len(c.grouped), 'unit')} ({unit}) of {_articles(c)}{dated}{undated}."


def _articles(c: Comparison) -> str:
    """`12 articles from 2 outlets and 7 articles without one`."""
    n = c.n_nameless(c.main_by[0]) if _is_named(c) else 0
    if n == c.n_articles:
        return f"{plural(n, 'article')} without {article(_called(c))}"
    return f"{plural(c.n_articles - n, 'article')} from {kinds(c)}"


def _coding(c: Comparison) -> list[str]:
    about = one_model(c)
    if not about:
        return ["The files were coded by several or unknown models [name them]."]
    said = [f"Every unit was coded by machine, with {coder_line(c)}."]
    trained = model_of(about).get("trained_on")
    if isinstance(trained, Mapping) and all(isinstance(n, int) for n in trained.values()):
        parts = [f"{n:,} {TRAINED_ON.get(source, f'units of {source}')}" for source, n in trained.items()]
        said.append(f"The model was trained on {', '.join(parts)}.")
    abstained = about.get("abstain")
    if isinstance(abstained, int | float) and abstained > 0:
        n = int((c.coverage["units"] - c.coverage["coded"]).sum())
        said.append(f"Units whose likeliest value had a probability under {abstained:g} were left uncoded ({n:,} of {len(c.grouped):,}).")
    target = about.get("target")
    if target:
        said.append(f"Stance was coded towards “{target}”.")
    return said


def _variable(c: Comparison, cited: set[str]) -> list[str]:
    said: list[str] = []
    if "scheme" in one_model(c):
        return said
    if c.variable == "posture":
        said.append(
            "Posture follows by rule from two codes: whether the wording evaluates, and whether the sentence explains. A unit that evaluates against is "
            "skeptical, one that evaluates for is favorable, one that does both, or explains without evaluating, is analytical, and any other is procedural."
        )
    if "frames" in c.values:
        said.append(
            "Frames are generic news frames, any number per unit, in the tradition of Entman (1993), Semetko and Valkenburg (2000), Boydstun et al. (2014) "
            "and Card et al. (2015)."
        )
        cited |= {"entman", "semetko", "boydstun", "card"}
    return said


def _agreement(c: Comparison, cited: set[str], unmeasured: bool) -> list[str]:
    own = scores(one_model(c))
    own = own[own["variable"] == c.variable]
    if own.empty:
        return ["How far the model agrees with coders on text like this was not measured."] if unmeasured else []
    said = []
    for name in ("sealed", "study"):
        of = own[own["set"] == name].set_index("measure")
        measures = [m for m in of.index if m != "accuracy" and m != "alpha"]
        if not measures:
            continue
        row = of.loc[measures[0]]
        interval = f", 95 % interval {row['low']:.2f}–{row['high']:.2f}" if pd.notna(row["low"]) else ""
        alpha = f", alpha {of.loc['alpha', 'score']:.2f}" if "alpha" in of.index else ""
        cited |= {"krippendorff"} if alpha else set()
        said.append(f"{measures[0]} {row['score']:.2f}{interval}{alpha} on {int(row['n_units'])} {SETS[name]}")
    by = " (Krippendorff, 2011, for alpha)" if "krippendorff" in cited else ""
    return [
        f"Against the adjudicated codes of a language model that read the codebook twice, the model reaches for {c.variable} {'; '.join(said)}{by}."
        + (" On the articles compared here agreement was not measured." if unmeasured else "")
    ]


def _estimation(c: Comparison, cited: set[str]) -> list[str]:
    said = [f"A share is the {ESTIMANDS[c.weight]}." if c.weight == "article" else f"A share is a {ESTIMANDS[c.weight]}."]
    if c.shares[c.variable]["low"].notna().any():
        said.append(
            f"For groups of {FEW_ARTICLES} articles or more, intervals are 95 % t-intervals over articles (Student, 1908); they hold no coder error and "
            "presume articles drawn independently."
        )
        cited.add("student")
    copied = int(c.coverage["copies"].sum())
    if copied:
        said.append(
            f"{plural(copied, 'article')} marked as copies of others {'is' if copied == 1 else 'are'} counted [or say --without-copies]."
        )
    return said


def n_by_hand(corrected: pd.DataFrame) -> int:
    """Units coded by hand, of all groups."""
    return int(corrected.groupby("group", sort=False)["n_gold"].first().sum())


def _corrected(c: Comparison, corrected: pd.DataFrame, agreed: Agreement | None, cited: set[str]) -> str:
    cited |= {"egami", "sarndal"}
    left = corrected.groupby("group")["share"].count()
    out = f" {plural(int((left == 0).sum()), 'group')} could not be corrected." if (left == 0).any() else ""
    return (
        f"{plural(n_by_hand(corrected), 'unit')} drawn at random were coded by hand [by whom, how trained{'' if agreed else ', and how far two coders agree'}]. {_agreed(c, agreed, cited)}Shares of {c.variable} were "
        "corrected by them with the difference estimator (Särndal et al., 1992; Egami et al., 2023); the 95 % intervals of corrected shares cover which units "
        f"were drawn, and no error of those who coded.{out} Other variables are as the machine codes them. Differences between groups were not tested."
    )


def _agreed(c: Comparison, agreed: Agreement | None, cited: set[str]) -> str:
    if agreed is None:
        return ""
    cited.add("krippendorff")
    return (
        f"On {agreed.n_units} units that several of them coded, alpha (Krippendorff, 2011) of {c.variable} was {agreed.value:.2f}, 95 % interval "
        f"{agreed.low:.2f} to {agreed.high:.2f} over units. "
    )


def _not_done(cited: set[str]) -> str:
    cited |= {"egami", "saerens"}
    return (
        "What was not done: no person checked the codes, and shares were not corrected for the model's errors, so they are biased by an unknown amount; "
        "correcting them needs a random sample coded by hand (Egami et al., 2023), or, if only class shares differ from those in training, the model's "
        "probabilities (Saerens et al., 2002). Differences between groups were not tested."
    )


def model_card(c: Comparison) -> list[tuple[str, tuple[str, ...]]]:
    """Heading and statements of each part of the model card."""
    about = one_model(c)
    own = "scheme" in about
    parts = [
        ("What it is for", (
            "Describing how a set of texts is worded, sentence by sentence, with the evidence for each code.",
            "Finding sentences to read, and drawing samples for people to code.",
            "Shares, after correction with codes by people.",
        )),
        ("What it is not for", (
            "Ranking outlets, or calling one biased, hostile or fair.",
            "Any verdict on whether a text is true.",
            "Judging an author, or a single sentence without reading it.",
            "Claims about an outlet beyond the articles here: who chose them, and how, decides what they stand for.",
        )),
        ("Training material", _trained(about)),
    ]  # fmt: skip
    return [*parts, ("Known weak points", _own_weak(about) if own or not about else _weak(about))]


def _trained(about: Mapping) -> tuple[str, ...]:
    trained = model_of(about).get("trained_on")
    if not isinstance(trained, Mapping):
        return ("Not noted with the files.",)
    if "scheme" in about:
        return tuple(f"{n:,} {source} given to framing train" for source, n in trained.items())
    lines = tuple(f"{n:,} {TRAINED_ON.get(source, source)}" if isinstance(n, int) else str(source) for source, n in trained.items())
    return (*lines, "Coded by a language model reading the codebook; no person has coded them.")


def _own_weak(about: Mapping) -> tuple[str, ...]:
    measured = model_of(about).get("held_out_macro_f1")
    scores = [f"{v} {f:.2f}" for v, f in measured.items() if isinstance(f, float)] if isinstance(measured, Mapping) else []
    known = (
        (f"Macro-F1 on exemplars it had not seen: {', '.join(scores)}. Exemplars are rarely like the articles coded.",) if scores else ()
    )
    return (*known, "How it does on these articles is not known: code a sample of them by hand (framing sample, framing agree).")


def _weak(about: Mapping) -> tuple[str, ...]:
    lines = [
        "Posture is found better than chance and far from perfectly; precision and recall by value are below, where this version's figures are known.",
        "Stance and several frames are found hardly better than chance on the study's units: do not rest a claim on them.",
        "Classes that are rare in training (favorable, skeptical) are missed more often than common ones (procedural), so an outlet far from the training shares is pulled towards them.",
        "Sentences are coded with little context: irony, quotation across paragraphs and what a reader knows are lost on it.",
        f"Its probabilities are calibrated on other text; under {100 * DOUBT:.0f} % a code is marked doubtful, above it may still be wrong.",
    ]
    return tuple(lines)

"""Lemma counts in, the lemmas that set one text apart out: log-odds with an informative prior."""

import numpy as np
import pandas as pd

from framing.errors import FramingError

PRIOR_WORDS = 500.0  # how many words the prior counts as: half of a usual article


def keyness(counts: pd.DataFrame, background: pd.Series, *, n: int = 10, min_count: int = 2) -> pd.DataFrame:
    """Lemmas of each text that are likelier there than in the other texts, ranked by how much.

    Parameters
    ----------
    counts : DataFrame with article_id, lemma, count
    background : lemma → count in an open corpus, the prior
    n : lemmas kept per text, fewer when fewer are likelier; min_count : occurrences a lemma needs in the text

    Returns
    -------
    DataFrame, one row per text × lemma: article_id, rank, lemma, count, z. z is used for ranking only: words of a text are no random sample.

    Raises
    ------
    FramingError : the counts lack a column, or give a lemma of a text twice.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' Words.
    """
    _check(counts)
    table = counts.pivot_table(index="lemma", columns="article_id", values="count", fill_value=0, sort=False)
    prior = background.reindex(table.index, fill_value=0) + 0.5
    prior = PRIOR_WORDS * prior / prior.sum()
    total = table.sum(axis=1)
    rows = []
    for article in counts["article_id"].drop_duplicates():
        z = _z(table[article], total - table[article], prior)
        kept = z[(table[article] >= min_count) & (z > 0)].sort_index().sort_values(ascending=False, kind="stable").head(n)
        rows += [(article, i, lemma, int(table.loc[lemma, article]), round(v, 3)) for i, (lemma, v) in enumerate(kept.items(), 1)]
    return pd.DataFrame(rows, columns=["article_id", "rank", "lemma", "count", "z"])


def _check(counts: pd.DataFrame) -> None:
    missing = {"article_id", "lemma", "count"} - set(counts)
    if missing:
        raise FramingError(f"keyness: the counts have no column {', '.join(sorted(missing))}; they have {', '.join(counts)}")
    twice = counts[counts.duplicated(["article_id", "lemma"])]
    if len(twice):
        raise FramingError(f"keyness: lemma {twice['lemma'].iloc[0]!r} of {twice['article_id'].iloc[0]} stands twice; allowed is one count")


def _z(here: pd.Series, elsewhere: pd.Series, prior: pd.Series) -> pd.Series:
    a, b = here + prior, elsewhere + prior
    log_odds = np.log(a / (here.sum() + prior.sum() - a)) - np.log(b / (elsewhere.sum() + prior.sum() - b))
    return log_odds / np.sqrt(1 / a + 1 / b)

"""Counts of texts, units and words."""

from framing.results.names import EVENT
from framing.results.study import Results


def texts(r: Results) -> None:
    """Counts of texts, units and words."""
    own = r.study.units.assign(pull=lambda t: (t["weight"] == 0).astype(int))
    table = (
        own.groupby("article_id", sort=False)
        .agg(n_units=("weight", "sum"), n_pull_quotes=("pull", "sum"), n_words=("n_words", "sum"))
        .reset_index()
    )
    roles = own.groupby(["article_id", "role"], sort=False).size().unstack(fill_value=0).reset_index()
    columns = [
        "article_id",
        "outlet",
        "publisher_printed",
        "origin_presumed",
        "basis",
        "genre",
        "published",
        "date_precision",
        "focal_step",
    ]
    r.tables["texts"] = r.study.articles[columns].merge(table, on="article_id").merge(roles, on="article_id")
    r.numbers.add("n_texts", len(table), "texts", unit="texts", digits=0)
    r.numbers.add("n_units", table["n_units"].sum(), "texts", unit="units", digits=0)
    r.numbers.add("n_pull_quotes", table["n_pull_quotes"].sum(), "texts", unit="units", digits=0)
    r.numbers.add("n_dumps", r.study.articles["dump"].nunique(), "texts", unit="page dumps", digits=0)
    r.numbers.add("n_before_event", (r.tables["texts"]["published"].str[:7] < EVENT).sum(), "texts", unit="texts", digits=0)
    r.numbers.add("n_people", len(r.people), "data/codings/coders.toml", unit="people", digits=0)
    for article, n in zip(table["article_id"], table["n_units"], strict=True):
        r.numbers.add(f"n_units_{article}", n, "texts", unit="units", digits=0)

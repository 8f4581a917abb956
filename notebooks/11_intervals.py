# %% [markdown]
# # Do the intervals hold?
# Shares corrected by hand codes come with intervals. Whether these hold what they say is tried here on populations whose shares are known, written up by the five headings of Morris, White and Crowther (2019), "Using simulation studies to evaluate statistical methods". `make simulate` runs it; a build only reads its results, and the tests run a small part again.

# %%
from framing.figures import interval_coverage, machine_worth
from framing.prose import alt_coverage, alt_rows, failing_intervals, interval_verdict
from framing.show import numbers, say, show_figure, show_table, table

coverage, off, failing = table("intervals_coverage"), table("intervals_off"), table("intervals_failing")
say(interval_verdict(off))
say(failing_intervals(failing))

# %% [markdown]
# ## Aims
# To see whether corrected shares are unbiased and their 95 % intervals hold, for machines good and bad, however their errors fall; what a machine saves; where intervals fail, and whether the tool says so there.
#
# ## Data-generating mechanisms
# **Dirichlet populations.** Articles of an outlet draw their shares of four values from a Dirichlet distribution about the outlet's mean, which sets the intra-article correlation of units; units draw their values from their article's shares. The machine is more or less sure of each unit and right with the probability it gives its code, a quarter at least; how sure it is differs between articles, so that errors are correlated within them. In every second outlet most errors go to one value.
#
# **Populations from our codes.** Articles are drawn with replacement from the training and development documents of WikiNews and UD_Arabic-PUD, each source an outlet, with their adjudicated postures and the fast coder's probabilities from fits that had not seen the document. Errors are those the coder makes.
#
# A base case is varied in one respect at a time, with a few crossings. Articles and sample are drawn anew in every run.

# %%
say("{intervals_cells} cells, {intervals_runs} runs each; a coverage has a Monte Carlo standard error of {intervals_mc} at most.")
show_table(table("intervals_cells"), "Cells: the settings of populations and studies; what real articles bring with them is left empty")

# %% [markdown]
# ## Estimands
# *Corpus*: the share of a value in this collection, which stays fixed while samples of it vary; each run has its own collection and its own share. *Outlet*: the share in the population that the articles are drawn from. Both are shares as the hand codes would have them; where hand codes are wrong in places the true shares are looked at too.
#
# ## Methods
# The difference estimator with λ tuned and with λ at one; hand codes alone; the machine's codes counted (naive); back-calculation; shares under prior shift (em), which has no interval for a corpus. All by the functions that `framing estimate` calls.
#
# Intervals of the difference estimator and of hand codes alone allow for a part of an error more than the sample shows: two thirds of one in each stratum for whole errors, about an eighth of one in all for probabilities, whose degrees of freedom also fall where errors are uneven in size. These two constants were chosen on populations of the Dirichlet kind, cells of this grid among them, by runs with other seeds; so the coverage here is not that of a rule fixed beforehand. The populations from our codes were looked at once before they were fixed (one cell, a hundred articles an outlet).
#
# ## Performance measures
# Bias, empirical and mean estimated standard error, coverage, width; gain, the variance of hand codes alone over that of the estimate (with a gain of two, half of the error's variance is saved; in a finite collection no gain makes more of a code than the collection has units). Monte Carlo standard errors by the formulas of the paper. Runs in which the tool gives no interval are counted apart.
#
# ## Coverage

# %%
band = tuple(numbers()[f"intervals_band_{end}"]["value"] for end in ("low", "high"))
by_cell = coverage.groupby(["cell", "target", "method"], sort=False)["coverage"].agg(["min", "mean", "max"]).reset_index()
show_figure(
    interval_coverage(coverage, band), "coverage", alt_coverage(coverage), by_cell, "Every point: `report/results/intervals_coverage.csv`."
)

# %%
show_table(off, "Coverages that are off although there are enough articles and positives", 3) if len(off) else None
show_table(failing, "Corrected shares whose coverage lies below the band; quiet: runs with an interval and without a warning", 3) if len(
    failing
) else None

# %% [markdown]
# ## Bias, width and what a machine is worth

# %%
methods = table("intervals_methods")
accuracies = {"base": 0.8} | {f"accuracy {a}": a for a in (0.5, 0.6, 0.7, 0.9, 0.95)}
gain = methods[(methods["target"] == "corpus") & (methods["method"] == "difference") & methods["cell"].isin(accuracies)]
show_figure(
    machine_worth(methods, accuracies),
    "worth",
    alt_rows("Variance of hand codes alone over that of the corrected share, by cell", gain, "cell", "gain"),
    gain,
)
show_table(
    methods[methods["cell"].isin(accuracies)],
    "Means over outlets and values, bias without its sign; all cells stand in report/results/intervals_methods.csv",
    3,
)

# %% [markdown]
# ## Hand codes that are wrong in places
# Intervals are about the shares that hand codes would give. Where these are wrong, no number of them helps.

# %%
show_table(table("intervals_hand_errors"), "Corrected shares against the shares by hand and the true ones", 3)

# %% [markdown]
# ## Differences between outlets
# All differences of all values at once have to hold together as often as one interval alone.

# %%
say("Simultaneous coverage lies between {intervals_together_lowest} and {intervals_together_highest}.")
show_table(
    table("intervals_differences"),
    "Simultaneous intervals of all differences between outlets; power: how often the first value is found to differ between the first two",
    3,
)

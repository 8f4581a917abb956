# %% [markdown]
# # Do the intervals hold?

# %%
from framing.figures import interval_coverage, machine_worth
from framing.labels import setting
from framing.prose import alt_coverage, alt_rows, failing_intervals, interval_verdict
from framing.show import caution, method, numbers, say, show_figure, show_table, table

off, failing = table("intervals_off"), table("intervals_failing")
lowest, least = (numbers()[f"intervals_{name}"]["value"] for name in ("lowest", "band_low"))
say(interval_verdict(off, lowest, least) + "\n\n" + failing_intervals(failing))

# %%
coverage = table("intervals_coverage")
band = tuple(numbers()[f"intervals_band_{end}"]["value"] for end in ("low", "high"))
by_cell = coverage.groupby(["cell", "target", "method"], sort=False)["coverage"].agg(["min", "mean", "max"]).reset_index()
show_figure(
    interval_coverage(coverage, band),
    "coverage",
    alt_coverage(coverage),
    by_cell.assign(cell=by_cell["cell"].map(setting)).replace({"method": {"difference": "corrected", "naive": "machine codes counted"}}),
    "“Our codes”: articles drawn from real ones with their codes, instead of from a formula. Every point: [intervals_coverage.csv](results/intervals_coverage.csv). Of these articles, machine codes merely counted have an interval without width, which holds in {intervals_naive_corpus}.",
)
caution(
    "These are simulated studies. They show what the intervals do where their assumptions are met, and where they are not in the ways tried here; hand codes that "
    "are all wrong in one way make every interval wrong with them. Two constants of the intervals were chosen on populations of the same kind, some of these cells among them."
)

# %% [markdown]
# ## What is a better machine worth?

# %%
say(
    "With {intervals_base_hand} hand codes for {intervals_base_outlets} outlets, an interval is {intervals_width_hand} points wide by hand alone. A machine that is right in "
    "{intervals_right_50} % of units makes it {intervals_width_50}, one right in {intervals_right_80} % {intervals_width_80}, one right in {intervals_right_95} % "
    "{intervals_width_95}: a hand code is then worth {intervals_gain_50}, {intervals_gain_80} and {intervals_gain_95} of those without a machine. Merely counted, the codes "
    "of the machine right in {intervals_right_80} % are off by {intervals_naive_bias} points on average, however many there are."
)
methods = table("intervals_methods")
accuracies = {"base": 0.8} | {f"accuracy {a}": a for a in (0.5, 0.6, 0.7, 0.9, 0.95)}
gain = methods[(methods["target"] == "corpus") & (methods["method"] == "difference") & methods["cell"].isin(accuracies)]
gain = gain.assign(cell=gain["cell"].map(setting)).drop(columns=["target", "method"])
show_figure(
    machine_worth(methods, accuracies),
    "worth",
    alt_rows("Variance of hand codes alone over that of the corrected share, by simulated study", gain, "cell", "gain"),
    gain,
)

# %% [markdown]
# ## Hand codes that are wrong in places

# %%
wrong = table("intervals_hand_errors")
say(
    "Intervals are about the shares that hand codes would give. Where {intervals_slips} % of these are wrong, a corrected share is off from the true one by "
    "{intervals_slips_bias} points on average, and its interval holds the true share in {intervals_slips_coverage}; no number of hand codes helps."
)
show_table(
    wrong.assign(cell=wrong["cell"].map(setting)).replace({"truth": {"real": "the true share", "by hand": "the share by hand"}}),
    "Corrected shares against the shares by hand and the true ones",
    3,
)

# %% [markdown]
# ## Differences between outlets

# %%
say(
    "All differences of all values at once have to hold together as often as one interval alone: they do in {intervals_together_lowest} to {intervals_together_highest} of runs."
)
compared = table("intervals_differences")
show_table(
    compared.assign(cell=compared["cell"].map(setting))[
        ["cell", "target", "outlets", "coverage", "coverage_mc", "width", "power", "warned"]
    ],
    "Simultaneous intervals of all differences between outlets; power: how often the first value is found to differ between the first two",
    3,
)

# %% [markdown]
# ## How the simulation was made
# Written up by the five headings of Morris, White and Crowther (2019), “Using simulation studies to evaluate statistical methods”. `make simulate` runs it; a build only reads its results, and the tests run a small part again.

# %%
method(
    "**Aims.** To see whether corrected shares are unbiased and their 95 % intervals hold, for machines good and bad, however their errors fall; what a machine "
    "saves; where intervals fail, and whether the tool says so there.\n\n"
    "**Data-generating mechanisms.** *Dirichlet populations.* Articles of an outlet draw their shares of four values from a Dirichlet distribution about the outlet's mean, "
    "which sets how alike the units of an article are; units draw their values from their article's shares. The machine is more or less sure of each unit and right with the "
    "probability it gives its code, a quarter at least; how sure it is differs between articles, so that errors are correlated within them. In every second outlet most "
    "errors go to one value. *Populations from our codes.* Articles are drawn with replacement from the training and development documents of WikiNews and UD_Arabic-PUD, "
    "each source an outlet, with their adjudicated postures and the fast coder's probabilities from fits that had not seen the document. Errors are those the coder makes. "
    "A base case is varied in one respect at a time, with a few crossings: {intervals_cells} simulated studies (cells), {intervals_runs} runs each. Articles and sample are drawn anew in every run.\n\n"
    "**Estimands.** *These articles* (corpus): the share of a value in this collection, which stays fixed while samples of it vary; each run has its own collection and its own "
    "share. *The outlet*: the share in the population that the articles are drawn from. Both are shares as the hand codes would have them; where hand codes are wrong in "
    "places the true shares are looked at too.\n\n"
    "**Methods.** The difference estimator with λ tuned and with λ at one; hand codes alone; the machine's codes counted (naive); back-calculation; shares under prior shift "
    "(em), which has no interval for a corpus. All by the functions that `framing estimate` calls. Intervals of the difference estimator and of hand codes alone allow for a "
    "part of an error more than the sample shows: two thirds of one in each stratum for whole errors, about an eighth of one in all for probabilities, whose degrees of freedom "
    "also fall where errors are uneven in size. These two constants were chosen by runs with other seeds, so the coverage here is not that of a rule fixed beforehand. The "
    "populations from our codes were looked at once before they were fixed (one cell, a hundred articles an outlet).\n\n"
    "**Performance measures.** Bias, empirical and mean estimated standard error, coverage, width; gain, the variance of hand codes alone over that of the estimate (with a "
    "gain of two, half of the error's variance is saved; in a finite collection no gain makes more of a code than the collection has units). A coverage has a Monte Carlo "
    "standard error of {intervals_mc} at most, by the formulas of the paper. Runs in which the tool gives no interval are counted apart."
)
cells, drop = table("intervals_cells"), ["compare"]
meant = {
    "units": "units an article",
    "hand": "hand codes",
    "accuracy": "machine right",
    "lean": "errors to one value",
    "alike": "units alike",
}
meant |= {
    "together": "errors together",
    "slips": "hand codes wrong",
    "shares": "true shares",
    "design": "drawn within",
    "machine": "machine gives",
}
show_table(
    cells.assign(cell=cells["cell"].map(setting)).drop(columns=drop).rename(columns=meant),
    "The simulated studies: settings; what real articles bring with them is left empty",
)
if len(off):
    show_table(
        off.assign(cell=off["cell"].map(setting)), "Coverages that are off although there are enough articles and positives", 3, fold=True
    )
if len(failing):
    show_table(
        failing.assign(cell=failing["cell"].map(setting)).replace({"method": {"difference": "corrected", "hand": "hand codes alone"}}),
        "Intervals that hold too seldom; quiet: runs with an interval and without a warning",
        3,
        fold=True,
    )
shown = methods[methods["cell"].isin(accuracies)]
show_table(
    shown.assign(cell=shown["cell"].map(setting)),
    "Bias, errors, coverage, width and gain of every method, by the machine's accuracy: means over outlets and values, bias without its sign; all cells stand in intervals_methods.csv",
    3,
    fold=True,
)

"""From a notebook's source: the tables each cell rests on, and the figures it shows."""

import jupytext
import pytest

from framing.trace import cell_id, figures, steps


@pytest.fixture
def notebook(tmp_path):
    def write(*cells: str, stem: str = "05_machine"):
        made = jupytext.reads("# %% [markdown]\n# # Title\n\n" + "\n\n".join(f"# %%\n{c}" for c in cells), fmt="py:percent")
        jupytext.write(made, tmp_path / f"{stem}.py", fmt="py:percent")
        return tmp_path / f"{stem}.py"

    return write


def tables(path) -> list[tuple[str, ...]]:
    return [step.tables for step in steps(path)]


def test_a_cell_is_known_by_its_notebook_and_its_place_among_all_cells(notebook):
    found = list(steps(notebook("x = 1", "y = 2")))
    assert [s.cell for s in found] == ["05-machine-01", "05-machine-02"] == [cell_id("05_machine", n) for n in (1, 2)]
    assert {s.notebook for s in found} == {"05_machine"}


def test_a_cell_rests_on_the_tables_it_reads_and_on_those_its_variables_were_made_from(notebook):
    path = notebook('a = table("one")\nb = a[a["n"] > 1]', 'show_table(b.merge(table("two")), "caption")', "x = 1")
    assert tables(path) == [("one",), ("one", "two"), ()]


def test_two_tables_read_in_one_line_are_kept_apart(notebook):
    assert tables(notebook('a, b = table("one"), table("two")', "show_table(b)")) == [("one", "two"), ("two",)]


def test_a_variable_that_is_made_anew_forgets_its_table_and_one_changed_in_part_does_not(notebook):
    path = notebook('a = table("one")\nb = table("one")', 'a = table("two")\nb["x"] = a["x"]', "show_table(a)", "show_table(b)")
    assert tables(path)[2:] == [("two",), ("one", "two")]


def test_what_a_loop_goes_through_counts(notebook):
    assert tables(notebook('for name, own in table("one").groupby("g"):\n    show_table(own)', "show_table(own)")) == [("one",), ("one",)]


def test_a_figure_has_its_function_with_its_module_and_only_the_tables_it_is_drawn_from(notebook):
    path = notebook(
        "from framing.figures import bars", 'a, b = table("one"), table("two")\nshow_table(b)\nshow_figure(bars(a), "shares", "alt", a)'
    )
    row = figures(path.parent).iloc[0]
    assert (row["figure"], row["cell"], row["function"], row["tables"]) == ("shares", "05-machine-02", "framing.figures.bars", ("one",))


def test_every_figure_of_a_cell_is_listed_and_notebooks_come_in_order(notebook):
    notebook('show_figure(bars(table("one")), "b", "", x)\nshow_figure(lines(table("two")), "c", "", x)')
    path = notebook('show_figure(bars(table("one")), "a", "", x)', stem="04_coders")
    assert figures(path.parent)["figure"].tolist() == ["a", "b", "c"]


def test_a_notebook_without_figures_has_none(notebook):
    assert figures(notebook('say("text")').parent).empty

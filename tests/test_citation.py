"""The citation says what CITATION.cff says."""

from pathlib import Path

from framing.citation import bibtex, cited, read_citation

BODY = {
    "title": "tool: what it does",
    "authors": [{"name": "The project"}],
    "date-released": "2026-11-22",
    "version": "1.2",
    "license": "MIT",
}
PEOPLE = BODY | {"authors": [{"family-names": "Haddad", "given-names": "Rima"}, {"family-names": "Najjar", "given-names": "Sami"}]}


def test_a_body_stands_in_braces_and_people_by_family_name():
    assert "author = {{The project}}," in bibtex(BODY)
    assert "author = {Haddad, Rima and Najjar, Sami}," in bibtex(PEOPLE)


def test_a_bibtex_entry_has_a_key_of_name_and_year():
    assert bibtex(BODY).splitlines()[0] == "@software{tool2026," and bibtex(BODY).splitlines()[-1] == "}"


def test_a_citation_in_words_has_author_year_title_and_version():
    assert cited(BODY) == "The project (2026). tool: what it does. Version 1.2."
    assert cited(PEOPLE).startswith("Haddad, Rima and Najjar, Sami (2026).")


def test_the_projects_own_file_is_read():
    cff = read_citation(Path(__file__).parent.parent / "CITATION.cff")
    assert "2026" in cited(cff) and f"version = {{{cff['version']}}}" in bibtex(cff)

"""The report in a real browser: offline, at every width, by keyboard, dark, on paper, and for those who do not see it."""

import csv
import os
import shutil
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import pytest

REPORT = Path(__file__).parent.parent / "report"
CHROMIUM = os.environ.get("FRAMING_CHROMIUM") or shutil.which("chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: make browser")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe: make browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium: set FRAMING_CHROMIUM or put it on the PATH"),
]

both = pytest.mark.parametrize("name", ["index", "ar"])
PHONE, ZOOMED, TABLET, DESK = 390, 640, 768, 1440  # zoomed: a window of 1280 at 200 %
PAPER = 673, 990  # A4 less its margins, in CSS pixels
UNFOLD = "for (const fold of document.querySelectorAll('details')) fold.open = true"
# What one sees of an element beyond the page's edges; what scrolls in a frame of its own does not count.
OUTSIDE = """frames => [...document.body.querySelectorAll('*')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width > 1 && e.checkVisibility() && !e.closest(frames) && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
}).map(e => e.outerHTML.slice(0, 80))"""
# Rows of a table, blocks of a strip, folds under a step and under a figure are alike: two of each stand for all, so that axe ends soon.
PRUNE = """for (const alike of ['tbody tr', '.strip li']) for (const e of document.querySelectorAll(`${alike}:nth-child(n+3)`)) e.remove();
for (const alike of ['.made', 'details.data']) for (const e of [...document.querySelectorAll(alike)].slice(2)) e.remove()"""


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as tools:
        started = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def reader(chromium):
    """Opens a page of the report offline; `heard` holds its requests, its messages and its errors."""
    contexts = []

    def opened(name: str = "index", width: int = DESK, *, anchor: str = "", **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **options)
        contexts.append(context)
        context.set_offline(True)
        page, page.heard = (fresh := context.new_page()), []
        address = (REPORT / f"{name}.html").as_uri()
        fresh.on("request", lambda r: r.url.startswith(("data:", address)) or page.heard.append(r.url))
        fresh.on("console", lambda m: page.heard.append(m.text))
        fresh.on("pageerror", lambda e: page.heard.append(str(e)))
        fresh.goto(address + anchor)
        return fresh

    yield opened
    for context in contexts:
        context.close()


@both
def test_it_opens_offline_asks_for_nothing_and_nothing_fails(reader, name):
    page = reader(name)
    page.evaluate(UNFOLD)
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(200)
    assert page.heard == []


@both
def test_nothing_sticks_out_of_the_page_at_any_width(reader, name):
    page = reader(name, device_scale_factor=2)
    page.evaluate(UNFOLD)
    for width in (PHONE, ZOOMED, TABLET, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(OUTSIDE, ".scroll, pre, .skip") == [], width
        assert page.evaluate("document.documentElement.scrollWidth") == width


@both
def test_the_contents_follow_the_reader(reader, name):
    page = reader(name)
    for link in page.locator("nav a").evaluate_all("all => all.map(a => a.hash)"):
        page.evaluate("link => document.querySelector(link).scrollIntoView()", link)
        if not page.evaluate(
            "scrollY + innerHeight > document.documentElement.scrollHeight - 3"
        ):  # at its end the page cannot tell the last ones apart
            page.wait_for_function("link => document.querySelector('nav a[aria-current]').hash === link", arg=link, timeout=3000)
        assert page.locator("nav li.open > ol").evaluate_all("all => all.every(e => e.checkVisibility())")
    assert page.locator("nav [aria-current]").count() == 1


@both
def test_the_first_tab_leads_past_the_contents(reader, name):
    page = reader(name)
    page.keyboard.press("Tab")
    skip = page.locator(".skip:focus")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@both
def test_the_tab_key_goes_through_the_contents_in_their_order(reader, name):
    page = reader(name, TABLET)
    page.locator("nav a").first.focus()
    asked = page.locator("nav a").evaluate_all("all => all.filter(a => a.checkVisibility()).map(a => a.hash)")
    met = [page.evaluate("document.activeElement.hash")]
    for _ in asked[1:]:
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.hash"))
    assert met == asked


@both
def test_the_link_of_a_number_unfolds_what_it_rests_on(reader, name):
    page = reader(name)
    number = page.locator("main a.num").first
    number.click()
    row = page.locator(f'[id="{number.get_attribute("href")[1:]}"]')
    playwright.expect(row).to_be_in_viewport()
    assert row.locator("td").first.inner_text() == number.inner_text()
    assert row.evaluate("e => e.matches(':target') && e.closest('details').open")


def test_an_address_with_an_anchor_opens_at_its_place(reader):
    anchor = reader("ar").locator("main .made tr[id]").last.get_attribute("id")
    playwright.expect(reader("ar", anchor=f"#{anchor}").locator(f'[id="{anchor}"]')).to_be_in_viewport()


@both
def test_the_data_of_a_figure_unfold_and_download_whole(reader, name):
    figure = reader(name).locator("main figure").first
    figure.locator("details.data > summary").click()
    rows = figure.locator("tbody tr")
    playwright.expect(rows.first).to_be_visible()
    with urlopen(figure.locator("a[download]").get_attribute("href")) as file:
        assert len(list(csv.DictReader(StringIO(file.read().decode())))) == rows.count()


def shown(page) -> int:
    return page.locator("#units tbody tr:visible").count()


def test_the_filters_of_the_evidence_keep_the_rows_asked_for_and_give_the_others_back(reader):
    page = reader()
    whole = shown(page)
    for name in ("text", "posture", "frame", "stance", "voice", "attribution"):
        choice = page.locator(f"#filters [name={name}]")
        value = choice.locator("option").nth(1).get_attribute("value")
        choice.select_option(value)
        kept = page.locator("#units tbody tr:visible").evaluate_all("(all, name) => all.map(row => row.dataset[name].split(' '))", name)
        assert 0 < len(kept) < whole and all(value in of_row for of_row in kept)
        assert page.locator("#shown[role=status]").inner_text().startswith(f"{len(kept)} of {whole} ")
        page.locator("#filters [type=reset]").click()
        page.wait_for_function("n => document.querySelectorAll('#units tbody tr:not([hidden])').length === n", arg=whole)


def test_without_scripts_everything_is_there_and_nothing_that_would_not_work(reader):
    page = reader(java_script_enabled=False)
    assert shown(page) == page.locator("#units tbody tr").count() > 100
    assert page.locator("#filters:visible").count() == 0
    assert page.locator("nav ol ol a:visible").count() > 10


@both
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(reader, name, scheme):
    page = reader(name, color_scheme=scheme, bypass_csp=True)
    page.evaluate(UNFOLD)
    page.evaluate(PRUNE)
    rules = {} if scheme == "light" else {"runOnly": ["color-contrast"]}  # nothing else changes in the dark
    found = axe.Axe().run(page, options={"resultTypes": ["violations"], **rules}).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found if v["impact"] in ("serious", "critical")] == []


def background(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@both
def test_it_is_dark_for_those_who_ask_for_it_and_light_on_paper(reader, name):
    page = reader(name, color_scheme="dark")
    assert background(page) == "rgb(13, 17, 23)"
    page.emulate_media(media="print", color_scheme="dark")
    assert background(page) == "rgb(255, 255, 255)"


@both
def test_paper_has_the_methods_and_not_what_only_a_screen_can_use(reader, name):
    page = reader(name, PAPER[0])
    page.emulate_media(media="print")
    for hidden in ("nav", ".skip", ".to-contents", ".made", "details.data", "form"):
        assert not page.locator(hidden).evaluate_all("all => all.some(e => e.checkVisibility())"), hidden
    assert page.locator("details.method .prose").evaluate_all(
        "all => all.every(e => e.checkVisibility({contentVisibilityAuto: true}) && e.offsetHeight > 10)"
    )


@both
def test_on_paper_everything_is_within_its_width_and_no_figure_is_longer_than_a_page(reader, name):
    page = reader(name, PAPER[0])
    page.emulate_media(media="print")
    assert page.evaluate(OUTSIDE, ".skip") == []
    assert max(page.locator("figure").evaluate_all("all => all.map(e => e.offsetHeight)")) <= PAPER[1]


@pytest.mark.parametrize(("wish", "moves"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_the_page_moves_only_for_those_who_have_not_asked_it_not_to(reader, wish, moves):
    page = reader("ar")
    page.emulate_media(reduced_motion=wish)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == moves

"""HTML pages of invented outlets: what each says of its article, and what stands around it."""

import json

import pytest

from framing.errors import FramingError
from framing.pages import parse
from framing.read import read_html

TITLE = "بلدية الوادي تفتح جسرا للمشاة"
FIRST = "أعلنت بلدية الوادي أن الجسر الجديد سيفتح أمام المشاة والدراجات صباح الأحد المقبل."
SECOND = "وقالت المهندسة المشرفة إن الأشغال استغرقت عامين كاملين، وإن الكلفة بلغت تسعة ملايين دينار."
THIRD = "وينتظر السكان منذ سنوات طريقا آمنا يصل ضفتي النهر ويختصر رحلة التلاميذ إلى مدارسهم."
LEAD = "ارتفع سعر ربطة الخبز في أسواق المدينة إلى دينار ونصف، بزيادة الربع عن الشهر الماضي كله."
PROSE = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
OTHERS = ("أسعار الخبز ترتفع في الأسواق", "متحف البحر يفتح قاعة جديدة", "الحافلات تعود إلى شوارع التل", "مكتبة القرية تعير مئة كتاب")


def page(inside: str = PROSE, *, head: str = "", before: str = "", byline: str = "", after: str = "", title: str = TITLE) -> str:
    headline = f"<div><h1>{TITLE}</h1><div><span>ليان القنطاري</span><span>{byline}</span></div></div>"
    return f"<html><head><title>{title}</title>{head}</head><body>{before}<main>{headline}<div>{inside}</div>{after}</main></body></html>"


def read(html: str):
    (article,) = read_html(html)
    return article


def lines(html: str) -> list[str]:
    return read(html).text.split("\n")


def dated(html: str) -> tuple[str, str]:
    return read(html).published, read(html).date_precision


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


# Dates


@pytest.mark.parametrize(
    "byline", ["19 آذار 2025", "19 مارس 2025", "الأربعاء 19 آذار (مارس) 2025", "١٩ مارس ٢٠٢٥", "19/03/2025", "نشر في: 19-3-2025"]
)
def test_a_date_printed_below_the_headline_is_that_day(byline):
    assert dated(page(byline=byline)) == ("2025-03-19", "day")


def test_a_page_with_the_year_alone_is_given_no_day():
    assert dated(page(after="<footer>جميع الحقوق محفوظة 2025</footer>")) == ("", "")


@pytest.mark.parametrize(
    "stated, expected", [("2025", ("2025", "year")), ("2025-03", ("2025-03", "month")), ("2025-01-01", ("2025-01-01", "day"))]
)
def test_a_date_is_as_exact_as_it_is_stated(stated, expected):
    assert dated(page(head=meta("article:published_time", stated))) == expected


def test_the_masthead_has_todays_date_and_the_byline_the_articles():
    today = (
        "<header><div>الجمعة 30 مايو 2025</div></header><div class='bar'>الجمعة 30 مايو 2025</div><ul><li>أ</li><li>ب</li><li>ج</li></ul>"
    )
    assert dated(page(before=today, byline="11 أبريل 2025")) == ("2025-04-11", "day")
    assert dated(page(before=today)) == ("", "")


def test_a_date_of_change_does_not_go_before_that_of_publication():
    assert dated(page(byline="آخر تحديث: 9 يونيو 2025</span><span>4 مارس 2025")) == ("2025-03-04", "day")
    assert dated(page(byline="آخر تحديث:</span> <span>9 يونيو 2025</span><span>4 مارس 2025")) == ("2025-03-04", "day")


def test_an_old_page_prints_its_date_above_the_headline():
    table = f"<table><tr><td>19 آذار 2025</td></tr><tr><td><font><b>{TITLE}</b></font></td></tr><tr><td><p>{FIRST}<br><br>{SECOND}</p></td></tr></table>"
    article = read(f"<html><head><title>جريدة التل - {TITLE}</title></head><body>{table}</body></html>")
    assert (article.title, article.published, article.text) == (TITLE, "2025-03-19", f"{FIRST}\n{SECOND}")


def test_the_markup_goes_before_the_address():
    link = '<link rel="canonical" href="https://wadi.example/2025/04/1/">'
    assert dated(page(head=link + meta("article:published_time", "2025-04-11T18:20:05+03:00"))) == ("2025-04-11", "day")


@pytest.mark.parametrize(
    "address, expected",
    [
        ("2025/04/11/bridge", ("2025-04-11", "day")),
        ("2025/04/1/", ("2025-04", "month")),
        ("2025/04/9912", ("2025-04", "month")),
        ("news/9912", ("", "")),
    ],
)
def test_an_address_gives_a_day_only_where_its_numbers_are_surely_one(address, expected):
    assert dated(page(head=f'<link rel="canonical" href="https://wadi.example/{address}">')) == expected


@pytest.mark.parametrize(
    "markup",
    [
        '<script type="application/ld+json">{"@graph": [{"@type": "Organization"}, {"datePublished": "2025-03-25T09:00:00+03:00"}]}</script>',
        '<script type="application/ld+json">{"broken</script><meta itemprop="datePublished" content="2025-03-25">',
        '<script type="application/ld+json">{"@graph": null, "datePublished": "2025-03-25"}</script>',
    ],
)
def test_linked_data_and_item_properties_give_the_date(markup):
    assert dated(page(head=markup)) == ("2025-03-25", "day")


def test_the_time_of_a_change_is_not_that_of_publication():
    times = '<time class="updated" datetime="2025-05-29">29</time><time datetime="2025-03-25T09:00">25</time>'
    assert dated(page(byline=times)) == ("2025-03-25", "day")


# Cards and other surroundings


def cards(tag: str, inner: str = '<a href="/{i}"><h3>{title}</h3><p>{lead}</p></a>') -> str:
    return "".join(f'<{tag} class="card k{i}">{inner.format(i=i, title=title, lead=LEAD)}</{tag}>' for i, title in enumerate(OTHERS))


@pytest.mark.parametrize("tag", ["article", "div", "li", "section"])
@pytest.mark.parametrize("inside", [PROSE, f"<p>{FIRST}</p><p>{SECOND}</p>"], ids=["whole", "two paragraphs"])
@pytest.mark.parametrize(
    "inner",
    [
        '<a href="/{i}"><h3>{title}</h3><p>{lead}</p></a>',
        '<h3><a href="/{i}">{title}</a></h3><p>{lead}</p>',
        '<h4>{title}</h4><div>{lead}</div><a href="/{i}">اقرأ المزيد</a>',
    ],
)
def test_cards_of_other_articles_are_left_out(tag, inside, inner):
    found = "\n".join(lines(page(inside, after=f"<section><h2>من الموقع</h2>{cards(tag, inner)}</section>")))
    assert found == "\n".join([FIRST, SECOND, THIRD][: inside.count("<p>")])


@pytest.mark.parametrize(
    "box",
    [
        f'<div class="related-posts"><p>{LEAD}</p></div>',
        f'<div id="most-read"><p>{LEAD}</p></div>',
        f'<div aria-label="اقرأ أيضا"><p>{LEAD}</p></div>',
        f"<div><h3>مواضيع ذات صلة</h3><p>{LEAD}</p></div>",
        f"<aside><p>{LEAD}</p></aside>",
        f"<footer><p>{LEAD}</p></footer>",
        f'<div class="comments-area"><p>{LEAD}</p><p>{LEAD} {LEAD} {LEAD} {LEAD} {LEAD}</p></div>',
        '<p><a href="/3">قد يهمك أيضا: أسعار الخبز ترتفع في الأسواق</a></p>',
    ],
)
def test_parts_named_for_other_articles_are_left_out(box):
    assert lines(page(f"{PROSE[: len(FIRST) + 7]}{box}<p>{SECOND}</p><p>{THIRD}</p>")) == [FIRST, SECOND, THIRD]


def test_the_heading_over_cards_and_a_list_of_two_links_go_with_them():
    pager = '<ul><li><a href="/1">الخبر السابق في الموقع</a></li><li><a href="/2">الخبر التالي في الموقع</a></li></ul>'
    tree_lines = parse(page(f"<p>{FIRST}</p>{pager}", after=f"<div><h3>من أقسام الصحيفة</h3>{cards('div')}</div>")).lines
    assert FIRST in tree_lines and not [line for line in tree_lines if "الخبر" in line or "أقسام" in line]


def test_headings_lists_and_pull_quotes_of_the_article_stay():
    quote = "كنا نعبر النهر سباحة."
    inside = f"<p>{FIRST}</p><h2>لماذا الآن؟</h2><p>{SECOND}</p><figure><blockquote>{quote}</blockquote></figure><ul><li>سياج على الجانبين</li></ul><p>{THIRD}</p>"
    found = lines(page(inside, after=cards("article")))
    assert [line.removeprefix("- ") for line in found] == [FIRST, "لماذا الآن؟", SECOND, quote, "سياج على الجانبين", THIRD]


def test_posts_of_a_live_page_are_its_text():
    posts = "".join(
        f'<div class="post"><h3><a href="#p{i}">الساعة {i}</a></h3><p>{line}</p></div>' for i, line in enumerate([FIRST, SECOND, THIRD], 1)
    )
    assert {FIRST, SECOND, THIRD} <= set(lines(page(posts)))


def test_a_form_around_the_whole_page_takes_nothing_out():
    whole = page().replace("<body>", "<body><form>").replace("</body>", "</form></body>")
    assert lines(whole) == [FIRST, SECOND, THIRD]


def test_a_wrapper_named_for_its_sidebar_takes_nothing_out():
    assert lines(page(f'<div class="with-sidebar shared-content">{PROSE}</div>')) == [FIRST, SECOND, THIRD]


def test_a_body_that_only_linked_data_holds_is_read():
    body = {"@type": "NewsArticle", "articleBody": f"{FIRST}\n\n{SECOND}\n{THIRD}"}
    script = f'<script type="application/ld+json">{json.dumps(body)}</script>'
    assert lines(page("", head=script)) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("more", ["", f"<div><p>{FIRST}</p></div>"])
def test_a_front_page_is_refused_as_a_list_of_teasers(more):
    front = f"<html><head><title>نافذة الصنوبر</title></head><body>{cards('article')}{cards('div')}{more}</body></html>"
    with pytest.raises(FramingError, match="looks like a list of headlines or teasers, not an article; save the pages"):
        read_html(front)


# Title and outlet


@pytest.mark.parametrize(
    "title", [f"{TITLE} - نافذة الصنوبر", f"نافذة الصنوبر | {TITLE}", f"{TITLE} :: محليات :: نافذة الصنوبر", f"{TITLE} – نافذة الصنوبر"]
)
@pytest.mark.parametrize("headline", ["h1", "h2", "font"])
def test_a_title_is_the_headline_without_the_name_of_the_site(title, headline):
    html = page(title=title).replace("h1>", f"{headline}>")
    assert read(html).title == TITLE


@pytest.mark.parametrize("title", [f"{TITLE} - نافذة الصنوبر", f"نافذة الصنوبر : {TITLE}"])
def test_a_known_site_name_leaves_a_title_that_is_printed_nowhere(title):
    html = page(title=title, head=meta("og:site_name", "نافذة الصنوبر")).replace(f"<h1>{TITLE}</h1>", "")
    assert (read(html).title, read(html).outlet) == (TITLE, "نافذة الصنوبر")


def test_a_dash_or_colon_of_the_headline_stays():
    headline = "تقرير: جسر الوادي - حكاية لم تنته"
    assert read(page(title=f"{headline} | نافذة الصنوبر").replace(TITLE, headline)).title == headline


def test_a_logo_in_the_first_heading_is_no_title_and_names_the_outlet():
    logo = '<h1><a href="/">نافذة الصنوبر</a></h1><img src="l.png" alt="نافذة الصنوبر">'
    article = read(page(title=f"نافذة الصنوبر - {TITLE}", before=logo).replace(f"<h1>{TITLE}</h1>", f"<h2>{TITLE}</h2>"))
    assert (article.title, article.outlet) == (TITLE, "نافذة الصنوبر")


def test_the_domain_names_an_outlet_that_nothing_else_does():
    assert read(page(head='<link rel="canonical" href="https://www.wadi.example/news/1">')).outlet == "wadi.example"


@pytest.mark.parametrize("html", ["", " ", "<!-- -->", "<html></html>", "نص بلا وسوم"])
def test_a_page_of_nothing_says_nothing(html):
    assert parse(html)._replace(lines=[]) == ("", [], "", "", "", 0)

"""Words of the report's own furniture, in the languages it is written in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What stands around results in one language."""

    language: str
    direction: str
    skip: str
    contents: str
    figure: str
    data: str
    csv: str
    method: str
    caution: str
    sure: str
    overturn: str
    made: str
    notebook: str
    tables: str
    numbers: tuple[str, ...]  # headings: name, value, unit, table, function


ENGLISH = Words(
    language="en",
    direction="ltr",
    skip="Skip to the report",
    contents="Contents",
    figure="figure",
    data="Data of this figure",
    csv="Download as CSV",
    method="How this was measured",
    caution="What this does not say",
    sure="What the interval covers",
    overturn="What would overturn it",
    made="How this was made",
    notebook="Notebook cell",
    tables="Tables read",
    numbers=("number", "value", "unit", "table", "function"),
)

ARABIC = Words(
    language="ar",
    direction="rtl",
    skip="إلى نص التقرير",
    contents="المحتويات",
    figure="الشكل",
    data="بيانات الشكل",
    csv="تنزيل الجدول (CSV)",
    method="كيف قيس هذا",
    caution="ما لا يقوله هذا",
    sure="ما يشمله المجال",
    overturn="ما الذي ينقض النتيجة",
    made="كيف صُنع هذا",
    notebook="خلية الدفتر البرمجي",
    tables="الجداول التي قُرئت",
    numbers=("الرقم", "القيمة", "الوحدة", "الجدول", "الدالة"),
)

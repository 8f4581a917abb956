"""Result tables in, the same in Arabic out: names of values, headings of columns, the words of the overview."""

import pandas as pd

from framing.codes import codebook, frames, posture, values
from framing.overview import TIE, OverviewWords

POSTURES = {"skeptical": "مشكِّكة", "favorable": "مستحسِنة", "analytical": "تحليلية", "procedural": "إخبارية"}
STANCES = {"favor": "مؤيِّد", "against": "معارِض", "neutral": "محايد"}
FRAMES = {
    "security": "الأمن",
    "legitimacy": "الشرعية",
    "sovereignty": "السيادة",
    "conflict": "الصراع",
    "economic": "الاقتصاد",
    "human": "الإنسان",
    "ideology": "القيم",
    "capacity": "القدرات",
}
VOICES = {
    "author": "الكاتب (بلا نسبة)",
    "official": "جهة رسمية",
    "anonymous": "مصدر لم يُسمَّ",
    "expert": "خبير أو باحث",
    "civil": "جهة غير رسمية",
    "media": "وسيلة إعلام أخرى",
}
TEXTS = {
    "levant": "نص ليفانت",
    "aljazeera": "مقال الرأي (الجزيرة)",
    "aggregator": "المقال الثاني",
    "unnamed": "نص بلا منبر مسمّى",
    "alarab": "نص على نهج «العرب»",
    "hashtag": "نص هاشتاغ",
}
ORIGINS = {
    "levant": "موقَّع باسم ليفانت ووكالات",
    "aljazeera": "من صفحة الرأي في الجزيرة نت، ووُجد في صفحة أعادت نشره؛ وفيه أنه لا يعبّر عن موقف الشبكة",
    "aggregator": "مقال كامل آخر وُجد في الصفحة نفسها بعد عبارة «اقرأ أيضًا»، ومصدره غير مسمّى",
    "unnamed": "لا يذكر ناشره",
    "alarab": "موقَّع باسم هيئة تحرير لا تُسمّى؛ ويُرجَّح من أسلوبه وحده أنه على نهج صحيفة «العرب»",
    "hashtag": "عليه شعار هاشتاغ، وينقل عن إرم نيوز",
}
STEPS = {
    "levant": "انضمام حكومة دمشق إلى التحالف الدولي ضد داعش",
    "aljazeera": "انضمام سوريا إلى التحالف",
    "aggregator": "انضمام سوريا إلى التحالف",
    "unnamed": "انضمام سوريا إلى التحالف ومشاركتها في عمله",
    "alarab": "انضمام سوريا إلى التحالف",
    "hashtag": "مشاركة دمشق في الحملة العسكرية على داعش التي يدعمها التحالف",
}
GENRES = {"news report": "خبر", "opinion": "مقال رأي", "news analysis": "تحليل إخباري"}
APPRAISALS = {"against": "سلبي", "for": "إيجابي", "both": "سلبي وإيجابي معًا", "none": "لا تقييم"}
EXPLAINS = {"yes": "نعم", "no": "لا"}
CODERS = {
    "accurate coder": "المرمّز الآلي الأدق",
    "fast coder": "المرمّز الآلي السريع",
    "lexicon alone": "المعجم وحده",
    "TF-IDF + logistic regression": "تصنيف بكلمات النص (أساس للمقارنة)",
    "polarity lexicon": "معجم قطبية: إيجابي وسلبي فقط",
    "majority of the training material": "النبرة الأشيع في مادة التدريب دائمًا",
}
TIED = {TIE: "تعادل"}
NAMES = {**POSTURES, **STANCES, **FRAMES, **VOICES, **TEXTS, **GENRES, **CODERS, **TIED}
# A month by both names it goes by.
MONTHS = (
    "كانون الثاني/يناير",
    "شباط/فبراير",
    "آذار/مارس",
    "نيسان/أبريل",
    "أيار/مايو",
    "حزيران/يونيو",
    "تموز/يوليو",
    "آب/أغسطس",
    "أيلول/سبتمبر",
    "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر",
    "كانون الأول/ديسمبر",
)

OVERVIEW = OverviewWords(
    direction="rtl",
    title="كيف أطّرت ستة نصوص عربية انضمام سوريا إلى التحالف ضد داعش؟",
    leads="يغلب {plain} على {texts}",
    also="{plain} على {texts}",
    between="، و",
    percent="{}%",
    end=".",
    listed=" و".join,
    subtitle="الأشرطة: حصة كل نبرة من وحدات النص (جُمل وعناوين وبنود قوائم). مجموع الوحدات: {n_units}، والمقالات: {n_texts}. رمّزها نموذج لغوي يقرأ دليل الترميز مرتين، ثم حُسم ما اختلفت فيه "
    "القراءتان؛ عدد من رمّزها من الناس: {n_people}. لكل مصدر نص واحد، فلا حكم هنا على أي منبر إعلامي. المرمّز الآلي: مرمّز المشروع، لم يُدرَّب على أي من هذه النصوص. "
    "المقال الثاني: وُجد كاملًا في صفحة مقال الرأي، ومصدره غير مسمّى. نهج «العرب»: يُرجَّح من الأسلوب وحده.",
    columns=("النص", "وحداته بحسب النبرة، بالمئة (بالترتيب أعلاه)", "النبرة الغالبة\nوالفارق", "الغالبة عند\nالمرمّز الآلي", "المنسوب\nإلى مصدر", "الموقف: مؤيِّد\nناقص معارِض", "الإطار\nالأكثر ورودًا"),
    units="الوحدات: {n}",
    margin="الفارق: {margin} من {n}",
    same="✓ كما رُمّز",
    other="✗ خلافًا لما رُمّز",
    sides="مع {in_favor}، ضد {against}",
    source="المشروع: framing. دليل الترميز: {version}. الأرقام في المجلد report/results (profiles، stance_profiles، frame_profiles، attributed_profiles).",
    alt="نظرة عامة. النصوص: {n_texts}، والوحدات: {n_units}. ",
    alt_text="{text}: {shares}؛ النبرة الغالبة {leads}، والفارق بالوحدات {margin} من {n}، وعند المرمّز الآلي {machine}؛ المنسوب إلى مصدر {attributed}%؛ مؤيِّد {in_favor}%، معارِض {against}%؛ "
    "الإطار الأكثر ورودًا: {frame}، {frame_share}%",
    plain={"skeptical": "التشكيك", "favorable": "الاستحسان", "analytical": "التحليل", "procedural": "الإخبار المجرّد", TIE: "التعادل"},
    meant={
        "skeptical": "مشكِّكة: تشكّك أو تلوم",
        "favorable": "مستحسِنة: تُثني أو تبشّر",
        "analytical": "تحليلية: تفسّر أو توازن",
        "procedural": "إخبارية: من فعل ماذا ومتى",
    },
    labels=NAMES,
)  # fmt: skip


def in_arabic(data: pd.DataFrame, headings: dict[str, str]) -> pd.DataFrame:
    """The columns that have a heading, under it and in that order, with values by their Arabic names."""
    shown = data[list(headings)].apply(lambda column: column.map(lambda v: NAMES.get(v, v) if isinstance(v, str) else v))
    return shown.rename(columns=headings)


def percent(data: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Shares as whole percentages."""
    return data.assign(**{c: (100 * data[c]).round().astype(int) for c in columns})


def date(published: str) -> str:
    """A date of a table, by the day or by the month, as it is written in Arabic."""
    year, month, *day = published.split("-")
    return " ".join([*(str(int(d)) for d in day), MONTHS[int(month) - 1], year])


def overview_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the overview as a table in Arabic, shares in percent."""
    shares = [*POSTURES, "attributed", "in_favor", "against", "frame_share"]
    named = rows.assign(commonest_frame=[OVERVIEW.between.join(FRAMES[f] for f in own.split(", ")) for own in rows["commonest_frame"]])
    headings = {"article_id": "النص", "n_units": "الوحدات"} | {p: f"{POSTURES[p]} %" for p in POSTURES}
    headings |= {
        "leads": "النبرة الغالبة",
        "margin_units": "الفارق بالوحدات",
        "machine_leads": "الغالبة عند المرمّز الآلي",
        "attributed": "المنسوب %",
    }
    headings |= {"in_favor": "مؤيِّد %", "against": "معارِض %", "commonest_frame": "الإطار الأكثر ورودًا", "frame_share": "حصته %"}
    return in_arabic(percent(named, *shares), headings)


def lead_table(overturning: pd.DataFrame, answer: str, heading: str) -> pd.DataFrame:
    """What comes first in each text in one answer, under `heading`: its share and interval, its lead, and the fewest recoded units that would end it."""
    own = percent(overturning[overturning["answer"] == answer], "share", "low", "high")
    own = own.assign(redrawn=[_span(low, high) for low, high in zip(own["low"], own["high"], strict=True)])
    headings = {
        "group": "النص",
        "value": heading,
        "share": "الحصة %",
        "redrawn": "بالقرعة %",
        "n_units": "الوحدات",
        "margin_units": "الفارق بالوحدات",
    }
    return in_arabic(own, headings | {"tipping_units": "وحدات تنقضه"})


def _span(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low}\u00a0إلى\u00a0{high}"  # held on one line


def stance_table(overturning: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """The commonest stance of each text, beside the shares of all stances."""
    table = lead_table(overturning, "stance", "الموقف الأكثر ورودًا").drop(columns=["الحصة %", "الفارق بالوحدات"])
    shares = percent(profiles.pivot(index="group", columns="value", values="share"), *STANCES)
    order = overturning.loc[overturning["answer"] == "stance", "group"]
    for at, (stance, name) in enumerate(STANCES.items(), 1):
        table.insert(at, f"{name} %", shares.loc[order, stance].to_numpy())
    return table


def appraisal_table(counted: pd.DataFrame, attributed: pd.DataFrame, overturning: pd.DataFrame) -> pd.DataFrame:
    """The appraising units of each text by whether they are attributed; of all its units, the attributed share and the fewest recoded that would make it a half."""
    own = counted[counted["posture"].isin(["skeptical", "favorable"])]
    units = own.pivot_table(index="article_id", columns="attributed", values="n_units", aggfunc="sum", fill_value=0)
    first = overturning[overturning["answer"] == "attributed"].set_index("group")
    shares = attributed[attributed["value"] == "yes"].set_index("group")["share"]
    units = units.reindex(index=first.index, columns=["no", "yes"], fill_value=0).assign(share=shares, tips=first["tipping_units"])
    headings = {"group": "النص", "no": "فيها تقييم غير منسوب", "yes": "فيها تقييم منسوب"}
    headings |= {"share": "من كل الوحدات: المنسوب %", "tips": "من كل الوحدات: ما يسوّي بين المنسوب وغيره"}
    return in_arabic(percent(units.reset_index(), "share"), headings)


def texts_table(texts: pd.DataFrame) -> pd.DataFrame:
    """The texts: what each is, where it comes from, the step it is about, when it was published."""
    of = texts["article_id"]
    named = texts.assign(origin=of.map(ORIGINS), step=of.map(STEPS), published=texts["published"].map(date))
    headings = {"article_id": "النص", "genre": "نوعه", "origin": "مصدره", "step": "الخطوة التي كُتب عنها", "published": "تاريخه"}
    return in_arabic(named, headings | {"n_units": "الوحدات", "n_words": "الكلمات"})


def voices_table(voices: pd.DataFrame) -> pd.DataFrame:
    """Units of each text by whose words they carry."""
    counts = voices.pivot_table(index="article_id", columns="voice", values="n_units", aggfunc="sum", fill_value=0)
    used = [v for v in values()["voice"] if v in counts]
    return in_arabic(
        counts.loc[[t for t in TEXTS if t in counts.index]].reset_index(), {"article_id": "النص"} | {v: VOICES[v] for v in used}
    )


def machine_table(machine: pd.DataFrame) -> pd.DataFrame:
    """Scores of the coders against the codes of the study."""
    own = percent(machine.set_index("coder").loc[list(CODERS)].reset_index(), "accuracy")
    return in_arabic(own, {"coder": "المرمّز", "accuracy": "أصاب من الوحدات %", "macro_f1": "مقياس macro-F1", "low": "من", "high": "إلى"})


def rule_table() -> pd.DataFrame:
    """How posture follows from two questions, by the codebook's own rule; one row where the second does not matter."""
    rows = []
    for appraisal in ("against", "for", "both", "none"):
        found = {e: posture(appraisal, e) for e in ("yes", "no")}
        same = found["yes"] == found["no"]
        rows += [
            (APPRAISALS[appraisal], "أيًّا كان" if same else EXPLAINS[e], POSTURES[p]) for e, p in list(found.items())[: 1 if same else 2]
        ]
    questions = (codebook()["variables"][v]["translated"]["ar"]["question"] for v in ("appraisal", "explains"))
    return pd.DataFrame(rows, columns=[*map(_spelled, questions), "النبرة"])


def frames_table() -> pd.DataFrame:
    """The frames and what each covers, from the codebook."""
    meant = codebook()["variables"]["frames"]["translated"]["ar"]
    return pd.DataFrame([(FRAMES[f], _spelled(meant[f])) for f in frames()], columns=["الإطار", "يحضر حين تجعل الجملة موضوعها"])


def _spelled(text: str) -> str:
    """The codebook's Arabic with tanween before the alif, as it is written on the rest of the page."""
    return text.replace("اً", "ًا")

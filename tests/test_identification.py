"""Arabic is Arabic however it is typed; its neighbours in the same letters are told by their words."""

import pytest

from framing.identification import foreign_language, is_arabic_script


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("Persian", "شورای شهر امروز با طرح تازه توزیع آب در محله‌های قدیمی مخالفت کرد و گفت که بودجه کافی نیست."),
        ("Persian", "كميته محلي اعلام كرد كه اين طرح را از ماه آينده اجرا مي كند."),
        ("Persian", "افتتاح پل تازه برای عابران در کنار رودخانه"),
        ("Urdu", "شہر کی کونسل نے آج پانی کی تقسیم کے نئے منصوبے کو مسترد کر دیا ہے۔"),
        ("Urdu", "نئے پل کا افتتاح اگلے ہفتے ہوگا"),
        ("Sorani Kurdish", "ئەنجومەنی شار ئەمڕۆ پلانی نوێی دابەشکردنی ئاوی ڕەت کردەوە و گوتی کە پارەی پێویست نییە."),
        ("Pashto", "د ښار شورا نن د اوبو د وېش نوې طرحه رد کړه او ویې ویل چې بودجه یې نشته."),
        ("Uyghur", "شەھەر كېڭىشى بۈگۈن سۇ تەقسىملەش پىلانىنى رەت قىلدى."),
    ],
)
def test_other_languages_in_arabic_letters_are_named(language, text):
    assert foreign_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "رفضت اللجنة المحلية خطة توزيع المياه على الأحياء.",
        "رفضت اللجنة المحلیة خطة توزیع المیاه علی الأحیاء کما کان متوقعا.",
        "رفضت اللجنه المحليه خطه توزيع المياه علي الاحياء",
        "انقطع التيار عن گرگان وچابهار منذ أمس",
        "قلت ليش ماكو چاي بالمگهى؟ باچر يجي",
        "ژيان وپروين وگلنار",
        "قال الناطق Peter Smith إن شركة Blue River توقفت",
        "",
    ],
    ids=["usual", "Persian keyboard", "no hamza", "foreign places", "dialect", "names", "Latin names", "empty"],
)
def test_arabic_is_not_taken_for_another_language(text):
    assert foreign_language(text) == ""


@pytest.mark.parametrize(
    ("text", "is_arabic"), [("قرر abcdefg", True), ("قر abcdefgh", False), ("2025", False), ("\ufead\ufed3\ufebe\ufe96", True)]
)
def test_three_letters_in_ten_make_the_script(text, is_arabic):
    assert is_arabic_script(text) == is_arabic

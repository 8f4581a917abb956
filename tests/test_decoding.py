"""Text written in the encodings of Arabic is read; text read in a wrong one is mended, or refused when letters were lost."""

import pytest

from framing.decoding import decode, lost, mend
from framing.errors import FramingError

LINE = "رفضت اللجنة المحلية في مدينة حلب خطة توزيع المياه على الأحياء، وقال رئيسها إن الكلفة «مرتفعة جدا»."
SHORT = "وصل القطار إلى المحطة."
FRENCH = "Le comité a refusé le projet: « déjà trop coûteux », dit-il à l'hôtel de ville, où l'été a été créé."
PERSIAN = "شورای شهر امروز با طرح تازه توزیع آب در محله‌های قدیمی مخالفت کرد و گفت بودجه کافی نیست."


def as_latin(text: str, encoding: str = "utf-8") -> str:
    """The text as a reader shows it that takes its bytes for Windows-1252, and what that leaves undefined for control characters."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode(encoding))


# Bytes


@pytest.mark.parametrize("text", [LINE, SHORT, f"{LINE}\n" * 30], ids=["200 bytes", "short", "long"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859_6", "cp720"])
def test_arabic_is_told_apart_in_each_encoding(encoding, text):
    text = text.encode(encoding, "ignore").decode(encoding)  # two of them lack a mark: « or ،
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "text", [FRENCH, "Não são irmãos, nem irmãs.", "Die Träger prüfen das Gelände für die Brücke."], ids=["French", "Portuguese", "German"]
)
def test_languages_of_europe_in_their_code_page_are_no_arabic(text):
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    "declared",
    ['<meta charset="windows-1251">', '<?xml version="1.0" encoding="windows-1251"?>', "<meta content='text/html; charset=windows-1251'>"],
)
def test_a_declared_encoding_counts(declared):
    page = f"{declared}<p>Комитет отклонил план.</p>"
    assert decode(page.encode("cp1251")) == page


@pytest.mark.parametrize("declared", ["windows-1252", "utf-8", "iso-8859-6", "x-unknown", ""])
def test_a_declared_encoding_that_does_not_fit_the_bytes_does_not_count(declared):
    page = f"<meta charset={declared}><p>{LINE}</p>"
    assert decode(page.encode("cp1256")) == page


def test_utf_8_is_utf_8_whatever_a_page_declares():
    page = f"<meta charset=windows-1256><p>{LINE}</p>"
    assert decode(page.encode()) == page


def test_lines_of_two_encodings_are_each_read_in_theirs():
    raw = f"{LINE}\n".encode() * 3 + LINE.encode("cp1256") + f"\n{LINE}".encode()
    assert decode(raw) == "\n".join([LINE] * 5)


def test_a_file_cut_within_a_letter_loses_that_letter_only():
    assert decode(f"{LINE}\nم".encode()[:-1]) == f"{LINE}\n\ufffd"


@pytest.mark.parametrize("raw", [bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\x01\x02\x03\xff\xfe\x05"])
def test_bytes_that_are_no_text_are_refused_by_name(raw):
    with pytest.raises(FramingError, match=r"scan\.txt: cannot tell the encoding; save it as UTF-8 or Windows-1256"):
        decode(raw, "scan.txt")


# Text that was misread


@pytest.mark.parametrize(
    ("misread", "named"),
    [
        (as_latin(LINE), "UTF-8 read as Windows-1252"),
        (LINE.encode().decode("latin-1"), "UTF-8 read as Windows-1252"),
        (LINE.encode().decode("cp1256"), "UTF-8 read as Windows-1256"),
        (LINE.encode().decode("mac_roman"), "UTF-8 read as Mac Roman"),
        (LINE.encode().decode("cp437"), "UTF-8 read as code page 437"),
        (as_latin(as_latin(LINE)), "UTF-8 read as Windows-1252"),
        (as_latin(LINE, "cp1256"), "an Arabic code page read as Windows-1252"),
        (f"<p>{as_latin(LINE, 'cp1256')}</p>", "an Arabic code page read as Windows-1252"),
        (as_latin("محليات"), "UTF-8 read as Windows-1252"),
    ],
    ids=["1252", "latin-1", "1256", "mac", "437", "twice", "1256 as 1252", "in a tag", "one word"],
)  # fmt: skip
def test_a_misread_text_is_mended_and_named(misread, named):
    mended, name = mend(misread)
    assert (mended.removeprefix("<p>").removesuffix("</p>"), name) in [(LINE, named), ("محليات", named)]


@pytest.mark.parametrize(
    "text",
    [
        LINE, SHORT, FRENCH, PERSIAN, FRENCH.upper(), "", "plain text", "فقط، ضغط؟ محفوظ؛ «ظ»", "Ønsker Ærø År", "É à ô", "قال: C'est déjà créé!",
        "کمیته گفت: «طرح» رد شد", "À Ü Ö Ä", "الكلمة ÇáÚ في النص",
    ],
)  # fmt: skip
def test_right_text_is_never_touched(text):
    assert mend(text) == (text, "")


def test_misread_text_that_is_no_arabic_stays():
    assert mend(as_latin(FRENCH)) == (as_latin(FRENCH), "")


def test_a_right_line_between_misread_ones_stays():
    text = f"{as_latin(LINE)}\n{SHORT}\n{FRENCH}\n{as_latin(SHORT)}"
    assert mend(text)[0] == f"{LINE}\n{SHORT}\n{FRENCH}\n{SHORT}"


def test_english_words_within_misread_arabic_stay():
    text = f"{SHORT} Train 2025 {SHORT}"
    assert mend(as_latin(text))[0] == mend(as_latin(text, "cp1256"))[0] == text


def test_a_line_that_lost_letters_is_not_mended_but_named():
    damaged = LINE.encode().decode("cp1252", "ignore")  # ف is made of a byte that Windows-1252 does not have
    assert mend(damaged) == (damaged, "")
    assert lost(damaged) == f"UTF-8 read as Windows-1252, with letters lost on the way: {LINE.count('ف')}; export it again as UTF-8"


def test_replacement_characters_are_counted():
    assert lost("رفضت \ufffd\ufffd\ufffd اللجنة") == "3 replacement characters (\ufffd) stand where letters were; export it again as UTF-8"


def test_question_marks_for_letters_are_counted():
    assert lost("???? ?????? 2025.") == "10 question marks stand where letters were; export it again as UTF-8"


@pytest.mark.parametrize("text", [f"{LINE} \ufffd {LINE} {LINE}", "ماذا؟ ماذا???", "نعم!!! لا??", FRENCH, "", "2025"])
def test_a_text_that_lost_little_is_whole(text):
    assert lost(text) == ""

"""Arguments in, the files they mean and their bytes out: folders searched, archives of one file unpacked."""

import glob
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from framing.errors import FramingError

PAGES = (".txt", ".html", ".htm")
DOCUMENTS = (".docx",)
TABLES = (".csv", ".tsv", ".jsonl", ".json", ".parquet")
KINDS = PAGES + DOCUMENTS + TABLES
PACKED = {".gz": "gzip", ".zst": "zstd"}
UNPACKED_BYTES = 2 << 30  # a table is read whole, so a small archive could fill the memory
PIECE = 1 << 22  # bytes unpacked at a time
# Kinds that hold articles but are not read: named, for a folder of them must not be passed over in silence.
NOT_READ = {
    ".doc": "save it as .docx",
    ".docm": "save it as .docx",
    ".odt": "save it as .docx",
    ".rtf": "save it as .docx; articles of Factiva or Nexis: export them again as .html or .docx",
    ".pdf": "save its text as .txt in UTF-8, or get the page as .html",
    ".xlsx": "save it as CSV UTF-8",
    ".xls": "save it as CSV UTF-8",
    ".ods": "save it as CSV UTF-8",
    ".mht": "save the page as 'Webpage, HTML only'",
    ".mhtml": "save the page as 'Webpage, HTML only'",
    ".zip": "unpack it and give the folder",
}
ABOUT = ".meta.json"  # what `framing code` writes beside its codes
PARTS = ("_files", ".files", "_fichiers", "_ملفات")  # what browsers call the folder of a saved page's pictures, scripts and frames


def expand(inputs: Sequence[str], tell: Callable[[str], None] = lambda _: None) -> list[str]:
    """Files meant by the arguments: globs are expanded, folders searched for known kinds, `-` kept; sorted within each argument.

    Within folders, hidden files, locks of open documents (`~$…`), notes on codes (`.meta.json`) and the parts of saved pages (`page_files`
    beside `page.html`) are left out, the latter said with `tell`; links to folders are not followed, so that none leads in circles.
    """
    found: list[str] = []
    for given in inputs:
        skipped: list[str] = []
        matched = [given] if given == "-" or Path(given).exists() else _matches(given, skipped)
        if not matched and not skipped:
            raise FramingError(f"{given}: no such file or folder, and no glob that matches one")
        inside = [name for match in matched for name in _inside(match, skipped)]
        if skipped:
            tell(f"{given}: parts of saved pages left out ({Path(skipped[0]).name}{' …' if len(set(skipped)) > 1 else ''})")
        elif not inside:
            raise FramingError(f"{given}: the folder holds no {', '.join(KINDS)} file")
        found += sorted(inside)
    if not found:
        raise FramingError(f"{', '.join(inputs)}: nothing but parts of saved pages")
    return list(dict.fromkeys(found))


def _matches(pattern: str, skipped: list[str]) -> list[str]:
    """What a glob matches; `**` neither follows links to folders nor meets what is hidden."""
    path = Path(pattern)
    if "**" in path.parts:
        deep = Path(path.anchor).glob(str(path.relative_to(path.anchor)))
        found = [str(m) for m in deep if not any(_is_passed_over(part) for part in {*m.parts} - {*path.parts})]
    else:
        found = glob.glob(pattern)
    parts = {name: next((str(f) for f in Path(name).parents if _is_part(str(f))), "") for name in found}
    skipped += filter(None, parts.values())
    return [name for name, part in parts.items() if not part]


def _inside(name: str, skipped: list[str]) -> Iterator[str]:
    """The file itself, or those of known kinds in a folder; folders of parts are noted in `skipped`."""
    if not os.path.isdir(name):
        yield name
    elif _is_part(name):
        skipped.append(name)
    else:
        for folder, inner, files in os.walk(name):
            parts = [f for f in inner if _is_part(os.path.join(folder, f))]
            skipped += (os.path.join(folder, f) for f in parts)
            inner[:] = [f for f in inner if f not in parts and not _is_passed_over(f)]
            yield from (os.path.join(folder, f) for f in files if not _is_passed_over(f) and kind(f) in (*KINDS, *NOT_READ))


def _is_passed_over(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith(ABOUT)


def _is_part(folder: str) -> bool:
    page = next((folder.removesuffix(end) for end in PARTS if folder.endswith(end)), None)
    return page is not None and any(os.path.isfile(page + suffix) for suffix in (".html", ".htm"))


def kind(name: str) -> str:
    """The suffix of a file, or of the file packed in it."""
    path = Path(name)
    return (Path(path.stem) if path.suffix.lower() in PACKED else path).suffix.lower()


def check_kind(name: str) -> None:
    """Raises when files of this kind are not read, with what to do instead."""
    if kind(name) in NOT_READ:
        raise FramingError(f"{kind(name)} files are not read; {NOT_READ[kind(name)]}")
    if kind(name) not in KINDS:
        raise FramingError(f"files of kind {kind(name) or '(none)'} are not read; allowed are {', '.join(KINDS)}, each also as .gz or .zst")


def identifiers(names: Iterable[str]) -> dict[str, str]:
    """File → the start of its articles' ids: its name without suffix; where several have that, with suffix, and with as many folders as it takes."""
    forms = {name: _forms(name) for name in names}
    counts = Counter(form for own in forms.values() for form in set(own))
    return {name: next((form for form in own if counts[form] == 1), name) for name, own in forms.items()}


def _forms(name: str) -> list[str]:
    path = Path(name)
    stem = Path(path.stem).stem if path.suffix.lower() in PACKED else path.stem
    return ["stdin"] if name == "-" else [stem, *("/".join(path.parts[-n:]) for n in range(1, len(path.parts) + 1))]


def size(name: str) -> int:
    """Bytes of a file as it lies on disk; 0 of what cannot be asked."""
    try:
        return os.path.getsize(name) if name != "-" else 0
    except OSError:
        return 0


def contents(name: str, limit: int = UNPACKED_BYTES) -> bytes:
    """The bytes of a file, unpacked.

    Raises
    ------
    FramingError : the archive is broken, or holds more than `limit` bytes.
    OSError : the file cannot be opened.
    """
    packing = PACKED.get(Path(name).suffix.lower())
    return Path(name).read_bytes() if packing is None else _unpacked(name, packing, limit)


def _unpacked(name: str, packing: str, limit: int) -> bytes:
    import pyarrow as pa

    raw = bytearray()
    with open(name, "rb") as packed:
        try:
            stream = pa.input_stream(packed, compression=packing)
            while len(raw) <= limit and (more := stream.read(PIECE)):
                raw += more
        except (OSError, pa.ArrowException) as e:
            raise FramingError(f"a broken {packing} archive ({e})") from e
    if len(raw) > limit:
        raise FramingError(f"more than {limit / 2**30:.3g} GiB when unpacked; cut it into several files, or give it as Parquet")
    return bytes(raw)

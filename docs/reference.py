"""Docstrings, options and schema in, `docs/reference.md` and `docs/schema.md` out: `make docs`."""

import argparse
import inspect
import re
import sys
from importlib import import_module
from pathlib import Path

import framing
from framing import schema
from framing.cli import COMMANDS

FOLDER = Path(__file__).parent
MODULES = (
    ("correction", "Shares corrected for the coder's errors"),
    ("planning", "How many units to code by hand"),
    ("sampling", "Coding sheets"),
    ("fitting", "A coder for a codebook of your own"),
    ("scheme", "Codebooks"),
)  # what the commands call, beside the names of `framing` itself
MADE = "<!-- Made by docs/reference.py from the source; change it there and run `make docs`. -->\n\n"


def reference() -> str:
    """The reference page: commands with their options, then the Python names."""
    parts = ["# Reference\n\nEvery command and every public name. [The guide](README.md) says what they are for.\n\n## Commands\n"]
    parts += [_command(command) for command in COMMANDS]
    parts.append("## Python\n\n`import framing` has these names; each takes and gives DataFrames.\n")
    parts += [_described(name, getattr(framing, name), "framing") for name in framing.__all__]
    for name, title in MODULES:
        module = import_module(f"framing.{name}")
        parts.append(f"## `framing.{name}`: {title[0].lower()}{title[1:]}\n")
        parts += [_described(n, thing, f"framing.{name}") for n, thing in vars(module).items() if _is_public(n, thing, module)]
    return MADE + "\n".join(parts)


def _is_public(name: str, thing, module) -> bool:
    own = (inspect.isfunction(thing) or inspect.isclass(thing)) and thing.__module__ == module.__name__
    return own and not name.startswith("_") and bool(thing.__doc__)


def _command(command) -> str:
    name = command.__name__.rpartition(".")[2]
    parser = argparse.ArgumentParser(prog=f"framing {name}", add_help=False)
    command.add(parser)
    rows = "\n".join(f"| {_flags(a)} | {_cell(_help(a, parser))} |" for a in parser._actions)
    return f"### `framing {name}`\n\n{command.HELP[0].upper()}{command.HELP[1:]}.\n\n```text\n{_lines(command.EXAMPLE)}\n```\n\n| option | meaning |\n| --- | --- |\n{rows}\n"


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


def _flags(action: argparse.Action) -> str:
    if not action.option_strings:
        return f"`{action.metavar or action.dest}`"
    value = "" if action.nargs == 0 else f" {action.metavar or '|'.join(map(str, action.choices or [])) or action.dest.upper()}"
    return _cell(", ".join(f"`{flag}{value}`" for flag in action.option_strings))


def _help(action: argparse.Action, parser: argparse.ArgumentParser) -> str:
    return (action.help or "") % {**vars(action), "prog": parser.prog}


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _described(name: str, thing, where: str) -> str:
    heading = f"### `{where}.{name}{_signature(thing)}`\n\n{_docstring(thing)}\n"
    if not inspect.isclass(thing):
        return heading
    own = [(n, m) for n, m in vars(thing).items() if not n.startswith("_") and callable(getattr(thing, n)) and getattr(thing, n).__doc__]
    return heading + "".join(f"\n#### `{n}{_signature(getattr(thing, n))}`\n\n{_docstring(getattr(thing, n))}\n" for n, _ in own)


def _signature(thing) -> str:
    """Parameters by name and default; what types they have the docstring says."""
    if inspect.isclass(thing) and issubclass(thing, Exception):
        return "(message)"
    found = inspect.signature(thing)
    plain = [p.replace(annotation=inspect.Parameter.empty) for p in found.parameters.values() if p.name not in ("self", "cls")]
    return str(found.replace(parameters=plain, return_annotation=inspect.Signature.empty))


def _docstring(thing) -> str:
    """A numpydoc docstring as Markdown: section titles bold, entries as a list."""
    lines = (inspect.getdoc(thing) or "").splitlines()
    out, i, listing = [], 0, False
    while i < len(lines):
        if i + 1 < len(lines) and re.fullmatch(r"-{3,}", lines[i + 1]):
            listing = lines[i] in ("Parameters", "Attributes", "Raises")
            out += [f"**{lines[i]}**", ""]
            i += 2
            continue
        starts = listing and lines[i] and not lines[i].startswith(" ")
        out.append(f"- {lines[i]}" if starts else lines[i].strip() if not listing else f"  {lines[i].strip()}".rstrip())
        i += 1
    return "\n".join(out)


def pages() -> dict[str, str]:
    return {"reference.md": reference(), "schema.md": MADE + schema.page()}


def main() -> int:
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

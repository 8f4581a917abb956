"""The command line: every module of `framing.commands` is a command."""

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version

from framing.coded import near
from framing.commands import agree, code, estimate, explain, extract, lexicon, plan, profile, sample, samples, train
from framing.commands.shared import say
from framing.errors import FramingError

# Each has HELP, EXAMPLE, add(parser) and, as the parser's default, run(arguments).
COMMANDS = (samples, code, explain, extract, profile, sample, agree, estimate, plan, train, lexicon)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; returns 0 when everything was done, 1 when some inputs were refused, 2 when the call is wrong or nothing could be done."""
    arguments = _parser().parse_args(argv)
    try:
        return arguments.run(arguments)
    except FramingError as e:
        say(str(e))
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as e:  # a full disk, a folder that may not be written to
        say(str(e))
        return 2


class CommandParser(argparse.ArgumentParser):
    """The parser of one command, which refuses what it does not know with its own usage; else the parser of all commands would, with theirs."""

    def parse_known_args(self, args=None, namespace=None):
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            options = [o for o in self._option_string_actions if o.startswith("--")]
            self.error(f"unrecognized arguments: {' '.join(unknown)}{near(unknown[0].partition('=')[0], options)}")
        return found, unknown


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="framing", description="Measure how news outlets frame events, in Arabic first.")
    parser.add_argument("--version", action="version", version=f"framing {version('framing')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=CommandParser)
    for command in COMMANDS:
        name, help_ = command.__name__.rpartition(".")[2], command.HELP
        own = commands.add_parser(
            name,
            help=help_,
            description=help_[0].upper() + help_[1:] + ".",
            epilog=f"example:\n  {command.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add(own)
    return parser

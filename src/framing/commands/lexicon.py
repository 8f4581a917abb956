"""`framing lexicon audit`: what the lexicon is worth on coded units."""

import argparse
from pathlib import Path

from framing.coded import check_values, read_codes
from framing.commands.shared import say
from framing.errors import FramingError
from framing.outputs import check_place, check_suffix

HELP = "what the lexicon is worth on units you have coded"
EXAMPLE = "framing lexicon audit coded.csv -o entries.csv"


def add(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "what", choices=["audit"], help="precision of each entry on coded units, with its interval, and what dropping it changes"
    )
    p.add_argument("gold", type=Path, metavar="GOLD", help="a table of units with unit_id, text and codes of one variable at least")
    p.add_argument("--lexicon", type=Path, metavar="FILE", help="a lexicon of your own (default: the package's)")
    p.add_argument("--groups", action="store_true", help="by group of entries: coverage and precision")
    p.add_argument("-o", "--output", type=Path, metavar="OUT", help="a .csv file (default: a table on standard output)")
    p.set_defaults(run=run)


def run(a: argparse.Namespace) -> int:
    from framing.audit import audit_entries, audit_groups
    from framing.codes import values
    from framing.estimators import units_of
    from framing.features import FeatureSpace, count_article
    from framing.lexicon import read_lexicon, shipped_lexicon

    if a.output:
        check_suffix(a.output, (".csv",))
        check_place(a.output)
    table = read_codes(a.gold, ["unit_id", "text"])
    coded = [v for v in values() if v in table]
    if not coded:
        raise FramingError(f"{a.gold}: no column of codes; allowed are {', '.join(values())}")
    for variable in coded:
        cells = table.assign(**{variable: table[variable].str.split(";")}).explode(variable) if variable == "frames" else table
        check_values(cells, variable, (*values()[variable], "", "-"), a.gold)
    if "position" in table:
        check_values(table, "position", [p for p in table["position"] if p.isdecimal()], a.gold)
    space = FeatureSpace(read_lexicon(a.lexicon) if a.lexicon else shipped_lexicon(), ())
    counts = [c for article in units_of(table) for c in count_article(article, space)]
    found = (audit_groups if a.groups else audit_entries)(counts, table, space.lexicon)
    if a.output:
        found.to_csv(a.output, index=False, lineterminator="\n")
        say(f"{len(found)} {'groups' if a.groups else 'entries'} in {a.output}")
    else:
        met = found[found["n"] > 0].sort_values(["variable", "value", "precision", "n"], ascending=[True, True, False, False])
        print(met.round(2).to_string(index=False))
        print(
            f"\n{len(met)} of {len(found)} {'groups' if a.groups else 'entries'} met in {len(table)} units; chance: the value's share of the coded units"
        )
    return 0

"""Command line for analysts: the same code and the same figures as the app.

python -m scenarios list
python -m scenarios check-data [DIR]
python -m scenarios run FILE.toml [--data DIR] [--out DIR]
python -m scenarios verify result.json [--data DIR]
python -m scenarios schema
python -m scenarios share GAME.csv [--kind cost|gain] [--rule all|NAME]
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from models.errors import Fault, NoPlanError, ScenarioError
from models.pack import Pack, read_pack
from scenarios.game_file import COST, read_game
from scenarios.result import write
from scenarios.run import run
from scenarios.scenario import read_scenario, readable
from scenarios.schema import scenario_schema
from scenarios.sharing_of_table import ALL, RULES, asked_wrongly, share_table
from scenarios.verify import read_result, verdict_lines, verify

DATA = Path(__file__).resolve().parent.parent / "data"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 when it went well, 1 when something must be mended first."""
    parser = argparse.ArgumentParser(
        prog="python -m scenarios", description="Samstämt från kommandoraden."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="visa scenarierna som följer med")
    listing.add_argument("--data", type=Path, default=DATA, help="mapp i samma form som data/")
    checking = commands.add_parser("check-data", help="pröva ett datapaket, alla fel på en gång")
    checking.add_argument("data", nargs="?", type=Path, default=DATA, metavar="DIR")
    running = commands.add_parser("run", help="räkna ett scenario och skriv resultatet")
    running.add_argument("file", type=Path, metavar="FILE.toml")
    running.add_argument("--data", type=Path, default=DATA, help="mapp i samma form som data/")
    running.add_argument("--out", type=Path, default=Path("resultat"), help="mapp att skriva i")
    sharing = commands.add_parser(
        "share", help="dela en kostnad eller vinst ur en tabell över grupper; svaret är JSON"
    )
    sharing.add_argument(
        "file",
        type=Path,
        metavar="GAME.csv",
        help="kolumnerna group (medlemmar med + emellan) och value, en rad för varje grupp",
    )
    sharing.add_argument(
        "--kind",
        default=COST,
        metavar="cost|gain",
        help="beloppet är gruppens kostnad (cost, om inget sägs) eller vinst (gain) för sig själv",
    )
    sharing.add_argument(
        "--rule", default=ALL, metavar="all|NAME", help=f"en regel: {', '.join(RULES)}"
    )
    verifying = commands.add_parser("verify", help="räkna om ett resultat och jämför varje tal")
    verifying.add_argument("file", type=Path, metavar="result.json")
    verifying.add_argument("--data", type=Path, default=DATA, help="mapp i samma form som data/")
    commands.add_parser("schema", help="skriv formen på en scenariofil som JSON Schema")
    chosen = parser.parse_args(arguments)
    if chosen.command == "check-data":
        return _check(chosen.data)
    if chosen.command == "share":
        return _share(chosen.file, chosen.kind, chosen.rule)
    if chosen.command == "schema":
        _say(json.dumps(scenario_schema(), ensure_ascii=False, indent=2))
        return 0
    pack = _pack(chosen.data)
    if pack is None:
        return 1
    if chosen.command == "list":
        scenarios, faults = readable(pack)
        _warn(faults)
        for scenario in scenarios:
            _say(f"{scenario.key}: {scenario.title}\n    {scenario.question}")
        return 0
    if chosen.command == "verify":
        return _verify(pack, chosen.file)
    return _run(pack, chosen.file, chosen.out)


def _check(folder: Path) -> int:
    reading = read_pack(folder)
    faults = reading.faults
    for fault in faults:
        _say(f"• {fault}")
    if faults:
        _say(f"{len(faults)} fel. Inget har ändrats.")
        return 1
    names = ", ".join(m.name for m in reading.pack.municipalities) if reading.pack else ""
    _say(f"Datapaketet håller: {names}.")
    return 0


def _pack(folder: Path) -> Pack | None:
    reading = read_pack(folder)
    _warn(reading.faults)
    if reading.pack is None:
        print("Datapaketet kan inte användas förrän felen är rättade.", file=sys.stderr)
    return reading.pack


def _run(pack: Pack, file: Path, out: Path) -> int:
    try:
        outcome = run(pack, read_scenario(file, pack))
    except (ScenarioError, NoPlanError) as error:
        print(error, file=sys.stderr)
        return 1
    try:
        written = write(outcome, out)
    except OSError:
        print(f"Resultatet gick inte att skriva i ”{out}”.", file=sys.stderr)
        print("Gör så här: välj med --out en mapp som går att skriva i.", file=sys.stderr)
        return 1
    for path in written:
        _say(str(path))
    _say(str(outcome.stamp))
    return 0


def _share(file: Path, kind: str, rule: str) -> int:
    game, faults = read_game(file, kind)
    faults = asked_wrongly(kind, rule) + faults
    _warn(faults)
    if game is None or faults:
        return 1
    answer = share_table(game, kind, rule)
    _say(json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False))
    return 0


def _verify(pack: Pack, file: Path) -> int:
    result, faults = read_result(file)
    _warn(faults)
    if faults:
        return 1
    try:
        verdict = verify(result, pack, file.name)
    except (ScenarioError, NoPlanError) as error:
        print(error, file=sys.stderr)
        return 1
    for line in verdict_lines(verdict, result):
        _say(line)
    return 0 if verdict.alike else 1


def _warn(faults: Sequence[Fault]) -> None:
    for fault in faults:
        print(f"• {fault}", file=sys.stderr)


def _say(text: str) -> None:
    print(text)


if __name__ == "__main__":
    sys.exit(main())

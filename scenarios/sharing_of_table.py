"""Shares a table of groups by every rule that such a table can feed, for the command line.

A table says what each group would bear or gain by itself, and nothing else: rules that need
inhabitants, volumes or a key are left out, with the reason. In a table of gains the shares are
gains, and a group's excess is what it would get by leaving beyond what it is given.
"""

import numpy as np

from models.coalitions import least_from_outside, least_transfers
from models.errors import Fault
from models.game import Game, in_core, most_eager, worse_off
from models.parameters import Floats
from models.sharing import NO_GAIN, NO_OWN_COST, Basis, CannotShareError, SharingRule, rule
from scenarios.game_file import COST, GAIN, KINDS

ALL = "all"
# The key of a table is equal parts: nothing in it tells the players apart but the game itself.
RULES: dict[str, SharingRule] = {
    "shapley": rule("shapley"),
    "nucleolus": rule("nucleolus"),
    "scrb": rule("scrb"),
    "equal": rule("by_key"),
    "equal_gain": rule("equal_gain"),
    "equal_percentage": rule("equal_percentage"),
    "floor": rule("floor"),
}
LEFT_OUT = {
    "by_key": "tabellen har ingen fördelningsnyckel",
    "equal_per_inhabitant": "tabellen har inga invånare att dela vinsten efter",
    "inhabitants": "tabellen har inga invånare att dela det hela efter",
    "volume": "tabellen har inga volymer",
    "historic": "tabellen säger inte vad var och en har betalat förut",
    "fixed_and_variable": "tabellen skiljer inte fast kostnad från rörlig",
}
WHY = {
    (NO_GAIN, COST): "det hela kostar mer än alla var för sig: någon måste betala mer än ensam",
    (NO_GAIN, GAIN): "det hela ger mindre än alla var för sig: någon måste få mindre än ensam",
    (NO_OWN_COST, COST): "vad var och en kostar ensam är 0 eller har olika tecken",
    (NO_OWN_COST, GAIN): "vad var och en vinner ensam är 0 eller har olika tecken",
}
DEFINITION = {
    COST: "nukleolus bland de fördelningar där ingen betalar mer än ensam",
    GAIN: "nukleolus bland de fördelningar där ingen får mindre än ensam",
}


def asked_wrongly(kind: str, name: str) -> list[Fault]:
    """Return a fault for a kind or rule that does not exist."""
    faults = []
    for option, given, known in (("--kind", kind, KINDS), ("--rule", name, (ALL, *RULES))):
        if given not in known:
            faults.append(
                Fault(
                    option,
                    None,
                    "",
                    f"”{given}”" + (f" ({LEFT_OUT[given]})" if given in LEFT_OUT else ""),
                    "något av " + ", ".join(known),
                    "välj ett av dem",
                )
            )
    return faults


def share_table(game: Game, kind: str, name: str = ALL) -> dict[str, object]:
    """Return what the command writes: the core, and the shares by one rule or by all."""
    outside = least_from_outside(game)
    by_rule: dict[str, object] = {}
    left_out: dict[str, str] = {}
    for key in RULES if name == ALL else (name,):
        try:
            by_rule[key] = _shared(game, kind, key, core_empty=outside > 0)
        except CannotShareError as error:
            left_out[key] = WHY[error.why, kind]
    return {
        "kind": kind,
        "players": list(game.players),
        "core": {"empty": outside > 0, "least_from_outside": outside},
        "rules": by_rule,
        "left_out": left_out | (LEFT_OUT if name == ALL else {}),
    }


def _shared(game: Game, kind: str, key: str, *, core_empty: bool) -> dict[str, object]:
    basis = Basis(game, by_key=np.full(game.count, game.together / game.count))
    bears = RULES[key].share(basis)
    shares = -bears if kind == GAIN else bears
    eager = most_eager(game, bears)
    leaves = eager.excess > game.tolerance
    told: dict[str, object] = {
        "shares": dict(zip(game.players, (_plain(share) for share in shares), strict=True)),
        "largest_excess": _plain(eager.excess),
        "leaving_group": "+".join(game.names(eager.mask)) if leaves else None,
        "worse_off": [game.players[i] for i in worse_off(game, bears)],
        "holds": bool(RULES[key].holds(basis, bears)),
        "least_transfer": None if core_empty else _least_transfer(game, bears),
    }
    return told | ({"definition": DEFINITION[kind]} if key == "nucleolus" else {})


def _least_transfer(game: Game, bears: Floats) -> float:
    """Return the least sum moved between players for no group to leave; the core is not empty."""
    if in_core(game, bears):
        return 0.0
    return _plain(np.maximum(least_transfers(game, bears), 0.0).sum())


def _plain(value: float) -> float:
    """Return a float for JSON, −0 as 0."""
    return float(value) + 0.0

"""The form of a scenario file as JSON Schema, made from the same table of keys that reads it."""

from scenarios.keys import BY_ACTIVITY, FOR_ALL, Key
from scenarios.scenario import ENDS, TODAY, TREND, VOLUMES

DRAFT = "https://json-schema.org/draft/2020-12/schema"
WORD = "[a-z0-9_]+"
SENTENCE = {"type": "string", "minLength": 1}
LIST = {"type": "array", "items": SENTENCE}


def scenario_schema() -> dict[str, object]:
    """Return the schema; a key that nobody reads is refused, in whichever way it is written."""
    words = "|".join(BY_ACTIVITY)
    by_activity = {name: _described(key) for name, key in BY_ACTIVITY.items()}
    return {
        "$schema": DRAFT,
        "$id": "scenario.schema.json",
        "title": "Samstämt: ett scenario",
        "description": (
            "Formen på en scenariofil (TOML). Vilka kommuner, orter, verksamheter och parametrar "
            "som finns säger datapaketet; det prövas när filen läses."
        ),
        "type": "object",
        "properties": {
            "title": {"description": "Rubriken.", **SENTENCE},
            "question": {"description": "Frågan med ord.", **SENTENCE},
            "author": {"description": "Vem som har skrivit den.", "type": "string"},
            "written": {
                "description": "När: ett datum i TOML (ÅÅÅÅ-MM-DD) eller ord.",
                "type": "string",
            },
            "base": {
                "description": (
                    "”today” eller nyckeln till ett annat scenario, filens namn utan ändelse. "
                    "Filen säger bara det som skiljer."
                ),
                **SENTENCE,
            },
            "seed": {"description": "Frö till dragningarna.", "type": "integer", "minimum": 0},
            "without": {
                "description": "Beslut och antaganden i utgångspunkten som tas tillbaka.",
                **LIST,
            },
            "critique": {
                "description": "Vad publicerad forskning säger mot scenariot.",
                "type": "string",
            },
            "sources": {"description": "Nycklar i datapaketets sources.toml.", **LIST},
            "decide": {
                "description": "Besluten. En verksamhets nyckel skrivs ”verksamhet.nyckel”.",
                "type": "object",
                "properties": {name: _described(key) for name, key in FOR_ALL.items()},
                "patternProperties": {
                    **{
                        f"^{WORD}\\.{name}$": {"$ref": f"#/$defs/by_activity/properties/{name}"}
                        for name in BY_ACTIVITY
                    },
                    # TOML reads plan.how without quotes as a table in the table.
                    f"^(?!(?:{'|'.join(FOR_ALL)}|{words})$){WORD}$": {
                        "$ref": "#/$defs/by_activity"
                    },
                },
                "additionalProperties": False,
            },
            "suppose": {
                "description": "Antaganden: en ände av parameterns spann eller ett tal i det.",
                "type": "object",
                "properties": {
                    VOLUMES: {
                        "description": "Volymerna som i dag eller efter åldersgruppernas trend.",
                        "enum": [TODAY, TREND],
                    }
                },
                "patternProperties": {
                    f"^(?!{VOLUMES}$){WORD}$": {"anyOf": [{"enum": list(ENDS)}, {"type": "number"}]}
                },
                "additionalProperties": False,
            },
        },
        "required": ["title", "question"],
        "additionalProperties": False,
        "$defs": {
            "by_activity": {
                "type": "object",
                "properties": by_activity,
                "additionalProperties": False,
            }
        },
    }


def _described(key: Key) -> dict[str, object]:
    return {"description": f"{key.label}: {key.expected}.", **key.kind.schema}

"""A full joint decision of five municipalities, made up: every field filled, nothing reckoned."""

from models.joint_decision import Words
from scenarios.decision_text import decision_points, hash_of
from scenarios.frozen import (
    AlternativeLine,
    Alternatives,
    EconomyRow,
    Frozen,
    KeyRow,
    Organisation,
    Origin,
    Package,
    ServiceRow,
    Sharing,
    TownRow,
    YearAmount,
)
from scenarios.numbers import figures
from scenarios.setting import Range
from tests.documents.matter import CODES, PARTIES, WORDS

OWN = (8_412_300.0, 5_120_700.0, 4_655_200.0, 3_980_100.0, 14_020_900.0)
PAYS = (7_905_400.0, 4_870_300.0, 4_401_800.0, 3_999_600.0, 13_210_200.0)
ONE_OFF = (620_000.0, 410_000.0, 390_000.0, 300_000.0, 1_080_000.0)
TRANSFER = (-40_000.0, 0.0, 0.0, 90_000.0, -50_000.0)
YEARS = tuple(range(2027, 2037))


def around(value: float, share: float = 0.08) -> Range:
    """Return the value with a range of a share to either side."""
    return Range(value, value - abs(value) * share, value + abs(value) * share)


def summed(ranges: list[Range]) -> Range:
    """Return the ranges added up, end by end."""
    return Range(
        sum(r.value for r in ranges), sum(r.low for r in ranges), sum(r.high for r in ranges)
    )


def row(n: int) -> EconomyRow:
    """Return one municipality's economy."""
    change = Range(PAYS[n] - OWN[n], PAYS[n] - OWN[n] - 350_000, PAYS[n] - OWN[n] + 420_000)
    years = tuple(
        YearAmount(year, Range(change.value + 55_000 * (4 - i), change.low, change.high + 300_000))
        for i, year in enumerate(YEARS)
    )
    return EconomyRow(
        CODES[n],
        PARTIES[n].name,
        around(OWN[n], 0.03),
        around(PAYS[n]),
        change,
        TRANSFER[n],
        Range(-change.value, -change.high, -change.low),
        around(ONE_OFF[n], 0.3),
        around(60_000.0 + 10_000 * n, 0.2),
        years,
    )


def total(rows: tuple[EconomyRow, ...]) -> EconomyRow:
    """Return the municipalities added up."""
    years = tuple(
        YearAmount(year, summed([r.years[i].amount for r in rows])) for i, year in enumerate(YEARS)
    )
    return EconomyRow(
        "",
        "Alla",
        summed([r.own for r in rows]),
        summed([r.pays for r in rows]),
        summed([r.change for r in rows]),
        sum(r.transfer for r in rows),
        summed([r.gains for r in rows]),
        summed([r.one_off for r in rows]),
        summed([r.coordination for r in rows]),
        years,
    )


ECONOMY = tuple(row(n) for n in range(len(PARTIES)))
ALTERNATIVES = Alternatives(
    ("Alternativ 1: egen", "Alternativ 2: samverkan", "Alternativ 3: sammanslagen"),
    (
        AlternativeLine(
            "kostnad",
            "Nettokostnad",
            "tkr/år",
            (around(36_189_200.0, 0.03), around(35_104_800.0), around(34_387_300.0)),
        ),
        AlternativeLine(
            "kostnad",
            "Personalkostnad",
            "tkr/år",
            (around(22_450_000.0, 0.03), around(21_700_000.0), around(20_950_000.0)),
        ),
        AlternativeLine("kostnad", "Intäkter", "tkr/år", (None, None, None)),
        AlternativeLine(
            "bemanning",
            "Årsarbetare",
            "årsarbetare",
            (around(31.4, 0), around(30.1, 0), around(29.2, 0)),
        ),
        AlternativeLine(
            "service",
            "Dagar utan bemanning",
            "dagar per år",
            (around(41.5, 0), around(18.0, 0), around(6.5, 0)),
        ),
    ),
)
FROZEN = Frozen(
    cooperation="KÖBYT",
    area="gemensam_administration",
    area_label="Gemensam administration",
    origin=Origin(
        "03_plan",
        "Samlad administration",
        "[decide]\n",
        "0.4.0",
        "9f2c1ab07d",
        "44ce01f3b2",
        "2026-11-20",
        "Samstämt 0.4.0 · datapaket 9f2c1ab07d · scenario 44ce01f3b2 · "
        "resultat jämförbara från och med 2026-11-20",
        2025,
        2024,
        "2026-11-20T14:05:00",
        "projektledaren",
    ),
    sharing=Sharing(
        "inhabitants",
        0.2,
        "floor",
        "20\u00a0% lika, resten efter invånare",
        "Golv där ingen förlorar",
    ),
    parties=PARTIES,
    organisations=(
        Organisation(
            "it_drift",
            "IT-drift och support",
            "sammanslagen",
            CODES,
            True,
            True,
            False,
            "tranas",
            "Tranås",
            "0687",
            "0687",
            "en_ort",
            2027,
        ),
        Organisation(
            "lon",
            "Löner",
            "sammanslagen",
            CODES,
            True,
            True,
            False,
            "kisa",
            "Kisa",
            "0513",
            "0513",
            "en_ort",
            2028,
        ),
        Organisation(
            "arkiv",
            "Arkiv",
            "samverkan",
            CODES[:4],
            True,
            False,
            True,
            "kisa",
            "Kisa",
            "0513",
            "0513",
            "hybrid",
            2028,
        ),
    ),
    alternatives=ALTERNATIVES,
    economy=ECONOMY,
    total=total(ECONOMY),
    chance=0.87,
    towns=(
        TownRow("Kisa", "Kinda", 7.5, 8.2),
        TownRow("Ödeshög", "Ödeshög", 4.6, 3.1),
        TownRow("Boxholm", "Boxholm", 4.2, 3.0),
        TownRow("Österbymo", "Ydre", 3.4, 2.4),
        TownRow("Tranås", "Tranås", 11.7, 12.5),
    ),
    service=tuple(
        ServiceRow(party.code, party.name, 6.5 + n, 1.0 + n / 2) for n, party in enumerate(PARTIES)
    ),
    moved_fte=3.7,
    leaving=Range(0.9, 0.3, 1.8),
    other_keys=(
        KeyRow(
            "equal",
            "Lika delar",
            tuple(
                around(v, 0.2) for v in (-310_000.0, 140_000.0, 260_000.0, 720_000.0, -2_611_900.0)
            ),
        ),
        KeyRow(
            "historic",
            "Historisk kostnad",
            tuple(
                around(v, 0.2) for v in (-418_000.0, -254_000.0, -231_000.0, -198_000.0, -700_900.0)
            ),
        ),
        KeyRow("volume", "Volym", (), "uppgift saknas för nyckeln"),
    ),
    share_known=0.62,
)


def package(words: Words = WORDS, frozen: Frozen = FROZEN) -> Package:
    """Return the joint decision that the words and the frozen figures make."""
    listed = figures(frozen, words)
    points = decision_points(frozen, words, listed)
    return Package("5ab01c77e2", frozen, words, listed, points, hash_of(points))


PACKAGE = package()
EMPTY = package(Words())

"""A full joint decision of five municipalities, made up: every field filled, nothing reckoned."""

from dataclasses import replace

from documents.context import Context, Dated, Negotiation
from models.joint_decision import (
    Evaluation,
    Goal,
    GoalLevel,
    Governance,
    Impact,
    Jobs,
    Leadership,
    Measure,
    Money,
    Seats,
    Words,
)
from scenarios.decision_text import decision_points, hash_of
from scenarios.frozen import (
    AlternativeLine,
    Alternatives,
    EconomyRow,
    Frozen,
    Head,
    KeyRow,
    Organisation,
    Origin,
    Package,
    Party,
    ServiceRow,
    Sharing,
    TownRow,
    YearAmount,
)
from scenarios.numbers import figures
from scenarios.setting import Range

PARTIES = (
    Party("0513", "Kinda", "Kisa", joins=True),
    Party("0509", "Ödeshög", "Ödeshög", joins=True),
    Party("0560", "Boxholm", "Boxholm", joins=True),
    Party("0512", "Ydre", "Österbymo", joins=True),
    Party("0687", "Tranås", "Tranås", joins=True),
)
CODES = tuple(party.code for party in PARTIES)
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
WORDS = Words(
    goals=(
        Goal(GoalLevel.VISION, "Invånarna ska få likvärdig service i alla fem kommunerna."),
        Goal(GoalLevel.GENERAL, "Ingen tjänst i administrationen ska vila på en enda person."),
        Goal(
            GoalLevel.ASSIGNMENT,
            "Support och löner ska vara bemannade alla vardagar",
            "Vardagar utan bemanning, snitt per kommun",
            "dagar per år",
            8.5,
            2025,
            2.0,
            2029,
            "kommunernas ledighetslistor",
            "kommundirektören i Tranås",
        ),
        Goal(
            GoalLevel.ASSIGNMENT,
            "Lönefelen ska minska",
            "Rättade löneutbetalningar",
            "per tusen",
            7.4,
            2025,
            4.0,
            2029,
            "lönesystemet",
            "kommundirektören i Kinda",
        ),
    ),
    money=Money(
        "kommunstyrelsens anslag i budgeten för år 2027 i varje kommun",
        "Avräkning sker per den 31 december; avvikelser delas efter samma nyckel.",
        "Varje kommun betalar sin del av engångskostnaden kvartalsvis under år 2027.",
    ),
    jobs=Jobs(
        "Stadshuset i Tranås och kommunhuset i Kisa, med hyresavtal till och med år 2031.",
        "Verksamhetsövergång med bibehållna villkor; restid räknas som arbetstid i ett år.",
    ),
    evaluation=Evaluation(
        ("2028-03-31", "2030-03-31"),
        "Enkät, intervjuer och jämförelse av nyckeltal",
        "chefer, medarbetare, fackliga företrädare och nämndernas presidier",
        (
            Measure("Vardagar utan bemanning", "dagar per år", 8.5, 2025, "ledighetslistor"),
            Measure("Nöjdhet med support", "procent", 71.0, 2025, "medarbetarenkäten"),
        ),
    ),
    governance=Governance(
        "gemensam_namnd",
        "Gemensam nämnd",
        "9 kap. 19–22 §§ kommunallagen",
        joint_body=True,
        host="0687",
        seat="0687",
        seats=tuple(Seats(code, 2, 2) for code in CODES),
        chair="Ordförandeskapet växlar varje mandatperiod, med början i Tranås",
        rights="Nämnden beslutar inom budgetramen; budgeten fastställs efter samråd",
        notice_months=24,
    ),
    leadership=Leadership(
        "Administrativ chef",
        "0687",
        "Tranås",
        "Personal, inköp upp till 15 prisbasbelopp och intern organisation",
        "Rekrytering under våren 2027",
    ),
    impact=Impact(
        "Ingen påverkan: de tjänster som flyttas möter inte barn.",
        "Invånarna vänder sig till samma reception som i dag; svarstiden väntas bli kortare.",
        "Företagen får en fakturaadress per kommun som i dag.",
        "I Österbymo minskar antalet arbetsplatser; en dag i veckan finns support på plats.",
        "Nyckelpersoner kan sluta före starten. Åtgärd: erbjudanden senast i mars 2027.",
        "Uppgifterna får fullgöras av en gemensam nämnd.",
    ),
    background=(
        "De fem kommunerna har var för sig svårt att rekrytera till administrationen. "
        "Kommunstyrelserna gav i mars 2025 ett gemensamt uppdrag att pröva samverkan."
    ),
    start="2027-09-01",
)
CONTEXT = Context(
    meetings=(
        Dated("2026-09-14", "Samverkansgruppen lämnade sitt förslag"),
        Dated("2026-10-12", "Presidieträff i Kisa"),
    ),
    consultation=("Samtliga nämnder har yttrat sig och har inget att erinra.",),
    material=(
        Dated("2026-10-20", "Riskbedömning inför förändring i verksamheten"),
        Dated("2026-09-14", "Samverkansgruppens rapport"),
    ),
    timetable=(
        Dated("2027-02-01", "Rekrytering av chef inleds"),
        Dated("2027-06-30", "Erbjudanden till personalen är besvarade"),
    ),
    negotiations=tuple(
        Negotiation(code, "2026-09-21", "2026-10-05", "2026-10-26", "avslutad i enighet")
        for code in CODES
    ),
    law=("Den gemensamma nämnden ingår i värdkommunens organisation.",),
    assessment="Förslaget väger lägre sårbarhet mot att arbetsplatser flyttar mellan orterna.",
    optional=(
        ("Jämställdhet", "Fördelningen mellan kvinnor och män bland de berörda följs upp."),
        ("Miljö", "Tjänsteresorna ökar något; möten hålls i första hand på distans."),
    ),
    clauses=(
        (4, "Med support avses hjälp till anställda med datorer och system."),
        (5, "Utanför avtalet ligger kommunernas växel och skolornas elevdatorer."),
        (8, "Varje kommun behåller en beställare. Övergången följer 6 b § LAS."),
        (10, "Ett supportärende besvaras inom fyra arbetstimmar; mätning sker varje månad."),
        (13, "Inventarier säljs till bokfört värde. Licenser överlåts där villkoren tillåter."),
        (17, "Kommunerna informerar gemensamt och samma dag."),
        (18, "Värdkommunen tecknar försäkring för verksamheten."),
    ),
    company_numbers=tuple((code, f"212000-{code}") for code in CODES),
    longest_notice=36,
    joint_committee=True,
    quotation="Det gör oss mindre sårbara, säger kommunstyrelsernas ordförande gemensamt.",
    contact="kommundirektören i respektive kommun",
    release_date="2026-12-15",
)
HEADS = tuple(
    Head(
        party.code,
        party.name,
        "Kommunledningskontoret",
        f"Handläggaren i {party.name}",
        f"2026-11-{20 + n}",
        f"KS/2026:{100 + n}",
        that_clauses=n in (1, 3),
        receivers=("Kommunrevisionen",),
    )
    for n, party in enumerate(PARTIES)
)


def package(words: Words = WORDS, frozen: Frozen = FROZEN) -> Package:
    """Return the joint decision that the words and the frozen figures make."""
    listed = figures(frozen, words)
    points = decision_points(frozen, words, listed)
    return Package("5ab01c77e2", frozen, words, listed, points, hash_of(points))


PACKAGE = package()
EMPTY = package(Words())


def altered(**changes: object) -> Package:
    """Return the package with fields of its record changed, as nobody should."""
    return replace(PACKAGE, **changes)  # type: ignore[arg-type]

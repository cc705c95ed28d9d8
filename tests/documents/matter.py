"""What people have written and what is known of the matter, made up: every field filled."""

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
from scenarios.frozen import Head, Party

PARTIES = (
    Party("0513", "Kinda", "Kisa", joins=True),
    Party("0509", "Ödeshög", "Ödeshög", joins=True),
    Party("0560", "Boxholm", "Boxholm", joins=True),
    Party("0512", "Ydre", "Österbymo", joins=True),
    Party("0687", "Tranås", "Tranås", joins=True),
)
CODES = tuple(party.code for party in PARTIES)
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
        signing="Kommunstyrelsens ordförande och kommundirektören",
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

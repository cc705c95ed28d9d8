"""A joint decision with every part said, for tests that need one that is ready."""

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

CODES = ("0513", "0509", "0560", "0512", "0687")


def ready_words() -> Words:
    """Return words in which nothing is missing; the texts are made up for the test."""
    return Words(
        goals=(
            Goal(GoalLevel.VISION, "Bygden växer"),
            Goal(GoalLevel.GENERAL, "Bygglov ges i tid i alla kommuner också under semestrar"),
            Goal(
                GoalLevel.ASSIGNMENT,
                "Kortare handläggning av bygglov",
                "mediantid",
                "veckor",
                7.5,
                2025,
                6.0,
                2029,
                "kommunernas egna ärendesystem",
                "bygglovschefen",
            ),
        ),
        money=Money(
            "kommunstyrelsens anslag för samverkan",
            "över- och underskott regleras mot nästa års avgift",
            "varje kommun betalar sin andel det år kostnaden uppstår",
        ),
        jobs=Jobs("befintliga lokaler i centralorten", "personalen erbjuds övergång"),
        evaluation=Evaluation(
            ("2028-12-31",),
            "enkät och nyckeltal",
            "sökande, personal och nämndledamöter",
            (Measure("Mediantid för bygglov", "veckor", 7.5, 2025, "ärendesystemen"),),
        ),
        governance=Governance(
            "gemensam_namnd",
            "Gemensam nämnd",
            "9 kap. 19 § kommunallagen",
            True,
            "0687",
            "0687",
            tuple(Seats(code, 2, 2) for code in CODES),
            "kommunerna turas om, mandatperiod för mandatperiod",
            "nämnden beslutar i alla ärenden enligt plan- och bygglagen",
            "kommunstyrelsens ordförande och kommunchefen",
            24,
        ),
        leadership=Leadership(
            "samhällsbyggnadschef",
            "0687",
            "Tranås",
            "beslut i enskilda bygglov inom detaljplan",
            "utlyses när fullmäktige har beslutat",
        ),
        impact=Impact("ingen påverkan: kontoren är kvar", "samma öppettider", "en väg in", "–"),
        start="2027-01-01",
    )

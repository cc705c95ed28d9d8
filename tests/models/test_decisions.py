"""What no plan could follow is told at once, with the decision that says it and what to do."""

from dataclasses import replace

import pytest

from models.case import Case
from models.decisions import Choice, Decisions, circles, comes_after, contradictions
from models.entities import Alternative, Placement
from tests.models.small import activity, small_case, with_places

OWN, COOPERATION, MERGED, CONTRACTED = Alternative
WHOLE = Choice(0, (0, 1), MERGED, 0, Placement.LOCAL)


@pytest.fixture(scope="module")
def towns() -> Case:
    """Two municipalities, a locality and a town outside; lön comes after personal."""
    activities = (activity("personal"), activity("lon", after="personal"))
    return with_places(small_case(activities=activities))


CONTRADICTIONS = {
    "too many partners": (
        Decisions(least_partners={"lon": 6}),
        "Lon: minst 6 kommuner i en sammanslagen organisation, men bara 2 kommuner finns med. "
        "Sänk antalet.",
    ),
    "one partner": (
        Decisions(least_partners={"lon": 1}),
        "Lon: minsta antal kommuner är 1, ska vara 2 eller fler.",
    ),
    "a negative job loss": (
        Decisions(largest_job_loss=-0.5),
        "Största jobbförlust i en ort är −0,5. Ange 0 eller mer, eller ta bort beslutet.",
    ),
    "a negative team": (
        Decisions(least_team=-1.0),
        "Minsta lag på ett kontor är −1. Ange 0 eller mer, eller ta bort beslutet.",
    ),
    "a negative depth": (
        Decisions(competence_depth=-1.0),
        "Minsta kompetensdjup är −1. Ange 0 eller mer, eller ta bort beslutet.",
    ),
    "a negative journey": (
        Decisions(longest_travel=-10.0),
        "Längsta resa till service är −10. Ange 0 eller mer, eller ta bort beslutet.",
    ),
    "a negative budget": (
        Decisions(one_off_ceiling_sek=-5e6),
        "Tak för engångskostnaden är −5000000. Ange 0 eller mer, eller ta bort beslutet.",
    ),
    "a negative price of a day": (
        Decisions(price_uncovered_day_sek=-1.0),
        "Priset på en dag utan bemanning är −1. Ange 0 eller mer, eller ta bort beslutet.",
    ),
    "a negative price of a post": (
        Decisions(price_moved_fte_sek=-1.0),
        "Priset på en flyttad årsarbetare är −1. Ange 0 eller mer, eller ta bort beslutet.",
    ),
    "a negative price of a minute": (
        Decisions(price_travel_minute_sek=-1.0),
        "Priset på en minuts längre resa är −1. Ange 0 eller mer, eller ta bort beslutet.",
    ),
    "no start a year": (
        Decisions(starts_per_year=0),
        "Högst 0 starter om året. Ange minst 1.",
    ),
    "a start beyond the plan": (
        Decisions(start={"personal": 6}),
        "Personal ska starta år 6. Planen omfattar år 1–5.",
    ),
    "a start before the plan": (
        Decisions(start={"personal": 0}),
        "Personal ska starta år 0. Planen omfattar år 1–5.",
    ),
    "an unknown town": (
        Decisions(extra_towns=("kisa",)),
        "Orten ”kisa” finns inte i datapaketet. Välj en ort som finns där.",
    ),
    "an unknown office": (
        Decisions(office_in=("kisa",)),
        "Orten ”kisa” finns inte i datapaketet. Välj en ort som finns där.",
    ),
    "an office in a town that is not opened": (
        Decisions(office_in=("stad",)),
        "Stad ska ha ett gemensamt kontor, men är ingen centralort. Öppna Stad som möjlig "
        "kontorsort också.",
    ),
    "an unknown municipality required": (
        Decisions(required={"lon": ("0513",)}),
        "Kommunen ”0513” finns inte i datapaketet.",
    ),
    "an unknown municipality forbidden": (
        Decisions(forbidden={"lon": ("0513",)}),
        "Kommunen ”0513” finns inte i datapaketet.",
    ),
    "an unknown municipality kept apart": (
        Decisions(apart=(("0000", "0513"),)),
        "Kommunen ”0513” finns inte i datapaketet.",
    ),
    "an unknown municipality outside": (
        Decisions(outside=("0513",)),
        "Kommunen ”0513” finns inte i datapaketet.",
    ),
    "required and outside everything": (
        Decisions(required={"lon": ("0000", "0001")}, outside=("0001",)),
        "Lon: Kommun 1 ska delta, men står utanför allt gemensamt. Ta bort det ena.",
    ),
    "locked to something joint and outside everything": (
        Decisions(locked={"personal": (WHOLE,)}, outside=("0001",)),
        "Personal: Kommun 1 är låst till något gemensamt, men står utanför allt gemensamt. Lås upp "
        "det ena.",
    ),
    "after something unknown": (
        Decisions(after={"lon": "kaffe"}),
        "Verksamheten ”kaffe” planeras inte. Ordningen gäller bara verksamheter som planeras.",
    ),
    "waiting for each other": (
        Decisions(after={"personal": "lon"}),
        "Ordningen går runt: Personal efter Lon efter Personal. Ta bort ett av leden eller släpp "
        "ordningen.",
    ),
    "waiting for itself": (
        Decisions(after={"lon": "lon"}),
        "Ordningen går runt: Lon efter Lon. Ta bort ett av leden eller släpp ordningen.",
    ),
    "an unknown legal form": (
        Decisions(legal_form="kungadöme"),
        "Den juridiska formen ”kungadöme” finns inte i datapaketet.",
    ),
    "required and forbidden at once": (
        Decisions(required={"lon": ("0000", "0001")}, forbidden={"lon": ("0001",)}),
        "Lon: Kommun 1 både ska delta och får inte delta. Ta bort det ena.",
    ),
    "required in what is run alone": (
        Decisions(required={"lon": ("0000",)}, how={"lon": (OWN, CONTRACTED)}),
        "Lon: Kommun 0 ska delta, men verksamheten får bara drivas som egen och entreprenad.",
    ),
    "kept apart from oneself": (
        Decisions(apart=(("0000", "0000"),)),
        "Kommun 0 kan inte hållas isär från sig själv.",
    ),
    "locked in two ways": (
        Decisions(
            locked={"personal": (WHOLE, Choice(0, (1,), OWN, 1, Placement.LOCAL))},
        ),
        "Personal: en kommun är låst till två sätt på en gång. Lås upp det ena.",
    ),
    "the wrong order of start years": (
        Decisions(start={"personal": 3, "lon": 3}),
        "Lon ska starta år 3, men får göra det först efter Personal, som startar år 3. Ändra ett "
        "av åren eller släpp ordningen.",
    ),
    "first what comes after": (
        Decisions(start={"lon": 1}),
        "Lon ska starta år 1, men får göra det först efter Personal. Välj år 2 eller senare, "
        "eller släpp ordningen.",
    ),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_is_told_in_one_sentence(name: str, towns: Case) -> None:
    """It names the decision and says what to change, before anything is reckoned."""
    decided, sentence = CONTRADICTIONS[name]

    assert contradictions(towns, decided) == (sentence,)


def test_six_of_the_real_five_is_too_many(case: Case) -> None:
    """The pack has five municipalities; nobody waits a minute to be told."""
    (sentence,) = contradictions(case, Decisions(least_partners={"plan": 6}))

    assert sentence.startswith("Plan: minst 6 kommuner")
    assert "bara 5 kommuner" in sentence


@pytest.mark.parametrize(
    "decided",
    [
        Decisions(),
        Decisions(least_partners={"lon": 2}, largest_job_loss=0.0, one_off_ceiling_sek=0.0),
        Decisions(extra_towns=("stad",), office_in=("stad", "ort0")),
        Decisions(required={"lon": ("0000",)}, how={"lon": (OWN, COOPERATION)}),
        Decisions(required={"lon": ("0000",)}, forbidden={"personal": ("0000",)}),
        Decisions(start={"personal": 1, "lon": 2}),
        Decisions(start={"personal": 5, "lon": 1}, in_order=False),
        Decisions(locked={"personal": (WHOLE,)}),
        Decisions(outside=("0000", "0001")),
        Decisions(outside=("0001",), how={"lon": (MERGED,)}),
        Decisions(after={"personal": "lon"}, in_order=False),
        Decisions(legal_form="bolag", starts_per_year=1),
    ],
)
def test_what_can_be_followed_is_no_contradiction(decided: Decisions, towns: Case) -> None:
    """Hard is not the same as impossible: 0 is a limit that a plan can keep."""
    assert contradictions(towns, decided) == ()


def test_what_is_decided_goes_before_the_packs_order(towns: Case) -> None:
    """The councils may turn the pack's order round; an activity they leave out keeps it."""
    assert comes_after(towns.activities, Decisions()) == {"lon": "personal"}
    turned = Decisions(after={"personal": "lon", "lon": ""})
    assert comes_after(towns.activities, turned) == {"personal": "lon"}


def test_every_ring_is_found_once() -> None:
    """Two rings beside each other are two things to mend, and a tail into a ring is none."""
    after = {"a": "b", "b": "a", "c": "a", "d": "e", "e": "f", "f": "d", "g": "g"}
    activities = tuple(activity(key) for key in "abcdefgh")
    assert circles(activities, Decisions(after=after)) == (("a", "b"), ("d", "e", "f"), ("g",))
    assert circles(activities, Decisions()) == ()


def test_everything_that_is_wrong_is_told_at_once(towns: Case) -> None:
    """Who mends one thing at a time gives up."""
    decided = Decisions(
        least_partners={"lon": 3}, starts_per_year=0, start={"personal": 2, "lon": 1}
    )

    assert len(contradictions(towns, decided)) == 4


def test_a_choice_knows_whether_it_is_joint_and_whether_it_is_a_change() -> None:
    """A contractor is a change that nobody shares."""
    alone = Choice(0, (0,), OWN, 0, Placement.LOCAL)

    assert (WHOLE.joint, WHOLE.changed) == (True, True)
    assert (alone.joint, alone.changed) == (False, False)
    contracted = replace(alone, alternative=CONTRACTED)
    assert (contracted.joint, contracted.changed) == (False, True)

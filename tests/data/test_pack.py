"""The shipped pack: every number has unit, status, source and range, and adds up with the rest."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import models
from models.account import shares_by_status
from models.case import Case, build_case
from models.checks import coverage
from models.entities import FactKind, Figure, Status
from models.pack import Pack
from models.rules import RANK, evaluate, names_in
from tests.conftest import MUNICIPALITIES

UNSURE = {Status.ESTIMATE, Status.ASSUMPTION}
OFFICIAL_SOURCES = {"kolada", "scb", "valmyndigheten", "mandat"}


def figures(pack: Pack) -> Iterator[tuple[str, Figure]]:
    """Return every figure of the pack with a name to find it by."""
    for code, known in pack.key_figures.items():
        for key_figure in known:
            yield f"{code} {key_figure.key} {key_figure.figure.year}", key_figure.figure
    for (code, line, item), years in pack.official.items():
        for figure in years:
            yield f"{code} {line} {item} {figure.year}", figure
    for (code, activity), account in pack.accounts.items():
        for item, figure in account.figures.items():
            yield f"{code} {activity} {item}", figure
    for code, rows in pack.service.items():
        for row in rows:
            yield f"{code} {row.activity} {row.dimension}", row.figure


def account_figures(pack: Pack) -> Iterator[tuple[str, str, str, Figure]]:
    """Return (municipality, activity, item, figure) of every account."""
    for (code, activity), account in pack.accounts.items():
        for item, figure in account.figures.items():
            yield code, activity, item, figure


def test_the_pack_is_read_without_faults_for_five_municipalities(pack: Pack) -> None:
    """The five of the cooperation document, in its order."""
    assert [m.name for m in pack.municipalities] == [
        "Kinda",
        "Ödeshög",
        "Boxholm",
        "Ydre",
        "Tranås",
    ]


def test_every_figure_has_unit_status_year_and_a_source_that_resolves(pack: Pack) -> None:
    """A figure a councillor cannot trace is a figure a councillor cannot defend."""
    for name, figure in figures(pack):
        assert figure.unit, name
        assert isinstance(figure.status, Status), name
        assert 1990 <= figure.year <= 2100, name
        assert figure.sources, name
        for source in figure.sources:
            assert pack.sources[source].title, name


def test_every_account_is_of_the_base_year_and_its_money_in_the_pack_prices(pack: Pack) -> None:
    """One price year throughout: kronor of 2019 beside kronor of 2022 is how tables mislead."""
    for code, activity, item, figure in account_figures(pack):
        assert figure.year == pack.base_year, (code, activity, item)
        if figure.unit.startswith("kr"):
            assert figure.price_year == pack.price_year, (code, activity, item)


def test_all_money_has_a_price_year(pack: Pack) -> None:
    """Kronor without a year are no figure."""
    for name, figure in figures(pack):
        if figure.unit.startswith("kr"):
            assert figure.price_year is not None, name


def test_every_value_lies_within_its_range(pack: Pack) -> None:
    """A mode outside its own range would be drawn never, and shown always."""
    for name, figure in figures(pack):
        slack = 1e-9 * abs(figure.value)
        assert figure.low <= figure.value + slack, name
        assert figure.value <= figure.high + slack, name


def test_every_estimated_cost_has_a_real_range(pack: Pack) -> None:
    """Never a krona figure without its range: what is estimated says how unsure it is."""
    bare = {
        (activity, item)
        for _, activity, item, figure in account_figures(pack)
        if figure.status in UNSURE and figure.unit == "kr/år" and figure.value
        if not figure.low < figure.high
    }
    assert bare == set()


def test_every_derived_figure_can_be_reckoned_again_from_what_it_says(pack: Pack) -> None:
    """Formula and inputs on screen give the value on screen; an economist will try."""
    for code, activity, item, figure in account_figures(pack):
        if not figure.formula:
            continue
        assert figure.because, (code, activity, item)
        assert {name for name, _ in figure.inputs} == set(names_in(figure.formula))
        again = evaluate(figure.formula, dict(figure.inputs))
        assert again == pytest.approx(figure.value), (code, activity, item)


def test_a_derived_figure_is_never_surer_than_its_inputs(pack: Pack) -> None:
    """Official only from official: the colour on screen is a promise."""
    shares = {f"andel_{item.key}" for item in pack.items}
    for (code, activity), account in pack.accounts.items():
        for item, figure in account.figures.items():
            for name, _ in figure.inputs:
                known = account.figures.get(name) or pack.key_figure(code, name)
                status = known.status if known else None
                if status is None and name in pack.parameters:
                    status = pack.parameters[name].status
                if name.startswith(("kostnad_", "nettokostnad_")) and status is None:
                    kind, _, line = name.partition("_")
                    total = pack.official_total(code, line, kind)
                    assert total is not None, (code, activity, item, name)
                    status = total.status
                if name == "manadslon":
                    (own,) = (a for a in pack.activities if a.key == activity)
                    pay = next(r.pay for r in pack.roles if r.key == own.role)
                    status = pack.parameters[pay].status
                if name in shares:
                    continue  # a profile's share is an assumption, checked with its rule below
                assert status is not None, (code, activity, item, name)
                assert RANK[figure.status] >= RANK[status], (code, activity, item, name)


def test_what_is_split_by_an_assumed_profile_is_an_assumption(pack: Pack) -> None:
    """No split by cost type is official: nobody has published one."""
    for code, activity, item, figure in account_figures(pack):
        if any(name.startswith("andel_K") for name, _ in figure.inputs):
            assert figure.status is Status.ASSUMPTION, (code, activity, item)


def test_official_figures_come_from_official_statistics(pack: Pack) -> None:
    """”official” may not be written on a figure from a newspaper."""
    for name, figure in figures(pack):
        if figure.status is Status.OFFICIAL and not figure.formula:
            assert all(s.split("_")[0] in OFFICIAL_SOURCES for s in figure.sources), name


def test_official_and_reported_figures_have_no_range_of_their_own(pack: Pack) -> None:
    """A statistic is one number; what is made of it by a rule may have more ends."""
    for name, figure in figures(pack):
        if figure.status in {Status.OFFICIAL, Status.REPORTED} and not figure.formula:
            assert figure.low == figure.value == figure.high, name


def test_activities_never_exceed_the_official_totals(pack: Pack) -> None:
    """Issue A.3: what is not covered is ”övrig verksamhet”, and that is never less than nothing."""
    accounts = tuple(pack.accounts.values())
    checked = 0
    for m in pack.municipalities:
        for line, total, covered in coverage(
            m.code, accounts, pack.official, pack.activities, pack.lines, pack.items, pack.base_year
        ):
            if total is not None:
                checked += 1
                assert covered <= total + 1, (m.name, line.label, covered - total)
    assert checked > 5 * 10


def test_every_activity_lies_within_an_official_total(pack: Pack) -> None:
    """A check that finds no total to compare with checks nothing."""
    lines = {line.key: line for line in pack.lines}
    for activity in pack.activities:
        line = lines[activity.within]
        while line.parent:
            line = lines[line.parent]
        for m in pack.municipalities:
            assert pack.official_total(m.code, line.key, "kostnad"), (activity.key, m.name)


def test_the_activities_never_have_more_staff_than_the_municipality_employs(pack: Pack) -> None:
    """Årsarbetare by activity against Kolada's årsarbetare in all."""
    for m in pack.municipalities:
        counted = sum(
            account.figures[key].value
            for (code, _), account in pack.accounts.items()
            if code == m.code
            for key in ("fte", "fte_chef")
            if key in account.figures
        )
        employed = pack.key_figure(m.code, "arsarbetare")
        assert employed is not None
        assert 0 < counted <= employed.value


def test_cost_types_add_up_to_the_activitys_cost(pack: Pack) -> None:
    """K-07: the column's sum is the total, to the krona."""
    for (code, activity), account in pack.accounts.items():
        whole = account.figures.get("kostnad")
        if whole and account.of_kind(pack.items, "cost"):
            assert account.total_cost(pack.items) == pytest.approx(whole.value, abs=1), (
                code,
                activity,
            )


def test_a_total_lies_within_its_range(pack: Pack) -> None:
    """The range beside the sum must hold the sum."""
    for (code, activity), account in pack.accounts.items():
        total, span = account.total_cost(pack.items), account.total_range(pack.items)
        if total is not None:
            assert span is not None
            assert span[0] - 1 <= total <= span[1] + 1, (code, activity)


def test_no_cost_volume_or_staff_is_negative(pack: Pack) -> None:
    """A rule by difference may slip below zero when the data are renewed; then it must be seen."""
    kinds = {item.key: item.kind for item in pack.items}
    for code, activity, item, figure in account_figures(pack):
        if kinds[item] in {"cost", "staffing", "volume", "resource", "revenue"}:
            assert figure.value >= 0, (code, activity, item)


def test_status_shares_of_an_account_add_up_to_one(pack: Pack) -> None:
    """”12 % officiellt, 88 % antaget” has to be all of it."""
    for account in pack.accounts.values():
        assert sum(shares_by_status(account.figures.values()).values()) == pytest.approx(1)


def test_every_optimised_activity_that_can_be_merged_has_an_account(pack: Pack) -> None:
    """What the plan decides on, it must know something about, in every municipality."""
    for activity in pack.activities:
        if activity.optimised and "sammanslagen" in activity.alternatives:
            for m in pack.municipalities:
                account = pack.accounts[m.code, activity.key]
                assert account.total_cost(pack.items), (m.name, activity.key)
                assert account.figures["fte"].value > 0, (m.name, activity.key)


def test_every_rule_is_used_or_a_way_out_for_somebody(pack: Pack) -> None:
    """A rule whose item is never in any account is a rule that nobody can check."""
    derived = {(figure.formula, item) for _, _, item, figure in account_figures(pack)}
    known_fallbacks = {rule.item for rule in pack.rules if rule.applies_to == "sarskilt_stod"}
    for rule in pack.rules:
        if rule.item not in known_fallbacks and not any(
            n.startswith("andel_K") for n in rule.names
        ):
            assert (rule.formula, rule.item) in derived, (rule.applies_to, rule.item)


def test_an_office_may_lie_in_towns_that_are_nobodys_seat(pack: Pack) -> None:
    """Linköping is where Itsam's office went; a candidate lies outside the members here."""
    assert [town.key for town in pack.candidates] == ["linkoping", "mjolby", "eksjo"]
    members = {m.code for m in pack.municipalities}
    for town in pack.candidates:
        assert not town.seat
        assert town.municipality not in members
    keys = [town.key for town in (*pack.towns, *pack.candidates)]
    assert len(set(keys)) == len(keys)


def test_a_company_may_not_exercise_authority(pack: Pack) -> None:
    """KL 10 kap. 1 §; every form says where in the law it stands."""
    assert {form.key: form.authority for form in pack.legal_forms} == {
        "avtal": True,
        "gemensam_namnd": True,
        "kommunalforbund": True,
        "bolag": False,
    }
    for form in pack.legal_forms:
        assert form.label, form.key
        assert form.section.startswith("KL "), form.key
        assert pack.sources[form.source].title, form.key


def test_environment_has_the_competences_of_the_cooperation_document(pack: Pack) -> None:
    """K-22: two persons deep in each; every share is a supposition with a range."""
    deep = {c.key: c.depth for c in pack.competences if c.activity == "miljo_halsoskydd"}
    assert deep == dict.fromkeys(
        ("livsmedel", "enskilda_avlopp", "lantbruk", "industri", "halsoskydd", "alkohol_tobak"), 2
    )
    for known in pack.competences:
        assert 0 < known.low <= known.share <= known.high <= 1, known.key
        assert known.status is Status.ASSUMPTION, known.key
        assert known.note, known.key
        assert pack.sources[known.source].title, known.key


def test_food_control_is_the_share_of_inspectors_that_the_parameters_give(pack: Pack) -> None:
    """0,76 / (0,76 + 2,0) = 0,28; ends from the ends: 0,3 / 6,2 = 0,05 and 1,0 / 1,7 = 0,59."""
    food, rest = (pack.parameters[f"inspektorer_{key}"] for key in ("livsmedel", "miljobalk"))
    (known,) = (c for c in pack.competences if c.key == "livsmedel")

    assert known.share == pytest.approx(food.value / (food.value + rest.value), abs=0.005)
    assert known.low == pytest.approx(food.low / (food.low + rest.high), abs=0.005)
    assert known.high == pytest.approx(food.high / (food.high + rest.low), abs=0.005)


def test_the_longer_the_way_the_more_leave(pack: Pack) -> None:
    """Five bands of a quarter of an hour, each with low, mode and high above the band before."""
    assert [band.minutes_from for band in pack.commuting] == [0, 15, 30, 45, 60]
    ps = [pack.parameters[band.parameter] for band in pack.commuting]
    for shorter, longer in pairwise(ps):
        assert shorter.low < longer.low
        assert shorter.value < longer.value
        assert shorter.high < longer.high
    assert all(p.status is Status.ASSUMPTION and p.unit == "andel av flyttade" for p in ps)


def test_staff_leave_by_themselves_as_the_sources_say(pack: Pack) -> None:
    """6,9 percent a year besides pensions, 2,5 percent with one."""
    leaving, retiring = pack.parameters["personalomsattning"], pack.parameters["pensionsavgang"]

    assert (leaving.low, leaving.value, leaving.high) == (0.054, 0.069, 0.125)
    assert (retiring.low, retiring.value, retiring.high) == (0.015, 0.025, 0.035)
    assert leaving.unit == retiring.unit == "andel per år"


def test_itsams_lease_is_locked_for_ten_years(pack: Pack) -> None:
    """1 600 kr per square metre and year, 16 mnkr in all; its first year nobody has said."""
    (lease,) = pack.leases

    assert (lease.town, lease.from_year, lease.price_year) == ("linkoping", None, 2019)
    assert lease.rent / lease.floor_m2 == 1_600
    assert lease.rent * lease.years == 16_000_000
    assert pack.sources[lease.source].url


def test_every_known_fact_can_be_traced(pack: Pack) -> None:
    """Itsam is in the pack with what the sources say, each with an address, nothing reckoned."""
    assert {fact.case for fact in pack.known_facts} == {"itsam"}
    assert {fact.kind for fact in pack.known_facts} == set(FactKind)
    for fact in pack.known_facts:
        assert fact.status in {Status.OFFICIAL, Status.PUBLISHED}, fact
        assert pack.sources[fact.source].url, fact
        assert fact.municipality in {"", *pack.municipality_names}, fact


def test_every_kind_of_fact_is_described_in_the_codebook(pack: Pack) -> None:
    """The closed list in the table, the units in the codebook and the code are one list."""
    (column,) = (c for c in pack.codebook["known_cases"] if c.name == "fact")
    described = pack.codebook["known_fact"]
    assert set(column.allowed) == {c.name for c in described} == set(FactKind)
    assert all(c.unit and c.label and c.help for c in described)


def test_every_seat_lies_within_its_outline(pack: Pack) -> None:
    """An outline under another municipality's code, or lat for lon, would show here."""
    outlines = {outline.code: outline for outline in pack.outlines}
    for m in pack.municipalities:
        (seat,) = (t for t in pack.towns if t.key == m.seat and t.municipality == m.code)
        assert outlines[m.code].name == m.name
        assert any(within(seat.lon, seat.lat, ring) for ring in outlines[m.code].rings), m.name
    for town in pack.candidates:
        assert any(within(town.lon, town.lat, r) for r in outlines[town.municipality].rings)


def within(x: float, y: float, ring: tuple[tuple[float, float], ...]) -> bool:
    """Say whether a point lies within a ring: a line from it crosses the ring an odd number."""
    return (
        sum(
            (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)
            for (x0, y0), (x1, y1) in pairwise(ring)
        )
        % 2
        == 1
    )


def test_the_outlines_say_whose_they_are(pack: Pack) -> None:
    """The boundaries are lent under a licence that asks to be named."""
    raw = json.loads((MUNICIPALITIES / "outlines.geojson").read_text(encoding="utf-8"))

    assert pack.sources[raw["source"]].licence == "MIT"
    for outline in pack.outlines:
        for ring in outline.rings:
            assert ring[0] == ring[-1], outline.name
            assert all(round(x, 4) == x for point in ring for x in point), outline.name


def test_schools_are_visited_and_payroll_is_not(pack: Pack) -> None:
    """Who comes to an office has further to go when it moves; inspectors come to them."""
    visited = {activity.key for activity in pack.activities if activity.visited}

    assert {"bygglov", "ifo_handlaggning", "livslangt_larande", "grundskola"} <= visited
    assert not {"lon", "it_drift", "miljo_halsoskydd", "interkommunal_ersattning"} & visited


def test_the_age_groups_are_described_counted_and_all_inhabitants(pack: Pack) -> None:
    """Six groups that leave a cohort out, or count one twice, would move every volume."""
    described = {column.name for column in pack.codebook["key_figure"]}
    assert set(pack.age_groups) <= described
    for activity in pack.activities:
        assert set(activity.age_groups) <= set(pack.age_groups), activity.key
    for m in pack.municipalities:
        for year in range(2018, 2023):
            people = pack.key_figure(m.code, "folkmangd", year)
            groups = [pack.key_figure(m.code, group, year) for group in pack.age_groups]
            assert people is not None
            assert sum(g.value for g in groups if g is not None) == people.value, (m.name, year)


def test_nobody_has_yet_said_when_a_contract_runs_out(pack: Pack) -> None:
    """The item is there to be filled in; a guess would look like a fact."""
    assert "avtal_slut" in {item.key for item in pack.items}
    assert not any("avtal_slut" in account.figures for account in pack.accounts.values())


def test_every_parameter_has_range_source_and_money_in_the_pack_prices(pack: Pack) -> None:
    """Evidence is low, mode and high with a name behind it, or it is an opinion."""
    for key, p in pack.parameters.items():
        assert p.low <= p.value <= p.high, key
        assert p.label, key
        assert pack.sources[p.source].title, key
        if p.unit.startswith("kr"):
            assert p.price_year == pack.price_year, key


def test_money_of_another_year_is_turned_into_the_pack_prices(pack: Pack) -> None:
    """1 650 kr of 2019 is 1 650 · 371.91 / 334.26 = 1 835.85 kr of 2022 by SCB's price index."""
    p = pack.parameters["it_kostnad_per_invanare"]

    assert (p.stated_value, p.stated_price_year) == (1650, 2019)
    assert p.value == pytest.approx(1650 * 371.91 / 334.26)
    assert p.value == pytest.approx(1835.85, abs=0.01)


def test_the_numbers_for_reckoning_are_the_accounts(pack: Pack, case: Case) -> None:
    """K-08: what is reckoned with is what Underlag shows, cell by cell."""
    for i, m in enumerate(pack.municipalities):
        for j, activity in enumerate(pack.activities):
            account = pack.accounts[m.code, activity.key]
            for c, item in enumerate(case.cost_types):
                figure = account.figures.get(item.key)
                assert case.cost[i, j, c] == (figure.value if figure else 0)
            for c, item in enumerate(case.revenue_types):
                figure = account.figures.get(item.key)
                assert case.revenue[i, j, c] == (figure.value if figure else 0)
            assert case.missing[i, j] == bool(account.gaps)


def test_sizes_and_uncertainty_are_fit_to_reckon_with(case: Case) -> None:
    """No zero to divide by, no missing number that pretends to be one, mode within the range."""
    assert (case.size > 0).all()
    assert np.isfinite(case.cost).all()
    assert (case.base_low <= 1).all()
    assert (case.base_high >= 1).all()
    assert (case.base_low >= 0).all()
    assert case.exposure.min() >= 0
    assert case.exposure.max() <= 1


def test_picking_activities_keeps_their_numbers(case: Case) -> None:
    """A page that shows one activity reckons on the same base as the page that shows all."""
    some = [case.index("lon"), case.index("plan")]
    small = case.pick(some)

    assert [a.key for a in small.activities] == ["lon", "plan"]
    assert np.array_equal(small.cost, case.cost[:, some])
    assert np.array_equal(small.exposure, case.exposure[some])
    assert small.contracts[1] is None
    with pytest.raises(KeyError):
        small.index("it_drift")


def test_no_code_is_keyed_on_an_activitys_name(pack: Pack) -> None:
    """What is special about IT is a column: renaming every activity changes no figure."""
    code = "".join(path.read_text("utf-8") for path in Path(models.__path__[0]).glob("*.py"))
    for activity in pack.activities:
        assert not re.search(rf'[=!]= "{activity.key}"|in \{{[^}}]*"{activity.key}"', code)


def test_the_case_is_the_same_whenever_it_is_built(pack: Pack, case: Case) -> None:
    """The cache of the app may throw it away at any time."""
    assert np.array_equal(build_case(pack).cost, case.cost)

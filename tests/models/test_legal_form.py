"""Forms are let in and shut out by the activities, the alternative and what is wished for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.entities import Activity, Alternative
from models.law import cite
from models.legal_form import CAUTION, Suggestion, Wishes, forms_for
from models.pack import Pack

MERGED, COOPERATION = Alternative.MERGED, Alternative.COOPERATION


def activities(pack: Pack, *keys: str) -> list[Activity]:
    """Return activities of the pack by key."""
    by_key = {a.key: a for a in pack.activities}
    return [by_key[key] for key in keys]


def forms(
    pack: Pack,
    *keys: str,
    alternative: Alternative = MERGED,
    wishes: Wishes | None = None,
) -> dict[str, Suggestion]:
    """Return the suggestions by form, in their order."""
    found = forms_for(pack.legal, activities(pack, *keys), alternative, wishes)
    return {s.form.key: s for s in found}


def admissible(found: dict[str, Suggestion]) -> list[str]:
    """Return the forms let in, the best first."""
    return [key for key, suggestion in found.items() if suggestion.admissible]


EVERY_WISH = st.builds(
    Wishes,
    joint_control=st.sampled_from([None, True, False]),
    own_legal_person=st.sampled_from([None, True, False]),
    only_some_handling=st.sampled_from([None, True, False]),
    special_law_confirmed=st.booleans(),
    long_horizon=st.sampled_from([None, True, False]),
)


@pytest.mark.parametrize("key", ["plan", "bygglov", "miljo_halsoskydd", "ifo_handlaggning"])
@given(wishes=EVERY_WISH, alternative=st.sampled_from(list(Alternative)))
def test_authority_never_lies_in_a_company_without_cited_support(
    pack: Pack, key: str, wishes: Wishes, alternative: Alternative
) -> None:
    """Whatever else is wished for, and alone or beside IT."""
    for keys in ((key,), (key, "it_drift")):
        company = forms(pack, *keys, alternative=alternative, wishes=wishes)["bolag"]
        assert not company.admissible
        assert any(reason.section == "10:1" for reason in company.excluded)


@pytest.mark.parametrize("blank", ["", "   "])
def test_support_in_law_opens_the_company_only_when_it_is_cited(pack: Pack, blank: str) -> None:
    """And what was cited is repeated for the lawyer."""
    assert not forms(pack, "plan", wishes=Wishes(support=blank))["bolag"].admissible
    opened = forms(pack, "plan", wishes=Wishes(support="lagen om prov 1 §"))["bolag"]
    assert opened.admissible
    assert "lagen om prov 1 §" in opened.limits[0].sentence
    assert "jurist" in opened.limits[0].sentence


def test_a_shut_out_company_names_the_activity_and_the_paragraph(pack: Pack) -> None:
    """Only the activity that exercises authority is named."""
    (reason,) = forms(pack, "it_drift", "plan")["bolag"].excluded
    assert reason.sentence == (
        "Myndighetsutövningen i Plan får inte ligga i denna form, om det inte finns stöd för det "
        "i lag (10 kap. 1 § kommunallagen)."
    )


def test_it_may_take_every_joint_form(pack: Pack) -> None:
    """The lightest first when nothing is wished for."""
    assert admissible(forms(pack, "it_drift")) == [
        "avtal",
        "gemensam_namnd",
        "kommunalforbund",
        "bolag",
    ]


def test_simple_cooperation_is_an_agreement_first(pack: Pack) -> None:
    """Own leadership is kept: nothing that takes over the task is let in."""
    found = forms(pack, "it_drift", alternative=COOPERATION)
    assert admissible(found) == ["avtal", "tjanstekop", "natverk"]
    assert found["gemensam_namnd"].excluded[0].section == "9:20;9:21"


def test_bought_handling_with_authority_is_decided_at_home(pack: Pack) -> None:
    """A purchase prepares; an agreement under 9 kap. 37 § may let the other's employee decide."""
    found = forms(pack, "bygglov", alternative=COOPERATION, wishes=Wishes(only_some_handling=True))
    assert admissible(found) == ["avtal", "tjanstekop"]
    assert any("Bara beredning" in limit.text for limit in found["tjanstekop"].limits)
    assert not any("Bara beredning" in limit.text for limit in found["avtal"].limits)


def test_authority_is_not_handed_to_a_contractor(pack: Pack) -> None:
    """10 kap. 1 § again: no form is left."""
    assert admissible(forms(pack, "plan", alternative=Alternative.CONTRACTED)) == []
    lon = forms(pack, "lon", alternative=Alternative.CONTRACTED)
    assert admissible(lon) == ["tjanstekop"]


@pytest.mark.parametrize(
    ("wishes", "left"),
    [
        (Wishes(joint_control=True), ["gemensam_namnd", "kommunalforbund"]),
        (Wishes(joint_control=False), ["avtal", "bolag"]),
        (Wishes(own_legal_person=True), ["kommunalforbund", "bolag"]),
        (Wishes(own_legal_person=False), ["avtal", "gemensam_namnd"]),
        (Wishes(only_some_handling=True), ["avtal"]),
        (Wishes(joint_control=True, own_legal_person=True), ["kommunalforbund"]),
        (Wishes(joint_control=True, own_legal_person=False), ["gemensam_namnd"]),
        (Wishes(joint_control=True, only_some_handling=True), []),
    ],
)
def test_wishes_shut_out_the_forms_that_cannot_meet_them(
    pack: Pack, wishes: Wishes, left: list[str]
) -> None:
    """For IT run together."""
    assert admissible(forms(pack, "it_drift", wishes=wishes)) == left


@given(wishes=EVERY_WISH, alternative=st.sampled_from(list(Alternative)))
def test_every_form_is_answered_and_every_exclusion_cites_the_act(
    pack: Pack, wishes: Wishes, alternative: Alternative
) -> None:
    """The admissible first; each exclusion has a sentence and a paragraph; always the caution."""
    found = list(
        forms(pack, "plan", "it_drift", "lon", alternative=alternative, wishes=wishes).values()
    )
    assert {s.form.key for s in found} == {form.key for form in pack.legal.forms}
    assert [s.admissible for s in found] == sorted((s.admissible for s in found), reverse=True)
    for suggestion in found:
        assert suggestion.caution == CAUTION
        for reason in suggestion.excluded:
            assert reason.section
            assert reason.sentence.endswith(f"({cite(reason.section)}).")


def test_three_activities_show_the_association_with_its_notice_and_its_points(pack: Pack) -> None:
    """Two do not; a short horizon does not."""
    three = ("it_drift", "lon", "ekonomi")
    shown = forms(pack, *three)["kommunalforbund"].highlight
    assert shown is not None
    assert "3 verksamheter" in shown.sentence
    assert "uppsägningstiden är 3 år" in shown.sentence
    assert "18 punkter" in shown.sentence
    assert "9 kap. 18" in shown.sentence
    assert forms(pack, *three[:2])["kommunalforbund"].highlight is None
    short = forms(pack, *three, wishes=Wishes(long_horizon=False))
    assert short["kommunalforbund"].highlight is None
    assert all(s.highlight is None for key, s in short.items() if key != "kommunalforbund")


def test_a_long_horizon_ranks_the_association_first_only_for_three(pack: Pack) -> None:
    """A wish fulfilled goes before the pack's own order."""
    long = Wishes(long_horizon=True)
    assert admissible(forms(pack, "it_drift", "lon", "ekonomi", wishes=long))[0] == (
        "kommunalforbund"
    )
    assert admissible(forms(pack, "it_drift", wishes=long))[0] == "avtal"
    assert admissible(forms(pack, "it_drift", "lon", "ekonomi"))[0] == "avtal"


def test_an_unconfirmed_special_law_is_a_condition_until_it_is_confirmed(pack: Pack) -> None:
    """9 kap. 37 § third paragraph."""
    open_ = forms(pack, "miljo_halsoskydd")["avtal"]
    assert [limit.section for limit in open_.limits] == ["9:37"]
    settled = forms(pack, "miljo_halsoskydd", wishes=Wishes(special_law_confirmed=True))["avtal"]
    assert settled.limits == ()


def test_a_joint_body_that_would_supervise_itself_is_warned_of(pack: Pack) -> None:
    """Only where there is a joint body, and only with both activities."""
    both = forms(pack, "miljo_halsoskydd", "fastighetsovervakning")
    (warning,) = both["gemensam_namnd"].conflicts
    assert warning.section == "6:7"
    assert "Miljö- och hälsoskydd" in warning.sentence
    assert both["kommunalforbund"].conflicts
    assert both["avtal"].conflicts == ()
    assert forms(pack, "miljo_halsoskydd", "it_drift")["gemensam_namnd"].conflicts == ()


def test_an_admissible_form_says_what_it_requires_who_decides_and_what_it_takes(
    pack: Pack,
) -> None:
    """Three weeks to appeal at the least, 37 days when all takes as long as it may."""
    board = forms(pack, "plan")["gemensam_namnd"]
    assert {"beslut", "overenskommelse", "reglemente"} <= {r.key for r in board.requires}
    assert board.decided_by.section == "9:19;9:33"
    assert (board.least_days, board.most_days) == (21, 37)
    assert "Minst 21 och normalt högst 37 dagar" in board.takes.sentence
    network = forms(pack, "it_drift", alternative=COOPERATION)["natverk"]
    assert network.most_days == 0
    assert network.takes.section == ""


def test_the_rules_read_the_table_and_not_the_key(pack: Pack) -> None:
    """A form renamed in the pack is judged by its columns all the same."""
    renamed = tuple(
        replace(form, key="aktiebolag") if form.key == "bolag" else form
        for form in pack.legal.forms
    )
    found = forms_for(replace(pack.legal, forms=renamed), activities(pack, "plan"), MERGED)
    company = next(s for s in found if s.form.key == "aktiebolag")
    assert not company.admissible

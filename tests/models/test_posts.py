"""Posts come in quarters and nobody is lost on the way between two offices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.alternatives import arrange, merged, own
from models.case import Case
from models.entities import Placement
from models.parameters import Floats
from models.posts import in_quarters, movements, up_to_quarters
from tests.models.small import cases, everything, small_case, suppose, suppositions

FTE = st.floats(0, 30).map(lambda x: round(x, 3))
TOWNS = st.integers(1, 5).flatmap(
    lambda n: st.tuples(*(st.lists(FTE, min_size=n, max_size=n) for _ in range(2)))
)


@pytest.mark.parametrize(
    ("fte", "posts"),
    [(0.0, 0.0), (0.01, 0.25), (0.25, 0.25), (0.2500001, 0.5), (3.1, 3.25), (0.1 * 2.5, 0.25)],
)
def test_a_need_is_staffed_with_the_next_quarter(fte: float, posts: float) -> None:
    """The last is 0.25 and a bit, from adding floats: no reason to employ anybody."""
    assert up_to_quarters(np.array(fte)) == posts


@given(fte=st.lists(FTE, min_size=1, max_size=6))
def test_quarters_over_towns_have_the_sum_rounded_up(fte: list[float]) -> None:
    """The towns' posts are the organisation's posts, and no town is more than a quarter away."""
    posts = in_quarters(np.array(fte))

    assert posts.sum() == pytest.approx(up_to_quarters(np.array(sum(fte) - 2e-7)))
    assert (np.abs(posts - fte) < 0.25 + 1e-6).all()
    assert posts / 0.25 == pytest.approx(np.round(posts / 0.25))
    assert (posts >= 0).all()


def test_the_largest_remainder_gets_the_quarter() -> None:
    """1.1 + 0.25 + 0.65 = 2.0, that is 8 quarters: 4 + 1 + 2, and the last where most is left."""
    assert in_quarters(np.array([1.1, 0.25, 0.65])) == pytest.approx([1.0, 0.25, 0.75])
    assert in_quarters(np.array([[1.0, 0.0], [0.13, 0.12]])) == pytest.approx(
        np.array([[1.0, 0.0], [0.25, 0.0]])
    )


@given(towns=TOWNS)
def test_everybody_stays_moves_or_leaves_and_every_post_is_filled(
    towns: tuple[list[float], list[float]],
) -> None:
    """Before and after agree town by town, and nobody is recruited where somebody is let go."""
    before, after = (np.array(fte) for fte in towns)
    m = movements(before, after)

    assert m.stay + m.move.sum(axis=1) + m.leave == pytest.approx(before)
    assert m.stay + m.move.sum(axis=0) + m.recruit == pytest.approx(after)
    for part in (m.stay, m.move, m.leave, m.recruit):
        assert (part >= -1e-9).all()
    assert not np.diag(m.move).any()
    assert min(m.leave.sum(), m.recruit.sum()) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("before", "after", "move", "leave", "recruit"),
    [
        # Four meet in the second town.
        ([2, 1, 1], [0, 4, 0], [[0, 2, 0], [0, 0, 0], [0, 1, 0]], [0, 0, 0], [0, 0, 0]),
        # Half as many are needed: of each town half move and half leave.
        (
            [2, 1, 1],
            [0, 2, 0],
            [[0, 2 / 3, 0], [0, 0, 0], [0, 1 / 3, 0]],
            [4 / 3, 0, 2 / 3],
            [0] * 3,
        ),
        # The third is short of more than the others can send.
        ([1, 0, 1], [0, 0, 3], [[0, 0, 1], [0, 0, 0], [0, 0, 0]], [0, 0, 0], [0, 0, 1]),
        ([1, 2, 3], [1, 2, 3], [[0] * 3] * 3, [0] * 3, [0] * 3),
    ],
)
def test_moves_by_hand(
    before: list[float],
    after: list[float],
    move: list[list[float]],
    leave: list[float],
    recruit: list[float],
) -> None:
    """Small enough to do in one's head."""
    m = movements(np.array(before, dtype=float), np.array(after, dtype=float))

    assert m.move == pytest.approx(np.array(move, dtype=float))
    assert m.leave == pytest.approx(np.array(leave, dtype=float))
    assert m.recruit == pytest.approx(np.array(recruit, dtype=float))


@given(case=cases(), changes=suppositions())
def test_a_merged_organisation_has_whole_posts_in_every_town(
    case: Case, changes: dict[str, float]
) -> None:
    """Nobody is employed at 0.07: a joint organisation has posts that one can advertise."""
    result = merged(case, suppose(case, **changes), everything(case))
    joint = result.arrangements.members.sum(axis=1) > 1

    def is_whole(fte: Floats) -> bool:
        return bool(np.allclose(fte / 0.25, np.round(fte / 0.25), atol=1e-6))

    assert is_whole(result.town_staff[:, joint])
    members = result.arrangements.members[None, :, :, None]
    assert is_whole((result.fte * members).sum(axis=2)[:, joint])
    assert not result.steps["whole_posts"][:, ~joint].any()
    assert (result.steps["whole_posts"] >= -1e-6).all()


def test_whole_posts_cost_what_the_quarter_costs() -> None:
    """4.1 posts are staffed with 4.25: 0.15 · 35 000 · 12 · 1.4, and nothing for the managers."""
    case = small_case(fte=np.array([[2.1], [2.0]]))
    arr = arrange(2, [((0, 1), 0, Placement.LOCAL)])
    result = merged(case, suppose(case, elasticity=0.0), arr)

    assert result.fte.sum() == pytest.approx(4.25)
    assert result.steps["whole_posts"].sum() == pytest.approx(0.15 * 35_000 * 12 * 1.4)


def test_staff_and_managers_by_town_are_everybody() -> None:
    """One is led from the seat: both managers sit there, the staff where it sat."""
    case = small_case()
    arr = arrange(2, [((0, 1), 1, Placement.LOCAL)])
    today, after = own(case, arr), merged(case, suppose(case, elasticity=0.0), arr)

    assert today.town_staff[0, 0, 0] == pytest.approx([2.0, 2.0])
    assert today.town_managers[0, 0, 0] == pytest.approx([0.25, 0.25])
    assert after.town_staff[0, 0, 0] == pytest.approx([2.0, 2.0])
    assert after.town_managers[0, 0, 0] == pytest.approx([0.0, 0.5])
    assert after.town_fte == pytest.approx(after.town_staff + after.town_managers)

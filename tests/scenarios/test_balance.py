"""The activities never claim more of a municipality than its official accounts hold."""

import pytest

from models.pack import Pack
from scenarios.balance import balance

ORE = 0.01


def test_something_is_left_over_in_every_official_line(pack: Pack) -> None:
    """Övrig verksamhet below zero would mean money counted twice."""
    for only in (None, *(m.code for m in pack.municipalities)):
        rows = balance(pack, only)
        assert rows
        for row in rows:
            assert row.rest is None or row.rest > -ORE, (only, row.label)
            assert (row.rest is None) == (row.official is None)


def test_official_cost_is_covered_or_left_over(pack: Pack) -> None:
    """Nothing of the official total disappears on the way."""
    for row in balance(pack):
        if row.official is not None and row.rest is not None:
            assert row.covered + row.rest == pytest.approx(row.official)


def test_five_municipalities_are_the_whole(pack: Pack) -> None:
    """The table for everybody is the sum of the five tables."""
    whole = {row.label: row for row in balance(pack)}
    for label, row in whole.items():
        parts = [r for m in pack.municipalities for r in balance(pack, m.code) if r.label == label]
        assert sum(part.covered for part in parts) == pytest.approx(row.covered)
        if row.official is not None:
            assert sum(p.official or 0 for p in parts) == pytest.approx(row.official)


def test_the_total_holds_every_activity(pack: Pack) -> None:
    """An activity outside every official line would never be checked against anything."""
    total = next(row for row in balance(pack) if row.label.startswith("Kommunens driftverksamhet"))
    counted = sum(account.total_cost(pack.items) or 0.0 for account in pack.accounts.values())
    assert total.covered == pytest.approx(counted)

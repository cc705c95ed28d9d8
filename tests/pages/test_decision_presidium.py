"""Presidiet: what it means here and for all, and what can be said instead of no."""

from pathlib import Path

from scenarios.counter import CounterProposal
from scenarios.frozen import Package
from store.codec import record_of
from tests.pages.deciding import beslut, field, lay, press, said, store_in, succeeded
from tests.pages.seeing import table_about


def test_without_a_package_there_is_nothing_to_decide(folder: Path):
    """And it says so."""
    assert "inget att ta ställning till" in said(beslut("Presidiet"))


def test_the_sheet_has_the_packages_figures(folder: Path, found: Package):
    """The headline and the table say the same, rounded as in the decision's own text."""
    lay(folder, found)
    app = beslut("Presidiet", kommun="0512")
    shown = {f.key: f.shown.replace("\u00a0", " ") for f in found.figures}
    value = shown["ekonomi.0512.forandring"].split(" ")[0]

    words = said(app)
    assert f"Ydre betalar {value.lstrip('−')} tkr mindre per år än i dag" in words
    rows = {row[0]: row[1] for row in table_about(app, "Vad det betyder för Ydre")[1:]}
    assert rows["Betalar, tkr/år"].replace("\u00a0", " ") == shown["ekonomi.0512.betalar"]
    assert "Årsarbetare i Österbymo" in rows
    assert len(table_about(app, "vad de har sagt")) == 6
    assert "beslutat" not in "".join(r[2] for r in table_about(app, "vad de har sagt")[1:])


def test_every_other_way_shows_all_five(folder: Path, found: Package):
    """Keys, rules, a way in and other towns, each with an amount for each municipality."""
    lay(folder, found)
    rows = table_about(beslut("Presidiet", kommun="0512"), "Vad var och en då betalar")

    labels = [row[0] for row in rows[1:]]
    assert {"Lika delar", "Shapleyvärdet", "Kontoret i Kisa"} <= set(labels)
    assert any(label.startswith("Infasning") for label in labels)
    assert all(len(row) == 6 for row in rows)


def test_a_counter_proposal_is_kept_with_its_effect_and_author(folder: Path, found: Package):
    """It is a proposal: nothing about any council's decision is changed by it."""
    lay(folder, found)
    app = beslut("Presidiet", kommun="0512", skriver="presidiet i Ydre")
    field(app, "selectbox", "Föreslå").select("Lika delar")
    field(app, "text_area", "Med egna ord").set_value("Så delar vi redan IT.")

    press(app, "Spara som motförslag")

    assert "inget beslut" in succeeded(app)
    (row,) = store_in(folder).all_latest("motforslag")
    proposal = record_of(CounterProposal, row)
    assert (proposal.code, proposal.label, proposal.who) == (
        "0512",
        "Lika delar",
        "presidiet i Ydre",
    )
    assert [name for name, _ in proposal.changes] == [
        "Kinda",
        "Ödeshög",
        "Boxholm",
        "Ydre",
        "Tranås",
    ]
    assert "Så delar vi redan IT." in said(beslut("Presidiet"))

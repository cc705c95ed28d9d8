"""What is on the screen is Swedish: no raw key, no tick twice, no colour with two meanings."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from models.entities import Source, Status
from models.pack import Pack, read_pack
from pages.parts import charts, ledger, tracing
from pages.parts.wording import ALTERNATIVE_COLOURS
from tests.conftest import ROOT
from tests.pages.seeing import SOURCES, opened, table_about, text

# Keys that are the Swedish word itself.
WORDS = {
    "arbetsplatser",
    "kassalikviditet",
    "lokalhyra",
    "lokalyta",
    "nettokostnadsavvikelse_gymnasieskola",
    "utpendling",
    "volym",
}
RAW = re.compile(r"[A-Za-z0-9]_[A-Za-z0-9]|\bK\d+\b")
HOW = 6


def _names(pack: Pack) -> set[str]:
    """Return every key that a formula or the table of key figures puts into words."""
    rules = {name for rule in pack.rules for name in rule.names}
    known = {found.key for figures in pack.key_figures.values() for found in figures}
    shares = {f"andel_{item.key}" for item in pack.items}
    lines = {f"{kind}_{line.key}" for line in pack.lines for kind in ("kostnad", "nettokostnad")}
    return rules | known | shares | lines | {item.key for item in pack.items}


def test_no_label_is_a_raw_key(pack: Pack) -> None:
    """”arsarbetare” is a key; ”årsarbetare i kommunen” is Swedish."""
    for name in sorted(_names(pack)):
        label = tracing.label_of(pack, name)
        assert label, name
        assert not RAW.search(label), (name, label)
        assert label != name.replace("_", " ") or name in WORDS, name


def test_every_key_figure_has_a_label_of_its_own(pack: Pack) -> None:
    """Two figures under one name cannot be told apart."""
    keys = {found.key for figures in pack.key_figures.values() for found in figures}
    described = {column.name for column in pack.codebook["key_figure"]}
    assert keys <= described
    assert len({tracing.label_of(pack, key) for key in keys}) == len(keys)


def test_the_library_of_test_folders_has_labels_too(pack: Pack) -> None:
    """Vadstena is what a newcomer's folder looks like."""
    described = {column.name for column in pack.codebook["key_figure"]}
    for path in (ROOT / "tests" / "data").rglob("key_figures.csv"):
        rows = path.read_text(encoding="utf-8").splitlines()[1:]
        assert {row.split(",")[0] for row in rows} <= described, path


def test_names_within_a_formula_are_words(pack: Pack) -> None:
    """The names that the models make up are words as well."""
    assert tracing.label_of(pack, "manadslon") == "månadslön för rollen"
    assert tracing.label_of(pack, "andel_K3") == "andel för övriga personalkostnader"
    assert tracing.label_of(pack, "K1") == "löner och arvoden"
    assert tracing.label_of(pack, "K8") == "IT, tele och licenser"


def test_a_key_figure_without_a_label_is_still_shown(pack: Pack) -> None:
    """A municipality may add a figure that the codebook has never heard of."""
    bare = replace(pack, codebook={k: v for k, v in pack.codebook.items() if k != "key_figure"})
    assert tracing.label_of(bare, "inv_0_5") == "inv 0 5"


def test_underlag_shows_no_raw_key(pack: Pack) -> None:
    """Official figures and every ”Så här” on the page, as a councillor reads them."""
    app = opened(SOURCES)
    figures = table_about(app, "nyckeltal, senaste år")[1:]
    assert {"Folkmängd", "Invånare 16–19 år", "Landareal"} <= {row[0] for row in figures}
    picker = "underlag_" + "+".join(a.key for a in pack.activities)
    for activity in pack.activities:
        app.selectbox(key=picker).select(activity.key).run()
        for row in table_about(app, f"Kinda: {activity.label}")[1:]:
            assert not RAW.search(row[HOW]), row
    for row in figures:
        assert not RAW.search(row[0]), row


def test_one_choice_of_municipality_rules_every_tab() -> None:
    """A choice in a tab that is not seen must not steer the one that is."""
    app = opened(SOURCES)
    chosen = [box for box in app.main.selectbox if box.label == "Kommun"]
    assert len(chosen) == 1
    app.selectbox(key="underlag_kommun").select("0687").run()
    assert table_about(app, "Tranås: nyckeltal")
    assert table_about(app, "Tranås: officiella kostnader")
    assert not any(box.label == "Kommun" for tab in app.tabs for box in tab.selectbox)


def test_the_status_is_weighed_in_kronor_too(pack: Pack) -> None:
    """One official total says more than ten assumed shares."""
    shares = ledger.cost_shares(pack)
    assert sum(shares.values()) == pytest.approx(1)
    whole = official = 0.0
    for account in pack.accounts.values():
        figures = account.figures
        used = (
            [figures["kostnad"]]
            if "kostnad" in figures
            else [f for key, f in figures.items() if re.fullmatch(r"K\d+", key)]
        )
        whole += sum(f.value for f in used)
        official += sum(f.value for f in used if f.status is Status.OFFICIAL)
    assert shares[Status.OFFICIAL] == pytest.approx(official / whole)
    assert "Av kostnaden i kronor är" in text(opened(SOURCES))
    assert ledger.cost_shares(replace(pack, accounts={})) == {}
    planned = {a.key for a in pack.activities if a.optimised}
    # The large services have official totals; what the plan decides on hardly has any.
    assert ledger.cost_shares(pack, planned)[Status.OFFICIAL] < shares[Status.OFFICIAL]


@pytest.mark.parametrize(
    ("url", "retrieved", "expected"),
    [
        ("https://www.mjolby.se/37894.html", "2026-11-21", "https://www.mjolby.se/37894.html"),
        ("https://skr.se", "2026-11-21", "adress saknas (utgivarens webbplats: skr.se)"),
        ("https://skr.se/", "2026-11-21", "adress saknas (utgivarens webbplats: skr.se)"),
        ("", "2026-11-21", "adress saknas"),
        ("", "", "–"),
    ],
)
def test_an_address_leads_to_the_source(url: str, retrieved: str, expected: str) -> None:
    """A front page is not where a figure was read."""
    assert ledger.address(Source("k", "t", "u", url, retrieved, "", "")) == expected


def test_the_projects_own_assumption_has_neither_licence_nor_date(pack: Pack) -> None:
    """Nobody has published it, nobody has fetched it."""
    (row,) = (r for r in table_about(opened(SOURCES), "Källor") if r[0] == "Projektets antagande")
    assert row[2:5] == ["–", "–", "–"]
    assert pack.sources["projektets_antagande"].publisher == "Samstämt"


@pytest.mark.parametrize("outward", [True, False])
@pytest.mark.parametrize(
    ("low", "high"),
    [(0, 1), (5.58, 5.63), (-1600, 1800), (0, 3), (-0.004, 0.02), (0, 123456), (99.9, 100.2)],
)
def test_ticks_are_few_and_different(low: float, high: float, outward: bool) -> None:
    """”5,6 5,6 5,6” says nothing."""
    ticks, decimals = charts.tick_values(low, high, outward=outward)
    labels = [f"{tick:,.{decimals}f}" for tick in ticks]
    assert 2 <= len(labels) <= charts.MOST_STEPS + 2
    assert len(set(labels)) == len(labels)
    assert [float(label.replace(",", "")) for label in labels] == pytest.approx(ticks)
    if outward:
        assert ticks[0] <= low + 1e-9
        assert ticks[-1] >= high - 1e-9
    else:
        assert low - 1e-9 <= ticks[0]
        assert ticks[-1] <= high + 1e-9


def test_a_colour_means_one_thing() -> None:
    """Lower cost is not the colour of ”Sammanslagen”, and both can be seen on white."""
    effects = (charts.LESS, charts.MORE)
    assert not set(effects) & set(ALTERNATIVE_COLOURS.values())
    assert len(set(effects)) == 2
    for colour in effects:
        assert _contrast_on_white(colour) >= 3


def _contrast_on_white(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    weighed = zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    return 1.05 / (sum(weight * part for weight, part in weighed) + 0.05)


def test_extra_rows_in_the_codebook_do_no_harm(pack_copy: Path) -> None:
    """The labels stand under a name that is no table of the pack."""
    assert not (pack_copy / "key_figure.csv").exists()
    assert read_pack(pack_copy).faults == ()

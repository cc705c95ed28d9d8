"""Turns checked rows of the pack's tables into records: one function per kind of record."""

from collections.abc import Mapping

from models.entities import (
    Activity,
    Alternative,
    Area,
    CommutingBand,
    Competence,
    Contract,
    ExistingCooperation,
    FactKind,
    Figure,
    Item,
    KnownFact,
    Lease,
    LegalForm,
    Line,
    Municipality,
    Placement,
    Role,
    Source,
    Status,
    Town,
)
from models.parameters import Parameter
from models.rules import Rule, names_in
from models.tables import Row

# The price index of a parameter that names none.
DEFAULT_INDEX = "kpi"


def figure_from_parameter(p: Parameter, year: int) -> Figure:
    """Return a parameter as an input to the rules of an account."""
    return Figure(
        p.value,
        p.low,
        p.high,
        p.unit,
        p.status,
        year,
        p.price_year,
        (p.source,),
        place=p.place,
        note=p.note,
    )


def figure_from(row: Row) -> Figure:
    """Return the number a row states; without a range its ends are the value itself."""
    value = row.number_of("value")
    low = row.numbers.get("low")
    high = row.numbers.get("high")
    price_year = row.numbers.get("price_year")
    return Figure(
        value,
        value if low is None else low,
        value if high is None else high,
        row.text["unit"],
        Status(row.text["status"]),
        int(row.number_of("year")),
        None if price_year is None else int(price_year),
        (row.text["source"],),
        place=row.text["place"],
        note=row.text["note"],
    )


def parameters_from(
    raw: Mapping[str, Mapping[str, object]],
    index: Mapping[tuple[str, int], Row],
    price_year: int,
) -> dict[str, Parameter]:
    """Return the parameters, money turned into the pack's price year by its price index."""
    return {key: _parameter(key, cells, index, price_year) for key, cells in raw.items()}


def _parameter(
    key: str,
    cells: Mapping[str, object],
    index: Mapping[tuple[str, int], Row],
    price_year: int,
) -> Parameter:
    stated = None if cells.get("price_year") is None else int(str(cells["price_year"]))
    low, mode, high = (1.0, 1.0, 1.0)
    if stated is not None and stated != price_year:
        name = str(cells.get("index", DEFAULT_INDEX))
        now, then = index[name, price_year], index[name, stated]
        low = now.number_of("low") / then.number_of("high")
        mode = now.number_of("value") / then.number_of("value")
        high = now.number_of("high") / then.number_of("low")
    value = float(str(cells["value"]))
    return Parameter(
        key=key,
        label=str(cells["label"]),
        low=float(str(cells["low"])) * low,
        value=value * mode,
        high=float(str(cells["high"])) * high,
        unit=str(cells["unit"]),
        status=Status(str(cells["status"])),
        source=str(cells["source"]),
        place=str(cells.get("place", "")),
        note=str(cells.get("note", "")),
        price_year=None if stated is None else price_year,
        stated_price_year=stated,
        stated_value=value,
    )


def sources_from(raw: Mapping[str, object]) -> dict[str, Source]:
    """Return the sources by key."""
    return {
        key: Source(
            key,
            *(
                str(cells.get(name, ""))
                for name in ("title", "publisher", "url", "retrieved", "licence", "note")
            ),
        )
        for key, cells in raw.items()
        if isinstance(cells, dict)
    }


def municipality_from(folder: str, profile: Mapping[str, object]) -> Municipality:
    """Return the municipality that a profile describes."""
    return Municipality(
        code=str(profile["code"]),
        name=str(profile["name"]),
        county=str(profile.get("county", "")),
        seat=str(profile["seat_town"]),
        folder=folder,
        existing=tuple(_existing(cells) for cells in existing_in(profile)),
    )


def existing_in(profile: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    """Return the tables [[existing_cooperation]] of a profile; what is no table is left out."""
    found = profile.get("existing_cooperation", [])
    if not isinstance(found, list):
        return ()
    return tuple(cells for cells in found if isinstance(cells, dict))


def _existing(cells: Mapping[str, object]) -> ExistingCooperation:
    partners = cells.get("partners", [])
    return ExistingCooperation(
        activity=str(cells.get("activity", "")),
        partners=tuple(str(name) for name in partners) if isinstance(partners, list) else (),
        since=str(cells.get("since", "")),
        note=str(cells.get("note", "")),
        source=str(cells.get("source", "")),
    )


def area_from(row: Row) -> Area:
    """Return the area of a row in areas.csv."""
    return Area(row.text["area"], row.text["label"], int(row.number_of("order")))


def line_from(row: Row) -> Line:
    """Return the line of a row in lines.csv."""
    return Line(row.text["line"], row.text["label"], row.text["parent"])


def item_from(row: Row) -> Item:
    """Return the item of a row in items.csv."""
    text = row.text
    return Item(
        text["item"],
        text["label"],
        text["kind"],
        text["unit"],
        text["accounts"],
        text["level_dependent"] == "ja",
        text["joint_budget"] == "ja",
        text["system"] == "ja",
        text["personnel"] == "ja",
        text["help"],
    )


def role_from(row: Row) -> Role:
    """Return the role of a row in roles.csv."""
    return Role(row.text["role"], row.text["label"], row.text["manager"] == "ja", row.text["pay"])


def contract_from(row: Row) -> Contract:
    """Return the contract of a row in contracts.csv."""
    text = row.text
    return Contract(
        text["activity"],
        text["unit_price"],
        text["fixed_price"],
        text["retained_fte"],
        text["source"],
    )


def activity_from(row: Row) -> Activity:
    """Return the activity of a row in activities.csv."""
    text = row.text
    return Activity(
        key=text["activity"],
        label=text["label"],
        area=text["area"],
        within=text["within"],
        template=text["template"],
        profile=text["profile"],
        role=text["role"],
        volume_unit=text["volume_unit"],
        size=text["size"],
        placement=Placement(text["placement"]),
        authority=text["authority"] == "ja",
        visited=text["visited"] == "ja",
        least_partners=int(row.number_of("least_partners")),
        after=text["after"],
        alternatives=tuple(Alternative(word) for word in text["alternatives"].split(";")),
        optimised=text["optimised"] == "ja",
        elasticity=text["elasticity"],
        exhaustion=text["exhaustion"],
        trips_per_fte=row.number_of("trips_per_fte"),
        bought_share=row.number_of("bought_share"),
        fee_share=row.number_of("fee_share"),
        exposure={
            name.removeprefix("exposure_"): value or 0.0
            for name, value in row.numbers.items()
            if name.startswith("exposure_")
        },
        source=text["source"],
        # A group written twice is still one group.
        age_groups=tuple(dict.fromkeys(filter(None, text["age_groups"].split(";")))),
    )


def town_from(row: Row) -> Town:
    """Return the town of a row in towns.csv or candidate_towns.csv, which has no seats."""
    text = row.text
    return Town(
        text["town"],
        text["name"],
        text["municipality"],
        int(row.number_of("inhabitants")),
        row.number_of("lat"),
        row.number_of("lon"),
        text.get("seat") == "ja",
    )


def legal_form_from(row: Row) -> LegalForm:
    """Return the legal form of a row in legal_forms.csv."""
    text = row.text
    return LegalForm(
        text["form"],
        text["label"],
        text["authority"] == "ja",
        text["section"],
        text["source"],
        text["note"],
    )


def competence_from(row: Row) -> Competence:
    """Return the competence of a row in competences.csv."""
    text = row.text
    return Competence(
        activity=text["activity"],
        key=text["competence"],
        label=text["label"],
        share=row.number_of("share"),
        low=row.number_of("low"),
        high=row.number_of("high"),
        depth=int(row.number_of("depth")),
        status=Status(text["status"]),
        source=text["source"],
        note=text["note"],
    )


def commuting_band_from(row: Row) -> CommutingBand:
    """Return the band of a row in commuting.csv."""
    return CommutingBand(row.number_of("minutes_from"), row.text["parameter"])


def lease_from(row: Row) -> Lease:
    """Return the lease of a row in leases.csv."""
    text, first = row.text, row.numbers["from_year"]
    return Lease(
        town=text["town"],
        holder=text["holder"],
        floor_m2=row.number_of("floor_m2"),
        rent=row.number_of("rent"),
        years=row.number_of("years"),
        from_year=None if first is None else int(first),
        price_year=int(row.number_of("price_year")),
        status=Status(text["status"]),
        source=text["source"],
        place=text["place"],
        note=text["note"],
    )


def known_fact_from(row: Row) -> KnownFact:
    """Return the fact of a row in known_cases.csv."""
    text = row.text
    return KnownFact(
        case=text["case"],
        kind=FactKind(text["fact"]),
        municipality=text["municipality"],
        year=int(row.number_of("year")),
        value=row.number_of("value"),
        unit=text["unit"],
        status=Status(text["status"]),
        source=text["source"],
        place=text["place"],
        note=text["note"],
    )


def rule_from(raw: Mapping[str, object]) -> Rule:
    """Return a rule of rules.toml with the names its formula reads."""
    formula = str(raw["formula"])
    return Rule(
        str(raw["applies_to"]),
        str(raw["item"]),
        formula,
        Status(str(raw["status"])),
        str(raw["because"]),
        names_in(formula),
    )

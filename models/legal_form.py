"""Which legal forms a cooperation may take: every form, let in or shut out, and by what paragraph.

The rules are these functions; what is true of a form stands in the pack's tables. What comes out is
a basis for the lawyers of each municipality, never their answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.calendar_of_law import APPEAL_DAYS, CHAIN_SECTIONS, LONGEST_CHAIN
from models.entities import Activity, Alternative
from models.law import cite
from models.legal_entities import FormTerms, Ground, LegalTables, Requirement
from models.words import amount, listed

CAUTION = "Juridisk prövning krävs i varje kommun."


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the municipalities want of the form; None where nobody has said.

    `support` is the law that lets a company exercise authority, cited by the user.
    """

    joint_control: bool | None = None
    own_legal_person: bool | None = None
    only_some_handling: bool | None = None
    support: str = ""
    special_law_confirmed: bool = False
    long_horizon: bool | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence without its full stop, and the short citation it rests on."""

    text: str
    section: str

    @property
    def sentence(self) -> str:
        """Return the sentence with its paragraphs written out."""
        return f"{self.text} ({cite(self.section)})." if self.section else f"{self.text}."


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One form for the activities: admissible when nothing in `excluded` shuts it out.

    `limits` are conditions of an admissible form, `conflicts` where one body would supervise
    itself, `highlight` why the form is worth showing for this many activities.
    """

    form: FormTerms
    excluded: tuple[Reason, ...]
    limits: tuple[Reason, ...]
    conflicts: tuple[Reason, ...]
    highlight: Reason | None
    requires: tuple[Requirement, ...]
    fulfils: int
    caution: str = CAUTION

    @property
    def admissible(self) -> bool:
        """Return whether nothing shuts the form out."""
        return not self.excluded

    @property
    def decided_by(self) -> Ground:
        """Return who decides on the form, and where that stands."""
        return self.form.decides

    @property
    def least_days(self) -> int:
        """Return the days of the appeals that must pass, when minutes are posted at once."""
        return self.form.decision_rounds * APPEAL_DAYS

    @property
    def most_days(self) -> int:
        """Return the days when minutes are approved and posted as late as the law allows."""
        return self.form.decision_rounds * LONGEST_CHAIN

    @property
    def takes(self) -> Reason:
        """Return the least time as a sentence; preparation and union talks come on top."""
        if not self.form.decision_rounds:
            return Reason("Formen själv kräver inget beslut som ska vinna laga kraft", "")
        return Reason(
            f"Minst {self.least_days} och normalt högst {self.most_days} dagar från det sista "
            "beslutet tills det har vunnit laga kraft; beredning och facklig förhandling kommer "
            "till",
            CHAIN_SECTIONS,
        )


def forms_for(
    tables: LegalTables,
    activities: Sequence[Activity],
    alternative: Alternative,
    wishes: Wishes | None = None,
) -> tuple[Suggestion, ...]:
    """Return every form for the activities run together, the best first and the shut out last.

    Admissible forms are ranked by how many wishes they fulfil, then as the pack lists them.
    """
    asked = wishes or Wishes()
    found = [_suggestion(tables, form, activities, alternative, asked) for form in tables.forms]
    return tuple(sorted(found, key=lambda s: (len(s.excluded), -s.fulfils)))


def _suggestion(
    tables: LegalTables,
    form: FormTerms,
    activities: Sequence[Activity],
    alternative: Alternative,
    wishes: Wishes,
) -> Suggestion:
    barred, limits = _authority(form, activities, alternative, wishes)
    excluded = (*_wrong_alternative(form, alternative), *barred, *_against_wishes(form, wishes))
    highlight = None if excluded else _highlight(tables, form, activities, wishes)
    return Suggestion(
        form=form,
        excluded=excluded,
        limits=(*limits, *_special_law(form, wishes)) if not excluded else (),
        conflicts=_conflicts(tables, form, activities),
        highlight=highlight,
        requires=tables.required_by(form.key),
        fulfils=_fulfilled(form, wishes, highlighted=highlight is not None),
    )


def _wrong_alternative(form: FormTerms, alternative: Alternative) -> tuple[Reason, ...]:
    if alternative in form.fits:
        return ()
    why = form.fits_because
    return (Reason(f"{why.text}, och alternativet är ”{alternative}”", why.section),)


def _authority(
    form: FormTerms, activities: Sequence[Activity], alternative: Alternative, wishes: Wishes
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Return what shuts the form out because of authority, and what limits it instead."""
    names = listed([a.label for a in activities if a.authority])
    if form.authority or not names:
        return (), ()
    if form.prepares and alternative is Alternative.COOPERATION:
        text = f"Bara beredning kan göras där: besluten i {names} fattas i den egna kommunen"
        return (), (Reason(text, form.authority_section),)
    if form.support_lifts and wishes.support.strip():
        text = (
            f"Myndighetsutövningen i {names} vilar på angivet stöd i lag, ”"
            f"{wishes.support.strip()}”, som en jurist ska pröva"
        )
        return (), (Reason(text, form.authority_section),)
    unless = ", om det inte finns stöd för det i lag" if form.support_lifts else ""
    text = f"Myndighetsutövningen i {names} får inte ligga i denna form{unless}"
    return (Reason(text, form.authority_section),), ()


def _against_wishes(form: FormTerms, wishes: Wishes) -> tuple[Reason, ...]:
    found = []
    if wishes.joint_control is True and not form.joint_body:
        text = "Gemensam politisk styrning önskas, och formen har inget gemensamt politiskt organ"
        found.append(Reason(text, form.joint_body_section))
    if wishes.joint_control is False and form.joint_body:
        text = "Inget gemensamt politiskt organ önskas, och i formen ingår ett där alla deltar"
        found.append(Reason(text, form.joint_body_section))
    if wishes.own_legal_person is True and not form.legal_person:
        text = "En egen juridisk person önskas, och formen är ingen"
        found.append(Reason(text, form.legal_person_section))
    if wishes.own_legal_person is False and form.legal_person:
        text = "Ingen ny juridisk person önskas, och formen är en"
        found.append(Reason(text, form.legal_person_section))
    if wishes.only_some_handling and not form.own_leadership:
        text = "Bara viss handläggning ska köpas med egen ledning kvar, och formen tar över den"
        found.append(Reason(text, form.own_leadership_section))
    if wishes.only_some_handling and not form.performs:
        text = "Viss handläggning ska köpas, och formen utför ingen"
        found.append(Reason(text, form.fits_because.section))
    return tuple(found)


def _special_law(form: FormTerms, wishes: Wishes) -> tuple[Reason, ...]:
    """Return what is left to confirm where another law goes before the form's own rule."""
    if not form.special_law_section or wishes.special_law_confirmed:
        return ()
    text = "Bestämmelser i annan lag går före: bekräfta att ingen avviker för verksamheten"
    return (Reason(text, form.special_law_section),)


def _highlight(
    tables: LegalTables, form: FormTerms, activities: Sequence[Activity], wishes: Wishes
) -> Reason | None:
    """Return why the form is worth showing for this many activities, with what it binds to."""
    least = form.from_activities
    if least is None or len(activities) < least or wishes.long_horizon is False:
        return None
    parts = [f"{len(activities)} verksamheter i samma krets kan bära formen"]
    if form.notice_years is not None:
        parts.append(
            f"uppsägningstiden är {amount(form.notice_years)} år om inte kortare tid är bestämd"
        )
    points = sum(p.mandatory for p in tables.points if p.form == form.key)
    if points:
        parts.append(f"{points} punkter måste vara bestämda innan den bildas")
    return Reason("; ".join(parts), form.exit.section)


def _conflicts(
    tables: LegalTables, form: FormTerms, activities: Sequence[Activity]
) -> tuple[Reason, ...]:
    """Return a warning per pair where the joint body would supervise what it runs."""
    labels = {a.key: a.label for a in activities}
    return tuple(
        Reason(
            f"Jäv: {labels[c.activity]} och {labels[c.other]} i samma nämnd. {c.note}", c.section
        )
        for c in tables.conflicts
        if form.joint_body and c.activity in labels and c.other in labels
    )


def _fulfilled(form: FormTerms, wishes: Wishes, *, highlighted: bool) -> int:
    """Return how many of the stated wishes the form fulfils."""
    return sum(
        (
            wishes.joint_control is not None and wishes.joint_control == form.joint_body,
            wishes.own_legal_person is not None and wishes.own_legal_person == form.legal_person,
            wishes.only_some_handling is True and form.own_leadership,
            wishes.long_horizon is True and highlighted,
        )
    )

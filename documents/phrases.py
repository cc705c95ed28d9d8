"""Sentences that more than one paper says, made in one place so that they cannot differ."""

from collections.abc import Sequence

from documents.tables import shown
from models.joint_decision import Point
from models.words import listed
from scenarios.decision_text import GAP, gap
from scenarios.frozen import Package, Party
from scenarios.numbers import ALL


def sentence(text: str, what: str) -> str:
    """Return what somebody has written as a sentence, or a visible gap; lines are kept."""
    plain = text.strip()
    if not plain:
        return GAP.format(what=what)
    plain = f"{plain[:1].upper()}{plain[1:]}"
    return plain if plain[-1] in ".!?”" else f"{plain}."


def taking_part(package: Package) -> tuple[Party, ...]:
    """Return the municipalities that the matter concerns: those that take part, or all."""
    return package.frozen.joining or package.frozen.parties


def names(found: Sequence[Party]) -> str:
    """Return the municipalities' names."""
    return listed([party.name for party in found])


def form(package: Package) -> str:
    """Return what the cooperation is called, in small letters; ”samverkan” until it is known."""
    return package.words.governance.form_label.strip().lower() or "samverkan"


def title(package: Package) -> str:
    """Return the matter's title, the same in every council."""
    return f"{package.frozen.area_label}: {form(package)} mellan {names(taking_part(package))}"


def tied(what: str) -> str:
    """Return the text with a small first letter, unless its first word is an abbreviation."""
    first = what.split(" ")[0].split("-")[0]
    return what if len(first) > 1 and first.isupper() else what[:1].lower() + what[1:]


def what_is_joint(package: Package) -> str:
    """Return the activities that become joint, in words."""
    found = list(dict.fromkeys(tied(one.label) for one in package.frozen.joint))
    return listed(found) or GAP.format(what="vilka verksamheter som blir gemensamma")


def offices(package: Package) -> tuple[str, ...]:
    """Return where each joint activity has its office and when it starts, one text each."""
    return tuple(
        f"{one.label}: {one.town}"
        + (f", från år {one.start}" if one.start else "")
        + f", för {listed([package.frozen.name(code) for code in one.members])}"
        for one in package.frozen.joint
    )


def sharing(package: Package) -> str:
    """Return how cost and gain are shared, in the very words that the councils adopt."""
    economy = next(point for point in package.points if point.number == Point.ECONOMY)
    return " ".join(f"{clause[:1].upper()}{clause[1:]}." for clause in economy.clauses[:2])


def money(package: Package) -> tuple[str, ...]:
    """Return what the money comes to for everybody, as paragraphs."""
    found, frozen = shown(package), package.frozen
    told = [
        f"För samtliga kommuner tillsammans ändras nettokostnaden med "
        f"{found[f'ekonomi.{ALL}.forandring']} tkr per år mot i dag. Ett minustecken betyder lägre "
        "kostnad. Talen är snitt per år med omställningstiden inräknad. Inom parentes står det "
        "spann som utfallet väntas hamna inom i nio fall av tio."
    ]
    if "chans" in found:
        told.append(f"Chansen att det blir en besparing sammantaget är {found['chans']}.")
    told.append(
        f"Engångskostnaderna beräknas till {found[f'ekonomi.{ALL}.engang']} tkr sammanlagt. "
        "Beloppen är avrundade så att varje kolumn summerar; räknas en rad om på avrundade belopp "
        "kan den avvika med något tusental kronor."
    )
    if frozen.total.coordination.value:
        told.append(
            "Samordningen av helheten, som är gemensam för alla områden, kostar "
            f"{found[f'ekonomi.{ALL}.samordning']} tkr per år och ingår inte i talen ovan."
        )
    return tuple(told)


def uncertainty(package: Package) -> str:
    """Return how much of the figures is known, and what the rest is."""
    return (
        f"Av dagens kostnad vilar {shown(package)['kanda_uppgifter']} på uppgifter som inte är "
        "antaganden. Resten är antaganden, och de ingår i spannen. Varje tal står med källa och "
        "status i bilaga 1."
    )


def staff(package: Package) -> tuple[str, ...]:
    """Return what happens to the workplaces, as paragraphs."""
    found = shown(package)
    return (
        f"{found['flyttade']} årsarbetare får sin arbetsplats på en annan ort än i dag. "
        f"{found['slutar']} årsarbetare väntas sluta för att arbetsplatsen flyttar.",
        sentence(package.words.jobs.staff, "vad som händer med personalen"),
        f"Lokaler: {sentence(package.words.jobs.premises, 'lokaler och hyresavtal')}",
    )


def dates(found: Sequence[str], what: str) -> str:
    """Return ISO dates in words, or a visible gap."""
    return listed(list(found)) if found else GAP.format(what=what)


def condition(package: Package) -> str:
    """Return from when and on which condition the decision holds."""
    return " ".join(f"{clause[:1].upper()}{clause[1:]}." for clause in package.points[-1].clauses)


def said(text: str, what: str) -> str:
    """Return a short text without its full stop, or a visible gap."""
    return gap(text, what)

"""The skeleton of a gemensam nämnd: its reglemente, and the överenskommelse about its tasks."""

from collections.abc import Iterator

from documents import phrases, tables
from documents.agreement_known import seats
from documents.content import Block, Bullets, Heading, Paper, Prose
from scenarios.decision_text import GAP
from scenarios.frozen import Package

KIND = "Bilaga 4. Överenskommelse och reglemente"


def rules_of_procedure(package: Package) -> Paper:
    """Return both in one paper, each provision with the section of the law it rests on."""
    return Paper(
        f"Överenskommelse och reglemente. {phrases.title(package)}",
        KIND,
        (
            Prose(
                "Förslag. Texten granskas av jurist i varje kommun innan den antas. Båda delarna "
                "ska behandlas av fullmäktige i var och en av kommunerna."
            ),
            Heading("Överenskommelse"),
            *_understanding(package),
            Heading("Reglemente"),
            *_rules(package),
        ),
    )


def _host(package: Package) -> str:
    host = package.words.governance.host
    return package.frozen.name(host) if host else GAP.format(what="värdkommun")


def _understanding(package: Package) -> Iterator[Block]:
    words, sharing = package.words, package.frozen.sharing
    parties = phrases.names(phrases.taking_part(package))
    yield Heading("1 § Parter och värdkommun", 2)
    yield Prose(
        f"{parties} har en gemensam nämnd (9 kap. 19 § kommunallagen). Nämnden tillsätts i "
        f"{_host(package)} och ingår i den kommunens organisation (9 kap. 20 §)."
    )
    yield Heading("2 § Uppgifter", 2)
    yield Prose(
        f"Nämnden fullgör kommunernas uppgifter inom {phrases.what_is_joint(package)} "
        "(9 kap. 21 och 22 §§)."
    )
    yield Bullets(phrases.offices(package) or (GAP.format(what="kontorsort"),))
    yield Heading("3 § Kostnader", 2)
    yield Prose(
        f"Kostnaden fördelas efter nyckeln {sharing.key_label.lower()} och vinsten enligt regeln "
        f"{sharing.rule_label.lower()}. "
        f"{phrases.sentence(words.money.settlement, 'hur över- och underskott regleras')}"
    )
    yield tables.costs(package)
    yield Heading("4 § Budget", 2)
    yield Prose(
        f"{_host(package)} upprättar budgeten efter samråd med övriga kommuner (9 kap. 26 §)."
    )
    yield Heading("5 § Giltighet, uppsägning och ändring", 2)
    months = words.governance.notice_months
    notice = GAP.format(what="uppsägningstid") if months is None else f"{months} månader"
    yield Prose(
        f"{phrases.condition(package)} Uppsägningstiden är {notice}. Överenskommelsen ändras "
        "endast genom likalydande beslut i samma fullmäktige."
    )


def _rules(package: Package) -> Iterator[Block]:
    found = package.words.governance
    yield Heading("1 § Ledamöter och ersättare", 2)
    yield seats(package)
    yield Prose(
        "De väljs av fullmäktige i varje kommun. Varje kommun har minst en ledamot och en "
        "ersättare, och ersättarna är lika många som ledamöterna (9 kap. 24 §)."
    )
    yield Heading("2 § Ordförande", 2)
    yield Prose(phrases.sentence(found.chair, "hur ordföranden utses"))
    yield Heading("3 § Beslutanderätt", 2)
    yield Prose(phrases.sentence(found.rights, "beslutanderätt"))
    for number, name, text in RULES:
        yield Heading(f"{number} § {name}", 2)
        yield Prose(text)
    delegated = package.words.leadership.delegation
    yield Heading(f"{len(RULES) + 4} § Delegering", 2)
    yield Prose(
        "Nämnden får uppdra åt en anställd i någon av kommunerna att besluta på dess vägnar "
        "(9 kap. 30 och 31 §§). Till ledningen delegeras: "
        f"{phrases.tied(phrases.sentence(delegated, 'vad som delegeras'))}"
    )


RULES = (
    (
        4,
        "Ersättning till förtroendevalda",
        "Den som är vald till nämnden har rätt till ersättning av den kommun som har valt henne "
        "eller honom (9 kap. 25 §).",
    ),
    (
        5,
        "Upplysningar",
        "Fullmäktige i varje kommun får begära upplysningar av nämnden. Ordföranden, vice "
        "ordföranden och anställda lämnar dem vid fullmäktiges sammanträde, om inte sekretess "
        "hindrar det (9 kap. 27 §).",
    ),
    (
        6,
        "Personalföreträdare",
        "Företrädare för de anställda i alla kommunerna får närvara i den omfattning som lagen "
        "anger (9 kap. 28 § och 7 kap. 13–16 §§).",
    ),
    (
        7,
        "Interpellationer och frågor",
        "Ledamöter i varje kommuns fullmäktige får rikta interpellationer och frågor till "
        "nämndens ordförande (9 kap. 29 §).",
    ),
    (
        8,
        "Protokoll",
        "Att protokollet har justerats tillkännages på varje kommuns anslagstavla (9 kap. 32 §).",
    ),
    (
        9,
        "Revision och ansvarsfrihet",
        "Nämnden granskas av revisorerna i varje kommun, och varje kommuns fullmäktige prövar "
        "frågan om ansvarsfrihet (9 kap. 34 och 35 §§).",
    ),
    (
        10,
        "Antagande",
        "Reglementet antas av fullmäktige i var och en av kommunerna (9 kap. 33 §).",
    ),
)

"""What the screen says: words for the alternatives, steps and statuses, and their colours."""

from models.entities import Alternative, LevelChoice
from scenarios.setting import DRAW_EXPONENT
from scenarios.written import PLACEMENTS as PLACEMENTS
from scenarios.written import STATUSES as STATUSES

ALTERNATIVES = {
    Alternative.OWN: "Egen",
    Alternative.COOPERATION: "Samverkan",
    Alternative.MERGED: "Sammanslagen",
    Alternative.CONTRACTED: "Entreprenad",
}
ALTERNATIVES_LONG = {
    Alternative.OWN: "1 Egen verksamhet, som i dag",
    Alternative.COOPERATION: "2 Samverkan: egen ledning, vissa tjänster köps",
    Alternative.MERGED: "3 Sammanslagen: en ledning och organisation",
    Alternative.CONTRACTED: "4 Entreprenad med kvarvarande beställare",
}
# One colour an alternative, everywhere; each at least 4.5:1 against white (WCAG 1.4.3).
ALTERNATIVE_COLOURS = {
    Alternative.OWN: "#5b6770",
    Alternative.COOPERATION: "#9a5b00",
    Alternative.MERGED: "#0b6e69",
    Alternative.CONTRACTED: "#6d4a94",
}
# In the order of the municipalities; apart also for the colour-blind (after Okabe and Ito).
MUNICIPALITY_COLOURS = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#b8860b",
    "#56b4e9",
    "#4d4d4d",
    "#8c564b",
)
STEPS = {
    "level": "Servicenivå",
    "scale": "Skala",
    "whole_posts": "Hela kvartstjänster",
    "leadership": "Ledning",
    "pay_harmonisation": "Löneharmonisering",
    "premises": "Lokaler",
    "travel": "Resor",
    "coordination": "Samordning",
    "bought_services": "Köpta tjänster",
    "shared_systems": "Gemensamma system",
    "avoided_cost": "Egen kostnad bort",
    "retained_buyer": "Beställare kvar",
    "contract": "Avtalspris",
    "revenue": "Intäkter",
}
STEPS_HELP = {
    "level": "från egen till vald gemensam nivå; ett servicebeslut, aldrig en skalvinst",
    "scale": "kostnadens förändring med storleken, gånger den del som brukar nås",
    "whole_posts": "den gemensamma personalen avrundad uppåt till kvarts tjänster",
    "leadership": "chefer i de egna organisationerna jämfört med vad den gemensamma behöver",
    "pay_harmonisation": "löner som närmar sig den högsta",
    "premises": "arbetsplatser som öppnas och lämnas; hyresavtal som löper ligger i omställningen",
    "travel": "arbetstid och kilometer mellan kontoret och kommunerna",
    "coordination": "avtal, uppföljning och möten",
    "bought_services": (
        "köpt arbete mot egen kostnad som faller bort; köp och försäljning tar ut varandra"
    ),
    "shared_systems": "gemensamma verksamhetssystem och licenser",
    "avoided_cost": "allt utom bidrag och restkostnad faller bort",
    "retained_buyer": "den som köper måste kunna beställa",
    "contract": "volym gånger pris plus fast pris",
    "revenue": "försäljning till andra kommuner och avgifter; minus är mer intäkt",
}
LEVELS = {
    LevelChoice.OWN: "Egna nivåer",
    LevelChoice.COMMON: "Gemensam nivå",
    LevelChoice.LEAST: "Minsta gemensamma nivå",
    LevelChoice.HIGHEST: "Högsta nivån",
}
ITEM_KINDS = {
    "total": "Total",
    "share": "Andel",
    "cost": "Kostnad",
    "revenue": "Intäkt",
    "staffing": "Personal",
    "resource": "Resurs",
    "volume": "Volym",
    "service": "Servicenivå",
}
EVERYBODY = "Alla kommuner"
RANGE_NOTE = (
    f"Spannet är 5–95\u00a0% av {2**DRAW_EXPONENT} dragningar ur antagandenas spann; "
    "värdet är räknat på typvärdena."
)

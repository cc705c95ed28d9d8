"""What the screen says about keys and rules: their names, what they do and what they promise."""

from models.sharing import NO_GAIN, NO_INHABITANTS, NO_KEY, NO_OWN_COST

KEY_WORDS = {
    "inhabitants": "Invånare",
    "volume": "Volym",
    "historic": "Historisk kostnad",
    "equal": "Lika delar",
}
KEY_HELP = {
    "inhabitants": "Det gemensamma delas efter folkmängd. Enkelt, men den som har få ärenden per "
    "invånare betalar för andras.",
    "volume": "Det gemensamma delas efter verksamhetens volym (ärenden, lönebesked, årsarbetare). "
    "Samma som ett självkostnadspris per enhet så länge volymerna blir som räknat.",
    "historic": "Det gemensamma delas efter vad var och en betalar i dag. Alla behåller sin andel, "
    "också den som varit dyr.",
    "equal": "Det gemensamma delas i lika delar. Tungt för den minsta.",
}
RULE_WORDS = {
    "by_key": "Bara nyckeln",
    "equal_percentage": "Lika procent",
    "equal_per_inhabitant": "Lika per invånare",
    "equal_gain": "Lika belopp",
    "scrb": "Särkostnadsregeln",
    "shapley": "Shapleyvärdet",
    "nucleolus": "Nukleolus",
    "floor": "Golv där ingen förlorar",
}
RULE_PROMISE = {
    "by_key": "Nyckeln lovar ingenting: vinsten hamnar där den hamnar.",
    "equal_percentage": "Alla sparar lika stor andel av sin egen kostnad.",
    "equal_per_inhabitant": "Alla sparar lika mycket per invånare.",
    "equal_gain": "Alla sparar lika många kronor.",
    "scrb": "Var och en betalar vad den kostar att ha med, och en del av resten efter sin nytta.",
    "shapley": "Var och en får vad den i snitt tillför; lika insats ger lika del.",
    "nucleolus": "Den mest missnöjda gruppen är så nöjd det går, och ingen betalar mer än ensam.",
    "floor": "Ingen betalar mer än ensam, med minsta möjliga överföring från dem som vinner.",
}
RULE_DEFINITION = {
    "by_key": "Kostnaden för det gemensamma fördelas efter nyckeln, inget därutöver.",
    "equal_percentage": "Hela vinsten delas i proportion till vad var och en betalar i dag.",
    "equal_per_inhabitant": "Hela vinsten delas i proportion till folkmängden.",
    "equal_gain": "Hela vinsten delas i lika delar.",
    "scrb": "Särkostnaden är det helheten kostar mindre utan kommunen. Resten delas efter "
    "skillnaden mellan vad kommunen bär ensam och dess särkostnad (Young m.fl. 1979).",
    "shapley": "Genomsnittet av vad kommunen tillför, över alla ordningar som kommunerna kan komma "
    "in i (Shapley 1953).",
    "nucleolus": "Bland de fördelningar där ingen betalar mer än ensam: den där den grupp som har "
    "mest att vinna på att lämna har så lite att vinna som möjligt, därefter den näst mest "
    "missnöjda, och så vidare (Schmeidler 1969). Finns det en fördelning som alla grupper stannar "
    "i är detta en sådan.",
    "floor": "Den som med nyckeln skulle betala mer än ensam ersätts fullt. De andra avstår lika "
    "stor andel av sin vinst.",
}
WHY_NOT = {
    NO_GAIN: "det finns ingen vinst att dela, för tillsammans kostar det mer än var för sig",
    NO_KEY: "uppgift saknas för nyckeln",
    NO_INHABITANTS: "uppgift saknas om folkmängden",
    NO_OWN_COST: "uppgift saknas om de egna kostnaderna",
}


def key_words(key: str, fixed: float) -> str:
    """Return how a key with a part in equal shares is called."""
    name = KEY_WORDS[key]
    if not fixed or key == "equal":
        return name
    if fixed == 1:
        return KEY_WORDS["equal"]
    return f"{fixed:.0%} lika, resten efter {name.lower()}".replace("%", "\u00a0%")

"""What research has published stands beside what the model says, also when it speaks against us."""

from models.entities import Alternative
from models.pack import Pack
from scenarios.compare import Arrangement, compare_areas
from scenarios.published import against_published
from scenarios.scenario import library
from scenarios.setting import prepare
from tests.pages.seeing import OVERVIEW, opened, text


def test_the_overview_says_whether_the_whole_effect_lies_within_what_is_published(
    pack: Pack,
) -> None:
    """Merging everything comes out dearer than published: then the page has to say so itself."""
    setting = prepare(pack, library(pack)[0])
    group = tuple(m.code for m in pack.municipalities)
    found = {
        row.alternative: row
        for row in against_published(setting, compare_areas(setting, Arrangement(group, "0687")))
    }
    seen = text(opened(OVERVIEW))

    assert not found[Alternative.COOPERATION].outside
    for row in found.values():
        verdict = "utanför" if row.outside else "inom"
        line = seen[seen.index("Allt tillsammans och fullt genomfört") :]
        part = line[line.index(str(row.alternative)) :].split(";")[0]
        assert f"**{verdict}** det publicerade spannet" in part

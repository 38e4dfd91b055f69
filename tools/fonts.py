"""Make the two page fonts from the full families: `python -m tools.fonts SANS.ttf SERIF.ttf`.

Needs fonttools and brotli, and the variable fonts Source Sans 3 (3.52) and Source Serif 4 (4.4).
Each is cut down to Western European letters, to the weights that the pages use and, for the serif, to its text
size. The Open Font License reserves the name "Source", so the results have names of their own.
"""

import io
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FOLDER = Path(__file__).parents[1] / "crosswalk" / "report" / "static" / "fonts"
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(0x131, 0x152, 0x153, 0x160, 0x161, 0x17D, 0x17E),
    *range(0x2010, 0x2016),
    *range(0x2018, 0x201F),
    *(0x2020, 0x2022, 0x2026, 0x2030, 0x2032, 0x2033, 0x20AC, 0x2190, 0x2192, 0x2212, 0x2260, 0x2264, 0x2265),
)
FEATURES = ("kern", "liga", "tnum", "mark", "mkmk", "ccmp", "locl")


def cut_down(source: Path, name: str, limits: dict[str, float | tuple[float, float]]) -> None:
    """Write one family as WOFF2 under its new name."""
    # The subsetter cannot read what the instancer leaves in memory; a saved copy it can.
    copy = io.BytesIO()
    instancer.instantiateVariableFont(TTFont(source), limits).save(copy)
    font = TTFont(copy, recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=list(FEATURES), name_IDs=[0, 1, 2, 4, 6, 13, 14])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = name.replace(" ", "") if record.nameID == 6 else name
    font["head"].modified = font["head"].created
    font.flavor = "woff2"
    font.save(FOLDER / f"{name.rsplit(maxsplit=1)[-1].lower()}.woff2")


if __name__ == "__main__":
    cut_down(Path(sys.argv[1]), "Crosswalk Sans", {"wght": (400, 700)})
    cut_down(Path(sys.argv[2]), "Crosswalk Serif", {"wght": (400, 600), "opsz": 14})

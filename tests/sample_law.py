"""Two short documents for the tests of matching: real law on one side, a plain framework on the other."""

from crosswalk.model.corpus import Corpus, Provision, Source

LAW = (
    (
        "7",
        "Career pathway",
        (
            "The term “career pathway” means a combination of rigorous and high-quality education, training, and"
            " other services that—"
        ),
        None,
    ),
    (
        "7/A",
        "",
        "aligns with the skill needs of industries in the economy of the State or regional economy involved;",
        "7",
    ),
    (
        "7/C",
        "",
        "includes counseling to support an individual in achieving the individual’s education and career goals;",
        "7",
    ),
    (
        "7/F",
        "",
        (
            "enables an individual to attain a secondary school diploma or its recognized equivalent, and at least 1"
            " recognized postsecondary credential; and"
        ),
        "7",
    ),
    (
        "7/G",
        "",
        "helps an individual enter or advance within a specific occupation or occupational cluster.",
        "7",
    ),
    ("116", "Performance", "", None),
    (
        "116/I",
        "",
        (
            "the percentage of program participants who are in unsubsidized employment during the second quarter after"
            " exit from the program;"
        ),
        "116",
    ),
    (
        "116/III",
        "",
        (
            "the median earnings of program participants who are in unsubsidized employment during the second quarter"
            " after exit from the program;"
        ),
        "116",
    ),
)
PLAN = (
    ("P1", "", "Participants receive guidance that helps them to reach their career goals.", None),
    ("P2", "", "Completers earn a high school diploma or a credential beyond it.", None),
    ("P3", "", "Wages of those employed are counted two quarters after leaving.", None),
    ("P4", "", "Programmes follow what local industry and the regional economy need.", None),
    ("P5", "", "Meeting rooms are booked by the office a week ahead.", None),
    ("P6", "", "Median earnings in the second quarter after exit.", None),
)


def corpus(name: str, rows: tuple[tuple[str, str, str, str | None], ...]) -> Corpus:
    """A corpus of rows of id, heading, text and parent."""
    provs = tuple(
        Provision(i, text=text, heading=heading, parent=parent) for i, heading, text, parent in rows
    )
    return Corpus(Source(name, "2020", name), provs)

"""Invented workforce plans of any length: headings, paragraphs and lists, no two plans alike.

A part of the paragraphs answers, in words of its own, what WIOA asks of State and local plans; the rest is what
plans are full of. Every plan leaves other requirements open.
"""

import random
from html import escape

PASSAGES_A_PAGE = 10

_WHO = (
    "The State board", "The local board", "The Department of Labor", "The one-stop operator", "The regional council",
    "The eligible provider", "The Division of Rehabilitation Services", "The adult education office",
    "The planning region", "The community college system", "The career center", "The fiscal agent",
)  # fmt: skip
_DOES = (
    "convenes", "reviews", "publishes", "coordinates", "monitors", "funds", "evaluates", "trains", "contracts with",
    "reports to", "consults", "refers participants to", "shares data with", "sets targets for", "certifies",
)  # fmt: skip
_WHAT = (
    "sector partnerships", "career pathway programs", "adult education providers", "employers in in-demand industries",
    "registered apprenticeship sponsors", "youth service providers", "eligible training providers",
    "individuals with barriers to employment", "supportive service agencies", "rural access points",
    "veterans' representatives", "the unemployment insurance program", "libraries and community organizations",
    "case managers and business service teams", "the labor market information unit", "economic development agencies",
    "correctional education programs", "English language learners", "older workers", "dislocated worker teams",
)  # fmt: skip
_HOW = (
    "through a shared calendar of quarterly meetings", "under a memorandum of understanding signed by all partners",
    "by means of a common intake form", "with funds set aside for the purpose",
    "on the basis of wage records and exit data", "at each comprehensive one-stop center",
    "with technical assistance from State staff", "through joint staff training twice a year",
    "using a data dashboard that partners can see", "after a public comment period of thirty days",
    "so that costs are allocated by use", "in line with the regional plan",
)  # fmt: skip
_ANSWERS = (
    "Existing industry sectors in the region are health care, logistics and advanced manufacturing; {n} job openings are projected.",
    "Employers need workers with credentials in nursing, welding and supply chain work; {n} interviews confirmed this.",
    "The workforce has {n} residents without a high school diploma, and unemployment stands at {m} percent.",
    "Priority for adult career and training services is given to recipients of public assistance and other low-income individuals.",
    "Rapid response teams visit an employer within {m} days of a layoff notice and coordinate with the State.",
    "Negotiated levels of performance for employment in the second quarter after exit are {m} percent.",
    "Youth activities include paid work experience, to which {m} percent of the funds are assigned.",
    "Contracts for training services are used where there are too few providers; otherwise individual training accounts are issued.",
    "Career pathways combine instruction and occupational training and allow {n} learners to enter and exit at several points.",
    "Supportive services such as transportation and child care are arranged with {m} partner agencies.",
    "The physical and programmatic accessibility of facilities is reviewed every year under section 188.",
    "The competitive process for awarding subgrants is announced, scored by a panel and recorded.",
)  # fmt: skip
_TOPICS = (
    "Economic analysis", "Workforce analysis", "Strategic vision and goals", "Alignment of programs", "Employer engagement",
    "Career pathways", "Services to youth", "Adult education and literacy", "Vocational rehabilitation",
    "One-stop delivery", "Performance and evaluation", "Coordination with partners", "Access and accessibility",
    "Training and eligible providers", "Rapid response", "Data systems", "Fiscal and administrative matters",
)  # fmt: skip


def plan_paragraphs(number: int, pages: int) -> list[tuple[str, str]]:
    """The plan of a number: pairs of a tag (`h2`, `p`, `li`) and its words, ten passages a page."""
    chance = random.Random(f"plan {number}")  # noqa: S311 - invented texts
    left_out = set(chance.sample(range(len(_ANSWERS)), 4))
    found = []
    for at in range(pages * PASSAGES_A_PAGE):
        if at % 25 == 0:
            found.append(("h2", f"{at // 25 + 1}. {chance.choice(_TOPICS)}, part {at // 25 + 1}"))
        found.append(("li" if chance.random() < 0.2 else "p", _passage(chance, left_out)))
    return found


def _passage(chance: random.Random, left_out: set[int]) -> str:
    answer = chance.randrange(len(_ANSWERS))
    if chance.random() < 0.15 and answer not in left_out:
        first = _ANSWERS[answer].format(n=chance.randint(100, 9999), m=chance.randint(3, 95))
    else:
        first = _sentence(chance)
    return " ".join([first, *(_sentence(chance) for _ in range(chance.randint(0, 2)))])


def _sentence(chance: random.Random) -> str:
    who, does, how = chance.choice(_WHO), chance.choice(_DOES), chance.choice(_HOW)
    one, two = chance.sample(_WHAT, 2)
    return f"{who} {does} {one} and {two} {how} in county {chance.randint(1, 88)}."


def plan_html(number: int, pages: int) -> bytes:
    """The plan of a number as a web page."""
    body = "\n".join(f"<{tag}>{escape(words)}</{tag}>" for tag, words in plan_paragraphs(number, pages))
    return f"<html><head><title>Plan {number}</title></head><body>\n{body}\n</body></html>".encode()

"""Find the parts of a plan that are not its own answers: prompts, contents, glossaries, quoted law, the last plan's words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crosswalk.language.normalize import fold
from crosswalk.plans.passages import PlanPassage, is_title

_CONTENTS = re.compile(r"\b(?:table of )?contents\b", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,}|\.{3}(?=\s*\d{1,4}\s*$))\s*\d{1,4}\b")
_OPENS_CONTENTS = re.compile(r"\W*(?:table of )?contents\b", re.IGNORECASE)
_PAGES = re.compile(r"(?<=[A-Za-z’'”)])\s\d{1,3}(?=\s+[A-Z]|\s*$)")
_PAGE_AT_END = re.compile(r"[\s.…]*\b\d{0,4}\s*$")
_GLOSSARY = re.compile(
    r"\b(?:glossary|definitions?(?: of terms)?|acronyms|abbreviations|(?:key|list of|defined) terms"
    r"|terms(?= and (?:definitions|acronyms))|(?:words|terms) (?:we|that we|used|and their)\b|what (?:\w+ ){0,2}words mean|(?:words|terms) (?:\w+ )?(?:explained|defined))\b|(?:^|[.:]\s)terms$",
    re.IGNORECASE,
)
# An entry of a glossary that has no such heading: a term, and a phrase without a verb that explains it.
_ENTRY = re.compile(
    r"[A-Z][^.:;—–]{2,60}(?:[.:]| [—–-]) *(?:an?|any|one|each|the|someone|those|refers to|means) [^.]*\.?$",
    re.IGNORECASE,
)
# A heading with at least this many entries, three quarters of what is below it, is a glossary.
_ENTRIES = 3
_LISTS_TERMS = re.compile(
    r"^\W*(?:abbreviations|acronyms|definitions|glossary)(?: \w+){0,3} ?[.:]", re.IGNORECASE
)
# A sentence that only says what a word means.
_DEFINES = re.compile(
    r"^\W*(?:(?:the (?:word|term|phrase)s?|by) )?[\"“][^\"”]{3,60}[,.]?[\"”],? (?:here )?(?:means?|refers? to|is defined|stands? for|we mean)\b",
    re.IGNORECASE,
)
# Tables that say where in the plan each item is: their rows name a matter and a place, and answer nothing.
_INDEX = re.compile(
    r"\bwhere (?:\S+ ){1,8}(?:answered|addressed|dealt with|found|located|discussed|covered)\b"
    r"|\b(?:compliance|requirements?|statutory) (?:checklist|matrix|crosswalk|index|cross-?reference)\b|\bcross-?reference (?:table|list|index)\b",
    re.IGNORECASE,
)
_PLACE_CELL = re.compile(
    r"(?:see )?(?:pages?|pp?\.|chapters?|sections?|parts?|appendix|attachment|exhibit|goal) ?[\w.,() –-]{1,14}",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"^\W*(?:\(?[A-Za-z0-9]{1,3}[.)]\s+|\d{1,2}(?:\.\d{1,2})*[.)]?\s*)*(?:(?:based on|with regard to|with respect to|in regard to|for each|in addition to|to the extent \w+) [^.,]{4,140}, )?(?:please )?(?:also )?(?:Describe|Provide|Identify"
    r"|Discuss|Explain|Summarize|Outline|Indicate|Specify|List|Include|Briefly|Address|Detail|Define|Attach|Enter|Submit)\b(?! of\b)",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"planning note|click here|\b(?:response|character|word|page)s? (?:limit|maximum)\b|\b(?:limit(?:ed)?|maximum|max|up to)(?: of)?:? [\d,]+ (?:characters|words)\b|[\d,]+[ -](?:character|word) (?:limit|maximum)\b|(?:unified|combined|state|local|regional|the) plans? (?:must|shall|should) "
    r"(?:also )?(?:include|describe|identify|contain|address|provide|be submitted)|"
    r"^\W*(?:this|such|the) (?:state )?(?:description|assessments?|analysis|discussion|section)\b.{0,60}\b(?:must|should) (?:also )?(?:include|take into account|be|address)|"
    r"^\W*(?:this|it) (?:must|should) (?:also )?include\b|"
    r"\b(?:each state agency|states with (?:\S+ ){1,6}?) ?must\b|"
    r"\b(?:states?|boards?|local boards?) (?:must|should|shall) (?:also )?(?:describe|include|submit|be aware|address|identify|provide)|"
    r"^\W*this also must include|\bas required by (?:WIOA )?section|\bmust be addressed\b|\b(?:an? )?assessments? (?:of )?needs? describes?\b|^\W*such needs may include\b|\bmust be designed to meet\b",
    re.IGNORECASE,
)
# Rules for those who write plans: what to do with a plan, in what form to send it, and when it is due.
_RULES = re.compile(
    r"^\W*(?:\(?[A-Za-z0-9]{1,3}[.)]\s+)*(?:present|submit|forward|distribute|publish|develop|prepare|review|send|post|upload|sign|save|update|modify)\s(?:(?:an?|the|each|your|its|local|regional|and|or|/|and/or|four-year|draft|final|signed|proposed|unified|combined|state) *)*plan(?:s|\(s\))?\b"
    r"|\bplans? (?:(?:are|is) )?(?:due|saved|submitted|e-?mailed|sent|uploaded) (?:to|in|as|by|electronically|via)\b.{0,60}\b(?:board|state|department|agency|office|governor|esd|word|pdf|format|e-?mail|portal)\b"
    r"|\bcomments?(?: period)? on (?:the |draft |final )*(?:local|regional)(?: and (?:local|regional))? plans\b"
    r"|\bmust (?:complete|follow|take) the following steps\b|\bapproval of (?:the|each|a) (?:local|regional) (?:workforce )?(?:area )?plan\b"
    r"|\bsee pages? \d[\d –-]* of (?:the )?(?:guid|instruct|polic)"
    r"|\b(?:local|regional) plans? (?:(?:are|is) )?(?:approved|returned|certified) by the governor\b|\blocal plans? on behalf of the governor\b"
    r"|\b(?:shall|must) (?:review|submit|prepare|revise|modify|update) (?:the|its|a|their) (?:\w+ )?local plan\b"
    r"|\b(?:these|this) (?:guidelines?|guidance|template|instructions|checklist|form) (?:directs?|guides?|helps?|explains?|sets?|asks?|is|are|must|should|applies|apply)\b"
    r"|\b(?:local|regional) plans? \(if\b|\b(?:saved|in) (?:microsoft )?word (?:and|or) pdf\b",
    re.IGNORECASE,
)
# Headings of pages on which the law is printed for the reader.
_LAW_PRINTED = re.compile(
    r"\b(?:statutory|legal|regulatory) (?:extracts?|excerpts?|text|language|provisions|references?|citations?|authority)\b|\b(?:extracts?|excerpts?|text|wording|words) (?:of|from) (?:the )?(?:law|act|statute|rules?|regulations?|WIOA)\b",
    re.IGNORECASE,
)
# The grounds on which the law lets a Governor turn a local plan down.
_GROUNDS = re.compile(
    r"\bdeficienc\w+ in (?:the )?(?:workforce (?:investment|development) )?activities that have been identified (?:through|by) audits?\b"
    r"|^\W*(?:the|a) (?:\w+ ){0,3}plan does not (?:align|comply) with\b",
    re.IGNORECASE,
)
# The name of a paper that is enclosed, which answers nothing by itself.
_ENCLOSED = re.compile(
    r"(?:attachment|appendix|exhibit|enclosure|addendum) [A-Z0-9]{1,3}\s*[:.–—-]\s*(\S.*)", re.IGNORECASE
)
# The years and labels that a title may carry: "PY 2024-2027 Local Plan", "Requirements (D1-D4)".
_YEARS = re.compile(
    r"\b(?:PYs?|FYs?|(?:program|fiscal) years?)?\s*(?:19|20)\d\d(?:\s*(?:[-–—/]|to|through|and)\s*(?:(?:19|20)\d\d|\d\d))?\b|\([A-Z]?\d{1,2}(?:\s*[-–]\s*[A-Z]?\d{1,2})?\)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b")
_ENDS_IN_PAGE = re.compile(r"[A-Za-z’'”)]\s\d{1,3}$")
# The numbers and letters before a prompt, as the portal and as a plan print them: "e. 4. D. ".
_MARKED = re.compile(r"^\W*(?:\(?(?:[IVXivx]{1,4}|[A-Za-z]|\d{1,2})[.)]+\s*)+")
_MARKS = re.compile(r"\W*(?:(?:[IVXivx]{1,4}|[A-Za-z]|\d{1,2})[.)]+\s*)+")
# An item of a list of what a plan must hold: a noun with an address of the law after it.
_CITED_ITEM = re.compile(
    r"^\W*(?:\(?[A-Za-z0-9]{1,3}[.)]\s+)*(?:an?|any|the|how) .*\(?\b(?:WIOA|20 CFR|29 U\.?S\.?C\.?) (?:sec(?:tion|\.) ?)?[§\d][\w().,; §and]*\W*$",
    re.IGNORECASE,
)
_CITATION = re.compile(r"^\((?:WIOA|20 CFR|29 U\.?S\.?C\.?) [^)]*\d.{0,20}$")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|shall|does|do|did|meets?|gives?|pays?|holds?|sends?|reviews?|serves?)\b"
)
_NOTE = re.compile(r"^\W*planning note\b", re.IGNORECASE)
_LAW = re.compile(
    r"^\W*(?:(?:under|according to|pursuant to|per)\s+)?(?:(?:the )?(?:WIOA|Act|statute|federal (?:law|rule|regulation)s?|law|rules?|regulations?|Congress|(?:U\.S\. )?Departments? of Labor|TEGL [\w-]+)"
    r"|(?:WIOA )?sec(?:tion|\.)\s*[\dIVX][\w().-]*(?: of (?:the )?(?:WIOA|Act|law))?|\d+ (?:CFR|U\.S\.C\.)[\s§\w().-]*)"
    r"(?: \([^)]*\))?,? (?:also )?(?:requires?|defines?|states?|says|provides?|mandates?|calls for|directs|reads|asks|stipulates|emphasizes|encourages|envisions|stresses|promotes|contemplates|permits|allows|authorizes|enumerates|recogni[sz]e[sd]|intends|intended|obliges|lists|places|specifies|prescribes|sets (?:out|forth)|makes (?:it )?clear|expects|charges|reserves|entitles|enables|has (?:long )?(?:recogni[sz]ed|required|made))\b"
    # A provision printed with its number before it: "Sec. 102(b): a description of ...".
    r"|^\W*(?:(?:WIOA )?(?:sec(?:tion|\.)|§+)\s*\d{3}[\w().-]*|\d+ (?:CFR|U\.?S\.?C\.?)[\s§\d().a-zA-Z-]{2,24})\s*[:.–—-]\s*(?=[A-Za-z“\"])",
    re.IGNORECASE,
)
_LAST_PLAN = re.compile(
    r"^\W*(?:(?:in|under|during|as (?:stated|described) in|over the life of) )?(?:that plan\b|(?:the|our) plan (?:before this|that preceded|that came before|now ending)|(?:the|our|its|this board's) (?:(?:previous|prior|last|former|earlier|preceding|expired|original|first|old) (?:\S+ ){0,4}?plan"
    r"|(?:19|20)\d\d(?:\s*[-–]\s*\d{2,4})?(?: \w+){0,2} plan|(?:\w+ ){0,2}plan (?:of|for|from|adopted in) (?:PY ?|program years? )?(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
# What an earlier plan said, wherever a sentence says so.
_LAST_PLAN_SAID = re.compile(
    r"\b(?:previous|prior|last|former|earlier|preceding|expired|(?:(?:PY|FY|program years?) ?)?(?:19|20)\d\d(?:\s*[-–]\s*\d{2,4})?)(?: \w+)? plan (?:had )?(?:said|stated|promised|called|committed|envisioned|pledged|provided|described|proposed|reported)\b",
    re.IGNORECASE,
)
# Headings, and heads of tables, of what the last plan said and what became of it. Its results are an answer of their own.
_ABOUT_LAST_PLAN = re.compile(
    r"\b(?:previous|prior|last|former|earlier|preceding|expired|(?:of|in|under|since|from|with) (?:the|our) (?:(?:PY|FY|program year) ?)?(?:19|20)\d\d(?:\s*[-–]\s*\d{2,4})?)(?: (?!and\b|or\b)\w+)? plan\b(?! year)",
    re.IGNORECASE,
)
_ABOUT_RESULTS = re.compile(
    r"\b(?:result|assess|effective|performance|evaluat|lesson|learned)", re.IGNORECASE
)
_CAPITALS = re.compile(r"(?:\b[A-Z][A-Z’'()/,.\d-]*[\s,;:]+){9,}(?:\([^)]*\)\s*)*")
# A sentence of at least this many words that matches a prompt by this score (0..100) counts as the prompt.
_EXACT = 92
# A shorter sentence is never taken for a printed one.
_SHORTEST = 9
_INSIDE = re.compile(r"\b(?:how|that|including|of)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
# A sentence of fewer words says too little to be read apart from its passage.
_LONG_ENOUGH = 8


@dataclass(frozen=True, slots=True)
class Own:
    """A passage with the sentences that are the plan's own; `dropped` names why others are not.

    `beside` holds the other sentences where one is read apart.
    """

    passage: PlanPassage
    sentences: tuple[str, ...]
    dropped: str = ""
    beside: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The plan's own sentences in one line."""
        return " ".join(self.sentences)

    @property
    def quoted(self) -> str:
        """The exact words a report shows: of prose, from the first of the plan's own sentences to the last."""
        words, own = self.passage.words, self.sentences
        if self.passage.kind != "prose" or len(own) >= len(self.passage.sentences):
            return self.passage.quoted
        start = words.find(own[0])
        end = words.find(own[-1], max(start, 0))
        return words[start : end + len(own[-1])] if start >= 0 and end >= 0 else own[0]


def own_words(passages: Sequence[PlanPassage], prompts: Sequence[str]) -> tuple[Own, ...]:
    """Each passage with what is left of it when all that is not the plan's own words is taken away."""
    printed = _prompt_test(prompts)
    repeated = _repeated(passages)
    titles = frozenset(fold(title) for one in passages for title in one.heading)
    glossaries = _glossaries(passages)
    leads = frozenset(one.lead for one in passages) - {""}
    return tuple(
        Own(one, (), "a glossary")
        if one.heading in glossaries
        else Own(one, (), "the lead-in of a list")
        if one.words in leads
        else _own(one, printed, repeated, titles)
        for one in passages
    )


def sentences_of(owns: Sequence[Own]) -> tuple[Own, ...]:
    """The sentences of passages of prose, each to be read apart; short ones and those that stand alone are left out."""
    return tuple(
        Own(own.passage, (sentence,), beside=(*own.sentences[:at], *own.sentences[at + 1 :]))
        for own in owns
        if own.passage.kind == "prose" and len(own.sentences) > 1
        for at, sentence in enumerate(own.sentences)
        if len(sentence.split()) >= _LONG_ENOUGH
    )


def _glossaries(passages: Sequence[PlanPassage]) -> frozenset[tuple[str, ...]]:
    """Headings under which nearly every line is a term and its explanation."""
    below: dict[tuple[str, ...], list[bool]] = {}
    for one in passages:
        for words in one.words.split("\n"):
            below.setdefault(one.heading, []).append(bool(_ENTRY.fullmatch(words)))
    return frozenset(
        path for path, entries in below.items() if sum(entries) >= max(_ENTRIES, 0.75 * len(entries))
    )


def _own(
    passage: PlanPassage, printed: Callable[[str], bool], repeated: frozenset[str], titles: frozenset[str]
) -> Own:
    if _is_contents(passage) or fold(_PAGE_AT_END.sub("", passage.words)) in titles:
        return Own(passage, (), "a list of contents")
    if any(_LAW_PRINTED.search(title) for title in _nearest(passage)):
        return Own(passage, (), "words of the law")
    if any(_GLOSSARY.search(title) for title in _nearest(passage)) or _LISTS_TERMS.match(passage.words):
        return Own(passage, (), "a glossary")
    if passage.kind == "table" and _is_index(passage):
        return Own(passage, (), "a list of contents")
    if _is_about_last_plan(passage):
        return Own(passage, (), "words about an earlier plan")
    if passage.words in repeated:
        return Own(passage, (), "a running head")
    enclosed = _ENCLOSED.fullmatch(passage.words)
    if enclosed and passage.kind == "prose" and is_title(_YEARS.sub("", enclosed[1]).strip()):
        return Own(passage, (), "a heading")
    if passage.kind == "prose" and ":" not in passage.words and _is_bare_title(passage.words):
        return Own(passage, (), "a heading")
    if _NOTE.match(passage.words):
        return Own(passage, (), "a prompt")
    kept: list[str] = []
    reason = ""
    for sentence in _parted(passage):
        why = _not_own(sentence, printed)
        reason = reason or why
        if not why:
            kept.append(sentence)
    if reason == "a prompt" and all(is_title(sentence.rstrip(".")) for sentence in kept):
        # The names of the items that a prompt lists.
        kept = []
    return Own(passage, tuple(kept), reason)


def _parted(passage: PlanPassage) -> Sequence[str]:
    """The sentences; a prompt in capitals that runs straight into the answer is split from it."""
    found: list[str] = []
    for sentence in passage.sentences:
        if found and passage.kind == "prose" and _CITATION.match(sentence):
            found[-1] = f"{found[-1]} {sentence}"
            continue
        capitals = _CAPITALS.search(sentence)
        if capitals and passage.kind == "prose" and capitals.end() < len(sentence):
            found += [sentence[: capitals.end()], sentence[capitals.end() :]]
        else:
            found.append(sentence)
    return found


def _not_own(sentence: str, printed: Callable[[str], bool]) -> str:
    if _MARKS.fullmatch(sentence):
        return "a section number"
    if len(_PAGES.findall(sentence)) > 2 and _CONTENTS.search(sentence):
        return "a list of contents"
    if (
        _IMPERATIVE.match(sentence)
        or _INSTRUCTION.search(sentence)
        or _RULES.search(sentence)
        or printed(sentence)
        or (_CITED_ITEM.match(sentence) and not _VERB.search(sentence))
    ):
        return "a prompt"
    if _DEFINES.match(sentence):
        return "a glossary"
    if _LAW.match(sentence) or _GROUNDS.search(sentence):
        return "words of the law"
    earlier = _LAST_PLAN.match(sentence) or _LAST_PLAN_SAID.search(sentence)
    return "words about an earlier plan" if earlier else ""


def _nearest(passage: PlanPassage) -> Sequence[str]:
    """The nearest heading, and the one above it where the nearest is a letter of the alphabet."""
    return passage.heading[-2:] if len(passage.title) <= 2 else passage.heading[-1:]


def _is_contents(passage: PlanPassage) -> bool:
    """Whether a passage is lines of a contents list: under that heading, or dot leaders and page numbers."""
    if any(_CONTENTS.search(title) for title in _nearest(passage)):
        return True
    if _OPENS_CONTENTS.match(passage.words) and len(_PAGES.findall(passage.words)) > 2:
        return True
    if passage.kind == "prose" and is_title(_PAGES.sub("", passage.words)) and _PAGES.search(passage.words):
        return True
    lines = passage.words.split("\n")
    paged = sum(bool(_ENDS_IN_PAGE.search(line)) for line in lines)
    if paged > 2 and paged >= 0.75 * len(lines) and passage.kind != "table":
        return True
    found = _LEADERS.findall(passage.words)
    return len(found) > 2 or (len(found) == 1 and len(passage.words.split()) < 30)


def _is_index(passage: PlanPassage) -> bool:
    """Whether a table only says where things are: by its heading, or by a place at the end of most rows."""
    if _INDEX.search(passage.title):
        return True
    ends = [row.rpartition("|")[2].strip() for row in passage.sentences]
    places = sum(bool(_PLACE_CELL.fullmatch(end)) for end in ends)
    return places >= 3 and places >= 0.6 * len(ends)


def _is_bare_title(words: str) -> bool:
    """Whether words are a title and years, or years alone."""
    bare = _ORDINAL.sub("", _YEARS.sub("", words)).strip(" ,–-")
    return is_title(bare) or (bare != words and not bare)


def _is_about_last_plan(passage: PlanPassage) -> bool:
    """Whether a passage tells what became of the last plan: by its heading, or by the head of its table."""
    heads = [passage.title, passage.sentences[0] if passage.kind == "table" else ""]
    return any(_ABOUT_LAST_PLAN.search(head) and not _ABOUT_RESULTS.search(head) for head in heads)


def _repeated(passages: Sequence[PlanPassage]) -> frozenset[str]:
    """Short lines that occur three or more times: leftover running headers and footers."""
    counts: dict[str, int] = {}
    for one in passages:
        if one.kind == "prose" and len(one.words.split()) <= 12:
            counts[one.words] = counts.get(one.words, 0) + 1
    return frozenset(words for words, count in counts.items() if count > 2)


def _prompt_test(prompts: Sequence[str]) -> Callable[[str], bool]:
    """Whether a sentence is one that the collection prints, in this edition's wording or a near one."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    known = [fold(prompt) for prompt in prompts]

    @lru_cache(maxsize=1 << 14)
    def printed(sentence: str) -> bool:
        plain = fold(_MARKED.sub("", sentence))
        if len(plain.split()) < _SHORTEST:
            return False
        for prompt in known:
            found = (
                partial_ratio_alignment(plain, prompt, score_cutoff=_EXACT)
                if len(plain) <= len(prompt)
                else None
            )
            # What begins inside a clause is the requirement as a sentence of the plan: "The State will monitor ...".
            if found and not _INSIDE.search(prompt[: found.dest_start]):
                return True
        return False

    return printed

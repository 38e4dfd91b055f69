"""Every rule that mapping files and comment files must follow."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePath

from crosswalk.errors import Problem
from crosswalk.ledger.signatures import is_program, programs
from crosswalk.ledger.sssom import ParsedMappings
from crosswalk.model.corpus import Corpus
from crosswalk.model.mapping import Comment
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.relation import HELD, REVIEWED, Group, Relation, Status

_CANDIDATES = "candidates.sssom.tsv"
_OF_PEOPLE = REVIEWED | {Status.DRAFT}
_OF_SOFTWARE = frozenset({Status.PROPOSED, Status.LOOK_AGAIN})
_OUT = frozenset({Status.SUPERSEDED, Status.REJECTED})
_OF_SETS = frozenset({Relation.EQUAL, Relation.SUBSET, Relation.SUPERSET, Relation.INTERSECTS})


@dataclass(frozen=True, slots=True)
class FiledRow:
    """One row and where it is: file, line, the documents on each side, and whether it is a candidate."""

    mapping: Decided
    file: str
    line: int
    left: str
    right: str
    candidate: bool

    @property
    def where(self) -> str:
        """File and line in words."""
        return f"{self.file} line {self.line}"

    @property
    def ends(self) -> frozenset[tuple[str, str]]:
        """The two provisions with their documents, whichever is on the left."""
        return frozenset({(self.left, self.mapping.left), (self.right, self.mapping.right)})


def integrity_problems(files: Sequence[ParsedMappings], corpora: Mapping[str, Corpus]) -> list[Problem]:
    """What is wrong in the mapping files, by file and line; empty when nothing is.

    `corpora` maps id and edition, such as `wioa@2016-07-19`, to the whole of each.
    """
    software = programs([file.mappings for file in files])
    every = [entry for file in files for entry in _entries(file)]
    found = [(file.where, _problem_line(problem), problem) for file in files for problem in file.problems]
    found += [(file.where, 1, problem) for file in files for problem in _set_problems(file, corpora)]
    for file in files:
        mine = _entries(file)
        named = [(entry, what) for entry in mine for what in _row_problems(entry, file, corpora, software)]
        named += [*_decided_twice(mine), *_contradicted_gaps(mine), *_lone_groups(mine)]
        found += [(file.where, entry.line, problem) for entry, problem in named]
    found += [(entry.file, entry.line, problem) for entry, problem in _across(every)]
    order = {file.where: number for number, file in enumerate(files)}
    found.sort(key=lambda item: (order[item[0]], item[1], item[2].code))
    return [*_repeated_sets(files), *(problem for _, _, problem in found)]


def _entries(file: ParsedMappings) -> list[FiledRow]:
    sets = file.mappings
    candidate = PurePath(file.where).name.endswith(_CANDIDATES)
    return [
        FiledRow(mapping, file.where, line, sets.left_source, sets.right_source, candidate)
        for mapping, line in zip(sets, file.lines, strict=True)
    ]


def _problem_line(problem: Problem) -> int:
    number = problem.where.rpartition(" ")[2]
    return int(number) if number.isdigit() else 0


def days_to_come(files: Sequence[ParsedMappings], today: str) -> list[Problem]:
    """The rows dated after `today`, an ISO day; none if no day is known."""
    return [
        Problem(entry.where, f"the day {day} has not come yet (today is {today}); correct it", "XW-438")
        for file in files
        for entry in _entries(file)
        for day in _days(entry.mapping)
        if today and day > today
    ]


def days_before_texts(files: Sequence[ParsedMappings], corpora: Mapping[str, Corpus]) -> list[str]:
    """The rows dated before the first edition of a document they are about, a sentence each."""
    first: dict[str, str] = {}
    for corpus in corpora.values():
        known = first.get(corpus.source.id, corpus.source.as_of)
        first[corpus.source.id] = min(known, corpus.source.as_of)
    return [
        f"{entry.where}: the day {day} is before the first edition of {name} ({first[name]}); check it."
        for file in files
        for entry in _entries(file)
        for name in (entry.left, entry.right)
        for day in _days(entry.mapping)
        if name in first and day < first[name]
    ]


def _days(mapping: Decided) -> list[str]:
    return list(dict.fromkeys(filter(None, (mapping.date, mapping.review_date))))


def _repeated_sets(files: Sequence[ParsedMappings]) -> Iterator[Problem]:
    for first, second in combinations(files, 2):
        if first.mappings.id == second.mappings.id:
            what = f"mapping set {second.mappings.id} is in {first.where} too; give one of them another id"
            yield Problem(f"{second.where} line 1", what, "XW-433")


def _set_problems(file: ParsedMappings, corpora: Mapping[str, Corpus]) -> Iterator[Problem]:
    for edition in dict.fromkeys(_editions(file)):
        if edition not in corpora:
            what = f"there is no corpus {edition}, so its rows cannot be checked; add the edition or correct the head"
            yield Problem(f"{file.where} line 1", what, "XW-421")


def _editions(file: ParsedMappings) -> tuple[str, str]:
    sets = file.mappings
    return (f"{sets.left_source}@{sets.left_version}", f"{sets.right_source}@{sets.right_version}")


def _row_problems(
    entry: FiledRow, file: ParsedMappings, corpora: Mapping[str, Corpus], software: frozenset[str]
) -> Iterator[Problem]:
    for code, what in (
        *_machine_made(entry, software),
        *_lacking(entry.mapping),
        *_texts(entry.mapping, *(corpora.get(edition) for edition in _editions(file))),
    ):
        yield Problem(entry.where, what, code)


def _machine_made(entry: FiledRow, software: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Software proposes and only people decide; neither may sign as the other."""
    mapping = entry.mapping
    held = mapping.was or mapping.status
    if entry.candidate and mapping.status not in _OF_SOFTWARE:
        yield "XW-424", f"a file of candidates holds a row that is {mapping.status}; move it to the decisions"
    if not entry.candidate and mapping.status is Status.PROPOSED:
        yield "XW-424", "a proposal is among the decisions; move it to the candidates"
    if held in _OF_PEOPLE and is_program(mapping.author, software):
        yield "XW-424", f"{mapping.author} is a program, but the row is {held}; a person must decide it"
    for name in mapping.reviewers:
        if is_program(name, software):
            yield "XW-424", f"{name} is a program, but is named as reviewer; a person must review"


def _lacking(mapping: Decided) -> Iterator[tuple[str, str]]:
    """What a row with this status lacks."""
    held = mapping.was or mapping.status
    needed: list[tuple[str, str | None]] = [("a sentence that says why", mapping.sentence)]
    if held in _OF_PEOPLE or held is Status.PROPOSED:
        needed.append(("an author", mapping.author))
    if held in _OF_PEOPLE:
        needed.append(("a date", mapping.date))
    if held in REVIEWED:
        needed += [("a reviewer", mapping.reviewer), ("a review date", mapping.review_date)]
    if held in _OF_PEOPLE and mapping.relation in _OF_SETS:
        needed.append(("a rationale (syntactic, semantic or functional)", mapping.basis))
    for name, value in needed:
        if not value:
            yield "XW-425", f"a row that is {held} must have {name}; add it"


def _texts(mapping: Decided, left: Corpus | None, right: Corpus | None) -> Iterator[tuple[str, str]]:
    """Every id is known, and the words behind it are those that were decided on."""
    if mapping.status is Status.SUPERSEDED:
        return
    for prov_id, digest, corpus in (
        (mapping.left, mapping.left_digest, left),
        (mapping.right, mapping.right_digest, right),
    ):
        if not prov_id or corpus is None:
            continue
        if prov_id not in corpus and mapping.status is Status.LOOK_AGAIN:
            continue  # it went with an edition, which is what is to be looked at
        if prov_id not in corpus:
            yield "XW-423", f"{corpus.source.key} has no provision {prov_id}; correct the id"
        elif not digest:
            yield "XW-426", f"the row does not hold the digest of {prov_id}, {corpus[prov_id].digest}; add it"
        elif digest != corpus[prov_id].digest and mapping.status is not Status.LOOK_AGAIN:
            digests = f"(digest {digest}, now {corpus[prov_id].digest})"
            what = (
                f"the words of {prov_id} are no longer those the row rests on {digests}; mark it look-again"
            )
            yield "XW-426", f"{what}, or propose it again"


def _decided_twice(entries: Sequence[FiledRow]) -> Iterator[tuple[FiledRow, Problem]]:
    first: dict[tuple[str, str], FiledRow] = {}
    for entry in entries:
        if entry.mapping.status is Status.SUPERSEDED:
            continue
        other = first.setdefault(entry.mapping.pair, entry)
        if other is not entry:
            what = f"{_pair(entry)} are on line {other.line} too; keep one, or mark the older superseded"
            yield entry, Problem(entry.where, what, "XW-422")


def _contradicted_gaps(entries: Sequence[FiledRow]) -> Iterator[tuple[FiledRow, Problem]]:
    """Refuse rows that leave a provision without a counterpart and also name one."""
    current = [entry for entry in entries if entry.mapping.status in HELD]
    answered: dict[tuple[bool, str], FiledRow] = {}
    for entry in current:
        mapping = entry.mapping
        if mapping.left and mapping.right and mapping.relation is not Relation.NONE:
            answered.setdefault((True, mapping.left), entry)
            answered.setdefault((False, mapping.right), entry)
    for entry in current:
        mapping = entry.mapping
        other = answered.get((bool(mapping.left), mapping.left or mapping.right))
        if other is not None and not (mapping.left and mapping.right):
            what = (
                f"no counterpart is said to exist, yet line {other.line} names one; keep one of the two rows"
            )
            yield entry, Problem(entry.where, what, "XW-429")


def _lone_groups(entries: Sequence[FiledRow]) -> Iterator[tuple[FiledRow, Problem]]:
    """A row of a group must have others in the group."""
    grouped = [e for e in entries if e.mapping.group and e.mapping.status not in _OUT]
    sizes = Counter(_group(entry.mapping) for entry in grouped)
    for entry in grouped:
        if sizes[_group(entry.mapping)] == 1:
            what = f"the row is {entry.mapping.group}, but no other row is in its group; decide the others the same way"
            yield entry, Problem(entry.where, f"{what}, or remove the word", "XW-434")


def _group(mapping: Decided) -> tuple[Group | None, str]:
    return mapping.group, mapping.left if mapping.group is Group.SPLIT else mapping.right


def _across(entries: Sequence[FiledRow]) -> Iterator[tuple[FiledRow, Problem]]:
    """No pair is both confirmed and rejected, and none that is rejected is proposed again, in any file."""
    rejected = {e.ends: e for e in entries if e.mapping.status is Status.REJECTED}
    for entry in entries:
        other = rejected.get(entry.ends)
        if other is None or other is entry:
            continue
        if entry.mapping.status is Status.CONFIRMED:
            what = f"{_pair(entry)} are confirmed here and rejected on {other.where}; decide which"
            yield entry, Problem(entry.where, what, "XW-427")
        elif entry.mapping.status is Status.PROPOSED:
            what = f"{_pair(entry)} were rejected on {other.where} and may not be proposed again; build once more"
            yield entry, Problem(entry.where, what, "XW-428")


def _pair(entry: FiledRow) -> str:
    return f"{entry.mapping.left or 'no provision'} and {entry.mapping.right or 'no provision'}"


_CODE = "XW-445"


def comment_problems(
    where: str,
    crosswalk: str,
    comments: Sequence[tuple[int, Comment]],
    both: tuple[Corpus, Corpus],
    software: frozenset[str],
    today: str = "",
) -> list[Problem]:
    """What is wrong in one file of comments, by line; empty when nothing is.

    `both` are the parts that the crosswalk compares, `software` the names of programs,
    `today` an ISO day, after which no comment can have been made; empty if no day is known.
    """
    return [
        Problem(f"{where} line {line}", what, _CODE)
        for line, comment in comments
        for what in (
            *_elsewhere(comment, crosswalk, both),
            *_by_programs(comment, software),
            *_not_yet(comment, today),
            *_said_before(line, comment, comments),
        )
    ]


def _elsewhere(comment: Comment, crosswalk: str, both: tuple[Corpus, Corpus]) -> Iterator[str]:
    if comment.crosswalk != crosswalk:
        yield f"the comment is on crosswalk {comment.crosswalk or '(none)'}, and this is the file of {crosswalk}"
    for prov_id, corpus in zip(comment.pair, both, strict=True):
        if prov_id and prov_id not in corpus:
            yield (
                f"there is no provision {prov_id} in what {crosswalk} compares of {corpus.source.key}; correct the id"
            )


def _by_programs(comment: Comment, software: frozenset[str]) -> Iterator[str]:
    for what, name in (("signed", comment.by), ("answered", comment.reply_by), ("closed", comment.closed_by)):
        if name and is_program(name, software):
            yield f"the comment is {what} by {name}, a program; a person must sign"


def _not_yet(comment: Comment, today: str) -> Iterator[str]:
    for day in (comment.date, comment.reply_date, comment.closed_date):
        if today and day > today:
            yield f"the day {day} has not come yet (today is {today}); correct it"


def _said_before(line: int, comment: Comment, comments: Sequence[tuple[int, Comment]]) -> Iterator[str]:
    first = next(number for number, one in comments if one.id == comment.id)
    if first != line:
        yield f"the comment {comment.id} is on line {first} too; keep one of the two"

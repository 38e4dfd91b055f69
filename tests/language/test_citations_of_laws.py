"""Citations of named laws, appendixes, notes and subparts, and references as users write them."""

import pytest

from crosswalk.language.citations import find_references, references_of
from crosswalk.model.citation import SectionMap, find_provision
from crosswalk.model.corpus import Corpus, Provision, Source

MAP = SectionMap.parse(
    "usc\tact\tcatchline\n29 U.S.C. 3102\tWIOA sec. 3\tDefinitions\n29 U.S.C. 3112\tWIOA sec. 102\tState plan\n"
    "29 U.S.C. 3141\tWIOA sec. 116\tMeasures\n29 U.S.C. 3174\tWIOA sec. 134\tUse of funds\n"
)
MEASURES = "29/3141/b/2/A/i"

NAMED = [
    ("WIOA § 116(b)(2)(A)(i)(IV)-(VI)", [f"{MEASURES}/{mark}" for mark in ("IV", "V", "VI")]),
    ("WIOA §§ 102(b) and 116(b)(2)", ["29/3112/b", "29/3141/b/2"]),
    ("WIOA Section 102(b)(1)(B)", ["29/3112/b/1/B"]),
    ("WIOA, sec. 3(7)", ["29/3102/7"]),
    ("Pub. L. 113-128, § 3(7)", ["29/3102/7"]),
    ("Public Law 113–128, section 102(b)", ["29/3112/b"]),
    ("P.L. 105-220, sec. 134(c)", ["WIA sec. 134(c)"]),
    ("Pub. L. 117-58, § 5", ["Pub. L. 117-58 sec. 5"]),
    ("section 3(7) of Public Law 113-128", ["29/3102/7"]),
    ("Section 135(c) of Perkins V", ["Perkins V sec. 135(c)"]),
    ("sections 113(b) and 122(c) of Perkins IV", ["Perkins IV sec. 113(b)", "Perkins IV sec. 122(c)"]),
    ("Perkins V § 134(c)", ["Perkins V sec. 134(c)"]),
    ("section 8101 of the Every Student Succeeds Act", ["ESSA sec. 8101"]),
    ("section 116(b) of the Workforce Innovation and Opportunity Act", ["29/3141/b"]),
    ("50 U.S.C. app. § 5", ["50 U.S.C. app. 5"]),
    ("50 U.S.C. App. 2401", ["50 U.S.C. app. 2401"]),
    ("5 U.S.C. App. 3", ["5 U.S.C. app. 3"]),
    ("29 U.S.C. 3101 note", ["29 U.S.C. 3101 note"]),
    ("42 U.S.C. 1396, 1397 note", ["42/1396", "42 U.S.C. 1397 note"]),
    (
        "20 CFR 677.155(a)(1), 678.305 and part 679, subpart D",
        ["20/677.155/a/1", "20/678.305", "20/679/subpart.D"],
    ),
    ("20 CFR part 679, subparts B and D", ["20/679/subpart.B", "20/679/subpart.D"]),
    ("20 CFR part 677", ["20/677"]),
    ("34 CFR 361.5, part 463", ["34/361.5", "34/463"]),
    ("subpart D of part 679 of title 20", ["20/679/subpart.D"]),
    ("WIOA 102(b)(1)(B)", ["29/3112/b/1/B"]),
    ("WIOA §102(b)(1)(B)-(D)", [f"29/3112/b/1/{mark}" for mark in "BCD"]),
    ("Sec. 3(7), WIOA", ["29/3102/7"]),
    ("Public Law 113-128, 3(7)", ["29/3102/7"]),
    ("PL 113-128, section 3(7)", ["29/3102/7"]),
    ("IDEA section 602(3)", ["IDEA sec. 602(3)"]),
    ("29 U.S.C.A. § 3102(7)", ["29/3102/7"]),
    ("29 U.S. Code § 3102(7)", ["29/3102/7"]),
    ("Title 29, United States Code, section 3102(7)", ["29/3102/7"]),
    ("29 U.S.C. §§ 3112-3114", ["29/3112", "29/3113", "29/3114"]),
    ("42 U.S.C. 300aa-1", ["42/300aa-1"]),
    ("29 U.S.C. 3101, notes", ["29 U.S.C. 3101 note"]),
    ("50 U.S.C. Appendix 5", ["50 U.S.C. app. 5"]),
    ("50 U.S.C.A. App. § 5", ["50 U.S.C. app. 5"]),
    ("50 App. U.S.C. 5", ["50 U.S.C. app. 5"]),
    ("5 U.S.C. App., § 3", ["5 U.S.C. app. 3"]),
    ("20 C.F.R. pt. 679, subpt. D", ["20/679/subpart.D"]),
    ("Title 20 of the Code of Federal Regulations, part 677", ["20/677"]),
    ("20 CFR parts 675-677", ["20/675", "20/676", "20/677"]),
    ("sections 101–102 of WIOA", ["WIOA sec. 101", "29/3112"]),
    ("subpart D of 20 CFR part 679", ["20/679/subpart.D"]),
    (
        "20 CFR part 679, subparts A through C, and part 680, subpart F",
        ["20/679/subpart.A", "20/679/subpart.B", "20/679/subpart.C", "20/680/subpart.F"],
    ),
    ("20 CFR 679 subpart D and 680 subpart A", ["20/679/subpart.D", "20/680/subpart.A"]),
    ("parts 676, 677 and 678 of title 20, Code of Federal Regulations", ["20/676", "20/677", "20/678"]),
    ("section 677.155 of title 20, Code of Federal Regulations", ["20/677.155"]),
    ("WIOA sec. 116(b)(2)(A)(i)(I–III)", [f"{MEASURES}/{mark}" for mark in ("I", "II", "III")]),
    ("WIOA Sections 102 & 116", ["29/3112", "29/3141"]),
    ("WIOA § 102(b) and § 116", ["29/3112/b", "29/3141"]),
    ("WIOA sec. 102 (b) (1)", ["29/3112/b/1"]),
    ("29 U.S.C. 3112(b)(1), (2); 3174(c)", ["29/3112/b/1", "29/3112/b/2", "29/3174/c"]),
    ("29 U.S.C. § 3102(7)(A)–3102(7)(C)", ["29/3102/7/A", "29/3102/7/B", "29/3102/7/C"]),
    ("Pub. L. 117-328, div. H, tit. I, § 105", ["Pub. L. 117-328 sec. 105"]),
]


@pytest.mark.parametrize(("words", "targets"), NAMED)
def test_a_citation_of_a_named_law_means_that_law(words: str, targets: list[str]):
    text = f"See {words}. More follows."
    found = find_references(text, "plan/1/a", "own", MAP, frozenset({"plan/1", "plan/1/a"}))
    assert [(ref.words, list(ref.targets)) for ref in found] == [(words, targets)]
    assert not found[0].resolved


LISTED = [
    ("34 CFR 361.5(c)(15) and 463.30 apply.", ["34/361.5/c/15", "34/463.30"]),
    (
        "20 CFR §§ 679.510(a) through 679.530 and 680.120 govern this.",
        ["20/679.510/a", "20/679.530", "20/680.120"],
    ),
    ("20 CFR 680.200–680.230 cover training.", ["20/680.200", "20/680.230"]),
    ("20 CFR 680.900, 680.910(b) and 680.920 support youth.", ["20/680.900", "20/680.910/b", "20/680.920"]),
    (
        "34 CFR §361.5(c)(15), §361.48(b) and §463.30 define it.",
        ["34/361.5/c/15", "34/361.48/b", "34/463.30"],
    ),
    ("29 U.S.C. 3112(b) and 3174 apply.", ["29/3112/b", "29/3174"]),
    ("section 102 or 134 of WIOA", ["29/3112", "29/3174"]),
    ("20 CFR 677.155 and 2.5 percent of the funds", ["20/677.155"]),
    ("20 CFR 677.155, 90 days after exit", ["20/677.155"]),
    ("WIOA sec. 116 and 150 youth enrolled", ["29/3141"]),
    ("under WIOA section 134, 150 participants left", ["29/3174"]),
    ("29 U.S.C. § 3102, § 3(7) of WIOA", ["29/3102", "29/3102/7"]),
]


@pytest.mark.parametrize(("text", "targets"), LISTED)
def test_a_list_of_sections_ends_where_a_count_begins(text: str, targets: list[str]):
    found = find_references(text, "plan/1", "own", MAP)
    assert [target for ref in found for target in ref.targets] == targets


def test_a_footnote_number_after_an_act_is_no_part_of_its_name():
    found = find_references("Plans under sections 102 and 116(b) of WIOA1.", "plan/1", "own", MAP)
    assert [ref.targets for ref in found] == [("29/3112", "29/3141/b")]


NAMED_BEFORE = [
    ("Workforce Innovation and Opportunity Act (WIOA), section 102(b)", "29/3112/b"),
    ("the Workforce Innovation and Opportunity Act § 3(7)", "29/3102/7"),
    ("WIOA Title I, section 102(b)(1)(B)", "29/3112/b/1/B"),
    ("Perkins V (sec. 134(c))", "Perkins V sec. 134(c)"),
    ("the Rehabilitation Act of 1973, section 102", "Rehabilitation Act of 1973 sec. 102"),
    ("the Second Chance Act of 2007 (Section 116)", "Second Chance Act of 2007 sec. 116"),
]


@pytest.mark.parametrize(("text", "target"), NAMED_BEFORE)
def test_a_section_is_of_the_act_named_right_before_it(text: str, target: str):
    found = find_references(f"See {text}.", "plan/1", "own", MAP, frozenset({"plan/1"}))
    assert [ref.targets for ref in found] == [(target,)]


OTHERS = [
    "Exhibit A, section 102 applies.",
    "Article 3, Section 102 of the bylaws",
    "Section 102 of this Agreement",
    "section 116 of the lease",
    "TEGL No. 10-16, Change 1, Section 4",
    "Labor Code, section 134",
    "Government Code section 1 applies.",
    "Executive Order 13166, § 1",
    "Section 1 of the bylaws",
    "See Section 3.",
]


@pytest.mark.parametrize("text", OTHERS)
def test_a_section_of_a_document_that_is_no_law_is_not_taken_for_the_law(text: str):
    found = find_references(text, "plan/1", "own", MAP, frozenset({"plan/1"}))
    assert found[-1].targets == ()


FOLLOWING = [
    ("See 29 U.S.C. 3112(b). See also id. at (c).", "29/3112/c"),
    ("See 29 U.S.C. 3112(b). Id. at § 3141(b).", "29/3141/b"),
    ("See 29 U.S.C. 3112(b); ibid.", "29/3112/b"),
    ("See 20 CFR 677.150. Part 679, subpart D, applies.", "20/679/subpart.D"),
    ("Section 135(c) of Perkins V applies. Section 134(c) too.", "Perkins V sec. 134(c)"),
    ("See Perkins V, sec. 2. Under section 102(b) a State", "Perkins V sec. 102(b)"),
    ("Pub. L. 117-58 pays. Section 116 says how.", "Pub. L. 117-58 sec. 116"),
    ("See WIOA sec. 3. Section 134(c) too.", "29/3174/c"),
    ("Section 134(c) by itself.", "29/3174/c"),
    ("See 29 U.S.C. 3112(b). Id.", "29/3112/b"),
    ("See 29 U.S.C. 3112(b). Id. § 3141(b).", "29/3141/b"),
    ("See WIOA sec. 102. Id. at 1425.", "29/3112"),
]


@pytest.mark.parametrize(("text", "target"), FOLLOWING)
def test_a_section_of_no_named_law_is_of_the_law_named_before_it(text: str, target: str):
    found = find_references(text, "plan/1", "own", MAP, frozenset({"plan/1"}))
    assert list(found[-1].targets) == [target]


PHANTOMS = [
    "See id. § 3112(b).",
    "See part 679, subpart D.",
    "See section 9(a).",
    "See § 5 of this plan.",
    "See paragraph (z).",
    "Subparagraph (A) of paragraph (2)",
]


@pytest.mark.parametrize("text", PHANTOMS)
def test_no_reference_names_a_provision_that_the_document_lacks(text: str):
    for ref in find_references(text, "plan/1/a", "own", MAP, frozenset({"plan/1", "plan/1/a"})):
        assert ref.targets == ()
        assert not ref.resolved


def test_a_provision_of_the_document_itself_is_found():
    known = frozenset({"plan/1", "plan/1/a", "plan/2", "plan/2/b"})
    found = find_references("See section 2(b) and § 2(b).", "plan/1/a", "own", MAP, known)
    assert [ref.targets for ref in found] == [("plan/2/b",), ("plan/2/b",)]


@pytest.mark.parametrize(
    "words", ["Title V section", "Part II.", "Section I.", "Appendix IV of", "THE § sign"]
)
def test_a_part_of_a_document_is_no_law(words: str):
    assert find_references(f"See {words} here.", "plan/1", "own", MAP) == ()


def corpus(*ids: str, citation: str = "") -> Corpus:
    return Corpus(
        Source("law", "2024", "A law"), tuple(Provision(one, "Words.", citation=citation) for one in ids)
    )


WRITTEN = [
    ("29/3112/b", "29/3112/b"),
    ("3112/b", "29/3112/b"),
    ("3112(b)", "29/3112/b"),
    ("102(b)", "29/3112/b"),
    ("102/b", "29/3112/b"),
    ("sec. 102(b)", "29/3112/b"),
    ("Section 102(b)", "29/3112/b"),
    ("§ 102(b)", "29/3112/b"),
    ("29 U.S.C. 3112(b)", "29/3112/b"),
    ("29 USC § 3112(b)", "29/3112/b"),
    ("WIOA sec. 102(b)", "29/3112/b"),
    ("section 102(b) of WIOA", "29/3112/b"),
    ("102", "29/3112"),
    ("102(c)", ""),
    ("Perkins V sec. 102(b)", ""),
    ("", ""),
    ("()", ""),
]


@pytest.mark.parametrize(("words", "prov_id"), WRITTEN)
def test_a_reference_as_users_write_it(words: str, prov_id: str):
    assert find_provision(corpus("29/3112", "29/3112/b"), words, MAP) == prov_id


def test_a_reference_to_a_document_with_numbers_of_its_own():
    assert find_provision(corpus("plan/goals", "plan/1/a"), "1(a)", MAP) == "plan/1/a"


REHABILITATION = [
    ("Section 101(a) of the Rehabilitation Act applies, and section 103(b) of the Rehabilitation Act.", ()),
    ("The State pays under section 102(b).", ()),
    ("Section 134(c) of WIOA is another.", ("29/3174/c",)),
    ("Section 116(b) of the Act says so.", ("Rehabilitation Act sec. 116(b)",)),
]


def test_a_bare_section_is_of_the_act_that_the_document_cites_most():
    provisions = tuple(Provision(f"p{at}", text) for at, (text, _) in enumerate(REHABILITATION))
    found = references_of(Corpus(Source("letter", "2024", "A letter"), provisions), "own", MAP)
    for at, (_, targets) in enumerate(REHABILITATION[1:], 1):
        assert [ref.targets for ref in found if ref.provision == f"p{at}"] == [targets]


SHARED = [
    (
        "under section 3(7) and section 102(b) of the Sample Act",
        ["Sample Act sec. 3(7)", "Sample Act sec. 102(b)"],
    ),
    ("under section 134(c) and section 116 of the lease", []),
    ("section 3(7), section 102(b), and section 116 of WIOA", ["29/3102/7", "29/3112/b", "29/3141"]),
]


@pytest.mark.parametrize(("text", "targets"), SHARED)
def test_sections_listed_together_are_of_the_law_named_after_the_last(text: str, targets: list[str]):
    found = find_references(text, "plan/1", "own", MAP, frozenset({"plan/1"}))
    assert [target for ref in found for target in ref.targets] == targets


# Each form, and the ids that its references mean; those of one reference are parted by spaces. An underscore is a space.
FORMS = [
    (
        "WIOA §116(b)(2)(A)(i)(I) through (VI)",
        "29/3141/b/2/A/i/I 29/3141/b/2/A/i/II 29/3141/b/2/A/i/III 29/3141/b/2/A/i/IV 29/3141/b/2/A/i/V 29/3141/b/2/A/i/VI",
    ),
    (
        "WIOA Sec. 3(7)(A)–(G)",
        "29/3102/7/A 29/3102/7/B 29/3102/7/C 29/3102/7/D 29/3102/7/E 29/3102/7/F 29/3102/7/G",
    ),
    ("WIOA § 102(b)(1)(B), (C), and (D)", "29/3112/b/1/B 29/3112/b/1/C 29/3112/b/1/D"),
    ("sec. 102(b)(1) and (2) of WIOA", "29/3112/b/1 29/3112/b/2"),
    ("Sections 102, 103, and 116 of WIOA", "29/3112 WIOA_sec._103 29/3141"),
    ("WIOA, Title I, § 134(c)(2)", "29/3174/c/2"),
    ("Title I of WIOA, section 134", "29/3174"),
    ("WIOA title I, subtitle B, section 134(c)", "29/3174/c"),
    ("section 134 of title I of WIOA", "29/3174"),
    ("29 USC 3102(7)", "29/3102/7"),
    ("29 USC §3102(7)", "29/3102/7"),
    ("29 U. S. C. 3102(7)", "29/3102/7"),
    ("29 U.S.C. Sec. 3102(7)", "29/3102/7"),
    ("29 U.S.C. sections 3112 and 3141", "29/3112 29/3141"),
    ("title 29 U.S.C. 3102", "29/3102"),
    ("29 U.S.C. 3112 et seq.", "29/3112"),
    ("29 U.S.C. 3112(b) (2)", "29/3112/b/2"),
    ("29 U.S.C. 3141(b)(2)(A)(i)(IV)–(V)", "29/3141/b/2/A/i/IV 29/3141/b/2/A/i/V"),
    ("20 CFR §§ 677.150–677.155", "20/677.150 20/677.155"),
    ("20 CFR § 677.155(a)(1)(i)-(iii)", "20/677.155/a/1/i 20/677.155/a/1/ii 20/677.155/a/1/iii"),
    ("20 C.F.R. Part 677", "20/677"),
    ("20 CFR Part 677, Subpart A", "20/677/subpart.A"),
    ("20 CFR 680, subpart C", "20/680/subpart.C"),
    ("34 CFR §361.48(b)", "34/361.48/b"),
    ("2 CFR 200", "2/200"),
    ("2 CFR 200.317 to 200.327", "2/200.317 2/200.327"),
    ("45 CFR part 75", "45/75"),
    ("81 FR 55791", "81_FR_55791"),
    ("81 Fed. Reg. 55791 (Aug. 19, 2016)", "81_Fed._Reg._55791"),
    ("Pub. L. No. 113-128", "Pub._L._113-128"),
    ("P. L. 113-128 § 134", "29/3174"),
    ("128 Stat. 1425", "128_Stat._1425"),
    ("Section 1, 50 Stat. 664", " | 50_Stat._664"),
    ("sec. 3, 128 Stat. 1425", " | 128_Stat._1425"),
    ("Wagner-Peyser Act section 7(a)", "Wagner-Peyser_Act_sec._7(a)"),
    ("section 7(a) of the Wagner-Peyser Act", "Wagner-Peyser_Act_sec._7(a)"),
    ("Rehabilitation Act of 1973, § 101(a)", "Rehabilitation_Act_of_1973_sec._101(a)"),
    ("section 504 of the Rehabilitation Act", "Rehabilitation_Act_sec._504"),
    (
        "Section 508 of the Rehabilitation Act of 1973 (29 U.S.C. 794d)",
        "Rehabilitation_Act_of_1973_sec._508 | 29/794d",
    ),
    ("HEA § 484", "HEA_sec._484"),
    ("Section 484(a) of HEA", "HEA_sec._484(a)"),
    (
        "SNAP E&T under section 6(d)(4) of the Food and Nutrition Act of 2008",
        "Food_and_Nutrition_Act_of_2008_sec._6(d)(4)",
    ),
    (
        "section 403(a)(5) of the Social Security Act (42 U.S.C. 603(a)(5))",
        "Social_Security_Act_sec._403(a)(5) | 42/603/a/5",
    ),
    ("Section 188 of WIOA and 29 CFR part 38", "WIOA_sec._188 | 29/38"),
    ("29 CFR 38.1", "29/38.1"),
    ("29 CFR part 29.2", "29/29.2"),
    ("Sections 116(b)(2)(A)(i)(I) of WIOA", "29/3141/b/2/A/i/I"),
    ("Fla. Stat. § 445.004", ""),
    ("Cal. Unemp. Ins. Code § 14000", ""),
    ("RCW 50.04.020", ""),
    ("O.R.C. 6301.06(B)(2)", ""),
    ("Minn. Stat. 116L.02", ""),
    ("N.J.S.A. 34:15C-1", ""),
    ("820 ILCS 405/1900", ""),
    ("20 ILCS 3975/4.5", ""),
    ("Tex. Gov't Code § 2308.101", ""),
    ("Texas Labor Code §302.002", ""),
    ("WAC 192-100-010, section 3", ""),
    ("OMB Circular A-87, section 3", ""),
    ("Executive Order 12866, section 3(f)", ""),
    ("TEGL 19-16, section 7", "TEGL_19-16 | "),
    ("TEGL 10-16, Change 1, § 4", "TEGL_10-16,_Change_1 | "),
    ("RFC 2119, Section 5", ""),
    ("NIST SP 800-53, section 3", ""),
    ("Form I-9, section 2", ""),
    ("the Constitution, article I, section 8", ""),
    ("section 3 of this policy", ""),
    ("section 134 of this manual", ""),
    ("WIOA's section 116", "29/3141"),
    ("section 116 (29 U.S.C. 3141)", "29/3141 | 29/3141"),
    ("sections 3(7) and (24) of WIOA", "29/3102/7 29/3102/24"),
    ("subsection (b) of section 116 of WIOA", "29/3141/b"),
    ("paragraph (2) of section 116(b) of WIOA", "29/3141/b/2"),
    ("clause (i) of section 116(b)(2)(A) of WIOA", "29/3141/b/2/A/i"),
    ("29 U.S.C. §3102 (7), (24)", "29/3102/7 29/3102/24"),
    ("42 U.S.C. 2000d et seq.; 29 U.S.C. 794", "42/2000d | 29/794"),
    ("42 U.S.C. 12101-12213", "42/12101 42/12213"),
    ("Title VI (42 U.S.C. 2000d)", "42/2000d"),
    ("26 U.S.C. 501(c)(3)", "26/501/c/3"),
    ("I.R.C. § 501(c)(3)", ""),
    ("section 501(c)(3) of the Internal Revenue Code", "Internal_Revenue_Code_sec._501(c)(3)"),
    ("a 501(c)(3) organization", ""),
    ("section 8 housing", ""),
    ("Section 8 voucher", ""),
    ("under 34 CFR 76, 77, and 82", "34/76 34/77 34/82"),
]


@pytest.mark.parametrize(("text", "targets"), FORMS)
def test_a_form_of_citation_means_these_and_never_a_section_of_the_document(text: str, targets: str):
    found = find_references(text, "plan/1", "own", MAP, frozenset({"plan/1"}))
    said = " | ".join(" ".join(target.replace(" ", "_") for target in ref.targets) for ref in found)
    assert targets == said


@pytest.mark.parametrize(
    "text",
    [
        "See Pub. L. 115-224; id. at (c).",
        "20 U.S.C. 2354 note; id. at (c).",
        "128 Stat. 1425. Id. at 3(7).",
        "Id. at (a)(1).",
    ],
)
def test_a_place_beside_what_has_no_section_is_not_known(text: str):
    found = find_references(text, "plan/1", "own", MAP, frozenset({"plan/1"}))
    assert found[-1].words.lower().startswith("id.")
    assert not found[-1].resolved

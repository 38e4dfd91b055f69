"""Two short documents on kitchens, with their register and their list, as the files of a workspace."""

SOURCES = """sources:
  - id: kitchen
    as_of: 2020-01
    file: kitchen/2020-01.yaml
    title: Kitchen code
    kind: regulation
    rights: made for this test
    verification: verbatim
  - id: hygiene
    as_of: 2021-05-01
    file: hygiene/2021-05-01.yaml
    title: Hygiene standard
    kind: framework
    rights: made for this test
    verification: restated
"""
KITCHEN = """id: kitchen
as_of: 2020-01
provisions:
  - id: K
    heading: Kitchens
  - id: K/1
    text: Kitchen staff must test the drinking water every week and keep the results.
  - id: K/2
    text: The menu must name every allergen a dish contains.
"""
HYGIENE = """id: hygiene
as_of: 2021-05-01
provisions:
  - id: R-10
    text: Menus shall state the allergens present in each dish.
  - id: R-20
    text: Drinking water shall be sampled weekly; results shall be kept for two years.
"""
CROSSWALKS = """crosswalks:
  - id: food
    title: Kitchen code and hygiene standard
    left: {corpus: kitchen}
    right: {corpus: hygiene}
    names: {left: the code, right: the standard}
"""
FILES = {
    "corpora/sources.yaml": SOURCES,
    "corpora/kitchen/2020-01.yaml": KITCHEN,
    "corpora/hygiene/2021-05-01.yaml": HYGIENE,
    "crosswalks.yaml": CROSSWALKS,
}

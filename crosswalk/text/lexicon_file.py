"""What a lexicon file may hold: the door, where Pydantic stands."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Word = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class ConceptEntry(BaseModel):
    """One concept as written."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    label: Word
    terms: list[Word] = Field(min_length=1)
    broader: list[Word] = []
    part_of: list[Word] = []
    related: list[Word] = []
    facet: str = ""
    weight: float = Field(default=1.0, ge=0.0, le=1.0)


class LexiconFile(BaseModel):
    """The whole file as written; every part may be left out."""

    model_config = ConfigDict(extra="forbid")

    version: str = ""
    facets: dict[str, str] = {}
    concepts: list[ConceptEntry] = []
    qualifiers: list[Word] = []
    stock: list[Word] = []
    definition_forms: list[Word] = []
    measure: dict[str, Any] = {}

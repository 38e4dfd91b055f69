"""Analysis of one text: modality, clauses, quantities, citations, definitions."""

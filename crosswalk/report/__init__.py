"""Turns findings into pages and files; computes none.

Each page is a template (`templates/`) filled from a page model (`*_model`), which a module makes:

- `index.html`: `index_page`; the sentences under "What we found" are made in `findings`, as on every page of lines.
- `definition.html`: `compact_page`. `measures.html`: `measures_page`, its drawings `timeline`. `provisions.html`:
  `provisions_page`. Their lines: `compact_rows`; excerpts and short sentences: `compact_text`.
- `*-rows.html`, the evidence: `comparison_page`, its rows `rows` and `cells`, the reasons `why`.
- `gaps.html`, the agenda: `agenda_page`, its blocks `agenda`. `changes.html`: `change_page`. `graph.html`: `graph_page`,
  its curves `figure`. `method.html`: `method_page`. A portfolio of plans: `portfolio`.
- The review controls on a page: `review_rows` and `static/review.js`.
- Files: `excel`, `word`, `tables` (CSV and JSON), `olir`, `memo`.

`site` puts the pages of a workspace together, `frame` makes what they share, and `words` holds plain words.
"""

"""Catalogs in OSCAL."""

import json

import pytest

from crosswalk.errors import ParseError
from crosswalk.ingest.oscal import read_oscal
from crosswalk.model.corpus import Source

SOURCE = Source("catalog", "2025", "A catalog")


def catalog(prose, **labels):
    params = [{"id": name, "label": label} for name, label in labels.items()]
    statement = {"name": "statement", "prose": prose}
    whole = {"catalog": {"params": params, "controls": [{"id": "c", "title": "Fees", "parts": [statement]}]}}
    return read_oscal(json.dumps(whole).encode(), SOURCE)


def test_a_label_may_name_another_parameter():
    loaded = catalog("Pay {{ insert: param, p }} in {{param,none}} days.", p="a fee of {{param,q}}", q="ten")

    assert loaded.corpus["c"].text == "Pay [a fee of [ten]] in [none] days."


def test_labels_that_name_one_another_many_times_are_refused():
    with pytest.raises(ParseError, match="labels") as refused:
        catalog("{{param,p}}" * 150, p="{{param,q}}" * 150, q="{{param,r}}" * 150, r="word")

    assert refused.value.code == "XW-239"

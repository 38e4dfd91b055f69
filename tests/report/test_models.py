"""Every field of every page model has its help text, and no model can be changed once made."""

import dataclasses
import inspect

import pytest

from crosswalk.report import comparison_model, figure, gap_views, graph_page, method_views, pages, views

MODELS = [
    model
    for module in (views, comparison_model, figure, gap_views, graph_page, method_views, pages)
    for model in vars(module).values()
    if dataclasses.is_dataclass(model) and model.__module__ == module.__name__
]


def test_there_are_models():
    assert len(MODELS) > 30


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_documented_once(model):
    told = [
        line.split(":")[0].strip() for line in inspect.getdoc(model).splitlines() if line.startswith("    ")
    ]

    assert told == [field.name for field in dataclasses.fields(model)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_models_are_frozen(model):
    assert model.__dataclass_params__.frozen

"""Every field of every page model has its help text, and no model can be changed once made."""

import dataclasses
import importlib
import inspect
import pkgutil
import re

import pytest

from crosswalk import report

MODELS = [
    model
    for info in pkgutil.iter_modules(report.__path__)
    for module in [importlib.import_module(f"crosswalk.report.{info.name}")]
    for model in vars(module).values()
    if isinstance(model, type)
    and dataclasses.is_dataclass(model)
    and model.__module__ == module.__name__
    and "Attributes:" in model.__doc__
]


def test_there_are_models():
    assert len(MODELS) > 30


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_documented_once(model):
    documented = re.findall(r"^ {4}(\w+):", inspect.getdoc(model), re.MULTILINE)

    assert documented == [field.name for field in dataclasses.fields(model)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_models_are_frozen(model):
    assert model.__dataclass_params__.frozen

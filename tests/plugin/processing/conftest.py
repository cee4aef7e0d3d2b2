"""The algorithms in the registry, with the stand-in for the child behind them."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProject

from doab.plugin.child import runtime
from doab.plugin.environment import environment_task
from doab.plugin.processing.provider import DoabProvider


@pytest.fixture
def create(qgis_app, worker):
    """Return a function that makes an algorithm by its name."""
    provider, registry = DoabProvider(worker), QgsApplication.processingRegistry()
    registry.addProvider(provider)
    yield lambda name: registry.createAlgorithmById(f"doab:{name}")
    registry.removeProvider(provider)


@pytest.fixture
def context(qgis_new_project):
    """The context of an empty project."""
    processing_context = QgsProcessingContext()
    processing_context.setProject(QgsProject.instance())
    return processing_context


@pytest.fixture
def ready(child, monkeypatch):
    """The stand-in is an environment that lacks nothing; call it with a mode to change its behaviour."""
    monkeypatch.setattr(environment_task, "required", list)

    def in_mode(mode: str) -> None:
        environment = child(mode)
        monkeypatch.setattr(runtime, "find", lambda: environment)

    in_mode("done")
    return in_mode

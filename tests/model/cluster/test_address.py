"""The argument of --cluster, and what is said where Dask is missing."""

import argparse
import importlib.util

import pytest

from doab.model.cluster.address import ClusterAddress, parse_cluster
from doab.model.cluster.executor import executor_of
from doab.model.commands.cluster_arguments import add_cluster_arguments
from doab.model.protocol import InputError, Job, Scene


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("local:3", ClusterAddress(workers=3)),
        ("tcp://10.0.0.1:8786", ClusterAddress("tcp://10.0.0.1:8786")),
        ("tls://head.example:8786", ClusterAddress("tls://head.example:8786")),
    ],
)
def test_local_processes_and_schedulers_are_told_apart(text, expected):
    assert parse_cluster(text) == expected


def test_local_alone_leaves_two_cores_to_each_process(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 7)
    assert parse_cluster("local") == ClusterAddress(workers=3)


@pytest.mark.parametrize("text", ["local:0", "local:", "head:8786", "tcp://head"])
def test_anything_else_is_refused_with_what_can_be_written(text):
    with pytest.raises(InputError, match=r"is no cluster. Write local, local:N"):
        parse_cluster(text)


def test_without_dask_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"Dask is missing.*pip install distributed"):
        executor_of(Job(Scene(), "out.gpkg", cluster="local:2"))
    assert executor_of(Job(Scene(), "out.gpkg")) is None, "nothing of it is needed where no cluster is asked for"


def test_a_folder_of_runs_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="does not exist"):
        executor_of(Job(Scene(), "out.gpkg", runs="/no/such/folder"))


def test_a_scheduler_that_does_not_answer_is_a_sentence(tmp_path, monkeypatch):
    from doab.model.cluster import dask_pool

    monkeypatch.setattr(dask_pool, "PATIENCE", "0.3s")
    with (
        pytest.raises(InputError, match="No Dask scheduler answers at tcp://127.0.0.1:9"),
        dask_pool.open_pool(ClusterAddress("tcp://127.0.0.1:9"), tmp_path),
    ):
        pass


def test_the_command_line_has_the_options():
    parser = argparse.ArgumentParser()
    add_cluster_arguments(parser)
    options = parser.parse_args(["--cluster", "local:2", "--geoparquet", "dataset"])
    assert (options.cluster, options.runs, options.geoparquet) == ("local:2", "", "dataset")

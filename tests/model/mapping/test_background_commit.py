"""A block is committed in a thread while the next one is mapped."""

import threading

import pytest

from doab.model.mapping.background_commit import BackgroundCommit
from doab.model.protocol import InputError

WAIT = 10  # seconds, after which a test fails instead of hanging


def test_the_caller_goes_on_while_a_block_is_committed():
    may_end, done = threading.Event(), []
    with BackgroundCommit(lambda block: may_end.wait(WAIT), done.append) as commits:
        commits.begin("first")
        assert done == []
        may_end.set()
        commits.begin("second")
        assert done == ["first"]
    assert done == ["first", "second"]


def test_one_block_at_a_time_is_committed():
    under_way, most = [], []

    def commit(block):
        under_way.append(block)
        most.append(len(under_way))
        under_way.remove(block)
        return True

    with BackgroundCommit(commit, lambda block: None) as commits:
        for number in range(5):
            commits.begin(number)
    assert most == [1] * 5


def test_a_block_with_a_damaged_tile_does_not_count():
    done = []
    with BackgroundCommit(lambda block: block != "damaged", done.append) as commits:
        for block in ("damaged", "whole"):
            commits.begin(block)
    assert done == ["whole"]


@pytest.mark.parametrize("raised_by", ["begin", "finish", "exit"])
def test_a_full_disk_is_raised_where_the_caller_waits(raised_by):
    def commit(block):
        if block == "first":
            raise InputError("full")
        return True

    done = []
    with pytest.raises(InputError, match="full"), BackgroundCommit(commit, done.append) as commits:
        commits.begin("first")
        if raised_by != "exit":
            commits.finish() if raised_by == "finish" else commits.begin("second")
    assert done == []


def test_a_cancelled_run_waits_for_the_block_under_way():
    begun, may_end, written, done = threading.Event(), threading.Event(), [], []

    def commit(block):
        begun.set()
        may_end.wait(WAIT)
        written.append(block)
        return True

    with pytest.raises(KeyboardInterrupt), BackgroundCommit(commit, done.append) as commits:
        commits.begin("first")
        begun.wait(WAIT)
        may_end.set()
        raise KeyboardInterrupt
    assert written == ["first"] and done == []

"""Threads that read ahead and compute, with results in the order of the work."""

import threading
import time
from types import SimpleNamespace

import pytest

from doab.model.mapping.workers import AHEAD, Workers, in_batches


@pytest.fixture
def workers():
    with Workers(SimpleNamespace(workers=3, start_worker=lambda: None)) as opened:
        yield opened


def test_results_come_in_the_order_of_the_work_whichever_is_done_first(workers):
    def slow_at_first(number):
        time.sleep(0.05 / (number + 1))
        return number**2

    assert list(workers.compute(slow_at_first, range(8))) == [(number, number**2) for number in range(8)]


def test_each_thread_that_computes_is_prepared_and_as_many_work_at_once(workers):
    prepared, barrier = [], threading.Barrier(3, timeout=10)
    with Workers(SimpleNamespace(workers=3, start_worker=lambda: prepared.append(threading.get_ident()))) as others:
        used = {
            ident for _, ident in others.compute(lambda _: barrier.wait() is None or threading.get_ident(), range(3))
        }
    assert set(prepared) == used and len(used) == 3


def test_images_are_read_one_after_the_other_and_only_some_ahead(workers):
    begun = []
    images = workers.read(lambda number: begun.append(number) or number, range(10))
    assert next(images) == (0, 0)
    time.sleep(0.1)
    assert begun == list(range(AHEAD + 1))
    assert [number for number, _ in images] == list(range(1, 10)) and begun == list(range(10))


def test_an_error_is_raised_in_its_turn_and_the_rest_is_not_begun(workers):
    begun = []

    def fails_at_two(number):
        begun.append(number)
        if number == 2:
            raise ValueError("two")
        return number

    results = workers.compute(fails_at_two, range(100))
    assert [next(results), next(results)] == [(0, 0), (1, 1)]
    with pytest.raises(ValueError, match="two"):
        next(results)
    assert max(begun) < 10


@pytest.mark.parametrize(("size", "batches"), [(1, [[0], [1], [2]]), (2, [[0, 1], [2]]), (5, [[0, 1, 2]])])
def test_items_come_in_batches_of_which_the_last_may_be_shorter(size, batches):
    assert list(in_batches(iter(range(3)), size)) == batches

"""A block is segmented and committed in a thread while the tiles of the next one are mapped."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from .block_grid import SceneBlock


class BackgroundCommit:
    """Calls ``commit`` for one block at a time in a thread of its own, and ``committed`` of it where the caller waits.

    Segmenting needs one core and no accelerator, mapping tiles the others. At most one block is under way, so that the
    memory of a run stays that of two blocks. As a context manager it ends with the block under way: it is waited for
    in any case, and counts unless an error is on its way.
    """

    def __init__(self, commit: Callable[[SceneBlock], bool], committed: Callable[[SceneBlock], None]) -> None:
        self._commit, self._committed = commit, committed
        self._thread = ThreadPoolExecutor(1, "doab-committing")
        self._under_way: tuple[SceneBlock, Future[bool]] | None = None

    def __enter__(self) -> BackgroundCommit:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.finish()
        finally:
            self._thread.shutdown()

    def begin(self, block: SceneBlock) -> None:
        """Begin with ``block`` when the one under way is done. Raises what that one raised."""
        self.finish()
        self._under_way = block, self._thread.submit(self._commit, block)

    def finish(self) -> None:
        """Wait for the block under way. Raises what ``commit`` raised, `InputError` where the disk is full.

        Where ``commit`` returned False, since a stored tile was damaged, the block is not committed.
        """
        if self._under_way is None:
            return
        (block, future), self._under_way = self._under_way, None
        if future.result():
            self._committed(block)

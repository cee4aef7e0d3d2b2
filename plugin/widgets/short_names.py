"""Names of a list without what they have in common, so that those of one product differ also in a narrow column."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex
from qgis.PyQt.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

KEPT = 3  # characters of what is common at the beginning
LEAST = 6  # characters of a common part that is worth shortening
_PARTS = re.compile(r"[^\W\d_]+|\d+|[\W_]+")
_PARTS_AND_YEARS = re.compile(r"[^\W\d_]+|(?<!\d)(?:19|20)\d\d(?=\d{4}(?!\d))|\d+|[\W_]+")


def shorten_common_parts(names: Sequence[str], years: bool = False) -> list[str]:
    """Return the names in their order, with "…" for the long parts that names of the same pattern share.

    Names have the same pattern where letters, digits and other characters follow each other in the same way. Those that
    differ stay different; a name that is alone with its pattern stays whole. With ``years`` that of a date is a part of
    its own, which goes where the names share it.
    """
    alike: defaultdict[str, list[list[str]]] = defaultdict(list)
    for name in set(names):
        parts = (_PARTS_AND_YEARS if years else _PARTS).findall(name)
        alike["".join(map(_kind, parts))].append(parts)
    shortened = {"".join(parts): _shorten(parts, group) for group in alike.values() for parts in group}
    counts = Counter(shortened.values())
    return [shortened[name] if counts[shortened[name]] == 1 else name for name in names]


def _kind(part: str) -> str:
    """Return a character that stands for letters or digits, or other characters as they are."""
    return "a" if part.isalpha() else "0" if part.isdigit() else part


def _shorten(parts: list[str], group: list[list[str]]) -> str:
    """Return a name without the long runs of parts that all names of its group share."""
    if len(group) == 1:
        return "".join(parts)
    shared = [len(set(column)) == 1 for column in zip(*group)]
    text, run = "", ""
    for part, is_shared in zip([*parts, ""], [*shared, False]):
        if is_shared:
            run += part
            continue
        text += (run if len(run) < LEAST else f"{'' if text else run[:KEPT]}…") + part
        run = ""
    return text


class ShortNameDelegate(QStyledItemDelegate):
    """Shows the names of a column short where they are wider than it; copies and tooltips have them whole."""

    def __init__(self, view: QTableView, column: int) -> None:
        super().__init__(view)
        self._column = column
        self._model: QAbstractItemModel = view.model()
        self._short: tuple[dict[str, str], ...] = ()
        self._model.modelReset.connect(self._forget)
        self._model.dataChanged.connect(self._forget)

    def _forget(self, *_: object) -> None:
        self._short = ()

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # noqa: N802
        """Replace the text where it does not fit beside the check box and the icon."""
        super().initStyleOption(option, index)
        space = option.rect.width() - option.decorationSize.width() - 2 * option.fontMetrics.height()
        name = option.text
        for short in ({}, *self._short_names()):
            option.text = short.get(name, name)
            if option.fontMetrics.horizontalAdvance(option.text) <= space:
                break

    def _short_names(self) -> tuple[dict[str, str], ...]:
        """Return the short names by the whole ones, then shorter ones."""
        if not self._short:
            rows = range(self._model.rowCount())
            names = [str(self._model.index(row, self._column).data() or "") for row in rows]
            self._short = tuple(dict(zip(names, shorten_common_parts(names, years))) for years in (False, True))
        return self._short

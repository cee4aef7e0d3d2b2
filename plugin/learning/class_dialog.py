"""The dialog in which the analyst says which crops grow in the region, of the bundle's and of all others of HCAT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ...model.crops import Crop, further_crops
from ..parcels.crop_names import crop_name
from ..text import tr
from ..widgets.named import named, wrapped_label

CODE = Qt.ItemDataRole.UserRole
SEARCHED = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class ClassSelection:
    """HCAT codes of the classes ``added`` to those of the bundle, and of the ``absent`` ones, which do not grow."""

    added: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


class ClassDialog(QDialog):
    """A list with a box for each crop (doabClassList), which doabClassFilter searches by name and code.

    The classes of the bundle come first and are ticked unless they are absent.
    """

    def __init__(self, bundle: Sequence[Crop], selection: ClassSelection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabClassDialog")
        self.setWindowTitle(self.tr("Crops that grow here"))
        self._bundle = {crop.code for crop in bundle}
        self._filter = named(
            "doabClassFilter", QgsFilterLineEdit(self), self.tr("Part of the name of a crop, or of its HCAT code")
        )
        self._filter.setPlaceholderText(self.tr("Search all crops of HCAT…"))
        self._filter.textChanged.connect(self._search)
        self._list = named("doabClassList", QListWidget(self))
        for crop in (*bundle, *further_crops(bundle)):
            self._list.addItem(_item(crop, crop.code in self._bundle, selection))
        note = self.tr(
            "Ticked crops can be the crop of a parcel. A crop that the labels show five times or more is added by "
            "itself; others of HCAT need a tick. Untick what does not grow here."
        )
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok
            | QDialogButtonBox.StandardButton.Cancel
            | QDialogButtonBox.StandardButton.Reset,
            self,
        )
        buttons.setObjectName("doabClassButtons")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Reset).clicked.connect(self._reset)
        layout = QVBoxLayout(self)
        layout.addWidget(wrapped_label("doabClassNote", self, note))
        layout.addWidget(self._filter)
        layout.addWidget(self._list, 1)
        layout.addWidget(buttons)
        self.resize(420, 520)
        self._filter.setFocus()

    @property
    def selection(self) -> ClassSelection:
        """What is ticked and unticked against the classes of the bundle."""
        ticked = {item.data(CODE): item.checkState() == Qt.CheckState.Checked for item in self._items()}
        return ClassSelection(
            tuple(code for code, is_on in ticked.items() if is_on and code not in self._bundle),
            tuple(code for code, is_on in ticked.items() if not is_on and code in self._bundle),
        )

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def _search(self, text: str) -> None:
        words = text.casefold().split()
        for item in self._items():
            item.setHidden(not all(word in item.data(SEARCHED) for word in words))

    def _reset(self) -> None:
        """Tick the classes of the bundle and nothing else."""
        for item in self._items():
            item.setCheckState(_state(item.data(CODE) in self._bundle))


def describe_selection(selection: ClassSelection, bundle: Sequence[Crop]) -> str:
    """Return which crops are added and which are switched off, in words."""
    if selection == ClassSelection():
        return tr("The classes of the model.")
    names = {crop.code: crop_name(crop.label) for crop in (*bundle, *further_crops(bundle))}
    added, absent = (", ".join(names.get(code, code) for code in one) for one in (selection.added, selection.absent))
    parts = (
        tr("Added: {}.").format(added) if added else "",
        tr("Does not grow here: {}.").format(absent) if absent else "",
    )
    return " ".join(filter(None, parts))


def _item(crop: Crop, of_bundle: bool, selection: ClassSelection) -> QListWidgetItem:
    name = crop_name(crop.label)
    item = QListWidgetItem(name)
    item.setToolTip(f"{crop.name} · {crop.code}")
    item.setData(CODE, crop.code)
    item.setData(SEARCHED, f"{name} {crop.name.replace('_', ' ')} {crop.code}".casefold())
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(_state(crop.code not in selection.absent if of_bundle else crop.code in selection.added))
    font = item.font()
    font.setBold(of_bundle)
    item.setFont(font)
    return item


def _state(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked

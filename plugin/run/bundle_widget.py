"""Which trained model maps."""

from __future__ import annotations

from html import escape
from pathlib import Path

from qgis.core import QgsApplication
from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from ...model import protocol
from .. import settings
from ..parcels.crop_names import crop_name
from ..widgets.named import named, wrapped_label


class BundleWidget(QWidget):
    """Widget for the choice of a bundle.

    It has the path (doabBundle, empty for the default one), doabChooseBundle, and doabBundleNote with the bundle's
    name, version and classes.
    """

    changed = pyqtSignal()
    """Another bundle is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabBundleRows")
        self._path = named(
            "doabBundle",
            QgsFilterLineEdit(self),
            self.tr("A trained model (its folder or zip); empty for the one that comes with Doab"),
        )
        self._path.setPlaceholderText(self.tr("the one that comes with Doab"))
        self._path.setText(settings.BUNDLE.get())
        self._path.textChanged.connect(self.changed)
        menu = QMenu(self)
        menu.setObjectName("doabBundleMenu")
        menu.aboutToShow.connect(lambda: self._fill(menu))
        choose = named("doabChooseBundle", QToolButton(self), self.tr("Look for another trained model"))
        choose.setText("…")
        choose.setMenu(menu)
        choose.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._note = wrapped_label("doabBundleNote", self)
        self._note.setVisible(False)
        row = QHBoxLayout()
        row.addWidget(self._path)
        row.addWidget(choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._note)

    def path(self) -> str:
        """Return where the bundle is, empty for the default one."""
        return self._path.text().strip().strip('"')

    def take(self, path: str) -> None:
        """Choose the bundle at ``path``, the default one where it is empty."""
        self._path.setText(path)

    def show_estimate(self, estimate: protocol.Estimate | None) -> None:
        """Show the bundle that an estimate is of; nothing where there is no estimate."""
        self._note.setVisible(estimate is not None)
        if estimate is not None:
            crops = [*map(crop_name, estimate.crops)]
            self._note.setText(
                self.tr("{} with {} classes: {}").format(estimate.bundle, len(crops), self._shorten(crops))
            )
            self._note.setToolTip(
                "<p>{}</p><p>{}</p><p>{}</p>".format(
                    escape(", ".join(crops)),
                    escape(estimate.trained_on),
                    self.tr("Licence: {}").format(escape(estimate.licence)),
                )
            )

    def _shorten(self, crops: list[str], most: int = 4) -> str:
        """Return the names of the first crops; the tooltip has them all."""
        return ", ".join([*crops[:most], *(["…"] if len(crops) > most else [])])

    def choose(self, path: str) -> None:
        """Choose the bundle in a folder or zip."""
        self._path.setText(path)

    def _fill(self, menu: QMenu) -> None:
        """Offer what was trained with this profile, and other files."""
        menu.clear()
        menu.addAction(self.tr("The one that comes with Doab"), lambda: self.choose(""))
        for path in settings.own_bundles():
            action = menu.addAction(Path(path).name.replace("&", "&&"), lambda path=path: self.choose(path))
            action.setToolTip(path)
        menu.addSeparator()
        menu.addAction(QgsApplication.getThemeIcon("/mIconFolder.svg"), self.tr("Folder…"), self._ask_folder)
        menu.addAction(QgsApplication.getThemeIcon("/mIconZip.svg"), self.tr("Zip…"), self._ask_zip)

    def _ask_folder(self) -> None:
        self._take_chosen(QFileDialog.getExistingDirectory(self, self.tr("The folder of a trained model"), self.path()))

    def _ask_zip(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("The zip of a trained model"), self.path(), self.tr("Zip archives (*.zip)")
        )
        self._take_chosen(path)

    def _take_chosen(self, path: str) -> None:
        if path:
            self.choose(path)

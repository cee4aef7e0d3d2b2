"""The request to train a bundle further on one's own images and parcels, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from ..text import tr
from .adaptation import Score
from .checks import require_choice, require_number, require_path
from .choices import DEVICES
from .job import ParcelLayer
from .scene_description import Scene

MOST_STEPS = 100_000


@dataclass(frozen=True)
class FineTuneRequest:
    """Train the bundle ``parent`` (empty: the default one) further on ``scene`` and the ``parcels`` with known crops.

    ``field`` is the column of crops of the layer, empty for one with a name of EuroCrops; ``codes`` EuroCrops' table of
    the country's crop codes, empty for HCAT. ``incomplete`` says that there are fields which the layer lacks. The
    bundle goes into the folder ``out``, called ``name`` (empty: as the folder); ``overwrite`` replaces an older one
    there. ``season`` is that of a `Job`, ``steps`` the number of batches. A request that was interrupted goes on where
    it was when it is sent again.
    """

    scene: Scene
    parcels: ParcelLayer
    out: str
    parent: str = ""
    field: str = ""
    codes: str = ""
    incomplete: bool = False
    season: str = "auto"
    steps: int = 200
    device: str = "auto"
    name: str = ""
    overwrite: bool = False

    def check(self) -> None:
        """Raise `InputError` where a setting cannot be used."""
        require_path(tr("The folder of the trained model"), self.out)
        require_number(tr("The number of training steps"), self.steps, 1, MOST_STEPS)
        require_choice(tr("The device"), self.device, DEVICES)


@dataclass(frozen=True)
class FineTuneSummary:
    """The bundle in the folder ``bundle``, scored on ``parcels`` in ``blocks`` of ground that it did not learn from.

    ``trained`` parcels taught it, ``added`` are crops that its parent had no class for, ``uncounted`` says which
    declared parcels did not count. Recall is the mean over crops and accuracy that of parcels, by the crop under each
    one's outline; outlines is the class-agnostic panoptic quality. Only where ``better`` no score is below the
    parent's, and one is above it.
    """

    bundle: str
    parcels: int
    blocks: int
    trained: int
    added: tuple[str, ...]
    uncounted: str
    recall_before: Score
    recall_after: Score
    accuracy_before: Score
    accuracy_after: Score
    outlines_before: Score
    outlines_after: Score
    better: bool

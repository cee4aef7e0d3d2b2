"""What a bundle makes of parcels beyond its network: the classifier of its region, and what it does not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..crops import Crop
from ..datatypes import RefinedParcels
from .known_embeddings import UNLIKE, KnownEmbeddings
from .parcel_classifier import ParcelClassifier, calibrated
from .region_bounds import describe_elsewhere


@dataclass(frozen=True)
class ParcelRefinement:
    """Parts may be missing: ``classifier`` in a bundle of no region, ``known`` in one without embeddings of fields.

    ``region`` is the card's entry on the region.
    """

    classifier: ParcelClassifier | None = None
    known: KnownEmbeddings | None = None
    region: Mapping[str, Any] | None = None

    @property
    def crops(self) -> tuple[Crop, ...]:
        """The classes of the region, none in a bundle of no region."""
        return self.classifier.crops if self.classifier is not None else ()

    def elsewhere(self, bounds: Sequence[float], crs: str) -> str:
        """Return a sentence where the bundle was made for another region, empty where it was not."""
        return describe_elsewhere(self.region, bounds, crs) if self.region else ""

    def relative_distance(self, embeddings: np.ndarray) -> float:
        """Return what `datatypes.Refinement` says."""
        if self.known is None or not embeddings.shape[1]:
            return float("nan")
        return self.known.relative_distance(embeddings.astype(np.float32))

    def __call__(
        self,
        probabilities: np.ndarray,
        embeddings: np.ndarray,
        crops: Sequence[Crop],
        class_priors: np.ndarray,
        temperature: float,
    ) -> RefinedParcels:
        """Return what `datatypes.Refinement` says."""
        scores, unlike, learned = np.log(np.maximum(probabilities, 1e-12)), None, 1.0
        if self.known is not None and embeddings.shape[1]:
            unlike = self.known.unlike(embeddings.astype(np.float32))
        if self.classifier is not None and embeddings.shape[1]:
            classifier = self.classifier
            scores = classifier.scores(probabilities, embeddings)
            crops, class_priors = classifier.crops, classifier.class_priors
            learned = classifier.temperature
        refined = calibrated(scores, learned * temperature, class_priors)
        share = 0.0 if unlike is None or not len(unlike) else float(np.mean(np.nan_to_num(unlike) > UNLIKE))
        return RefinedParcels(refined, tuple(crops), class_priors, unlike, share)

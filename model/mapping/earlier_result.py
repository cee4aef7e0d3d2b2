"""What an earlier result was mapped with, so that another part of the scene is mapped alike."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import fiona
import numpy as np
from fiona.errors import FionaError, FionaValueError

from ..adaptation.layer_metadata import CLASSES, ENCODED_BY, MAPPED, PRIORS
from ..adaptation.softening import UNSOFTENED, Softening
from ..crops import Crop, crops_as_text
from ..datatypes import Predictor
from ..protocol import Acquisition, InputError
from ..text import tr
from .geopackage import LAYER
from .scene_calibration import SceneCalibration

REFERENCE = "reference_date"  # in a layer's metadata
TEMPERATURE, CAUSES = "temperature", "softened_by"  # there, too


@dataclass(frozen=True)
class EarlierResult:
    """A result of a run: its ``name``, the ISO date of its ``reference`` frame and the share of each crop by label.

    ``softening`` is that of the scene.
    """

    name: str
    reference: str
    shares: Mapping[str, float]
    softening: Softening

    def calibration(self, predictor: Predictor) -> SceneCalibration:
        """Return its calibration for the network of a bundle; raise `InputError` where it has other crops.

        A result of a regional bundle tells nothing about those of the network. What maps it alike are the class priors
        of the region, which the bundle holds; those of the network stay the expected ones.
        """
        labels = set(self.shares)
        if labels == {crop.label for crop in predictor.crops}:
            class_priors = np.array([self.shares[crop.label] for crop in predictor.crops])
            return SceneCalibration(class_priors, self.softening)
        regional = predictor.refinement.crops if predictor.refinement else ()
        if labels == {crop.label for crop in regional}:
            expected = np.array(predictor.class_priors) / np.sum(predictor.class_priors)
            return SceneCalibration(expected, self.softening)
        text = tr("{} was mapped with other crops than those of this model, so that nothing can be mapped like it.")
        raise InputError(text.format(self.name))


def read_earlier_result(path: str) -> EarlierResult:
    """Read a result; raise `InputError` where it is none, or of a version that did not write its calibration."""
    name = Path(path).name
    try:
        with fiona.open(path, layer=LAYER) as layer:
            tags = layer.tags()
        # An adaptation changes classes and priors; what the run had is kept beside them.
        priors = json.loads(tags[MAPPED])[PRIORS] if MAPPED in tags else tags[PRIORS]
        softening = Softening(float(tags[TEMPERATURE]), tuple(tags.get(CAUSES, "").split()))
        return EarlierResult(name, tags[REFERENCE], json.loads(priors), softening)
    except (FionaError, FionaValueError, OSError) as error:
        raise InputError(tr("{} cannot be read ({}). Give an earlier result of Doab.").format(name, error)) from error
    except (KeyError, ValueError) as error:
        text = tr("{} does not say what it was mapped with. Map it again, or map without it.")
        raise InputError(text.format(name)) from error


def layer_tags(
    reference: Acquisition,
    bundle: str,
    encoded_by: str,
    crops: Sequence[Crop],
    class_priors: np.ndarray,
    softening: Softening = UNSOFTENED,
) -> dict[str, str]:
    """Return the metadata of a result's layers, from which `read_earlier_result` reads.

    ``encoded_by`` is the fingerprint of what made the embeddings of the parcels, ``softening`` that of the scene.
    """
    shares = {crop.label: float(share) for crop, share in zip(crops, class_priors, strict=True)}
    light = {"gain": reference.gain, "gamma": reference.gamma}
    return {
        REFERENCE: reference.date,
        "bundle": bundle,
        ENCODED_BY: encoded_by,
        PRIORS: json.dumps(shares, ensure_ascii=False),
        TEMPERATURE: str(softening.temperature),
        CAUSES: " ".join(softening.causes),
        CLASSES: crops_as_text(crops),
        "light": json.dumps(light),
    }

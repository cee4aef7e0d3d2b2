"""A result of squares of 100 m whose embeddings tell their crop, while the bundle calls all of them wheat."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import shapely

from doab.model.adaptation.crop_columns import crop_columns, probabilities_as_text
from doab.model.adaptation.embedding_table import write_embeddings
from doab.model.crops import Crop
from doab.model.mapping.attributes import SCHEMA
from doab.model.mapping.earlier_result import layer_tags
from doab.model.mapping.geopackage import open_layer, open_package
from doab.model.protocol import Acquisition

CROPS = (
    Crop("3301010101", "winter_common_soft_wheat", "Winter wheat", "#d9a520"),
    Crop("3301010600", "grain_maize_corn_popcorn", "Maize", "#e8601c"),
    Crop("3302000000", "pasture_meadow_grassland_grass", "Grassland", "#4eb265"),
    Crop("3399000000", "not_known_and_other", "Other crops", "#999999", ("3301000000",)),
)
RICE = "3301010700"
WEST, NORTH, SIDE = 500_000, 5_600_000, 100


@dataclass(frozen=True)
class Region:
    """A result at ``path``: the true HCAT ``codes`` [N] of its parcels 1 to N and their ``polygons``."""

    path: Path
    codes: np.ndarray
    polygons: np.ndarray


@pytest.fixture
def make_region(tmp_path):
    """Return a writer of results in which every ``decided``-th parcel has its true crop from an analyst."""

    def make(count: int = 120, decided: int = 0, codes=(*(crop.code for crop in CROPS[:3]), RICE)) -> Region:
        generator = np.random.default_rng(5)
        kind = generator.integers(0, len(codes), count)
        embeddings = 3 * np.eye(len(codes), 6)[kind] + generator.normal(0, 0.5, (count, 6))
        across = int(np.ceil(np.sqrt(count)))
        corners = [(WEST + SIDE * (i % across), NORTH - SIDE * (i // across)) for i in range(count)]
        polygons = np.array([shapely.box(x, y - SIDE, x + SIDE, y) for x, y in corners], object)
        probabilities = np.array([0.85, 0.05, 0.05, 0.05])
        names = {crop.code: crop for crop in CROPS}
        path = tmp_path / "parcels.gpkg"
        tags = layer_tags(Acquisition("S2", "2019-06-01", {}, 1e-4), "test 1.0", "encoder", CROPS, np.full(4, 0.25))
        with open_package(path) as package:
            with open_layer(package, "EPSG:32631", tags) as layer:
                for i, polygon in enumerate(polygons):
                    row = dict.fromkeys(SCHEMA["properties"]) | {"parcel_id": i + 1, "decided": "model"}
                    row |= crop_columns(probabilities, CROPS) | {"probs": probabilities_as_text(probabilities, CROPS)}
                    if decided and i % decided == 0:
                        crop = names.get(codes[kind[i]], Crop(RICE, "rice", "Rice", "#000000"))
                        row |= {
                            "decided": "analyst",
                            "crop": crop.label,
                            "EC_hcat_c": crop.code,
                            "EC_hcat_n": crop.name,
                        }
                    layer.write({"geometry": shapely.geometry.mapping(polygon), "properties": row})
            write_embeddings(package, np.arange(1, count + 1), embeddings)
        return Region(path, np.array(codes, object)[kind], polygons)

    return make

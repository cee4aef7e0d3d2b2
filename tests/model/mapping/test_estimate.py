"""What a run would be, from where the images lie."""

import dataclasses

import fiona
import pytest

from doab.model.mapping.estimate import estimate_of
from doab.model.mapping.planning import prepare
from doab.model.protocol import Area, Exclusion, InputError, Job, Scene
from doab.model.reporter import Reporter

TRIANGLE = (
    '{"type": "Polygon", "coordinates": [[[500000, 5600000], [503000, 5600000], [500000, 5597000], [500000, 5600000]]]}'
)


@pytest.fixture
def request_for(scene, tmp_path):
    small_scene = scene(300, 300)
    return lambda **settings: Job(small_scene, str(tmp_path / "parcels.gpkg"), **settings)


def test_the_tiles_are_those_that_a_run_works_through(request_for):
    job = request_for()
    estimate = estimate_of(job)
    assert estimate.tiles == len(prepare(job, Reporter()).tiles(estimate.side))
    assert estimate.acquisitions == 2 and estimate.hectares == pytest.approx(900)


def test_an_area_is_less_work_and_its_outline_less_again(request_for):
    whole, part, outlined = (
        estimate_of(request_for(area=area))
        for area in (
            None,
            Area((500_000, 5_599_000, 501_000, 5_600_000), "EPSG:32631"),
            Area((500_000, 5_597_000, 503_000, 5_600_000), "EPSG:32631", TRIANGLE),
        )
    )
    assert part.tiles < outlined.tiles < whole.tiles
    assert part.hectares == pytest.approx(100) and outlined.hectares == pytest.approx(450)
    assert part.memory <= whole.memory


@pytest.fixture
def west_half(tmp_path) -> Exclusion:
    """A layer with one polygon over the western half of the image."""
    path = tmp_path / "west.gpkg"
    ring = [(499_000, 5_596_000), (501_500, 5_596_000), (501_500, 5_601_000), (499_000, 5_601_000)]
    with fiona.open(
        path, "w", driver="GPKG", crs="EPSG:32631", schema={"geometry": "Polygon", "properties": {}}
    ) as file:
        file.write({"geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}, "properties": {}})
    return Exclusion(str(path))


def test_ground_that_is_left_out_is_less_work(request_for, west_half):
    whole, part = estimate_of(request_for()), estimate_of(request_for(exclude=west_half))
    assert part.hectares == pytest.approx(450) and part.tiles < whole.tiles
    assert part.tiles == len(prepare(request_for(exclude=west_half), Reporter()).tiles(part.side))
    outlined = Area((500_000, 5_597_000, 503_000, 5_600_000), "EPSG:32631", TRIANGLE)
    assert estimate_of(request_for(area=outlined, exclude=west_half)).hectares == pytest.approx(112.5, abs=2)


def test_where_all_of_the_area_is_left_out_there_is_nothing_to_map(request_for, west_half):
    job = request_for(area=Area((500_000, 5_599_000, 501_000, 5_600_000), "EPSG:32631"), exclude=west_half)
    for refusing in (estimate_of, lambda job: prepare(job, Reporter())):
        with pytest.raises(InputError, match=r"west.gpkg leaves out all of the area"):
            refusing(job)


def test_what_cannot_be_mapped_says_so_before(request_for):
    with pytest.raises(InputError, match="does not overlap"):
        estimate_of(request_for(area=Area((0, 0, 1, 1), "EPSG:32631")))
    with pytest.raises(InputError, match="No Sentinel-2"):
        estimate_of(dataclasses.replace(request_for(), scene=Scene()))
    with pytest.raises(InputError, match="no model"):
        estimate_of(request_for(bundle="/nowhere"))


def test_an_outline_beside_the_image_in_a_rectangle_that_overlaps_it_is_refused(request_for):
    corner = (
        '{"type": "MultiPolygon", "coordinates": [[[[499000, 5596000], [499900, 5596000], [499000, 5595000], '
        "[499000, 5596000]]], [[[504000, 5600900], [504500, 5600900], [504000, 5600500], [504000, 5600900]]]]}"
    )
    job = request_for(area=Area((499_000, 5_595_000, 504_500, 5_600_900), "EPSG:32631", corner))
    for refusing in (estimate_of, lambda job: prepare(job, Reporter())):
        with pytest.raises(InputError, match="does not overlap the area"):
            refusing(job)

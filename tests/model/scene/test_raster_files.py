import numpy as np

from doab.model.protocol import Acquisition, BandSource, Elevation, Problem, RasterFile, Scene
from doab.model.scene.raster_files import describe_files


def empty(bands=1):
    return np.zeros((bands, 4, 4), np.uint16)


def test_the_describe_files_acquisitions_elevation_and_problems_are_described(write):
    image = write("image.tif", empty(2), ["B02", ""])
    dem = write("dem.tif", empty(), crs="EPSG:4326", origin=(4, 51), size=0.001)
    stray = write("stray.tif", empty(), crs=None, size=20)
    band = BandSource(image)
    scene = Scene(
        (Acquisition("S2", "2019-06-26", {"B02": band, "B03": band}),),
        Elevation(BandSource(dem)),
        (Problem(stray, "No CRS.", others=("/no/such/file.tif",)),),
    )
    assert describe_files(scene) == {
        image: RasterFile("EPSG:32631", 10.0, True, ("B02", "")),
        dem: RasterFile("EPSG:4326", 0.001, False, ("",)),
        stray: RasterFile("", 20.0, False, ("",)),
    }

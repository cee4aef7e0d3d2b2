"""Recipes: read from TOML, checked, and overridden by options."""

from pathlib import Path

import pytest

from doab.model.protocol import InputError
from doab.model.training.recipes import PretrainingRecipe, TrainingRecipe, override, read_recipe

CONFIGS = Path(__file__).resolve().parents[3] / "configs"


def read(tmp_path, text, kind=TrainingRecipe):
    path = tmp_path / "recipe.toml"
    path.write_text(text)
    return read_recipe(kind, path)


def test_keys_that_a_file_lacks_keep_their_defaults(tmp_path):
    assert read(tmp_path, "tiles = 3") == override(TrainingRecipe(), {"tiles": 3})


def test_relative_paths_start_at_the_files_folder(tmp_path):
    text = 'geometry = ["shapes.gpkg"]\nlabelled = [["scene", "/parcels.gpkg"]]\nstart = "before"\nseries = "data"'
    text += '\nunlabelled = ["bare"]\nanchor = "earlier"'
    recipe = read(tmp_path, text)
    assert recipe.geometry == (str(tmp_path / "shapes.gpkg"),)
    assert recipe.labelled == ((str(tmp_path / "scene"), "/parcels.gpkg"),)
    assert recipe.series == str(tmp_path / "data")
    assert recipe.unlabelled == (str(tmp_path / "bare"),)
    assert recipe.anchor == str(tmp_path / "earlier")
    assert recipe.start == str(tmp_path / "before") and recipe.encoder == ""


def test_whole_numbers_serve_as_numbers(tmp_path):
    assert read(tmp_path, "rate = 1").rate == 1.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tilse = 3", "'tilse' is not one of its keys"),
        ('tiles = "3"', "'tiles' is '3', but it must be a whole number"),
        ("tiles = 3.5", "'tiles' is 3.5, but it must be a whole number"),
        ("tiles = true", "'tiles' is True, but it must be a whole number"),
        ("mixed = 1", "'mixed' is 1, but it must be true or false"),
        ('geometry = "a.gpkg"', "'geometry' is 'a.gpkg', but it must be a list of texts"),
        ('labelled = [["a"]]', "but it must be a list of pairs"),
        ("hard = 1.5", "'hard' is 1.5, but it must be from 0 to 1"),
        ("series_share = 2", "'series_share' is 2.0, but it must be from 0 to 1"),
        ("series_draws = 0", "'series_draws' is 0, but it must be 1 or more"),
        ("cells = 49", "'cells' is 49, but it must be from 1 to 48"),
        ("consistency_tiles = 1", "there are no tiles without labels"),
        ('consistency_tiles = 1\nunlabelled = ["a"]\nunlabelled_tiles = 0', "there are no tiles without labels"),
        ("consistency_crops = -1", "'consistency_crops' is -1.0, but it must be 0 or more"),
        ("consistency_weight = -1", "'consistency_weight' is -1.0, but it must be 0 or more"),
        ("batch = 0", "'batch' is 0, but it must be 1 or more"),
        ("tiles = ", "cannot be read"),
    ],
)
def test_a_wrong_recipe_is_refused_with_its_file_and_key(tmp_path, text, message):
    with pytest.raises(InputError, match="recipe.toml") as error:
        read(tmp_path, text)
    assert message in str(error.value)


def test_a_missing_recipe_is_named(tmp_path):
    with pytest.raises(InputError, match="missing.toml"):
        read_recipe(TrainingRecipe, tmp_path / "missing.toml")


def test_options_override_and_other_names_are_ignored():
    recipe = override(TrainingRecipe(tiles=3), {"seed": 5, "labelled": [["a", "b"]], "workers": 2})
    assert (recipe.tiles, recipe.seed, recipe.labelled) == (3, 5, (("a", "b"),))


def test_every_recipe_of_the_repository_is_valid():
    paths = sorted(CONFIGS.glob("*.toml"))
    recipes = {
        path.stem: read_recipe(PretrainingRecipe if "encoder" in path.stem else TrainingRecipe, path) for path in paths
    }
    assert {"default", "smoke", "bundle_0_8", "compact_encoder"} <= recipes.keys()
    assert recipes["default"] == TrainingRecipe()
    assert recipes["bundle_0_8"].version == "0.8"

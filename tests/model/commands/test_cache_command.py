"""``doab cache`` as a person starts it."""

import pytest

from doab.model.cli import main
from doab.model.disk_cache import FILE, Cache, default_folder


@pytest.fixture
def own(monkeypatch, tmp_path):
    """A cache folder of the test's own."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "mine"))
    return default_folder()


def test_it_says_where_the_cache_is_and_how_much_is_in_it(own, capsys):
    with Cache(own, 1 << 30, pytest.fail) as cache:
        cache.write({b"one": bytes(1_000_000), b"two": bytes(1_000_000)})
    assert main(["cache"]) == 0
    state = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert state["folder"] == str(own) and state["entries"] == "2" and 2 <= float(state["size"].split()[0]) < 2.3


def test_clearing_empties_it(own, capsys):
    with Cache(own, 1 << 30, pytest.fail) as cache:
        cache.write({b"one": bytes(1_000_000)})
    assert main(["cache", "--clear"]) == 0
    assert "entries  0" in capsys.readouterr().out
    assert (own / FILE).stat().st_size < 100_000


def test_a_folder_that_cannot_be_used_is_one_sentence(own, capsys):
    own.parent.mkdir(parents=True)
    own.write_text("in the way")
    assert main(["cache"]) == 2
    assert "doab: Nothing is kept" in capsys.readouterr().err

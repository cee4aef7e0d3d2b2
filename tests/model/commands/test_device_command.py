"""``doab device``: what computes here, determined by letting it compute."""

import json
import sys
from types import SimpleNamespace

import torch

from doab.model import protocol
from doab.model.cli import main
from doab.model.commands import device_probe


def test_the_processor_always_works(capsys):
    assert main(["device", "--json"]) == 0
    processor = protocol.loads(protocol.Devices, capsys.readouterr().out).devices[-1]
    assert processor.key == "cpu" and processor.threads == torch.get_num_threads()
    assert main(["device"]) == 0
    assert "cpu" in capsys.readouterr().out


def test_a_graphics_card_stands_first_with_its_name_and_free_memory(monkeypatch, capsys):
    def choose(kind):
        if kind == "mps":
            raise protocol.InputError("none here")
        return SimpleNamespace(type=kind)

    monkeypatch.setitem(sys.modules, "doab.model.network.predictor", SimpleNamespace(choose_device=choose))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda _: "GeForce")
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _: (5_000_000_000, 8_000_000_000))
    main(["device", "--json"])
    devices = json.loads(capsys.readouterr().out)["devices"]
    assert [d["key"] for d in devices] == ["cuda", "cpu"]
    assert devices[0] == {"key": "cuda", "name": "GeForce", "threads": 0, "free": 5_000_000_000}


def test_a_system_that_does_not_say_how_much_memory_is_free_is_no_error(monkeypatch):
    monkeypatch.setattr(device_probe, "Path", lambda _: SimpleNamespace(read_text=_fail))
    assert device_probe.free_memory() is None


def _fail(**_):
    raise OSError

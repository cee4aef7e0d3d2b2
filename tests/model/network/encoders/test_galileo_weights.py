"""Loading the official layout, and fetching it from a server on this computer."""

import hashlib
import http.server
import json
import pickle
import threading

import pytest
import torch
from safetensors.torch import save_file

from doab.model.network.encoders import galileo_weights
from doab.model.network.encoders.galileo_weights import download, load_galileo
from doab.model.protocol import InputError

CONFIG = {"model": {"encoder": {"embedding_size": 128, "depth": 4, "num_heads": 8}}}
REVISION = "0123456789abcdef0123456789abcdef01234567"
PATH = f"/{REVISION}/models/tiny/encoder.pt"
CONTENT = bytes(range(256)) * 5000
CONTENT_SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path, official_state):
    torch.save(official_state, tmp_path / "encoder.pt")
    (tmp_path / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    return tmp_path


def test_a_folder_and_its_safetensors_give_the_same_frozen_encoder(folder, official_state):
    save_file(official_state, folder / "nano.safetensors")
    one, two = load_galileo(folder, patch=8), load_galileo(folder / "nano.safetensors")
    assert (one.size, one.patch, two.patch) == ("nano", 8, 4)
    assert not one.training and not any(x.requires_grad for x in one.parameters())
    assert all(torch.equal(x, y) for x, y in zip(one.parameters(), two.parameters(), strict=True))


def test_every_tensor_finds_its_place(folder, official_state):
    state = load_galileo(folder).galileo.state_dict()
    assert torch.equal(state["terrain_group"], official_state["sp_channel_embed"][0])
    assert torch.equal(state["place_group"], official_state["st_channel_embed"][1])
    assert torch.equal(state["space_time.NDVI.weight"], official_state["space_time_embed.NDVI.proj.weight"])
    assert torch.equal(state["layers.3.0.to_key_value.weight"][128:], official_state["blocks.3.attn.v.weight"])


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(InputError, match="no Galileo weights at .*encoder.pt"):
        load_galileo(tmp_path)


@pytest.mark.parametrize("change", ["lacks one", "has one more", "other shape", "empty"])
def test_weights_of_something_else_are_refused(change, tmp_path, official_state):
    if change == "lacks one":
        del official_state["blocks.2.attn.q.bias"]
    elif change == "has one more":
        official_state["blocks.0.attn.q_norm.weight"] = torch.ones(128)
    elif change == "other shape":
        official_state["space_embed.SRTM.proj.weight"] = torch.ones(128, 3, 8, 8)
    else:
        official_state = {}
    torch.save(official_state, tmp_path / "encoder.pt")
    with pytest.raises(InputError, match="does not hold the weights of Galileo"):
        load_galileo(tmp_path / "encoder.pt")


def test_a_configuration_that_does_not_fit_is_refused(folder):
    (folder / "config.json").write_text(json.dumps(CONFIG).replace('"num_heads": 8', '"num_heads": 4'))
    with pytest.raises(InputError, match="width, depth and heads"):
        load_galileo(folder)
    (folder / "config.json").unlink()
    with pytest.raises(InputError, match="config.json"):
        load_galileo(folder)


class Mischief:
    """Sets a mark when unpickled."""

    done = False

    def __reduce__(self):
        return setattr, (Mischief, "done", True)


@pytest.mark.parametrize("write", [lambda x, f: f.write_bytes(pickle.dumps(x, protocol=2)), torch.save])
def test_nothing_is_unpickled(write, tmp_path):
    file = tmp_path / "encoder.pt"
    write({"norm.weight": Mischief()}, file)
    with pytest.raises(InputError, match="cannot be read"):
        load_galileo(file)
    assert not Mischief.done


@pytest.mark.parametrize("name", ["encoder.pt", "encoder.safetensors"])
def test_damaged_files_are_refused(name, tmp_path):
    (tmp_path / name).write_bytes(CONTENT[:1000])
    with pytest.raises(InputError, match="cannot be read"):
        load_galileo(tmp_path / name)


class Hub(http.server.BaseHTTPRequestHandler):
    """Sends the content, the half of it, or elsewhere."""

    asked: list[str] = []
    share = 1.0
    elsewhere = ""

    def do_GET(self):  # noqa: N802
        self.asked.append(self.path)
        if self.path != PATH:
            self.send_error(404)
            return
        if self.elsewhere:
            self.send_response(302)
            self.send_header("Location", self.elsewhere)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT[: int(self.share * len(CONTENT))])

    def log_message(self, *args):
        pass


@pytest.fixture
def hub():
    """A hub of our own on the loopback interface."""

    class Handler(Hub):
        asked = []

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        Handler.address = f"http://127.0.0.1:{server.server_port}"
        yield Handler
        server.shutdown()
        thread.join()


def files_in(folder):
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def test_weights_are_fetched_once_from_the_pinned_revision(hub, tmp_path):
    cache = tmp_path / "new" / "cache"
    file = download("tiny", REVISION, cache, CONTENT_SHA256.upper(), hub.address + "/")
    assert file.read_bytes() == CONTENT and files_in(cache) == [file.name]
    assert download("tiny", REVISION, cache, CONTENT_SHA256, hub.address) == file
    assert hub.asked == [PATH]


def test_a_damaged_file_in_the_cache_is_fetched_again(hub, tmp_path):
    file = download("tiny", REVISION, tmp_path, CONTENT_SHA256, hub.address)
    file.write_bytes(b"damaged")
    assert download("tiny", REVISION, tmp_path, CONTENT_SHA256, hub.address).read_bytes() == CONTENT


def test_something_else_is_thrown_away(hub, tmp_path):
    with pytest.raises(InputError, match=f"{CONTENT_SHA256}, not {'0' * 64}"):
        download("tiny", REVISION, tmp_path, "0" * 64, hub.address)
    assert files_in(tmp_path) == []


def test_an_interrupted_transfer_leaves_nothing(hub, tmp_path):
    hub.share = 0.5
    with pytest.raises(InputError, match="640000 of 1280000 bytes|could not be fetched"):
        download("tiny", REVISION, tmp_path, CONTENT_SHA256, hub.address)
    assert files_in(tmp_path) == []


def test_a_server_that_says_no_is_reported(hub, tmp_path):
    with pytest.raises(InputError, match="404"):
        download("base", REVISION, tmp_path, CONTENT_SHA256, hub.address)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    "address", ["http://example.org", "http://192.0.2.1", "http://localhost.example.org", "file:///tmp", "ftp://[::1]"]
)
def test_addresses_that_are_not_secure_are_not_asked(address, tmp_path, monkeypatch):
    monkeypatch.setattr(galileo_weights.urllib.request, "build_opener", lambda *_: pytest.fail("asked"))
    with pytest.raises(InputError, match="only fetched over https"):
        download("tiny", REVISION, tmp_path, CONTENT_SHA256, address)
    assert files_in(tmp_path) == []


def test_redirections_to_addresses_that_are_not_secure_are_not_followed(hub, tmp_path):
    hub.elsewhere = "http://example.org/encoder.pt"
    with pytest.raises(InputError, match=r"example\.org.* only fetched over https"):
        download("tiny", REVISION, tmp_path, CONTENT_SHA256, hub.address)
    assert files_in(tmp_path) == []


def test_revision_and_checksum_must_be_pinned(tmp_path):
    with pytest.raises(InputError, match="commit"):
        download("nano", "main", tmp_path)
    with pytest.raises(InputError, match="SHA-256 of Galileo base is not known"):
        download("base", REVISION, tmp_path)
    with pytest.raises(InputError, match="huge"):
        download("huge", REVISION, tmp_path)

"""A folder served by HTTP on the loopback address, as object stores do it: with parts of files, and their versions."""

import contextlib
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self):
        path = Path(self.translate_path(self.path))
        if path.is_file():
            state = path.stat()
            self.send_header("ETag", f'"{state.st_mtime_ns:x}-{state.st_size:x}"')
            self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def do_GET(self):
        print(self.path, file=self.server.log, flush=True)
        path, wanted = Path(self.translate_path(self.path)), self.headers.get("Range", "")
        if not wanted or not path.is_file():
            super().do_GET()
            return
        size = path.stat().st_size
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        first, last = int(first), min(int(last or size), size - 1)
        if first > last:
            self.send_error(416)
            return
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        self.wfile.write(path.read_bytes()[first : last + 1])

    def log_message(self, *_):
        pass


class Server:
    """A server: its ``url``, and the paths of which the content was asked for."""

    def __init__(self, port: int, log: Path) -> None:
        self.url, self._log = f"http://127.0.0.1:{port}", log

    @property
    def requests(self) -> list[str]:
        return self._log.read_text().splitlines()


@contextlib.contextmanager
def served(folder, log):
    """Yield a server of a folder in a process of its own: GDAL waits for it with Python's lock in its hands."""
    command = [sys.executable, __file__, str(folder), str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Server(int(process.stdout.readline()), Path(log))
        finally:
            process.kill()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=sys.argv[1]))
    with open(sys.argv[2], "w") as server.log:
        print(server.server_port, flush=True)
        server.serve_forever()

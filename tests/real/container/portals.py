#!/usr/bin/env python3
"""Portals on loopback for a night in a container: some planted, some that keep visitors waiting.

Writes a registry and, as they happen, a line for the first request and for each visitor that is kept
waiting. Ends when its standard input does.
"""

import argparse
import http.server
import itertools
import pathlib
import sys
import threading
import time

HOME = """<!doctype html><html lang="vi"><title>Cổng thông tin xã {n}</title><body>
<h1>Cổng thông tin điện tử xã {n}</h1><p>Lịch tiếp công dân tháng 11.</p>
<a href="/cham">Văn bản</a>{planted}</body></html>"""
PLANTED = """<div style="position:absolute;left:-9999px">
<a href="https://nha-cai.example/{n}">nhà cái uy tín</a></div>"""


class Portals(http.server.ThreadingHTTPServer):
    """One portal; it listens on a port of its own."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, n, options, events):
        super().__init__(("127.0.0.1", 0), Visit)
        self.n, self.events = n, events
        self.is_planted = n < options.planted
        self.is_slow = n < options.slow


class Visit(http.server.BaseHTTPRequestHandler):
    """One request."""

    def do_GET(self):
        portal = self.server
        portal.events.tell("first")
        if self.path == "/cham" and portal.is_slow:
            portal.events.tell(f"waits {portal.n}")
            return (self.hang, self.drip, self.plead)[portal.n % 3]()
        if self.path not in ("/", "/cham"):
            return self.page(404, "<title>404</title><p>Không tìm thấy")
        planted = PLANTED.format(n=portal.n) if portal.is_planted and self.path == "/" else ""
        return self.page(200, HOME.format(n=portal.n, planted=planted))

    def page(self, status, text, headers=()):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def hang(self):
        threading.Event().wait()

    def drip(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        for _ in itertools.count():
            self.wfile.write(b"<p>tin ")
            time.sleep(0.2)

    def plead(self):
        self.page(503, "", [("Retry-After", "60")])

    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except OSError:
            pass  # The visitor hung up.


class Events:
    """Each event once, with its time, as a line of a file."""

    def __init__(self, path):
        self.path, self.told, self.lock = path, set(), threading.Lock()
        path.write_text("")

    def tell(self, event):
        at = time.time()
        with self.lock:
            if event not in self.told:
                self.told.add(event)
                with self.path.open("a") as file:
                    file.write(f"{event} {at:.6f}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portals", type=int, default=3)
    parser.add_argument("--planted", type=int, default=1)
    parser.add_argument("--slow", type=int, default=0)
    parser.add_argument("--rate", type=float, default=1000)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    options = parser.parse_args()
    events = Events(options.folder / "events")
    registry = ""
    for n in range(options.portals):
        portal = Portals(n, options, events)
        threading.Thread(target=portal.serve_forever, daemon=True).start()
        registry += (
            f'[[portal]]\nid = "xa-{n}"\nname = "Xã {n}"\npages = 10\n'
            f'url = "http://127.0.0.1:{portal.server_port}/"\n'
            f"requests_per_second = {options.rate}\n\n"
        )
    draft = options.folder / "draft.toml"
    draft.write_text(registry)
    draft.rename(options.folder / "targets.toml")
    sys.stdin.read()


if __name__ == "__main__":
    main()

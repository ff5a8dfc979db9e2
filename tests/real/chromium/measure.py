"""Processor time per page: canhcong with scripts run, and headless Chromium."""

import gzip
import json
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

CHROMIUM = [
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--timeout=5000", "--dump-dom",
]


def spent(command):
    """Processor seconds of a command and its children, and its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Some pages keep Chromium busy for ever; what it spent until then counts.
    done = subprocess.run(["timeout", "--kill-after=5", "20", *command], capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, done.stdout


def pages_of(corpus, count):
    """So many pages, evenly over the innocent ones."""
    found = sorted((corpus / "benign_vn").rglob("*.gz")) + sorted((corpus / "benign_intl").rglob("*.gz"))
    step = max(1, len(found) // count)
    return found[::step][:count]


def main():
    canhcong, corpus, count = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory(prefix="canhcong-chromium.") as folder:
        folder = pathlib.Path(folder)
        saved = []
        for number, page in enumerate(pages_of(corpus, count)):
            path = folder / f"{number:03}.html"
            path.write_bytes(gzip.decompress(page.read_bytes()))
            saved.append(path)
        own, theirs = [], []
        for number, page in enumerate(saved):
            # A process for each page, as Chromium has.
            seconds, out = spent([canhcong, "inspect", str(page)])
            json.loads(out.splitlines()[0])
            own.append(seconds)
            profile = folder / f"profile-{number}"
            seconds, out = spent([*CHROMIUM, f"--user-data-dir={profile}", page.as_uri()])
            if b"<html" not in out:
                print(f"Chromium gave nothing for page {number}", file=sys.stderr)
            theirs.append(seconds)
        together, out = spent([canhcong, "inspect", *map(str, saved)])
        if len(out.splitlines()) != len(saved):
            sys.exit("canhcong did not judge all pages")
    per_page = together / len(saved)
    rows = [
        ("Chromium, a process a page", statistics.mean(theirs)),
        ("canhcong, a process a page", statistics.mean(own)),
        ("canhcong, one process", per_page),
    ]
    print(f"\n| {len(saved)} innocent pages, scripts run | processor ms a page | Chromium costs |")
    print("|---|---|---|")
    for name, seconds in rows:
        print(f"| {name} | {seconds * 1000:.0f} | {rows[0][1] / seconds:.0f} x |")


main()

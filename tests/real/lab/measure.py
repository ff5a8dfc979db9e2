#!/usr/bin/env python3
"""Runs `canhcong nightly` and WhatWeb over the lab's portals and prints a Markdown table.

Rounds are interleaved: a machine that is busy for a while is busy for all of them. The first
day's portals are clean; on the second day some are attacked, and all of those and no other have
to be found with the memory of the first day.
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.request

GRAVE = ("critical", "high")
LIMIT = 3600  # seconds for one run


def run(command, log):
    """Exit code, wall seconds, CPU seconds and peak resident megabytes of a command."""
    begin = time.monotonic()
    with open(log, "ab") as errors:
        process = subprocess.Popen(["timeout", "--foreground", str(LIMIT), *command],
                                   stdout=subprocess.DEVNULL, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return {
        "code": process.returncode,
        "wall": time.monotonic() - begin,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
    }


def whatweb_run(homes, work):
    """WhatWeb as it comes, over home pages; all of them have to be answered."""
    answers = work / "whatweb.json"
    answers.unlink(missing_ok=True)
    used = run(["whatweb", "--no-errors", "--quiet", f"--log-json={answers}", *homes],
               work / "whatweb.log")
    text = answers.read_text(encoding="utf-8", errors="replace")
    if used["code"] != 0 or text.count('"http_status":200') < len(homes):
        sys.exit(f"WhatWeb did not see all home pages: see\n{text[-2000:]}")
    return used


def registry(path, portals):
    """Writes a targets.toml with the pace opened up."""
    with open(path, "w", encoding="utf-8") as file:
        for number, portal in enumerate(portals):
            file.write(
                f"[[portal]]\nid = \"lab-{number:03}\"\n"
                f"name = {json.dumps(portal['name'], ensure_ascii=False)}\n"
                f"url = \"{portal['url']}\"\npages = 25\nrequests_per_second = 1000\n"
                "robots = \"ignore\"\n\n"
            )


def switch_to_day2(www, nginx, portals):
    """Serves the second day's files, and returns once they are served."""
    link = www / "current.new"
    link.symlink_to("day2")
    link.replace(www / "current")
    os.kill(nginx, signal.SIGHUP)
    first = portals[0]
    wanted = (www / "day2" / first["ip"] / "index.html").read_bytes()
    deadline = time.monotonic() + 30
    while True:
        with urllib.request.urlopen(first["url"], timeout=10) as answer:
            if answer.read() == wanted:
                return
        if time.monotonic() > deadline:
            sys.exit("the second day's pages are not served")
        time.sleep(0.05)


class Night:
    """One `canhcong nightly` after another over the same registry."""

    def __init__(self, options, name, portals):
        self.options, self.name, self.portals = options, name, portals
        self.targets = options.work / f"{name}.toml"
        self.state = options.work / f"{name}.state"
        self.report = options.work / f"{name}.json"
        self.rounds = []
        registry(self.targets, portals)

    def forget(self):
        shutil.rmtree(self.state, ignore_errors=True)

    def go(self):
        """One run; returns its document."""
        log = self.options.work / f"{self.name}.log"
        self.report.unlink(missing_ok=True)
        used = run([self.options.canhcong, "nightly", "--targets", self.targets, "--state",
                    self.state, "--allow-private", "--format", "json", "--output", self.report],
                   log)
        if used["code"] not in (0, 1):
            sys.stderr.write(log.read_text(encoding="utf-8", errors="replace")[-4000:])
            sys.exit(f"canhcong nightly ended with exit code {used['code']}")
        document = json.loads(self.report.read_text(encoding="utf-8"))
        used["pages"] = sum(p["coverage"]["fetched"] for p in document["portals"])
        used["bytes"] = sum(p["coverage"]["bytes"] for p in document["portals"])
        self.rounds.append(used)
        return document


def alarmed(document):
    """Addresses of the portals with a finding at `high` or above."""
    return {p["url"]: [f for f in p["findings"] if f["severity"] in GRAVE]
            for p in document["portals"]
            if any(f["severity"] in GRAVE for f in p["findings"])}


def median(rounds, key):
    return statistics.median(r[key] for r in rounds)


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--canhcong", required=True)
    parser.add_argument("--www", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--nginx", type=int, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--whatweb", type=int, required=True)
    parser.add_argument("--figures", action="store_true", help="fail if the figures are missed")
    options = parser.parse_args()

    portals = json.loads((options.www / "truth.json").read_text(encoding="utf-8"))
    few = portals[: max(1, len(portals) // 5)]
    night, small = Night(options, "all", portals), Night(options, "few", few)
    homes = [p["url"] for p in portals[: options.whatweb]]
    whatweb = []
    for _ in range(options.rounds):
        night.forget()
        day1 = night.go()
        whatweb.append(whatweb_run(homes, options.work))
        small.forget()
        small.go()
    first_nights = list(night.rounds)

    switch_to_day2(options.www, options.nginx, portals)
    found = alarmed(night.go())
    attacked = {p["url"]: p["injected_day2"] for p in portals if p["injected_day2"]}

    print()
    row("run", "portals", "pages", "MB", "wall s", "CPU s", "portals/s", "peak MB")
    row(*["---"] * 8)
    for name, rounds, count in (("canhcong nightly", first_nights, len(portals)),
                                ("canhcong nightly", small.rounds, len(few))):
        row(name, count, median(rounds, "pages"), f"{median(rounds, 'bytes') / 1e6:.0f}",
            f"{median(rounds, 'wall'):.2f}", f"{median(rounds, 'cpu'):.2f}",
            f"{count / median(rounds, 'wall'):.1f}", f"{median(rounds, 'peak'):.1f}")
    row("WhatWeb, home pages", len(homes), len(homes), "",
        f"{median(whatweb, 'wall'):.2f}", f"{median(whatweb, 'cpu'):.2f}",
        f"{len(homes) / median(whatweb, 'wall'):.1f}", f"{median(whatweb, 'peak'):.1f}")

    speed = (len(portals) / median(first_nights, "wall")) / (len(homes) / median(whatweb, "wall"))
    by_page = speed * median(first_nights, "pages") / len(portals)
    peak = median(first_nights, "peak")
    growth = peak / median(small.rounds, "peak")
    missed = sorted(set(attacked) - set(found))
    false = sorted(set(found) - set(attacked))
    verdicts = (
        ("clean portals with an alarm on day 1", len(alarmed(day1)), "0", not alarmed(day1)),
        ("attacked portals found on day 2", f"{len(attacked) - len(missed)} of {len(attacked)}",
         "all", not missed),
        ("other portals with an alarm on day 2", len(false), "0", not false),
    )
    figures = (
        ("portals per second against WhatWeb", f"{speed:.1f} x", "at least 25 x", speed >= 25),
        (f"peak memory, {len(portals)} against {len(few)} portals", f"{growth:.2f} x",
         "at most 1.15 x", growth <= 1.15),
        ("peak memory", f"{peak:.1f} MB", "under 100 MB", peak < 100),
    )
    print()
    row("figure", "measured", "wanted", "reached")
    row(*["---"] * 4)
    for what, measured, wanted, reached in verdicts + figures:
        row(what, measured, wanted, "yes" if reached else "no")
    print()
    print(f"Page for page, WhatWeb being given home pages only: {by_page:.0f} x.")
    for url in missed:
        print(f"missed: {url} ({attacked[url]})")
    for url in false:
        finding = found[url][0]
        print(f"false alarm: {url}: {finding['rule']} {finding['url']} {finding['excerpt']}")

    wanted = verdicts + (figures if options.figures else ())
    return 0 if all(reached for *_, reached in wanted) else 1


if __name__ == "__main__":
    sys.exit(main())

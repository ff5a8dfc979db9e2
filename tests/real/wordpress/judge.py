#!/usr/bin/env python3
"""Judges the JSON documents of the scans of wordpress.sh.

Every finding at `high` or above must belong to a plant: its evidence shows the plant, or it was
made on a page that is the plant. Every plant must be found by one of the rules that are meant
for it.
"""

import argparse
import dataclasses
import json
import sys
import urllib.parse

GRAVE = ("critical", "high")


@dataclasses.dataclass(frozen=True)
class Plant:
    """One thing that hack.sh put in."""

    name: str
    rules: tuple[str, ...]  # any of them has to find it
    marks: tuple[str, ...]  # texts that stand in the plant and nowhere else
    pages: tuple[str, ...] = ()  # paths that exist for the plant alone
    identities: tuple[str, ...] = ()  # who alone can see it; empty for everybody


DOORWAY = "nha-cai-uy-tin-nhat-tai-xiu-online-doi-thuong-2024"
PLANTS = (
    Plant(
        "hidden links in the theme's footer",
        ("hidden-link",),
        ("nha-cai-uy-tin.example", "tai-xiu-1.example", "tai-xiu-2.example", "no-hu.example",
         "ban-ca.example", "lo-de.example", "soi-cau.example", "keo-bong.example",
         "ca-cuoc.example", "casino-truc-tuyen.example"),
    ),
    Plant(
        "script in wp_head that moves search visitors",
        ("script-redirect", "conditional-redirect"),
        ("tracking-landing.example", "_0x4f"),
    ),
    Plant(
        "doorway post in the database",
        ("doorway-page", "spam-link"),
        ("nhacai-doorway.example", "taixiu-doorway.example", DOORWAY, "Nhà cái uy tín nhất 2024"),
        (f"/{DOORWAY}/",),
    ),
    Plant(
        "uploaded page in a planted sitemap",
        ("doorway-page", "spam-link"),
        ("game-bai-upload.example", "xoc-dia-upload.example", "no-hu-upload.example",
         "tai-game-bai.html", "Nổ hũ đổi thưởng - Game bài đổi thưởng uy tín"),
        ("/wp-content/uploads/2024/08/tai-game-bai.html",),
    ),
    Plant(
        "cloaker: spam for crawlers",
        ("cloaked-content",),
        ("cloaked-", "Cá cược bóng đá trực tuyến - Kèo nhà cái hôm nay"),
        identities=("search-crawler",),
    ),
    Plant(
        "cloaker: search visitors sent away",
        ("header-redirect", "conditional-redirect"),
        ("search-visitors.example",),
        identities=("from-search", "phone"),
    ),
)


def belongs(finding, plant):
    """Whether the evidence of a finding shows the plant."""
    shown = " ".join([finding["subject"], finding["excerpt"]])
    if any(mark in shown for mark in plant.marks):
        return True
    if urllib.parse.urlsplit(finding["url"]).path in plant.pages:
        return True
    # The crawler sees nothing of the portal but the cloaker's page.
    return bool(plant.identities) and finding["rule"] in plant.rules \
        and finding["identity"] in plant.identities


class Judge:
    """Prints and counts what holds and what does not."""

    def __init__(self, tally):
        self.tally = tally

    def check(self, what, holds, detail=""):
        print(f"  {'ok    ' if holds else 'FAILED'}  {what}{'' if holds else detail}")
        self.tally.write("passed\n" if holds else "failed\n")


def line(finding):
    return (f"\n            {finding['severity']} {finding['rule']} {finding['url']} "
            f"as {finding['identity']}: {finding['subject']}\n              {finding['excerpt']}")


def grave(portal):
    return [f for f in portal["findings"] if f["severity"] in GRAVE]


def look(judge, document):
    """What holds for every scan; returns the one portal."""
    judge.check("the document is a canhcong.scan/1", document["schema"] == "canhcong.scan/1")
    judge.check("it has one portal", len(document["portals"]) == 1)
    portal = document["portals"][0]
    coverage = portal["coverage"]
    judge.check(f"at least 20 pages were looked at ({coverage['fetched']})", coverage["fetched"] >= 20)
    judge.check("as all four visitors", set(coverage["identities"]) ==
                {"citizen", "from-search", "phone", "search-crawler"}, f": {coverage['identities']}")
    failures = [f for f in portal["failures"] if "127.0.0.1" in f["url"]]
    judge.check("no page of the portal failed", not failures, f": {failures[:5]}")
    return portal


def clean(judge, portal):
    for finding in portal["findings"]:
        if finding["severity"] not in GRAVE:
            print(f"          (told as {finding['severity']}: {finding['rule']} {finding['url']} "
                  f"{finding['subject']})")
    judge.check("nothing is called planted", not grave(portal),
                "".join(map(line, grave(portal))))


def table(portal):
    rows = [("plant", "findings", "rule", "severity", "seen as", "page", "subject")]
    for plant in PLANTS:
        hits = [f for f in grave(portal) if belongs(f, plant) and f["rule"] in plant.rules]
        if not hits:
            rows.append((plant.name, "0", "-", "-", "-", "-", "NOT FOUND"))
            continue
        first = hits[0]
        path = urllib.parse.urlsplit(first["url"]).path
        rows.append((plant.name, str(len(hits)), first["rule"], first["severity"],
                     first["identity"], path[:34], first["subject"][:44]))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  | " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")


def hacked(judge, portal):
    table(portal)
    judge.check("the portal's state is `findings`", portal["state"] == "findings")
    for plant in PLANTS:
        hits = [f for f in grave(portal) if belongs(f, plant) and f["rule"] in plant.rules]
        judge.check(f"found: {plant.name}", bool(hits))
        judge.check("  with the planted bytes as its proof",
                    any(mark in f["excerpt"] for f in hits for mark in plant.marks))
        if plant.identities:
            judge.check("  by those who can see it",
                        any(f["identity"] in plant.identities for f in hits))
    foreign = [f for f in grave(portal) if not any(belongs(f, plant) for plant in PLANTS)]
    judge.check("nothing else is called planted", not foreign, "".join(map(line, foreign)))
    for what, holds in (
        ("a second look confirmed each", lambda f: f["confirmed"]),
        ("each has its proof", lambda f: 0 < len(f["excerpt"]) <= 300),
        ("each has two independent signals",
         lambda f: len({s.split(":")[0] for s in f["signals"]}) >= 2),
        ("each is new", lambda f: f["standing"] == "new"),
        ("each says why and how to repair", lambda f: f["why"] and f["repair"]),
    ):
        wrong = [f for f in grave(portal) if not holds(f)]
        judge.check(what, grave(portal) and not wrong, "".join(map(line, wrong)))
    hidden = [f for f in grave(portal) if f["rule"] == "hidden-link"]
    judge.check("the hidden links have a line in the source",
                hidden and all(f["where"]["line"] > 0 for f in hidden))


def again(judge, portal, before):
    known = {f["id"] for f in grave(before)}
    seen = {f["id"] for f in grave(portal)}
    judge.check("the same wounds have the same names", known and known <= seen,
                f": {sorted(known - seen)}")
    judge.check("all of them are ongoing",
                all(f["standing"] == "ongoing" for f in grave(portal) if f["id"] in known))
    # Another sample of pages is looked at as all visitors: more may be seen, of the plants only.
    foreign = [f for f in grave(portal) if not any(belongs(f, plant) for plant in PLANTS)]
    judge.check("nothing else is called planted", not foreign, "".join(map(line, foreign)))
    judge.check("nothing is called gone or healed", not portal["clearing"] + portal["healed"])


def repaired(judge, portal, before):
    clean(judge, portal)
    known = {f["id"] for f in grave(before)}
    gone = {f["id"] for f in portal["clearing"]}
    judge.check("every wound is called gone", known and known <= gone,
                f": {sorted(known - gone)}")
    # One clean night does not heal.
    judge.check("nothing is called healed yet", not portal["healed"])


def healed(judge, portal, before):
    clean(judge, portal)
    known = {f["id"] for f in before["clearing"]}
    gone = {f["id"] for f in portal["healed"]}
    judge.check("every wound is called healed", known and known <= gone,
                f": {sorted(known - gone)}")
    judge.check("the portal is watched because of it", portal["watch"] is not None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("phase", choices=("clean", "hacked", "again", "repaired", "healed"))
    parser.add_argument("document")
    parser.add_argument("--before", help="the document of the scan before")
    parser.add_argument("--tally", required=True, help="file to which passed and failed go")
    options = parser.parse_args()

    def read(path):
        with open(path, encoding="utf-8") as file:
            return json.load(file)

    with open(options.tally, "a", encoding="utf-8") as tally:
        judge = Judge(tally)
        try:
            portal = look(judge, read(options.document))
            if options.phase in ("clean", "hacked"):
                globals()[options.phase](judge, portal)
            else:
                globals()[options.phase](judge, portal, read(options.before)["portals"][0])
        except (OSError, ValueError, LookupError, TypeError) as error:
            judge.check(f"the document of `{options.phase}` can be judged", False, f": {error!r}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Whether the JSON document of a scan names a product with the version that is installed.

The version must be the only one that the evidence leaves, and stand in the evidence. Old software
is told as `low` at most: it sets an order of work and calls nobody.
"""

import argparse
import json
import sys

QUIET = ("low", "info")


def told(portal, options):
    """What has to hold: a sentence, whether it does, and what was seen instead."""
    entries = [entry for entry in portal["software"] if entry["id"] == options.product]
    yield f"{options.product} is told once", len(entries) == 1, [e["id"] for e in portal["software"]]
    if not entries:
        return
    version = entries[0]["version"]
    yield (f"  as exactly {options.version}",
           version["kind"] == "exact" and version["exact"] == options.version, version)
    evidence = entries[0]["evidence"]
    yield "  with the version in its evidence", any(options.version in e for e in evidence), evidence
    if options.package:
        package = entries[0]["package"]
        yield f"  as a package of {options.package}", package == options.package, package
    print(f"          ({entries[0]['standing']}: {entries[0]['why']})")
    findings = portal["findings"] if options.clean else \
        [finding for finding in portal["findings"] if finding["family"] == "software"]
    loud = [f"{f['severity']} {f['rule']} {f['url']} {f['subject']}" for f in findings
            if f["severity"] not in QUIET]
    yield f"  and no finding{'' if options.clean else ' on software'} above `low`", not loud, loud


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("document")
    parser.add_argument("product", help="its name in data files")
    parser.add_argument("version", help="what is installed, as it writes itself")
    parser.add_argument("--package", help="the distribution that the version has to name")
    parser.add_argument("--clean", action="store_true", help="nothing else may be told either")
    parser.add_argument("--tally", required=True, help="file to which passed and failed go")
    options = parser.parse_args()

    with open(options.tally, "a", encoding="utf-8") as tally:
        try:
            with open(options.document, encoding="utf-8") as file:
                [portal] = json.load(file)["portals"]
            rows = list(told(portal, options))
        except (OSError, ValueError, LookupError, TypeError) as error:
            rows = [("the document can be judged", False, repr(error))]
        for what, holds, seen in rows:
            print(f"  {'ok    ' if holds else 'FAILED'}  {what}{'' if holds else f': {seen}'}")
            tally.write("passed\n" if holds else "failed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Whether the record of a night and its figures are as they should be, and agree.

  record.py STATE ended=finished exit_code=1 ...   values of last-run.json that have to hold

Needs the package prometheus_client, which reads the figures as a collector does.
"""

import json
import pathlib
import sys

from prometheus_client.parser import text_string_to_metric_families


def value(document, path):
    for part in path.split("."):
        document = document[part]
    return document


def main():
    state = pathlib.Path(sys.argv[1])
    record = json.loads((state / "last-run.json").read_text())
    text = (state / "metrics" / "canhcong.prom").read_text()
    figures = {}
    families = list(text_string_to_metric_families(text))
    for family in families:
        if not family.documentation or family.type != "gauge":
            sys.exit(f"{family.name} has no help or no type")
        for sample in family.samples:
            figures[(sample.name, *sample.labels.values())] = sample.value
    if len({family.name for family in families}) != len(families):
        sys.exit("a family is there twice")

    agree = [
        (("canhcong_last_run_pages",), record["pages"]),
        (("canhcong_last_run_bytes",), record["bytes"]),
        (("canhcong_last_run_exit_code",), record["exit_code"]),
        (("canhcong_last_run_complete",), int(record["ended"] == "finished")),
        (("canhcong_last_run_portals", "not-looked-at"), record["portals"]["not_looked_at"]),
    ]
    agree += [
        (("canhcong_last_run_portals", state), count)
        for state, count in record["portals"]["states"].items()
    ]
    agree += [
        (("canhcong_last_run_findings", severity), count)
        for severity, count in record["findings"]["severity"].items()
    ]
    agree += [(("canhcong_incidents_open", own), count) for own, count in record["open"].items()]
    for name, expected in agree:
        if figures.get(name) != expected:
            sys.exit(f"{name} is {figures.get(name)}, the record says {expected}")
    for wanted in sys.argv[2:]:
        path, expected = wanted.split("=", 1)
        found = value(record, path)
        if str(found) != expected:
            sys.exit(f"{path} is {found}, not {expected}")


if __name__ == "__main__":
    main()

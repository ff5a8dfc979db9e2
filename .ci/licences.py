#!/usr/bin/env python3
"""Checks the licences of all linked crates against deny.toml, where `cargo deny` is not at hand.

Reads the output of `cargo metadata` on standard input. Understands what crates write: `OR`,
`AND`, `WITH`, parentheses, and the old `/` for `OR`.
"""

import json
import re
import sys
import tomllib


def satisfied(expression, allowed):
    """Whether one may use a crate under this SPDX expression with the allowed licences alone."""
    words = re.findall(r"[()]|[^\s()]+(?:\s+WITH\s+[^\s()]+)?", expression.replace("/", " OR "))

    def alternatives():
        holds = conjunction()
        while words and words[0] == "OR":
            words.pop(0)
            holds = conjunction() or holds
        return holds

    def conjunction():
        holds = term()
        while words and words[0] == "AND":
            words.pop(0)
            holds = term() and holds
        return holds

    def term():
        word = words.pop(0)
        if word != "(":
            return " ".join(word.split()) in allowed
        holds = alternatives()
        words.pop(0)
        return holds

    return alternatives() and not words


def main():
    with open("deny.toml", "rb") as file:
        allowed = set(tomllib.load(file)["licenses"]["allow"])
    metadata = json.load(sys.stdin)
    linked = {node["id"] for node in metadata["resolve"]["nodes"]}
    crates = [crate for crate in metadata["packages"] if crate["id"] in linked]
    refused = [crate for crate in crates
               if not crate["license"] or not satisfied(crate["license"], allowed)]
    for crate in refused:
        print(f"{crate['name']} {crate['version']}: {crate['license'] or 'no licence given'}")
    print(f"{len(crates)} crates, {len(refused)} with a licence that deny.toml does not allow")
    return 1 if refused or not crates else 0


if __name__ == "__main__":
    sys.exit(main())

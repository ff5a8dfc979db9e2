#!/usr/bin/env python3
"""Lets a day pass for the scanner: all that it remembers in a state folder is older by one."""

import contextlib
import pathlib
import sqlite3
import sys

DAY = 24 * 60 * 60 * 1_000_000  # times are kept in microseconds
TIMES = {
    "runs": ("started_at", "finished_at"),
    "findings": ("first_seen", "last_seen", "healed_at", "clean_since", "clean_counted_at"),
    "sightings": ("seen_at",),
    "portal_runs": ("judged_at",),
}

path = pathlib.Path(sys.argv[1]) / "canhcong.sqlite3"
with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as database:
    with database:
        for table, columns in TIMES.items():
            for column in columns:
                database.execute(f"UPDATE {table} SET {column} = {column} - {DAY}")

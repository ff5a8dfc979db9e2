"""Has `canhcong alert send` killed again and again while it sends to a server that mostly fails, and
counts at the server what arrived: see ../outbox.sh."""

import argparse
import json
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

arguments = argparse.ArgumentParser()
arguments.add_argument("--canhcong", required=True)
arguments.add_argument("--fill", required=True)
arguments.add_argument("--work", type=Path, required=True)
arguments.add_argument("--port", type=int, required=True)
arguments.add_argument("--portals", type=int, required=True)
arguments.add_argument("--findings", type=int, required=True)
arguments.add_argument("--kills", type=int, required=True)
arguments.add_argument("--server-kills", type=int, required=True)
arguments.add_argument("--seed", type=int, default=20261121)
args = arguments.parse_args()

chance = random.Random(args.seed)
log = args.work / "accepted.jsonl"
server_starts = 0


def registry():
    """Each portal has an owner; the cyber unit hears of all, in as many mails as it takes."""
    parts = [
        'notify = ["pa05"]\n[[channel]]\nid = "thu"\nkind = "email"\nserver = "127.0.0.1"\n'
        f'port = {args.port}\ntls = "none"\nfrom = "canhcong@giam-sat.example"\n'
        '[[contact]]\nid = "pa05"\nrole = "cyber-unit"\nname = "PA05"\nemail = "pa05@pa05.example"\n'
        "most_per_hour = 1000\n"
    ]
    for nth in range(args.portals):
        parts.append(
            f'[[contact]]\nid = "o-{nth}"\nrole = "owner"\nname = "Chủ cổng {nth}"\n'
            f'email = "o-{nth}@chu-quan.example"\n'
            f'[[portal]]\nid = "p-{nth}"\nname = "Cổng số {nth}"\nurl = "https://p-{nth}.example/"\n'
            f'notify = ["o-{nth}"]\n'
        )
    (args.work / "targets.toml").write_text("\n".join(parts), encoding="utf-8")


def start_server():
    global server_starts
    server_starts += 1
    here = Path(__file__).parent
    command = [sys.executable, here / "server.py", str(args.port), log, str(server_starts)]
    with open(args.work / "server.log", "a", encoding="utf-8") as errors:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)
    server.stdout.readline()
    return server


def canhcong(*command):
    return [args.canhcong, "alert", *command, "--state", str(args.work / "state"),
            "--targets", str(args.work / "targets.toml"), "--lang", "en"]


def outbox():
    said = subprocess.run(canhcong("outbox", "--all", "--format", "json"), capture_output=True)
    return json.loads(said.stdout)


registry()
begin = time.monotonic()
subprocess.run([args.fill, args.work / "state", "--portals", str(args.portals),
                "--findings", str(args.findings)], check=True)
print(f"{args.findings} findings on {args.portals} portals written in "
      f"{time.monotonic() - begin:.1f} s", flush=True)

begin = time.monotonic()
server = start_server()
kills, server_kills, passes = [], [], 0
errors = open(args.work / "send.log", "w", encoding="utf-8")
while True:
    passes += 1
    send = subprocess.Popen(canhcong("send", "--retry-now"), stdout=errors, stderr=errors)
    if len(server_kills) < args.server_kills and passes % 3 == 0:
        time.sleep(chance.uniform(0.1, 1.0))
        server.kill()
        server.wait()
        server_kills.append(time.time())
        time.sleep(chance.uniform(0.1, 1.0))
        server = start_server()
    if len(kills) < args.kills:
        try:
            send.wait(chance.uniform(0.05, 1.0 if args.portals < 100 else 3.0))
        except subprocess.TimeoutExpired:
            kills.append(time.time())
            send.kill()
    send.wait()
    held = outbox()
    left = [own for own in held["notices"] if own["state"] == "waiting"]
    if (held["notices"] and not left and not held["owed"]) or passes > 400:
        break
server.kill()
took = time.monotonic() - begin

# -- The count

accepted = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
news = [one for one in accepted if one["occasion"] == "news"]
notices = [own for own in outbox()["notices"]]
problems = []
if len(kills) < args.kills or len(server_kills) < args.server_kills:
    problems.append(f"only {len(kills)} and {len(server_kills)} kills before all was sent")

arrived = defaultdict(set)
for one in news:
    for to in one["to"]:
        for key in one["keys"]:
            arrived[to, key].add(one["id"])
expected = 2 * args.findings
if len(arrived) != expected:
    problems.append(f"{len(arrived)} of {expected} things to tell arrived")
twice = [place for place, ids in arrived.items() if len(ids) > 1]
if twice:
    problems.append(f"{len(twice)} were told in two notices, such as {twice[0]}")
not_sent = [own["id"] for own in notices if own["state"] != "sent"]
if not_sent:
    problems.append(f"{len(not_sent)} notices are not sent, such as {not_sent[0]}")

by_id = defaultdict(list)
for one in accepted:
    by_id[one["id"]].append(one)
duplicates = sum(len(ones) - 1 for ones in by_id.values())
why = Counter()
for ones in by_id.values():
    if len({one["digest"] for one in ones}) > 1:
        problems.append(f"{ones[0]['id']} was not the same bytes each time")
    for one in ones[:-1]:
        near = lambda times: any(0 <= at - one["at"] < 5 for at in times)
        if one["withheld"]:
            why["the server hung up after accepting"] += 1
        elif near(kills):
            why["canhcong was killed before it had written down the answer"] += 1
        elif near(server_kills):
            why["the server was killed before its answer arrived"] += 1
        else:
            problems.append(f"{one['id']} came again although its answer had arrived")

tries = sum(own["attempts"] for own in notices)
print(f"{len(notices)} notices, {len(by_id)} arrived, {tries} tries on record, {passes} senders, "
      f"{len(kills)} of them killed, the server killed {len(server_kills)} times, {took:.0f} s")
print(f"things to tell that arrived: {len(arrived)} of {expected}")
print(f"duplicates: {duplicates}, all with the Message-ID and bytes of the first")
for reason, count in why.items():
    print(f"  {count} because {reason}")
for problem in problems[:10]:
    print(f"FAILED: {problem}")
sys.exit(1 if problems else 0)

"""An SMTP server that fails two of three times, each time in another way, and is slow.

What it accepts is written to a file, and is on the disk, before it answers: one line of JSON for each
message, with the id, the recipient, a digest of all bytes, the keys of the events in the attachment,
and whether the answer was withheld.
"""

import asyncio
import email
import email.policy
import hashlib
import json
import os
import random
import sys
import time

from aiosmtpd.smtp import SMTP

PORT, LOG, SEED = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
chance = random.Random(SEED)
log = open(LOG, "a", encoding="utf-8")


class Moody:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if chance.random() < 0.2:
            return "451 4.3.0 try again"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(chance.uniform(0, 0.2))
        mood = chance.random()
        if mood < 0.2:
            return "451 4.3.0 not now"
        if mood < 0.4:
            server.transport.abort()  # nothing was accepted, and nothing is said
            return "421 4.3.0 gone"
        accept(envelope, withheld=mood < 0.6)
        if mood < 0.6:
            server.transport.abort()  # accepted, but nobody hears of it
        return "250 2.0.0 kept"


def accept(envelope, withheld):
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    keys = []
    for part in message.walk():
        if part.get_content_type() == "application/json":
            notice = json.loads(part.get_payload(decode=True))
            keys = [event["key"] for event in notice["events"]]
            assert len(keys) == notice["events_total"], "the attachment is not whole"
    line = {
        "at": time.time(),
        "id": message["Message-ID"],
        "occasion": message["X-Canhcong-Occasion"],
        "to": envelope.rcpt_tos,
        "digest": hashlib.sha256(envelope.content).hexdigest(),
        "keys": keys,
        "withheld": withheld,
    }
    log.write(json.dumps(line) + "\n")
    log.flush()
    os.fsync(log.fileno())


async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Moody(), enable_SMTPUTF8=True, data_size_limit=64 << 20), "127.0.0.1", PORT
    )
    print("ready", flush=True)
    await server.serve_forever()


asyncio.run(serve())

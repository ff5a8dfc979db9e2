"""What arrived at the servers of alert.sh, read by other programs' eyes."""

import email
import email.policy
import hashlib
import hmac
import json
import pathlib
import re
import sys
import time
import urllib.error
import urllib.request

work, port = pathlib.Path(sys.argv[1]), sys.argv[2]
failed = False


def check(name, holds, shown=""):
    global failed
    print(f"{'ok     ' if holds else 'FAILED '} {name} {'' if holds else shown}")
    failed = failed or not holds


def wait_for(what, seconds=30):
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found or time.monotonic() > end:
            return found
        time.sleep(0.1)


# Mail: one message in the mailbox.
box = work / "mail/pa05/new"
mails = wait_for(lambda: list(box.glob("*")) if box.is_dir() else [])
check("one mail arrived", len(mails) == 1, mails)
mail = email.message_from_bytes(mails[0].read_bytes(), policy=email.policy.default)
check("Message-ID", re.fullmatch(r"<test-pa05-\d+@pa05\.example>", mail["Message-ID"]), mail["Message-ID"])
check("subject", mail["Subject"] == "[canhcong] TIN THỬ kênh mail", mail["Subject"])
check("recipient", mail["To"].addresses[0].display_name == "Phòng An ninh mạng (PA05)", mail["To"])
check("Auto-Submitted", mail["Auto-Submitted"] == "auto-generated")
text = mail.get_body(("plain",)).get_content()
html = mail.get_body(("html",)).get_content()
for words in ("Chèn liên kết trái phép", "Liên hệ chưa xác minh", "nha-cai[.]example"):
    check(f"text and HTML: {words}", words in text and words in html)
check("no address that leads away", "nha-cai.example" not in text + html)
check("no link", "<a " not in html and "src=" not in html)
files = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
names = sorted(name.rsplit(".", 1)[1] for name in files)
check("attachments", names == ["html", "json"], list(files))
document = next(content for name, content in files.items() if name.endswith(".json"))
alert = json.loads(document)
check("attached JSON", alert["schema"] == "canhcong.alert/1" and alert["events_total"] == 1)
page = next(content for name, content in files.items() if name.endswith(".html"))
page = page.decode() if isinstance(page, bytes) else page
check("attached report is whole", page.rstrip().endswith("</html>"))

# Syslog: one line over each transport, taken apart by rsyslog, the body by CEF's rules.
out = work / "syslog.out"
lines = wait_for(lambda: out.exists() and len(out.read_text().splitlines()) >= 3 and out.read_text().splitlines())
check("three lines arrived", lines and len(lines) == 3, lines)
for line in lines or []:
    source, version, facility, severity, app, kind, body = line.split("|", 6)
    head = (version, facility, severity, app, kind)
    check(f"{source}: RFC 5424", head == ("1", "local0", "err", "canhcong", "new"), head)
    fields = re.split(r"(?<!\\)\|", body.lstrip("\ufeff"), maxsplit=7)
    check(f"{source}: CEF header", fields[:3] == ["CEF:0", "canhcong", "canhcong"] and fields[4] == "hidden-link"
          and fields[6] == "8", fields)
    pairs = re.findall(r"(\w+)=((?:\\.|[^\\=])*?)(?= \w+=|$)", fields[7])
    extension = {key: re.sub(r"\\(.)", r"\1", value) for key, value in pairs}
    check(f"{source}: CEF extension", extension.get("cs3") == "nha-cai.example"
          and "nhà cái" in extension.get("msg", "") and extension.get("act") == "new", extension)

# The documented receiver: it took the genuine one, and nothing else.
titles = wait_for(lambda: (work / "hook.out").read_text().splitlines())
check("the receiver took one alert", titles == ["[canhcong] TIN THỬ kênh hook"], titles)
key = (work / "hook.key").read_bytes().rstrip(b"\n")


def post(at, key, name):
    body = b'{"title": "forged"}'
    mac = hmac.new(key, str(at).encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"Canhcong-Timestamp": str(at), "Canhcong-Signature": "v1=" + mac, "Idempotency-Key": name}
    try:
        return urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/", body, headers)).status
    except urllib.error.HTTPError as error:
        return error.code


now = int(time.time())
check("a forged one is refused", post(now, b"guess", "a") == 403)
check("an old one is refused", post(now - 301, key, "b") == 403)
check("a repeated one is taken once", [post(now, key, "c"), post(now, key, "c")] == [200, 200]
      and (work / "hook.out").read_text().splitlines().count("forged") == 1)
sys.exit(failed)

"""Says to Postfix whose password is right, in the protocol that Dovecot has for it."""

import base64
import socketserver
import sys

port, user, password = int(sys.argv[1]), sys.argv[2], open(sys.argv[3], encoding="utf-8").read().strip()


class Passwords(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("VERSION\t1\t2", "MECH\tPLAIN\tplaintext", "SPID\t1", "CUID\t1", "COOKIE\t00", "DONE")
        for line in self.rfile:
            word, *parts = line.decode().rstrip("\n").split("\t")
            if word == "AUTH":
                answer = next((part[5:] for part in parts if part.startswith("resp=")), "")
                _, name, given = base64.b64decode(answer).decode().split("\0")
                word = "OK" if (name, given) == (user, password) else "FAIL"
                self.say(f"{word}\t{parts[0]}\tuser={name}")

    def say(self, *lines):
        self.wfile.write("".join(line + "\n" for line in lines).encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


Server(("127.0.0.1", port), Passwords).serve_forever()

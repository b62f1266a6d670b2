#!/usr/bin/env python3
"""usage: receiver.py PORT SECRET_FILE

Takes mxprobe's signed webhooks on 127.0.0.1:PORT (0 for any free one) and prints a line for each event.
SECRET_FILE holds the secret that mxprobe has too: whsec_ and base 64.
"""

import base64
import hashlib
import hmac
import http.server
import json
import sys
import time

TOLERANCE = 300  # seconds that two clocks, and a slow network, may differ
LIMIT = 1 << 20  # bytes of a body; mxprobe sends no more


def is_genuine(secret, headers, body):
    """Whether a body was signed with the secret, and lately (Standard Webhooks 1.0.0)."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    given = (headers["webhook-signature"] or "").encode().split(b" ")
    stamp = headers["webhook-timestamp"] or ""
    is_recent = stamp.isascii() and stamp.isdigit() and abs(time.time() - int(stamp[:12])) <= TOLERANCE
    return is_recent and any(hmac.compare_digest(wanted, signature) for signature in given)


class Receiver(http.server.BaseHTTPRequestHandler):
    secret = ""
    seen = set()
    timeout = 10  # seconds; whoever sends nothing for longer is hung up on

    def do_POST(self):
        length = self.headers["content-length"] or ""
        if not (length.isascii() and length.isdigit() and int(length[:12]) <= LIMIT):
            return self.answer(413)
        body = self.rfile.read(int(length))
        if not is_genuine(self.secret, self.headers, body):
            return self.answer(401)
        # An event may come twice: its first answer may have been lost. It is told once.
        if self.headers["webhook-id"] not in self.seen:
            self.seen.add(self.headers["webhook-id"])
            self.tell(json.loads(body))
        return self.answer(204)

    def tell(self, event):
        """The place for your own code; mxprobe has made its texts safe for a terminal."""
        print(json.dumps(event["type"]), json.dumps(event["data"]), flush=True)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


if len(sys.argv) != 3:
    sys.exit(__doc__.strip())
with open(sys.argv[2], encoding="utf-8") as file:
    Receiver.secret = file.read().strip()
with http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver) as server:
    print(f"listening on 127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()

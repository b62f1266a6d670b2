#!/usr/bin/env python3
"""usage: receiver.py FOLDER [ADDRESS]

Web servers on loopback, or on another address of this machine, that behave well or badly, as the path that they are asked for says.

FOLDER holds two FIFOs: into `ready` goes one line of JSON with the ports, and the servers end, and remove FOLDER, when
the last writer closes `life`. Each request is a line of JSON in FOLDER/requests before it is answered.
"""

import base64
import json
import os
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
import urllib.parse

FOLDER = sys.argv[1]
ADDRESS = sys.argv[2] if len(sys.argv) > 2 else "127.0.0.1"
PROXY_LOGIN = "Basic " + base64.b64encode(b"proxyuser:PROXYPASSWORD").decode()
# Slow against a machine, and fast against any timeout of a test that must not end it.
DRIP = 0.05

log = open(f"{FOLDER}/requests", "a", buffering=1, encoding="utf-8")
lock = threading.Lock()
under_way = 0


class Closed(Exception):
    """The other side has gone."""


class NotHTTP(Exception):
    """What came is the beginning of TLS."""


class Request:
    def __init__(self, stream):
        head = []
        if stream.peek(1)[:1] == b"\x16":
            # A ClientHello: servers of plain HTTP answer it with a 400.
            raise NotHTTP
        while (line := stream.readline(1 << 16)) not in (b"\r\n", b"\n"):
            if not line:
                raise Closed
            head.append(line.decode("latin-1").rstrip("\r\n"))
        self.head = head
        self.method, self.target, _ = head[0].split(" ", 2)
        self.fields = [line.split(":", 1) for line in head[1:]]
        self.fields = [(name.lower(), value.strip()) for name, value in self.fields]
        self.body = stream.read(int(self.field("content-length") or 0))

    def field(self, name):
        return next((value for key, value in self.fields if key == name), None)

    def record(self, port, active):
        entry = {
            "port": port,
            "method": self.method,
            "target": self.target,
            "fields": [f"{name}: {value}" for name, value in self.fields],
            "body": base64.b64encode(self.body).decode(),
            "active": active,
        }
        with lock:
            log.write(json.dumps(entry) + "\n")


def answer(connection, status, fields=(), body=b"ok"):
    head = [f"HTTP/1.1 {status} Reason", f"Content-Length: {len(body)}"]
    head += [f"{name}: {value}" for name, value in fields]
    has_body = status not in (204, 304)
    if not has_body:
        del head[1]
    connection.sendall("\r\n".join(head + ["", ""]).encode("utf-8") + (body if has_body else b""))


def for_ever(connection, head, piece, pause=0.0):
    """Sends a head and then the same piece until the other side has had enough."""
    connection.sendall(head)
    while True:
        connection.sendall(piece)
        if pause:
            time.sleep(pause)


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    raise Closed


def behave(connection, request):
    """Does what the path asks for; the connection stays open only after an ordinary answer."""
    url = urllib.parse.urlsplit(request.target)
    query = dict(urllib.parse.parse_qsl(url.query))
    steps = url.path.strip("/").split("/")
    what, status = steps[0], int(steps[1]) if len(steps) > 1 and steps[1].isdigit() else 200
    if what == "status":
        return answer(connection, status)
    if what == "late":
        time.sleep(DRIP)
        return answer(connection, status)
    if what == "retry":
        return answer(connection, status, [("Retry-After", query["after"])])
    if what == "redirect":
        return answer(connection, status, [("Location", query["to"])])
    if what == "echo":
        return answer(connection, status, body="\r\n".join(request.head).encode() + b"\r\n\r\n" + request.body)
    if what == "bytes":
        return answer(connection, status, body=bytes.fromhex(query["hex"]))
    if what == "large":
        return answer(connection, status, body=b"x" * 50_000)
    if what == "hints":
        connection.sendall(b"HTTP/1.1 103 Hints\r\nRetry-After: 7\r\nLocation: https://hints.test/\r\n\r\n")
        return answer(connection, status)
    head = f"HTTP/1.1 {status} Reason\r\n".encode()
    if what == "slow-head":
        for_ever(connection, head + b"X-Slow: ", b"a", DRIP)
    if what == "slow-body":
        for_ever(connection, head + b"Content-Length: 1000000\r\n\r\nbegin ", b"a", DRIP)
    if what == "endless-body":
        for_ever(connection, head + b"\r\n", b"endless " * 1024)
    if what == "endless-head":
        for_ever(connection, head, b"X-Endless: " + b"a" * 1000 + b"\r\n")
    if what == "endless-field":
        for_ever(connection, head + b"X-Endless: ", b"a" * 4096)
    if what == "endless-hints":
        for_ever(connection, b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.001)
    if what == "endless-trailer":
        for_ever(
            connection,
            head + b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n",
            b"X-Trailer: " + b"a" * 1000 + b"\r\n",
        )
    if what == "silent":
        while connection.recv(4096):
            pass
    if what == "garbage":
        connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
    if what == "reset":
        reset(connection)
    raise Closed


def serve_requests(connection, port):
    global under_way
    stream = connection.makefile("rb")
    while True:
        request = Request(stream)
        with lock:
            under_way += 1
            active = under_way
        try:
            request.record(port, active)
            behave(connection, request)
        finally:
            with lock:
                under_way -= 1


def pipe(source, target):
    try:
        while data := source.recv(1 << 16):
            target.sendall(data)
    except OSError:
        pass
    finally:
        for side in (source, target):
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def serve_proxy(connection, port):
    stream = connection.makefile("rb")
    while True:
        request = Request(stream)
        request.record(port, 0)
        if request.field("proxy-authorization") != PROXY_LOGIN:
            answer(connection, 407, [("Proxy-Authenticate", "Basic")])
            continue
        if request.method != "CONNECT":
            target = urllib.parse.urlsplit(request.target)
            request.target = request.target[len(f"{target.scheme}://{target.netloc}") :]
            behave(connection, request)
            continue
        host, _, number = request.target.rpartition(":")
        far = socket.create_connection((host, int(number)))
        connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        threading.Thread(target=pipe, args=(far, connection), daemon=True).start()
        pipe(connection, far)
        return


def serve_socks(connection, port):
    """SOCKS 5 (RFC 1928) with user and password (RFC 1929)."""
    stream = connection.makefile("rb")

    def text():
        return stream.read(stream.read(1)[0])

    stream.read(1)
    text()
    connection.sendall(b"\x05\x02")
    stream.read(1)
    user, password = text(), text()
    if (user, password) != (b"proxyuser", b"PROXYPASSWORD"):
        connection.sendall(b"\x01\x01")
        raise Closed
    connection.sendall(b"\x01\x00")
    kind = stream.read(4)[3]
    host = socket.inet_ntoa(stream.read(4)) if kind == 1 else text().decode()
    number = struct.unpack("!H", stream.read(2))[0]
    # A name is for the proxy to find: only this test's proxy knows this one.
    far = socket.create_connection(("127.0.0.1" if host == "hooks.test" else host, number))
    connection.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
    with lock:
        log.write(json.dumps({"port": port, "method": "SOCKS", "target": host, "fields": [], "body": "", "active": 0}) + "\n")
    threading.Thread(target=pipe, args=(far, connection), daemon=True).start()
    pipe(connection, far)


def shake_hands(connection):
    try:
        connection.do_handshake()
    except ssl.SSLError:
        # To close with bytes unread would be a reset, which may overtake the alert that says why.
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass
        raise


def serve(connection, port, handler, context):
    try:
        if context:
            connection = context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
            shake_hands(connection)
        handler(connection, port)
    except NotHTTP:
        answer(connection, 400)
    except (Closed, OSError, ValueError, IndexError):
        pass
    finally:
        try:
            connection.close()
        except OSError:
            pass


def listen(handler, context=None):
    listener = socket.create_server((ADDRESS, 0), backlog=512)
    port = listener.getsockname()[1]

    def accept():
        while True:
            connection, _ = listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=serve, args=(connection, port, handler, context), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return port


def openssl(*arguments):
    subprocess.run(["/usr/bin/openssl", *arguments], check=True, capture_output=True, cwd=FOLDER)


def certify(name, alternative, issuer="ca", days="30"):
    """Makes NAME.pem and NAME.key."""
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
            "-keyout", f"{name}.key", "-out", f"{name}.csr")
    with open(f"{FOLDER}/{name}.ext", "w", encoding="utf-8") as file:
        file.write(alternative)
    signer = ("-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key", "-CAcreateserial") if issuer else ("-signkey", f"{name}.key")
    openssl("x509", "-req", "-in", f"{name}.csr", *signer, "-days", days, "-extfile", f"{name}.ext", "-out", f"{name}.pem")


def tls(name, wants_certificate=False, newest=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{FOLDER}/{name}.pem", f"{FOLDER}/{name}.key")
    if newest:
        context.maximum_version = newest
    if wants_certificate:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(f"{FOLDER}/ca.pem")
    return context


def main():
    loopback = "subjectAltName=IP:127.0.0.1,DNS:hooks.test"
    certify("ca", "basicConstraints=critical,CA:TRUE", issuer=None)
    certify("good", loopback)
    certify("wrong", "subjectAltName=DNS:other.test")
    certify("expired", loopback, days="-1")
    certify("own", loopback, issuer=None)
    certify("client", "extendedKeyUsage=clientAuth")
    certify("stranger", "extendedKeyUsage=clientAuth", issuer=None)
    ports = {
        "http": listen(serve_requests),
        "https": listen(serve_requests, tls("good")),
        "wrong": listen(serve_requests, tls("wrong")),
        "expired": listen(serve_requests, tls("expired")),
        "own": listen(serve_requests, tls("own")),
        "client": listen(serve_requests, tls("good", wants_certificate=True)),
        "client12": listen(serve_requests, tls("good", wants_certificate=True, newest=ssl.TLSVersion.TLSv1_2)),
        "resets": listen(lambda connection, port: reset(connection)),
        "proxy": listen(serve_proxy),
        "proxy_tls": listen(serve_proxy, tls("good")),
        "socks": listen(serve_socks),
    }
    with open(f"{FOLDER}/ready", "w", encoding="utf-8") as ready:
        ready.write(json.dumps(ports) + "\n")
    threading.Event().wait()


def end_with_life():
    """Ends everything when nobody has `life` open for writing any more."""
    with open(f"{FOLDER}/life", "rb") as life:
        life.read()
    shutil.rmtree(FOLDER, ignore_errors=True)
    os._exit(0)


threading.Thread(target=end_with_life, daemon=True).start()
main()

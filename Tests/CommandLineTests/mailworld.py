#!/usr/bin/env python3
"""usage: mailworld.py COMMAND…

Runs a command in a network of its own that holds a resolver, 127.0.0.1, and a few domains:

  ok.test       a mail host that answers
  refused.test  a mail host that refuses everybody, with signs that programs and terminals act on
  named.test    a mail host whose name is made of such signs, and that has no address
  null.test     takes no mail
  broken.test   its name server fails
  many10.test … many109.test  mail hosts that answer, each at an address of its own
  swap.test     as ok.test while the file that MAILWORLD_UP names is there, else it does not exist

All others do not exist. To be started in a network namespace, as its root. Ends with the status of the command.
"""

import os
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading

GOOD, REFUSING = "198.18.0.2", "198.18.0.3"
HOSTILE_LABEL = b"a|b'c=1;2\n\x1b[31m$(id)"
HOSTILE_REPLY = b"554 5.7.1 no | 'ok'=99;1;2;0;9 \x1b[31m\xff `id` $(id)\r\n"
A, MX = 1, 15
MANY = {b"many%d" % number: f"198.18.0.{number}" for number in range(10, 110)}


def name(*labels):
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def exchange(preference, host):
    return struct.pack("!H", preference) + host


def host(*labels):
    return exchange(10, name(*labels))


# Labels below the root, and the type: data of the answer.
RECORDS = {
    ((b"ok", b"test"), MX): host(b"mail", b"ok", b"test"),
    ((b"mail", b"ok", b"test"), A): socket.inet_aton(GOOD),
    ((b"refused", b"test"), MX): host(b"mail", b"refused", b"test"),
    ((b"mail", b"refused", b"test"), A): socket.inet_aton(REFUSING),
    ((b"named", b"test"), MX): host(HOSTILE_LABEL, b"test"),
    ((b"null", b"test"), MX): exchange(0, b"\0"),
}
for label, address in MANY.items():
    RECORDS[(label, b"test"), MX] = host(b"mail", label, b"test")
    RECORDS[(b"mail", label, b"test"), A] = socket.inet_aton(address)
SWAPPED = {((b"swap", b"test"), MX): host(b"mail", b"ok", b"test")}


def records():
    is_up = os.path.exists(os.environ.get("MAILWORLD_UP", "/nonexistent"))
    return RECORDS | SWAPPED if is_up else RECORDS


def answer(query):
    """The answer of a recursive resolver (RFC 1035), without EDNS."""
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].lower())
        at += query[at] + 1
    end = at + 5
    (kind,) = struct.unpack_from("!H", query, at + 1)
    known = records()
    data = known.get((tuple(labels), kind))
    exists = any(owner[-len(labels) :] == tuple(labels) for owner, _ in known) or not labels
    code = 2 if labels[-2:] == [b"broken", b"test"] else 0 if exists else 3
    head = query[:2] + struct.pack("!5H", 0x8180 | code, 1, 1 if data else 0, 0, 0)
    record = b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 60, len(data)) + data if data else b""
    return head + query[12:end] + record


def serve_dns():
    channel = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    channel.bind(("127.0.0.1", 53))

    def serve():
        while True:
            query, sender = channel.recvfrom(4096)
            channel.sendto(answer(query), sender)

    threading.Thread(target=serve, daemon=True).start()


def certificate():
    """A certificate that nobody vouches for, as most mail hosts of small sites have."""
    with tempfile.NamedTemporaryFile() as file:
        make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=mail.ok.test -keyout"
        made = subprocess.run([*make.split(), file.name, "-out", "-"], check=True, capture_output=True)
        file.seek(0, os.SEEK_END)
        file.write(made.stdout)
        file.flush()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file.name)
        return context


def talk(connection, greeting, tls):
    try:
        connection.sendall(greeting)
        lines = connection.makefile("rb")
        while line := lines.readline(1024):
            word = line.split(None, 1)[0].upper() if line.strip() else b""
            if word == b"QUIT":
                connection.sendall(b"221 2.0.0 bye\r\n")
                break
            if word == b"STARTTLS":
                connection.sendall(b"220 2.0.0 go ahead\r\n")
                connection = tls.wrap_socket(connection, server_side=True)
                lines = connection.makefile("rb")
                continue
            is_hello = word in (b"EHLO", b"HELO")
            connection.sendall(b"250-mail.ok.test\r\n250 STARTTLS\r\n" if is_hello else b"250 2.0.0 ok\r\n")
    except OSError:
        pass
    finally:
        connection.close()


def serve_smtp(address, greeting, tls):
    listener = socket.create_server((address, 25))

    def serve():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=talk, args=(connection, greeting, tls), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()


def main():
    for command in (
        "link set lo up",
        # A way to the world, which leads nowhere: without one this machine would have no IPv4.
        "link add world0 type veth peer name world1",
        "addr add 198.18.1.1/24 dev world0",
        "link set world0 up",
        "link set world1 up",
        "route add default via 198.18.1.2",
        # Addresses that this machine answers for and that are none of its own.
        "route add local 198.18.0.0/24 dev lo",
    ):
        subprocess.run(["ip", *command.split()], check=True)
    serve_dns()
    tls = certificate()
    serve_smtp(GOOD, b"220 mail.ok.test ESMTP\r\n", tls)
    serve_smtp(REFUSING, HOSTILE_REPLY, tls)
    for address in MANY.values():
        serve_smtp(address, b"220 mail.ok.test ESMTP\r\n", tls)
    sys.exit(subprocess.run(sys.argv[1:], check=False).returncode)


main()

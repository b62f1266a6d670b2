"""DNS servers with a fault, most of them forwarders to the real resolver of the test network."""

import os
import random
import socket
import struct
import threading
import time

from .. import hosts
from . import dnswire

# Loss is drawn from a fixed seed, so that a failing run can be repeated.
LOSS, SEED = 0.30, 25

# EDE option (RFC 8914): code 15, info code 22 "No Reachable Authority".
NO_REACHABLE_AUTHORITY = struct.pack("!HHH", 15, 2 + 22, 22) + b"no authority reachable"

UPSTREAM = hosts.RESOLVER.v4


class Fault:
    """How one server treats a request; None is silence."""

    def udp(self, request: bytes):
        return dnswire.ask_udp(UPSTREAM, request, 5)

    def tcp(self, request: bytes):
        return dnswire.ask_tcp(UPSTREAM, request, 5)


class Fixed(Fault):
    """The same error for every request."""

    def __init__(self, rcode: int, option: bytes = b""):
        self.rcode, self.option = rcode, option

    def udp(self, request):
        return dnswire.error(request, self.rcode, self.option)

    tcp = udp


class Strip(Fault):
    """Forwards without EDNS, so no signatures come back, and cuts out those that do."""

    def udp(self, request):
        return strip(dnswire.ask_udp(UPSTREAM, strip(request), 5))

    def tcp(self, request):
        return strip(dnswire.ask_tcp(UPSTREAM, strip(request), 5))


class Lossy(Fault):
    """Loses requests, or requests and answers."""

    def __init__(self, answers_too: bool):
        self.random = random.Random(SEED)
        self.answers_too = answers_too

    def udp(self, request):
        if self.random.random() < LOSS:
            return None
        answer = super().udp(request)
        return None if self.answers_too and self.random.random() < LOSS else answer


class Garbage(Fault):
    """Random bytes behind the right message id."""

    def udp(self, request):
        return request[:2] + os.urandom(60)

    tcp = udp


class TCPOnly(Fault):
    """Truncates every answer over UDP."""

    def udp(self, request):
        return dnswire.truncate(request)


class Slow(Fault):
    """Answers after 2 s."""

    def udp(self, request):
        time.sleep(2)
        return super().udp(request)

    def tcp(self, request):
        time.sleep(2)
        return super().tcp(request)


def strip(message: bytes) -> bytes:
    """The message without OPT and RRSIG records and without the AD flag."""
    body = message[12 : dnswire.question_end(message)]
    counts = [0, 0, 0, 0]
    for section, kind, start, end in dnswire.records(message):
        if kind not in (dnswire.TYPES["OPT"], dnswire.TYPES["RRSIG"]):
            # OPT comes last and signatures come only when asked for by type: no other name points into them.
            body += message[start:end]
            counts[section] += 1
    flags = struct.unpack_from("!H", message, 2)[0] & ~dnswire.AD
    return message[:2] + struct.pack("!5H", flags, 1, *counts[1:]) + body


def faults(role: str) -> list:
    """(host, fault) of each DNS server that the process on one machine runs."""
    if role == "world":
        return [(hosts.LAME, Fixed(dnswire.REFUSED))]
    if role != "isp":
        return []
    odd = hosts.ODD_RESOLVERS
    return [
        (odd["strip"], Strip()),
        (odd["lossy"], Lossy(answers_too=False)),
        (odd["refused"], Fixed(dnswire.REFUSED)),
        (odd["servfail"], Fixed(dnswire.SERVFAIL, NO_REACHABLE_AUTHORITY)),
        (odd["lossy-both"], Lossy(answers_too=True)),
        (odd["garbage"], Garbage()),
        (odd["tcp-only"], TCPOnly()),
        (odd["slow"], Slow()),
    ]


def start(role: str) -> None:
    """Binds all DNS servers of `role` and serves each from threads."""
    for host, fault in faults(role):
        for address in host.addresses:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            datagrams = socket.socket(family, socket.SOCK_DGRAM)
            datagrams.bind((address, 53))
            streams = socket.create_server((address, 53), family=family)
            threading.Thread(target=_serve_udp, args=(datagrams, fault), daemon=True).start()
            threading.Thread(target=_serve_tcp, args=(streams, fault), daemon=True).start()


def _serve_udp(channel: socket.socket, fault: Fault) -> None:
    while True:
        request, peer = channel.recvfrom(65535)
        threading.Thread(target=_answer_udp, args=(channel, fault, request, peer), daemon=True).start()


def _answer_udp(channel, fault, request, peer) -> None:
    try:
        answer = fault.udp(request)
        if answer:
            channel.sendto(answer, peer)
    except (OSError, IndexError, struct.error):
        pass  # as good as a lost packet


def _serve_tcp(listener: socket.socket, fault: Fault) -> None:
    while True:
        channel, _ = listener.accept()
        threading.Thread(target=_answer_tcp, args=(channel, fault), daemon=True).start()


def _answer_tcp(channel: socket.socket, fault: Fault) -> None:
    with channel:
        try:
            channel.settimeout(10)
            while request := dnswire.read_tcp(channel):
                answer = fault.tcp(request)
                channel.sendall(struct.pack("!H", len(answer)) + answer)
        except (OSError, IndexError, struct.error):
            pass

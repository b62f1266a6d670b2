"""Just enough of the DNS message format (RFC 1035) for servers that misbehave and for the self test."""

import random
import socket
import struct

TYPES = {
    "A": 1,
    "NS": 2,
    "CNAME": 5,
    "SOA": 6,
    "PTR": 12,
    "MX": 15,
    "TXT": 16,
    "AAAA": 28,
    "OPT": 41,
    "RRSIG": 46,
    "TLSA": 52,
}
NOERROR, SERVFAIL, NXDOMAIN, REFUSED = 0, 2, 3, 5
QR, TC, RD, RA, AD, DO = 0x8000, 0x0200, 0x0100, 0x0080, 0x0020, 0x8000


def skip_name(message: bytes, at: int) -> int:
    """The offset behind the name at `at`, compressed or not."""
    while message[at]:
        if message[at] >= 0xC0:
            return at + 2
        at += message[at] + 1
    return at + 1


def question_end(message: bytes) -> int:
    return skip_name(message, 12) + 4


def records(message: bytes) -> list:
    """Every record behind the question: (section, type, start, end)."""
    at, found = 12, []
    counts = struct.unpack_from("!4H", message, 4)
    for _ in range(counts[0]):
        at = skip_name(message, at) + 4
    for section in (1, 2, 3):
        for _ in range(counts[section]):
            start, at = at, skip_name(message, at)
            kind, length = struct.unpack_from("!H6xH", message, at)
            at += 10 + length
            found.append((section, kind, start, at))
    return found


def query(name: str, kind: str, dnssec: bool = False) -> bytes:
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.rstrip(".").split(".") if part)
    head = struct.pack("!6H", random.getrandbits(16), RD, 1, 0, 0, 1)
    opt = b"\0" + struct.pack("!HHIH", TYPES["OPT"], 1232, DO if dnssec else 0, 0)
    return head + labels + b"\0" + struct.pack("!HH", TYPES[kind], 1) + opt


def error(request: bytes, rcode: int, option: bytes = b"") -> bytes:
    """An answer without records, with an EDNS option if given."""
    flags = QR | RA | (struct.unpack_from("!H", request, 2)[0] & RD) | rcode
    opt = b"\0" + struct.pack("!HHIH", TYPES["OPT"], 1232, 0, len(option)) + option if option else b""
    head = request[:2] + struct.pack("!5H", flags, 1, 0, 0, 1 if opt else 0)
    return head + request[12 : question_end(request)] + opt


def truncate(request: bytes) -> bytes:
    """An answer that says: ask again over TCP."""
    answer = bytearray(error(request, NOERROR))
    answer[2] |= TC >> 8
    return bytes(answer)


def ask_udp(server: str, message: bytes, seconds: float = 2, port: int = 53) -> bytes:
    family = socket.AF_INET6 if ":" in server else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as channel:
        channel.settimeout(seconds)
        channel.connect((server, port))
        channel.send(message)
        while True:
            answer = channel.recv(65535)
            if answer[:2] == message[:2]:
                return answer


def ask_tcp(server: str, message: bytes, seconds: float = 2, port: int = 53) -> bytes:
    with socket.create_connection((server, port), seconds) as channel:
        channel.sendall(struct.pack("!H", len(message)) + message)
        return read_tcp(channel)


def read_tcp(channel: socket.socket) -> bytes:
    """One message with its length prefix, which is left out; empty at the end of the stream."""
    head = _read(channel, 2)
    return _read(channel, struct.unpack("!H", head)[0]) if head else b""


def _read(channel: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = channel.recv(count - len(data))
        if not part:
            return b""
        data += part
    return data

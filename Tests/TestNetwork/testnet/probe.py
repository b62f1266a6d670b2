"""Plain observations for the self test: how a TCP connect ends, who says so, and what a server greets with."""

import errno
import os
import select
import socket
import struct
import time
from dataclasses import dataclass

from . import plan
from .servers import dnswire

# What our own machines call themselves, by address.
NAMES = {address: host.name for host in plan.all_hosts() for address in host.addresses}

# Options of ip(7) and ipv6(7) that Python does not name.
IP_RECVERR, IPV6_RECVERR = 11, 25
ICMP_ORIGINS = (2, 3)

# A connect that is only the start of a conversation.
CONNECT_SECONDS = 2.0

MEANINGS = {
    (4, 3, 0): "net-unreachable",
    (4, 3, 1): "host-unreachable",
    (4, 3, 3): "port-unreachable",
    (4, 3, 13): "prohibited",
    (4, 11, 0): "expired",
    (6, 1, 0): "net-unreachable",
    (6, 1, 1): "prohibited",
    (6, 1, 3): "host-unreachable",
    (6, 1, 4): "port-unreachable",
    (6, 3, 0): "expired",
}


@dataclass
class Attempt:
    """How a connect ended.

    `open`, `refused`, `timeout`, `no-route`, `<reset>` (just after), or an ICMP error as `meaning@sender`.
    """

    result: str
    seconds: float
    connection: socket.socket = None


def connect(address: str, port: int, seconds: float, hops: int = 0, keep: bool = False) -> Attempt:
    family = 6 if ":" in address else 4
    channel = socket.socket(socket.AF_INET6 if family == 6 else socket.AF_INET, socket.SOCK_STREAM)
    if family == 4:
        channel.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
    else:
        channel.setsockopt(socket.IPPROTO_IPV6, IPV6_RECVERR, 1)
    if hops and family == 4:
        channel.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, hops)
    elif hops:
        channel.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, hops)
    channel.setblocking(False)
    began = time.monotonic()
    result = _finish(channel, address, port, seconds, family)
    spent = time.monotonic() - began
    if result == "open" and keep:
        return Attempt(result, spent, channel)
    channel.close()
    return Attempt(result, spent)


def _finish(channel: socket.socket, address: str, port: int, seconds: float, family: int) -> str:
    try:
        channel.connect((address, port))
    except BlockingIOError:
        pass
    except OSError:
        return "no-route"
    poll = select.poll()
    poll.register(channel, select.POLLOUT)
    if not poll.poll(seconds * 1000):
        return "timeout"
    sender = _icmp(channel, family)
    error = channel.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if sender:
        return sender
    return {0: "open", errno.ECONNREFUSED: "refused", errno.ECONNRESET: "<reset>"}.get(error, os.strerror(error))


def _icmp(channel: socket.socket, family: int) -> str:
    try:
        _, control, _, _ = channel.recvmsg(1, 512, socket.MSG_ERRQUEUE)
    except OSError:
        return ""
    for _, _, data in control:
        _, origin, kind, code = struct.unpack_from("=IBBB", data)
        if origin in ICMP_ORIGINS:
            raw = data[20:24] if family == 4 else data[24:40]
            sender = socket.inet_ntop(socket.AF_INET if family == 4 else socket.AF_INET6, raw)
            meaning = MEANINGS.get((family, kind, code), f"icmp-{kind}/{code}")
            return f"{meaning}@{NAMES.get(sender, sender)}"
    return ""


def dialogue(channel: socket.socket, *commands: str, seconds: float = 1.0) -> list:
    """Sends commands one by one, first none; returns the answers, or `<closed>`, `<reset>`, `<silence>`."""
    answers = []
    for command in ("", *commands):
        if command:
            try:
                channel.sendall(command.encode() + b"\r\n")
            except OSError:
                pass  # the answer tells
        answers.append(_reply(channel, seconds))
    channel.close()
    return answers


def _reply(channel: socket.socket, seconds: float) -> str:
    """One SMTP reply, or whatever comes instead within `seconds`, up to 64 KiB."""
    data, nothing = b"", "<silence>"
    deadline = time.monotonic() + seconds
    try:
        while len(data) < 65536:
            channel.settimeout(max(0.001, deadline - time.monotonic()))
            part = channel.recv(4096)
            if not part:
                nothing = "<closed>"
                break
            data += part
            if data.endswith(b"\n") and data[:-1].rsplit(b"\n", 1)[-1][3:4] != b"-":
                break
    except TimeoutError:
        pass
    except OSError:
        nothing = "<reset>"
    return data.decode("latin-1") or nothing


def converse(where: str, port: int, seconds: float, *commands: str) -> list:
    """The replies of a server, or how the connect failed instead of the first."""
    attempt = connect(where, port, CONNECT_SECONDS, keep=True)
    return dialogue(attempt.connection, *commands, seconds=seconds) if attempt.connection else [attempt.result]


def ask(server: str, name: str, kind: str, seconds: float, tcp: bool = False) -> tuple:
    """What a resolver says: `secure`, `answer`, `nodata`, `rcode N`, `silence` or `closed`; and the message."""
    transport = dnswire.ask_tcp if tcp else dnswire.ask_udp
    try:
        answer = transport(server, dnswire.query(name, kind, dnssec=True), seconds)
    except TimeoutError:
        return "silence", b""
    except ConnectionError:
        return "closed", b""
    if answer[3] & 0x0F:
        return f"rcode {answer[3] & 0x0F}", answer
    if answer[2] & 0x02:
        return "truncated", answer
    if not int.from_bytes(answer[6:8], "big"):
        return "nodata", answer
    return ("secure" if answer[3] & dnswire.AD else "answer"), answer

"""A transparent SMTP proxy as firewalls have them: masks the greeting and hides STARTTLS, else passes on."""

import re
import socket
import struct
import threading

from .session import Session

# getsockopt(2): where a redirected connection wanted to go (linux/netfilter_ipv4.h and its IPv6 sister).
SO_ORIGINAL_DST = 80

CONNECT_SECONDS = 30


def relay(session: Session) -> str:
    """Connects to the address the peer meant and copies both ways, spoiling what it passes."""
    target = original_destination(session.connection)
    try:
        upstream = socket.create_connection(target, CONNECT_SECONDS)
    except OSError:
        return "closed-by-server"
    upstream.settimeout(session.connection.gettimeout())
    answers = threading.Thread(target=_copy_answers, args=(upstream, session.connection), daemon=True)
    answers.start()
    try:
        while True:
            line = session.read_line()
            session.commands.append(line.decode("latin-1"))
            if line.upper() == b"STARTTLS":
                line = b"XXXXXXXX"
            upstream.sendall(line + b"\r\n")
    finally:
        _shut(upstream)
        answers.join()
        upstream.close()


def original_destination(connection: socket.socket) -> tuple:
    if connection.family == socket.AF_INET:
        raw = connection.getsockopt(socket.IPPROTO_IP, SO_ORIGINAL_DST, 16)
        port, address = struct.unpack_from("!2xH4s", raw)
        return socket.inet_ntop(socket.AF_INET, address), port
    raw = connection.getsockopt(socket.IPPROTO_IPV6, SO_ORIGINAL_DST, 28)
    port, address = struct.unpack_from("!2xH4x16s", raw)
    return socket.inet_ntop(socket.AF_INET6, address), port


def _copy_answers(upstream: socket.socket, client: socket.socket) -> None:
    """Passes the server's lines to the client: the first one masked, STARTTLS overwritten in the others."""
    try:
        stream = upstream.makefile("rb")
        for number, line in enumerate(iter(stream.readline, b"")):
            client.sendall(mask(line) if number == 0 else line.replace(b"STARTTLS", b"XXXXXXXA"))
    except OSError:
        pass
    _shut(client)


def mask(line: bytes) -> bytes:
    """The greeting's text as asterisks, but for the characters 2, 0 and space."""
    text = line.rstrip(b"\r\n")
    return text[:4] + re.sub(rb"[^20 ]", b"*", text[4:]) + b"\r\n"


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass

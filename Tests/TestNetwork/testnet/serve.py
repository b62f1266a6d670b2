"""The server process of one machine of the test network: `python3 -m testnet.serve ROLE`.

One selector accepts on every listener; each session runs in a thread of its own, so that a behaviour reads like the
dialogue it is.
"""

import resource
import selectors
import socket
import sys
import threading

from .instance import Instance
from .servers import dns, session, smtp
from .servers.catalogue import listeners

# Sessions are small; the default stack of 8 MiB would only cost address space.
STACK_BYTES = 256 * 1024
BACKLOG = 1024


def listen(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.create_server((address, port), family=family, backlog=BACKLOG)


def main(role: str) -> None:
    instance = Instance.from_environment()
    smtp.pki_directory = instance.pki
    threading.stack_size(STACK_BYTES)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    log = session.SessionLog(instance.logs / f"sessions-{role}.jsonl")
    selector = selectors.DefaultSelector()
    for listener in listeners(role):
        for address in listener.addresses:
            selector.register(listen(address, listener.port), selectors.EVENT_READ, listener)
    dns.start(role)
    (instance.ready / f"servers-{role}").touch()
    while True:
        for key, _ in selector.select():
            accept(key.fileobj, key.data, log)


def accept(listening: socket.socket, listener, log: session.SessionLog) -> None:
    try:
        connection, peer = listening.accept()
    except OSError:
        return  # reset before it was accepted
    new = session.Session(connection, listener.server, peer, connection.getsockname())
    threading.Thread(target=session.run, args=(new, listener.behaviour, log), daemon=True).start()


if __name__ == "__main__":
    main(sys.argv[1])

"""A slow cable between the routers: `python3 -m testnet.cable ROUND_TRIP_MS 46` on router 1.

Two tun devices, one on each router, and a process that passes packets on after half the round trip. Kernels without
netem have no other way. The way to the name server stays the fast one, so that only mail is slow. The routes are more
specific than the usual ones and vanish with the devices.
"""

import fcntl
import os
import selectors
import struct
import subprocess
import sys
import time
from collections import deque

from .hosts import AUTH, CORE, GATEWAY_OUT
from .instance import Instance
from .netns import enter
from .scenarios import HELPER

# linux/if_tun.h
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
DEVICE = "cable"

# Holds what a run of many sessions sends in 2.5 s.
QUEUE_PACKETS = 20000

ROUTES = {
    ("isp", 4): [f"{net} dev {DEVICE} src {GATEWAY_OUT.v4}" for net in ("0.0.0.0/1", "128.0.0.0/1")]
    + [f"{AUTH.v4}/32 via {CORE.v4}"],
    ("isp", 6): [f"{net} dev {DEVICE} src {GATEWAY_OUT.v6}" for net in ("::/1", "8000::/1")]
    + [f"{AUTH.v6}/128 via {CORE.v6}"],
    ("core", 4): [f"{net} dev {DEVICE} src {CORE.v4}" for net in ("198.18.1.0/25", "198.18.1.128/25")],
    ("core", 6): [f"{net} dev {DEVICE} src {CORE.v6}" for net in ("2001:2:0:1::/65", "2001:2:0:1:8000::/65")],
}


def plug(namespace: str) -> int:
    """Makes the device in a namespace and brings it up."""
    enter(namespace)
    descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(descriptor, TUNSETIFF, struct.pack("16sH22x", DEVICE.encode(), IFF_TUN | IFF_NO_PI))
    subprocess.run(["ip", "link", "set", DEVICE, "up", "mtu", "1500", "txqueuelen", str(QUEUE_PACKETS)], check=True)
    return descriptor


def carry(left: int, right: int, delay: float) -> None:
    """Passes packets both ways, each `delay` seconds after it came."""
    selector = selectors.DefaultSelector()
    waiting = deque()
    for here, there in ((left, right), (right, left)):
        selector.register(here, selectors.EVENT_READ, there)
    while True:
        timeout = max(0, waiting[0][0] - time.monotonic()) if waiting else None
        for key, _ in selector.select(timeout):
            due = time.monotonic() + delay
            try:
                while len(waiting) < QUEUE_PACKETS:
                    waiting.append((due, key.data, os.read(key.fd, 65536)))
            except BlockingIOError:
                pass
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, target, packet = waiting.popleft()
            try:
                os.write(target, packet)
            except OSError:
                pass  # a full queue loses packets, as a cable's does


def main(round_trip: float, families: str) -> None:
    instance = Instance.from_environment()
    ends = {}
    for role in ("core", "isp"):
        ends[role] = plug(instance.namespace(role))
        for family in families:
            for route in ROUTES[role, int(family)]:
                subprocess.run(["ip", f"-{family}", "route", "replace", *route.split()], check=True)
    (instance.ready / HELPER).touch()
    carry(ends["isp"], ends["core"], round_trip / 2000)


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2])

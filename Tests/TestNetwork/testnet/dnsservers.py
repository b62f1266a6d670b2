"""Configuration of the authoritative server (nsd) and of the resolver (unbound)."""

import shutil

from . import hosts
from .instance import Instance

NSD = """server:
  ip-address: {v4}
  ip-address: {v6}
  username: ""
  chroot: ""
  zonesdir: "{zones}"
  database: ""
  pidfile: ""
  zonelistfile: "{run}/nsd/zone.list"
  xfrdfile: "{run}/nsd/xfrd.state"
  xfrdir: "{run}/nsd"
  server-count: 1
  verbosity: 1
  hide-version: yes
remote-control:
  control-enable: no
"""

# The root is our own, `test.` is asked like any other name, and a server that was away is tried again soon.
UNBOUND = """server:
  interface: {v4}
  interface: {v6}
  access-control: 0.0.0.0/0 allow
  access-control: ::/0 allow
  username: ""
  chroot: ""
  directory: "/etc/unbound"
  pidfile: ""
  use-syslog: no
  logfile: ""
  verbosity: 1
  val-log-level: 1
  num-threads: 1
  ede: yes
  module-config: "validator iterator"
  root-hints: "/etc/unbound/root.hints"
  trust-anchor-file: "/etc/unbound/trust-anchor.key"
  local-zone: "test." nodefault
  infra-host-ttl: 1
  infra-cache-max-rtt: 2000
remote-control:
  control-enable: no
"""


def prepare(instance: Instance, zones: list) -> None:
    """Writes both configurations; `zones` is what zones.create() returned."""
    (instance.run / "nsd").mkdir()
    auth = hosts.AUTH
    text = NSD.format(v4=auth.v4, v6=auth.v6, zones=instance.zones, run=instance.run)
    for name, path in zones:
        text += f'zone:\n  name: "{name}"\n  zonefile: "{path}"\n'
    (instance.run / "nsd.conf").write_text(text)
    # The directory that Unbound sees as /etc/unbound.
    hints = f". NS ns.test.\nns.test. A {auth.v4}\nns.test. AAAA {auth.v6}\n"
    (instance.unbound / "root.hints").write_text(hints)
    shutil.copy(instance.anchor_file, instance.unbound)
    (instance.unbound / "unbound.conf").write_text(UNBOUND.format(v4=hosts.RESOLVER.v4, v6=hosts.RESOLVER.v6))

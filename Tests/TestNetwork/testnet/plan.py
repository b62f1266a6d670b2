"""Which hosts live where: the lists that addresses, DNS and the README's map are made from."""

from . import hosts
from .servers.catalogue import ODD_SERVERS


def isp_hosts() -> list:
    """Hosts whose addresses sit on router 1 beside its own."""
    return [hosts.RELAY, hosts.CAPTURE, hosts.RESOLVER, *hosts.ODD_RESOLVERS.values()]


def world_hosts() -> list:
    """Hosts on the link between router 2 and the world, so that a missing one fails as a missing neighbour does."""
    return [
        hosts.AUTH,
        hosts.LAME,
        hosts.LAME_SILENT,
        hosts.MAIN,
        *hosts.PLAIN.values(),
        hosts.DEAD,
        *hosts.CONTROLS,
    ]


def routed_hosts() -> list:
    """Hosts behind the world machine's own address."""
    return [s.host for s in ODD_SERVERS] + hosts.TWENTY_HOSTS + hosts.DROP_HOSTS + hosts.MANY


def all_hosts() -> list:
    routers = [hosts.BACKUP, hosts.GATEWAY, hosts.GATEWAY_OUT, hosts.CORE, hosts.CORE_OUT, hosts.WORLD_LINK]
    return routers + isp_hosts() + world_hosts() + routed_hosts()

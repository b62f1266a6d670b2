"""What listens where: the odd servers, the healthy ones, the controls, and the stand-ins that scenarios lead to."""

from dataclasses import dataclass, field

from .. import hosts
from . import proxy, raw
from .smtp import Smtp


@dataclass(frozen=True)
class Listener:
    """A port on some addresses and what happens to a connection there."""

    server: str
    addresses: tuple
    port: int
    behaviour: object


@dataclass(frozen=True)
class OddServer:
    """A server with a fault: domain odd-NAME.test, MX host odd-NAME.odd.test."""

    number: int
    name: str
    about: str
    outcome: str
    ports: dict = field(default_factory=dict)
    dropped: tuple = ()
    certificate: str = "own"

    @property
    def host(self) -> hosts.Host:
        return hosts.Host(f"odd-{self.name}.odd.test", hosts.ODD, self.number, self.about)

    @property
    def domain(self) -> str:
        return f"odd-{self.name}.test"


# Not SMTP in its own right: says what RFC 5321 lines a terminal must never be shown.
CONTROL_CHARACTERS = "220 {name} \x1b[31mred\x1b[0m \x1b]0;title\x07 bell\x07 back\x08 nul\x00 c1\x9b31m ESMTP"


def _odd(number, name, about, outcome, behaviour=None, **more) -> OddServer:
    """An odd server on port 25; `behaviour` is a function or the fields of an Smtp profile."""
    ports = more.pop("ports", {})
    if behaviour is not None:
        ports = {25: behaviour, **ports}
    full = f"odd-{name}.odd.test"
    made = {port: _profile(full, what) for port, what in ports.items()}
    return OddServer(number, name, about, outcome, made, **more)


def _profile(name: str, what):
    return Smtp(**{"name": name, **what}) if isinstance(what, dict) else what


LOGIN = {"auth": True, "mail": "530 5.7.0 Authentication required"}
MANY_KEYWORDS = tuple(f"X-KEYWORD-{n:03}" for n in range(1, 301))

# Numbers are addresses (198.18.4.NUMBER) that tests rely on: never renumber, only add.
ODD_SERVERS = [
    _odd(
        1,
        "greets-554",
        "greets with 554",
        "rejected",
        {
            "greeting": "554 5.3.2 {name} no SMTP service here",
            "mail": "503 5.5.1 Bad sequence",
            "ehlo": "503 5.5.1 Bad sequence",
            "helo": "503 5.5.1 Bad sequence",
        },
    ),
    _odd(
        2,
        "greets-421",
        "greets with 421 and closes",
        "deferred",
        {"greeting": "421 4.3.2 {name} service not available, try again later", "close_after": "greeting"},
    ),
    _odd(
        3,
        "greets-450",
        "greets with 450",
        "deferred",
        {"greeting": "450 4.3.2 {name} system busy", "ehlo": "450 4.3.2 System busy", "helo": "450 4.3.2 System busy"},
    ),
    _odd(4, "tarpit", "greets after 20 s, answers after 5 s", "ready", {"greeting_delay": 20, "reply_delay": 5}),
    _odd(5, "lategreeting", "greets after 12 s, then healthy", "ready", {"greeting_delay": 12}),
    _odd(6, "silent", "accepts, says nothing", "silent", raw.silent),
    _odd(7, "drip", "endless greeting, one byte a second", "silent", raw.drip),
    _odd(8, "garbage", "4 KiB of random bytes", "not-smtp", raw.garbage),
    _odd(9, "longline", "a line of 1 MiB", "not-smtp", raw.long_line),
    _odd(10, "endless", "an endless multi-line greeting (64 MiB)", "not-smtp", raw.endless),
    _odd(11, "closes", "closes at once", "closed", raw.closes),
    _odd(12, "resets", "resets at once", "reset", raw.resets),
    _odd(13, "closes-after-greeting", "closes after the greeting", "closed", {"close_after": "greeting"}),
    _odd(14, "http", "a web server", "not-smtp", raw.http),
    _odd(15, "ssh", "an SSH server", "not-smtp", raw.ssh),
    _odd(
        16,
        "helo-only",
        "EHLO refused (502), HELO accepted",
        "ready",
        {"ehlo": "502 5.5.1 Command not implemented", "starttls": "none"},
    ),
    _odd(
        17,
        "no-hello",
        "EHLO and HELO refused",
        "rejected",
        {"ehlo": "502 5.5.1 Command not implemented", "helo": "550 5.7.1 Go away"},
    ),
    _odd(18, "starttls-454", "STARTTLS offered, answered 454", "ready", {"starttls": "454"}),
    _odd(19, "starttls-garbage", "STARTTLS answered 220, then random bytes", "ready", {"starttls": "garbage"}),
    _odd(
        20,
        "starttls-mangled",
        "greeting masked, STARTTLS shown as XXXXXXXA",
        "ready",
        {"greeting": "220 ****************************", "starttls": "mangled"},
    ),
    _odd(21, "no-starttls", "no STARTTLS", "ready", {"starttls": "none"}),
    _odd(22, "cert-expired", "expired certificate", "ready", {}, certificate="expired"),
    _odd(23, "cert-selfsigned", "self-signed certificate", "ready", {}, certificate="selfsigned"),
    _odd(24, "cert-wrongname", "certificate for another name", "ready", {}, certificate="wrongname"),
    _odd(25, "greylist", "RCPT answered 450", "ready", {"rcpt": "450 4.2.0 Greylisted, come back in 5 minutes"}),
    _odd(26, "relay-denied", "RCPT answered 554", "ready", {"rcpt": "554 5.7.1 Relay access denied"}),
    _odd(27, "login-required", "MAIL answered 530", "ready", LOGIN),
    _odd(
        28,
        "only-2525",
        "25 dropped by its own firewall, 2525 takes the domain",
        "timeout",
        ports={2525: {}},
        dropped=(25,),
    ),
    _odd(29, "refused-2525", "25 refused, 2525 takes the domain", "refused", ports={2525: {}}),
    _odd(30, "only-587-login", "25 dropped, 587 wants a login", "timeout", ports={587: LOGIN}, dropped=(25,)),
    _odd(
        31,
        "wrong-2525",
        "25 dropped, another server on 2525",
        "timeout",
        ports={2525: {"name": "web.other.test", "certificate": "web.other.test"}},
        dropped=(25,),
    ),
    _odd(
        32,
        "no-pipelining",
        "no PIPELINING, commands sent ahead get 554",
        "ready",
        {"capabilities": ("SIZE 10240000", "8BITMIME"), "strict_turns": True},
    ),
    _odd(
        33,
        "control-chars",
        "escape sequences and control characters in the greeting",
        "ready",
        {"greeting": CONTROL_CHARACTERS},
    ),
    _odd(34, "tiny-segments", "replies in TCP segments of 3 bytes", "ready", {"segment": 3}),
    _odd(35, "starttls-last", "`250 STARTTLS` is the last line", "ready", {"starttls_last": True}),
    _odd(
        36,
        "empty-last-line",
        "EHLO reply ends with an empty line, as smtp-sink's does",
        "ready",
        {"empty_last_line": True, "starttls": "none"},
    ),
    _odd(37, "closes-after-ehlo", "closes after the EHLO reply", "ready", {"close_after": "EHLO"}),
    _odd(
        38,
        "multiline-greeting",
        "greeting of three lines",
        "ready",
        {"greeting": "220 {name} ESMTP\n220 no spam\n220 be nice"},
    ),
    _odd(
        39,
        "postscreen",
        "half a greeting, the rest after 6 s",
        "ready",
        {"teaser": "220-odd-postscreen.odd.test ESMTP", "greeting_delay": 6},
    ),
    _odd(40, "starttls-reset", "STARTTLS answered 220, then reset", "ready", {"starttls": "reset"}),
    _odd(41, "starttls-silent", "STARTTLS answered 220, then silence", "ready", {"starttls": "silent"}),
    _odd(
        42, "starttls-injected", "a reply in plain text behind the 220 to STARTTLS", "ready", {"starttls": "injected"}
    ),
    _odd(
        43,
        "blocklisted",
        "greets with 554 and the text of a blocklist",
        "rejected",
        {"greeting": "554 5.7.1 Service unavailable; client blocked using bl.example", "close_after": "greeting"},
    ),
    _odd(
        44,
        "rate-limited",
        "greets with 421 and speaks of rate",
        "deferred",
        {
            "greeting": "421 4.7.0 {name} too many connections from your address, rate limited",
            "close_after": "greeting",
        },
    ),
    _odd(
        45,
        "wrong-name",
        "greets with another host's name",
        "ready",
        {"name": "mx.elsewhere.test", "certificate": "odd-wrong-name.odd.test"},
    ),
    _odd(46, "bare-newlines", "lines end with LF only", "ready", {"ending": "\n"}),
    _odd(47, "many-keywords", "300 lines in the EHLO reply", "ready", {"capabilities": MANY_KEYWORDS}),
    _odd(48, "tls10", "TLS 1.0 only", "ready", {"tls_maximum": "TLSv1"}),
    _odd(49, "no-quit-reply", "never answers QUIT", "ready", {"quit": ""}),
    _odd(50, "refused", "25 refused, nothing else listens", "refused"),
    _odd(51, "dropped", "every port dropped", "timeout", dropped=("all",)),
    _odd(52, "tls-only-465", "25 refused, 465 healthy", "refused", ports={465: {"implicit_tls": True}}),
    _odd(53, "plain-on-465", "25 healthy, 465 speaks without TLS", "ready", {}, ports={465: {}}),
    _odd(54, "unknown-user", "RCPT answered 550 5.1.1", "ready", {"rcpt": "550 5.1.1 User unknown"}),
    _odd(
        55,
        "helo-after-close",
        "EHLO answered 421 and closed",
        "deferred",
        {"ehlo": "421 4.3.2 Shutting down", "close_after": "EHLO"},
    ),
    _odd(
        56,
        "non-ascii",
        "greeting and keywords in 8-bit bytes",
        "ready",
        {"greeting": "220 {name} gr\xfc\xdfe \xff\xfe", "capabilities": ("PIPELINING", "X-\xe4\xf6\xfc")},
    ),
]


def odd_certificate(server: OddServer) -> str:
    """The name under which an odd server's certificate is kept."""
    return server.host.name if server.certificate == "own" else server.certificate


# Stand-ins for the main server on its own addresses; a scenario redirects its port to one of them.
_main = hosts.MAIN.name
MAIN_STANDINS = {
    "main-silent": (12001, raw.silent),
    "main-tarpit": (12002, Smtp(_main, greeting_delay=20, reply_delay=5)),
    "main-554": (
        12003,
        Smtp(
            _main,
            greeting="554 5.3.2 {name} no SMTP service here",
            ehlo="503 5.5.1 Bad sequence",
            helo="503 5.5.1 Bad sequence",
        ),
    ),
    "main-421": (12004, Smtp(_main, greeting="421 4.3.2 {name} service not available", close_after="greeting")),
    "main-greylist": (12005, Smtp(_main, rcpt="450 4.2.0 Greylisted, come back in 5 minutes")),
    "wrong-2525": (12006, Smtp("web.other.test")),
}

# Where the routers' redirect rules lead.
CAPTURE_PORT, CAPTURE_554_PORT, PROXY_PORT = 10025, 10554, 10026
ANY_ADDRESS = ("0.0.0.0", "::")


def listeners(role: str) -> list:
    """All listeners of the server process on one machine of the network."""
    return {"isp": _isp, "core": _core, "world": _world}[role]()


def _isp() -> list:
    capture, refusal = hosts.CAPTURE.name, "554 5.7.1 {name} port 25 is not available to customers"
    relay = tuple(hosts.RELAY.addresses)
    return [
        Listener(hosts.RELAY.name, relay, 25, Smtp(hosts.RELAY.name)),
        Listener(hosts.RELAY.name, relay, 587, Smtp(hosts.RELAY.name, **LOGIN)),
        Listener(capture, ANY_ADDRESS, CAPTURE_PORT, Smtp(capture)),
        Listener(capture, ANY_ADDRESS, CAPTURE_554_PORT, Smtp(capture, greeting=refusal, close_after="greeting")),
        Listener("proxy.isp.test", ANY_ADDRESS, PROXY_PORT, proxy.relay),
    ]


def _core() -> list:
    name = "mx-filter.transit.test"
    return [Listener(name, ANY_ADDRESS, CAPTURE_PORT, Smtp(name))]


def _world() -> list:
    found = [Listener(h.name, tuple(h.addresses), 25, Smtp(h.name)) for h in hosts.PLAIN.values()]
    found += [Listener(h.name, tuple(h.addresses), 25, Smtp(h.name, "twentymx.test")) for h in hosts.TWENTY_HOSTS]
    found += [Listener(h.name, tuple(h.addresses), 25, Smtp(h.name)) for h in hosts.MANY]
    for host in hosts.CONTROLS:
        found += _control(host)
    for server in ODD_SERVERS:
        for port, behaviour in server.ports.items():
            if isinstance(behaviour, Smtp) and not behaviour.certificate:
                behaviour = _with_certificate(behaviour, odd_certificate(server))
            found.append(Listener(server.host.name, tuple(server.host.addresses), port, behaviour))
    for port, behaviour in MAIN_STANDINS.values():
        found.append(Listener(_main, tuple(hosts.MAIN.addresses), port, behaviour))
    return found


def _with_certificate(profile: Smtp, certificate: str) -> Smtp:
    return Smtp(**{**profile.__dict__, "certificate": certificate})


def _control(host: hosts.Host) -> list:
    denied = "554 5.7.1 Relay access denied"
    return [
        Listener(host.name, tuple(host.addresses), 25, Smtp(host.name, rcpt=denied)),
        Listener(host.name, tuple(host.addresses), 2525, Smtp(host.name, **LOGIN)),
        Listener(host.name, tuple(host.addresses), 587, Smtp(host.name, **LOGIN)),
        Listener(host.name, tuple(host.addresses), 443, Smtp(host.name, implicit_tls=True, **LOGIN)),
        Listener(host.name, tuple(host.addresses), 465, Smtp(host.name, implicit_tls=True, **LOGIN)),
    ]

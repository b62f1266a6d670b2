"""What the self test expects of each scenario, seen from `backup`.

Keys are TARGET:PORT or TARGET:PORT/HOPS; values are the results of probe.connect. What a scenario does not mention
must be as in USUAL.
"""

GATEWAY, CORE = "gw.isp.test", "core1.transit.test"

USUAL = {
    "main:25": "open",
    "main:25/1": f"expired@{GATEWAY}",
    "main:25/2": f"expired@{CORE}",
    "main:25/3": "open",
    "main:2525": "open",
    "main:2525/1": f"expired@{GATEWAY}",
    "main:2525/2": f"expired@{CORE}",
    "main:587": "open",
    "main:465": "open",
    "control:25": "open",
    "control:587": "open",
    "control:443": "open",
    "other:25": "open",
    "other:587": "open",
    "relay:25": "open",
    "nowhere:25": f"net-unreachable@{CORE}",
    "dns": "answer",
}


def blocked(result: str, first: str = None, second: str = None) -> dict:
    """Port 25 everywhere ends as `result`; at one and two hops as `first` and `second`, or as without a limit."""
    return {
        "main:25": result,
        "main:25/1": first or result,
        "main:25/2": second or result,
        "main:25/3": result,
        "control:25": result,
        "other:25": result,
        "nowhere:25": result,
    }


def main_25(result: str) -> dict:
    return {"main:25": result, "main:25/3": result}


R1 = blocked("timeout", first=f"expired@{GATEWAY}")
LOCAL_PORT = "port-unreachable@backup.domain1.test"
LOCAL_PROHIBITED = "prohibited@backup.domain1.test"
NO_ROUTE = {key: "no-route" for key in USUAL if key not in ("dns", "relay:25")}
SILENT_HOPS = {
    "main:25/1": "timeout",
    "main:25/2": "timeout",
    "main:2525/1": "timeout",
    "main:2525/2": "timeout",
    "nowhere:25": "timeout",
}
ALL_HOPS = ("main:25", "main:25/2", "main:25/3", "main:2525", "main:2525/2", "main:587", "main:465")
BEYOND_R1 = (*ALL_HOPS, "control:25", "control:587", "control:443", "other:25", "other:587", "nowhere:25")
MAIN_ALTERNATES = ("main:2525", "main:587", "main:465")


def same(keys: tuple, result: str) -> dict:
    return {key: result for key in keys}


EXPECTED = {
    "clean": {},
    "drop-r1": R1,
    "drop-r1-prerouting": {**blocked("timeout"), "relay:25": "timeout"},
    "drop-r2": {**blocked("timeout", f"expired@{GATEWAY}", f"expired@{CORE}"), "nowhere:25": f"net-unreachable@{CORE}"},
    "reset-r1": blocked("refused", first=f"expired@{GATEWAY}"),
    "reset-r2": {
        **blocked("refused", f"expired@{GATEWAY}", f"expired@{CORE}"),
        "nowhere:25": f"net-unreachable@{CORE}",
    },
    "prohibit-r1": blocked(f"prohibited@{GATEWAY}", first=f"expired@{GATEWAY}"),
    "prohibit-r2": {
        **blocked(f"prohibited@{CORE}", f"expired@{GATEWAY}", f"expired@{CORE}"),
        "nowhere:25": f"net-unreachable@{CORE}",
    },
    "drop-mail-ports": {
        **R1,
        **same((*MAIN_ALTERNATES, "control:587", "other:587"), "timeout"),
        "main:2525/2": "timeout",
    },
    "relay-only": {**R1, **same(MAIN_ALTERNATES, "timeout"), "main:2525/2": "timeout"},
    "redirect": blocked("open"),
    "redirect-554": blocked("open"),
    "redirect-r2": blocked("open", first=f"expired@{GATEWAY}"),
    "proxy": blocked("open"),
    "local-drop": {**blocked("timeout"), "relay:25": "timeout"},
    "local-reset": {**blocked("refused"), "relay:25": "refused"},
    "local-icmp": {**blocked(LOCAL_PROHIBITED), "relay:25": LOCAL_PROHIBITED},
    "local-user": {**blocked(LOCAL_PORT), "relay:25": LOCAL_PORT},
    "local-user-main-gone": {
        **blocked(LOCAL_PORT),
        "relay:25": LOCAL_PORT,
        **same(MAIN_ALTERNATES, "timeout"),
    },
    "local-redirect": {**blocked("open"), "relay:25": "open"},
    "main-down": {**same(("main:25", "main:25/3", *MAIN_ALTERNATES), f"host-unreachable@{CORE}")},
    "main-silent": {},
    "main-drop25": main_25("timeout"),
    "main-reject25": main_25("port-unreachable@mail.domain1.test"),
    "main-prohibit25": main_25("prohibited@mail.domain1.test"),
    "main-refuse25": main_25("refused"),
    "main-tarpit": {},
    "main-554": {},
    "main-421": {},
    "main-greylist": {},
    "wrong-2525": R1,
    "only-login": {**R1, "main:2525": "refused"},
    "no-alternate": {**R1, **same(MAIN_ALTERNATES, "refused")},
    "offline": same(BEYOND_R1, "timeout"),
    "offline-icmp": same(BEYOND_R1, f"net-unreachable@{GATEWAY}"),
    "noroute": NO_ROUTE,
    "dns-dead": {"dns": "silence"},
    "silent-routers": SILENT_HOPS,
    "silent-routers-drop": {**R1, **SILENT_HOPS},
    "control-down": same(("control:25", "control:587", "control:443"), "timeout"),
    "controls-down": same(("control:25", "control:587", "control:443", "other:25", "other:587"), "timeout"),
    "controls-down-drop-r1": {**R1, **same(("control:587", "control:443", "other:587"), "timeout")},
    "control-down-drop-r1": {**R1, **same(("control:587", "control:443"), "timeout")},
}

# Scenarios that change what is said, not whether a connect works: TARGET:PORT and how its first reply begins.
GREETINGS = {
    "clean": {
        "main:25": "220 mail.domain1.test ",
        "control:25": "220 control1.alpha.test ",
        "relay:25": "220 relay.isp.test ",
    },
    "redirect": {
        "main:25": "220 smtp-relay.isp.test ",
        "control:25": "220 smtp-relay.isp.test ",
        "nowhere:25": "220 smtp-relay.isp.test ",
    },
    "redirect-554": {"main:25": "554 5.7.1 smtp-relay.isp.test "},
    "redirect-r2": {"main:25": "220 mx-filter.transit.test "},
    "proxy": {"main:25": "220 ****************", "nowhere:25": "<closed>"},
    "local-redirect": {"main:25": "220 backup.domain1.test ", "control:25": "220 backup.domain1.test "},
    "main-silent": {"main:25": "<silence>", "main:2525": "220 mail.domain1.test "},
    "main-tarpit": {"main:25": "<silence>", "main:2525": "220 mail.domain1.test "},
    "main-554": {"main:25": "554 5.3.2 mail.domain1.test "},
    "main-421": {"main:25": "421 4.3.2 mail.domain1.test "},
    "main-greylist": {"main:25": "220 mail.domain1.test "},
    "wrong-2525": {"main:2525": "220 web.other.test "},
}

# A server that closes while our next command is under way looks like one that resets; `<closed>` stands for both.
# Beginnings of the replies of odd servers to: nothing, EHLO, MAIL, RCPT, QUIT. Later replies may be left out.
READY = ["220", "250", "250 2.1.0", "250 2.1.5", "221"]
REFUSED_EHLO = ["220", "502"]
ODD = {
    "greets-554": ["554", "503", "503"],
    "greets-421": ["421", "<closed>"],
    "greets-450": ["450", "450"],
    "silent": ["<silence>", "<silence>"],
    "drip": ["2", None],
    "garbage": [None],
    "longline": ["220 xxxx", "xxxx"],
    "endless": ["220-odd-endless"],
    "closes": ["<closed>"],
    "resets": ["<reset>"],
    "closes-after-greeting": ["220", "<closed>"],
    "http": ["HTTP/1.1 408"],
    "ssh": ["SSH-2.0", "<closed>"],
    "helo-only": REFUSED_EHLO,
    "no-hello": REFUSED_EHLO,
    "greylist": ["220", "250", "250", "450 4.2.0"],
    "relay-denied": ["220", "250", "250", "554 5.7.1"],
    "login-required": ["220", "250", "530 5.7.0"],
    "starttls-mangled": ["220 ****", "250"],
    "control-chars": ["220 odd-control-chars.odd.test \x1b[31m", "250"],
    "closes-after-ehlo": ["220", "250", "<closed>"],
    "multiline-greeting": ["220-odd", "250"],
    "blocklisted": ["554 5.7.1", "<closed>"],
    "rate-limited": ["421 4.7.0", "<closed>"],
    "wrong-name": ["220 mx.elsewhere.test", "250"],
    "no-quit-reply": ["220", "250", "250", "250", "<closed>"],
    "unknown-user": ["220", "250", "250", "550 5.1.1"],
    "helo-after-close": ["220", "421", "<closed>"],
}

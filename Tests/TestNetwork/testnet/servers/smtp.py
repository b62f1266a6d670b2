"""An SMTP server with the manners of a healthy one, any of which may be spoilt."""

import os
import select
import ssl
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .session import Session

# Set once by serve.py: the directory with a NAME.chain and NAME.key per certificate.
pki_directory = Path()


@dataclass(frozen=True)
class Smtp:
    """How a listener speaks SMTP (RFC 5321). The defaults are those of a healthy server."""

    name: str
    certificate: str = ""
    greeting: str = "220 {name} ESMTP ready"
    teaser: str = ""
    greeting_delay: float = 0
    reply_delay: float = 0
    ehlo: str = "250"
    helo: str = "250 {name}"
    capabilities: tuple = ("PIPELINING", "SIZE 10240000", "8BITMIME", "ENHANCEDSTATUSCODES", "SMTPUTF8")
    starttls: str = "offered"
    starttls_last: bool = False
    empty_last_line: bool = False
    implicit_tls: bool = False
    tls_maximum: str = ""
    auth: bool = False
    mail: str = "250 2.1.0 Ok"
    rcpt: str = "250 2.1.5 Ok"
    quit: str = "221 2.0.0 Bye"
    strict_turns: bool = False
    segment: int = 0
    ending: str = "\r\n"
    close_after: str = ""

    def __call__(self, session: Session) -> str:
        return Dialogue(self, session).run()


def _remember_name(connection, name, _) -> None:
    connection.asked_for = name


@lru_cache(maxsize=None)
def _tls_context(certificate: str, maximum: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if maximum:
        context.minimum_version = context.maximum_version = ssl.TLSVersion[maximum]
        context.set_ciphers("ALL:@SECLEVEL=0")
    context.sni_callback = _remember_name
    context.load_cert_chain(pki_directory / f"{certificate}.chain", pki_directory / f"{certificate}.key")
    return context


class Dialogue:
    """One SMTP session, as its profile says."""

    def __init__(self, profile: Smtp, session: Session):
        self.profile = profile
        self.session = session
        self.secure = False

    def run(self) -> str:
        profile = self.profile
        if profile.implicit_tls:
            self.start_tls()
        if profile.teaser:
            self.session.send(profile.teaser.encode() + b"\r\n")
        if profile.greeting_delay:
            self.session.pause(profile.greeting_delay)
        self.reply(profile.greeting)
        if profile.close_after == "greeting":
            return "closed-by-server"
        while True:
            line = self.session.read_line()
            self.session.commands.append(line.decode("latin-1"))
            verb = line.split(b" ")[0].upper().decode("latin-1")
            if profile.strict_turns and self.peer_spoke_ahead(verb):
                self.reply("554 5.5.1 SMTP protocol synchronization error")
                return "closed-by-server"
            if profile.reply_delay:
                self.session.pause(profile.reply_delay)
            ended = self.answer(verb, line)
            if ended or profile.close_after == verb:
                return ended or "closed-by-server"

    def answer(self, verb: str, line: bytes) -> str:
        """Replies to one command; a value ends the session."""
        profile = self.profile
        handler = {"EHLO": self.ehlo, "STARTTLS": self.starttls, "DATA": self.data}.get(verb)
        if handler:
            return handler()
        replies = {
            "HELO": profile.helo,
            "MAIL": profile.mail,
            "RCPT": profile.rcpt,
            "RSET": "250 2.0.0 Ok",
            "NOOP": "250 2.0.0 Ok",
            "VRFY": "252 2.0.0 Cannot VRFY user",
            "AUTH": "535 5.7.8 Authentication failed",
            "QUIT": profile.quit,
        }
        reply = replies.get(verb, "502 5.5.2 Command not recognized")
        if reply:
            self.reply(reply)
        return "quit" if verb == "QUIT" else ""

    def ehlo(self) -> None:
        profile = self.profile
        if profile.ehlo != "250":
            self.reply(profile.ehlo)
            return
        keywords = list(profile.capabilities)
        if not self.secure:
            keyword = {"none": None, "mangled": "XXXXXXXA"}.get(profile.starttls, "STARTTLS")
            if keyword:
                keywords.insert(len(keywords) if profile.starttls_last else 2, keyword)
        if profile.auth and self.secure:
            keywords.append("AUTH PLAIN LOGIN")
        if profile.empty_last_line:
            keywords.append("")
        self.reply("\n".join(["250 " + profile.name] + ["250 " + keyword for keyword in keywords]))

    def starttls(self) -> str:
        mode = "none" if self.secure else self.profile.starttls
        if mode in ("none", "mangled"):
            self.reply("502 5.5.1 Command not implemented")
            return ""
        if mode == "454":
            self.reply("454 4.7.0 TLS not available due to local problem")
            return ""
        self.reply("220 2.0.0 Ready to start TLS")
        if mode == "injected":
            self.session.send(b"250 2.0.0 injected in plain text\r\n")
        if mode == "garbage":
            self.session.send(os.urandom(600))
            return "closed-by-server"
        if mode == "silent":
            while True:
                self.session.pause(3600)
        if mode == "reset":
            self.session.reset()
        self.start_tls()
        return ""

    def start_tls(self) -> None:
        profile = self.profile
        certificate = profile.certificate or profile.name
        self.session.start_tls(_tls_context(certificate, profile.tls_maximum))
        self.secure = True

    def data(self) -> str:
        """Takes a message and throws it away."""
        self.reply("354 End data with <CR><LF>.<CR><LF>")
        while self.session.read_line() != b".":
            pass
        self.reply("250 2.0.0 Ok: discarded")
        return ""

    def peer_spoke_ahead(self, verb: str) -> bool:
        if self.session.buffer:
            return True
        readable, _, _ = select.select([self.session.connection], [], [], 0.02)
        return bool(readable) and verb != "QUIT"

    def reply(self, text: str) -> None:
        """Sends `text`, whose lines all carry the reply code; all but the last get a hyphen."""
        lines = text.format(name=self.profile.name).split("\n")
        lines = [line[:3] + "-" + line[4:] for line in lines[:-1]] + lines[-1:]
        wire = "".join(line + self.profile.ending for line in lines)
        self.session.send(wire.encode("latin-1"), self.profile.segment)

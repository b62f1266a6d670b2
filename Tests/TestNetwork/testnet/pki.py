"""The test network's certificate authority and the servers' certificates, made afresh on every start."""

import hashlib
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import hosts
from .instance import Instance
from .netns import run
from .servers.catalogue import ODD_SERVERS

# Names that share the main server's address, and so its certificate.
MAIN_NAMES = [
    "mail.domain1.test",
    "mail.signed.test",
    "mail.dane-bad.test",
    "mail.dane-ta.test",
    "mail.dane-ta-bad.test",
    "mail.dane-insecure.test",
    "mail.dane-unusable.test",
    "mail.bogus.test",
    "mail.expired.test",
]

CONFIGURATION = """
[req]
distinguished_name = subject
[subject]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
[ca]
default_ca = test
[test]
database = {directory}/index.txt
serial = {directory}/serial
new_certs_dir = {directory}
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
"""

NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


class Authority:
    """Issues certificates into one directory: NAME.key, and NAME.chain with the CA's certificate behind it."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.configuration = directory / "openssl.cnf"
        self.configuration.write_text(CONFIGURATION.format(directory=directory))
        self._request(
            "ca",
            "/CN=mxprobe test network CA",
            "-x509",
            "-extensions",
            "authority",
            "-days",
            "30",
            "-out",
            self._path("ca.pem"),
        )

    def _path(self, name: str) -> str:
        return str(self.directory / name)

    def _request(self, key: str, subject: str, *more: str) -> None:
        common = ("-config", str(self.configuration), "-subj", subject, "-keyout", self._path(f"{key}.key"))
        run("openssl", "req", *NEW_KEY, *common, *more)

    def issue(self, name: str, *names: str) -> None:
        """A certificate kept under `name`, for `names` or else for `name` itself."""
        signed = ("-CA", self._path("ca.pem"), "-CAkey", self._path("ca.key"))
        self._leaf(name, names or (name,), *signed)
        self._chain(name, "ca.pem")

    def issue_self_signed(self, name: str, host: str) -> None:
        self._leaf(name, (host,))
        self._chain(name)

    def _leaf(self, name: str, names: tuple, *signed: str) -> None:
        extension = "subjectAltName=" + ",".join(f"DNS:{n}" for n in names)
        made = (
            "-x509",
            "-extensions",
            "server",
            "-addext",
            extension,
            "-days",
            "30",
            "-out",
            self._path(f"{name}.pem"),
        )
        self._request(name, f"/CN={names[0]}", *made, *signed)

    def issue_expired(self, name: str, host: str) -> None:
        """A certificate whose time ended in 2021; only `openssl ca` takes dates."""
        (self.directory / "index.txt").touch()
        (self.directory / "serial").write_text("1000\n")
        self._request(name, f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}", "-out", self._path(f"{name}.csr"))
        dates = ("-startdate", "20200101000000Z", "-enddate", "20210101000000Z")
        signed = ("-cert", self._path("ca.pem"), "-keyfile", self._path("ca.key"), "-in", self._path(f"{name}.csr"))
        run(
            "openssl",
            "ca",
            "-batch",
            "-notext",
            "-config",
            str(self.configuration),
            *dates,
            *signed,
            "-out",
            self._path(f"{name}.pem"),
        )
        self._chain(name, "ca.pem")

    def _chain(self, name: str, *more: str) -> None:
        parts = [(self.directory / part).read_text() for part in (f"{name}.pem", *more)]
        (self.directory / f"{name}.chain").write_text("".join(parts))

    def digest(self, name: str) -> str:
        """SHA-256 of a certificate's public key, as TLSA records with selector 1 hold it (RFC 6698)."""
        public = run("openssl", "x509", "-in", self._path(f"{name}.pem"), "-noout", "-pubkey")
        der = subprocess.run(
            ["openssl", "pkey", "-pubin", "-outform", "DER"], input=public.encode(), capture_output=True, check=True
        )
        return hashlib.sha256(der.stdout).hexdigest()


def create(instance: Instance) -> Authority:
    authority = Authority(instance.pki)
    own = [h.name for h in (*hosts.PLAIN.values(), *hosts.CONTROLS, hosts.RELAY, hosts.CAPTURE)]
    own += ["backup.domain1.test", "mx-filter.transit.test", "web.other.test", "mx.manyaddr.test"]
    own += [s.host.name for s in ODD_SERVERS if s.ports and s.certificate == "own"]
    jobs = [lambda name=name: authority.issue(name) for name in own]
    jobs += [
        lambda: authority.issue("mail.domain1.test", *MAIN_NAMES),
        lambda: authority.issue("twentymx.test", *(h.name for h in hosts.TWENTY_HOSTS)),
        lambda: authority.issue("wrongname", "mx.elsewhere.test"),
        lambda: authority.issue_self_signed("selfsigned", "odd-cert-selfsigned.odd.test"),
        lambda: authority.issue_expired("expired", "odd-cert-expired.odd.test"),
    ]
    with ThreadPoolExecutor(4) as pool:
        for job in [pool.submit(job) for job in jobs]:
            job.result()
    return authority

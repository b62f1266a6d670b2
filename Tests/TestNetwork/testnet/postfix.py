"""The two Postfix instances: the main server in the world, and this machine's backup MX."""

import os
import pwd
import shutil
import time
from pathlib import Path

from . import hosts
from .instance import Instance
from .netns import run

MAIN_DOMAINS = (
    "domain1.test domain2.test domain3.test cname-mx.test nullplus.test secondbest.test "
    "signed.test signed-insecure.test dane-bad.test dane-ta.test dane-ta-bad.test "
    "dane-unusable.test dane-insecure.test bogus.test expired.test"
)
RELAY_DOMAINS = "domain1.test domain2.test secondbest.test"

# Postfix looks for these beside main.cf when /etc/postfix is this instance's directory.
SHIPPED = ("dynamicmaps.cf", "dynamicmaps.cf.d", "postfix-files", "postfix-files.d", "post-install", "postfix-script")

# Debian's services without chroot, uucp and the like.
SERVICES = """
pickup    unix  n  -  n  60     1  pickup
cleanup   unix  n  -  n  -      0  cleanup
qmgr      unix  n  -  n  300    1  qmgr
tlsmgr    unix  -  -  n  1000?  1  tlsmgr
rewrite   unix  -  -  n  -      -  trivial-rewrite
bounce    unix  -  -  n  -      0  bounce
defer     unix  -  -  n  -      0  bounce
trace     unix  -  -  n  -      0  bounce
verify    unix  -  -  n  -      1  verify
flush     unix  n  -  n  1000?  0  flush
proxymap  unix  -  -  n  -      -  proxymap
proxywrite unix -  -  n  -      1  proxymap
smtp      unix  -  -  n  -      -  smtp
relay     unix  -  -  n  -      -  smtp
  -o syslog_name=postfix/$service_name
showq     unix  n  -  n  -      -  showq
error     unix  -  -  n  -      -  error
retry     unix  -  -  n  -      -  error
discard   unix  -  -  n  -      -  discard
local     unix  -  n  n  -      -  local
virtual   unix  -  n  n  -      -  virtual
lmtp      unix  -  -  n  -      -  lmtp
anvil     unix  -  -  n  -      1  anvil
scache    unix  -  -  n  -      1  scache
postlog   unix-dgram n - n -    1  postlogd
"""

COMMON = """
compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
maillog_file = {log}
maillog_file_prefixes = /var, /run, /dev/stdout
alias_maps =
alias_database =
append_dot_mydomain = no
biff = no
inet_protocols = all
mynetworks = 127.0.0.0/8 [::1]/128
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
smtpd_tls_chain_files = {pki}/{certificate}.key, {pki}/{certificate}.chain
smtpd_tls_security_level = may
"""

MAIN = """
myhostname = mail.domain1.test
mydestination =
inet_interfaces = {addresses}
# The names of clients come from a resolver that scenarios may break.
smtpd_peername_lookup = no
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {mail}
virtual_mailbox_maps = regexp:{directory}/mailboxes
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
cyrus_sasl_config_path = {directory}/sasl
smtpd_sasl_local_domain = mail.domain1.test
"""

MAIN_LISTENERS = """
smtp  inet n - n - - smtpd
2525  inet n - n - - smtpd
  -o syslog_name=postfix/2525
submission inet n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_auth_only=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
smtps inet n - n - - smtpd
  -o syslog_name=postfix/smtps
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
"""

BACKUP = """
myhostname = backup.domain1.test
mydestination = $myhostname, localhost
relay_domains = {domains}
transport_maps = hash:{directory}/transport
relay_recipient_maps =
smtp_tls_security_level = may
smtp_tls_CAfile = {pki}/ca.pem
# Deferred mail is tried again soon, so that tests need not wait for it.
minimal_backoff_time = 60s
queue_run_delay = 60s
# A port that is dropped defers mail after seconds, not after half a minute for each address.
smtp_connect_timeout = 2s
"""

# Everybody has a mailbox, all the same one, but for unknown@.
MAILBOXES = "if !/^unknown@/\n/./ all/\nendif\n"

SASL_USER, SASL_PASSWORD = "tester", "secret"


def prepare_main(instance: Instance) -> None:
    directory = _directory(instance, "main")
    nobody = pwd.getpwnam("nobody")
    instance.mail.mkdir()
    os.chown(instance.mail, nobody.pw_uid, nobody.pw_gid)
    (directory / "mailboxes").write_text(MAILBOXES)
    values = {
        "domains": MAIN_DOMAINS,
        "mail": instance.mail,
        "uid": nobody.pw_uid,
        "gid": nobody.pw_gid,
        "addresses": ", ".join(hosts.MAIN.addresses),
    }
    _write(instance, "main", MAIN, MAIN_LISTENERS, "mail.domain1.test", values)
    _accounts(directory / "sasl")


def _accounts(directory: Path) -> None:
    """One account for ports 587 and 465, in Cyrus SASL's own file."""
    directory.mkdir()
    database = directory / "sasldb2"
    run("saslpasswd2", "-p", "-c", "-f", str(database), "-u", "mail.domain1.test", SASL_USER, text=SASL_PASSWORD)
    shutil.chown(database, "root", "postfix")
    database.chmod(0o640)
    (directory / "smtpd.conf").write_text(
        f"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {database}\nmech_list: PLAIN LOGIN\n"
    )


def prepare_backup(instance: Instance) -> None:
    directory = _directory(instance, "backup")
    lines = [f"{domain}\tsmtp:mail.domain1.test" for domain in RELAY_DOMAINS.split()]
    (directory / "transport").write_text("# Mail for these goes to their main server.\n" + "\n".join(lines) + "\n")
    values = {"domains": RELAY_DOMAINS}
    _write(instance, "backup", BACKUP, "smtp  inet n - n - - smtpd\n", "backup.domain1.test", values)
    run("postmap", "-c", str(directory), f"hash:{directory}/transport")


def _directory(instance: Instance, which: str) -> Path:
    directory = instance.postfix(which)
    directory.mkdir(parents=True)
    for name in ("queue", "data"):
        (directory.parent / name).mkdir()
    shutil.chown(directory.parent / "data", "postfix", "root")
    for name in SHIPPED:
        source = Path("/etc/postfix") / name
        if source.is_dir():
            shutil.copytree(source, directory / name)
        elif source.exists():
            shutil.copy(source, directory / name)
    return directory


def _write(instance: Instance, which: str, parameters: str, listeners: str, certificate: str, values: dict) -> None:
    directory = instance.postfix(which)
    places = {
        "queue": directory.parent / "queue",
        "data": directory.parent / "data",
        "log": instance.logs / f"{which}.log",
        "pki": instance.pki,
        "certificate": certificate,
        "directory": directory,
    }
    (directory / "main.cf").write_text((COMMON + parameters).format(**places, **values).lstrip())
    (directory / "master.cf").write_text(listeners.lstrip() + SERVICES.lstrip())
    for name in ("main.cf", "master.cf"):
        # Postfix reads a fresh file again and again until it is sure that nobody is still writing it.
        long_ago = time.time() - 60
        os.utime(directory / name, (long_ago, long_ago))

/// The stable ids of what an audit finds; a released id never changes.
public enum AuditFindingID: String, Hashable, Sendable, CaseIterable {
    /// The time ran out before everything was looked at.
    case incomplete = "audit.incomplete"
    /// A relayed domain's MX records do not name this machine.
    case mxNotListed = "mx.not-listed"
    /// A relayed domain's MX records could not be looked up.
    case mxUnknown = "mx.unknown"
    /// A relayed domain takes no mail by its own word (RFC 7505).
    case mxNull = "mx.null"
    /// This machine is the best MX host of a relayed domain and has nowhere to hand its mail.
    case mxSelfIsBest = "mx.self-is-best"
    /// A transport entry is for a domain that is not relayed.
    case entryNotRelayed = "entry.not-relayed"
    /// A relayed domain has no transport entry.
    case relayWithoutEntry = "relay.without-entry"
    /// A nexthop is this machine.
    case nexthopIsSelf = "nexthop.is-self"
    /// A nexthop without brackets has MX records that lead elsewhere.
    case nexthopMXElsewhere = "nexthop.mx-elsewhere"
    /// A nexthop without brackets has MX records, the best of which is this machine.
    case nexthopMXIsSelf = "nexthop.mx-is-self"
    /// A nexthop does not exist, or has no address.
    case nexthopNoAddress = "nexthop.no-address"
    /// Postfix cannot use a nexthop as it is written.
    case nexthopUnusable = "nexthop.unusable"
    /// An entry names a transport that master.cf does not have.
    case transportMissing = "transport.missing"
    /// An entry names port 465 and a transport that does not begin with TLS.
    case wrapperMissing = "wrapper-mode.missing"
    /// A line of a table is ignored.
    case entryIgnored = "entry.ignored"
    /// An entry repeats a pattern.
    case entryDuplicate = "entry.duplicate"
    /// A pattern ends in a colon, as in an aliases file.
    case entryColon = "entry.colon-after-pattern"
    /// A `texthash:` table repeats a pattern, so that Postfix refuses all of it.
    case texthashRefused = "table.texthash-refused"
    /// A table has no type or an unknown one.
    case tableType = "table.type"
    /// A table does not exist.
    case tableMissing = "table.missing"
    /// A table cannot be read.
    case tableUnreadable = "table.unreadable"
    /// A table's index is older than its source.
    case indexStale = "table.index-stale"
    /// A change of a table was interrupted and not repaired yet.
    case changeInterrupted = "table.change-interrupted"
    /// A table of root's lies in a directory that is another's.
    case directoryOwner = "table.directory-owner"
    /// Recipients of relayed domains are not checked.
    case recipientsUnchecked = "recipients.unchecked"
    /// `permit_mx_backup` lets any domain be relayed that lists this machine.
    case permitMXBackup = "permit-mx-backup.any-network"
    /// The relayhost takes relayed mail.
    case relayhostTakesRelayed = "relayhost.takes-relayed-mail"
}

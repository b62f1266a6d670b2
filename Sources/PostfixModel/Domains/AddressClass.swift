/// What a domain is to this Postfix (ADDRESS_CLASS_README).
public enum AddressClass: String, Hashable, Sendable, CaseIterable {
    /// Delivered on this machine (`mydestination`, or an address of its own).
    case local
    /// Every address stands for others (`virtual_alias_domains`).
    case virtualAlias = "virtual-alias"
    /// Mailboxes of this machine's without accounts (`virtual_mailbox_domains`).
    case virtualMailbox = "virtual-mailbox"
    /// Taken in for others and handed on: what a backup MX does (`relay_domains`).
    case relay
    /// Any other.
    case `default`
}

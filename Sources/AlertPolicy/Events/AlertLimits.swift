/// How much an event holds, so that it fits every service and a hundred thousand domains fit no message.
public enum AlertLimits {
    /// The pieces of evidence of an event; more than these nobody reads in a chat.
    public static let evidence = 8

    /// The names in a list of affected ones; the rest is a number.
    public static let names = 20

    /// The longest key that tells alerts apart, in bytes: the `dedup_key` of PagerDuty's Events API v2.
    public static let dedupKey = 255
}

public import ProbeModel

/// The controls that are asked unless the user names others.
///
/// Each is a relay whose operator documents port 25 and alternates on one name, and the operators are
/// unrelated to each other. A relay whose page leaves port 25 out does not belong here, however well it
/// answers. The last two are here for their IPv6 addresses, which few relays have; their operators run
/// clouds too, from inside which they may answer while all else is blocked.
public enum BuiltInControls {
    /// The controls with their sources.
    public static let documented: [BuiltInControl] = rows.compactMap { row in
        guard let host = DomainName(row.host) else { return nil }
        return BuiltInControl(
            control: Control(
                host: host,
                referencePorts: row.referencePorts,
                controlOperator: row.controlOperator
            ),
            source: row.source,
            checked: row.checked
        )
    }

    /// The controls alone.
    public static var all: [Control] { documented.map(\.control) }

    /// One row of the table; a name that cannot be read would be left out, which a test rules out.
    struct Row: Sendable {
        let host: String
        let referencePorts: [UInt16]
        let controlOperator: String
        let source: String
        let checked: String
    }

    static let rows: [Row] = [
        // "For an unencrypted or a TLS connection, use port 25, 2525, or 587."
        Row(
            host: "smtp.sendgrid.net",
            referencePorts: [587, 2525],
            controlOperator: "twilio.com",
            source:
                "https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api",
            checked: "2026-11-23"
        ),
        // "Ports: 25, 2525, or 587".
        Row(
            host: "smtp.postmarkapp.com",
            referencePorts: [587, 2525],
            controlOperator: "postmarkapp.com",
            source: "https://postmarkapp.com/support/article/common-smtp-connection-errors",
            checked: "2026-11-23"
        ),
        // "Use ports 25, 587, or 2525 for non-encrypted communication", STARTTLS on the same.
        Row(
            host: "smtp.mandrillapp.com",
            referencePorts: [587, 2525],
            controlOperator: "mailchimp.com",
            source: "https://mailchimp.com/developer/transactional/docs/smtp-integration/",
            checked: "2026-11-23"
        ),
        // "TLS (or no encryption): available on 25, 2525, 8025, 587 and 80."
        Row(
            host: "mail.smtp2go.com",
            referencePorts: [587, 2525, 8025],
            controlOperator: "smtp2go.com",
            source: "https://developers.smtp2go.com/docs/smtp-relay",
            checked: "2026-11-23"
        ),
        // "We support the following connection ports: 25, 2525, 587, 465".
        Row(
            host: "smtp.elasticemail.com",
            referencePorts: [587, 2525],
            controlOperator: "elasticemail.com",
            source: "https://help.elasticemail.com/en/articles/4803409-smtp-settings",
            checked: "2026-11-23"
        ),
        // "point to smtp-relay.gmail.com on port 25, 465, or 587".
        Row(
            host: "smtp-relay.gmail.com",
            referencePorts: [587, 465],
            controlOperator: "google.com",
            source: "https://support.google.com/a/answer/2956491",
            checked: "2026-11-23"
        ),
        // "Port 587 (recommended) or port 25".
        Row(
            host: "smtp.office365.com",
            referencePorts: [587],
            controlOperator: "microsoft.com",
            source:
                "https://learn.microsoft.com/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365",
            checked: "2026-11-23"
        ),
    ]
}

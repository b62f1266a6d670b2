public import ProbeModel

/// The providers that are known to stop outgoing mail ports, each with its sources and their date.
public enum ProviderPolicies {
    /// The provider that one of the names belongs to; earlier names decide.
    public static func provider(of names: [DNSName]) -> ProviderPolicy? {
        for name in names {
            if let policy = all.first(where: { $0.recognises(name) }) { return policy }
        }
        return nil
    }

    /// The provider whose network stops port 25: by the hop where it is stopped, else by this machine's names.
    public static func provider(
        for reports: [EgressReport],
        ownNames: [DNSName]
    ) -> ProviderPolicy? {
        provider(of: reports.compactMap(\.blockedAt?.name) + ownNames)
    }

    /// Every row; those with the provider's own words come first.
    public static let all: [ProviderPolicy] = documented + reported
}

extension ProviderPolicies {
    private static let documented: [ProviderPolicy] = [
        ProviderPolicy(
            "Amazon EC2",
            blocks: [25],
            "restricts port 25 until it is asked; some connections pass, then they time out",
            unblock: .onRequest(
                "fill in \"Request to remove email sending limitations\" in the AWS support console"
            ),
            nameSuffixes: ["amazonaws.com", "ec2.internal", "compute.internal"],
            sources: [
                "https://aws.amazon.com/premiumsupport/knowledge-center/ec2-port-25-throttle",
                "https://github.com/awsdocs/amazon-ec2-user-guide",
            ],
            checked: "2026-11-23"
        ),
        ProviderPolicy(
            "Azure",
            blocks: [25],
            "blocks port 25 for all but Enterprise Agreement subscriptions",
            unblock: .onRequest(
                "open \"Cannot send email (SMTP-Port 25)\" under \"Diagnose and Solve\" of the virtual "
                    + "network; free, student, MSDN and Visual Studio subscriptions are refused"
            ),
            afterwards: "the virtual machine must be stopped and started before it takes effect",
            nameSuffixes: ["cloudapp.net", "cloudapp.azure.com", "azure.com", "ntwk.msn.net"],
            sources: [
                "https://github.com/MicrosoftDocs/azure-docs/blob/0062e91db737bd9667e880ea2d7921942b731d29/articles/virtual-network/troubleshoot-outbound-smtp-connectivity.md"
            ],
            checked: "2026-11-23"
        ),
        ProviderPolicy(
            "DigitalOcean",
            blocks: [25],
            "blocks port 25 on the Droplets of new accounts, and users report the mail ports blocked over IPv6",
            unblock: .undocumented,
            nameSuffixes: ["digitalocean.com"],
            sources: [
                "https://docs.digitalocean.com/support/why-is-smtp-blocked/",
                "https://github.com/mail-in-a-box/mailinabox/issues/626",
            ],
            checked: "2026-11-23"
        ),
        ProviderPolicy(
            "Hetzner Cloud",
            blocks: [25, 465],
            "silently drops ports 25 and 465 of all servers by default and leaves 587 open",
            unblock: .onRequest(
                "create a limit request at https://console.hetzner.cloud/limits, which works after a month "
                    + "and the first paid invoice"
            ),
            nameSuffixes: ["your-server.de", "your-cloud.host", "hetzner.com", "hetzner.de"],
            sources: [
                "https://docs.hetzner.com/cloud/servers/faq/#why-can-i-not-send-any-mails-from-my-server",
                "https://github.com/hetzneronline/community-content/issues/1041",
            ],
            checked: "2026-11-23"
        ),
        ProviderPolicy(
            "Linode",
            blocks: [25, 465, 587],
            "restricts ports 25, 465 and 587 for accounts made since 2019-11-05",
            unblock: .onRequest(
                "set A records and reverse DNS for the Linode, then open a support ticket"
            ),
            nameSuffixes: ["linode.com", "linodeusercontent.com"],
            sources: ["https://www.linode.com/blog/linode/a-new-policy-to-help-fight-spam/"],
            checked: "2026-11-23"
        ),
        ProviderPolicy(
            "MMITech",
            blocks: [25, 26, 465, 587, 2525],
            "blocks ports 25, 26, 465, 587 and 2525 by default",
            unblock: .undocumented,
            nameSuffixes: ["mmitech.info"],
            sources: ["https://mmitech.info/index.php?rp=/knowledgebase/9"],
            checked: "2026-11-23"
        ),
        ProviderPolicy(
            "OVHcloud",
            blocks: [25],
            "blocks port 25 of one address when its spam detection strikes, and on some products by default",
            unblock: .onRequest(
                "remove the cause, then unblock the address under \"Network\", \"IP\" in the OVHcloud Control Panel"
            ),
            nameSuffixes: ["ovh.net", "ovh.ca", "ovh.us", "ovhcloud.com"],
            sources: [
                "https://support.us.ovhcloud.com/hc/en-us/articles/16100926574995-OVHcloud-AntiSpam-Best-Practices-and-Unblocking-an-IP",
                "https://support.us.ovhcloud.com/hc/en-us/articles/22231461696531-Enabling-IPs-After-Anti-Hack-Flags",
                "https://github.com/ovh/ovhcloud-docs/pull/593",
            ],
            checked: "2026-11-23"
        ),
        ProviderPolicy(
            "Psychz",
            blocks: [25],
            "blocks port 25 by default and leaves 465 and 587 open",
            unblock: .onRequest(
                "open a support ticket, or a protocol access request for the device"
            ),
            nameSuffixes: ["psychz.net"],
            sources: [
                "https://www.psychz.net/client/kb/en/outbound-smtp-port-policy-for-cvirtual-cmetal-and-icolocation.html"
            ],
            checked: "2026-11-23"
        ),
        ProviderPolicy(
            "Railway",
            blocks: [25, 465, 587],
            "offers SMTP on its Pro plan and above only",
            unblock: .selfService("move the project to the Pro plan"),
            nameSuffixes: ["railway.app", "railway.internal"],
            sources: [
                "https://docs.railway.com/networking/outbound-networking#email-delivery",
                "https://github.com/railwayapp/docs/issues/1126",
            ],
            checked: "2026-11-23"
        ),
        ProviderPolicy(
            "Scaleway",
            blocks: [25, 465, 587],
            "blocks ports 25, 465 and 587 until the customer opens them",
            unblock: .selfService(
                "tick \"Enable SMTP\" in the Instance's security group (the account's identity must be verified)"
            ),
            nameSuffixes: ["scaleway.com", "scw.cloud"],
            sources: [
                "https://github.com/scaleway/docs-content/blob/0e97580d26f09dc70643b59bdc4bdc16c6b4b1ed/pages/instances/how-to/send-emails-from-your-instance.mdx"
            ],
            checked: "2026-11-23"
        ),
        ProviderPolicy(
            "Servercore",
            blocks: [25],
            "discards, redirects or slows the traffic of ports when its detection strikes",
            unblock: .onRequest(
                "look under \"Network Incidents\" in the control panel and submit an unblocking request"
            ),
            nameSuffixes: ["servercore.com"],
            sources: ["https://docs.servercore.com/network-incidents/blocked-traffic/"],
            checked: "2026-11-23"
        ),
    ]
}

import ProbeModel

extension ProviderPolicies {
    /// Rows that rest on what users report.
    static let reported: [ProviderPolicy] = [
        ProviderPolicy(
            "Google Cloud",
            blocks: [25],
            "blocks port 25 for good and leaves 465 and 587 open",
            unblock: .refused,
            nameSuffixes: ["googleusercontent.com", "google.internal"],
            relays: ["smtp-relay.gmail.com"],
            isReport: true,
            sources: [
                "https://gitlab.com/gitlab-org/gitlab-foss/-/merge_requests/23275",
                "https://gitlab.com/gitlab-org/charts/gitlab/-/merge_requests/647",
                "https://github.com/mailcow/mailcow-dockerized/issues/1675",
            ],
            checked: "2026-11-23"
        ),
        ProviderPolicy(
            "Oracle Cloud",
            blocks: [25],
            "blocks port 25",
            unblock: .onRequest("ask for an exemption; paid accounts may get one"),
            nameSuffixes: ["oraclecloud.com", "oraclevcn.com"],
            isReport: true,
            sources: ["https://bitbucket.org/analogic/mailserver/issues/975"],
            checked: "2026-11-23"
        ),
        ProviderPolicy(
            "Vultr",
            blocks: [25],
            "blocks port 25",
            unblock: .onRequest("open a support ticket; some are refused"),
            nameSuffixes: ["vultr.com", "vultrusercontent.com", "choopa.net"],
            isReport: true,
            sources: ["https://github.com/LukeSmithxyz/emailwiz/issues/172"],
            checked: "2026-11-23"
        ),
    ]
}

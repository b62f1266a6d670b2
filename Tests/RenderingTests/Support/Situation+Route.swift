import ProbeModel
import Rendering

extension Situation {
    /// Postfix here takes a way of its own.
    static func routed() throws -> [Situation] {
        [try diverted(), try relayhostDead(), try restorable(), try returned()]
    }

    private static let map = "/etc/postfix/transport"

    private static func entry(_ result: String, _ delivery: Route.Delivery) -> Route {
        Route(
            source: .transport,
            pattern: "domain1.test",
            result: result,
            place: FilePlace(file: map, line: 3),
            delivery: delivery
        )
    }

    /// The classic recipe, made by mxprobe: port 25 is blocked, and mail flows over 2525.
    private static func diverted() throws -> Situation {
        var observation = try Build.observation([.ipv4], smtp: { try Build.timeout($0) })
        let hop = RouteNexthop(
            .mx(try Build.name("mail.domain1.test")),
            port: 2525,
            text: "mail.domain1.test:2525"
        )
        var seen = NexthopObservation(nexthop: hop)
        seen.resolution = try Build.resolution(
            "mail.domain1.test",
            [try Build.host(0, "mail.domain1.test", ["203.0.113.11"])],
            source: .implicit
        )
        seen.ownAddresses = [try Build.address("203.0.113.11")]
        seen.probes = observation.probes.filter { $0.endpoint.port == 2525 }
        observation.route = RouteObservation(nexthops: [seen])
        var route = entry(
            "smtp:mail.domain1.test:2525",
            .smtp(transport: "smtp", [hop])
        )
        route.diversion = RouteDiversion(original: "smtp:mail.domain1.test")
        var queue = QueueSummary(readAt: Build.now, lifetime: 5 * 86400)
        queue.messages = 1
        queue.recipients = 1
        queue.oldestArrival = Build.now - 245
        let diagnosis = DomainDiagnosis(
            observation: observation,
            verdict: .diverted,
            severity: .warning,
            summary: "mail flows over port 2525 of mail.domain1.test, because port 25 out of this "
                + "machine is dropped on the way (IPv4), at or just after hop 1, gw.isp.test",
            route: route,
            queue: queue,
            findings: try Build.failures([.ipv4], "does not answer (no SYN-ACK)"),
            recommendations: [
                SampleAdvice.unblock(
                    "port 25 is dropped over IPv4 at or just after hop 1, gw.isp.test"
                )
            ]
        )
        return Situation(
            name: "diverted",
            report: Build.report([diagnosis], egress: [try dropReport(Build.line(.ipv4))])
        )
    }

    /// A relayhost that leads astray: one nexthop is dead, one does not exist, one is this machine.
    private static func relayhostDead() throws -> Situation {
        let host = try Build.host(10, "mail.domain1.test", ["203.0.113.11"])
        let isp = try Build.name("relay.isp.test")
        let gone = try Build.name("gone.isp.test")
        let hops = [
            RouteNexthop(.host(isp), port: 587, text: "[relay.isp.test]:587"),
            RouteNexthop(.host(gone), port: 587, text: "[gone.isp.test]:587"),
            RouteNexthop(
                .address(try Build.address("198.51.100.5")),
                port: 25,
                text: "[198.51.100.5]"
            ),
        ]
        var seen = hops.map { NexthopObservation(nexthop: $0) }
        seen[0].resolution = try Build.resolution(
            "relay.isp.test",
            [try Build.host(0, "relay.isp.test", ["203.0.113.90", "2001:db8::90"])],
            source: .none
        )
        seen[0].probes = [
            try Build.timeout("203.0.113.90", 587),
            try Build.failed("2001:db8::90", 587, .refused, error: (111, "ECONNREFUSED")),
        ]
        seen[1].resolution = MXResolution(
            domain: gone,
            mxLookup: try Build.lookup("gone.isp.test", .a, .nxdomain),
            source: .none,
            hosts: []
        )
        seen[2].isSelf = true
        var observation = DomainObservation(
            resolution: try Build.resolution("domain1.test", [host]),
            probes: [try Build.ready("203.0.113.11")],
            observedAt: Build.now
        )
        observation.route = RouteObservation(nexthops: seen)
        let diagnosis = DomainDiagnosis(
            observation: observation,
            verdict: .unreachable,
            summary:
                "Postfix's route relay.isp.test:587 does not answer (no SYN-ACK), although port 25 "
                + "of the mail hosts answers",
            route: Route(
                source: .relayhost,
                result: "[relay.isp.test]:587, [gone.isp.test]:587, [198.51.100.5]",
                place: FilePlace(file: "/etc/postfix/main.cf", line: 12),
                delivery: .smtp(transport: "smtp", hops)
            ),
            queue: waiting(),
            findings: [
                Finding(
                    .routeEndpointFails,
                    .warning,
                    subject: "relay.isp.test 203.0.113.90:587",
                    message: "does not answer (no SYN-ACK); the relayhost leads there"
                )
            ],
            recommendations: [
                Recommendation(
                    action: .setTransport,
                    pattern: "domain1.test",
                    result: "smtp:",
                    reason:
                        "the relayhost does not get mail through, and port 25 of the mail hosts works",
                    notes: [
                        "mail then goes to the domain's MX hosts, past [relay.isp.test]:587"
                    ]
                )
            ]
        )
        return Situation(name: "relayhost-dead", report: Build.report([diagnosis]))
    }

    private static func waiting() -> QueueSummary {
        var queue = QueueSummary(readAt: Build.now, lifetime: 5 * 86400)
        queue.messages = 312
        queue.recipients = 340
        queue.oldestArrival = Build.now - (2 * 86400 + 4 * 3600 + 59)
        queue.reasons = [
            QueueSummary.Reason(
                "connect to relay.isp.test[203.0.113.90]:587: Connection timed out",
                recipients: 338
            ),
            QueueSummary.Reason("host or domain name not found", recipients: 2),
        ]
        return queue
    }

    /// Port 25 works again, and the entry still names another port.
    private static func restorable() throws -> Situation {
        let host = try Build.host(10, "mail.domain1.test", ["203.0.113.11"])
        let hop = RouteNexthop(
            .host(try Build.name("mail.domain1.test")),
            port: 2525,
            text: "[mail.domain1.test]:2525"
        )
        var seen = NexthopObservation(nexthop: hop)
        seen.resolution = try Build.resolution("mail.domain1.test", [host], source: .none)
        seen.probes = [try Build.ready("203.0.113.11", 2525, acceptance: .accepted)]
        var observation = DomainObservation(
            resolution: try Build.resolution("domain1.test", [host]),
            probes: [try Build.ready("203.0.113.11")],
            observedAt: Build.now
        )
        observation.route = RouteObservation(nexthops: [seen])
        var route = entry("relay:[mail.domain1.test]:2525", .smtp(transport: "relay", [hop]))
        route.diversion = RouteDiversion(original: "relay:[mail.domain1.test]")
        let diagnosis = DomainDiagnosis(
            observation: observation,
            verdict: .diverted,
            severity: .warning,
            summary: "port 25 of the mail hosts works, and mail is still diverted to port 2525 of "
                + "mail.domain1.test",
            route: route,
            queue: QueueSummary(readAt: Build.now),
            recommendations: [
                Recommendation(
                    action: .restoreTransport,
                    pattern: "domain1.test",
                    result: "relay:[mail.domain1.test]",
                    verified: true,
                    reason: "port 25 of mail.domain1.test works again",
                    snippets: [Snippet("puts it back", "mxprobe transport revert domain1.test")]
                )
            ]
        )
        return Situation(name: "restorable", report: Build.report([diagnosis]))
    }

    /// Somebody wanted the mail back.
    private static func returned() throws -> Situation {
        let host = try Build.host(10, "mail.domain1.test", ["203.0.113.11"])
        let why =
            "the transport entry domain1.test error:5.1.1 moved (/etc/postfix/transport line 3)"
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("domain1.test", [host]),
                probes: [try Build.ready("203.0.113.11")],
                observedAt: Build.now
            ),
            verdict: .misconfigured,
            summary: "\(why) returns the domain's mail to its sender",
            route: entry("error:5.1.1 moved", .returned("5.1.1 moved")),
            recommendations: [
                Recommendation(
                    action: .none,
                    reason:
                        "\(why) was put there by somebody: change it if the domain's mail is to be "
                        + "delivered, else stop accepting it"
                )
            ]
        )
        return Situation(name: "returned", report: Build.report([diagnosis]))
    }
}

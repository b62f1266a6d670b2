import ProbeModel

/// Tells where Postfix does something else with the mail than to send it by SMTP, or where that could not be told.
enum RouteKindRule {
    static func findings(_ situation: RouteSituation) -> [Finding] {
        let route = situation.route
        let domain = situation.observation.resolution.domain.ascii
        switch route.delivery {
        case .mx, .smtp, .returned, .deferred: return []
        case .other(let transport):
            return [
                Finding(
                    .routeNotSMTP,
                    .ok,
                    subject: domain,
                    message:
                        "\(RouteText.entry(route)) hands the mail to \(SafeText.escape(transport)): it does not "
                        + "leave this machine by SMTP"
                )
            ]
        case .unknown(let reason):
            return [
                Finding(
                    .routeUnknown,
                    .ok,
                    subject: domain,
                    message:
                        "how Postfix here would deliver could not be told: \(SafeText.escape(reason)); "
                        + "the domain is judged by its MX hosts"
                )
            ]
        }
    }
}

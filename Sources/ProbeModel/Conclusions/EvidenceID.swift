/// The stable ids of evidence; a released id never changes.
public enum EvidenceID: String, Hashable, Sendable, CaseIterable {
    /// A domain's own mail host answers on 25, and it is that host.
    case mailHostAnswers = "mx.port25-answers"
    /// A control answers on 25, and it is that control.
    case controlsAnswer = "controls.port25-answers"
    /// Port 25 is answered, and nothing shows by whom.
    case answerUnproven = "port25.answer-unproven"
    /// Controls fail on 25 while the same addresses answer on their reference ports.
    case controlsFail = "controls.port25-fails"
    /// Controls answer on no port.
    case controlsDown = "controls.reference-fails"
    /// Too few controls, or of too few operators, could be compared.
    case controlsTooFew = "controls.too-few"
    /// How often mere loss would look like this.
    case lossExplains = "loss.explains"
    /// SYNs to reference ports were lost too.
    case lossSeen = "loss.seen"
    /// The last hop that port 25 passes.
    case traceStops = "trace.stops-at-hop"
    /// A reset came from nearer than the host is.
    case traceResetNearer = "trace.reset-nearer"
    /// The handshake was answered from nearer than the host is.
    case traceConnectNearer = "trace.connect-nearer"
    /// An ICMP error names the router that refuses.
    case icmpSender = "icmp.sender"
    /// The path could not be traced.
    case traceMissing = "trace.missing"
    /// Port 25 of an address where nobody is accepts connections.
    case canaryConnects = "canary.connects"
    /// Unrelated hosts greet with the same name or text.
    case greetingShared = "greeting.shared"
    /// The greeting names another host.
    case greetingForeign = "greeting.names-another-host"
    /// The greeting is masked with asterisks.
    case greetingMasked = "greeting.masked"
    /// The certificate names another host.
    case certificateForeign = "certificate.names-another-host"
    /// STARTTLS is mangled on the way.
    case startTLSMangled = "starttls.mangled"
    /// STARTTLS is missing on 25 where the same host offers it on its reference port.
    case startTLSMissing = "starttls.missing"
    /// The host asked for answers behind the device in between.
    case reachesHost = "interception.reaches-host"
    /// This machine has no address of the family.
    case noAddress = "local.no-address"
    /// This machine has no route.
    case noRoute = "local.no-route"
    /// The kernel refused to send, or answered with an ICMP error of its own.
    case deniedLocally = "local.denied"
    /// SYNs could not leave this machine.
    case unsentSYNs = "local.syn-not-sent"
    /// A reset came faster than any wire.
    case resetLocally = "local.reset"
    /// The connection ends at this very machine.
    case endsAtSelf = "local.redirect"
    /// The user that runs Postfix gets through.
    case mailOwnerPasses = "local.mail-owner-passes"
    /// Port 25 works and fails by turns.
    case mixed = "throttle.mixed"
    /// The run was cut short.
    case interrupted = "run.interrupted"
}

import ProbeModel

extension EgressReport {
    /// Whether port 25 is said to be stopped and chance is not ruled out.
    var isLikelyStopped: Bool {
        confidence == .likely && verdict.isTrouble && verdict != .offline
    }

    /// Whether the family bears on a domain's verdict, or on that of any where none is given.
    func isWorthTelling(for diagnosis: DomainDiagnosis?) -> Bool {
        let isDoubtful = verdict == .inconclusive
        guard let diagnosis else { return verdict.isTrouble || isDoubtful }
        switch diagnosis.verdict {
        case .healthy, .diverted: return verdict.isTrouble || isOpenToMailOwnerAlone
        case .noMail, .misconfigured, .dnsFailure: return false
        case .filtered, .unreachable: return verdict != .unavailable
        case .degraded, .blocked, .rejected, .inconclusive:
            return verdict.isTrouble || isDoubtful || isOpenToMailOwnerAlone
        }
    }
}

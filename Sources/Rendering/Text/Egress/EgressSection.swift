import ProbeModel

/// What is to be told of this machine's port 25: the picture of the path, and why.
///
/// With one domain it stands among that domain's sections, and only as far as it bears on its verdict;
/// with several it stands once, before all of them. Families in agreement are told together.
struct EgressSection: Sendable {
    /// The domain that it is told for; `nil` for all.
    let diagnosis: DomainDiagnosis?

    /// The families worth telling.
    private let reports: [EgressReport]

    private let page: Page

    /// Chooses what is worth telling.
    init(_ reports: [EgressReport], for diagnosis: DomainDiagnosis? = nil, _ page: Page) {
        self.diagnosis = diagnosis
        self.page = page
        let worth = reports.filter {
            page.options.isVerbose || $0.isWorthTelling(for: diagnosis)
        }
        // Where one family is in trouble, it is worth a word that the other is not.
        let isMixed = worth.contains { $0.verdict.isTrouble }
        self.reports = isMixed ? reports.filter { $0.verdict != .unavailable } : worth
    }

    /// The section for all domains, with its heading.
    var whole: [[StyledText]] {
        guard !reports.isEmpty else { return [] }
        let lead = StyledText.spaces(Page.margin)
        let status = statements.flatMap {
            page.hanging($0, after: lead, indent: Page.margin + 2)
        }
        return [[page.text("Port 25 out of this machine", .strong)] + status, path, why]
    }

    /// The pictures, one below the other.
    var path: [StyledText] {
        Array(
            pictures.map { PathSection(picture: $0, page: page).lines }
                .joined(separator: [StyledText()])
        )
    }

    /// What the verdict rests on; begins with the verdict itself where the headline does not tell it.
    var why: [StyledText] {
        let evidence = EvidenceList(
            reports: reports.filter(isToBeProven),
            summary: diagnosis?.summary ?? "",
            isPictured: !pictures.isEmpty,
            page: page
        )
        var items = evidence.items
        if isStatusNeeded { items = statements + items }
        items += page.options.isVerbose ? reports.flatMap(\.controls).map(control) : []
        return items.enumerated().flatMap { index, item in
            let prefix = .spaces(Page.margin) + page.text(index == 0 ? "Why" : "", .faint)
            return page.hanging(
                item,
                after: prefix.padded(to: page.bodyStart),
                indent: page.bodyStart + 2
            )
        }
    }

    private var pictures: [PathPicture] {
        let shared = sharedHost
        let pictures = reports.compactMap { report -> PathPicture? in
            let traces = report.traces
            guard let pair = traces.first(where: { $0.host == shared }) ?? traces.first,
                isPictured(report, pair)
            else { return nil }
            return PathPicture(pair, report, isWhole: page.options.isVerbose)
        }
        return PathPicture.joined(
            pictures.filter { page.options.isVerbose || $0.showsTrouble }
        )
    }

    /// The host to draw for all families, so that their pictures can be one: the first that all were traced to.
    private var sharedHost: DomainName? {
        let traced = reports.filter { !$0.traces.isEmpty }
        return traced.first?.traces.map(\.host).first { host in
            traced.allSatisfy { $0.traces.contains { $0.host == host } }
        }
    }

    private func isPictured(_ report: EgressReport, _ pair: TracePair) -> Bool {
        if page.options.isVerbose || report.verdict != .open { return true }
        let isOwn = diagnosis?.observation.resolution.hosts.contains {
            $0.addresses.contains(pair.smtp.address)
        }
        return isOwn == true && !report.isOpenToMailOwnerAlone
    }

    /// Each verdict with the families that share it.
    private var statements: [StyledText] {
        var groups: [(words: EgressWords, families: [String])] = []
        for report in reports {
            let words = EgressWords(report, page)
            if let same = groups.firstIndex(where: { $0.words == words }) {
                groups[same].families.append(report.family.words)
            } else {
                groups.append((words, [report.family.words]))
            }
        }
        return groups.map { words, families in
            page.sign(words.mark)
                + page.text(" \(families.joined(separator: ", ")): \(words.words)")
        }
    }

    private var isStatusNeeded: Bool {
        guard let diagnosis else { return false }
        if page.options.isVerbose || reports.contains(where: \.isLikelyStopped) { return true }
        switch diagnosis.verdict {
        case .healthy, .diverted, .blocked, .inconclusive: return false
        case .degraded, .filtered, .unreachable, .rejected, .misconfigured, .noMail, .dnsFailure:
            return true
        }
    }

    /// Whether the evidence is worth telling too: not for what is as it should be.
    private func isToBeProven(_ report: EgressReport) -> Bool {
        page.options.isVerbose || report.verdict != .open || report.confidence == .likely
            || report.isOpenToMailOwnerAlone
    }

    private func control(_ control: ControlObservation) -> StyledText {
        let probes = [control.probe, control.reference].compactMap(\.self).map { probe in
            "\(probe.endpoint.port) \(EndpointWords(probe).words)"
        }
        let body = """
            control \(page.name(control.host)) (\(control.controlOperator)), \
            \(control.address): \(probes.joined(separator: ", "))
            """
        return page.text(body)
    }
}

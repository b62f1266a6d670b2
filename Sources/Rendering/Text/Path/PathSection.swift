import ProbeModel

/// A picture of the path: hops below each other, and what became of each port beside them.
///
/// On a narrow page the ports stand below each hop.
struct PathSection: Sendable {
    /// The columns between the columns of the picture.
    private static let gap = 3

    /// The fewest columns that names of hops need beside the ports.
    private static let leastNameWidth = 24

    let picture: PathPicture
    let page: Page

    var lines: [StyledText] {
        nameWidth < PathSection.leastNameWidth ? stacked : title + picture.rows.flatMap { row($0) }
    }

    private var smtpHead: String { "port \(Endpoint.smtpPort)" }
    private var referenceHead: String { "port \(picture.referencePort)" }

    private var heading: String {
        let families = picture.families.map(\.words).joined(separator: ", ")
        return "to \(page.name(picture.host)) (\(families))"
    }

    private var numberWidth: Int { picture.rows.map(\.number.count).max() ?? 1 }

    /// Where the names of hops begin.
    private var nameStart: Int { page.bodyStart + numberWidth + 2 }

    private var smtpWidth: Int {
        (picture.rows.map { $0.smtp.text(page).width } + [smtpHead.count]).max() ?? 0
    }

    private var referenceWidth: Int {
        (picture.rows.map { $0.reference.text(page).width } + [referenceHead.count]).max() ?? 0
    }

    /// The columns of the names, as wide as they need where the page has room.
    private var nameWidth: Int {
        let room =
            page.options.width - nameStart - smtpWidth - referenceWidth - 2 * PathSection.gap
        let names = picture.rows.map { DisplayWidth.of(name($0).plain) }.max() ?? 0
        return min(room, max(names, DisplayWidth.of(heading) - numberWidth - 2))
    }

    private func name(_ row: PathHopRow) -> StyledText {
        let isFaint = row.kind == .silent || row.kind == .omitted || row.kind == .nothing
        return page.text(row.words(host: picture.host, page), isFaint ? .faint : .plain)
    }

    /// The heading, and the ports above their columns.
    private var title: [StyledText] {
        let label = (.spaces(Page.margin) + page.text("Path", .faint)).padded(to: page.bodyStart)
        let width = nameStart + nameWidth - page.bodyStart
        let ports =
            page.text(smtpHead, .strong).padded(to: smtpWidth + PathSection.gap)
            + page.text(referenceHead, .strong)
        return beside(LineWrapper(width: width).lines(page.text(heading)), ports, after: label)
    }

    private func row(_ row: PathHopRow) -> [StyledText] {
        let ports =
            row.smtp.text(page).padded(to: smtpWidth + PathSection.gap) + row.reference.text(page)
        return beside(LineWrapper(width: nameWidth).lines(name(row)), ports, after: number(row))
    }

    private func number(_ row: PathHopRow) -> StyledText {
        let number = page.text(row.number, .faint)
        return .spaces(nameStart - 2 - number.width) + number + .spaces(2)
    }

    /// Wrapped text with the ports beside its first line.
    private func beside(
        _ lines: [StyledText],
        _ ports: StyledText,
        after prefix: StyledText
    )
        -> [StyledText]
    {
        let start = nameStart + nameWidth + PathSection.gap
        return lines.enumerated().map { index, line in
            index == 0 ? (prefix + line).padded(to: start) + ports : .spaces(prefix.width) + line
        }
    }

    /// Each hop with its ports below it.
    private var stacked: [StyledText] {
        let hops = picture.rows.flatMap { row in
            let cells = [(smtpHead, row.smtp), (referenceHead, row.reference)]
                .filter { $0.1 != .blank }
                .map { page.text("\($0.0) ") + $0.1.text(page) }
            return page.hanging(name(row), after: number(row), indent: nameStart)
                + cells.flatMap {
                    page.hanging($0, after: .spaces(nameStart + 2), indent: nameStart + 4)
                }
        }
        return page.paragraph(page.text(heading), label: "Path") + hops
    }
}

/// Fits the rows of an MX table to the width of a page.
///
/// Three columns stand beside each other where that makes the table short: host, address, ports. A
/// host's name that is very long gets a line of its own, and the others stay aligned; on a narrow page
/// all of them do, and at last the ports go below the address.
struct MXTableLayout: Sendable {
    /// A host and its rows.
    struct HostRows: Sendable {
        let label: String
        let host: StyledText
        let rows: [Row]
    }

    /// An address and what its ports showed, or a note in place of both.
    struct Row: Sendable {
        var address = StyledText()
        var cells: [MXTableCell] = []
        var note = StyledText()
    }

    /// The columns between two columns of the table.
    static let gap = 2

    /// The columns between two cells of a row, wider because cells hold spaces themselves.
    private static let cellGap = 3

    private let hosts: [HostRows]
    private let page: Page

    /// Where addresses begin.
    private let addressStart: Int

    /// Where cells begin that stand beside their address.
    private let cellStart: Int

    /// The widths of the columns of cells; empty when a row's cells just follow each other.
    private let cellWidths: [Int]

    /// The widest column of hosts, in columns: a wider one leaves most hosts far from their addresses.
    private static let maximumHostWidth = 48

    /// The shorter of the table with a column of hosts and the one without.
    static func lines(_ hosts: [HostRows], _ page: Page) -> [StyledText] {
        let limit = min(maximumHostWidth, (page.options.width - page.bodyStart) / 2)
        let beside = MXTableLayout(hosts: hosts, page: page, hostLimit: limit).lines
        let above = MXTableLayout(hosts: hosts, page: page, hostLimit: 0).lines
        return beside.count <= above.count ? beside : above
    }

    /// Measures the rows and decides where the columns are.
    private init(hosts: [HostRows], page: Page, hostLimit: Int) {
        self.hosts = hosts
        self.page = page
        let width = page.options.width
        let rows = hosts.flatMap(\.rows)
        let addressWidth = rows.map(\.address.width).max() ?? 0
        let leastRoom = rows.flatMap(\.cells).map(\.leastWidth).max() ?? 0
        let hostWidth = hosts.map(\.host.width).filter { $0 <= hostLimit }.max() ?? 0
        let besideHost = page.bodyStart + hostWidth + MXTableLayout.gap
        let besideBoth = besideHost + addressWidth + MXTableLayout.gap
        let isWide = hostWidth > 0 && besideBoth + leastRoom <= width
        addressStart = isWide ? besideHost : page.bodyStart
        cellStart = addressStart + addressWidth + MXTableLayout.gap
        let widths = MXTableLayout.columnWidths(rows.map { $0.cells.map(\.line) })
        let total = widths.reduce(0, +) + MXTableLayout.cellGap * max(0, widths.count - 1)
        cellWidths = cellStart + total <= width ? widths : []
    }

    /// The lines of the table.
    private var lines: [StyledText] { hosts.flatMap { lines($0) } }

    private func lines(_ host: HostRows) -> [StyledText] {
        let label = (.spaces(Page.margin) + page.text(host.label, .faint))
            .padded(to: page.bodyStart)
        var body = host.rows.flatMap { lines($0) }
        let isBeside = page.bodyStart + host.host.width + MXTableLayout.gap <= addressStart
        if isBeside, !body.isEmpty {
            let first = body.removeFirst()
            return [(label + host.host).padded(to: addressStart) + first.dropping(addressStart)]
                + body
        }
        return page.hanging(host.host, after: label, indent: page.bodyStart) + body
    }

    private func lines(_ row: Row) -> [StyledText] {
        guard row.note.isEmpty else {
            return page.hanging(
                row.note,
                after: .spaces(addressStart),
                indent: addressStart + MXTableLayout.gap
            )
        }
        let address = .spaces(addressStart) + row.address
        let room = page.options.width - cellStart
        guard row.cells.allSatisfy({ $0.leastWidth <= room }) else {
            let start = addressStart + MXTableLayout.gap
            return [address]
                + cellLines(row.cells, room: page.options.width - start).map { .spaces(start) + $0 }
        }
        return cellLines(row.cells, room: room).enumerated().map { index, line in
            (index == 0 ? address.padded(to: cellStart) : .spaces(cellStart)) + line
        }
    }

    /// The cells of one row, in columns where all rows have room for them, else in as few lines as hold them.
    private func cellLines(_ cells: [MXTableCell], room: Int) -> [StyledText] {
        guard cellWidths.isEmpty else {
            let columns = zip(cells, cellWidths).map {
                $0.line.padded(to: $1 + MXTableLayout.cellGap)
            }
            return [columns.reduce(StyledText(), +)]
        }
        var lines: [StyledText] = []
        for cell in cells {
            if let last = lines.last, last.width + MXTableLayout.cellGap + cell.line.width <= room {
                lines[lines.count - 1] += .spaces(MXTableLayout.cellGap) + cell.line
            } else {
                lines += cell.lines(width: room)
            }
        }
        return lines
    }

    private static func columnWidths(_ rows: [[StyledText]]) -> [Int] {
        let count = rows.map(\.count).max() ?? 0
        return (0..<count).map { column in
            rows.compactMap { $0.count > column ? $0[column].width : nil }.max() ?? 0
        }
    }
}

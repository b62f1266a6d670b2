/// Fits the rows of an MX table to the width of a page.
///
/// As many of three columns stand beside each other as there is room for: host, address, ports. A
/// host's name that is much longer than the others gets a line of its own, and the others stay
/// aligned; on a narrow page all of them do, and at last the ports go below the address.
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
        var cells: [StyledText] = []
        var note = StyledText()
    }

    /// The columns between two columns of the table.
    private static let gap = 2

    /// The columns between two cells of a row, wider because cells hold spaces themselves.
    private static let cellGap = 3

    private let hosts: [HostRows]
    private let page: Page

    /// Where addresses begin.
    private let addressStart: Int

    /// Where cells begin.
    private let cellStart: Int

    /// Whether cells begin on the line below their address.
    private let isStacked: Bool

    /// The widths of the columns of cells; empty when a row's cells just follow each other.
    private let cellWidths: [Int]

    /// Measures the rows and decides where the columns are.
    init(hosts: [HostRows], page: Page) {
        self.hosts = hosts
        self.page = page
        let width = page.options.width
        let rows = hosts.flatMap(\.rows)
        let addressWidth = rows.map(\.address.width).max() ?? 0
        let widestCell = rows.flatMap(\.cells).map(\.width).max() ?? 0
        let hostLimit = (width - page.bodyStart) * 2 / 5
        let hostWidth = hosts.map(\.host.width).filter { $0 <= hostLimit }.max() ?? 0
        let besideHost = page.bodyStart + hostWidth + MXTableLayout.gap
        let besideBoth = besideHost + addressWidth + MXTableLayout.gap
        let isWide = hostWidth > 0 && besideBoth + widestCell <= width
        addressStart = isWide ? besideHost : page.bodyStart
        let besideAddress = addressStart + addressWidth + MXTableLayout.gap
        isStacked = besideAddress + widestCell > width
        cellStart = isStacked ? addressStart + MXTableLayout.gap : besideAddress
        let widths = MXTableLayout.columnWidths(rows.map(\.cells))
        let total = widths.reduce(0, +) + MXTableLayout.cellGap * max(0, widths.count - 1)
        cellWidths = cellStart + total <= width ? widths : []
    }

    /// The lines of the table.
    var lines: [StyledText] { hosts.flatMap { lines($0) } }

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
            return page.hanging(row.note, after: .spaces(addressStart), indent: addressStart + 2)
        }
        let address = .spaces(addressStart) + row.address
        let cells = cellLines(row.cells)
        guard !isStacked, let first = cells.first else {
            return [address] + cells.map { .spaces(cellStart) + $0 }
        }
        return [address.padded(to: cellStart) + first]
            + cells.dropFirst().map { .spaces(cellStart) + $0 }
    }

    /// The cells of one row, in columns where all rows have room for them, else in as few lines as hold them.
    private func cellLines(_ cells: [StyledText]) -> [StyledText] {
        guard cellWidths.isEmpty else {
            let columns = zip(cells, cellWidths).map { $0.padded(to: $1 + MXTableLayout.cellGap) }
            return [columns.reduce(StyledText(), +)]
        }
        let room = page.options.width - cellStart
        var lines: [StyledText] = []
        for cell in cells {
            if let last = lines.last, last.width + MXTableLayout.cellGap + cell.width <= room {
                lines[lines.count - 1] += .spaces(MXTableLayout.cellGap) + cell
            } else {
                lines += LineWrapper(width: room).lines(cell)
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

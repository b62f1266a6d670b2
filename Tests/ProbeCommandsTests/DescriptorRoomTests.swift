import Testing

@testable import ProbeCommands

/// How descriptors are divided among sessions, questions and the rest of the program.
@Suite struct DescriptorRoomTests {
    static let rows: [(limit: Int, wanted: Int, sessions: Int, exchanges: Int, sockets: Int)] = [
        // Less than the rest of the program needs: one of each, and two sockets.
        (0, 500, 1, 1, 2), (16, 500, 1, 1, 2), (40, 500, 1, 1, 2),
        // A little more goes to questions first, then to sessions.
        (46, 500, 1, 1, 2), (64, 500, 5, 4, 4), (100, 500, 13, 10, 10),
        // The usual limit of a shell, and of a service.
        (256, 500, 48, 36, 36), (1_024, 500, 242, 192, 64),
        // As many as are wanted, and no more questions than serve.
        (1_796, 500, 500, 192, 64), (1_795, 500, 499, 192, 64), (65_536, 500, 500, 192, 64),
        (65_536, 10_000, 10_000, 192, 64), (1_024, 5, 5, 192, 64), (40, 1, 1, 1, 2),
    ]

    @Test(arguments: rows)
    func divides(
        _ row: (limit: Int, wanted: Int, sessions: Int, exchanges: Int, sockets: Int)
    ) {
        let room = DescriptorRoom(limit: row.limit, sessions: row.wanted)
        #expect(room.sessions == row.sessions)
        #expect(room.exchanges == row.exchanges)
        #expect(room.sockets == row.sockets)
    }

    /// Where there is room at all, nothing is promised twice.
    @Test(arguments: [60, 64, 65, 100, 255, 256, 1_000, 1_024, 4_096])
    func allFits(_ limit: Int) {
        let room = DescriptorRoom(limit: limit, sessions: .max / 4)
        #expect(room.sessions * 3 + room.exchanges + room.sockets + 40 <= limit)
    }

    @Test(arguments: [(1_795, true), (1_796, false), (64, true)])
    func tellsWhatDoesNotFit(_ row: (limit: Int, isTold: Bool)) {
        let room = DescriptorRoom(limit: row.limit, sessions: 500)
        #expect((room.notice != nil) == row.isTold)
        guard let notice = room.notice else { return }
        #expect(
            notice == "this process may open only \(row.limit) files (ulimit -n), so at most "
                + "\(room.sessions) sessions run at a time; 500 are configured"
        )
    }
}

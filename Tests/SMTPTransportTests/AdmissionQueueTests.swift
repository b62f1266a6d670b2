import ProbeModel
import TestSupport
import Testing

@testable import SMTPTransport

/// Requests to a few endpoints, and those that may begin at once.
struct AdmissionCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let limits: AdmissionLimits
    let endpoints: [String]
    let begins: [Int]

    init(_ name: String, _ limits: AdmissionLimits, _ endpoints: [String], _ begins: [Int]) {
        testDescription = name
        self.limits = limits
        self.endpoints = endpoints
        self.begins = begins
    }
}

@Suite struct AdmissionQueueTests {
    private static let start = Instant.now

    private static func after(_ milliseconds: Int) -> Instant {
        start.advanced(by: .milliseconds(milliseconds))
    }

    private static func endpoint(_ text: String) throws -> Endpoint {
        let parts = text.split(separator: "@")
        let address = try #require(IPAddress(String(parts[0])))
        return Endpoint(address: address, port: UInt16(parts.last ?? "") ?? 25)
    }

    private static func queue(_ limits: AdmissionLimits) -> AdmissionQueue<Int> {
        AdmissionQueue(limits, now: start)
    }

    private static func takeAll(_ queue: inout AdmissionQueue<Int>, at now: Instant) -> [Int] {
        var taken: [Int] = []
        while let job = queue.takeFirst(at: now) { taken.append(job) }
        return taken
    }

    @Test(
        "let begin what the limits allow",
        arguments: [
            AdmissionCase(
                "no limits, in the order of their coming",
                AdmissionLimits(),
                ["192.0.2.1", "192.0.2.1", "192.0.2.1"],
                [0, 1, 2]
            ),
            AdmissionCase(
                "one for an address, and none behind it held up",
                AdmissionLimits(perAddress: 1),
                ["192.0.2.1", "192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::1"],
                [0, 2, 3]
            ),
            AdmissionCase(
                "other ports counted by themselves, and four times as many of them",
                AdmissionLimits(perAddress: 1),
                ["192.0.2.1", "192.0.2.1"] + Array(repeating: "192.0.2.1@587", count: 5),
                [0, 2, 3, 4, 5]
            ),
            AdmissionCase(
                "all other ports of an address counted together",
                AdmissionLimits(perAddress: 1),
                [26, 465, 587, 2_525, 8_025].map { "192.0.2.1@\($0)" },
                [0, 1, 2, 3]
            ),
            AdmissionCase(
                "two for a /24, of different addresses",
                AdmissionLimits(perAddress: 1, perNetwork: 2),
                ["192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.3.1"],
                [0, 2, 4]
            ),
            AdmissionCase(
                "the edges of a /24",
                AdmissionLimits(perNetwork: 1),
                ["192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"],
                [0, 2, 3]
            ),
            AdmissionCase(
                "the edges of a /64",
                AdmissionLimits(perNetwork: 1),
                ["2001:db8::", "2001:db8::ffff:ffff:ffff:ffff", "2001:db8:0:1::"],
                [0, 2]
            ),
            AdmissionCase(
                "the /24 behind a translator",
                AdmissionLimits(perNetwork: 1),
                ["64:ff9b::192.0.2.1", "64:ff9b::192.0.2.9", "64:ff9b::192.0.3.1"],
                [0, 2]
            ),
        ]
    )
    func limits(_ row: AdmissionCase) throws {
        var queue = Self.queue(row.limits)
        for (number, text) in row.endpoints.enumerated() {
            queue.append(number, id: UInt64(number), to: try Self.endpoint(text))
        }
        #expect(Set(Self.takeAll(&queue, at: Self.start)) == Set(row.begins))
        #expect(queue.count == row.endpoints.count - row.begins.count)
        #expect(queue.nextTurn == nil)
    }

    @Test("let the next one begin when a session ends, and forget a place that is empty")
    func release() throws {
        var queue = Self.queue(AdmissionLimits(perAddress: 1, perNetwork: 1))
        let (first, second) = try (Self.endpoint("192.0.2.1"), Self.endpoint("192.0.2.2"))
        queue.append(0, id: 0, to: first)
        queue.append(1, id: 1, to: first)
        queue.append(2, id: 2, to: second)
        #expect(queue.takeFirst(at: Self.start) == 0)
        #expect(queue.takeFirst(at: Self.start) == nil)
        queue.release(first)
        // The addresses of a network take turns.
        #expect(queue.takeFirst(at: Self.start) == 2)
        queue.release(second)
        #expect(queue.takeFirst(at: Self.start) == 1)
        queue.release(first)
        #expect(queue.placeCount == 0)
    }

    @Test("take those who gave up out of the way")
    func cancelled() throws {
        var queue = Self.queue(AdmissionLimits(perAddress: 1))
        let endpoint = try Self.endpoint("192.0.2.1")
        for number in 0..<4 { queue.append(number, id: UInt64(number), to: endpoint) }
        #expect(queue.takeFirst(at: Self.start) == 0)
        #expect(queue.remove(1) == 1)
        #expect(queue.remove(1) == nil)
        #expect(queue.remove(0) == nil, "it is under way")
        queue.release(endpoint)
        #expect(queue.takeFirst(at: Self.start) == 2)
        #expect(queue.remove(3) == 3)
        queue.release(endpoint)
        #expect(queue.takeFirst(at: Self.start) == nil)
        #expect(queue.count == 0)
        #expect(queue.placeCount == 0)
    }

    @Test(
        "begin so many a second, and a twentieth of them at once",
        arguments: [(1, 1), (10, 1), (20, 1), (40, 2), (1_000, 50)]
    )
    func pace(_ row: (perSecond: Int, burst: Int)) throws {
        var queue = Self.queue(AdmissionLimits(perSecond: row.perSecond))
        let endpoint = try Self.endpoint("192.0.2.1")
        for number in 0..<5_000 { queue.append(number, id: UInt64(number), to: endpoint) }
        #expect(Self.takeAll(&queue, at: Self.start).count == row.burst)
        #expect(queue.nextTurn == Self.start.advanced(by: .seconds(1) / row.perSecond))
        var count = row.burst
        for moment in stride(from: 1, through: 1_000, by: 1) {
            count += Self.takeAll(&queue, at: Self.after(moment)).count
        }
        #expect(count == row.perSecond + row.burst)
        // A pause earns no more than a burst.
        #expect(Self.takeAll(&queue, at: Self.after(60_000)).count == row.burst)
    }

    @Test("hold to the limits and starve nobody, whatever comes and goes", arguments: 1...20)
    func random(_ seed: Int) throws {
        var random = SplitMix(state: UInt64(seed))
        let limits = AdmissionLimits(perAddress: 2, perNetwork: 3)
        var queue = Self.queue(limits)
        var endpoints: [Int: Endpoint] = [:]
        var active: [Int] = []
        var waiting: Set<Int> = []
        for number in 0..<3_000 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                let text = "192.0.\(Int.random(in: 0..<3, using: &random)).\(number % 5)"
                let endpoint = try Self.endpoint(text)
                endpoints[number] = endpoint
                waiting.insert(number)
                queue.append(number, id: UInt64(number), to: endpoint)
            case 2:
                if let gone = waiting.randomElement(using: &random) {
                    #expect(queue.remove(UInt64(gone)) == gone)
                    waiting.remove(gone)
                }
            default:
                if !active.isEmpty {
                    let ended = active.remove(
                        at: Int.random(in: 0..<active.count, using: &random)
                    )
                    queue.release(try #require(endpoints[ended]))
                }
            }
            let begun = Self.takeAll(&queue, at: Self.start)
            #expect(waiting.isSuperset(of: begun))
            waiting.subtract(begun)
            active += begun
            let addresses = active.compactMap { endpoints[$0]?.address }
            let perAddress = Dictionary(grouping: addresses) { $0 }.mapValues(\.count)
            let perNetwork = Dictionary(grouping: addresses) { $0.bytes[2] }.mapValues(\.count)
            #expect(perAddress.values.allSatisfy { $0 <= 2 })
            #expect(perNetwork.values.allSatisfy { $0 <= 3 })
            // Whoever waits has a reason.
            for number in waiting {
                let address = try #require(endpoints[number]?.address)
                #expect(
                    perAddress[address, default: 0] == 2
                        || perNetwork[address.bytes[2], default: 0] == 3
                )
            }
        }
        while !active.isEmpty {
            queue.release(try #require(endpoints[active.removeFirst()]))
            active += Self.takeAll(&queue, at: Self.start)
        }
        #expect(queue.count == 0)
        #expect(queue.placeCount == 0)
    }

    @Test("give back in the order of putting in", arguments: 1...5)
    func fifo(_ seed: Int) {
        var random = SplitMix(state: UInt64(seed))
        var queue = FIFO<Int>()
        var (put, taken) = (0, 0)
        for _ in 0..<5_000 {
            if Bool.random(using: &random) {
                queue.append(put)
                put += 1
            } else if taken < put {
                #expect(queue.takeFirst() == taken)
                taken += 1
            } else {
                #expect(queue.takeFirst() == nil)
            }
            #expect(queue.isEmpty == (put == taken))
        }
    }
}

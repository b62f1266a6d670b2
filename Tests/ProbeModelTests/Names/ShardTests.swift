import ProbeModel
import TestSupport
import Testing

@Suite("Shard")
struct ShardTests {
    @Test("is a number from 1 to how many there are", arguments: ["1/1", "2/8", "100000/100000"])
    func readable(text: String) throws {
        let shard = try #require(Shard(text))
        #expect("\(shard.number)/\(shard.count)" == text)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "1", "/", "1/", "/1", "0/1", "2/1", "1/0", "-1/2", "+1/2", " 1/2", "1/2/3", "a/b",
            "1/100001", "1/9999999", "99999999999999999999/2", "١/٢",
        ]
    )
    func unreadable(text: String) { #expect(Shard(text) == nil) }

    /// Part numbers of a second program, written from the same description: they must never change.
    @Test(
        "is the same on every machine",
        arguments: [
            ("domain1.com", 4, 44_047), ("domain2.net", 8, 91_800),
            ("xn--bcher-kva.example", 2, 18_442), ("a", 5, 51_030), ("example.org", 7, 80_169),
        ]
    )
    func stable(name: String, ofEight: Int, ofMany: Int) throws {
        let name = try #require(DomainName(name))
        let eighth = try #require(Shard("\(ofEight)/8"))
        let small = try #require(Shard("\(ofMany)/100000"))
        #expect(eighth.contains(name))
        #expect(small.contains(name))
    }

    @Test("together with the others is the whole, evenly", arguments: [1, 2, 7, 8, 100])
    func whole(count: Int) throws {
        let shards = try (1...count).map { try #require(Shard("\($0)/\(count)")) }
        let names = try (0..<2_000).map { try #require(DomainName("domain\($0).example")) }
        var sizes: [Int: Int] = [:]
        for name in names {
            let holders = shards.filter { $0.contains(name) }
            try #require(holders.count == 1)
            sizes[holders[0].number, default: 0] += 1
        }
        let mean = names.count / count
        #expect(sizes.values.allSatisfy { $0 > mean / 4 && $0 < mean * 3 })
        #expect(sizes.count == count)
    }
}

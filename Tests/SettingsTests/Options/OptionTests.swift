import AlertPolicy
import ProbeModel
import Settings
import Testing

@Suite struct OptionTests {
    @Test(
        "read lists of ports",
        arguments: [
            ("25,2525,587", [25, 2_525, 587] as [UInt16]),
            ("1", [1]),
            ("65535", [65_535]),
            ("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16", Array(1...16)),
        ]
    )
    func ports(text: String, ports: [UInt16]) {
        #expect(PortList.read(text) == .success(ports))
    }

    @Test(
        "refuse lists that are none",
        arguments: [
            ("", "--ports names no port"),
            ("0", "port 0 in --ports is not between 1 and 65535"),
            ("70000", "port 70000 in --ports is not between 1 and 65535"),
            ("65536", "port 65536 in --ports is not between 1 and 65535"),
            (
                "25,25,70000",
                "port 25 is given twice in --ports; port 70000 in --ports is not between 1 and 65535"
            ),
            ("25,,587", "a port is missing between commas in --ports"),
            ("smtp", "'smtp' in --ports is not a port number"),
            ("25, 587", "' 587' in --ports is not a port number"),
            ("-1", "'-1' in --ports is not a port number"),
            ("+25", "'+25' in --ports is not a port number"),
            ("２５", "'２５' in --ports is not a port number"),
            ("a\u{1B}", #"'a\x1b' in --ports is not a port number"#),
            (
                String(repeating: "9", count: 100),
                "port \(String(repeating: "9", count: 40))... in --ports is not between 1 and 65535"
            ),
            ("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17", "--ports names more than 16 ports"),
            (
                String(repeating: ",", count: 100_000),
                Array(repeating: "a port is missing between commas in --ports", count: 3).joined(
                    separator: "; "
                )
            ),
        ]
    )
    func badPorts(text: String, message: String) {
        switch PortList.read(text) {
        case .success: Issue.record("accepted")
        case .failure(let error): #expect(error.description == message)
        }
    }

    @Test(
        "read resolvers",
        arguments: [
            ("192.0.2.53", "192.0.2.53", 53),
            ("192.0.2.53@5353", "192.0.2.53", 5_353),
            ("192.0.2.53:5353", "192.0.2.53", 5_353),
            ("2001:db8::53", "2001:db8::53", 53),
            ("2001:db8::53@53", "2001:db8::53", 53),
            ("[2001:db8::53]", "2001:db8::53", 53),
            ("[2001:db8::53]:5353", "2001:db8::53", 5_353),
            // Without brackets or '@' the last group is a group.
            ("2001:db8::5353:53", "2001:db8::5353:53", 53),
        ]
    )
    func resolvers(text: String, address: String, port: Int) throws {
        let resolver = try ResolverAddress.read(text).get()
        #expect(resolver.address.description == address)
        #expect(Int(resolver.port) == port)
        #expect(ResolverAddress(resolver.description) == resolver)
    }

    @Test(
        "refuse what is no resolver",
        arguments: [
            "", "@", "@53", "192.0.2.53@", "192.0.2.53@0", "192.0.2.53@65536", "192.0.2.53@x",
            "192.0.2.53:",
            "192.0.2.53@53@53", "dns.example", "[192.0.2.53]:53", "[2001:db8::53]53",
            "[2001:db8::53", "[]:53",
            "192.0.2.53 ", "192.0.2.53@+53", "fe80::1%eth0",
        ]
    )
    func badResolvers(text: String) {
        switch ResolverAddress.read(text) {
        case .success: Issue.record("accepted")
        case .failure(let error):
            #expect(
                error.description
                    == "'\(text)' in --resolver is not an address; write IP or IP@PORT"
            )
        }
    }

    @Test(
        "read controls",
        arguments: [
            ("smtp.example.net", [587, 2_525] as [UInt16]),
            ("smtp.example.net:587", [587]),
            ("smtp.example.net:587,443", [587, 443]),
        ]
    )
    func controls(text: String, ports: [UInt16]) throws {
        let control = try ControlOption.read(text).get()
        #expect(control.host.ascii == "smtp.example.net")
        #expect(control.referencePorts == ports)
        #expect(control.operatorName == "example.net")
    }

    @Test(
        "refuse what is no control",
        arguments: [
            (
                "",
                "'' is not a domain name: the name is empty in --control; write HOST or HOST:PORT,PORT"
            ),
            (
                "2001:db8::1",
                "'2001' is not a domain name: the last label is a number in --control; write HOST or HOST:PORT,PORT"
            ),
            ("a.test:", "--control names no port"),
            ("a.test:0", "port 0 in --control is not between 1 and 65535"),
            ("a.test:587,25", "port 25 in --control cannot be its own reference"),
        ]
    )
    func badControls(text: String, message: String) {
        switch ControlOption.read(text) {
        case .success: Issue.record("accepted")
        case .failure(let error): #expect(error.description == message)
        }
    }

    @Test(
        "read durations and write them back",
        arguments: [
            ("250ms", 250), ("30s", 30_000), ("5m", 300_000), ("2h", 7_200_000),
            ("90d", 7_776_000_000), ("1001ms", 1_001),
            ("0s", 0),
        ]
    )
    func durations(text: String, milliseconds: Int) throws {
        let duration = try #require(DurationText.read(text))
        #expect(duration == .milliseconds(milliseconds))
        #expect(DurationText.text(duration) == text)
    }

    @Test(
        "write durations in the largest unit",
        arguments: [("60s", "1m"), ("24h", "1d"), ("1000ms", "1s"), ("90m", "90m")]
    )
    func largestUnit(text: String, written: String) throws {
        #expect(DurationText.text(try #require(DurationText.read(text))) == written)
    }

    @Test(
        "refuse what is no duration",
        arguments: [
            "", "30", "s", "-1s", "+1s", "1.5s", "1 s", "1S", "1w", "1s1", "９s",
            "9223372036854775807d", "99999999999999999999s",
        ]
    )
    func badDurations(text: String) {
        #expect(DurationText.read(text) == nil)
    }

    @Test(
        "read maintenance windows and write them back",
        arguments: [
            ("02:00-04:00", "02:00-04:00"),
            ("Sat,Sun 22:00-02:00", "sat,sun 22:00-02:00"),
            ("mon-fri 12:00-13:00", "mon,tue,wed,thu,fri 12:00-13:00"),
            ("sat-mon 00:00-23:59", "mon,sat,sun 00:00-23:59"),
            ("sun,mon,sun 00:00-00:01", "mon,sun 00:00-00:01"),
        ]
    )
    func windows(text: String, written: String) throws {
        let window = try #require(MaintenanceWindow(text))
        #expect(window.description == written)
        #expect(MaintenanceWindow(written) == window)
    }

    @Test(
        "refuse what is no maintenance window",
        arguments: [
            "", "sun", "02:00", "2:00-4:00", "24:00-01:00", "02:00-02:00", "xyz 02:00-04:00",
            "mon- 02:00-04:00", "a b 02:00-04:00", "02:60-03:00", "mon,,tue 01:00-02:00",
        ]
    )
    func badWindows(text: String) {
        #expect(MaintenanceWindow(text) == nil)
    }
}

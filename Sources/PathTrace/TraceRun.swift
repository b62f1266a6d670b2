import CLinuxSockets
import Glibc
import ProbeEngine
import ProbeModel
import Sockets

/// One trace of a few ports, on a thread of its own.
struct TraceRun {
    private let request: TraceRequest
    private var sockets: [TraceSocket] = []
    private var probes: [UInt16: [TraceProbe]] = [:]
    private var endsAtSelf: Set<UInt16> = []
    private var pacing = TracePacing()

    private init(_ request: TraceRequest) { self.request = request }

    /// Sends the SYNs and collects what comes back.
    static func run(_ request: TraceRequest) -> TraceResult {
        var run = TraceRun(request)
        return run.run()
    }

    private mutating func run() -> TraceResult {
        if let problem = TraceSupport.problem { return .unsupported(problem) }
        var distances = Array(1...PathTracer.firstReach)
        while !distances.isEmpty {
            walk(distances)
            // Routers limit how many errors they send: a silent distance is asked once more.
            for port in request.ports {
                let silent = silentDistances(port, among: distances)
                if !silent.isEmpty, isAnswered(port) { round(silent, ports: [port]) }
            }
            let needsMore =
                !isReached && (distances.last ?? 0) < PathTracer.maximumReach && hasRouters
            distances =
                needsMore ? Array((PathTracer.firstReach + 1)...PathTracer.maximumReach) : []
        }
        return .traces(
            request.ports.map { port in
                PathTrace(
                    address: request.address,
                    port: port,
                    probes: (probes[port] ?? []).sorted { $0.distance < $1.distance },
                    endsAtSelf: endsAtSelf.contains(port)
                )
            }
        )
    }

    private var isReached: Bool {
        probes.values.contains { $0.contains { $0.answer == .connected } }
    }

    private var hasRouters: Bool {
        probes.values.contains { $0.contains { $0.answer == .timeExceeded } }
    }

    private func isAnswered(_ port: UInt16) -> Bool {
        probes[port]?.contains { $0.answer != .silence } ?? false
    }

    private func silentDistances(_ port: UInt16, among distances: [Int]) -> [Int] {
        let tried = probes[port] ?? []
        let silent = Set(tried.map(\.distance))
            .subtracting(tried.filter { $0.answer != .silence }.map(\.distance))
        return distances.filter(silent.contains)
    }

    /// Tries distances outwards, a few at a time, until the host has answered on each port.
    ///
    /// All at once would open a connection from every distance beyond the host, which is many at its end.
    private mutating func walk(_ distances: [Int]) {
        sockets = []
        let pace = TracePacing.pace(request.roundTrip)
        var rest = distances
        while !rest.isEmpty {
            let ports = request.ports.filter { !pacing.isDone($0) }
            guard !ports.isEmpty else { break }
            // Once the host is found, what stays silent on another port may be asked at once.
            let stride = pacing.isHostFound(request.ports) ? rest.count : TracePacing.stride
            send(Array(rest.prefix(stride)), ports: ports)
            rest = Array(rest.dropFirst(stride))
            guard !rest.isEmpty else { break }
            let isFound = pacing.isHostFound(request.ports)
            collect(until: .now + pace) { !isFound && $0.pacing.isHostFound($0.request.ports) }
        }
        finish()
    }

    /// Tries some distances of some ports at once.
    private mutating func round(_ distances: [Int], ports: [UInt16]) {
        sockets = []
        send(distances, ports: ports)
        finish()
    }

    private mutating func send(_ distances: [Int], ports: [UInt16]) {
        for distance in distances {
            for port in ports {
                switch TraceSocket.open(request, port: port, distance: distance) {
                case .success(let socket):
                    sockets.append(socket)
                    // This machine's own firewall answers before the call returns; its time must not wait.
                    if distance == 1, socket.isReady { read(sockets.count - 1) }
                case .failure(let error): record(port, distance, .notSent(error.error))
                }
            }
        }
    }

    /// Waits for what is still to come, and takes the rest for silence.
    private mutating func finish() {
        collect(until: .now + PathTracer.patience)
        for socket in sockets where socket.isOpen {
            record(socket.port, socket.distance, .silence)
            socket.close()
        }
        sockets = []
    }

    private mutating func collect(
        until deadline: SuspendingClock.Instant,
        orWhen isEnough: (TraceRun) -> Bool = { _ in false }
    ) {
        while sockets.contains(where: \.isOpen), !isEnough(self) {
            let rest = SuspendingClock.now.duration(to: deadline)
            guard rest > .zero else { return }
            let open = sockets.indices.filter { sockets[$0].isOpen }
            var descriptors = open.map {
                pollfd(fd: sockets[$0].descriptor, events: Int16(POLLOUT), revents: 0)
            }
            let milliseconds = Int32(rest / .milliseconds(1)) + 1
            let count = poll(&descriptors, nfds_t(descriptors.count), milliseconds)
            guard count > 0 else { continue }
            for (index, descriptor) in zip(open, descriptors) where descriptor.revents != 0 {
                read(index)
            }
        }
    }

    private mutating func read(_ index: Int) {
        let socket = sockets[index]
        let time = socket.start.duration(to: .now)
        let (answer, sender) = socket.takeAnswer(target: request.address)
        // Only a redirect on this machine itself, or on the first router, answers as near as this.
        if answer == .connected, socket.distance == 1, SelfConnection.isOwn(socket.descriptor) {
            endsAtSelf.insert(socket.port)
        }
        record(socket.port, socket.distance, answer, sender: sender, time: time)
        socket.close()
        sockets[index].isOpen = false
    }

    private mutating func record(
        _ port: UInt16,
        _ distance: Int,
        _ answer: TraceAnswer,
        sender: IPAddress? = nil,
        time: Duration? = nil
    ) {
        pacing.note(answer, port)
        probes[port, default: []].append(
            TraceProbe(distance: distance, answer: answer, sender: sender, roundTrip: time)
        )
    }
}

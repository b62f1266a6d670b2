import ProbeModel
import Testing

@testable import PathTrace

@Suite("How far a trace goes")
struct TracePacingTests {
    @Test(
        arguments: [
            (nil, Duration.milliseconds(150)),
            (Duration.milliseconds(40), .milliseconds(55)),
            (.milliseconds(2_500), .milliseconds(300)),
        ]
    )
    func pace(_ row: (roundTrip: Duration?, pace: Duration)) {
        #expect(TracePacing.pace(row.roundTrip) == row.pace)
    }

    @Test(
        arguments: [
            (TraceAnswer.connected, true), (.reset, true), (.timeExceeded, false),
            (.silence, false),
        ]
    )
    func anAnswerOfTheHostEndsItsPort(_ row: (answer: TraceAnswer, isDone: Bool)) {
        var pacing = TracePacing()
        pacing.note(row.answer, 25)
        #expect(pacing.isDone(25) == row.isDone)
        #expect(!pacing.isDone(587))
    }

    @Test func theHostIsFoundOnTheReferencePort() {
        var pacing = TracePacing()
        pacing.note(.connected, 25)
        #expect(!pacing.isHostFound([25, 587]), "port 25 may be answered by others")
        pacing.note(.connected, 587)
        #expect(pacing.isHostFound([25, 587]))
    }
}

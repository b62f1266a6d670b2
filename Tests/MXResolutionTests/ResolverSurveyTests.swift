import DNSTestSupport
import ProbeModel
import Testing

@testable import MXResolution

@Suite("the survey of the resolvers")
struct ResolverSurveyTests {
    private let servers = (1...2).map { ResolverAddress(IPAddress(ipv4: 0xc000_0200 + $0)) }

    private func answer(isSigned: Bool) throws -> Result<Forwarder.Answer, Forwarder.Failure> {
        var builder = MessageBuilder(question: WireQuestion("", 48))
        builder.answers = [.init(.root, 48, .bytes([1]))]
        if isSigned { builder.answers.append(.init(.root, 46, .bytes([1]))) }
        let message = try DNSMessage.parse(builder.build())
        return .success(Forwarder.Answer(message: message, server: 0))
    }

    private func failure(_ trouble: ServerTrouble) -> Result<Forwarder.Answer, Forwarder.Failure> {
        let explanation = LookupFailure(server: nil, message: "x")
        return .failure(Forwarder.Failure(trouble: trouble, explanation: explanation))
    }

    @Test("asks each resolver once, and again where it did not answer")
    func asking() throws {
        var survey = ResolverSurvey(servers)
        #expect(survey.takeUnasked() == [0, 1])
        #expect(survey.takeUnasked().isEmpty)
        survey.note(try answer(isSigned: true), for: 0, answersOthers: false)
        survey.note(failure(.silent), for: 1, answersOthers: false)
        #expect(survey.takeUnasked() == [1])
    }

    @Test("finds validation on as soon as one resolver passes signatures on")
    func validation() throws {
        var survey = ResolverSurvey(servers)
        #expect(survey.validation == .undecided)
        _ = survey.takeUnasked()
        survey.note(try answer(isSigned: false), for: 0, answersOthers: false)
        #expect(survey.validation == .stripped(server: "192.0.2.1@53"))
        // While no other passes signatures on, the one that strips them is better than none.
        #expect(survey.excludedServers.isEmpty)
        survey.note(try answer(isSigned: true), for: 1, answersOthers: false)
        #expect(survey.validation == .on)
        #expect(survey.excludedServers == [0])
    }

    @Test("tells keys that are not to be had from silence")
    func failures() {
        var survey = ResolverSurvey(servers)
        _ = survey.takeUnasked()
        survey.note(failure(.unreachable(errno: 111)), for: 0, answersOthers: false)
        #expect(survey.validation == .undecided)
        survey.note(failure(.reply(.refusal(nil))), for: 1, answersOthers: false)
        #expect(survey.validation == .noKeys(LookupFailure(server: nil, message: "x")))
        #expect(survey.excludedServers.isEmpty)
    }

    @Test("waits only for resolvers that have not been silent before")
    func waiting() throws {
        var survey = ResolverSurvey(servers)
        #expect(!survey.isWorthWaiting)
        _ = survey.takeUnasked()
        survey.note(try answer(isSigned: false), for: 0, answersOthers: false)
        #expect(survey.isWorthWaiting)
        survey.note(failure(.silent), for: 1, answersOthers: false)
        #expect(survey.takeUnasked() == [1])
        #expect(survey.isUnderWay)
        #expect(!survey.isWorthWaiting)
    }

    @Test("takes silence about the keys alone for keys that are not to be had")
    func selectiveSilence() {
        var survey = ResolverSurvey(servers)
        _ = survey.takeUnasked()
        survey.note(failure(.silent), for: 0, answersOthers: true)
        #expect(survey.validation == .noKeys(LookupFailure(server: nil, message: "x")))
        #expect(survey.takeUnasked().isEmpty)
    }
}

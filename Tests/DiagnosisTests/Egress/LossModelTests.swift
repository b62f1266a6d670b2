import Testing

@testable import Diagnosis

@Suite("Loss model")
struct LossModelTests {
    @Test(
        arguments: [
            // Without loss on the reference side: (1-p)^a p^u at p = u/(a+u).
            (LossModel(answered: 10, lost: 0, unanswered: 10), -6.0206),
            (LossModel(answered: 3, lost: 0, unanswered: 9), -2.9300),
            (LossModel(answered: 1, lost: 0, unanswered: 1), -0.6021),
            // Loss that was seen weakens the claim.
            (LossModel(answered: 10, lost: 10, unanswered: 10), -2.2724),
            // Nothing to compare proves nothing.
            (LossModel(answered: 0, lost: 5, unanswered: 50), 0.0),
            (LossModel(answered: 50, lost: 0, unanswered: 0), 0.0),
        ] as [(LossModel, Double)]
    )
    func ratio(_ model: LossModel, _ expected: Double) {
        #expect(abs(model.log10Ratio - expected) < 0.001, "\(model.log10Ratio)")
    }

    @Test("more loss on the reference side never makes the claim stronger", arguments: 0..<40)
    func monotonous(lost: Int) {
        let less = LossModel(answered: 12, lost: lost, unanswered: 18).log10Ratio
        let more = LossModel(answered: 12, lost: lost + 1, unanswered: 18).log10Ratio
        #expect(more > less)
    }

    @Test(arguments: [
        (1.0, 0.0), (10.0, 1.0), (1_000.0, 3.0), (0.001, -3.0), (2.0, 0.301_029_995_7),
    ])
    func logarithm(_ number: Double, _ expected: Double) {
        #expect(abs(Logarithm.base10(number) - expected) < 1e-9)
    }
}

/// How well mere packet loss explains that port 25 is silent while reference ports answer.
///
/// One loss rate for all SYNs is set against one for each side: the ratio of the two greatest likelihoods. Without
/// loss on the reference side this is `(1-p)^a p^u` at `p = u/(a+u)`.
struct LossModel: Hashable, Sendable {
    /// SYNs to reference ports that were answered.
    let answered: Int
    /// SYNs to reference ports that were lost.
    let lost: Int
    /// SYNs to port 25 that were not answered.
    let unanswered: Int

    /// Below this, a verdict is conclusive.
    static let conclusive = -6.0
    /// Below this, a verdict is likely.
    static let likely = -3.0

    /// The decimal logarithm of the ratio: -6 is once in a million; 0 when there is nothing to compare.
    var log10Ratio: Double {
        guard answered > 0, unanswered > 0 else { return 0 }
        let together = Self.log10Likelihood(successes: answered, failures: lost + unanswered)
        return together - Self.log10Likelihood(successes: answered, failures: lost)
    }

    /// The greatest likelihood of so many successes and failures, over all rates.
    private static func log10Likelihood(successes: Int, failures: Int) -> Double {
        let total = Double(successes + failures)
        func term(_ count: Int) -> Double {
            count == 0 ? 0 : Double(count) * Logarithm.base10(Double(count) / total)
        }
        return term(successes) + term(failures)
    }
}

/// Logarithms without a mathematics library, which the pure targets do not import.
enum Logarithm {
    /// The decimal logarithm of a positive number.
    static func base10(_ number: Double) -> Double {
        // ln(significand) = 2 artanh((s-1)/(s+1)); with s from 1 to 2 the series gains a digit a term.
        let ratio = (number.significand - 1) / (number.significand + 1)
        var power = ratio
        var sum = 0.0
        for odd in stride(from: 1.0, through: 31, by: 2) {
            sum += power / odd
            power *= ratio * ratio
        }
        return (2 * sum + Double(number.exponent) * 0.693_147_180_559_945_3) / 2.302_585_092_994_046
    }
}

import ArgumentParser
import Simulation

/// How the played members behave.
struct HabitOptions: ParsableArguments {
    @Option(help: "How many of the offers are accepted, 0 to 1.")
    var acceptance = MemberHabits().meanAcceptance

    @Option(help: "How many of those who accept never come, 0 to 1.")
    var noShow = MemberHabits().noShowChance

    func validate() throws {
        guard (0...1).contains(acceptance) else { throw ValidationError("--acceptance must be 0 to 1") }
        guard (0...1).contains(noShow) else { throw ValidationError("--no-show must be 0 to 1") }
    }

    var habits: MemberHabits {
        var habits = MemberHabits()
        habits.meanAcceptance = acceptance
        habits.noShowChance = noShow
        return habits
    }
}

#include "verify/boot/evidence.h"

#include "base/text.h"

#include <algorithm>

namespace levitate::boot {

namespace {

std::string quoted(const std::string &line) {
  std::string text = toUtf8(line.substr(0, 160));
  return "'" + std::string(trim(text)) + (line.size() > 160 ? "...'" : "'");
}

// The longest run of characters of the nonce that stands in the line.
std::string longestPiece(std::string_view nonce, std::string_view line) {
  std::string_view longest;
  for (std::size_t at = 0; at < nonce.size(); ++at)
    while (at + longest.size() < nonce.size() &&
           line.find(nonce.substr(at, longest.size() + 1)) != std::string_view::npos)
      longest = nonce.substr(at, longest.size() + 1);
  return std::string(longest);
}

class Judge {
public:
  Judge(const Scenario &scenario, const Watcher &watcher, const Evidence &evidence)
      : scenario(scenario), watcher(watcher), evidence(evidence) {}

  Judgement judge() const {
    // The order is the order of trust: what makes everything else meaningless comes first.
    using Step = std::optional<Judgement> (Judge::*)() const;
    for (const Step step :
         {&Judge::host, &Judge::forbidden, &Judge::rebootLoop, &Judge::flood, &Judge::complaints,
          &Judge::milestones, &Judge::ending, &Judge::budgets, &Judge::facts, &Judge::checks})
      if (const auto judgement = (this->*step)())
        return *judgement;
    return {Verdict::Passed, "passed",
            "all " + std::to_string(watcher.reached().size()) + " milestones and " +
                std::to_string(evidence.checks.size()) + " checks; " + describe(scenario.ending)};
  }

private:
  Judgement kernel(std::string cause, std::string reason) const {
    return {Verdict::KernelFailed, std::move(cause), std::move(reason)};
  }
  // A failure of the boot or, once the kernel had booted, of the test that runs on it.
  Judgement bootOrTest(const std::string &cause, std::string reason) const {
    const bool up = booted();
    return {up ? Verdict::TestFailed : Verdict::KernelFailed, (up ? "test-" : "boot-") + cause,
            std::move(reason)};
  }
  bool booted() const {
    return !scenario.booted.empty() &&
           std::any_of(watcher.reached().begin(), watcher.reached().end(), [&](const Reached &one) {
             return scenario.milestones[one.milestone].name == scenario.booted;
           });
  }
  std::string progress() const {
    std::string text = watcher.reached().empty()
                           ? "no milestone was reached"
                           : "the last milestone was '" +
                                 scenario.milestones[watcher.reached().back().milestone].name + "'";
    if (watcher.bytes() == 0)
      text = "the kernel printed nothing";
    else if (!watcher.lines().empty() && watcher.reached().empty())
      text += ", the last line was " + quoted(watcher.lines().back().text);
    return text;
  }

  std::optional<Judgement> host() const {
    if (!evidence.environment)
      return std::nullopt;
    return Judgement{Verdict::EnvironmentFailed, evidence.environment->cause,
                     evidence.environment->reason};
  }

  std::optional<Judgement> forbidden() const {
    const Sighting *worst = nullptr;
    for (const Sighting &sighting : watcher.sightings()) {
      const Harm harm = scenario.forbidden[sighting.forbidden].harm;
      if (harm == Harm::Warning)
        continue;
      if (!worst || harm < scenario.forbidden[worst->forbidden].harm)
        worst = &sighting;
    }
    if (!worst)
      return evidence.panicked && scenario.ending.kind != Ending::Kind::Panic
                 ? std::optional(kernel("panic", "the guest told QEMU that it panicked"))
                 : std::nullopt;
    const Forbidden &pattern = scenario.forbidden[worst->forbidden];
    const std::string meaning = pattern.meaning.empty() ? "a forbidden line" : pattern.meaning;
    return kernel(pattern.harm == Harm::Fatal ? "panic" : "forbidden-line",
                  meaning + ": " + quoted(worst->line) + "; " + progress());
  }

  std::optional<Judgement> rebootLoop() const {
    if (scenario.banner && watcher.banners() > 1)
      return kernel("reboot-loop", "the banner came " + std::to_string(watcher.banners()) +
                                       " times: the kernel starts again and again");
    return std::nullopt;
  }

  std::optional<Judgement> flood() const {
    if (watcher.longestLine() > (1U << 16U))
      return kernel("endless-line", "a line of " + std::to_string(watcher.longestLine()) +
                                        " bytes without an end; " + progress());
    if (watcher.bytes() > scenario.outputLimit)
      return kernel("output-flood", "more than " + std::to_string(scenario.outputLimit) +
                                        " bytes of output; " + progress());
    return std::nullopt;
  }

  std::optional<Judgement> milestones() const {
    if (watcher.allReached())
      return std::nullopt;
    const Milestone &missing = scenario.milestones[watcher.next()];
    const std::string what = "milestone '" + missing.name + "' was not reached";
    if (watcher.forgery())
      return unproven(watcher.forgery()->text);
    std::string more;
    if (watcher.outOfOrder())
      more = ", though '" + scenario.milestones[*watcher.outOfOrder()].name +
             "', which comes after it, was seen";
    if (evidence.expired) {
      Judgement judgement =
          bootOrTest("timeout", what + " within " + *evidence.expired + more + "; " + progress());
      if (!evidence.state.empty())
        judgement.reason += "; " + evidence.state;
      return judgement;
    }
    return kernel(endedWrongly() ? "unexpected-end" : "milestone-missing",
                  what + more + " before the end (" + endingInWords() + "); " + progress());
  }

  // A line with the words of success and without this run's nonce. A longer piece of the nonce
  // can't stand there by chance: such a line was the kernel's, and lost a part on its way. A short
  // one tells nothing.
  Judgement unproven(const std::string &line) const {
    const std::string piece = longestPiece(scenario.nonce, line);
    const bool begins = !piece.empty() && scenario.nonce.starts_with(piece);
    const std::string what = "the line " + quoted(line);
    if (piece.size() >= (begins ? 4U : 6U))
      return kernel("cut-success",
                    what + " carries only '" + piece + "', " + std::to_string(piece.size()) +
                        " of the " + std::to_string(scenario.nonce.size()) +
                        " characters of this run's nonce: it was cut off, or mixed with other "
                        "output, and proves nothing; " +
                        progress());
    return kernel("forged-success",
                  what + " does not carry this run's nonce" +
                      (begins && line.ends_with(piece)
                           ? " ('" + piece +
                                 "' at its end is how the nonce begins, but too little to tell a "
                                 "line that was cut off from a forged one)"
                           : ""));
  }

  bool endedWrongly() const {
    switch (scenario.ending.kind) {
    case Ending::Kind::Shutdown:
      return evidence.shutdown != "guest-shutdown";
    case Ending::Kind::Reset:
      return evidence.shutdown != "guest-reset";
    case Ending::Kind::Panic:
      return evidence.shutdown != "guest-panic" && !evidence.panicked;
    case Ending::Kind::Exit: {
      // isa-debug-exit and semihosting end QEMU at once, or make it shut down with a status.
      const bool byGuest =
          evidence.exitedByItself.has_value() || evidence.shutdown == "guest-shutdown";
      return !byGuest || evidence.finalStatus != scenario.ending.status;
    }
    case Ending::Kind::Running:
      return !evidence.stillRunning;
    }
    return true;
  }

  std::string endingInWords() const {
    if (evidence.shutdown == "guest-shutdown")
      return scenario.ending.kind == Ending::Kind::Exit && evidence.finalStatus
                 ? "the guest ended QEMU with status " + std::to_string(*evidence.finalStatus)
                 : "the guest powered off";
    if (evidence.shutdown == "guest-reset")
      return "the guest reset the machine";
    if (evidence.shutdown)
      return "QEMU shut down: " + *evidence.shutdown;
    if (evidence.exitedByItself)
      return "QEMU ended with status " + std::to_string(*evidence.exitedByItself);
    if (evidence.panicked)
      return "the guest told QEMU that it panicked";
    if (evidence.expired)
      return "it did not end within " + *evidence.expired;
    return evidence.stillRunning ? "the guest ran on" : "it was ended by the verifier";
  }

  std::optional<Judgement> ending() const {
    if (!endedWrongly())
      return std::nullopt;
    std::string reason = "expected that " + describe(scenario.ending) + ", but " + endingInWords();
    if (evidence.expired && !evidence.state.empty())
      reason += "; " + evidence.state;
    return evidence.expired ? bootOrTest("timeout", reason) : kernel("wrong-ending", reason);
  }

  std::optional<Judgement> budgets() const {
    for (std::size_t at = 0; at < watcher.reached().size(); ++at) {
      const Milestone &milestone = scenario.milestones[watcher.reached()[at].milestone];
      if (!milestone.instructions)
        continue;
      const auto count =
          at < evidence.instructions.size() ? evidence.instructions[at] : std::nullopt;
      if (!count)
        return Judgement{Verdict::EnvironmentFailed, "not-counted",
                         "the instructions up to milestone '" + milestone.name +
                             "' could not be counted"};
      if (*count > *milestone.instructions)
        return Judgement{Verdict::TestFailed, "over-budget",
                         std::to_string(*count) + " instructions up to milestone '" +
                             milestone.name + "', the budget is " +
                             std::to_string(*milestone.instructions)};
    }
    return std::nullopt;
  }

  std::optional<Judgement> complaints() const {
    if (evidence.complaints.empty())
      return std::nullopt;
    return kernel("qemu-complained", "QEMU says: " + quoted(evidence.complaints.front()));
  }

  std::optional<Judgement> facts() const {
    for (const auto &[name, expected] : scenario.facts) {
      const auto found = watcher.facts().find(name);
      if (found == watcher.facts().end())
        return Judgement{Verdict::TestFailed, "fact-missing",
                         "no milestone captured '" + name + "', expected '" + expected + "'"};
      if (found->second != expected)
        return Judgement{Verdict::TestFailed, "fact-differs",
                         "'" + name + "' is '" + toUtf8(found->second) + "', expected '" +
                             expected + "'"};
    }
    return std::nullopt;
  }

  std::optional<Judgement> checks() const {
    for (const Check &check : scenario.checks) {
      const auto made =
          std::find_if(evidence.checks.begin(), evidence.checks.end(),
                       [&](const CheckReport &one) { return one.name == check.name; });
      if (made == evidence.checks.end() || !made->made)
        return Judgement{Verdict::TestFailed, "check-missing",
                         "the check '" + check.name + "' was never made"};
      if (made->holds)
        continue;
      if (!made->claim.empty())
        return kernel("guest-lied", "the guest claims " + quoted(made->claim) + ", but " +
                                        made->name + ": " + made->evidence);
      return Judgement{Verdict::TestFailed, "check-failed", made->name + ": " + made->evidence};
    }
    return std::nullopt;
  }

  const Scenario &scenario;
  const Watcher &watcher;
  const Evidence &evidence;
};

} // namespace

Judgement judge(const Scenario &scenario, const Watcher &watcher, const Evidence &evidence) {
  return Judge(scenario, watcher, evidence).judge();
}

} // namespace levitate::boot

// Everything that was observed of one boot, and the judgement on it.
//
// The judgement is a pure function of the evidence, so that every verdict can be tested without a
// machine.
#pragma once

#include "verify/boot/peer.h"
#include "verify/boot/report.h"
#include "verify/boot/scenario.h"
#include "verify/boot/watcher.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace levitate::boot {

struct Evidence {
  /// What went wrong on the host, if anything: the cause and the reason.
  struct Trouble {
    std::string cause, reason;
  };
  std::optional<Trouble> environment;

  bool started = false; ///< the guest was let run
  std::optional<std::string>
      shutdown; ///< the reason of QMP's SHUTDOWN event, when the guest caused it
  std::optional<std::string> panicked; ///< the action of QMP's GUEST_PANICKED event
  std::optional<int> exitedByItself;   ///< QEMU's status, when it ended before we asked it to
  std::optional<int> finalStatus;      ///< QEMU's status in the end
  unsigned resets = 0;                 ///< RESET events caused by the guest
  std::optional<std::string> expired;  ///< which deadline passed, in words
  std::string expiredKind;             ///< "wall", "cpu" or "milestone"
  std::string state;                   ///< what the processors did when it passed
  bool stillRunning = false;           ///< it ran on through the grace window
  std::map<std::string, std::map<std::string, std::int64_t>> block; ///< QEMU's counters by disk
  std::map<std::string, std::int64_t> blockErrors; ///< BLOCK_IO_ERROR events by disk
  /// Instructions the guest had executed at each milestone that was reached, in step with
  /// Watcher::reached(); empty when they were not counted.
  std::vector<std::optional<std::uint64_t>> instructions;
  std::vector<std::string> complaints; ///< what QEMU itself printed after the guest was started
  std::vector<CheckReport> checks;     ///< those that were made, in the order of the scenario
};

struct Judgement {
  Verdict verdict = Verdict::KernelFailed;
  std::string cause = "crashed";
  std::string reason = "there is no evidence of anything";
};

/// The verdict. It is `crashed` until evidence says better: it passes only when nothing is wrong on
/// the host, no fatal or forbidden line was seen, all milestones were reached, one of them with
/// this run's nonce, it ended as it had to, and every fact and check holds.
Judgement judge(const Scenario &scenario, const Watcher &watcher, const Evidence &evidence);

} // namespace levitate::boot

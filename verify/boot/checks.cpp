#include "verify/boot/checks.h"

#include "base/files.h"
#include "base/text.h"
#include "verify/boot/disk.h"
#include "verify/boot/ktap.h"
#include "verify/boot/screen.h"
#include "verify/boot/trace.h"

#include <algorithm>

namespace levitate::boot {

namespace {

std::string_view kindName(Check::Kind kind) {
  switch (kind) {
  case Check::Kind::Disk:
    return "disk";
  case Check::Kind::Screen:
    return "screen";
  case Check::Kind::Ktap:
    return "ktap";
  case Check::Kind::Block:
    return "block";
  case Check::Kind::Network:
    return "network";
  case Check::Kind::Entropy:
    return "entropy";
  case Check::Kind::Facts:
    return "facts";
  case Check::Kind::Writes:
    return "writes";
  case Check::Kind::Events:
    return "events";
  }
  return "";
}

CheckReport begin(const Check &check) {
  return {.name = check.name, .kind = std::string(kindName(check.kind)), .made = true};
}

CheckReport failed(CheckReport report, std::string evidence) {
  report.holds = false;
  report.evidence = std::move(evidence);
  return report;
}

CheckReport held(CheckReport report, std::string evidence) {
  report.holds = true;
  report.evidence = std::move(evidence);
  return report;
}

CheckReport checkDisk(const Check &check, const Witnesses &witnesses) {
  CheckReport report = begin(check);
  const std::string &path = witnesses.wiring.disks.at(check.device);
  if (check.unchanged) {
    const auto digest = fileDigest(path);
    if (!digest)
      return failed(report, digest.error().text());
    const bool same = *digest == witnesses.digestsBefore.at(check.device);
    return same ? held(report, "the image is as it was made")
                : failed(report, "the image was written to");
  }
  std::string expected = bytesOf(check.contents);
  if (!check.copyOf.empty()) {
    const auto fact = witnesses.watcher.facts().find(check.copyOf);
    if (fact == witnesses.watcher.facts().end())
      return failed(report, "no milestone captured '" + check.copyOf + "'");
    const auto bytes = fromHex(fact->second);
    if (!bytes || bytes->empty())
      return failed(report, "'" + check.copyOf + "' is not hex: " + fact->second);
    expected = *bytes;
  }
  const auto found = readBytes(path, check.contents.offset, expected.size());
  if (!found)
    return failed(report, found.error().text());
  const std::string place = std::to_string(expected.size()) + " bytes at " +
                            std::to_string(check.contents.offset) + " of the image";
  return *found == expected ? held(report, place + " are as expected")
                            : failed(report, place + ": " + firstDifference(expected, *found));
}

CheckReport checkCounters(CheckReport report, const Check &check, const Watcher &watcher,
                          const std::map<std::string, std::int64_t> &counters) {
  std::vector<std::string> right, wrong;
  const auto value = [&](const std::string &name) {
    const auto found = counters.find(name);
    return found == counters.end() ? std::int64_t{0} : found->second;
  };
  for (const auto &[name, least] : check.least)
    (value(name) >= least ? right : wrong)
        .push_back(name + " is " + std::to_string(value(name)) +
                   (value(name) >= least ? "" : ", expected at least " + std::to_string(least)));
  for (const auto &[name, most] : check.most)
    (value(name) <= most ? right : wrong)
        .push_back(name + " is " + std::to_string(value(name)) +
                   (value(name) <= most ? "" : ", expected at most " + std::to_string(most)));
  for (const auto &[name, fact] : check.equals) {
    const auto claimed = watcher.facts().find(fact);
    const std::string text = claimed == watcher.facts().end() ? "nothing" : claimed->second;
    const bool same = text == std::to_string(value(name));
    (same ? right : wrong)
        .push_back(name + " is " + std::to_string(value(name)) + ", the guest says " + text);
  }
  return wrong.empty() ? held(report, join(right, "; ")) : failed(report, join(wrong, "; "));
}

CheckReport checkEntropy(const Check &check, const Witnesses &witnesses) {
  CheckReport report = begin(check);
  const auto fact = witnesses.watcher.facts().find(check.fact);
  if (fact == witnesses.watcher.facts().end())
    return failed(report, "no milestone captured '" + check.fact + "'");
  const auto bytes = fromHex(fact->second);
  if (!bytes || bytes->size() < 8)
    return failed(report, "'" + check.fact + "' is not hex of at least 8 bytes: " + fact->second);
  const auto source = readText(witnesses.wiring.entropies.at(check.device));
  if (!source)
    return failed(report, source.error().text());
  const std::size_t at = source->find(*bytes);
  return at == std::string::npos
             ? failed(report, "the " + std::to_string(bytes->size()) +
                                  " bytes of the guest are not among those the device handed out")
             : held(report, std::to_string(bytes->size()) + " bytes of the guest are those at " +
                                std::to_string(at) + " of the device's source");
}

CheckReport checkKtap(const Check &check, const Witnesses &witnesses) {
  CheckReport report = begin(check);
  std::vector<std::string> lines;
  for (const Line &line : witnesses.watcher.lines())
    if (line.console.empty())
      lines.push_back(line.text);
  const KtapResult result = parseKtap(lines);
  const std::string summary = std::to_string(result.passed) + " passed, " +
                              std::to_string(result.failed) + " failed, " +
                              std::to_string(result.skipped) + " skipped";
  if (!result.problems.empty())
    return failed(report, result.problems.front() + "; " + summary);
  for (const KtapTest &test : result.tests)
    if (!test.passed && !test.skipped && !test.todo)
      return failed(report, "'" + test.name + "' failed; " + summary);
  if (result.passed == 0)
    return failed(report, "no test ran; " + summary);
  report = checkCounters(
      report, check, witnesses.watcher,
      {{"tests", static_cast<std::int64_t>(result.tests.size())}, {"skipped", result.skipped}});
  report.evidence = report.holds ? summary : report.evidence + "; " + summary;
  return report;
}

// The writes that cover the whole range, as QEMU logged them.
CheckReport checkWrites(const Check &check, const Witnesses &witnesses) {
  CheckReport report = begin(check);
  const auto log = readWriteLog(witnesses.wiring.writeLogs.at(check.device));
  if (!log)
    return failed(report, log.error().text());
  const auto &[offset, length] = std::pair(check.contents.offset, check.contents.length);
  std::vector<std::string> contents;
  for (const LoggedWrite &write : *log)
    if (write.offset <= offset && offset + length <= write.offset + write.bytes.size())
      contents.push_back(write.bytes.substr(offset - write.offset, length));
  const std::string found = std::to_string(contents.size()) + " writes of the " +
                            std::to_string(length) + " bytes at " + std::to_string(offset);
  if (contents.size() < static_cast<std::size_t>(check.times))
    return failed(report, found + ", expected at least " + std::to_string(check.times));
  if (check.changes && std::all_of(contents.begin(), contents.end(),
                                   [&](const std::string &one) { return one == contents.front(); }))
    return failed(report, found + ", all of the same bytes");
  return held(report, found);
}

// What the device was told to do, as QEMU saw it.
CheckReport checkEvents(const Check &check, const Witnesses &witnesses) {
  CheckReport report = begin(check);
  const auto log = readText(witnesses.wiring.traceFile);
  if (!log)
    return failed(report, log.error().text());
  std::int64_t count = 0;
  bool outdated = false; // `after` came since the last of the events
  for (std::string_view rest = *log; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = withoutStamp(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.starts_with(check.event)) {
      ++count;
      outdated = false;
    } else if (!check.after.empty() && line.starts_with(check.after)) {
      outdated = true;
    }
  }
  const std::string found = "QEMU saw '" + check.event + "' " + std::to_string(count) + " times";
  if (count < check.times)
    return failed(report, found + ", expected at least " + std::to_string(check.times));
  if (outdated)
    return failed(report, found + ", but not after the last '" + check.after + "'");
  return held(report, found);
}

CheckReport checkFacts(const Check &check, const Witnesses &witnesses) {
  CheckReport report = begin(check);
  std::vector<std::string> right;
  for (const auto &[name, expected] : check.equals) {
    const auto found = witnesses.watcher.facts().find(name);
    const std::string value =
        found == witnesses.watcher.facts().end() ? "nothing" : "'" + found->second + "'";
    if (value != "'" + expected + "'")
      return failed(report, name + " is " + value + ", expected '" + expected + "'");
    right.push_back(name + " is " + value);
  }
  return held(report, join(right, "; "));
}

} // namespace

std::string claimOf(const Check &check, const Scenario &scenario, const Watcher &watcher) {
  for (const Reached &reached : watcher.reached())
    if (!check.claim.empty() && scenario.milestones[reached.milestone].name == check.claim)
      return reached.line;
  return {};
}

asio::awaitable<Result<std::map<std::string, std::map<std::string, std::int64_t>>>>
queryBlock(Machine &machine) {
  const auto answer = co_await machine.qmp().execute("query-blockstats");
  if (!answer)
    co_return answer.error();
  std::map<std::string, std::map<std::string, std::int64_t>> disks;
  for (const auto &entry : *answer) {
    const std::string id = entry.value("device", std::string());
    const auto stats = entry.value("stats", nlohmann::json::object());
    const auto number = [&](const char *name) {
      return stats.contains(name) && stats[name].is_number() ? stats[name].get<std::int64_t>() : 0;
    };
    disks[id] = {{"reads", number("rd_operations")},
                 {"writes", number("wr_operations")},
                 {"flushes", number("flush_operations")},
                 {"bytes-read", number("rd_bytes")},
                 {"bytes-written", number("wr_bytes")},
                 {"failed", number("failed_rd_operations") + number("failed_wr_operations") +
                                number("failed_flush_operations")}};
  }
  co_return disks;
}

static asio::awaitable<CheckReport> lookOnce(const Check &check, Machine &machine,
                                             std::string path) {
  CheckReport report = begin(check);
  const auto taken = co_await machine.screenshot(path, check.device, "ppm");
  if (!taken)
    co_return failed(report, taken.error().text());
  const auto bytes = readText(path);
  if (!bytes)
    co_return failed(report, bytes.error().text());
  const auto screen = decodePpm(*bytes);
  if (!screen)
    co_return failed(report, screen.error().text());
  std::vector<Font> fonts;
  for (const Check::Text &text : check.texts) {
    const auto file = readText(text.font);
    if (!file)
      co_return failed(report, file.error().text());
    auto font = decodeFont(*file);
    if (!font)
      co_return failed(report, text.font + ": " + font.error().text());
    fonts.push_back(std::move(*font));
  }
  const ScreenFindings findings = examine(*screen, check, fonts);
  co_return findings.wrong.empty() ? held(report, join(findings.right, "; "))
                                   : failed(report, join(findings.wrong, "; "));
}

asio::awaitable<CheckReport> checkScreen(const Check &check, Machine &machine, std::string path,
                                         Seconds patience) {
  // A picture has no event that says it is complete: a kernel draws while it goes on running.
  const auto until = std::chrono::steady_clock::now() +
                     std::chrono::duration_cast<std::chrono::nanoseconds>(patience);
  while (true) {
    CheckReport report = co_await lookOnce(check, machine, path);
    if (report.holds || std::chrono::steady_clock::now() >= until || machine.endStatus())
      co_return report;
    const Action pause{.kind = Action::Kind::Wait, .wait = Seconds(0.05)};
    (void)co_await machine.perform(pause);
  }
}

CheckReport checkAfterwards(const Check &check, const Witnesses &witnesses) {
  switch (check.kind) {
  case Check::Kind::Disk:
    return checkDisk(check, witnesses);
  case Check::Kind::Ktap:
    return checkKtap(check, witnesses);
  case Check::Kind::Block: {
    const auto found = witnesses.evidence.block.find(check.device);
    if (found == witnesses.evidence.block.end())
      return failed(begin(check), "QEMU was gone before its counters could be read");
    std::map<std::string, std::int64_t> counters = found->second;
    const auto errors = witnesses.evidence.blockErrors.find(check.device);
    counters["io-errors"] = errors == witnesses.evidence.blockErrors.end() ? 0 : errors->second;
    return checkCounters(begin(check), check, witnesses.watcher, counters);
  }
  case Check::Kind::Network:
    return checkCounters(begin(check), check, witnesses.watcher,
                         witnesses.networks.at(check.device));
  case Check::Kind::Entropy:
    return checkEntropy(check, witnesses);
  case Check::Kind::Facts:
    return checkFacts(check, witnesses);
  case Check::Kind::Writes:
    return checkWrites(check, witnesses);
  case Check::Kind::Events:
    return checkEvents(check, witnesses);
  case Check::Kind::Screen:
    break;
  }
  return failed(begin(check), "the machine was gone before the screen could be looked at");
}

} // namespace levitate::boot

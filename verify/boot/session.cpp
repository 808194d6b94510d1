#include "verify/boot/session.h"

#include "base/files.h"
#include "base/text.h"
#include "verify/boot/checks.h"
#include "verify/boot/diagnosis.h"
#include "verify/boot/disk.h"
#include "verify/boot/machine.h"
#include "verify/boot/run_folder.h"
#include "verify/boot/trace.h"
#include "verify/boot/watcher.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <sstream>

namespace levitate::boot {

namespace {

using Clock = std::chrono::steady_clock;

std::atomic<bool> signalled = false;

std::string secondsText(Seconds time) {
  std::string text = std::to_string(time.count());
  text.erase(std::min(text.size(), text.find('.') + 3));
  return text + " s";
}

std::string addressText(std::uint64_t address) {
  std::ostringstream text;
  text << "0x" << std::hex << address;
  return text.str();
}

class Session {
public:
  Session(const Scenario &scenario, const SymbolFile &symbols, const SessionOptions &options,
          Attempt &attempt)
      : scenario(scenario), symbols(symbols), options(options), attempt(attempt), watcher(scenario),
        changed(context), signals(context) {}

  void run();

private:
  void trouble(std::string cause, std::string reason) {
    if (!evidence.environment)
      evidence.environment = {std::move(cause), std::move(reason)};
    wake();
  }
  void wake() { changed.cancel(); }
  Seconds now() const { return evidence.started ? Seconds(Clock::now() - start) : Seconds(0); }

  void onSerial(std::string_view bytes, const std::string &console);
  void onEvent(const nlohmann::json &event);
  void onOutput(std::string_view bytes);
  void onEnd(int status);

  asio::awaitable<void> conduct();
  asio::awaitable<void> follow();
  asio::awaitable<void> linger(Seconds time);
  asio::awaitable<void> actOnMilestones();
  asio::awaitable<void> lookAtTheEnd();
  asio::awaitable<void> makeScreenCheck(const Check &check);
  asio::awaitable<void> keepScreenshot(std::string name);
  asio::awaitable<void> keepSnapshot(std::string name, std::string milestone);

  bool decided() const;
  bool unproven() const;
  bool over() const {
    return evidence.shutdown || machine->endStatus() || evidence.environment || qmpClosed;
  }
  bool expire(Seconds wall, double cpu);
  Clock::time_point nextLook(Seconds wall, double cpu) const;

  void readRecordedTrace();
  void judgeAndReport();
  void keepArtifacts();

  const Scenario &scenario;
  const SymbolFile &symbols;
  const SessionOptions &options;
  Attempt &attempt;
  Watcher watcher;
  Evidence evidence;

  asio::io_context context; // before everything that lives on it
  asio::steady_timer changed;
  asio::signal_set signals;
  std::optional<RunFolder> folder;
  std::unique_ptr<Machine> machine;

  Clock::time_point start;
  std::size_t acted = 0; // milestones whose actions are done
  Seconds lastMilestone{0};
  std::vector<double> milestoneCpu; // in step with watcher.reached()
  std::optional<Seconds> allReachedAt;
  std::map<std::string, std::string> digestsBefore;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> guestRam; // for the trace
  std::string qemuText;
  bool quitting = false;
  bool qmpClosed = false;
  bool hopeless = false; // nothing came that proves the success

  static constexpr Seconds patience{0.3}; // for what follows a panic, or an unproven success
};

void Session::onSerial(std::string_view bytes, const std::string &console) {
  if (console.empty()) {
    attempt.serial.append(bytes);
    if (options.onOutput)
      options.onOutput(bytes);
  }
  const std::size_t milestonesBefore = watcher.reached().size();
  const bool decidedBefore = decided(), unprovenBefore = unproven();
  watcher.feed(bytes, now(), console);
  while (milestoneCpu.size() < watcher.reached().size())
    milestoneCpu.push_back(machine ? machine->process().cpuSeconds() : 0);
  if (!watcher.reached().empty())
    lastMilestone = watcher.reached().back().at;
  if (watcher.allReached() && !allReachedAt)
    allReachedAt = now();
  // Kernels print byte by byte; most bytes change nothing.
  if (watcher.reached().size() != milestonesBefore || decided() != decidedBefore ||
      unproven() != unprovenBefore)
    wake();
}

void Session::onEvent(const nlohmann::json &event) {
  const std::string name = event.value("event", std::string());
  const nlohmann::json data = event.value("data", nlohmann::json::object());
  if (name == "SHUTDOWN" && data.value("guest", false)) {
    evidence.shutdown = data.value("reason", std::string("guest-shutdown"));
  } else if (name == "SHUTDOWN" && !quitting) {
    trouble("qemu-stopped", "QEMU was told to end by somebody else (" +
                                data.value("reason", std::string("unknown")) + ")");
  } else if (name == "RESET" && data.value("guest", false)) {
    ++evidence.resets;
  } else if (name == "GUEST_PANICKED") {
    evidence.panicked = data.value("action", std::string());
  } else if (name == "BLOCK_IO_ERROR") {
    const std::string disk = data.value("device", std::string());
    if (data.value("nospace", false))
      trouble("host-disk-full", "the host has no space left for the image of disk '" + disk + "'");
    ++evidence.blockErrors[disk];
    attempt.warnings.push_back("QEMU: BLOCK_IO_ERROR on disk '" + disk + "', " +
                               data.value("operation", std::string()) + ": " +
                               data.value("reason", std::string()));
  }
  wake();
}

void Session::onOutput(std::string_view bytes) {
  attempt.qemuOutput.append(
      bytes.substr(0, (1U << 20U) - std::min<std::size_t>(attempt.qemuOutput.size(), 1U << 20U)));
  if (!evidence.started || quitting)
    return;
  qemuText.append(bytes);
  for (std::size_t end = qemuText.find('\n'); end != std::string::npos; end = qemuText.find('\n')) {
    const std::string line = qemuText.substr(0, end);
    qemuText.erase(0, end + 1);
    // Not about the guest: who ended QEMU, and that a guest under -icount waits for no timer.
    const bool aboutTheHost =
        line.find("terminating on signal") != std::string::npos ||
        line.find("icount sleep disabled and no active timers") != std::string::npos;
    if (!aboutTheHost && !trim(line).empty() && evidence.complaints.size() < 100)
      evidence.complaints.push_back(line);
  }
}

void Session::onEnd(int status) {
  evidence.finalStatus = status;
  if (!quitting)
    evidence.exitedByItself = status;
  wake();
}

// True when more output can't change the verdict.
bool Session::decided() const {
  for (const Sighting &sighting : watcher.sightings())
    if (scenario.forbidden[sighting.forbidden].harm == Harm::Fatal)
      return true;
  return evidence.panicked.has_value() || (scenario.banner && watcher.banners() > 1) ||
         watcher.longestLine() > (1U << 16U) || watcher.bytes() > scenario.outputLimit;
}

// The words of success came without this run's nonce, and nothing else is awaited. The line may
// have been cut, and its rest or a whole one may follow at once; whether it does must not hang on
// the pieces in which output arrives.
bool Session::unproven() const {
  return watcher.forgery() && watcher.next() + 1 == scenario.milestones.size();
}

// Notes which deadline has passed, if any.
bool Session::expire(Seconds wall, double cpu) {
  if (cpu >= scenario.deadline.cpu.count()) {
    evidence.expired = secondsText(scenario.deadline.cpu) + " of processor time";
    evidence.expiredKind = "cpu";
  } else if (wall >= scenario.deadline.wall) {
    evidence.expired = secondsText(scenario.deadline.wall);
    evidence.expiredKind = "wall";
  } else if (!watcher.allReached()) {
    const Seconds within =
        scenario.milestones[watcher.next()].within.value_or(scenario.deadline.milestone);
    if (wall - lastMilestone >= within) {
      evidence.expired = secondsText(within) + " after the one before";
      evidence.expiredKind = "milestone";
    }
  }
  if (!evidence.expired)
    return false;
  // A host that gave QEMU hardly any time proves nothing about the kernel.
  const double starved = machine->process().starvedSeconds();
  if (evidence.expiredKind != "cpu" && starved > wall.count() * 0.5 && starved > cpu)
    trouble("host-overloaded", "QEMU waited " + secondsText(Seconds(starved)) + " of " +
                                   secondsText(wall) + " for a processor of the host");
  return true;
}

// When to look again if nothing happens. Processor time can't pass faster than all of QEMU's
// threads together let it, so that this is no polling: it comes a few times in a run.
Clock::time_point Session::nextLook(Seconds wall, double cpu) const {
  Seconds left = scenario.deadline.wall - wall;
  if (!watcher.allReached()) {
    const Seconds within =
        scenario.milestones[watcher.next()].within.value_or(scenario.deadline.milestone);
    left = std::min(left, within - (wall - lastMilestone));
  } else if (scenario.ending.kind == Ending::Kind::Running) {
    left = std::min(left, scenario.grace - (wall - *allReachedAt));
  }
  if (unproven())
    left = std::min(left, patience - (wall - watcher.forgery()->at));
  const double cpuLeft =
      std::max(0.005, scenario.deadline.cpu.count() - cpu) / static_cast<double>(scenario.cpus + 1);
  left = std::min(left, Seconds(cpuLeft));
  return Clock::now() + std::chrono::duration_cast<Clock::duration>(std::max(left, Seconds(0.001)));
}

asio::awaitable<void> Session::linger(Seconds time) {
  const auto until = Clock::now() + std::chrono::duration_cast<Clock::duration>(time);
  while (Clock::now() < until && !machine->endStatus() && !evidence.shutdown) {
    asio::error_code ignored;
    changed.expires_at(until);
    co_await changed.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (watcher.bytes() > scenario.outputLimit)
      co_return;
  }
}

asio::awaitable<void> Session::keepScreenshot(std::string name) {
  if (options.artifacts.empty())
    co_return;
  const std::string path = absolutePath(options.artifacts + "/" + name + ".png");
  if (!makeDirectory(std::string(parentPath(path))))
    co_return;
  if (co_await machine->screenshot(path, "", "png"))
    attempt.files["screenshot " + name] = path;
}

// The guest's memory and registers as an ELF core, for a debugger.
asio::awaitable<void> Session::keepSnapshot(std::string name, std::string milestone) {
  if (options.artifacts.empty()) {
    attempt.warnings.push_back("the snapshot '" + name + "' was not kept: there is no --artifacts");
    co_return;
  }
  const std::string path = absolutePath(options.artifacts + "/" + name + ".core");
  if (!makeDirectory(std::string(parentPath(path))))
    co_return;
  const nlohmann::json arguments = {{"paging", false}, {"protocol", "file:" + path}};
  const auto kept = co_await machine->qmp().execute("dump-guest-memory", arguments);
  if (kept)
    attempt.files["snapshot " + name] = path;
  else if (!over())
    trouble("action-failed",
            "at milestone '" + milestone + "': " + kept.error().diagnostics.front().message);
}

asio::awaitable<void> Session::makeScreenCheck(const Check &check) {
  if (std::any_of(evidence.checks.begin(), evidence.checks.end(),
                  [&](const CheckReport &made) { return made.name == check.name; }))
    co_return;
  CheckReport report = co_await checkScreen(check, *machine, folder->path() + "/screen.ppm",
                                            evidence.shutdown ? Seconds(0) : Seconds(5));
  report.claim = claimOf(check, scenario, watcher);
  evidence.checks.push_back(std::move(report));
  co_await keepScreenshot(check.name);
}

asio::awaitable<void> Session::actOnMilestones() {
  while (acted < watcher.reached().size() && !machine->endStatus()) {
    const Milestone &milestone = scenario.milestones[watcher.reached()[acted++].milestone];
    for (const Action &action : milestone.then) {
      if (machine->endStatus() || evidence.environment)
        co_return;
      if (action.kind == Action::Kind::Screenshot) {
        co_await keepScreenshot(action.text);
        continue;
      }
      if (action.kind == Action::Kind::Snapshot) {
        co_await keepSnapshot(action.text, milestone.name);
        continue;
      }
      if (action.kind == Action::Kind::Check) {
        for (const Check &check : scenario.checks)
          if (check.name == action.text && check.kind == Check::Kind::Screen)
            co_await makeScreenCheck(check);
        continue;
      }
      const auto done = co_await machine->perform(action);
      // The guest may power off while we speak to the machine: that is judged by how it ends.
      if (!done && !machine->endStatus() && !evidence.shutdown && machine->qmp().open())
        trouble("action-failed", "at milestone '" + milestone.name +
                                     "': " + done.error().diagnostics.front().message);
    }
    for (const Check &check : scenario.checks)
      if (check.kind == Check::Kind::Screen && check.at == milestone.name)
        co_await makeScreenCheck(check);
  }
}

// Follows the boot until it is over, decided, or out of time.
asio::awaitable<void> Session::follow() {
  while (true) {
    co_await actOnMilestones();
    if (over())
      machine->drain(); // what it printed before the event may still be in the socket
    if (over() || decided())
      co_return;
    if (acted < watcher.reached().size())
      continue;
    const Seconds wall = now();
    const double cpu = machine->process().cpuSeconds();
    if (scenario.ending.kind == Ending::Kind::Running && watcher.allReached() &&
        wall - *allReachedAt >= scenario.grace) {
      evidence.stillRunning = true;
      co_return;
    }
    hopeless = unproven() && wall - watcher.forgery()->at >= patience;
    if (hopeless || expire(wall, cpu))
      co_return;
    asio::error_code ignored;
    changed.expires_at(nextLook(wall, cpu));
    co_await changed.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
}

// While the machine is still there: registers of a hang, screens, counters.
asio::awaitable<void> Session::lookAtTheEnd() {
  if (machine->endStatus() || !machine->qmp().open())
    co_return;
  if (decided())
    co_await linger(patience); // a panic's registers and backtrace come after its first line
  const bool meant = evidence.panicked && scenario.ending.kind == Ending::Kind::Panic;
  const bool failed = evidence.expired || hopeless || (decided() && !meant) ||
                      (evidence.shutdown && !watcher.allReached());
  if (failed && !machine->endStatus()) {
    const Diagnosis diagnosis = co_await diagnose(*machine, symbols, context);
    evidence.state = evidence.expired ? diagnosis.state : "";
    attempt.diagnosis = diagnosis.text;
    co_await keepScreenshot("at-the-end");
  } else {
    for (const Check &check : scenario.checks)
      if (check.kind == Check::Kind::Screen && check.at.empty())
        co_await makeScreenCheck(check);
  }
  if (auto counters = co_await queryBlock(*machine); counters)
    evidence.block = std::move(*counters);
}

asio::awaitable<void> Session::conduct() {
  const Seconds forGreeting = std::min(Seconds(60), scenario.deadline.wall);
  const auto greeting = co_await machine->qmp().handshake(
      std::chrono::duration_cast<std::chrono::milliseconds>(forGreeting));
  if (greeting) {
    const nlohmann::json version = greeting->value("version", nlohmann::json::object());
    const nlohmann::json numbers = version.value("qemu", nlohmann::json::object());
    attempt.qemuVersion = std::to_string(numbers.value("major", 0)) + "." +
                          std::to_string(numbers.value("minor", 0)) + "." +
                          std::to_string(numbers.value("micro", 0));
    if (!machine->wiring().probe.empty())
      if (const auto map = co_await machine->qmp().monitor("info mtree -f"))
        guestRam = guestMemory(*map);
    start = Clock::now();
    evidence.started = true;
    const auto running = co_await machine->qmp().execute("cont");
    if (!running && machine->qmp().open())
      trouble("qemu-refused", running.error().diagnostics.front().message);
    co_await follow();
    attempt.seconds = now().count();
    co_await lookAtTheEnd();
  } else if (!machine->endStatus() && machine->qmp().open()) {
    trouble("qmp-silent", greeting.error().diagnostics.front().message);
  }
  // When the connection is gone, the end of the process is about to be seen: wait for that before
  // deciding that only the connection went.
  if (!machine->endStatus() && !machine->qmp().open()) {
    const auto until = Clock::now() + std::chrono::seconds(2);
    while (!machine->endStatus() && Clock::now() < until) {
      asio::error_code ignored;
      changed.expires_at(until);
      co_await changed.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    if (!machine->endStatus())
      trouble("qmp-lost", "QEMU closed its QMP connection and went on running");
  }
  quitting = true;
  if (evidence.environment)
    machine->kill();
  co_await machine->quit();
  machine->drain();
  machine->close();
  signals.cancel();
}

// What was recorded, and the count of instructions for each milestone.
void Session::readRecordedTrace() {
  if (!scenario.deterministic || !machine)
    return;
  if (machine->wiring().probe.empty()) {
    attempt.warnings.push_back("no trace was recorded: " + scenario.program +
                               " does not load the plugin that counts instructions");
    return;
  }
  const auto log = readText(machine->wiring().traceFile);
  if (!log)
    return;
  TraceContext trace{.memory = guestRam, .serial = attempt.serial};
  for (std::size_t at = attempt.serial.find(attempt.nonce); at != std::string::npos;
       at = attempt.serial.find(attempt.nonce, at + attempt.nonce.size()))
    trace.varying.push_back({at, at + attempt.nonce.size(), "nonce"});
  for (const Reached &reached : watcher.reached())
    if (scenario.milestones[reached.milestone].console.empty())
      trace.varying.insert(trace.varying.end(), reached.varying.begin(), reached.varying.end());
  std::sort(trace.varying.begin(), trace.varying.end(),
            [](const VaryingText &a, const VaryingText &b) { return a.begin < b.begin; });
  DeviceTrace recorded = readTrace(*log, trace);
  if (!recorded.settled)
    attempt.warnings.push_back("a device of QEMU was busy without end: the trace may not repeat");
  if (recorded.cut > 0)
    attempt.warnings.push_back("the trace is too long: its last " + std::to_string(recorded.cut) +
                               " events were left out");
  for (const Reached &reached : watcher.reached()) {
    const bool counted = scenario.milestones[reached.milestone].console.empty() &&
                         reached.end > 0 && reached.end <= recorded.serialInstructions.size();
    evidence.instructions.push_back(
        counted ? std::optional(recorded.serialInstructions[reached.end - 1]) : std::nullopt);
  }
  if (!options.keepTrace)
    return;
  std::map<std::uint64_t, std::size_t> places = {{0, 0}};
  attempt.trace.symbols = {""};
  for (TraceEvent &event : recorded.events) {
    const auto [place, isNew] = places.try_emplace(event.place, attempt.trace.symbols.size());
    if (isNew) {
      const std::string name = symbols.nameOf(event.place);
      attempt.trace.symbols.push_back(name.empty() ? addressText(event.place)
                                                   : name + " (" + addressText(event.place) + ")");
    }
    attempt.trace.events.push_back(std::move(event.text));
    attempt.trace.instructions.push_back(event.instructions);
    attempt.trace.places.push_back(place->second);
  }
}

void Session::judgeAndReport() {
  watcher.finish(now());
  readRecordedTrace();
  while (milestoneCpu.size() < watcher.reached().size())
    milestoneCpu.push_back(attempt.cpuSeconds);
  // QEMU that ends before or without the guest's doing.
  if (evidence.exitedByItself && !evidence.environment) {
    const int status = *evidence.exitedByItself;
    if (status > 128 && status < 128 + 65)
      evidence.environment = {"qemu-killed",
                              "QEMU was ended by signal " + std::to_string(status - 128)};
    else if (!evidence.started)
      evidence.environment = {"qemu-refused", "QEMU ended with status " + std::to_string(status) +
                                                  " before the guest was started: " +
                                                  (trim(attempt.qemuOutput).empty()
                                                       ? std::string("it said nothing")
                                                       : std::string(trim(attempt.qemuOutput)))};
  }
  std::map<std::string, std::map<std::string, std::int64_t>> networks;
  for (const Network &network : scenario.networks)
    if (machine && machine->peer(network.id))
      networks[network.id] = machine->peer(network.id)->counters();
  std::vector<CheckReport> checks;
  for (const Check &check : scenario.checks) {
    const auto made = std::find_if(evidence.checks.begin(), evidence.checks.end(),
                                   [&](const CheckReport &one) { return one.name == check.name; });
    if (made != evidence.checks.end()) {
      checks.push_back(*made);
    } else if (machine && evidence.started) {
      checks.push_back(
          checkAfterwards(check, {watcher, evidence, machine->wiring(), networks, digestsBefore}));
      checks.back().claim = claimOf(check, scenario, watcher);
    }
  }
  evidence.checks = std::move(checks);

  const Judgement judgement = judge(scenario, watcher, evidence);
  attempt.verdict = judgement.verdict;
  attempt.cause = judgement.cause;
  attempt.reason = judgement.reason;
  attempt.checks = evidence.checks;
  attempt.facts = watcher.facts();
  attempt.status = evidence.finalStatus.value_or(-1);
  attempt.ending = evidence.shutdown.value_or(evidence.stillRunning     ? "running"
                                              : evidence.exitedByItself ? "exit"
                                              : evidence.expired        ? "timeout"
                                                                        : "ended-by-verifier");
  for (std::size_t index = 0; index < scenario.milestones.size(); ++index) {
    const Milestone &milestone = scenario.milestones[index];
    MilestoneReport report{.name = milestone.name, .optional = milestone.optional};
    for (std::size_t at = 0; at < watcher.reached().size(); ++at) {
      const Reached &reached = watcher.reached()[at];
      if (reached.milestone != index)
        continue;
      report.reached = true;
      report.line = reached.line;
      report.seconds = reached.at.count();
      report.cpuSeconds = milestoneCpu[at];
      report.guestSeconds = reached.guestSeconds;
      if (at < evidence.instructions.size())
        report.instructions = evidence.instructions[at];
      report.captures = reached.captures;
      report.rejoined = reached.rejoined;
    }
    attempt.milestones.push_back(std::move(report));
  }
  for (const Sighting &sighting : watcher.sightings())
    if (scenario.forbidden[sighting.forbidden].harm == Harm::Warning &&
        attempt.warnings.size() < 100)
      attempt.warnings.push_back(sighting.line);
  if (machine)
    for (const auto &[id, path] : machine->wiring().disks)
      if (const auto digest = fileDigest(path))
        attempt.disks[id] = *digest;
}

void Session::keepArtifacts() {
  if (options.artifacts.empty())
    return;
  const auto keep = [&](const std::string &name, const std::string &text) {
    const std::string path = absolutePath(options.artifacts + "/" + name);
    if (text.empty())
      return;
    if (const auto written = writeText(path, text))
      attempt.files[name] = path;
    else
      attempt.warnings.push_back(name + " was not kept: " + written.error().text());
  };
  keep("serial.log", attempt.serial);
  keep("qemu.log", attempt.qemuOutput);
  keep("diagnosis.txt", attempt.diagnosis);
  if (machine && !machine->wiring().traceFile.empty())
    if (const auto log = readText(machine->wiring().traceFile))
      keep("trace.log", *log);
}

void Session::run() {
  const auto begin = Clock::now();
  if (options.handleSignals) {
    signals.add(SIGINT);
    signals.add(SIGTERM);
    signals.async_wait([this](const asio::error_code &problem, int) {
      if (problem)
        return;
      signalled = true;
      trouble("interrupted", "the verifier was asked to end");
    });
  }
  const auto prepare = [&]() -> Result<void> {
    LEVITATE_TRY(made, RunFolder::make());
    folder.emplace(std::move(made));
    LEVITATE_TRY(started,
                 Machine::start(
                     context, scenario, folder->path(),
                     {.onSerial = [this](std::string_view bytes,
                                         const std::string &console) { onSerial(bytes, console); },
                      .onEvent = [this](const nlohmann::json &event) { onEvent(event); },
                      .onOutput = [this](std::string_view bytes) { onOutput(bytes); },
                      .onQmpClosed =
                          [this] {
                            qmpClosed = true;
                            wake();
                          },
                      .onEnd = [this](int status) { onEnd(status); }}));
    machine = std::move(started);
    attempt.argv = machine->arguments();
    for (const Check &check : scenario.checks)
      if (check.kind == Check::Kind::Disk && check.unchanged) {
        LEVITATE_TRY(digest, fileDigest(machine->wiring().disks.at(check.device)));
        digestsBefore[check.device] = digest;
      }
    return {};
  };
  if (const auto ready = prepare(); !ready) {
    trouble("cannot-start", ready.error().diagnostics.front().where.file.empty()
                                ? ready.error().diagnostics.front().message
                                : ready.error().diagnostics.front().where.file + ": " +
                                      ready.error().diagnostics.front().message);
  } else {
    asio::co_spawn(context, conduct(), [this](const std::exception_ptr &problem) {
      if (problem) { // out of memory or a defect: never leave a machine behind
        machine->kill();
        trouble("internal", "the verifier failed");
        context.stop();
      }
    });
    context.run();
    attempt.cpuSeconds = machine->process().cpuSeconds();
  }
  judgeAndReport();
  keepArtifacts();
  if (attempt.seconds == 0)
    attempt.seconds = Seconds(Clock::now() - begin).count();
}

} // namespace

bool interrupted() { return signalled; }

Attempt runAttempt(const Scenario &scenario, const std::string &nonce, const SymbolFile &symbols,
                   const SessionOptions &options) {
  Attempt attempt;
  attempt.nonce = nonce;
  Session(scenario, symbols, options, attempt).run();
  return attempt;
}

} // namespace levitate::boot

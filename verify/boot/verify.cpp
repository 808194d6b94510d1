#include "verify/boot/verify.h"

#include "base/files.h"
#include "base/text.h"
#include "verify/boot/disk.h"
#include "verify/boot/image.h"
#include "verify/boot/run_folder.h"
#include "verify/boot/session.h"
#include "verify/boot/sha256.h"

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace levitate::boot {

namespace {

std::string makeNonce() {
  std::random_device device;
  std::string bytes;
  for (int i = 0; i < 2; ++i) {
    const std::uint32_t word = device();
    for (unsigned shift = 0; shift < 32; shift += 8)
      bytes += static_cast<char>(word >> shift & 0xFFU);
  }
  return toHex(bytes);
}

// The worse of two verdicts. What is said about the kernel weighs more than that nothing could be.
int weight(Verdict verdict) {
  switch (verdict) {
  case Verdict::Passed:
    return 0;
  case Verdict::EnvironmentFailed:
    return 1;
  case Verdict::TestFailed:
    return 2;
  case Verdict::KernelFailed:
    return 3;
  }
  return 3;
}

// Tells whether a file was replaced or written to: its identity, size and time of change.
std::string lastChange(const std::string &path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0)
    return {};
  return std::to_string(status.st_ino) + " " + std::to_string(status.st_size) + " " +
         std::to_string(status.st_ctim.tv_sec) + " " + std::to_string(status.st_ctim.tv_nsec);
}

// The kernel files of a verification. The digest of a large kernel takes longer than many a boot;
// it comes afterwards, and is that of what was booted as long as nobody wrote to the file.
class KernelFiles {
public:
  /// Before the first boot.
  void note(const std::string &path) { changes.try_emplace(path, lastChange(path)); }
  /// After the last boot.
  const KernelFile &describe(const std::string &path) {
    const auto known = files.find(path);
    if (known != files.end())
      return known->second;
    KernelFile &file = files[path];
    file.path = path;
    if (path.empty())
      return file;
    if (const auto image = readText(path)) {
      file.format = identifyImage(*image).format;
      if (lastChange(path) == changes[path] && !image->empty())
        file.digest = sha256(*image);
    }
    return file;
  }

private:
  std::map<std::string, std::string> changes;
  std::map<std::string, KernelFile> files;
};

class Verification {
public:
  Verification(const Request &request, ScenarioHead head)
      : request(request), head(std::move(head)) {}

  Result<Report> run();

private:
  struct Job {
    Variables variables;
    unsigned repetition;
    Scenario scenario; ///< decoded with `nonce`, for the first attempt
    std::string nonce;
  };
  Result<Scenario> decode(const Variables &variables, const std::string &nonce) const;
  Result<Job> makeJob(const Variables &variables, unsigned repetition) const;
  Result<std::vector<Variables>> chosenCombinations() const;
  Result<void> knownKernels(const std::vector<Variables> &combinations) const;
  void runJob(const Job &job, VariantReport &variant);
  Attempt attemptOnce(const Job &job, const std::string &label, unsigned number);

  const Request &request;
  ScenarioHead head;
  std::mutex mutex; // of the callbacks
};

Result<Scenario> Verification::decode(const Variables &variables, const std::string &nonce) const {
  Variables all = variables;
  for (const auto &[name, value] : request.variables)
    all[name] = value;
  all["nonce"] = nonce;
  LEVITATE_TRY(scenario, decodeScenario(head, all));
  if (!request.kernel.empty())
    scenario.kernel = absolutePath(request.kernel);
  for (const Axis &axis : head.matrix)
    if (const auto named = request.kernels.find(all.at(axis.name)); named != request.kernels.end())
      scenario.kernel = absolutePath(named->second);
  if (request.deterministic)
    makeDeterministic(scenario);
  if (scenario.kernel.empty() && scenario.loader == "kernel") {
    const std::string label = labelOf(variables);
    return Error::usage("the scenario '" + scenario.name + "' names no kernel" +
                        (label.empty() ? "" : " for " + label) + "; give one with --kernel");
  }
  return scenario;
}

Result<Verification::Job> Verification::makeJob(const Variables &variables,
                                                unsigned repetition) const {
  Job job{.variables = variables, .repetition = repetition, .nonce = makeNonce()};
  LEVITATE_TRY(scenario, decode(variables, job.nonce));
  job.scenario = std::move(scenario);
  if (!request.before || !job.scenario.deterministic)
    return job;
  for (const VariantReport &variant : request.before->variants)
    if (variant.variables == variables && variant.repetition == repetition &&
        variant.last().nonce.size() == job.nonce.size()) {
      job.nonce = variant.last().nonce;
      LEVITATE_TRY(again, decode(variables, job.nonce));
      job.scenario = std::move(again);
      break;
    }
  return job;
}

Attempt Verification::attemptOnce(const Job &job, const std::string &label, unsigned number) {
  std::string nonce = job.nonce;
  const Scenario *scenario = &job.scenario;
  std::optional<Scenario> another;
  if (number > 1 && !scenario->deterministic) { // every attempt has a nonce of its own
    nonce = makeNonce();
    if (auto decoded = decode(job.variables, nonce))
      scenario = &another.emplace(std::move(*decoded));
  }
  const auto spoiled = [&](std::string cause, std::string reason) {
    Attempt attempt;
    attempt.nonce = nonce;
    attempt.verdict = Verdict::EnvironmentFailed;
    attempt.cause = std::move(cause);
    attempt.reason = std::move(reason);
    return attempt;
  };
  if (!scenario->kernel.empty()) {
    const auto begin = readBytes(scenario->kernel, 0, 4096);
    if (!begin)
      return spoiled("kernel-missing", begin.error().text());
    struct stat status{};
    const bool known = ::stat(scenario->kernel.c_str(), &status) == 0;
    if (const std::string problem = imageProblem(
            *begin, known ? static_cast<std::uint64_t>(status.st_size) : begin->size());
        !problem.empty())
      return spoiled("kernel-broken", scenario->kernel + " " + problem);
    const ImageKind kind = identifyImage(*begin);
    if (!runsOn(kind, scenario->architecture))
      return spoiled("kernel-architecture", scenario->kernel + " is for " + kind.architecture +
                                                ", the scenario's machine is " +
                                                scenario->architecture);
  }
  if (!scenario->symbols.empty() && !exists(scenario->symbols))
    return spoiled("symbols-missing", "there is no file " + scenario->symbols);
  const SymbolFile symbols(scenario->symbols.empty() ? scenario->kernel : scenario->symbols);
  SessionOptions options;
  options.handleSignals = request.handleSignals;
  options.keepTrace = true;
  if (!request.artifacts.empty()) {
    std::string folder;
    for (const char c : label)
      folder += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '=' || c == '-' || c == '.'
                    ? c
                    : '_';
    options.artifacts = request.artifacts + "/" + (folder.empty() ? "boot" : folder) +
                        (job.repetition > 1 ? "-" + std::to_string(job.repetition) : "") +
                        (number > 1 ? "-attempt-" + std::to_string(number) : "");
  }
  if (request.onOutput)
    options.onOutput = [&](std::string_view bytes) {
      const std::scoped_lock lock(mutex);
      request.onOutput(label, bytes);
    };
  return runAttempt(*scenario, nonce, symbols, options);
}

void Verification::runJob(const Job &job, VariantReport &variant) {
  const unsigned retries = request.retries.value_or(job.scenario.retries);
  for (unsigned number = 1; number <= retries + 1; ++number) {
    Attempt attempt = attemptOnce(job, variant.label(), number);
    attempt.number = number;
    variant.attempts.push_back(std::move(attempt));
    const Attempt &last = variant.last();
    if (request.onAttempt) {
      const std::scoped_lock lock(mutex);
      request.onAttempt(variant, last);
    }
    // What can't get better by trying again is not tried again.
    const bool permanent = last.cause == "kernel-missing" || last.cause == "kernel-broken" ||
                           last.cause == "kernel-architecture" || last.cause == "symbols-missing";
    if (last.verdict != Verdict::EnvironmentFailed || permanent || interrupted())
      return;
  }
}

// The combinations of the matrix, with the axes fixed that the caller fixes.
Result<std::vector<Variables>> Verification::chosenCombinations() const {
  std::vector<Variables> combos = combinations(head);
  const std::vector<std::string> known = head.settable();
  for (const auto &[name, value] : request.variables) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      return Error::usage("the scenario '" + head.name + "' has no variable '" + name + "'" +
                          didYouMean(name, known));
    const Axis *const axis = head.axis(name);
    if (!axis)
      continue;
    if (!axis->sets.empty() && !axis->sets.contains(value))
      return Error::usage("the axis '" + name + "' has no value '" + value + "'" +
                          didYouMean(value, axis->values));
    for (Variables &combination : combos)
      combination[name] = value;
  }
  std::vector<Variables> distinct;
  for (Variables &combination : combos)
    if (std::find(distinct.begin(), distinct.end(), combination) == distinct.end())
      distinct.push_back(std::move(combination));
  if (distinct.empty())
    return head.root.error("the matrix has no combination left");
  return distinct;
}

// Each kernel that is given for a value of the matrix must have one meaning and be used.
Result<void> Verification::knownKernels(const std::vector<Variables> &combinations) const {
  for (const auto &[value, path] : request.kernels) {
    std::vector<std::string> known, axes;
    for (const Axis &axis : head.matrix) {
      known.insert(known.end(), axis.values.begin(), axis.values.end());
      if (std::any_of(combinations.begin(), combinations.end(),
                      [&](const Variables &one) { return one.at(axis.name) == value; }))
        axes.push_back(axis.name);
    }
    const std::string option = "--kernel " + value + "=" + path + ": ";
    if (axes.size() > 1)
      return Error::usage(option + "'" + value + "' is a value of the axes '" +
                          join(axes, "' and '") + "'");
    if (axes.empty())
      return Error::usage(option + "no combination of the matrix has the value '" + value + "'" +
                          didYouMean(value, known));
  }
  for (const Variables &one : combinations) {
    std::vector<std::string> naming;
    for (const auto &[axis, value] : one)
      if (request.kernels.contains(value))
        naming.push_back("'" + value + "'");
    if (naming.size() > 1)
      return Error::usage("--kernel: " + labelOf(one) + " has both " + join(naming, " and "));
  }
  return {};
}

Result<Report> Verification::run() {
  const auto begin = std::chrono::steady_clock::now();
  LEVITATE_TRY(distinct, chosenCombinations());
  LEVITATE_CHECK(knownKernels(distinct));

  // Every mistake in the scenario is told before anything runs.
  Report report;
  std::vector<Job> jobs;
  for (unsigned repetition = 1; repetition <= std::max(1U, request.repeat); ++repetition)
    for (const Variables &combination : distinct) {
      LEVITATE_TRY(job, makeJob(combination, repetition));
      jobs.push_back(std::move(job));
    }
  report.required = jobs.back().scenario.equal;
  KernelFiles kernels;
  report.scenario = head.name;
  report.scenarioFile = request.scenario;
  report.scenarioDigest = head.sha256;
  report.variants.resize(jobs.size());
  for (std::size_t index = 0; index < jobs.size(); ++index) {
    report.variants[index].variables = jobs[index].variables;
    report.variants[index].repetition = jobs[index].repetition;
    report.variants[index].architecture = jobs[index].scenario.architecture;
    kernels.note(jobs[index].scenario.kernel);
  }
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t index = next++; index < jobs.size() && !interrupted(); index = next++)
      runJob(jobs[index], report.variants[index]);
  };
  const std::size_t threads = std::clamp<std::size_t>(request.jobs, 1, jobs.size());
  std::vector<std::thread> workers;
  for (std::size_t index = 1; index < threads; ++index)
    workers.emplace_back(work);
  work();
  for (std::thread &worker : workers)
    worker.join();
  for (std::size_t index = 0; index < jobs.size(); ++index)
    report.variants[index].kernel = kernels.describe(jobs[index].scenario.kernel);
  const std::size_t omitted =
      std::erase_if(report.variants, [](const VariantReport &one) { return one.attempts.empty(); });
  if (report.variants.empty())
    return Error::environment("interrupted");

  const VariantReport *worst = &report.variants.front();
  std::size_t passes = 0;
  for (const VariantReport &variant : report.variants) {
    passes += variant.last().verdict == Verdict::Passed;
    if (weight(variant.last().verdict) > weight(worst->last().verdict))
      worst = &variant;
  }
  report.architecture = worst->architecture;
  report.kernel = worst->kernel;
  report.verdict = worst->last().verdict;
  report.cause = worst->last().cause;
  report.reason = worst->last().reason;
  if (report.variants.size() > 1) {
    const std::string count =
        std::to_string(passes) + " of " + std::to_string(report.variants.size()) + " boots passed";
    const std::string label = worst->label();
    report.reason = report.passed()
                        ? count
                        : count + "; " + (label.empty() ? "" : label + ": ") + worst->last().reason;
  }
  if (omitted != 0)
    report.reason += "; " + std::to_string(omitted) + " of " + std::to_string(jobs.size()) +
                     " boots were not begun";
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return report;
}

} // namespace

void addKernel(Request &request, const std::string &text) {
  const std::size_t at = text.find('=');
  if (at == std::string::npos || at == 0 || text.substr(0, at).find('/') != std::string::npos ||
      exists(text))
    request.kernel = text;
  else
    request.kernels[text.substr(0, at)] = text.substr(at + 1);
}

Result<Report> verify(const Request &request) {
  LEVITATE_TRY(head, readScenario(request.scenario));
  if (!request.artifacts.empty()) { // told now, and not after a long boot
    LEVITATE_CHECK(makeDirectory(request.artifacts));
    if (::access(request.artifacts.c_str(), W_OK | X_OK) != 0)
      return Error::environment("can't write in the folder for artifacts, " + request.artifacts +
                                ": " + std::strerror(errno));
  }
  removeAbandonedRunFolders();
  return Verification(request, std::move(head)).run();
}

} // namespace levitate::boot

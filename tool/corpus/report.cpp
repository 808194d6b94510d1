#include "tool/corpus/report.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace levitate::corpus {
namespace {

void count(Counts &counts, const Run &run) {
  ++counts.runs;
  counts.done += run.outcome.verdict == Verdict::Done;
  counts.refused += run.outcome.verdict == Verdict::Refused;
  counts.wrong += run.outcome.verdict == Verdict::Wrong;
  counts.proved += run.outcome.proved;
  counts.tested += run.outcome.tested;
}

std::string row(const std::string &tree, const std::string &operation, const Counts &counts) {
  return fmt::format("| {:<10} | {:<48} | {:>5} | {:>5} | {:>7} | {:>5} | {:>5.1f} % |\n", tree,
                     operation, counts.runs, counts.done, counts.refused, counts.wrong,
                     100 * counts.rate());
}

/// Keys with how often they stand, the most common first.
std::vector<std::pair<std::string, std::size_t>>
byFrequency(const std::map<std::string, std::size_t> &counts) {
  std::vector<std::pair<std::string, std::size_t>> list(counts.begin(), counts.end());
  std::stable_sort(list.begin(), list.end(),
                   [](const auto &a, const auto &b) { return a.second > b.second; });
  return list;
}

} // namespace

Counts countsOf(const std::vector<Run> &runs) {
  Counts counts;
  for (const Run &run : runs)
    count(counts, run);
  return counts;
}

std::string textOf(const std::vector<Run> &runs) {
  std::map<std::pair<std::string, std::string>, Counts> table;
  std::map<std::string, Counts> operations;
  std::map<std::string, std::size_t> refusals;
  for (const Run &run : runs) {
    count(table[{run.tree, run.candidate.operation}], run);
    count(table[{run.tree, "all"}], run);
    count(operations[run.candidate.operation], run);
    if (run.outcome.verdict == Verdict::Refused)
      ++refusals[generalised(run.outcome.reason)];
  }
  std::string text = fmt::format("| {:<10} | {:<48} | {:>5} | {:>5} | {:>7} | {:>5} | {:>7} |\n",
                                 "tree", "operation", "runs", "done", "refused", "wrong", "rate");
  text += "|---|---|---:|---:|---:|---:|---:|\n";
  for (const auto &[key, counts] : table)
    text += row(key.first, key.second, counts);
  for (const auto &[operation, counts] : operations)
    text += row("all", operation, counts);
  const Counts all = countsOf(runs);
  text += row("all", "all", all);
  if (!refusals.empty())
    text += "\nRefused because:\n\n";
  for (const auto &[reason, times] : byFrequency(refusals))
    text += fmt::format("- {} times: {}\n", times, reason);
  if (all.wrong > 0)
    text += "\nWrong:\n\n";
  for (const Run &run : runs)
    if (run.outcome.verdict == Verdict::Wrong)
      text += fmt::format("- {}: {} {}: {}\n  {}\n", run.tree, run.candidate.operation,
                          run.candidate.subject, run.outcome.reason, run.folder);
  text += fmt::format(
      "\n{} runs: {} done ({:.1f} %), {} refused, {} wrong; {} proved equivalent; the "
      "trees' own tests ran after {} of them\n",
      all.runs, all.done, 100 * all.rate(), all.refused, all.wrong, all.proved, all.tested);
  return text;
}

nlohmann::json jsonOf(const std::vector<Run> &runs, std::uint64_t seed) {
  nlohmann::json list = nlohmann::json::array();
  for (const Run &run : runs)
    list.push_back({{"tree", run.tree},
                    {"operation", run.candidate.operation},
                    {"subject", toUtf8(run.candidate.subject)},
                    {"step", run.candidate.step},
                    {"verdict", nameOf(run.outcome.verdict)},
                    {"reason", toUtf8(run.outcome.reason)},
                    {"detail", toUtf8(run.outcome.detail)},
                    {"unitsCompared", run.outcome.compared},
                    {"proved", run.outcome.proved},
                    {"tested", run.outcome.tested},
                    {"seconds", run.outcome.seconds},
                    {"checkingSeconds", run.outcome.checking},
                    {"folder", run.folder}});
  const Counts all = countsOf(runs);
  return {{"schema", 1},
          {"seed", seed},
          {"summary",
           {{"runs", all.runs},
            {"done", all.done},
            {"refused", all.refused},
            {"wrong", all.wrong},
            {"proved", all.proved},
            {"tested", all.tested}}},
          {"runs", std::move(list)}};
}

} // namespace levitate::corpus

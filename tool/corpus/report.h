// What came out of all trials: the table for people, JSON for programs.
#pragma once

#include "tool/corpus/trial.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace levitate::corpus {

/// One trial and where its files are.
struct Run {
  std::string tree;
  Candidate candidate;
  Outcome outcome;
  std::string folder;
};

struct Counts {
  std::size_t runs = 0, done = 0, refused = 0, wrong = 0, proved = 0, tested = 0;

  /// The share of all runs that is done, 0 to 1.
  double rate() const {
    return runs == 0 ? 0 : static_cast<double>(done) / static_cast<double>(runs);
  }
};

Counts countsOf(const std::vector<Run> &runs);

/// Counts by tree and operation, reasons of refusal by how common they are, and each wrong result
/// with the folder that holds its rule file. Markdown that reads well in a terminal.
std::string textOf(const std::vector<Run> &runs);

/// The same with every run, `"schema": 1`.
nlohmann::json jsonOf(const std::vector<Run> &runs, std::uint64_t seed);

} // namespace levitate::corpus

// The engine of the program: plans by tool/plan, finds names by tool/facts.
#pragma once

#include "base/progress.h"
#include "tool/pipeline/engine.h"

namespace levitate::pipeline {

class ClangEngine : public Engine {
public:
  /// `threads`: how many units are parsed at once. Progress is shown on a terminal unless `quiet`.
  ClangEngine(unsigned threads, bool quiet) : threads(threads), progress(quiet) {}

  Result<plan::Plan> plan(const recipe::Recipe &recipe,
                          const std::vector<std::string> &buildDirectories,
                          const std::string &plansFolder) override;
  Result<Occurrences> occurrences(const std::string &root,
                                  const std::vector<std::string> &buildDirectories,
                                  const std::vector<std::string> &names) override;

private:
  const unsigned threads;
  Progress progress;
};

} // namespace levitate::pipeline

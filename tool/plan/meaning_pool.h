// What many units mean. Their texts and keys are mostly the same, since they share headers and mean
// the same before a migration and after it: each is kept once.
#pragma once

#include "tool/facts/meaning.h"

#include <array>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace levitate::plan {

/// As facts::UnitMeaning, with texts and keys in a pool.
struct PooledMeaning {
  std::vector<const std::string *> texts, names;
  std::vector<std::string> files;
  std::map<std::string_view, facts::Marks> declarations;
  std::map<std::string, std::vector<facts::UnitMeaning::MadeText>> madeTexts;
  std::set<std::string> soleDefinitions;
  std::vector<Diagnostic> diagnostics;

  Location place(const facts::Mark &mark) const {
    return {files[mark.file], mark.line, mark.column};
  }
};

/// Safe to use from several threads at once. What it gives out is valid as long as the pool.
class MeaningPool {
public:
  const std::string *keep(std::string text);
  PooledMeaning add(facts::UnitMeaning meaning);

private:
  struct Part {
    std::mutex mutex;
    std::unordered_set<std::string> texts;
  };
  std::array<Part, 16> parts; ///< by the hash, so that threads seldom wait for each other
};

} // namespace levitate::plan

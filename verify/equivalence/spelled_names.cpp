#include "verify/equivalence/spelled_names.h"

#include <algorithm>
#include <vector>

namespace levitate::equivalence {
namespace {

struct Candidate {
  std::string symbol;
  SpelledForm form;
};

/// The symbols that the other side does not have, by what they are without the names in question.
std::map<std::string, std::vector<Candidate>> candidatesOf(const std::set<std::string> &symbols,
                                                           SymbolNames &names,
                                                           const std::set<std::string> &keys) {
  std::map<std::string, std::vector<Candidate>> candidates;
  for (const std::string &symbol : symbols)
    if (!keys.contains(names.of(symbol).key)) {
      SpelledForm form = names.spelledForm(symbol);
      candidates[form.skeleton].push_back({symbol, std::move(form)});
    }
  return candidates;
}

std::set<std::string> keysOf(const std::set<std::string> &symbols, SymbolNames &names) {
  std::set<std::string> keys;
  for (const std::string &symbol : symbols)
    keys.insert(names.of(symbol).key);
  return keys;
}

} // namespace

std::map<std::string, std::string> pairSpelled(const std::set<std::string> &before,
                                               const std::set<std::string> &after,
                                               SymbolNames &renamed, SymbolNames &plain) {
  std::map<std::string, std::string> pairs;
  const std::set<std::string> keysBefore = keysOf(before, renamed),
                              keysAfter = keysOf(after, plain);
  const auto was = candidatesOf(before, renamed, keysAfter);
  const auto is = candidatesOf(after, plain, keysBefore);
  const auto areSame = [&](const Candidate &one, const Candidate &other) {
    return std::equal(one.form.names.begin(), one.form.names.end(), other.form.names.begin(),
                      other.form.names.end(), [&](const auto &name, const auto &now) {
                        return renamed.sameAsSpelled(name, now);
                      });
  };
  for (const auto &[skeleton, candidates] : was) {
    const auto found = is.find(skeleton);
    if (found == is.end())
      continue;
    std::map<std::string, std::vector<std::string>> partners, claims;
    for (const Candidate &one : candidates)
      for (const Candidate &other : found->second)
        if (areSame(one, other)) {
          partners[one.symbol].push_back(other.symbol);
          claims[other.symbol].push_back(one.symbol);
        }
    for (const auto &[symbol, others] : partners)
      if (others.size() == 1 && claims[others.front()].size() == 1)
        pairs.emplace(symbol, others.front());
  }
  return pairs;
}

} // namespace levitate::equivalence

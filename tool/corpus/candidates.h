// What could be done to a tree: migrations of one step, made up from what Clang says the tree
// declares, and drawn by a seed.
//
// Candidates are what an engineer might ask for: with a declaration goes what it can't be parted
// from (together.h). Whether one can be done is not judged here: a candidate that the tool rightly
// refuses is a candidate.
#pragma once

#include "base/result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace levitate::corpus {

/// A migration of one step.
struct Candidate {
  std::string operation; ///< `rename method`, `move class`, ...: a line of the table
  std::string subject;   ///< what it is done to, for people
  nlohmann::json step;   ///< as it stands in a rule file
  std::string oldName;   ///< what comments may cease to say: the name of what is renamed
  std::string newName;   ///< when nothing but this word may take the place of `oldName`
};

/// All candidates of a tree, by operation, each list in a fixed order. Parses every unit of
/// `buildDirectory`, which is a build of the tree at `root`; an environment error when one does not
/// compile.
Result<std::map<std::string, std::vector<Candidate>>>
candidatesOf(const std::string &root, const std::string &buildDirectory, unsigned threads);

/// `count` of them: operations in turn, a candidate of each drawn by the seed, none twice. Fewer
/// when the tree has no more.
std::vector<Candidate> draw(const std::map<std::string, std::vector<Candidate>> &candidates,
                            std::size_t count, std::uint64_t seed);

} // namespace levitate::corpus

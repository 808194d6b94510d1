#include "tool/corpus/compare.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "verify/equivalence/build_tree.h"
#include "verify/equivalence/compare.h"

#include <map>
#include <set>

namespace levitate::corpus {
namespace {

using equivalence::BuildTree;
using equivalence::Compilation;

/// What each object was made from, by the object's absolute path.
using Inputs = std::map<std::string, std::set<std::string>>;

Result<Inputs> inputsOf(const std::string &build) {
  Command command;
  command.arguments = {"ninja", "-C", build, "-t", "deps"};
  LEVITATE_TRY(result, runProcess(command));
  if (!result.succeeded())
    return Error::environment("ninja -t deps failed in " + build + ":\n" + result.errors);
  Inputs inputs;
  std::set<std::string> *current = nullptr;
  for (const std::string &line : split(result.output, "\n")) {
    if (line.empty())
      current = nullptr;
    else if (line.starts_with("    ") && current)
      current->insert(absolutePath(line.substr(4), build));
    else if (const std::size_t colon = line.find(": #deps"); colon != std::string::npos)
      // Of an object that is out of date nothing is known.
      current =
          line.ends_with("(VALID)") ? &inputs[absolutePath(line.substr(0, colon), build)] : nullptr;
  }
  return inputs;
}

/// Paths as seen from the tree or its build, so that both sides can be compared.
class Side {
public:
  static Result<Side> of(const std::string &root, const std::string &build) {
    LEVITATE_TRY(tree, equivalence::readBuildTree(build));
    LEVITATE_TRY(inputs, inputsOf(build));
    return Side(root, build, std::move(tree), std::move(inputs));
  }

  std::string relative(std::string text) const {
    for (const auto &[path, name] : {std::pair{build, "BUILD"}, std::pair{root, "ROOT"}})
      for (std::size_t at = text.find(path); at != std::string::npos; at = text.find(path, at))
        text.replace(at, path.size(), name);
    return text;
  }

  /// The command, and every file that was read by its name here; of the tree's own and the build's
  /// files the contents as well. Nothing when the build does not say what a unit reads.
  Result<std::optional<std::string>> keyOf(const Compilation &compilation) {
    const auto found = inputs.find(absolutePath(compilation.output, build));
    if (compilation.output.empty() || found == inputs.end())
      return std::optional<std::string>();
    std::string key = relative(join(compilation.arguments, " "));
    for (const std::string &input : found->second) {
      key += "\n" + relative(input);
      if (isWithin(input, root) || isWithin(input, build)) {
        auto text = contents.find(input);
        if (text == contents.end()) {
          LEVITATE_TRY(read, readText(input));
          text = contents.emplace(input, relative(std::move(read))).first;
        }
        key += "\n" + text->second;
      }
    }
    return std::optional(std::move(key));
  }

  BuildTree tree;

private:
  Side(std::string root, std::string build, BuildTree tree, Inputs inputs)
      : tree(std::move(tree)), root(std::move(root)), build(std::move(build)),
        inputs(std::move(inputs)) {}

  std::string root, build;
  Inputs inputs;
  std::map<std::string, std::string> contents;
};

/// Leaves out the compilations at these indices.
void leaveOut(BuildTree &tree, const std::set<std::size_t> &indices) {
  std::vector<std::size_t> place(tree.compilations.size());
  std::vector<Compilation> kept;
  for (std::size_t i = 0; i < tree.compilations.size(); ++i) {
    place[i] = kept.size();
    if (!indices.contains(i))
      kept.push_back(std::move(tree.compilations[i]));
  }
  tree.compilations = std::move(kept);
  for (std::vector<equivalence::ProgramUnits> *all : {&tree.programs, &tree.libraries})
    for (equivalence::ProgramUnits &program : *all)
      for (equivalence::LinkedPart &part : program.parts) {
        std::vector<std::size_t> left;
        for (const std::size_t index : part.compilations)
          if (!indices.contains(index))
            left.push_back(place[index]);
        part.compilations = std::move(left);
        part.isArchive = false; // what the linker takes can't be told without what needs it
      }
}

} // namespace

Result<Comparison> compareBuilds(const Tree &tree, unsigned threads) {
  LEVITATE_TRY(before, Side::of(tree.before, tree.beforeBuild));
  LEVITATE_TRY(after, Side::of(tree.after, tree.afterBuild));

  // A key that stands on both sides stands for units that are the same.
  std::map<std::string, std::vector<std::size_t>> known;
  std::set<std::size_t> sameBefore, sameAfter;
  for (std::size_t i = 0; i < before.tree.compilations.size(); ++i) {
    LEVITATE_TRY(key, before.keyOf(before.tree.compilations[i]));
    if (key)
      known[*key].push_back(i);
  }
  for (std::size_t i = 0; i < after.tree.compilations.size(); ++i) {
    LEVITATE_TRY(key, after.keyOf(after.tree.compilations[i]));
    if (!key)
      continue;
    const auto found = known.find(*key);
    if (found == known.end() || found->second.empty())
      continue;
    sameAfter.insert(i);
    sameBefore.insert(found->second.back());
    found->second.pop_back();
  }
  // A source of its own is a member of its library that a program may do without: the programs then
  // hold other code of the same meaning, and only their units can be compared.
  if (before.tree.compilations.size() != after.tree.compilations.size())
    for (equivalence::BuildTree *side : {&before.tree, &after.tree})
      for (equivalence::ProgramUnits &program : side->programs)
        program.binary.clear();
  leaveOut(before.tree, sameBefore);
  leaveOut(after.tree, sameAfter);

  equivalence::Request request;
  request.threads = threads;
  LEVITATE_TRY(renames, equivalence::journalRenames(tree.afterBuild));
  if (!renames.empty()) {
    LEVITATE_TRY(list, equivalence::readRenames(renames));
    request.renames = std::move(list);
  }
  LEVITATE_TRY(certificate, equivalence::compareTrees(before.tree, after.tree, request));
  return Comparison{certificate.holds(), after.tree.compilations.size(), certificate.text(0)};
}

} // namespace levitate::corpus

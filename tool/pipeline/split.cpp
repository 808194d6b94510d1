#include "tool/pipeline/split.h"

#include "base/files.h"
#include "base/qualified_name.h"
#include "base/text.h"
#include "tool/pipeline/git.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace levitate::pipeline {
namespace {

using recipe::Step;

/// What a step does, in the words of a commit's first line.
std::string inWords(const Step &step) {
  return std::visit(
      [&](const auto &action) -> std::string {
        using Action = std::decay_t<decltype(action)>;
        if constexpr (std::is_same_v<Action, recipe::Move>) {
          std::vector<std::string> names;
          for (const recipe::SymbolName &symbol : action.symbols)
            names.push_back(lastComponent(symbol.qualified) + (symbol.everything ? "::*" : ""));
          std::string what = action.allOf ? "all of " + *action.allOf : join(names, ", ");
          if (what.size() > 60)
            what = fmt::format("{} and {} more", names.front(), names.size() - 1);
          return "move " + what + " to " + action.header;
        } else if constexpr (std::is_same_v<Action, recipe::MoveFile>) {
          return "move " + action.from + " to " + action.to;
        } else if constexpr (std::is_same_v<Action, recipe::Rename>) {
          return "rename " + action.symbol.spelling() + " to " + action.to;
        } else if constexpr (std::is_same_v<Action, recipe::RenameNamespace>) {
          return "rename namespace " + action.from + " to " + action.to;
        } else if constexpr (std::is_same_v<Action, recipe::RewriteInclude>) {
          return "include " + action.to + " for " + action.from;
        } else if constexpr (std::is_same_v<Action, recipe::ReExport>) {
          return "re-export from " + action.header;
        } else if constexpr (std::is_same_v<Action, recipe::Link>) {
          return "link " + action.target + " to " + join(action.to, ", ");
        } else if constexpr (std::is_same_v<Action, recipe::Unlink>) {
          return "unlink " + action.target + " from " + join(action.from, ", ");
        } else if constexpr (std::is_same_v<Action, recipe::DeleteFile>) {
          return "delete " + action.file;
        } else {
          return step.verb;
        }
      },
      step.action);
}

/// A move of several symbols as one move for each of them.
std::vector<Step> oneByOne(const Step &step) {
  const auto *move = std::get_if<recipe::Move>(&step.action);
  if (!move || move->symbols.size() < 2)
    return {step};
  std::vector<Step> steps;
  for (const recipe::SymbolName &symbol : move->symbols) {
    Step single = step;
    std::get<recipe::Move>(single.action).symbols = {symbol};
    steps.push_back(std::move(single));
  }
  return steps;
}

bool sameResult(const plan::Plan &a, const plan::Plan &b) {
  return a.verdict == b.verdict &&
         std::equal(a.changes.files.begin(), a.changes.files.end(), b.changes.files.begin(),
                    b.changes.files.end(), [](const auto &left, const auto &right) {
                      return left.first == right.first && left.second.after == right.second.after;
                    });
}

/// From the tree that `from` leaves to the one that `to` leaves; both are changes of the same tree.
changeset::Changeset between(const changeset::Changeset &from, const changeset::Changeset &to) {
  changeset::Changeset changes;
  changes.root = to.root;
  const auto state = [](const changeset::Changeset &set, const changeset::Changeset &other,
                        const std::string &path) {
    if (const auto found = set.files.find(path); found != set.files.end())
      return found->second.after;
    return other.files.at(path).before; // untouched so far
  };
  std::map<std::string, std::string> paths; // and where each was moved from
  for (const auto &[path, change] : from.files)
    paths[path];
  for (const auto &[path, change] : to.files)
    paths[path] = change.movedFrom;
  for (const auto &[path, movedFrom] : paths) {
    changeset::FileChange change{state(from, to, path), state(to, from, path), {}};
    if (change.before == change.after)
      continue;
    if (!change.before)
      change.movedFrom = movedFrom;
    changes.files[path] = std::move(change);
  }
  return changes;
}

/// No line of a message may look like the beginning of the diff.
std::string messageText(const std::string &text) {
  std::string result;
  for (const std::string &line : split(trim(text), "\n"))
    result +=
        (line.starts_with("---") || line.starts_with("diff ") || line.starts_with("Index:") ? " "
                                                                                            : "") +
        line + "\n";
  return result;
}

Part partOf(const recipe::Recipe &recipe, const std::vector<Step> &steps,
            changeset::Changeset changes) {
  Part part;
  std::vector<std::string> words;
  for (const Step &step : steps) {
    if (std::find(part.steps.begin(), part.steps.end(), step.id) == part.steps.end())
      part.steps.push_back(step.id);
    words.push_back(inWords(step));
  }
  part.subject = recipe.name + ": " + words.front();
  if (words.size() > 1)
    part.subject +=
        fmt::format(" and {} more step{}", words.size() - 1, words.size() > 2 ? "s" : "");
  for (char &c : part.subject)
    if (c == '\n')
      c = ' ';
  if (words.size() > 1)
    for (const std::string &word : words)
      part.body += "- " + word + "\n";
  std::string why;
  for (const Step &step : steps)
    if (!step.why.empty() && why.find(step.why) == std::string::npos)
      why += step.why + "\n";
  if (why.empty())
    why = recipe.why;
  if (!trim(why).empty())
    part.body += (part.body.empty() ? "" : "\n") + messageText(why);
  part.changes = std::move(changes);
  return part;
}

std::string author(const std::string &root) {
  std::string nobody = "levitate-migrate <levitate-migrate@localhost>";
  const Result<Git> git = Git::at(root);
  if (!git)
    return nobody;
  const Result<ProcessResult> identity = git->attempt({"var", "GIT_AUTHOR_IDENT"});
  const std::size_t end =
      identity && identity->succeeded() ? identity->output.find('>') : std::string::npos;
  return end == std::string::npos ? nobody : identity->output.substr(0, end + 1);
}

/// `0001-virtio-hal-move-VirtioHal.patch`.
std::string fileNameOf(std::size_t number, const std::string &subject) {
  std::string name;
  for (const char c : subject) {
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.')
      name += c;
    else if (!name.ends_with('-'))
      name += '-';
  }
  name.resize(std::min<std::size_t>(name.size(), 52));
  while (name.ends_with('-') || name.ends_with('.'))
    name.pop_back();
  return fmt::format("{:04}-{}.patch", number, name);
}

} // namespace

Result<Split> splitPlan(const recipe::Recipe &recipe,
                        const std::vector<std::string> &buildDirectories, Engine &engine,
                        const std::string &plansFolder,
                        const std::function<void(const std::string &)> &say) {
  const auto planOf = [&](const std::vector<Step> &steps) {
    recipe::Recipe partial = recipe;
    partial.steps = steps;
    return engine.plan(partial, buildDirectories, plansFolder);
  };
  const auto tell = [&](const std::string &text) {
    if (say)
      say(text);
  };

  Split result;
  tell("planning the whole migration");
  LEVITATE_TRY(whole, planOf(recipe.steps));
  result.whole = std::move(whole);
  if (result.whole.verdict != plan::Verdict::Planned)
    return result;

  // Cutting inside a step must not change what comes out: not even the order of declarations.
  std::vector<Step> pieces;
  for (std::size_t i = 0; i < recipe.steps.size(); ++i) {
    const std::vector<Step> singles = oneByOne(recipe.steps[i]);
    bool same = singles.size() > 1;
    if (same) {
      std::vector<Step> all(recipe.steps.begin(), recipe.steps.begin() + static_cast<long>(i));
      all.insert(all.end(), singles.begin(), singles.end());
      all.insert(all.end(), recipe.steps.begin() + static_cast<long>(i) + 1, recipe.steps.end());
      tell("looking for cuts inside step " + recipe.steps[i].id);
      const Result<plan::Plan> cut = planOf(all);
      same = cut && sameResult(*cut, result.whole);
    }
    if (same)
      pieces.insert(pieces.end(), singles.begin(), singles.end());
    else
      pieces.push_back(recipe.steps[i]);
  }

  changeset::Changeset soFar;
  std::size_t begin = 0;
  for (std::size_t end = 1; end <= pieces.size(); ++end) {
    const std::vector<Step> steps(pieces.begin(), pieces.begin() + static_cast<long>(end));
    tell(fmt::format("checking cut {} of {}", end, pieces.size()));
    Result<plan::Plan> plan = planOf(steps);
    if (end == pieces.size() && (!plan || !sameResult(*plan, result.whole)))
      // Each step by itself may hold and all cut ones together not: then the last part is the rest.
      plan = result.whole;
    if (!plan || plan->verdict != plan::Verdict::Planned)
      continue; // what stands here would not build; it goes with what comes next
    changeset::Changeset changes = between(soFar, plan->changes);
    if (changes.empty())
      continue; // done already
    result.parts.push_back(
        partOf(recipe,
               {pieces.begin() + static_cast<long>(begin), pieces.begin() + static_cast<long>(end)},
               std::move(changes)));
    soFar = std::move(plan->changes);
    begin = end;
  }
  return result;
}

Result<std::vector<std::string>> writePatches(const Split &split, const recipe::Recipe &recipe,
                                              const std::string &folder) {
  std::error_code none;
  if (exists(folder) && (!isDirectory(folder) || !std::filesystem::is_empty(folder, none)))
    return Error::usage(folder + " exists and is not an empty folder; patches of another migration "
                                 "may be in it");
  LEVITATE_CHECK(makeDirectory(folder));
  const std::string from = author(recipe.root);
  std::string prefix;
  if (const Result<Git> git = Git::at(recipe.root); git && git->top() != recipe.root)
    prefix = relativePath(recipe.root, git->top()) + "/";
  std::vector<std::string> files;
  for (std::size_t i = 0; i < split.parts.size(); ++i) {
    const Part &part = split.parts[i];
    changeset::Changeset changes;
    for (const auto &[path, change] : part.changes.files) {
      changeset::FileChange &moved = changes.files[prefix + path] = change;
      if (!moved.movedFrom.empty())
        moved.movedFrom = prefix + moved.movedFrom;
    }
    const std::string text =
        fmt::format("From {} Mon Sep 17 00:00:00 2001\nFrom: {}\nSubject: [PATCH {}/{}] {}\n"
                    "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
                    "Content-Transfer-Encoding: 8bit\n\n{}---\n\n{}-- \nlevitate-migrate\n",
                    std::string(40, '0'), from, i + 1, split.parts.size(), part.subject, part.body,
                    changeset::unifiedDiff(changes));
    files.push_back(fileNameOf(i + 1, part.subject));
    LEVITATE_CHECK(writeText(folder + "/" + files.back(), text));
  }
  return files;
}

} // namespace levitate::pipeline

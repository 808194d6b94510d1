#include "tool/cmake/operations.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>

namespace levitate::cmake {

const KnownTarget *editable(const EditorState &state, Outcome &outcome, const std::string &name) {
  const auto found = state.targets.find(state.canonical(name));
  if (found == state.targets.end()) {
    std::vector<std::string> names;
    for (const auto &[known, target] : state.targets)
      if (!target.imported)
        names.push_back(known);
    outcome.refusals.push_back(
        refusal({}, "there is no target '" + name + "'" + didYouMean(name, names),
                "name a target that CMake defines in this tree"));
    return nullptr;
  }
  if (found->second.imported || found->second.site == None) {
    outcome.refusals.push_back(refusal(found->second.where,
                                       "target '" + name + "' is not defined in this tree",
                                       "name a target that CMake defines in this tree"));
    return nullptr;
  }
  return &found->second;
}

void apply(EditorState &state, Outcome &outcome, const Location &where, std::size_t document,
           const TextEdit &edit) {
  if (auto done = state.apply(document, edit); !done)
    outcome.refusals.push_back(
        refusal(where, "the edit would break the file: " + done.error().diagnostics.front().message,
                "make the change by hand"));
}

bool isAnchor(const EditorState &state, std::size_t index, const KnownTarget &target) {
  const Entry &entry = state.entries[index];
  if (!entry.alive || entry.target != target.name || entry.wrapped || entry.computed ||
      entry.loop || entry.single || entry.joined || entry.glob != nullptr ||
      !std::includes(entry.configurations.begin(), entry.configurations.end(),
                     target.configurations.begin(), target.configurations.end()))
    return false;
  const auto at = state.place(entry);
  if (!at || !at->whole || !state.accompanies(at->document, at->command, target))
    return false;
  const std::vector<std::size_t> sharers = state.sharers(index);
  return std::all_of(sharers.begin(), sharers.end(), [&](std::size_t other) {
    const Entry &sharer = state.entries[other];
    return sharer.role == entry.role && sharer.target == target.name && sharer.text == entry.text;
  });
}

std::optional<std::pair<std::size_t, std::size_t>> lastCommandAbout(const EditorState &state,
                                                                    const KnownTarget &target) {
  const auto definition = state.command(target.site);
  if (!definition)
    return std::nullopt;
  if (state.calls[target.site].targets != std::set<std::string>{target.name})
    return std::nullopt;
  std::pair<std::size_t, std::size_t> last = *definition;
  for (std::size_t i = 0; i < state.calls.size(); ++i) {
    const auto at = state.command(i);
    if (at && at->first == definition->first && at->second > last.second &&
        state.calls[i].targets.contains(target.name) &&
        std::includes(state.calls[i].configurations.begin(), state.calls[i].configurations.end(),
                      target.configurations.begin(), target.configurations.end()) &&
        state.documents[at->first]->parsed.commands[at->second].blocks ==
            state.documents[definition->first]->parsed.commands[definition->second].blocks)
      last = *at;
  }
  return last;
}

std::optional<Respelled> respell(const EditorState &state, const Entry &entry, const Place &at,
                                 const std::string &path) {
  const Mark &mark = state.marks[entry.mark];
  const std::size_t tail = mark.end - mark.begin;
  const std::string prefix = entry.text.substr(0, entry.text.size() - tail);
  const auto plain = [&]() -> Respelled {
    std::string text =
        entry.text.starts_with('/') && prefix.empty() ? path : relativePath(path, entry.directory);
    return {at.begin, at.end, text, text};
  };
  if (prefix.empty())
    return plain();
  const bool slash = entry.text[prefix.size()] == '/';
  if (slash || prefix.ends_with('/')) {
    const std::string folder = absolutePath(prefix, entry.directory);
    if (isWithin(path, folder) && path != folder) {
      const std::string rest = (slash ? "/" : "") + relativePath(path, folder);
      return Respelled{mark.begin, mark.end, rest, prefix + rest};
    }
  }
  // The prefix is a reference in the same argument: it goes too.
  if (at.begin < mark.begin)
    return plain();
  return std::nullopt;
}

bool needsNoQuotes(const std::string &text) { return asArgument(text) == text; }

std::string namedHere(const Entry &entry, const std::string &path) {
  return "'" + std::string(fileName(path)) + "' is named here" +
         (entry.target.empty() ? "" : " as a source of '" + entry.target + "'");
}

bool located(const EditorState &state, Outcome &outcome, const Entry &entry,
             const std::string &path) {
  if (state.place(entry))
    return true;
  outcome.refusals.push_back(
      refusal(entry.where,
              namedHere(entry, path) + ", but the name is computed and does not stand in the text",
              "write the path literally in the list of sources"));
  return false;
}

bool removable(Outcome &outcome, const Entry &entry, const std::string &fact,
               const std::string &remedy) {
  const char *why = nullptr;
  if (entry.loop)
    why = ", in the list of a loop";
  else if (entry.single)
    why = ", for a parameter that takes one value";
  else if (entry.joined)
    why = ", as a part of a longer word";
  if (why != nullptr)
    outcome.refusals.push_back(refusal(entry.where, fact + why, remedy));
  return why == nullptr;
}

void checkComputed(const EditorState &state, Outcome &outcome, const std::string &path) {
  const std::string_view name = fileName(path);
  for (const Entry &entry : state.entries)
    if (entry.alive && entry.computed && entry.role == Role::Source &&
        entry.text.find(name) != std::string::npos)
      outcome.refusals.push_back(refusal(entry.where,
                                         "the generator expression '" + entry.text +
                                             "' computes a name that may be '" + std::string(name) +
                                             "'",
                                         "write the path as an argument of its own"));
}

void checkProperties(const EditorState &state, Outcome &outcome, const std::string &path,
                     const std::string &from, const std::string &to) {
  const KnownTarget *target = editable(state, outcome, to);
  if (target == nullptr)
    return;
  const auto source = state.targets.find(state.canonical(from));
  if (source != state.targets.end() && source->second.directory == target->directory)
    return;
  for (const Entry &entry : state.entries)
    if (entry.alive && entry.role == Role::Property && entry.path == path)
      outcome.refusals.push_back(
          refusal(entry.where,
                  "the properties set here on '" + std::string(fileName(path)) +
                      "' would not reach target '" + to + "', which is of another directory",
                  "set them in the directory of '" + to + "' first"));
}

Entry found(const Entry &entry, const std::string &path) {
  Entry another = entry;
  another.path = path;
  another.text.clear();
  return another;
}

void checkGlobs(EditorState &state, Outcome &outcome, const std::string &path,
                const std::set<std::string> &wanted) {
  std::set<std::string> seen = wanted;
  for (const Entry &entry : state.entries)
    if (entry.alive && entry.role == Role::Source && entry.path == path)
      seen.insert(entry.target);
  for (std::size_t i = 0; i < state.entries.size(); ++i) {
    const Entry entry = state.entries[i];
    if (!entry.alive || entry.role != Role::Source)
      continue;
    // One whose text is unknown may come from a glob by way of commands that are not followed.
    const Glob *glob = entry.glob;
    for (const auto &each : state.globs)
      if (entry.glob == nullptr && entry.mark == None && finds(*each, entry.path) &&
          finds(*each, path))
        glob = each.get();
    if (glob == nullptr || !finds(*glob, path) || !seen.insert(entry.target).second)
      continue;
    const std::string what =
        "will find '" + std::string(fileName(path)) + "' for '" + entry.target + "'";
    if (isCompiled(path))
      outcome.refusals.push_back(
          refusal(glob->where, "this file(GLOB) " + what + ", which is not to have it",
                  "name a file that the pattern does not find, or list the sources"));
    else {
      outcome.notes.push_back(formatLocation(glob->where) + " " + what);
      state.entries.push_back(found(entry, path));
    }
  }
}

} // namespace levitate::cmake

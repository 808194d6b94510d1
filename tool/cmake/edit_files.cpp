#include "tool/cmake/operations.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>

namespace levitate::cmake {

namespace {

// Commands that no configuration ran and that name the file: changed where that is certain.
void renameInIdleCommands(EditorState &state, Outcome &outcome, const std::string &from,
                          const std::string &to) {
  for (std::size_t document = 0; document < state.documents.size(); ++document) {
    const std::string path = state.documents[document]->path;
    const std::string folder(parentPath(path));
    std::set<std::size_t> ran;
    for (const RanCommand &call : state.calls)
      if (const Mark &mark = state.marks[call.mark]; mark.alive && mark.document == document)
        ran.insert(mark.begin);
    for (std::size_t index = 0; index < state.documents[document]->parsed.commands.size();
         ++index) {
      for (std::size_t i = 0;
           i < state.documents[document]->parsed.commands[index].arguments.size(); ++i) {
        const File &file = state.documents[document]->parsed;
        const Command &command = file.commands[index];
        if (ran.contains(command.begin) || command.name == "if" || command.name == "elseif")
          break;
        const Argument &argument = command.arguments[i];
        const std::string text(file.inner(argument));
        static const std::string Here = "${CMAKE_CURRENT_SOURCE_DIR}/";
        const bool prefixed = text.starts_with(Here);
        const std::string bare = prefixed ? text.substr(Here.size()) : text;
        if (bare.empty() || bare.find_first_of("${};\\\n") != std::string::npos ||
            absolutePath(bare, folder) != from)
          continue;
        static const std::set<std::string> Lists = {"set",
                                                    "list",
                                                    "add_library",
                                                    "add_executable",
                                                    "target_sources",
                                                    "set_source_files_properties",
                                                    "install",
                                                    "target_precompile_headers"};
        const bool inFunction =
            std::any_of(command.blocks.begin(), command.blocks.end(), [&](std::size_t opener) {
              const std::string &name = file.commands[opener].name;
              return name == "function" || name == "macro";
            });
        const std::string next = relativePath(to, folder);
        if (fileName(path) != "CMakeLists.txt" || inFunction || !Lists.contains(command.name) ||
            !needsNoQuotes(next)) {
          Diagnostic left;
          left.severity = Severity::Warning;
          left.where = locate(file.text, argument.begin, path);
          left.message = "'" + text + "' is named by a command that no configuration ran";
          outcome.leftovers.push_back(std::move(left));
          continue;
        }
        apply(state, outcome, locate(file.text, argument.begin, path), document,
              {argument.innerBegin, argument.innerEnd, (prefixed ? Here : "") + next});
        if (outcome.refused())
          return;
        outcome.changed = true;
      }
    }
  }
}

} // namespace

void deleteFile(EditorState &state, Outcome &outcome, const std::string &path) {
  checkComputed(state, outcome, path);
  for (std::size_t i = 0; i < state.entries.size() && !outcome.refused(); ++i) {
    const Entry entry = state.entries[i];
    if (!entry.alive || entry.path != path)
      continue;
    if (entry.glob != nullptr) {
      outcome.notes.push_back(formatLocation(entry.glob->where) + " will no longer find '" +
                              std::string(fileName(path)) + "'");
      state.entries[i].alive = false;
      continue;
    }
    if (entry.role == Role::Mention) {
      outcome.refusals.push_back(refusal(entry.where,
                                         "this command needs '" + std::string(fileName(path)) + "'",
                                         "change the command first"));
      return;
    }
    if (!located(state, outcome, entry, path))
      return;
    for (const std::size_t other : state.sharers(i))
      if (state.entries[other].path != path || state.entries[other].role == Role::Mention)
        outcome.refusals.push_back(refusal(
            entry.where,
            namedHere(entry, path) + ", and the same text stands for another file or use (" +
                formatLocation(state.entries[other].where) + ")",
            "write the path literally in the list of sources"));
    if (!removable(outcome, entry, namedHere(entry, path), "list the source literally, on its own"))
      return;
    if (auto removed = state.remove(i); !removed) {
      outcome.refusals.push_back(refusal(entry.where, removed.error().diagnostics.front().message,
                                         "remove the generator expression by hand"));
      return;
    }
    outcome.changed = true;
    outcome.notes.push_back("'" + std::string(fileName(path)) + "' is no longer listed" +
                            (entry.target.empty() ? "" : " in '" + entry.target + "'"));
  }
}

void renameFile(EditorState &state, Outcome &outcome, const std::string &from,
                const std::string &to) {
  if (from == to)
    return;
  checkComputed(state, outcome, from);
  std::set<std::string> owners, lost; // those of the latter had it by a file(GLOB) only
  for (const Entry &entry : state.entries)
    if (entry.alive && entry.role == Role::Source && entry.path == from)
      owners.insert(entry.target);
  checkGlobs(state, outcome, to, owners);
  for (std::size_t i = 0; i < state.entries.size() && !outcome.refused(); ++i) {
    const Entry entry = state.entries[i];
    if (!entry.alive || entry.path != from)
      continue;
    if (entry.glob != nullptr) {
      if (entry.role == Role::Source && !finds(*entry.glob, to))
        lost.insert(entry.target);
      state.entries[i].alive = false;
      if (finds(*entry.glob, to)) {
        outcome.notes.push_back(formatLocation(entry.glob->where) + " will find '" +
                                std::string(fileName(to)) + "'");
        state.entries.push_back(found(entry, to));
      }
      continue;
    }
    if (!located(state, outcome, entry, from))
      return;
    for (const std::size_t other : state.sharers(i))
      if (state.entries[other].path != from) {
        outcome.refusals.push_back(refusal(
            entry.where, namedHere(entry, from) + ", and the same text stands for other files",
            "write the path literally in the list of sources"));
        return;
      }
    if (!entry.fileSet.empty() &&
        std::none_of(entry.bases.begin(), entry.bases.end(),
                     [&](const std::string &base) { return isWithin(to, base); })) {
      outcome.refusals.push_back(
          refusal(entry.where,
                  "'" + std::string(fileName(to)) +
                      "' lies outside of the base directories of file set '" + entry.fileSet + "'",
                  "add its folder to BASE_DIRS, or move it into one of them"));
      return;
    }
    const Place at = *state.place(entry);
    const auto spelled = respell(state, entry, at, to);
    if (!spelled || !needsNoQuotes(spelled->text)) {
      outcome.refusals.push_back(refusal(entry.where,
                                         namedHere(entry, from) + ", in a way that can't name '" +
                                             relativePath(to, entry.directory) + "'",
                                         "write the path literally in the list of sources"));
      return;
    }
    // All uses of this text follow it.
    std::vector<std::size_t> same = state.sharers(i);
    same.push_back(i);
    const std::size_t begin = spelled->begin;
    apply(state, outcome, entry.where, at.document, {spelled->begin, spelled->end, spelled->text});
    if (outcome.refused())
      return;
    for (const std::size_t index : same) {
      Entry &changed = state.entries[index];
      changed.alive = true;
      changed.path = to;
      changed.text = changed.directory == entry.directory ? spelled->value
                                                          : relativePath(to, changed.directory);
      changed.mark = state.addMark(at.document, begin, begin + spelled->text.size());
    }
    outcome.changed = true;
  }
  if (outcome.refused())
    return;
  if (outcome.changed)
    outcome.notes.push_back("'" + std::string(fileName(from)) + "' is named '" +
                            std::string(fileName(to)) + "' now");
  for (const std::string &target : lost)
    addSource(state, outcome, target, to);
  if (!outcome.refused())
    renameInIdleCommands(state, outcome, from, to);
}

void moveFile(EditorState &state, Outcome &outcome, const std::string &from, const std::string &to,
              const std::string &name) {
  const KnownTarget *target = editable(state, outcome, name);
  if (target == nullptr)
    return;
  const std::string real = target->name;
  std::set<std::string> owners;
  for (const Entry &entry : state.entries)
    if (entry.alive && entry.role == Role::Source && entry.path == from)
      owners.insert(entry.target);
  if (owners.empty() || owners == std::set<std::string>{real}) {
    renameFile(state, outcome, from, to);
    return;
  }
  for (const std::string &owner : owners)
    checkProperties(state, outcome, from, owner, real);
  for (const Entry &entry : state.entries)
    if (entry.alive && entry.path == from && entry.role == Role::Listed)
      outcome.refusals.push_back(refusal(entry.where,
                                         "this command lists '" + std::string(fileName(from)) +
                                             "', which gets another target",
                                         "name the file where its new target is defined"));
  if (!outcome.refused())
    deleteFile(state, outcome, from);
  if (!outcome.refused())
    addSource(state, outcome, real, to);
}

} // namespace levitate::cmake

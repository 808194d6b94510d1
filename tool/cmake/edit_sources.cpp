#include "tool/cmake/operations.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>

namespace levitate::cmake {

namespace {

std::string_view kindOf(const std::string &path) { return isCompiled(path) ? "source" : "header"; }

// How an entry's text must read for another path: the range of the argument to replace and by what.
struct Respelled {
  std::size_t begin = 0, end = 0; // in the document
  std::string text;               // the new text
  std::size_t prefix = 0;         // how much of `value` stands before the new literal end
  std::string value;              // the element as CMake will see it
};

std::optional<Respelled> respell(const EditorState &state, const Entry &entry, const Place &at,
                                 const std::string &path) {
  const Mark &mark = state.marks[entry.mark];
  const std::size_t tail = mark.end - mark.begin;
  const std::string prefix = entry.text.substr(0, entry.text.size() - tail);
  const auto plain = [&]() -> Respelled {
    std::string text =
        entry.text.starts_with('/') && prefix.empty() ? path : relativePath(path, entry.directory);
    return {at.begin, at.end, text, 0, text};
  };
  if (prefix.empty())
    return plain();
  const bool slash = entry.text[prefix.size()] == '/';
  if (slash || prefix.ends_with('/')) {
    const std::string folder = absolutePath(prefix, entry.directory);
    if (isWithin(path, folder) && path != folder) {
      const std::string rest = (slash ? "/" : "") + relativePath(path, folder);
      return Respelled{mark.begin, mark.end, rest, prefix.size(), prefix + rest};
    }
  }
  // The prefix is a reference in the same argument: it goes too.
  if (at.begin < mark.begin)
    return plain();
  return std::nullopt;
}

// True when this text can stand in an argument without quotes.
bool needsNoQuotes(const std::string &text) { return asArgument(text) == text; }

bool alreadyHas(const EditorState &state, const KnownTarget &target, const std::string &path) {
  std::set<std::size_t> configurations;
  for (const Entry &entry : state.entries)
    if (entry.alive && entry.role == Role::Source && entry.target == target.name &&
        entry.path == path)
      configurations.insert(entry.configurations.begin(), entry.configurations.end());
  return std::includes(configurations.begin(), configurations.end(), target.configurations.begin(),
                       target.configurations.end());
}

// The file(GLOB) of this target that will find the path.
const Glob *globFor(const EditorState &state, const std::string &target, const std::string &path) {
  for (const Entry &entry : state.entries)
    if (entry.alive && entry.role == Role::Source && entry.target == target &&
        entry.glob != nullptr && finds(*entry.glob, path))
      return entry.glob;
  return nullptr;
}

std::size_t commonFolder(const std::string &a, const std::string &b) {
  const std::string_view left = parentPath(a), right = parentPath(b);
  std::size_t common = 0, length = std::min(left.size(), right.size());
  while (common < length && left[common] == right[common])
    ++common;
  return common;
}

// The entry that a new file of the target stands best beside.
std::optional<std::size_t> bestNeighbour(const EditorState &state, const KnownTarget &target,
                                         const std::string &path, bool &outsideSet) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < state.entries.size(); ++i) {
    const Entry &entry = state.entries[i];
    if (entry.role != Role::Source || kindOf(entry.path) != kindOf(path) ||
        !isAnchor(state, i, target))
      continue;
    if (!entry.fileSet.empty() &&
        std::none_of(entry.bases.begin(), entry.bases.end(),
                     [&](const std::string &base) { return isWithin(path, base); })) {
      outsideSet = true;
      continue;
    }
    const auto at = state.place(entry);
    const auto spelled = respell(state, entry, *at, path);
    if (!spelled || !needsNoQuotes(spelled->text))
      continue;
    const auto rank = [&](std::size_t index) {
      const Entry &candidate = state.entries[index];
      const Mark &mark = state.marks[candidate.mark];
      return std::tuple(parentPath(candidate.path) == parentPath(path),
                        commonFolder(candidate.path, path), mark.document, mark.begin);
    };
    if (!best || rank(i) > rank(*best))
      best = i;
  }
  return best;
}

// Puts `path` beside an entry: in order when the arguments around it are in order, else behind it.
void putBeside(EditorState &state, Outcome &outcome, const KnownTarget &target, std::size_t anchor,
               const std::string &path) {
  const Place at = *state.place(state.entries[anchor]);
  const Respelled spelled = *respell(state, state.entries[anchor], at, path);
  const File &file = state.documents[at.document]->parsed;
  const Command &command = file.commands[at.command];
  const Argument &model = command.arguments[at.argument];

  // The run of arguments of the same kind around the anchor.
  const auto isSibling = [&](std::size_t argument) {
    return std::any_of(state.entries.begin(), state.entries.end(), [&](const Entry &entry) {
      if (!entry.alive || entry.role != Role::Source || entry.mark == None ||
          entry.target != target.name || kindOf(entry.path) != kindOf(path) ||
          parentPath(entry.path) != parentPath(state.entries[anchor].path))
        return false;
      const Mark &mark = state.marks[entry.mark];
      const Argument &other = command.arguments[argument];
      return mark.document == at.document && other.begin <= mark.begin && mark.end <= other.end;
    });
  };
  std::size_t first = at.argument, last = at.argument;
  while (first > 0 && isSibling(first - 1))
    --first;
  while (last + 1 < command.arguments.size() && isSibling(last + 1))
    ++last;

  std::string argument(file.raw(model));
  argument.replace(spelled.begin - model.begin, spelled.end - spelled.begin, spelled.text);
  const auto inner = [&](std::size_t i) { return file.raw(command.arguments[i]); };
  bool sorted = last > first;
  for (std::size_t i = first; i < last; ++i)
    sorted = sorted && inner(i) < inner(i + 1);
  std::size_t next = at.argument + 1;
  if (sorted) {
    next = first;
    while (next <= last && inner(next) < argument)
      ++next;
  }
  const bool behind = !sorted || next > first;
  const TextEdit edit = behind ? insertBehind(file, command, next - 1, argument)
                               : insertBefore(file, command, first, argument);
  const std::size_t offset = edit.begin +
                             (behind ? edit.text.rfind(argument) : edit.text.find(argument)) +
                             (spelled.begin - model.begin);
  Entry entry = state.entries[anchor];
  const std::size_t document = at.document;
  apply(state, outcome, entry.where, document, edit);
  if (outcome.refused())
    return;
  entry.path = path;
  entry.text = spelled.value;
  entry.mark = state.addMark(document, offset, offset + spelled.text.size());
  state.entries.push_back(std::move(entry));
}

// Puts `path` at the end of the add_library or add_executable itself, or into a new call of
// target_sources behind it.
void putIntoDefinition(EditorState &state, Outcome &outcome, const KnownTarget &target,
                       const std::string &path) {
  const std::string text = relativePath(path, target.directory);
  const std::string argument = asArgument(text);
  const bool interface = target.type == "INTERFACE_LIBRARY";
  const auto definition = state.command(target.call);
  TextEdit edit;
  std::size_t document = None;
  std::size_t call = target.call;
  if (definition && target.call == target.site &&
      state.calls[target.call].targets == std::set<std::string>{target.name}) {
    document = definition->first;
    const File &file = state.documents[document]->parsed;
    const Command &command = file.commands[definition->second];
    edit = insertBehind(file, command, command.arguments.size() - 1, argument);
  } else if (const auto after = lastCommandAbout(state, target)) {
    document = after->first;
    const File &file = state.documents[document]->parsed;
    edit = insertCommand(file, file.commands[after->second], "target_sources",
                         target.name + (interface ? " INTERFACE " : " PRIVATE ") + argument);
    call = None;
  } else {
    outcome.refusals.push_back(refusal(
        target.where, "no place for a source of '" + target.name + "' was found",
        "write target_sources(" + target.name + " PRIVATE " + text + ") behind its definition"));
    return;
  }
  const std::size_t offset = edit.begin + edit.text.rfind(argument);
  apply(state, outcome, target.where, document, edit);
  if (outcome.refused())
    return;
  Entry entry;
  entry.role = Role::Source;
  entry.target = target.name;
  entry.path = path;
  entry.text = text;
  entry.scope = interface ? Scope::Interface : Scope::Private;
  entry.directory = target.directory;
  entry.configurations = target.configurations;
  entry.call = call;
  entry.where =
      locate(state.documents[document]->parsed.text, offset, state.documents[document]->path);
  entry.mark = state.addMark(document, offset, offset + argument.size());
  state.entries.push_back(std::move(entry));
}

std::string namedHere(const Entry &entry, const std::string &path) {
  return "'" + std::string(fileName(path)) + "' is named here" +
         (entry.target.empty() ? "" : " as a source of '" + entry.target + "'");
}

// Notes why an entry can't be edited; true when it can be.
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

// Notes the sources of a target that generator expressions compute and that may mean this file.
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

// --- what both kinds of operations need ---

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
      entry.loop || entry.single || entry.glob != nullptr ||
      !std::includes(entry.configurations.begin(), entry.configurations.end(),
                     target.configurations.begin(), target.configurations.end()))
    return false;
  const auto at = state.place(entry);
  if (!at || !at->whole || !state.accompanies(at->document, at->command, target))
    return false;
  const std::vector<std::size_t> sharers = state.sharers(index);
  return std::all_of(sharers.begin(), sharers.end(), [&](std::size_t other) {
    return state.entries[other].role == entry.role && state.entries[other].target == target.name;
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

// --- operations ---

void addSource(EditorState &state, Outcome &outcome, const std::string &name,
               const std::string &path) {
  const KnownTarget *known = editable(state, outcome, name);
  if (known == nullptr)
    return;
  const KnownTarget target = *known;
  if (alreadyHas(state, target, path))
    return;
  if (const Glob *glob = globFor(state, target.name, path)) {
    outcome.notes.push_back(formatLocation(glob->where) + " will find '" +
                            std::string(fileName(path)) + "' for '" + target.name + "'");
    return;
  }
  if (target.type == "UTILITY") {
    outcome.refusals.push_back(refusal(target.where, "'" + target.name + "' is a custom target",
                                       "name a library or a program"));
    return;
  }
  if (target.type == "INTERFACE_LIBRARY" && isCompiled(path)) {
    outcome.refusals.push_back(
        refusal(target.where,
                "interface library '" + target.name + "' compiles nothing, so that '" +
                    std::string(fileName(path)) + "' can't be a source of it",
                "make it a STATIC library first"));
    return;
  }
  bool outsideSet = false;
  const auto neighbour = bestNeighbour(state, target, path, outsideSet);
  if (!neighbour && !isCompiled(path)) {
    const bool lists =
        std::any_of(state.entries.begin(), state.entries.end(), [&](const Entry &entry) {
          return entry.alive && entry.role == Role::Source && entry.target == target.name &&
                 !entry.computed && !isCompiled(entry.path);
        });
    if (outsideSet)
      outcome.refusals.push_back(refusal(target.where,
                                         "the headers of '" + target.name +
                                             "' are in a file set none of whose base "
                                             "directories holds '" +
                                             std::string(fileName(path)) + "'",
                                         "add its folder to BASE_DIRS"));
    if (outsideSet || !lists)
      return;
  }
  if (neighbour)
    putBeside(state, outcome, target, *neighbour, path);
  else
    putIntoDefinition(state, outcome, target, path);
  if (outcome.refused())
    return;
  outcome.changed = true;
  outcome.notes.push_back("'" + std::string(fileName(path)) + "' is a " +
                          std::string(kindOf(path)) + " of '" + target.name + "'");
}

void removeSource(EditorState &state, Outcome &outcome, const std::string &name,
                  const std::string &path) {
  const KnownTarget *known = editable(state, outcome, name);
  if (known == nullptr)
    return;
  const std::string target = known->name;
  checkComputed(state, outcome, path);
  if (outcome.refused())
    return;
  for (std::size_t i = 0; i < state.entries.size(); ++i) {
    const Entry entry = state.entries[i];
    if (!entry.alive || entry.role != Role::Source || entry.target != target || entry.path != path)
      continue;
    if (entry.glob != nullptr) {
      outcome.refusals.push_back(refusal(
          entry.glob->where,
          "this file(GLOB) finds '" + std::string(fileName(path)) + "' for '" + target + "'",
          "move the file to where the pattern does not find it, or list the sources"));
      return;
    }
    if (!located(state, outcome, entry, path))
      return;
    if (entry.loop) {
      outcome.refusals.push_back(refusal(entry.where,
                                         namedHere(entry, path) + ", in the list of a loop",
                                         "list the source outside of the loop"));
      return;
    }
    for (const std::size_t other : state.sharers(i)) {
      const Entry &sharer = state.entries[other];
      if (sharer.role == Role::Source && sharer.target == target && sharer.path == path)
        continue;
      const std::string user = sharer.role == Role::Source
                                   ? "target '" + sharer.target + "'"
                                   : "the command at " + formatLocation(sharer.where);
      outcome.refusals.push_back(
          refusal(entry.where, namedHere(entry, path) + ", and the same text serves " + user,
                  "give '" + target + "' a list of its own"));
      return;
    }
    if (auto removed = state.remove(i); !removed) {
      outcome.refusals.push_back(refusal(entry.where, removed.error().diagnostics.front().message,
                                         "remove the generator expression by hand"));
      return;
    }
    outcome.changed = true;
    outcome.notes.push_back("'" + std::string(fileName(path)) + "' is no longer a source of '" +
                            target + "'");
  }
}

void deleteFile(EditorState &state, Outcome &outcome, const std::string &path) {
  checkComputed(state, outcome, path);
  for (std::size_t i = 0; i < state.entries.size() && !outcome.refused(); ++i) {
    const Entry entry = state.entries[i];
    if (!entry.alive || entry.path != path)
      continue;
    if (entry.glob != nullptr) {
      outcome.notes.push_back(formatLocation(entry.glob->where) + " will no longer find '" +
                              std::string(fileName(path)) + "'");
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
    if (entry.loop)
      outcome.refusals.push_back(refusal(entry.where,
                                         namedHere(entry, path) + ", in the list of a loop",
                                         "list the source outside of the loop"));
    if (outcome.refused())
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
  std::set<std::string> found; // targets that had it by a file(GLOB) only
  for (std::size_t i = 0; i < state.entries.size() && !outcome.refused(); ++i) {
    const Entry entry = state.entries[i];
    if (!entry.alive || entry.path != from)
      continue;
    if (entry.glob != nullptr) {
      if (entry.role == Role::Source && !finds(*entry.glob, to))
        found.insert(entry.target);
      if (finds(*entry.glob, to))
        outcome.notes.push_back(formatLocation(entry.glob->where) + " will find '" +
                                std::string(fileName(to)) + "'");
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
  for (const std::string &target : found)
    addSource(state, outcome, target, to);
  if (!outcome.refused())
    renameInIdleCommands(state, outcome, from, to);
}

// Properties of a source reach the targets of the directory they are set in.
static void checkProperties(const EditorState &state, Outcome &outcome, const std::string &path,
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

void moveSource(EditorState &state, Outcome &outcome, const std::string &path,
                const std::string &from, const std::string &to) {
  checkProperties(state, outcome, path, from, to);
  if (outcome.refused())
    return;
  removeSource(state, outcome, from, path);
  if (!outcome.refused())
    addSource(state, outcome, to, path);
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

#include "tool/cmake/operations.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>

namespace levitate::cmake {

namespace {

std::string_view kindOf(const std::string &path) { return isCompiled(path) ? "source" : "header"; }

bool alreadyHas(const EditorState &state, const KnownTarget &target, const std::string &path) {
  std::set<std::size_t> configurations;
  for (const Entry &entry : state.entries)
    if (entry.alive && entry.role == Role::Source && entry.target == target.name &&
        entry.path == path)
      configurations.insert(entry.configurations.begin(), entry.configurations.end());
  return std::includes(configurations.begin(), configurations.end(), target.configurations.begin(),
                       target.configurations.end());
}

// The entry of a file(GLOB) of this target that will find the path; null for none.
const Entry *globFor(const EditorState &state, const std::string &target, const std::string &path) {
  for (const Entry &entry : state.entries)
    if (entry.alive && entry.role == Role::Source && entry.target == target &&
        entry.glob != nullptr && finds(*entry.glob, path))
      return &entry;
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

  // The run of arguments around the anchor that name files of the same folder.
  const auto isSibling = [&](std::size_t argument, bool anyKind) {
    return std::any_of(state.entries.begin(), state.entries.end(), [&](const Entry &entry) {
      if (!entry.alive || entry.role != Role::Source || entry.mark == None ||
          entry.target != target.name || (!anyKind && kindOf(entry.path) != kindOf(path)) ||
          parentPath(entry.path) != parentPath(state.entries[anchor].path))
        return false;
      const Mark &mark = state.marks[entry.mark];
      const Argument &other = command.arguments[argument];
      return mark.document == at.document && other.begin <= mark.begin && mark.end <= other.end &&
             isAnchor(state, static_cast<std::size_t>(&entry - state.entries.data()), target);
    });
  };
  const auto inner = [&](std::size_t i) { return file.raw(command.arguments[i]); };
  std::size_t first = 0, last = 0;
  bool sorted = false;
  // Sources and headers may be in order together, or those of one kind alone.
  for (const bool anyKind : {true, false}) {
    first = last = at.argument;
    while (first > 0 && isSibling(first - 1, anyKind))
      --first;
    while (last + 1 < command.arguments.size() && isSibling(last + 1, anyKind))
      ++last;
    sorted = last > first;
    for (std::size_t i = first; i < last; ++i)
      sorted = sorted && inner(i) < inner(i + 1);
    if (sorted)
      break;
  }

  std::string argument(file.raw(model));
  argument.replace(spelled.begin - model.begin, spelled.end - spelled.begin, spelled.text);
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

} // namespace

void addSource(EditorState &state, Outcome &outcome, const std::string &name,
               const std::string &path) {
  const KnownTarget *known = editable(state, outcome, name);
  if (known == nullptr)
    return;
  const KnownTarget target = *known;
  if (alreadyHas(state, target, path))
    return;
  if (const Entry *entry = globFor(state, target.name, path)) {
    outcome.notes.push_back(formatLocation(entry->glob->where) + " will find '" +
                            std::string(fileName(path)) + "' for '" + target.name + "'");
    state.entries.push_back(found(*entry, path));
    return;
  }
  checkGlobs(state, outcome, path, {target.name});
  if (outcome.refused())
    return;
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
    if (!removable(outcome, entry, namedHere(entry, path), "list the source literally, on its own"))
      return;
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

void moveSource(EditorState &state, Outcome &outcome, const std::string &path,
                const std::string &from, const std::string &to) {
  checkProperties(state, outcome, path, from, to);
  if (outcome.refused())
    return;
  removeSource(state, outcome, from, path);
  if (!outcome.refused())
    addSource(state, outcome, to, path);
}

} // namespace levitate::cmake

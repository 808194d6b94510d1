#include "tool/cmake/operations.h"

#include <algorithm>

namespace levitate::cmake {

namespace {

bool covers(Scope has, Scope wanted) {
  return has == wanted || has == Scope::Public || has == Scope::Plain;
}

bool isPlain(const EditorState &state, const KnownTarget &target) {
  return std::any_of(state.entries.begin(), state.entries.end(), [&](const Entry &entry) {
    return entry.alive && entry.role == Role::Link && entry.target == target.name &&
           entry.scope == Scope::Plain;
  });
}

// The keyword that a new link of this target takes; notes a refusal when there is none for it.
std::optional<Scope> chooseScope(const EditorState &state, Outcome &outcome,
                                 const KnownTarget &target, std::optional<Scope> wanted) {
  if (target.type == "INTERFACE_LIBRARY") {
    if (wanted == Scope::Private) {
      outcome.refusals.push_back(
          refusal(target.where, "interface library '" + target.name + "' has no PRIVATE links",
                  "link it with scope INTERFACE, or give the library a source"));
      return std::nullopt;
    }
    return Scope::Interface;
  }
  if (isPlain(state, target)) {
    // CMake takes either keywords in all calls of a target or in none.
    if (wanted && *wanted != Scope::Public &&
        !(*wanted == Scope::Private && target.type == "EXECUTABLE")) {
      outcome.refusals.push_back(refusal(target.where,
                                         "the calls of target_link_libraries for '" + target.name +
                                             "' have no keywords, so that " +
                                             std::string(keyword(*wanted)) + " can't be said",
                                         "give these calls keywords first"));
      return std::nullopt;
    }
    return Scope::Plain;
  }
  return wanted.value_or(target.type == "EXECUTABLE" ? Scope::Private : Scope::Public);
}

// Adds the entry for a dependency that an edit has put at `begin`.
void note(EditorState &state, const KnownTarget &target, const std::string &dependency, Scope scope,
          std::size_t document, std::size_t begin, std::size_t call) {
  Entry entry;
  entry.role = Role::Link;
  entry.target = target.name;
  entry.text = dependency;
  entry.scope = scope;
  entry.directory = target.directory;
  entry.configurations = target.configurations;
  entry.mark = state.addMark(document, begin, begin + dependency.size());
  entry.call = call;
  entry.where =
      locate(state.documents[document]->parsed.text, begin, state.documents[document]->path);
  state.entries.push_back(std::move(entry));
}

// The calls of target_link_libraries that stand for this target alone and run whenever it is
// defined, in the order they stand in.
std::vector<std::size_t> ownCalls(const EditorState &state, const KnownTarget &target) {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < state.calls.size(); ++i) {
    const RanCommand &call = state.calls[i];
    const auto at = state.command(i);
    if (!at || call.targets != std::set<std::string>{target.name} ||
        !std::includes(call.configurations.begin(), call.configurations.end(),
                       target.configurations.begin(), target.configurations.end()))
      continue;
    const Command &command = state.documents[at->first]->parsed.commands[at->second];
    if (command.name == "target_link_libraries" && command.arguments.size() > 1 &&
        state.accompanies(at->first, at->second, target))
      result.push_back(i);
  }
  return result;
}

bool isKeyword(std::string_view word) {
  return word == "PUBLIC" || word == "PRIVATE" || word == "INTERFACE";
}

// Puts the dependency behind what is linked with the same keyword already.
bool putBesideOther(EditorState &state, Outcome &outcome, const KnownTarget &target,
                    const std::string &dependency, Scope scope) {
  std::optional<std::size_t> anchor;
  for (std::size_t i = 0; i < state.entries.size(); ++i)
    if (const Entry &entry = state.entries[i];
        entry.role == Role::Link && entry.scope == scope && isAnchor(state, i, target)) {
      // The last in its file; of several files the one of the definition.
      const Mark &mark = state.marks[entry.mark];
      const Mark *best = anchor ? &state.marks[state.entries[*anchor].mark] : nullptr;
      const auto home = state.command(target.site);
      const auto rank = [&](const Mark &m) {
        return std::pair(home && m.document == home->first ? 1 : 0, m.begin);
      };
      if (best == nullptr || rank(mark) > rank(*best))
        anchor = i;
    }
  if (!anchor)
    return false;
  const Place at = *state.place(state.entries[*anchor]);
  const File &file = state.documents[at.document]->parsed;
  const TextEdit edit = insertBehind(file, file.commands[at.command], at.argument, dependency);
  const Location where = state.entries[*anchor].where;
  const std::size_t call = state.entries[*anchor].call;
  apply(state, outcome, where, at.document, edit);
  if (!outcome.refused())
    note(state, target, dependency, scope, at.document, edit.begin + edit.text.rfind(dependency),
         call);
  return true;
}

// Puts the dependency into a call of the target's own: behind the keyword, or with a new one.
bool putIntoCall(EditorState &state, Outcome &outcome, const KnownTarget &target,
                 const std::string &dependency, Scope scope) {
  const std::vector<std::size_t> calls = ownCalls(state, target);
  const std::string word(keyword(scope));
  // Behind the keyword, where its section holds nothing that can be followed (a variable, say).
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    const auto at = *state.command(*call);
    const File &file = state.documents[at.first]->parsed;
    const Command &command = file.commands[at.second];
    std::size_t last = None, section = None;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
      const std::string_view text = file.raw(command.arguments[i]);
      if (isKeyword(text))
        section = i;
      if (section == None ? word.empty() : file.raw(command.arguments[section]) == word)
        last = i;
    }
    const bool plainCall = section == None;
    if (last == None && (word.empty() || plainCall))
      continue;
    const TextEdit edit = last != None ? insertBehind(file, command, last, dependency)
                                       : insertSection(file, command, section, word, dependency);
    apply(state, outcome, state.calls[*call].where, at.first, edit);
    if (!outcome.refused())
      note(state, target, dependency, scope, at.first, edit.begin + edit.text.rfind(dependency),
           *call);
    return true;
  }
  return false;
}

void putIntoNewCall(EditorState &state, Outcome &outcome, const KnownTarget &target,
                    const std::string &dependency, Scope scope) {
  const auto after = lastCommandAbout(state, target);
  if (!after) {
    outcome.refusals.push_back(
        refusal(target.where,
                "no place for a call of target_link_libraries for '" + target.name + "' was found",
                "write target_link_libraries(" + target.name + " ...) behind its definition"));
    return;
  }
  const File &file = state.documents[after->first]->parsed;
  const std::string word(keyword(scope));
  const std::string words = target.name + (word.empty() ? " " : " " + word + " ") + dependency;
  const TextEdit edit =
      insertCommand(file, file.commands[after->second], "target_link_libraries", words);
  const std::size_t document = after->first;
  apply(state, outcome, target.where, document, edit);
  if (outcome.refused())
    return;
  // The call is one of the target's own from now on.
  const std::size_t begin = edit.begin + edit.text.rfind(words);
  const Command &command = *state.documents[document]->parsed.commandAround(begin);
  RanCommand call;
  call.mark = state.addMark(document, command.begin, command.end);
  call.targets = {target.name};
  call.configurations = target.configurations;
  call.where = target.where;
  state.calls.push_back(std::move(call));
  note(state, target, dependency, scope, document, edit.begin + edit.text.rfind(dependency),
       state.calls.size() - 1);
}

// Makes PUBLIC of the keyword of the only link to the dependency, when it has that to itself.
bool widenInPlace(EditorState &state, Outcome &outcome, const KnownTarget &target,
                  const std::string &dependency) {
  std::optional<std::size_t> only;
  for (std::size_t i = 0; i < state.entries.size(); ++i) {
    const Entry &entry = state.entries[i];
    if (!entry.alive || entry.role != Role::Link || entry.target != target.name ||
        state.canonical(entry.text) != state.canonical(dependency))
      continue;
    if (only || !isAnchor(state, i, target) || !state.sharers(i).empty())
      return false;
    only = i;
  }
  if (!only)
    return false;
  const Place at = *state.place(state.entries[*only]);
  const File &file = state.documents[at.document]->parsed;
  const Command &command = file.commands[at.command];
  const auto isKeywordAt = [&](std::size_t i) { return isKeyword(file.raw(command.arguments[i])); };
  if (command.name != "target_link_libraries" || at.argument < 2 || !isKeywordAt(at.argument - 1) ||
      (at.argument + 1 < command.arguments.size() && !isKeywordAt(at.argument + 1)))
    return false;
  const Argument &word = command.arguments[at.argument - 1];
  apply(state, outcome, state.entries[*only].where, at.document,
        {word.begin, word.end, std::string(keyword(Scope::Public))});
  if (outcome.refused())
    return true;
  state.entries[*only].scope = Scope::Public;
  outcome.changed = true;
  outcome.notes.push_back("'" + target.name + "' links '" + dependency + "' PUBLIC");
  return true;
}

std::size_t commentsOf(const EditorState &state) {
  std::size_t count = 0;
  for (const auto &document : state.documents)
    count += static_cast<std::size_t>(
        std::count_if(document->parsed.tokens.begin(), document->parsed.tokens.end(),
                      [](const Token &token) { return token.kind == TokenKind::Comment; }));
  return count;
}

} // namespace

void link(EditorState &state, Outcome &outcome, const std::string &name,
          const std::string &dependency, std::optional<Scope> wanted) {
  const KnownTarget *known = editable(state, outcome, name);
  if (known == nullptr)
    return;
  const KnownTarget target = *known;
  const std::optional<Scope> scope = chooseScope(state, outcome, target, wanted);
  if (!scope)
    return;

  // What is there, and in which configurations it is enough.
  std::set<std::size_t> satisfied;
  bool lesser = false;
  for (const Entry &entry : state.entries) {
    if (!entry.alive || entry.role != Role::Link || entry.target != target.name || entry.wrapped ||
        state.canonical(entry.text) != state.canonical(dependency))
      continue;
    // Without a wish any keyword will do.
    if (!wanted || covers(entry.scope, *scope))
      satisfied.insert(entry.configurations.begin(), entry.configurations.end());
    else
      lesser = true;
  }
  if (std::includes(satisfied.begin(), satisfied.end(), target.configurations.begin(),
                    target.configurations.end()))
    return;
  Scope final = *scope;
  const std::size_t comments = commentsOf(state);
  if (lesser) {
    // PRIVATE and INTERFACE together are PUBLIC.
    final = Scope::Public;
    if (widenInPlace(state, outcome, target, dependency))
      return;
    unlink(state, outcome, name, dependency, std::nullopt);
    if (outcome.refused())
      return;
  }
  if (!putBesideOther(state, outcome, target, dependency, final) &&
      !putIntoCall(state, outcome, target, dependency, final))
    putIntoNewCall(state, outcome, target, dependency, final);
  if (!outcome.refused() && commentsOf(state) != comments)
    outcome.refusals.push_back(
        refusal(target.where,
                "'" + target.name + "' links '" + dependency +
                    "' with another keyword, and a comment stands behind it",
                "put '" + dependency + "' behind PUBLIC by hand, or the comment above the call"));
  if (outcome.refused())
    return;
  outcome.changed = true;
  outcome.notes.push_back("'" + target.name + "' links '" + dependency + "'" +
                          (keyword(final).empty() ? "" : " " + std::string(keyword(final))));
}

void unlink(EditorState &state, Outcome &outcome, const std::string &name,
            const std::string &dependency, std::optional<Scope> scope) {
  const KnownTarget *target = editable(state, outcome, name);
  if (target == nullptr)
    return;
  const std::string targetName = target->name;
  const std::string &real = state.canonical(dependency);
  for (std::size_t i = 0; i < state.entries.size(); ++i) {
    const Entry entry = state.entries[i];
    if (!entry.alive || entry.role != Role::Link || entry.target != targetName)
      continue;
    if (entry.computed) {
      if (entry.text.find(dependency) != std::string::npos)
        outcome.refusals.push_back(refusal(entry.where,
                                           "the generator expression '" + entry.text +
                                               "' computes what '" + targetName + "' links",
                                           "write '" + dependency + "' as an argument of its own"));
      continue;
    }
    if (state.canonical(entry.text) != real || (scope && entry.scope != *scope))
      continue;
    const std::string fact = "'" + targetName + "' links '" + dependency + "' here";
    const std::string remedy =
        "write '" + dependency + "' literally in a call of target_link_libraries";
    if (!state.place(entry)) {
      outcome.refusals.push_back(refusal(entry.where, fact + ", but the name is computed", remedy));
      return;
    }
    if (!removable(outcome, entry, fact, remedy))
      return;
    for (const std::size_t other : state.sharers(i)) {
      const Entry &sharer = state.entries[other];
      if (sharer.role == Role::Link && sharer.target == targetName && sharer.text == entry.text)
        continue;
      outcome.refusals.push_back(refusal(
          entry.where,
          fact + ", and the same text serves " +
              (sharer.target.empty() ? "another command" : "'" + sharer.target + "'") + " as well",
          "give '" + targetName + "' a call of target_link_libraries of its own"));
      return;
    }
    if (auto removed = state.remove(i); !removed) {
      outcome.refusals.push_back(refusal(entry.where, removed.error().diagnostics.front().message,
                                         "remove the generator expression by hand"));
      return;
    }
    outcome.changed = true;
    outcome.notes.push_back("'" + targetName + "' links '" + dependency + "' no longer");
  }
}

} // namespace levitate::cmake

#include "tool/cmake/state.h"

#include "base/files.h"
#include "base/glob.h"
#include "base/text.h"

#include <algorithm>
#include <tuple>

namespace levitate::cmake {

namespace {

// Reads the models into a state: gives every file one document, every use one entry.
class Builder {
public:
  Builder(const Reader &reader, EditorState &state) : reader(reader), state(state) {}

  Result<void> add(const Model &model, std::size_t configuration) {
    const Flow &flow = model.flow;
    std::vector<std::size_t> documents, calls;
    for (std::size_t i = 0; i < flow.files.size(); ++i) {
      LEVITATE_TRY(index, document(flow.names[i], flow.files[i].text));
      documents.push_back(index);
    }
    for (std::size_t i = 0; i < flow.calls.size(); ++i)
      calls.push_back(call(flow, i, documents, configuration));
    const std::size_t firstGlob = state.globs.size();
    for (const Glob &glob : flow.globs)
      state.globs.push_back(std::make_shared<const Glob>(glob));
    for (const Use &use : flow.uses)
      entry(flow, use, documents, calls, firstGlob, configuration);
    state.aliases.insert(flow.aliases.begin(), flow.aliases.end());
    for (const Target &target : model.targets) {
      const Defined &defined = flow.targets.at(target.name);
      KnownTarget &known = state.targets[target.name];
      if (known.configurations.empty()) {
        known = {target.name, target.type, target.directory, target.imported, {},
                 None,        None,        target.definedAt};
        known.call = defined.call == None ? None : calls[defined.call];
        known.site = defined.site == None ? None : calls[defined.site];
      }
      known.configurations.insert(configuration);
    }
    for (const Edge &edge : model.edges())
      if (std::none_of(state.configured.begin(), state.configured.end(), [&](const Edge &other) {
            return std::tie(other.from, other.to, other.scope) ==
                   std::tie(edge.from, edge.to, edge.scope);
          }))
        state.configured.push_back(edge);
    return {};
  }

private:
  Result<std::size_t> document(const std::string &path, const std::string &configured) {
    if (const auto known = documentIndex.find(path); known != documentIndex.end()) {
      if (state.documents[known->second]->original != configured)
        return changed(path);
      return known->second;
    }
    LEVITATE_TRY(now, reader(path));
    if (!now || *now != configured)
      return changed(path);
    auto document = std::make_shared<Document>();
    document->path = path;
    document->original = *now;
    LEVITATE_TRY(parsed, parse(*std::move(now), path));
    document->parsed = std::move(parsed);
    const std::size_t index = state.documents.size();
    state.documents.push_back(std::move(document));
    documentIndex.emplace(path, index);
    return index;
  }

  static Error changed(const std::string &path) {
    return Error::at(ExitStatus::Refused, {path, 0, 0},
                     "its contents are not those that CMake was configured with");
  }

  std::size_t call(const Flow &flow, std::size_t index, const std::vector<std::size_t> &documents,
                   std::size_t configuration) {
    const Call &ran = flow.calls[index];
    const Command &command = flow.files[ran.file].commands[ran.command];
    const auto [known, added] =
        callIndex.try_emplace({documents[ran.file], command.begin}, state.calls.size());
    if (added) {
      RanCommand merged;
      merged.mark = state.addMark(documents[ran.file], command.begin, command.end);
      merged.where = flow.where(index);
      state.calls.push_back(std::move(merged));
    }
    RanCommand &merged = state.calls[known->second];
    merged.targets.insert(ran.targets.begin(), ran.targets.end());
    merged.keywords.insert(ran.keywords.begin(), ran.keywords.end());
    merged.configurations.insert(configuration);
    return known->second;
  }

  void entry(const Flow &flow, const Use &use, const std::vector<std::size_t> &documents,
             const std::vector<std::size_t> &calls, std::size_t firstGlob,
             std::size_t configuration) {
    Entry entry;
    entry.role = use.role;
    entry.target = flow.canonical(use.target);
    entry.path = use.path;
    entry.text = use.value.text();
    entry.scope = use.scope;
    entry.fileSet = use.fileSet;
    entry.bases = use.bases;
    entry.directory = use.directory;
    entry.wrapped = use.wrapped;
    entry.computed = use.computed;
    entry.call = use.call == None ? None : calls[use.call];
    entry.where = flow.where(use);
    std::size_t document = None, begin = 0, end = 0;
    for (const Segment &segment : use.value.parts()) {
      entry.loop |= segment.origin.loop;
      entry.single |= segment.origin.single;
      if (segment.origin.glob != None)
        entry.glob = state.globs[firstGlob + segment.origin.glob].get();
    }
    if (!use.value.empty() && !use.computed) {
      const Segment &last = use.value.parts().back();
      const std::size_t needed =
          use.role == Role::Link ? entry.text.size() : fileName(entry.text).size();
      entry.joined = last.origin.joined;
      if (last.origin.literal() && last.text.size() >= needed) {
        document = documents[last.origin.file];
        begin = last.origin.offset;
        end = begin + last.text.size();
      }
    }
    const auto key = std::tuple(entry.role, entry.target, entry.scope, entry.text, entry.directory,
                                document, begin, entry.call);
    const auto [known, added] = entryIndex.try_emplace(key, state.entries.size());
    if (added) {
      if (document != None)
        entry.mark = state.addMark(document, begin, end);
      for (const Segment &segment : use.value.parts())
        if (segment.origin.literal() &&
            !(documents[segment.origin.file] == document && segment.origin.offset == begin))
          entry.pieces.push_back(state.addMark(documents[segment.origin.file],
                                               segment.origin.offset,
                                               segment.origin.offset + segment.text.size()));
      for (const auto &[origin, size] : use.value.somewhere())
        entry.pieces.push_back(
            state.addMark(documents[origin.file], origin.offset, origin.offset + size));
      state.entries.push_back(std::move(entry));
    }
    state.entries[known->second].configurations.insert(configuration);
  }

  const Reader &reader;
  EditorState &state;
  std::map<std::string, std::size_t> documentIndex;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> callIndex;
  std::map<std::tuple<Role, std::string, Scope, std::string, std::string, std::size_t, std::size_t,
                      std::size_t>,
           std::size_t>
      entryIndex;
};

// True when `argument` is a keyword that opens a section of the command.
bool isSection(const Command &command, const std::set<std::string> &keywords,
               std::string_view argument) {
  static const std::set<std::string, std::less<>> Links = {
      "PUBLIC", "PRIVATE", "INTERFACE", "LINK_PUBLIC", "LINK_PRIVATE", "LINK_INTERFACE_LIBRARIES"};
  if (command.name.starts_with("target_"))
    return Links.contains(argument);
  return keywords.contains(std::string(argument));
}

} // namespace

Result<EditorState> EditorState::make(const std::vector<Model> &models, const Reader &reader) {
  EditorState state;
  Builder builder(reader, state);
  for (std::size_t i = 0; i < models.size(); ++i)
    LEVITATE_CHECK(builder.add(models[i], i));
  return state;
}

const std::string &EditorState::canonical(const std::string &name) const {
  const auto found = aliases.find(name);
  return found == aliases.end() ? name : found->second;
}

Result<void> EditorState::apply(std::size_t document, const TextEdit &edit) {
  const Document &old = *documents[document];
  auto changed = std::make_shared<Document>();
  changed->path = old.path;
  changed->original = old.original;
  changed->edited = true;
  LEVITATE_TRY(parsed, parse(applied(old.parsed.text, edit), old.path));
  changed->parsed = std::move(parsed);
  documents[document] = std::move(changed);

  const std::size_t removed = edit.end - edit.begin, added = edit.text.size();
  for (Mark &mark : marks) {
    if (mark.document != document || !mark.alive)
      continue;
    if (mark.begin >= edit.end && (removed != 0 || mark.begin >= edit.begin)) {
      mark.begin = mark.begin - removed + added;
      mark.end = mark.end - removed + added;
    } else if (mark.end <= edit.begin) {
      continue;
    } else if (mark.begin <= edit.begin && mark.end >= edit.end) {
      mark.end = mark.end - removed + added;
      mark.alive = mark.end > mark.begin;
    } else {
      mark.alive = false;
    }
  }
  for (Entry &entry : entries)
    if (entry.mark != None && !marks[entry.mark].alive)
      entry.alive = false;
  return {};
}

std::size_t EditorState::addMark(std::size_t document, std::size_t begin, std::size_t end) {
  marks.push_back({document, begin, end, true});
  return marks.size() - 1;
}

std::optional<Place> EditorState::place(const Entry &entry) const {
  if (entry.mark == None || !entry.alive)
    return std::nullopt;
  const Mark &mark = marks[entry.mark];
  const File &file = documents[mark.document]->parsed;
  const Command *command = file.commandAround(mark.begin);
  if (command == nullptr)
    return std::nullopt;
  for (std::size_t i = 0; i < command->arguments.size(); ++i) {
    const Argument &argument = command->arguments[i];
    if (argument.begin > mark.begin || mark.end > argument.end)
      continue;
    Place place{mark.document,
                static_cast<std::size_t>(command - file.commands.data()),
                i,
                mark.begin,
                mark.end,
                false};
    // The element reaches over the references before its literal end, up to its neighbours.
    const std::string_view left = entry.wrapped ? ";:,<" : ";";
    const std::string_view right = entry.wrapped ? ";,>" : ";";
    while (place.begin > argument.innerBegin &&
           left.find(file.text[place.begin - 1]) == std::string_view::npos)
      --place.begin;
    while (place.end < argument.innerEnd &&
           right.find(file.text[place.end]) == std::string_view::npos)
      ++place.end;
    place.whole = place.begin == argument.innerBegin && place.end == argument.innerEnd;
    return place;
  }
  return std::nullopt;
}

std::optional<std::pair<std::size_t, std::size_t>> EditorState::command(std::size_t call) const {
  if (call == None)
    return std::nullopt;
  const Mark &mark = marks[calls[call].mark];
  if (!mark.alive)
    return std::nullopt;
  const File &file = documents[mark.document]->parsed;
  const Command *found = file.commandAround(mark.begin);
  if (found == nullptr)
    return std::nullopt;
  return std::pair(mark.document, static_cast<std::size_t>(found - file.commands.data()));
}

std::vector<std::size_t> EditorState::sharers(std::size_t index) const {
  std::vector<std::size_t> result;
  if (entries[index].mark == None)
    return result;
  const Mark &own = marks[entries[index].mark];
  const auto overlaps = [&](std::size_t mark) {
    const Mark &other = marks[mark];
    return other.document == own.document && other.begin < own.end && own.begin < other.end;
  };
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entry &entry = entries[i];
    if (i != index && entry.alive &&
        ((entry.mark != None && overlaps(entry.mark)) ||
         std::any_of(entry.pieces.begin(), entry.pieces.end(), overlaps)))
      result.push_back(i);
  }
  return result;
}

bool EditorState::accompanies(std::size_t document, std::size_t index,
                              const KnownTarget &target) const {
  const std::vector<std::size_t> &blocks = documents[document]->parsed.commands[index].blocks;
  const auto definition = command(target.site);
  if (!definition)
    return false;
  const std::vector<std::size_t> &around =
      documents[definition->first]->parsed.commands[definition->second].blocks;
  return std::all_of(blocks.begin(), blocks.end(), [&](std::size_t opener) {
    return definition->first == document &&
           std::find(around.begin(), around.end(), opener) != around.end();
  });
}

Result<void> EditorState::remove(std::size_t index) {
  std::vector<std::size_t> gone = sharers(index);
  gone.push_back(index);
  LEVITATE_CHECK(removeText(index));
  for (const std::size_t entry : gone)
    entries[entry].alive = false;
  return {};
}

Result<void> EditorState::removeText(std::size_t index) {
  const Place at = *place(entries[index]);
  const File &file = documents[at.document]->parsed;
  const Command &call = file.commands[at.command];
  const Argument &argument = call.arguments[at.argument];
  const std::string_view text = file.text;

  bool whole = at.whole;
  if (!whole && entries[index].wrapped) {
    // `$<...:element>` alone goes as a whole.
    const std::string_view behind = text.substr(at.end, argument.innerEnd - at.end);
    const std::string_view before =
        text.substr(argument.innerBegin, at.begin - argument.innerBegin);
    whole = behind.find_first_not_of('>') == std::string_view::npos &&
            before.find(';') == std::string_view::npos && before.ends_with(':');
  }
  if (!whole) {
    TextEdit edit{at.begin, at.end, ""};
    if (at.end < argument.innerEnd && text[at.end] == ';')
      ++edit.end;
    else if (at.begin > argument.innerBegin && text[at.begin - 1] == ';')
      --edit.begin;
    else
      return Error::at(ExitStatus::Refused, entries[index].where,
                       "it stands in a generator expression that would be empty");
    return apply(at.document, edit);
  }

  const std::string &name = call.name;
  const std::size_t count = call.arguments.size();
  std::set<std::string> keywords;
  for (const RanCommand &ran : calls)
    if (const Mark &mark = marks[ran.mark];
        mark.alive && mark.document == at.document && mark.begin == call.begin)
      keywords = ran.keywords;

  // What would say nothing without this argument goes as a whole.
  const auto word = [&](std::size_t i) {
    return i < count ? file.raw(call.arguments[i]) : std::string_view();
  };
  const bool alone =
      (name.starts_with("target_") &&
       (count == 2 || (count == 3 && isSection(call, keywords, word(1))))) ||
      (name == "list" && count == 3) ||
      (name == "set_source_files_properties" && at.argument == 0 && word(1) == "PROPERTIES") ||
      (name == "install" && at.argument == 1 && word(0) == "FILES" &&
       (word(2) == "DESTINATION" || word(2) == "TYPE"));
  if (alone)
    return apply(at.document, removeCommand(file, call));
  if (name == "set" && count == 2)
    return apply(at.document, {argument.begin, argument.end, "\"\""});

  std::size_t first = at.argument;
  const bool last =
      first + 1 == count || isSection(call, keywords, file.raw(call.arguments[first + 1]));
  if (last && first > 0 && isSection(call, keywords, file.raw(call.arguments[first - 1])))
    --first;
  return apply(at.document, removeArguments(file, call, first, at.argument));
}

Refusal refusal(Location where, std::string reason, std::string remedy) {
  return {std::move(where), std::move(reason), std::move(remedy)};
}

bool isCompiled(std::string_view path) {
  static const std::set<std::string, std::less<>> Extensions = {
      "c", "cc", "cpp", "cxx", "c++", "C", "m", "mm", "S", "s", "asm", "cu", "cppm", "ixx", "hip"};
  const std::string_view name = fileName(path);
  const std::size_t dot = name.rfind('.');
  return dot != std::string_view::npos && Extensions.contains(name.substr(dot + 1));
}

bool finds(const Glob &glob, const std::string &path) {
  return std::any_of(glob.patterns.begin(), glob.patterns.end(), [&](const std::string &pattern) {
    // CMake's `*` is one of a file's name; a recursive glob takes the folder part literally.
    if (!glob.recursive)
      return matchesGlob(pattern, path);
    return matchesGlob(std::string(parentPath(pattern)) + "/**/" + std::string(fileName(pattern)),
                       path);
  });
}

} // namespace levitate::cmake

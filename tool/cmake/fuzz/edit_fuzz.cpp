// Fuzz target: an operation on a CMakeLists.txt does to the targets what it was asked to, and
// nothing else, and changes no text but what it must.
//
// The first bytes choose up to two operations, the rest is the file. What the targets have is read
// anew from the edited text (interpreter.h), not from the editor.
#include "tool/cmake/edit.h"

#include "base/files.h"
#include "tool/cmake/fuzz/interpreter.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

using namespace levitate;
using namespace levitate::cmake;

namespace {

const std::vector<std::string> Files = {"a.cpp", "b.cpp", "c.h", "x/d.cpp", "x/e.h", "new.cpp"};
const std::vector<std::string> Targets = {"t", "u", "v"};

// The folder of the tree, by a name that is the same in every run: paths are part of what the code
// under test sees, so that with a name made up anew the fuzzer would try other inputs each time.
const std::string &root() {
  static const Result<TemporaryDirectory> made = TemporaryDirectory::make();
  static const std::string path = [] {
    constexpr int Number = 100;
    const int opened = ::open(made->path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0 || ::dup3(opened, Number, O_CLOEXEC) < 0)
      std::abort();
    return "/proc/self/fd/" + std::to_string(Number);
  }();
  return path;
}
std::string listFile() { return root() + "/CMakeLists.txt"; }
std::string absolute(const std::string &file) { return root() + "/" + file; }

// The files that there are, by their names: all of Files but the last. A file(GLOB) sees them.
using World = std::set<std::string>;
const World &atFirst() {
  static const World files(Files.begin(), Files.end() - 1);
  return files;
}

// What is done, for the message of a failure.
std::string doing;

[[noreturn]] void fail(const std::string &what, const std::string &before,
                       const std::string &after) {
  std::fprintf(stderr, "%s: does not hold: %s\n---- before:\n%s\n---- after:\n%s\n----\n",
               doing.c_str(), what.c_str(), before.c_str(), after.c_str());
  std::abort();
}

/// An editor, and what the text says beside what it tells.
class Opened : public Editor {
public:
  Opened(Editor editor, const Model &model) : Editor(std::move(editor)) {
    for (const Target &target : model.targets) {
      names.insert(target.name);
      for (const Source &source : target.sources)
        if (!source.fileSet.empty())
          inSets.insert({target.name, source.path});
    }
    for (const Use &use : model.flow.uses)
      if (use.role == Role::Property || use.role == Role::Listed)
        listed.insert(use.path);
  }
  bool defines(const std::string &target) const { return names.contains(target); }

  std::set<std::pair<std::string, std::string>> inSets; ///< targets, and files in their file sets
  std::set<std::string> listed; ///< files with properties, or in other lists than a target's

private:
  std::set<std::string> names;
};

/// An editor of this text; nothing when it is no text of a tree that CMake takes.
std::optional<Opened> open(const std::string &text, const World &world) {
  const auto file = parse(text, "CMakeLists.txt");
  if (!file)
    return std::nullopt;
  const std::string path = listFile();
  std::set<std::string> files;
  for (const std::string &name : world)
    files.insert(absolute(name));
  const auto events = interpret(*file, path, files);
  if (!events)
    return std::nullopt;
  std::ofstream(path, std::ios::binary) << text;
  auto flow = follow(*events, root(), root() + "/build", root());
  if (!flow)
    return std::nullopt;
  const Reply reply{root(), root() + "/build", "", {}, {}};
  const Reader reader = [&](const std::string &name) -> Result<std::optional<std::string>> {
    return name == path ? std::optional(text) : std::nullopt;
  };
  const Model model = modelOf(reply, root(), *std::move(flow));
  auto editor = Editor::open({model}, reader);
  return editor ? std::optional(Opened(*std::move(editor), model)) : std::nullopt;
}

/// What the targets have.
struct Content {
  std::map<std::string, std::set<std::string>> sources;
  std::set<std::tuple<std::string, std::string, Scope>> links;

  static Content of(const Editor &editor, bool now) {
    Content content;
    for (const std::string &target : Targets) {
      const auto sources = editor.sources(target);
      content.sources[target] = {sources.begin(), sources.end()};
    }
    for (const Edge &edge : now ? editor.edgesAfter() : editor.edgesBefore())
      content.links.emplace(edge.from, edge.to, edge.scope);
    return content;
  }
  friend bool operator==(const Content &, const Content &) = default;
};

std::vector<std::string> commandsOf(const std::string &text) {
  std::vector<std::string> result;
  const auto file = parse(text, "CMakeLists.txt");
  for (const Command &command : file->commands)
    result.push_back(text.substr(command.begin, command.end - command.begin));
  return result;
}

std::size_t commentsOf(const std::string &text) {
  const auto file = parse(text, "CMakeLists.txt");
  return static_cast<std::size_t>(
      std::count_if(file->tokens.begin(), file->tokens.end(),
                    [](const Token &token) { return token.kind == TokenKind::Comment; }));
}

// The commands that changed stand between those that did not. One that adds changes one command or
// makes one; one that takes away changes only commands that have one of the words.
void checkPlaces(const std::string &before, const std::string &after, bool adds, bool widens,
                 const std::vector<std::string> &words) {
  std::vector<std::string> was = commandsOf(before), is = commandsOf(after);
  while (!was.empty() && !is.empty() && was.back() == is.back()) {
    was.pop_back();
    is.pop_back();
  }
  std::size_t same = 0;
  while (same < was.size() && same < is.size() && was[same] == is[same])
    ++same;
  was.erase(was.begin(), was.begin() + static_cast<std::ptrdiff_t>(same));
  is.erase(is.begin(), is.begin() + static_cast<std::ptrdiff_t>(same));
  if (adds) {
    if (!widens && (was.size() > 1 || is.size() > 1))
      fail("one command changes or comes", before, after);
    if (commentsOf(before) != commentsOf(after))
      fail("comments stay", before, after);
    return;
  }
  if (is.size() > was.size())
    fail("no command comes", before, after);
  for (const std::string &command : was)
    if (std::find(is.begin(), is.end(), command) == is.end() &&
        std::none_of(words.begin(), words.end(), [&](const std::string &word) {
          return command.find(word) != std::string::npos;
        }))
      fail("only commands that name it change: " + command, before, after);
}

struct Choice {
  std::uint8_t operation, first, second;
};

// Does one operation on the text and gives the new text; nothing when it was refused or is
// impossible.
std::optional<std::string> step(const std::string &text, Choice choice, World &world) {
  const std::string &target = Targets[choice.first % Targets.size()];
  const std::string &other = Targets[choice.first / Targets.size() % Targets.size()];
  const std::string &file = Files[choice.second % Files.size()];
  const std::string &renamed = Files[choice.second / Files.size() % Files.size()];
  const std::string path = absolute(file), newPath = absolute(renamed);
  const unsigned operation = choice.operation % 8;
  if (operation == 3 || operation == 7)
    world.erase(renamed); // a path that a file can go to
  std::optional<Opened> editor = open(text, world);
  if (!editor)
    return std::nullopt;
  const Content before = Content::of(*editor, false);
  const std::optional<Scope> scope = choice.second % 5 == 0
                                         ? std::nullopt
                                         : std::optional(static_cast<Scope>(1 + choice.second % 3));

  Content expected = before;
  World then = world;
  Outcome outcome;
  bool adds = false;
  std::vector<std::string> words;
  const auto name = [](const std::string &of) { return std::string(fileName(of)); };
  switch (operation) {
  case 0:
    doing = "addSource " + target + " " + file;
    then.insert(file);
    outcome = editor->addSource(target, path);
    if (outcome.changed)
      expected.sources[target].insert(path);
    adds = true;
    break;
  case 1:
    doing = "removeSource " + target + " " + file;
    outcome = editor->removeSource(target, path);
    expected.sources[target].erase(path);
    words = {name(file)};
    break;
  case 2:
    doing = "deleteFile " + file;
    then.erase(file);
    outcome = editor->deleteFile(path);
    for (auto &[each, sources] : expected.sources)
      sources.erase(path);
    words = {name(file)};
    break;
  case 3:
    if (file == renamed || !editor->owners(newPath).empty())
      return std::nullopt;
    doing = "renameFile " + file + " " + renamed;
    if (then.erase(file) != 0)
      then.insert(renamed);
    outcome = editor->renameFile(path, newPath);
    for (auto &[each, sources] : expected.sources)
      if (sources.erase(path) != 0)
        sources.insert(newPath);
    words = {name(file)};
    break;
  case 4:
    if (target == other || !editor->defines(other))
      return std::nullopt;
    doing =
        "link " + target + " " + other + " " + std::string(keyword(scope.value_or(Scope::Plain)));
    outcome = editor->link(target, {other}, scope);
    adds = true;
    break;
  case 5:
    doing = "unlink " + target + " " + other;
    outcome = editor->unlink(target, {other}, std::nullopt);
    std::erase_if(expected.links, [&](const auto &edge) {
      return std::get<0>(edge) == target && std::get<1>(edge) == other;
    });
    words = {other};
    break;
  case 6:
    if (target == other)
      return std::nullopt;
    doing = "moveSource " + file + " " + target + " " + other;
    outcome = editor->moveSource(path, target, other);
    expected.sources[target].erase(path);
    expected.sources[other].insert(path);
    break;
  case 7:
    if (file == renamed || !editor->owners(newPath).empty() || !editor->defines(target))
      return std::nullopt;
    doing = "moveFile " + file + " " + renamed + " " + target;
    if (then.erase(file) != 0)
      then.insert(renamed);
    if (!editor->owners(path).empty()) {
      for (auto &[each, sources] : expected.sources)
        sources.erase(path);
      expected.sources[target].insert(newPath);
    }
    outcome = editor->moveFile(path, newPath, target);
    break;
  }
  const auto changes = editor->changes();
  const auto changed = changes.find(listFile());
  const std::string after = changed == changes.end() ? text : changed->second;
  if (outcome.refused() || !outcome.changed) {
    if (after != text)
      fail("nothing done changes nothing", text, after);
    for (const Refusal &refusal : outcome.refusals)
      if (refusal.reason.empty() || refusal.remedy.empty())
        fail("a refusal has a reason and a way out", text, after);
    return std::nullopt;
  }
  if (!parse(after, "CMakeLists.txt"))
    fail("it parses", text, after);
  world = std::move(then);
  const std::optional<Opened> again = open(after, world);
  if (!again)
    fail("CMake takes it", text, after);
  const Content now = Content::of(*again, false);
  // A file(GLOB) may find the new path for another target; the editor says so.
  for (const std::string &note : outcome.notes)
    if (note.find("will find") != std::string::npos)
      for (auto &[each, sources] : expected.sources)
        if (now.sources.at(each).contains(newPath))
          sources.insert(newPath);
  // A header goes only to a target that lists headers.
  if (operation >= 6)
    for (auto &[each, sources] : expected.sources)
      for (const std::string &header : {path, newPath})
        if (header.ends_with(".h") && !now.sources.at(each).contains(header))
          sources.erase(header);
  if (Content::of(*editor, true) != now)
    fail("the editor knows what it did", text, after);
  if (now.sources != expected.sources)
    fail("the targets have the sources they should", text, after);
  const auto others = [&](std::set<std::pair<std::string, std::string>> sets) {
    std::erase_if(sets, [&](const auto &each) {
      return each.second == path || (each.second == newPath && (operation == 3 || operation == 7));
    });
    return sets;
  };
  if (others(editor->inSets) != others(again->inSets))
    fail("other files stay in their file sets", text, after);
  if (operation == 3)
    for (const std::string &each : Targets)
      if (editor->inSets.contains({each, path}) != again->inSets.contains({each, newPath}))
        fail("a renamed file stays in its file set", text, after);
  std::set<std::string> listed = editor->listed;
  if (operation == 3 || operation == 7) {
    if (listed.erase(path) != 0)
      listed.insert(newPath);
  } else if (operation == 2) {
    listed.erase(path);
  }
  // A file(GLOB) may list a file at its new path.
  if (again->listed.contains(newPath) && text.find("GLOB") != std::string::npos)
    listed.insert(newPath);
  if (again->listed != listed)
    fail("properties and other lists are about the same files", text, after);
  if (operation == 4) {
    // With what scope it links is the editor's to choose; that others stay is not.
    const auto isIt = [&](const auto &edge) {
      return std::get<0>(edge) == target && std::get<1>(edge) == other;
    };
    Content rest = now;
    if (std::none_of(rest.links.begin(), rest.links.end(), isIt))
      fail("it links", text, after);
    std::erase_if(rest.links, isIt);
    std::erase_if(expected.links, isIt);
    if (rest.links != expected.links)
      fail("other links stay", text, after);
  } else if (now.links != expected.links) {
    fail("the links stay", text, after);
  }
  // A link that gets a wider scope goes from where it was.
  const bool widens = operation == 4 &&
                      std::any_of(before.links.begin(), before.links.end(), [&](const auto &edge) {
                        return std::get<0>(edge) == target && std::get<1>(edge) == other;
                      });
  if (operation < 6)
    checkPlaces(text, after, adds, widens, words);

  // What came can go again, and a renamed file can have its name back.
  if (operation == 3) {
    std::optional<Opened> back = again;
    if (const Outcome undone = back->renameFile(newPath, path); !undone.refused()) {
      const auto texts = back->changes();
      const auto found = texts.find(listFile());
      const std::string old = found == texts.end() ? after : found->second;
      World oldWorld = world;
      if (oldWorld.erase(renamed) != 0)
        oldWorld.insert(file);
      const std::optional<Opened> oldEditor = open(old, oldWorld);
      if (!oldEditor || Content::of(*oldEditor, false) != before)
        fail("renamed back, all is as it was: " + old, text, after);
    }
  }
  return after;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  if (size < 6)
    return -1;
  const std::string text(reinterpret_cast<const char *>(data + 6), size - 6);
  World world = atFirst();
  if (!open(text, world))
    return -1;
  if (const auto after = step(text, {data[0], data[1], data[2]}, world))
    step(*after, {data[3], data[4], data[5]}, world);
  return 0;
}

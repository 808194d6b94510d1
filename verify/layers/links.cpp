#include "verify/layers/links.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <sys/stat.h>

namespace levitate::layers {

namespace {

using nlohmann::json;

/// One call in the trace.
struct Call {
  std::string command; ///< in lower case
  std::vector<std::string> arguments;
  std::string file;
  unsigned line = 0;
};

struct Stated {
  std::string from, scope, item, file;
  unsigned line = 0;
};

/// The names in a link item: the item itself, or what stands in its generator expressions.
std::vector<std::string> namesIn(const std::string &item) {
  std::vector<std::string> names;
  std::string name;
  const auto take = [&] {
    if (!name.empty())
      names.push_back(std::move(name));
    name.clear();
  };
  for (const char c : item) {
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.' ||
        c == '+' || c == '/')
      name += c;
    else if (c == ':' && item.find("::") != item.npos)
      name += c;
    else
      take();
  }
  take();
  // `$<CONFIG:X::y>` leaves "CONFIG:X::y": a single colon separates.
  std::vector<std::string> result;
  for (const std::string &text : names) {
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != ':')
        continue;
      if (i + 1 < text.size() && text[i + 1] == ':') {
        ++i;
        continue;
      }
      result.push_back(text.substr(start, i - start));
      start = i + 1;
    }
    result.push_back(text.substr(start));
  }
  std::erase(result, std::string());
  return result;
}

class Reader {
public:
  void call(const Call &call, const std::vector<Call> &stack) {
    const std::vector<std::string> &a = call.arguments;
    if (call.command == "add_library" || call.command == "add_executable" ||
        call.command == "add_custom_target") {
      if (a.size() >= 3 && a[1] == "ALIAS")
        aliases[a[0]] = a[2];
      else if (!a.empty())
        define(a[0], stack);
    } else if (call.command == "target_link_libraries") {
      linkCall(call, stack);
    } else if (call.command == "link_libraries") {
      // Reaches every target that is defined later in the same CMake file.
      for (const std::string &item : a)
        directory.push_back({"", "", item, call.file, call.line});
    } else if (call.command == "set_target_properties") {
      const auto properties = std::find(a.begin(), a.end(), "PROPERTIES");
      for (auto target = a.begin(); target != properties; ++target)
        for (auto p = properties; p != a.end() && a.end() - p > 2; p += 2)
          property(*target, p[1], {p[2]}, stack);
    } else if (call.command == "set_property" && !a.empty() && a[0] == "TARGET") {
      const auto name = std::find(a.begin(), a.end(), "PROPERTY");
      if (a.end() - name < 2)
        return;
      for (auto target = a.begin() + 1; target != name; ++target)
        if (target->rfind("APPEND", 0) != 0)
          property(*target, name[1], {name + 2, a.end()}, stack);
    }
  }

  LinkGraph finish() {
    LinkGraph graph;
    for (const auto &[name, target] : targets)
      graph.targets.push_back(target);
    std::set<std::tuple<std::string, std::string, std::string, unsigned>> seen;
    for (const Stated &link : stated) {
      const std::string from = real(link.from);
      for (const std::string &name : namesIn(link.item)) {
        const std::string to = real(name);
        if (!targets.contains(to) || !targets.contains(from) || to == from)
          continue;
        if (!seen.insert({from, to, link.file, link.line}).second)
          continue;
        graph.links.push_back({from, to, link.scope,
                               link.item.find("$<") == std::string::npos ? "" : link.item,
                               link.file, link.line});
      }
    }
    std::sort(graph.links.begin(), graph.links.end(), [](const Link &a, const Link &b) {
      return std::tie(a.file, a.line, a.from, a.to) < std::tie(b.file, b.line, b.from, b.to);
    });
    return graph;
  }

private:
  std::string real(std::string name) const {
    for (int depth = 0; depth < 16; ++depth) {
      const auto alias = aliases.find(name);
      if (alias == aliases.end())
        break;
      name = alias->second;
    }
    return name;
  }

  void define(const std::string &name, const std::vector<Call> &stack) {
    // The outermost call is the project's own line, even when a function of it makes the target.
    const Call &place = nearest(stack, name);
    targets.try_emplace(name, Target{name, place.file, place.line});
    for (Stated link : directory)
      if (link.file == place.file) {
        link.from = name;
        stated.push_back(std::move(link));
      }
  }

  /// The outermost call of the same CMake file in whose arguments the name stands as a word of its
  /// own: a function's caller rather than the line inside of the function.
  static const Call &nearest(const std::vector<Call> &stack, const std::string &name) {
    static const std::set<std::string> enters = {
        "add_subdirectory",           "subdirs", "include", "find_package", "cmake_language",
        "fetchcontent_makeavailable", "project"};
    std::size_t first = 0;
    for (std::size_t i = 0; i + 1 < stack.size(); ++i)
      if (enters.contains(stack[i].command))
        first = i + 1;
    for (std::size_t i = first; i < stack.size(); ++i)
      for (const std::string &text : stack[i].arguments) {
        const auto names = namesIn(text);
        if (text == name || std::find(names.begin(), names.end(), name) != names.end())
          return stack[i];
      }
    return stack.back();
  }

  void linkCall(const Call &call, const std::vector<Call> &stack) {
    std::string scope;
    static const std::set<std::string> scopes = {"PUBLIC",       "PRIVATE",
                                                 "INTERFACE",    "LINK_PUBLIC",
                                                 "LINK_PRIVATE", "LINK_INTERFACE_LIBRARIES"};
    static const std::set<std::string> words = {"debug", "optimized", "general"};
    for (std::size_t i = 1; i < call.arguments.size(); ++i) {
      const std::string &item = call.arguments[i];
      if (scopes.contains(item))
        scope = item.starts_with("LINK_P")   ? item.substr(5)
                : item.starts_with("LINK_I") ? "INTERFACE"
                                             : item;
      else if (!words.contains(item))
        state(call.arguments[0], scope, item, stack);
    }
  }

  void property(const std::string &target, const std::string &name,
                const std::vector<std::string> &values, const std::vector<Call> &stack) {
    if (name != "LINK_LIBRARIES" && name != "INTERFACE_LINK_LIBRARIES")
      return;
    for (const std::string &value : values)
      for (const std::string &item : split(value, ";"))
        state(target, name == "LINK_LIBRARIES" ? "PRIVATE" : "INTERFACE", item, stack);
  }

  void state(const std::string &from, const std::string &scope, const std::string &item,
             const std::vector<Call> &stack) {
    if (item.empty())
      return;
    const auto names = namesIn(item);
    const Call &place = nearest(stack, names.empty() ? item : names.back());
    stated.push_back({from, scope, item, place.file, place.line});
  }

  std::map<std::string, Target> targets;
  std::map<std::string, std::string> aliases;
  std::vector<Stated> stated, directory;
};

std::int64_t changed(const std::string &path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0)
    return -1;
  return std::int64_t(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
}

constexpr const char *recordName = "/.cmake/levitate-links.json";
constexpr int recordVersion = 2;

/// The record of an earlier run, when nothing that CMake read has changed since.
bool readRecord(const std::string &buildDirectory, LinkGraph &graph) {
  const std::string path = buildDirectory + recordName;
  const std::int64_t made = changed(path);
  if (made < 0 || changed(buildDirectory + "/CMakeCache.txt") > made)
    return false;
  const auto text = readText(path);
  if (!text)
    return false;
  const json record = json::parse(*text, nullptr, false);
  try {
    if (record.is_discarded() || record.at("version") != recordVersion)
      return false;
    for (const json &file : record.at("files")) {
      const std::int64_t when = changed(file.get<std::string>());
      if (when < 0 || when > made)
        return false;
    }
    graph.source = record.at("source");
    for (const json &target : record.at("targets"))
      graph.targets.push_back({target.at("name"), target.at("file"), target.at("line")});
    for (const json &link : record.at("links"))
      graph.links.push_back({link.at("from"), link.at("to"), link.at("scope"), link.at("condition"),
                             link.at("file"), link.at("line")});
  } catch (const json::exception &) {
    graph = {};
    return false;
  }
  return true;
}

void writeRecord(const std::string &buildDirectory, const LinkGraph &graph,
                 const std::vector<std::string> &files) {
  json record = {{"version", recordVersion},
                 {"source", graph.source},
                 {"files", files},
                 {"targets", json::array()},
                 {"links", json::array()}};
  for (const Target &target : graph.targets)
    record["targets"].push_back(
        {{"name", target.name}, {"file", target.file}, {"line", target.line}});
  for (const Link &link : graph.links)
    record["links"].push_back({{"from", link.from},
                               {"to", link.to},
                               {"scope", link.scope},
                               {"condition", link.condition},
                               {"file", link.file},
                               {"line", link.line}});
  // Only a cache: when it can't be written, the next run asks CMake again.
  (void)!writeText(buildDirectory + recordName,
                   record.dump(1, ' ', false, json::error_handler_t::replace));
}

std::string cacheValue(const std::string &cache, const std::string &name) {
  for (const std::string &line : split(cache, "\n"))
    if (line.starts_with(name + ":"))
      if (const std::size_t equals = line.find('='); equals != line.npos)
        return line.substr(equals + 1);
  return {};
}

} // namespace

LinkGraph linksOfTrace(std::string_view trace, std::vector<std::string> &files) {
  Reader reader;
  std::vector<Call> stack;
  std::set<std::string> seen;
  for (std::size_t start = 0; start < trace.size();) {
    const std::size_t newline = std::min(trace.find('\n', start), trace.size());
    const std::string_view line = trace.substr(start, newline - start);
    start = newline + 1;
    if (line.empty())
      continue;
    const json entry = json::parse(line, nullptr, false);
    if (entry.is_discarded() || !entry.is_object() || !entry.contains("cmd"))
      continue;
    Call call;
    call.command = entry.value("cmd", "");
    for (char &c : call.command)
      c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    call.file = entry.value("file", "");
    call.line = entry.value("line", 0u);
    for (const json &argument : entry["args"])
      call.arguments.push_back(argument.is_string() ? argument.get<std::string>() : "");
    const std::size_t depth = std::max<std::size_t>(1, entry.value("global_frame", std::size_t(1)));
    if (seen.insert(call.file).second)
      files.push_back(call.file);
    stack.resize(std::min(stack.size(), depth - 1));
    // Macros and deferred calls can leave a gap; the stack then begins with what is known.
    while (stack.size() + 1 < depth)
      stack.push_back(call);
    stack.push_back(call);
    // What CMake's own modules and include() do is no link of the project's.
    reader.call(call, stack);
  }
  return reader.finish();
}

Result<LinkGraph> readLinks(const std::string &buildDirectory) {
  LinkGraph graph;
  const std::string cachePath = buildDirectory + "/CMakeCache.txt";
  if (!exists(cachePath) || readRecord(buildDirectory, graph))
    return graph;
  LEVITATE_TRY(cache, readText(cachePath));
  const std::string query = buildDirectory + "/.cmake/api/v1/query/codemodel-v2";
  if (!exists(query))
    LEVITATE_CHECK(writeText(query, ""));
  std::string cmake = cacheValue(cache, "CMAKE_COMMAND");
  if (cmake.empty() || !exists(cmake))
    cmake = "cmake";
  LEVITATE_TRY(scratch, TemporaryDirectory::make());
  const std::string tracePath = scratch.path() + "/trace.json";
  Command command;
  command.arguments = {cmake, "--trace-expand", "--trace-format=json-v1",
                       "--trace-redirect=" + tracePath, buildDirectory};
  command.mergeOutput = true;
  command.deadline = std::chrono::minutes(10);
  LEVITATE_TRY(result, runProcess(command));
  if (!result.succeeded())
    return Error::environment("CMake fails in " + buildDirectory +
                              ", so that nobody can say which "
                              "targets link which:\n" +
                              result.output);
  LEVITATE_TRY(trace, readText(tracePath));
  std::vector<std::string> files;
  graph = linksOfTrace(trace, files);
  graph.source = cacheValue(cache, "CMAKE_HOME_DIRECTORY");
  // Files that the run itself wrote (CMakeFiles/) always look new; they follow from the others.
  std::erase_if(files, [&](const std::string &file) {
    return !file.starts_with('/') || isWithin(file, buildDirectory) || !exists(file);
  });
  std::erase_if(graph.targets, [&](const Target &target) {
    return isWithin(target.file, buildDirectory + "/CMakeFiles");
  });
  writeRecord(buildDirectory, graph, files);
  return graph;
}

} // namespace levitate::layers

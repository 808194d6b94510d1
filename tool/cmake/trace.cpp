#include "tool/cmake/trace.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <set>

using namespace nlohmann::literals;

namespace levitate::cmake {

Result<std::vector<Event>> readTrace(const std::string &path) {
  LEVITATE_TRY(trace, readText(path));
  const auto fail = [&](const std::string &what) {
    return Error::environment(path + ": not a trace of CMake in its format json-v1: " + what);
  };
  std::vector<Event> events;
  std::size_t lineNumber = 0;
  for (std::size_t at = 0; at < trace.size();) {
    const std::size_t end = std::min(trace.find('\n', at), trace.size());
    ++lineNumber;
    const auto line =
        nlohmann::json::parse(trace.begin() + static_cast<std::ptrdiff_t>(at),
                              trace.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    at = end + 1;
    if (line.is_discarded() || !line.is_object())
      return fail("line " + std::to_string(lineNumber) + " is no object");
    if (line.contains("version")) {
      const auto &version = line["version"];
      if (!version.is_object() || version.value("/major"_json_pointer, nlohmann::json()) != 1)
        return fail("its version is not 1");
      continue;
    }
    if (!line.contains("cmd") || !line.contains("file") || !line.contains("args"))
      return fail("line " + std::to_string(lineNumber) + " has no command");
    if (!line.contains("global_frame"))
      return Error::environment(path +
                                ": this trace is of an older CMake; 3.21 or later is needed");
    Event event;
    const auto text = [&](const char *key) {
      return line[key].is_string() ? line[key].get<std::string>() : std::string();
    };
    const auto number = [&](const char *key) {
      return line.contains(key) && line[key].is_number_unsigned() ? line[key].get<unsigned>() : 0U;
    };
    event.file = text("file");
    event.line = number("line");
    event.command = text("cmd");
    std::transform(event.command.begin(), event.command.end(), event.command.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto &argument : line["args"])
      event.arguments.push_back(argument.is_string() ? argument.get<std::string>() : "");
    event.depth = std::max(1U, number("global_frame"));
    events.push_back(std::move(event));
  }
  return events;
}

std::map<std::string, Location> generatedFiles(const std::vector<Event> &events) {
  std::map<std::string, Location> result;
  for (const Event &event : events) {
    const std::vector<std::string> &arguments = event.arguments;
    const auto add = [&](const std::string &list) {
      for (const std::string &path : split(list, ";"))
        if (path.starts_with('/'))
          result.emplace(absolutePath(path), Location{event.file, event.line, 1});
    };
    const auto behind = [&](const std::string &keyword, std::size_t from) {
      const auto at = std::find(arguments.begin() + static_cast<std::ptrdiff_t>(from),
                                arguments.end(), keyword);
      if (at != arguments.end() && at + 1 != arguments.end())
        add(*(at + 1));
    };
    if (event.command == "configure_file" && arguments.size() > 1) {
      const std::string &to = arguments[1];
      add(isDirectory(to) ? to + "/" + std::string(fileName(arguments[0])) : to);
    } else if (event.command == "file" && arguments.size() > 1) {
      const std::string &verb = arguments[0];
      if (verb == "WRITE" || verb == "APPEND" || verb == "TOUCH")
        add(arguments[1]);
      else if (verb == "GENERATE" || verb == "CONFIGURE")
        behind("OUTPUT", 1);
      else if ((verb == "COPY_FILE" || verb == "RENAME" || verb == "DOWNLOAD") &&
               arguments.size() > 2)
        add(arguments[2]);
    } else if (event.command == "add_custom_command" || event.command == "add_custom_target") {
      static const std::set<std::string> Keywords = {
          "OUTPUT",   "COMMAND",    "MAIN_DEPENDENCY",
          "DEPENDS",  "BYPRODUCTS", "IMPLICIT_DEPENDS",
          "COMMENT",  "DEPFILE",    "WORKING_DIRECTORY",
          "VERBATIM", "APPEND",     "USES_TERMINAL",
          "SOURCES",  "ARGS",       "JOB_POOL",
          "TARGET",   "PRE_BUILD",  "PRE_LINK",
          "ALL",      "POST_BUILD", "COMMAND_EXPAND_LISTS"};
      bool written = false;
      for (const std::string &argument : arguments) {
        if (Keywords.contains(argument))
          written = argument == "OUTPUT" || argument == "BYPRODUCTS";
        else if (written)
          add(argument);
      }
    }
  }
  return result;
}

} // namespace levitate::cmake

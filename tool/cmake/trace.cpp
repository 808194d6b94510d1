#include "tool/cmake/trace.h"

#include "base/files.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

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

} // namespace levitate::cmake

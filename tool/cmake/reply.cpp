#include "tool/cmake/reply.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <sys/file.h>
#include <unistd.h>

namespace levitate::cmake {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char *Client = "client-levitate";

std::string replyFolder(const std::string &build) { return build + "/.cmake/api/v1/reply"; }
std::string tracePath(const std::string &build) { return build + "/.cmake/levitate-trace.json"; }
// Written before and after a run of CMake. What it reads must be older than its beginning, what it
// writes not newer than its end.
std::string beginPath(const std::string &build) { return build + "/.cmake/levitate-begin"; }
std::string stampPath(const std::string &build) { return build + "/.cmake/levitate-stamp"; }

std::optional<fs::file_time_type> timeOf(const std::string &path) {
  std::error_code failed;
  const auto time = fs::last_write_time(path, failed);
  return failed ? std::nullopt : std::optional(time);
}

// The newest index; CMake names them so that they sort by time.
std::string indexPath(const std::string &build) {
  std::string newest;
  std::error_code failed;
  for (const auto &entry : fs::directory_iterator(replyFolder(build), failed)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("index-") && name.ends_with(".json"))
      newest = std::max(newest, name);
  }
  return newest.empty() ? newest : replyFolder(build) + "/" + newest;
}

Result<Json> readJson(const std::string &path) {
  LEVITATE_TRY(text, readText(path));
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded())
    return Error::environment(path + ": not valid JSON");
  return json;
}

// A value of CMakeCache.txt.
std::string cached(const std::string &cache, const std::string &key) {
  for (const std::string &line : split(cache, "\n")) {
    if (!line.starts_with(key + ":"))
      continue;
    const std::size_t equals = line.find('=');
    return equals == std::string::npos ? "" : std::string(trim(line.substr(equals + 1)));
  }
  return {};
}

struct Objects {
  Json codemodel, files;
};

// The two replies to our query; nothing when there are none.
Result<std::optional<Objects>> objects(const std::string &build) {
  const std::string index = indexPath(build);
  if (index.empty())
    return std::optional<Objects>();
  LEVITATE_TRY(json, readJson(index));
  const auto file = [&](const char *kind) -> std::string {
    const Json::json_pointer pointer("/reply/" + std::string(Client) + "/" + kind + "/jsonFile");
    return json.contains(pointer) ? json.at(pointer).get<std::string>() : "";
  };
  const std::string codemodel = file("codemodel-v2"), files = file("cmakeFiles-v1");
  if (codemodel.empty() || files.empty())
    return std::optional<Objects>();
  LEVITATE_TRY(first, readJson(replyFolder(build) + "/" + codemodel));
  LEVITATE_TRY(second, readJson(replyFolder(build) + "/" + files));
  return std::optional(Objects{std::move(first), std::move(second)});
}

std::vector<std::string> inputs(const Json &files) {
  const std::string source = files.at("paths").at("source").get<std::string>();
  std::vector<std::string> result;
  for (const Json &input : files.at("inputs"))
    if (!input.value("isCMake", false) && !input.value("isGenerated", false))
      result.push_back(absolutePath(input.at("path").get<std::string>(), source));
  return result;
}

bool isFresh(const std::string &build, const Objects &reply) {
  const auto begin = timeOf(beginPath(build)), end = timeOf(stampPath(build));
  if (!begin || !end || !timeOf(tracePath(build)))
    return false;
  const std::vector<std::string> read = inputs(reply.files);
  const std::string written[] = {build + "/CMakeCache.txt", indexPath(build)};
  // Strictly older: the clock of files is coarse.
  return std::all_of(read.begin(), read.end(),
                     [&](const std::string &path) {
                       const auto time = timeOf(path);
                       return time && *time < *begin;
                     }) &&
         std::all_of(std::begin(written), std::end(written), [&](const std::string &path) {
           const auto time = timeOf(path);
           return time && *time <= *end;
         });
}

Result<void> configure(const std::string &build, const std::string &cache) {
  for (const char *kind : {"codemodel-v2", "cmakeFiles-v1"})
    LEVITATE_CHECK(writeText(build + "/.cmake/api/v1/query/" + Client + "/" + kind, ""));
  LEVITATE_CHECK(removeAll(stampPath(build)));
  LEVITATE_CHECK(writeText(beginPath(build), ""));
  std::string program = cached(cache, "CMAKE_COMMAND");
  if (program.empty() || !exists(program))
    program = "cmake";
  Command command;
  command.arguments = {program, build, "--trace-expand", "--trace-format=json-v1",
                       "--trace-redirect=" + tracePath(build)};
  command.mergeOutput = true;
  LEVITATE_TRY(result, runProcess(command));
  if (!result.succeeded())
    return Error::environment(build + ": CMake could not configure it again (" +
                              shellQuoted({program, build}) + "):\n" +
                              std::string(trim(result.output)));
  return writeText(stampPath(build), "");
}

Result<Reply> assemble(const std::string &build, const Objects &objects) {
  Reply reply;
  const Json &paths = objects.codemodel.at("paths");
  reply.source = paths.at("source").get<std::string>();
  reply.build = paths.at("build").get<std::string>();
  reply.trace = tracePath(build);
  reply.inputs = inputs(objects.files);
  const Json &configurations = objects.codemodel.at("configurations");
  if (configurations.empty())
    return reply;
  for (const Json &entry : configurations.at(0).at("targets")) {
    LEVITATE_TRY(json,
                 readJson(replyFolder(build) + "/" + entry.at("jsonFile").get<std::string>()));
    ReplyTarget target{json.at("name").get<std::string>(), json.at("type").get<std::string>(), {}};
    if (json.contains("sources"))
      for (const Json &source : json.at("sources"))
        target.sources.push_back({absolutePath(source.at("path").get<std::string>(), reply.source),
                                  source.value("isGenerated", false),
                                  source.contains("compileGroupIndex")});
    reply.targets.push_back(std::move(target));
  }
  return reply;
}

} // namespace

BuildLock::BuildLock(const std::string &build) : descriptor(-1) {
  if (isBuildDirectory(build) && makeDirectory(build + "/.cmake"))
    descriptor =
        ::open((build + "/.cmake/levitate-lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  while (descriptor >= 0 && ::flock(descriptor, LOCK_EX) != 0 && errno == EINTR) {
  }
}

BuildLock::~BuildLock() {
  if (descriptor >= 0)
    ::close(descriptor);
}

bool isBuildDirectory(const std::string &directory) {
  return exists(directory + "/CMakeCache.txt");
}

Result<Reply> readReply(const std::string &directory) {
  const std::string build = absolutePath(directory);
  if (!isBuildDirectory(build))
    return Error::environment(build + ": no build directory of CMake (it has no CMakeCache.txt)");
  LEVITATE_TRY(cache, readText(build + "/CMakeCache.txt"));
  try {
    auto reply = objects(build);
    if (!reply || !*reply || !isFresh(build, **reply)) {
      LEVITATE_CHECK(configure(build, cache));
      reply = objects(build);
    }
    LEVITATE_CHECK(reply);
    if (!*reply)
      return Error::environment(build + ": CMake gave no File API reply; 3.21 or later is needed");
    return assemble(build, **reply);
  } catch (const Json::exception &problem) {
    return Error::environment(build + ": its File API reply is not as expected: " + problem.what());
  }
}

} // namespace levitate::cmake

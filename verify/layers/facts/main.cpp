// levitate-dependency-facts: reads compile commands from its standard input (a JSON array of
// { "directory", "file", "arguments" }), and writes one line of JSON for each: its place in the
// array as "unit", and what extract.h says. Called by `levitate-dependency-check --deep`.
#include "base/files.h"
#include "base/options.h"
#include "verify/layers/facts/extract.h"

#include <atomic>
#include <iostream>
#include <iterator>
#include <mutex>
#include <thread>

using namespace levitate;

int main(int argc, char **argv) {
  CLI::App app("Says which declarations translation units use. Reads compile commands as JSON from "
               "its standard input; levitate-dependency-check --deep calls it.",
               "levitate-dependency-facts");
  CommonOptions common;
  std::string root = ".";
  addCommonOptions(app, common, {"text"});
  app.add_option("--root", root, "only declarations and uses in files below this folder count")
      ->capture_default_str();
  return runProgram(app, argc, argv, [&]() -> Result<ExitStatus> {
    const std::string top = realPath(absolutePath(root));
    const std::string input{std::istreambuf_iterator<char>(std::cin), {}};
    const nlohmann::json document = nlohmann::json::parse(input, nullptr, false);
    if (!document.is_array())
      return Error::usage("standard input is no JSON array of compile commands");
    std::vector<layers::CompileCommand> commands;
    for (const nlohmann::json &entry : document) {
      layers::CompileCommand command;
      if (entry.is_object()) {
        command.directory = entry.value("directory", "");
        command.file = entry.value("file", "");
        command.arguments = entry.value("arguments", std::vector<std::string>());
      }
      if (command.directory.empty() || command.arguments.empty())
        return Error::usage("entry " + std::to_string(commands.size()) +
                            " of the compile commands needs directory and arguments");
      commands.push_back(std::move(command));
    }
    std::atomic<std::size_t> next = 0;
    std::mutex output;
    const auto work = [&] {
      for (std::size_t i = next++; i < commands.size(); i = next++) {
        nlohmann::json facts = layers::extractFacts(commands[i], top);
        facts["unit"] = i;
        const std::string line =
            facts.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
        const std::lock_guard lock(output);
        std::cout << line << std::flush;
      }
    };
    std::vector<std::thread> pool;
    for (std::size_t i = 1; i < std::min<std::size_t>(common.threads(), commands.size()); ++i)
      pool.emplace_back(work);
    work();
    for (std::thread &thread : pool)
      thread.join();
    return ExitStatus::Success;
  });
}

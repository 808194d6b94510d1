// levitate-include-comparison: for every unit of a compile database, compares the files that we say
// it includes with those that its own compiler names (-M), and which file includes which (-H, when
// the compiler is Clang). A test of this component on whatever tree one has (./xtask certify); not
// part of the suite.
#include "base/command_line.h"
#include "base/files.h"
#include "base/options.h"
#include "base/process.h"
#include "base/text.h"
#include "verify/layers/graph.h"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

using namespace levitate;

namespace {

struct Judged {
  std::string file, failure;
  std::vector<std::string> missing, extra;
  std::size_t files = 0, edges = 0;
};

std::vector<std::string> argumentsOf(const nlohmann::json &entry) {
  if (entry.contains("arguments"))
    return entry["arguments"].get<std::vector<std::string>>();
  return splitCommand(entry.value("command", ""));
}

/// The edges in what Clang's -H writes: a line for each file, with a dot for each level.
std::set<std::pair<std::string, std::string>>
edgesOf(const std::string &output, const std::string &unit, const std::string &directory) {
  std::set<std::pair<std::string, std::string>> edges;
  std::vector<std::string> stack{realPath(absolutePath(unit, directory))};
  std::map<std::string, std::string> known;
  for (const std::string &line : split(output, "\n")) {
    const std::size_t depth = line.find_first_not_of('.');
    if (depth == 0 || depth == line.npos || line[depth] != ' ' || depth > stack.size())
      continue;
    const auto [real, isNew] = known.try_emplace(line.substr(depth + 1));
    if (isNew)
      real->second = realPath(absolutePath(real->first, directory));
    stack.resize(depth);
    edges.insert({stack.back(), real->second});
    stack.push_back(real->second);
  }
  return edges;
}

/// What the compiler includes: its own command with -M in place of what it makes.
Judged judge(const nlohmann::json &entry, const layers::UnitIncludes &ours) {
  Judged result;
  result.file = entry.value("file", "");
  Command command;
  command.directory = entry.value("directory", "");
  const std::vector<std::string> given = argumentsOf(entry);
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] == "-o" || given[i] == "-MF" || given[i] == "-MT" || given[i] == "-MQ") {
      ++i;
      continue;
    }
    if (given[i] == "-MD" || given[i] == "-MMD" || given[i] == "-c")
      continue;
    command.arguments.push_back(given[i]);
  }
  std::vector<std::string> withEdges = command.arguments;
  command.arguments.insert(command.arguments.end(), {"-M", "-w"});
  const auto run = runProcess(command);
  if (!run || !run->succeeded()) {
    result.failure = run ? run->errors : run.error().text();
    return result;
  }
  std::set<std::string> expected;
  const std::size_t colon = run->output.find(": ");
  for (const std::string &word : splitCommand(std::string_view(run->output).substr(colon + 1)))
    // Lists of what a sanitizer ignores are no includes.
    if (!trim(word).empty() && !word.ends_with("_ignorelist.txt"))
      expected.insert(realPath(absolutePath(trim(word), command.directory)));
  const std::set<std::string> found(ours.enters.begin(), ours.enters.end());
  for (const std::string &file : ours.tested)
    if (!found.contains(file))
      expected.erase(file);
  result.files = expected.size();
  std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(),
                      std::back_inserter(result.missing));
  std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(),
                      std::back_inserter(result.extra));
  if (fileName(command.arguments[0]).find("clang") == std::string::npos)
    return result;
  withEdges.insert(withEdges.end(),
                   {"-E", "-H", "-fshow-skipped-includes", "-w", "-o", "/dev/null"});
  command.arguments = std::move(withEdges);
  const auto edgesRun = runProcess(command);
  if (!edgesRun || !edgesRun->succeeded()) {
    result.failure = edgesRun ? edgesRun->errors : edgesRun.error().text();
    return result;
  }
  const auto theirs = edgesOf(edgesRun->errors, result.file, command.directory);
  const std::set<std::pair<std::string, std::string>> own(ours.edges.begin(), ours.edges.end());
  result.edges = theirs.size();
  for (const auto &[from, to] : theirs)
    if (!own.contains({from, to}))
      result.missing.push_back(from + " -> " + to);
  for (const auto &[from, to] : own)
    if (!theirs.contains({from, to}))
      result.extra.push_back(from + " -> " + to);
  return result;
}

} // namespace

int main(int argc, char **argv) {
  CLI::App app("Compares our includes of every unit with its compiler's.",
               "levitate-include-comparison");
  std::string root = ".", build;
  unsigned jobs = 0;
  app.add_option("--root", root, "the tree")->capture_default_str();
  app.add_option("-p", build, "the build directory")->required();
  app.add_option("-j", jobs, "compilers at a time");
  return runProgram(app, argc, argv, [&]() -> Result<ExitStatus> {
    layers::GraphRequest request;
    request.root = realPath(absolutePath(root));
    request.files = {layers::Pattern("**/*.{c,cc,cpp,cxx,h,hh,hpp,hxx,inc,S}")};
    request.buildDirectories = {realPath(absolutePath(build))};
    const auto start = std::chrono::steady_clock::now();
    LEVITATE_TRY(units, layers::unitIncludes(request));
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    LEVITATE_TRY(text, readText(build + "/compile_commands.json"));
    const nlohmann::json database = nlohmann::json::parse(text);
    std::vector<nlohmann::json> entries;
    for (const nlohmann::json &entry : database)
      if (isWithin(realPath(absolutePath(entry.value("file", ""), entry.value("directory", ""))),
                   request.root))
        entries.push_back(entry);
    if (entries.size() != units.size())
      return Error::environment("the database has changed meanwhile");
    std::vector<Judged> judged(units.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (std::size_t i = next++; i < units.size(); i = next++)
        judged[i] = judge(entries[i], units[i]);
    };
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < (jobs == 0 ? availableCores() : jobs); ++i)
      threads.emplace_back(work);
    work();
    for (std::thread &thread : threads)
      thread.join();
    std::size_t wrong = 0, failed = 0, files = 0, edges = 0;
    for (const Judged &unit : judged) {
      files += unit.files;
      edges += unit.edges;
      if (!unit.failure.empty()) {
        ++failed;
        std::cout << unit.file << ": its compiler fails\n" << unit.failure;
        continue;
      }
      wrong += !unit.missing.empty() || !unit.extra.empty();
      for (const std::string &file : unit.missing)
        std::cout << unit.file << ": we miss " << file << "\n";
      for (const std::string &file : unit.extra)
        std::cout << unit.file << ": we have " << file << ", the compiler has not\n";
    }
    std::cout << fmt::format(
        "{} units, {} files and {} edges in all: {} equal, {} differ, {} whose compiler "
        "fails; ours took {:.2f} s\n",
        units.size(), files, edges, units.size() - wrong - failed, wrong, failed, seconds);
    return wrong == 0 && failed < units.size() ? ExitStatus::Success : ExitStatus::Findings;
  });
}

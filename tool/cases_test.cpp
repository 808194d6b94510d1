// The whole engine on whole trees: one test for each folder tool/cases/<name>, found by itself.
//
//   before/      the tree, with headers below before/include
//   rules.json   the migration, with "root": "before" and a "why" that says what the case shows
//   after/       the tree that must come out of it, byte for byte; or
//   refused.txt  what must be refused, a line `file:line:column: a part of the reason` for each;
//                lines `note: file:line:column: ...` are further places that must be named
//   flags.txt    further compiler flags, one a line (optional); of a case with several
//                configurations each has a file flags.<name>.txt
//
// Every .cpp and .c file of the tree is compiled. Where one of them has a main(), the program is
// linked and run before and after, and must print the same. A tree with a before/CMakeLists.txt is
// configured and built by CMake instead (flags are arguments of CMake then), and its target `probe`
// is run if it has one.
//
// To take what the engine does now as what it must do (read it first):
//   LEVITATE_ACCEPT_CASES=1 migrate-cases <name>
#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "tool/changeset/changeset.h"
#include "tool/changeset/journal.h"
#include "tool/plan/plan.h"
#include "tool/recipe/recipe.h"
#include "tool/tree_for_test.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/interfaces/catch_interfaces_testcase.hpp>
#include <catch2/internal/catch_test_registry.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <map>
#include <set>

namespace levitate {

namespace {

using Files = std::map<std::string, std::string>;

constexpr const char *Compiler = "clang++-19", *CompilerOfC = "clang-19";
constexpr std::chrono::seconds CompileTime{60}, RunTime{10};

Files filesOf(const std::string &folder) {
  Files files;
  for (const std::string &path : must(listFiles(folder, {".levitate"})))
    files[path] = must(readText(folder + "/" + path));
  return files;
}

void writeFiles(const Files &files, const std::string &folder) {
  must(makeDirectory(folder));
  for (const auto &[path, contents] : files)
    must(writeText(folder + "/" + path, contents));
}

// How the second tree differs from the first; empty when it does not.
std::string difference(const Files &wanted, const Files &present) {
  changeset::Changeset changes;
  for (const auto &[path, contents] : wanted)
    changes.files[path].before = contents;
  for (const auto &[path, contents] : present)
    changes.files[path].after = contents;
  std::erase_if(changes.files,
                [](const auto &entry) { return entry.second.before == entry.second.after; });
  return changeset::unifiedDiff(changes);
}

Files applied(Files files, const changeset::Changeset &changes) {
  for (const auto &[path, change] : changes.files)
    if (change.after)
      files[path] = *change.after;
    else
      files.erase(path);
  return files;
}

std::string succeeded(const ProcessResult &result) {
  INFO(result.output);
  REQUIRE(result.succeeded());
  return result.output;
}

Result<ProcessResult> run(const std::vector<std::string> &arguments,
                          std::chrono::milliseconds deadline) {
  Command command;
  command.arguments = arguments;
  command.deadline = deadline;
  command.mergeOutput = true;
  return runProcess(command);
}

// A copy of the case in a folder of its own: the tree, its rule file, and a build directory for
// each of its configurations.
class Case {
public:
  explicit Case(const std::string &folder)
      : folder(folder), temporary(must(TemporaryDirectory::make())),
        root(realPath(temporary.path()) + "/before") {
    writeFiles(filesOf(folder + "/before"), root);
    must(writeText(temporary.path() + "/rules.json", must(readText(folder + "/rules.json"))));
    findConfigurations();
    configure();
  }

  plan::Plan plan(unsigned threads, bool parseAll = false) const {
    const recipe::Recipe recipe = must(recipe::load(temporary.path() + "/rules.json"));
    std::vector<std::string> directories;
    for (const Configuration &configuration : configurations)
      directories.push_back(configuration.directory);
    plan::Plan plan = must(plan::plan({recipe, directories, threads, nullptr, parseAll, 1}));
    // What is in a build directory has another path each time.
    for (plan::Refusal &refusal : plan.refusals)
      if (const std::string prefix = realPath(temporary.path()) + "/";
          refusal.where.file.starts_with(prefix))
        refusal.where.file.erase(0, prefix.size());
    return plan;
  }

  Files present() const { return filesOf(root); }

  // Makes each build directory say how the tree as it stands is compiled.
  void configure() const {
    for (const Configuration &configuration : configurations)
      if (byCMake())
        runCMake(configuration);
      else
        makeCompileDatabase(configuration);
  }

  // Builds the tree in each configuration and runs its program, if it has one. What that prints.
  std::string build() const {
    std::string printed;
    for (const Configuration &configuration : configurations)
      printed += byCMake() ? buildByCMake(configuration) : compile(configuration);
    return printed;
  }

  const std::string folder;

private:
  struct Configuration {
    std::string directory;
    std::vector<std::string> flags;
  };

  bool byCMake() const { return exists(root + "/CMakeLists.txt"); }

  void findConfigurations() {
    const std::string build = realPath(temporary.path()) + "/build";
    for (const std::string &file : must(listFiles(folder, {"before", "after"})))
      if (file.starts_with("flags.") && file.ends_with(".txt") && file != "flags.txt") {
        const std::string name = file.substr(6, file.size() - 10);
        configurations.push_back({build + "-" + name, linesOf(folder + "/" + file)});
      }
    if (configurations.empty())
      configurations.push_back({build, linesOf(folder + "/flags.txt")});
  }

  void makeCompileDatabase(const Configuration &configuration) const {
    nlohmann::json commands = nlohmann::json::array();
    for (const std::string &source : sources())
      commands.push_back(
          {{"directory", configuration.directory},
           {"file", root + "/" + source},
           {"arguments", command(configuration, source, {"-c", root + "/" + source})}});
    must(makeDirectory(configuration.directory));
    must(writeText(configuration.directory + "/compile_commands.json", commands.dump(2)));
  }

  void runCMake(const Configuration &configuration) const {
    std::vector<std::string> arguments{
        "cmake", "-G", "Ninja", "-S", root, "-B", configuration.directory};
    arguments.insert(arguments.end(), {std::string("-DCMAKE_CXX_COMPILER=") + Compiler,
                                       std::string("-DCMAKE_C_COMPILER=") + CompilerOfC,
                                       "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"});
    arguments.insert(arguments.end(), configuration.flags.begin(), configuration.flags.end());
    succeeded(must(run(arguments, CompileTime)));
  }

  static std::string buildByCMake(const Configuration &configuration) {
    succeeded(must(run({"cmake", "--build", configuration.directory}, CompileTime)));
    const std::string probe = configuration.directory + "/probe";
    return exists(probe) ? succeeded(must(run({probe}, RunTime))) : "";
  }

  // Compiles every source, links them when one has a main(), and runs that.
  std::string compile(const Configuration &configuration) const {
    std::vector<std::future<Result<ProcessResult>>> running;
    std::vector<std::string> objects;
    const bool program = hasMain();
    for (const std::string &source : sources()) {
      const std::string object =
          configuration.directory + "/" + std::to_string(objects.size()) + ".o";
      objects.push_back(object);
      std::vector<std::string> arguments = command(configuration, source, {root + "/" + source});
      for (const std::string &argument : program ? std::vector<std::string>{"-c", "-o", object}
                                                 : std::vector<std::string>{"-fsyntax-only"})
        arguments.push_back(argument);
      if (running.size() >= 2)
        finished(running[running.size() - 2]);
      running.push_back(std::async(std::launch::async, run, arguments, CompileTime));
    }
    for (auto &job : running)
      finished(job);
    if (!program)
      return {};
    const std::string executable = configuration.directory + "/program";
    std::vector<std::string> link{Compiler, "-o", executable};
    link.insert(link.end(), objects.begin(), objects.end());
    succeeded(must(run(link, CompileTime)));
    return succeeded(must(run({executable}, RunTime)));
  }

  static bool isC(std::string_view source) { return source.ends_with(".c"); }

  std::vector<std::string> command(const Configuration &configuration, const std::string &source,
                                   const std::vector<std::string> &more) const {
    std::vector<std::string> arguments{isC(source) ? CompilerOfC : Compiler,
                                       isC(source) ? "-std=c17" : "-std=c++20", "-Wall",
                                       "-I" + root + "/include"};
    arguments.insert(arguments.end(), configuration.flags.begin(), configuration.flags.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  std::vector<std::string> sources() const {
    std::vector<std::string> result;
    for (const std::string &path : must(listFiles(root, {".levitate"})))
      if (path.ends_with(".cpp") || isC(path))
        result.push_back(path);
    return result;
  }

  bool hasMain() const {
    for (const std::string &source : sources())
      if (must(readText(root + "/" + source)).find("int main(") != std::string::npos)
        return true;
    return false;
  }

  static void finished(std::future<Result<ProcessResult>> &job) {
    if (job.valid())
      succeeded(must(job.get()));
  }

  TemporaryDirectory temporary;
  std::string root;
  std::vector<Configuration> configurations;
};

// Of refusals or leftovers.
template <class List> std::string textOf(const List &list) {
  std::string text;
  for (const auto &one : list)
    text += formatLocation(one.where) + ": " + one.reason + "\n";
  return text;
}

// Writes what the engine does now into the case, and says it.
void accept(const Case &tree, const plan::Plan &plan, const Files &before) {
  must(removeAll(tree.folder + "/after"));
  must(removeAll(tree.folder + "/refused.txt"));
  if (plan.verdict == plan::Verdict::Refused)
    must(writeText(tree.folder + "/refused.txt", textOf(plan.refusals)));
  else
    writeFiles(applied(before, plan.changes), tree.folder + "/after");
  std::string said = changeset::unifiedDiff(plan.changes);
  for (const plan::Refusal &refusal : plan.refusals)
    said += textOf(std::vector{refusal}) + "  " + refusal.remedy + "\n";
  for (const plan::Leftover &leftover : plan.leftovers)
    said += "left over: " + formatLocation(leftover.where) + ": " + leftover.reason + "\n";
  FAIL("accepted: read it, then run this test again without LEVITATE_ACCEPT_CASES\n" << said);
}

void checkRefused(const Case &tree, const plan::Plan &plan) {
  INFO("the engine said:\n" << textOf(plan.refusals));
  CHECK(plan.verdict == plan::Verdict::Refused);
  CHECK(plan.changes.empty());
  std::vector<std::string> wanted = linesOf(tree.folder + "/refused.txt");
  std::set<std::string> notes;
  for (const plan::Refusal &refusal : plan.refusals)
    for (const Diagnostic &note : refusal.notes)
      notes.insert("note: " + formatLocation(note.where) + ": " + note.message);
  std::erase_if(wanted, [&](const std::string &line) {
    if (!line.starts_with("note: "))
      return false;
    INFO("wanted: " << line);
    CHECK(notes.contains(line));
    return true;
  });
  REQUIRE(!wanted.empty());
  CHECK(wanted.size() == plan.refusals.size());
  for (std::size_t i = 0; i < std::min(wanted.size(), plan.refusals.size()); ++i) {
    const plan::Refusal &refusal = plan.refusals[i];
    const std::string place = formatLocation(refusal.where) + ": ";
    INFO("wanted: " << wanted[i]);
    CHECK(refusal.where.line > 0);
    CHECK(refusal.where.column > 0);
    CHECK(!refusal.remedy.empty());
    REQUIRE(wanted[i].starts_with(place));
    CHECK(refusal.reason.find(wanted[i].substr(place.size())) != std::string::npos);
  }
}

void checkDone(const Case &tree, const plan::Plan &plan, const Files &before) {
  INFO("the engine said:\n" << textOf(plan.refusals));
  REQUIRE(plan.verdict == plan::Verdict::Planned);
  const Files wanted = filesOf(tree.folder + "/after");
  INFO("from after/ to what came out:\n" << difference(wanted, applied(before, plan.changes)));
  REQUIRE(applied(before, plan.changes) == wanted);

  const std::string printed = tree.build();
  must(changeset::write(plan.changes));
  CHECK(tree.present() == wanted);
  tree.configure();
  CHECK(tree.build() == printed);

  const plan::Plan again = tree.plan(2);
  INFO("the second run would change:\n"
       << changeset::unifiedDiff(again.changes) << textOf(again.refusals));
  CHECK(again.verdict == plan::Verdict::NothingToDo);

  must(changeset::undo(plan.changes.root));
  CHECK(difference(before, tree.present()) == "");
}

void checkCase(const std::string &folder) {
  const Case tree(folder);
  const Files before = tree.present();
  const plan::Plan plan = tree.plan(2);
  CHECK(tree.present() == before); // planning writes nothing
  if (std::getenv("LEVITATE_ACCEPT_CASES"))
    accept(tree, plan, before);

  // On one thread, and with every unit parsed, whether it matters or not.
  const plan::Plan alone = tree.plan(1, true);
  CHECK(changeset::unifiedDiff(alone.changes) == changeset::unifiedDiff(plan.changes));
  CHECK(textOf(alone.refusals) == textOf(plan.refusals));
  CHECK(textOf(alone.leftovers) == textOf(plan.leftovers));

  const bool done = isDirectory(folder + "/after");
  REQUIRE(done != exists(folder + "/refused.txt")); // one of the two, and not both
  if (done)
    checkDone(tree, plan, before);
  else
    checkRefused(tree, plan);
  CHECK(tree.present() == before); // a refusal leaves every byte, and so does `undo`
}

std::string casesFolder() { return LEVITATE_CASES; }

// Each folder becomes a test of Catch2, and so of ctest, by its name.
class CaseTest : public Catch::ITestInvoker {
public:
  explicit CaseTest(std::string folder) : folder(std::move(folder)) {}
  void invoke() const override { checkCase(folder); }

private:
  std::string folder;
};

const bool registered = [] {
  namespace fs = std::filesystem;
  std::vector<std::string> folders;
  std::error_code none;
  for (const fs::directory_entry &entry : fs::directory_iterator(casesFolder(), none))
    if (fs::is_regular_file(entry.path() / "rules.json"))
      folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  for (const std::string &folder : folders) {
    const std::string name(fileName(folder));
    Catch::AutoReg(Catch::Detail::make_unique<CaseTest>(folder), CATCH_INTERNAL_LINEINFO, {},
                   Catch::NameAndTags{name, "[case]"});
  }
  return true;
}();

} // namespace

TEST_CASE("the folder of the cases is found, and no case is without a result") {
  REQUIRE(registered);
  std::size_t count = 0;
  for (const auto &entry : std::filesystem::directory_iterator(casesFolder())) {
    if (!entry.is_directory())
      continue;
    INFO(entry.path().string());
    ++count;
    CHECK(exists(entry.path() / "rules.json"));
    CHECK(isDirectory(entry.path() / "before"));
  }
  CHECK(count > 0);
}

} // namespace levitate

// Trials of migrations that are right, refused and wrong. What is under test are the checks: a
// levitate-migrate that cheats must be found out, whichever way it cheats.
#include "tool/corpus/trial.h"

#include "base/files.h"
#include "tool/tree_for_test.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>

namespace levitate::corpus {
namespace {

/// A tree of one program, built twice, and a folder for a levitate-migrate of the test's own.
class Workshop {
public:
  Workshop() {
    settings.place = {work(), 2, true};
    settings.programs = work() + "/bin";
    settings.tests = true;
    const std::string source = work() + "/small/before";
    must(writeText(source + "/CMakeLists.txt", "cmake_minimum_required(VERSION 3.13)\n"
                                               "project(small CXX)\n"
                                               "add_executable(small main.cpp)\n"
                                               "enable_testing()\n"
                                               "add_test(NAME small COMMAND small)\n"));
    must(writeText(source + "/main.cpp", "int answer() { return 42; }\n"
                                         "int main() { return answer() == 42 ? 0 : 1; }\n"));
    TreeDescription description;
    description.name = "small";
    tree = must(prepare(description, settings.place));
  }

  /// What a trial says of a levitate-migrate whose `apply` and `undo` are these shell commands, run
  /// in the tree.
  Outcome outcomeOf(const std::string &apply, const std::string &undo) {
    const std::string program = settings.programs + "/levitate-migrate";
    must(writeText(program, "#!/bin/sh\ncd '" + tree.after + "'\nif [ $1 = undo ]; then\n" + undo +
                                "\nexit\nfi\n" + apply + "\n"));
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    const Candidate candidate{"rename function",
                              "answer",
                              {{"rename", {{"symbol", "answer"}, {"to", "reply"}}}},
                              "answer",
                              "reply"};
    const Outcome outcome = must(attempt(tree, candidate, work() + "/run", settings));
    CHECK(must(readText(tree.after + "/main.cpp")) == must(readText(tree.before + "/main.cpp")));
    return outcome;
  }

private:
  std::string work() const { return realPath(folder->path()); }

  Result<TemporaryDirectory> folder = TemporaryDirectory::make();
  TrialSettings settings;
  Tree tree;
};

// The second run of an honest rename finds nothing to do.
const std::string idle =
    "if ! grep -q answer main.cpp; then echo '{\"verdict\":\"nothing-to-do\"}'; "
    "exit 0; fi\n";
const std::string planned = "\necho '{\"verdict\":\"planned\"}'\n";
const std::string renames = "mkdir -p .levitate; echo "
                            "'{\"schema\":1,\"renames\":[{\"from\":\"answer\",\"to\":\"reply\"}]}' "
                            "> .levitate/renames.json\n";
const std::string undo = "sed -i s/reply/answer/g main.cpp";

} // namespace

TEST_CASE("an honest rename is done, its tests run, and its unit is compared") {
  Workshop workshop;
  const Outcome outcome =
      workshop.outcomeOf(idle + renames + "sed -i s/answer/reply/g main.cpp" + planned, undo);
  INFO(outcome.detail);
  CHECK(outcome.verdict == Verdict::Done);
  CHECK(outcome.compared == 1);
  CHECK(outcome.proved);
  CHECK(outcome.tested);
}

TEST_CASE("a refusal needs a place and a way out, and changes nothing") {
  Workshop workshop;
  const auto refusing = [](const std::string &line, const std::string &remedy) {
    return "echo '{\"verdict\":\"refused\",\"refusals\":[{\"file\":\"main.cpp\",\"line\":" + line +
           ",\"column\":5,\"reason\":\"it is so\",\"remedy\":\"" + remedy + "\"}]}'; exit 3";
  };
  const Outcome refused = workshop.outcomeOf(refusing("1", "do it by hand"), undo);
  CHECK(refused.verdict == Verdict::Refused);
  CHECK(refused.reason == "it is so");
  CHECK(workshop.outcomeOf(refusing("0", "do it by hand"), undo).reason ==
        "refused without a place: it is so");
  CHECK(workshop.outcomeOf(refusing("1", ""), undo).reason ==
        "refused without a way out: it is so");
  const Outcome changed = workshop.outcomeOf(
      "sed -i s/answer/reply/g main.cpp\n" + refusing("1", "do it by hand"), undo);
  CHECK(changed.verdict == Verdict::Wrong);
  CHECK(changed.reason == "it failed and changed files");
}

TEST_CASE("a rename that also changes what the program does is not equivalent") {
  Workshop workshop;
  // The words are those of a rename in all but one place.
  const Outcome outcome = workshop.outcomeOf(
      idle + renames + "sed -i 's/answer/reply/g; s/42 ? 0/43 ? 0/' main.cpp" + planned, undo);
  CHECK(outcome.verdict == Verdict::Wrong);
  CHECK(outcome.reason == "a rename changed something else");
  CHECK(outcome.detail.find("== not equivalent") != std::string::npos);
  CHECK(outcome.detail.find("== undo does not restore the tree\nmain.cpp") != std::string::npos);
}

TEST_CASE("a rename that forgets a use does not build") {
  Workshop workshop;
  const Outcome outcome =
      workshop.outcomeOf(idle + renames + "sed -i 1s/answer/reply/ main.cpp" + planned, undo);
  CHECK(outcome.verdict == Verdict::Wrong);
  CHECK(outcome.reason == "the changed tree does not build");
}

TEST_CASE("a second run that changes more, a run that does nothing, and a crash are wrong") {
  Workshop workshop;
  const Outcome again =
      workshop.outcomeOf(renames + "sed -i 's/answer/reply/g; 1s/^/ /' main.cpp" + planned, undo);
  CHECK(again.detail.find("== a second run finds something to do") != std::string::npos);
  CHECK(again.detail.find("== a second run changes files\nmain.cpp") != std::string::npos);
  CHECK(workshop.outcomeOf(planned, undo).reason == "it found nothing to do");
  CHECK(workshop.outcomeOf("echo oops >&2; exit 134", undo).reason == "exit status 134: oops");
}

TEST_CASE("reasons that differ in names and numbers only are counted together") {
  CHECK(generalised("the name 'a::b' is taken in line 12") ==
        generalised("the name 'c' is taken in line 7"));
  CHECK(generalised("it isn't clear.") == "it isn't clear.");
  CHECK(generalised("local to src/a.cpp and b.h, line 3") == "local to FILE and FILE line #");
}

} // namespace levitate::corpus

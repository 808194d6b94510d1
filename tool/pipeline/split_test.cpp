#include "tool/pipeline/repository_for_test.h"
#include "tool/pipeline/split.h"

#include "base/text.h"

namespace levitate::pipeline {
namespace {

struct Cut {
  recipe::Recipe recipe;
  Split split;
};

Cut cutOf(const RepositoryForTest &repository, const std::string &steps) {
  Cut cut{must(recipe::load(repository.rules(steps))), {}};
  ClangEngine engine(2, true);
  cut.split = must(splitPlan(cut.recipe, {repository.build()}, engine));
  for (const plan::Refusal &refusal : cut.split.whole.refusals)
    UNSCOPED_INFO(formatLocation(refusal.where) << ": " << refusal.reason);
  return cut;
}

std::vector<std::string> subjectsOf(const Split &split) {
  std::vector<std::string> subjects;
  for (const Part &part : split.parts)
    subjects.push_back(part.subject);
  return subjects;
}

const std::string rename = R"({ "id": "duty", "why": "It is none of ours.\n--- not a diff",
                                "rename": { "symbol": "shop::tax", "to": "duty" } })";
const std::string moveBoth = R"({ "id": "cash", "move": { "symbols": ["shop::Money", "shop::Coin"],
                                  "to": { "header": "include/cash.h", "target": "shop" } } })";
const std::string turnAround = R"(
    { "id": "to", "link": { "target": "bank", "to": ["shop"], "scope": "PUBLIC" } },
    { "id": "from", "unlink": { "target": "shop", "from": ["bank"] } })";

} // namespace

TEST_CASE("each step becomes a commit that builds, and together they are the migration") {
  const RepositoryForTest repository;
  const Cut cut = cutOf(repository, rename + "," + moveBoth);
  REQUIRE(cut.split.whole.verdict == plan::Verdict::Planned);
  CHECK(subjectsOf(cut.split) == std::vector<std::string>{"reform: rename shop::tax to duty",
                                                          "reform: move Money to include/cash.h",
                                                          "reform: move Coin to include/cash.h"});
  const std::string folder = repository.beside("patches");
  const std::vector<std::string> files = must(writePatches(cut.split, cut.recipe, folder));
  REQUIRE(files.size() == 3);
  CHECK(files[0] == "0001-reform-rename-shop-tax-to-duty.patch");

  const std::string before = repository.git({"rev-parse", "HEAD"});
  std::vector<std::string> command{"am", "-q"};
  for (const std::string &file : files)
    command.push_back(folder + "/" + file);
  repository.git(command);
  CHECK(repository.git({"log", "--reverse", "--format=%s", before + "..HEAD"}) ==
        join(subjectsOf(cut.split), "\n"));
  CHECK(repository.git({"log", "-1", "--format=%b", "HEAD~2"}) ==
        "It is none of ours.\n --- not a diff");
  CHECK(repository.git({"status", "--porcelain"}) == "");
  for (const char *commit : {"HEAD~2", "HEAD~1", "HEAD"})
    CHECK(repository.works(repository.git({"rev-parse", commit})));
  for (const auto &[path, change] : cut.split.whole.changes.files)
    CHECK(repository.text(path) == change.after.value_or(""));

  const Result<std::vector<std::string>> taken = writePatches(cut.split, cut.recipe, folder);
  REQUIRE(!taken);
  CHECK(taken.error().status == ExitStatus::Usage);
}

TEST_CASE("the plans of all cuts are kept, each for itself") {
  const RepositoryForTest repository;
  const recipe::Recipe recipe = must(recipe::load(repository.rules(rename + "," + moveBoth)));
  const std::string plans = plan::plansFolderIn(repository.build());
  std::vector<Split> splits;
  std::vector<CountingEngine> engines(3);
  for (CountingEngine &engine : engines) {
    splits.push_back(must(splitPlan(recipe, {repository.build()}, engine, plans)));
    if (splits.size() == 2)
      repository.replace("src/main.cpp", "{10}", "{11}");
  }
  CHECK(engines[0].made == engines[0].asked - 1); // the last cut is all that was cut inside a step
  CHECK(engines[1].made == 0);
  CHECK(engines[2].made == engines[0].made);
  REQUIRE(splits[0].parts.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(changeset::unifiedDiff(splits[1].parts[i].changes) ==
          changeset::unifiedDiff(splits[0].parts[i].changes));
    CHECK(splits[2].parts[i].subject == splits[0].parts[i].subject);
  }
}

TEST_CASE("there is no cut where the tree would not hold") {
  const RepositoryForTest repository;
  repository.replace("CMakeLists.txt", "add_executable",
                     "target_link_libraries(shop PUBLIC bank)\nadd_executable");
  repository.commit("The shop needs a bank");
  const Cut cut = cutOf(repository, turnAround + "," + rename);
  REQUIRE(cut.split.whole.verdict == plan::Verdict::Planned);
  REQUIRE(cut.split.parts.size() == 2); // after `to` alone the targets link each other
  CHECK(cut.split.parts[0].steps == std::vector<std::string>{"to", "from"});
  CHECK(cut.split.parts[1].steps == std::vector<std::string>{"duty"});
  CHECK(cut.split.parts[0].subject == "reform: link bank to shop and 1 more step");
  CHECK(cut.split.parts[0].body == "- link bank to shop\n- unlink shop from bank\n\nOrder.\n");
}

TEST_CASE("what is refused as a whole is refused, and what is done already has no parts") {
  const RepositoryForTest repository;
  const Cut refused =
      cutOf(repository, R"({ "rename": { "symbol": "shop::tax", "to": "Money" } })");
  CHECK(refused.split.whole.verdict == plan::Verdict::Refused);
  CHECK(refused.split.parts.empty());
  repository.migrate(repository.rules(rename));
  const Cut done = cutOf(repository, rename);
  CHECK(done.split.whole.verdict == plan::Verdict::NothingToDo);
  CHECK(done.split.parts.empty());
}

TEST_CASE("patches of a tree in a folder of its repository have paths from the repository's top") {
  const RepositoryForTest repository;
  repository.git({"init", "-q", repository.beside("")});
  must(removeAll(repository.root() + "/.git"));
  const Cut cut = cutOf(repository, rename);
  const std::string folder = repository.beside("patches");
  const std::vector<std::string> files = must(writePatches(cut.split, cut.recipe, folder));
  REQUIRE(files.size() == 1);
  const std::string patch = must(readText(folder + "/" + files[0]));
  CHECK(patch.find("diff --git a/shop/src/money.cpp b/shop/src/money.cpp\n") != std::string::npos);
  CHECK(repository.tryGit({"apply", "--check", folder + "/" + files[0]}, repository.beside(""))
            .succeeded());
}

} // namespace levitate::pipeline

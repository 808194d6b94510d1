#include "tool/pipeline/rebase.h"
#include "tool/pipeline/repository_for_test.h"

#include "base/text.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace levitate::pipeline {
namespace {

const std::string steps = R"(
    { "id": "cash", "move": { "symbols": ["shop::Money"], "to": { "header": "include/cash.h", "target": "shop" } } },
    { "id": "duty", "rename": { "symbol": "shop::tax", "to": "duty" } })";

Result<RebaseResult> rebased(const RepositoryForTest &repository, const std::string &rules,
                             const std::string &branch, const std::string &onto,
                             const std::string &name = {}) {
  RebaseRequest request;
  request.rules = rules;
  request.buildDirectories = {repository.build()};
  request.branch = branch;
  request.onto = onto;
  request.name = name;
  request.threads = 2;
  ClangEngine engine(2, true);
  return rebase(request, engine);
}

std::string shown(const RepositoryForTest &repository, const std::string &commit,
                  const std::string &format) {
  return repository.git({"log", "-1", "--format=" + format, commit});
}

} // namespace

TEST_CASE("a branch is rewritten as if it had been made after the migration") {
  const RepositoryForTest repository;
  repository.git({"switch", "-q", "-c", "feature"});
  repository.replace("src/main.cpp", "int main()",
                     "int twice(const shop::Money &money) { return 2 * shop::tax(money); }\n\n"
                     "int main()");
  repository.commit("Count twice\n\nBecause one never knows.");
  repository.put("src/report.cpp", "#include \"money.h\"\n\n"
                                   "int report(const shop::Money &m) { return shop::tax(m); }\n");
  repository.replace("CMakeLists.txt", "src/main.cpp", "src/main.cpp src/report.cpp");
  repository.commit("A report");
  repository.put("README", "A shop that reports.\n");
  const std::string feature = repository.commit("Words");
  repository.git({"switch", "-q", "main"});
  const std::string rules = repository.rules(steps);
  repository.migrate(rules);
  repository.put("LICENSE", "Free.\n"); // main goes on
  const std::string onto = repository.commit("A licence");

  const RebaseResult result = must(rebased(repository, rules, "feature", "main"));
  REQUIRE(result.verdict == RebaseVerdict::Rebased);
  CHECK(result.branch == "feature-reform");
  CHECK(repository.git({"rev-parse", "feature"}) == feature);
  CHECK(repository.git({"status", "--porcelain"}) == "");
  CHECK(repository.git({"rev-parse", "feature-reform~3"}) == onto);

  const std::string format = "%an %ae %ad %cn %ce %cd %B";
  for (const char *commit : {"", "~1", "~2"}) {
    CHECK(shown(repository, std::string("feature-reform") + commit, format) ==
          shown(repository, std::string("feature") + commit, format));
    CHECK(repository.works(repository.git({"rev-parse", std::string("feature-reform") + commit})));
  }
  CHECK(repository.git({"show", "feature-reform:src/main.cpp"}) ==
        "#include \"cash.h\"\n#include \"money.h\"\n\n"
        "int twice(const shop::Money &money) { return 2 * shop::duty(money); }\n\n"
        "int main() { return shop::duty(shop::Money{10}) == 2 ? 0 : 1; }");
  CHECK(repository.git({"show", "feature-reform:src/report.cpp"}).find("shop::duty(m)") !=
        std::string::npos);
  CHECK(repository.git({"show", "feature-reform:README"}) == "A shop that reports.");
  CHECK(repository.git({"show", "feature-reform:LICENSE"}) == "Free.");
  // Each commit changes what it changed, and not what the migration did.
  CHECK(repository.git({"diff", "--name-only", "feature-reform~1", "feature-reform"}) == "README");
  CHECK(repository.git({"diff", "--name-only", "feature-reform~3", "feature-reform~2"}) ==
        "src/main.cpp");

  // The same again gives the same commits.
  const RebaseResult again = must(rebased(repository, rules, "feature", "main"));
  CHECK(again.verdict == RebaseVerdict::NothingToDo);
  CHECK(again.tip == result.tip);
  repository.git({"branch", "-f", "feature-reform", "main"});
  const Result<RebaseResult> taken = rebased(repository, rules, "feature", "main");
  REQUIRE(!taken);
  CHECK(taken.error().status == ExitStatus::Usage);
  CHECK(repository.git({"rev-parse", "feature-reform"}) == onto);
}

TEST_CASE("a rebase keeps its plans for the next one, and leaves nothing else") {
  const RepositoryForTest repository;
  repository.git({"switch", "-q", "-c", "feature"});
  repository.put("README", "A shop that reports.\n");
  repository.commit("Words");
  repository.replace("src/main.cpp", "{10}) == 2", "{20}) == 4");
  repository.commit("More money");
  repository.git({"switch", "-q", "main"});
  const std::string rules = repository.rules(steps);
  repository.migrate(rules);
  RebaseRequest request;
  request.rules = rules;
  request.buildDirectories = {repository.build()};
  request.onto = "main";
  request.branch = "feature";
  const auto made = [&](const std::string &name) {
    CountingEngine engine;
    request.name = name;
    CHECK(must(rebase(request, engine)).verdict == RebaseVerdict::Rebased);
    CHECK(engine.asked == 5); // main, the base, two commits, the result
    return engine.made;
  };
  CHECK(made("first") == 5);
  const std::string folder = repository.root() + "/.git/levitate";
  CHECK_FALSE(exists(folder + "/work"));
  REQUIRE(writeText(folder + "/work/tree/src/main.cpp", "of a run that was killed"));
  CHECK(made("second") == 0);
  CHECK_FALSE(exists(folder + "/work"));
  CHECK(repository.git({"rev-parse", "first"}) == repository.git({"rev-parse", "second"}));
  CHECK(repository.git({"status", "--porcelain"}) == "");

  // A byte in the last commit, which is in its tree and in the result.
  repository.git({"switch", "-q", "feature"});
  repository.replace("src/main.cpp", "{20}) == 4", "{30}) == 6");
  repository.git({"commit", "-q", "-a", "--amend", "--no-edit"});
  repository.git({"switch", "-q", "main"});
  CHECK(made("third") == 2);
  request.noCache = true;
  CHECK(made("fourth") == 5);
  CHECK(repository.git({"rev-parse", "third"}) == repository.git({"rev-parse", "fourth"}));

  const int held = ::open((folder + "/lock").c_str(), O_RDWR);
  REQUIRE(::flock(held, LOCK_EX) == 0);
  CountingEngine engine;
  const Result<RebaseResult> busy = rebase(request, engine);
  ::close(held);
  REQUIRE(!busy);
  CHECK(busy.error().status == ExitStatus::Refused);
  CHECK(engine.asked == 0);
}

TEST_CASE("a conflict names the commit and the line, and what is left can be picked by git") {
  const RepositoryForTest repository;
  repository.git({"switch", "-q", "-c", "feature"});
  repository.put("README", "A shop for all.\n");
  repository.commit("Words");
  repository.replace("src/main.cpp", "{10}) == 2", "{20}) == 4");
  const std::string feature = repository.commit("More money");
  repository.git({"switch", "-q", "main"});
  const std::string rules = repository.rules(steps);
  repository.migrate(rules);
  repository.replace("src/main.cpp", "{10}) == 2", "{30}) == 6");
  repository.commit("Even more money");

  const RebaseResult result = must(rebased(repository, rules, "feature", "main"));
  REQUIRE(result.verdict == RebaseVerdict::Conflict);
  CHECK(result.stoppedAt == feature.substr(0, 10) + " 'More money'");
  REQUIRE(result.conflicts.size() == 1);
  CHECK(result.conflicts[0].file == "src/main.cpp");
  CHECK(result.conflicts[0].line == 4);
  CHECK(result.conflicts[0].message.find("Merge conflict in src/main.cpp") != std::string::npos);
  CHECK(repository.git({"rev-parse", "feature"}) == feature);
  CHECK(!repository.tryGit({"rev-parse", "--verify", "-q", "feature-reform"}).succeeded());

  // What the message says: go on from the commits that fit.
  repository.git({"switch", "-q", "-c", "feature-reform", result.tip});
  CHECK(shown(repository, "HEAD", "%s") == "Words");
  const ProcessResult picked = repository.tryGit(
      {"cherry-pick", result.commits[1].migrated + "^..refs/levitate/feature-reform"});
  CHECK(!picked.succeeded());
  CHECK(repository.text("src/main.cpp").find("shop::duty(shop::Money{20}) == 4") !=
        std::string::npos);
  repository.replace("src/main.cpp", repository.text("src/main.cpp"),
                     "#include \"cash.h\"\n#include \"money.h\"\n\n"
                     "int main() { return shop::duty(shop::Money{20}) == 4 ? 0 : 1; }\n");
  repository.git({"add", "-A"});
  repository.git({"-c", "core.editor=true", "cherry-pick", "--continue"});
  CHECK(repository.works(repository.git({"rev-parse", "HEAD"})));
}

TEST_CASE("a commit in which the migration can't be done is named; nothing is made") {
  const RepositoryForTest repository;
  repository.git({"switch", "-q", "-c", "feature"});
  repository.replace("include/money.h", "int tax(", "int duty(const Money &money);\nint tax(");
  repository.replace("src/money.cpp", "int tax(",
                     "int duty(const Money &money) { return money.cents; }\nint tax(");
  const std::string feature = repository.commit("A duty of its own");
  repository.git({"switch", "-q", "main"});
  const std::string rules = repository.rules(steps);
  repository.migrate(rules);

  const RebaseResult result = must(rebased(repository, rules, "feature", "main"));
  REQUIRE(result.verdict == RebaseVerdict::Refused);
  CHECK(result.stoppedAt.starts_with(feature.substr(0, 10)));
  REQUIRE(!result.refusals.empty());
  CHECK(result.refusals[0].where.file == "include/money.h");
  CHECK(result.refusals[0].where.line > 0);
  CHECK(repository.git({"branch", "--format=%(refname:short)"}) == "feature\nmain");
}

TEST_CASE("a commit that removes what the migration moves, or does not compile, is named") {
  const RepositoryForTest repository;
  repository.git({"switch", "-q", "-c", "broken"});
  repository.replace("src/main.cpp", "int main", "int mian(] int main");
  repository.commit("A slip");
  repository.git({"switch", "-q", "-c", "without", "main"});
  repository.put("include/money.h", "#pragma once\nnamespace shop { int fee(int cents); }\n");
  repository.put("src/money.cpp", "#include \"money.h\"\nint shop::fee(int c) { return c; }\n");
  repository.put("src/main.cpp", "#include \"money.h\"\nint main() { return shop::fee(0); }\n");
  repository.commit("No money");
  repository.git({"switch", "-q", "main"});
  const std::string rules = repository.rules(steps);
  repository.migrate(rules);

  const Result<RebaseResult> broken = rebased(repository, rules, "broken", "main");
  REQUIRE(!broken);
  CHECK(broken.error().status == ExitStatus::Environment);
  CHECK(broken.error().text().find("src/main.cpp:3:") != std::string::npos);
  CHECK(broken.error().text().find("'A slip'") != std::string::npos);
  const Result<RebaseResult> without = rebased(repository, rules, "without", "main");
  REQUIRE(!without);
  CHECK(without.error().status == ExitStatus::Findings);
  CHECK(without.error().text().find("'No money'") != std::string::npos);
}

TEST_CASE("a merge, a base that is not migrated, and names that git does not know are told") {
  const RepositoryForTest repository;
  const std::string rules = repository.rules(steps);
  repository.git({"switch", "-q", "-c", "feature"});
  repository.put("README", "More.\n");
  repository.commit("Words");
  const Result<RebaseResult> early = rebased(repository, rules, "feature", "main");
  REQUIRE(!early);
  CHECK(early.error().status == ExitStatus::Usage);
  CHECK(early.error().text().find("is not migrated") != std::string::npos);

  repository.git({"switch", "-q", "-c", "side", "main"});
  repository.put("NEWS", "None.\n");
  repository.commit("News");
  repository.git({"merge", "-q", "--no-edit", "feature"});
  repository.git({"switch", "-q", "main"});
  repository.migrate(rules);
  const Result<RebaseResult> merged = rebased(repository, rules, "side", "main");
  REQUIRE(!merged);
  CHECK(merged.error().status == ExitStatus::Refused);
  CHECK(merged.error().text().find("is a merge") != std::string::npos);
  CHECK(rebased(repository, rules, "nowhere", "main").error().status == ExitStatus::Usage);
  CHECK(rebased(repository, rules, "feature", "nowhere").error().status == ExitStatus::Usage);
  CHECK(must(rebased(repository, rules, "main", "main")).verdict == RebaseVerdict::NothingToDo);
}

} // namespace levitate::pipeline

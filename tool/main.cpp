// levitate-migrate: the command line.
#include "tool/branch_commands.h"
#include "tool/commands.h"
#include "tool/pipeline/clang_engine.h"
#include "tool/pipeline/pipeline.h"

using namespace levitate;

int main(int argc, char **argv) {
  CLI::App app("Moves declarations, files and namespaces of a C++ tree as a rule file says, and "
               "proves that the program stayed the same.",
               "levitate-migrate");
  app.require_subcommand(1);
  app.set_version_flag("--version", versionText());
  app.footer(
      "Exit status: 0 done or nothing to do; 1 a criterion does not hold (check, run) or git "
      "can't\n"
      "merge a commit (rebase);\n"
      "2 the command line or the rule file is wrong; 3 refused, nothing was changed;\n"
      "4 the environment: a missing program, an unreadable file, a tree that does not build.");

  const std::vector<std::string> formats{"text", "json"};
  ApplyOptions apply;
  PlanOptions plan;
  RebaseOptions rebase;
  CommonOptions undoOptions, runOptions;
  std::string splitFolder;
  std::string root = ".";
  pipeline::RunRequest request;

  const auto rules = [](CLI::App *command, std::string &into) {
    command->add_option("RULES", into, "the rule file (JSON, rules/schema/migration.schema.json)")
        ->required();
  };
  const auto cache = [](CLI::App *command, bool &none) {
    command->add_flag("--no-cache", none,
                      "plan anew, even if the same plan was made before; by default plans are kept "
                      "in .levitate/plans of the build directory");
  };
  const auto builds = [](CLI::App *command, std::vector<std::string> &into) {
    command
        ->add_option("-p", into,
                     "a build directory with compile_commands.json; once for each "
                     "configuration (default: build*/ below the root, or CMake's presets)")
        ->type_name("DIR")
        ->allow_extra_args(false);
  };

  CLI::App *planCommand = app.add_subcommand(
      "plan",
      "print the diff of the migration on stdout and its reasons on stderr; leaves the tree alone");
  rules(planCommand, plan.rules);
  builds(planCommand, plan.buildDirectories);
  planCommand
      ->add_option("--split", splitFolder,
                   "write the migration as a series of commits that each build, as patches for "
                   "`git am`, into this folder, and print their names in place of the diff")
      ->type_name("DIR");
  cache(planCommand, plan.noCache);
  addCommonOptions(*planCommand, plan.common, formats);

  CLI::App *applyCommand = app.add_subcommand("apply", "plan, check on the overlay, and write");
  rules(applyCommand, apply.plan.rules);
  builds(applyCommand, apply.plan.buildDirectories);
  CLI::Option *output = applyCommand->add_option(
      "--output", apply.output, "write the migrated tree there (default: build/migrated)");
  applyCommand->add_flag("--in-place", apply.inPlace, "write the tree itself; `undo` takes it back")
      ->excludes(output);
  cache(applyCommand, apply.plan.noCache);
  addCommonOptions(*applyCommand, apply.plan.common, formats);

  CLI::App *undoCommand =
      app.add_subcommand("undo", "restore the tree as it was before the last `apply --in-place`");
  undoCommand->add_option("ROOT", root, "the tree")->capture_default_str();
  addCommonOptions(*undoCommand, undoOptions, formats);

  CLI::App *rebaseCommand = app.add_subcommand(
      "rebase", "rewrite a git branch that was made before the migration as if it had been made "
                "after it; the result is a new branch");
  rules(rebaseCommand, rebase.plan.rules);
  rebaseCommand->add_option("BRANCH", rebase.branch, "the branch, which stays as it is")
      ->required();
  rebaseCommand->add_option("--onto", rebase.onto, "a commit that holds the migration")
      ->required()
      ->type_name("MIGRATED");
  rebaseCommand->add_option("--name", rebase.name,
                            "the new branch (default: BRANCH and the migration's name)");
  builds(rebaseCommand, rebase.plan.buildDirectories);
  rebaseCommand->add_flag("--no-cache", rebase.plan.noCache,
                          "plan each commit anew; by default plans are kept in the git directory, "
                          "for the next try");
  addCommonOptions(*rebaseCommand, rebase.plan.common, formats);

  CLI::App *checkCommand =
      app.add_subcommand("check", "judge the rule file's `require` list on the tree as it stands");
  CLI::App *runCommand = app.add_subcommand(
      "run", "plan, apply, build, check layers, prove equivalence, boot, and report");
  for (CLI::App *command : {checkCommand, runCommand}) {
    rules(command, request.rules);
    builds(command, request.buildDirectories);
    command->add_option("--work", request.work, "where both trees are built")
        ->capture_default_str();
    addCommonOptions(*command, runOptions, formats);
  }
  runCommand->add_option("--output", request.output, "where the migrated tree goes")
      ->capture_default_str();
  runCommand->add_option("--reports", request.reports, "where the report goes")
      ->capture_default_str();
  cache(runCommand, request.noCache);
  runCommand->add_flag("--in-place", request.inPlace,
                       "write the tree itself as well, once every criterion holds");

  return runProgram(app, argc, argv, [&]() -> Result<ExitStatus> {
    if (planCommand->parsed())
      return splitFolder.empty() ? runPlan(plan) : runSplit(plan, splitFolder);
    if (applyCommand->parsed())
      return runApply(apply);
    if (undoCommand->parsed())
      return runUndo(root, undoOptions);
    if (rebaseCommand->parsed())
      return runRebase(rebase);
    request.json = runOptions.format == "json";
    request.threads = runOptions.threads();
    request.quiet = runOptions.quiet;
    request.verbose = runOptions.verbose;
    request.color = runOptions.colorOnStdout();
    pipeline::ClangEngine engine(request.threads, runOptions.quiet);
    return runCommand->parsed() ? pipeline::run(request, engine) : pipeline::check(request, engine);
  });
}

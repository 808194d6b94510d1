#include "verify/equivalence/build_tree.h"
#include "verify/equivalence/compare.h"

#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <set>

using namespace levitate;
using namespace levitate::equivalence;

using Words = std::vector<std::string>;

TEST_CASE("a database without CMake's reply is one program") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  REQUIRE(writeText(folder.path() + "/compile_commands.json", R"([
    {"directory": "src", "file": "a.cpp", "command": "cc -c a.cpp -o a.o"},
    {"directory": "src", "file": "boot.S", "command": "cc -c boot.S"}])"));
  const Result<BuildTree> tree = readBuildTree(folder.path());
  REQUIRE(tree);
  CHECK_FALSE(tree->hasTargets);
  REQUIRE(tree->compilations.size() == 2);
  CHECK(tree->compilations[0].source == folder.path() + "/src/a.cpp");
  CHECK(tree->compilations[0].output == "a.o");
  CHECK_FALSE(tree->compilations[0].isAssembly);
  CHECK(tree->compilations[1].isAssembly);
  CHECK(tree->skipped.empty());
  REQUIRE(tree->programs.size() == 1);
  CHECK(tree->programs[0].compilations().size() == 2);
}

TEST_CASE("CMake's reply says what is linked into what, and in which order") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  const std::string reply = folder.path() + "/.cmake/api/v1/reply/";
  const auto unit = [](const std::string &target, const std::string &file) {
    return R"({"directory": "/src", "file": ")" + file + R"(", "command": "cc -o CMakeFiles/)" +
           target + ".dir/" + file + R"(.o -c )" + file + "\"}";
  };
  REQUIRE(writeText(folder.path() + "/compile_commands.json",
                    "[" + unit("low", "low.cpp") + "," + unit("app", "app.cpp") + "," +
                        unit("high", "high.cpp") + "," + unit("alone", "alone.cpp") + "]"));
  REQUIRE(writeText(reply + "codemodel-v2-1.json",
                    R"({"paths": {"source": "/src"}, "configurations":
    [{"targets": [{"id": "app", "jsonFile": "app.json"}, {"id": "low", "jsonFile": "low.json"},
                  {"id": "high", "jsonFile": "high.json"},
                  {"id": "alone", "jsonFile": "alone.json"}]}]})"));
  REQUIRE(writeText(reply + "app.json", R"({"name": "app", "type": "EXECUTABLE",
    "sources": [{"path": "app.cpp"}], "dependencies": [{"id": "low"}, {"id": "high"}],
    "link": {"commandFragments": [{"fragment": "libhigh.a", "role": "libraries"},
                                  {"fragment": "libs/liblow.a", "role": "libraries"}]}})"));
  for (const char *name : {"low", "high", "alone"})
    REQUIRE(writeText(reply + name + ".json",
                      R"({"type": "STATIC_LIBRARY", "name": ")" + std::string(name) +
                          R"(", "sources": [{"path": ")" + name +
                          R"(.cpp"}], "artifacts": [{"path": "lib)" + name + R"(.a"}]})"));
  const Result<BuildTree> tree = readBuildTree(folder.path());
  REQUIRE(tree);
  CHECK(tree->hasTargets);
  CHECK(tree->root == "/src");
  REQUIRE(tree->programs.size() == 2);
  CHECK(tree->programs[0].name == "alone"); // linked by nobody: a program of its own
  CHECK(tree->programs[1].name == "app");
  CHECK(tree->programs[1].compilations() == std::vector<std::size_t>{1, 2, 0});
  REQUIRE(tree->programs[1].parts.size() == 3);
  CHECK_FALSE(tree->programs[1].parts[0].isArchive);
  CHECK(tree->programs[1].parts[1].isArchive);
}

TEST_CASE("a database that is malformed or missing is an error with its place") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  const Result<BuildTree> missing = readBuildTree(folder.path());
  REQUIRE_FALSE(missing);
  CHECK(missing.error().status == ExitStatus::Environment);

  REQUIRE(writeText(folder.path() + "/compile_commands.json", "[{\"file\": \"a.cpp\"}]"));
  const Result<BuildTree> wrong = readBuildTree(folder.path());
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().status == ExitStatus::Usage);
  CHECK(wrong.error().text().find("compile_commands.json:1:2: error") != std::string::npos);
}

TEST_CASE("renames are a list, or an object that has one") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  const std::string file = folder.path() + "/renames.json";
  for (const char *text : {R"([{"from": "::a::X", "to": "b::Y"}])",
                           R"({"schema": 1, "renames": [{"from": "a::X", "to": "b::Y"}]})"}) {
    REQUIRE(writeText(file, text));
    const Result<std::vector<Rename>> renames = readRenames(file);
    REQUIRE(renames);
    REQUIRE(renames->size() == 1);
    CHECK((*renames)[0].from == "a::X");
    CHECK((*renames)[0].to == "b::Y");
  }
  REQUIRE(writeText(file, R"([{"from": "a"}])"));
  CHECK_FALSE(readRenames(file));
}

TEST_CASE("the renames of the last migration lie at the root of the tree, or there are none") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  REQUIRE(writeText(folder.path() + "/b/compile_commands.json",
                    R"([{"directory": "..", "file": "src/a.cpp", "command": "cc -c src/a.cpp"}])"));
  CHECK(*journalRenames(folder.path() + "/b") == "");
  REQUIRE(writeText(folder.path() + "/.levitate/renames.json", "[]"));
  CHECK(*journalRenames(folder.path() + "/b") == folder.path() + "/.levitate/renames.json");
}

namespace {

/// A build directory with one program, linked by the given flags and libraries.
BuildTree linkedBy(const TemporaryDirectory &folder, const std::string &flags,
                   const std::string &libraries, const std::string &source = "/src") {
  const std::string reply = folder.path() + "/.cmake/api/v1/reply/";
  REQUIRE(writeText(folder.path() + "/compile_commands.json", R"([{"directory": ")" + source +
                                                                  R"(", "file": "app.cpp",
                         "command": "cc -o CMakeFiles/app.dir/app.cpp.o -c app.cpp"},
                        {"directory": ")" + source + R"(", "file": "low.cpp",
                         "command": "cc -o CMakeFiles/low.dir/low.cpp.o -c low.cpp"}])"));
  REQUIRE(writeText(reply + "codemodel-v2-1.json",
                    R"({"paths": {"source": ")" + source + R"("}, "configurations":
    [{"targets": [{"id": "app", "jsonFile": "app.json"}, {"id": "low", "jsonFile": "low.json"}]}]})"));
  REQUIRE(writeText(reply + "app.json", R"({"name": "app", "type": "EXECUTABLE",
    "artifacts": [{"path": "bin/app"}],
    "sources": [{"path": "app.cpp"}], "dependencies": [{"id": "low"}], "link": {"commandFragments": [
      {"fragment": ")" + flags + R"(", "role": "flags"},
      {"fragment": ")" + libraries + R"(", "role": "libraries"}]}})"));
  REQUIRE(writeText(reply + "low.json", R"({"name": "low", "type": "STATIC_LIBRARY",
    "sources": [{"path": "low.cpp"}], "artifacts": [{"path": "liblow.a"}]})"));
  const Result<BuildTree> tree = readBuildTree(folder.path());
  REQUIRE(tree);
  return *tree;
}

} // namespace

TEST_CASE("the link line is read: options, scripts, libraries, what is asked for") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  REQUIRE(writeText(folder.path() + "/more.ld", "ENTRY(start)\n"));
  REQUIRE(writeText(folder.path() + "/link.ld", "INCLUDE more.ld\nSECTIONS {}\n"));
  REQUIRE(writeText(folder.path() + "/exports", "{ global: api; };"));
  const BuildTree tree = linkedBy(
      folder, "-Wl,-T,link.ld -Wl,--version-script=exports -Wl,-Map=app.map -u hook -z now",
      "-Wl,--whole-archive liblow.a -Wl,--no-whole-archive -lm /usr/lib/libz.so -lm");
  REQUIRE(tree.programs.size() == 1);
  const ProgramUnits &app = tree.programs[0];
  CHECK(app.binary == folder.path() + "/bin/app");
  CHECK(app.linkerScripts.find("SECTIONS") != std::string::npos);
  CHECK(app.needed == Words{"main", "_start", "hook", "start"});
  CHECK(app.libraries == Words{"-lm", "/usr/lib/libz.so"});
  REQUIRE(app.parts.size() == 2);
  CHECK_FALSE(app.parts[1].isArchive);
  bool hasExports = false;
  for (const std::string &option : app.linkOptions)
    hasExports = hasExports || option == "exports: { global: api; };";
  CHECK(hasExports);
  CHECK(linkedBy(folder, "", "liblow.a").programs[0].parts[1].isArchive);
  CHECK(linkedBy(folder, "", "-llow").programs[0].parts[1].isArchive);
  CHECK(linkedBy(folder, "", "").programs.size() == 2); // nobody links it
}

TEST_CASE("a library that the source tree holds is what it holds") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  const TemporaryDirectory source = *TemporaryDirectory::make();
  const std::string blob = source.path() + "/blob.o";
  const auto contents = [&](const std::string &text) {
    REQUIRE(writeText(blob, text));
    return linkedBy(folder, "", blob + " -lm", source.path()).programs[0].libraryContents;
  };
  const auto one = contents("one"), two = contents("two");
  REQUIRE(one.size() == 1);
  CHECK(one.begin()->first == "<root>/blob.o");
  CHECK(two.size() == 1);
  CHECK(one != two);
}

TEST_CASE("commands around a link are part of it, with the files of the source tree they name") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  const TemporaryDirectory source = *TemporaryDirectory::make();
  const auto commandsOf = [&](const std::string &command, const std::string &script) {
    REQUIRE(writeText(source.path() + "/tools/sign", script));
    REQUIRE(
        writeText(folder.path() + "/build.ninja",
                  "build liblow.a: AR low.o\n  POST_BUILD = :\n"
                  "build bin/app | bin/app.map: LINK app.o $\n    liblow.a || x\n  FLAGS = -O2\n"
                  "  POST_BUILD = " +
                      command +
                      "\n  PRE_LINK = :\n"
                      "build all: phony\n  POST_BUILD = other\n"));
    return linkedBy(folder, "", "liblow.a", source.path()).programs[0].commands;
  };
  const std::string sign = "cd " + source.path() + "/tools && ./sign --key$ a$$b bin/app";
  const std::string commands = commandsOf(sign, "one");
  CHECK(commands.starts_with("POST_BUILD: cd <root>/tools && ./sign --key a$b bin/app\n"));
  CHECK(commands.find("<root>/tools/sign ") != std::string::npos);
  CHECK(commands != commandsOf(sign, "two"));
  CHECK(commands != commandsOf(sign + " --strip", "one"));
  CHECK(commands == commandsOf(sign, "one"));
  CHECK(commandsOf(":", "one").empty());
  std::filesystem::remove(folder.path() + "/build.ninja");
  CHECK(linkedBy(folder, "", "liblow.a", source.path()).programs[0].commands.empty());
}

TEST_CASE("how a library is made is known of Ninja and of Make") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  const TemporaryDirectory source = *TemporaryDirectory::make();
  const auto library = [&] {
    const BuildTree tree = linkedBy(folder, "", "liblow.a", source.path());
    REQUIRE(tree.libraries.size() == 1);
    return std::pair(tree.linkCommandsOf, tree.libraries[0]);
  };
  CHECK(library().first.empty());
  const std::string build = folder.path();
  REQUIRE(writeText(build + "/Makefile", "all:\n"));
  REQUIRE(writeText(build + "/CMakeFiles/TargetDirectories.txt",
                    build + "/CMakeFiles/low.dir\n" + build + "/CMakeFiles/none.dir\n"));
  REQUIRE(writeText(build + "/CMakeFiles/low.dir/link.txt",
                    "/usr/bin/ar qcD liblow.a CMakeFiles/low.dir/low.cpp.o\n/usr/bin/ranlib "
                    "liblow.a\n"));
  const auto makefile = [&](const std::string &after) {
    REQUIRE(writeText(build + "/CMakeFiles/low.dir/build.make",
                      "liblow.a: low.o\nliblow.a: CMakeFiles/low.dir/link.txt\n"
                      "\t@echo Linking\n\tfirst\n\t$(CMAKE_COMMAND) -P CMakeFiles/low.dir/"
                      "cmake_clean_target.cmake\n\t$(CMAKE_COMMAND) -E cmake_link_script "
                      "CMakeFiles/low.dir/link.txt --verbose=$(VERBOSE)\n" +
                          after + "\nclean:\n\trm liblow.a\n"));
  };
  makefile("\tcd " + source.path() + " && sign\n");
  CHECK(library().first == "Make");
  CHECK(library().second.rule == "/usr/bin/ar qcD /usr/bin/ranlib");
  CHECK(library().second.commands == "PRE_LINK: first\nPOST_BUILD: cd <root> && sign\n");
  makefile("");
  CHECK(library().second.commands == "PRE_LINK: first\n");

  REQUIRE(writeText(build + "/build.ninja", "include CMakeFiles/rules.ninja\nbuild liblow.a: "
                                            "CXX_STATIC_LIBRARY_LINKER__low_ low.o\n"));
  REQUIRE(
      writeText(build + "/CMakeFiles/rules.ninja",
                "rule CXX_STATIC_LIBRARY_LINKER__low_\n  command = $PRE_LINK && /usr/bin/ar qcT "
                "$TARGET_FILE $LINK_FLAGS $in && $POST_BUILD\nrule other\n  command = x\n"));
  CHECK(library().first == "Ninja");
  CHECK(library().second.rule == "&& /usr/bin/ar qcT $TARGET_FILE $LINK_FLAGS &&");
  CHECK(library().second.commands.empty());
}

TEST_CASE("each configuration of several has programs of its own") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  const std::string reply = folder.path() + "/.cmake/api/v1/reply/";
  const auto unit = [](const std::string &configuration) {
    return R"({"directory": "/src", "file": "app.cpp", "command": "cc -o CMakeFiles/app.dir/)" +
           configuration + R"(/app.cpp.o -c app.cpp"})";
  };
  REQUIRE(writeText(folder.path() + "/compile_commands.json",
                    "[" + unit("Debug") + "," + unit("Release") + "]"));
  REQUIRE(writeText(folder.path() + "/CMakeFiles/common.ninja", ""));
  for (const std::string configuration : {"Debug", "Release"}) {
    REQUIRE(writeText(reply + configuration + ".json",
                      R"({"name": "app", "type": "EXECUTABLE", "artifacts": [{"path": ")" +
                          configuration + R"(/app"}], "sources": [{"path": "app.cpp",
                          "compileGroupIndex": 0}], "link": {}})"));
    REQUIRE(writeText(folder.path() + "/CMakeFiles/impl-" + configuration + ".ninja",
                      "build " + configuration + "/app: LINK app.o\n  POST_BUILD = sign" +
                          configuration + "\n"));
  }
  REQUIRE(writeText(folder.path() + "/build.ninja", "include CMakeFiles/impl-Debug.ninja\n"));
  REQUIRE(writeText(reply + "codemodel-v2-1.json",
                    R"({"paths": {"source": "/src"}, "configurations":
    [{"name": "Debug", "targets": [{"id": "app", "jsonFile": "Debug.json"}]},
     {"name": "Release", "targets": [{"id": "app", "jsonFile": "Release.json"}]}]})"));
  const Result<BuildTree> tree = readBuildTree(folder.path());
  REQUIRE(tree);
  REQUIRE(tree->programs.size() == 2);
  CHECK(tree->programs[0].name == "app (Debug)");
  CHECK(tree->programs[0].compilations() == std::vector<std::size_t>{0});
  CHECK(tree->programs[0].commands == "POST_BUILD: signDebug\n");
  CHECK(tree->programs[1].name == "app (Release)");
  CHECK(tree->programs[1].compilations() == std::vector<std::size_t>{1});
  CHECK(tree->programs[1].commands == "POST_BUILD: signRelease\n");

  std::filesystem::remove_all(folder.path() + "/.cmake");
  const Result<BuildTree> mixed = readBuildTree(folder.path());
  REQUIRE_FALSE(mixed);
  CHECK(mixed.error().text().find("codemodel-v2") != std::string::npos);
}

TEST_CASE("what a target compiles or links, and no compilation makes, is not passed over") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  const TemporaryDirectory source = *TemporaryDirectory::make();
  linkedBy(folder, "", "liblow.a", source.path());
  const auto withSources = [&](const std::string &more) {
    REQUIRE(writeText(folder.path() + "/.cmake/api/v1/reply/low.json",
                      R"({"name": "low", "type": "STATIC_LIBRARY", "sources": [{"path": "low.cpp",
                          "compileGroupIndex": 0})" +
                          more + R"(], "artifacts": [{"path": "liblow.a"}]})"));
    return readBuildTree(folder.path());
  };
  CHECK(
      withSources(R"(, {"path": "x.hpp"}, {"path": "cmake_pch.hxx.cxx", "compileGroupIndex": 1})"));
  const Result<BuildTree> absent = withSources(R"(, {"path": "x.cpp", "compileGroupIndex": 0})");
  REQUIRE_FALSE(absent);
  CHECK(absent.error().status == ExitStatus::Environment);
  CHECK(absent.error().text().find("x.cpp: target low") != std::string::npos);

  REQUIRE(writeText(source.path() + "/blob.o", "one"));
  const std::string made = folder.path() + "/made.o";
  const auto programWithObjects = [&] {
    const Result<BuildTree> tree =
        withSources(R"(, {"path": "blob.o"}, {"path": ")" + made + R"("})");
    REQUIRE(tree);
    CHECK(tree->programs[0].libraries == Words{"<root>/blob.o", "<build>/made.o"});
    return tree->programs[0];
  };
  const std::string compiled = source.path() + "/CMakeFiles/app.dir/app.cpp.o";
  const Result<BuildTree> ofTarget = withSources(R"(, {"path": ")" + compiled + R"("})");
  REQUIRE(ofTarget);
  CHECK(ofTarget->programs[0].libraries.empty());
  const ProgramUnits one = programWithObjects();
  CHECK(one.libraryContents.size() == 1);
  CHECK(one.notCompared == Words{"<build>/made.o, which the build makes and has not made"});
  REQUIRE(writeText(source.path() + "/blob.o", "two"));
  REQUIRE(writeText(made, "made"));
  const ProgramUnits two = programWithObjects();
  CHECK(two.notCompared.empty());
  REQUIRE(two.libraryContents.size() == 2);
  CHECK(two.libraryContents.at("<root>/blob.o") != one.libraryContents.at("<root>/blob.o"));
}

TEST_CASE("a program of object files alone is a program") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  const TemporaryDirectory source = *TemporaryDirectory::make();
  linkedBy(folder, "", "liblow.a", source.path());
  REQUIRE(writeText(source.path() + "/blob.o", "one"));
  REQUIRE(writeText(folder.path() + "/.cmake/api/v1/reply/app.json",
                    R"({"name": "app", "type": "EXECUTABLE", "sources": [{"path": "blob.o"}]})"));
  const Result<BuildTree> tree = readBuildTree(folder.path());
  REQUIRE(tree);
  REQUIRE(tree->programs.size() == 2);
  CHECK(tree->programs[0].name == "app");
  CHECK(tree->programs[0].libraryContents.size() == 1);
}

TEST_CASE("options of an archiver are those of its library") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  linkedBy(folder, "", "liblow.a");
  REQUIRE(writeText(folder.path() + "/.cmake/api/v1/reply/low.json",
                    R"({"name": "low", "type": "STATIC_LIBRARY", "sources": [{"path": "low.cpp"}],
                        "artifacts": [{"path": "liblow.a"}], "archive": {"commandFragments": [
                          {"fragment": "--thin", "role": "flags"}]}})"));
  const Result<BuildTree> tree = readBuildTree(folder.path());
  REQUIRE(tree);
  REQUIRE(tree->libraries.size() == 1);
  CHECK(tree->libraries[0].linkOptions == Words{"--thin"});
}

TEST_CASE("a shared library of the build is its own, under its other names as well") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  const std::string reply = folder.path() + "/.cmake/api/v1/reply/low.json";
  const auto libraries = [&](const std::string &type) {
    linkedBy(folder, "", "liblink.so");
    REQUIRE(writeText(reply, R"({"name": "low", "type": ")" + type +
                                 R"(", "sources": [{"path": "low.cpp"}], "artifacts": [
                                 {"path": "liblow.so.1"}]})"));
    const Result<BuildTree> tree = readBuildTree(folder.path());
    REQUIRE(tree);
    return tree->programs[0].libraries;
  };
  REQUIRE(writeText(folder.path() + "/liblow.so.1", "code"));
  std::filesystem::create_symlink("liblow.so.1", folder.path() + "/liblink.so");
  CHECK(libraries("SHARED_LIBRARY").empty());
  CHECK(libraries("STATIC_LIBRARY") == Words{"liblink.so"}); // its units would be left out
}

TEST_CASE("custom targets are no part of any program, and named") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  linkedBy(folder, "", "liblow.a");
  const auto named = [&](const std::string &more) {
    REQUIRE(writeText(folder.path() + "/.cmake/api/v1/reply/low.json",
                      R"({"name": "image", "type": "UTILITY")" + more + "}"));
    const Result<BuildTree> tree = readBuildTree(folder.path());
    REQUIRE(tree);
    return tree->notCompared;
  };
  CHECK(named("") == Words{"custom target image"});
  CHECK(named(R"(, "isGeneratorProvided": true)").empty());
  CHECK(named(R"(, "backtraceGraph": {"files": ["a/CTestTargets.cmake", "CMakeLists.txt"]})")
            .empty());
  CHECK(named(R"(, "backtraceGraph": {"files": ["CMakeLists.txt"]})").size() == 1);
}

TEST_CASE("response files are part of the command") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  REQUIRE(writeText(folder.path() + "/one.rsp", "-DA=\"x y\" @two.rsp"));
  REQUIRE(writeText(folder.path() + "/two.rsp", "-DB"));
  const std::string database = folder.path() + "/compile_commands.json";
  REQUIRE(writeText(database, R"([{"directory": ".", "file": "a.cpp",
                                   "arguments": ["cc", "@one.rsp", "@absent", "-c", "a.cpp"]}])"));
  const Result<BuildTree> tree = readBuildTree(folder.path());
  REQUIRE(tree);
  CHECK(tree->compilations[0].arguments == Words{"cc", "-DA=x y", "-DB", "@absent", "-c", "a.cpp"});
  CHECK(tree->commandFiles ==
        std::set<std::string>{database, folder.path() + "/one.rsp", folder.path() + "/two.rsp"});
}

TEST_CASE("the option -x says what a source is") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  REQUIRE(writeText(folder.path() + "/compile_commands.json", R"([
    {"directory": ".", "file": "a.inl", "command": "cc -x c++ -c a.inl"},
    {"directory": ".", "file": "b.inc", "command": "cc -xassembler-with-cpp -c b.inc"},
    {"directory": ".", "file": "c.cu", "command": "cc -c c.cu"}])"));
  const Result<BuildTree> tree = readBuildTree(folder.path());
  REQUIRE(tree);
  REQUIRE(tree->compilations.size() == 2);
  CHECK(tree->compilations[1].isAssembly);
  CHECK(tree->skipped == Words{folder.path() + "/c.cu"});
}

TEST_CASE("a folder is left out where a path begins with it, and nowhere else") {
  CHECK(withoutFolder("-L/t/a -B/t/a/b:/t/a", "/t/a", ".") == "-L. -B./b:.");
  CHECK(withoutFolder("/t/ab /t/a.x /t/a-b", "/t/a", ".") == "/t/ab /t/a.x /t/a-b");
  CHECK(withoutFolder("/t", "/", ".") == "/t");
}

#include "tool/cmake/model.h"

#include "tool/cmake/reply.h"
#include "tool/cmake/tree_test.h"

#include <algorithm>
#include <atomic>
#include <thread>

using namespace levitate;
using namespace levitate::cmake;

namespace {

const std::string Head = "cmake_minimum_required(VERSION 3.23)\nproject(T CXX)\n";

// The place of every source of a target: `file:line:column path`, without the tree's folder.
std::vector<std::string> places(const Tree &tree, const Model &model, const std::string &name) {
  const Target *target = model.find(name);
  REQUIRE(target != nullptr);
  std::vector<std::string> result;
  for (const Source &source : target->sources)
    result.push_back(relativePath(source.path, tree.path("")) + " " +
                     (source.where.file.empty() ? "?"
                                                : relativePath(source.where.file, tree.path("")) +
                                                      ":" + std::to_string(source.where.line) +
                                                      ":" + std::to_string(source.where.column)));
  return result;
}

using Places = std::vector<std::string>;

Edge edge(std::string from, std::string to) {
  return {std::move(from), std::move(to), Scope::Public, {}};
}

} // namespace

TEST_CASE("files that CMake writes into the tree are known, with their commands") {
  const Tree tree({{"CMakeLists.txt", "cmake_minimum_required(VERSION 3.20)\nproject(T CXX)\n"
                                      "configure_file(a.in ${CMAKE_SOURCE_DIR}/inc/a.h)\n"
                                      "configure_file(a.in a.h)\n"
                                      "configure_file(a.in ${CMAKE_SOURCE_DIR}/inc)\n"
                                      "file(WRITE ${CMAKE_SOURCE_DIR}/b.h \"\")\n"
                                      "file(READ ${CMAKE_SOURCE_DIR}/a.in text)\n"
                                      "file(GENERATE OUTPUT ${CMAKE_SOURCE_DIR}/c.h CONTENT x)\n"
                                      "add_custom_command(OUTPUT ${CMAKE_SOURCE_DIR}/d.h e.h\n"
                                      "  BYPRODUCTS ${CMAKE_SOURCE_DIR}/f.h COMMAND true\n"
                                      "  DEPENDS ${CMAKE_SOURCE_DIR}/a.in)\n"
                                      "add_library(t t.cpp d.h)\n"},
                   {"a.in", "text"},
                   {"inc/x", ""},
                   {"t.cpp", ""}});
  std::string known;
  for (const auto &[path, where] : tree.model().generated)
    known += path.substr(tree.path("").size()) + ":" + std::to_string(where.line) + " ";
  CHECK(known == "b.h:6 c.h:8 d.h:9 f.h:9 inc/a.h:3 inc/a.in:5 ");
}

TEST_CASE("of two runs at once one configures and the other waits") {
  const Tree tree({{"CMakeLists.txt", "cmake_minimum_required(VERSION 3.20)\nproject(T CXX)\n"
                                      "add_library(t t.cpp)\n"},
                   {"t.cpp", ""}});
  tree.model();
  std::vector<std::thread> runs;
  std::atomic<int> good = 0;
  REQUIRE(removeAll(tree.path("build/.cmake")));
  for (int i = 0; i < 4; ++i)
    runs.emplace_back([&] { good += bool(load(tree.path("build"), tree.path(""))); });
  for (std::thread &run : runs)
    run.join();
  CHECK(good == 4);
}

TEST_CASE("a model has targets with types, places, sources and direct edges") {
  const Tree tree({{"CMakeLists.txt", Head + "add_library(low STATIC a.cpp a.h)\n"
                                             "add_library(face INTERFACE)\n"
                                             "target_link_libraries(face INTERFACE low)\n"
                                             "add_library(ns::face ALIAS face)\n"
                                             "add_executable(top main.cpp)\n"
                                             "  target_link_libraries(top\n"
                                             "    PRIVATE ns::face m)\n"},
                   {"a.cpp", ""},
                   {"a.h", ""},
                   {"main.cpp", "int main() {}"}});
  const Model model = tree.model();
  CHECK(model.find("low")->type == "STATIC_LIBRARY");
  CHECK(model.find("face")->type == "INTERFACE_LIBRARY");
  CHECK(model.find("ns::face") == model.find("face"));
  CHECK(model.find("top")->type == "EXECUTABLE");
  CHECK(model.find("top")->definedAt == Location{tree.path("CMakeLists.txt"), 7, 1});
  CHECK(model.find("nothing") == nullptr);
  CHECK(model.find("low")->sources[0].compiled);
  CHECK_FALSE(model.find("low")->sources[1].compiled);
  REQUIRE(model.find("top")->links.size() == 2);
  CHECK(model.find("top")->links[0].to == "face");
  CHECK(model.find("top")->links[0].where == Location{tree.path("CMakeLists.txt"), 9, 13});
  CHECK(model.find("top")->links[1].to == "m");
  // The interface library's own edge, which the File API leaves out.
  REQUIRE(model.edges().size() == 2);
  CHECK(model.edges()[0].from == "face");
  CHECK(model.edges()[0].scope == Scope::Interface);
}

TEST_CASE("a source is followed through variables, lists and loops to its text") {
  const Tree tree({{"CMakeLists.txt", Head + "set(A a.cpp\n"
                                             "  b.cpp)\n"
                                             "list(APPEND A ${CMAKE_CURRENT_SOURCE_DIR}/c.cpp)\n"
                                             "set(N A)\n"
                                             "set(B \"${${N}};d.cpp\")\n"
                                             "foreach(X e.cpp f.cpp)\n"
                                             "  list(APPEND B \"dir/${X}\")\n"
                                             "endforeach()\n"
                                             "list(SORT B)\n"
                                             "add_library(t STATIC ${B})\n"},
                   {"a.cpp", ""},
                   {"b.cpp", ""},
                   {"c.cpp", ""},
                   {"d.cpp", ""},
                   {"dir/e.cpp", ""},
                   {"dir/f.cpp", ""}});
  CHECK(places(tree, tree.model(), "t") ==
        Places{"a.cpp CMakeLists.txt:3:7", "b.cpp CMakeLists.txt:4:3", "c.cpp CMakeLists.txt:5:42",
               "d.cpp CMakeLists.txt:7:16", "dir/e.cpp CMakeLists.txt:8:11",
               "dir/f.cpp CMakeLists.txt:8:17"});
}

TEST_CASE("a source is followed through functions, macros and cmake_parse_arguments") {
  const Tree tree({{"CMakeLists.txt", Head + "include(cmake/lib.cmake)\nadd_subdirectory(sub)\n"},
                   {"cmake/lib.cmake",
                    "function(lib name)\n"
                    "  cmake_parse_arguments(PARSE_ARGV 1 arg \"\" \"MAIN\" \"SOURCES;LINK\")\n"
                    "  add_library(${name} STATIC ${arg_MAIN} ${arg_SOURCES})\n"
                    "  target_link_libraries(${name} PUBLIC ${arg_LINK})\n"
                    "endfunction()\n"
                    "macro(old name)\n"
                    "  cmake_parse_arguments(O \"\" \"\" \"SRCS\" ${ARGN})\n"
                    "  add_library(${name} STATIC ${O_SRCS} ${ARGV1})\n"
                    "endmacro()\n"},
                   {"sub/CMakeLists.txt", "lib(one SOURCES a.cpp b.cpp MAIN m.cpp LINK two)\n"
                                          "old(two c.cpp SRCS d.cpp)\n"},
                   {"sub/a.cpp", ""},
                   {"sub/b.cpp", ""},
                   {"sub/c.cpp", ""},
                   {"sub/d.cpp", ""},
                   {"sub/m.cpp", ""}});
  const Model model = tree.model();
  CHECK(places(tree, model, "one") == Places{"sub/a.cpp sub/CMakeLists.txt:1:17",
                                             "sub/b.cpp sub/CMakeLists.txt:1:23",
                                             "sub/m.cpp sub/CMakeLists.txt:1:34"});
  CHECK(places(tree, model, "two") ==
        Places{"sub/c.cpp sub/CMakeLists.txt:2:9", "sub/d.cpp sub/CMakeLists.txt:2:20"});
  CHECK(model.find("one")->definedAt == Location{tree.path("sub/CMakeLists.txt"), 1, 1});
  CHECK(model.find("one")->directory == tree.path("sub"));
  CHECK(model.find("one")->links[0].where == Location{tree.path("sub/CMakeLists.txt"), 1, 45});
}

TEST_CASE("variables keep to their scopes") {
  const Tree tree({{"CMakeLists.txt", Head + "set(S a.cpp)\n"
                                             "function(f)\n"
                                             "  set(S b.cpp)\n"
                                             "  set(R ${S} PARENT_SCOPE)\n"
                                             "  set(S c.cpp PARENT_SCOPE)\n"
                                             "  add_library(in STATIC ${S})\n"
                                             "endfunction()\n"
                                             "f()\n"
                                             "add_library(out STATIC ${S} ${R})\n"
                                             "add_subdirectory(d)\n"
                                             "add_library(end STATIC ${S})\n"},
                   {"d/CMakeLists.txt", "set(S x.cpp)\nadd_library(x STATIC ${S})\n"},
                   {"a.cpp", ""},
                   {"b.cpp", ""},
                   {"c.cpp", ""},
                   {"d/x.cpp", ""}});
  const Model model = tree.model();
  CHECK(places(tree, model, "in") == Places{"b.cpp CMakeLists.txt:5:9"});
  CHECK(places(tree, model, "out") ==
        Places{"b.cpp CMakeLists.txt:5:9", "c.cpp CMakeLists.txt:7:9"});
  CHECK(places(tree, model, "x") == Places{"d/x.cpp d/CMakeLists.txt:1:7"});
  CHECK(places(tree, model, "end") == Places{"c.cpp CMakeLists.txt:7:9"});
}

TEST_CASE("what a command computed has no place in a text") {
  const Tree tree({{"CMakeLists.txt", Head + "string(REPLACE \"x\" \"a\" S \"x.cpp\")\n"
                                             "file(GLOB G CONFIGURE_DEPENDS g/*.cpp)\n"
                                             "set(L a.cpp)\n"
                                             "string(TOLOWER A.CPP L)\n"
                                             "add_library(t STATIC ${S} ${G})\n"
                                             "add_library(u STATIC ${L})\n"},
                   {"a.cpp", ""},
                   {"g/1.cpp", ""}});
  const Model model = tree.model();
  // The place of the definition, as good as it gets.
  CHECK(places(tree, model, "t") ==
        Places{"a.cpp CMakeLists.txt:7:1", "g/1.cpp CMakeLists.txt:7:1"});
  // L has the text of the set, but string() made it.
  CHECK(places(tree, model, "u") == Places{"a.cpp CMakeLists.txt:8:1"});
  REQUIRE(model.flow.globs.size() == 1);
  CHECK(model.flow.globs[0].patterns == Places{tree.path("g/*.cpp")});
}

TEST_CASE("file sets have their base directories") {
  const Tree tree(
      {{"CMakeLists.txt", Head + "add_library(t STATIC a.cpp)\n"
                                 "target_sources(t PRIVATE p.h PUBLIC FILE_SET HEADERS\n"
                                 "  BASE_DIRS include FILES include/t/x.h)\n"},
       {"a.cpp", ""},
       {"p.h", ""},
       {"include/t/x.h", ""}});
  const Model model = tree.model();
  REQUIRE(model.find("t")->fileSets.size() == 1);
  CHECK(model.find("t")->fileSets[0].name == "HEADERS");
  CHECK(model.find("t")->fileSets[0].scope == Scope::Public);
  CHECK(model.find("t")->fileSets[0].bases == Places{tree.path("include")});
  CHECK(places(tree, model, "t") == Places{"a.cpp CMakeLists.txt:3:22",
                                           "include/t/x.h CMakeLists.txt:5:27",
                                           "p.h CMakeLists.txt:4:26"});
}

TEST_CASE("generated sources are marked") {
  const Tree tree(
      {{"CMakeLists.txt", Head + "add_custom_command(OUTPUT g.cpp COMMAND touch g.cpp)\n"
                                 "add_library(t STATIC ${CMAKE_CURRENT_BINARY_DIR}/g.cpp)\n"}});
  const Model model = tree.model();
  const auto &sources = model.find("t")->sources;
  REQUIRE_FALSE(sources.empty());
  CHECK(sources[0].path == tree.path("build/g.cpp"));
  CHECK(sources[0].generated);
}

TEST_CASE("CMake runs again when an input is newer than its reply, and only then") {
  const Tree tree(
      {{"CMakeLists.txt", Head + "add_library(t STATIC a.cpp)\n"}, {"a.cpp", ""}, {"b.cpp", ""}});
  CHECK(tree.model().find("t")->sources.size() == 1);
  const std::string stamp = tree.path("build/.cmake/levitate-stamp");
  const auto first = std::filesystem::last_write_time(stamp);
  CHECK(tree.model().find("t")->sources.size() == 1);
  CHECK(std::filesystem::last_write_time(stamp) == first);
  tree.write("CMakeLists.txt", Head + "add_library(t STATIC a.cpp b.cpp)\n");
  CHECK(tree.model().find("t")->sources.size() == 2);
  CHECK(std::filesystem::last_write_time(stamp) != first);
}

TEST_CASE("a folder that CMake did not configure, and a tree it can't, are errors") {
  const Tree tree({{"CMakeLists.txt", Head}, {"none/x", ""}});
  CHECK_FALSE(isBuildDirectory(tree.path("none")));
  const auto none = load(tree.path("none"), tree.path(""));
  REQUIRE_FALSE(none);
  CHECK(none.error().status == ExitStatus::Environment);
  CHECK(none.error().text().find("no build directory of CMake") != std::string::npos);
  (void)tree.model();
  tree.write("CMakeLists.txt", Head + "message(FATAL_ERROR \"because\")\n");
  const auto broken = load(tree.path("build"), tree.path(""));
  REQUIRE_FALSE(broken);
  CHECK(broken.error().text().find("because") != std::string::npos);
}

TEST_CASE("a cycle is found, and is the same in any order of the edges") {
  std::vector<Edge> edges = {edge("a", "b"), edge("b", "c"), edge("c", "d"), edge("d", "b"),
                             edge("x", "a")};
  const std::vector<std::string> expected = {"b", "c", "d", "b"};
  CHECK(cycle(edges) == expected);
  std::reverse(edges.begin(), edges.end());
  CHECK(cycle(edges) == expected);
  CHECK(cycle({edge("a", "a")}) == std::vector<std::string>{"a", "a"});
  CHECK_FALSE(cycle({edge("a", "b"), edge("a", "c"), edge("b", "d"), edge("c", "d")}));
  CHECK_FALSE(cycle({}));
}

TEST_CASE("a chain of a hundred thousand edges is no problem") {
  std::vector<Edge> edges;
  for (int i = 0; i < 100000; ++i)
    edges.push_back(edge("t" + std::to_string(i), "t" + std::to_string(i + 1)));
  CHECK_FALSE(cycle(edges));
  edges.push_back(edge("t100000", "t0"));
  CHECK(cycle(edges)->size() == 100002);
}

#include "tool/cmake/tree_test.h"

using namespace levitate;
using namespace levitate::cmake;

namespace {

const std::string Head = "cmake_minimum_required(VERSION 3.23)\nproject(T CXX)\n";

// A tree of one CMakeLists.txt, which follows Head, and its empty files.
class Single : public Tree {
public:
  Single(const std::string &text, const std::vector<std::string> &files)
      : Tree([&] {
          std::map<std::string, std::string> contents{{"CMakeLists.txt", Head + text}};
          for (const std::string &file : files)
            contents[file] = "";
          return contents;
        }()) {}

  // The text behind Head as the editor has left it.
  std::string text(const Editor &editor) const {
    return after(editor, "CMakeLists.txt").substr(Head.size());
  }
};

// Applies the changes and asks CMake whether the targets have what the editor says they have.
void confirm(const Tree &tree, const Editor &editor) {
  tree.apply(editor);
  const Editor again = tree.editor();
  for (const Target &target : tree.model().targets)
    CHECK(again.sources(target.name) == editor.sources(target.name));
  const auto names = [](const std::vector<Edge> &edges) {
    std::set<std::string> result;
    for (const Edge &edge : edges)
      result.insert(edge.from + " " + std::string(keyword(edge.scope)) + " " + edge.to);
    return result;
  };
  CHECK(names(again.edgesAfter()) == names(editor.edgesAfter()));
}

} // namespace

TEST_CASE("an element that is also part of another name is not taken out") {
  const Single tree(
      "set(N a.cpp b.cpp)\nadd_library(t STATIC ${N})\nadd_library(u STATIC x_${N})\n",
      {"a.cpp", "b.cpp", "x_a.cpp"});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.deleteFile(tree.path("a.cpp")))
            .find("the same text stands for another file") != std::string::npos);
  CHECK(editor.changes().empty());
}

// --- adding a source ---

TEST_CASE("a new source stands in order in a list that is in order") {
  const Single tree("add_library(t STATIC\n  a.cpp\n  c.cpp\n  e.cpp)\n",
                    {"a.cpp", "b.cpp", "c.cpp", "d.cpp", "e.cpp", "f.cpp", "0.cpp"});
  Editor editor = tree.editor();
  for (const char *file : {"d.cpp", "f.cpp", "0.cpp", "b.cpp"})
    CHECK(editor.addSource("t", tree.path(file)).changed);
  CHECK(tree.text(editor) == "add_library(t STATIC\n  0.cpp\n  a.cpp\n  b.cpp\n  c.cpp\n  d.cpp\n"
                             "  e.cpp\n  f.cpp)\n");
  confirm(tree, editor);
}

TEST_CASE("in a list without order it stands behind the last of its folder") {
  const Single tree("add_library(t STATIC z.cpp x/b.cpp x/a.cpp y.cpp)\n",
                    {"z.cpp", "x/b.cpp", "x/a.cpp", "y.cpp", "x/c.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.addSource("t", tree.path("x/c.cpp")).changed);
  CHECK(tree.text(editor) == "add_library(t STATIC z.cpp x/b.cpp x/a.cpp x/c.cpp y.cpp)\n");
  confirm(tree, editor);
}

TEST_CASE("it goes into the variable that lists its neighbours") {
  const Single tree("set(SOURCES\n  src/a.cpp # first\n)\nadd_library(t STATIC ${SOURCES})\n",
                    {"src/a.cpp", "src/b.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.addSource("t", tree.path("src/b.cpp")).changed);
  CHECK(tree.text(editor) ==
        "set(SOURCES\n  src/a.cpp # first\n  src/b.cpp\n)\nadd_library(t STATIC ${SOURCES})\n");
  confirm(tree, editor);
}

TEST_CASE("it is spelled like its neighbour") {
  const Single tree("add_library(t STATIC\n  \"${CMAKE_CURRENT_SOURCE_DIR}/src/a.cpp\"\n)\n",
                    {"src/a.cpp", "src/b.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.addSource("t", tree.path("src/b.cpp")).changed);
  CHECK(tree.text(editor) == "add_library(t STATIC\n  \"${CMAKE_CURRENT_SOURCE_DIR}/src/a.cpp\"\n"
                             "  \"${CMAKE_CURRENT_SOURCE_DIR}/src/b.cpp\"\n)\n");
  confirm(tree, editor);
}

TEST_CASE("a variable that serves two targets does not get a source for one of them") {
  const Single tree("set(S a.cpp)\nadd_library(t STATIC ${S})\nadd_library(u STATIC ${S})\n",
                    {"a.cpp", "b.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.addSource("t", tree.path("b.cpp")).changed);
  CHECK(tree.text(editor) ==
        "set(S a.cpp)\nadd_library(t STATIC ${S} b.cpp)\nadd_library(u STATIC ${S})\n");
  confirm(tree, editor);
}

TEST_CASE("a list inside of a condition is no place for an unconditional source") {
  const Single tree("add_library(t STATIC a.cpp)\nif(TRUE)\n  target_sources(t PRIVATE x/b.cpp)\n"
                    "endif()\n",
                    {"a.cpp", "x/b.cpp", "x/c.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.addSource("t", tree.path("x/c.cpp")).changed);
  CHECK(tree.text(editor) == "add_library(t STATIC a.cpp x/c.cpp)\nif(TRUE)\n"
                             "  target_sources(t PRIVATE x/b.cpp)\nendif()\n");
  confirm(tree, editor);
}

TEST_CASE("through a wrapper function the source goes into the call") {
  const Single tree("function(lib name)\n  cmake_parse_arguments(PARSE_ARGV 1 A \"\" \"\" "
                    "\"SOURCES;LINK\")\n  add_library(${name} STATIC ${A_SOURCES})\n"
                    "  target_link_libraries(${name} PUBLIC ${A_LINK})\nendfunction()\n"
                    "lib(t SOURCES a.cpp LINK u)\nlib(u SOURCES c.cpp)\n",
                    {"a.cpp", "b.cpp", "c.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.addSource("t", tree.path("b.cpp")).changed);
  CHECK(tree.text(editor).find("lib(t SOURCES a.cpp b.cpp LINK u)\n") != std::string::npos);
  confirm(tree, editor);
}

TEST_CASE("a parameter that takes one value does not get a second") {
  const Single tree("function(lib name source)\n  add_library(${name} STATIC ${source})\n"
                    "endfunction()\nlib(t a.cpp)\nlib(u c.cpp)\n",
                    {"a.cpp", "b.cpp", "c.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.addSource("t", tree.path("b.cpp")).changed);
  CHECK(
      tree.text(editor).ends_with("lib(t a.cpp)\ntarget_sources(t PRIVATE b.cpp)\nlib(u c.cpp)\n"));
  confirm(tree, editor);
}

TEST_CASE("a glob that will find the file needs nothing, one that will not gets company") {
  const Single tree("file(GLOB G CONFIGURE_DEPENDS src/*.cpp)\nadd_library(t STATIC ${G})\n",
                    {"src/a.cpp", "other/b.cpp"});
  Editor editor = tree.editor();
  const Outcome found = editor.addSource("t", tree.path("src/new.cpp"));
  CHECK_FALSE(found.refused());
  CHECK_FALSE(found.changed);
  CHECK(found.notes.size() == 1);
  CHECK(editor.addSource("t", tree.path("other/b.cpp")).changed);
  CHECK(tree.text(editor) ==
        "file(GLOB G CONFIGURE_DEPENDS src/*.cpp)\nadd_library(t STATIC ${G} other/b.cpp)\n");
  CHECK(editor.owners(tree.path("src/new.cpp")) == std::vector<std::string>{"t"});
  tree.write("src/new.cpp", "");
  confirm(tree, editor);
}

TEST_CASE("a new source that a glob finds for another target is refused") {
  for (const char *sources : {"${G}", "${H}", "${G};c.cpp"}) {
    const Single tree("file(GLOB G src/*.cpp)\nset(H ${G})\nlist(REMOVE_ITEM H src/none.cpp)\n"
                      "add_library(t STATIC \"" +
                          std::string(sources) + "\")\nadd_library(u STATIC b.cpp)\n",
                      {"src/a.cpp", "b.cpp", "c.cpp"});
    INFO(sources);
    Editor editor = tree.editor();
    const std::string reason = "CMakeLists.txt:3:1: this file(GLOB) will find 'new.cpp' for 't', "
                               "which is not to have it\n";
    const std::string fresh = tree.path("src/new.cpp");
    CHECK(refusals(tree, editor.addSource("u", fresh)) == reason);
    CHECK(refusals(tree, editor.renameFile(tree.path("b.cpp"), fresh)) == reason);
    CHECK(refusals(tree, editor.moveFile(tree.path("b.cpp"), fresh, "u")) == reason);
    CHECK(editor.changes().empty());
    // For the target itself it is what is wanted.
    CHECK_FALSE(editor.addSource("t", fresh).refused());
  }
}

TEST_CASE("a header is added where headers are listed, and only there") {
  const Single tree("add_library(t STATIC a.cpp a.h)\nadd_library(u STATIC b.cpp)\n",
                    {"a.cpp", "a.h", "b.cpp", "b.h"});
  Editor editor = tree.editor();
  CHECK_FALSE(editor.addSource("u", tree.path("b.h")).changed);
  CHECK(editor.addSource("t", tree.path("b.h")).changed);
  CHECK(tree.text(editor).starts_with("add_library(t STATIC a.cpp a.h b.h)\n"));
  CHECK(editor.listsHeaders("t"));
  CHECK_FALSE(editor.listsHeaders("u"));
}

TEST_CASE("a public header goes into the file set, one outside of its folders is refused") {
  const Single tree("add_library(t STATIC a.cpp)\ntarget_sources(t PUBLIC FILE_SET HEADERS\n"
                    "  BASE_DIRS include\n  FILES\n    include/t/a.h\n)\n",
                    {"a.cpp", "include/t/a.h", "include/t/b.h", "src/c.h"});
  Editor editor = tree.editor();
  CHECK(editor.addSource("t", tree.path("include/t/b.h")).changed);
  CHECK(tree.text(editor).ends_with("    include/t/a.h\n    include/t/b.h\n)\n"));
  CHECK(refusals(tree, editor.addSource("t", tree.path("src/c.h"))) ==
        "CMakeLists.txt:3:1: the headers of 't' are in a file set none of whose base directories "
        "holds 'c.h'\n");
  confirm(tree, editor);
}

TEST_CASE("an interface library gets no source to compile") {
  const Single tree("add_library(t INTERFACE)\n", {"a.cpp"});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.addSource("t", tree.path("a.cpp"))) ==
        "CMakeLists.txt:3:1: interface library 't' compiles nothing, so that 'a.cpp' can't be a "
        "source of it\n");
  CHECK(editor.changes().empty());
}

TEST_CASE("a source that is one already needs nothing") {
  const Single tree("add_library(t STATIC a.cpp)\n", {"a.cpp"});
  Editor editor = tree.editor();
  const Outcome outcome = editor.addSource("t", tree.path("a.cpp"));
  CHECK_FALSE(outcome.changed);
  CHECK_FALSE(outcome.refused());
}

TEST_CASE("a name with a blank in it is quoted") {
  const Single tree("add_library(t STATIC a.cpp)\n", {"a.cpp", "b c.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.addSource("t", tree.path("b c.cpp")).changed);
  CHECK(tree.text(editor) == "add_library(t STATIC a.cpp \"b c.cpp\")\n");
  confirm(tree, editor);
}

TEST_CASE("an unknown target is refused with the name that was meant") {
  const Single tree("add_library(tiger STATIC a.cpp)\n", {"a.cpp"});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.addSource("tigre", tree.path("b.cpp"))) ==
        ": there is no target 'tigre'; did you mean 'tiger'?\n");
}

// --- removing a source ---

TEST_CASE("a source leaves its list, the rest keeps its place") {
  const Single tree("# Sources, by hand.\nset(S a.cpp   b.cpp\n      c.cpp) # three\n"
                    "add_library(t STATIC ${S})\n",
                    {"a.cpp", "b.cpp", "c.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.removeSource("t", tree.path("b.cpp")).changed);
  CHECK(tree.text(editor) == "# Sources, by hand.\nset(S a.cpp\n      c.cpp) # three\n"
                             "add_library(t STATIC ${S})\n");
  CHECK(editor.removeSource("t", tree.path("c.cpp")).changed);
  CHECK(tree.text(editor) ==
        "# Sources, by hand.\nset(S a.cpp) # three\nadd_library(t STATIC ${S})\n");
  confirm(tree, editor);
}

TEST_CASE("a list in one argument loses one element") {
  const Single tree("set(S \"a.cpp;b.cpp;c.cpp\")\nadd_library(t STATIC ${S})\n",
                    {"a.cpp", "b.cpp", "c.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.removeSource("t", tree.path("c.cpp")).changed);
  CHECK(editor.removeSource("t", tree.path("a.cpp")).changed);
  CHECK(tree.text(editor) == "set(S \"b.cpp\")\nadd_library(t STATIC ${S})\n");
  confirm(tree, editor);
}

TEST_CASE("what would say nothing goes as a whole") {
  const Single tree("add_library(t STATIC a.cpp)\ntarget_sources(t PRIVATE b.cpp)\nset(S)\n"
                    "list(APPEND S c.cpp)\ntarget_sources(t PRIVATE ${S} PUBLIC d.cpp)\n",
                    {"a.cpp", "b.cpp", "c.cpp", "d.cpp"});
  Editor editor = tree.editor();
  for (const char *file : {"b.cpp", "c.cpp", "d.cpp"})
    CHECK(editor.removeSource("t", tree.path(file)).changed);
  CHECK(tree.text(editor) ==
        "add_library(t STATIC a.cpp)\nset(S)\ntarget_sources(t PRIVATE ${S})\n");
  confirm(tree, editor);
}

TEST_CASE("the last element of a variable leaves an empty one, not an unset one") {
  const Single tree("set(S b.cpp)\nadd_library(t STATIC a.cpp ${S})\n", {"a.cpp", "b.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.removeSource("t", tree.path("b.cpp")).changed);
  CHECK(tree.text(editor) == "set(S \"\")\nadd_library(t STATIC a.cpp ${S})\n");
  confirm(tree, editor);
}

TEST_CASE("a source inside of a generator expression") {
  const Single tree("add_library(t STATIC a.cpp $<$<BOOL:1>:b.cpp> \"$<$<BOOL:1>:c.cpp;d.cpp>\")\n",
                    {"a.cpp", "b.cpp", "c.cpp", "d.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.removeSource("t", tree.path("b.cpp")).changed);
  CHECK(editor.removeSource("t", tree.path("c.cpp")).changed);
  CHECK(tree.text(editor) == "add_library(t STATIC a.cpp \"$<$<BOOL:1>:d.cpp>\")\n");
  confirm(tree, editor);
}

TEST_CASE("a generator expression that computes the name is refused") {
  const Single tree("add_library(t STATIC a.cpp $<LOWER_CASE:B.cpp> $<LIST:b.cpp>)\n"
                    "set_property(TARGET t PROPERTY SOURCES a.cpp)\n",
                    {"a.cpp", "b.cpp"});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.removeSource("t", tree.path("b.cpp")))
            .find("the generator expression '$<LIST:b.cpp>' computes a name") != std::string::npos);
  CHECK(editor.changes().empty());
}

TEST_CASE("text that serves two targets is refused for one of them") {
  const Single tree("set(S a.cpp b.cpp)\nadd_library(t STATIC ${S})\nadd_library(u STATIC ${S})\n",
                    {"a.cpp", "b.cpp"});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.removeSource("t", tree.path("b.cpp"))) ==
        "CMakeLists.txt:3:13: 'b.cpp' is named here as a source of 't', and the same text serves "
        "target 'u'\n");
}

TEST_CASE("a source that a glob finds is refused") {
  const Single tree("file(GLOB G *.cpp)\nadd_library(t STATIC ${G})\n", {"a.cpp", "b.cpp"});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.removeSource("t", tree.path("b.cpp"))) ==
        "CMakeLists.txt:3:1: this file(GLOB) finds 'b.cpp' for 't'\n");
}

TEST_CASE("a name that is computed is refused") {
  const Single tree("set(N b)\nadd_library(t STATIC a.cpp ${N}.cpp)\n", {"a.cpp", "b.cpp"});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.removeSource("t", tree.path("b.cpp"))) ==
        "CMakeLists.txt:4:32: 'b.cpp' is named here as a source of 't', but the name is computed "
        "and does not stand in the text\n");
}

TEST_CASE("a library without a source is a problem") {
  const Single tree("add_library(t STATIC a.cpp)\n", {"a.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.removeSource("t", tree.path("a.cpp")).changed);
  REQUIRE(editor.problems().size() == 1);
  CHECK(editor.problems()[0].reason == "target 't' would have no source left");
  CHECK(editor.addSource("t", tree.path("b.cpp")).changed);
  CHECK(editor.problems().empty());
}

// --- files that go, change names or owners ---

TEST_CASE("a file that goes leaves every list") {
  const Single tree("set(S a.cpp b.cpp)\nadd_library(t STATIC ${S})\nadd_library(u STATIC ${S})\n"
                    "set_source_files_properties(b.cpp PROPERTIES COMPILE_OPTIONS -O0)\n"
                    "install(FILES a.cpp b.cpp DESTINATION x)\n",
                    {"a.cpp", "b.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.deleteFile(tree.path("b.cpp")).changed);
  CHECK(tree.text(editor) ==
        "set(S a.cpp)\nadd_library(t STATIC ${S})\nadd_library(u STATIC ${S})\n"
        "install(FILES a.cpp DESTINATION x)\n");
  confirm(tree, editor);
}

TEST_CASE("a file that another command needs can't go") {
  const Single tree("add_library(t STATIC a.cpp)\nconfigure_file(in.txt out.txt)\n",
                    {"a.cpp", "in.txt"});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.deleteFile(tree.path("in.txt"))) ==
        "CMakeLists.txt:4:16: this command needs 'in.txt'\n");
}

TEST_CASE("a file that changes its name changes it everywhere") {
  const Single tree("set(S src/a.cpp \"${CMAKE_CURRENT_SOURCE_DIR}/src/b.cpp\")\n"
                    "add_library(t STATIC ${S})\nadd_library(u STATIC src/b.cpp)\n"
                    "set_source_files_properties(src/b.cpp PROPERTIES COMPILE_OPTIONS -O0)\n"
                    "configure_file(src/b.cpp copy.cpp)\n# src/b.cpp is kept here\n",
                    {"src/a.cpp", "src/b.cpp", "lib/c.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.renameFile(tree.path("src/b.cpp"), tree.path("lib/c.cpp")).changed);
  CHECK(tree.text(editor) ==
        "set(S src/a.cpp \"${CMAKE_CURRENT_SOURCE_DIR}/lib/c.cpp\")\n"
        "add_library(t STATIC ${S})\nadd_library(u STATIC lib/c.cpp)\n"
        "set_source_files_properties(lib/c.cpp PROPERTIES COMPILE_OPTIONS -O0)\n"
        "configure_file(lib/c.cpp copy.cpp)\n# src/b.cpp is kept here\n");
  // Back again, every byte is the old one.
  CHECK(editor.renameFile(tree.path("lib/c.cpp"), tree.path("src/b.cpp")).changed);
  CHECK(editor.changes().at(tree.path("CMakeLists.txt")) == tree.read("CMakeLists.txt"));
}

TEST_CASE("commands that no configuration ran follow a new name, or are left over") {
  const Single tree(
      "add_library(t STATIC a.cpp)\nif(FALSE)\n  target_sources(t PRIVATE a.cpp x.cpp)\n"
      "  something_else(a.cpp)\nendif()\n",
      {"a.cpp", "b.cpp"});
  Editor editor = tree.editor();
  const Outcome outcome = editor.renameFile(tree.path("a.cpp"), tree.path("b.cpp"));
  CHECK(tree.text(editor) ==
        "add_library(t STATIC b.cpp)\nif(FALSE)\n  target_sources(t PRIVATE b.cpp x.cpp)\n"
        "  something_else(a.cpp)\nendif()\n");
  REQUIRE(outcome.leftovers.size() == 1);
  CHECK(outcome.leftovers[0].where.line == 6);
}

TEST_CASE("a file that leaves the reach of a glob is listed") {
  const Single tree("file(GLOB G src/*.cpp)\nadd_library(t STATIC ${G})\n",
                    {"src/a.cpp", "src/b.cpp", "lib/b.cpp"});
  Editor editor = tree.editor();
  CHECK_FALSE(editor.renameFile(tree.path("src/a.cpp"), tree.path("src/c.cpp")).changed);
  CHECK(editor.renameFile(tree.path("src/b.cpp"), tree.path("lib/b.cpp")).changed);
  CHECK(tree.text(editor) == "file(GLOB G src/*.cpp)\nadd_library(t STATIC ${G} lib/b.cpp)\n");
  CHECK(editor.sources("t") ==
        std::vector<std::string>{tree.path("lib/b.cpp"), tree.path("src/c.cpp")});
}

TEST_CASE("a header can't be renamed out of its file set") {
  const Single tree("add_library(t STATIC a.cpp)\n"
                    "target_sources(t PUBLIC FILE_SET HEADERS BASE_DIRS inc FILES inc/a.h)\n",
                    {"a.cpp", "inc/a.h", "src/a.h"});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.renameFile(tree.path("inc/a.h"), tree.path("src/a.h"))) ==
        "CMakeLists.txt:4:62: 'a.h' lies outside of the base directories of file set 'HEADERS'\n");
}

TEST_CASE("one text that stands for several files can't name another") {
  const Single tree("foreach(X one two)\n  add_library(${X} STATIC ${X}/main.cpp)\nendforeach()\n",
                    {"one/main.cpp", "two/main.cpp"});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.renameFile(tree.path("one/main.cpp"), tree.path("one/x.cpp"))) ==
        "CMakeLists.txt:4:31: 'main.cpp' is named here as a source of 'one', and the same text "
        "stands for other files\n");
}

TEST_CASE("a source changes its target") {
  const Single tree("add_library(t STATIC a.cpp b.cpp)\nadd_library(u STATIC c.cpp)\n",
                    {"a.cpp", "b.cpp", "c.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.moveSource(tree.path("b.cpp"), "t", "u").changed);
  CHECK(tree.text(editor) == "add_library(t STATIC a.cpp)\nadd_library(u STATIC c.cpp b.cpp)\n");
  CHECK(editor.owners(tree.path("b.cpp")) == std::vector<std::string>{"u"});
  confirm(tree, editor);
}

TEST_CASE("properties that would be lost stop a source") {
  const Tree tree({{"CMakeLists.txt", Head + "add_subdirectory(x)\nadd_subdirectory(y)\n"},
                   {"x/CMakeLists.txt", "add_library(x STATIC a.cpp b.cpp)\n"
                                        "set_source_files_properties(b.cpp PROPERTIES "
                                        "COMPILE_OPTIONS -O0)\n"},
                   {"y/CMakeLists.txt", "add_library(y STATIC c.cpp)\n"},
                   {"x/a.cpp", ""},
                   {"x/b.cpp", ""},
                   {"y/c.cpp", ""},
                   {"y/b.cpp", ""}});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.moveFile(tree.path("x/b.cpp"), tree.path("y/b.cpp"), "y")) ==
        "x/CMakeLists.txt:2:29: the properties set here on 'b.cpp' would not reach target 'y', "
        "which is of another directory\n");
  CHECK(editor.moveFile(tree.path("x/a.cpp"), tree.path("y/a.cpp"), "y").changed);
  CHECK(tree.after(editor, "x/CMakeLists.txt").starts_with("add_library(x STATIC b.cpp)\n"));
  CHECK(tree.after(editor, "y/CMakeLists.txt") == "add_library(y STATIC c.cpp a.cpp)\n");
}

TEST_CASE("the target of a new file is the one of the nearest folder") {
  const Tree tree({{"CMakeLists.txt", Head + "add_subdirectory(x)\n"},
                   {"x/CMakeLists.txt", "add_library(lib STATIC src/a.cpp)\n"
                                        "add_executable(test test/t.cpp)\n"},
                   {"x/src/a.cpp", ""},
                   {"x/test/t.cpp", "int main() {}"}});
  const Editor editor = tree.editor();
  CHECK(editor.targetFor(tree.path("x/src/b.cpp")) == "lib");
  CHECK(editor.targetFor(tree.path("x/test/b.cpp")) == "test");
  CHECK(editor.targetFor(tree.path("x/include/x.h")) == "lib");
  CHECK_FALSE(editor.targetFor(tree.path("elsewhere/x.h")));
}

// --- links ---

TEST_CASE("a link goes behind those of its keyword") {
  const Single tree(
      "add_library(t STATIC a.cpp)\nadd_library(u INTERFACE)\nadd_library(v INTERFACE)\n"
      "target_link_libraries(t PUBLIC u PRIVATE v)\nadd_library(w INTERFACE)\n"
      "add_library(x INTERFACE)\n",
      {"a.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.link("t", {"w"}, Scope::Public).changed);
  CHECK(editor.link("t", {"x"}, Scope::Private).changed);
  CHECK(tree.text(editor).find("target_link_libraries(t PUBLIC u w PRIVATE v x)\n") !=
        std::string::npos);
  confirm(tree, editor);
}

TEST_CASE("a keyword that is not there yet is laid out like the others") {
  const Single tree(
      "add_library(t STATIC a.cpp)\nadd_library(u INTERFACE)\nadd_library(v INTERFACE)\n"
      "target_link_libraries(t\n  PUBLIC\n    u # why\n)\n",
      {"a.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.link("t", {"v"}, Scope::Private).changed);
  CHECK(tree.text(editor).ends_with(
      "target_link_libraries(t\n  PUBLIC\n    u # why\n  PRIVATE\n    v\n)\n"));
  confirm(tree, editor);
}

TEST_CASE("without a call there is a new one behind the last command about the target") {
  const Single tree(
      "add_library(t STATIC a.cpp)\ntarget_compile_features(t PUBLIC cxx_std_17) # why\n"
      "\nadd_library(u INTERFACE)\n",
      {"a.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.link("t", {"u"}).changed);
  CHECK(editor.link("u", {"Threads::Threads"}).changed);
  CHECK(tree.text(editor) ==
        "add_library(t STATIC a.cpp)\ntarget_compile_features(t PUBLIC cxx_std_17) # why\n"
        "target_link_libraries(t PUBLIC u)\n\nadd_library(u INTERFACE)\n"
        "target_link_libraries(u INTERFACE Threads::Threads)\n");
}

TEST_CASE("a program links PRIVATE, a call without keywords stays so") {
  const Single tree(
      "add_library(u INTERFACE)\nadd_executable(p main.cpp)\n"
      "add_library(q STATIC a.cpp)\ntarget_link_libraries(q u)\nadd_library(v INTERFACE)\n",
      {"a.cpp", "main.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.link("p", {"u"}).changed);
  CHECK(editor.link("q", {"v"}).changed);
  CHECK(tree.text(editor).find("target_link_libraries(p PRIVATE u)\n") != std::string::npos);
  CHECK(tree.text(editor).find("target_link_libraries(q u v)\n") != std::string::npos);
  CHECK(refusals(tree, editor.link("q", {"w"}, Scope::Private)) ==
        "CMakeLists.txt:5:1: the calls of target_link_libraries for 'q' have no keywords, so that "
        "PRIVATE can't be said\n");
  confirm(tree, editor);
}

TEST_CASE("a link that is there needs nothing, a private one becomes public on demand") {
  const Single tree(
      "add_library(u INTERFACE)\nadd_library(ns::u ALIAS u)\nadd_library(t STATIC a.cpp)\n"
      "target_link_libraries(t PRIVATE u)\n",
      {"a.cpp"});
  Editor editor = tree.editor();
  CHECK_FALSE(editor.link("t", {"u"}).changed);
  CHECK_FALSE(editor.link("t", {"ns::u"}, Scope::Private).changed);
  CHECK(editor.link("t", {"u"}, Scope::Public).changed);
  CHECK(tree.text(editor).ends_with("target_link_libraries(t PUBLIC u)\n"));
  confirm(tree, editor);
}

TEST_CASE("an interface library can't link privately") {
  const Single tree("add_library(u INTERFACE)\nadd_library(t INTERFACE)\n", {});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.link("t", {"u"}, Scope::Private)) ==
        "CMakeLists.txt:4:1: interface library 't' has no PRIVATE links\n");
}

TEST_CASE("an unlinked dependency takes an empty keyword and an empty call along") {
  const Single tree(
      "add_library(u INTERFACE)\nadd_library(v INTERFACE)\nadd_library(t STATIC a.cpp)\n"
      "target_link_libraries(t PUBLIC u PRIVATE v)\ntarget_link_libraries(t PRIVATE u)\n",
      {"a.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.unlink("t", {"u"}).changed);
  CHECK(tree.text(editor).ends_with("target_link_libraries(t PRIVATE v)\n"));
  CHECK_FALSE(editor.unlink("t", {"u"}).changed);
  confirm(tree, editor);
}

TEST_CASE("an unlink of one scope leaves the others") {
  const Single tree("add_library(u INTERFACE)\nadd_library(t STATIC a.cpp)\n"
                    "target_link_libraries(t PUBLIC u)\ntarget_link_libraries(t PRIVATE u)\n",
                    {"a.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.unlink("t", {"u"}, Scope::Public).changed);
  CHECK(tree.text(editor).ends_with("t STATIC a.cpp)\ntarget_link_libraries(t PRIVATE u)\n"));
}

TEST_CASE("links through a wrapper, a variable and a generator expression") {
  const Single tree(
      "function(lib name)\n  cmake_parse_arguments(A \"\" \"\" \"LINK\" ${ARGN})\n"
      "  add_library(${name} STATIC ${A_UNPARSED_ARGUMENTS})\n"
      "  target_link_libraries(${name} PUBLIC ${A_LINK} PRIVATE common)\nendfunction()\n"
      "add_library(common INTERFACE)\nadd_library(u INTERFACE)\nadd_library(v INTERFACE)\n"
      "lib(t a.cpp LINK u)\nlib(s b.cpp LINK u)\nset(L u $<BUILD_INTERFACE:v>)\n"
      "add_executable(p main.cpp)\ntarget_link_libraries(p PRIVATE ${L})\n",
      {"a.cpp", "b.cpp", "main.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.link("t", {"v"}).changed);
  CHECK(editor.unlink("s", {"u"}).changed);
  CHECK(editor.unlink("p", {"v"}).changed);
  CHECK(tree.text(editor).find("lib(t a.cpp LINK u v)\nlib(s b.cpp)\nset(L u)\n") !=
        std::string::npos);
  CHECK(refusals(tree, editor.unlink("t", {"common"})) ==
        "CMakeLists.txt:6:58: 't' links 'common' here, and the same text serves 's' as well\n");
  confirm(tree, editor);
}

TEST_CASE("a cycle is seen before anything is written") {
  const Single tree("add_library(a INTERFACE)\nadd_library(b INTERFACE)\n"
                    "target_link_libraries(a INTERFACE b)\n",
                    {});
  Editor editor = tree.editor();
  CHECK_FALSE(cycle(editor.edgesBefore()));
  CHECK(editor.link("b", {"a"}).changed);
  CHECK(cycle(editor.edgesAfter()) == std::vector<std::string>{"a", "b", "a"});
  CHECK_FALSE(cycle(editor.edgesBefore()));
}

TEST_CASE("a link that gets a wider scope keeps its place and its comment") {
  const Single tree("add_library(u INTERFACE)\nadd_library(t STATIC a.cpp)\n"
                    "target_link_libraries( t PRIVATE u ) # why\n",
                    {"a.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.link("t", {"u"}, Scope::Public).changed);
  CHECK(tree.text(editor).ends_with("target_link_libraries( t PUBLIC u ) # why\n"));
  const Single beside("add_library(u INTERFACE)\nadd_library(v INTERFACE)\n"
                      "add_library(t STATIC a.cpp)\n"
                      "target_link_libraries(t PRIVATE\n  u # why\n  v)\n",
                      {"a.cpp"});
  Editor careful = beside.editor();
  CHECK(refusals(beside, careful.link("t", {"u"}, Scope::Public)) ==
        "CMakeLists.txt:5:1: 't' links 'u' with another keyword, and a comment stands behind it\n");
}

// --- words that are put together ---

TEST_CASE("a list that comes into longer words is no place for other files of these folders") {
  const Single tree("set(S a.cpp)\nadd_library(t STATIC m.cpp x/${S})\n",
                    {"m.cpp", "x/a.cpp", "x/b.cpp"});
  Editor editor = tree.editor();
  CHECK(
      refusals(tree, editor.removeSource("t", tree.path("x/a.cpp"))) ==
      "CMakeLists.txt:3:7: 'a.cpp' is named here as a source of 't', as a part of a longer word\n");
  CHECK(editor.addSource("t", tree.path("x/b.cpp")).changed);
  CHECK(tree.text(editor).ends_with("set(S a.cpp)\n"
                                    "add_library(t STATIC m.cpp x/b.cpp x/${S})\n"));
  CHECK(editor.renameFile(tree.path("x/a.cpp"), tree.path("x/c.cpp")).changed);
  CHECK(tree.text(editor).find("set(S c.cpp)") != std::string::npos);
  tree.write("x/c.cpp", "");
  confirm(tree, editor);
}

TEST_CASE("a word behind a list is not taken for a word of its own") {
  const Single tree("set(S m.cpp x)\nadd_library(t STATIC ${S}/a.cpp)\n", {"m.cpp", "x/a.cpp"});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.removeSource("t", tree.path("x/a.cpp"))) ==
        "CMakeLists.txt:4:26: 'a.cpp' is named here as a source of 't', as a part of a longer "
        "word\n");
}

TEST_CASE("a new file does not come behind an element that gets a longer word elsewhere") {
  const Single tree("set(S a.cpp b.c)\nadd_library(t STATIC ${S}pp ${S})\n",
                    {"a.cpp", "b.cpp", "b.c", "c.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.addSource("t", tree.path("c.cpp")).changed);
  CHECK(tree.text(editor).find("set(S a.cpp c.cpp b.c)\n") != std::string::npos);
  confirm(tree, editor);
}

TEST_CASE("an argument that a function needs is not taken from its call") {
  const Single tree("function(make name file)\n  add_library(${name} STATIC ${file})\n"
                    "endfunction()\nmake(t a.cpp)\n",
                    {"a.cpp"});
  Editor editor = tree.editor();
  CHECK(refusals(tree, editor.removeSource("t", tree.path("a.cpp"))) ==
        "CMakeLists.txt:6:8: 'a.cpp' is named here as a source of 't', for a parameter that takes "
        "one value\n");
}

// --- several configurations, and the ways of an editor ---

TEST_CASE("an edit must hold in every configuration that has the target") {
  const Single tree(
      "option(X \"\" OFF)\nadd_library(t STATIC a.cpp)\nif(X)\n"
      "  target_sources(t PRIVATE x/b.cpp)\nelse()\n  target_sources(t PRIVATE y/c.cpp)\n"
      "endif()\n",
      {"a.cpp", "x/b.cpp", "y/c.cpp", "x/d.cpp"});
  Editor editor = tree.editor({tree.model("off"), tree.model("on", {"-DX=ON"})});
  CHECK(editor.sources("t").size() == 3);
  CHECK(editor.addSource("t", tree.path("x/d.cpp")).changed);
  CHECK(tree.text(editor).find("add_library(t STATIC a.cpp x/d.cpp)\n") != std::string::npos);
  CHECK(editor.deleteFile(tree.path("x/b.cpp")).changed);
  CHECK(editor.deleteFile(tree.path("y/c.cpp")).changed);
  CHECK(tree.text(editor).find("if(X)\nelse()\nendif()\n") != std::string::npos);
}

TEST_CASE("an operation that is refused changes nothing at all") {
  const Single tree("add_library(u INTERFACE)\nadd_library(t STATIC a.cpp)\n"
                    "target_link_libraries(t PUBLIC u ${V})\nset(N v)\n"
                    "add_library(v INTERFACE)\ntarget_link_libraries(t PUBLIC ${N})\n",
                    {"a.cpp"});
  Editor editor = tree.editor();
  CHECK(editor.unlink("t", {"u", "v"}).changed); // v is literal in the set
  Editor fresh = tree.editor();
  const Outcome outcome = fresh.unlink("t", {"u", "nothing"});
  CHECK(outcome.changed);
  const Single loop(
      "add_library(u INTERFACE)\nadd_library(v INTERFACE)\nadd_library(t STATIC a.cpp)\n"
      "target_link_libraries(t PUBLIC u)\nforeach(X v)\n"
      "  target_link_libraries(t PUBLIC ${X})\nendforeach()\n",
      {"a.cpp"});
  Editor careful = loop.editor();
  CHECK(refusals(loop, careful.unlink("t", {"u", "v"})) ==
        "CMakeLists.txt:7:11: 't' links 'v' here, in the list of a loop\n");
  CHECK(careful.changes().empty());
}

TEST_CASE("files that changed since CMake ran are refused") {
  const Single tree("add_library(t STATIC a.cpp)\n", {"a.cpp"});
  const Model model = tree.model();
  tree.write("CMakeLists.txt", Head + "\nadd_library(t STATIC a.cpp)\n");
  const auto editor = Editor::open({model}, readFromDisk);
  REQUIRE_FALSE(editor);
  CHECK(editor.error().status == ExitStatus::Refused);
}

TEST_CASE("line ends and odd bytes around an edit are kept") {
  const Tree tree(
      {{"CMakeLists.txt", "cmake_minimum_required(VERSION 3.23)\r\nproject(T CXX)\r\n"
                          "# \xFF \xC3\r\nadd_library(t STATIC\r\n\ta.cpp\r\n\tb.cpp\r\n)"},
       {"a.cpp", ""},
       {"b.cpp", ""},
       {"c.cpp", ""}});
  Editor editor = tree.editor();
  CHECK(editor.addSource("t", tree.path("c.cpp")).changed);
  CHECK(editor.removeSource("t", tree.path("a.cpp")).changed);
  CHECK(tree.after(editor, "CMakeLists.txt") ==
        "cmake_minimum_required(VERSION 3.23)\r\nproject(T CXX)\r\n# \xFF \xC3\r\n"
        "add_library(t STATIC\r\n\tb.cpp\r\n\tc.cpp\r\n)");
  confirm(tree, editor);
}

TEST_CASE("the main job: edges turn round and a source changes its library") {
  const Tree tree(
      {{"CMakeLists.txt", Head + "foreach(FOLDER utils hal drivers virtio)\n"
                                 "  add_subdirectory(${FOLDER})\nendforeach()\n"},
       {"utils/CMakeLists.txt", "add_library(utils INTERFACE)\n"},
       {"hal/CMakeLists.txt", "# CPU and platform.\n"
                              "add_library(hal STATIC src/uart.cpp src/virtio.cpp)\n"
                              "target_include_directories(hal PUBLIC include)\n"
                              "target_link_libraries(hal PUBLIC utils drivers virtio)\n"},
       {"hal/src/uart.cpp", ""},
       {"hal/src/virtio.cpp", ""},
       {"drivers/CMakeLists.txt", "add_library(drivers INTERFACE)\n"
                                  "target_link_libraries(drivers INTERFACE utils)\n"},
       {"virtio/CMakeLists.txt", "add_library(virtio STATIC src/bus.cpp)\n"
                                 "target_include_directories(virtio PUBLIC include)\n"
                                 "\n# The end.\n"},
       {"virtio/src/bus.cpp", ""},
       {"virtio/src/hal_impl.cpp", ""}});
  Editor editor = tree.editor();
  CHECK_FALSE(cycle(editor.edgesAfter()));
  REQUIRE_FALSE(editor.link("virtio", {"hal", "drivers"}).refused());
  CHECK(cycle(editor.edgesAfter()) == std::vector<std::string>{"hal", "virtio", "hal"});
  REQUIRE_FALSE(editor.unlink("hal", {"virtio", "drivers"}).refused());
  CHECK_FALSE(cycle(editor.edgesAfter()));
  REQUIRE_FALSE(editor.deleteFile(tree.path("hal/src/virtio.cpp")).refused());
  REQUIRE_FALSE(editor.addSource("virtio", tree.path("virtio/src/hal_impl.cpp")).refused());
  CHECK(editor.problems().empty());
  CHECK(tree.after(editor, "hal/CMakeLists.txt") ==
        "# CPU and platform.\n"
        "add_library(hal STATIC src/uart.cpp)\n"
        "target_include_directories(hal PUBLIC include)\n"
        "target_link_libraries(hal PUBLIC utils)\n");
  CHECK(tree.after(editor, "virtio/CMakeLists.txt") ==
        "add_library(virtio STATIC src/bus.cpp src/hal_impl.cpp)\n"
        "target_include_directories(virtio PUBLIC include)\n"
        "target_link_libraries(virtio PUBLIC hal drivers)\n"
        "\n# The end.\n");
  confirm(tree, editor);
}

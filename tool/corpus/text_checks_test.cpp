#include "tool/corpus/text_checks.h"

#include <catch2/catch_test_macros.hpp>

namespace levitate::corpus {
namespace {

changeset::Changeset change(const std::string &before, const std::string &after) {
  changeset::Changeset changes;
  changes.files["a.h"] = {before, after, {}};
  return changes;
}

const Candidate rename{"rename class", "a::Old", {}, "Old", "New"};
const Candidate move{"move class", "a::Old to b.h", {}, {}, {}};

TEST_CASE("a rename changes the name, wherever and however it is laid out") {
  CHECK(
      checkText(change("class Old;\nvoid f(Old &, int);\n", "class New;\nvoid f(New &,\n  int);\n"),
                rename) == "");
}

TEST_CASE("a rename that changes another word, a sign or nothing is unfit") {
  CHECK(checkText(change("class Old { int OldCount; };", "class New { int NewCount; };"), rename)
            .starts_with("a rename changed something else\na.h: 'OldCount' became 'NewCount'"));
  CHECK(checkText(change("Old a;", "New *a;"), rename).starts_with("a rename changed something"));
  CHECK(checkText(change("Old a; int b;", "New a;"), rename).starts_with("a rename changed some"));
  CHECK(checkText(change("int a;", "int  a;"), rename) == "a rename changed no name\n");
}

TEST_CASE("a rename that makes a file is unfit") {
  changeset::Changeset changes = change("Old a;", "New a;");
  changes.files["b.h"].after = "";
  CHECK(checkText(changes, rename) == "a rename made or deleted a file\nb.h\n");
}

TEST_CASE("a move takes comments along, from file to file") {
  changeset::Changeset changes = change("// What it is.\nclass Old; /* kept */\n", "/* kept */\n");
  changes.files["b.h"].after = "#pragma once\n// What it is.\nclass Old;\n";
  CHECK(checkText(changes, move) == "");
}

TEST_CASE("the comment at a namespace's end says its new name, others stay") {
  const Candidate space{"rename namespace", "a::old to a::fresh", {}, "a::old", {}};
  CHECK(checkText(change("} // namespace old\n", "} // namespace fresh\n"), space) == "");
  CHECK(checkText(change("} // the end of namespace old\n", "}\n"), space) ==
        "words of comments were lost\nend (1)\nnamespace (1)\nof (1)\nthe (1)\n");
}

TEST_CASE("a comment that says which namespace a brace closes goes with it") {
  for (const char *text : {"}  // namespace b\n", "} } /* end of anonymous namespace */\n"})
    CHECK(checkText(change("// kept\n" + std::string(text), "// kept\n"), move) == "");
  CHECK(checkText(change("int a; // namespace b\n", "int a;\n"), move) != "");
  CHECK(checkText(change("// namespace b\n", ""), move) != "");
}

TEST_CASE("the comment behind an #endif goes with the conditional") {
  CHECK(checkText(change("#ifndef A\nclass Old;\n#endif // not A\n// kept\n", "// kept\n"), move) ==
        "");
  CHECK(checkText(change("#define A // gone\n", "#define A\n"), move) ==
        "words of comments were lost\ngone (1)\n");
}

TEST_CASE("a move that loses a comment is unfit; text in a string is no comment") {
  CHECK(checkText(change("class Old; // important\n", "class Old;\n"), move) ==
        "words of comments were lost\nimportant (1)\n");
  CHECK(checkText(change("auto url = \"http://gone\"; // kept\n", "// kept\n"), move) == "");
  CHECK(checkText(change("int n = 1'000; // gone\n", "int n = 1'000;\n"), move) ==
        "words of comments were lost\ngone (1)\n");
}

} // namespace
} // namespace levitate::corpus

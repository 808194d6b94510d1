#include "base/command_line.h"

#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;

using Words = std::vector<std::string>;

TEST_CASE("command line: it is split as a shell splits it") {
  CHECK(splitCommand("cc -c  a.c") == Words{"cc", "-c", "a.c"});
  CHECK(splitCommand(R"(cc -DX="a b" 'c d')") == Words{"cc", "-DX=a b", "c d"});
  CHECK(splitCommand(R"(cc -DX=\"a\ b\")") == Words{"cc", R"(-DX="a b")"});
  CHECK(splitCommand(R"(cc "" '\')") == Words{"cc", "", "\\"});
  CHECK(splitCommand(R"(cc "\$x \a \`")") == Words{"cc", R"($x \a `)"});
  CHECK(splitCommand("") == Words{});
}

TEST_CASE("command line: a launcher before the compiler goes") {
  const auto without = [](Words words) {
    dropLaunchers(words);
    return words;
  };
  CHECK(without({"ccache", "g++", "-c", "a.cpp"}) == Words{"g++", "-c", "a.cpp"});
  CHECK(without({"/usr/bin/sccache", "distcc", "/opt/v1.2/g++", "a.cpp"}) ==
        Words{"/opt/v1.2/g++", "a.cpp"});
  CHECK(without({"g++", "ccache"}) == Words{"g++", "ccache"});
  // A link of that name is the compiler.
  CHECK(without({"ccache", "-c", "a.cpp"}) == Words{"ccache", "-c", "a.cpp"});
  CHECK(without({"ccache", "a.cpp"}) == Words{"ccache", "a.cpp"});
  CHECK(without({"ccache"}) == Words{"ccache"});
}

TEST_CASE("command line: response files are part of it") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  REQUIRE(writeText(folder.path() + "/one.rsp", "-DA=\"x y\" @two.rsp"));
  REQUIRE(writeText(folder.path() + "/two.rsp", "-DB\r\n"));
  Words words{"cc", "@one.rsp", "@absent", "-c", "a.cpp"};
  std::set<std::string> files;
  REQUIRE(expandResponseFiles(words, folder.path(), files));
  CHECK(words == Words{"cc", "-DA=x y", "-DB", "@absent", "-c", "a.cpp"});
  CHECK(files == std::set<std::string>{folder.path() + "/one.rsp", folder.path() + "/two.rsp"});
  REQUIRE(writeText(folder.path() + "/two.rsp", "@one.rsp"));
  words = {"cc", "@one.rsp"};
  const Result<void> circle = expandResponseFiles(words, folder.path(), files);
  REQUIRE_FALSE(circle);
  CHECK(circle.error().status == ExitStatus::Usage);
}

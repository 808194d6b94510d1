#include "tool/pipeline/scan.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::pipeline;

namespace {

std::vector<unsigned> lines(std::string_view text, const std::string &name = "a::b::c") {
  std::vector<unsigned> result;
  for (const Location &location : mentions(text, "f.cpp", name))
    result.push_back(location.line);
  return result;
}

using Lines = std::vector<unsigned>;

} // namespace

TEST_CASE("a name is found as far as it is written") {
  CHECK(lines("a::b::c x;") == Lines{1});
  CHECK(lines("::a::b::c x;") == Lines{1});
  CHECK(lines("b::c x;") == Lines{1});
  CHECK(lines("a::b::c::d x;") == Lines{1}); // it is named on the way
  CHECK(lines("a :: b\n:: c x;") == Lines{1});
  CHECK(lines("using namespace a::b::c;") == Lines{1});
  CHECK(lines("namespace a::b::c {}") == Lines{1});
  CHECK(lines("f<a::b::c>();\n\n  g(b::c::h);") == Lines{1, 3});
  CHECK(lines("c x;", "c") == Lines{1});
}

TEST_CASE("another name is not that name") {
  CHECK(lines("x::b::d; c y; x::c z; ab::c w; a::b q; b::cc v;").empty());
  CHECK(lines("z::a::b::c x;").empty());
  CHECK(lines("::b::c x;").empty()); // of the global namespace
  CHECK(lines("x.c; y->c;").empty());
}

TEST_CASE("a namespace around it counts as written") {
  CHECK(lines("namespace a {\nnamespace b {\nc x;\n}\nc y;\n}\nc z;") == Lines{3});
  CHECK(lines("namespace a::b {\nnamespace c {}\n}\n") == Lines{2});
  CHECK(lines("namespace a::b {\nvoid f() { if (1) { c x; } }\nc y;\n}\nc z;") == Lines{2, 3});
  CHECK(lines("namespace a { inline namespace v { } }\nnamespace x { c y; }").empty());
  CHECK(lines("namespace a::inline b {\nc x;\n}") == Lines{2});
  CHECK(lines("namespace { }\nnamespace z = a::b;\nc x; { c y; }").empty());
}

TEST_CASE("comments and literals are no code") {
  CHECK(lines("// a::b::c\n/* a::b::c */ \"a::b::c\" 'a' u8\"b::c\"").empty());
  CHECK(lines("// spliced \\\na::b::c\nb::c x;") == Lines{3});
  CHECK(lines("R\"(a::b::c)\" LR\"x( )\" a::b::c )x\"\nb::c x;") == Lines{2});
  CHECK(lines("\"quote \\\" a::b::c\"; b::c x;") == Lines{1});
  CHECK(lines("int n = 1'000'000; b::c x;") == Lines{1});
  CHECK(lines("#error don't\nb::c x;") == Lines{2});
}

TEST_CASE("what no configuration compiles is found") {
  CHECK(lines("#if 0\na::b::c x;\n#endif") == Lines{2});
  CHECK(lines("#define M a::b::c") == Lines{1});
}

TEST_CASE("places have line and column") {
  const auto found = mentions("x;\n  b::c y;  b::c z;", "f.cpp", "a::b::c");
  REQUIRE(found.size() == 2);
  CHECK(found[0] == Location{"f.cpp", 2, 3});
  CHECK(found[1] == Location{"f.cpp", 2, 12});
}

TEST_CASE("text that ends in the middle of something is read to its end") {
  for (const char *text :
       {"\"b::c", "/* b::c", "R\"(b::c", "R\"", "'", "b::", "namespace", "\\", "}}}"}) {
    INFO(text);
    CHECK(lines(text).empty());
  }
}

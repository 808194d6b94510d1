#include "tool/recipe/names.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::recipe;

namespace {

// The name as the decoder understood it, or the complaint in angle brackets.
std::string symbol(std::string_view text) {
  const auto name = checkSymbolName(text);
  return name ? name->spelling() : "<" + name.problem() + ">";
}

template <class F> std::string outcome(F check, std::string_view text) {
  const auto value = check(text);
  return value ? *value : "<" + value.problem() + ">";
}

} // namespace

TEST_CASE("a symbol's name is qualified, with or without the leading colons") {
  CHECK(symbol("a::b::C") == "a::b::C");
  CHECK(symbol("::a::C") == "a::C");
  CHECK(symbol(" C ") == "C");
  CHECK(symbol("größe::π") == "größe::π");
  CHECK(checkSymbolName("a::C")->qualified == "a::C");
  CHECK_FALSE(checkSymbolName("a::C")->parameters);
}

TEST_CASE("parameters choose one overload") {
  const auto name = checkSymbolName("a::f(int, const T &)");
  REQUIRE(name);
  CHECK(name->qualified == "a::f");
  CHECK(name->parameters == "int, const T &");
  CHECK(checkSymbolName("f()")->parameters == "");
  CHECK(checkSymbolName("f(void (*)(int))")->parameters == "void (*)(int)");
  CHECK(symbol("f(int") == "<the parameters have no closing parenthesis>");
  CHECK(symbol("f(int) const") == "<nothing may follow the parameters, found 'const'>");
}

TEST_CASE("operators, conversions, literals and destructors are names") {
  CHECK(symbol("a::C::operator==") == "a::C::operator==");
  CHECK(symbol("a::operator<=>(int, int)") == "a::operator<=>(int, int)");
  CHECK(checkSymbolName("C::operator()")->qualified == "C::operator()");
  CHECK(checkSymbolName("C::operator()(int)")->parameters == "int");
  CHECK(checkSymbolName("C::operator bool")->qualified == "C::operator bool");
  CHECK(checkSymbolName("C::operator bool()")->parameters == "");
  CHECK(checkSymbolName("a::operator\"\"_km")->qualified == "a::operator\"\"_km");
  CHECK(symbol("a::C::~C") == "a::C::~C");
  CHECK(symbol("operatorName") == "operatorName");
  CHECK(symbol("a::operator") == "<'operator' is not followed by an operator>");
  CHECK(symbol("operator==::x") == "<'operator==' can only be the last part of a name>");
}

TEST_CASE("a star means all members of a namespace and stands last") {
  const auto name = checkSymbolName("a::b::*");
  REQUIRE(name);
  CHECK(name->everything);
  CHECK(name->qualified == "a::b");
  CHECK(symbol("*") == "*");
  CHECK(symbol("a::*::b") == "<'*' must be the last part of the name>");
  CHECK(symbol("a::*(int)") == "<'*' must be the last part of the name>");
}

TEST_CASE("what is no name is said to be none") {
  CHECK(symbol("") == "<the name is empty>");
  CHECK(symbol("::") == "<the name is empty>");
  CHECK(symbol("a::") == "<a part of the name is empty>");
  CHECK(symbol("a::::b") == "<a part of the name is empty>");
  CHECK(symbol("a.b") == "<unexpected '.b' in the name>");
  CHECK(symbol("a::class") == "<'class' is a C++ keyword>");
  CHECK(symbol("2d::x") == "<'2d' starts with a digit>");
  CHECK(symbol("std::hash<a::B>") ==
        "<a name stands for all its specialisations; leave out the '<...>'>");
}

TEST_CASE("a namespace is qualified, or empty for the global one") {
  CHECK(outcome(checkNamespace, "") == "");
  CHECK(outcome(checkNamespace, "::a::b") == "a::b");
  CHECK(outcome(checkNamespace, "a::") == "<a part of the name is empty>");
  CHECK(outcome(checkNamespace, "a::namespace") == "<'namespace' is a C++ keyword>");
  CHECK(outcome(checkNamespace, "a b") == "<'a b' is not an identifier>");
}

TEST_CASE("a path is normalised and stays below the root") {
  CHECK(outcome(checkFilePath, "./a//b/../c.h") == "a/c.h");
  CHECK(outcome(checkFilePath, "../a.h") == "<the path '../a.h' leaves the root>");
  CHECK(outcome(checkFilePath, "a/../../b.h") == "<the path 'a/../../b.h' leaves the root>");
  CHECK(outcome(checkFilePath, "/a.h") ==
        "<the path '/a.h' is absolute; it must be relative to the root>");
  CHECK(outcome(checkFilePath, "C:/a.h") ==
        "<the path 'C:/a.h' is absolute; it must be relative to the root>");
  CHECK(outcome(checkFilePath, "a\\b.h") ==
        "<the path 'a\\b.h' has a backslash; write '/' between folders>");
  CHECK(outcome(checkFilePath, "a/") == "<the path 'a/' names a folder, not a file>");
  CHECK(outcome(checkFilePath, "a/..") == "<the path 'a/..' names a folder, not a file>");
  CHECK(outcome(checkFilePath, "") == "<the path is empty>");
  CHECK(outcome(checkFilePath, "a\nb") == "<the path has a control character in it>");
}

TEST_CASE("a pattern stays below the root too") {
  CHECK(outcome(checkGlob, "./hal/**/virtio.*") == "hal/**/virtio.*");
  CHECK(outcome(checkGlob, "../**") == "<the pattern '../**' has '..' in it>");
  CHECK(outcome(checkGlob, "/x") == "<the path '/x' is absolute; it must be relative to the root>");
}

TEST_CASE("a target is named as it is") {
  CHECK(outcome(checkTarget, "ns::lib-a.b+c_1") == "ns::lib-a.b+c_1");
  CHECK(outcome(checkTarget, "a b") == "<'a b' is not the name of a CMake target>");
  CHECK(outcome(checkTarget, "${x}") ==
        "<a target must be named as it is, without variables or generator expressions>");
  CHECK(outcome(checkTarget, "") == "<the target's name is empty>");
}

TEST_CASE("an include is plain, quoted or bracketed") {
  CHECK(outcome(checkInclude, "a/b.h") == "a/b.h");
  CHECK(outcome(checkInclude, "<a/b.h>") == "<a/b.h>");
  CHECK(outcome(checkInclude, "\"a/b.h\"") == "\"a/b.h\"");
  CHECK(outcome(checkInclude, "<a/b.h") == "<'<a/b.h' has no closing bracket>");
  CHECK(outcome(checkInclude, "a>b") == "<'a>b' can't stand in an #include>");
  CHECK(outcome(checkInclude, "\"\"") == "<the include is empty>");
}

TEST_CASE("a date is one of the calendar") {
  CHECK(outcome(checkDate, "2028-02-29") == "2028-02-29");
  CHECK(outcome(checkDate, "2027-02-29") == "<'2027-02-29' is not in the calendar>");
  CHECK(outcome(checkDate, "2027-13-01") == "<'2027-13-01' is not in the calendar>");
  CHECK(outcome(checkDate, "1.2.2027") == "<'1.2.2027' is not a date like 2027-01-31>");
  CHECK(outcome(checkDate, "2027-1-1") == "<'2027-1-1' is not a date like 2027-01-31>");
}

TEST_CASE("a label is fit for the name of a folder") {
  CHECK(outcome(checkLabel, "virtio-hal.2_x") == "virtio-hal.2_x");
  CHECK(outcome(checkLabel, "a/b") == "<'a/b' may hold only letters, digits, '.', '_' and '-'>");
  CHECK(outcome(checkLabel, "..") == "<'..' must start with a letter or a digit>");
  CHECK(outcome(checkLabel, "-x") == "<'-x' must start with a letter or a digit>");
  CHECK(outcome(checkLabel, std::string(101, 'a')) == "<the name is longer than 100 characters>");
}

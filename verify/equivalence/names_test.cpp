#include "verify/equivalence/names.h"

#include <catch2/catch_test_macros.hpp>

using levitate::equivalence::Rename;
using levitate::equivalence::SymbolNames;

namespace {

/// True when `before` under the renames is the symbol `after`.
bool same(const std::vector<Rename> &renames, const char *before, const char *after) {
  SymbolNames was(renames), is({});
  return was.of(before).key == is.of(after).key;
}

const std::vector<Rename> move = {{"a::hal::X", "a::dev::Y"}};

} // namespace

TEST_CASE("a moved class is found wherever a symbol names it") {
  CHECK(same(move, "_ZN1a3hal1X1fEv", "_ZN1a3dev1Y1fEv"));             // a member
  CHECK(same(move, "_ZN1a3hal1XC1Ev", "_ZN1a3dev1YC1Ev"));             // a constructor
  CHECK(same(move, "_ZTVN1a3hal1XE", "_ZTVN1a3dev1YE"));               // its vtable
  CHECK(same(move, "_Z1gRKN1a3hal1XES3_", "_Z1gRKN1a3dev1YES3_"));     // parameters, substitution
  CHECK(same(move, "_Z1gIN1a3hal1XEEvT_", "_Z1gIN1a3dev1YEEvT_"));     // a template argument
  CHECK(same(move, "_ZZN1a3hal1X1fEvE1n", "_ZZN1a3dev1Y1fEvE1n"));     // a local static
  CHECK(same(move, "_ZGVZN1a3hal1X1fEvE1n", "_ZGVZN1a3dev1Y1fEvE1n")); // its guard
  CHECK(same(move, "_ZZN1a3hal1X1fEvENKUlvE_clEv", "_ZZN1a3dev1Y1fEvENKUlvE_clEv")); // a lambda
}

TEST_CASE("an ABI tag goes where the name goes") {
  const std::vector<Rename> f = {{"a::f", "a::b::f"}};
  CHECK(same(f, "_ZN1a1fB5cxx11EPNS_1XE", "_ZN1a1b1fB5cxx11EPNS_1XE"));
  CHECK(same(f, "_ZN1a1fB5cxx11B1tEv", "_ZN1a1b1fB5cxx11B1tEv"));
  CHECK(same(f, "_ZN1a1fB5cxx11IiEEvv", "_ZN1a1b1fB5cxx11IiEEvv"));
  CHECK(same(f, "_ZZN1a1fB5cxx11EvE1n", "_ZZN1a1b1fB5cxx11EvE1n"));
  CHECK_FALSE(same(f, "_ZN1a1fB5cxx11Ev", "_ZN1a1b1fEv"));
  CHECK_FALSE(same(f, "_ZN1a1fEv", "_ZN1a1b1fB5cxx11Ev"));
  CHECK_FALSE(same(f, "_ZN1a1fB5cxx11B1tEv", "_ZN1a1b1fB1tB5cxx11Ev"));
  CHECK(same({{"f", "n::f"}}, "_Z1fB5cxx11v", "_ZN1n1fB5cxx11Ev"));
  CHECK(same({{"n::f", "f"}}, "_ZN1n1fB5cxx11Ev", "_Z1fB5cxx11v"));
  CHECK(same({{"n", ""}}, "_ZN1n1fB5cxx11Ev", "_Z1fB5cxx11v"));
  CHECK(same({{"n::f(int)", "n::g(int)"}}, "_ZN1n1fB5cxx11Ei", "_ZN1n1gB5cxx11Ei"));
  CHECK_FALSE(same({{"n::f(int)", "n::g(int)"}}, "_ZN1n1fB5cxx11El", "_ZN1n1gB5cxx11El"));
  CHECK(same({{"n::C::f", "n::C::g"}}, "_ZN1n1CIiE1fB5cxx11Ev", "_ZN1n1CIiE1gB5cxx11Ev"));
  CHECK(same(move, "_ZN1a3hal1X1fB5cxx11Ev", "_ZN1a3dev1Y1fB5cxx11Ev"));
}

TEST_CASE("nothing else is equated") {
  CHECK_FALSE(same(move, "_ZN1a3hal1Z1fEv", "_ZN1a3dev1Z1fEv"));  // another class of the namespace
  CHECK_FALSE(same(move, "_ZN1a3hal1X1fEv", "_ZN1a3hal1X1fEv"));  // the old name stands for nothing
  CHECK_FALSE(same(move, "_ZN1a3hal1XC1Ev", "_ZN1a3dev1YC2Ev"));  // the base constructor
  CHECK_FALSE(same(move, "_ZN1a3hal1X1fEv", "_ZNK1a3dev1Y1fEv")); // a const member
  CHECK_FALSE(same(move, "_ZN1b1a3hal1X1fEv", "_ZN1b1a3dev1Y1fEv")); // the same path elsewhere
}

TEST_CASE("a name of the global namespace is not a member's name") {
  const std::vector<Rename> rename = {{"f", "n::f"}};
  CHECK(same(rename, "_Z1fv", "_ZN1n1fEv"));
  CHECK(same(rename, "_Z1fIiEvv", "_ZN1n1fIiEEvv"));
  CHECK_FALSE(same(rename, "_ZN1a1fEv", "_ZN1n1fEv"));
  CHECK(same(rename, "_ZN1a1fEv", "_ZN1a1fEv"));
  CHECK(same(rename, "_ZZ1fvE1f", "_ZZN1n1fEvE1f")); // a local of that name keeps it
}

TEST_CASE("a variable of the global namespace is not mangled and still has a name") {
  CHECK(same({{"count", "n::count"}}, "count", "_ZN1n5countE"));
  CHECK(same({{"n::count", "count"}}, "_ZN1n5countE", "count"));
}

TEST_CASE("names can be swapped") {
  const std::vector<Rename> swap = {{"n::a", "n::b"}, {"n::b", "n::a"}};
  CHECK(same(swap, "_ZN1n1aEv", "_ZN1n1bEv"));
  CHECK(same(swap, "_ZN1n1bEv", "_ZN1n1aEv"));
  CHECK_FALSE(same(swap, "_ZN1n1aEv", "_ZN1n1aEv"));
}

TEST_CASE("a namespace takes everything in it along; the longest name wins") {
  const std::vector<Rename> renames = {{"a::hal", "b"}, {"a::hal::X", "c::Y"}};
  CHECK(same(renames, "_ZN1a3hal1Z1fEv", "_ZN1b1Z1fEv"));
  CHECK(same(renames, "_ZN1a3hal1X1fEv", "_ZN1c1Y1fEv"));
}

TEST_CASE("one overload can be meant") {
  const std::vector<Rename> rename = {{"n::f(int)", "n::g"}};
  CHECK(same(rename, "_ZN1n1fEi", "_ZN1n1gEi"));
  CHECK(same(rename, "_ZN1n1fEd", "_ZN1n1fEd"));
  CHECK_FALSE(same(rename, "_ZN1n1fEd", "_ZN1n1gEd"));
}

TEST_CASE("names in strings are replaced as whole names") {
  const SymbolNames names(move);
  CHECK(names.inText("void a::hal::X::f()") == "void a::dev::Y::f()");
  CHECK(names.inText("a::hal::X2 b::a::hal::X xa::hal::X") == "a::hal::X2 b::a::hal::X xa::hal::X");
}

TEST_CASE("a text that a macro made of its argument may say the new names") {
  const SymbolNames names({{"a::hal::X", "a::dev::Y"}, {"a::limit", "a::most"}});
  CHECK(names.sameButForNames("x < limit", "x < most"));
  CHECK(names.sameButForNames("a::hal::X().get() == 1", "::a::dev::Y().get() == 1"));
  CHECK(names.sameButForNames("hal::X().get() == 1", "a::dev::Y().get() == 1"));
  // As __PRETTY_FUNCTION__ spells: one name as it was written, the other in full.
  CHECK(names.sameButForNames("X *a::hal::X::get() const", "Y *a::dev::Y::get() const"));
  CHECK(names.sameButForNames("X *hal::X::get()", "Y *hal::Y::get()"));
  CHECK_FALSE(names.sameButForNames("X *a::hal::X::get()", "Y *a::dev::Y::put()"));
  CHECK_FALSE(names.sameButForNames("X *hal::Z::get()", "Y *hal::Y::get()"));
  CHECK_FALSE(names.sameButForNames("x < limit", "x < limits"));
  CHECK_FALSE(names.sameButForNames("x < limit", "y < most"));
  CHECK_FALSE(names.sameButForNames("x < limit", "x <= most"));
  CHECK_FALSE(names.sameButForNames("unlimit", "unmost"));
}

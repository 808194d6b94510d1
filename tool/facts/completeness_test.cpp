#include "tool/facts/extract.h"

#include "tool/facts/tree_for_test.h"

#include <set>

using namespace levitate;
using namespace levitate::facts;

namespace {

/// The classes that the lines of `a.cpp` need whole, as `line: name`.
std::set<std::string> needs(const std::string &text) {
  const TreeForTest tree({{"a.cpp", text}});
  const Facts facts = extract(tree.unit("a.cpp"), tree.overlay(), tree.project());
  for (const Diagnostic &diagnostic : facts.diagnostics)
    FAIL(diagnostic.message);
  std::set<std::string> result;
  for (const CompleteUse &use : facts.completeUses) {
    const auto line = std::count(text.begin(), text.begin() + use.offset, '\n') + 1;
    result.insert(std::to_string(line) + ": " + facts.entities.at(use.entity).qualified);
  }
  return result;
}

using Set = std::set<std::string>;

} // namespace

TEST_CASE("a pointer, a reference and a declaration do with a declaration") {
  CHECK(needs("struct A;\n"
              "A *pointer; A &reference(A *);\n"
              "A value(A); extern A other;\n"
              "struct B { A *a; A &(*f)(A); friend struct A; static A one; };\n"
              "inline A *pass(A &a) { return &a; }\n"
              "typedef A Alias; template <class T> struct Of; Of<A> *of;\n") == Set{});
}

TEST_CASE("members, bases, arrays and values need the definition") {
  CHECK(needs("struct A { int x; };\n"
              "struct B { A a; };\n"
              "struct C : A {};\n"
              "A many[2];\n"
              "int f(A) { return 0; }\n") == Set{"2: A", "3: A", "4: A", "5: A"});
}

TEST_CASE("code that names no class may need one") {
  CHECK(needs("struct A { int x; }; struct B : A {};\n"
              "B *make(); void take(A *);\n"
              "void convert() { take(make()); }\n"
              "int look() { return make()->x; }\n"
              "auto step() { return make() + 1; }\n"
              "void drop() { delete make(); }\n") ==
        Set{"1: A", "3: A", "3: B", "4: A", "4: B", "5: B", "6: B"});
}

TEST_CASE("a class inside a class needs the outer one, and so does a qualifier") {
  CHECK(needs("struct A { struct In {}; static int n; };\n"
              "A::In *in;\n"
              "int n = A::n;\n") == Set{"2: A", "3: A"});
}

TEST_CASE("a template's arguments count where its value does") {
  CHECK(needs("struct A {}; template <class T> struct Of { T *t; };\n"
              "Of<A> *pointer;\n"
              "Of<A> value;\n") == Set{"3: A", "3: Of"});
}

TEST_CASE("operators of size and type, covariance and handlers") {
  CHECK(needs("struct A { virtual ~A(); }; struct B : A {};\n"
              "unsigned long size = sizeof(B);\n"
              "struct M { virtual A *get(); };\n"
              "struct N : M { B *get() override; };\n"
              "void f() { try { } catch (const B &) { } }\n") ==
        Set{"1: A", "2: B", "4: B", "4: M", "5: B"});
}

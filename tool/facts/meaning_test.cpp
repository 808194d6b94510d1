#include "tool/facts/meaning.h"

#include "tool/facts/tree_for_test.h"

#include <algorithm>

using namespace levitate;
using namespace levitate::facts;

namespace {

using Files = std::map<std::string, std::string>;
/// Each declaration with the texts of its marks: what two trees are compared by.
using Meaning = std::map<std::string, std::vector<std::string>>;

Meaning meaningOf(const Files &files, const std::vector<std::string> &options = {}) {
  const TreeForTest tree(files);
  const UnitMeaning unit =
      facts::meaningOf(tree.unit("a.cpp", options), tree.overlay(), tree.project());
  for (const Diagnostic &diagnostic : unit.diagnostics)
    UNSCOPED_INFO(formatDiagnostic(diagnostic));
  REQUIRE_FALSE(unit.failed);
  Meaning result;
  for (const auto &[name, marks] : unit.declarations)
    for (const Mark &mark : marks)
      result[name].push_back(unit.texts[mark.text]);
  return result;
}
Meaning meaningOf(const std::string &text) { return meaningOf(Files{{"a.cpp", text}}); }

/// With every `from` in names and marks replaced, as a plan's renames do.
Meaning renamed(const Meaning &meaning, const std::string &from, const std::string &to) {
  const auto replaced = [&](std::string text) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
      text.replace(at, from.size(), to);
    return text;
  };
  Meaning result;
  for (const auto &[name, texts] : meaning)
    for (const std::string &text : texts)
      result[replaced(name)].push_back(replaced(text));
  return result;
}

const std::string overloads = "namespace n { int f(int); int f(long); struct S { int a, b; }; }\n";

} // namespace

TEST_CASE("meaning: something is compared at all") {
  const Meaning meaning = meaningOf("int g() { return 1 + 2; }\n");
  REQUIRE(meaning.size() == 1);
  CHECK(meaning.begin()->first == "define c:@F@g#");
  CHECK(meaning.begin()->second.size() >= 5);
}

TEST_CASE("meaning: equal wherever the declarations stand") {
  const Meaning one = meaningOf(Files{{"a.cpp", "struct S { int x; };\n"
                                                "static int f(S s) { return s.x; }\n"
                                                "int g() { return f({1}); }\n"}});
  const Meaning split =
      meaningOf(Files{{"s.h", "#pragma once\nstruct S { int x; };\n"},
                      {"f.h", "#include \"s.h\"\n\n// moved\n"
                              "static int f(S s) { return s.x; }\n"},
                      {"a.cpp", "#include \"f.h\"\nint g() { return f({1}); }\n"}});
  CHECK(one == split);
}

TEST_CASE("meaning: equal however a name is qualified or found") {
  const Meaning plain = meaningOf(overloads + "int g(n::S s) { return n::f(s.a); }\n");
  for (const char *text : {"int g(::n::S s) { return ::n::f(s.a); }\n",
                           "using n::S; int g(S s) { using n::f; return f(s.a); }\n",
                           "using namespace n; int g(S s) { return f(s.a); }\n",
                           "namespace m = n; int g(m::S s) { return (m::f((s.a))); }\n",
                           "int g(n::S other) { return n::f(other.n::S::a); }\n"}) {
    INFO(text);
    Meaning other = meaningOf(overloads + text);
    // The name of a parameter is in it where it is used, so that two are not confused.
    other = renamed(other, "local:other", "local:s");
    CHECK(other == plain);
  }
}

TEST_CASE("meaning: equal after a rename, up to that rename") {
  const Meaning before = meaningOf("namespace a { struct S { int x; }; int f(S); }\n"
                                   "int g() { return a::f(a::S{1}); }\n");
  const Meaning after = meaningOf("namespace b { struct S { int x; }; int f(S); }\n"
                                  "int g() { return b::f(b::S{1}); }\n");
  CHECK(before != after);
  CHECK(renamed(before, "@N@a@", "@N@b@") == after);
}

TEST_CASE("meaning: where code stands does not count") {
  CHECK(meaningOf("const char *f() { return __FILE__; }\nint g() { return __LINE__; }\n") ==
        meaningOf("\n\nconst char *f() { return __FILE__; }\n\n\nint g() { return __LINE__; }\n"));
}

TEST_CASE("meaning: another overload is another meaning") {
  CHECK(meaningOf(overloads + "int g() { return n::f(1); }\n") !=
        meaningOf(overloads + "int g() { return n::f(1L); }\n"));
  // The same text, but a better overload came into sight.
  const std::string use = "int g(char c) { return n::f(c); }\n";
  CHECK(meaningOf("namespace n { int f(int); }\n" + use).at("define c:@F@g#C#") !=
        meaningOf("namespace n { int f(int); int f(char); }\n" + use).at("define c:@F@g#C#"));
}

TEST_CASE("meaning: another function found by argument-dependent lookup") {
  const std::string types = "namespace n { struct S {}; }\nint f(n::S);\n";
  const std::string use = "int g(n::S s) { return f(s); }\n";
  const std::string key = "define c:@F@g#$@N@n@S@S#";
  CHECK(meaningOf(types + use).at(key) !=
        meaningOf("namespace n { struct S {}; int f(S); }\n" + use).at(key));
}

TEST_CASE("meaning: another specialisation is another meaning, with the same text") {
  const std::string primary =
      "template <class T> struct Size { static constexpr int value = 1; };\n";
  const std::string special = "template <> struct Size<int> { static constexpr int value = 2; };\n";
  const std::string use = "int g() { return Size<int>::value; }\nstatic_assert(sizeof(int));\n";
  const Meaning general = meaningOf(primary + use), specific = meaningOf(primary + special + use);
  CHECK(general != specific);
  // What the instantiation itself says has changed, not only that there is more.
  REQUIRE(general.contains("define c:@S@Size>#I"));
  REQUIRE(specific.contains("define c:@S@Size>#I"));
  CHECK(general.at("define c:@S@Size>#I") != specific.at("define c:@S@Size>#I"));
}

TEST_CASE("meaning: another overload inside an instantiation") {
  const std::string before = "int f(long);\n", more = "int f(int);\n";
  const std::string use = "template <class T> int twice(T t) { return f(t); }\n"
                          "int g() { return twice(1); }\n";
  const std::string key = "define c:@FT@>1#Ttwice#t0.0#I# <c:I>";
  CHECK(meaningOf(before + use).at(key) != meaningOf(before + more + use).at(key));
}

TEST_CASE("meaning: what is instantiated explicitly counts") {
  const std::string text = "template <class T> struct Box { T get() const { return T(); } };\n"
                           "template <class T> T twice(T t) { return t + t; }\n";
  const auto count = [&](const std::string &more) {
    const Meaning meaning = meaningOf(text + more);
    return std::count_if(meaning.begin(), meaning.end(),
                         [](const auto &entry) { return entry.first.starts_with("instantiate "); });
  };
  CHECK(count("template int twice(int);\n") == 1);
  CHECK(count("int use() { return twice(1); }\n") == 0);
  CHECK(count("template int Box<int>::get() const;\n") == 1);
  CHECK(meaningOf(text + "template int twice(int);\n") !=
        meaningOf(text + "template long twice(long);\n"));
}

TEST_CASE("meaning: constants, operators, strings and casts count") {
  const std::string base = "int g(int x) { return x + 1; }\n";
  for (const char *text : {"int g(int x) { return x + 2; }\n", "int g(int x) { return x - 1; }\n",
                           "int g(int x) { return x + 1L; }\n", "int g(int x) { return 1 + x; }\n",
                           "int g(int x) { return x; }\n", "int g(long x) { return x + 1; }\n",
                           "inline int g(int x) { return x + 1; }\n"}) {
    INFO(text);
    CHECK(meaningOf(base) != meaningOf(text));
  }
  CHECK(meaningOf("auto s = \"a\";\n") != meaningOf("auto s = \"b\";\n"));
  CHECK(meaningOf("enum E { A };\n") != meaningOf("enum E { A = 1 };\n"));
  CHECK(meaningOf("enum E : char {};\n") != meaningOf("enum E : int {};\n"));
  CHECK(meaningOf("auto x = sizeof(int);\n") != meaningOf("auto x = sizeof(char);\n"));
  CHECK(meaningOf("void f() { asm(\"nop\"); }\n") !=
        meaningOf("void f() { asm volatile(\"nop\"); }\n"));
}

TEST_CASE("meaning: a table of literals is one mark, in which all of them count") {
  const std::string tables = "#define ZERO 0\n"
                             "struct Point { int x; unsigned char y; const char *name; };\n"
                             "constexpr int many[] = {%1};\n"
                             "Point points[] = {%2};\n"
                             "double fractions[] = {%3};\n";
  const auto text = [&](std::string (*number)(int), const char *name, double fraction) {
    std::string result = tables, list, rows, doubles;
    for (int i = 0; i < 200; ++i) {
      list += number(i) + ", ";
      rows += "{" + number(i) + ", 'a', " + name + "}, ";
      doubles += std::to_string(i + fraction) + ", -1, ";
    }
    result.replace(result.find("%1"), 2, list);
    result.replace(result.find("%2"), 2, rows);
    result.replace(result.find("%3"), 2, doubles);
    return result;
  };
  const auto plain = [](int i) { return std::to_string(i); };
  const Meaning meaning = meaningOf(text(plain, "\"n\"", 0.5));
  for (const char *name : {"define c:@many", "define c:@points", "define c:@fractions"}) {
    INFO(name);
    REQUIRE(meaning.contains(name));
    CHECK(meaning.at(name).size() == 2); // the variable and the list
  }
  CHECK(meaning ==
        meaningOf("\n" + text([](int i) { return "\n" + std::to_string(i); }, "\"n\"", 0.5)));
  CHECK(meaning ==
        meaningOf(text([](int i) { return i ? std::to_string(i) : "ZERO"; }, "\"n\"", 0.5)));
  const auto other = [](int i) { return std::to_string(i == 150 ? 151 : i); };
  const auto hexadecimal = [](int i) { return std::to_string(i) + (i == 7 ? "u" : ""); };
  const auto swapped = [](int i) { return std::to_string(i == 4 ? 5 : i == 5 ? 4 : i); };
  for (const auto &changed :
       {text(other, "\"n\"", 0.5), text(hexadecimal, "\"n\"", 0.5), text(swapped, "\"n\"", 0.5)}) {
    const Meaning differs = meaningOf(changed);
    CHECK(differs.at("define c:@many") != meaning.at("define c:@many"));
    CHECK(differs.at("define c:@points") != meaning.at("define c:@points"));
    CHECK(differs.at("define c:@fractions") == meaning.at("define c:@fractions"));
  }
  CHECK(meaningOf(text(plain, "\"m\"", 0.5)).at("define c:@points") !=
        meaning.at("define c:@points"));
  CHECK(meaningOf(text(plain, "\"n\"", 0.25)).at("define c:@fractions") !=
        meaning.at("define c:@fractions"));
  // What is no literal, or changes with its place, is said one by one.
  const Meaning single = meaningOf(
      text([](int i) { return i == 9 ? "__LINE__" : std::to_string(i); }, "__FILE__", 0.5));
  CHECK(single.at("define c:@many").size() > 200);
  CHECK(single.at("define c:@points").size() > 600);
  // A new name of a type is a new name in the one mark.
  CHECK(renamed(meaning, "@Point", "@Place") == meaningOf([&] {
          std::string named = text(plain, "\"n\"", 0.5);
          for (std::size_t at = 0; (at = named.find("Point", at)) != std::string::npos;)
            named.replace(at, 5, "Place");
          return named;
        }()));
}

TEST_CASE("meaning: a value behind a macro counts though the text is the same") {
  const std::string use = "int g() { return N; }\n";
  CHECK(meaningOf("#define N 1\n" + use) != meaningOf("#define N 2\n" + use));
  CHECK(meaningOf("#define N 1\n" + use) == meaningOf("#define N (1)\n" + use));
}

TEST_CASE("meaning: the layout of a record counts") {
  const Meaning base = meaningOf("struct S { char a; int b; };\n");
  for (const char *text :
       {"struct S { int b; char a; };\n", "struct __attribute__((packed)) S { char a; int b; };\n",
        "struct alignas(16) S { char a; int b; };\n", "struct S { char a; int b; int c; };\n",
        "#pragma pack(1)\nstruct S { char a; int b; };\n",
        "struct S { virtual void f(); char a; int b; };\n"}) {
    INFO(text);
    CHECK(meaningOf(text) != base);
  }
  // Of a type of another size in it, too.
  const std::string holder = "struct S { T t; char c; };\n";
  CHECK(meaningOf("struct T { char x; };\n" + holder).at("define c:@S@S").front() !=
        meaningOf("struct T { short x; };\n" + holder).at("define c:@S@S").front());
}

TEST_CASE("meaning: sections, symbols and storage count") {
  const std::string base = "int x;\n";
  for (const char *text :
       {"__attribute__((section(\".init\"))) int x;\n", "__attribute__((aligned(64))) int x;\n",
        "static int x;\n", "thread_local int x;\n", "inline int x;\n", "int x asm(\"y\");\n",
        "const int x = 0;\n", "int x = 0;\n"}) {
    INFO(text);
    CHECK(meaningOf(base) != meaningOf(text));
  }
  CHECK(meaningOf("__attribute__((section(\".a\"))) int x;\n") !=
        meaningOf("__attribute__((section(\".b\"))) int x;\n"));
}

TEST_CASE("meaning: marks know their places; what fails says so") {
  const TreeForTest tree({{"b.h", "\nint b;\n"}, {"a.cpp", "#include \"b.h\"\nint a = b;\n"}});
  const UnitMeaning unit = facts::meaningOf(tree.unit("a.cpp"), tree.overlay(), tree.project());
  CHECK(unit.place(unit.declarations.at("define c:@b").front()) == Location{"b.h", 2, 5});
  CHECK(unit.place(unit.declarations.at("define c:@a").front()) == Location{"a.cpp", 2, 5});

  const TreeForTest wrong({{"a.cpp", "int a = b;\n"}});
  const UnitMeaning failed =
      facts::meaningOf(wrong.unit("a.cpp"), wrong.overlay(), wrong.project());
  CHECK(failed.failed);
  CHECK(failed.diagnostics.size() == 1);
}

TEST_CASE("meaning: a USR without files and offsets") {
  CHECK(normalizeUsr("c:a.cpp@F@f#") == normalizeUsr("c:b-c.hpp@F@f#"));
  CHECK(normalizeUsr("c:a.cpp@123@x") == normalizeUsr("c:b.cpp@7@x"));
  CHECK(normalizeUsr("c:@N@n@S@a.cpp@123@F@f#") == normalizeUsr("c:@N@n@S@b.cpp@9@F@f#"));
  CHECK(normalizeUsr("c:@N@n@F@f#I#") == "c:@N@n@F@f#I#");
  CHECK(normalizeUsr("c:a.cpp@F@f#") != normalizeUsr("c:a.cpp@F@g#"));
  CHECK(normalizeUsr("c:^if_<! is<T>::value && ~ n>:::type") ==
        normalizeUsr("c:^if_<!is<T>::value && ~n>:::type"));
  CHECK(normalizeUsr("c:^if_<is<decltype(cast<bool (*)(const T &, int)>(& f))>::value>") ==
        normalizeUsr("c:^if_<is<decltype(cast<bool (*)(const T &, int)>(&f))>::value>"));
  CHECK(normalizeUsr("c:^list<pair<a, b<c> > >:::iterator") ==
        normalizeUsr("c:^list<pair<a, b<c>>>:::iterator"));
  CHECK(normalizeUsr("c:^if_<a & b>") != normalizeUsr("c:^if_<a && b>"));
  CHECK(normalizeUsr("c:^if_<a - b>") != normalizeUsr("c:^if_<a, -b>"));
  CHECK(normalizeUsr("c:^if_<!is<T>::value>") != normalizeUsr("c:^if_<is<T>::value>"));
  // In a type: what follows the offset is no part of it.
  CHECK(normalizeUsr("c:*Fv(#&$@N@J@S@V@S@v.h@214#S2_)") ==
        normalizeUsr("c:*Fv(#&$@N@J@S@V@S@v.h@21519#S2_)"));
  CHECK(normalizeUsr("c:@S@V@S@@F@(unnamed struct at /a/b.h:6:27)#") ==
        normalizeUsr("c:@S@V@S@@F@(unnamed struct at /a/c.h:61:3)#"));
  // A type of internal linkage that a template is given; its namespaces stay.
  CHECK(normalizeUsr("c:@N@std@S@vector>#$a.cpp@N@n@aN@S@T") == "c:@N@std@S@vector>#$@N@n@aN@S@T");
  CHECK(normalizeUsr("c:@S@v>#$a.cpp@S@T#$@N@n@S@U") == "c:@S@v>#$@S@T#$@N@n@S@U");
  // A dependent type's scope is spelled as the code spells it.
  CHECK(normalizeUsr("c:@FT@>1#Tf#^enable_if<a::Is<T>::value, b::c::D>:::type#") ==
        normalizeUsr("c:@FT@>1#Tf#^a::enable_if<Is<T>::value, D>:::type#"));
  CHECK(normalizeUsr("c:@FT@>1#Tf#^A<T>:::type#^T::B:::x#") == "c:@FT@>1#Tf#^A<T>:::type#^B:::x#");
  CHECK(normalizeUsr("c:@FT@>1#Tf#^A<T>:::type#") != normalizeUsr("c:@FT@>1#Tf#^B<T>:::type#"));
  CHECK(normalizeUsr("c:^::") == "c:^::");
  CHECK(normalizeUsr("").empty());
  CHECK(normalizeUsr("@") == "@");
}

TEST_CASE("meaning: texts that the compiler makes of names and places do not count") {
  const std::string macro = "#define TEXT(x) #x\n";
  CHECK(meaningOf(macro + "const char *t = TEXT(a);\n") ==
        meaningOf(macro + "const char *t = TEXT(long_name);\n"));
  CHECK(meaningOf("const char *t = \"a\";\n") != meaningOf("const char *t = \"b\";\n"));
  CHECK(meaningOf("const char *t = \"a\";\n") != meaningOf("const char *t = \"ab\";\n"));
  // Its length, taken as a number, does.
  CHECK(meaningOf(macro + "const int t = sizeof TEXT(a);\n") !=
        meaningOf(macro + "const int t = sizeof TEXT(long_name);\n"));
}

TEST_CASE("meaning: local things are told apart, whatever their names") {
  CHECK(meaningOf("int f(int a, int b) { return a - b; }\n") ==
        meaningOf("int f(int c, int d) { return c - d; }\n"));
  CHECK(meaningOf("int f(int a, int b) { return a - b; }\n") !=
        meaningOf("int f(int a, int b) { return b - a; }\n"));
  CHECK(meaningOf("int f(int a) { { int b = 1; return a; } }\n") !=
        meaningOf("int f(int a) { { int a = 1; return a; } }\n"));
}

TEST_CASE("meaning: default arguments count") {
  const std::string names = "int a(); namespace n { int a(); ";
  CHECK(meaningOf(names + "int f(int x = a()); }\n") !=
        meaningOf(names + "int f(int x = ::a()); }\n"));
}

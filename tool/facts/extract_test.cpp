#include "tool/facts/extract.h"

#include "tool/facts/tree_for_test.h"

#include <algorithm>

using namespace levitate;
using namespace levitate::facts;

namespace {

/// The facts of `a.cpp` in a small tree, and questions about them.
struct Fixture {
  explicit Fixture(std::map<std::string, std::string> given,
                   const std::vector<std::string> &options = {})
      : files(std::move(given)), tree(files) {
    facts = extract(tree.unit("a.cpp", options), tree.overlay(), tree.project());
  }
  explicit Fixture(const std::string &text)
      : Fixture(std::map<std::string, std::string>{{"a.cpp", text}}) {}

  std::string text(const std::string &file, Range range) const {
    return files.at(file).substr(range.begin, range.end - range.begin);
  }
  /// The entity with that qualified name, which must be the only one.
  const Entity &entity(const std::string &qualified) const {
    const Entity *found = nullptr;
    for (const Entity &entity : facts.entities)
      if (entity.qualified == qualified) {
        INFO(qualified);
        REQUIRE(found == nullptr);
        found = &entity;
      }
    INFO(qualified);
    REQUIRE(found != nullptr);
    return *found;
  }
  /// The references that are spelled `qualifier` + `name` in a.cpp, declarations left out.
  std::vector<Reference> uses(const std::string &spelled) const {
    std::vector<Reference> result;
    for (const Reference &reference : facts.references)
      if (!reference.declares && reference.file == "a.cpp" &&
          text("a.cpp", {reference.qualifier.begin, reference.name.end}) == spelled)
        result.push_back(reference);
    return result;
  }
  Reference use(const std::string &spelled) const {
    const std::vector<Reference> found = uses(spelled);
    INFO(spelled);
    REQUIRE(found.size() == 1);
    return found.front();
  }
  std::string meant(const Reference &reference) const {
    return facts.entities.at(reference.entity).qualified;
  }
  const Chunk &chunk(const std::string &extent) const {
    for (const Chunk &chunk : facts.chunks)
      if (text(chunk.file, chunk.extent) == extent)
        return chunk;
    FAIL("no chunk " << extent);
    return facts.chunks.front();
  }

  std::map<std::string, std::string> files;
  TreeForTest tree;
  Facts facts;
};

} // namespace

TEST_CASE(
    "facts: a unit of another compiler is read without the options that Clang does not know") {
  const std::string text = "int f() { return 1; }\n";
  const Fixture f({{"a.cpp", text}}, {"-fconcepts-diagnostics-depth=3", "-fplugin=./none.so",
                                      "-mno-avx256-split-unaligned-load", "-fmax-errors=5"});
  CHECK(f.facts.diagnostics.empty());
  CHECK(f.entity("f").file == "a.cpp");
}

TEST_CASE("facts: the entities of the project's files, by kind and place") {
  const Fixture f({{"n.h", "#pragma once\n"
                           "namespace n {\n"
                           "struct S { int field; virtual void m(int); static int count; };\n"
                           "enum E { One }; enum class F { Two };\n"
                           "using A = S;\n"
                           "template <class T> concept C = true;\n"
                           "template <class T> struct Box {};\n"
                           "int f(const S &s, long);\n"
                           "extern int v; constexpr int k = 1;\n"
                           "inline namespace v1 { int g(); }\n"
                           "}\n"
                           "#define M 1\n"},
                   {"a.cpp", "#include \"n.h\"\n"
                             "int n::f(const S &, long) { static int calls; return ++calls + M; }\n"
                             "namespace { int hidden; }\n"
                             "struct D : n::S { void m(int) override; };\n"}});
  CHECK(f.facts.diagnostics.empty());
  CHECK(f.facts.unit == "a.cpp");
  CHECK(f.facts.configuration == f.tree.root() + "/build");
  CHECK(f.facts.files == std::vector<std::string>{"a.cpp", "n.h"});

  CHECK(f.entity("n").kind == EntityKind::Namespace);
  CHECK(f.entity("n::S").kind == EntityKind::Record);
  CHECK(f.entity("n::S").scope == "n");
  CHECK(f.entity("n::S").file == "n.h");
  CHECK(f.entity("n::S").atNamespaceScope);
  CHECK(f.entity("n::S::field").kind == EntityKind::Field);
  CHECK(f.entity("n::S::field").isMember);
  CHECK(f.entity("n::S::field").record == f.entity("n::S").usr);
  CHECK_FALSE(f.entity("n::S::field").atNamespaceScope);
  CHECK(f.entity("n::S::m").kind == EntityKind::Method);
  CHECK(f.entity("n::S::m").isVirtual);
  CHECK(f.entity("n::S::count").kind == EntityKind::Variable);
  CHECK(f.entity("n::E").kind == EntityKind::Enum);
  CHECK(f.entity("n::One").kind == EntityKind::Enumerator);
  CHECK(f.entity("n::F::Two").kind == EntityKind::Enumerator);
  CHECK(f.entity("n::A").kind == EntityKind::Alias);
  CHECK(f.entity("n::C").kind == EntityKind::Concept);
  CHECK(f.entity("n::Box").isTemplate);
  CHECK(f.entity("n::f").kind == EntityKind::Function);
  CHECK(f.entity("n::f").parameters == "const S &, long");
  CHECK(f.entity("n::f").file == "n.h");
  CHECK(f.entity("n::f").state);
  CHECK(f.entity("n::v").state);
  CHECK_FALSE(f.entity("n::k").state);
  // An inline namespace leaves no trace in names.
  CHECK(f.entity("n::g").scope == "n");
  CHECK(f.entity("M").kind == EntityKind::Macro);
  CHECK(f.entity("M").file == "n.h");
  CHECK(f.entity("hidden").internal);
  CHECK_FALSE(f.entity("n::v").internal);
  CHECK(f.entity("D::m").overrides == std::vector{f.entity("n::S::m").usr});
}

TEST_CASE("facts: a reference says how it is qualified and where it is looked up") {
  const Fixture f("namespace a { namespace b { int x; } }\n"
                  "namespace s = a::b;\n"
                  "namespace a {\n"
                  "int plain() { return b::x; }\n"
                  "}\n"
                  "int full() { return ::a::b::x; }\n"
                  "int alias() { return s::x; }\n");
  REQUIRE(f.facts.diagnostics.empty());
  const Reference relative = f.use("b::x");
  CHECK(f.meant(relative) == "a::b::x");
  CHECK(f.text("a.cpp", relative.qualifier) == "b::");
  CHECK(f.facts.entities[relative.qualifierScope].qualified == "a::b");
  CHECK(f.facts.entities[relative.firstScope].qualified == "a::b");
  CHECK(f.facts.contexts[relative.context] == "a");
  CHECK_FALSE(relative.global);

  const Reference global = f.use("::a::b::x");
  CHECK(global.global);
  CHECK(f.text("a.cpp", global.qualifier) == "::a::b::");
  CHECK(f.facts.contexts[global.context].empty());

  // An alias is resolved in the scope, and kept in the first component.
  const Reference aliased = f.use("s::x");
  CHECK(f.meant(aliased) == "a::b::x");
  CHECK(f.facts.entities[aliased.qualifierScope].qualified == "a::b");
  CHECK(f.facts.entities[aliased.firstScope].qualified == "s");
}

TEST_CASE("facts: a name found through a using-declaration says through which") {
  const Fixture f("namespace n { struct S {}; int f(int); int f(long); }\n"
                  "using n::S;\n"
                  "int g(S *) { using n::f; return f(1); }\n"
                  "int h(n::S) { return n::f(2L); }\n");
  REQUIRE(f.facts.diagnostics.empty());
  const Reference type = f.use("S");
  REQUIRE(type.via != Reference::NoIndex);
  CHECK(f.text("a.cpp", f.facts.usings[type.via].extent) == "using n::S;");
  CHECK(f.facts.usings[type.via].atNamespaceScope);
  CHECK(f.facts.usings[type.via].name == "S");
  const Reference call = f.use("f");
  REQUIRE(call.via != Reference::NoIndex);
  CHECK(f.text("a.cpp", f.facts.usings[call.via].extent) == "using n::f;");
  CHECK_FALSE(f.facts.usings[call.via].atNamespaceScope);
  CHECK(f.facts.entities[call.entity].parameters == "int");
  // The declaration itself names both overloads, the direct call one of them.
  const std::vector<Reference> named = f.uses("n::f");
  CHECK(named.size() == 3);
  CHECK(std::all_of(named.begin(), named.end(),
                    [](const Reference &r) { return r.via == Reference::NoIndex; }));
}

TEST_CASE("facts: using-directives and aliases are usings with their target") {
  const Fixture f("namespace n { int x; }\nusing namespace n;\nnamespace m = n;\nint y = x;\n");
  REQUIRE(f.facts.usings.size() == 2);
  CHECK(f.facts.usings[0].kind == Using::Kind::Directive);
  CHECK(f.facts.entities[f.facts.usings[0].target].qualified == "n");
  CHECK(f.text("a.cpp", f.facts.usings[0].extent) == "using namespace n;");
  CHECK(f.facts.usings[1].kind == Using::Kind::Alias);
  CHECK(f.facts.usings[1].name == "m");
  CHECK(f.meant(f.use("x")) == "n::x");
}

TEST_CASE("facts: argument-dependent lookup is told from ordinary lookup") {
  const Fixture f("namespace n { struct S {}; void f(S); S operator+(S, S); }\n"
                  "void g(n::S s) { f(s); n::f(s + s); }\n");
  CHECK(f.use("f").adl);
  CHECK(f.meant(f.use("f")) == "n::f");
  CHECK_FALSE(f.use("n::f").adl);
  const Reference plus = f.use("+");
  CHECK(plus.operatorToken);
  CHECK(f.meant(plus) == "n::operator+");
}

TEST_CASE("facts: a token in a macro's body is told from one in its argument") {
  const Fixture f("int x; int y;\n"
                  "#define BODY x\n"
                  "#define PASS(a) (a)\n"
                  "#define PASTE(a) a##_z\n"
                  "int y_z;\n"
                  "int f() { return BODY + PASS(y) + PASTE(y); }\n");
  REQUIRE(f.facts.diagnostics.empty());
  const Reference body = f.use("x");
  CHECK(body.inMacro);
  CHECK(body.certain);
  CHECK(body.expansion == Location{"a.cpp", 6, 18});
  const Reference argument = f.use("y");
  CHECK_FALSE(argument.inMacro);
  // A pasted token is spelled nowhere: its place is that of its use.
  const auto pasted = std::find_if(f.facts.references.begin(), f.facts.references.end(),
                                   [&](const Reference &reference) {
                                     return !reference.declares && f.meant(reference) == "y_z";
                                   });
  REQUIRE(pasted != f.facts.references.end());
  CHECK_FALSE(pasted->certain);
  CHECK(pasted->expansion.line == 6);
  CHECK(f.meant(f.use("BODY")) == "BODY");
}

TEST_CASE("facts: templates: candidates, names that only an instantiation can resolve") {
  const Fixture f("namespace n { int f(int); int f(long); }\n"
                  "template <class T> int g(T t) { return n::f(t) + t.member; }\n"
                  "template <class T> struct Box { T value; };\n"
                  "template <> struct Box<char> {};\n"
                  "Box<int> box;\n");
  REQUIRE(f.facts.diagnostics.empty());
  const std::vector<Reference> candidates = f.uses("n::f");
  REQUIRE(candidates.size() == 2);
  CHECK(candidates[0].dependent);
  CHECK(candidates[0].entity != candidates[1].entity);
  REQUIRE(f.facts.dependentNames.size() == 1);
  CHECK(f.facts.dependentNames[0].text == "member");
  CHECK(f.text("a.cpp", f.facts.dependentNames[0].name) == "member");
  // The template, its specialisation and its instantiation are one entity.
  CHECK(f.meant(f.use("Box")) == "Box");
  CHECK(f.entity("Box").isTemplate);
  CHECK(f.chunk("template <> struct Box<char> {};").specialisation);
}

TEST_CASE("facts: chunks reach from the first token to the semicolon or brace") {
  const Fixture f("namespace n {\n"
                  "template <class T>\nT twice(T t) { return t + t; }\n"
                  "struct S { void m(); };\n"
                  "int f(int a);\n"
                  "extern int v;\n"
                  "inline int k = 1;\n"
                  "static_assert(true, \"yes\");\n"
                  "}\n"
                  "void n::S::m() {}\n"
                  "extern \"C\" int c(void);\n"
                  "int make(); int dynamic = make();\n");
  REQUIRE(f.facts.diagnostics.empty());
  const Chunk &twice = f.chunk("template <class T>\nT twice(T t) { return t + t; }");
  CHECK(twice.isInline);
  CHECK(twice.definition);
  CHECK(twice.scope == "n");
  CHECK(f.facts.entities[twice.entity].qualified == "n::twice");
  CHECK(f.chunk("struct S { void m(); };").definition);
  const Chunk &declared = f.chunk("int f(int a);");
  CHECK_FALSE(declared.definition);
  CHECK_FALSE(declared.isInline);
  CHECK_FALSE(f.chunk("extern int v;").definition);
  CHECK(f.chunk("inline int k = 1;").isInline);
  CHECK(f.chunk("static_assert(true, \"yes\");").staticAssert);
  CHECK(f.chunk("static_assert(true, \"yes\");").entity == Facts::NoEntity);
  // An out-of-line member belongs to its class.
  const Chunk &member = f.chunk("void n::S::m() {}");
  CHECK(f.facts.entities[member.entity].qualified == "n::S::m");
  CHECK(f.facts.entities[member.owner].qualified == "n::S");
  CHECK(member.scope.empty());
  CHECK(f.facts.entities[f.chunk("extern \"C\" int c(void);").entity].qualified == "c");
  CHECK(f.chunk("int dynamic = make();").dynamicInitialisation);
  CHECK_FALSE(f.chunk("inline int k = 1;").dynamicInitialisation);
}

TEST_CASE("facts: blocks have their braces, names and kinds") {
  const Fixture f("namespace a::b {\nint x;\n}\n"
                  "inline namespace v1 { }\n"
                  "namespace { int y; }\n"
                  "extern \"C\" {\nint z;\n}\n"
                  "#define OPEN namespace m {\n"
                  "OPEN int w; }\n");
  REQUIRE(f.facts.diagnostics.empty());
  for (const Block &block : f.facts.blocks)
    UNSCOPED_INFO(block.qualified << ": " << f.text("a.cpp", block.whole));
  REQUIRE(f.facts.blocks.size() == 5);
  const Block &nested = f.facts.blocks[0];
  CHECK(nested.qualified == "a::b");
  CHECK(nested.name == "a::b");
  CHECK(f.text("a.cpp", nested.whole) == "namespace a::b {\nint x;\n}");
  CHECK(f.text("a.cpp", nested.body) == "\nint x;\n");
  CHECK(f.text("a.cpp", nested.names) == "namespace a::b ");
  CHECK(f.facts.blocks[1].isInline);
  CHECK(f.facts.blocks[2].anonymous);
  CHECK(f.text("a.cpp", f.facts.blocks[2].body) == " int y; ");
  CHECK(f.facts.blocks[3].linkage);
  CHECK(f.text("a.cpp", f.facts.blocks[3].body) == "\nint z;\n");
  CHECK(f.facts.blocks[4].fromMacro);
}

TEST_CASE("facts: includes say how they are written and what they mean") {
  const Fixture f({{"sub/b.h", ""},
                   {"build/made.h", ""},
                   {"a.cpp", "#include \"sub/b.h\"\n# include <sub/b.h> // why\n"
                             "#define B \"sub/b.h\"\n#include B\n#include \"build/made.h\"\n"}});
  REQUIRE(f.facts.diagnostics.empty());
  REQUIRE(f.facts.includes.size() == 4);
  CHECK(f.facts.includes[0].name == "sub/b.h");
  CHECK(f.facts.includes[0].resolved == "sub/b.h");
  CHECK_FALSE(f.facts.includes[0].angled);
  CHECK(f.text("a.cpp", f.facts.includes[0].spelled) == "\"sub/b.h\"");
  CHECK(f.facts.includes[1].angled);
  CHECK(f.text("a.cpp", f.facts.includes[1].extent) == "# include <sub/b.h>");
  CHECK(f.facts.includes[2].resolved == "sub/b.h");
  // What a build directory holds is not the project's.
  CHECK(f.facts.includes[3].resolved == f.tree.root() + "/build/made.h");
}

TEST_CASE("facts: what the preprocessor passes over, by configuration") {
  const std::map<std::string, std::string> files{
      {"a.cpp", "#ifdef ON\nint on;\n#else\nint off;\n#endif\n"}};
  const Fixture off(files), on(files, {"-DON"});
  REQUIRE(off.facts.inactive.size() == 1);
  REQUIRE(on.facts.inactive.size() == 1);
  CHECK(off.text("a.cpp", off.facts.inactive[0].range).find("int on;") != std::string::npos);
  CHECK(off.text("a.cpp", off.facts.inactive[0].range).find("int off;") == std::string::npos);
  CHECK(on.text("a.cpp", on.facts.inactive[0].range).find("int off;") != std::string::npos);
  CHECK(off.entity("off").kind == EntityKind::Variable);
  CHECK(on.entity("on").kind == EntityKind::Variable);
}

TEST_CASE("facts: a unit is read as the overlay has it") {
  const TreeForTest tree({{"a.cpp", "#include \"b.h\"\nint a;\n"}, {"b.h", "int b;\n"}});
  workspace::Overlay overlay = tree.overlay();
  overlay.write("b.h", "int planned;\n");
  const Facts planned = extract(tree.unit("a.cpp"), overlay, tree.project());
  CHECK(planned.diagnostics.empty());
  CHECK(std::any_of(planned.entities.begin(), planned.entities.end(),
                    [](const Entity &entity) { return entity.name == "planned"; }));
  CHECK(std::none_of(planned.entities.begin(), planned.entities.end(),
                     [](const Entity &entity) { return entity.name == "b"; }));
  // A file that the plan deletes is not there, though the disk has it.
  overlay.erase("b.h");
  const Facts gone = extract(tree.unit("a.cpp"), overlay, tree.project());
  REQUIRE(gone.diagnostics.size() == 1);
  CHECK(gone.diagnostics[0].severity == Severity::Error);
  CHECK(gone.diagnostics[0].where == Location{"a.cpp", 1, 10});
}

TEST_CASE("facts: the compiler's errors and warnings are kept with their places") {
  const Fixture f(
      std::map<std::string, std::string>{
          {"a.cpp", "int f() { return nothing; }\nvoid g() { int unused; }\n"}},
      {"-Wall"});
  REQUIRE(f.facts.diagnostics.size() == 2);
  CHECK(f.facts.diagnostics[0].severity == Severity::Error);
  CHECK(f.facts.diagnostics[0].where == Location{"a.cpp", 1, 18});
  CHECK(f.facts.diagnostics[1].severity == Severity::Warning);
}

TEST_CASE("directives alone give the files and the includes of a parse") {
  const TreeForTest tree({
      {"a.h",
       "#ifndef A_H\n#define A_H\n#ifdef WITH_B\n#include \"b.h\"\n#endif\n"
       "#if __has_include(\"c.h\") && VERSION(2) > 1\n#define NAME \"c.h\"\n#endif\n#endif\n"},
      {"b.h", "#pragma once\n#error not for us\n"},
      {"c.h", "#pragma once\nint c();\n#if 0\nint never();\n#endif\n"},
      {"forced.h", "#define VERSION(x) (x + MORE)\n"},
      {"a.cpp", "int before;\n#include \"a.h\"\n#include NAME\n#include \"c.h\"\n"
                "const char *text = R\"(\n#include \"b.h\"\n)\";\nint f() { return c(); }\n"},
  });
  const auto unit = tree.unit("a.cpp", {"-include", tree.root() + "/forced.h", "-DMORE=1"});
  const workspace::Overlay overlay = tree.overlay();
  const Project project = tree.project();
  const Facts parsed = extract(unit, overlay, project);
  CHECK(parsed.diagnostics.empty());
  CHECK(parsed.files == std::vector<std::string>{"a.cpp", "a.h", "c.h", "forced.h"});
  for (const Depth depth : {Depth::Directives, Depth::Preprocessed}) {
    const Facts read = extractWithoutParsing(unit, overlay, project, depth);
    CHECK(read.depth == depth);
    CHECK(read.unit == "a.cpp");
    CHECK(read.diagnostics.empty());
    CHECK(read.files == parsed.files);
    CHECK(read.entities.empty());
    REQUIRE(read.includes.size() == parsed.includes.size());
    for (std::size_t i = 0; i < read.includes.size(); ++i) {
      CHECK(read.includes[i].file == parsed.includes[i].file);
      CHECK(read.includes[i].extent == parsed.includes[i].extent);
      CHECK(read.includes[i].spelled == parsed.includes[i].spelled);
      CHECK(read.includes[i].resolved == parsed.includes[i].resolved);
    }
    CHECK(read.inactive.size() == (depth == Depth::Preprocessed ? parsed.inactive.size() : 0));
  }
}

TEST_CASE("directives alone tell the macros that paste, and what stands in front of the file") {
  const TreeForTest tree({{"a.cpp", "#define JOIN(a, b) a##b\n#define TEST(x) JOIN(x, _Test2)\n"
                                    "#define PLAIN(x) x + 1\nint JOIN(c, d);\n"}});
  const Facts facts = extractWithoutParsing(tree.unit("a.cpp", {"-DENTRY=start"}), tree.overlay(),
                                            tree.project(), Depth::Directives);
  REQUIRE(facts.pastingMacros.size() == 2);
  CHECK(facts.pastingMacros[0].name == "JOIN");
  CHECK(facts.pastingMacros[0].words == std::vector<std::string>{"a", "b"});
  CHECK(facts.pastingMacros[1].name == "TEST");
  CHECK(facts.pastingMacros[1].words == std::vector<std::string>{"JOIN", "x", "_Test2"});
  CHECK(facts.predefined.find("#define ENTRY start") != std::string::npos);
}

TEST_CASE("the meaning that comes with the facts is that of a parse of its own") {
  const TreeForTest tree({{"a.cpp", "struct A { int x; };\nint f(A a) { return a.x + 1; }\n"}});
  UnitMeaning together;
  extract(tree.unit("a.cpp"), tree.overlay(), tree.project(), &together);
  const UnitMeaning alone = meaningOf(tree.unit("a.cpp"), tree.overlay(), tree.project());
  CHECK(together.texts == alone.texts);
  REQUIRE(together.declarations.size() == alone.declarations.size());
  CHECK(!together.declarations.empty());
  CHECK_FALSE(together.failed);
}

TEST_CASE("facts: explicit instantiations of functions name what they name") {
  const std::string text =
      "namespace a {\n"
      "struct W { int v; };\n"
      "template <class T> int use(T t) { return t.v; }\n"
      "template <class T> struct Box { T t; int get() const { return t.v; } };\n"
      "}\n"
      "// A template int comment.\n"
      "template int a::use<a::W>(a::W);\n"
      "namespace a { extern template int Box<W>::get() const; }\n";
  const TreeForTest tree({{"a.cpp", text}});
  const Facts facts = extract(tree.unit("a.cpp"), tree.overlay(), tree.project());
  const auto named = [&](const std::string &spelled, const std::string &qualified) {
    return std::any_of(facts.references.begin(), facts.references.end(), [&](const Reference &one) {
      return one.name.begin == text.find(spelled) + spelled.rfind(':') + 1 &&
             facts.entities[one.entity].qualified == qualified;
    });
  };
  CHECK(named("a::use<", "a::use"));
  CHECK(named("a::W>", "a::W"));
  CHECK(named("a::W)", "a::W"));
  CHECK(named("Box<W>::get", "a::Box::get"));
  std::vector<std::string> instantiations;
  for (const Chunk &chunk : facts.chunks)
    if (chunk.specialisation)
      instantiations.push_back(facts.entities[chunk.owner].qualified + " in '" + chunk.scope +
                               "' " + (chunk.definition ? "definition" : "declaration"));
  CHECK(instantiations ==
        std::vector<std::string>{"a::use in '' definition", "a::Box in 'a' declaration"});
}

#include "tool/plan/new_file.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::plan;

namespace {

std::string guard(const std::string &oldPath, const std::string &oldGuard,
                  const std::string &path) {
  FileStyle style;
  style.guard = oldGuard;
  style.guardPath = oldPath;
  return guardFor(path, style);
}

/// The namespace block that opens with `opening` and closes with the last brace of the text.
facts::Block block(const std::string &text, const std::string &opening, const std::string &name,
                   const std::string &qualified) {
  facts::Block result;
  const auto begin = static_cast<std::uint32_t>(text.find(opening));
  const auto close = static_cast<std::uint32_t>(text.rfind('}'));
  result.whole = {begin, close + 1};
  result.body = {begin + static_cast<std::uint32_t>(opening.size()), close};
  result.name = name;
  result.qualified = qualified;
  return result;
}

} // namespace

TEST_CASE("new file: the guard is made of the new path as the old one was of the old") {
  CHECK(guard("net/virtio.h", "NET_VIRTIO_H", "drivers/net/virtio.h") == "DRIVERS_NET_VIRTIO_H");
  CHECK(guard("net/virtio.h", "_K_NET_VIRTIO_H_", "drv/pci.h") == "_K_DRV_PCI_H_");
  CHECK(guard("net/virtio.h", "net_virtio_h", "drv/pci.h") == "drv_pci_h");
  // Folders that the old guard leaves out are left out again.
  CHECK(guard("src/net/v.h", "NET_V_H", "src/drv/v.h") == "DRV_V_H");
  CHECK(guard("src/net/v.h", "NET_V_H", "drv/include/drv/v.h") == "DRV_V_H");
  CHECK(guard("src/net/v.h", "NET_V_H", "lib/drv/v.h") == "LIB_DRV_V_H");
  // A guard that does not follow its path gives no rule; the whole path is safe.
  CHECK(guard("net/virtio.h", "SOMETHING", "drv/pci-bus.h") == "DRV_PCI_BUS_H");
  CHECK(guard("net/virtio.h", "SOMETHING", "9p/fs.h") == "H_9P_FS_H");
  CHECK(guard("net/virtio.h", "", "drv/pci.h").empty());
}

TEST_CASE("new file: the style is read off the old file") {
  const std::string text = "#pragma once\r\n\r\nnamespace a::b {\r\n\r\nint x;\r\n\r\n"
                           "} // namespace a::b\r\n";
  const FileStyle style =
      styleOf(Source(text), "a.h", {block(text, "namespace a::b {", "a::b", "a::b")});
  CHECK(style.newline == "\r\n");
  CHECK(style.pragmaOnce);
  CHECK(style.nestedNamespaces);
  CHECK(style.closingComment == " // namespace ");
  CHECK(style.blankAfterOpening);
  CHECK(style.blankAfterPragma);

  const std::string other = "#ifndef A_H\n#define A_H\nnamespace a {\nint x;\n}\n#endif\n";
  const FileStyle plain = styleOf(Source(other), "a.h", {block(other, "namespace a {", "a", "a")});
  CHECK(plain.newline == "\n");
  CHECK_FALSE(plain.pragmaOnce);
  CHECK(plain.guard == "A_H");
  CHECK(plain.guardPath == "a.h");
  CHECK(plain.closingComment.empty());
  CHECK_FALSE(plain.blankAfterOpening);

  // A short name may stand inside the word before it.
  const std::string brief = "namespace a {\nint x;\n} // namespace a\n";
  CHECK(styleOf(Source(brief), "a.h", {block(brief, "namespace a {", "a", "a")}).closingComment ==
        " // namespace ");

  const std::string unnamed = "namespace a {\nnamespace {\nint x;\n}  // anonymous namespace\n"
                              "} // namespace a\n";
  facts::Block hidden = block(unnamed, "namespace {", "", "a");
  hidden.anonymous = true;
  hidden.whole.end = static_cast<std::uint32_t>(unnamed.find('}') + 1);
  const std::vector<facts::Block> both{block(unnamed, "namespace a {", "a", "a"), hidden};
  CHECK(wrapped({{.text = "int y;\n", .scope = "c", .anonymous = true}},
                styleOf(Source(unnamed), "a.h", both)) ==
        "namespace c {\nnamespace {\nint y;\n}  // anonymous namespace\n} // namespace c\n");

  const std::string deep = "namespace a { namespace b {\nint x;\n} }  // b\n";
  const FileStyle oneEach =
      styleOf(Source(deep), "a.h", {block(deep, "namespace b {", "b", "a::b")});
  CHECK_FALSE(oneEach.nestedNamespaces);
  CHECK(oneEach.closingComment == "  // ");
}

TEST_CASE("new file: pieces of one namespace share a block") {
  const Piece a{.text = "int a;\n", .scope = "n::m"};
  const Piece b{.text = "int b;\n", .scope = "n::m"};
  Piece close = b;
  close.blankBefore = false;
  CHECK(wrapped({a, b}, FileStyle()) ==
        "namespace n::m {\n\nint a;\n\nint b;\n\n} // namespace n::m\n");
  CHECK(wrapped({a, close}, FileStyle()) ==
        "namespace n::m {\n\nint a;\nint b;\n\n} // namespace n::m\n");
  CHECK(wrapped({}, FileStyle()).empty());
  FileStyle old;
  old.nestedNamespaces = false;
  old.closingComment = "";
  old.blankAfterOpening = false;
  old.newline = "\r\n";
  CHECK(wrapped({{.text = "int a;", .scope = "n::m"}}, old) ==
        "namespace n {\r\nnamespace m {\r\nint a;\r\n}\r\n}\r\n");
}

TEST_CASE("new file: unnamed namespaces and linkage blocks are opened and closed") {
  CHECK(wrapped({{.text = "int a;\n", .scope = "n", .anonymous = true}}, FileStyle()) ==
        "namespace n {\nnamespace {\n\nint a;\n\n} // namespace\n} // namespace n\n");
  CHECK(wrapped({{.text = "int a;\n", .linkage = "extern \"C\""}}, FileStyle()) ==
        "extern \"C\" {\n\nint a;\n\n}\n");
}

TEST_CASE("new file: an unnamed namespace opens inside the block that is open already") {
  FileStyle style;
  style.blankBeforeUnnamed = true;
  CHECK(wrapped({{.text = "int a;\n", .scope = "n", .anonymous = true},
                 {.text = "int b;\n", .scope = "n"}},
                style) == "namespace n {\n\nnamespace {\n\nint a;\n\n} // namespace\n\n"
                          "int b;\n\n} // namespace n\n");
}

TEST_CASE("new file: inline namespaces, macros for namespaces, linkage blocks under a condition") {
  CHECK(wrapped({{.text = "int a;\n", .scope = "n::m", .path = {{"n"}, {"v1", true}, {"m"}}}},
                FileStyle()) == "namespace n {\ninline namespace v1 {\nnamespace m {\n\nint a;\n\n"
                                "} // namespace m\n} // namespace v1\n} // namespace n\n");
  CHECK(wrapped({{.text = "int a;\n", .path = {{"n", false, Enclosure{"BEGIN", "END"}}}}},
                FileStyle()) == "BEGIN\n\nint a;\n\nEND\n");
  CHECK(wrapped({{.text = "int a;\n",
                  .path = {{"n"}, {"v1", true, Enclosure{"BEGIN", "END"}}, {"m"}, {"k"}}}},
                FileStyle()) == "namespace n {\nBEGIN\nnamespace m::k {\n\nint a;\n\n"
                                "} // namespace m::k\nEND\n} // namespace n\n");
  // One macro opens both, one closes both.
  CHECK(wrapped({{.text = "int a;\n",
                  .path = {{"n", false, Enclosure{"BEGIN", "END"}}, {"m", false, Enclosure{}}}}},
                FileStyle()) == "BEGIN\n\nint a;\n\nEND\n");
  CHECK(wrapped({{.text = "int a;\n",
                  .linkage = "extern \"C\"",
                  .linkageCondition = {"#ifdef __cplusplus", "#endif"}}},
                FileStyle()) == "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\nint a;\n\n"
                                "#ifdef __cplusplus\n}\n#endif\n");
}

TEST_CASE("new file: one blank line between blocks, and none where nothing is open") {
  const Piece plain{.text = "int a;\n"};
  const Piece inside{.text = "int b;\n", .scope = "n"};
  CHECK(wrapped({plain}, FileStyle()) == "int a;\n");
  CHECK(wrapped({plain, inside}, FileStyle()) ==
        "int a;\n\nnamespace n {\n\nint b;\n\n} // namespace n\n");
  CHECK(wrapped({inside, plain}, FileStyle()) ==
        "namespace n {\n\nint b;\n\n} // namespace n\n\nint a;\n");
}

TEST_CASE("new file: conditions are shared where they are the same, and closed in order") {
  const Piece a{.text = "int a;\n", .scope = "n", .enclosures = {{"#if A", "#endif"}}};
  const Piece b{.text = "int b;\n",
                .scope = "n",
                .enclosures = {{"#if A", "#endif"}, {"#ifdef B", "#endif"}}};
  const Piece c{.text = "int c;\n", .scope = "n"};
  CHECK(wrapped({a, b, c}, FileStyle()) == "namespace n {\n\n"
                                           "#if A\nint a;\n\n"
                                           "#ifdef B\nint b;\n#endif\n#endif\n\n"
                                           "int c;\n\n} // namespace n\n");
  // A condition never reaches over the end of a namespace.
  const Piece d{.text = "int d;\n", .scope = "m", .enclosures = {{"#if A", "#endif"}}};
  CHECK(wrapped({a, d}, FileStyle()) ==
        "namespace n {\n\n#if A\nint a;\n#endif\n\n} // namespace n\n\n"
        "namespace m {\n\n#if A\nint d;\n#endif\n\n} // namespace m\n");
}

TEST_CASE("new file: a header with a guard or a pragma, its includes in groups") {
  const Piece piece{.text = "int a;\n", .scope = "n"};
  const std::string body = "namespace n {\n\nint a;\n\n} // namespace n\n";
  CHECK(newHeader("n/a.h", "// Head.\n", {{{"<a>", "<b>"}}, {}, {{"\"c.h\""}}}, "", {piece},
                  FileStyle()) ==
        "// Head.\n#pragma once\n\n#include <a>\n#include <b>\n\n#include \"c.h\"\n\n" + body);
  FileStyle style;
  style.pragmaOnce = false;
  style.guard = "OLD_H";
  style.guardPath = "old.h";
  const std::string header = newHeader("n/a.h", "", {}, "", {piece}, style);
  CHECK(header == "#ifndef N_A_H\n#define N_A_H\n\n" + body + "\n#endif // N_A_H\n");
  // What is written is read again as what it is.
  CHECK(Source(header).guard() == "N_A_H");
}

TEST_CASE("new file: a source is head, includes, conditional includes, pieces") {
  CHECK(newSource("// Head.\n\n", {{{"\"a.h\""}}}, "#if A\n#include <x>\n#endif\n",
                  {{.text = "int a;\n"}}, FileStyle()) ==
        "// Head.\n\n#include \"a.h\"\n#if A\n#include <x>\n#endif\n\nint a;\n");
  CHECK(newSource("", {}, "", {{.text = "int a;\n"}}, FileStyle()) == "int a;\n");
  CHECK(newSource("", {{{"<a>"}}, {{"\"b.h\""}, "extern \"C\"", {"#if C", "#endif"}}}, "", {},
                  FileStyle()) ==
        "#include <a>\n\n#if C\nextern \"C\" {\n#endif\n#include \"b.h\"\n#if C\n}\n#endif\n");
}

TEST_CASE("new file: pieces go before the end of the namespace's last block") {
  const std::string text = "namespace n {\n\nint a;\n\n} // namespace n\n";
  const facts::Block n = block(text, "namespace n {", "n", "n");
  const Insertion inside = insertionPoint(Source(text), {n}, "n");
  CHECK(inside.insideBlock);
  CHECK(text.substr(inside.offset) == "\n} // namespace n\n");
  // On one line there is no line of the brace.
  const std::string line = "namespace n { int a; }\n";
  const Insertion short_ =
      insertionPoint(Source(line), {block(line, "namespace n {", "n", "n")}, "n");
  CHECK(line.substr(short_.offset) == "}\n");
  // An empty block, with its brace on the next line.
  const std::string empty = "namespace n {\n}\n";
  const Insertion first =
      insertionPoint(Source(empty), {block(empty, "namespace n {", "n", "n")}, "n");
  CHECK(empty.substr(first.offset) == "}\n");
}

TEST_CASE("new file: blocks that can't take the pieces are passed over") {
  const std::string text = "#pragma once\nnamespace n {\nint a;\n}\n\n";
  facts::Block n = block(text, "namespace n {", "n", "n");
  CHECK_FALSE(insertionPoint(Source(text), {n}, "m").insideBlock);
  CHECK_FALSE(insertionPoint(Source(text), {n}, "").insideBlock);
  CHECK(insertionPoint(Source(text), {n}, "").offset == text.size() - 1);
  n.anonymous = true;
  CHECK_FALSE(insertionPoint(Source(text), {n}, "n").insideBlock);
  n.anonymous = false;
  n.fromMacro = true;
  CHECK_FALSE(insertionPoint(Source(text), {n}, "n").insideBlock);
}

TEST_CASE("new file: without a block the end of the guarded text is the place") {
  const std::string text = "#ifndef A_H\n#define A_H\nint a;\n\n#endif // A_H\n";
  const Insertion at = insertionPoint(Source(text), {}, "n");
  CHECK_FALSE(at.insideBlock);
  CHECK(text.substr(at.offset) == "\n#endif // A_H\n");
}

// Fuzz target: the editor of includes does to a file what it was asked to, and nothing else.
//
// The first three bytes choose what is asked for, the rest is a source that compiles (others are
// passed over). Clang says what the source includes before and after: what was added is seen, what
// was removed is not, all other includes stay in their order. All that is no include directive
// stays as it was, and comments stay or go whole.
#include "base/text.h"
#include "tool/facts/extract.h"
#include "tool/plan/includes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace levitate;
using namespace levitate::plan;

// Vectors come from libraries that are not instrumented.
extern "C" const char *__asan_default_options() {
  return "detect_container_overflow=0:allow_user_poisoning=0:detect_leaks=0";
}

namespace {

const std::vector<std::string> Headers = {"a.h",   "b.h",  "c/c.h",
                                          "d.hpp", "zz.h", "\xC3\xA9.h"}; // é.h
const std::string File = "main.cpp";
/// What stands for one in a list of tokens without the directives at hand.
using Words = std::vector<std::string>;

[[noreturn]] void fail(const char *what, const std::string &before, const std::string &after) {
  std::fprintf(stderr, "does not hold: %s\n---- before:\n%s\n---- after:\n%s\n----\n", what,
               before.c_str(), after.c_str());
  std::abort();
}

bool compiles(const facts::Facts &unit) {
  return std::none_of(unit.diagnostics.begin(), unit.diagnostics.end(),
                      [](const Diagnostic &one) { return one.severity == Severity::Error; });
}

/// What a unit includes from its main file, in order.
Words included(const facts::Facts &unit) {
  Words result;
  for (const facts::Include &include : unit.includes)
    if (include.file == File)
      result.push_back(include.resolved);
  return result;
}

Words without(Words words, const std::set<std::string> &some) {
  std::erase_if(words, [&](const std::string &word) { return some.contains(word); });
  return words;
}

bool isInclude(std::string_view keyword) {
  return keyword == "include" || keyword == "include_next" || keyword == "import";
}

/// The tokens of a text, without its include directives: code and other directives, or comments.
Words tokensOf(const std::string &text, bool comments) {
  Words result;
  for (const plan::Token &token : tokenize(text)) {
    const std::string word = text.substr(token.range.begin, token.range.end - token.range.begin);
    if ((token.kind == TokenKind::Comment) != comments)
      continue;
    if (token.kind == TokenKind::Directive && isInclude(directiveText(word).keyword))
      continue;
    result.push_back(word);
  }
  return result;
}

bool isWithin(const Words &some, const Words &all) {
  auto at = all.begin();
  for (const std::string &word : some) {
    at = std::find(at, all.end(), word);
    if (at == all.end())
      return false;
    ++at;
  }
  return true;
}

bool standsInBlock(const facts::Facts &unit, const facts::Include &include) {
  return std::any_of(unit.blocks.begin(), unit.blocks.end(), [&](const facts::Block &block) {
    return block.file == File && block.body.contains(include.extent);
  });
}

/// A tree that is in memory only. Its name is the same in every run, for paths are part of what the
/// code under test sees.
struct Tree {
  Tree() { recipe.root = root; }
  const std::string root = "/levitate-includes-fuzz";
  recipe::Recipe recipe;
};

facts::Facts read(const Context &context) {
  const std::string path = context.overlay.root() + "/" + File;
  return facts::extract({path,
                         context.overlay.root(),
                         {"clang++", "-std=c++20", "-nostdinc", "-I.", "-Ic", "-c", path},
                         ""},
                        context.overlay, context.project);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  static const Tree tree;
  if (size < 3)
    return -1;
  const std::string before(reinterpret_cast<const char *>(data + 3), size - 3);
  if (before.find('\0') != std::string::npos)
    return -1;
  // Outside of comments, strings and directives other characters than ASCII are either part of a
  // word or none of our business.
  const auto isOther = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  for (const plan::Token &token : tokenize(before)) {
    const std::string_view word =
        std::string_view(before).substr(token.range.begin, token.range.end - token.range.begin);
    if (token.kind != TokenKind::Comment && token.kind != TokenKind::String &&
        token.kind != TokenKind::Directive && std::any_of(word.begin(), word.end(), isOther) &&
        !(token.range.begin == 0 && word.starts_with("\xEF\xBB\xBF")))
      return -1;
  }
  // Clang 19 itself crashes on `#pragma pack(_Pragma(` at the end of a file.
  if (before.find("_Pragma") != std::string::npos)
    return -1;
  // Nor are lines that end in a carriage return alone, and a backslash at the end of the file.
  if (std::string_view(trim(before)).ends_with('\\'))
    return -1;
  for (std::size_t at = before.find('\r'); at != std::string::npos; at = before.find('\r', at + 1))
    if (at + 1 == before.size() || before[at + 1] != '\n')
      return -1;
  Request request{tree.recipe, {tree.root + "/build"}};
  Gathered gathered(request, request.buildDirectories);
  Context context(request, gathered);
  for (const std::string &header : Headers)
    context.overlay.write(header, "#pragma once\n");
  context.overlay.write(File, before);
  const facts::Facts unit = read(context);
  if (!compiles(unit))
    return -1;
  const Words includedBefore = included(unit);

  const Program program({unit});
  Includes includes(context, program);
  const std::string &first = Headers[data[1] % Headers.size()];
  const std::string &second = Headers[data[2] % Headers.size()];
  std::set<std::string> concerned{first};
  switch (data[0] % 5) {
  case 0:
    includes.add(File, first);
    break;
  case 1:
    includes.add(File, first);
    includes.add(File, second);
    concerned.insert(second);
    break;
  case 2:
    includes.remove(File, first);
    break;
  case 3:
    includes.remove(File, first);
    includes.add(File, second);
    concerned.insert(second);
    break;
  case 4:
    includes.replace(File, first, second);
    concerned.insert(second);
    break;
  }
  std::set<std::string> expected = includes.direct(File);
  // A directive by a macro stays beside the one that replaces it: others may use the macro.
  for (const facts::Include &include : unit.includes)
    if (data[0] % 5 == 4 && include.file == File && include.spelled.empty())
      expected.insert(include.resolved);
  Edits edits;
  includes.emit(edits, "why");
  if (Result<void> applied = context.apply(edits, "step"); !applied)
    fail("changes of one file do not meet", before, applied.error().text());

  const std::string after = **context.overlay.read(File);
  const facts::Facts now = read(context);
  if (!compiles(now))
    fail("it still compiles", before, after + "\n" + now.diagnostics.front().message);
  const Words includedAfter = included(now);
  if (std::set<std::string>(includedAfter.begin(), includedAfter.end()) != expected)
    fail("it includes what it should", before, after);
  if (without(includedAfter, concerned) != without(includedBefore, concerned))
    fail("other includes stay", before, after);
  if (tokensOf(after, false) != tokensOf(before, false))
    fail("what is no include stays", before, after);
  if (!isWithin(tokensOf(after, true), tokensOf(before, true)))
    fail("comments stay or go whole", before, after);
  if (data[0] % 5 < 2 || data[0] % 5 == 4)
    if (tokensOf(after, true).size() < tokensOf(before, true).size() && includedBefore.empty())
      fail("no comment goes without an include", before, after);
  for (const facts::Include &include : now.includes)
    if (include.file == File && standsInBlock(now, include) &&
        std::find(includedBefore.begin(), includedBefore.end(), include.resolved) ==
            includedBefore.end() &&
        data[0] % 5 != 4)
      fail("no include comes into a block", before, after);
  if (edits.empty() && after != before)
    fail("nothing to do changes nothing", before, after);
  return 0;
}

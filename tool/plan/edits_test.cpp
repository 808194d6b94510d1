#include "tool/plan/edits.h"

#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::plan;
using levitate::facts::Range;

namespace {

/// Edits of one file, `f`, that holds `text`.
struct Fixture {
  explicit Fixture(const std::string &text) : overlay("/nonexistent") { overlay.write("f", text); }

  Result<void> apply() { return edits.apply(overlay, "step", records); }
  std::string text() const { return **overlay.read("f"); }

  workspace::Overlay overlay;
  Edits edits;
  std::vector<EditRecord> records;
};

} // namespace

TEST_CASE("edits: replacements, insertions and removals by their old offsets") {
  Fixture f("one two three");
  f.edits.replace("f", {4, 7}, "2", "number");
  f.edits.remove("f", {7, 13}, "gone");
  f.edits.insert("f", 0, "zero ", "first");
  CHECK_FALSE(f.edits.empty());
  REQUIRE(f.apply());
  CHECK(f.text() == "zero one 2");
}

TEST_CASE("edits: each is recorded with its line, its reason and both texts") {
  Fixture f("a\nb c\n");
  f.edits.replace("f", {4, 5}, "d", "because");
  REQUIRE(f.apply());
  REQUIRE(f.records.size() == 1);
  CHECK(f.records[0].file == "f");
  CHECK(f.records[0].line == 2);
  CHECK(f.records[0].step == "step");
  CHECK(f.records[0].reason == "because");
  CHECK(f.records[0].before == "c");
  CHECK(f.records[0].after == "d");
}

TEST_CASE("edits: the same edit from two units is made once") {
  Fixture f("ab");
  f.edits.replace("f", {0, 1}, "x", "unit one");
  f.edits.replace("f", {0, 1}, "x", "unit two");
  f.edits.insert("f", 2, "!", "one");
  f.edits.insert("f", 2, "!", "two");
  REQUIRE(f.apply());
  CHECK(f.text() == "xb!");
  CHECK(f.records.size() == 2);
}

TEST_CASE("edits: insertions at one place keep their order, before a replacement there") {
  Fixture f("ab");
  f.edits.replace("f", {1, 2}, "B", "");
  f.edits.insert("f", 1, "1", "");
  f.edits.insert("f", 1, "2", "");
  REQUIRE(f.apply());
  CHECK(f.text() == "a12B");
}

TEST_CASE("edits: a removal takes the edits inside it, not insertions at its ends") {
  Fixture f("0123456789");
  f.edits.replace("f", {4, 5}, "x", "");
  f.edits.insert("f", 3, "y", "");
  f.edits.remove("f", {2, 8}, "");
  f.edits.insert("f", 2, "<", "");
  f.edits.insert("f", 8, ">", "");
  REQUIRE(f.apply());
  CHECK(f.text() == "01<>89");
}

TEST_CASE("edits: removals that overlap or meet remove what all cover") {
  Fixture f("0123456789");
  f.edits.remove("f", {1, 4}, "");
  f.edits.remove("f", {3, 6}, "");
  f.edits.remove("f", {5, 7}, "");
  f.edits.remove("f", {7, 8}, "");
  REQUIRE(f.apply());
  CHECK(f.text() == "089");
}

TEST_CASE("edits: two wishes for one place are refused with both reasons, and nothing is changed") {
  for (const Range other : {Range{2, 4}, Range{3, 6}, Range{2, 3}, Range{0, 3}}) {
    Fixture f("\n123456789");
    f.edits.replace("f", {2, 4}, "x", "first reason");
    f.edits.replace("f", other, "y", "second reason");
    const auto result = f.apply();
    REQUIRE_FALSE(result);
    CHECK(result.error().status == ExitStatus::Refused);
    const Diagnostic &problem = result.error().diagnostics.front();
    CHECK(problem.message.find("first reason") != std::string::npos);
    CHECK(problem.message.find("second reason") != std::string::npos);
    CHECK(problem.where.file == "f");
    CHECK(problem.where.line == 2);
    CHECK_FALSE(problem.remedy.empty());
    CHECK(f.text() == "\n123456789");
  }
}

TEST_CASE("edits: text that moves takes the edits inside it along") {
  Fixture f("0123456789");
  f.edits.replace("f", {4, 5}, "four", "");
  f.edits.replace("f", {9, 10}, "outside", "");
  f.edits.remove("f", {2, 8}, "the move itself");
  CHECK(f.edits.appliedWithin("f", {2, 8}, f.text()).value() == "23four567");
  CHECK(f.edits.appliedWithin("other", {2, 8}, f.text()).value() == "234567");
}

TEST_CASE("changes that meet inside moved text are refused, not dropped") {
  Fixture f("0123456789");
  f.edits.replace("f", {3, 6}, "one", "the first");
  f.edits.replace("f", {5, 8}, "two", "the second");
  const Result<std::string> moved = f.edits.appliedWithin("f", {2, 9}, f.text());
  REQUIRE_FALSE(moved);
  CHECK(moved.error().status == ExitStatus::Refused);
  CHECK(moved.error().text().find("the first; and the second") != std::string::npos);
}

TEST_CASE("an insertion where moved text ends belongs to what follows it") {
  Fixture f("0123456789");
  f.edits.insert("f", 5, "!", "between");
  CHECK(f.edits.appliedWithin("f", {2, 5}, f.text()).value() == "234");
  CHECK(f.edits.appliedWithin("f", {5, 8}, f.text()).value() == "!567");
}

#include "base/json.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;

namespace {

JsonValue parsed(std::string text) {
  auto value = JsonDocument::parse(std::move(text), "f.json");
  REQUIRE(value);
  return *value;
}

std::string failure(std::string text) {
  const auto value = JsonDocument::parse(std::move(text), "f.json");
  REQUIRE_FALSE(value);
  CHECK(value.error().status == ExitStatus::Usage);
  return value.error().text();
}

} // namespace

TEST_CASE("every value knows its place and pointer") {
  const JsonValue root = parsed("{\n  \"a\": [1,\n    {\"b/c\": true}]\n}");
  const JsonValue inner = *(*root.at("a")->array())[1].at("b/c");
  CHECK(inner.where() == Location{"f.json", 3, 13});
  CHECK(inner.pointer() == "/a/1/b~1c");
  CHECK(*inner.boolean());
}

TEST_CASE("a wrong type is an error at the value") {
  const JsonValue root = parsed("{\"a\":\n 7}");
  const auto text = root.at("a")->string();
  REQUIRE_FALSE(text);
  CHECK(text.error().text() == "f.json:2:2: error: expected a string, found a number [/a]");
}

TEST_CASE("a missing key, an unknown key and a value out of range are named") {
  const JsonValue root = parsed("{\"nmae\": 1}");
  CHECK(root.at("name").error().text() == "f.json:1:1: error: the key 'name' is missing [/]");
  CHECK(root.onlyKeys({"name", "why"}).error().text() ==
        "f.json:1:10: error: unknown key 'nmae'; did you mean 'name'? [/nmae]");
  CHECK(parsed("\"lnik\"").oneOf({"link", "move"}).error().text() ==
        "f.json:1:1: error: 'lnik' is none of: link, move; did you mean 'link'? [/]");
}

TEST_CASE("broken text is an error with its place") {
  CHECK(failure("{\"a\": 1,\n}").starts_with("f.json:2:1: error: not valid JSON"));
  CHECK(failure("").starts_with("f.json:1:1: error: not valid JSON"));
  CHECK(failure("\"\xFF\"").starts_with("f.json:1:2: error: not valid JSON"));
  CHECK(failure("{} x").starts_with("f.json:1:4: error: not valid JSON"));
}

TEST_CASE("a key that stands twice is an error, in escaped spelling as well") {
  CHECK(failure("{\"a\": 1,\n \"a\": 2}") ==
        "f.json:2:2: error: the key 'a' stands twice in this object");
  CHECK(failure("{\"a\": 1, \"\\u0061\": 2}") ==
        "f.json:1:10: error: the key 'a' stands twice in this object");
}

TEST_CASE("nesting has a limit, brackets in strings do not count") {
  CHECK(failure(std::string(100000, '[')).find("nested deeper than 200") != std::string::npos);
  CHECK(JsonDocument::parse("\"" + std::string(1000, '[') + "\"", "f.json"));
  CHECK(JsonDocument::parse(std::string(200, '[') + std::string(200, ']'), "f.json"));
}

TEST_CASE("a byte order mark is no part of the text") {
  const auto document = JsonDocument::parse("\xEF\xBB\xBF{\"a\": 1}", "f.json");
  REQUIRE(document);
  const auto member = document->at("a");
  REQUIRE(member);
  CHECK(*member->integer() == 1);
  CHECK(member->where().column == 7);
}

TEST_CASE("members come in the order of the file") {
  const auto members = parsed("{\"z\": 1, \"a\": 2}").members();
  REQUIRE(members);
  CHECK((*members)[0].first == "z");
  CHECK((*members)[1].first == "a");
}

TEST_CASE("numbers that do not fit are refused") {
  CHECK_FALSE(parsed("18446744073709551615").integer());
  CHECK_FALSE(parsed("1.5").integer());
  CHECK(*parsed("-3").integer() == -3);
}

TEST_CASE("an object over another has the members of both, each with its own place") {
  const auto upper = JsonDocument::parse("{\"a\": 1,\n\"b\": 2}", "upper.json");
  const auto lower = JsonDocument::parse("{\"b\": 3, \"c\": {}, \"odd\": 4}", "lower.json");
  REQUIRE((upper && lower));
  const JsonValue both = upper->over(*lower);
  CHECK(*both.at("b")->integer() == 2);
  CHECK(both.at("b")->error("x").text().starts_with("upper.json:2:"));
  CHECK(both.has("c"));
  CHECK(both.at("c")->error("x").text().starts_with("lower.json:1:"));
  CHECK(both.members()->size() == 4);
  CHECK_FALSE(both.has("d"));
  CHECK(both.at("d").error().text().starts_with("upper.json:1:"));
  CHECK(both.onlyKeys({"a", "b", "c"}).error().text().starts_with("lower.json:1:"));
}

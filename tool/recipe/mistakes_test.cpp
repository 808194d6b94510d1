// Every kind of mistake at every place of a rule file: each key misspelt, each value of another
// type, each key left out. The places come from rule files that hold every key of the schema.
#include "tool/recipe/recipe.h"

#include "base/files.h"
#include "base/text.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

using namespace levitate;
using namespace levitate::recipe;
using Json = nlohmann::ordered_json;

namespace {

// Of each kind of step and criterion one with all of its keys.
const char *const Steps[] = {
    R"json({"id": "i", "why": "w", "text": "report", "move": {
        "symbols": [{"name": "a::B", "as": "C"}, "a::f(int)"],
        "to": {"header": "x.h", "source": "x.cpp", "namespace": "z", "target": "lib"}}
})json",
    R"({"move": {"all-of": "a.h", "to": {"header": "b.h"}}})",
    R"({"move-file": {"from": "a.h", "to": "b.h"}})",
    R"({"rename": {"symbol": "a::B", "to": "C"}})",
    R"({"rename-namespace": {"from": "a", "to": "b"}})",
    R"({"rewrite-include": {"from": "a.h", "to": "b.h"}})",
    R"({"re-export": {"header": "a.h", "of": "b.h"}})",
    R"({"re-export": {"header": "a.h", "symbols": ["x::Y"], "namespace": "z"}})",
    R"({"link": {"target": "a", "to": ["b", "c"], "scope": "PRIVATE"}})",
    R"({"unlink": {"target": "a", "from": ["b"], "scope": "PUBLIC"}})",
    R"({"delete-file": {"file": "a.h"}})",
    R"({"forward": {"symbol": "a::B", "to": "c::B", "until": "2027-01-31"}})",
    R"({"forward": {"header": "a.h", "to": "b.h", "until": "2027-01-31"}})",
};
const char *const Criteria[] = {
    R"({"absent": "hal/**"})",
    R"({"no-link": ["a", "b"]})",
    R"({"exports": {"target": "t", "symbol": "a::B"}})",
    R"({"no-reference": "a::b"})",
    R"({"layers": "layers.json"})",
    R"({"builds": ["x"]})",
    R"({"tests": "host"})",
    R"({"equivalent": true})",
    R"({"boots": ["boot/a.json"]})",
};

Json whole() {
  Json document = Json::parse(
      R"({"$schema": "s", "version": 1, "name": "n", "why": "w", "root": ".", "steps": [], "require": []})");
  for (const char *step : Steps)
    document["steps"].push_back(Json::parse(step));
  for (const char *criterion : Criteria)
    document["require"].push_back(Json::parse(criterion));
  return document;
}

// Calls visit(pointer of the member) for each member of an object and element of an array.
void eachPlace(const Json &value, const Json::json_pointer &here,
               const std::function<void(const Json::json_pointer &)> &visit) {
  for (const auto &[key, member] : value.items()) {
    const Json::json_pointer place = value.is_array() ? here / std::stoul(key) : here / key;
    visit(place);
    if (member.is_structured())
      eachPlace(member, place, visit);
  }
}

std::vector<Diagnostic> complaints(const Json &document) {
  const auto recipe = parse(document.dump(1), "/tmp/r.json");
  if (recipe)
    return {};
  CHECK(recipe.error().status == ExitStatus::Usage);
  for (const Diagnostic &problem : recipe.error().diagnostics) {
    CHECK(problem.where.file == "/tmp/r.json");
    CHECK(problem.where.line > 0);
    CHECK(problem.where.column > 0);
    CHECK(!problem.pointer.empty());
  }
  return recipe.error().diagnostics;
}

std::string textOf(const std::vector<Diagnostic> &problems) {
  std::string text;
  for (const Diagnostic &problem : problems)
    text += problem.pointer + ": " + problem.message + "\n";
  return text;
}

// The object with this key renamed, in its place.
Json withKey(const Json &object, const std::string &key, const std::string &other) {
  Json result = Json::object();
  for (const auto &[name, member] : object.items())
    result[name == key ? other : name] = member;
  return result;
}

// All keys that a schema gives to objects.
void keysOf(const Json &schema, std::set<std::string> &keys) {
  if (!schema.is_structured())
    return;
  if (schema.is_object() && schema.contains("properties"))
    for (const auto &[key, member] : schema["properties"].items())
      keys.insert(key);
  for (const Json &member : schema)
    keysOf(member, keys);
}

Json schema() {
  const auto text = readText(LEVITATE_RULES "/schema/migration.schema.json");
  REQUIRE(text);
  return Json::parse(*text);
}

} // namespace

TEST_CASE("the rule files of these tests are right, and have every key of the schema") {
  CHECK(textOf(complaints(whole())).empty());
  std::set<std::string> known, used;
  keysOf(schema(), known);
  eachPlace(whole(), Json::json_pointer(),
            [&](const Json::json_pointer &place) { used.insert(place.back()); });
  for (const std::string &key : known) {
    INFO(key);
    CHECK(used.contains(key));
  }
  CHECK(known.size() > 35);
}

TEST_CASE("each key misspelt is told at its place, with the key that was meant") {
  const Json right = whole();
  std::size_t tried = 0;
  eachPlace(right, Json::json_pointer(), [&](const Json::json_pointer &place) {
    const Json &object = right[place.parent_pointer()];
    if (!object.is_object())
      return;
    const std::string key = place.back();
    for (const std::string &wrong : {key + key.back(), key.substr(0, key.size() - 1) + "y"}) {
      if (object.contains(wrong) || (key.size() < 3 && wrong.size() == key.size()))
        continue; // of a word of two letters one is not enough to guess by
      Json document = right;
      document[place.parent_pointer()] = withKey(object, key, wrong);
      const auto problems = complaints(document);
      INFO(place.to_string() << " as " << wrong << "\n" << textOf(problems));
      const auto found =
          std::find_if(problems.begin(), problems.end(), [&](const Diagnostic &problem) {
            return problem.message.starts_with("unknown key '" + wrong + "'");
          });
      REQUIRE(found != problems.end());
      CHECK(found->pointer == (place.parent_pointer() / wrong).to_string());
      CHECK(found->message.find("did you mean '" + key + "'?") != std::string::npos);
      // The place is that of the value.
      const std::string text = document.dump(1), spelled = "\"" + wrong + "\": ";
      const Location where = locate(text, text.find(spelled) + spelled.size(), "/tmp/r.json");
      CHECK(formatLocation(found->where) == formatLocation(where));
      ++tried;
    }
  });
  CHECK(tried > 100);
}

TEST_CASE("each value of another type is told at its place") {
  const Json right = whole();
  std::size_t tried = 0;
  eachPlace(right, Json::json_pointer(), [&](const Json::json_pointer &place) {
    for (const Json &other : {Json(7), Json(true), Json(nullptr), Json("7/"), Json::array({7}),
                              Json::object({{"x", 1}}), Json(1.5)}) {
      const Json &value = right[place];
      if (other.type() == value.type() || (value.is_number() && other.is_number_integer()))
        continue;
      // One name may stand for a list of one, and `7/` is a name of many things.
      if (other.is_string() && (value.is_array() || value.is_object()) &&
          (place.back() == "to" || place.back() == "from" || place.back() == "builds" ||
           place.back() == "boots" ||
           (!place.parent_pointer().empty() && place.parent_pointer().back() == "symbols")))
        continue;
      Json document = right;
      document[place] = other;
      const auto problems = complaints(document);
      INFO(place.to_string() << " = " << other.dump() << "\n" << textOf(problems));
      REQUIRE(std::any_of(problems.begin(), problems.end(), [&](const Diagnostic &problem) {
        return problem.pointer == place.to_string() ||
               problem.pointer.starts_with(place.to_string() + "/");
      }));
      ++tried;
    }
  });
  CHECK(tried > 400);
}

TEST_CASE("each key left out is told where it is missed, if it must be there") {
  const Json right = whole(), steps = schema()["$defs"]["step"]["properties"];
  std::size_t missed = 0;
  eachPlace(right, Json::json_pointer(), [&](const Json::json_pointer &place) {
    if (!right[place.parent_pointer()].is_object())
      return;
    Json document = right;
    document[place.parent_pointer()].erase(place.back());
    const auto problems = complaints(document);
    INFO(place.to_string() << "\n" << textOf(problems));
    const std::string verb = place.parent_pointer().empty() ? "" : place.parent_pointer().back();
    if (steps.contains(verb) && steps[verb].contains("required") &&
        std::find(steps[verb]["required"].begin(), steps[verb]["required"].end(), place.back()) !=
            steps[verb]["required"].end()) {
      REQUIRE(problems.size() == 1);
      CHECK(problems[0].message == "the key '" + place.back() + "' is missing");
      CHECK(problems[0].pointer == place.parent_pointer().to_string());
      ++missed;
    }
    // What is said is about the object that has it, or about its other members.
    const std::string around = place.parent_pointer().to_string();
    for (const Diagnostic &problem : problems)
      CHECK((problem.pointer == "/" || problem.pointer.starts_with(around)));
  });
  CHECK(missed > 15);
}

TEST_CASE("a rule file nested 100,000 levels deep, and one of 60 MB, are told at once") {
  const std::string deep(100000, '[');
  for (const std::string &text :
       {deep, deep + std::string(100000, ']'), R"({"version": 1, "name": )" + deep,
        R"({"a":)" + deep, std::string(100000, '{')}) {
    const auto recipe = parse(text, "/tmp/r.json");
    REQUIRE(!recipe);
    CHECK(recipe.error().text().find("nested deeper than 200 levels") != std::string::npos);
  }
  const auto large = parse(std::string((64 << 20) + 1, ' '), "/tmp/r.json");
  REQUIRE(!large);
  CHECK(large.error().text().find("larger than 64 MiB") != std::string::npos);
  std::string many = R"({"version": 1, "name": "n", "steps": [)";
  for (int i = 0; i < 20000; ++i)
    many += (i ? ",\n" : "") + (R"({"delete-file": {"fil": "f)" + std::to_string(i) + "\"}}");
  const auto refused = parse(many + "]}", "/tmp/r.json");
  REQUIRE(!refused);
  REQUIRE(refused.error().diagnostics.size() == 101);
  CHECK(refused.error().diagnostics.back().message == "there are 39900 more errors");
}

TEST_CASE("names of 10,000 characters are taken, as parts of rules that are right") {
  const std::string name(10000, 'n');
  const std::string step =
      R"({"rename": {"symbol": "a::)" + name + R"(", "to": ")" + name + R"(2"}})";
  const auto recipe =
      parse(R"({"version": 1, "name": "n", "steps": [)" + step + "]}", "/tmp/r.json");
  REQUIRE(recipe);
  CHECK(std::get<Rename>(recipe->steps[0].action).to.size() == 10001);
  for (const std::string &path : {name, [&] {
                                    std::string deep;
                                    for (int i = 0; i < 50; ++i)
                                      deep += std::string(100, 'd') + "/";
                                    return deep + "x";
                                  }()}) {
    const auto refused = parse(
        R"({"version": 1, "name": "n", "steps": [{"delete-file": {"file": ")" + path + "\"}}]}",
        "/tmp/r.json");
    REQUIRE(!refused);
    CHECK(refused.error().text().starts_with("/tmp/r.json:1:"));
    CHECK(refused.error().text().find(" bytes; ") != std::string::npos);
  }
}

#include "verify/equivalence/explain.h"

#include "verify/equivalence/line_names.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::equivalence;

namespace {

/// Two units of one function each, at lines 10 to 20 of a file of one name, which say on line 12
/// (before) and 15 (after) which line they are on.
class Sides {
public:
  Sides() : Sides("/tree/a.cpp", {"/tree/a.cpp", 12, 0}, {"/tree/a.cpp", 15, 0}) {}

  Sides(const std::string &file, const Location &was, const Location &is) {
    for (auto &[unit, use] : {std::pair<Unit &, const Location &>{before, was}, {after, is}}) {
      unit.root = "/tree";
      unit.files = {file};
      unit.positions.push_back({"__LINE__", use});
      Entity entity;
      entity.place = {file, 10, 0};
      entity.lines = {10, 20};
      unit.entities.push_back(entity);
    }
  }

  /// The kind of the only exception; `difference` when the texts are told apart.
  std::string compare(const std::string &was, const std::string &is) const {
    const SymbolNames names({});
    const Explanation result =
        explain({was, before.entities[0], before}, {is, after.entities[0], after}, names);
    if (result.difference)
      return "difference";
    REQUIRE(result.exceptions.size() == 1);
    return result.exceptions[0].kind;
  }

  Unit before, after;
};

} // namespace

TEST_CASE("a number is a line where a use of __LINE__ is recorded, in that file and function") {
  CHECK(Sides().compare("ret i32 12", "ret i32 15") == "__LINE__");
  CHECK(Sides().compare("ret i32 12", "ret i32 16") == "difference");
  CHECK(Sides().compare("ret i32 13", "ret i32 15") == "difference");
  const Sides otherFile("/tree/a.cpp", {"/tree/b.h", 12, 0}, {"/tree/b.h", 15, 0});
  CHECK(otherFile.compare("ret i32 12", "ret i32 15") == "difference");
  const Sides above("/tree/a.cpp", {"/tree/a.cpp", 7, 0}, {"/tree/a.cpp", 8, 0});
  CHECK(above.compare("ret i32 7", "ret i32 8") == "difference");
  const Sides below("/tree/a.cpp", {"/tree/a.cpp", 29, 0}, {"/tree/a.cpp", 30, 0});
  CHECK(below.compare("ret i32 29", "ret i32 30") == "difference");
  const Sides last("/tree/a.cpp", {"/tree/a.cpp", 27, 0}, {"/tree/a.cpp", 28, 0});
  CHECK(last.compare("ret i32 27", "ret i32 28") == "__LINE__"); // the end of a call
}

TEST_CASE("a message may differ in its line, and in nothing that stands around it") {
  const Sides sides;
  CHECK(sides.compare("c\"at /tree/a.cpp:12: no\"", "c\"at /tree/a.cpp:15: no\"") == "difference");
  CHECK(sides.compare("\"at /tree/a.cpp:12: no\"", "\"at /tree/a.cpp:15: no\"") == "__LINE__");
  CHECK(sides.compare("\"at /tree/a.cpp:12: no\"", "\"in /tree/a.cpp:15: no\"") == "difference");
  CHECK(sides.compare("\"at /tree/a.cpp:12: no\"", "\"at /tree/a.cpp:15: on\"") == "difference");
  CHECK(sides.compare("\"at /tree/a.cpp:12: no\"", "\"at /tree/a.cpp:14: no\"") == "difference");
}

TEST_CASE("a number is a place of a sanitizer's message only where such a place stands") {
  const Sides sides;
  const auto place = [](const std::string &front, const std::string &number) {
    return front + " { ptr null i32 " + number + " i32 5 } )";
  };
  const std::string whole = "@sanitizer(align 8 {ptr,i32,i32,}",
                    other = "@sanitizer(align 8 {ptr,i32,i64,}";
  CHECK(sides.compare(place(whole, "30"), place(whole, "40")) == "sanitizer position");
  CHECK(sides.compare(place(other, "30"), place(other, "40")) == "difference");
  const std::string own = "@constant(align 8 {ptr,i32,i32,}"; // a program's own data
  CHECK(sides.compare(place(own, "30"), place(own, "40")) == "difference");
}

TEST_CASE("the place of a lambda in a sanitizer's message may differ, and no other one") {
  const Sides sides;
  const auto name = [](const std::string &words, const std::string &place) {
    return "@sanitizer(align 8 \"(lambda " + words + " /tree/a.cpp:" + place + ")\" )";
  };
  CHECK(sides.compare(name("at", "30:4"), name("at", "40:5")) == "sanitizer position");
  CHECK(sides.compare(name("of", "30:4"), name("of", "40:5")) == "difference");
  CHECK(sides.compare("\"(lambda at /tree/a.cpp:30:4)\"", "\"(lambda at /tree/a.cpp:40:5)\"") ==
        "difference");
}

TEST_CASE("a number in a name is a line when it is that of the declaration and is recorded") {
  Sides sides("/tree/a.cpp", {"/tree/a.cpp", 10, 0}, {"/tree/a.cpp", 10, 0});
  Entity &entity = sides.before.entities[0];
  entity.name = "made_10";
  CHECK(nameOfOwn(entity, sides.before) == "made_<line>");
  entity.name = "made_11";
  CHECK(nameOfOwn(entity, sides.before) == "made_11");
  entity.name = "made_10";
  sides.before.positions[0].where.file = "/tree/b.h";
  CHECK(nameOfOwn(entity, sides.before) == "made_10");
  sides.before.positions.clear();
  CHECK(nameOfOwn(entity, sides.before) == "made_10");
}

#include "verify/equivalence/definitions.h"

#include <catch2/catch_test_macros.hpp>

#include <functional>

namespace {

using namespace levitate;
using namespace levitate::equivalence;

/// A tree of two static libraries, `low` and `high`, of one unit each, and a third, `other`. The
/// unit of one of them defines `moved`; that of `low` defines `stays`.
struct Tree {
  BuildTree tree;
  std::vector<Unit> units;

  explicit Tree(std::size_t holder) {
    for (const char *name : {"low", "high", "other"}) {
      ProgramUnits library;
      library.name = name;
      library.isLibrary = true;
      library.parts.push_back({{units.size()}, false});
      tree.programs.push_back(std::move(library));
      Unit unit;
      unit.environment = hashOf("options");
      unit.assumptions = {hashOf("declaration")};
      units.push_back(std::move(unit));
    }
    add(0, "stays");
    add(holder, "moved");
  }

  Entity &add(std::size_t unit, const std::string &key) {
    Entity entity;
    entity.key = entity.symbol = entity.name = key;
    entity.text = hashOf("code of " + key);
    entity.others = {0, Unit::defined};
    units[unit].entities.push_back(std::move(entity));
    return units[unit].entities.back();
  }
};

std::optional<Move> moveIn(const Tree &before, const Tree &after, bool isNew) {
  return moveOf("moved", isNew ? "high" : "low", isNew, definitionsOf(before.tree, before.units),
                definitionsOf(after.tree, after.units));
}

} // namespace

TEST_CASE("a definition that stands alone moves from one library to another") {
  const Tree before(0), after(1);
  const Move move{"moved", "low", "high"};
  CHECK(moveIn(before, after, true) == move);
  CHECK(moveIn(before, after, false) == move);
}

TEST_CASE("what makes a move of a definition a difference") {
  const auto changed = [](const char *what, const std::function<void(Unit &, Entity &)> &change) {
    INFO(what);
    // On either side alone, and on both.
    for (const int sides : {1, 2, 3}) {
      Tree before(0), after(1);
      if (sides & 1)
        change(before.units[0], before.units[0].entities.back());
      if (sides & 2)
        change(after.units[1], after.units[1].entities.back());
      CHECK_FALSE(moveIn(before, after, true));
      CHECK_FALSE(moveIn(before, after, false));
    }
  };
  changed("a weak definition", [](Unit &, Entity &entity) { entity.binding = Binding::Weak; });
  changed("an internal entity", [](Unit &, Entity &entity) { entity.locals = {0}; });
  changed("a section", [](Unit &, Entity &entity) { entity.section = ".table"; });
  changed("kept", [](Unit &unit, Entity &) { unit.retained.push_back({0, true}); });
  changed("an initialiser", [](Unit &unit, Entity &) { unit.initialisers.emplace_back(); });
  changed("a table beside it", [](Unit &unit, Entity &) {
    Entity entry;
    entry.kind = EntityKind::Variable;
    entry.key = "entry";
    entry.section = ".table";
    unit.entities.push_back(entry);
  });
  changed("a second definition", [](Unit &unit, Entity &) {
    unit.entities.push_back(Entity(unit.entities.back()));
    unit.entities.back().text = hashOf("other code");
  });
}

TEST_CASE("a definition that is not the same after its move is a difference") {
  const auto differs = [](const char *what, const std::function<void(Unit &, Entity &)> &change) {
    INFO(what);
    Tree before(0), after(1);
    change(after.units[1], after.units[1].entities.back());
    CHECK_FALSE(moveIn(before, after, true));
    CHECK_FALSE(moveIn(before, after, false));
  };
  differs("code", [](Unit &, Entity &entity) { entity.text = hashOf("changed"); });
  differs("options", [](Unit &unit, Entity &) { unit.environment = hashOf("-O3"); });
  differs("declarations", [](Unit &unit, Entity &) { unit.assumptions = {hashOf("weak")}; });
  differs("how many it uses", [](Unit &, Entity &entity) { entity.others.pop_back(); });
}

TEST_CASE("of a symbol that the unit itself defines nothing is assumed") {
  const Tree before(0);
  Tree after(1);
  after.units[1].entities.back().others = {Unit::defined, 0};
  CHECK(moveIn(before, after, true));
}

TEST_CASE("a copy that stays, or one more, is no move") {
  const Tree before(0);
  Tree after(1);
  after.add(0, "moved");
  CHECK_FALSE(moveIn(before, after, true));
  Tree twice(0);
  twice.add(2, "moved");
  CHECK_FALSE(moveIn(twice, Tree(1), false));
  // As often before as after, and one of them has moved.
  Tree third(1);
  third.add(2, "moved");
  CHECK(moveIn(twice, third, true) == Move{"moved", "low", "high"});
}

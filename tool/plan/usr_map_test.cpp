#include "tool/plan/usr_map.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::plan;

namespace {

Renaming moved(const std::string &before, const std::string &after) {
  return {"", "", before, after};
}

} // namespace

TEST_CASE("USR map: an entity is replaced wherever its USR stands") {
  const UsrMap map({moved("c:@N@a@S@T", "c:@N@b@S@T")});
  CHECK(map.apply("c:@N@a@S@T") == "c:@N@b@S@T");
  CHECK(map.apply("define c:@N@a@S@T@F@size#1") == "define c:@N@b@S@T@F@size#1");
  CHECK(map.apply("c:@F@f#&1$@N@a@S@T#*$@N@a@S@T#") == "c:@F@f#&1$@N@b@S@T#*$@N@b@S@T#");
  CHECK(map.apply("c:@N@std@S@vector>#$@N@a@S@T") == "c:@N@std@S@vector>#$@N@b@S@T");
}

TEST_CASE("USR map: a longer name and an inner namespace are something else") {
  const UsrMap map({moved("c:@N@a@S@T", "c:@N@b@S@T")});
  for (const char *other : {"c:@N@a@S@Table", "c:@N@x@N@a@S@T", "c:@N@a@S@U", "c:@N@a@F@T#"}) {
    CHECK(map.apply(other) == other);
  }
}

TEST_CASE("USR map: a longer USR is replaced before one that it begins with") {
  const UsrMap map({moved("c:@N@a@S@T", "c:@N@b@S@T"), moved("c:@N@a@S@T@S@U", "c:@N@c@S@U")});
  CHECK(map.apply("c:@N@a@S@T@S@U") == "c:@N@c@S@U");
  CHECK(map.apply("c:@N@a@S@T@S@V") == "c:@N@b@S@T@S@V");
}

TEST_CASE("USR map: a function's parameter types may move with it or without it") {
  const UsrMap map(
      {moved("c:@N@a@S@T", "c:@N@b@S@T"), moved("c:@N@a@F@f#$@N@a@S@T#", "c:@N@b@F@f#$@N@b@S@T#")});
  CHECK(map.apply("c:@N@a@F@f#$@N@a@S@T#") == "c:@N@b@F@f#$@N@b@S@T#");
  CHECK(map.apply("c:@N@a@F@g#$@N@a@S@T#") == "c:@N@a@F@g#$@N@b@S@T#");
}

TEST_CASE("USR map: overloads that stay are not taken along") {
  const UsrMap map({moved("c:@N@a@F@f#I#", "c:@N@b@F@f#I#"), moved("c:@N@a@F@g#", "c:@N@b@F@g#")});
  CHECK(map.apply("c:@N@a@F@f#I#") == "c:@N@b@F@f#I#");
  CHECK(map.apply("DeclRefExpr c:@N@a@F@f#I# x") == "DeclRefExpr c:@N@b@F@f#I# x");
  CHECK(map.apply("c:@N@a@F@f#I#@local") == "c:@N@b@F@f#I#@local");
  CHECK(map.apply("c:@N@a@F@f#L#") == "c:@N@a@F@f#L#");
  // More parameters, of all kinds.
  for (const char *other : {"c:@N@a@F@f#I#I#", "c:@N@a@F@f#I#*C#", "c:@N@a@F@f#I#&1$@S@X#",
                            "c:@N@a@F@f#I#$@S@X#", "c:@N@a@F@g#I#", "c:@N@a@F@g#$@E@X#"}) {
    CHECK(map.apply(other) == other);
  }
}

TEST_CASE("USR map: specialisations follow their template") {
  const UsrMap map({moved("c:@N@a@ST>1#T@Box", "c:@N@b@ST>1#T@Box"),
                    moved("c:@N@a@FT@>1#Tput#t0.0#v#", "c:@N@b@FT@>1#Tput#t0.0#v#")});
  CHECK(map.apply("c:@N@a@ST>1#T@Box") == "c:@N@b@ST>1#T@Box");
  CHECK(map.apply("c:@N@a@S@Box>#I") == "c:@N@b@S@Box>#I");
  CHECK(map.apply("c:@N@a@FT@>1#Tput#t0.0#v#") == "c:@N@b@FT@>1#Tput#t0.0#v#");
  CHECK(map.apply("c:@N@a@F@put<#I>#I#") == "c:@N@b@F@put<#I>#I#");
  // A function of that name that is no specialisation stays.
  CHECK(map.apply("c:@N@a@F@put#I#") == "c:@N@a@F@put#I#");
}

TEST_CASE("USR map: the file in a USR of internal linkage does not count") {
  const UsrMap map({moved("c:old.cpp@N@a@F@f#", "c:new.cpp@N@b@F@f#")});
  CHECK(map.apply("c:@N@a@F@f#") == "c:@N@b@F@f#");
}

TEST_CASE("USR map: the function of a lambda is renamed where its parameters are abbreviated") {
  const UsrMap map({moved("c:a.cpp@N@a@F@f#*1C#I#", "c:b.cpp@N@b@F@f#*1C#I#")});
  CHECK(map.apply("Call : c:Fb(#*1C#S1_#$@N@a@F@f#S1_#I#@Sa) c:@N@std@F@g") ==
        "Call : c:Fb(#*1C#S1_#$@N@b@F@f#S1_#I#@Sa) c:@N@std@F@g");
  CHECK(map.apply("c:F(#*$@S@S#$@N@a@F@f#I#*S2_#@Sa)") == "c:F(#*$@S@S#$@N@b@F@f#I#*S2_#@Sa)");
  // Another overload, another function, and one of that name around.
  for (const char *other : {"c:$@N@a@F@f#d#@Sa #S1_", "c:F(#*1C#$@N@a@F@ff#S1_#@Sa)",
                            "c:F(#*1C#$@N@x@N@a@F@f#S1_#@Sa)", "c:$@N@a@F@f#$@S@Small#@Sa"}) {
    CHECK(map.apply(other) == other);
  }
}

TEST_CASE("USR map: a member of a class template is renamed in every specialisation") {
  const UsrMap map(
      {{"a::Box::Block", "a::Box::Part", "c:@N@a@ST>1#T@Box@S@Block", "c:@N@a@ST>1#T@Box@S@Part"}});
  CHECK(map.apply("c:@N@a@ST>1#T@Box@S@Block") == "c:@N@a@ST>1#T@Box@S@Part");
  CHECK(map.apply("c:@N@a@S@Box>#VI104@S@Block") == "c:@N@a@S@Box>#VI104@S@Part");
  CHECK(map.apply("c:@N@a@S@Box>#I@S@Block@F@Block#") == "c:@N@a@S@Box>#I@S@Part@F@Part#");
  CHECK(map.apply("T : c:*$@N@a@S@Box>#I@S@Block c:@N@std@S@vector>#$@N@a@S@Box>#C@S@Block") ==
        "T : c:*$@N@a@S@Box>#I@S@Part c:@N@std@S@vector>#$@N@a@S@Box>#C@S@Part");
  for (const char *other : {"c:@N@a@S@Box>#I@S@Blocks", "c:@N@a@S@Boxes>#I@S@Block",
                            "c:@N@a@S@Box>#I@S@Other c:@N@b@S@Case@S@Block"}) {
    CHECK(map.apply(other) == other);
  }
}

TEST_CASE("USR map: a template within a class template is renamed in every specialisation") {
  const UsrMap map({{"a::Map::Data", "a::Map::Store", "c:@N@a@ST>2#T#T@Map@ST>2#T#T@Data",
                     "c:@N@a@ST>2#T#T@Map@ST>2#T#T@Store"}});
  CHECK(map.apply("c:@N@a@ST>2#T#T@Map@ST>2#T#T@Data") == "c:@N@a@ST>2#T#T@Map@ST>2#T#T@Store");
  CHECK(map.apply("T : c:*$@N@a@S@Map>#1$@S@K#C@S@Data>#1S0_#S1_ LValueToRValue") ==
        "T : c:*$@N@a@S@Map>#1$@S@K#C@S@Store>#1S0_#S1_ LValueToRValue");
  for (const char *other : {"c:@N@a@S@Map>#I#C@S@Database>#I", "c:@N@a@S@Data>#I#C"}) {
    CHECK(map.apply(other) == other);
  }
}

TEST_CASE("USR map: an entity leaves its inline namespaces behind with the others") {
  CHECK(relocatedUsr("c:@N@lib@N@v2@S@X", {"lib", "b::c", "X", "X"}) == "c:@N@b@N@c@S@X");
  CHECK(relocatedUsr("c:@N@lib@N@v2@S@X", {"lib", "lib", "X", "Y"}) == "c:@N@lib@N@v2@S@Y");
  CHECK(relocatedUsr("c:a.cpp@N@lib@aN@F@f#", {"lib", "b", "f", "f"}) == "c:a.cpp@N@b@aN@F@f#");
  CHECK(relocatedUsr("c:@S@X", {"", "b", "X", "X"}) == "c:@N@b@S@X");
  CHECK(relocatedUsr("c:@N@lib@F@f#", {"lib", "", "f", "f"}) == "c:@F@f#");
}

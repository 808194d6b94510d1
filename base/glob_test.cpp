#include "base/glob.h"

#include <catch2/catch_test_macros.hpp>

using levitate::matchesGlob;

TEST_CASE("a star stays within one part of a path") {
  CHECK(matchesGlob("hal/*.h", "hal/mmu.h"));
  CHECK_FALSE(matchesGlob("hal/*.h", "hal/arch/mmu.h"));
  CHECK(matchesGlob("*", "hal"));
  CHECK_FALSE(matchesGlob("*", "hal/mmu.h"));
}

TEST_CASE("two stars span any number of parts, none included") {
  CHECK(matchesGlob("hal/**/virtio.*", "hal/virtio.hpp"));
  CHECK(matchesGlob("hal/**/virtio.*", "hal/include/levitate/hal/virtio.hpp"));
  CHECK_FALSE(matchesGlob("hal/**/virtio.*", "hal2/virtio.hpp"));
  CHECK(matchesGlob("hal/**", "hal/a/b"));
  CHECK(matchesGlob("hal/", "hal/a/b"));
  CHECK(matchesGlob("**/x/**/y", "a/x/x/b/y"));
}

TEST_CASE("question marks, brackets, braces and escapes") {
  CHECK(matchesGlob("?.c", "a.c"));
  CHECK_FALSE(matchesGlob("?.c", "ab.c"));
  CHECK(matchesGlob("[a-c]x", "bx"));
  CHECK_FALSE(matchesGlob("[!a-c]x", "bx"));
  CHECK(matchesGlob("a.{h,cpp}", "a.cpp"));
  CHECK(matchesGlob("{a,b/{c,d}}/e", "b/d/e"));
  CHECK_FALSE(matchesGlob("{a,b}/e", "c/e"));
  CHECK(matchesGlob("a\\*", "a*"));
  CHECK_FALSE(matchesGlob("a\\*", "ab"));
}

TEST_CASE("what never closes stands for itself") {
  CHECK(matchesGlob("a[b", "a[b"));
  CHECK(matchesGlob("a{b", "a{b"));
}

TEST_CASE("many stars do not take exponential time") {
  CHECK_FALSE(matchesGlob(std::string("*a*a*a*a*a*a*a*a*a*a*a*a*b"), std::string(2000, 'a')));
  std::string deep = "x";
  for (int i = 0; i < 500; ++i)
    deep += "/x";
  CHECK_FALSE(matchesGlob("**/x/**/x/**/x/**/x/**/y", deep));
}

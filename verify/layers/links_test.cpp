#include "verify/layers/links.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::layers;

namespace {

/// One line of CMake's trace.
std::string call(int depth, int line, const std::string &command, const std::string &arguments,
                 const std::string &file = "/p/CMakeLists.txt") {
  return "{\"args\":[" + arguments + "],\"cmd\":\"" + command + "\",\"file\":\"" + file +
         "\",\"global_frame\":" + std::to_string(depth) + ",\"line\":" + std::to_string(line) +
         "}\n";
}

std::vector<std::string> linksOf(const std::string &trace) {
  std::vector<std::string> files, result;
  for (const Link &link : linksOfTrace(trace, files).links)
    result.push_back(link.from + " -> " + link.to + " " + link.scope + " " +
                     std::to_string(link.line) +
                     (link.condition.empty() ? "" : " " + link.condition));
  return result;
}

const std::string targets = call(1, 1, "add_library", "\"a\",\"STATIC\",\"a.c\"") +
                            call(1, 2, "add_library", "\"b\",\"INTERFACE\"") +
                            call(1, 3, "add_library", "\"N::b\",\"ALIAS\",\"b\"");
using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("a link is what target_link_libraries says, INTERFACE libraries and aliases included") {
  CHECK(linksOf(targets + call(1, 5, "target_link_libraries", "\"a\",\"PUBLIC\",\"N::b\",\"m\"")) ==
        Texts{"a -> b PUBLIC 5"});
}

TEST_CASE("a link that a function makes stands where the function is called") {
  CHECK(linksOf(targets + call(1, 9, "link_them", "\"a\",\"b\"") +
                call(2, 4, "target_link_libraries", "\"a\",\"PRIVATE\",\"b\"")) ==
        Texts{"a -> b PRIVATE 9"});
}

TEST_CASE("a folder named like a target is not where the target is linked") {
  const std::string sub = "/p/b/CMakeLists.txt";
  CHECK(linksOf(targets + call(1, 9, "add_subdirectory", "\"b\"") +
                call(2, 4, "target_link_libraries", "\"b\",\"INTERFACE\",\"a\"", sub)) ==
        Texts{"b -> a INTERFACE 4"});
}

TEST_CASE("a generator expression is the link's condition") {
  CHECK(
      linksOf(targets + call(1, 5, "target_link_libraries", "\"a\",\"$<$<CONFIG:Debug>:N::b>\"")) ==
      Texts{"a -> b  5 $<$<CONFIG:Debug>:N::b>"});
}

TEST_CASE("properties link, too") {
  CHECK(linksOf(targets + call(1, 6, "set_target_properties",
                               "\"a\",\"PROPERTIES\",\"INTERFACE_LINK_LIBRARIES\",\"b;m\"")) ==
        Texts{"a -> b INTERFACE 6"});
  CHECK(linksOf(targets + call(1, 7, "set_property",
                               "\"TARGET\",\"a\",\"APPEND\",\"PROPERTY\",\"LINK_LIBRARIES\","
                               "\"b\"")) == Texts{"a -> b PRIVATE 7"});
}

TEST_CASE("a trace that is cut off or strange is no crash") {
  CHECK(linksOf("{\"args\":[\"a\"").empty());
  CHECK(linksOf("nonsense\n[]\n{\"cmd\":\"target_link_libraries\",\"args\":[]}\n").empty());
}

// What tests on whole trees share.
#pragma once

#include "base/files.h"
#include "base/result.h"
#include "base/text.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace levitate {

/// The value; the test fails with the error's text when there is none.
template <class T> T must(Result<T> result) {
  if (!result)
    FAIL(result.error().text());
  return *std::move(result);
}

inline void must(const Result<void> &result) {
  if (!result)
    FAIL(result.error().text());
}

/// The lines of a file that are not empty, without blanks around them; none when there is no file.
inline std::vector<std::string> linesOf(const std::string &file) {
  std::vector<std::string> lines;
  if (exists(file))
    for (const std::string &line : split(must(readText(file)), "\n"))
      if (!trim(line).empty())
        lines.emplace_back(trim(line));
  return lines;
}

} // namespace levitate

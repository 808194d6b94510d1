// Fuzz target: the decoder of rule files takes any bytes, and an error always has a place.
#include "tool/recipe/recipe.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  const auto recipe = levitate::recipe::parse(
      std::string(reinterpret_cast<const char *>(data), size), "/tmp/rules.json");
  if (!recipe)
    for (const levitate::Diagnostic &problem : recipe.error().diagnostics)
      if (problem.where.line == 0 || problem.message.empty())
        std::abort();
  return 0;
}

// Fuzz target: the decoder of rule files takes any bytes. What it says against a file has a place
// in it, and depends on nothing but its values: the same file with other white space is taken, or
// refused with the same words.
#include "tool/recipe/recipe.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

using levitate::Diagnostic;

namespace {

using Complaints = std::vector<std::pair<std::string, std::string>>;

void require(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

Complaints complaints(const levitate::Result<levitate::recipe::Recipe> &recipe,
                      const std::string &text) {
  Complaints result;
  if (recipe)
    return result;
  const auto lines = static_cast<unsigned>(1 + std::count(text.begin(), text.end(), '\n'));
  require(recipe.error().status == levitate::ExitStatus::Usage, "a usage error");
  require(!recipe.error().diagnostics.empty(), "it says something");
  for (const Diagnostic &problem : recipe.error().diagnostics) {
    require(problem.where.line > 0 && problem.where.line <= lines, "the line is in the file");
    require(problem.where.column > 0, "it has a column");
    require(!problem.message.empty(), "it has words");
    result.emplace_back(problem.pointer, problem.message);
  }
  std::sort(result.begin(), result.end());
  return result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  const std::string text(reinterpret_cast<const char *>(data), size);
  const auto recipe = levitate::recipe::parse(text, "/tmp/rules.json");
  const Complaints said = complaints(recipe, text);
  const auto values = nlohmann::ordered_json::parse(text, nullptr, false);
  if (values.is_discarded()) {
    require(!recipe, "what is no JSON is refused");
    return 0;
  }
  const bool isTooDeep = !recipe && said.front().first.empty();
  if (isTooDeep)
    return 0; // or a key stands twice, which the other parser does not mind
  const std::string other = values.dump(3);
  const auto again = levitate::recipe::parse(other, "/tmp/rules.json");
  require(static_cast<bool>(again) == static_cast<bool>(recipe), "white space decides nothing");
  require(complaints(again, other) == said, "white space changes no words");
  if (!recipe)
    return 0;
  require(again->steps.size() == recipe->steps.size() &&
              again->require.size() == recipe->require.size(),
          "nothing is lost");
  require(recipe->steps.size() + recipe->require.size() > 0, "an empty recipe is refused");
  return 0;
}

#include "verify/boot/ktap.h"

#include "base/text.h"

#include <cctype>
#include <charconv>
#include <optional>

namespace levitate::boot {

namespace {

// One level of nesting: a plan and the tests that were promised by it.
struct Level {
  std::size_t indent = 0;
  std::optional<unsigned> plan;
  unsigned done = 0;
  bool versioned = false;
  std::vector<KtapTest> leaves; // of the tests in it so far
  bool anyFailed = false;
};

std::optional<unsigned> takeNumber(std::string_view &text) {
  unsigned value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc())
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

// "[    1.234567] " at the start of a line.
std::string_view withoutStamp(std::string_view line) {
  if (!line.starts_with('['))
    return line;
  const std::size_t end = line.find("] ");
  if (end == std::string_view::npos || end > 24)
    return line;
  for (const char c : line.substr(1, end - 1))
    if (c != ' ' && c != '.' && std::isdigit(static_cast<unsigned char>(c)) == 0)
      return line;
  return line.substr(end + 2);
}

bool startsWithWord(std::string_view text, std::string_view word) {
  return text.starts_with(word) &&
         (text.size() == word.size() || text[word.size()] == ' ' || text[word.size()] == '\t');
}

class Parser {
public:
  KtapResult parse(const std::vector<std::string> &lines) {
    for (std::size_t number = 0; number < lines.size(); ++number)
      take(lines[number], number + 1);
    if (!result.found) {
      result.problems.push_back("there is no line 'KTAP version 1'");
      return result;
    }
    while (levels.size() > 1) {
      problem(lines.size(), "the results of a group of tests end without its own result line");
      close();
    }
    finish(levels.front(), lines.size());
    result.tests = levels.front().leaves;
    for (const KtapTest &test : result.tests) {
      result.skipped += test.skipped;
      result.passed += test.passed && !test.skipped;
      result.failed += !test.passed && !test.skipped && !test.todo;
    }
    return result;
  }

private:
  void problem(std::size_t line, const std::string &what) {
    result.problems.push_back("line " + std::to_string(line) + ": " + what);
  }
  void close() {
    Level inner = std::move(levels.back());
    levels.pop_back();
    for (KtapTest &leaf : inner.leaves)
      levels.back().leaves.push_back(std::move(leaf));
  }
  void finish(const Level &level, std::size_t line) {
    if (!level.plan)
      problem(line, "there is no plan ('1..N')");
    else if (level.done != *level.plan)
      problem(line, "the plan promised " + std::to_string(*level.plan) + " tests, " +
                        std::to_string(level.done) + " came");
  }
  void take(std::string_view line, std::size_t number) {
    line = withoutStamp(line);
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent == std::string_view::npos)
      return;
    std::string_view text = line.substr(indent);
    while (!text.empty() && (text.back() == '\r' || text.back() == ' '))
      text.remove_suffix(1);
    if (startsWithWord(text, "KTAP version") || startsWithWord(text, "TAP version")) {
      takeVersion(text, indent, number);
      return;
    }
    if (!result.found)
      return;
    if (startsWithWord(text, "Bail out!"))
      problem(number, "the tests were given up: " + std::string(text));
    else if (text.starts_with("1..") && text.size() > 3 &&
             std::isdigit(static_cast<unsigned char>(text[3])) != 0)
      takePlan(text, indent, number);
    else if (startsWithWord(text, "ok") || startsWithWord(text, "not ok"))
      takeResult(text, indent, number);
  }
  void takeVersion(std::string_view text, std::size_t indent, std::size_t number) {
    if (text != "KTAP version 1" && text != "TAP version 13" && text != "TAP version 14")
      problem(number, "unknown version: " + std::string(text));
    if (!result.found) {
      result.found = true;
      levels = {Level{.indent = indent, .versioned = true}};
    } else if (indent > levels.back().indent) {
      levels.push_back(Level{.indent = indent, .versioned = true});
    } else {
      problem(number, "a second version line; did the kernel start again?");
    }
  }
  void takePlan(std::string_view text, std::size_t indent, std::size_t number) {
    text.remove_prefix(3);
    const std::optional<unsigned> count = takeNumber(text);
    if (indent > levels.back().indent)
      levels.push_back(Level{.indent = indent}); // a subtest without a version line, as TAP 14 has
    if (indent != levels.back().indent) {
      problem(number, "a plan at an indentation that no group of tests has");
      return;
    }
    if (levels.back().plan)
      problem(number, "a second plan");
    else if (levels.back().done > 0)
      problem(number, "the plan comes after results");
    levels.back().plan = count;
  }
  void takeResult(std::string_view text, std::size_t indent, std::size_t number) {
    const bool passed = text.starts_with("ok");
    text.remove_prefix(passed ? 2 : 6);
    text = trim(text);
    // The result line of a group stands one level further out than the results in it.
    std::optional<Level> group;
    if (levels.size() > 1 && indent < levels.back().indent) {
      finish(levels.back(), number);
      group = std::move(levels.back());
      levels.pop_back();
    }
    Level &level = levels.back();
    if (indent != level.indent)
      problem(number, "a result at an indentation that no group of tests has");
    if (!level.plan && level.done == 0)
      problem(number, "a result before the plan");
    const std::optional<unsigned> index = takeNumber(text);
    ++level.done;
    if (!index)
      problem(number, "a result without a number");
    else if (*index != level.done)
      problem(number, "test " + std::to_string(level.done) + " was expected, this is " +
                          std::to_string(*index));
    text = trim(text);
    if (text.starts_with("- "))
      text.remove_prefix(2);
    KtapTest test;
    test.passed = passed;
    const std::size_t comment = text.find(" # ");
    const std::string_view directive =
        comment == std::string_view::npos
            ? (text.starts_with("# ") ? text.substr(2) : std::string_view())
            : text.substr(comment + 3);
    test.skipped = directive.starts_with("SKIP") || directive.starts_with("skip");
    test.todo = directive.starts_with("TODO") || directive.starts_with("todo");
    test.name = std::string(trim(text.substr(0, comment)));
    level.anyFailed |= !passed && !test.todo;
    if (!group) {
      level.leaves.push_back(std::move(test));
      return;
    }
    if (passed && group->anyFailed)
      problem(number, "'" + test.name + "' says ok, but a test in it failed");
    if (!passed && !group->anyFailed && !test.todo) // it failed outside its cases
      level.leaves.push_back(test);
    for (KtapTest &leaf : group->leaves) {
      leaf.name = test.name + "." + leaf.name;
      level.leaves.push_back(std::move(leaf));
    }
  }

  KtapResult result;
  std::vector<Level> levels;
};

} // namespace

KtapResult parseKtap(const std::vector<std::string> &lines) { return Parser().parse(lines); }

} // namespace levitate::boot

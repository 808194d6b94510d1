// The head of a scenario file and the small formats that scenarios use. The body is decoded in
// scenario_decode.cpp.
#include "verify/boot/scenario.h"

#include "base/files.h"
#include "base/text.h"
#include "verify/boot/sha256.h"

#include <algorithm>
#include <limits>

namespace levitate::boot {

std::string_view nameOf(Harm harm) {
  switch (harm) {
  case Harm::Fatal:
    return "fatal";
  case Harm::Error:
    return "error";
  case Harm::Warning:
    return "warning";
  }
  return "";
}

std::string describe(const Ending &ending) {
  switch (ending.kind) {
  case Ending::Kind::Shutdown:
    return "the guest powers off";
  case Ending::Kind::Reset:
    return "the guest resets";
  case Ending::Kind::Panic:
    return "the guest reports a panic to QEMU";
  case Ending::Kind::Exit:
    return "the guest ends QEMU with status " + std::to_string(ending.status);
  case Ending::Kind::Running:
    return "the guest goes on running";
  }
  return "";
}

std::optional<std::uint64_t> parseSize(std::string_view text) {
  std::uint64_t value = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
    if (value > (std::numeric_limits<std::uint64_t>::max() >> 4U) / 10)
      return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(text[digits] - '0');
  }
  const std::string_view suffix = text.substr(digits);
  unsigned shift = 0;
  if (suffix == "K")
    shift = 10;
  else if (suffix == "M")
    shift = 20;
  else if (suffix == "G")
    shift = 30;
  else if (!suffix.empty())
    return std::nullopt;
  if (digits == 0 || value > std::numeric_limits<std::uint64_t>::max() >> shift)
    return std::nullopt;
  return value << shift;
}

std::optional<std::string> fromHex(std::string_view text) {
  std::string bytes;
  int high = -1;
  for (const char c : text) {
    int digit = 0;
    if (c == ' ')
      continue;
    if (c >= '0' && c <= '9')
      digit = c - '0';
    else if (c >= 'a' && c <= 'f')
      digit = c - 'a' + 10;
    else if (c >= 'A' && c <= 'F')
      digit = c - 'A' + 10;
    else
      return std::nullopt;
    if (high < 0)
      high = digit;
    else {
      bytes += static_cast<char>(high * 16 + digit);
      high = -1;
    }
  }
  return high < 0 ? std::optional(bytes) : std::nullopt;
}

std::string toHex(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    text += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4U];
    text += "0123456789abcdef"[static_cast<unsigned char>(c) & 15U];
  }
  return text;
}

static Result<Variables> decodeVariables(const JsonValue &value) {
  LEVITATE_TRY(members, value.members());
  Variables variables;
  for (const auto &[name, member] : members) {
    LEVITATE_TRY(text, member.string());
    variables[name] = text;
  }
  return variables;
}

// The values of an axis: a list of them, or an object that says what each of them sets besides.
static Result<Axis> decodeAxis(const std::string &name, const JsonValue &value) {
  Axis axis{.name = name};
  if (value.isObject()) {
    LEVITATE_TRY(members, value.members());
    for (const auto &[one, sets] : members) {
      LEVITATE_TRY(variables, decodeVariables(sets));
      axis.values.push_back(one);
      axis.sets[one] = std::move(variables);
    }
  } else {
    LEVITATE_TRY(list, value.strings());
    axis.values = std::move(list);
  }
  if (axis.values.empty())
    return value.error("an axis of the matrix needs at least one value");
  std::vector<std::string> sorted = axis.values;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
    return value.error("a value stands twice on this axis");
  return axis;
}

static Result<void> decodeMatrix(const JsonValue &matrix, ScenarioHead &head) {
  LEVITATE_TRY(axes, matrix.members());
  for (const auto &[name, value] : axes) {
    if (name == "nonce")
      return value.error("'nonce' is made for each run and can't be an axis");
    LEVITATE_TRY(axis, decodeAxis(name, value));
    head.matrix.push_back(std::move(axis));
  }
  // What sets a variable must be one thing, so that no order of the axes matters.
  std::map<std::string, std::string> setBy;
  for (const Axis &axis : head.matrix)
    for (const auto &[value, variables] : axis.sets)
      for (const auto &[name, text] : variables) {
        if (name == "nonce" || head.axis(name))
          return matrix.error("the axis '" + axis.name + "' can't set '" + name + "'");
        const auto &other = setBy.try_emplace(name, axis.name).first->second;
        if (other != axis.name)
          return matrix.error("the axes '" + other + "' and '" + axis.name + "' both set '" + name +
                              "'");
      }
  return {};
}

static Result<ScenarioHead> decodeHead(JsonValue root, std::string digest) {
  ScenarioHead head{root, {}, {}, {}, {}, std::move(digest)};
  LEVITATE_TRY(versionValue, root.at("version"));
  LEVITATE_TRY(version, versionValue.integer());
  if (version != 1)
    return versionValue.error("this program knows version 1 of the format only");
  LEVITATE_TRY(nameValue, root.at("name"));
  LEVITATE_TRY(name, nameValue.string());
  head.name = name;
  if (root.has("variables")) {
    LEVITATE_TRY(value, root.at("variables"));
    LEVITATE_TRY(variables, decodeVariables(value));
    if (variables.contains("nonce"))
      return value.error("'nonce' is made for each run and can't be set here");
    head.variables = std::move(variables);
  }
  if (root.has("matrix")) {
    LEVITATE_TRY(matrix, root.at("matrix"));
    LEVITATE_CHECK(decodeMatrix(matrix, head));
  }
  if (root.has("without")) {
    LEVITATE_TRY(without, root.at("without"));
    LEVITATE_TRY(list, without.array());
    for (const JsonValue &entry : list) {
      LEVITATE_TRY(variables, decodeVariables(entry));
      for (const auto &[axis, value] : variables)
        if (!head.axis(axis))
          return entry.error("'" + axis + "' is no axis of the matrix");
      head.without.push_back(std::move(variables));
    }
  }
  return head;
}

// Lays a scenario over the one that it extends, and that over the next.
static Result<ScenarioHead> decodeLayers(const JsonValue &top, const std::string &text) {
  std::vector<JsonValue> layers = {top};
  std::string digested = text;
  while (layers.back().has("extends")) {
    LEVITATE_TRY(value, layers.back().at("extends"));
    LEVITATE_TRY(name, value.string());
    const std::string path =
        absolutePath(name, absolutePath(std::string(parentPath(value.file()))));
    if (layers.size() >= 8)
      return value.error("more than 8 scenarios extend each other: is it a circle?");
    const auto below = readText(path);
    if (!below)
      return value.error("can't be read: " + below.error().text());
    LEVITATE_TRY(root, JsonDocument::parse(*below, path));
    if (!root.isObject())
      return root.error("expected a scenario");
    layers.push_back(std::move(root));
    digested += *below;
  }
  JsonValue root = layers.back();
  for (std::size_t at = layers.size() - 1; at-- > 0;)
    root = layers[at].over(std::move(root));
  return decodeHead(std::move(root), sha256(digested));
}

const Axis *ScenarioHead::axis(const std::string &wanted) const {
  const auto found = std::find_if(matrix.begin(), matrix.end(),
                                  [&](const Axis &one) { return one.name == wanted; });
  return found == matrix.end() ? nullptr : &*found;
}

std::vector<std::string> ScenarioHead::settable() const {
  std::vector<std::string> names;
  for (const auto &entry : variables)
    names.push_back(entry.first);
  for (const Axis &one : matrix) {
    names.push_back(one.name);
    for (const auto &value : one.sets)
      for (const auto &entry : value.second)
        names.push_back(entry.first);
  }
  return names;
}

Result<ScenarioHead> readScenario(const std::string &path) {
  LEVITATE_TRY(text, readText(path));
  return parseScenario(std::move(text), path);
}

Result<ScenarioHead> parseScenario(std::string text, const std::string &file) {
  LEVITATE_TRY(root, JsonDocument::parse(text, file));
  return decodeLayers(root, text);
}

void makeDeterministic(Scenario &scenario) {
  if (!scenario.deterministic)
    scenario.equal = Rung::Trace;
  scenario.deterministic = true;
  scenario.accelerator = "tcg";
}

std::vector<Variables> combinations(const ScenarioHead &head) {
  std::vector<Variables> all = {{}};
  for (const Axis &axis : head.matrix) {
    std::vector<Variables> next;
    for (const Variables &combination : all)
      for (const std::string &value : axis.values) {
        next.push_back(combination);
        next.back()[axis.name] = value;
      }
    all = std::move(next);
  }
  std::erase_if(all, [&](const Variables &combination) {
    return std::any_of(head.without.begin(), head.without.end(), [&](const Variables &excluded) {
      return std::all_of(excluded.begin(), excluded.end(), [&](const auto &entry) {
        return combination.at(entry.first) == entry.second;
      });
    });
  });
  return all;
}

} // namespace levitate::boot

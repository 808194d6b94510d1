#include "base/json.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>

namespace levitate {

namespace {

constexpr std::size_t MaximumDepth = 200;
constexpr std::size_t MaximumSize = std::size_t{64} << 20;

std::string childPointer(const std::string &parent, std::string_view key) {
  std::string pointer = parent + "/";
  for (const char c : key) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

// The byte where the nesting exceeds the limit, or npos. Brackets in strings do not count.
std::size_t tooDeepAt(std::string_view text) {
  std::size_t depth = 0;
  bool inString = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (inString) {
      if (c == '\\')
        ++at;
      else if (c == '"')
        inString = false;
    } else if (c == '"') {
      inString = true;
    } else if (c == '{' || c == '[') {
      if (++depth > MaximumDepth)
        return at;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return std::string_view::npos;
}

// Walks a text that nlohmann/json has accepted, so that it need not check it again, and notes where
// each value starts and which key stands twice in an object.
class PositionIndex {
public:
  explicit PositionIndex(std::string_view text) : text(text) {
    skipSpace();
    value("");
  }

  std::unordered_map<std::string, std::size_t> offsets;
  struct Duplicate {
    std::size_t offset;
    std::string key;
  };
  std::vector<Duplicate> duplicates;

private:
  void skipSpace() { at = std::min(text.find_first_not_of(" \t\r\n", at), text.size()); }

  std::string key() {
    const std::size_t start = at;
    skipString();
    return nlohmann::json::parse(text.substr(start, at - start)).get<std::string>();
  }

  void skipString() {
    for (++at; text[at] != '"'; ++at)
      if (text[at] == '\\')
        ++at;
    ++at;
  }

  void value(const std::string &pointer) {
    offsets.emplace(pointer, at);
    switch (text[at]) {
    case '{':
      return object(pointer);
    case '[':
      return array(pointer);
    case '"':
      return skipString();
    default:
      at = std::min(text.find_first_of(",]} \t\r\n", at), text.size());
    }
  }

  void object(const std::string &pointer) {
    ++at;
    for (skipSpace(); text[at] != '}'; skipSpace()) {
      if (text[at] == ',') {
        ++at;
        skipSpace();
      }
      const std::size_t keyAt = at;
      const std::string name = key();
      const std::string child = childPointer(pointer, name);
      if (offsets.contains(child))
        duplicates.push_back({keyAt, name});
      skipSpace();
      ++at; // the colon
      skipSpace();
      value(child);
    }
    ++at;
  }

  void array(const std::string &pointer) {
    ++at;
    std::size_t index = 0;
    for (skipSpace(); text[at] != ']'; skipSpace()) {
      if (text[at] == ',') {
        ++at;
        skipSpace();
      }
      value(pointer + "/" + std::to_string(index++));
    }
    ++at;
  }

  std::string_view text;
  std::size_t at = 0;
};

std::string typeName(const nlohmann::json &value) {
  return value.is_boolean()
             ? "a boolean"
             : std::string(value.is_array() || value.is_object() ? "an "
                                                                 : (value.is_null() ? "" : "a ")) +
                   value.type_name();
}

} // namespace

Result<JsonValue> JsonDocument::readFile(const std::string &path) {
  LEVITATE_TRY(text, readText(path));
  return parse(std::move(text), path);
}

Result<JsonValue> JsonDocument::parse(std::string text, std::string file) {
  const auto fail = [&](std::size_t offset, std::string message) {
    return Error::at(ExitStatus::Usage, locate(text, offset, file), std::move(message));
  };
  // A byte order mark is no part of the text (RFC 8259, section 8.1).
  if (text.starts_with("\xEF\xBB\xBF"))
    text.erase(0, 3);
  if (text.size() > MaximumSize)
    return fail(0, "the file is larger than 64 MiB");
  if (const std::size_t at = tooDeepAt(text); at != std::string_view::npos)
    return fail(at, "nested deeper than " + std::to_string(MaximumDepth) + " levels");

  auto document = std::make_shared<JsonDocument>();
  try {
    document->root = nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error &problem) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: ..." has its own idea of a
    // place; the part after it is what matters.
    std::string message = problem.what();
    if (const std::size_t colon = message.find(": "); colon != std::string::npos)
      message = message.substr(colon + 2);
    return fail(problem.byte > 0 ? problem.byte - 1 : 0, "not valid JSON: " + toUtf8(message));
  } catch (const nlohmann::json::exception &problem) {
    return fail(0, std::string("not valid JSON: ") + problem.what());
  }

  PositionIndex index(text);
  if (!index.duplicates.empty())
    return fail(index.duplicates.front().offset,
                "the key '" + index.duplicates.front().key + "' stands twice in this object");
  document->offsets = std::move(index.offsets);
  document->lines.push_back(0);
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
    document->lines.push_back(at + 1);
  document->file = std::move(file);
  document->text = std::move(text);
  const nlohmann::json *root = &document->root;
  return JsonValue(std::move(document), root, "");
}

Location JsonValue::where() const {
  const auto found = document->offsets.find(path);
  const std::size_t offset = found == document->offsets.end() ? 0 : found->second;
  const auto &lines = document->lines;
  const auto line = std::prev(std::upper_bound(lines.begin(), lines.end(), offset));
  return {document->file, static_cast<unsigned>(1 + (line - lines.begin())),
          static_cast<unsigned>(1 + offset - *line)};
}

Error JsonValue::error(std::string message) const {
  Error error = Error::at(ExitStatus::Usage, where(), std::move(message));
  error.diagnostics.front().pointer = path.empty() ? "/" : path;
  return error;
}

Result<std::string> JsonValue::string() const {
  if (!value->is_string())
    return error("expected a string, found " + typeName(*value));
  return value->get<std::string>();
}

Result<bool> JsonValue::boolean() const {
  if (!value->is_boolean())
    return error("expected true or false, found " + typeName(*value));
  return value->get<bool>();
}

Result<std::int64_t> JsonValue::integer() const {
  if (!value->is_number_integer() ||
      (value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX))
    return error("expected a whole number of at most 64 bits, found " + typeName(*value));
  return value->get<std::int64_t>();
}

Result<double> JsonValue::number() const {
  if (!value->is_number())
    return error("expected a number, found " + typeName(*value));
  return value->get<double>();
}

Result<std::vector<JsonValue>> JsonValue::array() const {
  if (!value->is_array())
    return error("expected an array, found " + typeName(*value));
  std::vector<JsonValue> elements;
  elements.reserve(value->size());
  for (std::size_t i = 0; i < value->size(); ++i)
    elements.push_back(JsonValue(document, &(*value)[i], path + "/" + std::to_string(i)));
  return elements;
}

Result<std::vector<std::string>> JsonValue::strings() const {
  if (value->is_string())
    return std::vector<std::string>{value->get<std::string>()};
  if (!value->is_array())
    return error("expected a string or a list of strings, found " + typeName(*value));
  LEVITATE_TRY(elements, array());
  std::vector<std::string> result;
  for (const JsonValue &element : elements) {
    LEVITATE_TRY(text, element.string());
    result.push_back(std::move(text));
  }
  return result;
}

Result<std::vector<std::pair<std::string, JsonValue>>> JsonValue::members() const {
  if (!value->is_object())
    return error("expected an object, found " + typeName(*value));
  std::vector<std::pair<std::string, JsonValue>> result;
  for (auto member = value->begin(); member != value->end(); ++member)
    result.emplace_back(member.key(),
                        JsonValue(document, &member.value(), childPointer(path, member.key())));
  const auto offset = [&](const auto &member) { return document->offsets.at(member.second.path); };
  std::sort(result.begin(), result.end(),
            [&](const auto &a, const auto &b) { return offset(a) < offset(b); });
  if (lower) {
    LEVITATE_TRY(below, lower->members());
    for (auto &member : below)
      if (!value->contains(member.first))
        result.push_back(std::move(member));
  }
  return result;
}

bool JsonValue::has(std::string_view key) const {
  return (value->is_object() && value->contains(key)) || (lower && lower->has(key));
}

JsonValue JsonValue::over(JsonValue base) const {
  JsonValue both = *this;
  both.lower = std::make_shared<const JsonValue>(std::move(base));
  return both;
}

Result<JsonValue> JsonValue::at(const std::string &key) const {
  if (!value->is_object())
    return error("expected an object, found " + typeName(*value));
  const auto found = value->find(key);
  if (found == value->end() && lower && lower->has(key))
    return lower->at(key);
  if (found == value->end())
    return error("the key '" + key + "' is missing");
  return JsonValue(document, &*found, childPointer(path, key));
}

Result<std::string> JsonValue::stringOr(const std::string &key, std::string fallback) const {
  if (!has(key))
    return fallback;
  return at(key)->string();
}

Result<bool> JsonValue::booleanOr(const std::string &key, bool fallback) const {
  if (!has(key))
    return fallback;
  return at(key)->boolean();
}

Result<std::int64_t> JsonValue::integerOr(const std::string &key, std::int64_t fallback) const {
  if (!has(key))
    return fallback;
  return at(key)->integer();
}

Result<std::vector<std::string>> JsonValue::stringsOr(const std::string &key,
                                                      std::vector<std::string> fallback) const {
  if (!has(key))
    return fallback;
  return at(key)->strings();
}

Result<void> JsonValue::onlyKeys(const std::vector<std::string> &keys) const {
  LEVITATE_TRY(found, members());
  for (const auto &[key, member] : found)
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      return member.error("unknown key '" + key + "'" + didYouMean(key, keys));
  return {};
}

Result<std::size_t> JsonValue::oneOf(const std::vector<std::string> &names) const {
  LEVITATE_TRY(text, string());
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end())
    return error("'" + text + "' is none of: " + join(names, ", ") + didYouMean(text, names));
  return static_cast<std::size_t>(found - names.begin());
}

} // namespace levitate

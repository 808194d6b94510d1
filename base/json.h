// JSON input with positions: every error in a rule file, policy or scenario can say
// `file:line:column` and the JSON pointer of the value it is about.
//
// nlohmann/json parses; this file adds the place of every value, duplicate-key and depth checks,
// and a reader that turns a value into a C++ one or into an error. It is not for writing JSON: use
// nlohmann::json for that.
#pragma once

#include "base/result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace levitate {

class JsonValue;

/// A parsed document. Values refer to it, so it outlives them (they hold a reference count).
class JsonDocument {
public:
  /// Reads and parses a file. Environment error when it can't be read, usage error with position
  /// when it is no JSON, has a key twice, is nested deeper than 200 levels or is larger than 64
  /// MiB.
  static Result<JsonValue> readFile(const std::string &path);
  /// The same for text that is in memory; `file` is the name used in diagnostics.
  static Result<JsonValue> parse(std::string text, std::string file);

private:
  friend class JsonValue;
  std::string file;
  std::string text;
  nlohmann::json root;
  std::unordered_map<std::string, std::size_t> offsets; // JSON pointer -> byte offset of the value
  std::vector<std::size_t> lines;                       // the offset at which each line starts
};

/// A value in a document, with its pointer. Cheap to copy. The conversions return a usage error at
/// the value's position when it has another type.
class JsonValue {
public:
  const nlohmann::json &raw() const { return *value; }
  const std::string &pointer() const { return path; }
  const std::string &file() const { return document->file; }
  Location where() const;

  bool isString() const { return value->is_string(); }
  bool isObject() const { return value->is_object(); }
  bool isArray() const { return value->is_array(); }
  bool isBoolean() const { return value->is_boolean(); }
  bool isNumber() const { return value->is_number(); }

  Result<std::string> string() const;
  Result<bool> boolean() const;
  Result<std::int64_t> integer() const;
  Result<double> number() const;
  /// The elements of an array.
  Result<std::vector<JsonValue>> array() const;
  /// A list of strings; a single string counts as a list of one.
  Result<std::vector<std::string>> strings() const;
  /// The members of an object, in the order of the file.
  Result<std::vector<std::pair<std::string, JsonValue>>> members() const;

  /// True when this is an object with that key.
  bool has(std::string_view key) const;
  /// The member of that name; an error that names it when it is missing.
  Result<JsonValue> at(const std::string &key) const;
  /// This object with the members of `base` where it has none of its own. A member keeps the file
  /// and the position of the document it comes from; raw() is still this object alone.
  JsonValue over(JsonValue base) const;
  /// The string under `key`, or `fallback` when there is no such key.
  Result<std::string> stringOr(const std::string &key, std::string fallback) const;
  Result<bool> booleanOr(const std::string &key, bool fallback) const;
  Result<std::int64_t> integerOr(const std::string &key, std::int64_t fallback) const;
  Result<std::vector<std::string>> stringsOr(const std::string &key,
                                             std::vector<std::string> fallback) const;

  /// An error when this is not an object, or has a key that is not in the list ("did you mean").
  Result<void> onlyKeys(const std::vector<std::string> &keys) const;
  /// A string that is one of `names`: its index; else an error that lists them ("did you mean").
  Result<std::size_t> oneOf(const std::vector<std::string> &names) const;

  /// A usage error at this value.
  Error error(std::string message) const;

private:
  friend class JsonDocument;
  JsonValue(std::shared_ptr<const JsonDocument> document, const nlohmann::json *value,
            std::string path)
      : document(std::move(document)), value(value), path(std::move(path)) {}

  std::shared_ptr<const JsonDocument> document;
  const nlohmann::json *value;
  std::string path;
  std::shared_ptr<const JsonValue> lower; // see over()
};

} // namespace levitate

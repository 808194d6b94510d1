// The rule file as data: what a migration does and what must hold afterwards (design, section 4).
//
// Decoding checks everything that can be known from the file alone; whether the names exist is the
// planner's business. Paths are kept as the file has them, relative to the root, normalised, and
// never lead out of it.
#pragma once

#include "base/json.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace levitate::recipe {

/// Where something stands in the rule file.
struct Origin {
  Location where;
  std::string pointer; ///< RFC 6901

  /// A usage error at this place.
  Error error(std::string message) const;
};

/// A symbol named by a rule file: `a::b`, `a::f(int, const T &)`, or `a::*`.
struct SymbolName {
  std::string qualified;                 ///< without parameters; no leading `::`
  std::optional<std::string> parameters; ///< as spelled between the parentheses
  bool everything = false;               ///< it was `a::*`: all members of namespace `qualified`
  std::optional<std::string> as;         ///< the new last component, when renamed on the way
  Origin origin;

  /// As the rule file spells it.
  std::string spelling() const;
};

enum class LinkScope { Public, Private, Interface };

struct Move {
  std::vector<SymbolName> symbols;  ///< or:
  std::optional<std::string> allOf; ///< every declaration of this header
  std::string header;
  std::optional<std::string> source;
  std::optional<std::string> nameSpace; ///< not given: stays; "" is the global one
  std::optional<std::string> target; ///< CMake target of the new files, when it must be made known
};
struct MoveFile {
  std::string from, to;
};
struct Rename {
  SymbolName symbol;
  std::string to; ///< the new last component
};
struct RenameNamespace {
  std::string from, to; ///< qualified; "" is the global one
};
struct RewriteInclude {
  std::string from, to; ///< as spelled, without quotes or brackets unless given
};
struct ReExport {
  std::string header;
  std::optional<std::string> of;        ///< an include of that header, or:
  std::vector<SymbolName> symbols;      ///< using-declarations of these
  std::optional<std::string> nameSpace; ///< where those stand; not given: the header's own
};
struct Link {
  std::string target;
  std::vector<std::string> to;
  std::optional<LinkScope> scope;
};
struct Unlink {
  std::string target;
  std::vector<std::string> from;
  std::optional<LinkScope> scope;
};
struct DeleteFile {
  std::string file;
};
struct Forward {
  std::optional<std::string> header; ///< or:
  std::optional<SymbolName> symbol;
  std::string to;
  std::string until; ///< ISO date
};

using Action = std::variant<Move, MoveFile, Rename, RenameNamespace, RewriteInclude, ReExport, Link,
                            Unlink, DeleteFile, Forward>;

/// What happens to old names in comments, documentation and strings.
enum class TextMode { Report, Rewrite };

struct Step {
  std::string id;   ///< given, or `step-N` counted from 1; unique
  std::string verb; ///< the key that names the action: `move`, `re-export`, ...
  std::string why;
  TextMode text = TextMode::Report;
  Action action;
  Origin origin;
};

struct Absent {
  std::string glob;
};
struct NoLink {
  std::string from, to;
};
struct Exports {
  std::string target, symbol;
};
struct NoReference {
  std::string name;
};
struct Layers {
  std::string policy; ///< path relative to the rule file's folder, made absolute
};
struct Builds {
  std::vector<std::string> presets;
};
struct Tests {
  std::string preset;
};
struct Equivalent {
  bool expected = true;
};
struct Boots {
  std::vector<std::string> scenarios; ///< made absolute, like Layers::policy
};

struct Criterion {
  std::string name;     ///< the key: `absent`, `no-link`, ...
  std::string argument; ///< its value as one line of text, for reports
  std::variant<Absent, NoLink, Exports, NoReference, Layers, Builds, Tests, Equivalent, Boots> test;
  Origin origin;
};

struct Recipe {
  std::string file; ///< the rule file, absolute
  std::string name; ///< fit for a folder's name
  std::string why;
  std::string root; ///< absolute, links resolved
  std::vector<Step> steps;
  std::vector<Criterion> require;
};

/// Reads a rule file. Usage errors (with position and JSON pointer) for everything that is wrong
/// with it: unknown keys ("did you mean"), wrong types, an unknown version, a step with no or two
/// actions, a path that is absolute or leaves the root, an empty or malformed name, a date that is
/// none, two steps of one id. All errors that can be found in one pass are in the one Error.
Result<Recipe> load(const std::string &path);

/// The same for text that is in memory; `path` is where it would stand.
Result<Recipe> parse(std::string text, const std::string &path);

} // namespace levitate::recipe

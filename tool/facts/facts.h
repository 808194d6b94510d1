// What one translation unit in one configuration says about the project's files: the entities,
// where they are declared, where they are named, and which directives stand where.
//
// Facts are plain data: gathered by extract() (tool/facts/extract.h) from Clang, merged and read by
// tool/plan, which knows nothing of Clang. Paths of project files are relative to the root; all
// other paths are absolute. Offsets and ranges are bytes from the start of the file, half open.
#pragma once

#include "base/diagnostic.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace levitate::facts {

struct Range {
  std::uint32_t begin = 0, end = 0;

  bool empty() const { return begin == end; }
  bool contains(std::uint32_t offset) const { return begin <= offset && offset < end; }
  bool contains(const Range &other) const { return begin <= other.begin && other.end <= end; }
  friend auto operator<=>(const Range &, const Range &) = default;
};

/// What is in a range of `a` and in one of `b`, in the order of `a`.
inline std::vector<Range> intersection(const std::vector<Range> &a, const std::vector<Range> &b) {
  std::vector<Range> result;
  for (const Range &x : a)
    for (const Range &y : b) {
      const Range both{std::max(x.begin, y.begin), std::min(x.end, y.end)};
      if (both.begin < both.end)
        result.push_back(both);
    }
  return result;
}

enum class EntityKind {
  Namespace,
  Record,
  Enum,
  Enumerator,
  Function, ///< at namespace scope
  Method,   ///< with constructors, destructors and conversions
  Variable, ///< at namespace scope, or a static data member
  Field,
  Alias, ///< typedef, using, alias template
  Concept,
  Macro,
  Other, ///< a local thing, a template parameter
};

/// A thing with a name, by its Unified Symbol Resolution string. A template, its pattern and its
/// specialisations are one entity.
struct Entity {
  std::string usr;
  std::string name;       ///< the last component
  std::string qualified;  ///< with all namespaces and classes; anonymous and inline ones left out
  std::string scope;      ///< qualified name of the enclosing namespace
  std::string parameters; ///< of a function: parameter types as Clang prints them, `, ` between
  EntityKind kind = EntityKind::Other;
  bool atNamespaceScope = false; ///< declared directly in a namespace or at file scope
  bool internal = false;         ///< internal linkage: file-local
  bool state = false;            ///< a variable that can change, or a function that holds one
  bool isTemplate = false;
  bool isVirtual = false;
  bool isMember = false;              ///< of a class
  bool defined = false;               ///< a class or enumeration whose definition is in `file`
  std::string record;                 ///< of a member: the USR of its class; of an enumerator: of
                                      ///< its enumeration
  std::string file;                   ///< where its definition, or else its first declaration, is
  std::vector<std::string> overrides; ///< USRs of what a virtual function overrides

  friend bool operator==(const Entity &, const Entity &) = default;
};

/// A block `namespace a::b {` or `extern "C" {`.
struct Block {
  std::string file;
  Range whole;           ///< from `namespace` to behind the closing brace
  Range body;            ///< between the braces
  Range names;           ///< what stands between `namespace` and the brace
  std::string qualified; ///< of a namespace; of a linkage block, of the namespace around it
  std::string name;      ///< the components this block itself opens (`a::b`)
  std::string usr;       ///< of the namespace
  bool anonymous = false;
  bool isInline = false;
  bool linkage = false;   ///< `extern "C" {`
  bool fromMacro = false; ///< a macro opens or closes it

  friend bool operator==(const Block &, const Block &) = default;
};

/// One declaration directly in a namespace, a linkage block or a file: what a move can take.
struct Chunk {
  std::string file;
  Range extent;             ///< first token (template head and attributes included) to the `;`
  std::uint32_t entity = 0; ///< index into entities; NoEntity for a static_assert and the like
  std::uint32_t owner = 0;  ///< for an out-of-line member, its outermost class; else `entity`
  std::string scope;        ///< qualified name of the namespace it stands in
  bool definition = false;
  bool isInline = false;       ///< may stand in a header (inline, constexpr, template, a type)
  bool specialisation = false; ///< explicit or partial specialisation or instantiation
  bool staticAssert = false;
  bool usingDirective = false, usingDeclaration = false, namespaceAlias = false;
  bool fromMacro = false; ///< its first or last token is made by a macro
  bool dynamicInitialisation = false;

  friend bool operator==(const Chunk &, const Chunk &) = default;
};

/// A token that names an entity.
struct Reference {
  std::string file;
  Range name;
  Range qualifier; ///< what is written before the name, with its `::`; empty when nothing
  std::uint32_t entity = 0;
  std::uint32_t qualifierScope =
      NoIndex;                        ///< the entity that the qualifier names (aliases resolved)
  std::uint32_t firstScope = NoIndex; ///< the entity that the qualifier's first component names
  std::uint32_t via = NoIndex;        ///< the using-declaration that it was found through
  std::uint32_t context = 0;  ///< index into contexts: the namespace in which it is looked up
  bool global = false;        ///< the qualifier starts with `::`
  bool declares = false;      ///< it is the name in a declaration
  bool adl = false;           ///< found by argument-dependent lookup
  bool dependent = false;     ///< one of several candidates in an uninstantiated template
  bool inMacro = false;       ///< the token stands in a macro's body
  bool operatorToken = false; ///< an operator used as one
  bool befriends = false;     ///< the class in `friend class X;`, which need not be declared before
  bool injected = false; ///< a class template's name, found in the class or one derived from it; or
                         ///< the class's name in that of its destructor
  bool certain = true;   ///< false when the token is made by `##` or a command-line macro
  Location expansion;    ///< for a token in a macro: one place of use

  static constexpr std::uint32_t NoIndex = 0xFFFFFFFF;

  friend bool operator==(const Reference &, const Reference &) = default;
};

/// A using-declaration, a using-directive or a namespace alias.
struct Using {
  enum class Kind { Declaration, Directive, Alias };
  Kind kind = Kind::Declaration;
  std::string file;
  Range extent;
  std::uint32_t target = 0; ///< entity: what is made visible (one of them, for an overload set)
  std::string scope;        ///< the namespace it stands in
  std::string name;         ///< of an alias: its own name
  bool atNamespaceScope = false;

  friend bool operator==(const Using &, const Using &) = default;
};

struct Include {
  std::string file;
  Range extent;  ///< from `#` to the end of the file name
  Range spelled; ///< the file name with its quotes or brackets; empty for a computed include
  std::string name;
  bool angled = false;
  std::string resolved; ///< the file it means; empty when it was not found
  bool system = false;
};

/// A name in an uninstantiated template that only an instantiation can resolve.
struct DependentName {
  std::string file;
  Range name;
  std::string text;

  friend bool operator==(const DependentName &, const DependentName &) = default;
};

/// A place that needs a class to be defined; for any other place a declaration of it is enough
/// (tool/facts/completeness.h).
struct CompleteUse {
  std::string file;
  std::uint32_t offset = 0;
  std::uint32_t entity = 0;

  friend auto operator<=>(const CompleteUse &, const CompleteUse &) = default;
};

/// How far a unit was read. Each depth knows all that the ones before it know.
enum class Depth {
  Directives,   ///< the files that it reads and the includes between them; nothing else
  Preprocessed, ///< also what the preprocessor passed over
  Parsed,       ///< everything
};

/// A macro that makes names by `##`, or leads to one that does.
struct PastingMacro {
  std::string name;
  std::vector<std::string> words; ///< the identifiers and numbers of its definition
};

struct Facts {
  Depth depth = Depth::Parsed;
  std::string unit;             ///< its main file
  std::string configuration;    ///< the build directory as given
  bool nestedNamespaces = true; ///< its language has `namespace a::b {` (C++17)
  std::vector<Entity> entities;
  std::vector<std::string> contexts;
  std::vector<Block> blocks;
  std::vector<Chunk> chunks;
  std::vector<Reference> references;
  std::vector<Using> usings;
  std::vector<Include> includes;
  std::vector<DependentName> dependentNames;
  std::vector<CompleteUse> completeUses;   ///< of the project's classes
  std::vector<std::string> files;          ///< all files it read
  std::vector<PastingMacro> pastingMacros; ///< of Depth::Directives only
  std::string predefined; ///< of Depth::Directives only: what stands in front of the main file
  struct Inactive {
    std::string file;
    Range range;
  };
  std::vector<Inactive> inactive;      ///< what the preprocessor passed over
  std::vector<Diagnostic> diagnostics; ///< errors and warnings

  static constexpr std::uint32_t NoEntity = 0xFFFFFFFF;
};

} // namespace levitate::facts

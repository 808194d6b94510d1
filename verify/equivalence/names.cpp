#include "verify/equivalence/names.h"

#include "base/qualified_name.h"
#include "base/text.h"

#include <llvm/Demangle/Demangle.h>
#include <llvm/Demangle/ItaniumDemangle.h>
#include <llvm/Support/Allocator.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <type_traits>

namespace levitate::equivalence {
namespace {

namespace demangle = llvm::itanium_demangle;
using demangle::Node;

class NodeAllocator {
public:
  void reset() { memory.Reset(); }
  template <class T, class... Arguments> T *makeNode(Arguments &&...arguments) {
    return new (memory.Allocate(sizeof(T), alignof(T))) T(std::forward<Arguments>(arguments)...);
  }
  void *allocateNodeArray(std::size_t count) {
    return memory.Allocate(sizeof(Node *) * count, alignof(Node *));
  }

private:
  llvm::BumpPtrAllocator memory;
};

using Parser = demangle::ManglingParser<NodeAllocator>;
using NameMap = std::map<std::string, std::string, std::less<>>;

bool isIdentifierByte(char byte) { return isWord(byte) || byte == '$'; }

/// What a name or an overload (`a::f(b::T)`) is called last.
std::string lastOf(std::string_view name) {
  return lastComponent(std::string(name.substr(0, name.find('('))));
}

std::string withoutBlanks(std::string_view text) {
  std::string result;
  for (const char byte : text)
    if (byte != ' ')
      result += byte;
  return result;
}

std::string printed(const Node *node) {
  demangle::OutputBuffer buffer;
  node->print(buffer);
  std::string text(std::string_view(buffer.getBuffer(), buffer.getCurrentPosition()));
  std::free(buffer.getBuffer());
  return text;
}

/// Replaces whole qualified names in running text.
std::string replaceNames(std::string_view text, const NameMap &entities) {
  std::string result;
  std::size_t at = 0;
  while (at < text.size()) {
    const bool starts = at == 0 || (!isIdentifierByte(text[at - 1]) && text[at - 1] != ':');
    std::size_t best = 0;
    const std::string *replacement = nullptr;
    if (starts) {
      for (const auto &[from, to] : entities) {
        const std::size_t end = at + from.size();
        if (from.size() > best && text.substr(at, from.size()) == from &&
            (end >= text.size() || !isIdentifierByte(text[end]))) {
          best = from.size();
          replacement = &to;
        }
      }
    }
    if (replacement) {
      result += *replacement;
      at += best;
      if (replacement->empty() && text.substr(at, 2) == "::")
        at += 2; // a namespace that became the global one
    } else {
      result += text[at++];
    }
  }
  return result;
}

/// Writes a parsed mangling as text that has one form for one tree.
class TreeWriter {
public:
  TreeWriter(const NameMap &entities, const NameMap &overloads, const NameMap &functions)
      : entities(entities), overloads(overloads), functions(functions) {}

  std::string result;
  bool hasSpelled = false;        ///< a name stood in it as it is spelled
  SpelledForm *spelled = nullptr; ///< where to put such names, instead of into the result

  /// Where a node stands: an entity's full name, or a part of one that a name of the global
  /// namespace must not be mistaken for.
  enum class Place { Entity, Component };

  void node(const Node *tree, Place place) {
    if (!tree) {
      result += '-';
      return;
    }
    if (place == Place::Entity && renamed(tree))
      return;
    tree->visit([&](const auto *specific) { write(specific, place); });
  }

  /// The form of a plain qualified name.
  void path(std::string_view name) {
    const std::size_t last = name.rfind("::");
    if (last == std::string_view::npos) {
      result += "name(\"";
      result += name;
      result += "\")";
      return;
    }
    result += "nested(";
    path(name.substr(0, last));
    result += ',';
    path(name.substr(last + 2));
    result += ')';
  }

private:
  static void appendPath(const Node *tree, std::string &out, bool &plain) {
    if (!plain)
      return;
    if (tree->getKind() == Node::KNameType) {
      out += static_cast<const demangle::NameType *>(tree)->getName();
    } else if (tree->getKind() == Node::KNestedName) {
      static_cast<const demangle::NestedName *>(tree)->match(
          [&](const Node *scope, const Node *name) { appendScoped(scope, name, out, plain); });
    } else if (tree->getKind() == Node::KQualifiedName) {
      static_cast<const demangle::QualifiedName *>(tree)->match(
          [&](const Node *scope, const Node *name) { appendScoped(scope, name, out, plain); });
    } else {
      plain = false;
    }
  }

  static void appendScoped(const Node *scope, const Node *name, std::string &out, bool &plain) {
    appendPath(scope, out, plain);
    out += "::";
    Tags tags;
    appendPath(untagged(name, tags), out, plain);
  }

  /// ABI tags of a name, the last one first. They stand with its last component
  /// (`re2::Explode[abi:cxx11]`), wherever that goes.
  using Tags = std::vector<std::string_view>;

  static const Node *untagged(const Node *name, Tags &tags) {
    while (name->getKind() == Node::KAbiTagAttr)
      static_cast<const demangle::AbiTagAttr *>(name)->match(
          [&](const Node *base, std::string_view tag) {
            tags.push_back(tag);
            name = base;
          });
    return name;
  }

  static Tags tagsOf(const Node *tree) {
    Tags tags;
    const auto ofLast = [&](const Node *, const Node *name) { untagged(name, tags); };
    if (tree->getKind() == Node::KNestedName)
      static_cast<const demangle::NestedName *>(tree)->match(ofLast);
    else if (tree->getKind() == Node::KQualifiedName)
      static_cast<const demangle::QualifiedName *>(tree)->match(ofLast);
    else
      untagged(tree, tags);
    return tags;
  }

  /// The form of a qualified name whose last component has these tags.
  void path(std::string_view name, const Tags &tags) {
    const std::size_t last = name.rfind("::");
    if (last != std::string_view::npos) {
      result += "nested(";
      path(name.substr(0, last));
      result += ',';
      name.remove_prefix(last + 2);
    }
    for (std::size_t i = 0; i < tags.size(); ++i)
      result += std::to_string(static_cast<int>(Node::KAbiTagAttr)) + "(";
    path(name);
    for (std::size_t i = tags.size(); i-- > 0;)
      result += ",\"" + std::string(tags[i]) + "\",)";
    if (last != std::string_view::npos)
      result += ')';
  }

  bool renamed(const Node *tree) {
    if (entities.empty())
      return false;
    const std::string *to = newNameOf(tree);
    if (to)
      path(*to, tagsOf(tree));
    return to;
  }

  /// The path of a name without the template arguments in it.
  static void appendLoosely(const Node *tree, std::string &out, bool &plain, bool &hasArguments) {
    if (tree->getKind() == Node::KNameWithTemplateArgs) {
      hasArguments = true;
      static_cast<const demangle::NameWithTemplateArgs *>(tree)->match(
          [&](const Node *base, const Node *) { appendLoosely(base, out, plain, hasArguments); });
    } else if (tree->getKind() == Node::KNestedName) {
      static_cast<const demangle::NestedName *>(tree)->match(
          [&](const Node *scope, const Node *name) {
            appendLoosely(scope, out, plain, hasArguments);
            out += "::";
            appendLoosely(name, out, plain, hasArguments);
          });
    } else {
      appendPath(tree, out, plain);
    }
  }

  /// The new last component of a renamed member of a class template, in whichever specialisation;
  /// empty: it is none.
  std::string memberOfTemplate(const Node *scope, const Node *name) const {
    std::string loose;
    bool plain = true, hasArguments = false;
    appendLoosely(scope, loose, plain, hasArguments);
    loose += "::";
    Tags tags;
    appendPath(untagged(name, tags), loose, plain);
    const auto found = plain && hasArguments ? entities.find(loose) : entities.end();
    return found == entities.end() ? std::string() : lastComponent(found->second);
  }

  /// The new name of what a plain path names, or nullptr.
  const std::string *newNameOf(const Node *tree) const {
    std::string name;
    bool plain = true;
    Tags tags;
    appendPath(untagged(tree, tags), name, plain);
    const auto found = plain ? entities.find(name) : entities.end();
    return found == entities.end() ? nullptr : &found->second;
  }

  /// The new name of a function that is meant by its parameters or by its symbol.
  const std::string *renamedFunction(const demangle::FunctionEncoding *function) const {
    if (!functions.empty()) {
      static const NameMap none;
      TreeWriter old(none, none, none);
      old.node(function, Place::Entity);
      const auto found = functions.find(old.result);
      if (found != functions.end())
        return &found->second;
    }
    if (overloads.empty())
      return nullptr;
    std::string signature;
    bool plain = true;
    Tags tags;
    appendPath(untagged(function->getName(), tags), signature, plain);
    if (!plain)
      return nullptr;
    const demangle::NodeArray parameters = function->getParams();
    signature += '(';
    for (std::size_t index = 0; index < parameters.size(); ++index)
      signature += (index ? "," : "") + printed(parameters[index]);
    const auto found = overloads.find(withoutBlanks(signature + ")"));
    return found == overloads.end() ? nullptr : &found->second;
  }

  void write(const demangle::NameType *name, Place) { path(name->getName()); }

  void write(const demangle::NestedName *nested, Place place) {
    nested->match([&](const Node *scope, const Node *name) { writeScoped(scope, name, place); });
  }

  // A name that depends on template parameters, in a constraint or an expression.
  // Its template arguments are with its last component, and not around all of it.
  void write(const demangle::QualifiedName *qualified, Place place) {
    hasSpelled = true;
    if (spelled) {
      writeBlank(qualified);
      return;
    }
    qualified->match([&](const Node *scope, const Node *name) {
      if (name->getKind() != Node::KNameWithTemplateArgs) {
        writeScoped(scope, name, place);
        return;
      }
      static_cast<const demangle::NameWithTemplateArgs *>(name)->match(
          [&](const Node *base, const Node *arguments) {
            std::string plainName;
            bool plain = true;
            appendScoped(scope, base, plainName, plain);
            const auto found = plain ? entities.find(plainName) : entities.end();
            result += "template(";
            if (place == Place::Entity && found != entities.end())
              path(found->second);
            else
              writeScoped(scope, base, place);
            result += ',';
            node(arguments, Place::Entity);
            result += ')';
          });
    });
  }

  // A callee that is looked up where the template is instantiated: a plain name is as it is
  // spelled.
  void write(const demangle::CallExpr *call, Place) {
    result += "call(";
    call->match([&](const Node *callee, const demangle::NodeArray &arguments, auto) {
      std::vector<const Node *> parts;
      flatten(callee, parts);
      if (isPlain(parts.back())) {
        hasSpelled = true;
        if (spelled)
          writeBlank(callee);
        else
          node(callee, Place::Entity);
      } else {
        node(callee, Place::Entity);
      }
      argument(arguments, Place::Entity);
    });
    result += ')';
  }

  /// The components of a name as it is spelled, from the outermost.
  static void flatten(const Node *name, std::vector<const Node *> &parts) {
    if (name->getKind() == Node::KQualifiedName)
      static_cast<const demangle::QualifiedName *>(name)->match(
          [&](const Node *scope, const Node *last) {
            flatten(scope, parts);
            flatten(last, parts);
          });
    else if (name->getKind() == Node::KGlobalQualifiedName) // `::name`
      static_cast<const demangle::GlobalQualifiedName *>(name)->match(
          [&](const Node *inner) { flatten(inner, parts); });
    else
      parts.push_back(name);
  }

  static bool isPlain(const Node *part) {
    if (part->getKind() == Node::KNameWithTemplateArgs) {
      bool plain = false;
      static_cast<const demangle::NameWithTemplateArgs *>(part)->match(
          [&](const Node *base, const Node *) { plain = base->getKind() == Node::KNameType; });
      return plain;
    }
    return part->getKind() == Node::KNameType;
  }

  /// A blank for a name. What else stands in it (template arguments, a type that is a parameter) is
  /// written, with its place counted from the end.
  void writeBlank(const Node *name) {
    std::vector<const Node *> parts;
    flatten(name, parts);
    std::vector<std::string> components;
    std::string others;
    std::swap(others, result);
    for (std::size_t index = 0; index < parts.size(); ++index) {
      const Node *part = parts[index];
      const std::string place = "@" + std::to_string(parts.size() - index);
      if (!isPlain(part)) {
        components.emplace_back();
        result += place;
        node(part, Place::Entity);
      } else if (part->getKind() == Node::KNameType) {
        components.emplace_back(static_cast<const demangle::NameType *>(part)->getName());
      } else {
        static_cast<const demangle::NameWithTemplateArgs *>(part)->match(
            [&](const Node *base, const Node *arguments) {
              components.emplace_back(static_cast<const demangle::NameType *>(base)->getName());
              result += place;
              node(arguments, Place::Entity);
            });
      }
    }
    std::swap(others, result);
    result += "spelled(" + others + ")";
    spelled->names.push_back(std::move(components));
  }

  void writeScoped(const Node *scope, const Node *name, Place place) {
    const std::string *to = place == Place::Entity ? newNameOf(scope) : nullptr;
    if (to && to->empty()) { // the namespace became the global one
      node(name, Place::Component);
      return;
    }
    const std::string renamedMember =
        place == Place::Entity ? memberOfTemplate(scope, name) : std::string();
    result += "nested(";
    node(scope, place);
    result += ',';
    if (renamedMember.empty())
      node(name, Place::Component);
    else
      path(renamedMember, tagsOf(name));
    result += ')';
  }

  // A template of that name keeps the place of its name: `f<int>` of the global namespace is one.
  void write(const demangle::NameWithTemplateArgs *name, Place place) {
    name->match([&](const Node *base, const Node *arguments) {
      result += "template(";
      node(base, place);
      result += ',';
      node(arguments, Place::Entity);
      result += ')';
    });
  }

  // The name of a local entity is relative to its function, so it is no name of a namespace.
  void write(const demangle::LocalName *local, Place place) {
    local->match([&](const Node *function, const Node *entity) {
      result += "local(";
      node(function, place);
      result += ',';
      node(entity, Place::Component);
      result += ')';
    });
  }

  void write(const demangle::FunctionEncoding *function, Place place) {
    const std::string *newName = place == Place::Entity ? renamedFunction(function) : nullptr;
    result += "encoding(";
    function->match([&](const Node *type, const Node *name, auto... rest) {
      argument(type, Place::Entity);
      if (!newName) {
        node(name, place);
      } else if (name->getKind() == Node::KNameWithTemplateArgs) {
        static_cast<const demangle::NameWithTemplateArgs *>(name)->match(
            [&](const Node *base, const Node *arguments) {
              result += "template(";
              path(*newName, tagsOf(base));
              result += ',';
              node(arguments, Place::Entity);
              result += ')';
            });
      } else {
        path(*newName, tagsOf(name));
      }
      result += ',';
      (argument(rest, Place::Entity), ...);
    });
    result += ')';
  }

  // Refers to a template argument that comes later (conversion operators); may refer to itself.
  void write(const demangle::ForwardTemplateReference *reference, Place) {
    result += "forward(" + std::to_string(reference->Index);
    if (depth < 8 && reference->Ref) {
      ++depth;
      node(reference->Ref, Place::Entity);
      --depth;
    }
    result += ')';
  }

  template <class T> void write(const T *other, Place place) {
    result += std::to_string(static_cast<int>(other->getKind()));
    result += '(';
    // What wraps a name (ABI tags, `vtable for`) stands where the name stands.
    const Place inner =
        std::is_same_v<T, demangle::AbiTagAttr> || std::is_same_v<T, demangle::ModuleEntity>
            ? place
            : Place::Entity;
    other->match([&](auto... fields) { (argument(fields, inner), ...); });
    result += ')';
  }

  template <class T> void argument(const T &field, Place place) {
    if constexpr (std::is_convertible_v<T, const Node *>) {
      node(field, place);
    } else if constexpr (std::is_same_v<T, demangle::NodeArray>) {
      result += '[';
      for (const Node *element : field)
        argument(element, place);
      result += ']';
    } else if constexpr (std::is_convertible_v<T, std::string_view>) {
      result += '"';
      result += std::string_view(field);
      result += '"';
    } else {
      result += std::to_string(static_cast<long long>(field));
    }
    result += ',';
  }

  const NameMap &entities;
  const NameMap &overloads;
  const NameMap &functions;
  int depth = 0;
};

} // namespace

SymbolNames::SymbolNames(const std::vector<Rename> &renames) {
  for (const Rename &rename : renames) {
    const std::size_t parameters = rename.from.find('(');
    // `(anonymous namespace)` is a part of a name, not a parameter list.
    if (parameters == std::string::npos || rename.from.ends_with("::") || parameters == 0 ||
        rename.from[parameters - 1] == ':') {
      entities[rename.from] = rename.to;
    } else {
      overloads[withoutBlanks(rename.from)] = rename.to.substr(0, rename.to.find('('));
    }
  }
}

const SymbolName &SymbolNames::of(std::string_view symbol) {
  if (!plain.empty()) {
    const auto found = plain.find(std::string(symbol));
    if (found != plain.end())
      return found->second;
  }
  const auto [place, isNew] = known.try_emplace(std::string(symbol));
  SymbolName &name = place->second;
  if (!isNew)
    return name;
  const std::string &stored = place->first;
  TreeWriter writer(entities, overloads, functions);
  if (symbol.starts_with("_Z")) {
    Parser parser(stored.data(), stored.data() + stored.size());
    if (const Node *tree = parser.parse()) {
      writer.node(tree, TreeWriter::Place::Entity);
      if (writer.hasSpelled)
        spelled.insert(stored);
      name.key = std::move(writer.result);
      name.text = replaceNames(llvm::demangle(stored), entities);
      return name;
    }
  }
  const auto found = entities.find(symbol);
  writer.path(found == entities.end() ? symbol : std::string_view(found->second));
  name.key = std::move(writer.result);
  name.text = found == entities.end() ? stored : found->second;
  return name;
}

void SymbolNames::moveFunction(std::string_view symbol, const std::string &to) {
  static const NameMap none;
  const std::string stored(symbol);
  Parser parser(stored.data(), stored.data() + stored.size());
  const Node *tree = parser.parse();
  if (!tree)
    return;
  TreeWriter old(none, none, none);
  old.node(tree, TreeWriter::Place::Entity);
  moved[stored] = to;
  if (functions.try_emplace(std::move(old.result), to).second)
    known.clear(); // other names may hold it: lambdas and local statics of the function
}

SpelledForm SymbolNames::spelledForm(std::string_view symbol) const {
  SpelledForm form;
  const std::string stored(symbol);
  Parser parser(stored.data(), stored.data() + stored.size());
  const Node *tree = parser.parse();
  if (!tree)
    return form;
  TreeWriter writer(entities, overloads, functions);
  writer.spelled = &form;
  writer.node(tree, TreeWriter::Place::Entity);
  form.skeleton = std::move(writer.result);
  return form;
}

bool SymbolNames::sameAsSpelled(const std::vector<std::string> &before,
                                const std::vector<std::string> &after) const {
  if (before == after)
    return true;
  // Whether the first `count` components of `name` are the last ones of `qualified`.
  const auto isEnd = [](const std::vector<std::string> &name, std::size_t count,
                        const std::vector<std::string> &qualified) {
    return count <= name.size() && count <= qualified.size() &&
           std::equal(qualified.end() - static_cast<std::ptrdiff_t>(count), qualified.end(),
                      name.begin());
  };
  const auto follows = [&](const std::string &from, const std::string &to) {
    const std::vector<std::string> was = split(from.substr(0, from.find('(')), "::");
    const std::vector<std::string> is =
        to.empty() ? std::vector<std::string>() : split(to.substr(0, to.find('(')), "::");
    for (std::size_t front = 1; front <= std::min(was.size(), before.size()); ++front) {
      const std::size_t rest = before.size() - front;
      if (rest > after.size() || (rest == after.size() && !to.empty()))
        continue;
      if (isEnd(before, front, was) && isEnd(after, after.size() - rest, is) &&
          std::equal(before.begin() + static_cast<std::ptrdiff_t>(front), before.end(),
                     after.end() - static_cast<std::ptrdiff_t>(rest)))
        return true;
    }
    return false;
  };
  const auto matches = [&](const auto &entry) { return follows(entry.first, entry.second); };
  return std::any_of(entities.begin(), entities.end(), matches) ||
         std::any_of(overloads.begin(), overloads.end(), matches);
}

void SymbolNames::plainSymbol(std::string_view symbol, const std::string &to) {
  static const NameMap none;
  TreeWriter writer(none, none, none);
  writer.path(to);
  plain[std::string(symbol)] = {std::move(writer.result), to};
}

void SymbolNames::sameAs(std::string_view symbol, const SymbolName &other) {
  plain.try_emplace(std::string(symbol), other);
}

std::string SymbolNames::renamedLastComponent(std::string_view qualifiedName) const {
  const auto found = entities.find(qualifiedName);
  if (found != entities.end())
    return lastComponent(found->second);
  const std::string front = std::string(qualifiedName) + "(";
  const auto overload = overloads.lower_bound(front);
  return overload != overloads.end() && overload->first.starts_with(front)
             ? lastOf(overload->second)
             : std::string();
}

std::map<std::string, std::string> SymbolNames::plainSymbols() const {
  std::map<std::string, std::string> changed;
  for (const auto &[symbol, name] : plain)
    if (symbol != name.text || entities.contains(symbol))
      changed[symbol] = name.text;
  return changed;
}

const std::string *SymbolNames::renamed(std::string_view qualifiedName) const {
  const auto found = entities.find(qualifiedName);
  return found == entities.end() ? nullptr : &found->second;
}

std::string SymbolNames::inText(std::string_view text) const {
  return entities.empty() ? std::string(text) : replaceNames(text, entities);
}

namespace {

/// A text as names, with what qualifies them, and everything else byte by byte.
std::vector<std::string_view> namesAndBytes(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() &&
           (isWord(text[end]) ||
            (text.substr(end).starts_with("::") && end + 2 < text.size() && isWord(text[end + 2]))))
      end += isWord(text[end]) ? 1 : 2;
    end = std::max(end, at + 1);
    parts.push_back(text.substr(at, end - at));
    at = end;
  }
  return parts;
}

} // namespace

bool SymbolNames::sameButForNames(std::string_view before, std::string_view after) const {
  const std::vector<std::string_view> was = namesAndBytes(before), is = namesAndBytes(after);
  if (was.size() != is.size())
    return false;
  const auto renamedTo = [&](std::string_view from, std::string_view to) {
    const auto matches = [&](const auto &entry) {
      return lastOf(entry.first) == from && lastOf(entry.second) == to;
    };
    return std::any_of(entities.begin(), entities.end(), matches) ||
           std::any_of(overloads.begin(), overloads.end(), matches);
  };
  // A member keeps its name when its class changes its own: `Old::member` is `New::member`.
  const auto qualifierRenamed = [&](std::string_view from, std::string_view to) {
    const std::vector<std::string> one = split(from, "::"), other = split(to, "::");
    return one.size() == other.size() &&
           std::equal(one.begin(), one.end(), other.begin(),
                      [&](const std::string &a, const std::string &b) {
                        return a == b || renamedTo(a, b);
                      });
  };
  for (std::size_t i = 0; i < was.size(); ++i)
    if (was[i] != is[i] && !renamedTo(lastOf(was[i]), lastOf(is[i])) &&
        !qualifierRenamed(was[i], is[i]) && inText(was[i]) != is[i])
      return false;
  return true;
}

std::string SymbolNames::ofTypeString(std::string_view contents) {
  const std::string_view name = contents.starts_with('*') ? contents.substr(1) : contents;
  return (contents.starts_with('*') ? "*" : "") + of("_ZTS" + std::string(name)).key;
}

std::string withoutUnitNumbers(const std::string &name) {
  const auto isDigit = [](char byte) { return std::isdigit(static_cast<unsigned char>(byte)); };
  std::string result;
  for (std::size_t at = 0; at < name.size(); ++at) {
    result += name[at];
    const bool endsLambda = result.ends_with("$_");
    // A number after the last dot, at the end of the name.
    const bool endsBase =
        name[at] == '.' && at > 0 &&
        std::all_of(name.begin() + static_cast<std::ptrdiff_t>(at) + 1, name.end(), isDigit);
    if (endsBase) {
      result.pop_back();
      break;
    }
    if (endsLambda)
      while (at + 1 < name.size() && isDigit(name[at + 1]))
        ++at;
  }
  return result;
}

std::string localKey(SymbolNames &names, std::string_view symbol) {
  const std::size_t dot = symbol.rfind('.');
  const bool isNumbered = dot != std::string_view::npos && dot > 0 && dot + 1 < symbol.size() &&
                          symbol.find_first_not_of("0123456789", dot + 1) == std::string_view::npos;
  return "local " + withoutUnitNumbers(names.of(isNumbered ? symbol.substr(0, dot) : symbol).key);
}

} // namespace levitate::equivalence

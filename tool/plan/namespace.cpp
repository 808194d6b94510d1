#include "tool/plan/namespace.h"

#include "base/qualified_name.h"
#include "base/text.h"
#include "tool/plan/later.h"
#include "tool/plan/namespace_blocks.h"
#include "tool/plan/spelling.h"
#include "tool/plan/textual.h"

#include <algorithm>
#include <cctype>

namespace levitate::plan {

using namespace facts;

namespace {

constexpr std::uint32_t None = Reference::NoIndex;

bool isWithinNamespace(const std::string &scope, const std::string &outer) {
  return outer.empty() || scope == outer || scope.starts_with(outer + "::");
}

bool isNamespaceUsr(const Entity &entity) {
  return entity.kind == EntityKind::Namespace && entity.usr.find("@NA@") == std::string::npos;
}

bool isOutside(const std::string &file) { return file.starts_with('/'); }

class NamespaceRenamer {
public:
  NamespaceRenamer(Context &context, const recipe::Step &step,
                   const recipe::RenameNamespace &rename, const Program &program)
      : context(context), step(step), rename(rename), program(program), before(program),
        after(program), textual(context, program), to(components(rename.to)) {}

  Result<void> run() {
    LEVITATE_TRY(present, choose());
    if (!present || context.refused())
      return {};
    checkOrigin();
    checkDestination();
    checkCollisions();
    if (context.refused())
      return {};
    moveNames();
    Edits edits;
    NamespaceBlocks blocks(context, program, fromPath, toPath, nestedAllowed(), step.id);
    for (const auto &[file, facts] : program.files) {
      blocks.rewrite(file, edits);
      rewriteUsings(file, edits);
      rewriteReferences(file, facts, edits);
    }
    if (context.refused())
      return {};
    context.plan.renames.push_back({rename.from, rename.to, usr, usrAfter()});
    return context.apply(edits, step.id);
  }

private:
  void refuse(Location where, std::string reason, std::string remedy,
              std::vector<Diagnostic> notes = {}) {
    context.refuse(
        {std::move(where), step.id, std::move(reason), std::move(remedy), std::move(notes)});
  }

  // The name of a namespace after the step.
  std::string mapped(const std::string &scope) const {
    if (scope == rename.from)
      return rename.to;
    if (!scope.starts_with(rename.from + "::"))
      return scope;
    const std::string rest = scope.substr(rename.from.size() + 2);
    return inScope(rename.to, rest);
  }

  bool isInside(const Entity &entity) const {
    return entity.atNamespaceScope && isWithinNamespace(entity.scope, rename.from);
  }

  // 1. What is renamed to what.

  // False when it is done already.
  Result<bool> choose() {
    std::vector<std::uint32_t> found;
    for (const std::uint32_t one : program.named(rename.from))
      if (isNamespaceUsr(program.entities[one]))
        found.push_back(one);
    const bool nests = isWithinNamespace(rename.to, rename.from);
    if (found.empty() || (nests && onlyDestination())) {
      for (const std::string &name : laterNames(context.request.recipe, step, rename.to))
        if (program.isNamespace(name) && (found.empty() || nests))
          return false;
      return notDeclared();
    }
    std::set<std::string> usrs;
    for (const std::uint32_t one : found)
      usrs.insert(program.entities[one].usr);
    index = found.front();
    usr = program.entities[index].usr;
    fromPath = pathOfUsr(usr);
    if (usrs.size() > 1) {
      refuse(opened(), "there are several namespaces '" + rename.from + "'",
             "give those in unnamed or inline namespaces other names first");
      return true;
    }
    toPath = to;
    const bool sameParent = !to.empty() && scopeOf(rename.from) == scopeOf(rename.to);
    const bool merges = program.isNamespace(rename.to);
    const bool hidden = fromPath != components(rename.from) || isInline();
    if (hidden && (!sameParent || merges))
      refuse(opened(),
             "'" + rename.from + "' is an inline namespace or stands in an inline or unnamed one",
             "give it another last component only, or take the inline namespace away first");
    if (hidden) {
      toPath = fromPath;
      toPath.back() = to.empty() ? "" : to.back();
    }
    if (nests && merges)
      refuse(opened(),
             "'" + rename.to + "' lies inside of '" + rename.from + "' and exists already",
             "move the symbols of '" + rename.from + "' with the step 'move'");
    return true;
  }

  Error notDeclared() const {
    std::vector<std::string> candidates;
    for (const Entity &entity : program.entities)
      if (isNamespaceUsr(entity) && !entity.qualified.empty() && !isOutside(entity.file))
        candidates.push_back(entity.qualified);
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    return step.origin.error("no configuration declares a namespace '" + rename.from + "'" +
                             didYouMean(rename.from, candidates));
  }

  // Is everything in `from` in the inner namespace `to`?
  bool onlyDestination() const {
    return std::all_of(program.entities.begin(), program.entities.end(), [&](const Entity &entity) {
      return !isInside(entity) || isOutside(entity.file) ||
             isWithinNamespace(entity.qualified, rename.to) ||
             (entity.kind == EntityKind::Namespace &&
              isWithinNamespace(rename.to, entity.qualified));
    });
  }

  bool isInline() const {
    for (const auto &[file, facts] : program.files)
      for (const Block &block : facts.blocks)
        if (block.usr == usr && block.isInline)
          return true;
    return false;
  }

  // Where the namespace is opened first: the place to point at.
  Location opened() {
    for (const auto &[file, facts] : program.files)
      for (const Block &block : facts.blocks)
        if (!block.linkage && (block.usr == usr || block.usr.starts_with(usr + "@")))
          return context.place(file, block.whole.begin);
    return step.origin.where;
  }

  std::string usrAfter() const {
    std::string result = "c:";
    for (const std::string &name : toPath)
      result += name.empty() ? "@aN" : "@N@" + name;
    return result;
  }

  // May `namespace a::b {` be written? Not before C++17.
  bool nestedAllowed() const {
    for (const workspace::Unit &unit : context.units)
      for (const std::string &argument : unit.arguments)
        if (argument.starts_with("-std=")) {
          const std::string year = argument.substr(argument.size() - 2);
          if (argument.find("++") != std::string::npos &&
              (year == "98" || year == "03" || year == "0x" || year == "11" || year == "1y" ||
               year == "14"))
            return false;
        }
    return true;
  }

  // 2. What can't be done.

  void checkOrigin() {
    for (std::uint32_t i = 0; i < program.entities.size(); ++i) {
      const Entity &entity = program.entities[i];
      if (!isOutside(entity.file) || (i != index && !isInside(entity)))
        continue;
      for (const auto &[file, facts] : program.files)
        for (const Reference &reference : facts.references)
          if (reference.entity == i) {
            refuse(context.place(file, reference.name.begin),
                   "'" + entity.qualified + "' is declared in " + entity.file +
                       ", which is not a file of the tree",
                   "rename the namespace where it comes from, or move the tree's own symbols out "
                   "of it with the step 'move'");
            return;
          }
    }
  }

  // The alias `to` of the namespace itself becomes superfluous; any other thing of a name on the
  // way is in the way.
  void checkDestination() {
    std::string path;
    for (const std::string &part : to) {
      path = inScope(path, part);
      for (const std::uint32_t i : program.named(path)) {
        const Entity &entity = program.entities[i];
        if (entity.kind == EntityKind::Other || isNamespaceUsr(entity) || !entity.atNamespaceScope)
          continue;
        if (entity.kind == EntityKind::Namespace && path == rename.to && isOwnAlias(path))
          continue;
        refuse(context.declared(program, i), "'" + path + "' is another entity already",
               "choose another namespace");
      }
    }
  }

  bool isOwnAlias(const std::string &qualified) const {
    for (const Using &fact : program.usings)
      if (fact.kind == Using::Kind::Alias && inScope(fact.scope, fact.name) == qualified &&
          fact.target != index)
        return false;
    return true;
  }

  void checkCollisions() {
    for (std::uint32_t i = 0; i < program.entities.size(); ++i) {
      const Entity &entity = program.entities[i];
      if (!isInside(entity) || entity.kind == EntityKind::Macro || entity.name.empty() ||
          entity.kind == EntityKind::Other)
        continue;
      const std::string qualified = inScope(mapped(entity.scope), entity.name);
      for (const std::uint32_t k : program.named(qualified)) {
        const Entity &other = program.entities[k];
        if (isInside(other) || other.kind == EntityKind::Other || !other.atNamespaceScope ||
            other.kind == EntityKind::Macro || other.usr == entity.usr)
          continue;
        if (entity.kind == EntityKind::Namespace && other.kind == EntityKind::Namespace)
          continue; // they become one, and their members are looked at as well
        if (entity.kind == EntityKind::Function && other.kind == EntityKind::Function &&
            (entity.parameters != other.parameters || entity.isTemplate != other.isTemplate))
          continue; // overloads; whether calls still mean the same is checked on the result
        if (entity.internal && other.internal && entity.file != other.file)
          continue;
        refuse(context.declared(program, i),
               "'" + entity.qualified + "' would become '" + qualified + "', which exists already",
               "rename one of the two first",
               {{Severity::Note,
                 context.declared(program, k),
                 "'" + other.qualified + "' is declared here",
                 {},
                 {},
                 {}}});
      }
      for (const Using &fact : program.usings)
        if (fact.kind == Using::Kind::Declaration && fact.atNamespaceScope &&
            !isWithinNamespace(fact.scope, rename.from) && fact.scope == mapped(entity.scope) &&
            fact.name == entity.name && !isInside(program.entities[fact.target]))
          refuse(context.declared(program, i),
                 "'" + entity.qualified + "' would become '" + qualified +
                     "', which a using-declaration makes the name of something else",
                 "take the using-declaration away first",
                 {{Severity::Note,
                   context.place(fact.file, fact.extent.begin),
                   "the using-declaration is here",
                   {},
                   {},
                   {}}});
    }
  }

  // 3. What the names are afterwards.

  void moveNames() {
    std::set<std::string> spaces{rename.from};
    for (const Entity &entity : program.entities)
      if (isInside(entity))
        spaces.insert(entity.scope);
    if (!isWithinNamespace(rename.to, rename.from))
      after.remove(scopeOf(rename.from), components(rename.from).back());
    for (const std::string &space : spaces)
      for (const std::string &name : program.membersOf(space))
        after.remove(space, name);
    for (const std::string &space : spaces)
      for (const std::string &name : program.membersOf(space))
        after.add(mapped(space), name);
    for (std::size_t i = 0; i < to.size(); ++i)
      after.add(join({to.begin(), to.begin() + static_cast<std::ptrdiff_t>(i)}, "::"), to[i]);
  }

  // 4. Using-declarations, using-directives and aliases that would name what stands around them.

  void rewriteUsings(const std::string &file, Edits &edits) {
    for (const Using &fact : program.usings) {
      if (fact.file != file)
        continue;
      const Entity &target = program.entities[fact.target];
      const std::string why = "'" + rename.from + "' is '" + rename.to + "' now, where this stands";
      const bool whole = fact.target == index;
      if (fact.kind == Using::Kind::Declaration && fact.atNamespaceScope && isInside(target) &&
          !isWithinNamespace(fact.scope, rename.from) && fact.scope == mapped(target.scope)) {
        removeLine(fact, why, edits);
      } else if (fact.kind == Using::Kind::Directive && whole && fact.atNamespaceScope &&
                 (rename.to.empty() || mapped(fact.scope) == rename.to)) {
        removeLine(fact, why, edits);
      } else if (fact.kind == Using::Kind::Directive && whole && rename.to.empty()) {
        removeLine(fact, why, edits);
      } else if (fact.kind == Using::Kind::Alias && whole) {
        if (fact.atNamespaceScope && inScope(mapped(fact.scope), fact.name) == rename.to)
          removeLine(fact, why, edits);
        else if (rename.to.empty())
          refuse(context.place(file, fact.extent.begin),
                 "this names '" + rename.from + "', and the global namespace can't have an alias",
                 "write the names out that use '" + fact.name + "', and remove it");
      }
    }
  }

  void removeLine(const Using &fact, const std::string &why, Edits &edits) {
    const Source &text = context.source(fact.file);
    const Range whole = text.forRemoval(text.withComments(fact.extent));
    edits.remove(fact.file, whole, why);
    removed.push_back({fact.file, whole});
  }

  // 5. References.

  struct Stretch {
    std::string file;
    Range range;
  };
  static bool covered(const std::vector<Stretch> &list, const std::string &file,
                      std::uint32_t offset) {
    return std::any_of(list.begin(), list.end(), [&](const Stretch &one) {
      return one.file == file && one.range.contains(offset);
    });
  }

  void rewriteReferences(const std::string &file, const FileFacts &facts, Edits &edits) {
    for (const Reference &reference : facts.references)
      if (reference.entity == index && !reference.declares)
        rewriteChain(reference, facts, false, edits);
    for (const Reference &reference : textual.inactive(file, {index}))
      rewriteChain(reference, facts, true, edits);
    for (const Reference &reference : facts.references) {
      checkEnclosing(reference, facts);
      checkLookup(reference, facts, edits);
    }
  }

  // The declaration around a place; null outside of all.
  static const Chunk *chunkAt(const FileFacts &facts, std::uint32_t offset) {
    const Chunk *found = nullptr;
    for (const Chunk &chunk : facts.chunks)
      if (chunk.extent.contains(offset))
        found = &chunk;
    return found;
  }

  // Where a name is looked up. What stands before the name of an out-of-line definition is looked
  // up where that stands, not in the namespace that it belongs to.
  std::string lookupContext(const Reference &reference, const FileFacts &facts) const {
    const std::string &semantic = program.contexts[reference.context];
    const Chunk *chunk = chunkAt(facts, reference.name.begin);
    if (!chunk || chunk->scope == semantic || reference.inMacro)
      return semantic;
    for (const Reference &name : facts.references)
      if (name.declares && !name.qualifier.empty() && chunk->extent.contains(name.name.begin) &&
          reference.name.begin < name.name.begin && program.contexts[name.context] == semantic)
        return chunk->scope;
    return semantic;
  }

  // The qualifier up to the namespace's own name is written anew.
  void rewriteChain(const Reference &reference, const FileFacts &facts, bool inactive,
                    Edits &edits) {
    if (covered(removed, reference.file, reference.name.begin))
      return;
    const std::string why = "namespace '" + rename.from + "' is '" + rename.to + "' now";
    if (!reference.certain) {
      refuse(context.place(reference.file, reference.name.begin),
             "the name '" + rename.from +
                 "' is put together here by a macro or comes from the "
                 "command line",
             "write the name out, or keep it");
      return;
    }
    const std::string text = context.source(reference.file).text();
    const Range chain{std::min(reference.qualifier.begin, reference.name.begin),
                      reference.name.end};
    if (text.substr(reference.name.begin, reference.name.end - reference.name.begin) !=
        fromPath.back())
      return; // an alias, or a token that a macro makes of something else
    if (inactive && opensBlock(text, chain.begin))
      return rewriteInactiveBlock(reference, text, chain, edits);
    const std::string where =
        mapped(inactive ? lexicalNamespace(facts, chain.begin) : lookupContext(reference, facts));
    const bool sameParent = !to.empty() && scopeOf(rename.from) == scopeOf(rename.to);
    // An alias in front of it stays.
    const bool throughAlias = reference.firstScope != None &&
                              !isNamespaceUsr(program.entities[reference.firstScope]) &&
                              program.entities[reference.firstScope].usr != "global";
    if (sameParent && (!reference.qualifier.empty() || reference.global ||
                       after.finds(where, to.back(), scopeOf(rename.to)))) {
      edits.replace(reference.file, reference.name, to.back(), why);
      return;
    }
    // What follows: another name behind `::`, or the end.
    std::size_t next = chain.end;
    const auto skipBlanks = [&] {
      while (next < text.size() && std::isspace(static_cast<unsigned char>(text[next])))
        ++next;
    };
    skipBlanks();
    const bool goesOn = text.compare(next, 2, "::") == 0;
    if (goesOn) {
      next += 2;
      skipBlanks();
    }
    std::size_t end = next;
    while (end < text.size() && isWord(text[end]))
      ++end;
    const std::string member = text.substr(next, end - next);
    const bool full = !throughAlias &&
                      (to.empty() || !reference.qualifier.empty() || scopeOf(rename.from).empty());
    if (to.empty()) {
      if (!goesOn) {
        refuse(context.place(reference.file, reference.name.begin),
               "this names the namespace itself, and the global one has no name",
               "write it without the namespace first");
        return;
      }
      const bool found = !reference.global && !reference.inMacro && after.finds(where, member, "");
      edits.replace(reference.file, {chain.begin, static_cast<std::uint32_t>(next)},
                    found ? "" : "::", why);
      chains.push_back({reference.file, chain});
      return;
    }
    const bool global = reference.global;
    std::string spelled;
    if (!global && !reference.inMacro && !full) {
      // As many components as were written, or more when they are not found from there.
      const std::size_t had = 1 + countComponents(reference);
      for (std::size_t length = std::min(had, to.size()); length <= to.size() && spelled.empty();
           ++length) {
        const auto split = to.end() - static_cast<std::ptrdiff_t>(length);
        if (after.finds(where, *split, join({to.begin(), split}, "::")))
          spelled = join({split, to.end()}, "::");
      }
    }
    if (spelled.empty()) {
      const bool found = after.finds(where, to.front(), "");
      const bool fromOutermost = full && outermostFirst(reference);
      spelled = (global || !found || (reference.inMacro && !fromOutermost) ? "::" : "") + rename.to;
    }
    edits.replace(reference.file, chain, spelled, why);
    chains.push_back({reference.file, chain});
  }

  bool outermostFirst(const Reference &reference) const {
    if (reference.qualifier.empty())
      return scopeOf(rename.from).empty();
    return reference.firstScope != None && program.entities[reference.firstScope].scope.empty() &&
           program.entities[reference.firstScope].kind == EntityKind::Namespace;
  }

  std::size_t countComponents(const Reference &reference) const {
    const std::string_view text =
        context.source(reference.file).view({reference.qualifier.begin, reference.name.begin});
    std::size_t count = 0;
    for (std::size_t at = text.find("::"); at != std::string_view::npos;
         at = text.find("::", at + 2))
      ++count;
    return count;
  }

  // `namespace a::b {` in code that nothing compiles.
  static bool opensBlock(std::string_view text, std::uint32_t begin) {
    const std::string_view before = trim(text.substr(0, begin));
    return before.ends_with("namespace");
  }

  void rewriteInactiveBlock(const Reference &reference, const std::string &text, Range chain,
                            Edits &edits) {
    const std::string why = "namespace '" + rename.from + "' is '" + rename.to + "' now";
    if (!to.empty() && scopeOf(rename.from) == scopeOf(rename.to)) {
      edits.replace(reference.file, reference.name, to.back(), why);
    } else if (!to.empty() && text.substr(chain.begin, chain.end - chain.begin) == rename.from) {
      edits.replace(reference.file, chain, rename.to, why);
    } else {
      context.plan.leftovers.push_back({context.place(reference.file, reference.name.begin),
                                        "code that nothing compiles opens namespace '" +
                                            rename.from + "', which is '" + rename.to + "' now"});
      return;
    }
    chains.push_back({reference.file, chain});
    renameInactiveClosing(reference.file, chain, why, edits);
  }

  // The comment behind the brace that closes a block in code that nothing compiles.
  void renameInactiveClosing(const std::string &file, Range chain, const std::string &why,
                             Edits &edits) {
    const Source &source = context.source(file);
    int depth = 0;
    std::uint32_t close = 0;
    for (const Token &token : source.tokens()) {
      if (token.range.begin < chain.end)
        continue;
      const std::string_view word = source.view(token.range);
      if (close != 0) {
        if (token.kind == TokenKind::Comment &&
            source.lineOf(token.range.begin) == source.lineOf(close))
          for (const std::string &name : {rename.from, fromPath.back()})
            if (const std::size_t at = word.find(" " + name);
                at != std::string_view::npos && at + 1 + name.size() == trim(word).size()) {
              const std::uint32_t begin = token.range.begin + static_cast<std::uint32_t>(at + 1);
              edits.replace(file, {begin, begin + static_cast<std::uint32_t>(name.size())},
                            name == rename.from ? rename.to : to.back(), why);
              break;
            }
        return;
      }
      depth += word == "{" ? 1 : word == "}" ? -1 : 0;
      if (depth == 0 && word == "}")
        close = token.range.begin;
      else if (depth == 0)
        return;
    }
  }

  // A definition by its qualified name must stand in a namespace around the one it belongs to.
  void checkEnclosing(const Reference &reference, const FileFacts &facts) {
    if (!reference.declares || reference.qualifier.empty() || reference.inMacro)
      return;
    const Entity &entity = program.entities[reference.entity];
    if (!isWithinNamespace(entity.scope, rename.from) || entity.kind == EntityKind::Namespace)
      return;
    const Chunk *chunk = chunkAt(facts, reference.name.begin);
    if (!chunk || chunk->entity != reference.entity)
      return;
    if (isWithinNamespace(mapped(entity.scope), mapped(chunk->scope)))
      return;
    refuse(context.place(reference.file, reference.name.begin),
           "this defines '" + entity.qualified + "' inside namespace '" + chunk->scope +
               "', which would no longer be around it",
           "put the definition outside of namespace '" + chunk->scope + "' first");
  }

  // A name without qualifier, or the first one of a qualified name, that would no longer be found
  // or would be found elsewhere.
  void checkLookup(const Reference &reference, const FileFacts &facts, Edits &edits) {
    const Entity &entity = program.entities[reference.entity];
    if (!reference.qualifier.empty() || reference.global || reference.declares ||
        !reference.certain || reference.operatorToken || reference.adl || reference.via != None ||
        !entity.atNamespaceScope || entity.kind == EntityKind::Macro ||
        entity.kind == EntityKind::Other || entity.usr == "global" || reference.entity == index)
      return;
    if (covered(removed, reference.file, reference.name.begin) ||
        covered(chains, reference.file, reference.name.begin))
      return;
    const std::string where = lookupContext(reference, facts);
    if (!before.finds(where, entity.name, entity.scope))
      return; // found by a using-directive, or in a class
    const std::string space = mapped(entity.scope);
    if (after.finds(mapped(where), entity.name, space))
      return;
    const std::string_view text = context.source(reference.file).view(reference.name);
    if (text != entity.name)
      return;
    if (reference.dependent && entity.kind == EntityKind::Function) {
      refuse(context.place(reference.file, reference.name.begin),
             "'" + entity.qualified + "' would not be found from namespace '" + mapped(where) +
                 "', and a qualifier would change what this template calls",
             "qualify the call, or move '" + entity.name + "' into the namespace first");
      return;
    }
    const std::string qualifier =
        reference.inMacro ? "::" + inScope(space, "")
                          : after.qualifier(space, entity.name, mapped(where), Style::Shortest);
    edits.insert(reference.file, reference.name.begin, qualifier,
                 "the name is now looked up from namespace '" + mapped(where) + "'");
  }

  Context &context;
  const recipe::Step &step;
  const recipe::RenameNamespace &rename;
  const Program &program;
  Names before, after;
  const TextualReferences textual;
  NamespacePath to;               ///< components of the new name
  std::uint32_t index = 0;        ///< the namespace
  std::string usr;                ///< of it
  NamespacePath fromPath, toPath; ///< with inline and unnamed namespaces
  std::vector<Stretch> removed;   ///< using-declarations that go
  std::vector<Stretch> chains;    ///< qualifiers that are written anew
};

} // namespace

Result<void> planRenameNamespace(Context &context, const recipe::Step &step,
                                 const recipe::RenameNamespace &rename) {
  LEVITATE_TRY(program, context.program());
  return NamespaceRenamer(context, step, rename, *program).run();
}

} // namespace levitate::plan

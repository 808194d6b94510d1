#include "tool/plan/rename.h"

#include "base/files.h"
#include "base/qualified_name.h"
#include "base/text.h"
#include "tool/plan/forward.h"
#include "tool/plan/later.h"
#include "tool/plan/linker_names.h"
#include "tool/plan/references.h"
#include "tool/plan/select.h"
#include "tool/plan/textual.h"

#include <algorithm>
#include <cctype>

namespace levitate::plan {

using namespace facts;

std::string renamedUsr(const std::string &usr, const std::string &oldName,
                       const std::string &newName) {
  // A function's parameters stand behind its name and may repeat it.
  std::size_t from = 0;
  for (const std::string_view marker : {"@F@", "@FT@"})
    if (const std::size_t at = usr.rfind(marker); at != std::string::npos)
      from = std::max(from, at);
  std::size_t found = std::string::npos;
  for (std::size_t at = usr.find(oldName, from); at != std::string::npos;
       at = usr.find(oldName, at + 1)) {
    const std::size_t end = at + oldName.size();
    const bool starts = at > 0 && (!isWord(usr[at - 1]) || usr[at - 1] == 'T');
    if (starts && (end == usr.size() || !isWord(usr[end]))) {
      found = at;
      if (from != 0)
        break;
    }
  }
  return found == std::string::npos
             ? usr
             : usr.substr(0, found) + newName + usr.substr(found + oldName.size());
}

namespace {

class Renamer {
public:
  Renamer(Context &context, const recipe::Step &step, const recipe::Rename &rename,
          const Program &program)
      : context(context), step(step), rename(rename), program(program) {}

  Result<void> run() {
    std::vector<std::uint32_t> chosen = select(program, rename.symbol);
    dropForwarders(context, program, chosen);
    if (chosen.empty())
      return isDone() ? Result<void>() : notThere();
    // On a second run the old name may be that of what a later step has given it.
    if (isMadeLater(context.request.recipe, step, rename.symbol.qualified) && isDone())
      return {};
    oldName = program.entities[chosen.front()].name;
    for (const std::uint32_t index : chosen) {
      entities.insert(index);
      macro |= program.entities[index].kind == EntityKind::Macro;
    }
    refuseSpecialNames();
    if (context.refused())
      return {};
    addFamilies();
    refuseCollisions();
    refuseDependentNames();
    LEVITATE_CHECK(refuseLinkerNames());
    findPastingMacros();
    Edits edits;
    for (const auto &[file, facts] : program.files) {
      refusePastedArguments(file, facts);
      refuseSplitTokens(file, facts);
      for (const Reference &reference : facts.references)
        if (entities.contains(reference.entity))
          renameToken(reference, edits);
    }
    if (macro)
      renameMacroText(edits);
    else
      renameInactive(edits);
    if (context.refused())
      return {};
    record();
    return context.apply(edits, step.id);
  }

private:
  void refuse(Location where, std::string reason, std::string remedy,
              std::vector<Diagnostic> notes = {}) {
    context.refuse(
        {std::move(where), step.id, std::move(reason), std::move(remedy), std::move(notes)});
  }

  static std::string scopeWithColons(const Entity &entity) {
    return entity.qualified.substr(0, entity.qualified.size() - entity.name.size());
  }

  // Is there something of the new name, or of what later steps make of it?
  bool isDone() const {
    recipe::SymbolName target = rename.symbol;
    const std::string renamed = inScope(scopeOf(target.qualified), rename.to);
    for (const std::string &name : laterNames(context.request.recipe, step, renamed)) {
      target.qualified = name;
      if (!select(program, target).empty())
        return true;
    }
    return false;
  }

  // A usage error that says what to do instead, where that is known.
  Error notThere() const {
    const std::string &name = rename.symbol.qualified;
    const std::vector<std::string> parts = components(name);
    if (program.isNamespace(name))
      return rename.symbol.origin.error("'" + name +
                                        "' is a namespace; use the step 'rename-namespace'");
    if (parts.size() > 1 &&
        (parts.back() == parts[parts.size() - 2] || parts.back().starts_with('~')))
      return rename.symbol.origin.error("a constructor or destructor has the name of its class; "
                                        "rename the class");
    return notFound(program, rename.symbol);
  }

  bool keepsOverloads(const Entity &entity) const {
    if (entity.kind != EntityKind::Function && entity.kind != EntityKind::Method)
      return false;
    const std::vector<std::uint32_t> named = program.named(entity.qualified);
    return std::any_of(named.begin(), named.end(),
                       [&](std::uint32_t other) { return !entities.contains(other); });
  }

  void record() {
    for (const std::uint32_t index : entities) {
      const Entity &entity = program.entities[index];
      if (entity.kind == EntityKind::Macro)
        continue;
      // Where overloads keep the name, the parameters tell which one has the new one.
      const std::string which =
          keepsOverloads(entity) ? "(" + entity.parameters + ")" : std::string();
      context.plan.renames.push_back({entity.qualified + which,
                                      scopeWithColons(entity) + rename.to + which, entity.usr,
                                      renamedUsr(entity.usr, oldName, rename.to)});
      // An unnamed type has in its USR the name of its typedef.
      if (entity.kind != EntityKind::Alias)
        continue;
      std::string prefix;
      for (const std::string &part : components(entity.scope))
        prefix += "@N@" + part;
      for (const std::string_view mark : {"@EA@", "@SA@", "@UA@"}) {
        const std::string at = "c:" + prefix + std::string(mark);
        context.plan.renames.push_back({"", "", at + oldName, at + rename.to});
      }
    }
  }

  // What has a name that is no identifier, or one that the language or the system calls.
  void refuseSpecialNames() {
    for (const std::uint32_t index : entities) {
      const Entity &entity = program.entities[index];
      if (entity.name.starts_with("operator") &&
          (entity.name.size() == 8 || !isWord(entity.name[8])))
        refuse(context.declared(program, index),
               entity.name.starts_with("operator\"\"")
                   ? "the suffix of a user-defined literal is no identifier that could be renamed"
                   : "an operator can't be renamed",
               "write a function of the new name that calls it, and use that");
      else if (entity.qualified == "main" && entity.kind == EntityKind::Function)
        refuse(context.declared(program, index), "the system calls 'main' by this name",
               "keep the name");
    }
  }

  // All functions that override each other are one family.
  void addFamilies() {
    std::map<std::string, std::uint32_t> byUsr;
    for (std::uint32_t i = 0; i < program.entities.size(); ++i)
      byUsr.emplace(program.entities[i].usr, i);
    for (bool again = true; again;) {
      again = false;
      for (std::uint32_t i = 0; i < program.entities.size(); ++i)
        for (const std::string &overridden : program.entities[i].overrides) {
          const auto base = byUsr.find(overridden);
          if (base != byUsr.end() && entities.contains(i) != entities.contains(base->second)) {
            entities.insert(i);
            entities.insert(base->second);
            again = true;
          }
        }
    }
    // A function of a base class outside of the tree that nothing here names has no entity.
    for (const std::uint32_t index : entities) {
      const Entity &entity = program.entities[index];
      bool outside = false;
      for (const std::string &overridden : entity.overrides) {
        const auto base = byUsr.find(overridden);
        outside |= base == byUsr.end() || program.entities[base->second].file.starts_with('/');
      }
      if (outside)
        refuse(context.declared(program, index),
               "'" + entity.qualified + "' overrides a function of a class that is not in the tree",
               "keep the name, or rename functions that do not override it");
    }
  }

  void refuseCollisions() {
    const std::uint32_t first = *entities.begin();
    // A macro of the new name would be put in its place; a new macro in the place of others.
    for (const auto &[file, facts] : program.files) {
      const Source &text = context.source(file);
      if (macro) {
        for (const Token &token : text.tokens())
          for (const Range &word : identifiers(text, token, rename.to)) {
            refuse(context.place(file, word.begin),
                   "'" + rename.to + "' is used here already and would become a use of the macro",
                   "choose another name");
            return;
          }
      } else {
        for (const Reference &reference : facts.references)
          if (const Entity &other = program.entities[reference.entity];
              other.kind == EntityKind::Macro && other.name == rename.to) {
            refuse(context.place(file, reference.name.begin),
                   "'" + rename.to + "' is a macro, which would be expanded in place of the name",
                   "choose another name");
            return;
          }
      }
    }
    for (const workspace::Unit &unit : context.units)
      for (std::size_t i = 0; i < unit.arguments.size(); ++i) {
        std::string_view argument = unit.arguments[i];
        if ((argument == "-D" || argument == "-U") && i + 1 < unit.arguments.size())
          argument = unit.arguments[i + 1];
        else if (argument.starts_with("-D") || argument.starts_with("-U"))
          argument.remove_prefix(2);
        else
          continue;
        const std::string_view name = argument.substr(0, argument.find_first_of("=("));
        if ((macro && name == oldName) || name == rename.to) {
          refuse(context.declared(program, first),
                 "'" + std::string(name) + "' is a macro on the command line of " +
                     context.project.relative(unit.file),
                 "rename it in the build first, or choose another name");
          return;
        }
      }
    for (const std::uint32_t index : entities) {
      const Entity &entity = program.entities[index];
      const std::string qualified = scopeWithColons(entity) + rename.to;
      for (const std::uint32_t other : program.named(qualified)) {
        const Entity &present = program.entities[other];
        const bool functions =
            (present.kind == EntityKind::Function || present.kind == EntityKind::Method) &&
            present.kind == entity.kind && present.parameters != entity.parameters;
        if (!functions && present.kind != EntityKind::Other && !entities.contains(other))
          refuse(context.declared(program, index), "'" + qualified + "' is another entity already",
                 "choose another name",
                 {{Severity::Note,
                   context.declared(program, other),
                   "it is declared here",
                   {},
                   {},
                   {}}});
      }
      for (const Using &fact : program.usings)
        if (entity.atNamespaceScope && fact.atNamespaceScope && fact.name == rename.to &&
            fact.scope == entity.scope && !entities.contains(fact.target))
          refuse(context.declared(program, index), "'" + qualified + "' is another entity already",
                 "choose another name",
                 {{Severity::Note,
                   context.place(fact.file, fact.extent.begin),
                   "it is declared here",
                   {},
                   {},
                   {}}});
    }
  }

  // In a template, `t.name()` can mean the renamed thing or another one of that name.
  void refuseDependentNames() {
    bool possible = false;
    for (const std::uint32_t index : entities) {
      const EntityKind kind = program.entities[index].kind;
      possible |= program.entities[index].isMember || kind == EntityKind::Function ||
                  kind == EntityKind::Enumerator;
    }
    if (!possible)
      return;
    for (const auto &[file, facts] : program.files)
      for (const DependentName &name : facts.dependentNames)
        if (name.text == oldName)
          refuse(
              context.place(file, name.name.begin),
              "what '" + oldName + "' means here is known only when the template is instantiated",
              "write the type so that the name can be resolved, or rename it here by hand first");
  }

  // Assembler files and linker scripts name what has C linkage.
  Result<void> refuseLinkerNames() {
    const auto mangled = [&](const Entity &entity) {
      const std::size_t at = entity.usr.find("@F@");
      if (entity.kind == EntityKind::Function)
        return at == std::string::npos || entity.usr.find('#', at) != std::string::npos;
      return entity.kind != EntityKind::Variable || !entity.scope.empty();
    };
    const auto found = std::find_if(entities.begin(), entities.end(), [&](std::uint32_t index) {
      return !mangled(program.entities[index]) && !program.entities[index].internal;
    });
    if (found == entities.end())
      return {};
    return refuseLinkerName(context, program, step.id, oldName);
  }

  // The macros that put an argument together with something else by `##`, with the numbers of these
  // parameters.
  void findPastingMacros() {
    for (const auto &[file, facts] : program.files) {
      const Source &text = context.source(file);
      for (const Reference &reference : facts.references) {
        if (!reference.declares || program.entities[reference.entity].kind != EntityKind::Macro)
          continue;
        for (const Token &directive : text.tokens())
          if (directive.kind == TokenKind::Directive && directive.range.contains(reference.name))
            notePasting(reference.entity, text.view({reference.name.end, directive.range.end}));
      }
    }
  }

  // `definition` is what follows the macro's name.
  void notePasting(std::uint32_t entity, std::string_view definition) {
    if (!definition.starts_with("(") || definition.find("##") == std::string_view::npos)
      return;
    std::vector<std::string_view> words;
    for (const Token &token : tokenize(definition))
      if (token.kind != TokenKind::Comment)
        words.push_back(definition.substr(token.range.begin, token.range.end - token.range.begin));
    std::vector<std::string_view> parameters;
    std::size_t body = 1;
    for (; body < words.size() && words[body] != ")"; ++body)
      if (words[body] != ",")
        parameters.push_back(words[body]);
    for (std::size_t i = body + 1; i < words.size(); ++i)
      for (std::size_t k = 0; k < parameters.size(); ++k)
        if (words[i] == parameters[k] &&
            (words[i - 1] == "##" || (i + 1 < words.size() && words[i + 1] == "##")))
          pasting[entity].insert(k);
  }

  // An argument that is pasted makes a name that would be another one.
  void refusePastedArguments(const std::string &file, const FileFacts &facts) {
    if (pasting.empty())
      return;
    std::set<std::uint32_t> ours;
    for (const Reference &reference : facts.references)
      if (entities.contains(reference.entity))
        ours.insert(reference.name.begin);
    const Source &text = context.source(file);
    for (const Reference &reference : facts.references) {
      const auto parameters = pasting.find(reference.entity);
      if (reference.declares || parameters == pasting.end())
        continue;
      int depth = 0;
      std::size_t argument = 0;
      for (const Token &token : text.tokens()) {
        if (token.range.begin < reference.name.end || token.kind == TokenKind::Comment)
          continue;
        const std::string_view word = text.view(token.range);
        if (depth == 0 && word != "(")
          break;
        depth += word == "(" ? 1 : word == ")" ? -1 : 0;
        if (depth == 0)
          break;
        argument += depth == 1 && word == "," ? 1 : 0;
        if (ours.contains(token.range.begin) && parameters->second.contains(argument))
          refuse(context.place(file, token.range.begin),
                 "the macro '" + program.entities[reference.entity].name +
                     "' makes another name of this one, which would change with it",
                 "write out what the macro makes, or keep the name");
      }
    }
  }

  // The places of an identifier in a token of code, or in a directive outside of its strings and
  // comments and of the names of included files.
  static std::vector<Range> identifiers(const Source &text, const Token &token,
                                        const std::string &name) {
    std::vector<Range> result;
    const std::string_view whole = text.view(token.range);
    if (token.kind == TokenKind::Identifier && whole == name)
      result.push_back(token.range);
    if (token.kind != TokenKind::Directive || directiveText(whole).keyword == "error")
      return result;
    const std::uint32_t start = whole.starts_with("%:") ? 2 : whole.starts_with("?\?=") ? 3 : 1;
    const bool include = directiveText(whole).keyword.starts_with("include");
    bool angled = false;
    for (const Token &part : tokenize(whole.substr(start))) {
      const Range range{token.range.begin + start + part.range.begin,
                        token.range.begin + start + part.range.end};
      const std::string_view word = text.view(range);
      angled |= include && word == "<";
      if (part.kind == TokenKind::Identifier && word == name && !angled)
        result.push_back(range);
    }
    return result;
  }

  void refuseSplitTokens(const std::string &file, const FileFacts &facts) {
    for (std::size_t i = 0; i < facts.references.size();) {
      std::size_t end = i + 1;
      while (end < facts.references.size() &&
             facts.references[end].name.begin == facts.references[i].name.begin)
        ++end;
      bool renamed = false, kept = false;
      for (std::size_t k = i; k < end; ++k) {
        const EntityKind kind = program.entities[facts.references[k].entity].kind;
        const bool ours = entities.contains(facts.references[k].entity);
        renamed |= ours;
        // Clang names the thing itself where a class's constructor or a macro's argument is meant.
        kept |= !ours && kind != EntityKind::Other && kind != EntityKind::Macro &&
                program.entities[facts.references[k].entity].name == oldName;
      }
      if (renamed && kept)
        refuse(context.place(file, facts.references[i].name.begin),
               "this name means what is renamed and something else of that name",
               "rename the whole overload set, or write the two apart");
      i = end;
    }
  }

  void renameToken(const Reference &reference, Edits &edits) {
    const std::string_view text = context.source(reference.file).view(reference.name);
    if (reference.operatorToken || (!reference.certain && text.empty())) {
      refuse(context.place(reference.file, reference.name.begin),
             reference.operatorToken ? "an operator can't be renamed"
                                     : "the name '" + oldName + "' is put together here by a macro",
             "write the name out, or keep it");
      return;
    }
    if (text == oldName)
      edits.replace(reference.file, reference.name, rename.to,
                    "'" + oldName + "' is now '" + rename.to + "'");
  }

  // A macro is known by its name alone, in every branch and where it is not defined.
  void renameMacroText(Edits &edits) {
    for (const auto &[file, facts] : program.files) {
      const Source &text = context.source(file);
      for (const Token &token : text.tokens()) {
        const bool inactive =
            std::any_of(facts.inactive.begin(), facts.inactive.end(),
                        [&](const Range &range) { return range.contains(token.range); });
        if (token.kind == TokenKind::Directive || inactive)
          for (const Range &word : identifiers(text, token, oldName))
            edits.replace(file, word, rename.to, "'" + oldName + "' is now '" + rename.to + "'");
      }
    }
  }

  void renameInactive(Edits &edits) {
    const TextualReferences textual(context, program);
    for (const auto &[file, facts] : program.files) {
      std::set<std::uint32_t> done;
      for (const Reference &reference : textual.inactive(file, entities)) {
        renameToken(reference, edits);
        done.insert(reference.name.begin);
      }
      // What else has the name may be another thing: a member of some class, say.
      for (const Token &token : context.source(file).tokens())
        for (const Range &range : facts.inactive)
          if (token.kind == TokenKind::Identifier && range.contains(token.range) &&
              !done.contains(token.range.begin) &&
              context.source(file).view(token.range) == oldName)
            context.plan.leftovers.push_back(
                {context.place(file, token.range.begin), "code that nothing compiles names '" +
                                                             oldName + "', which may be what is '" +
                                                             rename.to + "' now"});
    }
  }

  Context &context;
  const recipe::Step &step;
  const recipe::Rename &rename;
  const Program &program;
  std::string oldName;
  bool macro = false;
  std::set<std::uint32_t> entities;
  std::map<std::uint32_t, std::set<std::size_t>> pasting; ///< by macro: parameters beside a `##`
};

} // namespace

Result<void> planRename(Context &context, const recipe::Step &step, const recipe::Rename &rename) {
  LEVITATE_TRY(program, context.program());
  return Renamer(context, step, rename, *program).run();
}

} // namespace levitate::plan

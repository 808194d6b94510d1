#include "tool/plan/forward.h"

#include "base/files.h"
#include "base/qualified_name.h"
#include "base/text.h"
#include "tool/plan/includes.h"
#include "tool/plan/new_file.h"
#include "tool/plan/select.h"
#include "tool/plan/spelling.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <optional>

namespace levitate::plan {

using namespace facts;

namespace {

// As `2027-01-31`, so that dates compare as text.
std::string today() {
  std::time_t now = std::time(nullptr);
  if (const char *epoch = std::getenv("SOURCE_DATE_EPOCH"); epoch && *epoch)
    now = static_cast<std::time_t>(std::strtoll(epoch, nullptr, 10));
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

std::string quoted(const std::string &text) {
  std::string result = "\"";
  for (const char c : text)
    result += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return result + "\"";
}

std::string bare(const std::string &spelled) { return spelled.substr(1, spelled.size() - 2); }

// Does a declaration of this entity name the other one, as a forwarding alias does?
bool isAliasOf(const Program &program, std::uint32_t alias, const std::string &target) {
  for (const auto &[file, facts] : program.files)
    for (const Chunk &chunk : facts.chunks) {
      if (chunk.entity != alias)
        continue;
      for (const Reference &reference : facts.references)
        if (chunk.extent.contains(reference.name.begin) &&
            program.entities[reference.entity].qualified == target)
          return true;
    }
  return false;
}

bool isMacroFor(Context &context, const Program &program, std::uint32_t macro,
                const std::string &target) {
  for (const auto &[file, facts] : program.files)
    for (const Reference &reference : facts.references)
      if (reference.entity == macro && reference.declares) {
        const Source &text = context.source(file);
        const Range rest{reference.name.end, text.nextLine(reference.name.end)};
        return trim(text.view(rest)) == target;
      }
  return false;
}

// A template's head as an alias of it repeats it, and the arguments that pass its parameters on:
// `template <class T, class... Rest>` and `T, Rest...`.
struct TemplateHead {
  std::string text, arguments;
  Range range;
};

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Nothing when there is more than one head, or a parameter has no name.
std::optional<TemplateHead> templateHead(const Source &text, Range before) {
  TemplateHead head;
  int depth = 0;
  std::string name;
  bool pack = false, defaulted = false;
  for (const Token &token : text.tokens()) {
    if (!before.contains(token.range) || token.kind == TokenKind::Comment)
      continue;
    const std::string_view word = text.view(token.range);
    if (depth == 0 && isOneOf(word, {"class", "struct", "union", "using", "concept"}))
      break; // the declaration itself
    if (head.range.empty() && word != "template")
      return std::nullopt;
    if (!head.range.empty() && depth == 0 && word == "template")
      return std::nullopt;
    if (head.range.empty())
      head.range.begin = token.range.begin;
    head.range.end = token.range.end;
    const bool closes = isOneOf(word, {">", ")", "]", "}"});
    if (depth == 1 && (word == "," || word == ">")) {
      if (name.empty())
        return std::nullopt;
      head.arguments += (head.arguments.empty() ? "" : ", ") + name + (pack ? "..." : "");
      name.clear();
      pack = defaulted = false;
    } else if (depth == 1 && word == "=") {
      defaulted = true;
    } else if (depth == 1 && !defaulted) {
      pack |= word == ".";
      const bool named = token.kind == TokenKind::Identifier &&
                         !isOneOf(word, {"class", "typename", "auto", "int", "bool", "unsigned",
                                         "long", "char", "short"});
      name = named ? std::string(word) : word == "." || word == "*" || word == "&" ? "" : name;
    }
    depth += isOneOf(word, {"<", "(", "[", "{"}) ? 1 : closes ? -1 : 0;
    if (depth == 0 && word == ">" && head.arguments.empty())
      return std::nullopt;
  }
  if (head.range.empty())
    return std::nullopt;
  head.text = text.view(head.range);
  return head;
}

class Forwarder {
public:
  Forwarder(Context &context, BuildFiles &build, const recipe::Step &step,
            const recipe::Forward &forward)
      : context(context), build(build), step(step), forward(forward) {}

  Result<void> run() {
    LEVITATE_TRY(facts, context.program());
    program = facts;
    return forward.header ? forwardHeader(*forward.header) : forwardSymbol(*forward.symbol);
  }

private:
  void refuse(Location where, std::string reason, std::string remedy) {
    context.refuse({std::move(where), step.id, std::move(reason), std::move(remedy), {}});
  }

  // Whoever forgot the step shall hear of it.
  bool ended(const Location &where, const std::string &old, const std::string &remove) {
    if (today() <= forward.until)
      return false;
    refuse(where,
           "the forwarding of '" + old + "' to '" + forward.to + "' ended on " + forward.until,
           "take the step '" + step.id + "' out of the rule file and " + remove +
               ", or give the step a later date");
    return true;
  }

  // A header.

  Result<void> forwardHeader(const std::string &header) {
    if (!context.exists(forward.to))
      return step.origin.error("there is no header '" + forward.to + "'");
    const bool present = context.exists(header);
    if (ended({present ? header : forward.to, 1, 1}, header,
              "delete the header with the step 'delete-file'"))
      return {};
    if (present && !isForwardingHeader(context, header, forward.to)) {
      refuse({header, 1, 1},
             "'" + header + "' still holds something else than the way to " + forward.to,
             "move what is in it first, with the step 'move' or 'move-file'");
      return {};
    }
    const std::string text = forwardingText(header);
    if (present && context.source(header).text() == text)
      return {};
    context.write(header, text, step.id, "code outside of the tree still includes it");
    const std::string target = build.targetOf(forward.to);
    return target.empty() ? Result<void>() : build.addFile(header, target, step.id);
  }

  std::string forwardingText(const std::string &header) {
    const Includes includes(context, *program);
    const Source &model = context.source(forward.to);
    const auto facts = program->files.find(forward.to);
    const FileStyle style =
        styleOf(model, forward.to,
                facts == program->files.end() ? std::vector<Block>() : facts->second.blocks);
    const std::string spelled = includes.spelling(forward.to, header);
    const std::string old = bare(includes.spelling(header, forward.to));
    std::string head;
    if (!model.licence().empty())
      head = std::string(model.view(model.licence())) + style.newline;
    head += "// Deprecated: include " + spelled + " instead. This header will go after " +
            forward.until + "." + style.newline;
    const std::string message = style.newline + "#pragma message(" +
                                quoted(old + " is deprecated and will go after " + forward.until +
                                       "; include " + spelled + " instead") +
                                ")" + style.newline;
    std::string text = newHeader(header, head, {{{spelled}}}, message, {}, style);
    // A file that has moved keeps its guard, which is the one for this path: with it the forwarding
    // header would hide what it includes.
    if (const std::string &guard = model.guard();
        !guard.empty() && guardFor(header, style) == guard)
      for (std::size_t at = text.find(guard); at != std::string::npos;
           at = text.find(guard, at + guard.size() + 1))
        text.insert(at + guard.size(), "_FORWARD");
    return text;
  }

  // A symbol.

  Result<void> forwardSymbol(const recipe::SymbolName &symbol) {
    recipe::SymbolName target;
    target.qualified = forward.to;
    target.origin = step.origin;
    const std::vector<std::uint32_t> found = select(*program, target);
    if (found.empty()) {
      if (program->isNamespace(forward.to))
        return step.origin.error("'" + forward.to +
                                 "' is a namespace; an alias of it would have to "
                                 "stand in every header that opens it, so write it by hand");
      return notFound(*program, target);
    }
    const std::uint32_t index = found.front();
    if (ended(context.declared(*program, index), symbol.qualified, "remove the alias"))
      return {};
    for (const std::uint32_t old : program->named(symbol.qualified)) {
      const Entity &entity = program->entities[old];
      if (entity.kind == EntityKind::Other || !entity.atNamespaceScope)
        continue;
      if (isAliasOf(*program, old, forward.to) || isMacroFor(context, *program, old, forward.to))
        return {}; // done already
      refuse(context.declared(*program, old), "'" + symbol.qualified + "' is still declared",
             "move or rename it with a step before this one");
    }
    for (const Using &fact : program->usings)
      if (fact.kind == Using::Kind::Declaration && fact.atNamespaceScope &&
          inScope(fact.scope, fact.name) == symbol.qualified) {
        if (std::find(found.begin(), found.end(), fact.target) != found.end())
          return {}; // done already
        refuse(context.place(fact.file, fact.extent.begin),
               "this makes '" + symbol.qualified + "' the name of something else",
               "take the using-declaration away first");
      }
    const Entity &entity = program->entities[index];
    if (symbol.parameters || entity.isMember || !entity.atNamespaceScope)
      refuse(context.declared(*program, index),
             "'" + entity.qualified + "' can't have an alias outside of its class",
             "forward the class instead");
    if (const auto facts = program->files.find(entity.file);
        facts != program->files.end() && facts->second.mainFile)
      refuse(context.declared(*program, index),
             "'" + entity.qualified + "' is declared in a source, " + entity.file,
             "nothing outside can use it; take the step away");
    if (context.refused())
      return {};
    const std::vector<std::string> path = components(symbol.qualified);
    const std::string scope = join({path.begin(), path.end() - 1}, "::");
    const std::string text = aliasText(entity, index, scope, path.back());
    if (context.refused())
      return {};
    return insert(entity, scope, text);
  }

  std::string aliasText(const Entity &entity, std::uint32_t index, const std::string &scope,
                        const std::string &name) {
    const Names names(*program);
    const Source &source = context.source(entity.file);
    const std::string qualified =
        names.qualifier(entity.scope, entity.name, scope, Style::Full) + entity.name;
    const std::string comment = "// Deprecated: use " + forward.to + ". This name will go after " +
                                forward.until + "." + source.newline();
    const std::string attribute =
        "[[deprecated(" +
        quoted("use " + forward.to + "; this name will go after " + forward.until) + ")]]";
    const std::string declaration = "using " + qualified + ";";
    const bool sameName = name == entity.name;
    std::string prefix = "define c:";
    for (const std::string &part : components(scope))
      prefix += "@N@" + part;
    switch (entity.kind) {
    case EntityKind::Macro:
      return comment + "#define " + name + " " + entity.name;
    case EntityKind::Record:
    case EntityKind::Enum:
    case EntityKind::Alias: {
      if (entity.isTemplate) {
        if (sameName)
          break;
        return aliasTemplate(entity, index, scope, [&](const TemplateHead &head) {
          context.introduced.insert(prefix + "@" + name);
          return head.text + source.newline() + "using " + name + " " + attribute + " = " +
                 qualified + "<" + head.arguments + ">;";
        });
      }
      context.introduced.insert(prefix + "@" + name);
      context.introduced.insert(prefix + "@T@" + name);
      std::string text = "using " + name + " " + attribute + " = " + qualified + ";";
      // The enumerators of an unscoped enumeration are names of the namespace as well.
      if (entity.kind == EntityKind::Enum && entity.scope != scope)
        for (const Entity &one : program->entities)
          if (one.kind == EntityKind::Enumerator && one.atNamespaceScope &&
              one.record == entity.usr && one.scope == one.qualified.substr(0, one.scope.size()) &&
              one.qualified == inScope(one.scope, one.name))
            text += source.newline() + "using " +
                    names.qualifier(one.scope, one.name, scope, Style::Full) + one.name + ";";
      return text;
    }
    case EntityKind::Variable:
      if (sameName || entity.isTemplate)
        break;
      context.introduced.insert(prefix + "@" + name);
      return attribute + " inline constexpr auto &" + name + " = " + qualified + ";";
    case EntityKind::Concept:
      if (sameName)
        break;
      return aliasTemplate(entity, index, scope, [&](const TemplateHead &head) {
        return comment + head.text + source.newline() + "concept " + name + " = " + qualified +
               "<" + head.arguments + ">;";
      });
    case EntityKind::Function:
      if (sameName || !hasOneForm(entity, index))
        break;
      context.introduced.insert(prefix + "@" + name);
      return attribute + " inline constexpr auto &" + name + " = " + qualified + ";";
    default:
      break;
    }
    if (sameName)
      return comment + declaration;
    const bool function = entity.kind == EntityKind::Function && !entity.isTemplate;
    refuse(context.declared(*program, index),
           function ? "'" + entity.qualified +
                          "' is an overload set or has default arguments, and a reference under "
                          "another name would stand for one overload only, with all arguments"
                    : "'" + entity.qualified +
                          "' is a function or variable template, which has no alias under another "
                          "name",
           "keep its last component, or write a function or template of the old name by hand");
    return {};
  }

  // An alias template or a concept of the old name, with the head of the new one.
  template <class Write>
  std::string aliasTemplate(const Entity &entity, std::uint32_t index, const std::string &scope,
                            Write write) {
    const FileFacts &facts = program->files.at(entity.file);
    const Source &source = context.source(entity.file);
    const Chunk *first = nullptr;
    for (const Chunk &chunk : facts.chunks)
      if (!first && chunk.entity == index && !chunk.specialisation && !chunk.fromMacro)
        first = &chunk;
    std::optional<TemplateHead> head;
    if (first)
      head = templateHead(source, first->extent);
    const auto namesOthers = [&](const Reference &reference) {
      const Entity &named = program->entities[reference.entity];
      return head->range.contains(reference.name) && named.kind != EntityKind::Other &&
             named.kind != EntityKind::Namespace && reference.qualifier.empty() &&
             named.scope != scope;
    };
    if (head && std::none_of(facts.references.begin(), facts.references.end(), namesOthers))
      return write(*head);
    refuse(context.declared(*program, index),
           head ? "the head of the template '" + entity.qualified +
                      "' names what the old namespace does not find"
                : "the head of the template '" + entity.qualified +
                      "' has a parameter without a name, or can't be read",
           head ? "qualify the names in it first" : "give each parameter a name first");
    return {};
  }

  // A reference to the function means the same in every call: it has no overloads, and no default
  // arguments, which a reference does not know.
  bool hasOneForm(const Entity &entity, std::uint32_t index) {
    if (entity.isTemplate || program->named(entity.qualified).size() != 1)
      return false;
    for (const auto &[file, facts] : program->files)
      for (const Chunk &chunk : facts.chunks) {
        if (chunk.entity != index)
          continue;
        const Source &source = context.source(file);
        for (const Token &token : source.tokens()) {
          if (!chunk.extent.contains(token.range) || token.kind == TokenKind::Comment)
            continue;
          const std::string_view word = source.view(token.range);
          if (word == "{")
            break;
          if (word == "=")
            return false;
        }
      }
    return true;
  }

  Result<void> insert(const Entity &entity, const std::string &scope, const std::string &text) {
    const FileFacts &facts = program->files.at(entity.file);
    const Source &source = context.source(entity.file);
    std::uint32_t behind = 0; // the declaration that it names
    for (const Chunk &chunk : facts.chunks)
      if (chunk.entity != Facts::NoEntity &&
          program->entities[chunk.entity].qualified == entity.qualified)
        behind = std::max(behind, chunk.extent.end);
    Insertion where = entity.kind == EntityKind::Macro
                          ? insertionPoint(source, {}, "")
                          : insertionPoint(source, facts.blocks, scope);
    if (where.offset < behind)
      where = insertionPoint(source, {}, scope);
    Piece piece;
    piece.text = text;
    piece.scope = where.insideBlock || entity.kind == EntityKind::Macro ? "" : scope;
    const FileStyle style = styleOf(source, entity.file, facts.blocks);
    std::string inserted = style.newline + wrapped({piece}, style);
    if (where.offset > 0 && source.text()[where.offset - 1] != '\n')
      inserted.insert(0, style.newline);
    Edits edits;
    edits.insert(entity.file, where.offset, inserted,
                 "code outside of the tree still uses the old name");
    return context.apply(edits, step.id);
  }

  Context &context;
  BuildFiles &build;
  const recipe::Step &step;
  const recipe::Forward &forward;
  const Program *program = nullptr;
};

} // namespace

Result<void> planForward(Context &context, BuildFiles &build, const recipe::Step &step,
                         const recipe::Forward &forward) {
  return Forwarder(context, build, step, forward).run();
}

bool isForwardingHeader(Context &context, const std::string &file, const std::string &to) {
  const Source &source = context.source(file);
  std::size_t includes = 0;
  for (const Token &token : source.tokens()) {
    if (token.kind == TokenKind::Comment)
      continue;
    if (token.kind != TokenKind::Directive)
      return false;
    const DirectiveText directive = directiveText(source.view(token.range));
    if (directive.keyword == "include") {
      ++includes;
      if (directive.rest.size() < 3 || fileName(bare(std::string(directive.rest))) != fileName(to))
        return false;
    } else if (directive.keyword == "pragma") {
      if (directive.rest != "once" && !directive.rest.starts_with("message"))
        return false;
    } else if (directive.keyword == "define"
                   ? directive.rest != source.guard()
                   : directive.keyword != "ifndef" && directive.keyword != "endif") {
      return false;
    }
  }
  return includes == 1;
}

void dropForwarders(Context &context, const Program &program,
                    std::vector<std::uint32_t> &entities) {
  for (const recipe::Step &step : context.request.recipe.steps) {
    const auto *forward = std::get_if<recipe::Forward>(&step.action);
    if (!forward || !forward->symbol)
      continue;
    std::erase_if(entities, [&](std::uint32_t index) {
      return program.entities[index].qualified == forward->symbol->qualified &&
             (isAliasOf(program, index, forward->to) ||
              isMacroFor(context, program, index, forward->to));
    });
  }
}

} // namespace levitate::plan

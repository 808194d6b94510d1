#include "tool/plan/re_export.h"

#include "base/qualified_name.h"
#include "base/text.h"
#include "tool/plan/includes.h"
#include "tool/plan/new_file.h"
#include "tool/plan/select.h"
#include "tool/plan/spelling.h"

#include <algorithm>

namespace levitate::plan {

using namespace facts;

namespace {

class ReExporter {
public:
  ReExporter(Context &context, const recipe::Step &step, const recipe::ReExport &reExport,
             const Program &program)
      : context(context), step(step), reExport(reExport), program(program),
        includes(context, program), names(program) {}

  Result<void> run() {
    if (reExport.of)
      LEVITATE_CHECK(addHeader(*reExport.of));
    else
      LEVITATE_CHECK(addSymbols());
    if (context.refused())
      return {};
    const std::vector<std::string> cycle = includes.chain(reExport.header, reExport.header);
    if (!cycle.empty()) {
      refuse({reExport.header, 1, 1},
             "the headers would include each other: " + join(cycle, " -> "),
             "let the inner header include what it needs directly");
      return {};
    }
    includes.emit(edits, "re-exported (step " + step.id + ")");
    return context.apply(edits, step.id);
  }

private:
  void refuse(Location where, std::string reason, std::string remedy) {
    context.refuse({std::move(where), step.id, std::move(reason), std::move(remedy), {}});
  }

  Result<void> addHeader(const std::string &header) {
    if (!context.exists(header))
      return step.origin.error("there is no header '" + header + "'");
    includes.add(reExport.header, header);
    return {};
  }

  // The namespace in which the header declares its own things, or the one around all of them.
  Result<std::string> ownNamespace() {
    if (reExport.nameSpace)
      return *reExport.nameSpace;
    const auto facts = program.files.find(reExport.header);
    if (facts == program.files.end())
      return step.origin.error("no configuration reads the header '" + reExport.header +
                               "'; say with \"namespace\" where the names go");
    std::set<std::string> scopes;
    for (const Chunk &chunk : facts->second.chunks)
      if (!chunk.usingDirective && !chunk.namespaceAlias)
        scopes.insert(chunk.scope);
    if (scopes.empty())
      for (const Block &block : facts->second.blocks)
        if (!block.linkage && !block.anonymous)
          scopes.insert(block.qualified);
    if (scopes.empty())
      return std::string();
    const std::string &outer = *scopes.begin();
    const bool aroundAll = std::all_of(scopes.begin(), scopes.end(), [&](const std::string &scope) {
      return scope == outer || (!outer.empty() && scope.starts_with(outer + "::"));
    });
    if (!aroundAll)
      return step.origin.error("the header '" + reExport.header +
                               "' declares things in several namespaces (" +
                               join({scopes.begin(), scopes.end()}, ", ") +
                               "); say with \"namespace\" where the names go");
    return outer;
  }

  Result<void> addSymbols() {
    LEVITATE_TRY(scope, ownNamespace());
    std::vector<Piece> pieces;
    for (const recipe::SymbolName &symbol : reExport.symbols) {
      const std::vector<std::uint32_t> found = select(program, symbol);
      if (found.empty())
        return notFound(program, symbol);
      const Entity &entity = program.entities[found.front()];
      if (entity.isMember || !entity.atNamespaceScope) {
        refuse(context.declared(program, found.front()),
               "'" + entity.qualified + "' is a member of a class and can't be re-exported alone",
               "re-export the class instead");
        continue;
      }
      if (symbol.parameters && program.named(entity.qualified).size() > found.size()) {
        refuse(context.declared(program, found.front()),
               "a using-declaration re-exports all overloads of '" + entity.qualified + "'",
               "name the function without parameters");
        continue;
      }
      std::set<std::string> headers;
      for (const std::uint32_t index : found) {
        const std::string &file = program.entities[index].file;
        if (const auto facts = program.files.find(file);
            facts != program.files.end() && facts->second.mainFile)
          refuse(context.declared(program, index),
                 "'" + entity.qualified + "' is declared in a source, " + file,
                 "declare it in a header first");
        else
          headers.insert(file);
      }
      for (const std::string &header : headers)
        includes.add(reExport.header, header);
      if (entity.kind != EntityKind::Macro && entity.scope != scope)
        declare(entity, found, scope, pieces);
    }
    if (context.refused() || pieces.empty())
      return {};
    insert(std::move(pieces), scope);
    return {};
  }

  void declare(const Entity &entity, const std::vector<std::uint32_t> &found,
               const std::string &scope, std::vector<Piece> &pieces) {
    const std::string qualified = inScope(scope, entity.name);
    for (const Using &fact : program.usings) {
      if (fact.kind != Using::Kind::Declaration || !fact.atNamespaceScope || fact.scope != scope ||
          fact.name != entity.name)
        continue;
      if (std::find(found.begin(), found.end(), fact.target) != found.end()) {
        if (fact.file == reExport.header)
          return; // done already
        continue; // the same declaration in another header is none of this one's
      }
      refuse(context.place(fact.file, fact.extent.begin),
             "this makes '" + qualified + "' the name of something else",
             "take the using-declaration away first");
    }
    for (const std::uint32_t other : program.named(qualified)) {
      const Entity &present = program.entities[other];
      if (present.kind != EntityKind::Other && present.kind != EntityKind::Macro &&
          present.atNamespaceScope)
        refuse(context.declared(program, other), "'" + qualified + "' is another entity already",
               "rename one of the two first");
    }
    Piece piece;
    piece.text = "using " + names.qualifier(entity.scope, entity.name, scope, Style::Full) +
                 entity.name + ";";
    piece.scope = scope;
    piece.blankBefore = false;
    pieces.push_back(std::move(piece));
  }

  void insert(std::vector<Piece> pieces, const std::string &scope) {
    const Source &text = context.source(reExport.header);
    const auto facts = program.files.find(reExport.header);
    const std::vector<Block> blocks =
        facts == program.files.end() ? std::vector<Block>() : facts->second.blocks;
    const Insertion where = insertionPoint(text, blocks, scope);
    if (where.insideBlock)
      for (Piece &piece : pieces)
        piece.scope.clear();
    const FileStyle style = styleOf(text, reExport.header, blocks);
    std::string inserted = wrapped(pieces, style);
    // Behind other using-declarations there is no blank line.
    const std::uint32_t above = where.offset == 0 ? 0 : text.lineStart(where.offset - 1);
    if (!trim(text.view({above, where.offset})).starts_with("using "))
      inserted.insert(0, style.newline);
    if (where.offset > 0 && text.text()[where.offset - 1] != '\n')
      inserted.insert(0, style.newline);
    edits.insert(reExport.header, where.offset, inserted, "re-exported (step " + step.id + ")");
  }

  Context &context;
  const recipe::Step &step;
  const recipe::ReExport &reExport;
  const Program &program;
  Includes includes;
  Names names;
  Edits edits;
};

} // namespace

Result<void> planReExport(Context &context, const recipe::Step &step,
                          const recipe::ReExport &reExport) {
  if (!context.exists(reExport.header))
    return step.origin.error("there is no header '" + reExport.header + "'");
  LEVITATE_TRY(program, context.program());
  return ReExporter(context, step, reExport, *program).run();
}

} // namespace levitate::plan

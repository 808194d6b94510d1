#include "tool/facts/extract.h"

#include "tool/facts/completeness.h"
#include "tool/facts/directive_facts.h"
#include "tool/facts/directives.h"
#include "tool/facts/entities.h"
#include "tool/facts/instances.h"
#include "tool/facts/preamble.h"
#include "tool/facts/references.h"

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Lex/PreprocessorOptions.h>

#include <algorithm>

namespace levitate::facts {

using namespace clang;

namespace {

// The files that a unit has read, as Facts name them.
void recordFiles(const SourceManager &sources, const Project &project, const Preamble *preamble,
                 Facts &facts) {
  for (auto it = sources.fileinfo_begin(); it != sources.fileinfo_end(); ++it) {
    if (pathIn(preamble, it->first))
      continue;
    const std::string full = pathOf(it->first, sources.getFileManager());
    const std::string relative = project.relative(full);
    facts.files.push_back(relative.empty() ? full : relative);
  }
  if (preamble) {
    for (const auto &[name, path] : preamble->files())
      facts.files.push_back(path);
    std::erase(facts.files, preamble->path());
  }
  std::sort(facts.files.begin(), facts.files.end());
  facts.files.erase(std::unique(facts.files.begin(), facts.files.end()), facts.files.end());
}

// What the preprocessor says, to whatever depth.
template <class Base> class WithDirectives : public Base {
public:
  WithDirectives(Facts &facts, const Project &project, const Preamble *preamble)
      : facts(facts), project(project), preamble(preamble) {}

  bool BeginSourceFileAction(CompilerInstance &compiler) override {
    places.emplace(compiler.getSourceManager(), compiler.getLangOpts(), project, preamble);
    entities.emplace(facts, *places);
    auto callbacks = std::make_unique<DirectiveFacts>(facts, *places, *entities);
    directives = callbacks.get();
    compiler.getPreprocessor().addPPCallbacks(std::move(callbacks));
    return true;
  }

protected:
  Facts &facts;
  const Project &project;
  const Preamble *preamble;
  std::optional<Places> places;
  std::optional<Entities> entities;
  DirectiveFacts *directives = nullptr;
};

class ParseAction : public WithDirectives<ASTFrontendAction> {
public:
  ParseAction(Facts &facts, const Project &project, const Preamble *preamble, UnitMeaning *meaning)
      : WithDirectives(facts, project, preamble), meaning(meaning) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &, llvm::StringRef) override {
    return std::make_unique<Consumer>(*this);
  }

private:
  class Consumer : public ASTConsumer {
  public:
    explicit Consumer(ParseAction &action) : action(action) {}
    void HandleTranslationUnit(ASTContext &context) override { action.gather(context); }
    ASTMutationListener *GetASTMutationListener() override { return &action.instances; }

  private:
    ParseAction &action;
  };

  void gather(ASTContext &context) {
    facts.nestedNamespaces = context.getLangOpts().CPlusPlus17;
    directives->finish(context.getSourceManager().getFileManager(), project);
    keepToUnit(context);
    gatherReferences(context, facts, *places, *entities);
    gatherCompleteUses(context);
    recordFiles(context.getSourceManager(), project, preamble, facts);
    if (meaning)
      addMeaning(context, project, instances, *meaning);
  }

  void gatherCompleteUses(ASTContext &context) {
    const SourceManager &sources = context.getSourceManager();
    const auto fileOf = [&](SourceLocation location) {
      return sources.getFileID(sources.getFileLoc(location));
    };
    findCompleteUses(
        context,
        [&](SourceLocation location) {
          return location.isValid() && places->ours(fileOf(location));
        },
        [&](const NamedDecl *declaration, SourceLocation at) {
          const SourceLocation declared = declaration->getLocation();
          if (declared.isInvalid() || !places->ours(fileOf(declared)))
            return;
          const Places::Spot spot = places->spot(sources.getFileLoc(at));
          if (spot.file)
            facts.completeUses.push_back({*spot.file, spot.offset, entities->of(declaration)});
        });
    std::sort(facts.completeUses.begin(), facts.completeUses.end());
    facts.completeUses.erase(std::unique(facts.completeUses.begin(), facts.completeUses.end()),
                             facts.completeUses.end());
  }

  UnitMeaning *meaning;
  Instances instances;
};

class PreprocessAction : public WithDirectives<PreprocessOnlyAction> {
public:
  PreprocessAction(Facts &facts, const Project &project)
      : WithDirectives(facts, project, nullptr) {}

  void ExecuteAction() override {
    CompilerInstance &compiler = getCompilerInstance();
    Preprocessor &preprocessor = compiler.getPreprocessor();
    PastingMacros *pasting = nullptr;
    if (facts.depth == Depth::Directives) {
      compiler.getPreprocessorOpts().DependencyDirectivesForFile =
          [sources = &compiler.getSourceManager(), cache = &project.directives()](
              FileEntryRef file) -> std::optional<ArrayRef<DirectiveCache::Directive>> {
        if (const auto buffer = sources->getMemoryBufferForFileOrNone(file))
          return cache->of(buffer->getBuffer());
        return std::nullopt;
      };
      auto callbacks = std::make_unique<PastingMacros>();
      pasting = callbacks.get();
      preprocessor.addPPCallbacks(std::move(callbacks));
    }
    preprocessor.IgnorePragmas();
    preprocessor.EnterMainSourceFile();
    Token token;
    do
      preprocessor.Lex(token);
    while (token.isNot(tok::eof));
    facts.nestedNamespaces = compiler.getLangOpts().CPlusPlus17;
    directives->finish(compiler.getFileManager(), project);
    recordFiles(compiler.getSourceManager(), project, preamble, facts);
    facts.entities.clear(); // those of macros
    facts.references.clear();
    if (pasting) {
      facts.inactive.clear(); // without the branches that have no directive in them
      facts.pastingMacros = pasting->result();
      facts.predefined = preprocessor.getPredefines();
    }
  }
};

Facts factsOf(const workspace::Unit &unit, const Project &project) {
  Facts facts;
  const std::string relative = project.relative(unit.file);
  facts.unit = relative.empty() ? unit.file : relative;
  facts.configuration = unit.configuration;
  return facts;
}

} // namespace

Facts extract(const workspace::Unit &unit, const workspace::Overlay &overlay,
              const Project &project, UnitMeaning *meaning, const Preamble *preamble) {
  Facts facts = factsOf(unit, project);
  ParseOutcome outcome = parse(unit, overlay, project,
                               std::make_unique<ParseAction>(facts, project, preamble, meaning),
                               preamble ? preamble->extras() : ParseExtras());
  // What the compiler says is told as it says it without.
  if (outcome.failed && preamble) {
    if (meaning)
      *meaning = {};
    return extract(unit, overlay, project, meaning);
  }
  facts.diagnostics = std::move(outcome.diagnostics);
  if (meaning) {
    meaning->diagnostics = facts.diagnostics;
    meaning->failed = outcome.failed;
  }
  return facts;
}

Facts extractWithoutParsing(const workspace::Unit &unit, const workspace::Overlay &overlay,
                            const Project &project, Depth depth) {
  Facts facts = factsOf(unit, project);
  facts.depth = depth;
  ParseOutcome outcome =
      parse(unit, overlay, project, std::make_unique<PreprocessAction>(facts, project));
  facts.diagnostics = std::move(outcome.diagnostics);
  return facts;
}

} // namespace levitate::facts

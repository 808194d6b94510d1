#include "tool/facts/outline.h"

#include "tool/facts/entities.h"

#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclFriend.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/Expr.h>
#include <clang/Lex/Lexer.h>

namespace levitate::facts {

using namespace clang;

namespace {

// What stands behind `extern "C"` without braces is one declaration with that.
bool isInLinkageBlock(const Decl *declaration) {
  const auto *linkage = dyn_cast<LinkageSpecDecl>(declaration->getLexicalDeclContext());
  return linkage && linkage->hasBraces();
}

} // namespace

void Outline::add(Decl *declaration) {
  if (auto *space = dyn_cast<NamespaceDecl>(declaration))
    return addNamespace(space);
  if (auto *linkage = dyn_cast<LinkageSpecDecl>(declaration); linkage && linkage->hasBraces())
    return addLinkage(linkage);
  if (declaration->getLexicalDeclContext()->isFileContext() || isInLinkageBlock(declaration))
    addChunk(declaration);
}

void Outline::addNamespace(const NamespaceDecl *space) {
  // `namespace a::b {` is two declarations that end at the same brace. The innermost, whose name
  // stands last, stands for the block; it begins at its `::`, the outermost at `namespace`.
  const auto *inner =
      space->decls_empty() ? nullptr : dyn_cast<NamespaceDecl>(*space->decls_begin());
  if (inner && inner->isNested() && inner->getRBraceLoc() == space->getRBraceLoc())
    return;
  Block block;
  const NamespaceDecl *outermost = space;
  block.name = space->getNameAsString();
  while (outermost->isNested() && isa<NamespaceDecl>(outermost->getLexicalParent())) {
    outermost = cast<NamespaceDecl>(outermost->getLexicalParent());
    block.name = outermost->getNameAsString() + "::" + block.name;
  }
  const SourceLocation begin = outermost->getBeginLoc(), close = space->getRBraceLoc();
  block.fromMacro = begin.isMacroID() || close.isMacroID();
  const Places::Spot start = places.spot(places.sources.getFileLoc(begin));
  if (!start.file)
    return;
  block.file = *start.file;
  block.qualified = qualifiedName(space);
  block.usr = usrOf(space->getCanonicalDecl());
  block.anonymous = space->isAnonymousNamespace();
  block.isInline = space->isInline();
  block.whole.begin = start.offset;
  const SourceLocation closeFile = places.sources.getFileLoc(close);
  if (!block.fromMacro) {
    block.whole.end = places.tokenEnd(closeFile);
    block.body.end = places.sources.getFileOffset(closeFile);
    // The brace is the first one behind the name (or behind `namespace`, when it has none).
    const SourceLocation from = space->isAnonymousNamespace() ? begin : space->getLocation();
    const std::uint32_t brace = findBrace(from);
    if (brace == 0)
      block.fromMacro = true;
    block.body.begin = brace + 1;
    block.names = {block.whole.begin, brace};
  } else {
    block.whole.end = places.sources.getFileOffset(closeFile);
  }
  facts.blocks.push_back(std::move(block));
}

std::uint32_t Outline::findBrace(SourceLocation from) const {
  const auto [id, offset] = places.sources.getDecomposedLoc(from);
  const llvm::StringRef text = places.sources.getBufferData(id);
  Lexer lexer(places.sources.getLocForStartOfFile(id), places.language, text.begin(),
              text.begin() + offset, text.end());
  Token token;
  do {
    lexer.LexFromRawLexer(token);
    if (token.is(tok::l_brace))
      return places.sources.getFileOffset(token.getLocation());
  } while (token.isNot(tok::eof) && token.isNot(tok::semi));
  return 0;
}

void Outline::addLinkage(const LinkageSpecDecl *linkage) {
  Block block;
  const Places::Spot start = places.spot(places.sources.getFileLoc(linkage->getBeginLoc()));
  if (!start.file)
    return;
  block.file = *start.file;
  block.linkage = true;
  block.fromMacro = linkage->getBeginLoc().isMacroID() || linkage->getRBraceLoc().isMacroID();
  block.qualified = qualifiedName(enclosingNamespace(linkage->getDeclContext()));
  const SourceLocation close = places.sources.getFileLoc(linkage->getRBraceLoc());
  const std::uint32_t brace = block.fromMacro ? 0 : findBrace(linkage->getExternLoc());
  block.whole = {start.offset, places.tokenEnd(close)};
  block.body = {brace + 1, places.sources.getFileOffset(close)};
  block.names = {start.offset, brace};
  facts.blocks.push_back(std::move(block));
}

// A macro that stands in front of a declaration (an attribute, say) or that ends it (a value, an
// attribute) is a part of its text; one that brings in more than that has made it.
bool Outline::madeByMacro(SourceRange range) const {
  const SourceLocation begin = range.getBegin(), end = range.getEnd();
  const bool whole =
      (begin.isFileID() ||
       Lexer::isAtStartOfMacroExpansion(begin, places.sources, places.language)) &&
      (end.isFileID() || Lexer::isAtEndOfMacroExpansion(end, places.sources, places.language));
  // One expansion from the first token to the last has made all of it.
  const bool one = begin.isMacroID() && end.isMacroID() &&
                   places.sources.getExpansionLoc(begin) == places.sources.getExpansionLoc(end);
  return !whole || one;
}

void Outline::addChunk(Decl *declaration) {
  // What is a part of another declaration, though it stands in no context of its own.
  if (isa<EmptyDecl, ParmVarDecl, RequiresExprBodyDecl>(declaration) ||
      declaration->isTemplateParameter() || declaration->getDescribedTemplate())
    return;
  // A static member's instantiation is declared where its pattern is, and written nowhere.
  if (const auto *variable = dyn_cast<VarDecl>(declaration);
      variable && isTemplateInstantiation(variable->getTemplateSpecializationKind()))
    return;
  SourceRange range = declaration->getSourceRange();
  const Decl *main = declaration;
  if (auto *linkage = dyn_cast<LinkageSpecDecl>(declaration)) {
    if (linkage->decls_empty())
      return;
    main = *linkage->decls_begin();
    range = SourceRange(linkage->getBeginLoc(), main->getEndLoc());
  }
  Chunk chunk;
  chunk.fromMacro = madeByMacro(range);
  const SourceLocation beginFile = places.sources.getFileLoc(range.getBegin());
  const SourceLocation endFile = places.sources.getExpansionRange(range.getEnd()).getEnd();
  const Places::Spot start = places.spot(beginFile);
  if (!start.file)
    return;
  chunk.file = *start.file;
  chunk.extent = {start.offset, places.tokenEnd(endFile)};
  if (places.sources.getFileID(beginFile) != places.sources.getFileID(endFile)) {
    chunk.fromMacro = true;
    chunk.extent.end = chunk.extent.begin;
  }
  extendToSemicolon(chunk, endFile, main);
  chunk.scope = qualifiedName(enclosingNamespace(declaration->getLexicalDeclContext()));
  chunk.entity = chunk.owner = Facts::NoEntity;
  describeChunk(chunk, main);
  facts.chunks.push_back(std::move(chunk));
}

// A declaration that does not end in a body ends in a semicolon, and so does a class.
void Outline::extendToSemicolon(Chunk &chunk, SourceLocation end, const Decl *main) {
  auto next = Lexer::findNextToken(end, places.sources, places.language);
  // `= default`, `= delete`: Clang's range ends in front of it where it stands out of the class.
  if (next && next->is(tok::equal))
    for (int i = 0; i < 5 && next && next->isNot(tok::semi); ++i)
      next = Lexer::findNextToken(next->getLocation(), places.sources, places.language);
  if (next && next->is(tok::semi)) {
    const auto *function =
        dyn_cast<FunctionDecl>(main->getAsFunction() ? main->getAsFunction() : main);
    const bool hasBody = function && function->doesThisDeclarationHaveABody() &&
                         !function->isDefaulted() && !function->isDeleted();
    if (!hasBody)
      chunk.extent.end = places.tokenEnd(next->getLocation());
  }
}

void Outline::describeChunk(Chunk &chunk, const Decl *main) {
  if (isa<StaticAssertDecl>(main)) {
    chunk.staticAssert = true;
    return;
  }
  if (const auto *directive = dyn_cast<UsingDirectiveDecl>(main)) {
    chunk.usingDirective = true;
    chunk.entity = chunk.owner = entities.of(directive->getNominatedNamespace());
    return;
  }
  if (isa<UsingDecl, UsingEnumDecl>(main)) {
    chunk.usingDeclaration = true;
    return;
  }
  if (const auto *alias = dyn_cast<NamespaceAliasDecl>(main)) {
    chunk.namespaceAlias = true;
    chunk.entity = chunk.owner = entities.of(static_cast<const NamedDecl *>(alias));
    return;
  }
  if (const auto *friendly = dyn_cast<FriendDecl>(main); friendly && friendly->getFriendDecl())
    main = friendly->getFriendDecl();
  const auto *named = dyn_cast<NamedDecl>(main);
  if (!named)
    return;
  if (const auto *guide = dyn_cast<CXXDeductionGuideDecl>(
          named->getAsFunction() ? named->getAsFunction() : named)) {
    chunk.entity = chunk.owner = entities.of(guide->getDeducedTemplate());
    chunk.isInline = true;
    return;
  }
  chunk.entity = entities.of(named);
  chunk.owner = ownerOf(named, chunk.entity);
  const Decl *inner = named;
  if (const auto *templated = dyn_cast<TemplateDecl>(named)) {
    chunk.isInline = true;
    inner = templated->getTemplatedDecl() ? templated->getTemplatedDecl() : inner;
  }
  if (const auto *tag = dyn_cast<TagDecl>(inner)) {
    chunk.definition = tag->isThisDeclarationADefinition();
    chunk.isInline = true;
    chunk.specialisation = isa<ClassTemplateSpecializationDecl>(tag);
  } else if (const auto *function = dyn_cast<FunctionDecl>(inner)) {
    chunk.definition = function->isThisDeclarationADefinition();
    chunk.isInline = chunk.isInline || function->isInlined() || function->isConstexpr() ||
                     function->isTemplated();
    chunk.specialisation = function->isFunctionTemplateSpecialization();
  } else if (const auto *variable = dyn_cast<VarDecl>(inner)) {
    chunk.definition = variable->isThisDeclarationADefinition() != VarDecl::DeclarationOnly;
    chunk.isInline = chunk.isInline || variable->isInline() || variable->isConstexpr() ||
                     variable->isTemplated();
    chunk.specialisation = isa<VarTemplateSpecializationDecl>(variable);
    chunk.dynamicInitialisation = chunk.definition && !variable->isTemplated() &&
                                  variable->hasInit() && !variable->getInit()->isValueDependent() &&
                                  !variable->hasConstantInitialization();
  } else {
    chunk.definition = true;
    chunk.isInline = true;
  }
}

std::uint32_t Outline::ownerOf(const NamedDecl *declaration, std::uint32_t itself) {
  const NamedDecl *outermost = nullptr;
  for (const DeclContext *around = declaration->getDeclContext();
       around && !around->isFileContext(); around = around->getParent())
    if (const auto *outer = dyn_cast<RecordDecl>(around))
      outermost = outer;
  return outermost ? entities.of(outermost) : itself;
}

} // namespace levitate::facts

#include "tool/facts/extract.h"

#include "base/files.h"
#include "tool/facts/completeness.h"
#include "tool/facts/directives.h"
#include "tool/facts/entities.h"
#include "tool/facts/instances.h"
#include "tool/facts/instantiations.h"
#include "tool/facts/preamble.h"

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Lex/Lexer.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Lex/PreprocessorOptions.h>
#include <clang/Tooling/Inclusions/StandardLibrary.h>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace levitate::facts {

using namespace clang;

namespace {

// The path of a file of the preamble; null when it is none.
const std::string *pathIn(const Preamble *preamble, FileEntryRef file) {
  if (!preamble)
    return nullptr;
  const auto found = preamble->files().find(file.getName().str());
  return found == preamble->files().end() ? nullptr : &found->second;
}

// Names files and offsets as Facts do.
class Places {
public:
  /// `preamble` may be null.
  Places(const SourceManager &sources, const LangOptions &language, const Project &project,
         const Preamble *preamble)
      : sources(sources), language(language), project(project), preamble(preamble) {}

  struct Spot {
    const std::string *file = nullptr; ///< relative; null when it is not the project's
    std::uint32_t offset = 0;
  };

  // The path of a file as Facts name it: relative for the project's, else absolute.
  const std::string &path(FileID id) {
    const auto found = paths.find(id);
    if (found != paths.end())
      return found->second.name;
    Path entry;
    if (const OptionalFileEntryRef file = sources.getFileEntryRefForID(id)) {
      if (const std::string *known = pathIn(preamble, *file)) {
        entry.name = *known;
      } else {
        const std::string full = pathOf(*file, sources.getFileManager());
        entry.name = project.relative(full);
        entry.ours = !entry.name.empty();
        if (!entry.ours)
          entry.name = full;
      }
    }
    return paths.emplace(id, std::move(entry)).first->second.name;
  }
  bool ours(FileID id) {
    path(id);
    return paths.at(id).ours;
  }

  // A location that is spelled in a file; nothing for one inside a macro.
  Spot spot(SourceLocation location) {
    if (location.isInvalid() || location.isMacroID())
      return {};
    const auto [id, offset] = sources.getDecomposedLoc(location);
    if (!ours(id))
      return {};
    return {&path(id), offset};
  }

  // The file that declares something, as a user would name it: for one that is not the project's,
  // the outermost header through which a project file reached it.
  const std::string &header(FileID id) {
    while (!ours(id)) {
      const SourceLocation from = sources.getIncludeLoc(id);
      if (from.isInvalid())
        break;
      const FileID includer = sources.getFileID(sources.getFileLoc(from));
      if (ours(includer) || (preamble && path(includer) == preamble->path()))
        break;
      id = includer;
    }
    return path(id);
  }

  std::uint32_t tokenEnd(SourceLocation location) const {
    return sources.getFileOffset(location) + Lexer::MeasureTokenLength(location, sources, language);
  }

  Location place(SourceLocation location) {
    const SourceLocation file = sources.getFileLoc(location);
    const auto [id, offset] = sources.getDecomposedLoc(file);
    return {path(id), sources.getLineNumber(id, offset), sources.getColumnNumber(id, offset)};
  }

  const SourceManager &sources;
  const LangOptions &language;

private:
  struct Path {
    std::string name;
    bool ours = false;
  };
  const Project &project;
  const Preamble *preamble;
  std::map<FileID, Path> paths;
};

// Collects entities, each once.
class Entities {
public:
  Entities(Facts &facts, Places &places) : facts(facts), places(places) {}

  std::uint32_t of(const NamedDecl *declaration) {
    if (!declaration)
      return Reference::NoIndex;
    const auto seen = byDeclaration.find(declaration);
    if (seen != byDeclaration.end())
      return seen->second;
    const NamedDecl *canonical = entityDeclaration(declaration);
    const auto known = byDeclaration.find(canonical);
    std::uint32_t index;
    if (known != byDeclaration.end()) {
      index = known->second;
    } else {
      Entity entity = describe(canonical);
      if (entity.usr.empty())
        entity.usr = "local:" + entity.qualified + "@" +
                     formatLocation(places.place(canonical->getLocation()));
      // A builtin function is declared by the compiler, where it is first used.
      const auto *function = dyn_cast<FunctionDecl>(canonical);
      if (!function || !function->isImplicit() || function->getBuiltinID() == 0)
        entity.file = definitionFile(canonical);
      if (entity.file.starts_with('/'))
        entity.file = standardHeader(canonical).value_or(std::move(entity.file));
      index = add(std::move(entity));
      byDeclaration.emplace(canonical, index);
    }
    byDeclaration.emplace(declaration, index);
    return index;
  }

  std::uint32_t ofMacro(llvm::StringRef name, const MacroInfo *macro) {
    const auto [place, inserted] = byMacro.emplace(macro, 0);
    if (inserted) {
      Entity entity;
      entity.name = entity.qualified = name.str();
      entity.kind = EntityKind::Macro;
      entity.atNamespaceScope = true;
      const FileID id = places.sources.getFileID(macro->getDefinitionLoc());
      entity.file = places.header(id);
      entity.usr = "macro:" + entity.name + "@" + entity.file;
      place->second = add(std::move(entity));
    }
    return place->second;
  }

  std::uint32_t ofGlobalNamespace() {
    if (globalNamespace == Reference::NoIndex) {
      Entity entity;
      entity.usr = "global";
      entity.kind = EntityKind::Namespace;
      globalNamespace = add(std::move(entity));
    }
    return globalNamespace;
  }

private:
  std::uint32_t add(Entity entity) {
    const auto [place, inserted] =
        byUsr.emplace(entity.usr, static_cast<std::uint32_t>(facts.entities.size()));
    if (inserted)
      facts.entities.push_back(std::move(entity));
    return place->second;
  }

  // Where the definition is, for a class or enumeration; else where the first declaration is that
  // stands in no function. Nothing when there is none.
  std::string definitionFile(const NamedDecl *canonical) {
    const NamedDecl *best = canonical;
    if (const auto *tag = dyn_cast<TagDecl>(canonical); tag && tag->getDefinition())
      best = tag->getDefinition();
    if (const_cast<NamedDecl *>(best)->isLocalExternDecl()) {
      best = nullptr;
      for (Decl *other : canonical->redecls())
        if (!best && !other->isLocalExternDecl())
          best = cast<NamedDecl>(other);
      if (!best)
        return {};
    }
    const SourceLocation location = places.sources.getFileLoc(best->getLocation());
    return location.isValid() ? places.header(places.sources.getFileID(location)) : "";
  }

  // Of the standard library the header that the standard says, when some file includes that: what
  // another standard header happens to bring along is no one's to rely on.
  std::optional<std::string> standardHeader(const NamedDecl *declaration) {
    const std::optional<tooling::stdlib::Symbol> symbol = recogniser(declaration);
    if (!symbol)
      return std::nullopt;
    for (const tooling::stdlib::Header &header : symbol->headers()) {
      const llvm::StringRef name = header.name().drop_front().drop_back(); // without the brackets
      for (const Include &include : facts.includes)
        if (include.angled && include.name == name && include.resolved.starts_with('/'))
          return include.resolved;
    }
    return std::nullopt;
  }

  Facts &facts;
  Places &places;
  tooling::stdlib::Recognizer recogniser;
  std::unordered_map<const NamedDecl *, std::uint32_t> byDeclaration;
  std::unordered_map<const MacroInfo *, std::uint32_t> byMacro;
  std::unordered_map<std::string, std::uint32_t> byUsr;
  std::uint32_t globalNamespace = Reference::NoIndex;
};

class Visitor : public RecursiveASTVisitor<Visitor> {
  using Base = RecursiveASTVisitor<Visitor>;

public:
  Visitor(Facts &facts, Places &places, Entities &entities)
      : facts(facts), places(places), entities(entities) {
    contextIndex.emplace("", 0);
    facts.contexts.emplace_back();
  }

  // Explicit instantiations of which Clang keeps no declaration. All others have been visited.
  void addInstantiations(ASTContext &context) {
    for (unsigned i = 0; i < places.sources.local_sloc_entry_size(); ++i) {
      const SrcMgr::SLocEntry &entry = places.sources.getLocalSLocEntry(i);
      if (!entry.isFile())
        continue;
      const FileID id = places.sources.getFileID(SourceLocation::getFromRawEncoding(
          static_cast<SourceLocation::UIntTy>(entry.getOffset())));
      if (id.isInvalid() || !places.ours(id))
        continue;
      const std::string &file = places.path(id);
      const auto passedOver = [&](unsigned offset) {
        const auto holds = [&](const std::string &where, const Range &range) {
          return where == file && range.contains(offset);
        };
        return std::any_of(facts.chunks.begin(), facts.chunks.end(),
                           [&](const Chunk &chunk) { return holds(chunk.file, chunk.extent); }) ||
               std::any_of(
                   facts.inactive.begin(), facts.inactive.end(),
                   [&](const Facts::Inactive &part) { return holds(part.file, part.range); });
      };
      for (const Instantiation &one : findInstantiations(context, id, passedOver))
        addInstantiation(one, file);
    }
  }

  bool shouldWalkTypesOfTypeLocs() const { return false; }

  bool TraverseDecl(Decl *declaration) {
    if (!declaration)
      return true;
    if (declaration->isImplicit() && !isa<TranslationUnitDecl>(declaration))
      return true;
    const bool fileScope = declaration->getLexicalDeclContext() &&
                           declaration->getLexicalDeclContext()->isFileContext();
    const bool inLinkage = declaration->getLexicalDeclContext() &&
                           isa<LinkageSpecDecl>(declaration->getLexicalDeclContext());
    const bool outer = (fileScope || inLinkage) && !isa<TranslationUnitDecl>(declaration);
    if (outer && !isa<NamespaceDecl, LinkageSpecDecl>(declaration)) {
      const SourceLocation at = places.sources.getFileLoc(declaration->getLocation());
      if (at.isInvalid() || !places.ours(places.sources.getFileID(at)))
        return true;
    }
    const std::uint32_t saved = current;
    enterContext(declaration);
    if (outer)
      recordOuter(declaration);
    const bool result = Base::TraverseDecl(declaration);
    current = saved;
    return result;
  }

  // Names in declarations.

  bool VisitNamedDecl(NamedDecl *declaration) {
    if (isa<NamespaceDecl, UsingDirectiveDecl, UsingDecl, UsingShadowDecl, NamespaceAliasDecl,
            ParmVarDecl, UsingEnumDecl, BindingDecl>(declaration) ||
        // A template's name is its pattern's; only a concept has none.
        (isa<TemplateDecl>(declaration) && !isa<ConceptDecl>(declaration)) ||
        declaration->isTemplateParameter())
      return true;
    if (const auto *variable = dyn_cast<VarDecl>(declaration);
        variable && variable->isLocalVarDecl() && !variable->isLocalExternDecl())
      return true;
    if (inFriendType && isa<TagDecl>(declaration))
      return true; // recorded as a name in a type
    const DeclarationName name = declaration->getDeclName();
    if (const auto *guide = dyn_cast<CXXDeductionGuideDecl>(declaration)) {
      record(guide->getDeducedTemplate(), guide->getLocation(), {}, nullptr, {.declares = true});
      return true;
    }
    if (const auto *constructor = dyn_cast<CXXConstructorDecl>(declaration)) {
      record(constructor->getParent(), constructor->getLocation(), {}, nullptr, {.declares = true});
      return true;
    }
    if (isa<CXXDestructorDecl>(declaration)) {
      if (const TypeSourceInfo *type =
              cast<CXXDestructorDecl>(declaration)->getNameInfo().getNamedTypeInfo();
          !type) {
        Token token;
        if (!Lexer::getRawToken(declaration->getLocation().getLocWithOffset(1), token,
                                places.sources, places.language, true))
          record(cast<CXXMethodDecl>(declaration)->getParent(), token.getLocation(), {}, nullptr,
                 {.declares = true});
      }
      return true;
    }
    if (name.getNameKind() == DeclarationName::CXXConversionFunctionName || name.isEmpty())
      return true;
    NestedNameSpecifierLoc qualifier;
    if (const auto *declarator = dyn_cast<DeclaratorDecl>(declaration))
      qualifier = declarator->getQualifierLoc();
    else if (const auto *tag = dyn_cast<TagDecl>(declaration))
      qualifier = tag->getQualifierLoc();
    record(declaration, declaration->getLocation(), qualifier, nullptr,
           {.declares = true,
            .operatorToken = name.getNameKind() == DeclarationName::CXXOperatorName ||
                             name.getNameKind() == DeclarationName::CXXLiteralOperatorName});
    return true;
  }

  // `cleanup(function)` keeps the function, but not where its name stands.
  bool VisitCleanupAttr(CleanupAttr *attribute) {
    SourceLocation at = attribute->getLocation();
    for (int i = 0; i < 2; ++i)
      if (const std::optional<Token> next =
              Lexer::findNextToken(at, places.sources, places.language))
        at = next->getLocation();
    record(attribute->getFunctionDecl(), at, {}, nullptr);
    return true;
  }

  // Names in types.

  bool TraverseFriendDecl(FriendDecl *declaration) {
    const bool saved = inFriendType;
    inFriendType = declaration->getFriendType() != nullptr;
    const bool result = Base::TraverseFriendDecl(declaration);
    inFriendType = saved;
    return result;
  }
  // A constructor's name is recorded where the constructor is.
  bool TraverseDeclarationNameInfo(const DeclarationNameInfo &name) {
    return name.getName().getNameKind() == DeclarationName::CXXConstructorName ||
           Base::TraverseDeclarationNameInfo(name);
  }
  bool VisitElaboratedTypeLoc(ElaboratedTypeLoc loc) {
    if (loc.getQualifierLoc())
      qualifiers[nameLocation(loc.getNamedTypeLoc())] = loc.getQualifierLoc();
    return true;
  }
  bool VisitTagTypeLoc(TagTypeLoc loc) {
    // `struct X x;` may declare X on the way; a definition inside a type is recorded as
    // declaration.
    // An instantiation that is named without arguments is named from inside of the class.
    if (!loc.isDefinition())
      record(loc.getDecl(), loc.getNameLoc(), qualifierAt(loc.getNameLoc()), nullptr,
             {.befriends = inFriendType,
              .injected = isa<ClassTemplateSpecializationDecl>(loc.getDecl())});
    return true;
  }
  bool VisitTypedefTypeLoc(TypedefTypeLoc loc) {
    record(loc.getTypedefNameDecl(), loc.getNameLoc(), qualifierAt(loc.getNameLoc()), nullptr);
    return true;
  }
  bool VisitUsingTypeLoc(UsingTypeLoc loc) {
    record(loc.getFoundDecl()->getTargetDecl(), loc.getNameLoc(), qualifierAt(loc.getNameLoc()),
           loc.getFoundDecl());
    return true;
  }
  bool VisitInjectedClassNameTypeLoc(InjectedClassNameTypeLoc loc) {
    record(loc.getDecl(), loc.getNameLoc(), qualifierAt(loc.getNameLoc()), nullptr,
           {.injected = true});
    return true;
  }
  bool VisitTemplateSpecializationTypeLoc(TemplateSpecializationTypeLoc loc) {
    recordTemplate(loc.getTypePtr()->getTemplateName(), loc.getTemplateNameLoc(),
                   qualifierAt(loc.getTemplateNameLoc()));
    return true;
  }
  bool VisitDeducedTemplateSpecializationTypeLoc(DeducedTemplateSpecializationTypeLoc loc) {
    recordTemplate(loc.getTypePtr()->getTemplateName(), loc.getTemplateNameLoc(),
                   qualifierAt(loc.getTemplateNameLoc()));
    return true;
  }
  bool VisitDependentNameTypeLoc(DependentNameTypeLoc loc) {
    dependent(loc.getTypePtr()->getIdentifier(), loc.getNameLoc());
    return true;
  }
  bool VisitDependentTemplateSpecializationTypeLoc(DependentTemplateSpecializationTypeLoc loc) {
    dependent(loc.getTypePtr()->getIdentifier(), loc.getTemplateNameLoc());
    return true;
  }
  bool TraverseTemplateArgumentLoc(const TemplateArgumentLoc &argument) {
    if (argument.getArgument().getKind() == TemplateArgument::Template ||
        argument.getArgument().getKind() == TemplateArgument::TemplateExpansion)
      recordTemplate(argument.getArgument().getAsTemplateOrTemplatePattern(),
                     argument.getTemplateNameLoc(), argument.getTemplateQualifierLoc());
    return Base::TraverseTemplateArgumentLoc(argument);
  }

  // Qualifiers.

  bool TraverseNestedNameSpecifierLoc(NestedNameSpecifierLoc loc) {
    if (loc) {
      const NestedNameSpecifier *specifier = loc.getNestedNameSpecifier();
      const NestedNameSpecifierLoc prefix = loc.getPrefix();
      if (const NamespaceDecl *space = specifier->getAsNamespace())
        record(space, loc.getLocalBeginLoc(), prefix, nullptr);
      else if (const NamespaceAliasDecl *alias = specifier->getAsNamespaceAlias())
        record(alias, loc.getLocalBeginLoc(), prefix, nullptr, {.keepAlias = true});
      else if (prefix && loc.getTypeLoc())
        qualifiers[nameLocation(loc.getTypeLoc())] = prefix;
    }
    return Base::TraverseNestedNameSpecifierLoc(loc);
  }

  // Names in expressions.

  bool VisitCallExpr(CallExpr *call) {
    if (call->usesADL())
      if (const auto *callee = dyn_cast<DeclRefExpr>(call->getCallee()->IgnoreImpCasts()))
        foundByAdl[callee->getLocation()] = true;
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *expression) {
    const bool isOperator =
        expression->getNameInfo().getName().getNameKind() == DeclarationName::CXXOperatorName;
    record(expression->getDecl(), expression->getLocation(), expression->getQualifierLoc(),
           expression->getFoundDecl(),
           {.adl = foundByAdl.contains(expression->getLocation()), .operatorToken = isOperator});
    return true;
  }
  bool VisitMemberExpr(MemberExpr *expression) {
    const DeclarationName name = expression->getMemberNameInfo().getName();
    if (name.getNameKind() == DeclarationName::CXXDestructorName ||
        name.getNameKind() == DeclarationName::CXXConversionFunctionName)
      return true; // the type in it is visited as a type
    record(expression->getMemberDecl(), expression->getMemberLoc(), expression->getQualifierLoc(),
           nullptr, {.operatorToken = name.getNameKind() == DeclarationName::CXXOperatorName});
    return true;
  }
  bool VisitOverloadExpr(OverloadExpr *expression) {
    const bool adl = isa<UnresolvedLookupExpr>(expression) &&
                     cast<UnresolvedLookupExpr>(expression)->requiresADL();
    for (const NamedDecl *candidate : expression->decls())
      record(
          candidate->getUnderlyingDecl(), expression->getNameLoc(), expression->getQualifierLoc(),
          candidate,
          {.adl = adl && expression->getNumDecls() == 0,
           .operatorToken = expression->getName().getNameKind() == DeclarationName::CXXOperatorName,
           .dependent = true});
    if (expression->getNumDecls() == 0)
      dependent(expression->getName().getAsIdentifierInfo(), expression->getNameLoc());
    return true;
  }
  bool VisitDependentScopeDeclRefExpr(DependentScopeDeclRefExpr *expression) {
    dependent(expression->getDeclName().getAsIdentifierInfo(), expression->getLocation());
    return true;
  }
  bool VisitCXXDependentScopeMemberExpr(CXXDependentScopeMemberExpr *expression) {
    dependent(expression->getMember().getAsIdentifierInfo(), expression->getMemberLoc());
    return true;
  }
  bool VisitDesignatedInitExpr(DesignatedInitExpr *expression) {
    for (const DesignatedInitExpr::Designator &designator : expression->designators())
      if (designator.isFieldDesignator() && designator.getFieldDecl())
        record(designator.getFieldDecl(), designator.getFieldLoc(), {}, nullptr);
      else if (designator.isFieldDesignator())
        dependent(designator.getFieldName(), designator.getFieldLoc());
    return true;
  }
  bool VisitUnresolvedUsingValueDecl(UnresolvedUsingValueDecl *declaration) {
    dependent(declaration->getDeclName().getAsIdentifierInfo(), declaration->getLocation());
    return true;
  }
  bool VisitUnresolvedUsingTypenameDecl(UnresolvedUsingTypenameDecl *declaration) {
    dependent(declaration->getDeclName().getAsIdentifierInfo(), declaration->getLocation());
    return true;
  }
  bool VisitOffsetOfExpr(OffsetOfExpr *expression) {
    for (unsigned i = 0; i < expression->getNumComponents(); ++i) {
      const OffsetOfNode &node = expression->getComponent(i);
      if (node.getKind() == OffsetOfNode::Field)
        record(node.getField(), node.getEndLoc(), {}, nullptr);
    }
    return true;
  }
  bool TraverseConstructorInitializer(CXXCtorInitializer *initializer) {
    if (initializer->isWritten() && initializer->isAnyMemberInitializer())
      record(initializer->getAnyMember(), initializer->getMemberLocation(), {}, nullptr);
    return Base::TraverseConstructorInitializer(initializer);
  }
  bool VisitConceptReference(ConceptReference *reference) {
    record(reference->getNamedConcept(), reference->getConceptNameLoc(),
           reference->getNestedNameSpecifierLoc(), reference->getFoundDecl());
    return true;
  }
  // `C auto x` as a parameter: the concept constrains a template parameter that nobody wrote.
  bool VisitFunctionTemplateDecl(FunctionTemplateDecl *declaration) {
    return recordInvented(declaration->getTemplateParameters());
  }
  bool recordInvented(const TemplateParameterList *parameters) {
    for (const NamedDecl *parameter : *parameters)
      if (const auto *type = dyn_cast<TemplateTypeParmDecl>(parameter);
          type && type->isImplicit() && type->getTypeConstraint())
        if (!TraverseConceptReference(type->getTypeConstraint()->getConceptReference()))
          return false;
    return true;
  }
  bool VisitLambdaExpr(LambdaExpr *expression) {
    if (const TemplateParameterList *parameters = expression->getTemplateParameterList())
      recordInvented(parameters);
    for (const LambdaCapture &capture : expression->captures())
      if (capture.isExplicit() && capture.capturesVariable())
        record(capture.getCapturedVar(), capture.getLocation(), {}, nullptr);
    return true;
  }

private:
  struct Flags {
    bool declares = false;
    bool adl = false;
    bool operatorToken = false;
    bool dependent = false;
    bool keepAlias = false;
    bool befriends = false;
    bool injected = false;
  };

  static SourceLocation nameLocation(TypeLoc loc) {
    if (const auto specialisation = loc.getAs<TemplateSpecializationTypeLoc>())
      return specialisation.getTemplateNameLoc();
    if (const auto deduced = loc.getAs<DeducedTemplateSpecializationTypeLoc>())
      return deduced.getTemplateNameLoc();
    return loc.getBeginLoc();
  }
  NestedNameSpecifierLoc qualifierAt(SourceLocation name) const {
    const auto found = qualifiers.find(name);
    return found == qualifiers.end() ? NestedNameSpecifierLoc() : found->second;
  }

  void recordTemplate(TemplateName name, SourceLocation at, NestedNameSpecifierLoc qualifier) {
    const TemplateDecl *declaration = name.getAsTemplateDecl();
    if (!declaration || isa<TemplateTemplateParmDecl>(declaration))
      return;
    record(declaration, at, qualifier, name.getAsUsingShadowDecl());
  }

  // Where a token is spelled, if that is in one of the project's files.
  struct Spelling {
    Places::Spot spot;
    SourceLocation location;
    bool inMacro = false, certain = true;
  };
  Spelling spelling(SourceLocation at) {
    Spelling result;
    SourceLocation location = at;
    if (at.isMacroID()) {
      location = places.sources.getSpellingLoc(at);
      result.inMacro = !places.sources.isMacroArgExpansion(at);
      const FileID id = places.sources.getFileID(location);
      // Pasted tokens and command-line macros are spelled in no file: name the place of use.
      if (!places.sources.getFileEntryRefForID(id)) {
        result.certain = false;
        location = places.sources.getFileLoc(at);
      } else {
        // An argument may be passed on from macro to macro; what counts is where it is spelled.
        SourceLocation outer = at;
        while (outer.isMacroID() && places.sources.isMacroArgExpansion(outer))
          outer = places.sources.getImmediateSpellingLoc(outer);
        result.inMacro = outer.isMacroID();
      }
    }
    result.location = location;
    result.spot = places.spot(location);
    return result;
  }

  void record(const NamedDecl *declaration, SourceLocation at, NestedNameSpecifierLoc qualifier,
              const NamedDecl *found) {
    record(declaration, at, qualifier, found, Flags());
  }

  void record(const NamedDecl *declaration, SourceLocation at, NestedNameSpecifierLoc qualifier,
              const NamedDecl *found, Flags flags) {
    if (!declaration || at.isInvalid())
      return;
    if (declaration->isTemplateParameter())
      return;
    const Spelling place = spelling(at);
    if (!place.spot.file)
      return;
    Reference reference;
    reference.file = *place.spot.file;
    reference.name = {place.spot.offset,
                      place.certain ? places.tokenEnd(place.location) : place.spot.offset};
    reference.qualifier = {reference.name.begin, reference.name.begin};
    reference.entity = entities.of(
        flags.keepAlias ? declaration : declaration->getUnderlyingDecl()); // through shadows
    reference.context = current;
    reference.declares = flags.declares;
    reference.adl = flags.adl && !qualifier;
    reference.operatorToken = flags.operatorToken;
    reference.dependent = flags.dependent;
    reference.befriends = flags.befriends;
    reference.injected = flags.injected;
    reference.inMacro = place.inMacro;
    reference.certain = place.certain;
    if (at.isMacroID())
      reference.expansion = places.place(at);
    if (qualifier) {
      const SourceLocation begin = qualifier.getBeginLoc();
      const Spelling start = spelling(begin);
      if (start.spot.file && *start.spot.file == reference.file &&
          start.spot.offset <= reference.name.begin)
        reference.qualifier.begin = start.spot.offset;
      else
        reference.certain = false; // the qualifier and the name come from different places
      reference.qualifierScope = scopeOf(qualifier);
      NestedNameSpecifierLoc first = qualifier;
      while (first.getPrefix())
        first = first.getPrefix();
      reference.global = first.getNestedNameSpecifier()->getKind() == NestedNameSpecifier::Global;
      if (reference.global) {
        NestedNameSpecifierLoc second = qualifier;
        while (second.getPrefix() && second.getPrefix().getPrefix())
          second = second.getPrefix();
        reference.firstScope = entities.ofGlobalNamespace();
      } else {
        reference.firstScope = firstComponent(first);
      }
    }
    if (const auto *shadow = dyn_cast_or_null<UsingShadowDecl>(found)) {
      // A using-declaration that names another using-declaration: the nearest counts.
      if (const auto *introducer = dyn_cast_or_null<UsingDecl>(shadow->getIntroducer()))
        reference.via = usingIndex(introducer);
    }
    facts.references.push_back(std::move(reference));
  }

  std::uint32_t scopeOf(NestedNameSpecifierLoc qualifier) {
    const NestedNameSpecifier *specifier = qualifier.getNestedNameSpecifier();
    switch (specifier->getKind()) {
    case NestedNameSpecifier::Namespace:
      return entities.of(specifier->getAsNamespace());
    case NestedNameSpecifier::NamespaceAlias:
      return entities.of(specifier->getAsNamespaceAlias()->getNamespace());
    case NestedNameSpecifier::TypeSpec:
    case NestedNameSpecifier::TypeSpecWithTemplate:
      if (const TagDecl *tag = specifier->getAsType()->getAsTagDecl())
        return entities.of(tag);
      return Reference::NoIndex;
    case NestedNameSpecifier::Global:
      return entities.ofGlobalNamespace();
    default:
      return Reference::NoIndex;
    }
  }

  std::uint32_t firstComponent(NestedNameSpecifierLoc first) {
    const NestedNameSpecifier *specifier = first.getNestedNameSpecifier();
    if (const NamespaceDecl *space = specifier->getAsNamespace())
      return entities.of(space);
    if (const NamespaceAliasDecl *alias = specifier->getAsNamespaceAlias())
      return entities.of(static_cast<const NamedDecl *>(alias));
    if (const Type *type = specifier->getAsType()) {
      if (const auto *alias = type->getAs<TypedefType>())
        return entities.of(alias->getDecl());
      if (const auto *specialisation = type->getAs<TemplateSpecializationType>())
        if (const TemplateDecl *primary = specialisation->getTemplateName().getAsTemplateDecl();
            primary && !isa<TemplateTemplateParmDecl>(primary))
          return entities.of(primary);
      if (const TagDecl *tag = type->getAsTagDecl())
        return entities.of(tag);
    }
    return Reference::NoIndex;
  }

  void dependent(const IdentifierInfo *identifier, SourceLocation at) {
    if (!identifier || at.isInvalid())
      return;
    const Spelling place = spelling(at);
    if (place.spot.file)
      facts.dependentNames.push_back(
          {*place.spot.file,
           {place.spot.offset,
            place.spot.offset + static_cast<std::uint32_t>(identifier->getLength())},
           identifier->getName().str()});
  }

  // The namespace in which the names of a declaration are looked up: its semantic one.
  void enterContext(Decl *declaration) {
    const DeclContext *scope = nullptr;
    if (isa<NamespaceDecl>(declaration))
      scope = cast<NamespaceDecl>(declaration);
    else if (isa<FunctionDecl, TagDecl, VarDecl>(declaration) && !isa<ParmVarDecl>(declaration))
      scope = declaration->getDeclContext();
    else
      return;
    current = contextOf(scope);
  }

  std::uint32_t contextOf(const DeclContext *scope) {
    const std::string name = qualifiedName(enclosingNamespace(scope));
    const auto [place, inserted] =
        contextIndex.emplace(name, static_cast<std::uint32_t>(facts.contexts.size()));
    if (inserted)
      facts.contexts.push_back(name);
    return place->second;
  }

  void addInstantiation(const Instantiation &one, const std::string &file) {
    Chunk chunk;
    chunk.file = file;
    chunk.extent = {places.sources.getFileOffset(one.begin), places.tokenEnd(one.end)};
    chunk.scope = qualifiedName(enclosingNamespace(one.scope));
    chunk.entity = chunk.owner = Facts::NoEntity;
    chunk.definition = !one.isDeclaration;
    chunk.isInline = true;
    chunk.specialisation = true;
    for (const InstantiationName &name : one.names) {
      for (const NamedDecl *declaration : name.declarations) {
        Reference reference;
        reference.file = file;
        reference.name = {places.sources.getFileOffset(name.location),
                          places.tokenEnd(name.location)};
        reference.qualifier = {name.qualifier.isValid()
                                   ? places.sources.getFileOffset(name.qualifier)
                                   : reference.name.begin,
                               reference.name.begin};
        reference.entity = entities.of(declaration);
        reference.context = contextOf(one.scope);
        reference.global = name.global;
        reference.dependent = name.declarations.size() > 1;
        reference.qualifierScope = entities.of(name.qualifierScope);
        reference.firstScope = entities.of(name.firstScope);
        if (name.global && !name.qualifierScope)
          reference.qualifierScope = reference.firstScope = entities.ofGlobalNamespace();
        facts.references.push_back(std::move(reference));
      }
      if (name.instantiated) {
        chunk.entity = entities.of(name.declarations.front());
        chunk.owner = ownerOf(name.declarations.front(), chunk.entity);
      }
    }
    facts.chunks.push_back(std::move(chunk));
  }

  // The outermost class around a member; what is no member owns itself.
  std::uint32_t ownerOf(const NamedDecl *declaration, std::uint32_t itself) {
    const NamedDecl *outermost = nullptr;
    for (const DeclContext *around = declaration->getDeclContext();
         around && !around->isFileContext(); around = around->getParent())
      if (const auto *outer = dyn_cast<RecordDecl>(around))
        outermost = outer;
    return outermost ? entities.of(outermost) : itself;
  }

  // Blocks, chunks and using-declarations.

  void recordOuter(Decl *declaration) {
    if (auto *space = dyn_cast<NamespaceDecl>(declaration))
      return recordNamespace(space);
    if (auto *linkage = dyn_cast<LinkageSpecDecl>(declaration); linkage && linkage->hasBraces())
      return recordLinkage(linkage);
    if (declaration->getLexicalDeclContext()->isFileContext() || isInLinkageBlock(declaration))
      recordChunk(declaration);
  }

  // What stands behind `extern "C"` without braces is one declaration with that.
  static bool isInLinkageBlock(const Decl *declaration) {
    const auto *linkage = dyn_cast<LinkageSpecDecl>(declaration->getLexicalDeclContext());
    return linkage && linkage->hasBraces();
  }

  void recordNamespace(const NamespaceDecl *space) {
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

  std::uint32_t findBrace(SourceLocation from) const {
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

  void recordLinkage(const LinkageSpecDecl *linkage) {
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
  bool madeByMacro(SourceRange range) const {
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

  void recordChunk(Decl *declaration) {
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
  void extendToSemicolon(Chunk &chunk, SourceLocation end, const Decl *main) {
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

  void describeChunk(Chunk &chunk, const Decl *main) {
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
      chunk.dynamicInitialisation =
          chunk.definition && !variable->isTemplated() && variable->hasInit() &&
          !variable->getInit()->isValueDependent() && !variable->hasConstantInitialization();
    } else {
      chunk.definition = true;
      chunk.isInline = true;
    }
  }

  std::uint32_t usingIndex(const UsingDecl *declaration) {
    const auto [place, inserted] =
        usings.emplace(declaration, static_cast<std::uint32_t>(facts.usings.size()));
    if (inserted) {
      Using fact = usingFact(Using::Kind::Declaration, declaration, declaration->getUsingLoc());
      if (declaration->shadow_size() != 0)
        fact.target = entities.of((*declaration->shadow_begin())->getTargetDecl());
      fact.name = declaration->getNameAsString();
      facts.usings.push_back(std::move(fact));
    }
    return place->second;
  }

  Using usingFact(Using::Kind kind, const Decl *declaration, SourceLocation begin) {
    Using fact;
    fact.kind = kind;
    const Places::Spot start = places.spot(places.sources.getFileLoc(begin));
    if (start.file) {
      fact.file = *start.file;
      const SourceLocation end = places.sources.getFileLoc(declaration->getEndLoc());
      fact.extent = {start.offset, places.tokenEnd(end)};
      if (const auto next = Lexer::findNextToken(end, places.sources, places.language);
          next && next->is(tok::semi))
        fact.extent.end = places.tokenEnd(next->getLocation());
    }
    const DeclContext *scope = declaration->getDeclContext();
    fact.scope = qualifiedName(enclosingNamespace(scope));
    fact.atNamespaceScope = scope->getRedeclContext()->isFileContext();
    return fact;
  }

public:
  bool VisitUsingDecl(UsingDecl *declaration) {
    usingIndex(declaration);
    for (const UsingShadowDecl *shadow : declaration->shadows()) {
      const NamedDecl *target = shadow->getTargetDecl();
      // `using B::B;` names the constructors by the class's name; the class is what is named.
      if (const auto *constructor = dyn_cast<CXXConstructorDecl>(target))
        target = constructor->getParent();
      record(target, declaration->getLocation(), declaration->getQualifierLoc(), nullptr);
    }
    return true;
  }
  bool VisitUsingDirectiveDecl(UsingDirectiveDecl *declaration) {
    Using fact = usingFact(Using::Kind::Directive, declaration, declaration->getUsingLoc());
    fact.target = entities.of(declaration->getNominatedNamespace());
    facts.usings.push_back(std::move(fact));
    record(declaration->getNominatedNamespaceAsWritten(), declaration->getIdentLocation(),
           declaration->getQualifierLoc(), nullptr, {.keepAlias = true});
    return true;
  }
  bool VisitNamespaceAliasDecl(NamespaceAliasDecl *declaration) {
    Using fact = usingFact(Using::Kind::Alias, declaration, declaration->getNamespaceLoc());
    fact.target = entities.of(declaration->getNamespace());
    fact.name = declaration->getNameAsString();
    facts.usings.push_back(std::move(fact));
    record(declaration->getAliasedNamespace(), declaration->getTargetNameLoc(),
           declaration->getQualifierLoc(), nullptr, {.keepAlias = true});
    record(declaration, declaration->getAliasLoc(), {}, nullptr,
           {.declares = true, .keepAlias = true});
    return true;
  }

private:
  Facts &facts;
  Places &places;
  Entities &entities;
  std::uint32_t current = 0;
  std::map<std::string, std::uint32_t> contextIndex;
  std::map<SourceLocation, NestedNameSpecifierLoc> qualifiers;
  std::map<SourceLocation, bool> foundByAdl;
  bool inFriendType = false;
  std::unordered_map<const UsingDecl *, std::uint32_t> usings;
};

// Includes, macros and inactive regions.
class Directives : public PPCallbacks {
public:
  Directives(Facts &facts, Places &places, Entities &entities)
      : facts(facts), places(places), entities(entities) {}

  void InclusionDirective(SourceLocation hash, const Token &, llvm::StringRef name, bool angled,
                          CharSourceRange spelled, OptionalFileEntryRef file, llvm::StringRef,
                          llvm::StringRef, const Module *, bool,
                          SrcMgr::CharacteristicKind kind) override {
    const Places::Spot start = places.spot(hash);
    if (!start.file)
      return;
    Include include;
    include.file = *start.file;
    include.name = name.str();
    include.angled = angled;
    include.system = kind != SrcMgr::C_User;
    include.extent = {start.offset, start.offset};
    if (spelled.getBegin().isFileID() && spelled.getEnd().isFileID()) {
      include.spelled = {places.sources.getFileOffset(spelled.getBegin()),
                         places.sources.getFileOffset(spelled.getEnd())};
      include.extent.end = include.spelled.end;
    }
    if (file)
      pending.push_back({facts.includes.size(), *file});
    facts.includes.push_back(std::move(include));
  }

  void MacroDefined(const Token &name, const MacroDirective *directive) override {
    use(name, directive->getMacroInfo(), true);
  }
  void MacroUndefined(const Token &name, const MacroDefinition &definition,
                      const MacroDirective *) override {
    use(name, definition.getMacroInfo(), false);
  }
  void MacroExpands(const Token &name, const MacroDefinition &definition, SourceRange,
                    const MacroArgs *) override {
    use(name, definition.getMacroInfo(), false);
  }
  void Defined(const Token &name, const MacroDefinition &definition, SourceRange) override {
    use(name, definition.getMacroInfo(), false);
  }
  void Ifdef(SourceLocation, const Token &name, const MacroDefinition &definition) override {
    use(name, definition.getMacroInfo(), false);
  }
  void Ifndef(SourceLocation, const Token &name, const MacroDefinition &definition) override {
    use(name, definition.getMacroInfo(), false);
  }

  void SourceRangeSkipped(SourceRange range, SourceLocation) override {
    const Places::Spot begin = places.spot(range.getBegin()), end = places.spot(range.getEnd());
    if (begin.file && end.file)
      facts.inactive.push_back({*begin.file, {begin.offset, end.offset}});
  }

  // The paths of included files are known once their contents have been opened.
  void finish(FileManager &files, const Project &project) {
    for (const auto &[index, file] : pending) {
      const std::string full = pathOf(file, files);
      const std::string relative = project.relative(full);
      facts.includes[index].resolved = relative.empty() ? full : relative;
    }
  }

private:
  void use(const Token &name, const MacroInfo *macro, bool declares) {
    if (!macro || macro->isBuiltinMacro() || !name.getIdentifierInfo())
      return;
    const SourceLocation at = name.getLocation();
    const SourceLocation file = places.sources.getSpellingLoc(at);
    const Places::Spot spot = places.spot(file);
    if (!spot.file)
      return;
    if (!places.sources.getFileEntryRefForID(places.sources.getFileID(macro->getDefinitionLoc())))
      return; // from the command line
    Reference reference;
    reference.file = *spot.file;
    reference.name = {spot.offset, places.tokenEnd(file)};
    reference.qualifier = {spot.offset, spot.offset};
    reference.entity = entities.ofMacro(name.getIdentifierInfo()->getName(), macro);
    reference.declares = declares;
    reference.inMacro = at.isMacroID() && !places.sources.isMacroArgExpansion(at);
    facts.references.push_back(std::move(reference));
  }

  Facts &facts;
  Places &places;
  Entities &entities;
  std::vector<std::pair<std::size_t, FileEntryRef>> pending;
};

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
    auto callbacks = std::make_unique<Directives>(facts, *places, *entities);
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
  Directives *directives = nullptr;
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
    Visitor visitor(facts, *places, *entities);
    visitor.TraverseAST(context);
    visitor.addInstantiations(context);
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

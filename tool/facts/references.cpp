#include "tool/facts/references.h"

#include "tool/facts/entities.h"
#include "tool/facts/instantiations.h"
#include "tool/facts/outline.h"

#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace levitate::facts {

using namespace clang;

namespace {

class Visitor : public RecursiveASTVisitor<Visitor> {
  using Base = RecursiveASTVisitor<Visitor>;

public:
  Visitor(Facts &facts, Places &places, Entities &entities)
      : facts(facts), places(places), entities(entities), outline(facts, places, entities) {
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
    const Lookup saved = current;
    enterContext(declaration);
    if (outer)
      outline.add(declaration);
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
              cast<CXXDestructorDecl>(declaration)->getNameInfo().getNamedTypeInfo()) {
        noteDestructorName(type);
      } else {
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
              .injected = isa<ClassTemplateSpecializationDecl>(loc.getDecl()) ||
                          destructorNames.contains(loc.getNameLoc())});
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
    if (name.getNameKind() == DeclarationName::CXXDestructorName)
      noteDestructorName(expression->getMemberNameInfo().getNamedTypeInfo());
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

  // The class in `~X` is found in the class that it is the destructor of.
  void noteDestructorName(const TypeSourceInfo *type) {
    if (type)
      destructorNames.insert(nameLocation(type->getTypeLoc().getUnqualifiedLoc()));
  }

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
    reference.context = contextAt(at);
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

  // Where names are looked up: those behind the name of a declaration in the namespace that it
  // belongs to, those up to it in the one that it stands in ([basic.lookup.unqual]).
  struct Lookup {
    std::uint32_t context = 0, outside = 0;
    SourceLocation name; ///< of the declaration, where the two differ
  };

  std::uint32_t contextAt(SourceLocation at) const {
    return current.name.isInvalid() || places.sources.isBeforeInTranslationUnit(current.name, at)
               ? current.context
               : current.outside;
  }

  void enterContext(Decl *declaration) {
    const DeclContext *scope = nullptr;
    if (isa<NamespaceDecl>(declaration))
      scope = cast<NamespaceDecl>(declaration);
    else if (isa<FunctionDecl, TagDecl, VarDecl>(declaration) && !isa<ParmVarDecl>(declaration))
      scope = declaration->getDeclContext();
    else
      return;
    const std::uint32_t context = contextOf(scope);
    // (Those of a declaration in the head of another one are looked up as that says.)
    if (isa<NamespaceDecl>(declaration) || !declaration->isOutOfLine())
      current.context = context;
    else
      current = {context, contextOf(declaration->getLexicalDeclContext()),
                 declaration->getLocation()};
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
        chunk.owner = outline.ownerOf(name.declarations.front(), chunk.entity);
      }
    }
    facts.chunks.push_back(std::move(chunk));
  }

  // Using-declarations.

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
  Outline outline;
  Lookup current;
  std::map<std::string, std::uint32_t> contextIndex;
  std::map<SourceLocation, NestedNameSpecifierLoc> qualifiers;
  std::map<SourceLocation, bool> foundByAdl;
  std::set<SourceLocation> destructorNames; ///< the class in `~X`
  bool inFriendType = false;
  std::unordered_map<const UsingDecl *, std::uint32_t> usings;
};

} // namespace

void gatherReferences(ASTContext &context, Facts &facts, Places &places, Entities &entities) {
  Visitor visitor(facts, places, entities);
  visitor.TraverseAST(context);
  visitor.addInstantiations(context);
}

} // namespace levitate::facts

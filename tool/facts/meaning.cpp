#include "tool/facts/meaning.h"

#include "base/files.h"
#include "base/text.h"
#include "tool/facts/entities.h"
#include "tool/facts/instances.h"
#include "tool/facts/literal_list.h"
#include "tool/facts/preamble.h"
#include "tool/facts/usr_text.h"

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/AST/RecordLayout.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Index/USRGeneration.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_set>

namespace levitate::facts {

using namespace clang;

namespace {

// `(unnamed struct at a.h:6:27)` and `(lambda at a.h:7:1)` name places.
void dropPlaces(std::string &usr) {
  for (const std::string_view start : {"(unnamed ", "(anonymous ", "(lambda at "})
    for (std::size_t at = usr.find(start); at != std::string::npos;
         at = usr.find(start, at + start.size())) {
      const std::size_t place = usr.find(" at ", at);
      const std::size_t close = usr.find(')', at);
      if (place != std::string::npos && close != std::string::npos && place < close)
        usr.erase(place, close - place);
    }
}

// `^enable_if<a::Is<T>::value>:::type` spells what a dependent type is a member of as the code
// does, with as many qualifiers; what each name means is compared where the code stands.
void dropSpelledQualifiers(std::string &usr) {
  for (std::size_t at = usr.find('^'); at != std::string::npos; at = usr.find('^', at + 1)) {
    std::size_t end = usr.find(":::", at);
    for (std::size_t colons = usr.find("::", at); end != std::string::npos && colons < end;
         colons = usr.find("::", colons)) {
      std::size_t begin = colons;
      while (isWord(usr[begin - 1]))
        --begin;
      if (begin == colons) { // behind template arguments
        colons += 2;
        continue;
      }
      usr.erase(begin, colons + 2 - begin);
      end -= colons + 2 - begin;
      colons = begin;
    }
  }
}

// An expression in a type is spelled `! a<b>` where an overload of the operator is in sight of its
// template, and `!a<b>` where none is.
void joinPrefixOperators(std::string &usr) {
  for (std::size_t at = 0; (at = usr.find(' ', at)) != std::string::npos; ++at) {
    if (at == 0)
      continue;
    const char symbol = usr[at - 1];
    // What else can stand between two operands is a prefix where none stands before it.
    const bool first =
        at == 1 || std::string_view("(,<").find(usr[at - 2]) != std::string_view::npos;
    if (symbol == '!' || symbol == '~' ||
        (first && std::string_view("&*+-").find(symbol) != std::string_view::npos))
      usr.erase(at--, 1);
  }
}

} // namespace

std::string normalizeUsr(const std::string &given) {
  // A USR is components with '@' between them. `c:a.cpp@` in front says in which file an entity of
  // internal linkage is, and so does `$a.cpp@` in front of a template's argument; `a.cpp@123`
  // anywhere where an unnamed type stands.
  std::string usr = given;
  dropPlaces(usr);
  dropSpelledQualifiers(usr);
  joinPrefixOperators(usr);
  joinAngles(usr);
  const auto isFileName = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) ||
           std::string_view("._-+").find(c) != std::string_view::npos;
  };
  const auto fileAtEnd = [&](const std::string &text) {
    std::size_t start = text.size();
    bool dot = false;
    while (start > 0 && isFileName(text[start - 1]))
      dot |= text[--start] == '.';
    return dot ? start : text.size();
  };
  std::string result;
  for (std::size_t at = 0; at < usr.size();) {
    const std::size_t end = std::min(usr.find('@', at), usr.size());
    result.append(usr, at, end - at);
    // An offset is digits up to what can't go on in a name.
    std::size_t digits = std::min(end + 1, usr.size());
    while (digits < usr.size() && std::isdigit(static_cast<unsigned char>(usr[digits])))
      ++digits;
    const bool offset = digits > end + 1 && (digits == usr.size() || !isFileName(usr[digits]));
    const std::size_t file = fileAtEnd(result);
    const bool argument = file > 0 && file < result.size() && result[file - 1] == '$';
    if (file < result.size() && (offset || argument || (at == 0 && usr.starts_with("c:"))))
      result.resize(file);
    at = offset ? digits : end;
    if (at < usr.size())
      result += usr[at++];
  }
  return result;
}

namespace {

class Visitor : public RecursiveASTVisitor<Visitor> {
  using Base = RecursiveASTVisitor<Visitor>;

public:
  Visitor(ASTContext &context, UnitMeaning &meaning, const Project &project)
      : context(context), sources(context.getSourceManager()), meaning(meaning), project(project) {
    meaning.files.emplace_back(); // of what stands nowhere
  }

  /// Fills the meaning.
  void run(const Instances &instances) {
    TraverseAST(context);
    for (ClassTemplateSpecializationDecl *instance : instances.classes)
      if (!isa<ClassTemplatePartialSpecializationDecl>(instance) &&
          mentionsOurs(instance->getTemplateArgs()))
        visitForeignClass(instance);
    for (FunctionDecl *instance : instances.functions)
      if (mentionsOurs(*instance->getTemplateSpecializationArgs()))
        addForeign(instance->getMostRecentDecl());
    for (const std::string &key : ambiguous)
      meaning.declarations.erase(key);
  }

  bool shouldVisitImplicitCode() const { return true; }
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldWalkTypesOfTypeLocs() const { return false; }
  bool TraverseTypeLoc(TypeLoc) { return true; } // types are compared where they are used
  bool TraverseNestedNameSpecifierLoc(NestedNameSpecifierLoc) { return true; }

  bool TraverseDecl(Decl *declaration) {
    if (!declaration)
      return true;
    if (isa<UsingDecl, UsingShadowDecl, UsingDirectiveDecl, NamespaceAliasDecl, EmptyDecl,
            UsingEnumDecl, ConstructorUsingShadowDecl, IndirectFieldDecl>(declaration))
      return true;
    if (declaration->isImplicit() && isa<CXXMethodDecl, CXXDeductionGuideDecl>(declaration))
      return true;
    if (const auto *record = dyn_cast<CXXRecordDecl>(declaration);
        record && record->isInjectedClassName())
      return true;
    if (isa<TranslationUnitDecl, NamespaceDecl, LinkageSpecDecl, ExportDecl>(declaration)) {
      if (isa<TranslationUnitDecl>(declaration) || declaration->getLexicalDeclContext())
        return Base::TraverseDecl(declaration);
    }
    if (!foreign && !ours(declaration->getLocation()))
      return true;
    // A friend class means what it names; whether it is declared by the way is of no account.
    if (const auto *friendly = dyn_cast<FriendDecl>(declaration);
        friendly && friendly->getFriendType())
      return VisitDecl(declaration);
    // So it is with `class X *x;`, where X may have been declared before or not.
    if (const auto *tag = dyn_cast<TagDecl>(declaration); tag && current &&
                                                          !tag->isThisDeclarationADefinition() &&
                                                          tag->getDeclContext()->isFileContext())
      return true;
    if (!keyed(declaration))
      return Base::TraverseDecl(declaration);
    Marks *outer = current;
    Marks marks;
    current = &marks;
    std::unordered_map<const Decl *, std::size_t> outerLocals;
    std::swap(locals, outerLocals);
    std::vector<UnitMeaning::MadeText> outerMade;
    std::swap(made, outerMade);
    // The body of a defaulted function is there when the unit happens to use it.
    const auto *function = dyn_cast<FunctionDecl>(declaration);
    const bool result = function && function->isDefaulted() ? VisitDecl(declaration)
                                                            : Base::TraverseDecl(declaration);
    current = outer;
    std::swap(locals, outerLocals);
    const std::string key = keyOf(declaration, marks);
    if (!made.empty())
      meaning.madeTexts.try_emplace(key, std::move(made));
    std::swap(made, outerMade);
    if (isSoleDefinition(declaration))
      meaning.soleDefinitions.insert(key);
    meaning.declarations.try_emplace(key, std::move(marks));
    if (function &&
        function->getTemplateSpecializationKind() == TSK_ExplicitInstantiationDefinition)
      markInstantiation(function);
    return result;
  }

  bool VisitDecl(Decl *declaration) {
    if (!current || isa<TranslationUnitDecl, NamespaceDecl, LinkageSpecDecl>(declaration))
      return true;
    std::string text = declaration->getDeclKindName();
    if (const auto *named = dyn_cast<NamedDecl>(declaration)) {
      if (local(named))
        text += " local" + localNumber(named);
      else
        text += " " + usr(named);
    }
    if (const auto *friendly = dyn_cast<FriendDecl>(declaration);
        friendly && friendly->getFriendType())
      text += " " + type(friendly->getFriendType()->getType());
    if (const auto *value = dyn_cast<ValueDecl>(declaration))
      text += " : " + type(value->getType());
    if (const auto *variable = dyn_cast<VarDecl>(declaration))
      text += " storage=" + std::to_string(variable->getStorageClass()) +
              (variable->isConstexpr() ? " constexpr" : "") +
              (variable->isInline() ? " inline" : "") +
              (variable->getTLSKind() != VarDecl::TLS_None ? " thread" : "");
    // Parameters stand in the function's type, where nobody visits them: they are counted here, and
    // what stands in for a missing argument is looked at.
    if (const auto *function = dyn_cast<FunctionDecl>(declaration))
      for (const ParmVarDecl *parameter : function->parameters())
        localNumber(parameter);
    if (const auto *function = dyn_cast<FunctionDecl>(declaration))
      text += std::string(" storage=") + std::to_string(function->getStorageClass()) +
              (function->isConstexpr() ? " constexpr" : "") +
              // (Of two headers of the system's one may declare it inline and one not.)
              (function->isInlineSpecified() && ours(function->getLocation()) ? " inline" : "") +
              (function->isDeletedAsWritten() ? " deleted" : "") +
              (function->isExplicitlyDefaulted() ? " defaulted" : "") +
              (function->isVirtualAsWritten() ? " virtual" : "") + visibility(function);
    // A new name may override another function, or none.
    if (const auto *method = dyn_cast<CXXMethodDecl>(declaration)) {
      std::set<std::string> overridden;
      for (const CXXMethodDecl *one : method->overridden_methods())
        overridden.insert(usr(one));
      for (const std::string &one : overridden)
        text += " overrides " + one;
    }
    if (const auto *alias = dyn_cast<TypedefNameDecl>(declaration))
      text += " = " + type(alias->getUnderlyingType());
    if (const auto *enumerator = dyn_cast<EnumConstantDecl>(declaration)) {
      llvm::SmallString<32> value;
      enumerator->getInitVal().toString(value, 10);
      text += " = " + std::string(value.str());
    }
    if (const auto *enumeration = dyn_cast<EnumDecl>(declaration);
        enumeration && enumeration->isComplete())
      text += " : " + type(enumeration->getIntegerType());
    if (const auto *record = dyn_cast<CXXRecordDecl>(declaration))
      text += layout(record);
    for (const Attr *attribute : declaration->attrs())
      if (isOfDefinition(declaration, attribute))
        continue;
      else if (const auto *pack = dyn_cast<MaxFieldAlignmentAttr>(attribute))
        text += packing(declaration, pack);
      else if (!attribute->isImplicit() || isa<AlignedAttr, PackedAttr>(attribute))
        text += std::string(" [") + attribute->getSpelling() + attributeValue(attribute) + "]";
    if (const auto *named = dyn_cast<NamedDecl>(declaration))
      spoken = inWords(named);
    mark(std::move(text), declaration->getLocation());
    if (auto *function = dyn_cast<FunctionDecl>(declaration))
      for (ParmVarDecl *parameter : function->parameters())
        if (parameter->hasDefaultArg() && !parameter->hasInheritedDefaultArg() &&
            !parameter->hasUnparsedDefaultArg())
          TraverseStmt(parameter->hasUninstantiatedDefaultArg()
                           ? parameter->getUninstantiatedDefaultArg()
                           : parameter->getInit());
    return true;
  }

  bool VisitStmt(Stmt *statement) {
    if (!current)
      return true;
    // What only groups or only says how something was written means nothing.
    if (isa<ParenExpr, ConstantExpr, ExprWithCleanups>(statement) || unmarked.erase(statement))
      return true;
    if (const auto *declares = dyn_cast<DeclStmt>(statement);
        declares && llvm::all_of(declares->decls(), [](const Decl *declaration) {
          return isa<UsingDecl, UsingDirectiveDecl, NamespaceAliasDecl, UsingEnumDecl>(declaration);
        }))
      return true;
    spoken.clear();
    std::string text = statement->getStmtClassName();
    if (const std::string symbol = dependentOperator(statement); !symbol.empty()) {
      text = "operator " + symbol;
    } else if (const auto *expression = dyn_cast<Expr>(statement)) {
      text += " : " + (inPredefined || speaksOfPlace(expression) ? std::string("text")
                                                                 : type(expression->getType()));
      text += detail(expression);
    } else if (const auto *assembly = dyn_cast<GCCAsmStmt>(statement)) {
      text += " " + assembly->getAsmString()->getString().str() +
              (assembly->isVolatile() ? " volatile" : "");
      for (unsigned i = 0; i < assembly->getNumOutputs(); ++i)
        text += " out " + assembly->getOutputConstraint(i).str();
      for (unsigned i = 0; i < assembly->getNumInputs(); ++i)
        text += " in " + assembly->getInputConstraint(i).str();
      for (unsigned i = 0; i < assembly->getNumClobbers(); ++i)
        text += " clobbers " + assembly->getClobber(i).str();
    }
    mark(std::move(text), statement->getBeginLoc());
    return true;
  }

private:
  // Functions with bodies and instantiations appear as the unit needs them, so each stands for
  // itself; everything else at namespace scope does as well.
  static bool keyed(const Decl *declaration) {
    if (declaration->getParentFunctionOrMethod() ||
        declaration->getLexicalDeclContext()->isFunctionOrMethod() ||
        isa<ParmVarDecl>(declaration) ||
        isa<NonTypeTemplateParmDecl, TemplateTypeParmDecl, TemplateTemplateParmDecl>(declaration))
      return false;
    if (isa<FunctionDecl, ClassTemplateSpecializationDecl, VarTemplateSpecializationDecl>(
            declaration))
      return true;
    return declaration->getLexicalDeclContext()->getRedeclContext()->isFileContext() &&
           !isa<TemplateDecl>(declaration);
  }

  bool isSoleDefinition(const Decl *declaration) const {
    if (declaration->getDeclContext()->isDependentContext())
      return false;
    if (const auto *function = dyn_cast<FunctionDecl>(declaration))
      return function->isThisDeclarationADefinition() && !function->isDependentContext() &&
             context.GetGVALinkageForFunction(function) == GVA_StrongExternal;
    const auto *variable = dyn_cast<VarDecl>(declaration);
    return variable && variable->isThisDeclarationADefinition() == VarDecl::Definition &&
           context.GetGVALinkageForVariable(variable) == GVA_StrongExternal;
  }

  // Other instantiations are there when somebody needs them; an explicit one is there for others.
  void markInstantiation(const FunctionDecl *function) {
    Marks marks;
    Marks *outer = std::exchange(current, &marks);
    mark("explicit instantiation", function->getPointOfInstantiation());
    current = outer;
    meaning.declarations.try_emplace("instantiate " + usr(function), std::move(marks));
  }

  std::string keyOf(const Decl *declaration, const Marks &marks) {
    bool definition = true;
    if (const auto *function = dyn_cast<FunctionDecl>(declaration))
      definition = function->isThisDeclarationADefinition();
    else if (const auto *tag = dyn_cast<TagDecl>(declaration))
      definition = tag->isThisDeclarationADefinition();
    else if (const auto *variable = dyn_cast<VarDecl>(declaration))
      definition = variable->isThisDeclarationADefinition() != VarDecl::DeclarationOnly;
    const auto *named = dyn_cast<NamedDecl>(declaration);
    if (!named) {
      // A static_assert and the like have no name; what they say is their key.
      std::string text = declaration->getDeclKindName();
      for (const Mark &mark : marks)
        text += "; " + meaning.texts[mark.text];
      return text;
    }
    return (definition ? "define " : "declare ") + usr(named) + lambdasOf(named);
  }

  // Lambdas have no names: what is made for one is told apart by the functions that they stand in.
  std::string lambdasOf(const NamedDecl *declaration) {
    std::string text;
    for (const Decl *at = declaration; at; at = dyn_cast_or_null<Decl>(at->getDeclContext())) {
      const TemplateArgumentList *arguments = nullptr;
      if (const auto *function = dyn_cast<FunctionDecl>(at))
        arguments = function->getTemplateSpecializationArgs();
      else if (const auto *record = dyn_cast<ClassTemplateSpecializationDecl>(at))
        arguments = &record->getTemplateArgs();
      if (arguments)
        for (const TemplateArgument &argument : arguments->asArray())
          addLambdas(argument, text);
    }
    return text;
  }
  void addLambdas(const TemplateArgument &argument, std::string &text) {
    if (argument.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &one : argument.pack_elements())
        addLambdas(one, text);
    if (argument.getKind() != TemplateArgument::Type)
      return;
    const auto *record = argument.getAsType().getNonReferenceType()->getAsCXXRecordDecl();
    if (const auto *instance = dyn_cast_or_null<ClassTemplateSpecializationDecl>(record))
      for (const TemplateArgument &inner : instance->getTemplateArgs().asArray())
        addLambdas(inner, text);
    if (!record || !record->isLambda())
      return;
    const DeclContext *around = record->getDeclContext();
    while (const auto *call = dyn_cast<CXXMethodDecl>(around)) {
      if (!call->getParent()->isLambda())
        break;
      around = call->getParent()->getDeclContext();
    }
    if (const auto *owner = dyn_cast<FunctionDecl>(around))
      text += " for a lambda of " + usr(owner);
  }

  // Code that is not the project's means something else when what it is instantiated with does: a
  // `swap` that is found by argument-dependent lookup, a nested type that a trait looks for. With a
  // class its member functions do as well, and what is nested in it.
  void visitForeignClass(CXXRecordDecl *record) {
    record = record->getDefinition();
    if (!record || ours(record->getLocation()) || !addForeign(record))
      return;
    for (Decl *member : record->decls())
      if (!isa<ClassTemplateSpecializationDecl>(member))
        visitForeignMember(member);
  }

  void visitForeignMember(Decl *declaration) {
    if (auto *functions = dyn_cast<FunctionTemplateDecl>(declaration)) {
      for (FunctionDecl *instance : functions->specializations())
        addForeign(instance);
    } else if (auto *records = dyn_cast<ClassTemplateDecl>(declaration)) {
      for (ClassTemplateSpecializationDecl *instance : records->specializations())
        visitForeignClass(instance);
    } else if (auto *befriended = dyn_cast<FriendDecl>(declaration)) {
      // A befriended class template stands elsewhere as well.
      if (isa_and_nonnull<FunctionDecl, FunctionTemplateDecl>(befriended->getFriendDecl()))
        visitForeignMember(befriended->getFriendDecl());
    } else if (auto *function = dyn_cast<FunctionDecl>(declaration)) {
      addForeign(function);
    } else if (auto *record = dyn_cast<CXXRecordDecl>(declaration)) {
      if (!record->isDependentContext() && !record->isImplicit() && record->isCompleteDefinition())
        visitForeignClass(record);
    }
  }

  // A function by its body, a class by its bases, shape and nested types: the rest is instantiated
  // when somebody needs it.
  // False when it was there already.
  bool addForeign(NamedDecl *instance) {
    if (!visited.insert(instance).second)
      return false;
    const auto *function = dyn_cast<FunctionDecl>(instance);
    if (function && (!function->isThisDeclarationADefinition() || function->isDefaulted() ||
                     ours(function->getLocation())))
      return true;
    SourceLocation place = function ? function->getPointOfInstantiation() : SourceLocation();
    if (const auto *record = dyn_cast<ClassTemplateSpecializationDecl>(instance))
      place = record->getPointOfInstantiation();
    foreign = ours(place) ? place : mentioned;
    Marks marks;
    current = &marks;
    locals.clear();
    if (function) {
      Base::TraverseDecl(instance);
    } else {
      VisitDecl(instance);
      for (Decl *member : cast<CXXRecordDecl>(instance)->decls())
        if (isa<TypedefNameDecl>(member))
          VisitDecl(member);
    }
    current = nullptr;
    foreign = std::nullopt;
    const std::string key = keyOf(instance, marks);
    const auto [known, inserted] = meaning.declarations.try_emplace(key, marks);
    // Two lambdas are arguments that can't be told apart; nothing is said of either.
    if (!inserted &&
        !std::equal(marks.begin(), marks.end(), known->second.begin(), known->second.end(),
                    [](const Mark &a, const Mark &b) { return a.text == b.text; }))
      ambiguous.insert(key);
    return true;
  }

  // Whether an argument is, or is made with, something that the project declares; `mentioned` is
  // where.
  bool mentionsOurs(const TemplateArgumentList &arguments) {
    return llvm::any_of(arguments.asArray(),
                        [&](const TemplateArgument &one) { return mentionsOurs(one); });
  }
  bool mentionsOurs(const TemplateArgument &argument) {
    switch (argument.getKind()) {
    case TemplateArgument::Type:
      return mentionsOurs(argument.getAsType());
    case TemplateArgument::Declaration:
      return isOurs(argument.getAsDecl());
    case TemplateArgument::Template:
      return isOurs(argument.getAsTemplate().getAsTemplateDecl());
    case TemplateArgument::Pack:
      return llvm::any_of(argument.pack_elements(),
                          [&](const TemplateArgument &one) { return mentionsOurs(one); });
    default:
      return false;
    }
  }
  bool mentionsOurs(QualType given) {
    const Type *bare = given.getCanonicalType().getTypePtr();
    if (const auto *function = dyn_cast<FunctionProtoType>(bare))
      return mentionsOurs(function->getReturnType()) ||
             llvm::any_of(function->param_types(), [&](QualType one) { return mentionsOurs(one); });
    if (const auto *member = dyn_cast<MemberPointerType>(bare))
      return mentionsOurs(QualType(member->getClass(), 0)) ||
             mentionsOurs(member->getPointeeType());
    if (const QualType pointee = bare->getPointeeType(); !pointee.isNull())
      return mentionsOurs(pointee);
    if (const auto *array = dyn_cast<ArrayType>(bare))
      return mentionsOurs(array->getElementType());
    const auto *tag = bare->getAsTagDecl();
    if (!tag)
      return false;
    if (isOurs(tag))
      return true;
    const auto *instance = dyn_cast<ClassTemplateSpecializationDecl>(tag);
    if (instance && mentionsOurs(instance->getTemplateArgs()))
      return true;
    const auto *owner = dyn_cast<TagDecl>(tag->getDeclContext());
    return owner && mentionsOurs(QualType(owner->getTypeForDecl(), 0));
  }
  bool isOurs(const NamedDecl *declaration) {
    if (!declaration || !ours(declaration->getLocation()))
      return false;
    mentioned = declaration->getLocation();
    return true;
  }

  bool ours(SourceLocation location) {
    const SourceLocation file = sources.getFileLoc(location);
    if (file.isInvalid())
      return false;
    return !pathOf(sources.getFileID(file)).second.empty();
  }

  const std::pair<std::uint32_t, std::string> &pathOf(FileID id) {
    const auto found = paths.find(id);
    if (found != paths.end())
      return found->second;
    std::string relative;
    // What a precompiled header holds is not the project's.
    if (const OptionalFileEntryRef file = sources.getFileEntryRefForID(id);
        file && !sources.isLoadedFileID(id))
      relative = project.relative(facts::pathOf(*file, sources.getFileManager()));
    const auto index = static_cast<std::uint32_t>(meaning.files.size());
    meaning.files.push_back(relative);
    return paths.emplace(id, std::pair(index, relative)).first->second;
  }

  static bool local(const NamedDecl *declaration) {
    return declaration->getParentFunctionOrMethod() != nullptr || isa<ParmVarDecl>(declaration) ||
           declaration->isTemplateParameter();
  }

  // A macro that registers something makes a name with the number of its line, which changes with
  // every include: `registry__401`.
  std::string withoutLine(const NamedDecl *declaration, std::string usr) const {
    const SourceLocation location = declaration->getLocation();
    const IdentifierInfo *name = declaration->getIdentifier();
    if (!location.isMacroID() || !name)
      return usr;
    const std::string line = std::to_string(sources.getExpansionLineNumber(location));
    const std::string whole = name->getName().str();
    const std::size_t at = usr.rfind(whole);
    if (whole.size() > line.size() && whole.ends_with(line) && at != std::string::npos)
      usr.replace(at + whole.size() - line.size(), line.size(), "(line)");
    return usr;
  }

  std::string usr(const NamedDecl *declaration) {
    // A member of an anonymous union, seen from the class around it.
    if (const auto *indirect = dyn_cast<IndirectFieldDecl>(declaration))
      declaration = indirect->getAnonField();
    const auto found = usrs.find(declaration);
    if (found != usrs.end())
      return found->second;
    return usrs.emplace(declaration, withoutLine(declaration, normalizeUsr(identity(declaration))))
        .first->second;
  }

  // A member of an instantiation is its pattern's member, in that instantiation, and so is what a
  // function template makes: so that what renames the one renames the other.
  std::string identity(const NamedDecl *declaration) {
    const auto *owner = dyn_cast<NamedDecl>(declaration->getDeclContext());
    const bool member = owner && isa<RecordDecl, EnumDecl>(owner);
    const auto *function = dyn_cast<FunctionDecl>(declaration);
    const TemplateArgumentList *arguments =
        function ? function->getTemplateSpecializationArgs() : nullptr;
    if ((!member && !arguments) || isa<ClassTemplateSpecializationDecl>(declaration))
      return usrOf(declaration);
    const NamedDecl *pattern = entityDeclaration(declaration);
    if (pattern == declaration->getCanonicalDecl())
      return usrOf(declaration);
    std::string text = usrOf(pattern);
    if (arguments)
      for (const TemplateArgument &argument : arguments->asArray())
        text += " <" + templateArgument(argument) + ">";
    if (!member || entityDeclaration(owner) == owner->getCanonicalDecl())
      return text;
    return text + " in " + usr(owner);
  }

  std::string templateArgument(const TemplateArgument &argument) {
    switch (argument.getKind()) {
    case TemplateArgument::Type:
      return type(argument.getAsType());
    case TemplateArgument::Declaration:
      return usr(argument.getAsDecl());
    case TemplateArgument::Integral: {
      llvm::SmallString<32> value;
      argument.getAsIntegral().toString(value, 10);
      return std::string(value.str());
    }
    case TemplateArgument::Template:
    case TemplateArgument::TemplateExpansion:
      if (const TemplateDecl *named = argument.getAsTemplateOrTemplatePattern().getAsTemplateDecl())
        return usr(named);
      return "template";
    case TemplateArgument::Pack: {
      std::string text;
      for (const TemplateArgument &one : argument.pack_elements())
        text += templateArgument(one) + ",";
      return text;
    }
    case TemplateArgument::NullPtr:
      return "nullptr";
    case TemplateArgument::StructuralValue:
      return "value of " + type(argument.getStructuralValueType());
    case TemplateArgument::Null:
    case TemplateArgument::Expression:
      break;
    }
    return "expression";
  }

  std::string type(QualType given) {
    if (given.isNull())
      return "none";
    const QualType canonical = given.getCanonicalType();
    const auto found = types.find(canonical.getAsOpaquePtr());
    if (found != types.end())
      return found->second;
    llvm::SmallString<128> text;
    std::string result;
    if (const auto *record = canonical->getAsCXXRecordDecl(); record && record->isLambda())
      result = "lambda";
    else if (!index::generateUSRForType(canonical, context, text) && !text.empty())
      result = normalizeUsr(std::string(text.str()));
    else
      result = canonical->getTypeClassName();
    return types.emplace(canonical.getAsOpaquePtr(), std::move(result)).first->second;
  }

  std::string layout(const CXXRecordDecl *record) {
    if (!record->isThisDeclarationADefinition())
      return "";
    std::string text;
    for (const CXXBaseSpecifier &base : record->bases())
      text += std::string(" base ") + (base.isVirtual() ? "virtual " : "") +
              std::to_string(base.getAccessSpecifier()) + " " + type(base.getType());
    if (record->isDependentContext() || record->isInvalidDecl())
      return text;
    const ASTRecordLayout &shape = context.getASTRecordLayout(record);
    text += " size=" + std::to_string(shape.getSize().getQuantity()) +
            " align=" + std::to_string(shape.getAlignment().getQuantity()) + " fields=";
    for (unsigned i = 0; i < shape.getFieldCount(); ++i)
      text += std::to_string(shape.getFieldOffset(i)) + ",";
    return text;
  }

  // A `#pragma pack` that is in force, where it changes anything.
  std::string packing(const Decl *declaration, const MaxFieldAlignmentAttr *pack) {
    const auto *record = dyn_cast<CXXRecordDecl>(declaration);
    bool counts = !record || record->isDependentContext() || record->isInvalidDecl() ||
                  (record->isDynamicClass() &&
                   pack->getAlignment() < context.getTypeAlign(context.VoidPtrTy));
    if (!counts) {
      const auto wider = [&](QualType type) {
        return !type->isDependentType() && context.getTypeAlign(type) > pack->getAlignment();
      };
      counts =
          llvm::any_of(record->fields(),
                       [&](const FieldDecl *field) {
                         return !field->getType()->isIncompleteType() && wider(field->getType());
                       }) ||
          llvm::any_of(record->bases(),
                       [&](const CXXBaseSpecifier &base) { return wider(base.getType()); });
    }
    return counts ? " [#pragma pack " + std::to_string(pack->getAlignment() / 8) + "]" : "";
  }

  // What a class that is announced has from a definition above: another unit announces it without
  // having seen that.
  static bool isOfDefinition(const Decl *declaration, const Attr *attribute) {
    const auto *record = dyn_cast<CXXRecordDecl>(declaration);
    const auto *inheritable = dyn_cast<InheritableAttr>(attribute);
    return record && !record->isThisDeclarationADefinition() && inheritable &&
           inheritable->isInherited();
  }

  // A template's instance is as visible as its arguments, and those as the unit has seen them.
  std::string visibility(const FunctionDecl *function) const {
    if (!function->isTemplateInstantiation() ||
        context.getLangOpts().getValueVisibilityMode() == DefaultVisibility)
      return "";
    return " visibility=" + std::to_string(function->getVisibility());
  }

  std::string attributeValue(const Attr *attribute) {
    if (const auto *section = dyn_cast<SectionAttr>(attribute))
      return "=" + section->getName().str();
    if (const auto *aligned = dyn_cast<AlignedAttr>(attribute);
        aligned && !aligned->isAlignmentDependent())
      return "=" + std::to_string(const_cast<AlignedAttr *>(aligned)->getAlignment(context));
    if (const auto *label = dyn_cast<AsmLabelAttr>(attribute))
      return "=" + label->getLabel().str();
    if (const auto *cleanup = dyn_cast<CleanupAttr>(attribute))
      return " " + usr(cleanup->getFunctionDecl()) + " ";
    if (const auto *visibility = dyn_cast<VisibilityAttr>(attribute))
      return "=" + std::to_string(visibility->getVisibility());
    return "";
  }

  std::string referent(const NamedDecl *declaration) {
    if (!declaration)
      return " none";
    // An inherited constructor has the name of the class that it comes from.
    if (const auto *constructor = dyn_cast<CXXConstructorDecl>(declaration))
      if (const InheritedConstructor from = constructor->getInheritedConstructor())
        declaration = from.getConstructor();
    spoken = inWords(declaration);
    if (local(declaration))
      return " local:" + localNumber(declaration);
    return " " + usr(declaration);
  }

  std::string inWords(const NamedDecl *declaration) const {
    std::string text;
    llvm::raw_string_ostream out(text);
    declaration->printQualifiedName(out);
    if (const auto *function = dyn_cast<FunctionDecl>(declaration)) {
      out << '(';
      llvm::interleaveComma(function->parameters(), out, [&](const ParmVarDecl *parameter) {
        parameter->getType().print(out, context.getPrintingPolicy());
      });
      out << ')';
    }
    return text;
  }

  // Local things have no names that count: each is the n-th that its declaration speaks of.
  std::string localNumber(const NamedDecl *declaration) {
    const Decl *canonical = declaration->getCanonicalDecl();
    return std::to_string(locals.emplace(canonical, locals.size()).first->second);
  }

  // A text that the compiler makes of a name or a place: `__FILE__`, `__func__`, `#argument`. It
  // changes with a move or a new name, by nature, and so does its length; the equivalence check
  // lists that.
  bool speaksOfPlace(const Expr *expression) const {
    expression = expression->IgnoreParens();
    if (const auto *cast = dyn_cast<CastExpr>(expression); cast && cast->getCastKind() == CK_NoOp)
      return speaksOfPlace(cast->getSubExpr());
    if (const auto *unary = dyn_cast<UnaryOperator>(expression);
        unary && unary->getOpcode() == UO_Extension)
      return speaksOfPlace(unary->getSubExpr());
    if (isa<PredefinedExpr>(expression))
      return true;
    const auto *text = dyn_cast<StringLiteral>(expression);
    if (!text)
      return false;
    for (unsigned i = 0; i < text->getNumConcatenated(); ++i) {
      const SourceLocation token = text->getStrTokenLoc(i);
      if (token.isMacroID() && sources.isWrittenInScratchSpace(sources.getSpellingLoc(token)))
        return true;
    }
    return false;
  }

  // The symbol of an operator whose operands' types a template does not know yet. Clang writes it
  // in another way when some overload is in sight. Which one is meant is known where the template
  // is instantiated, and looked at there.
  std::string dependentOperator(const Stmt *statement) {
    const auto *expression = dyn_cast<Expr>(statement);
    if (!expression || !expression->isTypeDependent())
      return "";
    if (const auto *binary = dyn_cast<BinaryOperator>(expression))
      return binary->getOpcodeStr().str();
    if (const auto *unary = dyn_cast<UnaryOperator>(expression))
      return UnaryOperator::getOpcodeStr(unary->getOpcode()).str();
    const auto *call = dyn_cast<CXXOperatorCallExpr>(expression);
    if (!call || !isa<UnresolvedLookupExpr>(call->getCallee()))
      return "";
    unmarked.insert(call->getCallee());
    return getOperatorSpelling(call->getOperator());
  }

  // What an expression says beyond its class and type.
  std::string detail(const Expr *expression) {
    if (const auto *reference = dyn_cast<DeclRefExpr>(expression))
      return referent(reference->getDecl());
    if (const auto *member = dyn_cast<MemberExpr>(expression))
      return referent(member->getMemberDecl());
    if (const auto *construct = dyn_cast<CXXConstructExpr>(expression))
      return referent(construct->getConstructor());
    if (const auto *inherited = dyn_cast<CXXInheritedCtorInitExpr>(expression))
      return referent(inherited->getConstructor());
    if (const auto *allocation = dyn_cast<CXXNewExpr>(expression))
      return referent(allocation->getOperatorNew());
    if (const auto *release = dyn_cast<CXXDeleteExpr>(expression))
      return referent(release->getOperatorDelete());
    if (const auto *binary = dyn_cast<BinaryOperator>(expression))
      return " " + binary->getOpcodeStr().str();
    if (const auto *unary = dyn_cast<UnaryOperator>(expression))
      return " " + UnaryOperator::getOpcodeStr(unary->getOpcode()).str();
    if (const auto *cast = dyn_cast<CastExpr>(expression))
      return std::string(" ") + cast->getCastKindName() +
             (cast->getConversionFunction() ? referent(cast->getConversionFunction()) : "");
    if (const auto *trait = dyn_cast<UnaryExprOrTypeTraitExpr>(expression)) {
      std::string text =
          " " + std::to_string(trait->getKind()) + " " + type(trait->getTypeOfArgument());
      return text + value(trait);
    }
    if (const auto *trait = dyn_cast<TypeTraitExpr>(expression))
      return " " + std::to_string(trait->getTrait()) + value(trait);
    if (const auto *integer = dyn_cast<IntegerLiteral>(expression)) {
      if (fromMacro(integer->getBeginLoc(), "__LINE__"))
        return " line";
      llvm::SmallString<32> text;
      integer->getValue().toStringUnsigned(text);
      return " " + std::string(text.str());
    }
    if (const auto *character = dyn_cast<CharacterLiteral>(expression))
      return " " + std::to_string(character->getValue());
    if (const auto *truth = dyn_cast<CXXBoolLiteralExpr>(expression))
      return truth->getValue() ? " true" : " false";
    if (const auto *number = dyn_cast<FloatingLiteral>(expression)) {
      llvm::SmallString<32> text;
      number->getValue().toString(text);
      return " " + std::string(text.str());
    }
    if (const auto *text = dyn_cast<StringLiteral>(expression)) {
      if (inPredefined || speaksOfPlace(text)) {
        if (!foreign && !inPredefined && isArgument(text))
          made.push_back({meaning.place(markAt(text->getBeginLoc())), text->getBytes().str()});
        return " place";
      }
      return " " + text->getBytes().str();
    }
    if (const auto *lookup = dyn_cast<OverloadExpr>(expression)) {
      std::set<std::string> candidates;
      for (const NamedDecl *candidate : lookup->decls())
        if (ours(candidate->getUnderlyingDecl()->getLocation()))
          candidates.insert(usr(candidate->getUnderlyingDecl()));
      std::string text =
          " " + std::string(candidates.empty() ? lookup->getName().getAsString() : "");
      for (const std::string &candidate : candidates)
        text += " " + candidate;
      return text;
    }
    if (const auto *dependent = dyn_cast<DependentScopeDeclRefExpr>(expression))
      return " " + dependent->getDeclName().getAsString();
    if (const auto *dependent = dyn_cast<CXXDependentScopeMemberExpr>(expression))
      return " " + dependent->getMember().getAsString();
    if (const auto *concept_ = dyn_cast<ConceptSpecializationExpr>(expression)) {
      std::string text = referent(concept_->getNamedConcept());
      if (!concept_->isValueDependent())
        text += concept_->isSatisfied() ? " holds" : " does not hold";
      return text;
    }
    if (const auto *typeInfo = dyn_cast<CXXTypeidExpr>(expression);
        typeInfo && typeInfo->isTypeOperand())
      return " " + type(typeInfo->getTypeOperandSourceInfo()->getType());
    if (const auto *call = dyn_cast<CXXUnresolvedConstructExpr>(expression))
      return " " + type(call->getTypeAsWritten());
    return "";
  }

  std::string value(const Expr *expression) {
    Expr::EvalResult result;
    if (expression->isValueDependent() || !expression->EvaluateAsInt(result, context))
      return "";
    llvm::SmallString<32> text;
    result.Val.getInt().toString(text, 10);
    return " = " + std::string(text.str());
  }

  // A text that `#` makes, and not `__FILE__` or the like.
  bool isArgument(const StringLiteral *text) const {
    const SourceLocation token = text->getStrTokenLoc(0);
    return llvm::none_of(std::initializer_list<llvm::StringRef>{"__FILE__", "__FILE_NAME__",
                                                                "__BASE_FILE__", "__DATE__",
                                                                "__TIME__", "__TIMESTAMP__"},
                         [&](llvm::StringRef name) { return fromMacro(token, name); });
  }

  bool fromMacro(SourceLocation location, llvm::StringRef name) const {
    while (location.isMacroID()) {
      if (Lexer::getImmediateMacroName(location, sources, context.getLangOpts()) == name)
        return true;
      location = sources.isMacroArgExpansion(location)
                     ? sources.getImmediateSpellingLoc(location)
                     : sources.getImmediateExpansionRange(location).getBegin();
    }
    return false;
  }

  void mark(std::string text, SourceLocation location) {
    const auto [place, inserted] =
        texts.emplace(std::move(text), static_cast<std::uint32_t>(meaning.texts.size()));
    if (inserted) {
      meaning.texts.push_back(place->first);
      meaning.names.push_back(spoken);
    }
    Mark result = markAt(foreign.value_or(location));
    result.text = place->second;
    current->push_back(result);
  }

  // A mark at that place, of no text yet.
  Mark markAt(SourceLocation location) {
    Mark result;
    const SourceLocation file = sources.getFileLoc(location);
    if (file.isValid()) {
      const auto [id, offset] = sources.getDecomposedLoc(file);
      result.file = pathOf(id).first;
      result.line = sources.getLineNumber(id, offset);
      result.column = sources.getColumnNumber(id, offset);
    }
    return result;
  }

public:
  // A list that is written in one form and means another is visited in both.
  bool TraverseInitListExpr(InitListExpr *list) {
    if (!current)
      return Base::TraverseInitListExpr(list);
    const auto said = [&](const InitListExpr *form) {
      return textOfLiterals(
          form, [&](QualType given) { return type(given); },
          [&](const Expr *literal) {
            return !speaksOfPlace(literal) && !fromMacro(literal->getBeginLoc(), "__LINE__");
          });
    };
    const InitListExpr *written = list->isSemanticForm() ? list->getSyntacticForm() : list;
    const InitListExpr *meant = list->isSemanticForm() ? list : list->getSemanticForm();
    std::optional<std::string> text = said(meant ? meant : list);
    if (!text)
      return Base::TraverseInitListExpr(list);
    if (written && meant && written != meant) {
      const std::optional<std::string> other = said(written);
      if (!other)
        return Base::TraverseInitListExpr(list);
      *text += ", written " + *other;
    }
    spoken.clear();
    mark(*std::move(text), list->getBeginLoc());
    return true;
  }
  bool TraverseConstructorInitializer(CXXCtorInitializer *initializer) {
    if (current && initializer->isAnyMemberInitializer())
      mark("initializes" + referent(initializer->getAnyMember()), initializer->getSourceLocation());
    return Base::TraverseConstructorInitializer(initializer);
  }
  bool TraversePredefinedExpr(PredefinedExpr *expression) {
    inPredefined = true;
    const bool result = Base::TraversePredefinedExpr(expression);
    inPredefined = false;
    return result;
  }

private:
  ASTContext &context;
  const SourceManager &sources;
  UnitMeaning &meaning;
  const Project &project;
  Marks *current = nullptr;
  std::optional<SourceLocation> foreign;    ///< in foreign code: where it was asked for
  SourceLocation mentioned;                 ///< of the project's declaration that was found last
  std::unordered_set<const Decl *> visited; ///< of the foreign code
  std::set<const Stmt *> unmarked;          ///< parts that are said with the whole, not reached yet
  std::set<std::string> ambiguous;          ///< keys that two instantiations have
  std::vector<UnitMeaning::MadeText> made;  ///< in the declaration at hand
  std::string spoken;                       ///< what the next mark names, in words
  bool inPredefined = false;
  std::map<FileID, std::pair<std::uint32_t, std::string>> paths;
  std::unordered_map<std::string, std::uint32_t> texts;
  std::unordered_map<const Decl *, std::string> usrs;
  std::unordered_map<const Decl *, std::size_t> locals; ///< of the declaration at hand
  std::unordered_map<void *, std::string> types;
};

class Action : public ASTFrontendAction {
public:
  Action(UnitMeaning &meaning, const Project &project) : meaning(meaning), project(project) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &, llvm::StringRef) override {
    return std::make_unique<Consumer>(*this);
  }

private:
  class Consumer : public ASTConsumer {
  public:
    explicit Consumer(Action &action) : action(action) {}
    void HandleTranslationUnit(ASTContext &context) override {
      keepToUnit(context);
      addMeaning(context, action.project, instances, action.meaning);
    }
    ASTMutationListener *GetASTMutationListener() override { return &instances; }

  private:
    Action &action;
    Instances instances;
  };

  UnitMeaning &meaning;
  const Project &project;
};

} // namespace

void keepToUnit(ASTContext &context) {
  const auto own = context.getTranslationUnitDecl()->noload_decls();
  context.setTraversalScope(std::vector<Decl *>(own.begin(), own.end()));
}

void addMeaning(ASTContext &context, const Project &project, const Instances &instances,
                UnitMeaning &meaning) {
  // Clang fills its table of statements' names when it is first asked, with no thought of threads.
  [[maybe_unused]] static const char *const tableFilled =
      NullStmt(SourceLocation()).getStmtClassName();
  Visitor(context, meaning, project).run(instances);
}

UnitMeaning meaningOf(const workspace::Unit &unit, const workspace::Overlay &overlay,
                      const Project &project, const Preamble *preamble) {
  UnitMeaning meaning;
  ParseOutcome outcome = parse(unit, overlay, project, std::make_unique<Action>(meaning, project),
                               preamble ? preamble->extras() : ParseExtras());
  // What the compiler says is told as it says it without.
  if (outcome.failed && preamble)
    return meaningOf(unit, overlay, project);
  meaning.diagnostics = std::move(outcome.diagnostics);
  meaning.failed = outcome.failed;
  return meaning;
}

} // namespace levitate::facts

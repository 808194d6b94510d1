#include "tool/facts/entities.h"

#include "base/files.h"
#include "base/qualified_name.h"
#include "tool/facts/usr_text.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/Index/USRGeneration.h>
#include <llvm/ADT/STLExtras.h>

namespace levitate::facts {

using namespace clang;

namespace {

// One step from an instantiation or a wrapper towards what was written; null when there is none.
const NamedDecl *towardsPattern(const NamedDecl *declaration) {
  if (const auto *specialisation = dyn_cast<ClassTemplateSpecializationDecl>(declaration))
    return specialisation->getSpecializedTemplate()->getTemplatedDecl();
  if (const auto *specialisation = dyn_cast<VarTemplateSpecializationDecl>(declaration))
    return specialisation->getSpecializedTemplate()->getTemplatedDecl();
  if (const auto *record = dyn_cast<CXXRecordDecl>(declaration))
    return record->getInstantiatedFromMemberClass();
  if (const auto *function = dyn_cast<FunctionDecl>(declaration)) {
    if (const FunctionDecl *pattern =
            function->getTemplateInstantiationPattern(/*ForDefinition=*/false))
      return pattern;
    if (const FunctionTemplateDecl *primary = function->getPrimaryTemplate())
      return primary->getTemplatedDecl();
    return function->getInstantiatedFromMemberFunction();
  }
  if (const auto *variable = dyn_cast<VarDecl>(declaration))
    return variable->getTemplateInstantiationPattern();
  if (const auto *enumeration = dyn_cast<EnumDecl>(declaration))
    return enumeration->getInstantiatedFromMemberEnum();
  if (const auto *shadow = dyn_cast<UsingShadowDecl>(declaration))
    return shadow->getTargetDecl();
  if (const auto *field = dyn_cast<FieldDecl>(declaration)) {
    // The field of an instantiation is its pattern's field of the same name.
    const auto *record = dyn_cast<CXXRecordDecl>(field->getParent());
    if (!record)
      return nullptr;
    const CXXRecordDecl *pattern = record->getTemplateInstantiationPattern();
    if (!pattern || pattern == record || !field->getIdentifier())
      return nullptr;
    for (const FieldDecl *candidate : pattern->fields())
      if (candidate->getDeclName() == field->getDeclName())
        return candidate;
    return nullptr;
  }
  if (const auto *enumerator = dyn_cast<EnumConstantDecl>(declaration)) {
    const auto *enumeration = dyn_cast<EnumDecl>(enumerator->getDeclContext());
    const EnumDecl *pattern = enumeration ? enumeration->getInstantiatedFromMemberEnum() : nullptr;
    if (!pattern)
      return nullptr;
    for (const EnumConstantDecl *candidate : pattern->enumerators())
      if (candidate->getDeclName() == enumerator->getDeclName())
        return candidate;
    return nullptr;
  }
  if (const auto *alias = dyn_cast<TypedefNameDecl>(declaration)) {
    const auto *record = dyn_cast<CXXRecordDecl>(alias->getDeclContext());
    const CXXRecordDecl *pattern = record ? record->getTemplateInstantiationPattern() : nullptr;
    if (!pattern || pattern == record)
      return nullptr;
    for (const NamedDecl *candidate : pattern->lookup(alias->getDeclName()))
      if (isa<TypedefNameDecl>(candidate))
        return candidate;
  }
  return nullptr;
}

bool hasMutableLocal(const FunctionDecl *function) {
  // Static locals are in the function's own context.
  const FunctionDecl *definition = nullptr;
  if (!function->isDefined(definition) || !definition)
    return false;
  for (const Decl *inner : definition->decls())
    if (const auto *variable = dyn_cast<VarDecl>(inner))
      if (variable->isStaticLocal() && !variable->getType().isConstQualified())
        return true;
  return false;
}

EntityKind kindOf(const NamedDecl *declaration) {
  if (isa<NamespaceDecl, NamespaceAliasDecl>(declaration))
    return EntityKind::Namespace;
  if (isa<RecordDecl>(declaration))
    return EntityKind::Record;
  if (isa<EnumDecl>(declaration))
    return EntityKind::Enum;
  if (isa<EnumConstantDecl>(declaration))
    return EntityKind::Enumerator;
  if (isa<CXXMethodDecl>(declaration))
    return EntityKind::Method;
  if (isa<FunctionDecl>(declaration))
    return EntityKind::Function;
  if (isa<FieldDecl, IndirectFieldDecl>(declaration))
    return EntityKind::Field;
  if (const auto *variable = dyn_cast<VarDecl>(declaration))
    return variable->isLocalVarDeclOrParm() && !variable->isLocalExternDecl()
               ? EntityKind::Other
               : EntityKind::Variable;
  if (isa<TypedefNameDecl>(declaration))
    return EntityKind::Alias;
  if (isa<ConceptDecl>(declaration))
    return EntityKind::Concept;
  return EntityKind::Other;
}

std::string parameterTypes(const FunctionDecl *function) {
  PrintingPolicy policy(function->getASTContext().getPrintingPolicy());
  policy.SuppressScope = false;
  std::string text;
  for (const ParmVarDecl *parameter : function->parameters())
    text += (text.empty() ? "" : ", ") + parameter->getType().getAsString(policy);
  if (function->isVariadic())
    text += text.empty() ? "..." : ", ...";
  return text;
}

} // namespace

const NamedDecl *entityDeclaration(const NamedDecl *declaration) {
  for (;;) {
    if (const auto *templated = dyn_cast<TemplateDecl>(declaration);
        templated && templated->getTemplatedDecl() && !isa<TemplateTemplateParmDecl>(templated))
      declaration = templated->getTemplatedDecl();
    const NamedDecl *pattern = towardsPattern(declaration);
    if (!pattern || pattern == declaration)
      break;
    declaration = pattern;
  }
  return cast<NamedDecl>(declaration->getCanonicalDecl());
}

std::string usrOf(const Decl *declaration) {
  llvm::SmallString<128> usr;
  if (index::generateUSRForDecl(declaration, usr))
    return {};
  std::string text(usr.str());
  joinAngles(text);
  return text;
}

const DeclContext *enclosingNamespace(const DeclContext *context) {
  while (context && !context->isTranslationUnit() &&
         !(context->isNamespace() && !context->isInlineNamespace() &&
           !cast<NamespaceDecl>(context)->isAnonymousNamespace()))
    context = context->getParent();
  return context;
}

std::string qualifiedName(const DeclContext *context) {
  std::string name;
  for (; context && !context->isTranslationUnit(); context = context->getParent()) {
    const auto *named = dyn_cast<NamedDecl>(context);
    if (!named)
      continue;
    if (const auto *space = dyn_cast<NamespaceDecl>(named);
        space && (space->isInline() || space->isAnonymousNamespace()))
      continue;
    name = named->getNameAsString() + (name.empty() ? "" : "::" + name);
  }
  return name;
}

Entity describe(const NamedDecl *declaration) {
  Entity entity;
  entity.usr = usrOf(declaration);
  entity.name = declaration->getNameAsString();
  const DeclContext *context = declaration->getDeclContext();
  // `extern int n;` in a function declares what the namespace around it has.
  if (const_cast<NamedDecl *>(declaration)->isLocalExternDecl())
    context = context->getEnclosingNamespaceContext();
  const DeclContext *around = context->getRedeclContext();
  const std::string outer = qualifiedName(around);
  entity.qualified = inScope(outer, entity.name);
  entity.scope = qualifiedName(enclosingNamespace(context));
  entity.kind = kindOf(declaration);
  entity.atNamespaceScope = around->isFileContext();
  // The enumerators of an unscoped enumeration are names of the scope around it.
  if (isa<EnumConstantDecl>(declaration) && !cast<EnumDecl>(context)->isScoped()) {
    const std::string space = qualifiedName(context->getParent());
    entity.qualified = inScope(space, entity.name);
  }
  if (isa<EnumConstantDecl>(declaration))
    entity.record = usrOf(entityDeclaration(cast<EnumDecl>(context)));
  if (const auto *record = dyn_cast<RecordDecl>(around)) {
    entity.isMember = true;
    entity.record = usrOf(entityDeclaration(record));
  }
  entity.internal = entity.atNamespaceScope && entity.kind != EntityKind::Namespace &&
                    declaration->getFormalLinkage() == Linkage::Internal;
  if (const auto *function = dyn_cast<FunctionDecl>(declaration)) {
    entity.parameters = parameterTypes(function);
    entity.isTemplate = function->getDescribedFunctionTemplate() != nullptr;
    entity.state = hasMutableLocal(function);
    if (const auto *method = dyn_cast<CXXMethodDecl>(function)) {
      entity.isVirtual = method->isVirtual();
      for (const CXXMethodDecl *overridden : method->overridden_methods())
        entity.overrides.push_back(usrOf(entityDeclaration(overridden)));
      llvm::sort(entity.overrides);
    }
  } else if (const auto *variable = dyn_cast<VarDecl>(declaration)) {
    entity.isTemplate = variable->getDescribedVarTemplate() != nullptr;
    entity.state =
        !variable->isConstexpr() && !variable->getType().isConstant(variable->getASTContext());
  } else if (const auto *record = dyn_cast<CXXRecordDecl>(declaration)) {
    entity.isTemplate = record->getDescribedClassTemplate() != nullptr;
  } else if (const auto *alias = dyn_cast<TypeAliasDecl>(declaration)) {
    entity.isTemplate = alias->getDescribedAliasTemplate() != nullptr;
  }
  return entity;
}

std::string pathOf(FileEntryRef file, FileManager &files) {
  const llvm::StringRef real = file.getFileEntry().tryGetRealPathName();
  return absolutePath(std::string_view(real.empty() ? file.getName() : real),
                      files.getVirtualFileSystem().getCurrentWorkingDirectory().get());
}

} // namespace levitate::facts

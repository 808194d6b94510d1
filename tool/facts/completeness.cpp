#include "tool/facts/completeness.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ExprCXX.h>
#include <clang/AST/RecursiveASTVisitor.h>

namespace levitate::facts {

using namespace clang;

namespace {

// Templates whose arguments may be incomplete where a value of theirs is declared.
bool toleratesIncomplete(const TemplateDecl *declaration) {
  if (!declaration || !declaration->isInStdNamespace() || !declaration->getIdentifier())
    return false;
  const llvm::StringRef name = declaration->getName();
  return name == "unique_ptr" || name == "shared_ptr" || name == "weak_ptr" ||
         name == "default_delete" || name == "vector" || name == "list" || name == "forward_list" ||
         name == "allocator" || name == "function" || name == "reference_wrapper";
}

class Visitor : public RecursiveASTVisitor<Visitor> {
  using Base = RecursiveASTVisitor<Visitor>;

public:
  Visitor(const std::function<bool(SourceLocation)> &ours,
          const std::function<void(const NamedDecl *, SourceLocation)> &report)
      : ours(ours), report(report) {}

  bool TraverseDecl(Decl *declaration) {
    if (!declaration)
      return true;
    if (isa<TranslationUnitDecl, NamespaceDecl, LinkageSpecDecl>(declaration))
      return Base::TraverseDecl(declaration);
    if (declaration->isImplicit())
      return true;
    const bool outer = declaration->getLexicalDeclContext() &&
                       declaration->getLexicalDeclContext()->getRedeclContext()->isFileContext();
    if (outer && !ours(declaration->getLocation()))
      return true;
    return Base::TraverseDecl(declaration);
  }

  // Declarations.

  bool VisitFieldDecl(FieldDecl *field) { return need(field->getType(), field->getLocation()); }
  bool VisitVarDecl(VarDecl *variable) {
    if (isa<ParmVarDecl>(variable) ||
        variable->isThisDeclarationADefinition() == VarDecl::DeclarationOnly)
      return true;
    if (variable->isExceptionVariable()) // a handler sees what it refers to
      return needBehind(variable->getType(), variable->getLocation());
    return need(variable->getType(), variable->getLocation());
  }
  bool VisitFunctionDecl(FunctionDecl *function) {
    if (!function->doesThisDeclarationHaveABody())
      return true;
    need(function->getReturnType(), function->getLocation());
    for (const ParmVarDecl *parameter : function->parameters())
      need(parameter->getType(), parameter->getLocation());
    return true;
  }
  // A covariant return type is compared with that of the overridden function.
  bool VisitCXXMethodDecl(CXXMethodDecl *method) {
    for (const CXXMethodDecl *overridden : method->overridden_methods())
      if (overridden->getReturnType().getCanonicalType() !=
          method->getReturnType().getCanonicalType())
        needBehind(method->getReturnType(), method->getLocation());
    return true;
  }
  bool VisitCXXRecordDecl(CXXRecordDecl *record) {
    if (record->isThisDeclarationADefinition())
      for (const CXXBaseSpecifier &base : record->bases())
        need(base.getType(), base.getBaseTypeLoc());
    return true;
  }

  // `T::name`.
  bool TraverseNestedNameSpecifierLoc(NestedNameSpecifierLoc loc) {
    if (loc)
      if (const Type *type = loc.getNestedNameSpecifier()->getAsType())
        need(QualType(type, 0), loc.getLocalBeginLoc());
    return Base::TraverseNestedNameSpecifierLoc(loc);
  }

  // Expressions.

  bool VisitExpr(Expr *expression) {
    // A value is made, passed or returned.
    if (expression->isPRValue() && !expression->getType().isNull() &&
        !expression->getType()->isVoidType())
      need(expression->getType(), expression->getExprLoc());
    return true;
  }
  bool VisitMemberExpr(MemberExpr *member) {
    return needBehind(member->getBase()->getType(), member->getMemberLoc());
  }
  bool VisitCXXDependentScopeMemberExpr(CXXDependentScopeMemberExpr *member) {
    return member->isImplicitAccess() || needBehind(member->getBaseType(), member->getMemberLoc());
  }
  bool VisitUnresolvedMemberExpr(UnresolvedMemberExpr *member) {
    return member->isImplicitAccess() || needBehind(member->getBaseType(), member->getMemberLoc());
  }
  bool VisitCastExpr(CastExpr *cast) {
    switch (cast->getCastKind()) {
    case CK_DerivedToBase:
    case CK_UncheckedDerivedToBase:
    case CK_BaseToDerived:
    case CK_Dynamic:
    case CK_UserDefinedConversion:
    case CK_DerivedToBaseMemberPointer:
    case CK_BaseToDerivedMemberPointer:
      needBehind(cast->getType(), cast->getExprLoc());
      return needBehind(cast->getSubExpr()->getType(), cast->getExprLoc());
    default:
      return true;
    }
  }
  bool VisitUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *trait) {
    return need(trait->getTypeOfArgument(), trait->getExprLoc());
  }
  bool VisitTypeTraitExpr(TypeTraitExpr *trait) {
    for (const TypeSourceInfo *argument : trait->getArgs())
      needBehind(argument->getType(), trait->getExprLoc());
    return true;
  }
  bool VisitCXXTypeidExpr(CXXTypeidExpr *expression) {
    return needBehind(expression->isTypeOperand()
                          ? expression->getTypeOperandSourceInfo()->getType()
                          : expression->getExprOperand()->getType(),
                      expression->getExprLoc());
  }
  bool VisitCXXNewExpr(CXXNewExpr *allocation) {
    return need(allocation->getAllocatedType(), allocation->getExprLoc());
  }
  bool VisitCXXDeleteExpr(CXXDeleteExpr *release) {
    return needBehind(release->getArgument()->getType(), release->getExprLoc());
  }
  bool VisitArraySubscriptExpr(ArraySubscriptExpr *subscript) {
    return need(subscript->getType(), subscript->getExprLoc());
  }
  bool VisitBinaryOperator(BinaryOperator *operation) {
    // Arithmetic on pointers counts in objects.
    if (operation->isAdditiveOp() || operation->isCompoundAssignmentOp()) {
      needBehind(operation->getLHS()->getType(), operation->getExprLoc());
      needBehind(operation->getRHS()->getType(), operation->getExprLoc());
    }
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *operation) {
    return !operation->isIncrementDecrementOp() ||
           needBehind(operation->getSubExpr()->getType(), operation->getExprLoc());
  }
  // What a function template or a variable template does with its arguments only it knows.
  bool VisitDeclRefExpr(DeclRefExpr *reference) {
    if (const auto *function = dyn_cast<FunctionDecl>(reference->getDecl())) {
      if (const TemplateArgumentList *arguments = function->getTemplateSpecializationArgs())
        needArguments(arguments->asArray(), reference->getLocation());
    } else if (const auto *variable =
                   dyn_cast<VarTemplateSpecializationDecl>(reference->getDecl())) {
      needArguments(variable->getTemplateArgs().asArray(), reference->getLocation());
    }
    return true;
  }
  bool VisitConceptSpecializationExpr(ConceptSpecializationExpr *check) {
    needArguments(check->getTemplateArguments(), check->getExprLoc());
    return true;
  }

private:
  bool need(QualType type, SourceLocation at) {
    if (type.isNull())
      return true;
    while (const auto *array = dyn_cast_if_present<ArrayType>(type->getAsArrayTypeUnsafe()))
      type = array->getElementType();
    if (const auto *specialisation = type->getAs<TemplateSpecializationType>();
        specialisation && !specialisation->isTypeAlias()) {
      const TemplateDecl *declaration = specialisation->getTemplateName().getAsTemplateDecl();
      if (isa_and_present<ClassTemplateDecl>(declaration))
        add(declaration, at);
      if (!toleratesIncomplete(declaration))
        needArguments(specialisation->template_arguments(), at);
    }
    if (const RecordDecl *record = type->getAsRecordDecl()) {
      add(record, at);
      if (const auto *specialisation = dyn_cast<ClassTemplateSpecializationDecl>(record);
          specialisation && !toleratesIncomplete(specialisation->getSpecializedTemplate()))
        needArguments(specialisation->getTemplateArgs().asArray(), at);
    }
    return true;
  }

  // The class itself, or the one that a pointer or reference leads to.
  bool needBehind(QualType type, SourceLocation at) {
    if (type.isNull())
      return true;
    if (const auto *member = type->getAs<MemberPointerType>())
      return need(QualType(member->getClass(), 0), at);
    const QualType pointee = type->getPointeeType();
    return need(pointee.isNull() ? type : pointee, at);
  }

  void needArguments(llvm::ArrayRef<TemplateArgument> arguments, SourceLocation at) {
    for (const TemplateArgument &argument : arguments)
      if (argument.getKind() == TemplateArgument::Type)
        need(argument.getAsType(), at);
      else if (argument.getKind() == TemplateArgument::Pack)
        needArguments(argument.pack_elements(), at);
  }

  void add(const NamedDecl *declaration, SourceLocation at) {
    if (declaration->getParentFunctionOrMethod())
      return;
    const NamedDecl *outermost = declaration;
    for (const DeclContext *around = declaration->getDeclContext();
         around && !around->isFileContext(); around = around->getParent())
      if (const auto *record = dyn_cast<RecordDecl>(around))
        outermost = record;
    report(outermost, at);
  }

  const std::function<bool(SourceLocation)> &ours;
  const std::function<void(const NamedDecl *, SourceLocation)> &report;
};

} // namespace

void findCompleteUses(ASTContext &context, const std::function<bool(SourceLocation)> &ours,
                      const std::function<void(const NamedDecl *, SourceLocation)> &report) {
  Visitor(ours, report).TraverseAST(context);
}

} // namespace levitate::facts

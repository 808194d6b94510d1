// Notes what a unit makes of templates while it is parsed: all specialisations of classes and
// functions, whosever the template is. To look for them afterwards would mean to visit all that the
// system's headers declare.
#pragma once

#include <clang/AST/ASTMutationListener.h>
#include <clang/AST/DeclTemplate.h>

#include <vector>

namespace levitate::facts {

class Instances final : public clang::ASTMutationListener {
public:
  void AddedCXXTemplateSpecialization(const clang::ClassTemplateDecl *,
                                      const clang::ClassTemplateSpecializationDecl *one) override {
    classes.push_back(const_cast<clang::ClassTemplateSpecializationDecl *>(one));
  }
  void AddedCXXTemplateSpecialization(const clang::FunctionTemplateDecl *,
                                      const clang::FunctionDecl *one) override {
    functions.push_back(const_cast<clang::FunctionDecl *>(one));
  }

  /// In the order in which they were first needed; partial specialisations of classes as well.
  std::vector<clang::ClassTemplateSpecializationDecl *> classes;
  std::vector<clang::FunctionDecl *> functions;
};

} // namespace levitate::facts

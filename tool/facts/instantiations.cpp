#include "tool/facts/instantiations.h"

#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>

namespace levitate::facts {

using namespace clang;

namespace {

using Tokens = std::vector<Token>;

// Is there a `template` that is no template's head? Comments count; this is to save work.
bool mayHaveInstantiation(llvm::StringRef text) {
  constexpr llvm::StringLiteral Word = "template";
  for (std::size_t at = text.find(Word); at != llvm::StringRef::npos; at = text.find(Word, at + 1))
    if (!text.substr(at + Word.size()).ltrim().starts_with("<"))
      return true;
  return false;
}

class Finder {
public:
  Finder(ASTContext &context, FileID file, const std::function<bool(unsigned)> &passedOver)
      : context(context), sources(context.getSourceManager()), file(file),
        text(sources.getBufferData(file)), passedOver(passedOver) {}

  std::vector<Instantiation> find() {
    std::vector<Instantiation> result;
    if (!mayHaveInstantiation(text))
      return result;
    lex();
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!is(i, "template") || kind(i + 1) == tok::less || passedOver(offset(i)))
        continue;
      std::size_t end = i;
      while (end < tokens.size() && kind(end) != tok::semi && kind(end) != tok::l_brace &&
             kind(end) != tok::r_brace)
        ++end;
      if (kind(end) == tok::semi)
        result.push_back(read(i, end));
      i = end;
    }
    return result;
  }

private:
  void lex() {
    Lexer lexer(sources.getLocForStartOfFile(file), context.getLangOpts(), text.begin(),
                text.begin(), text.end());
    for (Token token; !lexer.LexFromRawLexer(token);)
      tokens.push_back(token);
  }

  tok::TokenKind kind(std::size_t i) const {
    return i < tokens.size() ? tokens[i].getKind() : tok::eof;
  }
  unsigned offset(std::size_t i) const { return sources.getFileOffset(tokens[i].getLocation()); }
  llvm::StringRef word(std::size_t i) const {
    return kind(i) == tok::raw_identifier ? tokens[i].getRawIdentifier() : "";
  }
  bool is(std::size_t i, llvm::StringRef name) const { return word(i) == name; }
  // The identifier that may be the name of something.
  const IdentifierInfo *name(std::size_t i) const {
    if (kind(i) != tok::raw_identifier)
      return nullptr;
    const IdentifierInfo &known = context.Idents.get(word(i));
    return known.isKeyword(context.getLangOpts()) ? nullptr : &known;
  }

  Instantiation read(std::size_t keyword, std::size_t end) {
    Instantiation result;
    result.isDeclaration = keyword > 0 && is(keyword - 1, "extern");
    result.begin = tokens[keyword - (result.isDeclaration ? 1 : 0)].getLocation();
    result.end = tokens[end].getLocation();
    result.scope = scopeAt(context.getTranslationUnitDecl(), result.begin);
    const std::size_t named = instantiatedName(keyword + 1, end);
    for (std::size_t i = keyword + 1; i < end; ++i)
      // What stands behind `::` is a part of a chain before.
      if (name(i) && kind(i - 1) != tok::coloncolon)
        readChain(i, named, false, result);
      else if (name(i) && !name(i - 2) && kind(i - 2) != tok::greater)
        readChain(i, named, true, result);
    return result;
  }

  // The token of the name that is instantiated: the last one outside of template arguments, before
  // the parameters.
  std::size_t instantiatedName(std::size_t begin, std::size_t end) const {
    std::size_t found = end;
    for (std::size_t i = begin; i < end; i = std::max(i + 1, pastArguments(i))) {
      if (kind(i) == tok::l_paren && found != end)
        break;
      if (name(i))
        found = i;
    }
    return found;
  }

  // Behind the template arguments that begin at `at`; `at` when there are none.
  std::size_t pastArguments(std::size_t at) const {
    if (kind(at) != tok::less)
      return at;
    int depth = 0;
    for (std::size_t i = at; i < tokens.size() && kind(i) != tok::semi; ++i) {
      if (kind(i) == tok::less || kind(i) == tok::l_paren)
        ++depth;
      else if (kind(i) == tok::greater || kind(i) == tok::r_paren)
        --depth;
      else if (kind(i) == tok::greatergreater)
        depth -= 2;
      if (depth <= 0)
        return i + 1;
    }
    return at;
  }

  using Found = std::vector<const NamedDecl *>;

  void readChain(std::size_t first, std::size_t named, bool global, Instantiation &result) {
    const DeclContext *scope = global ? context.getTranslationUnitDecl() : result.scope;
    const NamedDecl *firstScope = nullptr, *outer = nullptr;
    for (std::size_t i = first; name(i);) {
      const bool qualified = global || i != first;
      const Found found = qualified ? members(scope, name(i)) : unqualified(scope, name(i));
      if (found.empty())
        return;
      InstantiationName one;
      one.location = tokens[i].getLocation();
      one.global = global;
      if (qualified)
        one.qualifier = tokens[global ? first - 1 : first].getLocation();
      one.declarations = found;
      one.qualifierScope = outer;
      one.firstScope = firstScope;
      one.instantiated = i == named;
      result.names.push_back(one);
      const std::size_t next = pastArguments(i + 1);
      if (kind(next) != tok::coloncolon)
        return;
      scope = contextOf(found.front());
      if (!scope)
        return;
      outer = found.front();
      if (!firstScope)
        firstScope = outer;
      i = next + 1;
    }
  }

  // The innermost namespace around a place.
  const DeclContext *scopeAt(const DeclContext *outer, SourceLocation at) const {
    for (const Decl *declaration : outer->noload_decls()) {
      const auto *inner = dyn_cast<DeclContext>(declaration);
      if (!inner || !isa<NamespaceDecl, LinkageSpecDecl>(declaration) ||
          declaration->getBeginLoc().isInvalid())
        continue;
      if (sources.isBeforeInTranslationUnit(declaration->getBeginLoc(), at) &&
          sources.isBeforeInTranslationUnit(at, declaration->getEndLoc()))
        return scopeAt(inner, at);
    }
    while (isa<LinkageSpecDecl>(outer))
      outer = outer->getParent();
    return outer;
  }

  Found members(const DeclContext *scope, const IdentifierInfo *wanted) const {
    Found result;
    for (const NamedDecl *declaration : scope->lookup(wanted)) {
      const NamedDecl *plain = declaration->getUnderlyingDecl();
      if (std::find(result.begin(), result.end(), plain) == result.end())
        result.push_back(plain);
    }
    // A class hides behind a function of its name ([basic.scope.hiding]), and is not what is named.
    if (result.size() > 1 && std::any_of(result.begin(), result.end(),
                                         [](const NamedDecl *one) { return !isa<TagDecl>(one); }))
      std::erase_if(result, [](const NamedDecl *one) { return isa<TagDecl>(one); });
    return result;
  }

  Found unqualified(const DeclContext *scope, const IdentifierInfo *wanted) const {
    for (; scope; scope = scope->getLookupParent()) {
      Found result = members(scope, wanted);
      for (const UsingDirectiveDecl *directive : scope->using_directives())
        for (const NamedDecl *more : members(directive->getNominatedNamespace(), wanted))
          if (std::find(result.begin(), result.end(), more) == result.end())
            result.push_back(more);
      if (!result.empty())
        return result;
    }
    return {};
  }

  // What `x::` looks into; null when only an instantiation knows.
  static const DeclContext *contextOf(const NamedDecl *declaration) {
    if (const auto *space = dyn_cast<NamespaceDecl>(declaration))
      return space;
    if (const auto *alias = dyn_cast<NamespaceAliasDecl>(declaration))
      return alias->getNamespace();
    if (const auto *records = dyn_cast<ClassTemplateDecl>(declaration))
      declaration = records->getTemplatedDecl();
    if (const auto *type = dyn_cast<TypedefNameDecl>(declaration))
      declaration = type->getUnderlyingType()->getAsTagDecl();
    const auto *tag = dyn_cast_or_null<TagDecl>(declaration);
    return tag && tag->getDefinition() ? tag->getDefinition() : tag;
  }

  ASTContext &context;
  const SourceManager &sources;
  FileID file;
  llvm::StringRef text;
  const std::function<bool(unsigned)> &passedOver;
  Tokens tokens;
};

} // namespace

std::vector<Instantiation> findInstantiations(ASTContext &context, FileID file,
                                              const std::function<bool(unsigned)> &passedOver) {
  return Finder(context, file, passedOver).find();
}

} // namespace levitate::facts

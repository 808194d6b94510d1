#include "verify/layers/facts/extract.h"

#include "base/files.h"
#include "base/other_compilers.h"
#include "base/text.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ExprCXX.h>
#include <clang/Basic/Diagnostic.h>
#include <clang/Basic/FileManager.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Index/IndexDataConsumer.h>
#include <clang/Index/IndexingAction.h>
#include <clang/Index/IndexingOptions.h>
#include <clang/Index/USRGeneration.h>
#include <clang/Lex/MacroInfo.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Tooling/Tooling.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/VirtualFileSystem.h>

#include <algorithm>
#include <map>
#include <set>

namespace levitate::layers {

namespace {

using nlohmann::json;

/// Collects what the indexer meets.
class Collector : public clang::index::IndexDataConsumer {
public:
  explicit Collector(const std::string &root) : root(root) {}

  void initialize(clang::ASTContext &context) override { sources = &context.getSourceManager(); }
  void setPreprocessor(std::shared_ptr<clang::Preprocessor> preprocessor) override {
    sources = &preprocessor->getSourceManager();
  }

  bool handleDeclOccurrence(const clang::Decl *declaration, clang::index::SymbolRoleSet roles,
                            llvm::ArrayRef<clang::index::SymbolRelation>, clang::SourceLocation at,
                            ASTNodeInfo node) override {
    using clang::index::SymbolRole;
    const bool defines = roles & static_cast<unsigned>(SymbolRole::Definition);
    const bool refers = roles & (static_cast<unsigned>(SymbolRole::Reference) |
                                 static_cast<unsigned>(SymbolRole::Call) |
                                 static_cast<unsigned>(SymbolRole::NameReference));
    if (!defines && !refers)
      return true;
    // Of an operator in a template, with operands that are not known yet, Clang has every overload
    // that happens to be in sight. A name was at least written.
    if (const auto *open = llvm::dyn_cast_if_present<clang::OverloadExpr>(node.OrigE);
        open && open->getName().getNameKind() == clang::DeclarationName::CXXOperatorName)
      return true;
    const int symbol = symbolOf(pattern(declaration));
    // Which overload of an operator a macro's body means, its arguments decide.
    const clang::FunctionDecl *function = declaration->getAsFunction();
    const bool byArguments = function && function->isOverloadedOperator() && at.isMacroID();
    if (symbol >= 0 && refers)
      use(symbol, byArguments ? sources->getExpansionLoc(at) : at);
    return true;
  }

  bool handleMacroOccurrence(const clang::IdentifierInfo *name, const clang::MacroInfo *macro,
                             clang::index::SymbolRoleSet roles, clang::SourceLocation at) override {
    if (!macro || !(roles & static_cast<unsigned>(clang::index::SymbolRole::Reference)))
      return true;
    const Place place = placeOf(macro->getDefinitionLoc());
    if (place.file < 0)
      return true;
    const std::string usr = "macro " + name->getName().str() + " " + files[std::size_t(place.file)];
    const auto [known, isNew] = symbolIds.try_emplace(usr, static_cast<int>(symbols.size()));
    if (isNew)
      symbols.push_back({{"usr", usr},
                         {"name", name->getName().str()},
                         {"linked", false},
                         {"at", json::array({json::array({place.file, place.line, 1})})}});
    use(known->second, at);
    return true;
  }

  /// True when a declaration at the top of a file is worth going through.
  bool isOurs(const clang::Decl *declaration) {
    return placeOf(sources->getExpansionLoc(declaration->getLocation())).file >= 0;
  }

  /// All is declared that will be: says where.
  void finish() override {
    for (auto &[declaration, number] : declared) {
      if (number < 0)
        continue;
      json places = json::array();
      bool linked = false;
      for (const auto &[file, line, defines] : placesOf(declaration))
        places.push_back({file, line, defines});
      for (const clang::Decl *one : declaration->redecls())
        linked |= isLinked(one);
      symbols[std::size_t(number)]["at"] = std::move(places);
      symbols[std::size_t(number)]["linked"] = linked;
    }
  }

  json result() {
    json list = json::array();
    for (const auto &[key, place] : uses)
      list.push_back({key.first, key.second, place.first, place.second});
    return {{"files", files}, {"symbols", symbols}, {"uses", std::move(list)}};
  }

private:
  struct Place {
    int file = -1; ///< -1: not below the root
    unsigned line = 0, column = 0;
  };

  /// Where a token was written: what a macro's body says was written where the macro is defined.
  Place placeOf(clang::SourceLocation at) {
    if (!sources || at.isInvalid())
      return {};
    clang::SourceLocation written = sources->getSpellingLoc(at);
    if (sources->isWrittenInScratchSpace(written) || fileOf(sources->getFileID(written)) < 0)
      written = sources->getExpansionLoc(at); // pasted together, or a macro of the system's
    const auto [id, offset] = sources->getDecomposedLoc(written);
    const int file = fileOf(id);
    if (file < 0)
      return {};
    return {file, sources->getLineNumber(id, offset), sources->getColumnNumber(id, offset)};
  }

  /// The number of a file; -1 when it lies elsewhere, -2 when it is no file.
  int fileOf(clang::FileID id) {
    const auto [known, isNew] = fileIds.try_emplace(id, -2);
    if (!isNew)
      return known->second;
    int number = -2;
    if (const auto entry = sources->getFileEntryRefForID(id)) {
      const std::string path = realPath(absolutePath(
          entry->getName().str(),
          sources->getFileManager().getVirtualFileSystem().getCurrentWorkingDirectory().get()));
      number = -1;
      if (isWithin(path, root)) {
        const auto found = std::find(files.begin(), files.end(), path);
        number = static_cast<int>(found - files.begin());
        if (found == files.end())
          files.push_back(path);
      }
    }
    return fileIds[id] = number;
  }

  /// What was written, of something that was instantiated.
  static const clang::Decl *pattern(const clang::Decl *declaration) {
    const clang::Decl *from = nullptr;
    if (const auto *function = clang::dyn_cast<clang::FunctionDecl>(declaration))
      from = function->getTemplateInstantiationPattern();
    else if (const auto *record = clang::dyn_cast<clang::CXXRecordDecl>(declaration))
      from = record->getTemplateInstantiationPattern();
    else if (const auto *variable = clang::dyn_cast<clang::VarDecl>(declaration))
      from = variable->getTemplateInstantiationPattern();
    else if (const auto *templated = clang::dyn_cast<clang::TemplateDecl>(declaration))
      from = templated->getTemplatedDecl();
    return from ? from : declaration;
  }

  static bool isLinked(const clang::Decl *declaration) {
    if (const auto *function = clang::dyn_cast<clang::FunctionDecl>(declaration))
      return function->isExternallyVisible() && !function->isInlined() &&
             !function->isTemplated() && !function->isDeleted() && !function->isPureVirtual();
    if (const auto *variable = clang::dyn_cast<clang::VarDecl>(declaration))
      return variable->hasGlobalStorage() && variable->isExternallyVisible() &&
             !variable->isInline() && !variable->isTemplated();
    return false;
  }

  /// The number of a declaration's entity, or -1 when it is none that a file could depend on.
  int symbolOf(const clang::Decl *declaration) {
    if (const auto known = declared.find(declaration->getCanonicalDecl()); known != declared.end())
      return known->second;
    int &number = declared[declaration->getCanonicalDecl()];
    number = -1;
    if (!clang::isa<clang::NamedDecl>(declaration) ||
        clang::isa<clang::NamespaceDecl, clang::NamespaceAliasDecl, clang::UsingDirectiveDecl,
                   clang::ParmVarDecl, clang::TemplateTypeParmDecl, clang::NonTypeTemplateParmDecl,
                   clang::TemplateTemplateParmDecl, clang::LabelDecl>(declaration))
      return -1;
    llvm::SmallString<128> usr;
    if (placesOf(declaration).empty() || clang::index::generateUSRForDecl(declaration, usr))
      return -1;
    number = static_cast<int>(symbols.size());
    symbols.push_back(
        {{"usr", usr.str().str()},
         {"name", toUtf8(clang::cast<clang::NamedDecl>(declaration)->getQualifiedNameAsString())},
         {"linked", false},
         {"at", json::array()}});
    return number;
  }

  /// File, line and whether it is a definition, of all declarations below the root so far.
  std::set<std::tuple<int, unsigned, int>> placesOf(const clang::Decl *declaration) {
    std::set<std::tuple<int, unsigned, int>> at;
    for (const clang::Decl *one : declaration->redecls()) {
      const Place place = placeOf(one->getLocation());
      if (place.file < 0)
        continue;
      bool defines = true; // what can't be declared without being defined
      if (const auto *function = clang::dyn_cast<clang::FunctionDecl>(one))
        defines = function->isThisDeclarationADefinition();
      else if (const auto *tag = clang::dyn_cast<clang::TagDecl>(one))
        defines = tag->isThisDeclarationADefinition();
      else if (const auto *variable = clang::dyn_cast<clang::VarDecl>(one))
        defines = variable->isThisDeclarationADefinition() != clang::VarDecl::DeclarationOnly;
      at.insert({place.file, place.line, defines ? 1 : 0});
    }
    return at;
  }

  void use(int symbol, clang::SourceLocation at) {
    const Place place = placeOf(at);
    if (place.file < 0)
      return;
    const std::pair<unsigned, unsigned> where{place.line, place.column};
    const auto [known, isNew] = uses.try_emplace({symbol, place.file}, where);
    if (!isNew)
      known->second = std::min(known->second, where);
  }

  const std::string &root;
  clang::SourceManager *sources = nullptr;
  std::vector<std::string> files;
  llvm::DenseMap<clang::FileID, int> fileIds;
  json symbols = json::array();
  std::map<std::string, int> symbolIds;
  llvm::DenseMap<const clang::Decl *, int> declared;
  std::map<std::pair<int, int>, std::pair<unsigned, unsigned>> uses;
};

/// Keeps the first error.
class Diagnostics : public clang::DiagnosticConsumer {
public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic &info) override {
    if (isOptionOfAnotherCompiler(info))
      return;
    DiagnosticConsumer::HandleDiagnostic(level, info);
    if (level < clang::DiagnosticsEngine::Error || !error.empty())
      return;
    llvm::SmallString<256> message;
    info.FormatDiagnostic(message);
    error = message.str().str();
    if (info.getLocation().isValid() && info.hasSourceManager()) {
      const clang::PresumedLoc place = info.getSourceManager().getPresumedLoc(info.getLocation());
      if (place.isValid())
        error =
            std::string(place.getFilename()) + ":" + std::to_string(place.getLine()) + ": " + error;
    }
  }

  std::string error;
};

/// The command, made to check the syntax only.
std::vector<std::string> syntaxOnly(const CompileCommand &command) {
  std::vector<std::string> result;
  const std::vector<std::string> &given = command.arguments;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const std::string &argument = given[i];
    if (argument == "-o" || argument == "-MF" || argument == "-MT" || argument == "-MQ" ||
        argument == "-MJ") {
      ++i;
      continue;
    }
    if (argument == "-Xclang" && i + 1 < given.size() && given[i + 1] == "-include-pch") {
      i += 3;
      continue;
    }
    if (argument == "-c" || argument == "-S" || argument == "-E" || argument.starts_with("-MD") ||
        argument.starts_with("-MMD") || argument == "-M" || argument == "-MM" ||
        argument == "-MP" || argument == "-MG" || argument.starts_with("-save-temps") ||
        argument.starts_with("-fplugin"))
      continue;
    result.push_back(argument);
  }
  result.insert(result.begin() + 1, {"-resource-dir", LEVITATE_CLANG_RESOURCE_DIR, "-fsyntax-only",
                                     "-w", "-Qunused-arguments", "-ferror-limit=20"});
  return result;
}

} // namespace

json extractFacts(const CompileCommand &command, const std::string &root) {
  Diagnostics diagnostics;
  auto collector = std::make_shared<Collector>(root);
  clang::index::IndexingOptions options;
  options.ShouldTraverseDecl = [collector](const clang::Decl *declaration) {
    return collector->isOurs(declaration);
  };
  auto disk = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>(
      llvm::vfs::createPhysicalFileSystem().release());
  disk->setCurrentWorkingDirectory(command.directory);
  auto manager = llvm::makeIntrusiveRefCnt<clang::FileManager>(clang::FileSystemOptions(), disk);
  clang::tooling::ToolInvocation invocation(
      syntaxOnly(command), clang::index::createIndexingAction(collector, options), manager.get());
  invocation.setDiagnosticConsumer(&diagnostics);
  const bool ran = invocation.run();
  json result = collector->result();
  if (!ran && diagnostics.error.empty())
    diagnostics.error = "Clang can't run this compile command";
  result["error"] = toUtf8(diagnostics.error);
  return result;
}

} // namespace levitate::layers

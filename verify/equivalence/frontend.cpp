#include "verify/equivalence/frontend.h"

#include "verify/equivalence/assembly_files.h"
#include "verify/equivalence/canonical.h"
#include "verify/equivalence/normal_form.h"
#include "verify/equivalence/records.h"

#include "base/files.h"
#include "base/other_compilers.h"
#include "base/process.h"
#include "base/qualified_name.h"
#include "base/text.h"

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/Expr.h>
#include <clang/AST/Mangle.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Basic/Version.h>
#include <clang/CodeGen/CodeGenAction.h>
#include <clang/CodeGen/ModuleBuilder.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/CompilerInvocation.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Frontend/MultiplexConsumer.h>
#include <clang/Frontend/PreprocessorOutputOptions.h>
#include <clang/Frontend/TextDiagnosticBuffer.h>
#include <clang/Frontend/Utils.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Lex/PreprocessorOptions.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/VirtualFileSystem.h>

#include <algorithm>
#include <mutex>

namespace levitate::equivalence {
namespace {

Location locationOf(const clang::SourceManager &sources, clang::SourceLocation at) {
  const clang::PresumedLoc place = sources.getPresumedLoc(at);
  if (place.isInvalid())
    return {};
  return {place.getFilename(), place.getLine(), place.getColumn()};
}

/// Keeps errors with their places; drops the rest.
class ErrorCollector : public clang::DiagnosticConsumer {
public:
  std::vector<Diagnostic> errors;

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic &diagnostic) override {
    if (isOptionOfAnotherCompiler(diagnostic))
      return;
    DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
    if (level < clang::DiagnosticsEngine::Error || errors.size() >= 20)
      return;
    Diagnostic error;
    llvm::SmallString<128> text;
    diagnostic.FormatDiagnostic(text);
    error.message = text.str().str();
    if (diagnostic.hasSourceManager() && diagnostic.getLocation().isValid())
      error.where =
          locationOf(diagnostic.getSourceManager(),
                     diagnostic.getSourceManager().getExpansionLoc(diagnostic.getLocation()));
    errors.push_back(std::move(error));
  }
};

/// Records the macros that tell a program where its source is.
class PositionMacros : public clang::PPCallbacks {
public:
  PositionMacros(const clang::SourceManager &sources, Unit &unit) : sources(sources), unit(unit) {}

  void MacroExpands(const clang::Token &name, const clang::MacroDefinition &definition,
                    clang::SourceRange range, const clang::MacroArgs *) override {
    if (!definition.getMacroInfo() || !definition.getMacroInfo()->isBuiltinMacro())
      return;
    const llvm::StringRef text = name.getIdentifierInfo()->getName();
    if (text != "__FILE__" && text != "__LINE__" && text != "__FILE_NAME__" &&
        text != "__BASE_FILE__" && text != "__COUNTER__" && text != "__DATE__" &&
        text != "__TIME__" && text != "__TIMESTAMP__")
      return;
    // __LINE__ is the line where the outermost expansion ends.
    unit.positions.push_back(
        {text.str(), locationOf(sources, sources.getExpansionRange(range.getEnd()).getEnd())});
  }

private:
  const clang::SourceManager &sources;
  Unit &unit;
};

/// Records `std::source_location::current()`, `__builtin_LINE()` and their kin. In a default
/// argument they mean the place of the call, which is recorded there.
class PositionExpressions : public clang::RecursiveASTVisitor<PositionExpressions> {
public:
  PositionExpressions(const clang::SourceManager &sources, Unit &unit)
      : sources(sources), unit(unit) {}

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return true; }

  bool VisitSourceLocExpr(clang::SourceLocExpr *expression) {
    record(expression, expression->getLocation());
    return true;
  }
  bool VisitCXXDefaultArgExpr(clang::CXXDefaultArgExpr *use) {
    recordIn(use->getExpr(), use->getUsedLocation());
    return true;
  }
  bool VisitCXXDefaultInitExpr(clang::CXXDefaultInitExpr *use) {
    recordIn(use->getExpr(), use->getUsedLocation());
    return true;
  }

private:
  void recordIn(const clang::Stmt *statement, clang::SourceLocation at) {
    if (!statement)
      return;
    if (const auto *expression = llvm::dyn_cast<clang::SourceLocExpr>(statement))
      record(expression, at);
    for (const clang::Stmt *child : statement->children())
      recordIn(child, at);
  }
  void record(const clang::SourceLocExpr *expression, clang::SourceLocation at) {
    unit.positions.push_back({expression->getBuiltinStr().str(),
                              locationOf(sources, sources.getExpansionRange(at).getEnd())});
  }

  const clang::SourceManager &sources;
  Unit &unit;
};

/// Finds symbols that do not follow from the renames alone. Friends that are defined in a class
/// that was moved are members of the namespace around the class, and so move with it. Functions and
/// variables of C, and those with an asm label, are not called by their namespaces.
class SymbolsToKnow : public clang::RecursiveASTVisitor<SymbolsToKnow> {
public:
  SymbolsToKnow(clang::ASTContext &context, SymbolNames &names)
      : generator(context), names(names) {}

  bool shouldVisitTemplateInstantiations() const { return true; }
  // Neither can be declared first in a body or in the middle of a type.
  bool TraverseStmt(clang::Stmt *) { return true; }
  bool TraverseType(clang::QualType) { return true; }
  bool TraverseTypeLoc(clang::TypeLoc) { return true; }

  bool VisitVarDecl(clang::VarDecl *variable) {
    if (variable->hasExternalFormalLinkage())
      recordPlain(variable, variable->isExternC());
    return true;
  }
  bool VisitFunctionDecl(clang::FunctionDecl *function) {
    if (!function->isDependentContext())
      recordPlain(function, function->isExternC());
    recordFriend(function);
    return true;
  }

private:
  void recordPlain(const clang::NamedDecl *declaration, bool isExternC) {
    const auto *label = declaration->getAttr<clang::AsmLabelAttr>();
    if (!label && !isExternC)
      return;
    const std::string symbol = label ? label->getLabel().str() : declaration->getNameAsString();
    const std::string renamed =
        label ? std::string() : names.renamedLastComponent(declaration->getQualifiedNameAsString());
    names.plainSymbol(symbol, renamed.empty() ? symbol : renamed);
  }

  void recordFriend(const clang::FunctionDecl *function) {
    if (function->getFriendObjectKind() == clang::Decl::FOK_None ||
        !function->isThisDeclarationADefinition() || function->isDependentContext())
      return;
    const auto *record = llvm::dyn_cast<clang::CXXRecordDecl>(function->getLexicalDeclContext());
    while (record && llvm::isa<clang::CXXRecordDecl>(record->getDeclContext()))
      record = llvm::cast<clang::CXXRecordDecl>(record->getDeclContext());
    if (!record || !function->getDeclContext()->isFileContext())
      return;
    const std::string *to = names.renamed(record->getQualifiedNameAsString());
    if (!to)
      return;
    names.moveFunction(generator.getName(function),
                       inScope(scopeOf(*to), function->getNameAsString()));
  }

  clang::ASTNameGenerator generator;
  SymbolNames &names;
};

/// Looks at the whole unit before code is generated for it.
class UnitObserver : public clang::ASTConsumer {
public:
  UnitObserver(Unit &unit, SymbolNames &names) : unit(unit), names(names) {}
  void HandleTranslationUnit(clang::ASTContext &context) override {
    if (names.hasRenames())
      SymbolsToKnow(context, names).TraverseDecl(context.getTranslationUnitDecl());
    // Most units have no such expression; the identifier table knows.
    bool mayUse = false;
    for (const char *name :
         {"__builtin_LINE", "__builtin_FILE", "__builtin_FUNCTION", "__builtin_COLUMN",
          "__builtin_FILE_NAME", "__builtin_FUNCSIG", "__builtin_source_location"}) {
      const auto found = context.Idents.find(name);
      mayUse = mayUse || found != context.Idents.end();
    }
    if (mayUse)
      PositionExpressions(context.getSourceManager(), unit)
          .TraverseDecl(context.getTranslationUnitDecl());
  }

private:
  Unit &unit;
  SymbolNames &names;
};

/// Marks the functions that the source says can't throw: Clang gives those that it finds out about
/// the same attribute.
class NoexceptMarker : public clang::ASTConsumer {
public:
  explicit NoexceptMarker(const clang::CodeGenAction &action) : action(action) {}
  void HandleTranslationUnit(clang::ASTContext &) override {
    clang::CodeGenerator *generator = action.getCodeGenerator();
    llvm::Module *module = generator ? generator->GetModule() : nullptr;
    if (!module)
      return; // it does not compile
    for (llvm::Function &function : *module)
      if (!function.isDeclaration() && function.doesNotThrow())
        if (const clang::Decl *declaration = generator->GetDeclForMangledName(function.getName()))
          if (isNoexcept(*declaration))
            function.addFnAttr(declaredNonThrowing);
  }

private:
  static bool isNoexcept(const clang::Decl &declaration) {
    if (declaration.hasAttr<clang::NoThrowAttr>())
      return true;
    const auto *function = llvm::dyn_cast<clang::FunctionDecl>(&declaration);
    const auto *type = function ? function->getType()->getAs<clang::FunctionProtoType>() : nullptr;
    return type && !clang::isUnresolvedExceptionSpec(type->getExceptionSpecType()) &&
           type->isNothrow();
  }

  const clang::CodeGenAction &action;
};

/// Notes the files that a unit was made from.
void addFiles(const clang::SourceManager &sources, Unit &unit) {
  for (auto file = sources.fileinfo_begin(); file != sources.fileinfo_end(); ++file)
    unit.files.insert(file->first.getName().str());
}

class Action : public clang::EmitLLVMOnlyAction {
public:
  Action(llvm::LLVMContext *context, Unit &unit, SymbolNames &names)
      : EmitLLVMOnlyAction(context), unit(unit), names(names) {}

protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &compiler,
                                                        llvm::StringRef file) override {
    compiler.getPreprocessor().addPPCallbacks(
        std::make_unique<PositionMacros>(compiler.getSourceManager(), unit));
    auto generator = EmitLLVMOnlyAction::CreateASTConsumer(compiler, file);
    if (!generator)
      return nullptr;
    std::vector<std::unique_ptr<clang::ASTConsumer>> consumers;
    consumers.push_back(std::make_unique<UnitObserver>(unit, names));
    consumers.push_back(std::move(generator));
    consumers.push_back(std::make_unique<NoexceptMarker>(*this));
    return std::make_unique<clang::MultiplexConsumer>(std::move(consumers));
  }

  void EndSourceFileAction() override {
    addFiles(getCompilerInstance().getSourceManager(), unit);
    EmitLLVMOnlyAction::EndSourceFileAction();
  }

private:
  Unit &unit;
  SymbolNames &names;
};

/// An assembly source as the assembler gets it.
class PreprocessAction : public clang::PreprocessorFrontendAction {
public:
  explicit PreprocessAction(Unit &unit) : unit(unit) {}

protected:
  void ExecuteAction() override {
    clang::PreprocessorOutputOptions options;
    options.ShowCPP = true;
    options.ShowLineMarkers = false;
    llvm::raw_string_ostream out(unit.assembly);
    clang::DoPrintPreprocessedInput(getCompilerInstance().getPreprocessor(), &out, options);
  }
  void EndSourceFileAction() override {
    addFiles(getCompilerInstance().getSourceManager(), unit);
    PreprocessorFrontendAction::EndSourceFileAction();
  }

private:
  Unit &unit;
};

void initialiseTargets() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeAllTargets();
    llvm::InitializeAllTargetMCs();
    llvm::InitializeAllAsmPrinters();
    llvm::InitializeAllAsmParsers();
  });
}

/// The command without what asks for other outputs (dependency files, object file, steps between).
std::vector<std::string> compileOnly(const Compilation &compilation) {
  static const std::vector<std::string_view> withValue = {"-o", "-MF", "-MT", "-MQ", "-MJ"};
  static const std::vector<std::string_view> alone = {"-MD", "-MMD", "-M", "-MM", "-MP", "-MG"};
  std::vector<std::string> arguments;
  for (std::size_t at = 0; at < compilation.arguments.size(); ++at) {
    const std::string &word = compilation.arguments[at];
    if (std::find(withValue.begin(), withValue.end(), word) != withValue.end())
      ++at;
    else if (std::find(alone.begin(), alone.end(), word) == alone.end() &&
             !word.starts_with("-save-temps") && !word.starts_with("--save-temps"))
      arguments.push_back(word);
  }
  // CMake's precompiled headers are not used: the command includes the same header as text. Module
  // maps are there only once something was built.
  for (std::size_t at = 1; at < arguments.size();) {
    const bool isPrecompiled = arguments[at] == "-Xclang" && at + 3 < arguments.size() &&
                               arguments[at + 1] == "-include-pch";
    const bool isModuleMap = arguments[at].starts_with("@") && arguments[at].ends_with(".modmap");
    const auto place = arguments.begin() + static_cast<std::ptrdiff_t>(at);
    if (isPrecompiled)
      arguments.erase(place, place + 4);
    else if (isModuleMap || arguments[at].starts_with("-fpch-"))
      arguments.erase(place);
    else
      ++at;
  }
  // The name of the compiler is kept: Clang takes its mode (C++) and its target from it.
  if (arguments[0].find('/') == std::string::npos)
    arguments[0] = findProgram(arguments[0]).value_or(arguments[0]);
  else
    arguments[0] = absolutePath(arguments[0], compilation.directory);
  std::vector<std::string> added = {"-w", "-Wno-error"};
  if (std::none_of(arguments.begin(), arguments.end(),
                   [](const std::string &word) { return word.starts_with("-resource-dir"); }))
    added.insert(added.end(), {"-resource-dir", LEVITATE_CLANG_RESOURCE_DIR});
  arguments.insert(arguments.begin() + 1, added.begin(), added.end());
  return arguments;
}

/// What of the command could change the code without showing in it before the optimiser: the level
/// of optimisation, switches of passes. Paths, macros and warnings show, or do not matter.
std::string codeOptions(const Compilation &compilation, const std::vector<std::string> &arguments) {
  static const std::vector<std::string_view> withValue = {
      "-I",        "-isystem", "-iquote", "-idirafter",    "-include", "-imacros",
      "-isysroot", "-D",       "-U",      "-resource-dir", "-x"};
  static const std::vector<std::string_view> prefixes = {"-I",
                                                         "-isystem",
                                                         "-iquote",
                                                         "-D",
                                                         "-U",
                                                         "-W",
                                                         "-fdebug-",
                                                         "-fmacro-prefix-map",
                                                         "-ffile-prefix-map",
                                                         "-fdiagnostics",
                                                         "-fcolor",
                                                         "-std=",
                                                         "-g",
                                                         "-resource-dir"};
  std::vector<std::string> options = {realPath(arguments[0])}; // the compiler itself
  std::vector<std::string> words;
  for (const std::string &argument : arguments)
    if (argument != "-Xclang") // what it hands on is an option like the others
      words.push_back(argument);
  for (std::size_t at = 1; at < words.size(); ++at) {
    const std::string &word = words[at];
    if (std::find(withValue.begin(), withValue.end(), word) != withValue.end()) {
      ++at;
      continue;
    }
    const bool isDropped =
        word == "-w" || word == "-c" || word == "-pedantic" ||
        absolutePath(word, compilation.directory) == compilation.source ||
        std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view prefix) {
          return word.starts_with(prefix) && !word.starts_with("-Wa,") && !word.starts_with("-Wp,");
        });
    if (!isDropped)
      options.push_back(word);
  }
  return join(options, " ");
}

/// Writes the module, brought to its normal form.
void write(llvm::Module &module, const NonThrowing &nonThrowing, std::size_t index,
           SymbolNames &names, TextStore &store, Unit &unit) {
  NormalForm form = normalise(module, nonThrowing, index);
  const LostPads &lost = form.lostPads;
  unit.unused = std::move(form.unused);
  writeCanonical(module, names, store, unit);
  if (lost.empty())
    return;
  for (Entity &entity : unit.entities)
    if (const auto found = lost.find(entity.symbol); found != lost.end())
      for (const std::string &callee : found->second)
        entity.withoutPads.push_back(withoutUnitNumbers(names.of(callee).text));
}

/// Asks for the name of every symbol that may hold names as they are spelled; whether one does.
bool hasSpelledNames(const llvm::Module &module, SymbolNames &names) {
  bool found = false;
  const auto ask = [&](llvm::StringRef symbol) {
    if (symbol.starts_with("_Z") && (symbol.contains("sr") || symbol.contains("cl"))) {
      names.of(symbol);
      found = found || names.spelledSymbols().contains(symbol.str());
    }
  };
  for (const llvm::GlobalValue &value : module.global_values())
    ask(llvm::GlobalValue::dropLLVMManglingEscape(value.getName()));
  for (const auto &comdat : module.getComdatSymbolTable())
    ask(comdat.getKey());
  if (found) { // the names of types local to such functions
    Unit ignored;
    collectRecords(module, names, ignored);
  }
  return found;
}

Error failure(const Compilation &compilation, std::vector<Diagnostic> errors) {
  Error error;
  error.status = ExitStatus::Environment;
  error.diagnostics = std::move(errors);
  if (error.diagnostics.empty())
    error.diagnostics.push_back({Severity::Error,
                                 {compilation.source, 0, 0},
                                 "the compile command is not one that Clang understands",
                                 {},
                                 {},
                                 {}});
  error.diagnostics.push_back({Severity::Note,
                               {compilation.source, 0, 0},
                               "compiled by the command in " + compilation.directory,
                               {},
                               {},
                               {}});
  return error;
}

} // namespace

Result<CompiledUnit> compileUnit(const Compilation &compilation, SymbolNames &names,
                                 TextStore &store) {
  initialiseTargets();
  CompiledUnit compiled;
  Unit &unit = compiled.unit;
  unit.source = compilation.source;
  unit.output = compilation.output;

  // A file system of its own has a working directory of its own, so that units compile in parallel.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files = llvm::vfs::createPhysicalFileSystem();
  if (files->setCurrentWorkingDirectory(compilation.directory))
    return Error::environment("can't enter " + compilation.directory);

  ErrorCollector collector;
  clang::CreateInvocationOptions options;
  options.VFS = files;
  options.Diags =
      clang::CompilerInstance::createDiagnostics(new clang::DiagnosticOptions, &collector, false);
  const std::vector<std::string> arguments = compileOnly(compilation);
  unit.options = codeOptions(compilation, arguments);
  std::vector<const char *> words;
  for (const std::string &argument : arguments)
    words.push_back(argument.c_str());
  std::shared_ptr<clang::CompilerInvocation> invocation =
      clang::createInvocation(words, std::move(options));
  if (!invocation)
    return failure(compilation, std::move(collector.errors));

  // Both sides are compiled now: what tells the time must not differ for that.
  if (!invocation->getPreprocessorOpts().SourceDateEpoch)
    invocation->getPreprocessorOpts().SourceDateEpoch = 0;
  clang::CodeGenOptions &code = invocation->getCodeGenOpts();
  code.DisableLLVMPasses = true;
  code.setDebugInfo(llvm::codegenoptions::LimitedDebugInfo);
  code.DebugColumnInfo = true;
  code.DebugPrefixMap.clear(); // places are for people who want to open the file
  code.DebugCompilationDir = compilation.directory;
  if (code.DwarfVersion == 0)
    code.DwarfVersion = 5;
  code.ClearASTBeforeBackend = false;
  code.DisableFree = false;
  clang::FrontendOptions &front = invocation->getFrontendOpts();
  front.DisableFree = false;
  front.ProgramAction = clang::frontend::EmitLLVMOnly;
  invocation->getFileSystemOpts().WorkingDir = compilation.directory;
  invocation->getDiagnosticOpts().IgnoreWarnings = true;
  invocation->getDiagnosticOpts().ShowCarets = false; // no count of errors on stderr

  unit.includeFolders = {compilation.directory};
  for (const auto &entry : invocation->getHeaderSearchOpts().UserEntries)
    if (entry.Group == clang::frontend::Angled || entry.Group == clang::frontend::Quoted)
      unit.includeFolders.push_back(absolutePath(entry.Path, compilation.directory));

  clang::CompilerInstance compiler;
  compiler.setInvocation(invocation);
  compiler.createDiagnostics(&collector, /*ShouldOwnClient=*/false);
  compiler.createFileManager(files);

  if (compilation.isAssembly) {
    PreprocessAction preprocess(unit);
    if (!compiler.ExecuteAction(preprocess) || compiler.getDiagnostics().hasErrorOccurred())
      return failure(compilation, std::move(collector.errors));
    unit.assembly += filesOfAssembly(unit.assembly, unit.includeFolders, unit.files);
    return compiled;
  }
  llvm::LLVMContext context;
  Action action(&context, unit, names);
  if (!compiler.ExecuteAction(action) || compiler.getDiagnostics().hasErrorOccurred())
    return failure(compilation, std::move(collector.errors));
  const std::unique_ptr<llvm::Module> module = action.takeModule();
  if (!module)
    return failure(compilation, std::move(collector.errors));
  compiled.throwing = throwingOf(*module);
  const bool isSpelled = hasSpelledNames(*module, names);
  if (dependsOnThrowing(*module) || (isSpelled && names.hasRenames())) {
    llvm::SmallVector<char, 0> bitcode;
    llvm::BitcodeWriter writer(bitcode);
    writer.writeModule(*module);
    writer.writeStrtab(); // and no table of symbols, for which assembly would be read
    compiled.bitcode = PackedText({bitcode.data(), bitcode.size()});
  } else {
    write(*module, NonThrowing({}, {}), 0, names, store, unit);
  }
  return compiled;
}

Result<void> finishUnit(CompiledUnit &compiled, const NonThrowing &nonThrowing, std::size_t index,
                        SymbolNames &names, TextStore &store) {
  if (compiled.bitcode.empty())
    return {};
  const std::string bitcode = compiled.bitcode.text();
  compiled.bitcode = PackedText();
  llvm::LLVMContext context;
  context.setDiscardValueNames(true);
  llvm::Expected<std::unique_ptr<llvm::Module>> module =
      llvm::parseBitcodeFile(llvm::MemoryBufferRef(bitcode, compiled.unit.source), context);
  if (!module)
    return Error::environment(compiled.unit.source +
                              ": its bitcode: " + llvm::toString(module.takeError()));
  write(**module, nonThrowing, index, names, store, compiled.unit);
  return {};
}

std::string compilerVersion() { return clang::getClangFullVersion(); }

} // namespace levitate::equivalence

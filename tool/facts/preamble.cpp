#include "tool/facts/preamble.h"

#include "base/files.h"
#include "base/text.h"
#include "tool/facts/entities.h"

#include <clang/AST/ASTContext.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Lex/HeaderSearch.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Serialization/ASTWriter.h>
#include <clang/Serialization/PCHContainerOperations.h>
#include <clang/Tooling/Inclusions/StandardLibrary.h>

#include <algorithm>

namespace levitate::facts {

using namespace clang;

namespace {

bool isStandard(const std::string &header) {
  return tooling::stdlib::Header::named("<" + header + ">").has_value();
}

} // namespace

// Writes the precompiled header into memory, and takes down what suits() needs.
class Preamble::Action : public ASTFrontendAction {
public:
  Action(Preamble &preamble, const Project &project, bool &usable)
      : preamble(preamble), project(project), usable(usable),
        buffer(std::make_shared<PCHBuffer>()) {}

protected:
  TranslationUnitKind getTranslationUnitKind() override { return TU_Prefix; }

  bool BeginSourceFileAction(CompilerInstance &compiler) override {
    compiler.getLangOpts().CompilingPCH = true;
    compiler.getPreprocessor().addPPCallbacks(
        std::make_unique<Notes>(*this, compiler.getSourceManager()));
    return true;
  }

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &compiler,
                                                 llvm::StringRef) override {
    return std::make_unique<PCHGenerator>(compiler.getPreprocessor(), compiler.getModuleCache(), "",
                                          "", buffer,
                                          compiler.getFrontendOpts().ModuleFileExtensions);
  }

  void EndSourceFileAction() override {
    CompilerInstance &compiler = getCompilerInstance();
    usable = buffer->IsComplete && !compiler.getDiagnostics().hasErrorOccurred() &&
             included.size() == preamble.headers.size();
    for (std::size_t i = 0; usable && i < included.size(); ++i) {
      const std::string file = pathOf(included[i], compiler.getFileManager());
      // The unit includes it once more. The standard's headers may be ([res.on.headers]).
      usable = file == preamble.headers[i].resolved &&
               (isStandard(preamble.headers[i].name) ||
                compiler.getPreprocessor().getHeaderSearchInfo().isFileMultipleIncludeGuarded(
                    included[i]));
    }
    if (usable)
      readFiles(compiler.getSourceManager());
    if (usable)
      preamble.precompiled.assign(buffer->Data.data(), buffer->Data.size());
  }

private:
  class Notes : public PPCallbacks {
  public:
    Notes(Action &action, const SourceManager &sources) : action(action), sources(sources) {}

    void InclusionDirective(SourceLocation hash, const Token &, llvm::StringRef, bool,
                            CharSourceRange, OptionalFileEntryRef file, llvm::StringRef,
                            llvm::StringRef, const Module *, bool,
                            SrcMgr::CharacteristicKind) override {
      if (file && sources.isInMainFile(hash))
        action.included.push_back(*file);
    }
    void MacroDefined(const Token &name, const MacroDirective *) override { note(name); }
    void MacroUndefined(const Token &name, const MacroDefinition &,
                        const MacroDirective *) override {
      note(name);
    }

  private:
    void note(const Token &name) {
      const SourceLocation at = sources.getFileLoc(name.getLocation());
      if (sources.getFileEntryRefForID(sources.getFileID(at))) // not the command line's
        action.preamble.macros[name.getIdentifierInfo()->getName().str()] = action.included.size();
    }

    Action &action;
    const SourceManager &sources;
  };

  void readFiles(const SourceManager &sources) {
    for (auto it = sources.fileinfo_begin(); it != sources.fileinfo_end(); ++it) {
      const std::string file = pathOf(it->first, sources.getFileManager());
      if (file == preamble.headerPath)
        continue;
      const auto contents =
          const_cast<SourceManager &>(sources).getMemoryBufferForFileOrNone(it->first);
      usable &= contents.has_value() && project.relative(file).empty();
      if (!usable)
        return;
      preamble.paths.emplace(it->first.getName().str(), file);
      eachWord(std::string_view(contents->getBuffer()),
               [&](std::string_view word, std::size_t) { preamble.words.emplace(word); });
    }
  }

  Preamble &preamble;
  const Project &project;
  bool &usable;
  std::shared_ptr<PCHBuffer> buffer;
  std::vector<FileEntryRef> included;
};

std::optional<std::string> Preamble::keyOf(const workspace::Unit &unit) {
  std::string key = unit.directory + (unit.file.ends_with(".c") ? "\nC" : "\nC++");
  for (const std::string &argument : commandToRead(unit)) {
    // What they include comes before what the unit does.
    if (argument.starts_with("-include") || argument.starts_with("--include") ||
        argument.starts_with("-imacros") || argument.starts_with("-Xclang") ||
        argument.starts_with("-fmodule") || argument.starts_with('@'))
      return std::nullopt;
    if (argument.starts_with('-') || realPath(absolutePath(argument, unit.directory)) != unit.file)
      key += "\n" + argument;
  }
  return key;
}

std::shared_ptr<const Preamble>
Preamble::build(const workspace::Unit &unit, const Project &project,
                const std::vector<LeadingIncludes::Header> &headers) {
  const auto preamble = std::make_shared<Preamble>();
  preamble->headers = headers;
  preamble->headerPath = unit.directory + "/levitate-preamble.h";
  for (const LeadingIncludes::Header &header : headers)
    preamble->text += "#include <" + header.name + ">\n";
  bool usable = false;
  const workspace::Overlay disk(project.root());
  const ParseOutcome outcome = parse(workspace::headerAsUnit(unit, preamble->headerPath), disk,
                                     project, std::make_unique<Action>(*preamble, project, usable),
                                     {{{preamble->headerPath, preamble->text}}, {}});
  return usable && outcome.diagnostics.empty() ? preamble : nullptr;
}

bool Preamble::suits(const LeadingIncludes &leading) const {
  if (headers.size() > leading.headers.size() ||
      !std::equal(headers.begin(), headers.end(), leading.headers.begin()))
    return false;
  const auto isKnown = [&](const std::string &word) { return words.contains(word); };
  const auto comesLater = [&](const auto &mention) {
    const auto set = macros.find(mention.first);
    return set != macros.end() && set->second > mention.second;
  };
  return std::none_of(leading.sets.begin(), leading.sets.end(), isKnown) &&
         std::none_of(leading.mentions.begin(), leading.mentions.end(), comesLater);
}

ParseExtras Preamble::extras() const {
  const std::string file = headerPath + ".pch";
  return {{{headerPath, text}, {file, precompiled}},
          {"-Xclang", "-include-pch", "-Xclang", file, "-Xclang", "-fno-validate-pch"}};
}

} // namespace levitate::facts

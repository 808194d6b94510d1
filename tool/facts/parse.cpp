#include "tool/facts/parse.h"

#include "base/files.h"
#include "base/other_compilers.h"
#include "tool/facts/crash.h"
#include "tool/facts/directives.h"
#include "tool/facts/disk_cache.h"
#include "tool/facts/entities.h"
#include "tool/facts/planned_files.h"

#include <clang/Basic/Diagnostic.h>
#include <clang/Basic/FileManager.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Lex/Lexer.h>
#include <clang/Tooling/Tooling.h>
#include <llvm/Support/VirtualFileSystem.h>

#include <mutex>
#include <unordered_map>

namespace levitate::facts {

// Paths with their links resolved, each asked of the disk once.
class RealPaths {
public:
  std::string of(std::string_view path) {
    const std::lock_guard guard(lock);
    auto [place, isNew] = known.try_emplace(std::string(path));
    if (isNew)
      place->second = realPath(place->first);
    return place->second;
  }

private:
  std::mutex lock;
  std::unordered_map<std::string, std::string> known;
};

Project::Project(std::string root, std::vector<std::string> buildDirectories)
    : rootPath(std::move(root)), excluded(std::move(buildDirectories)),
      directiveCache(std::make_shared<DirectiveCache>()), diskCache(std::make_shared<DiskCache>()),
      realPaths(std::make_shared<RealPaths>()) {
  // A build inside the source tree (cmake .) can't be told from the tree.
  std::erase_if(excluded, [&](const std::string &folder) { return isWithin(rootPath, folder); });
}

std::string Project::relative(std::string_view path) const {
  if (path.size() <= rootPath.size() || !isWithin(path, rootPath))
    return {};
  const std::string real = realPaths->of(path);
  if (real.size() <= rootPath.size() || !isWithin(real, rootPath))
    return {};
  for (const std::string &folder : excluded)
    if (isWithin(real, folder))
      return {};
  return real.substr(rootPath.size() + 1);
}

namespace {

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> fileSystem(const workspace::Overlay &overlay,
                                                           const Project &project,
                                                           const ParseExtras &extras,
                                                           const std::string &directory) {
  auto stacked = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(
      plannedFiles(cachedDisk(project.disk(), overlay.root()), overlay));
  auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  for (const ParseExtras::File &file : extras.files)
    memory->addFile(file.path, 0, llvm::MemoryBuffer::getMemBuffer(file.contents, file.path));
  stacked->pushOverlay(memory);
  // Where there is no such folder, its files are not found, and Clang says so.
  static_cast<void>(stacked->setCurrentWorkingDirectory(directory));
  return stacked;
}

class Collector : public clang::DiagnosticConsumer {
public:
  Collector(ParseOutcome &outcome, const Project &project) : outcome(outcome), project(project) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic &info) override {
    if (isOptionOfAnotherCompiler(info))
      return;
    DiagnosticConsumer::HandleDiagnostic(level, info);
    const Location where = placeOf(info);
    if (level < clang::DiagnosticsEngine::Warning) {
      if (level == clang::DiagnosticsEngine::Note)
        blameProject(where);
      return;
    }
    llvm::SmallString<256> message;
    info.FormatDiagnostic(message);
    const bool error = level >= clang::DiagnosticsEngine::Error;
    outcome.failed |= error;
    outcome.diagnostics.push_back({error ? Severity::Error : Severity::Warning,
                                   where,
                                   std::string(message.str()),
                                   {},
                                   {},
                                   {}});
  }

private:
  Location placeOf(const clang::Diagnostic &info) const {
    if (!info.getLocation().isValid() || !info.hasSourceManager())
      return {};
    const clang::SourceManager &sources = info.getSourceManager();
    const clang::SourceLocation location = sources.getFileLoc(info.getLocation());
    const clang::PresumedLoc place = sources.getPresumedLoc(location, /*UseLineDirectives=*/false);
    if (place.isInvalid())
      return {};
    const auto entry = sources.getFileEntryRefForID(sources.getFileID(location));
    const std::string full =
        entry ? facts::pathOf(*entry, sources.getFileManager())
              : absolutePath(place.getFilename(), sources.getFileManager()
                                                      .getVirtualFileSystem()
                                                      .getCurrentWorkingDirectory()
                                                      .get());
    const std::string relative = project.relative(full);
    return {relative.empty() ? full : relative, place.getLine(), place.getColumn()};
  }

  // What goes wrong in a header that is not the project's is the doing of the code that a note
  // names.
  void blameProject(const Location &where) {
    if (outcome.diagnostics.empty() || where.file.empty() || where.file.starts_with("/"))
      return;
    Diagnostic &last = outcome.diagnostics.back();
    if (last.where.file.starts_with("/")) {
      last.message += " (at " + last.where.file + ":" + std::to_string(last.where.line) + ")";
      last.where = where;
    }
  }

  ParseOutcome &outcome;
  const Project &project;
};

// What is said when Clang crashes on a unit.
std::string crashed(const workspace::Unit &unit, const Project &project) {
  const std::string relative = project.relative(unit.file);
  const Diagnostic diagnostic{
      Severity::Error,
      {relative.empty() ? unit.file : relative, 1, 1},
      "Clang crashed while it read this unit, or the analysis of what it read; its compile command "
      "with -fsyntax-only tells the place if it is Clang's: write that another way, or leave the "
      "unit out of the build directory",
      {},
      {},
      {}};
  return formatDiagnostics({diagnostic}) + "\n";
}

} // namespace

std::vector<std::string> commandToRead(const workspace::Unit &unit) {
  std::vector<std::string> arguments;
  const auto &given = unit.arguments;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const std::string &argument = given[i];
    if (argument == "-o" || argument == "-MF" || argument == "-MT" || argument == "-MQ") {
      ++i;
      continue;
    }
    if (argument == "-c" || argument == "-MD" || argument == "-MMD" || argument == "-M" ||
        argument == "-MM" || argument == "-MP" || argument == "-MG" || argument == "-S" ||
        argument == "-E" || argument.starts_with("-save-temps") || argument.starts_with("-fplugin"))
      continue;
    // A precompiled header made by another run may not match; its text is included anyway.
    if (argument == "-Xclang" && i + 1 < given.size() && given[i + 1] == "-include-pch") {
      i += 3;
      continue;
    }
    if (i > 0 && argument.size() > 2 && argument.starts_with("-o") && argument[2] != 'b')
      continue;
    arguments.push_back(argument);
  }
  return arguments;
}

ParseOutcome parse(const workspace::Unit &unit, const workspace::Overlay &overlay,
                   const Project &project, std::unique_ptr<clang::FrontendAction> action,
                   const ParseExtras &extras) {
  const CrashGuard guard(crashed(unit, project));
  ParseOutcome outcome;
  Collector collector(outcome, project);
  auto files = llvm::makeIntrusiveRefCnt<clang::FileManager>(
      clang::FileSystemOptions(), fileSystem(overlay, project, extras, unit.directory));
  std::vector<std::string> arguments = commandToRead(unit);
  arguments.insert(arguments.begin() + 1,
                   {"-resource-dir", LEVITATE_CLANG_RESOURCE_DIR, "-fsyntax-only",
                    "-Wno-unknown-warning-option", "-Wno-unused-command-line-argument",
                    "-ferror-limit=50", "-fno-caret-diagnostics"});
  arguments.insert(arguments.begin() + 1, extras.arguments.begin(), extras.arguments.end());
  clang::tooling::ToolInvocation invocation(std::move(arguments), std::move(action), files.get());
  invocation.setDiagnosticConsumer(&collector);
  if (!invocation.run() && !outcome.failed) {
    outcome.failed = true;
    outcome.diagnostics.push_back({Severity::Error,
                                   {unit.file, 0, 0},
                                   "the compile command could not be run by Clang",
                                   {},
                                   {},
                                   {}});
  }
  return outcome;
}

} // namespace levitate::facts

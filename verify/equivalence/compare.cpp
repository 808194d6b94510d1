#include "verify/equivalence/compare.h"

#include "verify/equivalence/frontend.h"
#include "verify/equivalence/link.h"
#include "verify/equivalence/program.h"
#include "verify/equivalence/spelled_names.h"

#include "base/files.h"
#include "base/json.h"
#include "base/text.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <unordered_set>

namespace levitate::equivalence {
namespace {

/// The units of both sides, compiled in parallel. On failure the errors of the first unit (in the
/// order of the databases) that does not compile.
struct Compiled {
  std::vector<Unit> before, after;
  NamesApart names;
};

/// Tells of symbols before that do not follow from the renames alone.
void tellNames(SymbolNames &names, const NamesApart &apart) {
  SymbolNames plain({});
  for (const auto &[symbol, to] : apart.movedFriends)
    names.moveFunction(symbol, to);
  for (const auto &[symbol, to] : apart.plainSymbols)
    names.plainSymbol(symbol, to);
  for (const auto &[symbol, to] : apart.spelledNames)
    names.sameAs(symbol, plain.of(to));
}

/// Does `work` on that many threads at once, this one among them.
template <class Work> void onThreads(std::size_t count, const Work &work) {
  std::vector<std::thread> threads;
  for (std::size_t thread = 1; thread < count; ++thread)
    threads.emplace_back(work);
  work();
  for (std::thread &thread : threads)
    thread.join();
}

/// Symbols that a program calls and that come from elsewhere, whatever other programs of the tree
/// define: neither its units have them nor what may be linked with it, which is the tree's shared
/// libraries for an executable, and all of its libraries for a library.
std::unordered_set<std::string> openSymbols(const BuildTree &tree,
                                            const std::vector<const ThrowingUnit *> &units) {
  const auto definedBy = [&](const ProgramUnits &program,
                             std::unordered_set<std::string> &defined) {
    for (const std::size_t index : program.compilations())
      for (const ThrowingFunction &function : units[index]->functions)
        defined.insert(units[index]->symbols[function.symbol]);
  };
  std::unordered_set<std::string> shared, libraries, open;
  for (const ProgramUnits &program : tree.programs) {
    if (program.isShared)
      definedBy(program, shared);
    if (program.isShared || program.isLibrary)
      definedBy(program, libraries);
  }
  for (const ProgramUnits &library : tree.libraries)
    definedBy(library, libraries);
  for (const ProgramUnits &program : tree.programs) {
    std::unordered_set<std::string> defined;
    definedBy(program, defined);
    const bool isLibrary = program.isShared || program.isLibrary;
    for (const std::size_t index : program.compilations())
      for (const std::string &symbol : units[index]->symbols)
        if (!defined.contains(symbol) && !(isLibrary ? libraries : shared).contains(symbol))
          open.insert(symbol);
  }
  return open;
}

NonThrowing nonThrowingOf(const BuildTree &tree, std::span<const CompiledUnit> compiled) {
  std::vector<const ThrowingUnit *> units;
  units.reserve(compiled.size());
  for (const CompiledUnit &unit : compiled)
    units.push_back(&unit.throwing);
  return {units, openSymbols(tree, units)};
}

Result<Compiled> compileAll(const BuildTree &before, const BuildTree &after, const Request &request,
                            TextStore &store) {
  const std::size_t count = before.compilations.size() + after.compilations.size();
  std::vector<std::optional<Result<CompiledUnit>>> results(count);
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  if (request.progress)
    request.progress->begin("compiling", count);
  std::mutex namesMutex;
  NamesApart apart;
  std::set<std::string> spelledBefore, spelledAfter;
  const auto work = [&] {
    SymbolNames renamed(request.renames), plain({});
    for (std::size_t index = next++; index < count && !failed; index = next++) {
      const bool isBefore = index < before.compilations.size();
      const Compilation &compilation = isBefore
                                           ? before.compilations[index]
                                           : after.compilations[index - before.compilations.size()];
      results[index] = compileUnit(compilation, isBefore ? renamed : plain, store);
      failed = failed || !*results[index];
      if (request.progress)
        request.progress->step(compilation.source);
    }
    const std::lock_guard lock(namesMutex);
    apart.movedFriends.insert(renamed.movedFunctions().begin(), renamed.movedFunctions().end());
    apart.plainSymbols.merge(renamed.plainSymbols());
    spelledBefore.insert(renamed.spelledSymbols().begin(), renamed.spelledSymbols().end());
    spelledAfter.insert(plain.spelledSymbols().begin(), plain.spelledSymbols().end());
  };
  const std::size_t threads = std::min<std::size_t>(request.threads, count);
  onThreads(threads, work);
  if (request.progress)
    request.progress->end();
  std::vector<CompiledUnit> compiled;
  compiled.reserve(count);
  for (std::optional<Result<CompiledUnit>> &result : results)
    if (result && !*result)
      return std::move(*result).error();
  for (std::optional<Result<CompiledUnit>> &result : results)
    compiled.push_back(std::move(*result).value());

  if (!request.renames.empty()) {
    SymbolNames renamed(request.renames), plain({});
    tellNames(renamed, apart);
    apart.spelledNames = pairSpelled(spelledBefore, spelledAfter, renamed, plain);
  }
  // Now that it is known what can throw.
  const std::span<CompiledUnit> all(compiled);
  const std::size_t split = before.compilations.size();
  const NonThrowing nonThrowingBefore = nonThrowingOf(before, all.first(split));
  const NonThrowing nonThrowingAfter = nonThrowingOf(after, all.subspan(split));
  std::vector<Result<void>> finished(count);
  next = 0;
  onThreads(threads, [&] {
    SymbolNames renamed(request.renames), plain({});
    tellNames(renamed, apart);
    for (std::size_t index = next++; index < count; index = next++)
      finished[index] =
          index < split
              ? finishUnit(compiled[index], nonThrowingBefore, index, renamed, store)
              : finishUnit(compiled[index], nonThrowingAfter, index - split, plain, store);
  });
  for (Result<void> &result : finished)
    if (!result)
      return std::move(result).error();

  Compiled units;
  units.names = std::move(apart);
  for (std::size_t index = 0; index < count; ++index) {
    Unit &unit = compiled[index].unit;
    unit.root = index < split ? before.root : after.root;
    unit.options = withoutFolder(std::move(unit.options), unit.root, ".");
    unit.environment = hashOf(unit.target + "\n" + unit.flags + "\n" + unit.options);
    (index < split ? units.before : units.after).push_back(std::move(unit));
  }
  return units;
}

std::vector<const Unit *> unitsOf(const ProgramUnits &program, const std::vector<Unit> &units) {
  std::vector<const Unit *> list;
  for (const std::size_t index : program.compilations())
    list.push_back(&units[index]);
  return list;
}

Side sideOf(const BuildTree &tree, const std::vector<Unit> &units) {
  Side side;
  side.directory = tree.directory;
  side.units = tree.compilations.size();
  side.skipped = tree.skipped;
  side.hasTargets = tree.hasTargets;
  for (const ProgramUnits &program : tree.programs)
    side.programs.push_back(program.name);
  for (const Unit &unit : units)
    side.unused.insert(unit.unused.begin(), unit.unused.end());
  std::set<std::string> files = tree.commandFiles;
  for (std::size_t index = 0; index < units.size(); ++index)
    for (const std::string &file : units[index].files)
      files.insert(absolutePath(file, tree.compilations[index].directory));
  for (const std::string &file : files)
    if (const Result<std::string> text = readText(file))
      side.inputs.push_back({file, hashOf(*text).hex()});
  return side;
}

/// Sources that Clang does not compile (assembly) are compared as text.
void compareSkipped(const BuildTree &before, const BuildTree &after, Certificate &certificate) {
  const auto textsOf = [](const BuildTree &tree) {
    std::map<std::string, std::string> texts; // hash -> a source that has it
    for (const std::string &source : tree.skipped) {
      const Result<std::string> text = readText(source);
      texts.try_emplace(hashOf(text ? *text : "").hex(), source);
    }
    return texts;
  };
  const auto was = textsOf(before), is = textsOf(after);
  const auto report = [&](const std::string &source, bool isNew) {
    Difference difference;
    difference.kind = "assembly";
    difference.name = std::string(fileName(source));
    difference.message =
        isNew ? "has no source of the same text before" : "has no source of the same text after";
    (isNew ? difference.after : difference.before).file = source;
    certificate.differences.push_back(std::move(difference));
  };
  for (const auto &[hash, source] : was)
    if (!is.contains(hash))
      report(source, false);
  for (const auto &[hash, source] : is)
    if (!was.contains(hash))
      report(source, true);
}

/// Whether others may use what is linked: a shared library, a module, or an executable that is told
/// to export its symbols (to the modules that it loads).
bool exports(const ProgramUnits &program) {
  return program.isShared ||
         std::any_of(program.linkOptions.begin(), program.linkOptions.end(),
                     [](const std::string &option) {
                       return option == "-rdynamic" || option == "-E" ||
                              option.find("-export-dynamic") != std::string::npos ||
                              option.find("-dynamic-list") != std::string::npos;
                     });
}

/// The link line beside the libraries of the build, whose units are compared.
void compareLinkLines(const ProgramUnits &before, const ProgramUnits &after, bool comparesRules,
                      Certificate &certificate) {
  const auto report = [&](const char *kind, const char *message, const std::string &was,
                          const std::string &is) {
    certificate.differences.push_back({kind, after.name, message, {}, {}, was, is, 0});
  };
  if (before.linkerScripts != after.linkerScripts)
    report("linker-script", "is linked by another linker script", before.linkerScripts,
           after.linkerScripts);
  if (before.linkOptions != after.linkOptions)
    report("link-options", "is linked with other options", join(before.linkOptions, " "),
           join(after.linkOptions, " "));
  if (before.commands != after.commands)
    report("link-options", "is treated by other commands before or after its link", before.commands,
           after.commands);
  if (comparesRules && before.rule != after.rule)
    report("link-options", "is made by another command", before.rule, after.rule);
  if (before.type != after.type)
    report("link-options", "is linked as another kind of file", before.type, after.type);
  if (fileName(before.binary) != fileName(after.binary))
    report("link-options", "is linked into a file of another name", before.binary, after.binary);
  for (const auto &[library, hash] : after.libraryContents)
    if (const auto was = before.libraryContents.find(library);
        was != before.libraryContents.end() && was->second != hash)
      report("link-options", "is linked with a library of other contents",
             library + " " + was->second, library + " " + hash);
  if (before.libraries == after.libraries)
    return;
  std::vector<std::string> was = before.libraries, is = after.libraries;
  std::sort(was.begin(), was.end());
  std::sort(is.begin(), is.end());
  if (was != is)
    report("link-options", "is linked with other libraries from outside of the tree",
           join(before.libraries, " "), join(after.libraries, " "));
  else
    certificate.exceptions.push_back({"order of libraries",
                                      after.name,
                                      {},
                                      {},
                                      join(before.libraries, " "),
                                      join(after.libraries, " ")});
}

/// How libraries that programs link are made and what is run on them then: on what the linker
/// takes.
void compareLibraries(const BuildTree &before, const BuildTree &after, Certificate &certificate) {
  const auto librariesOf = [](const BuildTree &tree) {
    std::map<std::string, const ProgramUnits *> libraries;
    for (const auto *programs : {&tree.programs, &tree.libraries})
      for (const ProgramUnits &program : *programs)
        libraries.emplace(program.name, &program);
    return libraries;
  };
  const auto was = librariesOf(before), is = librariesOf(after);
  std::set<std::string> names;
  for (const BuildTree *tree : {&before, &after})
    for (const ProgramUnits &library : tree->libraries)
      names.insert(library.name);
  const ProgramUnits none;
  for (const std::string &name : names) {
    const auto one = was.find(name), other = is.find(name);
    const bool isInBoth = one != was.end() && other != is.end();
    const ProgramUnits &old = one == was.end() ? none : *one->second;
    const ProgramUnits &now = other == is.end() ? none : *other->second;
    const auto compare = [&](const char *message, const std::string &text,
                             const std::string &newText) {
      if (text != newText)
        certificate.differences.push_back(
            {"link-options", name, message, {}, {}, text, newText, 0});
    };
    compare("is treated by other commands after it is made", old.commands, now.commands);
    if (isInBoth && before.linkCommandsOf == after.linkCommandsOf)
      compare("is made by another command", old.rule, now.rule);
    compare("is made with other options", join(old.linkOptions, " "), join(now.linkOptions, " "));
  }
}

/// What both builds do and the verdict says nothing of.
std::vector<std::string> notCompared(const BuildTree &before, const BuildTree &after) {
  std::set<std::string> list;
  for (const BuildTree *tree : {&before, &after}) {
    list.insert(tree->notCompared.begin(), tree->notCompared.end());
    if (!tree->hasTargets) {
      list.insert("how the units are linked");
      continue;
    }
    if (tree->linkCommandsOf.empty())
      list.insert("commands before and after links");
    if (before.linkCommandsOf != after.linkCommandsOf || tree->linkCommandsOf.empty())
      list.insert("commands that link programs and make libraries, beside their options");
    for (const auto *programs : {&tree->programs, &tree->libraries})
      for (const ProgramUnits &program : *programs) {
        for (const std::string &what : program.notCompared)
          list.insert(program.name + ": " + what);
        std::vector<std::string> outside;
        for (const std::string &library : program.libraries)
          if (library.starts_with("-") || library.starts_with("/"))
            outside.push_back(library);
        if (!outside.empty())
          list.insert(program.name + ": what libraries of the system hold: " + join(outside, " "));
      }
  }
  return {list.begin(), list.end()};
}

void addProgram(ProgramResult program, Certificate &certificate) {
  // What several programs link is reported once.
  const auto order = [](const Difference *a, const Difference *b) {
    return std::tie(a->kind, a->name, a->message, a->before, a->after, a->beforeText,
                    a->afterText) <
           std::tie(b->kind, b->name, b->message, b->before, b->after, b->beforeText, b->afterText);
  };
  std::set<const Difference *, decltype(order)> known(order);
  for (const Difference &difference : certificate.differences)
    known.insert(&difference);
  std::vector<Difference> added;
  for (const Difference &difference : program.differences)
    if (known.insert(&difference).second)
      added.push_back(difference);
  certificate.differences.insert(certificate.differences.end(), added.begin(), added.end());
  for (Exception &exception : program.exceptions)
    certificate.exceptions.push_back(std::move(exception));
  for (Pair &pair : program.pairs)
    certificate.pairs.push_back(std::move(pair));
  certificate.records = std::max(certificate.records, program.records);
  certificate.stateBefore += program.stateBefore;
  certificate.stateAfter += program.stateAfter;
  certificate.initialisers += program.initialisers;
  certificate.instructions += program.instructions;
  for (std::string &name : program.unlinked)
    certificate.unlinked.push_back(std::move(name));
  for (std::string &name : program.newlyLinked)
    certificate.newlyLinked.push_back(std::move(name));
  for (Move &move : program.moves)
    certificate.moves.push_back(std::move(move));
}

/// A library that nothing links is a program of its own; on the side where something links it, it
/// is compared as such as well.
void addLibraries(const std::vector<ProgramUnits> &programs,
                  const std::vector<ProgramUnits> &libraries, std::vector<ProgramUnits> &others) {
  const auto nameIn = [](const std::vector<ProgramUnits> &list, const std::string &name) {
    return std::find_if(list.begin(), list.end(),
                        [&](const ProgramUnits &program) { return program.name == name; });
  };
  for (const ProgramUnits &program : programs)
    if (const auto library = nameIn(libraries, program.name);
        library != libraries.end() && nameIn(others, program.name) == others.end())
      others.push_back(*library);
}

/// When the newest of the files was changed, in seconds since 1970. (A database is written anew
/// whenever CMake runs.)
double newestOf(const std::vector<InputFile> &files, const BuildTree &tree) {
  double newest = 0;
  for (const InputFile &file : files)
    if (!tree.commandFiles.contains(file.path))
      newest = std::max(newest, changedAt(file.path).value_or(0));
  return newest;
}

void compareLinkedFiles(const std::vector<ProgramUnits> &before,
                        const std::vector<ProgramUnits> &after, SymbolNames &namesBefore,
                        SymbolNames &namesAfter, double newestBefore, double newestAfter,
                        Certificate &certificate) {
  LinkedResult result;
  for (const ProgramUnits &program : before)
    for (const ProgramUnits &other : after)
      if (program.name == other.name)
        compareLinked(program.name, {program.binary, newestBefore}, {other.binary, newestAfter},
                      namesBefore, namesAfter, result);
  certificate.linked = std::move(result.programs);
  for (Difference &difference : result.differences)
    certificate.differences.push_back(std::move(difference));
}

void finish(Certificate &certificate) {
  // Both libraries tell of a move.
  std::sort(certificate.moves.begin(), certificate.moves.end());
  certificate.moves.erase(std::unique(certificate.moves.begin(), certificate.moves.end()),
                          certificate.moves.end());
  std::sort(certificate.pairs.begin(), certificate.pairs.end());
  certificate.pairs.erase(std::unique(certificate.pairs.begin(), certificate.pairs.end()),
                          certificate.pairs.end());
  for (const Pair &pair : certificate.pairs)
    ++(pair.kind == EntityKind::Function ? certificate.functions : certificate.globals);
  const auto order = [](const Exception &a, const Exception &b) {
    return std::tie(a.after, a.kind, a.name, a.was, a.is, a.before) <
           std::tie(b.after, b.kind, b.name, b.was, b.is, b.before);
  };
  std::sort(certificate.exceptions.begin(), certificate.exceptions.end(), order);
  certificate.exceptions.erase(std::unique(certificate.exceptions.begin(),
                                           certificate.exceptions.end(),
                                           [&](const Exception &a, const Exception &b) {
                                             return !order(a, b) && !order(b, a);
                                           }),
                               certificate.exceptions.end());
  const bool none = std::none_of(certificate.exceptions.begin(), certificate.exceptions.end(),
                                 [](const Exception &exception) { return exception.matters(); });
  certificate.verdict = !certificate.differences.empty() ? Verdict::Different
                        : none                           ? Verdict::Equivalent
                                                         : Verdict::EquivalentExcept;
}

} // namespace

Result<Certificate> compareTrees(const BuildTree &before, const BuildTree &after,
                                 const Request &request) {
  const auto start = std::chrono::steady_clock::now();
  TextStore store;
  LEVITATE_TRY(units, compileAll(before, after, request, store));
  const SymbolNames names(request.renames);

  Certificate certificate;
  certificate.compiler = compilerVersion();
  certificate.renames = request.renames;
  certificate.names = units.names;
  for (const auto &[symbol, to] : units.names.plainSymbols)
    if (symbol != to)
      certificate.exceptions.push_back({"C symbol", to, {}, {}, symbol, to});
  certificate.before = sideOf(before, units.before);
  certificate.after = sideOf(after, units.after);
  certificate.notCompared = notCompared(before, after);

  const auto programless = [&](const ProgramUnits &program, bool isNew) {
    Difference difference;
    difference.kind = "program";
    difference.name = program.name;
    difference.message = isNew ? "exists after only" : "exists before only";
    certificate.differences.push_back(std::move(difference));
  };
  // Without targets on one side there is nothing to pair programs by: all against all.
  const bool hasTargets = before.hasTargets && after.hasTargets;
  const auto whole = [](const BuildTree &tree) { return std::vector{allUnits(tree)}; };
  std::vector<ProgramUnits> programsBefore = hasTargets ? before.programs : whole(before);
  std::vector<ProgramUnits> programsAfter = hasTargets ? after.programs : whole(after);
  if (hasTargets) {
    addLibraries(programsBefore, after.libraries, programsAfter);
    addLibraries(programsAfter, before.libraries, programsBefore);
  }
  LinkKnowledge link;
  link.orderKnown = hasTargets;
  link.definedBefore = definitionsOf(before, units.before);
  link.definedAfter = definitionsOf(after, units.after);
  for (const ProgramUnits &program : programsBefore) {
    const auto same =
        std::find_if(programsAfter.begin(), programsAfter.end(),
                     [&](const ProgramUnits &other) { return other.name == program.name; });
    if (same == programsAfter.end()) {
      programless(program, false);
      continue;
    }
    const auto linkOf = [&](const ProgramUnits &linked, const std::vector<Unit> &all,
                            LinkedUnits &counts) {
      std::vector<const Unit *> parts = unitsOf(linked, all);
      std::vector<bool> taken = linkedUnits(linked, parts);
      counts.units += taken.size();
      counts.linked += static_cast<std::size_t>(std::count(taken.begin(), taken.end(), true));
      return Program(linked.name, std::move(parts), std::move(taken));
    };
    const Program was = linkOf(program, units.before, certificate.before.link);
    const Program is = linkOf(*same, units.after, certificate.after.link);
    link.isShared = exports(program) || exports(*same);
    link.isLibrary = program.isLibrary && same->isLibrary;
    addProgram(matchPrograms(was, is, store, names, link), certificate);
    compareLinkLines(program, *same, before.linkCommandsOf == after.linkCommandsOf, certificate);
  }
  if (hasTargets)
    compareLibraries(before, after, certificate);
  compareSkipped(before, after, certificate);
  for (const ProgramUnits &program : programsAfter)
    if (std::none_of(programsBefore.begin(), programsBefore.end(),
                     [&](const ProgramUnits &other) { return other.name == program.name; }))
      programless(program, true);

  SymbolNames renamed(request.renames), plain({});
  tellNames(renamed, certificate.names);
  for (const Pair &pair : certificate.pairs)
    if (pair.isInternal && pair.before != pair.after)
      renamed.sameAs(pair.before, plain.of(pair.after));
  certificate.machineCode = compareMachineCode(before, after, renamed, plain);
  compareLinkedFiles(programsBefore, programsAfter, renamed, plain,
                     newestOf(certificate.before.inputs, before),
                     newestOf(certificate.after.inputs, after), certificate);
  finish(certificate);
  certificate.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return certificate;
}

Result<Certificate> compare(const Request &request) {
  LEVITATE_TRY(before, readBuildTree(request.beforeBuildDir));
  LEVITATE_TRY(after, readBuildTree(request.afterBuildDir));
  return compareTrees(before, after, request);
}

Result<std::vector<Rename>> readRenames(const std::string &path) {
  LEVITATE_TRY(root, JsonDocument::readFile(path));
  const bool isList = root.isArray();
  LEVITATE_TRY(list, isList ? Result<JsonValue>(root) : root.at("renames"));
  LEVITATE_TRY(entries, list.array());
  std::vector<Rename> renames;
  for (const JsonValue &entry : entries) {
    LEVITATE_TRY(fromValue, entry.at("from"));
    LEVITATE_TRY(from, fromValue.string());
    LEVITATE_TRY(toValue, entry.at("to"));
    LEVITATE_TRY(to, toValue.string());
    if (from.empty())
      return entry.error("a rename needs the name before");
    const auto plain = [](std::string name) {
      return name.starts_with("::") ? name.substr(2) : name;
    };
    renames.push_back({plain(std::move(from)), plain(std::move(to))});
  }
  return renames;
}

Result<std::string> journalRenames(const std::string &buildDirectory) {
  LEVITATE_TRY(tree, readBuildTree(buildDirectory));
  std::string folder = tree.root;
  while (!folder.empty()) {
    if (exists(folder + "/.levitate/renames.json"))
      return folder + "/.levitate/renames.json";
    const std::string above(parentPath(folder));
    if (above == folder)
      break; // the root of the file system
    folder = above;
  }
  return std::string();
}

} // namespace levitate::equivalence

#include "verify/layers/graph.h"

#include "base/files.h"
#include "verify/layers/resolver.h"
#include "verify/layers/walker.h"

#include <algorithm>
#include <deque>
#include <future>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace levitate::layers {

namespace {

/// Which files a walk has been to: by file, and for the few files where it matters also by the
/// folder they were found in and the search path that led there.
class Visited {
public:
  explicit Visited(std::size_t files) : count(files), seen(new std::atomic<bool>[files]()) {}

  /// True when the walk has been to this file, and however else it may be found does not matter.
  bool has(FileId file) const {
    return std::size_t(file) < count && seen[std::size_t(file)].load(std::memory_order_relaxed);
  }

  bool firstTime(const Found &found, bool byIndex) {
    const FileId file = found.opened.file;
    if (!found.opened.linked && !byIndex && std::size_t(file) < count)
      return !seen[std::size_t(file)].exchange(true);
    const std::lock_guard lock(mutex);
    return others.insert({file, found.opened.folder, byIndex ? found.index : -1}).second;
  }

private:
  const std::size_t count;
  const std::unique_ptr<std::atomic<bool>[]> seen;
  std::mutex mutex;
  std::set<std::tuple<FileId, FolderId, int>> others;
};

/// A walk in one context, from files on. Its parts run at the same time.
struct ContextWalk {
  SearchContext *context = nullptr;
  bool isUnit = false;
  std::vector<Found> starts;
  std::once_flag begun;
  std::unique_ptr<Visited> visited;
  std::atomic<std::size_t> unfinished = 0;
};

class Builder {
public:
  explicit Builder(const GraphRequest &request) : request(request) {
    graph.files = std::make_unique<FileTable>(request.root);
    files = graph.files.get();
    graph.sources = std::make_unique<Sources>(*files, request.contents);
    sources = graph.sources.get();
    graph.states = std::make_unique<StableVector<FileState>>();
  }

  Result<IncludeGraph> build() {
    LEVITATE_CHECK(readUnits());
    startCompilers();
    LEVITATE_CHECK(readTree());
    makeContexts();
    walkUnits();
    walkRest();
    if (request.configured || request.closures || hasComputed)
      LEVITATE_CHECK(preprocess());
    finish();
    return std::move(graph);
  }

  Result<std::vector<UnitIncludes>> units() {
    LEVITATE_CHECK(readUnits());
    startCompilers();
    makeContexts();
    std::vector<UnitIncludes> result(graph.units.size());
    const std::vector<bool> all(graph.units.size(), true);
    LEVITATE_CHECK(preprocessAll(all, [&](std::size_t i, Walk &walk) {
      UnitIncludes &entry = result[i];
      entry.file = graph.units[i].file;
      for (const FileId file : walk.files)
        entry.enters.push_back(files->path(file));
      if (!entry.enters.empty())
        std::sort(entry.enters.begin() + 1, entry.enters.end());
      for (const FileId file : walk.tested)
        entry.tested.push_back(files->path(file));
      for (const WalkedInclude &include : walk.includes) {
        entry.missing += include.to < 0;
        if (include.to >= 0)
          entry.edges.emplace_back(files->path(include.from), files->path(include.to));
      }
      std::sort(entry.edges.begin(), entry.edges.end());
      entry.edges.erase(std::unique(entry.edges.begin(), entry.edges.end()), entry.edges.end());
    }));
    return result;
  }

private:
  /// The units of all databases that lie in the tree. A file that is not there is kept: that is
  /// worth a note.
  Result<void> readUnits() {
    for (const auto &[path, text] : request.contents)
      files->add(path);
    for (const std::string &path : request.absent)
      files->remove(path);
    std::set<std::string> missingResponses;
    for (std::size_t i = 0; i < request.buildDirectories.size(); ++i) {
      LEVITATE_TRY(units, readDatabase(request.buildDirectories[i], i));
      const std::size_t before = graph.units.size();
      for (Unit &unit : units) {
        const auto opened = files->open(unit.file);
        if (opened ? !files->inRoot(opened->file) : !isWithin(realPath(unit.file), request.root))
          continue;
        for (std::size_t k = 1; k < unit.arguments.size(); ++k)
          if (const std::string &argument = unit.arguments[k];
              argument.starts_with('@') && missingResponses.insert(argument).second)
            graph.notes.push_back("the response file " + argument.substr(1) + " of " + unit.file +
                                  " can't be read: what it says is not known");
        unitFiles.push_back(opened);
        graph.units.push_back(std::move(unit));
      }
      if (graph.units.size() == before)
        return Error::usage("no unit of " + request.buildDirectories[i] +
                            "/compile_commands.json lies below " + request.root);
    }
    return {};
  }

  /// Asks every distinct compiler where it looks on its own, while the tree is read.
  void startCompilers() {
    for (const Unit &unit : graph.units)
      if (!compilers.contains(unit.compiler))
        compilers[unit.compiler] = std::async(std::launch::async, [&unit] {
                                     return askCompiler(unit.compiler, unit.directory, true);
                                   }).share();
  }

  static LanguageMode modeOfFile(std::string_view name) {
    const bool c = name.ends_with(".c");
    LanguageMode mode;
    mode.digitSeparators = !c;
    mode.assembler = name.ends_with(".S");
    return mode;
  }

  /// Lists the tree and scans its files as they are found.
  Result<void> readTree() {
    std::unordered_map<FileId, LanguageMode> unitModes;
    for (std::size_t i = 0; i < graph.units.size(); ++i)
      if (unitFiles[i])
        unitModes.try_emplace(unitFiles[i]->file, graph.units[i].mode);
    std::mutex mutex;
    std::string failure; // the first by name, whichever thread meets it
    const auto visit = [&](const std::vector<FileId> &found) {
      for (const FileId file : found)
        state(file).standing = FileState::Standing::Own;
      const auto modeOf = [&](FileId file) {
        const auto unit = unitModes.empty() ? unitModes.end() : unitModes.find(file);
        return unit != unitModes.end() ? unit->second : modeOfFile(files->fileName(file));
      };
      sources->scanMany(found, modeOf, [&](FileId file) {
        const std::string path = files->path(file);
        const std::lock_guard lock(mutex);
        if (failure.empty() || path < failure)
          failure = path;
      });
    };
    LEVITATE_TRY(listed, files->list(request.files, request.exclude, request.threads, visit));
    if (!failure.empty())
      return Error::environment("can't read " + failure);
    graph.tree = std::move(listed.files);
    noteSome(listed.passedOver, "no file (a pipe, a device, or a link that leads nowhere)");
    noteSome(listed.outside, "a link to a file outside of the tree, and not checked");
    return {};
  }

  void noteSome(const std::vector<std::string> &names, const std::string &what) {
    if (!names.empty())
      graph.notes.push_back(
          names[0] + " is " + what +
          (names.size() == 1 ? "" : "; so are " + std::to_string(names.size() - 1) + " others"));
  }

  void makeContexts() {
    std::unordered_map<std::string, std::size_t> known;
    std::set<std::string> complaints;
    for (const Unit &unit : graph.units) {
      std::string key = std::to_string(unit.mode.key());
      for (const auto *list : {&unit.compiler, &unit.search.quote, &unit.search.angled,
                               &unit.search.system, &unit.search.after}) {
        key += '\1';
        for (const std::string &text : *list)
          (key += text) += '\0';
      }
      const auto [same, isNew] = known.try_emplace(std::move(key), contexts.size());
      contextOf.push_back(same->second);
      if (!isNew) {
        contexts[same->second].databases |= bit(unit);
        continue;
      }
      const Result<CompilerFacts> &facts = compilers.at(unit.compiler).get();
      std::vector<std::string> quote = unit.search.quote, system = unit.search.system;
      if (facts) {
        quote.insert(quote.end(), facts->quote.begin(), facts->quote.end());
        system.insert(system.end(), facts->angled.begin(), facts->angled.end());
      } else if (complaints.insert(facts.error().text()).second) {
        graph.notes.push_back(facts.error().text());
      }
      system.insert(system.end(), unit.search.after.begin(), unit.search.after.end());
      contexts.push_back(
          makeContext(*files, sources->arena, unit.mode, quote, unit.search.angled, system));
      contexts.back().databases = bit(unit);
      contexts.back().knowsSystem = bool(facts);
    }
  }

  static std::uint64_t bit(const Unit &unit) {
    return std::uint64_t(1) << std::min<std::size_t>(unit.database, 63);
  }

  FileState &state(FileId file) {
    if (std::size_t(file) >= graph.states->size())
      graph.states->growTo(files->size());
    return (*graph.states)[std::size_t(file)];
  }

  /// Files below the root that the policy does not list are gone through (generated headers in a
  /// build folder, say), but excluded ones are as foreign as the system's.
  bool isForeign(FileId file) {
    std::atomic<FileState::Standing> &standing = state(file).standing;
    FileState::Standing known = standing.load(std::memory_order_relaxed);
    if (known == FileState::Standing::Unknown) {
      bool foreign = !files->inRoot(file);
      if (!foreign) {
        const std::string name = files->name(file);
        foreign = firstMatch(request.exclude, name) >= 0 || excludedFolder(name);
      }
      known = foreign ? FileState::Standing::Foreign : FileState::Standing::Own;
      standing.store(known, std::memory_order_relaxed);
    }
    return known == FileState::Standing::Foreign;
  }
  bool excludedFolder(const std::string &name) {
    for (std::size_t slash = name.find('/'); slash != name.npos; slash = name.find('/', slash + 1))
      if (firstMatch(request.exclude, std::string_view(name).substr(0, slash)) >= 0)
        return true;
    return false;
  }

  /// Adds edges of one file, sorted by place, to those that it has already. One that is there gets
  /// the further build directories.
  void record(FileId from, const std::vector<Edge> &found) {
    const std::lock_guard lock(recording[std::size_t(from) % recording.size()]);
    std::span<Edge> &own = state(from).edges;
    if (own.empty()) {
      own = sources->arena.copy(std::span<const Edge>(found));
      return;
    }
    const auto before = [](const Edge &a, const Edge &b) {
      return std::tie(a.line, a.column) < std::tie(b.line, b.column);
    };
    std::vector<Edge> added;
    for (const Edge &edge : found) {
      auto place = std::lower_bound(own.begin(), own.end(), edge, before);
      while (
          place != own.end() && !before(edge, *place) &&
          !(place->to == edge.to && place->spelled == edge.spelled && place->state == edge.state))
        ++place;
      if (place != own.end() && !before(edge, *place))
        place->databases |= edge.databases;
      else
        added.push_back(edge);
    }
    if (added.empty())
      return;
    std::vector<Edge> all(own.begin(), own.end());
    all.insert(all.end(), added.begin(), added.end());
    std::stable_sort(all.begin(), all.end(), before);
    own = sources->arena.copy(std::span<const Edge>(all));
  }

  static bool never(std::string_view condition) {
    return condition == "0" || condition.starts_with("0 && ") || condition.ends_with(" && 0") ||
           condition.find(" && 0 && ") != condition.npos;
  }

  bool firstTime(Visited &visited, const Found &found, const LanguageMode &mode) {
    return visited.firstTime(found, sources->includesNext(found.opened.file, mode));
  }

  /// Goes through everything that can be reached from one of a walk's starts and that no other part
  /// of the walk has been to.
  void walkFrom(ContextWalk &walk, const Found &start) {
    SearchContext &context = *walk.context;
    std::vector<Found> stack{start};
    std::vector<Edge> edges;
    while (!stack.empty()) {
      const Found current = stack.back();
      stack.pop_back();
      const FileId from = current.opened.file;
      if (walk.isUnit)
        state(from).reached.store(true, std::memory_order_relaxed);
      const FileScan *scanned = sources->scanOf(from, context.mode);
      if (!scanned || scanned->directives.empty())
        continue;
      edges.clear();
      for (const Directive &directive : scanned->directives)
        context.memo->fetch(directive.hash, directive.form == HeaderForm::Angled);
      for (const Directive &directive : scanned->directives) {
        Edge &edge = edges.emplace_back();
        edge.from = from;
        edge.line = directive.line;
        edge.column = directive.column;
        edge.form = directive.form;
        edge.directive = directive.kind;
        edge.spelled = directive.text;
        edge.condition = scanned->conditionOf(directive);
        edge.databases = context.databases;
        std::optional<Found> found;
        if (directive.form == HeaderForm::Quoted || directive.form == HeaderForm::Angled)
          found = resolveInclude(*files, context, current, directive.kind, directive.form,
                                 directive.text, directive.hash);
        if (never(edge.condition)) {
          edge.state = Edge::State::Never;
          if (found)
            edge.to = found->opened.file;
        } else if (directive.form == HeaderForm::Computed) {
          edge.state = Edge::State::Computed;
          edge.computed = true;
          hasComputed.store(true, std::memory_order_relaxed);
        } else if (found) {
          edge.to = found->opened.file;
          if (!found->opened.linked && walk.visited->has(edge.to)) {
            edge.state = Edge::State::Resolved; // as most are: no need to look any closer
            continue;
          }
          const bool foreign = isForeign(edge.to);
          edge.state = foreign ? Edge::State::External : Edge::State::Resolved;
          // What a unit reaches is resolved as the unit says, whoever else includes it.
          if (!foreign &&
              (walk.isUnit || !state(edge.to).reached.load(std::memory_order_relaxed)) &&
              firstTime(*walk.visited, *found, context.mode))
            stack.push_back(*found);
        } else {
          edge.to = generatedFile(context, directive.text);
          edge.state = edge.to >= 0 ? Edge::State::Resolved
                       : directive.form == HeaderForm::Angled && !context.knowsSystem
                           ? Edge::State::External
                           : Edge::State::Unresolved;
        }
      }
      record(from, edges);
    }
  }

  /// Walks, as many at a time as there are threads, and parts of them where they are large.
  void walk(std::deque<ContextWalk> &walks) {
    constexpr std::size_t part = 16;
    std::vector<std::pair<ContextWalk *, std::size_t>> parts;
    for (ContextWalk &one : walks)
      for (std::size_t first = 0; first < one.starts.size(); first += part, ++one.unfinished)
        parts.emplace_back(&one, first);
    inParallel(request.threads, parts.size(), [&](std::size_t i) {
      auto &[one, first] = parts[i];
      std::call_once(one->begun, [&] { one->visited = std::make_unique<Visited>(files->size()); });
      for (std::size_t s = first; s < std::min(first + part, one->starts.size()); ++s)
        if (firstTime(*one->visited, one->starts[s], one->context->mode))
          walkFrom(*one, one->starts[s]);
      if (--one->unfinished == 0)
        one->visited.reset();
    });
  }

  FileId generatedFile(const SearchContext &context, std::string_view name) {
    if (request.generated.empty())
      return -1;
    for (const auto *list : {&context.quote, &context.angled})
      for (const std::string &folder : *list) {
        const std::string path = absolutePath(name, folder);
        if (isWithin(path, request.root) && path.size() > request.root.size() &&
            firstMatch(request.generated, path.substr(request.root.size() + 1)) >= 0)
          return files->declare(path);
      }
    const std::string path = absolutePath(name, request.root);
    if (isWithin(path, request.root) && path.size() > request.root.size() &&
        firstMatch(request.generated, path.substr(request.root.size() + 1)) >= 0)
      return files->declare(path);
    return -1;
  }

  /// Every context goes through the files of its units, and what those force on themselves.
  void walkUnits() {
    std::deque<ContextWalk> walks(contexts.size());
    for (std::size_t c = 0; c < contexts.size(); ++c) {
      walks[c].context = &contexts[c];
      walks[c].isUnit = true;
    }
    for (std::size_t i = 0; i < graph.units.size(); ++i) {
      const Unit &unit = graph.units[i];
      if (!unitFiles[i]) {
        graph.notes.push_back("the unit " + unit.file + " does not exist");
        continue;
      }
      ContextWalk &walk = walks[contextOf[i]];
      walk.starts.push_back({*unitFiles[i], -1});
      for (const auto *list : {&unit.forced, &unit.imacros})
        for (const std::string &name : *list)
          force(*walk.context, unit, unitFiles[i]->file, name, walk.starts);
    }
    walk(walks);
  }

  void force(SearchContext &context, const Unit &unit, FileId from, const std::string &name,
             std::vector<Found> &starts) {
    Found base;
    base.opened.folder = files->folder(unit.directory);
    const auto found =
        resolveInclude(*files, context, base, DirectiveKind::Include, HeaderForm::Quoted, name);
    Edge edge;
    edge.from = from;
    edge.spelled = sources->arena.copy(std::string_view(name));
    edge.databases = bit(unit);
    if (found) {
      edge.to = found->opened.file;
      edge.state = isForeign(edge.to) ? Edge::State::External : Edge::State::Resolved;
      if (edge.state == Edge::State::Resolved)
        starts.push_back(*found);
    }
    record(from, {edge});
  }

  /// Files that no unit reaches: resolved by the policy's include roots, then by every folder that
  /// any unit looks through. Each file is read in its own language's way.
  void walkRest() {
    std::vector<std::string> quote, angled = request.includeRoots;
    bool knows = false;
    for (const SearchContext &context : contexts) {
      quote.insert(quote.end(), context.quote.begin(), context.quote.end());
      angled.insert(angled.end(), context.angled.begin(), context.angled.end());
      knows |= context.knowsSystem;
    }
    std::deque<SearchContext> rest;
    std::deque<ContextWalk> walks(2);
    for (const char *name : {".cpp", ".c"}) {
      ContextWalk &walk = walks[rest.size()];
      rest.push_back(makeContext(*files, sources->arena, modeOfFile(name), quote, angled, {}));
      rest.back().knowsSystem = knows;
      walk.context = &rest.back();
    }
    for (const FileId file : graph.tree)
      if (!state(file).reached)
        walks[files->fileName(file).ends_with(".c") ? 1 : 0].starts.push_back(
            {{file, files->folderOf(file)}, -1});
    walk(walks);
  }

  /// The units that include, directly or not, a file with an include whose name is computed.
  std::vector<bool> unitsWithComputed() {
    std::vector<std::vector<FileId>> includers(files->size());
    std::vector<FileId> stack;
    for (std::size_t file = 0; file < graph.states->size(); ++file)
      for (const Edge &edge : (*graph.states)[file].edges)
        if (edge.state == Edge::State::Computed)
          stack.push_back(edge.from);
        else if (edge.state == Edge::State::Resolved)
          includers[std::size_t(edge.to)].push_back(edge.from);
    std::vector<bool> reaches(files->size());
    while (!stack.empty()) {
      const FileId file = stack.back();
      stack.pop_back();
      if (reaches[std::size_t(file)])
        continue;
      reaches[std::size_t(file)] = true;
      stack.insert(stack.end(), includers[std::size_t(file)].begin(),
                   includers[std::size_t(file)].end());
    }
    std::vector<bool> result;
    for (const std::optional<Opened> &unit : unitFiles)
      result.push_back(unit && reaches[std::size_t(unit->file)]);
    return result;
  }

  /// Preprocesses the units wanted; `use` is called for one at a time.
  template <class UseWalk>
  Result<void> preprocessAll(const std::vector<bool> &wanted, const UseWalk &use) {
    for (const Unit &unit : graph.units) {
      auto &oracle = oracles[unit.compiler];
      if (oracle)
        continue;
      const Result<CompilerFacts> &facts = compilers.at(unit.compiler).get();
      if (!facts)
        return facts.error();
      oracle = std::make_unique<CompilerOracle>(unit.compiler, unit.directory, facts->macros);
    }
    std::mutex mutex;
    inParallel(request.threads, graph.units.size(), [&](std::size_t i) {
      if (!wanted[i])
        return;
      const Unit &unit = graph.units[i];
      Walk walk = walkUnit(*files, *sources, contexts[contextOf[i]], *oracles.at(unit.compiler),
                           unit, unit.compiler.back().find("++") != std::string::npos);
      const std::lock_guard lock(mutex);
      use(i, walk);
    });
    return {};
  }

  /// Tells what the units compile: gives computed includes their files, and, when asked to, marks
  /// the edges of branches that nobody compiles.
  Result<void> preprocess() {
    const bool everything = request.configured || request.closures;
    std::set<std::tuple<FileId, std::uint32_t, FileId>> compiled;
    graph.closures.resize(request.closures ? graph.units.size() : 0);
    const std::vector<bool> wanted =
        everything ? std::vector<bool>(graph.units.size(), true) : unitsWithComputed();
    std::vector<std::string> tooDeep;
    LEVITATE_CHECK(preprocessAll(wanted, [&](std::size_t i, Walk &walk) {
      if (!walk.complete)
        tooDeep.push_back(graph.units[i].file);
      if (request.closures) {
        graph.closures[i] = walk.files;
        graph.closures[i].insert(graph.closures[i].end(), walk.tested.begin(), walk.tested.end());
      }
      for (const WalkedInclude &include : walk.includes) {
        if (isForeign(include.from))
          continue;
        if (everything)
          compiled.insert({include.from, include.line, include.to});
        if (include.computed && include.to >= 0)
          computed(include, bit(graph.units[i]));
      }
    }));
    std::sort(tooDeep.begin(), tooDeep.end());
    noteSome(tooDeep,
             "a unit whose includes nest more than 200 deep: no compiler goes on there, and "
             "neither does this");
    for (std::size_t file = 0; file < graph.states->size(); ++file) {
      std::span<Edge> &edges = (*graph.states)[file].edges;
      // A computed include that some unit gave a file needs its nameless edge no more.
      const auto needless = [&](const Edge &edge) {
        return edge.state == Edge::State::Computed &&
               std::any_of(edges.begin(), edges.end(), [&](const Edge &other) {
                 return other.line == edge.line && other.computed && other.to >= 0;
               });
      };
      if (std::any_of(edges.begin(), edges.end(), needless)) {
        std::vector<Edge> needed;
        std::remove_copy_if(edges.begin(), edges.end(), std::back_inserter(needed), needless);
        edges = sources->arena.copy(std::span<const Edge>(needed));
      }
      if (everything && (*graph.states)[file].reached)
        for (Edge &edge : edges) {
          edge.compiled = compiled.contains({edge.from, edge.line, edge.to});
          if (request.configured && edge.state != Edge::State::Never && !edge.compiled)
            edge.state = Edge::State::Inactive;
        }
    }
    return {};
  }

  void computed(const WalkedInclude &include, std::uint64_t database) {
    Edge edge;
    edge.from = include.from;
    edge.to = include.to;
    edge.line = include.line;
    edge.column = include.column;
    edge.form = include.form;
    edge.spelled = sources->arena.copy(std::string_view(include.name));
    edge.computed = true;
    edge.databases = database;
    edge.state = isForeign(edge.to) ? Edge::State::External : Edge::State::Resolved;
    for (const Edge &other : state(include.from).edges)
      if (other.line == edge.line && other.state == Edge::State::Computed)
        edge.condition = other.condition;
    record(include.from, {edge});
  }

  void finish() {
    graph.bytes = sources->bytes;
    graph.scanned = sources->read;
    // In the order of the files' names; several targets of a line by theirs.
    std::vector<bool> inTree(graph.states->size());
    for (const FileId file : graph.tree) {
      inTree[std::size_t(file)] = true;
      if (!graph.edgesOf(file).empty())
        graph.order.push_back(file);
    }
    const std::size_t ofTree = graph.order.size();
    for (std::size_t i = 0; i < inTree.size(); ++i)
      if (!inTree[i] && !graph.edgesOf(static_cast<FileId>(i)).empty())
        graph.order.push_back(static_cast<FileId>(i));
    if (graph.order.size() != ofTree)
      std::sort(graph.order.begin(), graph.order.end(),
                [&](FileId a, FileId b) { return files->name(a) < files->name(b); });
    const auto before = [&](const Edge &a, const Edge &b) {
      if (a.line != b.line || a.column != b.column)
        return std::tie(a.line, a.column) < std::tie(b.line, b.column);
      if (a.to == b.to)
        return std::tie(a.spelled, a.state) < std::tie(b.spelled, b.state);
      return b.to < 0 || (a.to >= 0 && files->name(a.to) < files->name(b.to));
    };
    constexpr std::size_t part = 256;
    inParallel(request.threads, (graph.order.size() + part - 1) / part, [&](std::size_t p) {
      for (std::size_t i = p * part; i < std::min(graph.order.size(), (p + 1) * part); ++i) {
        const std::span<Edge> edges = state(graph.order[i]).edges;
        if (!std::is_sorted(edges.begin(), edges.end(), before))
          std::sort(edges.begin(), edges.end(), before);
      }
    });
  }

  const GraphRequest &request;
  IncludeGraph graph;
  FileTable *files = nullptr;
  std::map<std::vector<std::string>, std::shared_future<Result<CompilerFacts>>> compilers;
  Sources *sources = nullptr;
  std::map<std::vector<std::string>, std::unique_ptr<CompilerOracle>> oracles;
  std::atomic<bool> hasComputed = false;
  std::vector<std::optional<Opened>> unitFiles; ///< by unit
  std::vector<SearchContext> contexts;
  std::vector<std::size_t> contextOf; ///< by unit
  std::array<std::mutex, 64> recording;
};

} // namespace

Result<IncludeGraph> buildGraph(const GraphRequest &request) { return Builder(request).build(); }

Result<std::vector<UnitIncludes>> unitIncludes(const GraphRequest &request) {
  return Builder(request).units();
}

} // namespace levitate::layers

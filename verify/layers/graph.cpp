#include "verify/layers/graph.h"

#include "base/files.h"
#include "verify/layers/resolver.h"
#include "verify/layers/walker.h"

#include <algorithm>
#include <future>
#include <set>

namespace levitate::layers {

namespace {

class Builder {
public:
  explicit Builder(const GraphRequest &request) : request(request) {
    graph.files = std::make_unique<FileTable>(request.root);
    files = graph.files.get();
    graph.sources = std::make_unique<Sources>(*files, request.contents);
    sources = graph.sources.get();
  }

  Result<IncludeGraph> build() {
    LEVITATE_CHECK(prepare());
    LEVITATE_CHECK(scanTree());
    makeContexts();
    walkUnits();
    walkRest();
    if (request.configured || hasComputed)
      LEVITATE_CHECK(preprocess());
    finish();
    return std::move(graph);
  }

  Result<std::vector<UnitIncludes>> units() {
    LEVITATE_CHECK(prepare());
    makeContexts();
    std::vector<UnitIncludes> result;
    for (std::size_t i = 0; i < graph.units.size(); ++i) {
      LEVITATE_TRY(walk, preprocessUnit(i));
      UnitIncludes entry;
      entry.file = graph.units[i].file;
      for (const FileId file : walk.files)
        entry.enters.push_back(files->path(file));
      if (!entry.enters.empty())
        std::sort(entry.enters.begin() + 1, entry.enters.end());
      for (const FileId file : walk.tested)
        entry.tested.push_back(files->path(file));
      for (const WalkedInclude &include : walk.includes)
        entry.missing += include.to < 0;
      result.push_back(std::move(entry));
    }
    return result;
  }

private:
  Result<void> prepare() {
    for (const auto &[path, text] : request.contents)
      files->add(path);
    for (const std::string &path : request.absent)
      files->remove(path);
    LEVITATE_CHECK(readUnits());
    startCompilers();
    LEVITATE_TRY(tree, files->list(request.files, request.exclude));
    graph.tree = std::move(tree);
    inTree.resize(files->size());
    for (const FileId file : graph.tree)
      inTree[std::size_t(file)] = true;
    return {};
  }

  Result<void> readUnits() {
    for (std::size_t i = 0; i < request.buildDirectories.size(); ++i) {
      LEVITATE_TRY(units, readDatabase(request.buildDirectories[i], i));
      const std::size_t before = graph.units.size();
      for (Unit &unit : units)
        if (isWithin(realPath(unit.file), request.root))
          graph.units.push_back(std::move(unit));
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

  LanguageMode modeOfFile(const std::string &name) const {
    const bool c = name.ends_with(".c");
    LanguageMode mode;
    mode.digitSeparators = !c;
    mode.assembler = name.ends_with(".S");
    return mode;
  }

  Result<void> scanTree() {
    std::unordered_map<std::string, LanguageMode> unitModes;
    for (const Unit &unit : graph.units)
      unitModes.try_emplace(realPath(unit.file), unit.mode);
    std::vector<LanguageMode> modes;
    for (const FileId file : graph.tree) {
      const auto unit = unitModes.find(files->path(file));
      modes.push_back(unit != unitModes.end() ? unit->second : modeOfFile(files->path(file)));
    }
    std::string failure;
    if (!sources->scanAll(graph.tree, modes, request.threads, failure))
      return Error::environment("can't read " + failure);
    return {};
  }

  void makeContexts() {
    std::vector<std::pair<const Unit *, std::size_t>> known;
    std::set<std::string> complaints;
    for (const Unit &unit : graph.units) {
      const auto same = std::find_if(known.begin(), known.end(), [&](const auto &entry) {
        return entry.first->search == unit.search && entry.first->compiler == unit.compiler &&
               entry.first->mode == unit.mode;
      });
      if (same != known.end()) {
        contextOf.push_back(same->second);
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
      contexts.push_back(makeContext(*files, unit.mode, quote, unit.search.angled, system));
      contexts.back().databases = bit(unit);
      contexts.back().knowsSystem = bool(facts);
      known.emplace_back(&unit, contexts.size() - 1);
      contextOf.push_back(contexts.size() - 1);
    }
  }

  static std::uint64_t bit(const Unit &unit) {
    return std::uint64_t(1) << std::min<std::size_t>(unit.database, 63);
  }

  bool isTree(FileId file) {
    return std::size_t(file) < inTree.size() && inTree[std::size_t(file)];
  }
  /// Files below the root that the policy does not list are gone through (generated headers in a
  /// build folder, say), but excluded ones are as foreign as the system's.
  bool isForeign(FileId file) {
    if (isTree(file))
      return false;
    const auto [known, isNew] = foreign.try_emplace(file, false);
    if (isNew)
      known->second = !files->inRoot(file) || firstMatch(request.exclude, files->name(file)) >= 0 ||
                      excludedFolder(files->name(file));
    return known->second;
  }
  bool excludedFolder(const std::string &name) {
    for (std::size_t slash = name.find('/'); slash != name.npos; slash = name.find('/', slash + 1))
      if (firstMatch(request.exclude, std::string_view(name).substr(0, slash)) >= 0)
        return true;
    return false;
  }

  std::vector<Edge> &edgesFrom(FileId file) {
    if (std::size_t(file) >= byFile.size())
      byFile.resize(std::max(files->size(), std::size_t(file) + 1));
    return byFile[std::size_t(file)];
  }

  void record(Edge edge) {
    std::vector<Edge> &own = edgesFrom(edge.from);
    for (Edge &other : own)
      if (other.line == edge.line && other.to == edge.to && other.column == edge.column &&
          other.spelled == edge.spelled) {
        other.databases |= edge.databases;
        return;
      }
    own.push_back(std::move(edge));
  }

  static bool never(std::string_view condition) {
    return condition == "0" || condition.starts_with("0 && ") || condition.ends_with(" && 0") ||
           condition.find(" && 0 && ") != condition.npos;
  }

  Edge edgeOf(FileId from, const Directive &directive, const Scan &scanned,
              const SearchContext &context) {
    Edge edge;
    edge.from = from;
    edge.line = directive.line;
    edge.column = directive.column;
    edge.form = directive.form;
    edge.directive = directive.kind;
    edge.spelled = directive.text;
    edge.condition = scanned.conditions[directive.condition];
    edge.databases = context.databases;
    return edge;
  }

  /// Goes through everything that can be reached from the files in `queue`.
  void walk(SearchContext &context, std::vector<Found> queue, bool isUnit) {
    // Nearly every file is found in one folder only; the others are kept apart.
    std::vector<FolderId> firstFolder;
    std::set<std::pair<FileId, FolderId>> furtherFolders;
    const auto visit = [&](const Opened &opened) {
      if (std::size_t(opened.file) >= firstFolder.size())
        firstFolder.resize(std::max(files->size(), std::size_t(opened.file) + 1), -1);
      FolderId &first = firstFolder[std::size_t(opened.file)];
      if (first < 0) {
        first = opened.folder;
        return true;
      }
      return first != opened.folder && furtherFolders.insert({opened.file, opened.folder}).second;
    };
    for (const Found &start : queue)
      visit(start.opened);
    while (!queue.empty()) {
      const Found current = queue.back();
      queue.pop_back();
      const FileId from = current.opened.file;
      if (isUnit)
        markReached(from);
      const Scan *scanned = sources->scanOf(from, context.mode);
      if (!scanned)
        continue;
      for (const Directive &directive : scanned->directives) {
        Edge edge = edgeOf(from, directive, *scanned, context);
        std::optional<Found> found;
        if (directive.form == HeaderForm::Quoted || directive.form == HeaderForm::Angled)
          found = resolveInclude(*files, context, current, directive.kind, directive.form,
                                 directive.text);
        if (never(edge.condition)) {
          edge.state = Edge::State::Never;
          if (found)
            edge.to = found->opened.file;
        } else if (directive.form == HeaderForm::Computed) {
          edge.state = Edge::State::Computed;
          edge.computed = hasComputed = true;
        } else if (found) {
          edge.to = found->opened.file;
          edge.state = isForeign(edge.to) ? Edge::State::External : Edge::State::Resolved;
          if (edge.state == Edge::State::Resolved && visit(found->opened))
            queue.push_back(*found);
        } else {
          edge.to = generatedFile(context, directive.text);
          edge.state = edge.to >= 0 ? Edge::State::Resolved
                       : directive.form == HeaderForm::Angled && !context.knowsSystem
                           ? Edge::State::External
                           : Edge::State::Unresolved;
        }
        record(std::move(edge));
      }
    }
  }

  FileId generatedFile(const SearchContext &context, const std::string &name) {
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

  void markReached(FileId file) {
    if (std::size_t(file) >= graph.reached.size())
      graph.reached.resize(files->size());
    graph.reached[std::size_t(file)] = true;
  }

  /// Every context goes through the files of its units, and what those force on themselves.
  void walkUnits() {
    for (std::size_t c = 0; c < contexts.size(); ++c) {
      std::vector<Found> queue;
      for (std::size_t i = 0; i < graph.units.size(); ++i) {
        if (contextOf[i] != c)
          continue;
        const Unit &unit = graph.units[i];
        const auto opened = files->open(unit.file);
        if (!opened) {
          graph.notes.push_back("the unit " + unit.file + " does not exist");
          continue;
        }
        queue.push_back({*opened, -1});
        for (const auto *list : {&unit.forced, &unit.imacros})
          for (const std::string &name : *list)
            force(contexts[c], unit, opened->file, name, queue);
      }
      walk(contexts[c], std::move(queue), true);
    }
  }

  void force(SearchContext &context, const Unit &unit, FileId from, const std::string &name,
             std::vector<Found> &queue) {
    Found base;
    base.opened.folder = files->folder(unit.directory);
    const auto found =
        resolveInclude(*files, context, base, DirectiveKind::Include, HeaderForm::Quoted, name);
    Edge edge;
    edge.from = from;
    edge.spelled = graph.names.emplace_back(name);
    edge.databases = bit(unit);
    if (found) {
      edge.to = found->opened.file;
      edge.state = isForeign(edge.to) ? Edge::State::External : Edge::State::Resolved;
      if (edge.state == Edge::State::Resolved)
        queue.push_back(*found);
    }
    record(std::move(edge));
  }

  /// Files that no unit reaches: resolved by the policy's include roots, then by every folder that
  /// any unit looks through.
  void walkRest() {
    LanguageMode mode;
    std::vector<std::string> quote, angled = request.includeRoots, system;
    bool knows = false;
    for (const SearchContext &context : contexts) {
      quote.insert(quote.end(), context.quote.begin(), context.quote.end());
      angled.insert(angled.end(), context.angled.begin(), context.angled.end());
      knows |= context.knowsSystem;
    }
    SearchContext rest = makeContext(*files, mode, std::move(quote), angled, system);
    rest.knowsSystem = knows;
    std::vector<Found> queue;
    for (const FileId file : graph.tree)
      if (std::size_t(file) >= graph.reached.size() || !graph.reached[std::size_t(file)]) {
        const FolderId folder = files->folder(std::string(parentPath(files->path(file))));
        queue.push_back({{file, folder}, -1});
      }
    // Each file is read in its own language's way.
    std::vector<Found> cFiles;
    for (std::size_t i = 0; i < queue.size();) {
      if (files->name(queue[i].opened.file).ends_with(".c")) {
        cFiles.push_back(queue[i]);
        queue[i] = queue.back();
        queue.pop_back();
      } else {
        ++i;
      }
    }
    walk(rest, std::move(queue), false);
    if (!cFiles.empty()) {
      rest.mode.digitSeparators = false;
      walk(rest, std::move(cFiles), false);
    }
  }

  Result<Walk> preprocessUnit(std::size_t index) {
    const Unit &unit = graph.units[index];
    auto &oracle = oracles[unit.compiler];
    if (!oracle) {
      const Result<CompilerFacts> &facts = compilers.at(unit.compiler).get();
      if (!facts)
        return facts.error();
      oracle = std::make_unique<CompilerOracle>(unit.compiler, unit.directory, facts->macros);
    }
    const std::string &language = unit.compiler.back();
    return walkUnit(*files, *sources, contexts[contextOf[index]], *oracle, unit,
                    language.find("++") != language.npos);
  }

  /// Tells what the units compile: gives computed includes their files, and, when asked to, marks
  /// the edges of branches that nobody compiles.
  Result<void> preprocess() {
    std::set<std::tuple<FileId, std::uint32_t, FileId>> compiled;
    for (std::size_t i = 0; i < graph.units.size(); ++i) {
      LEVITATE_TRY(walk, preprocessUnit(i));
      for (const WalkedInclude &include : walk.includes) {
        if (isForeign(include.from))
          continue;
        compiled.insert({include.from, include.line, include.to});
        if (include.computed && include.to >= 0)
          computed(include, bit(graph.units[i]));
      }
    }
    for (std::size_t file = 0; file < byFile.size(); ++file) {
      std::vector<Edge> &edges = byFile[file];
      const bool reachedFile = file < graph.reached.size() && graph.reached[file];
      // A computed include that some unit gave a file needs its nameless edge no more.
      std::erase_if(edges, [&](const Edge &edge) {
        return edge.state == Edge::State::Computed &&
               std::any_of(edges.begin(), edges.end(), [&](const Edge &other) {
                 return other.line == edge.line && other.computed && other.to >= 0;
               });
      });
      if (request.configured && reachedFile)
        for (Edge &edge : edges)
          if (edge.state != Edge::State::Never &&
              !compiled.contains({edge.from, edge.line, edge.to}))
            edge.state = Edge::State::Inactive;
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
    edge.spelled = graph.names.emplace_back(include.name);
    edge.computed = true;
    edge.databases = database;
    edge.state = isForeign(edge.to) ? Edge::State::External : Edge::State::Resolved;
    for (const Edge &other : edgesFrom(include.from))
      if (other.line == edge.line && other.state == Edge::State::Computed)
        edge.condition = other.condition;
    record(std::move(edge));
  }

  void finish() {
    graph.bytes = sources->bytes;
    graph.scanned = sources->read;
    graph.reached.resize(files->size());
    // In the order of the files' names, and of the lines in each.
    std::vector<FileId> order;
    std::size_t count = 0;
    for (std::size_t i = 0; i < byFile.size(); ++i)
      if (!byFile[i].empty()) {
        order.push_back(static_cast<FileId>(i));
        count += byFile[i].size();
      }
    std::sort(order.begin(), order.end(),
              [&](FileId a, FileId b) { return files->name(a) < files->name(b); });
    graph.edges.reserve(count);
    const auto before = [&](const Edge &a, const Edge &b) {
      if (a.line != b.line || a.column != b.column)
        return std::tie(a.line, a.column) < std::tie(b.line, b.column);
      if (a.to == b.to)
        return a.spelled < b.spelled;
      return b.to < 0 || (a.to >= 0 && files->name(a.to) < files->name(b.to));
    };
    for (const FileId file : order) {
      std::vector<Edge> &edges = byFile[std::size_t(file)];
      std::sort(edges.begin(), edges.end(), before);
      graph.edges.insert(graph.edges.end(), edges.begin(), edges.end());
    }
    byFile.clear();
  }

  const GraphRequest &request;
  IncludeGraph graph;
  FileTable *files = nullptr;
  std::map<std::vector<std::string>, std::shared_future<Result<CompilerFacts>>> compilers;
  Sources *sources = nullptr;
  std::map<std::vector<std::string>, std::unique_ptr<CompilerOracle>> oracles;
  std::vector<bool> inTree;
  bool hasComputed = false;
  std::unordered_map<FileId, bool> foreign;
  std::vector<SearchContext> contexts;
  std::vector<std::size_t> contextOf; ///< by unit
  std::vector<std::vector<Edge>> byFile;
};

} // namespace

std::pair<std::size_t, std::size_t> IncludeGraph::edgesOf(FileId file) const {
  const std::string &name = files->name(file);
  const auto less = [&](const Edge &edge, const std::string &wanted) {
    return files->name(edge.from) < wanted;
  };
  const auto first = std::lower_bound(edges.begin(), edges.end(), name, less);
  auto last = first;
  while (last != edges.end() && last->from == file)
    ++last;
  return {static_cast<std::size_t>(first - edges.begin()),
          static_cast<std::size_t>(last - edges.begin())};
}

Result<IncludeGraph> buildGraph(const GraphRequest &request) { return Builder(request).build(); }

Result<std::vector<UnitIncludes>> unitIncludes(const GraphRequest &request) {
  return Builder(request).units();
}

} // namespace levitate::layers

#include "verify/layers/graph.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <atomic>
#include <fcntl.h>
#include <future>
#include <set>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <unordered_set>

namespace levitate::layers {

namespace {

/// Reads a whole file into a buffer that is used again and again. False when it can't be read.
bool readInto(const std::string &path, std::string &buffer, std::size_t &size) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return false;
  size = 0;
  for (;;) {
    if (buffer.size() - size < 65536)
      buffer.resize(std::max<std::size_t>(buffer.size() * 2, 1 << 20));
    const ssize_t got = ::read(descriptor, buffer.data() + size, buffer.size() - size);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0) {
      ::close(descriptor);
      return got == 0;
    }
    size += static_cast<std::size_t>(got);
    if (size < buffer.size() - 65536 && got < 65536) {
      // A short read of a regular file is its end; the next read would only say so.
      ::close(descriptor);
      return true;
    }
  }
}

/// Where one kind of unit looks for includes, and how it reads files.
struct Context {
  LanguageMode mode;
  std::vector<std::string> quote, angled; ///< folders in order
  std::vector<FolderId> folders;          ///< quote, then angled; -1: does not exist
  std::uint64_t databases = 0;
  bool knowsSystem = false; ///< the compiler's own folders are among them

  struct Found {
    Opened opened;
    int index = -1; ///< in folders; -1: beside the includer, or by absolute path
  };
  std::unordered_map<std::string, std::optional<Found>> angledMemo, quotedMemo;
};

class Builder {
public:
  explicit Builder(const GraphRequest &request) : request(request) {
    graph.files = std::make_unique<FileTable>(request.root);
    files = graph.files.get();
  }

  Result<IncludeGraph> build() {
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
    LEVITATE_CHECK(scanTree());
    makeContexts();
    walkUnits();
    walkRest();
    finish();
    return std::move(graph);
  }

private:
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
                                     return askCompiler(unit.compiler, unit.directory, false);
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
    scans.resize(files->size());
    std::atomic<std::size_t> next = 0, bytes = 0;
    std::atomic<bool> failed = false;
    std::string failure;
    const auto work = [&] {
      std::string buffer;
      for (;;) {
        const std::size_t begin = next.fetch_add(16);
        if (begin >= graph.tree.size() || failed)
          return;
        for (std::size_t i = begin; i < std::min(begin + 16, graph.tree.size()); ++i) {
          const FileId id = graph.tree[i];
          const std::string &path = files->path(id);
          LanguageMode mode = modeOfFile(path);
          if (!unitModes.empty())
            if (const auto unit = unitModes.find(path); unit != unitModes.end())
              mode = unit->second;
          std::size_t size = 0;
          std::string_view text;
          if (const auto given = request.contents.find(path); given != request.contents.end()) {
            text = given->second;
          } else if (readInto(path, buffer, size)) {
            text = {buffer.data(), size};
          } else {
            if (!failed.exchange(true))
              failure = path;
            return;
          }
          bytes += text.size();
          scans[std::size_t(id)].push_back({mode, std::make_unique<Scan>(scan(text, mode))});
        }
      }
    };
    std::vector<std::thread> threads;
    const std::size_t count = std::min<std::size_t>(request.threads, graph.tree.size() / 64 + 1);
    for (std::size_t i = 1; i < count; ++i)
      threads.emplace_back(work);
    work();
    for (std::thread &thread : threads)
      thread.join();
    if (failed)
      return Error::environment("can't read " + failure);
    graph.bytes = bytes;
    graph.scanned = graph.tree.size();
    return {};
  }

  const Scan *scanOf(FileId id, const LanguageMode &mode) {
    if (std::size_t(id) >= scans.size())
      scans.resize(files->size());
    auto &known = scans[std::size_t(id)];
    for (const auto &[scannedMode, result] : known) {
      const unsigned difference = scannedMode.key() ^ mode.key();
      if (difference == 0 || (difference & ~result->insensitive) == 0)
        return result.get();
    }
    const std::string &path = files->path(id);
    std::string buffer;
    std::size_t size = 0;
    std::string_view text;
    if (const auto given = request.contents.find(path); given != request.contents.end())
      text = given->second;
    else if (readInto(path, buffer, size))
      text = {buffer.data(), size};
    else
      return nullptr;
    graph.bytes += text.size();
    ++graph.scanned;
    known.push_back({mode, std::make_unique<Scan>(scan(text, mode))});
    return known.back().second.get();
  }

  Context makeContext(const LanguageMode &mode, std::vector<std::string> quote,
                      const std::vector<std::string> &angled,
                      const std::vector<std::string> &system) {
    Context context;
    context.mode = mode;
    context.quote = std::move(quote);
    // A folder that is both is a system folder, at the system folder's place; of several of a kind
    // the first counts.
    for (const std::string &path : angled)
      if (std::find(system.begin(), system.end(), path) == system.end() &&
          std::find(context.angled.begin(), context.angled.end(), path) == context.angled.end())
        context.angled.push_back(path);
    for (const std::string &path : system)
      if (std::find(context.angled.begin(), context.angled.end(), path) == context.angled.end())
        context.angled.push_back(path);
    for (const auto *list : {&context.quote, &context.angled})
      for (const std::string &path : *list)
        context.folders.push_back(files->folder(path));
    return context;
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
      contexts.push_back(makeContext(unit.mode, quote, unit.search.angled, system));
      contexts.back().databases = bit(unit);
      contexts.back().knowsSystem = bool(facts);
      known.emplace_back(&unit, contexts.size() - 1);
      contextOf.push_back(contexts.size() - 1);
    }
  }

  static std::uint64_t bit(const Unit &unit) {
    return std::uint64_t(1) << std::min<std::size_t>(unit.database, 63);
  }

  std::optional<Context::Found> search(Context &context, std::size_t from,
                                       const std::string &name) {
    for (std::size_t i = from; i < context.folders.size(); ++i)
      if (context.folders[i] >= 0)
        if (const auto opened = files->find(context.folders[i], name))
          return Context::Found{*opened, static_cast<int>(i)};
    return std::nullopt;
  }

  std::optional<Context::Found> resolve(Context &context, const Context::Found &includer,
                                        const Directive &directive) {
    const std::string &name = directive.text;
    if (name.starts_with('/')) {
      const auto opened = files->open(name);
      return opened ? std::optional(Context::Found{*opened, -1}) : std::nullopt;
    }
    const bool angled = directive.form == HeaderForm::Angled;
    const std::size_t start = angled ? context.quote.size() : 0;
    if (directive.kind == DirectiveKind::IncludeNext && includer.index >= 0)
      return search(context, std::max(start, static_cast<std::size_t>(includer.index) + 1), name);
    if (!angled)
      if (const auto beside = files->find(includer.opened.folder, name))
        return Context::Found{*beside, -1};
    auto &memo = angled ? context.angledMemo : context.quotedMemo;
    const auto [known, isNew] = memo.try_emplace(name);
    if (isNew)
      known->second = search(context, start, name);
    return known->second;
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

  void record(Edge edge) {
    auto &own = byFile[edge.from];
    for (Edge &other : own)
      if (other.line == edge.line && other.to == edge.to && other.column == edge.column &&
          other.spelled == edge.spelled) {
        other.databases |= edge.databases;
        return;
      }
    own.push_back(std::move(edge));
  }

  static bool never(const std::string &condition) {
    return condition == "0" || condition.starts_with("0 && ") || condition.ends_with(" && 0") ||
           condition.find(" && 0 && ") != condition.npos;
  }

  Edge edgeOf(FileId from, const Directive &directive, const Scan &scanned,
              const Context &context) {
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

  struct Step {
    Context::Found found;
    FileId from = -1;
  };

  /// Goes through everything that can be reached from the files in `queue`.
  void walk(Context &context, std::vector<Context::Found> queue, bool isUnit) {
    std::set<std::pair<FileId, FolderId>> seen;
    for (const Context::Found &start : queue)
      seen.insert({start.opened.file, start.opened.folder});
    while (!queue.empty()) {
      const Context::Found current = queue.back();
      queue.pop_back();
      const FileId from = current.opened.file;
      if (isUnit)
        markReached(from);
      const Scan *scanned = scanOf(from, context.mode);
      if (!scanned)
        continue;
      for (const Directive &directive : scanned->directives) {
        Edge edge = edgeOf(from, directive, *scanned, context);
        std::optional<Context::Found> found;
        if (directive.form == HeaderForm::Quoted || directive.form == HeaderForm::Angled)
          found = resolve(context, current, directive);
        if (never(edge.condition)) {
          edge.state = Edge::State::Never;
          if (found)
            edge.to = found->opened.file;
        } else if (directive.form == HeaderForm::Computed) {
          edge.state = Edge::State::Computed;
        } else if (found) {
          edge.to = found->opened.file;
          edge.state = isForeign(edge.to) ? Edge::State::External : Edge::State::Resolved;
          if (edge.state == Edge::State::Resolved &&
              seen.insert({edge.to, found->opened.folder}).second)
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

  FileId generatedFile(const Context &context, const std::string &name) {
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
      std::vector<Context::Found> queue;
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

  void force(Context &context, const Unit &unit, FileId from, const std::string &name,
             std::vector<Context::Found> &queue) {
    Directive directive;
    directive.form = HeaderForm::Quoted;
    directive.text = name;
    Context::Found base;
    base.opened.folder = files->folder(unit.directory);
    const auto found = resolve(context, base, directive);
    Edge edge;
    edge.from = from;
    edge.spelled = name;
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
    for (const Context &context : contexts) {
      quote.insert(quote.end(), context.quote.begin(), context.quote.end());
      angled.insert(angled.end(), context.angled.begin(), context.angled.end());
      knows |= context.knowsSystem;
    }
    Context rest = makeContext(mode, std::move(quote), angled, system);
    rest.knowsSystem = knows;
    std::vector<Context::Found> queue;
    for (const FileId file : graph.tree)
      if (std::size_t(file) >= graph.reached.size() || !graph.reached[std::size_t(file)]) {
        const FolderId folder = files->folder(std::string(parentPath(files->path(file))));
        queue.push_back({{file, folder}, -1});
      }
    // Each file is read in its own language's way.
    std::vector<Context::Found> cFiles;
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

  void finish() {
    graph.reached.resize(files->size());
    for (auto &[file, edges] : byFile)
      for (Edge &edge : edges)
        graph.edges.push_back(std::move(edge));
    byFile.clear();
    std::vector<std::size_t> rank(files->size());
    std::vector<FileId> order(files->size());
    for (std::size_t i = 0; i < order.size(); ++i)
      order[i] = static_cast<FileId>(i);
    std::sort(order.begin(), order.end(),
              [&](FileId a, FileId b) { return files->name(a) < files->name(b); });
    for (std::size_t i = 0; i < order.size(); ++i)
      rank[std::size_t(order[i])] = i;
    const auto key = [&](const Edge &edge) {
      return std::make_tuple(rank[std::size_t(edge.from)], edge.line, edge.column,
                             edge.to < 0 ? std::size_t(-1) : rank[std::size_t(edge.to)]);
    };
    std::sort(graph.edges.begin(), graph.edges.end(),
              [&](const Edge &a, const Edge &b) { return key(a) < key(b); });
  }

  const GraphRequest &request;
  IncludeGraph graph;
  FileTable *files = nullptr;
  std::map<std::vector<std::string>, std::shared_future<Result<CompilerFacts>>> compilers;
  std::vector<std::vector<std::pair<LanguageMode, std::unique_ptr<Scan>>>> scans;
  std::vector<bool> inTree;
  std::unordered_map<FileId, bool> foreign;
  std::vector<Context> contexts;
  std::vector<std::size_t> contextOf; ///< by unit
  std::unordered_map<FileId, std::vector<Edge>> byFile;
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

} // namespace levitate::layers

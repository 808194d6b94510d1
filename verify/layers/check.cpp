#include "verify/layers/check.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "verify/layers/deep.h"
#include "verify/layers/graph.h"
#include "verify/layers/judge.h"
#include "verify/layers/links.h"
#include "verify/layers/reconcile.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <set>

namespace levitate::layers {

namespace {

std::string todayText() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

bool needsDate(const Policy &policy) {
  return std::any_of(policy.exceptions.begin(), policy.exceptions.end(),
                     [](const Exception &exception) { return !exception.until.empty(); }) ||
         std::any_of(policy.nested.begin(), policy.nested.end(), needsDate);
}

Result<std::string> git(const std::string &root, std::vector<std::string> arguments,
                        std::string input = {}) {
  Command command;
  command.arguments = {"git", "-C", root};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  command.input = std::move(input);
  command.deadline = std::chrono::minutes(1);
  LEVITATE_TRY(result, runProcess(command));
  if (!result.succeeded())
    return Error::environment(shellQuoted(command.arguments) +
                              " fails: " + std::string(trim(result.errors)));
  return result.output;
}

/// The date that exceptions are compared with: the last commit's, so that an old checkout stays as
/// it was; today's for what is about to be committed, and where there is no git.
std::string dateOf(const Request &request, const Policy &policy) {
  if (!request.date.empty())
    return request.date;
  if (!request.staged && needsDate(policy))
    if (const auto text = git(policy.root, {"log", "-1", "--format=%cs"}))
      if (const std::string_view date = trim(*text); date.size() == 10)
        return std::string(date);
  return todayText();
}

/// What is staged: the contents of the index in place of the disk's, the names of what changed, and
/// the names of what is gone.
struct Staged {
  std::set<std::string> changed; ///< relative to the root
  std::set<std::string> gone;    ///< last components only
};

Result<Staged> readStaged(const std::string &root, GraphRequest &graph) {
  LEVITATE_TRY(top, git(root, {"rev-parse", "--show-toplevel"}));
  const std::string base = realPath(std::string(trim(top)));
  // `:MODE MODE OBJECT OBJECT STATUS`, then the path; names may hold anything but a zero byte.
  LEVITATE_TRY(listed,
               git(root, {"diff", "--cached", "--raw", "--no-abbrev", "--no-renames", "-z"}));
  const std::vector<std::string> parts = split(listed, std::string_view("\0", 1));
  Staged result;
  std::vector<std::string> paths;
  std::string objects;
  for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
    const std::vector<std::string> fields = split(parts[i], " ");
    const std::string path = base + "/" + parts[i + 1];
    if (fields.size() != 5)
      return Error::environment("git diff says what is no change: " + parts[i]);
    if (!isWithin(path, root))
      continue;
    if (fields[4] == "D") {
      graph.absent.push_back(path);
      result.gone.insert(std::string(fileName(path)));
      continue;
    }
    result.changed.insert(relativePath(path, root));
    if (fields[1].starts_with("100")) { // no link, no submodule, no conflict
      paths.push_back(path);
      objects += fields[3] + "\n";
    }
  }
  if (paths.empty())
    return result;
  LEVITATE_TRY(output, git(base, {"cat-file", "--batch"}, objects));
  std::size_t at = 0;
  for (const std::string &path : paths) {
    const std::size_t newline = output.find('\n', at);
    if (newline == output.npos)
      return Error::environment("git cat-file ends early");
    const std::vector<std::string> header = split(output.substr(at, newline - at), " ");
    if (header.size() != 3 || header[1] != "blob")
      return Error::environment("git has no contents for the staged file " + path);
    at = newline + 1;
    const std::size_t size = std::stoul(header[2]);
    if (at + size > output.size())
      return Error::environment("git cat-file ends early");
    graph.contents[path] = output.substr(at, size);
    at += size + 1;
  }
  return result;
}

std::string includeText(const Edge &edge) {
  if (edge.line == 0)
    return "-include " + std::string(edge.spelled);
  const std::string name = edge.directive == DirectiveKind::IncludeNext ? "#include_next "
                           : edge.directive == DirectiveKind::Import    ? "#import "
                                                                        : "#include ";
  switch (edge.form) {
  case HeaderForm::Angled:
    return name + "<" + std::string(edge.spelled) + ">";
  case HeaderForm::Quoted:
    return name + "\"" + std::string(edge.spelled) + "\"";
  default:
    return name + std::string(edge.spelled);
  }
}

const char *stateName(Edge::State state) {
  switch (state) {
  case Edge::State::Resolved:
    return "resolved";
  case Edge::State::External:
    return "external";
  case Edge::State::Unresolved:
    return "unresolved";
  case Edge::State::Computed:
    return "computed";
  case Edge::State::Never:
    return "never";
  case Edge::State::Inactive:
    return "inactive";
  }
  return "";
}

class Check {
public:
  Check(const Request &request, Policy given) : request(request), policy(std::move(given)) {}

  Result<Report> run() {
    const auto start = std::chrono::steady_clock::now();
    GraphRequest graphRequest;
    graphRequest.root = policy.root;
    graphRequest.files = policy.files;
    graphRequest.exclude = policy.exclude;
    graphRequest.generated = policy.generated;
    graphRequest.includeRoots = policy.includeRoots;
    for (const std::string &folder : request.buildDirectories)
      graphRequest.buildDirectories.push_back(realPath(absolutePath(folder)));
    graphRequest.configured = request.configured;
    graphRequest.closures = request.deep;
    graphRequest.threads = request.threads == 0 ? availableCores() : request.threads;
    if (request.deep && request.staged)
      return Error::usage(
          "--deep reads what is on the disk, --staged what is in the index; use one");
    if (request.deep && request.buildDirectories.empty())
      return Error::usage("--deep needs to know how the units are compiled: give a build directory "
                          "with -p");
    if (request.staged) {
      LEVITATE_TRY(staged, readStaged(policy.root, graphRequest));
      only = std::move(staged.changed);
      gone = std::move(staged.gone);
    }
    for (const std::string &file : request.files)
      if (!exists(file))
        return Error::usage("there is no file " + file);
    for (const std::string &file : request.files)
      only.insert(relativePath(realPath(absolutePath(file)), policy.root));
    restricted = request.staged || !request.files.empty();

    report.policy = policy.file;
    report.root = policy.root;
    report.name = policy.name;
    report.buildDirectories = graphRequest.buildDirectories;
    if (restricted && !only.empty())
      report.notes.push_back("only findings about " + std::to_string(only.size()) +
                             (only.size() == 1 ? " file are" : " files are") + " reported");
    if (restricted && only.empty() && gone.empty()) {
      // Nothing staged: nothing to say, and no tree to read for it.
      report.notes.push_back("no file below " + policy.root + " is staged");
      return std::move(report);
    }
    LEVITATE_TRY(built, buildGraph(graphRequest));
    graph = std::move(built);
    report.files = graph.tree.size();
    report.units = graph.units.size();
    report.bytes = graph.bytes;
    report.contents = graphRequest.contents;
    report.notes.insert(report.notes.end(), graph.notes.begin(), graph.notes.end());
    if (graph.tree.empty())
      return Error::usage("no file below " + policy.root +
                          " matches the policy's files: nothing "
                          "was checked");

    const std::string date = dateOf(request, policy);
    const unsigned threads = graphRequest.threads;
    std::vector<std::string> names(graph.tree.size());
    constexpr std::size_t part = 256;
    inParallel(threads, (names.size() + part - 1) / part, [&](std::size_t p) {
      for (std::size_t i = p * part; i < std::min(names.size(), (p + 1) * part); ++i)
        names[i] = graph.files->name(graph.tree[i]);
    });
    noteUnchecked(names);
    courts.push_back(std::make_unique<Court>(policy, date, *this));
    courts[0]->judge.addFiles(std::move(names), threads);
    for (std::size_t i = 0; i < graph.tree.size(); ++i)
      courts[0]->nodes[std::size_t(graph.tree[i])] = static_cast<Judge::Node>(i);
    for (const Policy &inner : policy.nested)
      courts.push_back(std::make_unique<Court>(inner, date, *this));
    for (const FileId file : graph.tree)
      for (const auto &court : courts)
        if (const Judge::Node node = court->nodeOf(file); node >= 0)
          court->judge.file(node);
    includes();
    if (request.links)
      LEVITATE_CHECK(links());
    if (request.deep)
      LEVITATE_CHECK(symbols(graphRequest));
    for (const auto &court : courts) {
      court->judge.finish();
      report.excepted += court->judge.excepted;
      std::move(court->judge.findings.begin(), court->judge.findings.end(),
                std::back_inserter(report.findings));
    }
    summary();
    LEVITATE_CHECK(applyBaseline());
    sortFindings();
    if (request.lastOfProcess) { // which is quicker than a hundred thousand pieces one by one
      static const auto *const left = new std::pair(std::move(graph), std::move(courts));
      (void)left;
    }
    report.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return std::move(report);
  }

private:
  /// Says which of the files that were asked for are not looked at. (Links stand in CMake's files.)
  void noteUnchecked(const std::vector<std::string> &tree) {
    std::set<std::string> unchecked = only;
    for (const std::string &name : tree)
      unchecked.erase(name);
    std::erase_if(unchecked, [](const std::string &name) {
      return fileName(name) == "CMakeLists.txt" || name.ends_with(".cmake");
    });
    if (!unchecked.empty())
      report.notes.push_back(
          *unchecked.begin() +
          (unchecked.size() == 1
               ? " is"
               : " and " + std::to_string(unchecked.size() - 1) + " others that were given are") +
          " none of the policy's files, and not checked");
  }

  std::vector<std::string> configurations(std::uint64_t databases) const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < report.buildDirectories.size(); ++i)
      if (databases >> std::min<std::size_t>(i, 63) & 1)
        names.push_back(report.buildDirectories[i]);
    return names;
  }

  /// A policy, and the files as its judge knows them.
  struct Court {
    Court(const Policy &policy, const std::string &date, const Check &check)
        : scope(policy.scope), check(check),
          judge(policy, date,
                [&check](Kind kind, std::size_t number) { return check.describe(kind, number); }),
          nodes(check.graph.files->size(), -1) {}

    /// -1: the file is not the policy's business.
    Judge::Node nodeOf(FileId file) {
      Judge::Node &node = nodes[std::size_t(file)];
      if (node == -1) {
        const std::string name = check.graph.files->name(file);
        node = covers(name) ? judge.nodeOf(name) : -2;
      }
      return node;
    }
    bool covers(const std::string &name) const {
      return scope.empty() ||
             (name.starts_with(scope) && name.size() > scope.size() && name[scope.size()] == '/');
    }

    const std::string &scope;
    const Check &check;
    Judge judge;
    std::vector<Judge::Node> nodes;
  };

  /// Puts an edge into words; for the judge, which has no others.
  Use describe(Kind kind, std::size_t number) const {
    Use use;
    if (kind == Kind::Link) {
      const MergedLink &entry = allLinks[number];
      use.from = {relativePath(realPath(entry.link.file), policy.root), entry.link.line, 1, "",
                  entry.link.from};
      use.to = {entry.toFile, 0, 0, "", entry.link.to};
      use.spelled = entry.link.to;
      use.text = "link " + entry.link.from + " -> " + entry.link.to +
                 (entry.link.scope.empty() ? "" : " " + entry.link.scope);
      use.condition = entry.link.condition;
      use.configurations = configurations(entry.databases);
      return use;
    }
    if (kind == Kind::Symbol) {
      const SymbolUse &entry = deep.uses[number];
      use.from = {graph.files->name(entry.from), entry.line, entry.column, "", ""};
      use.to = {graph.files->name(entry.to), 0, 0, "", ""};
      use.spelled = join(entry.symbols, ", ");
      std::vector<std::string> some = entry.symbols;
      if (some.size() > 4) {
        some.resize(3);
        some.push_back(std::to_string(entry.symbols.size() - 3) + " more");
      }
      use.text = "use of " + join(some, ", ");
      if (!entry.redeclared.empty())
        use.text += " (declared anew at " + entry.redeclared + ")";
      use.configurations = configurations(entry.databases);
      return use;
    }
    const Edge &edge = edgeNumbered(number);
    use.from = {graph.files->name(edge.from), edge.line, edge.column, "", ""};
    if (edge.to >= 0)
      use.to.file = graph.files->name(edge.to);
    use.spelled = edge.spelled;
    use.text = includeText(edge);
    use.condition = edge.condition;
    use.configurations = configurations(edge.databases);
    return use;
  }

  /// Edges are numbered in the order of the files, and of the lines in each.
  const Edge &edgeNumbered(std::size_t number) const {
    const auto after = std::upper_bound(firstEdge.begin(), firstEdge.end(), number) - 1;
    return graph.edgesOf(graph.order[std::size_t(after - firstEdge.begin())])[number - *after];
  }

  void includes() {
    std::size_t number = 0;
    for (const FileId file : graph.order) {
      firstEdge.push_back(number);
      for (const Edge &edge : graph.edgesOf(file)) {
        include(edge, number);
        ++number;
      }
    }
    report.includes = number;
    report.edges += number;
  }

  void include(const Edge &edge, std::size_t number) {
    if (request.edges)
      addEdge(Kind::Include, describe(Kind::Include, number), stateName(edge.state), "");
    switch (edge.state) {
    case Edge::State::Never:
    case Edge::State::Inactive:
      return;
    case Edge::State::Computed:
      unresolved(edge, describe(Kind::Include, number));
      return;
    case Edge::State::Unresolved:
      unresolved(edge, describe(Kind::Include, number));
      break;
    case Edge::State::External:
      ++report.external;
      break;
    case Edge::State::Resolved:
      break;
    }
    for (const auto &court : courts) {
      const Judge::Node from = court->nodeOf(edge.from);
      if (from < 0)
        continue;
      if (edge.state != Edge::State::Resolved)
        court->judge.external(Kind::Include, from, edge.spelled, number);
      else if (const Judge::Node to = court->nodeOf(edge.to); to >= 0)
        court->judge.use(Kind::Include, from, to, number);
    }
  }

  void unresolved(const Edge &edge, const Use &use) {
    ++report.unresolved;
    // Whoever includes what this commit takes away is part of it.
    if (gone.contains(std::string(fileName(edge.spelled))))
      only.insert(use.from.file);
    const bool isComputed = edge.state == Edge::State::Computed;
    report.computed += isComputed;
    Finding finding;
    finding.rule = isComputed ? "computed" : "unresolved";
    finding.kind = Kind::Unresolved;
    finding.level = policy.levelOf(Kind::Unresolved);
    finding.from = use.from;
    finding.condition = use.condition;
    finding.configurations = use.configurations;
    finding.message = isComputed
                          ? "the name of this include is computed, and no configuration gives it"
                          : "there is no file for " + use.text + " in any place to look";
    // What stands in a branch that may well not be compiled here is no more than a note.
    if (finding.level == Level::Warning && !edge.condition.empty())
      finding.level = Level::Note;
    finding.chain = {{use.from, use.to, use.text}};
    if (finding.level != Level::Off)
      report.findings.push_back(std::move(finding));
  }

  void addEdge(Kind kind, const Use &use, const char *state, const std::string &scope) {
    EdgeSummary edge;
    edge.kind = kind;
    edge.from = use.from;
    edge.to = use.to;
    edge.spelled = use.spelled;
    edge.state = state;
    edge.scope = scope;
    edge.condition = use.condition;
    edge.configurations = use.configurations;
    for (Place *place : {&edge.from, &edge.to})
      if (const int layer = place->file.empty() ? -1 : policy.layerOf(place->file); layer >= 0)
        place->layer = policy.layers[std::size_t(layer)].name;
    report.allEdges.push_back(std::move(edge));
  }

  struct MergedLink {
    Link link;
    std::string fromFile, toFile; ///< where the targets are defined
    std::uint64_t databases = 0;
  };

  Result<void> links() {
    std::vector<MergedLink> &merged = allLinks;
    std::set<std::string> targets;
    for (std::size_t i = 0; i < report.buildDirectories.size(); ++i) {
      LEVITATE_TRY(found, readLinks(report.buildDirectories[i]));
      std::map<std::string, std::string> definedIn;
      for (const Target &target : found.targets)
        definedIn[target.name] = target.file;
      for (const Target &target : found.targets)
        if (isWithin(realPath(target.file), policy.root) && targets.insert(target.name).second) {
          Judge &judge = courts[0]->judge;
          const std::string file = relativePath(realPath(target.file), policy.root);
          targetFiles[target.name] = file;
          if (const int layer = judge.layerOf(judge.nodeOf(file, target.name, file)); layer >= 0)
            ++targetCounts[layer];
        }
      for (Link &link : found.links) {
        const std::string from = realPath(definedIn[link.from]), to = realPath(definedIn[link.to]);
        if (!isWithin(from, policy.root) || !isWithin(to, policy.root))
          continue;
        const auto same = std::find_if(merged.begin(), merged.end(), [&](const MergedLink &other) {
          return other.link.from == link.from && other.link.to == link.to &&
                 other.link.file == link.file && other.link.line == link.line;
        });
        const std::uint64_t bit = std::uint64_t(1) << std::min<std::size_t>(i, 63);
        if (same != merged.end())
          same->databases |= bit;
        else
          merged.push_back({std::move(link), relativePath(from, policy.root),
                            relativePath(to, policy.root), bit});
      }
    }
    for (std::size_t i = 0; i < merged.size(); ++i) {
      ++report.edges;
      ++report.links;
      const MergedLink &entry = merged[i];
      if (request.edges)
        addEdge(Kind::Link, describe(Kind::Link, i), "resolved", entry.link.scope);
      // A target belongs where it is defined, wherever the call stands that links it.
      const std::string at = relativePath(realPath(entry.link.file), policy.root);
      for (const auto &court : courts)
        if (court->covers(at) && court->covers(entry.toFile))
          court->judge.use(Kind::Link, court->judge.nodeOf(at, entry.link.from, entry.fromFile),
                           court->judge.nodeOf(entry.toFile, entry.link.to, entry.toFile), i);
    }
    return {};
  }

  Result<void> symbols(const GraphRequest &given) {
    LEVITATE_TRY(facts, gatherSymbols(graph, report.buildDirectories, policy.root, given.threads));
    deep = std::move(facts);
    report.notes.push_back(std::to_string(graph.units.size()) + " units looked into, " +
                           std::to_string(deep.cached) + " of them unchanged since the last time");
    for (const std::string &unit : deep.incomplete) {
      Finding finding;
      finding.kind = Kind::Unresolved;
      finding.level = policy.levelOf(Kind::Unresolved);
      finding.message = "Clang could not read this unit to its end, so that uses may be missing: " +
                        unit.substr(unit.find(": ") + 2);
      finding.from.file = relativePath(unit.substr(0, unit.find(": ")), policy.root);
      courts[0]->judge.add(std::move(finding), "incomplete");
    }
    report.symbols = deep.uses.size();
    report.edges += deep.uses.size();
    for (std::size_t i = 0; i < deep.uses.size(); ++i) {
      if (request.edges)
        addEdge(Kind::Symbol, describe(Kind::Symbol, i), "resolved", "");
      for (const auto &court : courts)
        if (const Judge::Node from = court->nodeOf(deep.uses[i].from); from >= 0)
          if (const Judge::Node to = court->nodeOf(deep.uses[i].to); to >= 0)
            court->judge.use(Kind::Symbol, from, to, i);
    }
    std::vector<Link> stated;
    for (const MergedLink &entry : allLinks)
      stated.push_back(entry.link);
    Judge &judge = courts[0]->judge;
    const auto layerOf = [&](FileId file) {
      const Judge::Node node = courts[0]->nodeOf(file);
      return node < 0 ? -1 : judge.layerOf(node);
    };
    const auto layerOfTarget = [&](const std::string &target) {
      const auto file = targetFiles.find(target);
      return file == targetFiles.end()
                 ? -1
                 : judge.layerOf(judge.nodeOf(file->second, target, file->second));
    };
    std::map<FileId, std::vector<std::string>> texts;
    const auto lineOf = [&](FileId file, std::uint32_t line) -> std::string {
      const auto [known, isNew] = texts.try_emplace(file);
      if (isNew)
        if (const auto text = readText(graph.files->path(file)))
          known->second = split(*text, "\n");
      return line >= 1 && line <= known->second.size() ? known->second[line - 1] : "";
    };
    for (Finding &finding :
         reconcile({policy, graph, deep, stated, layerOf, layerOfTarget, lineOf})) {
      const std::string rule = finding.rule;
      judge.add(std::move(finding), rule);
    }
    return {};
  }

  void summary() {
    const Judge &judge = courts[0]->judge;
    const int count = static_cast<int>(policy.layers.size());
    for (int i = 0; i < count; ++i) {
      const Layer &layer = policy.layers[std::size_t(i)];
      LayerSummary entry{layer.name,      layer.why, layer.row, judge.filesInLayer[std::size_t(i)],
                         targetCounts[i], {}};
      for (int j = 0; j < count; ++j)
        if (i != j && mayUse(policy, i, j).allowed)
          entry.mayUse.push_back(policy.layers[std::size_t(j)].name);
      report.layers.push_back(std::move(entry));
    }
    for (int kind = 0; kind < 3; ++kind)
      for (int i = 0; i < count; ++i)
        for (int j = 0; j < count; ++j) {
          const std::size_t pair = std::size_t(i) * std::size_t(count) + std::size_t(j);
          if (i != j && judge.counts[kind][pair] != 0)
            report.uses.push_back({policy.layers[std::size_t(i)].name,
                                   policy.layers[std::size_t(j)].name, static_cast<Kind>(kind),
                                   judge.counts[kind][pair], judge.violated[kind][pair]});
        }
  }

  Result<void> applyBaseline() {
    if (restricted)
      std::erase_if(report.findings, [&](const Finding &finding) {
        if (finding.kind == Kind::Dead || finding.kind == Kind::Unused)
          return true;
        if (only.contains(finding.from.file))
          return false;
        return std::none_of(finding.chain.begin(), finding.chain.end(),
                            [&](const ChainStep &step) { return only.contains(step.from.file); });
      });
    if (request.baseline.empty())
      return {};
    LEVITATE_TRY(document, JsonDocument::readFile(request.baseline));
    LEVITATE_CHECK(document.onlyKeys({"schema", "violations"}));
    LEVITATE_TRY(schema, document.at("schema"));
    LEVITATE_TRY(version, schema.integer());
    if (version != 1)
      return schema.error("schema " + std::to_string(version) +
                          " is not known; this program reads schema 1");
    LEVITATE_TRY(value, document.at("violations"));
    LEVITATE_TRY(list, value.strings());
    const std::set<std::string> known(list.begin(), list.end());
    std::set<std::string> seen;
    std::erase_if(report.findings, [&](const Finding &finding) {
      if (finding.level != Level::Error)
        return false;
      const std::string identity = finding.identity();
      if (!known.contains(identity))
        return false;
      seen.insert(identity);
      ++report.baselined;
      return true;
    });
    if (restricted)
      return {};
    for (const std::string &identity : known)
      if (!seen.contains(identity)) {
        Finding finding;
        finding.rule = "stale-baseline";
        finding.kind = Kind::Unused;
        finding.level = policy.levelOf(Kind::Unused);
        finding.from.file = request.baseline;
        finding.message = "the baseline still has a violation that is gone: " + identity;
        finding.remedy = "write the baseline again, so that it can't come back unseen";
        if (finding.level != Level::Off)
          report.findings.push_back(std::move(finding));
      }
    return {};
  }

  void sortFindings() {
    std::sort(report.findings.begin(), report.findings.end(),
              [](const Finding &a, const Finding &b) {
                const auto key = [](const Finding &f) {
                  return std::tie(f.from.file, f.from.line, f.from.column, f.rule, f.to.file,
                                  f.to.target, f.message);
                };
                return key(a) < key(b);
              });
  }

  const Request &request;
  const Policy policy;
  IncludeGraph graph;
  Report report;
  std::vector<std::unique_ptr<Court>> courts; ///< the policy's first, then those of subfolders
  std::vector<std::size_t> firstEdge;         ///< by place in graph.order: its first edge's number
  std::vector<MergedLink> allLinks;
  std::map<std::string, std::string> targetFiles; ///< where each target of the tree is defined
  DeepFacts deep;
  std::set<std::string> only; ///< the files that findings are wanted about, when restricted
  std::set<std::string> gone; ///< staged to be removed; last components of their names
  std::map<int, std::size_t> targetCounts;
  bool restricted = false;
};

} // namespace

Result<Report> check(const Request &request) {
  if (!request.date.empty() && !isDate(request.date))
    return Error::usage("expected a date like 2027-03-31, found '" + request.date + "'");
  LEVITATE_TRY(policy, readPolicy(request.policy, request.root));
  return Check(request, std::move(policy)).run();
}

std::string baselineText(const Report &report) {
  std::set<std::string> identities;
  for (const Finding &finding : report.findings)
    if (finding.level == Level::Error)
      identities.insert(finding.identity());
  nlohmann::json document = {{"schema", 1}, {"violations", identities}};
  return document.dump(2) + "\n";
}

} // namespace levitate::layers

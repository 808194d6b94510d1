#include "verify/layers/deep.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sys/stat.h>
#include <unordered_map>

namespace levitate::layers {

namespace {

using nlohmann::json;

/// 128 bits of a text, as a word; two texts with the same one are taken to be the same.
std::string fingerprint(std::string_view text) {
  return fmt::format("{:016x}{:016x}", hashOf(text), hashOf(text, 0xD6E8FEB86659FD93u));
}

/// The program beside ours, or the one in PATH.
std::optional<std::string> factsProgram() {
  const std::string beside =
      std::string(parentPath(realPath("/proc/self/exe"))) + "/levitate-dependency-facts";
  if (exists(beside))
    return beside;
  return findProgram("levitate-dependency-facts");
}

/// Whether Clang's name of a symbol (USRGeneration.cpp) is that of a class, union or enumeration:
/// it ends in the kind and the name, as in `c:@N@space@S@Name`.
bool namesType(const std::string &usr) {
  if (usr.find("@F@") != usr.npos || usr.find("@FT@") != usr.npos)
    return false;
  const std::vector<std::string> parts = split(usr, "@");
  if (parts.size() < 2)
    return false;
  const std::string &kind = parts[parts.size() - 2];
  return kind == "S" || kind == "U" || kind == "E" || kind.starts_with("ST>") ||
         kind.starts_with("UT>") || kind.starts_with("SP>") || kind.starts_with("UP>");
}

std::string changeOf(const std::string &path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0)
    return {};
  return fmt::format("{}.{} {}", status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_size);
}

/// What Clang says of the units: kept from earlier where nothing changed, else asked for.
class Store {
public:
  Store(const IncludeGraph &graph, const std::vector<std::string> &buildDirectories,
        const std::string &root, unsigned threads)
      : graph(graph), buildDirectories(buildDirectories), root(root), threads(threads) {}

  Result<std::vector<json>> load(std::size_t &cached) {
    const auto found = factsProgram();
    if (!found)
      return Error::environment(
          "--deep needs levitate-dependency-facts beside levitate-dependency-check or in PATH; "
          "it is built with LLVM's development files (component verify/layers/facts)");
    const std::string salt = *found + " " + changeOf(*found);
    std::vector<json> facts(graph.units.size());
    std::vector<std::string> keys;
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < graph.units.size(); ++i) {
      if (graph.units[i].mode.assembler) { // which uses no declarations
        keys.emplace_back();
        facts[i] = {{"files", json::array()}, {"symbols", json::array()}, {"uses", json::array()}};
        continue;
      }
      keys.push_back(keyOf(i, salt));
      json kept;
      if (const auto text = readText(pathOf(i)))
        kept = json::parse(*text, nullptr, false);
      if (kept.is_object() && kept.value("key", "") == keys[i] && kept.contains("facts"))
        facts[i] = std::move(kept["facts"]);
      else
        missing.push_back(i);
    }
    cached = graph.units.size() - missing.size();
    if (missing.empty())
      return facts;
    json input = json::array();
    for (const std::size_t i : missing)
      input.push_back({{"directory", graph.units[i].directory},
                       {"file", graph.units[i].file},
                       {"arguments", graph.units[i].arguments}});
    Command command;
    command.arguments = {*found, "--root", root, "-j", std::to_string(threads)};
    command.input = input.dump(-1, ' ', false, json::error_handler_t::replace);
    LEVITATE_TRY(result, runProcess(command));
    if (!result.succeeded())
      return Error::environment("levitate-dependency-facts fails (status " +
                                std::to_string(result.status) + "): " + result.errors);
    for (const std::string &line : split(result.output, "\n")) {
      if (line.empty())
        continue;
      json entry = json::parse(line, nullptr, false);
      const std::size_t place = entry.is_object() ? entry.value("unit", ~std::size_t(0)) : ~0u;
      if (place >= missing.size())
        return Error::environment("levitate-dependency-facts says what is no fact: " + line);
      const std::size_t i = missing[place];
      // Only a cache: when it can't be written, the next run asks again.
      if (entry.value("error", "").empty())
        (void)!writeText(pathOf(i), json{{"key", keys[i]}, {"facts", entry}}.dump());
      facts[i] = std::move(entry);
    }
    for (const std::size_t i : missing)
      if (!facts[i].is_object())
        return Error::environment("levitate-dependency-facts says nothing of " +
                                  graph.units[i].file);
    return facts;
  }

private:
  std::string pathOf(std::size_t i) const {
    const Unit &unit = graph.units[i];
    return buildDirectories[unit.database] + "/.levitate/facts/" +
           fingerprint(unit.file + "\n" + join(unit.arguments, "\n")) + ".json";
  }

  std::string keyOf(std::size_t i, const std::string &salt) {
    const Unit &unit = graph.units[i];
    std::string text = salt + "\n" + root + "\n" + unit.directory + "\n" + unit.file + "\n" +
                       join(unit.arguments, "\n");
    for (const FileId file : graph.closures[i]) {
      const auto [known, isNew] = contents.try_emplace(file);
      if (isNew) {
        const std::string path = graph.files->path(file);
        const auto bytes = readText(path);
        known->second = path + " " + (bytes ? fingerprint(*bytes) : "");
      }
      text += "\n" + known->second;
    }
    return fingerprint(text);
  }

  const IncludeGraph &graph;
  const std::vector<std::string> &buildDirectories;
  const std::string &root;
  const unsigned threads;
  std::unordered_map<FileId, std::string> contents;
};

/// Puts the facts of all units together: a symbol belongs where it is defined, and where the
/// defining file takes its declaration from.
class Merge {
public:
  Merge(const IncludeGraph &graph, const std::vector<json> &facts) : graph(graph), facts(facts) {}

  Result<DeepFacts> run(DeepFacts result) {
    result.seen.resize(graph.files->size());
    for (std::size_t i = 0; i < facts.size(); ++i) {
      if (const std::string error = facts[i].value("error", ""); !error.empty())
        result.incomplete.push_back(graph.units[i].file + ": " + error);
      else if (!graph.units[i].mode.assembler)
        for (const FileId file : graph.closures[i])
          result.seen[std::size_t(file)] = true;
      read(i);
    }
    findHomes();
    for (std::size_t i = 0; i < facts.size(); ++i)
      usesOf(i);
    gather();
    for (auto &[key, use] : found) {
      std::sort(use.symbols.begin(), use.symbols.end());
      use.symbols.erase(std::unique(use.symbols.begin(), use.symbols.end()), use.symbols.end());
      result.uses.push_back(std::move(use));
    }
    std::map<FileId, std::string> names;
    for (const SymbolUse &use : result.uses)
      for (const FileId file : {use.from, use.to})
        names.try_emplace(file, graph.files->name(file));
    std::sort(result.uses.begin(), result.uses.end(), [&](const SymbolUse &a, const SymbolUse &b) {
      return std::tie(names.at(a.from), a.line, a.column, names.at(a.to), a.redeclared) <
             std::tie(names.at(b.from), b.line, b.column, names.at(b.to), b.redeclared);
    });
    for (auto &[pair, use] : linked)
      result.linked.push_back(std::move(use));
    return result;
  }

private:
  struct At {
    FileId file;
    std::uint32_t line;
    bool defines;
  };
  struct Symbol {
    std::string name;
    bool isLinked = false, isType = false;
    std::vector<At> at;          ///< in all units
    std::set<FileId> homes;      ///< where it is defined, and what the defining file goes by
    std::set<std::size_t> units; ///< whose own file defines it
  };
  /// A use as one unit has it.
  struct Met {
    std::size_t unit, symbol;
    FileId from, to;
    std::uint32_t line, column;
  };
  struct UnitView {
    std::vector<FileId> files;           ///< by number in the unit's facts; -1: not of the tree
    std::vector<std::size_t> symbols;    ///< by number in the unit's facts
    std::vector<std::vector<At>> places; ///< the same: what the unit sees declared
  };

  void read(std::size_t i) {
    UnitView &view = views.emplace_back();
    for (const json &path : facts[i].at("files")) {
      const auto opened = graph.files->open(path.get<std::string>());
      const bool own =
          opened && std::size_t(opened->file) < graph.states->size() &&
          (*graph.states)[std::size_t(opened->file)].standing == FileState::Standing::Own;
      view.files.push_back(own ? opened->file : -1);
    }
    const auto main = graph.files->open(graph.units[i].file);
    for (const json &entry : facts[i].at("symbols")) {
      const auto [known, isNew] =
          ids.try_emplace(entry.at("usr").get<std::string>(), symbols.size());
      if (isNew)
        symbols.push_back({entry.at("name"), false, namesType(known->first), {}, {}, {}});
      Symbol &symbol = symbols[known->second];
      symbol.isLinked |= entry.at("linked").get<bool>();
      view.symbols.push_back(known->second);
      std::vector<At> &places = view.places.emplace_back();
      for (const json &at : entry.at("at")) {
        const FileId file = view.files[at[0].get<std::size_t>()];
        if (file < 0)
          continue;
        places.push_back({file, at[1], at[2] == 1});
        if (std::none_of(symbol.at.begin(), symbol.at.end(), [&](const At &other) {
              return other.file == file && other.line == places.back().line;
            }))
          symbol.at.push_back(places.back());
        if (places.back().defines && main && file == main->file)
          symbol.units.insert(i);
      }
    }
  }

  /// Whether one file includes another, directly or not.
  bool includes(FileId from, FileId to) {
    const auto [known, isNew] = closures.try_emplace(from);
    std::vector<bool> &reached = known->second;
    if (isNew) {
      reached.resize(graph.files->size());
      std::vector<FileId> stack{from};
      while (!stack.empty()) {
        const FileId file = stack.back();
        stack.pop_back();
        for (const Edge &edge : graph.edgesOf(file))
          if (edge.state == Edge::State::Resolved && !reached[std::size_t(edge.to)]) {
            reached[std::size_t(edge.to)] = true;
            stack.push_back(edge.to);
          }
      }
    }
    return std::size_t(to) < reached.size() && reached[std::size_t(to)];
  }

  /// A header that declares what a source defines is a home of it, too. But a type that a header
  /// defines is at home there alone, whoever else says that there is one.
  void findHomes() {
    for (Symbol &symbol : symbols)
      for (const At &definition : symbol.at)
        if (definition.defines) {
          symbol.homes.insert(definition.file);
          for (const At &other : symbol.at)
            if ((!symbol.isType || !symbol.units.empty()) && !other.defines &&
                includes(definition.file, other.file))
              symbol.homes.insert(other.file);
        }
  }

  bool includesDirectly(FileId from, FileId to) const {
    const auto edges = graph.edgesOf(from);
    return std::any_of(edges.begin(), edges.end(), [&](const Edge &edge) {
      return edge.to == to && edge.state == Edge::State::Resolved;
    });
  }

  /// Of several declarations the one that the user includes itself, else the definition, else the
  /// first by name.
  template <class Candidates> FileId best(const Candidates &candidates, FileId user) const {
    FileId result = -1;
    std::tuple<bool, bool, std::string> order;
    for (const At &at : candidates) {
      std::tuple<bool, bool, std::string> key{!includesDirectly(user, at.file), !at.defines,
                                              graph.files->name(at.file)};
      if (result < 0 || key < order) {
        order = std::move(key);
        result = at.file;
      }
    }
    return result;
  }

  void usesOf(std::size_t i) {
    const UnitView &view = views[i];
    for (const json &entry : facts[i].at("uses")) {
      const std::size_t number = entry[0].get<std::size_t>();
      const FileId from = view.files[entry[1].get<std::size_t>()];
      if (from < 0)
        continue;
      const std::uint32_t line = entry[2], column = entry[3];
      const Symbol &symbol = symbols[view.symbols[number]];
      const std::vector<At> &seen = view.places[number];
      link(i, symbol, from, line, column);
      if (symbol.homes.contains(from))
        continue;
      std::vector<At> candidates;
      for (const At &at : seen)
        if (at.file != from && (symbol.homes.empty() || symbol.homes.contains(at.file)))
          candidates.push_back(at);
      std::string redeclared;
      if (candidates.empty()) {
        // It is declared anew; what it stands for is elsewhere. A header that goes with the
        // definition comes before the definition itself.
        for (const bool defines : {false, true})
          for (const At &at : symbol.at)
            if (candidates.empty() && at.defines == defines && symbol.homes.contains(at.file))
              candidates.push_back(at);
        if (candidates.empty() || seen.empty())
          continue;
        redeclared = fmt::format("{}:{}", graph.files->name(seen[0].file), seen[0].line);
      }
      const std::size_t id = view.symbols[number];
      const FileId to = best(candidates, from);
      if (!redeclared.empty())
        anew.try_emplace({from, id}, to, redeclared);
      met.push_back({i, id, from, to, line, column});
    }
    // What defines something that a header it includes declares uses that header.
    for (std::size_t number = 0; number < view.symbols.size(); ++number) {
      const Symbol &symbol = symbols[view.symbols[number]];
      for (const At &definition : view.places[number])
        if (definition.defines)
          for (const At &other : view.places[number])
            if (!other.defines && other.file != definition.file &&
                symbol.homes.contains(other.file) && includes(definition.file, other.file))
              met.push_back(
                  {i, view.symbols[number], definition.file, other.file, definition.line, 1});
    }
  }

  /// What a file declares anew it declares anew for all units, even for those that happen to see
  /// the other declaration, too.
  void gather() {
    for (const Met &one : met) {
      const auto known = anew.find({one.from, one.symbol});
      if (known == anew.end())
        add(one.unit, symbols[one.symbol], one.from, one.to, one.line, one.column, "");
      else
        add(one.unit, symbols[one.symbol], one.from, known->second.first, one.line, one.column,
            known->second.second);
    }
  }

  void add(std::size_t unit, const Symbol &symbol, FileId from, FileId to, std::uint32_t line,
           std::uint32_t column, const std::string &redeclared) {
    const auto [known, isNew] = found.try_emplace({from, to, redeclared});
    SymbolUse &use = known->second;
    if (isNew)
      use = {from, to, line, column, {}, redeclared, 0};
    if (std::tie(line, column) < std::tie(use.line, use.column)) {
      use.line = line;
      use.column = column;
    }
    use.symbols.push_back(symbol.name);
    use.databases |= std::uint64_t(1) << std::min<std::size_t>(graph.units[unit].database, 63);
  }

  void link(std::size_t user, const Symbol &symbol, FileId file, std::uint32_t line,
            std::uint32_t column) {
    if (!symbol.isLinked || symbol.units.empty() || symbol.units.contains(user))
      return;
    for (const std::size_t definer : symbol.units)
      if (graph.units[definer].database == graph.units[user].database)
        linked.try_emplace({user, definer},
                           LinkedUse{user, definer, file, line, column, symbol.name});
  }

  const IncludeGraph &graph;
  const std::vector<json> &facts;
  std::vector<UnitView> views;
  std::unordered_map<std::string, std::size_t> ids;
  std::vector<Symbol> symbols;
  std::unordered_map<FileId, std::vector<bool>> closures;
  std::vector<Met> met;
  /// What files declare anew: where it is to be found, and where it is declared anew.
  std::map<std::pair<FileId, std::size_t>, std::pair<FileId, std::string>> anew;
  std::map<std::tuple<FileId, FileId, std::string>, SymbolUse> found;
  std::map<std::pair<std::size_t, std::size_t>, LinkedUse> linked;
};

} // namespace

Result<DeepFacts> gatherSymbols(const IncludeGraph &graph,
                                const std::vector<std::string> &buildDirectories,
                                const std::string &root, unsigned threads) {
  DeepFacts result;
  LEVITATE_TRY(facts, Store(graph, buildDirectories, root, threads).load(result.cached));
  try {
    return Merge(graph, facts).run(std::move(result));
  } catch (const json::exception &) {
    return Error::environment("the facts of a unit are damaged; remove .levitate/facts in the "
                              "build directories");
  }
}

} // namespace levitate::layers

#include "tool/corpus/candidates.h"

#include "base/files.h"
#include "base/qualified_name.h"
#include "tool/corpus/targets.h"
#include "tool/corpus/together.h"
#include "tool/facts/extract.h"
#include "tool/plan/program.h"
#include "tool/workspace/compile_database.h"

#include <algorithm>
#include <atomic>
#include <cctype>
#include <optional>
#include <random>
#include <set>
#include <thread>

namespace levitate::corpus {
namespace {

using facts::Chunk;
using facts::Entity;
using facts::EntityKind;
using nlohmann::json;

Result<plan::Program> programOf(const std::string &root, const std::string &buildDirectory,
                                unsigned threads) {
  LEVITATE_TRY(units, workspace::loadCompileDatabase(buildDirectory));
  const workspace::Overlay overlay(realPath(root));
  const facts::Project project(realPath(root), {realPath(buildDirectory)});
  std::vector<facts::Facts> all(units.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < units.size(); i = next++)
      all[i] = facts::extract(units[i], overlay, project);
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads && i < units.size(); ++i)
    others.emplace_back(work);
  work();
  for (std::thread &other : others)
    other.join();
  Error errors;
  for (const facts::Facts &unit : all)
    for (const Diagnostic &diagnostic : unit.diagnostics)
      if (diagnostic.severity == Severity::Error)
        errors.diagnostics.push_back(diagnostic);
  if (!errors.diagnostics.empty())
    return errors;
  return plan::Program(std::move(all));
}

bool isIdentifier(const std::string &name) {
  return !name.empty() && (std::isalpha(static_cast<unsigned char>(name[0])) || name[0] == '_') &&
         std::all_of(name.begin(), name.end(),
                     [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

/// The word for a kind in the table; empty for what nothing is done to.
std::string wordFor(const Entity &entity) {
  switch (entity.kind) {
  case EntityKind::Record:
    return entity.isTemplate ? "class template" : "class";
  case EntityKind::Enum:
    return "enumeration";
  case EntityKind::Enumerator:
    return "enumerator";
  case EntityKind::Function:
    return entity.isTemplate ? "function template" : "function";
  case EntityKind::Method:
    return entity.isVirtual ? "virtual method" : "method";
  case EntityKind::Variable:
    return entity.isMember ? "static member" : "variable";
  case EntityKind::Field:
    return "field";
  case EntityKind::Alias:
    return "alias";
  case EntityKind::Macro:
    return "macro";
  case EntityKind::Namespace:
  case EntityKind::Concept:
  case EntityKind::Other:
    break;
  }
  return {};
}

/// A new name in the style of the old one. Longer or shorter, by the name itself, so that the same
/// candidate is the same in every run.
std::string newNameFor(const std::string &name) {
  const bool shouting =
      std::none_of(name.begin(), name.end(), [](unsigned char c) { return std::islower(c) != 0; });
  const std::string end = name.ends_with('_') ? "_" : "";
  const std::string stem = name.substr(0, name.size() - end.size());
  if (shouting)
    return stem + "_RENAMED" + end;
  if (stem.find('_') != std::string::npos)
    return stem + "_renamed" + end;
  return name.size() % 2 == 0 ? stem + "Renamed" + end : stem + "2" + end;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string inFolder(const std::string &file, const std::string &name) {
  const std::string folder(parentPath(file));
  return folder.empty() ? name : folder + "/" + name;
}

std::string ending(const std::string &file) {
  const std::string name(fileName(file));
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos ? "" : name.substr(dot);
}

std::string stemOf(const std::string &file) {
  const std::string name(fileName(file));
  return name.substr(0, name.rfind('.'));
}

class Generator {
public:
  Generator(const plan::Program &program, Targets targets)
      : program(program), targets(std::move(targets)), together(program) {
    for (const auto &[file, facts] : program.files)
      for (const facts::Reference &reference : facts.references)
        if (reference.declares && !reference.name.empty())
          written.insert(reference.entity);
    for (const auto &[file, facts] : program.files)
      if (!facts.mainFile)
        for (const facts::Include &include : facts.includes)
          includesOf.emplace(parentPath(file), parentPath(include.resolved));
    for (const auto &[file, facts] : program.files)
      for (const Chunk &chunk : facts.chunks)
        for (const std::uint32_t index : {chunk.owner, chunk.entity}) {
          if (index == facts::Facts::NoEntity)
            continue;
          Places &of = places[index];
          of.fromMacro |= chunk.fromMacro;
          of.forC |= std::any_of(facts.blocks.begin(), facts.blocks.end(), [&](const auto &block) {
            return block.linkage && block.body.contains(chunk.extent);
          });
          if (facts.mainFile)
            of.source = chunk.definition ? file : of.source; // others only announce it
          else if (chunk.definition || of.header.empty())
            of.header = file;
        }
  }

  std::map<std::string, std::vector<Candidate>> all() {
    std::set<std::string> seen;
    for (std::uint32_t i = 0; i < program.entities.size(); ++i) {
      const Entity &entity = program.entities[i];
      // Without a file, or with one outside the tree, it is not the tree's.
      if (!program.files.contains(entity.file) || !isIdentifier(entity.name))
        continue;
      const std::string word = wordFor(entity);
      const bool local = !entity.atNamespaceScope && !entity.isMember &&
                         entity.kind != EntityKind::Enumerator && entity.kind != EntityKind::Macro;
      // Nobody asks for a name that stands nowhere, but is put together by a macro.
      const bool named = entity.kind == EntityKind::Macro || written.contains(i);
      if (word.empty() || local || !named || isMadeByMacro(entity) || entity.qualified == "main" ||
          !seen.insert(entity.qualified).second)
        continue;
      addRename(entity, word);
      addMoves(i, word);
    }
    for (const auto &[file, facts] : program.files) {
      addFile(file, facts);
      for (const facts::Block &block : facts.blocks)
        if (!block.linkage && !block.anonymous && !block.fromMacro &&
            seen.insert("namespace " + block.qualified).second)
          addNamespace(block);
    }
    return std::move(candidates);
  }

private:
  void add(Candidate candidate) { candidates[candidate.operation].push_back(std::move(candidate)); }

  /// Does it override a function that is not the tree's, and so is called by its name?
  bool overridesOthers(const Entity &entity) const {
    return std::any_of(entity.overrides.begin(), entity.overrides.end(), [&](const auto &usr) {
      const std::uint32_t index = program.withUsr(usr);
      return index == facts::Facts::NoEntity ||
             !program.files.contains(program.entities[index].file) ||
             overridesOthers(program.entities[index]);
    });
  }

  /// Is it a member of a class that a macro makes? It is one of many, which share its name.
  bool isMadeByMacro(const Entity &entity) const {
    const std::uint32_t record =
        entity.isMember ? program.withUsr(entity.record) : facts::Facts::NoEntity;
    const auto place = places.find(record);
    return place != places.end() && place->second.fromMacro;
  }

  void addRename(const Entity &entity, const std::string &word) {
    // A constructor goes by the name of its class.
    if (entity.qualified.ends_with("::" + entity.name + "::" + entity.name) ||
        entity.qualified == entity.name + "::" + entity.name || overridesOthers(entity))
      return;
    const std::string name = newNameFor(entity.name);
    add({"rename " + word,
         entity.qualified,
         {{"rename", {{"symbol", entity.qualified}, {"to", name}}}},
         entity.name,
         name});
  }

  void addNamespace(const facts::Block &block) {
    // What others own keeps its name; a specialisation of std::hash is no namespace of the tree's.
    if (block.qualified == "std" || block.qualified.starts_with("std::"))
      return;
    const std::string name = lastComponent(block.qualified);
    const std::string outer = inScope(scopeOf(block.qualified), "");
    const auto rename = [&](const std::string &operation, const std::string &to) {
      add({operation,
           block.qualified + " to " + to,
           {{"rename-namespace", {{"from", block.qualified}, {"to", to}}}},
           block.qualified,
           {}});
    };
    rename("rename namespace", outer + newNameFor(name));
    rename("rename namespace into another", "moved::" + name);
  }

  void addMoves(std::uint32_t index, const std::string &word) {
    const Entity &entity = program.entities[index];
    if (!entity.atNamespaceScope || entity.internal || entity.kind == EntityKind::Macro ||
        entity.kind == EntityKind::Enumerator)
      return;
    auto [header, source, fromMacro, forC] = places[index];
    if (fromMacro) // that has to be written out first
      return;
    const bool inHeader = !program.files.at(entity.file).mainFile;
    // The members of a class template are often defined in another header than the class.
    if (inHeader)
      header = entity.file;
    // A header that only announces a class hides it.
    if (header.empty() || (entity.kind == EntityKind::Record && !inHeader))
      return;
    const std::string name = lower(entity.name);
    // What changes its namespace only stays beside all that it needs.
    const std::set<std::uint32_t> alone = {index};
    const auto move = [&](const std::string &operation, json to, const std::string &newSource,
                          const std::set<std::uint32_t> &moved) {
      json symbols = {entity.qualified};
      for (const std::uint32_t other : moved) {
        const json with = program.entities[other].qualified;
        if (places[other].fromMacro)
          return;
        if (std::find(symbols.begin(), symbols.end(), with) == symbols.end())
          symbols.push_back(with);
        if (const std::string &defined = places[other].source; source.empty() && !defined.empty())
          source = defined;
      }
      if (!source.empty())
        to["source"] =
            newSource.empty() ? inFolder(source, name + "_moved" + ending(source)) : newSource;
      if (const std::string target = targets.toSay(source);
          !target.empty() && to["source"] != source)
        to["target"] = target;
      add({operation,
           entity.qualified +
               (symbols.size() > 1 ? " and " + std::to_string(symbols.size() - 1) + " more" : "") +
               " to " + to["header"].get<std::string>() +
               (to.contains("namespace") ? " in namespace " + to["namespace"].get<std::string>()
                                         : ""),
           {{"move", {{"symbols", symbols}, {"to", to}}}},
           {},
           {}});
    };
    const std::string newHeader = inFolder(header, name + "_moved" + ending(header));
    const std::string newSource =
        source.empty() ? "" : inFolder(source, name + "_moved" + ending(source));
    const std::string inner = entity.scope.empty() ? "moved" : entity.scope + "::moved";
    if (!forC)
      move("change namespace of " + word, {{"header", header}, {"namespace", inner}}, source,
           alone);
    const std::optional<std::set<std::uint32_t>> set = together.with(header, index);
    if (!set)
      return;
    move("move " + word, {{"header", newHeader}}, newSource, *set);
    if (!forC)
      move("move " + word + " and change namespace", {{"header", newHeader}, {"namespace", inner}},
           newSource, *set);
    if (const std::string other = neighbour(header, *set); !other.empty())
      move("move " + word + " to a header that exists", {{"header", other}}, newSource, *set);
    if (const std::string folder = otherFolder(header); !folder.empty())
      move("move " + word + " to another folder",
           {{"header", folder + "/" + name + "_moved" + ending(header)}}, newSource, *set);
  }

  /// The next header of the same folder, round about, that this one does not include: code that
  /// needs its old header can't go below that; nor one that includes this one, when code that stays
  /// here uses what moves; nor a fragment of a source, which can't be included twice. Empty when
  /// there is none.
  std::string neighbour(const std::string &header, const std::set<std::uint32_t> &moved) const {
    const bool used = together.isNeededBy(header, moved);
    std::string first, next;
    bool passed = false;
    for (const auto &[file, facts] : program.files) {
      if (facts.mainFile || facts.chunks.empty() || parentPath(file) != parentPath(header) ||
          program.closure(header).contains(file) || isFragment(facts) ||
          (used && program.closure(file).contains(header)))
        continue;
      if (file == header)
        passed = true;
      else if (passed && next.empty())
        next = file;
      else if (first.empty())
        first = file;
    }
    return next.empty() ? first : next;
  }

  static bool isFragment(const plan::FileFacts &facts) {
    return std::any_of(facts.chunks.begin(), facts.chunks.end(),
                       [](const Chunk &chunk) { return chunk.definition && !chunk.isInline; });
  }

  /// The next folder that has headers, round about, and neither includes from this one nor belongs
  /// to targets that depend on the header's users: that lies above it. Empty when there is no
  /// other.
  std::string otherFolder(const std::string &header) const {
    std::string first, next;
    for (const auto &[file, facts] : program.files) {
      const std::string folder(parentPath(file));
      if (facts.mainFile || facts.chunks.empty() || folder.empty() ||
          folder == parentPath(header) || isAbove(folder, std::string(parentPath(header))) ||
          targets.isAbove(folder, header, program))
        continue;
      if (folder > parentPath(header) && next.empty())
        next = folder;
      if (first.empty())
        first = folder;
    }
    return next.empty() ? first : next;
  }

  bool isAbove(const std::string &folder, const std::string &other) const {
    return includesOf.contains({folder, other});
  }

  void addFile(const std::string &file, const plan::FileFacts &facts) {
    const std::string kind = facts.mainFile ? "source" : "header";
    const auto move = [&](const std::string &operation, const std::string &to) {
      add({operation, file + " to " + to, {{"move-file", {{"from", file}, {"to", to}}}}, {}, {}});
    };
    move("rename " + kind, inFolder(file, stemOf(file) + "_renamed" + ending(file)));
    move("move " + kind + " to a new folder",
         inFolder(file, "moved/" + std::string(fileName(file))));
    const auto isOwn = [&](const Chunk &chunk) {
      return chunk.owner != facts::Facts::NoEntity && program.entities[chunk.owner].file == file;
    };
    // What only defines members of other headers' classes is moved as a file.
    if (facts.mainFile || std::none_of(facts.chunks.begin(), facts.chunks.end(), isOwn))
      return;
    std::set<std::string> sources;
    for (const Chunk &chunk : facts.chunks)
      if (isOwn(chunk))
        for (const auto &[other, otherFacts] : program.files)
          if (otherFacts.mainFile)
            for (const Chunk &definition : otherFacts.chunks)
              if (definition.definition && definition.owner == chunk.owner)
                sources.insert(other);
    json to = {{"header", inFolder(file, stemOf(file) + "_all" + ending(file))}};
    if (!sources.empty()) {
      to["source"] = inFolder(*sources.begin(), stemOf(file) + "_all" + ending(*sources.begin()));
      if (const std::string target = targets.toSay(*sources.begin()); !target.empty())
        to["target"] = target;
    }
    add({"move all of a header", file, {{"move", {{"all-of", file}, {"to", to}}}}, {}, {}});
  }

  /// The files that declare and define an entity.
  struct Places {
    std::string header, source;
    bool fromMacro = false;
    bool forC = false; ///< in an `extern "C"` block: C has no namespaces
  };

  const plan::Program &program;
  Targets targets;
  Together together;
  std::map<std::uint32_t, Places> places;
  std::set<std::pair<std::string, std::string>> includesOf; ///< folders: whose headers, of which
  std::set<std::uint32_t> written;                          ///< whose name stands in a declaration
  std::map<std::string, std::vector<Candidate>> candidates;
};

} // namespace

Result<std::map<std::string, std::vector<Candidate>>>
candidatesOf(const std::string &root, const std::string &buildDirectory, unsigned threads) {
  LEVITATE_TRY(program, programOf(root, buildDirectory, threads));
  LEVITATE_TRY(targets, Targets::of(root, buildDirectory));
  return Generator(program, std::move(targets)).all();
}

std::vector<Candidate> draw(const std::map<std::string, std::vector<Candidate>> &candidates,
                            std::size_t count, std::uint64_t seed) {
  // The engine's numbers are the same everywhere; the library's distributions are not.
  std::mt19937_64 random(seed);
  std::vector<std::vector<Candidate>> left;
  for (const auto &[operation, list] : candidates)
    left.push_back(list);
  for (std::vector<Candidate> &list : left)
    for (std::size_t i = list.size(); i > 1; --i)
      std::swap(list[i - 1], list[random() % i]);
  std::vector<Candidate> drawn;
  for (bool any = true; any && drawn.size() < count;) {
    any = false;
    for (std::vector<Candidate> &list : left) {
      if (list.empty() || drawn.size() == count)
        continue;
      drawn.push_back(std::move(list.back()));
      list.pop_back();
      any = true;
    }
  }
  // Not the operations in the order of their names: a short sample shows many of them.
  for (std::size_t i = drawn.size(); i > 1; --i)
    std::swap(drawn[i - 1], drawn[random() % i]);
  return drawn;
}

} // namespace levitate::corpus

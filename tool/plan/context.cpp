#include "tool/plan/context.h"

#include "base/files.h"
#include "base/memory.h"
#include "base/progress.h"
#include "tool/facts/extract.h"
#include "tool/plan/stopwatch.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

namespace levitate::plan {

using facts::Depth;

Context::Context(const Request &request, Gathered &gathered)
    : request(request), gathered(gathered), project(gathered.project),
      overlay(request.recipe.root) {}

void Context::stale(const std::string &file) {
  facts.reset();
  sources.clear();
  for (Changed *changed : {&planned, &touched}) {
    changed->files.insert(file);
    if (!overlay.exists(file) || !levitate::exists(overlay.root() + "/" + file))
      changed->names.emplace(fileName(file));
  }
}

static std::string identity(const workspace::Unit &unit) {
  std::string text = unit.configuration + '\n' + unit.file;
  for (const std::string &argument : unit.arguments)
    text += '\n' + argument;
  return text;
}

void Context::parallel(std::size_t count, const std::function<void(std::size_t)> &work) const {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++)
      work(i);
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < std::min<std::size_t>(request.threads, count); ++i)
    threads.emplace_back(run);
  run();
  for (std::thread &thread : threads)
    thread.join();
}

// Does a unit read a file that has changed, or can it come to find another file by the name under
// which it finds one, or another answer where it asks for one?
bool Context::meets(const facts::Facts &unit, const Changed &changed) const {
  return std::any_of(unit.files.begin(), unit.files.end(),
                     [&](const std::string &file) {
                       return changed.files.contains(file) ||
                              changed.names.contains(std::string(fileName(file)));
                     }) ||
         std::any_of(unit.includes.begin(), unit.includes.end(),
                     [&](const facts::Include &include) {
                       return changed.names.contains(std::string(fileName(include.name)));
                     }) ||
         std::any_of(changed.names.begin(), changed.names.end(), [&](const std::string &name) {
           return gathered.interest.asksFor(unit, name);
         });
}

// What is known of a unit as the overlay has it; null when that is nothing.
const PooledFacts *Context::present(const std::string &unit) const {
  if (const auto found = known.find(unit); found != known.end())
    return &found->second;
  const auto found = gathered.facts.find(unit);
  return found == gathered.facts.end() || meets(found->second.own, planned) ? nullptr
                                                                            : &found->second;
}

void Context::readDirectives() {
  const Stopwatch watch(gathered.directiveSeconds);
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < units.size(); ++i)
    if (!gathered.facts.contains(identity(units[i])))
      missing.push_back(i);
  const workspace::Overlay original(overlay.root());
  std::vector<facts::Facts> fresh(missing.size());
  if (request.progress)
    request.progress->begin("reading directives", missing.size());
  parallel(missing.size(), [&](std::size_t i) {
    fresh[i] =
        facts::extractWithoutParsing(units[missing[i]], original, project, Depth::Directives);
    if (request.progress)
      request.progress->step(fresh[i].unit);
  });
  if (request.progress)
    request.progress->end();
  for (std::size_t i = 0; i < missing.size(); ++i) {
    const std::string id = identity(units[missing[i]]);
    gathered.filesRead[id] = fresh[i].files;
    gathered.facts.insert_or_assign(id, gathered.pool.add(std::move(fresh[i])));
  }
}

const std::vector<std::string> *Context::filesReadBy(const workspace::Unit &unit) const {
  const auto found = gathered.filesRead.find(identity(unit));
  return found == gathered.filesRead.end() ? nullptr : &found->second;
}

// The directives of each unit say whether it can matter.
void Context::chooseDepths() {
  readDirectives();
  const Stopwatch watch(gathered.directiveSeconds);
  std::vector<const facts::Facts *> all;
  for (const workspace::Unit &unit : units)
    all.push_back(&gathered.facts.at(identity(unit)).own);
  const std::vector<Depth> depths = gathered.interest.depths(
      all, [&](std::size_t count, const auto &work) { parallel(count, work); });
  for (std::size_t i = 0; i < units.size(); ++i)
    gathered.depths[identity(units[i])] = depths[i];
}

facts::LeadingIncludes Context::leadingOf(const facts::Facts &directives,
                                          const workspace::Overlay &tree) {
  return facts::leadingIncludes(directives,
                                [&](const std::string &file) -> std::optional<std::string> {
                                  auto text = tree.read(file);
                                  return text ? std::move(*text) : std::nullopt;
                                });
}

const facts::Preamble *Context::preambleFor(const workspace::Unit &unit,
                                            const workspace::Overlay &tree) const {
  if (!gathered.preambles.mayHave(unit))
    return nullptr;
  return gathered.preambles.suiting(
      unit, leadingOf(facts::extractWithoutParsing(unit, tree, project, Depth::Directives), tree));
}

// Brings the facts of all units to the depth that they need, on the overlay as it is.
void Context::readUnits() {
  const Stopwatch watch(gathered.factSeconds);
  std::erase_if(known, [&](const auto &entry) { return meets(entry.second.own, touched); });
  touched = {};
  struct Job {
    const workspace::Unit *unit;
    Depth depth;
    std::optional<facts::LeadingIncludes> leading = {}; ///< where its directives are known
    PooledFacts facts = {};
    PooledMeaning meaning = {};
  };
  std::vector<Job> jobs;
  for (const workspace::Unit &unit : units) {
    const std::string id = identity(unit);
    const auto chosen = gathered.depths.find(id);
    Depth depth = chosen == gathered.depths.end() ? Depth::Parsed : chosen->second;
    const PooledFacts *there = present(id);
    if (!there && depth != Depth::Parsed) {
      // It meets what a step has changed.
      gathered.depths[id] = depth = Depth::Parsed;
      gathered.again = true;
    }
    if (!there || there->own.depth < depth)
      jobs.push_back({&unit, depth});
  }
  const bool atFirst = unitsAtFirst.empty();
  // Who is parsed now may well be parsed again by the check.
  if (!gathered.parseAll) {
    parallel(jobs.size(), [&](std::size_t i) {
      Job &job = jobs[i];
      if (const PooledFacts *there = present(identity(*job.unit));
          there && job.depth == Depth::Parsed)
        job.leading = leadingOf(there->own, overlay);
    });
    std::vector<Preambles::Candidate> candidates;
    for (const Job &job : jobs)
      if (job.leading)
        candidates.push_back({job.unit, &*job.leading});
    gathered.preambles.make(candidates,
                            [&](std::size_t count, const auto &work) { parallel(count, work); });
  }
  if (request.progress)
    request.progress->begin("reading units", jobs.size());
  parallel(jobs.size(), [&](std::size_t i) {
    Job &job = jobs[i];
    if (job.depth == Depth::Parsed) {
      facts::UnitMeaning meaning;
      job.facts = gathered.pool.add(
          facts::extract(*job.unit, overlay, project, atFirst ? &meaning : nullptr,
                         job.leading ? gathered.preambles.suiting(*job.unit, *job.leading)
                                     : preambleFor(*job.unit, overlay)));
      job.meaning = gathered.meaningPool.add(std::move(meaning));
    } else {
      job.facts =
          gathered.pool.add(facts::extractWithoutParsing(*job.unit, overlay, project, job.depth));
    }
    returnFreedMemory();
    if (request.progress)
      request.progress->step(job.facts.own.unit);
  });
  if (request.progress)
    request.progress->end();
  for (Job &job : jobs) {
    const std::string id = identity(*job.unit);
    if (meets(job.facts.own, planned)) {
      known.insert_or_assign(id, std::move(job.facts));
      continue;
    }
    if (job.depth == Depth::Parsed && atFirst)
      gathered.meanings.insert_or_assign(id, std::move(job.meaning));
    gathered.facts.insert_or_assign(id, std::move(job.facts));
  }
}

Result<const Program *> Context::program() {
  if (facts)
    return &*facts;
  if (unitsAtFirst.empty() && !gathered.parseAll && gathered.depths.empty())
    chooseDepths();
  readUnits();
  std::vector<const PooledFacts *> all;
  for (const workspace::Unit &unit : units)
    all.push_back(present(identity(unit)));
  std::vector<Diagnostic> errors;
  for (const PooledFacts *unit : all)
    for (const Diagnostic &diagnostic : unit->own.diagnostics)
      if (unit->own.depth == Depth::Parsed && diagnostic.severity == Severity::Error &&
          errors.size() < 20)
        errors.push_back(diagnostic);
  if (!errors.empty()) {
    if (plan.edits.empty()) {
      errors.front().remedy = "the tree must compile before it can be migrated; build it, or give "
                              "the right build directory with -p";
      return Error{ExitStatus::Environment, std::move(errors)};
    }
    Error error{ExitStatus::Refused, std::move(errors)};
    error.diagnostics.front().remedy =
        "a step before this one leaves code that does not compile; put the steps in another order";
    return error;
  }
  if (unitsAtFirst.empty())
    for (const workspace::Unit &unit : units)
      unitsAtFirst.push_back(identity(unit));
  facts.emplace(gathered.pool, all);
  return &*facts;
}

std::optional<PooledMeaning> Context::takeMeaningAtFirst(std::size_t index) {
  if (index >= unitsAtFirst.size())
    return {};
  const auto found = gathered.meanings.find(unitsAtFirst[index]);
  return found == gathered.meanings.end() ? std::nullopt : std::exchange(found->second, {});
}

bool Context::isAffected(std::size_t index) const {
  if (index >= unitsAtFirst.size())
    return true;
  const auto unit = gathered.facts.find(unitsAtFirst[index]);
  return unit == gathered.facts.end() || meets(unit->second.own, planned);
}

bool Context::demandUnits() {
  for (auto &[id, depth] : gathered.depths) {
    if (depth == Depth::Parsed)
      continue;
    const facts::Facts &unit = gathered.facts.at(id).own;
    const bool named =
        std::any_of(plan.renames.begin(), plan.renames.end(), [&](const Renaming &rename) {
          return !rename.to.empty() && gathered.interest.concerns(unit, rename.to);
        });
    if (!named && !meets(unit, planned))
      continue;
    depth = Depth::Parsed;
    gathered.again = true;
  }
  return gathered.again;
}

const Source &Context::source(const std::string &file) {
  const auto found = sources.find(file);
  if (found != sources.end())
    return found->second;
  auto text = overlay.read(file);
  return sources.emplace(file, Source(text && *text ? **text : std::string())).first->second;
}

Location Context::declared(const Program &all, std::uint32_t entity) {
  const std::string &home = all.entities[entity].file;
  const facts::Reference *best = nullptr;
  const auto rank = [&](const facts::Reference &reference) {
    return (reference.declares ? 2 : 0) + (reference.declares && reference.file == home ? 1 : 0);
  };
  for (const auto &[file, read] : all.files)
    for (const facts::Reference &reference : read.references)
      if (reference.entity == entity && (!best || rank(reference) > rank(*best)))
        best = &reference;
  return best ? place(best->file, best->name.begin) : Location{home, 1, 1};
}

Result<std::vector<std::string>> filesOf(const workspace::Overlay &overlay,
                                         const facts::Project &project) {
  LEVITATE_TRY(onDisk, listFiles(overlay.root(), {".git", ".levitate"}));
  std::set<std::string> result;
  for (const std::string &path : onDisk)
    if (!project.relative(overlay.root() + "/" + path).empty() && overlay.exists(path))
      result.insert(path);
  for (const auto &[path, contents] : overlay.planned())
    if (contents)
      result.insert(path);
  return std::vector<std::string>{result.begin(), result.end()};
}

Result<void> Context::apply(const Edits &edits, const std::string &step) {
  LEVITATE_CHECK(edits.apply(overlay, step, plan.edits));
  for (const auto &[file, list] : edits.files())
    stale(file);
  return {};
}

void Context::write(const std::string &file, std::string text, const std::string &step,
                    const std::string &reason) {
  const bool isNew = !overlay.exists(file);
  plan.edits.push_back({file, 1, step, reason, "", isNew ? text : ""});
  overlay.write(file, std::move(text));
  stale(file);
}

void Context::erase(const std::string &file, const std::string &step, const std::string &reason) {
  auto text = overlay.read(file);
  plan.edits.push_back({file, 1, step, reason, text && *text ? **text : "", ""});
  overlay.erase(file);
  stale(file);
}

Location Context::place(const std::string &file, std::uint32_t offset) {
  const Source &text = source(file);
  return {file, text.lineOf(offset), text.columnOf(offset)};
}

} // namespace levitate::plan

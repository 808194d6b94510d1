#include "tool/plan/context.h"

#include "base/files.h"
#include "base/progress.h"
#include "tool/facts/extract.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace levitate::plan {

Context::Context(const Request &request, facts::Project project)
    : request(request), project(std::move(project)), overlay(request.recipe.root) {}

void Context::stale(const std::string &file) {
  facts.reset();
  sources.clear();
  touched.insert(file);
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

Result<const Program *> Context::program() {
  if (facts)
    return &*facts;
  // A unit that read none of the files changed since says what it said before.
  std::erase_if(known, [&](const auto &entry) {
    const std::vector<std::string> &read = entry.second.files;
    return std::any_of(read.begin(), read.end(),
                       [&](const std::string &file) { return touched.contains(file); });
  });
  touched.clear();
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < units.size(); ++i)
    if (!known.contains(identity(units[i])))
      missing.push_back(i);
  std::vector<facts::Facts> fresh(missing.size());
  if (request.progress)
    request.progress->begin("reading units", missing.size());
  parallel(missing.size(), [&](std::size_t i) {
    fresh[i] = facts::extract(units[missing[i]], overlay, project);
    if (request.progress)
      request.progress->step(fresh[i].unit);
  });
  if (request.progress)
    request.progress->end();
  for (std::size_t i = 0; i < missing.size(); ++i)
    known.insert_or_assign(identity(units[missing[i]]), std::move(fresh[i]));
  std::vector<facts::Facts> all;
  all.reserve(units.size());
  for (const workspace::Unit &unit : units)
    all.push_back(known.at(identity(unit)));
  std::vector<Diagnostic> errors;
  for (const facts::Facts &unit : all)
    for (const Diagnostic &diagnostic : unit.diagnostics)
      if (diagnostic.severity == Severity::Error && errors.size() < 20)
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
  if (filesAtFirst.empty())
    for (const facts::Facts &unit : all)
      filesAtFirst.emplace_back(unit.files.begin(), unit.files.end());
  facts.emplace(std::move(all));
  return &*facts;
}

const Source &Context::source(const std::string &file) {
  const auto found = sources.find(file);
  if (found != sources.end())
    return found->second;
  auto text = overlay.read(file);
  return sources.emplace(file, Source(text && *text ? **text : std::string())).first->second;
}

std::vector<std::string> filesOf(const workspace::Overlay &overlay, const facts::Project &project) {
  std::set<std::string> result;
  if (const auto onDisk = listFiles(overlay.root(), {".git", ".levitate"}))
    for (const std::string &path : *onDisk)
      if (!project.relative(overlay.root() + "/" + path).empty() && overlay.exists(path))
        result.insert(path);
  for (const auto &[path, contents] : overlay.planned())
    if (contents)
      result.insert(path);
  return {result.begin(), result.end()};
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

#include "tool/plan/build_files.h"

#include "base/files.h"
#include "base/text.h"
#include "tool/workspace/file_kind.h"

namespace levitate::plan {

Result<BuildFiles> BuildFiles::load(Context &context) {
  BuildFiles build(context);
  std::vector<cmake::Model> models;
  for (const std::string &folder : context.request.buildDirectories) {
    if (!exists(folder + "/CMakeCache.txt"))
      continue;
    LEVITATE_TRY(model, cmake::load(folder, context.overlay.root()));
    models.push_back(std::move(model));
  }
  if (models.empty())
    return build;
  const cmake::Reader reader =
      [&context](const std::string &path) -> Result<std::optional<std::string>> {
    const std::string &root = context.overlay.root();
    if (isWithin(path, root) && path.size() > root.size())
      return context.overlay.read(path.substr(root.size() + 1));
    return cmake::readFromDisk(path);
  };
  LEVITATE_TRY(opened, cmake::Editor::open(models, reader));
  build.editor.emplace(std::move(opened));
  for (const cmake::Model &model : models)
    build.generated.insert(model.generated.begin(), model.generated.end());
  for (const cmake::Model &model : models)
    for (const cmake::Target &target : model.targets)
      build.targets.insert(target.name);
  build.initialEdges = build.editor->edgesBefore();
  for (const cmake::Edge &edge : build.initialEdges)
    build.finalEdges[edge.from].insert(edge.to);
  for (const recipe::Step &step : context.request.recipe.steps) {
    if (const auto *link = std::get_if<recipe::Link>(&step.action))
      build.finalEdges[link->target].insert(link->to.begin(), link->to.end());
    if (const auto *unlink = std::get_if<recipe::Unlink>(&step.action))
      for (const std::string &target : unlink->from)
        build.finalEdges[unlink->target].erase(target);
  }
  return build;
}

std::string BuildFiles::absolute(const std::string &file) const {
  return context->overlay.root() + "/" + file;
}

std::string BuildFiles::targetOf(const std::string &file) const {
  if (!editor)
    return {};
  const std::vector<std::string> owners = editor->owners(absolute(file));
  if (owners.size() == 1)
    return owners.front();
  if (!owners.empty())
    return {};
  return editor->targetFor(absolute(file)).value_or("");
}

bool BuildFiles::isTarget(const std::string &name) const { return targets.contains(name); }

bool BuildFiles::reaches(const std::string &from, const std::string &to) const {
  std::set<std::string> seen;
  std::vector<std::string> open{from};
  while (!open.empty()) {
    const std::string next = std::move(open.back());
    open.pop_back();
    const auto edges = finalEdges.find(next);
    if (edges == finalEdges.end())
      continue;
    for (const std::string &target : edges->second) {
      if (target == to)
        return true;
      if (seen.insert(target).second)
        open.push_back(target);
    }
  }
  return false;
}

// A target has what it links, but not what it only hands on (INTERFACE), and what that hands on.
static std::set<std::string> seen(const std::vector<cmake::Edge> &edges,
                                  const std::string &target) {
  std::set<std::string> result;
  std::vector<std::string> open{target};
  while (!open.empty()) {
    const std::string next = std::move(open.back());
    open.pop_back();
    for (const cmake::Edge &edge : edges) {
      const bool counts = next == target ? edge.scope != cmake::Scope::Interface
                                         : edge.scope != cmake::Scope::Private;
      if (edge.from == next && counts && result.insert(edge.to).second)
        open.push_back(edge.to);
    }
  }
  return result;
}

std::set<std::string> BuildFiles::seenBefore(const std::string &target) const {
  return editor ? seen(initialEdges, target) : std::set<std::string>();
}

std::set<std::string> BuildFiles::seenAfter(const std::string &target) const {
  return editor ? seen(editor->edgesAfter(), target) : std::set<std::string>();
}

// Puts what the editor changed into the overlay, or its refusals into the plan.
Result<void> BuildFiles::take(const cmake::Outcome &outcome, const std::string &step,
                              const std::string &reason) {
  const auto place = [&](Location where) {
    const std::string relative = context->project.relative(where.file);
    if (!relative.empty())
      where.file = relative;
    return where;
  };
  for (const cmake::Refusal &refusal : outcome.refusals)
    context->refuse({place(refusal.where), step, refusal.reason, refusal.remedy, {}});
  for (const Diagnostic &leftover : outcome.leftovers)
    context->plan.leftovers.push_back({place(leftover.where), leftover.message});
  if (!outcome.changed)
    return {};
  for (const auto &[path, text] : editor->changes()) {
    const std::string relative = context->project.relative(path);
    if (relative.empty())
      continue;
    LEVITATE_TRY(present, context->overlay.read(relative));
    if (present == text)
      continue;
    // The whole file is one edit of the overlay; what the reader wants to see is the lines.
    const std::string &before = *present;
    std::size_t start = 0, endBefore = before.size(), endAfter = text.size();
    while (start < std::min(endBefore, endAfter) && before[start] == text[start])
      ++start;
    while (endBefore > start && endAfter > start && before[endBefore - 1] == text[endAfter - 1]) {
      --endBefore;
      --endAfter;
    }
    Edits edits;
    edits.replace(relative,
                  {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(endBefore)},
                  text.substr(start, endAfter - start), reason);
    LEVITATE_CHECK(context->apply(edits, step));
  }
  return {};
}

Result<void> BuildFiles::addFile(const std::string &file, const std::string &target,
                                 const std::string &step) {
  if (!editor)
    return {};
  std::string owner = target;
  if (owner.empty())
    owner = editor->targetFor(absolute(file)).value_or("");
  // A header is found by its name; it is listed where the headers beside it are, if they are.
  if (owner.empty() && workspace::isHeader(file))
    return {};
  if (owner.empty()) {
    context->refuse({{file, 1, 1},
                     step,
                     "it is not clear which target the new file belongs to",
                     "add \"target\" to the step's \"to\"",
                     {}});
    return {};
  }
  return take(editor->addSource(owner, absolute(file)), step,
              "target '" + owner + "' gets the new file " + file);
}

Result<void> BuildFiles::removeFile(const std::string &file, const std::string &step) {
  return editor ? take(editor->deleteFile(absolute(file)), step, "the file " + file + " goes")
                : Result<void>();
}

Result<void> BuildFiles::renameFile(const std::string &from, const std::string &to,
                                    const std::string &step) {
  if (!editor)
    return {};
  return take(editor->renameFile(absolute(from), absolute(to)), step,
              "the file " + from + " is now " + to);
}

Error BuildFiles::unknownTarget(const recipe::Step &step, const std::string &name) const {
  if (!editor)
    return step.origin.error("no CMake build describes the targets of this tree; configure it with "
                             "CMake and give the build directory with -p");
  return step.origin.error("no configuration has a target '" + name + "'" +
                           didYouMean(name, {targets.begin(), targets.end()}));
}

static std::optional<cmake::Scope> scopeOf(const std::optional<recipe::LinkScope> &scope) {
  if (!scope)
    return std::nullopt;
  switch (*scope) {
  case recipe::LinkScope::Public:
    return cmake::Scope::Public;
  case recipe::LinkScope::Private:
    return cmake::Scope::Private;
  case recipe::LinkScope::Interface:
    return cmake::Scope::Interface;
  }
  return std::nullopt;
}

Result<void> BuildFiles::link(const recipe::Link &link, const recipe::Step &step) {
  if (!isTarget(link.target))
    return unknownTarget(step, link.target);
  for (const std::string &target : link.to)
    if (!isTarget(target))
      return unknownTarget(step, target);
  return take(editor->link(link.target, link.to, scopeOf(link.scope)), step.id,
              "'" + link.target + "' links " + join(link.to, ", "));
}

Result<void> BuildFiles::unlink(const recipe::Unlink &unlink, const recipe::Step &step) {
  if (!isTarget(unlink.target))
    return unknownTarget(step, unlink.target);
  return take(editor->unlink(unlink.target, unlink.from, scopeOf(unlink.scope)), step.id,
              "'" + unlink.target + "' no longer links " + join(unlink.from, ", "));
}

void BuildFiles::refuseProblems() {
  if (!editor)
    return;
  const auto relative = [&](Location where) {
    const std::string path = context->project.relative(where.file);
    if (!path.empty())
      where.file = path;
    return where;
  };
  for (const auto &[file, contents] : context->overlay.planned()) {
    const auto found = generated.find(realPath(absolute(file)));
    const auto present = readText(absolute(file));
    if (found == generated.end() || (contents && present && *contents == *present))
      continue;
    context->refuse(
        {{file, 1, 1},
         "",
         "a generated file is never edited: the next build would write it anew",
         "change by hand what it is made from, and build",
         {{Severity::Note, relative(found->second), "it is generated here", {}, {}, {}}}});
  }
  const std::vector<cmake::Edge> after = editor->edgesAfter();
  if (const auto found = cmake::cycle(after); found && !cmake::cycle(editor->edgesBefore())) {
    Refusal refusal;
    refusal.reason = "the targets would link each other: " + join(*found, " -> ");
    refusal.remedy = "unlink one of these edges in the same migration";
    for (std::size_t i = 0; i + 1 < found->size(); ++i)
      for (const cmake::Edge &edge : after)
        if (edge.from == (*found)[i] && edge.to == (*found)[i + 1]) {
          if (refusal.where.file.empty())
            refusal.where = relative(edge.where);
          refusal.notes.push_back({Severity::Note,
                                   relative(edge.where),
                                   "'" + edge.from + "' links '" + edge.to + "' here",
                                   {},
                                   {},
                                   {}});
          break;
        }
    for (const recipe::Step &step : context->request.recipe.steps)
      if (std::holds_alternative<recipe::Link>(step.action))
        refusal.step = step.id;
    context->refuse(std::move(refusal));
  }
  for (const cmake::Refusal &problem : editor->problems())
    context->refuse({relative(problem.where), "", problem.reason, problem.remedy, {}});
}

} // namespace levitate::plan

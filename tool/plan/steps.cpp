#include "tool/plan/steps.h"

#include "base/files.h"
#include "tool/plan/forward.h"
#include "tool/plan/includes.h"
#include "tool/plan/later.h"

namespace levitate::plan {

Result<void> planDeleteFile(Context &context, BuildFiles &build, const recipe::Step &step,
                            const recipe::DeleteFile &action) {
  if (!context.exists(action.file))
    return {}; // done already
  LEVITATE_TRY(program, context.program());
  for (const auto &[file, facts] : program->files)
    for (const facts::Include &include : facts.includes)
      if (include.resolved == action.file)
        context.refuse({context.place(file, include.extent.begin),
                        step.id,
                        "this still includes " + action.file,
                        "remove the include, or move what it needs first",
                        {}});
  const auto facts = program->files.find(action.file);
  if (facts != program->files.end() && facts->second.mainFile)
    for (const facts::Chunk &chunk : facts->second.chunks)
      if (chunk.definition && chunk.entity != facts::Facts::NoEntity &&
          !program->entities[chunk.entity].internal) {
        context.refuse(
            {context.place(action.file, chunk.extent.begin),
             step.id,
             "the file still defines '" + program->entities[chunk.entity].qualified + "'",
             "move the definition first",
             {}});
        break;
      }
  if (context.refused())
    return {};
  LEVITATE_CHECK(build.removeFile(action.file, step.id));
  context.erase(action.file, step.id, "the step deletes it");
  std::erase_if(context.units, [&](const workspace::Unit &unit) {
    return context.project.relative(unit.file) == action.file;
  });
  return {};
}

// How `file` names `header`, in brackets where that is possible and asked for.
static std::string spellingAs(const Includes &includes, const std::string &header,
                              const std::string &file, bool angled) {
  const std::string spelled = includes.spelling(header, file);
  return angled && spelled.starts_with('"') && !spelled.starts_with("\".")
             ? "<" + spelled.substr(1, spelled.size() - 2) + ">"
             : spelled;
}

// `__has_include` with a name that can only mean the file that moves.
static void renameQuestions(Context &context, const Includes &includes, const std::string &file,
                            const recipe::MoveFile &action, Edits &edits) {
  const Source &text = context.source(file);
  for (const Range &range : includeQuestions(text)) {
    const std::string spelled(text.view(range)), name = spelled.substr(1, spelled.size() - 2);
    const std::string folder(parentPath(file));
    if (action.from == name || action.from.ends_with("/" + name) ||
        (spelled.front() == '"' && action.from == (folder.empty() ? "" : folder + "/") + name))
      edits.replace(file, range, spellingAs(includes, action.to, file, spelled.front() == '<'),
                    action.from + " is now " + action.to);
  }
}

Result<void> planMoveFile(Context &context, BuildFiles &build, const recipe::Step &step,
                          const recipe::MoveFile &action) {
  if (!context.exists(action.from)) {
    for (const std::string &path : laterPaths(context.request.recipe, step, action.to))
      if (context.exists(path))
        return {}; // done already
    return step.origin.error("there is no file '" + action.from + "'");
  }
  if (context.exists(action.to)) {
    if (isForwardingHeader(context, action.from, action.to))
      return {}; // done already, and the old path is kept for others
    context.refuse({{action.to, 1, 1},
                    step.id,
                    "there is a file at the new path of " + action.from + " already",
                    "move or delete it first",
                    {}});
    return {};
  }
  LEVITATE_TRY(program, context.program());
  const Includes includes(context, *program);
  Edits users, own;
  for (const auto &[file, facts] : program->files)
    for (const facts::Include &include : facts.includes) {
      if (include.spelled.empty()) {
        if (include.resolved == action.from)
          context.refuse({context.place(file, include.extent.begin),
                          step.id,
                          "this includes " + action.from + " by a macro",
                          "write the name of the header out",
                          {}});
        continue;
      }
      if (include.resolved == action.from)
        users.replace(file, include.spelled, spellingAs(includes, action.to, file, include.angled),
                      action.from + " is now " + action.to);
      // What the file finds beside itself it must find from its new folder.
      const std::string beside = std::string(parentPath(action.from));
      if (file == action.from && !include.angled && !include.resolved.empty() &&
          include.resolved == (beside.empty() ? "" : beside + "/") + include.name &&
          parentPath(action.to) != parentPath(action.from))
        own.replace(file, include.spelled, includes.spelling(include.resolved, action.to),
                    "found from the new folder");
    }
  for (const auto &[file, facts] : program->files)
    renameQuestions(context, includes, file, action, users);
  if (context.refused())
    return {};
  const std::string &old = context.source(action.from).text();
  LEVITATE_TRY(
      text, own.appliedWithin(action.from, {0, static_cast<std::uint32_t>(old.size()) + 1}, old));
  LEVITATE_CHECK(context.apply(users, step.id));
  context.write(action.to, std::move(text), step.id, "the file " + action.from + " goes here");
  context.overlay.noteMove(action.from, action.to);
  context.erase(action.from, step.id, "the file is now " + action.to);
  LEVITATE_CHECK(build.renameFile(action.from, action.to, step.id));
  for (workspace::Unit &unit : context.units) {
    if (context.project.relative(unit.file) != action.from)
      continue;
    const std::string moved = context.overlay.root() + "/" + action.to;
    for (std::string &argument : unit.arguments)
      if (realPath(absolutePath(argument, unit.directory)) == unit.file)
        argument = moved;
    unit.file = moved;
  }
  return {};
}

Result<void> planRewriteInclude(Context &context, const recipe::Step &step,
                                const recipe::RewriteInclude &action) {
  LEVITATE_TRY(program, context.program());
  const auto bare = [](const std::string &name) {
    const bool marked = name.size() > 2 && (name.front() == '"' || name.front() == '<');
    return marked ? name.substr(1, name.size() - 2) : name;
  };
  const bool anyKind = bare(action.from) == action.from;
  const bool keepsKind = bare(action.to) == action.to;
  Edits edits;
  for (const auto &[file, facts] : program->files)
    for (const facts::Include &include : facts.includes) {
      if (include.spelled.empty() || include.name != bare(action.from))
        continue;
      const std::string_view spelled = context.source(file).view(include.spelled);
      if (!anyKind && spelled != action.from)
        continue;
      std::string text = action.to;
      if (keepsKind)
        text = include.angled ? "<" + text + ">" : "\"" + text + "\"";
      edits.replace(file, include.spelled, text, "the include is spelled anew");
    }
  return context.apply(edits, step.id);
}

} // namespace levitate::plan

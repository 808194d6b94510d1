#include "tool/plan/steps.h"

#include "base/text.h"
#include "tool/plan/includes.h"
#include "tool/plan/new_file.h"
#include "tool/plan/select.h"

namespace levitate::plan {

Result<void> planReExport(Context &context, const recipe::Step &step,
                          const recipe::ReExport &reExport) {
  if (!context.exists(reExport.header))
    return step.origin.error("there is no header '" + reExport.header + "'");
  LEVITATE_TRY(program, context.program());
  Edits edits;
  if (reExport.of) {
    if (!context.exists(*reExport.of))
      return step.origin.error("there is no header '" + *reExport.of + "'");
    Includes includes(context, *program);
    if (includes.has(reExport.header, *reExport.of))
      return {};
    includes.add(reExport.header, *reExport.of);
    const std::vector<std::string> cycle = includes.chain(reExport.header, reExport.header);
    if (!cycle.empty()) {
      context.refuse({{reExport.header, 0, 0},
                      step.id,
                      "the headers would include each other: " + join(cycle, " -> "),
                      "let the inner header include what it needs directly",
                      {}});
      return {};
    }
    includes.emit(edits, "re-exported (step " + step.id + ")");
    return context.apply(edits, step.id);
  }
  return step.origin.error("re-export of symbols is not supported yet");
}

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

} // namespace levitate::plan

#include "tool/plan/check.h"

#include "base/files.h"
#include "base/memory.h"
#include "base/progress.h"
#include "base/qualified_name.h"
#include "base/text.h"
#include "tool/plan/meaning_pool.h"
#include "tool/plan/old_names.h"
#include "tool/plan/usr_map.h"
#include "tool/workspace/file_kind.h"

#include <clang/Frontend/FrontendActions.h>

#include <algorithm>
#include <set>
#include <unordered_map>

namespace levitate::plan {

using namespace facts;

namespace {

constexpr std::size_t MostRefusals = 20;

struct Job {
  const workspace::Unit *unit;
  const workspace::Overlay *tree;
  PooledMeaning meaning;
  bool done = false; ///< the meaning is there
};

class Checker {
public:
  Checker(Context &context, const std::vector<workspace::Unit> &before)
      : context(context), pool(context.gathered.meaningPool), before(before),
        original(context.overlay.root()), usrs(context.plan.renames) {}

  Result<void> run() {
    chooseUnits();
    context.plan.unitsChecked = afterJobs.size();
    std::vector<Job *> open;
    for (std::vector<Job> *jobs : {&beforeJobs, &afterJobs})
      for (Job &job : *jobs)
        if (!job.done)
          open.push_back(&job);
    if (context.request.progress)
      context.request.progress->begin("checking units", open.size());
    context.parallel(open.size(), [&](std::size_t i) {
      Job &job = *open[i];
      job.meaning = pool.add(meaningOf(*job.unit, *job.tree, context.project,
                                       context.preambleFor(*job.unit, *job.tree)));
      returnFreedMemory();
      if (context.request.progress)
        context.request.progress->step();
    });
    if (context.request.progress)
      context.request.progress->end();
    compareDiagnostics();
    if (context.refused())
      return {};
    checkNewHeaders();
    if (context.refused())
      return {};
    for (Job &job : beforeJobs)
      for (const std::string *&text : job.meaning.texts)
        text = mapped(text);
    compareUnits();
    compareProgram();
    checkSoleDefinitions();
    return {};
  }

private:
  // A text or key as the migration makes it.
  const std::string *mapped(const std::string *text) {
    const std::string *&now = mappedTexts[text];
    if (!now)
      now = pool.keep(usrs.apply(*text));
    return now;
  }
  std::string_view mapped(std::string_view key) { return *mapped(pool.keep(std::string(key))); }

  void chooseUnits() {
    const auto touched = [&](const std::string &file) {
      return context.plan.changes.files.contains(file);
    };
    std::set<std::pair<std::string, std::string>> affected;
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (!context.isAffected(i))
        continue;
      beforeJobs.push_back({&before[i], &original, {}});
      if (std::optional<PooledMeaning> meaning = context.takeMeaningAtFirst(i)) {
        beforeJobs.back().meaning = std::move(*meaning);
        beforeJobs.back().done = true;
      }
      affected.emplace(before[i].file, before[i].configuration);
    }
    for (const workspace::Unit &unit : context.units) {
      const std::string file = context.project.relative(unit.file);
      if (affected.contains({unit.file, unit.configuration}) || touched(file))
        afterJobs.push_back({&unit, &context.overlay, {}});
    }
  }

  void refuse(Location where, std::string reason, std::string remedy,
              std::vector<Diagnostic> notes = {}) {
    if (context.plan.refusals.size() < MostRefusals)
      context.refuse(
          {std::move(where), "", std::move(reason), std::move(remedy), std::move(notes)});
  }

  // The words of a diagnostic with the old names replaced by the new ones.
  std::string renamed(std::string message) const {
    for (const Renaming &rename : context.plan.renames)
      for (std::size_t at = 0; (at = findWord(message, rename.from, at)) != std::string::npos;
           at += rename.to.size())
        message.replace(at, rename.from.size(), rename.to);
    return message;
  }

  void compareDiagnostics() {
    std::multiset<std::string> known;
    for (const Job &job : beforeJobs)
      for (const Diagnostic &diagnostic : job.meaning.diagnostics)
        known.insert(renamed(diagnostic.message));
    std::set<std::string> seen;
    for (const Job &job : afterJobs)
      for (const Diagnostic &diagnostic : job.meaning.diagnostics) {
        if (known.contains(diagnostic.message) && diagnostic.severity != Severity::Error)
          continue;
        if (!seen.insert(formatDiagnostic(diagnostic)).second)
          continue;
        const bool error = diagnostic.severity == Severity::Error;
        const std::string reason = std::string(error ? "the result would not compile: "
                                                     : "the result would have a new warning: ") +
                                   diagnostic.message;
        if (isGenerated(diagnostic.where.file))
          refuse(diagnostic.where, "a generated file is never edited, and " + reason,
                 "change what it is made of" + madeOf(diagnostic.where.file) +
                     " so that both names do, or leave the old name with the step 'forward'");
        else
          refuse(diagnostic.where, reason,
                 diagnostic.message.ends_with("file not found")
                     ? "link the target of this file to the one that the header belongs to (a "
                       "`link` step), or put the header where this file finds it"
                     : "the place is one in the planned text; change the code there, or the step, "
                       "so that the name is found");
      }
  }

  // A file in a build directory, which the build makes.
  bool isGenerated(const std::string &file) const {
    const std::vector<std::string> &folders = context.request.buildDirectories;
    return std::any_of(folders.begin(), folders.end(), [&](const std::string &folder) {
      return file.starts_with(realPath(folder) + "/");
    });
  }

  // `, config.h.in,`: the files of the tree that a generated one is made of, by their names.
  std::string madeOf(const std::string &generated) const {
    const Result<std::vector<std::string>> files = listFiles(context.overlay.root(), {".git"});
    std::vector<std::string> found;
    if (files)
      for (const std::string &file : *files)
        if (std::string(fileName(file)).starts_with(std::string(fileName(generated)) + "."))
          found.push_back(file);
    return found.empty() ? "" : ", " + join(found, " or ") + ",";
  }

  // A new header compiles on its own: as the only file of a unit, with the flags of some unit here.
  void checkNewHeaders() {
    for (const auto &[path, change] : context.plan.changes.files) {
      if (change.before || !change.after || !workspace::isHeader(path) ||
          workspace::isHeaderPart(path))
        continue;
      std::optional<Diagnostic> failure;
      bool compiles = false;
      for (std::size_t i = context.units.size(); i-- > 0 && !compiles;) {
        const ParseOutcome outcome =
            parse(workspace::headerAsUnit(context.units[i], context.overlay.root() + "/" + path),
                  context.overlay, context.project, std::make_unique<clang::SyntaxOnlyAction>());
        compiles = !outcome.failed;
        for (const Diagnostic &diagnostic : outcome.diagnostics)
          if (diagnostic.severity == Severity::Error && !failure)
            failure = diagnostic;
      }
      if (!compiles && failure)
        refuse(failure->where, "the new header would not compile on its own: " + failure->message,
               "include what it needs in the old header first");
    }
  }

  // A string may hold an old name that a step has rewritten.
  bool sameText(const std::string &old, const std::string &now) const {
    constexpr std::string_view Kind = "StringLiteral : ";
    if (old == now)
      return true;
    if (context.rewrittenNames.empty() || !old.starts_with(Kind) || !now.starts_with(Kind))
      return false;
    const auto contents = [&](const std::string &text) { // behind the type
      return text.substr(std::min(text.find(' ', Kind.size()), text.size()));
    };
    std::string expected = contents(old);
    for (const std::vector<OldName> &names : context.rewrittenNames)
      expected = withNewNames(std::move(expected), names);
    return expected == contents(now);
  }

  bool sameMarks(const PooledMeaning &a, const Marks &old, const PooledMeaning &b, const Marks &now,
                 std::size_t &where) const {
    const std::size_t shorter = std::min(old.size(), now.size());
    for (where = 0; where < shorter; ++where)
      if (!sameText(*a.texts[old[where].text], *b.texts[now[where].text]))
        return false;
    return old.size() == now.size();
  }

  void compareUnits() {
    std::map<std::pair<std::string, std::string>, std::vector<const Job *>> after;
    for (const Job &job : afterJobs)
      after[{job.unit->file, job.unit->configuration}].push_back(&job);
    std::map<std::pair<std::string, std::string>, std::size_t> next;
    for (const Job &job : beforeJobs) {
      const auto key = std::pair(job.unit->file, job.unit->configuration);
      const auto found = after.find(key);
      if (found == after.end() || next[key] >= found->second.size())
        continue; // the source is gone; what it defined must be elsewhere
      compareUnit(job.meaning, found->second[next[key]++]->meaning);
    }
  }

  void compareUnit(const PooledMeaning &old, const PooledMeaning &now) {
    for (const auto &[key, marks] : old.declarations) {
      const auto found = now.declarations.find(mapped(key));
      if (found != now.declarations.end())
        compareMarks(key, old, marks, now, found->second);
    }
    for (const auto &[key, texts] : old.madeTexts) {
      const auto found = now.madeTexts.find(usrs.apply(key));
      if (found == now.madeTexts.end())
        continue;
      for (std::size_t i = 0; i < std::min(texts.size(), found->second.size()); ++i)
        reportMadeText(texts[i], found->second[i]);
    }
  }

  // What the program prints or stores under that name is for a person to decide.
  void reportMadeText(const UnitMeaning::MadeText &old, const UnitMeaning::MadeText &now) {
    // A blank is there where lines were broken; names have none.
    if (std::count(old.text.begin(), old.text.end(), ' ') !=
            std::count(now.text.begin(), now.text.end(), ' ') &&
        context.gathered.unformatted.insert(now.where.file).second)
      context.gathered.again = true;
    if (old.text != now.text && reportedTexts.insert(now.where).second)
      context.plan.leftovers.push_back({now.where, "a macro makes the text \"" + now.text +
                                                       "\" here, which was \"" + old.text +
                                                       "\": the program may print or store it"});
  }

  void compareMarks(std::string_view key, const PooledMeaning &old, const Marks &marks,
                    const PooledMeaning &now, const Marks &present) {
    std::size_t at = 0;
    if (sameMarks(old, marks, now, present, at))
      return;
    if (!reported.emplace(key).second)
      return;
    const Location where =
        !marks.empty() ? old.place(marks[std::min(at, marks.size() - 1)]) : Location();
    const Location elsewhere =
        !present.empty() ? now.place(present[std::min(at, present.size() - 1)]) : Location();
    if (const std::string was = packing(textAt(old, marks, at)),
        is = packing(textAt(now, present, at));
        was != is)
      return refuse(where,
                    was.empty() ? "'" + is +
                                      "' is in force in the new place, and not here, so that "
                                      "the layout would change"
                                : "'" + was +
                                      "' is in force here, and not in the new place, so that "
                                      "the layout would change",
                    "put '#pragma pack(push, N)' and '#pragma pack(pop)' right around the "
                    "declaration first, so that they go along",
                    {{Severity::Note, elsewhere, "the planned text is here", {}, {}, {}}});
    refuse(where,
           "this would mean something else after the migration: " +
               changeOf(old, marks, now, present, at),
           "qualify the name here, or give the moved declaration another name with \"as\"",
           {{Severity::Note, elsewhere, "the planned text is here", {}, {}, {}}});
  }

  static std::string textAt(const PooledMeaning &meaning, const Marks &marks, std::size_t i) {
    return i < marks.size() ? *meaning.texts[marks[i].text] : std::string("nothing");
  }

  // Both texts; of long ones, what they are and the part that differs.
  static std::string differing(const std::string &old, const std::string &now) {
    constexpr std::size_t Most = 100, Around = 20;
    const std::size_t same =
        std::mismatch(old.begin(), old.end(), now.begin(), now.end()).first - old.begin();
    const auto part = [&](const std::string &text) {
      if (text.size() <= Most)
        return text;
      const std::size_t kind = std::min(text.find(' '), Most);
      const std::size_t begin = same > kind + Around ? same - Around : 0;
      const std::string end = text.size() - begin > Most ? "..." : "";
      return (begin > 0 ? text.substr(0, kind) + " ..." : "") + text.substr(begin, Most) + end;
    };
    return "'" + part(old) + "' would become '" + part(now) + "'";
  }

  // What differs from the mark `at` on, in a person's words where there are names for it.
  std::string changeOf(const PooledMeaning &old, const Marks &marks, const PooledMeaning &now,
                       const Marks &present, std::size_t at) const {
    const auto name = [](const PooledMeaning &meaning, const Marks &list, std::size_t i) {
      return i < list.size() ? *meaning.names[list[i].text] : std::string();
    };
    // What a cast is of stands right below it.
    std::size_t named = at;
    while (named < at + 3 && name(old, marks, named) == name(now, present, named))
      ++named;
    const std::string meant = name(old, marks, named), means = name(now, present, named);
    std::string change = !meant.empty() && !means.empty() && renamed(meant) != means
                             ? "it is '" + meant + "' now, and would be '" + means + "'"
                             : differing(textAt(old, marks, at), textAt(now, present, at));
    if (const std::string whole = name(old, marks, 0); at > 0 && !whole.empty())
      change += " (in '" + whole + "')";
    return change;
  }

  // `#pragma pack 1`, of a class for which one is in force.
  static std::string packing(const std::string &words) {
    const std::size_t begin = words.find("#pragma pack ");
    return begin == std::string::npos ? "" : words.substr(begin, words.find(']', begin) - begin);
  }

  /// By key and then by language: where a declaration is found first.
  using Found = std::pair<const PooledMeaning *, const Marks *>;
  using Known = std::map<std::string_view, std::map<std::string, Found>>;

  // As the command names it; empty where the compiler chooses.
  static std::string languageOf(const workspace::Unit &unit) {
    std::string language;
    for (const std::string &argument : unit.arguments)
      if (argument.starts_with("-std="))
        language = argument;
    return language;
  }

  // In another language the system's headers declare other things, so that an instantiation of
  // them is compared with one of the same language only.
  void compareKnown(std::string_view key, const std::map<std::string, Found> &was,
                    const std::map<std::string, Found> &is) {
    bool compared = false;
    for (const auto &[language, old] : was)
      if (const auto now = is.find(language); now != is.end()) {
        compareMarks(key, *old.first, *old.second, *now->second.first, *now->second.second);
        compared = true;
      }
    if (compared || isInstantiation(key))
      return;
    const auto &[old, marks] = was.begin()->second;
    const auto &[now, present] = is.begin()->second;
    compareMarks(key, *old, *marks, *now, *present);
  }

  // What was defined somewhere must be defined somewhere, once and alike; nothing may be new.
  void compareProgram() {
    Known was, is;
    for (const Job &job : beforeJobs) {
      const std::string language = languageOf(*job.unit);
      for (const auto &[key, marks] : job.meaning.declarations)
        was[mapped(key)].try_emplace(language, &job.meaning, &marks);
    }
    for (const Job &job : afterJobs) {
      const std::string language = languageOf(*job.unit);
      for (const auto &[key, marks] : job.meaning.declarations)
        is[key].try_emplace(language, &job.meaning, &marks);
    }
    for (const auto &[key, entries] : was) {
      const auto found = is.find(key);
      const auto &[meaning, marks] = entries.begin()->second;
      if (found != is.end()) {
        compareKnown(key, entries, found->second);
      } else if (const auto alone =
                     readApart(context.overlay, context.units, *meaning, *marks, key);
                 alone.second) {
        compareMarks(key, *meaning, *marks, *alone.first, *alone.second);
      } else if (const std::string pasted = madeOfOldName(key, is); !pasted.empty()) {
        refuse(marks->empty() ? Location() : meaning->place(marks->front()),
               "a macro makes the name of this declaration out of '" + pasted +
                   "', so that it would get another name as well",
               "keep the name, or write this declaration out first");
      } else if (!key.starts_with("declare ") && !isInstantiation(key)) {
        refuse(marks->empty() ? Location() : meaning->place(marks->front()),
               "this declaration would be lost in the migration: " + std::string(key),
               "this is a defect of the tool or of the step; move the declaration by hand first");
      }
    }
    compareVisibility(was);
    for (const auto &[key, entries] : is)
      if (!was.contains(key) && !key.starts_with("declare ") && !isInstantiation(key) &&
          !pastedNames.contains(key) && !context.introduced.contains(std::string(key))) {
        const auto &[meaning, marks] = entries.begin()->second;
        if (const auto alone = readApart(original, before, *meaning, *marks, key); alone.second) {
          compareMarks(key, *alone.first, *alone.second, *meaning, *marks);
          continue;
        }
        refuse(marks->empty() ? Location() : meaning->place(marks->front()),
               "the migration would bring in a new declaration: " + std::string(key),
               "this is a defect of the tool or of the step; move the declaration by hand first");
      }
  }

  // A new unit may not have seen the definition that makes a type visible, and an instance for that
  // type with it. One hidden instance hides it in the whole program (ELF: the most constraining
  // visibility counts).
  void compareVisibility(const Known &was) {
    std::set<std::pair<std::string, std::string>> known;
    for (const Job &job : beforeJobs)
      known.emplace(job.unit->file, job.unit->configuration);
    for (const Job &job : afterJobs) {
      if (known.contains({job.unit->file, job.unit->configuration}))
        continue;
      for (const auto &[key, marks] : job.meaning.declarations) {
        const auto found = was.find(key);
        if (found == was.end() || marks.empty())
          continue;
        const auto old = found->second.find(languageOf(*job.unit));
        if (old == found->second.end())
          continue;
        const auto &[oldMeaning, oldMarks] = old->second;
        if (visibility(*oldMeaning, *oldMarks) != visibility(job.meaning, marks) &&
            reported.emplace(key).second)
          refuse(oldMeaning->place(oldMarks->front()),
                 "an instance of this template would have another visibility in " +
                     context.project.relative(job.unit->file) +
                     ", which does not see the definition that makes its argument visible",
                 "include that definition in the header of the moved code first");
      }
    }
  }
  static std::string visibility(const PooledMeaning &meaning, const Marks &marks) {
    const std::string text = textAt(meaning, marks, 0);
    return text.substr(std::min(text.rfind(" visibility="), text.size()));
  }

  // A function that is not inline, and comes to stand in a header, is defined in each unit that
  // includes that: each compiles, but they can't be linked.
  void checkSoleDefinitions() {
    std::map<std::pair<std::string, std::string>, std::size_t> was, is; // by configuration and key
    for (const Job &job : beforeJobs)
      for (const std::string &key : job.meaning.soleDefinitions)
        ++was[{job.unit->configuration, usrs.apply(key)}];
    for (const Job &job : afterJobs)
      for (const std::string &key : job.meaning.soleDefinitions) {
        const std::size_t count = ++is[{job.unit->configuration, key}];
        if (count < 2 || count != was[{job.unit->configuration, key}] + 1)
          continue;
        const auto marks = job.meaning.declarations.find(key);
        if (marks == job.meaning.declarations.end() || marks->second.empty())
          continue;
        const Mark &first = marks->second.front();
        const std::string &words = *job.meaning.names[first.text];
        const std::string name = words.empty() ? key : words;
        refuse(job.meaning.place(first),
               "'" + name + "' would be defined in more units than now, and is not inline",
               "make it inline first, or move its definition to a source");
      }
  }

  // A declaration that is lost under one name and new under another, which differ as an old name
  // and its new one do: the old name, or nothing.
  template <class Map> std::string madeOfOldName(std::string_view key, const Map &is) {
    for (const Renaming &rename : context.plan.renames) {
      const std::string old = lastComponent(rename.from), now = lastComponent(rename.to);
      if (old.empty() || old == now)
        continue;
      std::string other(key);
      for (std::size_t at = other.find(old); at != std::string::npos;
           at = other.find(old, at + now.size()))
        other.replace(at, old.size(), now);
      if (other == key || !is.contains(other))
        continue;
      pastedNames.insert(other);
      return old;
    }
    return {};
  }

  // A header that no unit includes any more, or none did before, is looked at by itself: what it
  // declares on one side must be there on the other.
  std::pair<const PooledMeaning *, const Marks *>
  readApart(const workspace::Overlay &tree, const std::vector<workspace::Unit> &units,
            const PooledMeaning &other, const Marks &marks, std::string_view key) {
    std::vector<std::string> files;
    if (!marks.empty())
      files.push_back(other.place(marks.front()).file);
    if (&tree == &context.overlay) // it may have moved
      for (const auto &[path, change] : context.plan.changes.files)
        if (!change.before && change.after)
          files.push_back(path);
    for (const std::string &file : files)
      if (const auto found = readApart(tree, units, file, key); found.second)
        return found;
    return {};
  }

  std::pair<const PooledMeaning *, const Marks *>
  readApart(const workspace::Overlay &tree, const std::vector<workspace::Unit> &units,
            const std::string &file, std::string_view key) {
    if (!workspace::isHeader(file) || workspace::isHeaderPart(file) || !tree.exists(file) ||
        units.empty())
      return {};
    auto found = apart.find({&tree, file});
    if (found == apart.end())
      found =
          apart
              .emplace(std::pair(&tree, file),
                       pool.add(meaningOf(workspace::headerAsUnit(
                                              units.back(), context.overlay.root() + "/" + file),
                                          tree, context.project)))
              .first;
    const auto present = found->second.declarations.find(key);
    if (present == found->second.declarations.end())
      return {};
    return {&found->second, &present->second};
  }

  // Which instantiations a unit makes depends on what it happens to need, but for explicit ones.
  static bool isInstantiation(std::string_view key) {
    return !key.starts_with("instantiate ") &&
           (key.find('>') != std::string::npos || key.find('<') != std::string::npos);
  }

  Context &context;
  MeaningPool &pool;
  std::unordered_map<const std::string *, const std::string *> mappedTexts;
  const std::vector<workspace::Unit> &before;
  workspace::Overlay original; ///< the tree as it stands on disk
  UsrMap usrs;
  std::vector<Job> beforeJobs, afterJobs;
  std::set<std::string, std::less<>> reported;
  std::set<Location> reportedTexts;
  std::set<std::string, std::less<>> pastedNames; ///< keys that are new by a macro's pasting
  /// Headers by themselves, before and after.
  std::map<std::pair<const workspace::Overlay *, std::string>, PooledMeaning> apart;
};

} // namespace

Result<void> checkOverlay(Context &context, const std::vector<workspace::Unit> &before) {
  return Checker(context, before).run();
}

} // namespace levitate::plan

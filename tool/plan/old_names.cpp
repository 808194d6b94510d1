#include "tool/plan/old_names.h"

#include "base/files.h"
#include "base/qualified_name.h"
#include "base/text.h"
#include "tool/plan/context.h"
#include "tool/workspace/file_kind.h"

#include <algorithm>
#include <cctype>

namespace levitate::plan {

namespace {

bool hasEnding(std::string_view path, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

// What people read. A list of changes tells of the past and keeps the names of the past.
bool isDocumentation(std::string_view path) {
  const std::string_view name = fileName(path);
  if (name == "CMakeLists.txt" || name.starts_with("CHANGE") || name.starts_with("HISTORY"))
    return false;
  return hasEnding(name, {".md", ".markdown", ".rst", ".adoc", ".txt", ".dox"}) || name == "README";
}

bool isText(const std::string &contents) {
  return contents.substr(0, 8000).find('\0') == std::string::npos;
}

// `DmaPool`, `dma_pool`, `DMA2`, but no word of a language.
bool looksLikeCode(const std::string &name) {
  for (std::size_t i = 1; i < name.size(); ++i) {
    const auto here = static_cast<unsigned char>(name[i]);
    if (name[i] == '_' || std::isdigit(here) ||
        (std::isupper(here) && std::islower(static_cast<unsigned char>(name[i - 1]))))
      return true;
  }
  return false;
}

// One place in a text that has an old name.
struct Match {
  Range range;
  const OldName *name;
  std::string now;        ///< what stands there afterwards
  bool certain = false;   ///< it means nothing else
  bool qualified = false; ///< with at least one `::`, or a path
};

// A string is data: a single word or a path in it may mean something to another program.
bool isCertainInString(const Match &match) { return match.qualified && !match.name->isPath; }

// Does the name stand at that place as a whole, and not as a part of another one?
bool isWhole(std::string_view text, std::size_t at, std::size_t length) {
  const std::size_t end = at + length;
  if ((at > 0 && isWord(text[at - 1])) || (end < text.size() && isWord(text[end])))
    return false;
  // `x::name` is something else; `::name` is not.
  if (at >= 2 && text.substr(at - 2, 2) == "::" && at >= 3 &&
      (isWord(text[at - 3]) || text[at - 3] == '>'))
    return false;
  return true;
}

void findAll(std::string_view text, const std::string &what, const OldName &name,
             const std::string &now, bool certain, bool qualified, std::vector<Match> &found) {
  if (what.empty())
    return;
  for (std::size_t at = text.find(what); at != std::string_view::npos;
       at = text.find(what, at + what.size())) {
    if (!isWhole(text, at, what.size()))
      continue;
    if (name.isPath && ((at > 0 && text[at - 1] == '/') ||
                        (at + what.size() < text.size() && text[at + what.size()] == '/')))
      continue;
    std::size_t end = at + what.size();
    const bool scope = text.substr(end, 2) == "::";
    const bool opened = name.isNamespace && text.substr(0, at).ends_with("namespace ");
    if (name.isNamespace && !qualified && !scope && !opened)
      continue;
    Match match{{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)},
                &name,
                now,
                certain || (name.isNamespace && (scope || opened)),
                qualified || name.isPath || (name.isNamespace && scope)};
    // What was in a namespace that is gone is named without it.
    if (now.empty()) {
      if (scope)
        match.range.end += 2;
      else
        match.certain = false;
    }
    found.push_back(std::move(match));
  }
}

// All places, longer names before shorter ones that they contain.
std::vector<Match> matches(std::string_view text, const std::vector<OldName> &names) {
  std::vector<Match> found;
  for (const OldName &name : names) {
    const bool qualified = name.isPath || name.from.find("::") != std::string::npos;
    findAll(text, name.from, name, name.to, qualified, qualified, found);
    if (name.isPath)
      continue;
    // Without outer namespaces, but with one in front at least.
    const std::vector<std::string> from = components(name.from), to = components(name.to);
    for (std::size_t dropped = 1; dropped + 2 <= from.size(); ++dropped) {
      const auto tail = [&](const std::vector<std::string> &parts) {
        return join({parts.begin() + static_cast<std::ptrdiff_t>(dropped), parts.end()}, "::");
      };
      const bool same =
          to.size() > dropped &&
          std::equal(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(dropped), to.begin());
      findAll(text, tail(from), name, same ? tail(to) : name.to, name.unique, true, found);
    }
    if (!name.isNamespace && from.size() > 1 && !to.empty() && from.back() != to.back())
      findAll(text, from.back(), name, to.back(), name.unique && looksLikeCode(from.back()), false,
              found);
    else if (!name.isNamespace && from.size() == 1 && !found.empty())
      for (Match &match : found)
        if (match.name == &name)
          match.certain = name.unique && looksLikeCode(name.from);
  }
  std::stable_sort(found.begin(), found.end(), [](const Match &a, const Match &b) {
    if (a.range.begin != b.range.begin)
      return a.range.begin < b.range.begin;
    return a.range.end > b.range.end;
  });
  std::vector<Match> result;
  for (Match &match : found)
    if (result.empty() || match.range.begin >= result.back().range.end)
      result.push_back(std::move(match));
  return result;
}

// The stretches of a file that are text: a whole document, or comments and strings of code.
struct Stretch {
  Range range;
  bool string = false;
};

std::vector<Stretch> stretches(const std::string &path, const std::string &text) {
  if (!workspace::isCppFile(path))
    return isDocumentation(path)
               ? std::vector<Stretch>{{{0, static_cast<std::uint32_t>(text.size())}, false}}
               : std::vector<Stretch>();
  std::vector<Stretch> result;
  for (const Token &token : tokenize(text))
    if (token.kind == TokenKind::Comment || token.kind == TokenKind::String)
      result.push_back({token.range, token.kind == TokenKind::String});
  return result;
}

std::vector<OldName> namesOf(const std::vector<Renaming> &renames, std::size_t first) {
  std::vector<OldName> names;
  std::set<std::string> seen;
  for (std::size_t i = first; i < renames.size(); ++i) {
    const Renaming &rename = renames[i];
    if (rename.from == rename.to || rename.from.empty() ||
        rename.from.find('(') != std::string::npos || !seen.insert(rename.from).second)
      continue;
    const std::size_t at = rename.usrBefore.rfind('@');
    names.push_back(
        {rename.from, rename.to,
         at != std::string::npos && at >= 2 && rename.usrBefore.compare(at - 2, 2, "@N") == 0,
         false, false});
  }
  return names;
}

// All files but the rule file, which says the old names by nature.
Result<std::vector<std::string>> filesWithText(const Context &context) {
  LEVITATE_TRY(files, filesOf(context.overlay, context.project));
  std::erase(files, relativePath(realPath(context.request.recipe.file), context.overlay.root()));
  return files;
}

} // namespace

std::string withNewNames(std::string text, const std::vector<OldName> &names) {
  const std::vector<Match> found = matches(text, names);
  for (auto match = found.rbegin(); match != found.rend(); ++match)
    if (match->certain && isCertainInString(*match))
      text.replace(match->range.begin, match->range.end - match->range.begin, match->now);
  return text;
}

Result<void> rewriteOldNames(Context &context, const recipe::Step &step, std::size_t firstRename) {
  std::vector<OldName> names = namesOf(context.plan.renames, firstRename);
  if (const auto *move = std::get_if<recipe::MoveFile>(&step.action);
      move && !context.exists(move->from) && context.exists(move->to))
    names.push_back({move->from, move->to, false, true, false});
  if (names.empty())
    return {};
  // What else has one of these names?
  LEVITATE_TRY(program, context.program());
  std::set<std::string> present;
  for (const facts::Entity &entity : program->entities)
    present.insert(entity.name);
  for (const auto &[file, facts] : program->files)
    for (const facts::DependentName &name : facts.dependentNames)
      present.insert(name.text);
  for (OldName &name : names) {
    if (name.isPath)
      continue;
    const std::string last = lastComponent(name.from);
    const auto others = std::count_if(names.begin(), names.end(), [&](const OldName &other) {
      return !other.isPath && lastComponent(other.from) == last;
    });
    name.unique = !present.contains(last) && others == 1;
    // Where only the namespace is another one, what else is called so?
    if (!name.unique && others == 1 && !name.to.empty() && lastComponent(name.to) == last)
      name.unique = std::count_if(program->entities.begin(), program->entities.end(),
                                  [&](const facts::Entity &entity) {
                                    return entity.name == last &&
                                           entity.kind != facts::EntityKind::Other &&
                                           entity.qualified != name.to &&
                                           !entity.qualified.starts_with(name.to + "::");
                                  }) == 0;
  }
  Edits edits;
  LEVITATE_TRY(files, filesWithText(context));
  for (const std::string &path : files) {
    const auto contents = context.overlay.read(path);
    if (!contents || !*contents || !isText(**contents))
      continue;
    const std::string &text = **contents;
    for (const Stretch &stretch : stretches(path, text))
      for (const Match &match :
           matches(std::string_view(text).substr(stretch.range.begin,
                                                 stretch.range.end - stretch.range.begin),
                   names))
        if (match.certain && (!stretch.string || isCertainInString(match)))
          edits.replace(
              path,
              {stretch.range.begin + match.range.begin, stretch.range.begin + match.range.end},
              match.now, "'" + match.name->from + "' is '" + match.name->to + "' now (in text)");
  }
  context.rewrittenNames.push_back(names);
  return context.apply(edits, step.id);
}

Result<void> reportOldNames(Context &context) {
  std::vector<OldName> names = namesOf(context.plan.renames, 0);
  for (const auto &[path, change] : context.plan.changes.files)
    if (!change.after)
      names.push_back({path, "", false, true, false});
  if (names.empty())
    return {};
  LEVITATE_TRY(files, filesWithText(context));
  for (const std::string &path : files) {
    const auto contents = context.overlay.read(path);
    if (!contents || !*contents || !isText(**contents))
      continue;
    const std::string &text = **contents;
    const std::vector<Stretch> texts = stretches(path, text);
    for (const Match &match : matches(text, names)) {
      const bool inText = std::any_of(texts.begin(), texts.end(), [&](const Stretch &stretch) {
        return stretch.range.contains(match.range);
      });
      // A single name in code or data is a name of something else, or was rewritten.
      if (!match.qualified && (!inText || !looksLikeCode(lastComponent(match.name->from))))
        continue;
      const std::string now =
          match.name->isPath ? "gone"
                             : "'" + (match.name->to.empty() ? "::" : match.name->to) + "' now";
      context.plan.leftovers.push_back(
          {locate(text, match.range.begin, path),
           std::string(workspace::isCppFile(path) ? "a comment, string or inactive code" : "text") +
               " names '" + match.name->from + "', which is " + now});
    }
  }
  return {};
}

} // namespace levitate::plan

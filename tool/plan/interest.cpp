#include "tool/plan/interest.h"

#include "base/files.h"
#include "base/qualified_name.h"
#include "base/text.h"

#include <algorithm>
#include <map>

namespace levitate::plan {

using facts::Depth;
using facts::Facts;

namespace {

std::uint64_t hashOf(std::string_view word) { return std::hash<std::string_view>()(word); }

// A line that ends in a backslash within a word, which goes on in the next one.
bool splitsWord(std::string_view text) {
  for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at + 1))
    if (const std::size_t end = at + spliceAt(text, at); end > at)
      if (at > 0 && isIdentifierPart(text[at - 1]) && end < text.size() &&
          isIdentifierPart(text[end]))
        return true;
  return false;
}

bool holds(const std::vector<std::uint64_t> &hashes, const std::string &word) {
  return std::binary_search(hashes.begin(), hashes.end(), hashOf(word));
}

// Where something that may be a directive begins, from `at` on: whatever has its mark, also in the
// middle of a line or by another spelling.
std::size_t nextDirective(std::string_view text, std::size_t at) {
  for (at = text.find_first_of("#%?", at); at != std::string_view::npos;
       at = text.find_first_of("#%?", at + 1))
    if (text[at] == '#' || text.substr(at, 2) == "%:" || text.substr(at, 3) == "?\?=")
      return at;
  return at;
}

// The end of the line, or of the last one that is joined to it by a backslash (or by its trigraph).
// Or of the last one with a comment that begins here, which joins lines as well.
std::size_t logicalLineEnd(std::string_view text, std::size_t at) {
  for (;;) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos)
      return text.size();
    const std::string_view line = text.substr(at, end - at);
    const std::size_t last = line.find_last_not_of(" \t\r\f\v");
    const bool joined = last != std::string_view::npos &&
                        (line[last] == '\\' || line.substr(0, last + 1).ends_with("?\?/"));
    const std::size_t comment = line.rfind("/*");
    if (!joined && comment != std::string_view::npos &&
        line.find("*/", comment + 2) == std::string_view::npos) {
      const std::size_t close = text.find("*/", end);
      if (close == std::string_view::npos)
        return text.size();
      at = close + 2;
    } else if (joined) {
      at = end + 1;
    } else {
      return end;
    }
  }
}

bool isAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The words of a qualified name, which an unnamed namespace and parameters are no part of.
std::vector<std::string> wordsOfName(std::string qualified) {
  constexpr std::string_view Unnamed = "(anonymous namespace)::";
  for (std::size_t at; (at = qualified.find(Unnamed)) != std::string::npos;)
    qualified.erase(at, Unnamed.size());
  std::vector<std::string> result;
  eachWord(std::string_view(qualified).substr(0, qualified.find('(')),
           [&](std::string_view word, std::size_t) { result.emplace_back(word); });
  return result;
}

// What a file gives `__has_include` as its argument, to the end of the line.
std::vector<std::string> questionsIn(const std::string &path) {
  constexpr std::string_view Question = "__has_include";
  std::vector<std::string> result;
  const auto text = readText(path);
  if (!text)
    return {""};
  for (std::size_t at = text->find(Question); at != std::string::npos;
       at = text->find(Question, at)) {
    at += Question.size();
    const std::size_t end = text->find('\n', at), open = text->find_first_not_of(" \t", at);
    if (text->compare(at, 5, "_next") == 0 || (open < end && (*text)[open] == '('))
      result.push_back(text->substr(at, end == std::string::npos ? end : end - at));
  }
  return result;
}

std::string bare(const std::string &spelled) {
  const bool marked = spelled.size() > 2 && (spelled.front() == '"' || spelled.front() == '<');
  return marked ? spelled.substr(1, spelled.size() - 2) : spelled;
}

} // namespace

WordIndex::Words WordIndex::wordsOf(std::string_view text, bool foreign) {
  Words words;
  words.foreign = foreign;
  words.all = splitsWord(text);
  std::size_t directiveEnd = 0; // of the last one that was found
  std::size_t directive = foreign ? nextDirective(text, 0) : std::string_view::npos;
  eachWord(text, [&](std::string_view word, std::size_t end) {
    words.hashes.push_back(hashOf(word));
    while (directive < end) {
      directiveEnd = logicalLineEnd(text, directive);
      directive = nextDirective(text, directiveEnd);
    }
    if (end <= directiveEnd)
      words.inDirectives.push_back(words.hashes.back());
  });
  for (std::vector<std::uint64_t> *hashes : {&words.hashes, &words.inDirectives}) {
    std::sort(hashes->begin(), hashes->end());
    hashes->erase(std::unique(hashes->begin(), hashes->end()), hashes->end());
    hashes->shrink_to_fit();
  }
  return words;
}

void WordIndex::read(const std::set<std::string> &paths, const Parallel &parallel) {
  std::vector<std::pair<const std::string *, Words *>> fresh;
  for (const std::string &path : paths)
    if (const auto [place, inserted] = files.try_emplace(path); inserted)
      fresh.emplace_back(&place->first, &place->second);
  parallel(fresh.size(), [&](std::size_t i) {
    const std::string &path = *fresh[i].first;
    const auto text = readText(path.starts_with('/') ? path : root + "/" + path);
    if (text)
      *fresh[i].second = wordsOf(*text, foreign(path));
    else
      fresh[i].second->all = true;
  });
}

void WordIndex::add(const std::string &name, std::string_view text) {
  if (const auto [place, inserted] = files.try_emplace(name); inserted)
    place->second = wordsOf(text, false);
}

bool WordIndex::has(const std::string &file, const std::string &word) const {
  const auto found = files.find(file);
  return found == files.end() || found->second.all || holds(found->second.hashes, word);
}

bool WordIndex::gives(const std::string &file, const std::string &word) const {
  const auto found = files.find(file);
  return found == files.end() || found->second.all ||
         holds(found->second.foreign ? found->second.inDirectives : found->second.hashes, word);
}

Interest::Interest(const recipe::Recipe &recipe, const std::string &root,
                   const std::vector<std::string> &buildDirectories)
    : root(root), words(root, [buildDirectories](const std::string &file) {
        return file.starts_with('/') &&
               std::none_of(buildDirectories.begin(), buildDirectories.end(),
                            [&](const std::string &folder) {
                              return isWithin(realPath(file), realPath(folder));
                            });
      }) {
  for (const recipe::Step &step : recipe.steps)
    addStep(step);
}

// A name as it is before the recipe has done anything: what an earlier step brings in can't be
// asked for, and is found by what that step is about.
void Interest::addName(const std::string &qualified) {
  Name name = wordsOfName(qualified);
  if (name.empty()) {
    everything = true;
    return;
  }
  names.insert(name);
  std::erase_if(name, [&](const std::string &part) { return introduced.contains(part); });
  if (!name.empty())
    names.insert(name);
}

void Interest::introduce(const std::string &qualified) {
  for (const std::string &part : wordsOfName(qualified))
    introduced.insert(part);
}

void Interest::addStep(const recipe::Step &step) {
  const bool rewritesText = step.text == recipe::TextMode::Rewrite;
  // Text is rewritten where nothing else has the name, in whatever scope.
  const auto addOld = [&](const std::string &qualified) {
    addName(qualified);
    if (rewritesText && !qualified.empty())
      addName(components(qualified).back());
  };
  std::vector<std::string> made;
  if (const auto *move = std::get_if<recipe::Move>(&step.action)) {
    for (const recipe::SymbolName &symbol : move->symbols) {
      addOld(symbol.qualified);
      if (symbol.everything) {
        everything |= rewritesText;
      } else {
        const std::string last = components(symbol.qualified).back();
        made.push_back(
            inScope(move->nameSpace.value_or(scopeOf(symbol.qualified)), symbol.as.value_or(last)));
        addName(made.back());
      }
    }
    everything |= move->allOf && rewritesText;
    files.insert(move->header);
    if (move->allOf)
      files.insert(*move->allOf);
    if (move->source)
      files.insert(*move->source);
    if (move->nameSpace)
      made.push_back(*move->nameSpace);
  } else if (const auto *rename = std::get_if<recipe::Rename>(&step.action)) {
    addOld(rename->symbol.qualified);
    made.push_back(inScope(scopeOf(rename->symbol.qualified), rename->to));
    addName(made.back());
  } else if (const auto *space = std::get_if<recipe::RenameNamespace>(&step.action)) {
    addOld(space->from);
    addName(space->to);
    made.push_back(space->to);
  } else if (const auto *file = std::get_if<recipe::MoveFile>(&step.action)) {
    files.insert(file->from);
    files.insert(file->to);
  } else if (const auto *include = std::get_if<recipe::RewriteInclude>(&step.action)) {
    includeNames.insert(bare(include->from));
  } else if (const auto *reExport = std::get_if<recipe::ReExport>(&step.action)) {
    files.insert(reExport->header);
    if (reExport->of)
      files.insert(*reExport->of);
    for (const recipe::SymbolName &symbol : reExport->symbols) {
      addName(symbol.qualified);
      addName(components(symbol.qualified).back());
    }
  } else if (const auto *gone = std::get_if<recipe::DeleteFile>(&step.action)) {
    files.insert(gone->file);
  } else if (const auto *forward = std::get_if<recipe::Forward>(&step.action)) {
    if (forward->header) {
      files.insert(*forward->header);
      files.insert(forward->to);
    }
    if (forward->symbol) {
      addName(forward->symbol->qualified);
      addName(forward->to);
    }
  }
  for (const std::string &qualified : made)
    introduce(qualified);
}

std::vector<Depth> Interest::depths(const std::vector<const Facts *> &units,
                                    const WordIndex::Parallel &parallel) {
  std::set<std::string> paths;
  for (const Facts *unit : units) {
    paths.insert(unit->files.begin(), unit->files.end());
    words.add(unit->predefined, unit->predefined);
  }
  words.read(paths, parallel);
  readPastings(units);
  std::set<Name> theirs; // that no file of the project spells
  for (const Name &name : names)
    if (std::none_of(units.begin(), units.end(),
                     [&](const Facts *unit) { return sees(*unit, name, &WordIndex::gives); }))
      theirs.insert(name);
  std::vector<Depth> result(units.size(), Depth::Directives);
  parallel(units.size(), [&](std::size_t i) {
    const Facts &unit = *units[i];
    const auto isError = [](const Diagnostic &one) { return one.severity == Severity::Error; };
    const auto isNamed = [&](const facts::Include &one) { return includeNames.contains(one.name); };
    const auto isConcerned = [&](const std::string &file) { return files.contains(file); };
    if (everything || std::any_of(unit.diagnostics.begin(), unit.diagnostics.end(), isError) ||
        std::any_of(unit.files.begin(), unit.files.end(), isConcerned) ||
        std::any_of(unit.includes.begin(), unit.includes.end(), isNamed) ||
        std::any_of(names.begin(), names.end(), [&](const Name &name) {
          return sees(unit, name, theirs.contains(name) ? &WordIndex::has : &WordIndex::gives);
        }))
      result[i] = Depth::Parsed;
    // Code that nothing compiles is looked at by the last component alone.
    else if (std::any_of(names.begin(), names.end(), [&](const Name &name) {
               return std::any_of(unit.files.begin(), unit.files.end(),
                                  [&](const std::string &file) {
                                    return !file.starts_with('/') && words.has(file, name.back());
                                  });
             }))
      result[i] = Depth::Preprocessed;
  });
  return result;
}

bool Interest::concerns(const Facts &unit, const std::string &qualified) const {
  return sees(unit, wordsOfName(qualified), &WordIndex::has);
}

bool Interest::asksFor(const Facts &unit, const std::string &fileName) {
  return std::any_of(unit.files.begin(), unit.files.end(), [&](const std::string &file) {
    if (!words.has(file, "__has_include") && !words.has(file, "__has_include_next"))
      return false;
    const auto [place, inserted] = questions.try_emplace(file);
    if (inserted)
      place->second = questionsIn(file.starts_with('/') ? file : root + "/" + file);
    return std::any_of(place->second.begin(), place->second.end(), [&](const std::string &asked) {
      return asked.find_first_of("\"<") == std::string::npos || // a macro's value
             asked.find(fileName) != std::string::npos;
    });
  });
}

bool Interest::sees(const Facts &unit, const Name &name, HasWord has) const {
  return std::all_of(name.begin(), name.end(),
                     [&](const std::string &word) { return seesWord(unit, word, has); });
}

bool Interest::seesWord(const Facts &unit, const std::string &word, HasWord has) const {
  // An identifier may be written with universal character names.
  return !isAscii(word) || words.has(unit.predefined, word) ||
         std::any_of(unit.files.begin(), unit.files.end(),
                     [&](const std::string &file) { return (words.*has)(file, word); }) ||
         pastes(unit, word);
}

// The words that uses of pasting macros put together: their arguments, and what is in the
// definitions that they lead to.
void Interest::readPastings(const std::vector<const Facts *> &units) {
  std::map<std::string, std::set<std::string>> macros;
  std::set<std::string> paths;
  for (const Facts *unit : units) {
    for (const facts::PastingMacro &macro : unit->pastingMacros)
      macros[macro.name].insert(macro.words.begin(), macro.words.end());
    for (const std::string &file : unit->files)
      if (!file.starts_with('/') && !fragments.contains(file))
        paths.insert(file);
  }
  const auto addDefinition = [&](const std::string &name, std::unordered_set<std::string> &found) {
    std::set<std::string> done{name};
    std::vector<std::string> open{name};
    while (!open.empty()) {
      const std::string next = std::move(open.back());
      open.pop_back();
      for (const std::string &word : macros.at(next)) {
        found.insert(word);
        if (macros.contains(word) && done.insert(word).second)
          open.push_back(word);
      }
    }
  };
  for (const std::string &path : paths) {
    std::unordered_set<std::string> &found = fragments[path];
    if (std::none_of(macros.begin(), macros.end(),
                     [&](const auto &macro) { return words.has(path, macro.first); }))
      continue;
    const auto read = readText(root + "/" + path);
    if (!read)
      continue; // it has every word
    const std::string_view text = *read;
    eachWord(text, [&](std::string_view word, std::size_t end) {
      const std::string name(word);
      if (!macros.contains(name))
        return;
      if (found.insert(name).second)
        addDefinition(name, found);
      const std::size_t open = text.find_first_not_of(" \t\r\n\\", end);
      if (open == std::string_view::npos || text[open] != '(')
        return;
      std::size_t close = open, depth = 0;
      do {
        depth += text[close] == '(' ? 1 : 0;
        depth -= text[close] == ')' ? 1 : 0;
        ++close;
      } while (depth > 0 && close < text.size());
      eachWord(text.substr(open, close - open),
               [&](std::string_view part, std::size_t) { found.emplace(part); });
    });
  }
}

// Is the word two or more of those one behind the other? Digits may come from `__LINE__`.
bool Interest::pastes(const Facts &unit, const std::string &word) const {
  std::vector<const std::unordered_set<std::string> *> sets;
  for (const std::string &file : unit.files)
    if (const auto found = fragments.find(file); found != fragments.end() && !found->second.empty())
      sets.push_back(&found->second);
  if (sets.empty())
    return false;
  const auto isFragment = [&](const std::string &part) {
    return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }) ||
           std::any_of(sets.begin(), sets.end(),
                       [&](const auto *set) { return set->contains(part); });
  };
  std::vector<bool> reached(word.size() + 1, false);
  reached[0] = true;
  for (std::size_t end = 1; end <= word.size(); ++end)
    for (std::size_t begin = 0; begin < end && !reached[end]; ++begin)
      reached[end] = reached[begin] && (begin > 0 || end < word.size()) &&
                     isFragment(word.substr(begin, end - begin));
  return reached[word.size()];
}

} // namespace levitate::plan

#include "verify/layers/walker.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "verify/layers/macros.h"

#include <algorithm>
#include <unordered_set>

namespace levitate::layers {

long long CompilerOracle::value(const std::string &expression,
                                const std::function<void(std::set<std::string> &)> &expected) {
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(expression); found != known.end())
    return found->second;
  std::set<std::string> expressions{expression};
  expected(expressions);
  std::erase_if(expressions, [&](const std::string &one) { return known.contains(one); });
  ask(expressions);
  return known[expression];
}

void CompilerOracle::ask(const std::set<std::string> &expressions) {
  // One line per expression, so that one that is wrong takes no other with it.
  std::string input;
  const std::vector<std::string> asked(expressions.begin(), expressions.end());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::string tag = "levitate_" + std::to_string(i);
    input += "#if " + asked[i] + "\n" + tag + "_yes " +
             (asked[i].starts_with("defined") ? "1" : asked[i]) + "\n#else\n" + tag +
             "_no 0\n#endif\n";
    known[asked[i]] = 0;
  }
  Command command;
  command.arguments = compiler;
  command.arguments.insert(command.arguments.end(), {"-E", "-P", "-w", "-"});
  command.directory = isDirectory(directory) ? directory : "";
  command.environment = {{"LC_ALL", "C"}};
  command.input = std::move(input);
  command.deadline = std::chrono::seconds(30);
  if (const auto result = runProcess(command))
    for (const std::string &line : split(result->output, "\n")) {
      if (!line.starts_with("levitate_"))
        continue;
      const std::size_t index = std::strtoul(line.c_str() + 9, nullptr, 10);
      const std::size_t space = line.find(' ');
      if (index >= asked.size() || space == line.npos || line.find("_yes") == line.npos)
        continue;
      const std::string text(trim(std::string_view(line).substr(space)));
      const long long number = std::strtoll(text.c_str(), nullptr, 10);
      known[asked[index]] = number == 0 ? 1 : number;
    }
}

namespace {

class Walker {
public:
  Walker(FileTable &files, Sources &sources, SearchContext &context, CompilerOracle &oracle,
         const Unit &unit, bool plusplus)
      : files(files), sources(sources), context(context), oracle(oracle), unit(unit),
        macros(context.mode, plusplus), mode(context.mode) {
    mode.keepAll = true;
    around.hasInclude = [this](HeaderForm form, const std::string &name, bool next) {
      const auto found =
          resolveInclude(this->files, this->context, stack.back(),
                         next ? DirectiveKind::IncludeNext : DirectiveKind::Include, form, name);
      if (found)
        walk.tested.insert(found->opened.file);
      return found.has_value();
    };
    around.askCompiler = [this](const std::string &expression) {
      return this->oracle.value(expression,
                                [this](std::set<std::string> &expected) { lookAhead(expected); });
    };
  }

  Walk run() {
    for (const std::string_view line : lines(oracle.macros))
      if (line.starts_with("#define "))
        macros.define(line.substr(8));
    for (const std::string &option : unit.defines) {
      const std::string body = option.substr(2);
      if (option.starts_with("-U")) {
        macros.undefine(body);
        continue;
      }
      const std::size_t equals = body.find('=');
      macros.define(equals == body.npos ? body + " 1"
                                        : body.substr(0, equals) + " " + body.substr(equals + 1));
    }
    const auto opened = files.open(unit.file);
    if (!opened)
      return std::move(walk);
    note(opened->file);
    // -imacros first, then -include, as Clang takes them; of the former only the macros count, and
    // those are all that counts here.
    Found base;
    base.opened.folder = files.folder(unit.directory);
    for (const auto *list : {&unit.imacros, &unit.forced})
      for (const std::string &name : *list) {
        stack.push_back(base);
        const auto found =
            resolveInclude(files, context, base, DirectiveKind::Include, HeaderForm::Quoted, name);
        record(
            {opened->file, 0, 0, found ? found->opened.file : -1, HeaderForm::Quoted, false, name});
        if (found)
          file(*found);
        stack.pop_back();
      }
    file({*opened, -1});
    return std::move(walk);
  }

private:
  static std::vector<std::string_view> lines(std::string_view text) {
    std::vector<std::string_view> result;
    for (std::size_t start = 0; start < text.size();) {
      const std::size_t newline = std::min(text.find('\n', start), text.size());
      result.push_back(text.substr(start, newline - start));
      start = newline + 1;
    }
    return result;
  }

  void note(FileId file) {
    if (entered.insert(file).second)
      walk.files.push_back(file);
  }

  void record(WalkedInclude include) {
    std::string key = std::to_string(include.from) + ":" + std::to_string(include.line) + ":" +
                      std::to_string(include.column) + ":" + std::to_string(include.to);
    if (include.to < 0)
      key += include.name;
    if (recorded.insert(std::move(key)).second)
      walk.includes.push_back(std::move(include));
  }

  /// Running the compiler is slow, so that all the questions for it that stand literally in any
  /// file that may be included from here on are put together.
  void lookAhead(std::set<std::string> &expected) {
    std::vector<Found> queue{stack.begin(), stack.end()};
    while (!queue.empty()) {
      const Found current = queue.back();
      queue.pop_back();
      if (current.opened.file < 0 || !oracle.lookAheadInto(current.opened.file))
        continue;
      const FileScan *scan = sources.scanOf(current.opened.file, mode);
      if (!scan)
        continue;
      for (const Directive &directive : scan->directives)
        if (directive.form == HeaderForm::Quoted || directive.form == HeaderForm::Angled) {
          if (const auto found = resolveInclude(files, context, current, directive.kind,
                                                directive.form, directive.text, directive.hash))
            queue.push_back(*found);
        } else if (directive.kind == DirectiveKind::If || directive.kind == DirectiveKind::Elif ||
                   directive.kind == DirectiveKind::Define) {
          expect(directive.text, expected);
        }
    }
  }

  static void expect(std::string_view text, std::set<std::string> &expected) {
    for (std::size_t at = text.find("__has_"); at != text.npos; at = text.find("__has_", at + 1)) {
      std::size_t open = at;
      while (open < text.size() && isWord(text[open]))
        ++open;
      const std::string name(text.substr(at, open - at));
      if (name.starts_with("__has_include") || name == "__has_embed")
        continue;
      expected.insert("defined(" + name + ")");
      while (open < text.size() && text[open] == ' ')
        ++open;
      const std::size_t close = text.find(')', open);
      if (open < text.size() && text[open] == '(' && close != text.npos)
        expected.insert(name + "(" + std::string(trim(text.substr(open + 1, close - open - 1))) +
                        ")");
    }
  }

  struct Group {
    bool active;  ///< this branch is compiled
    bool taken;   ///< this branch or one before it is
    bool outside; ///< the group itself stands in what is compiled
  };

  void file(const Found &found) {
    const FileId id = found.opened.file;
    note(id);
    if (once.contains(id))
      return;
    if (stack.size() > 200) {
      walk.complete = false;
      return;
    }
    const FileScan *scan = sources.scanOf(id, mode);
    if (!scan)
      return;
    stack.push_back(found);
    std::vector<Group> groups;
    const auto active = [&] { return groups.empty() || groups.back().active; };
    const auto open = [&](bool outside, bool value) {
      groups.push_back({outside && value, outside && value, outside});
    };
    const auto other = [&](auto condition) {
      if (groups.empty())
        return;
      Group &group = groups.back();
      group.active = group.outside && !group.taken && condition();
      group.taken |= group.active;
    };
    for (const Directive &directive : scan->directives) {
      const std::string_view text = directive.text;
      switch (directive.kind) {
      case DirectiveKind::If:
        open(active(), active() && macros.evaluate(text, around));
        break;
      case DirectiveKind::Ifdef:
        open(active(), active() && macros.isDefined(text, around));
        break;
      case DirectiveKind::Ifndef:
        open(active(), active() && !macros.isDefined(text, around));
        break;
      case DirectiveKind::Elif:
        other([&] { return macros.evaluate(text, around); });
        break;
      case DirectiveKind::Elifdef:
        other([&] { return macros.isDefined(text, around); });
        break;
      case DirectiveKind::Elifndef:
        other([&] { return !macros.isDefined(text, around); });
        break;
      case DirectiveKind::Else:
        other([] { return true; });
        break;
      case DirectiveKind::Endif:
        if (!groups.empty())
          groups.pop_back();
        break;
      default:
        if (active())
          effect(directive, id);
        break;
      }
    }
    stack.pop_back();
  }

  void effect(const Directive &directive, FileId from) {
    const std::string_view text = directive.text;
    switch (directive.kind) {
    case DirectiveKind::Define:
      macros.define(text);
      break;
    case DirectiveKind::Undef:
      macros.undefine(text);
      break;
    case DirectiveKind::Pragma:
      pragma(text, from);
      break;
    case DirectiveKind::Include:
    case DirectiveKind::IncludeNext:
    case DirectiveKind::Import: {
      HeaderForm form = directive.form;
      std::string name(text);
      const bool computed = form == HeaderForm::Computed;
      if (computed) {
        const auto header = macros.header(text, around);
        form = header ? header->form : HeaderForm::None;
        name = header ? header->name : std::string(text);
      }
      std::optional<Found> found;
      if (form == HeaderForm::Quoted || form == HeaderForm::Angled)
        found =
            resolveInclude(files, context, stack.back(), directive.kind, form,
                           computed ? std::string_view(name) : text, computed ? 0 : directive.hash);
      record({from, directive.line, directive.column, found ? found->opened.file : -1, form,
              computed, name});
      if (!found)
        break;
      if (directive.kind == DirectiveKind::Import && entered.contains(found->opened.file))
        break;
      file(*found);
      if (directive.kind == DirectiveKind::Import)
        once.insert(found->opened.file);
      break;
    }
    default:
      break;
    }
  }

  void pragma(std::string_view text, FileId from) {
    if (text == "once") {
      once.insert(from);
      return;
    }
    const bool push = text.starts_with("push_macro"), pop = text.starts_with("pop_macro");
    if (!push && !pop)
      return;
    const std::size_t open = text.find('"'), close = text.rfind('"');
    if (open == text.npos || close <= open)
      return;
    const std::string name(text.substr(open + 1, close - open - 1));
    if (push)
      macros.push(name);
    else
      macros.pop(name);
  }

  FileTable &files;
  Sources &sources;
  SearchContext &context;
  CompilerOracle &oracle;
  const Unit &unit;
  Macros macros;
  LanguageMode mode;
  Surroundings around;
  Walk walk;
  std::vector<Found> stack;
  std::unordered_set<FileId> entered, once;
  std::unordered_set<std::string> recorded;
};

} // namespace

Walk walkUnit(FileTable &files, Sources &sources, SearchContext &context, CompilerOracle &oracle,
              const Unit &unit, bool plusplus) {
  return Walker(files, sources, context, oracle, unit, plusplus).run();
}

} // namespace levitate::layers

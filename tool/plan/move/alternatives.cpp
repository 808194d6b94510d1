// Declarations of what moves in branches that no configuration compiles: `#if A` one class, `#else`
// another of the same name. Clang shows the branch that is compiled; its alternative must not stay
// behind. The text of the other branches is read as far as tokens and braces alone decide it.
#include "tool/plan/move/state.h"

#include <algorithm>
#include <tuple>

namespace levitate::plan::move {

using namespace facts;

namespace {

// A declaration at namespace scope in text that nobody compiles: what ends in `;` or a body.
struct Statement {
  Range range;
  std::uint32_t declares = Facts::NoEntity; ///< the moved entity that it declares
  std::uint32_t name = 0;                   ///< where that is named
};

class Alternatives {
public:
  explicit Alternatives(State &state) : state(state) {
    for (const auto &[index, place] : relocations)
      byName[program.entities[index].name].push_back(index);
  }

  void run() {
    std::set<std::string> files;
    for (const Cut &cut : cuts)
      if (!cut.stays)
        files.insert(cut.file);
    for (const std::string &file : files)
      for (const Range &inactive : program.files.at(file).inactive)
        look(file, inactive);
    for (const std::string &file : files)
      for (const Conditional &section : context.source(file).conditionals()) {
        if (file == state.move.allOf || definesFollowing(context.source(file), section))
          takeMacros(file, section);
        takeWhole(file, section);
      }
  }

private:
  void look(const std::string &file, Range inactive) {
    const FileFacts &facts = program.files.at(file);
    for (const Chunk &chunk : facts.chunks)
      if (chunk.extent.contains(inactive.begin))
        return; // a part of one declaration, and goes or stays with that
    const std::vector<Statement> list = statements(file, inactive);
    for (const Statement &statement : list) {
      if (statement.declares == Facts::NoEntity || widened(file, inactive, list))
        continue;
      const Entity &entity = program.entities[statement.declares];
      state.refuse(context.place(file, statement.name),
                   "a branch that no configuration compiles declares '" + entity.qualified +
                       "', too, and would stay behind",
                   "give the build directory of a configuration that compiles it with -p, too");
    }
  }

  // Moves the whole conditional, when nothing but what moves is declared in any of its branches.
  bool widened(const std::string &file, Range inactive, const std::vector<Statement> &list) {
    const Source &text = context.source(file);
    const Conditional *section = nullptr;
    for (const Conditional &one : text.conditionals())
      if (one.whole.contains(inactive))
        section = &one; // the innermost, for outer ones come first
    if (!section || std::any_of(list.begin(), list.end(), [](const Statement &statement) {
          return statement.declares == Facts::NoEntity;
        }))
      return false;
    if (state.cutAt(file, section->whole.begin))
      return true; // by another of its branches
    const Cut *first = nullptr;
    for (const Chunk &chunk : program.files.at(file).chunks) {
      if (!section->whole.contains(chunk.extent))
        continue;
      const Cut *cut = state.cutAt(file, chunk.extent.begin);
      if (!cut || cut->stays ||
          (first && (cut->newScope != first->newScope || cut->toSource != first->toSource)))
        return false;
      first = cut;
    }
    if (!first)
      return overloadGoesAlong(file, *section, list.front());
    cover(file, *section, *first);
    return true;
  }

  // Branches that several configurations compile: when all in all of them moves to one place, the
  // conditional does.
  void takeWhole(const std::string &file, const Conditional &section) {
    if (section.directives.size() < 3 || state.cutAt(file, section.whole.begin))
      return;
    const Source &text = context.source(file);
    const Cut *first = nullptr;
    for (const Token &token : text.tokens()) {
      if (!section.whole.contains(token.range) || token.kind == TokenKind::Comment ||
          std::any_of(section.directives.begin(), section.directives.end(),
                      [&](const Range &line) { return line.contains(token.range); }))
        continue;
      const Cut *cut = state.cutAt(file, token.range.begin);
      if (!cut || cut->stays || !section.whole.contains(cut->whole) ||
          (first && (cut->newScope != first->newScope || cut->toSource != first->toSource ||
                     cut->anonymous != first->anonymous || cut->linkage != first->linkage)))
        return;
      first = cut;
    }
    if (first)
      cover(file, section, *first);
  }

  // It defines a macro that goes along with the code that uses it.
  bool definesFollowing(const Source &text, const Conditional &section) const {
    return !state.followingMacros.empty() &&
           std::any_of(text.tokens().begin(), text.tokens().end(), [&](const Token &token) {
             return section.whole.contains(token.range) &&
                    state.followingMacros.contains(definedName(text, token));
           });
  }

  // When all of a header moves, a conditional that does nothing but define macros goes as it
  // stands: others may ask for what it defines in a configuration that nobody compiles.
  void takeMacros(const std::string &file, const Conditional &section) {
    const Source &text = context.source(file);
    if (state.cutAt(file, section.whole.begin) || !onlyDefinesMacros(text, section))
      return;
    for (const Cut &cut : cuts)
      if (cut.file == file && section.whole.contains(cut.declaration))
        return cut.stays ? void() : cover(file, section, Cut(cut));
    Cut all;
    all.file = file;
    all.declaration = section.whole;
    all.whole = text.withComments(section.whole);
    for (const Block &block : program.files.at(file).blocks)
      if (!block.linkage && !block.anonymous && !block.fromMacro &&
          block.body.contains(section.whole))
        all.oldScope = block.qualified; // the inner ones come later
    all.newScope = state.newScopeOf(all.oldScope);
    insert(std::move(all));
  }

  void insert(Cut cut) {
    const auto place =
        std::upper_bound(cuts.begin(), cuts.end(), cut, [](const Cut &a, const Cut &b) {
          return std::tie(a.file, a.whole.begin) < std::tie(b.file, b.whole.begin);
        });
    cuts.insert(place, std::move(cut));
  }

  // One cut for the whole conditional, in place of those in it.
  void cover(const std::string &file, const Conditional &section, const Cut &first) {
    Cut all = first;
    all.declaration = section.whole;
    all.whole = context.source(file).withComments(section.whole);
    const auto inside = [&](const Cut &cut) {
      return cut.file == file && section.whole.contains(cut.declaration);
    };
    const auto place = std::find_if(cuts.begin(), cuts.end(), inside);
    *place = all;
    cuts.erase(std::remove_if(std::next(place), cuts.end(), inside), cuts.end());
  }

  // Overloads that stand in a conditional of their own go where the others of their file go.
  bool overloadGoesAlong(const std::string &file, const Conditional &section,
                         const Statement &statement) {
    if (program.entities[statement.declares].kind != EntityKind::Function)
      return false;
    const FileFacts &facts = program.files.at(file);
    const auto sameBlocks = [&](const Cut &cut) {
      return std::all_of(facts.blocks.begin(), facts.blocks.end(), [&](const Block &block) {
        return block.whole.contains(section.whole) == block.whole.contains(cut.declaration);
      });
    };
    const Cut *like = nullptr;
    for (const Chunk &chunk : facts.chunks) {
      const Cut *cut = state.cutAt(file, chunk.extent.begin);
      if (cut && !cut->stays && chunk.entity != Facts::NoEntity && sameBlocks(*cut) &&
          program.entities[chunk.entity].qualified ==
              program.entities[statement.declares].qualified)
        like = cut;
    }
    if (!like)
      return false;
    Cut all = *like;
    all.declaration = section.whole;
    all.whole = context.source(file).withComments(section.whole);
    insert(std::move(all));
    return true;
  }

  std::vector<Statement> statements(const std::string &file, Range inactive) const {
    const Source &text = context.source(file);
    std::vector<const Token *> tokens;
    for (const Token &token : text.tokens())
      if (inactive.contains(token.range) && token.kind != TokenKind::Comment)
        tokens.push_back(&token);
    std::vector<Statement> result;
    std::size_t first = 0, depth = 0, parentheses = 0;
    const auto word = [&](std::size_t i) {
      return i < tokens.size() ? text.view(tokens[i]->range) : std::string_view();
    };
    const auto finish = [&](std::size_t last) {
      Statement statement;
      statement.range = {tokens[first]->range.begin, tokens[last]->range.end};
      findDeclared(statement, tokens, text, first, last);
      if (last > first)
        result.push_back(statement);
      first = last + 1;
    };
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i]->kind == TokenKind::Directive) {
        if (depth == 0 && i == first)
          first = i + 1;
        continue;
      }
      const std::string_view token = word(i);
      if (token == "(" || token == "[")
        ++parentheses;
      else if ((token == ")" || token == "]") && parentheses > 0)
        --parentheses;
      else if (token == "{" && parentheses == 0 && depth == 0 && opensScope(tokens, text, first))
        first = i + 1;
      else if (token == "{")
        ++depth;
      else if (token == "}" && depth == 0)
        first = i + 1; // of such a scope, or of one around
      else if (token == "}" && --depth == 0 && parentheses == 0 && word(i + 1) != ";")
        finish(i);
      else if (token == ";" && depth == 0 && parentheses == 0)
        finish(i);
    }
    return result;
  }

  static bool opensScope(const std::vector<const Token *> &tokens, const Source &text,
                         std::size_t first) {
    const auto word = [&](std::size_t i) {
      return i < tokens.size() ? text.view(tokens[i]->range) : std::string_view();
    };
    return word(first) == "namespace" ||
           (word(first) == "inline" && word(first + 1) == "namespace") ||
           (word(first) == "extern" && tokens.size() > first + 1 &&
            tokens[first + 1]->kind == TokenKind::String && word(first + 2) == "{");
  }

  // A name at the outermost level that is followed by what follows a declared name, and preceded by
  // nothing that makes it a use.
  void findDeclared(Statement &statement, const std::vector<const Token *> &tokens,
                    const Source &text, std::size_t first, std::size_t last) const {
    std::size_t depth = 0;
    for (std::size_t i = first; i <= last; ++i) {
      const std::string_view word = text.view(tokens[i]->range);
      if (word == "(" || word == "{" || word == "[")
        ++depth;
      else if ((word == ")" || word == "}" || word == "]") && depth > 0)
        --depth;
      if (depth != 0 || tokens[i]->kind != TokenKind::Identifier || i + 1 > last)
        continue;
      const auto named = byName.find(std::string(word));
      if (named == byName.end())
        continue;
      const std::string_view next = text.view(tokens[i + 1]->range);
      const std::string_view before =
          i == first ? std::string_view() : text.view(tokens[i - 1]->range);
      const auto oneOf = [](std::string_view what, std::initializer_list<std::string_view> list) {
        return std::find(list.begin(), list.end(), what) != list.end();
      };
      if (oneOf(next, {"(", "{", ":", ";", "=", "[", "final", ","}) &&
          !oneOf(before, {"=", ":", ",", "<", "(", "public", "private", "protected", "virtual",
                          "return", ".", "new"})) {
        statement.declares = named->second.front();
        statement.name = tokens[i]->range.begin;
        return;
      }
    }
  }

  State &state;
  Context &context = state.context;
  const Program &program = state.program;
  const std::map<std::uint32_t, Relocation> &relocations = state.relocations;
  std::vector<Cut> &cuts = state.cuts;
  std::map<std::string, std::vector<std::uint32_t>> byName;
};

} // namespace

void takeAlternatives(State &state) { Alternatives(state).run(); }

} // namespace levitate::plan::move

// Comments that belong to no declaration: a description below the include guard, the headings of
// sections. As long as something is left in their file they stay; when the file goes as a whole,
// they go along with what stood below them.
#include "tool/plan/move/state.h"

#include "base/text.h"

#include <algorithm>

namespace levitate::plan::move {

using namespace facts;

namespace {

class LooseComments {
public:
  explicit LooseComments(State &state) : state(state) {}

  void take() {
    std::vector<Cut> loose;
    for (const std::string &file : state.deleted)
      collect(file, loose);
    state.cuts.insert(state.cuts.end(), loose.begin(), loose.end());
    std::sort(state.cuts.begin(), state.cuts.end(), [](const Cut &a, const Cut &b) {
      return std::tie(a.file, a.declaration.begin) < std::tie(b.file, b.declaration.begin);
    });
  }

private:
  void collect(const std::string &file, std::vector<Cut> &loose) {
    const Source &text = state.context.source(file);
    Range together; // comments on lines that follow each other
    const auto flush = [&] {
      if (!together.empty())
        add(file, text, together, loose);
      together = {};
    };
    for (const Token &token : text.tokens()) {
      if (token.kind != TokenKind::Comment)
        continue;
      // A comment behind code is about that; `} // namespace a` is made anew.
      const std::uint32_t begin = text.lineStart(token.range.begin);
      const Range lines{begin, text.nextLine(token.range.end)};
      const bool alone = trim(text.view({begin, token.range.begin})).empty() &&
                         trim(text.view({token.range.end, lines.end})).empty();
      if (!alone || state.cutAt(file, token.range.begin))
        continue;
      if (together.end == begin)
        together.end = lines.end;
      else {
        flush();
        together = lines;
      }
    }
    flush();
  }

  void add(const std::string &file, const Source &text, Range comment, std::vector<Cut> &loose) {
    const Cut *near = neighbour(file, comment);
    if (!near || aboutInclude(text, comment) || inOtherConditional(text, comment))
      return;
    if (text.headComment().contains(comment) &&
        headIsKept(file, text, target(*near), near->toSource))
      return;
    Cut cut;
    cut.file = file;
    cut.declaration = cut.whole = comment;
    cut.toSource = near->toSource;
    for (const Block &block : state.program.files.at(file).blocks) {
      if (block.fromMacro || !block.body.contains(comment))
        continue;
      cut.anonymous |= block.anonymous;
      if (block.linkage)
        cut.linkage = trim(text.view(block.names));
      else if (!block.anonymous)
        cut.oldScope = block.qualified; // the inner ones come later
    }
    cut.newScope = state.newScopeOf(cut.oldScope);
    if (state.context.exists(target(*near))) {
      // Among other things it stands right above what it stood above.
      cut.newScope = near->newScope;
      cut.anonymous = near->anonymous;
      cut.linkage = near->linkage;
    }
    loose.push_back(std::move(cut));
  }

  // What moves from below the comment; else from above it.
  const Cut *neighbour(const std::string &file, Range comment) const {
    const Cut *found = nullptr;
    for (const Cut &cut : state.cuts) {
      if (cut.file != file || cut.stays)
        continue;
      found = &cut;
      if (cut.whole.begin >= comment.end)
        break;
    }
    return found;
  }

  // It says why the file has the include below it; the new file has includes of its own.
  static bool aboutInclude(const Source &text, Range comment) {
    for (const Token &token : text.tokens())
      if (token.range.begin >= comment.end)
        return token.kind == TokenKind::Directive &&
               text.lineStart(token.range.begin) == comment.end &&
               directiveText(text.view(token.range)).keyword == "include";
    return false;
  }

  // Of several branches it can't be said which one holds; a conditional of includes goes by itself.
  static bool inOtherConditional(const Source &text, Range comment) {
    for (const Conditional &section : text.conditionals()) {
      if (!section.whole.contains(comment))
        continue;
      if (section.directives.size() > 2)
        return true;
      for (const Token &token : text.tokens())
        if (token.kind == TokenKind::Directive && section.whole.contains(token.range) &&
            directiveText(text.view(token.range)).keyword == "include")
          return true;
    }
    return false;
  }

  const std::string &target(const Cut &cut) const {
    return cut.toSource ? *state.move.source : state.move.header;
  }

  // The comment at the top becomes that of the new file; a file that exists has its own.
  bool headIsKept(const std::string &file, const Source &text, const std::string &to,
                  bool toSource) {
    const std::string &top = state.context.exists(to) ? to : state.model(toSource);
    if (top == file)
      return true;
    const Source &other = state.context.source(top);
    return trim(other.view(other.headComment())) == trim(text.view(text.headComment()));
  }

  State &state;
};

} // namespace

void takeLooseComments(State &state) { LooseComments(state).take(); }

} // namespace levitate::plan::move

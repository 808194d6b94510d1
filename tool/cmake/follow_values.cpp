#include "tool/cmake/follow.h"

#include "base/files.h"

#include <algorithm>

namespace levitate::cmake {

// --- evaluation ---

// The name of a variable reference that starts behind `${`; moves `at` behind its brace. Nothing
// when it depends on something unknown.
std::optional<std::string> Follower::name(std::string_view text, std::size_t &at) {
  std::string result;
  bool known = true;
  while (at < text.size() && text[at] != '}') {
    if (text.substr(at, 2) == "${") {
      at += 2;
      const std::optional<std::string> inner = name(text, at);
      Variable builtin;
      const Variable *variable = inner ? lookup(*inner, builtin) : nullptr;
      if (variable == nullptr || variable->candidates.size() != 1 || variable->shuffled)
        known = false;
      else
        result += variable->candidates.front().text();
    } else {
      result += text[at++];
    }
  }
  if (at < text.size())
    ++at;
  return known ? std::optional(result) : std::nullopt;
}

std::vector<Piece> Follower::pieces(std::string_view text, bool quoted) {
  std::vector<Piece> result;
  const auto verbatim = [&](std::size_t begin, std::size_t end) {
    if (!result.empty() && result.back().kind == Piece::Verbatim && result.back().end == begin) {
      result.back().end = end;
      result.back().text += text.substr(begin, end - begin);
    } else {
      result.push_back({Piece::Verbatim, begin, end, std::string(text.substr(begin, end - begin))});
    }
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    if (text[at] == '\\' && at + 1 < text.size()) {
      const char c = text[at + 1];
      at += 2;
      if (c == ';') {
        verbatim(begin, at); // it stays as it is until a list is split
      } else {
        std::string meaning(1, c);
        if (c == 't' || c == 'n' || c == 'r')
          meaning = c == 't' ? "\t" : (c == 'n' ? "\n" : "\r");
        else if (quoted && c == '\n')
          meaning.clear();
        result.push_back({Piece::Escaped, begin, at, meaning});
      }
      continue;
    }
    for (const std::string_view opener : {"${", "$ENV{", "$CACHE{"}) {
      if (!text.substr(at).starts_with(opener))
        continue;
      at += opener.size();
      const std::optional<std::string> variable = name(text, at);
      // An empty name is no variable: the value is taken from the trace.
      result.push_back(
          {Piece::Reference, begin, at, opener == "${" && variable ? *variable : std::string()});
      break;
    }
    if (at == begin)
      verbatim(begin, ++at);
  }
  return result;
}

const Variable *Follower::lookup(const std::string &name, Variable &builtin) {
  if (name.empty())
    return nullptr;
  const Frame &frame = frames.back();
  if (const auto found = frame.macro.find(name); found != frame.macro.end()) {
    builtin.candidates = {found->second};
    return &builtin;
  }
  if (name == "CMAKE_CURRENT_SOURCE_DIR")
    builtin.candidates = {Value(frame.directory)};
  else if (name == "CMAKE_CURRENT_LIST_DIR")
    builtin.candidates = {Value(std::string(parentPath(currentFile)))};
  else if (name == "CMAKE_SOURCE_DIR")
    builtin.candidates = {Value(sourceRoot)};
  if (!builtin.candidates.empty())
    return &builtin;
  return frame.variables->find(name);
}

// Marks words that are made from a reference and what touches it: what came from the variable; and
// the rest as well when other elements of the variable stand in this argument.
Value Follower::markWords(const Value &value, const std::vector<Part> &references) {
  const std::string text = value.text();
  const std::string_view separators = text.find("$<") == std::string::npos ? ";" : ";:,<>";
  Value result;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    bool isList = false;
    std::vector<Part> inside;
    for (const Part &part : references) {
      if (part.begin >= end || part.end <= begin)
        continue;
      isList |= text.substr(part.begin, part.end - part.begin).find(';') != std::string::npos;
      inside.push_back({std::max(part.begin, begin), std::min(part.end, end)});
    }
    const bool isWhole = inside.size() == 1 && inside[0].begin == begin && inside[0].end == end;
    std::size_t at = begin;
    const auto append = [&](std::size_t to, bool marked) {
      const Value piece = value.substring(at, to);
      result.append(marked ? piece.throughWord() : piece);
      at = to;
    };
    for (const Part &part : inside) {
      append(part.begin, isList);
      append(part.end, !isWhole);
    }
    append(end, isList && !isWhole);
    at = end;
    append(std::min(end + 1, text.size()), false);
    begin = at;
  }
  return result;
}

// Notes what the references may have put somewhere into the value.
void Follower::hide(Value &value, const std::vector<Piece> &parts, std::size_t begin,
                    std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    Variable builtin;
    const Variable *variable =
        parts[i].kind == Piece::Reference ? lookup(parts[i].text, builtin) : nullptr;
    if (variable != nullptr)
      for (const Value &candidate : variable->candidates)
        value.hide(candidate);
  }
}

// Puts the pieces together so that they give `actual`. With `trust`, variables have the values that
// were followed; what is unknown between the first and the last unknown reference has no origin.
std::optional<Value> Follower::assemble(const std::vector<Piece> &parts, const Argument &argument,
                                        std::size_t fileIndex, const std::string &actual,
                                        bool trust) {
  struct Option {
    const Variable *variable = nullptr;
    Variable builtin;
  };
  std::vector<Option> options(parts.size());
  std::vector<std::size_t> loops; // the pieces that have several candidates
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].kind != Piece::Reference || !trust)
      continue;
    options[i].variable = lookup(parts[i].text, options[i].builtin);
    if (options[i].variable != nullptr && options[i].variable->candidates.size() > 1)
      loops.push_back(i);
  }
  const auto piece = [&](std::size_t i, std::size_t candidate) -> std::optional<Value> {
    const Piece &part = parts[i];
    if (part.kind == Piece::Verbatim)
      return Value(part.text,
                   Origin{.file = fileIndex, .offset = argument.innerBegin + part.begin});
    if (part.kind == Piece::Escaped)
      return Value(part.text);
    const Variable *variable = options[i].variable;
    if (variable == nullptr || variable->shuffled || variable->glob != None)
      return std::nullopt;
    return variable->candidates.empty() ? Value() : variable->candidates[candidate];
  };

  // All variables of loops take their candidates in turn; more than one in an argument is rare.
  std::vector<std::size_t> chosen(parts.size(), 0);
  for (std::size_t tries = 0; tries < 100000; ++tries) {
    Value front, back;
    bool hole = false;
    std::size_t firstUnknown = 0, lastUnknown = 0;
    std::vector<Value> behind;
    std::vector<Part> references, referencesBehind; // the latter from the end of the hole on
    std::size_t sizeBehind = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::optional<Value> value = piece(i, chosen[i]);
      const bool refers = parts[i].kind == Piece::Reference;
      if (!value) {
        firstUnknown = hole ? firstUnknown : i;
        lastUnknown = i;
        hole = true;
        behind.clear();
        referencesBehind.clear();
        sizeBehind = 0;
      } else if (hole) {
        if (refers)
          referencesBehind.push_back({sizeBehind, sizeBehind + value->size()});
        sizeBehind += value->size();
        behind.push_back(*value);
      } else {
        if (refers)
          references.push_back({front.size(), front.size() + value->size()});
        front.append(*value);
      }
    }
    for (const Value &value : behind)
      back.append(value);
    const std::string frontText = front.text(), backText = back.text();
    const std::size_t known = frontText.size() + backText.size();
    if (hole ? actual.size() >= known && actual.starts_with(frontText) && actual.ends_with(backText)
             : actual == frontText) {
      if (hole) {
        const std::size_t end = actual.size() - backText.size();
        references.push_back({frontText.size(), end});
        for (const Part &part : referencesBehind)
          references.push_back({end + part.begin, end + part.end});
        Value between(actual.substr(frontText.size(), actual.size() - known));
        hide(between, parts, firstUnknown, lastUnknown + 1);
        front.append(between);
        front.append(back);
      }
      return markWords(front, references);
    }
    // The next combination.
    std::size_t digit = 0;
    for (; digit < loops.size(); ++digit) {
      std::size_t &choice = chosen[loops[digit]];
      if (++choice < options[loops[digit]].variable->candidates.size())
        break;
      choice = 0;
    }
    if (digit == loops.size())
      break;
  }
  return std::nullopt;
}

Value Follower::evaluate(std::size_t fileIndex, const Argument &argument,
                         const std::string &actual) {
  const std::string_view inner = flow.files[fileIndex].inner(argument);
  if (argument.kind == TokenKind::Bracket)
    return inner == actual ? Value(actual, Origin{.file = fileIndex, .offset = argument.innerBegin})
                           : Value(actual);
  const std::vector<Piece> parts = pieces(inner, argument.kind == TokenKind::Quoted);

  // A list whose order or members a command has changed, or that a glob has made, alone.
  if (parts.size() == 1 && parts.front().kind == Piece::Reference) {
    Variable builtin;
    const Variable *variable = lookup(parts.front().text, builtin);
    if (variable != nullptr && variable->glob != None)
      return Value(actual, Origin{.glob = variable->glob});
    if (variable != nullptr && variable->shuffled && variable->candidates.size() == 1) {
      std::vector<Value> known = splitList(variable->candidates.front()), result;
      for (Value &element : splitList(Value(actual))) {
        const std::string text = element.text();
        const auto match = std::find_if(known.begin(), known.end(),
                                        [&](const Value &value) { return value.text() == text; });
        result.push_back(match == known.end() ? element : *match);
      }
      return joinList(result);
    }
  }
  if (auto value = assemble(parts, argument, fileIndex, actual, true))
    return *std::move(value);
  if (auto value = assemble(parts, argument, fileIndex, actual, false))
    return *std::move(value);
  Value value(actual);
  hide(value, parts, 0, parts.size());
  return value;
}

} // namespace levitate::cmake

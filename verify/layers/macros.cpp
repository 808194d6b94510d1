#include "verify/layers/macros.h"

#include <algorithm>
#include <cctype>
#include <deque>

namespace levitate::layers {

namespace {

bool identifierStart(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 128;
}
bool identifierPart(char c) {
  return identifierStart(c) || std::isdigit(static_cast<unsigned char>(c));
}

std::string_view alternative(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> names[] = {
      {"and", "&&"},  {"or", "||"}, {"not", "!"},   {"bitand", "&"},
      {"bitor", "|"}, {"xor", "^"}, {"compl", "~"}, {"not_eq", "!="}};
  for (const auto &[word, symbol] : names)
    if (word == name)
      return symbol;
  return {};
}

} // namespace

std::vector<Macros::Token> Macros::tokens(std::string_view text, bool headerNames) const {
  std::vector<Token> result;
  bool space = false;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v') {
      space = true;
      ++i;
      continue;
    }
    Token token{Token::Kind::Punctuator, {}, space, false, nullptr};
    space = false;
    std::size_t end = i + 1;
    const auto quoted = [&](char close) {
      while (end < text.size() && text[end] != close)
        end += text[end] == '\\' && end + 1 < text.size() ? 2u : 1u;
      end = std::min(end + 1, text.size());
    };
    if (identifierStart(c)) {
      while (end < text.size() && identifierPart(text[end]))
        ++end;
      const std::string_view word = text.substr(i, end - i);
      token.kind = Token::Kind::Identifier;
      if (end < text.size() && (text[end] == '"' || text[end] == '\'') &&
          (word == "L" || word == "u" || word == "U" || word == "u8")) {
        token.kind = text[end] == '"' ? Token::Kind::String : Token::Kind::Character;
        const char close = text[end++];
        quoted(close);
      }
    } else if (std::isdigit(static_cast<unsigned char>(c)) ||
               (c == '.' && end < text.size() &&
                std::isdigit(static_cast<unsigned char>(text[end])))) {
      token.kind = Token::Kind::Number;
      while (end < text.size() &&
             (identifierPart(text[end]) || text[end] == '.' ||
              (text[end] == '\'' && mode.digitSeparators && end + 1 < text.size() &&
               identifierPart(text[end + 1])) ||
              ((text[end] == '+' || text[end] == '-') &&
               std::string_view("eEpP").find(text[end - 1]) != std::string_view::npos)))
        ++end;
    } else if (c == '"' || c == '\'') {
      token.kind = c == '"' ? Token::Kind::String : Token::Kind::Character;
      quoted(c);
    } else if (c == '<' && headerNames && !result.empty() && result.back().text == "(" &&
               result.size() >= 2 && result[result.size() - 2].text.starts_with("__has_")) {
      const std::size_t close = text.find('>', i);
      if (close != text.npos) {
        token.kind = Token::Kind::String;
        end = close + 1;
      }
    } else {
      static constexpr std::string_view symbols[] = {"...", "<<=", ">>=", "<=>", "##", "&&", "||",
                                                     "<<",  ">>",  "<=",  ">=",  "==", "!=", "->",
                                                     "++",  "--",  "+=",  "-=",  "::"};
      for (const std::string_view symbol : symbols)
        if (text.substr(i).starts_with(symbol)) {
          end = i + symbol.size();
          break;
        }
      static constexpr std::pair<std::string_view, std::string_view> digraphs[] = {
          {"%:%:", "##"}, {"%:", "#"}, {"<:", "["}, {":>", "]"}, {"<%", "{"}, {"%>", "}"}};
      for (const auto &[digraph, symbol] : digraphs)
        if (text.substr(i).starts_with(digraph)) {
          end = i + digraph.size();
          token.text = symbol;
          break;
        }
    }
    if (token.text.empty())
      token.text = text.substr(i, end - i);
    result.push_back(std::move(token));
    i = end;
  }
  return result;
}

void Macros::define(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && identifierPart(text[end]))
    ++end;
  if (end == 0)
    return;
  Macro macro;
  macro.definition = text.substr(end);
  table.insert_or_assign(std::string(text.substr(0, end)), std::move(macro));
}

void Macros::undefine(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && identifierPart(text[end]))
    ++end;
  table.erase(std::string(text.substr(0, end)));
}

void Macros::push(const std::string &name) {
  const auto found = table.find(name);
  pushed[name].push_back(found == table.end() ? std::nullopt : std::optional(found->second));
}

void Macros::pop(const std::string &name) {
  auto &stack = pushed[name];
  if (stack.empty())
    return;
  if (stack.back())
    table.insert_or_assign(name, std::move(*stack.back()));
  else
    table.erase(name);
  stack.pop_back();
}

bool Macros::isDefined(std::string_view text, const Surroundings &around) const {
  std::size_t end = 0;
  while (end < text.size() && identifierPart(text[end]))
    ++end;
  const std::string name(text.substr(0, end));
  if (table.contains(name))
    return true;
  // Names that a compiler knows without listing them.
  if (name.starts_with("__has_") || name.starts_with("__is_") || name == "__building_module" ||
      name == "__COUNTER__" || name == "__BASE_FILE__" || name == "__INCLUDE_LEVEL__" ||
      name == "__TIMESTAMP__" || name == "__FILE_NAME__" || name == "__identifier" ||
      name == "_Pragma" || name == "__pragma")
    return around.askCompiler && around.askCompiler("defined(" + name + ")") != 0;
  return name == "__FILE__" || name == "__LINE__" || name == "__DATE__" || name == "__TIME__";
}

const Macros::Macro *Macros::find(const std::string &name) const {
  const auto found = table.find(name);
  if (found == table.end())
    return nullptr;
  Macro &macro = found->second;
  if (macro.parsed)
    return &macro;
  macro.parsed = true;
  std::string_view rest = macro.definition;
  if (rest.starts_with('(')) {
    macro.function = true;
    const std::size_t close = std::min(rest.find(')'), rest.size() - 1);
    for (const Token &token : tokens(rest.substr(1, close - 1), false)) {
      if (token.text == "...") {
        macro.variadic = true;
        if (macro.parameters.empty() || rest.substr(1, close - 1).find(',') != rest.npos ||
            macro.parameters.empty())
          macro.parameters.emplace_back("__VA_ARGS__");
      } else if (token.kind == Token::Kind::Identifier) {
        macro.parameters.push_back(token.text);
      }
    }
    // `args...` names the variable arguments: then the name came just before the dots.
    if (macro.variadic && macro.parameters.size() >= 2 &&
        macro.parameters.back() == "__VA_ARGS__") {
      const std::string_view inside = rest.substr(1, close - 1);
      std::size_t dots = inside.find("...");
      while (dots > 0 && (inside[dots - 1] == ' ' || inside[dots - 1] == '\t'))
        --dots;
      if (dots > 0 && identifierPart(inside[dots - 1]))
        macro.parameters.pop_back();
    }
    rest.remove_prefix(close + 1);
  }
  macro.body = tokens(rest, false);
  return &macro;
}

/// Expands a list of tokens: Prosser's algorithm, in which every token carries the macros it came
/// from and is never expanded by those again.
class Expander {
public:
  using Token = Macros::Token;
  using Kind = Token::Kind;

  Expander(const Macros &macros, const Surroundings &around) : macros(macros), around(around) {}

  /// `condition`: defined and __has_... are worked out on the way.
  std::vector<Token> expand(std::vector<Token> given, bool condition) {
    std::deque<Token> input(given.begin(), given.end());
    std::vector<Token> output;
    while (!input.empty()) {
      if (++steps > 200'000)
        return output; // no sane condition gets here
      Token token = std::move(input.front());
      input.pop_front();
      if (token.kind != Kind::Identifier || hides(token, token.text)) {
        output.push_back(std::move(token));
        continue;
      }
      if (condition && token.text == "defined") {
        output.push_back(number(defined(input)));
        continue;
      }
      const Macros::Macro *macro = macros.find(token.text);
      if (!macro) {
        if (condition && special(token.text))
          output.push_back(number(ask(token.text, input)));
        else
          output.push_back(std::move(token));
        continue;
      }
      std::vector<Token> replaced;
      auto hidden = std::make_shared<std::vector<std::string>>();
      if (!macro->function) {
        if (token.hidden)
          *hidden = *token.hidden;
        hidden->push_back(token.text);
        replaced = substitute(*macro, {}, condition);
      } else {
        if (input.empty() || input.front().text != "(") {
          output.push_back(std::move(token));
          continue;
        }
        Token close;
        std::optional<std::vector<std::vector<Token>>> arguments = collect(input, *macro, close);
        if (!arguments) {
          output.push_back(std::move(token));
          continue;
        }
        if (token.hidden && close.hidden)
          for (const std::string &name : *token.hidden)
            if (std::find(close.hidden->begin(), close.hidden->end(), name) != close.hidden->end())
              hidden->push_back(name);
        hidden->push_back(token.text);
        replaced = substitute(*macro, *arguments, condition);
      }
      for (Token &made : replaced) {
        auto merged = std::make_shared<std::vector<std::string>>(*hidden);
        if (made.hidden)
          merged->insert(merged->end(), made.hidden->begin(), made.hidden->end());
        made.hidden = std::move(merged);
      }
      if (!replaced.empty())
        replaced.front().space = token.space;
      input.insert(input.begin(), std::make_move_iterator(replaced.begin()),
                   std::make_move_iterator(replaced.end()));
    }
    return output;
  }

private:
  static bool hides(const Token &token, const std::string &name) {
    return token.hidden &&
           std::find(token.hidden->begin(), token.hidden->end(), name) != token.hidden->end();
  }
  static Token number(long long value) {
    return {Kind::Number, std::to_string(value), false, false, nullptr};
  }
  static bool special(const std::string &name) {
    return name.starts_with("__has_") || name.starts_with("__is_") || name == "__building_module";
  }

  bool defined(std::deque<Token> &input) {
    if (input.empty())
      return false;
    if (input.front().text != "(") {
      const std::string name = input.front().text;
      input.pop_front();
      return macros.isDefined(name, around);
    }
    input.pop_front();
    std::string name;
    while (!input.empty() && input.front().text != ")") {
      name += input.front().text;
      input.pop_front();
    }
    if (!input.empty())
      input.pop_front();
    return macros.isDefined(name, around);
  }

  long long ask(const std::string &name, std::deque<Token> &input) {
    if (input.empty() || input.front().text != "(")
      return 0;
    input.pop_front();
    std::vector<Token> inside;
    unsigned depth = 1;
    while (!input.empty()) {
      Token token = std::move(input.front());
      input.pop_front();
      if (token.text == "(")
        ++depth;
      if (token.text == ")" && --depth == 0)
        break;
      inside.push_back(std::move(token));
    }
    if (name == "__has_include" || name == "__has_include_next") {
      if (!around.hasInclude)
        return 0;
      const auto header = headerOf(inside);
      return header && around.hasInclude(header->form, header->name, name.ends_with("_next"));
    }
    if (!around.askCompiler)
      return 0;
    std::string text = name + "(";
    for (const Token &token : inside)
      text += (token.space ? " " : "") + token.text;
    return around.askCompiler(text + ")");
  }

public:
  std::optional<Macros::Header> headerOf(std::vector<Token> given) {
    if (given.empty() || (given[0].kind != Kind::String && given[0].text != "<"))
      given = expand(std::move(given), false);
    if (given.empty())
      return std::nullopt;
    const std::string &first = given[0].text;
    if (given[0].kind == Kind::String && first.size() >= 2 && (first[0] == '"' || first[0] == '<'))
      return Macros::Header{first[0] == '"' ? HeaderForm::Quoted : HeaderForm::Angled,
                            first.substr(1, first.size() - 2)};
    if (first != "<")
      return std::nullopt;
    std::string name;
    for (std::size_t i = 1; i < given.size(); ++i) {
      if (given[i].text == ">")
        return Macros::Header{HeaderForm::Angled, name};
      name += (given[i].space && i > 1 ? " " : "") + given[i].text;
    }
    return std::nullopt;
  }

private:
  /// The arguments of a call whose `(` is next; nothing when it is not closed.
  static std::optional<std::vector<std::vector<Token>>>
  collect(std::deque<Token> &input, const Macros::Macro &macro, Token &close) {
    std::vector<std::vector<Token>> arguments(1);
    unsigned depth = 0;
    for (std::size_t i = 0; i < input.size(); ++i) {
      const std::string &text = input[i].text;
      if (text == "(" && depth++ == 0)
        continue;
      if (text == ")" && --depth == 0) {
        close = input[i];
        input.erase(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        return arguments;
      }
      const bool last = macro.variadic && arguments.size() == macro.parameters.size();
      if (text == "," && depth == 1 && !last)
        arguments.emplace_back();
      else
        arguments.back().push_back(input[i]);
    }
    return std::nullopt;
  }

  static std::string stringOf(const std::vector<Token> &tokens) {
    std::string text = "\"";
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].space && i > 0)
        text += ' ';
      for (const char c : tokens[i].text) {
        if ((c == '"' || c == '\\') &&
            (tokens[i].kind == Kind::String || tokens[i].kind == Kind::Character))
          text += '\\';
        text += c;
      }
    }
    return text + "\"";
  }

  std::vector<Token> substitute(const Macros::Macro &macro,
                                const std::vector<std::vector<Token>> &arguments, bool condition) {
    const auto parameter = [&](const Token &token) -> std::ptrdiff_t {
      if (!macro.function || token.kind != Kind::Identifier)
        return -1;
      const auto found = std::find(macro.parameters.begin(), macro.parameters.end(), token.text);
      return found == macro.parameters.end() ? -1 : found - macro.parameters.begin();
    };
    const auto argument = [&](std::ptrdiff_t index) -> std::vector<Token> {
      return static_cast<std::size_t>(index) < arguments.size() ? arguments[std::size_t(index)]
                                                                : std::vector<Token>();
    };
    std::vector<Token> result;
    const std::vector<Token> &body = macro.body;
    for (std::size_t i = 0; i < body.size(); ++i) {
      const Token &token = body[i];
      if (macro.function && token.text == "#" && i + 1 < body.size() &&
          parameter(body[i + 1]) >= 0) {
        result.push_back(
            {Kind::String, stringOf(argument(parameter(body[++i]))), token.space, false, nullptr});
        continue;
      }
      if (token.text == "##" && !result.empty() && i + 1 < body.size()) {
        std::vector<Token> right{body[++i]};
        if (const auto index = parameter(right[0]); index >= 0)
          right = argument(index);
        paste(result, std::move(right));
        continue;
      }
      if (token.text == "__VA_OPT__" && macro.variadic && i + 1 < body.size() &&
          body[i + 1].text == "(") {
        const bool present = arguments.size() >= macro.parameters.size() &&
                             !arguments[macro.parameters.size() - 1].empty();
        unsigned depth = 0;
        for (++i; i < body.size(); ++i) {
          if (body[i].text == "(" && depth++ == 0)
            continue;
          if (body[i].text == ")" && --depth == 0)
            break;
          if (!present)
            continue;
          if (const auto index = parameter(body[i]); index >= 0) {
            for (Token &made : expand(argument(index), condition))
              result.push_back(std::move(made));
          } else {
            result.push_back(body[i]);
          }
        }
        continue;
      }
      const auto index = parameter(token);
      if (index < 0) {
        result.push_back(token);
        continue;
      }
      std::vector<Token> tokens = argument(index);
      const bool pasted = i + 1 < body.size() && body[i + 1].text == "##";
      if (!pasted)
        tokens = expand(std::move(tokens), condition);
      if (tokens.empty() && pasted)
        tokens.push_back({Kind::Punctuator, "", token.space, true, nullptr});
      if (!tokens.empty())
        tokens.front().space = token.space;
      for (Token &made : tokens)
        result.push_back(std::move(made));
    }
    std::erase_if(result, [](const Token &token) { return token.placeholder; });
    return result;
  }

  void paste(std::vector<Token> &result, std::vector<Token> right) {
    if (right.empty())
      return;
    Token left = std::move(result.back());
    result.pop_back();
    std::vector<Token> made = macros.tokens(left.text + right.front().text, false);
    if (!made.empty()) {
      made.front().space = left.space;
      made.front().hidden = left.hidden;
    }
    for (Token &token : made)
      result.push_back(std::move(token));
    for (std::size_t i = 1; i < right.size(); ++i)
      result.push_back(std::move(right[i]));
    if (result.empty())
      result.push_back({Kind::Punctuator, "", false, true, nullptr});
  }

  const Macros &macros;
  const Surroundings &around;
  unsigned steps = 0;

  friend class Condition;
};

namespace {

/// A value of a preprocessor expression: 64 bits, and whether they are unsigned.
struct Value {
  unsigned long long bits = 0;
  bool isUnsigned = false;
  long long asSigned() const { return static_cast<long long>(bits); }
};

/// A recursive-descent evaluator over texts of expanded tokens.
class Expression {
public:
  struct Item {
    char kind; ///< n(umber), c(haracter), i(dentifier), p(unctuator), s(tring)
    std::string text;
  };
  Expression(std::vector<Item> items, bool plusplus)
      : items(std::move(items)), plusplus(plusplus) {}

  bool truth() {
    const Value value = ternary();
    return !failed && at == items.size() && value.bits != 0;
  }

private:
  bool take(std::string_view text) {
    if (at >= items.size() || items[at].kind != 'p' || items[at].text != text)
      return false;
    ++at;
    return true;
  }

  Value ternary() {
    if (++depth > 500)
      failed = true;
    const Value condition = binary(0);
    Value result = condition;
    if (!failed && take("?")) {
      const Value yes = ternary();
      if (!take(":"))
        failed = true;
      const Value no = ternary();
      result = condition.bits != 0 ? yes : no;
      result.isUnsigned = yes.isUnsigned || no.isUnsigned;
    }
    --depth;
    return result;
  }

  Value binary(int minimum) {
    static const std::pair<std::string_view, int> levels[] = {
        {"||", 1}, {"&&", 2}, {"|", 3}, {"^", 4},  {"&", 5},  {"==", 6},
        {"!=", 6}, {"<", 7},  {">", 7}, {"<=", 7}, {">=", 7}, {"<<", 8},
        {">>", 8}, {"+", 9},  {"-", 9}, {"*", 10}, {"/", 10}, {"%", 10}};
    Value left = unary();
    while (!failed && at < items.size() && items[at].kind == 'p') {
      int level = 0;
      for (const auto &[symbol, strength] : levels)
        if (symbol == items[at].text)
          level = strength;
      if (level == 0 || level <= minimum)
        break;
      const std::string symbol = items[at++].text;
      const bool skip = (symbol == "||" && left.bits != 0) || (symbol == "&&" && left.bits == 0);
      skipped += skip;
      const Value right = binary(level);
      skipped -= skip;
      left = apply(symbol, left, right);
    }
    return left;
  }

  Value apply(const std::string &symbol, Value a, Value b) {
    const bool mixed = a.isUnsigned || b.isUnsigned;
    const auto arithmetic = [&](unsigned long long bits) { return Value{bits, mixed}; };
    const auto boolean = [](bool truth) { return Value{truth ? 1ull : 0ull, false}; };
    const auto less = [&](Value x, Value y) {
      return mixed ? x.bits < y.bits : x.asSigned() < y.asSigned();
    };
    if (symbol == "||")
      return boolean(a.bits != 0 || b.bits != 0);
    if (symbol == "&&")
      return boolean(a.bits != 0 && b.bits != 0);
    if (symbol == "|")
      return arithmetic(a.bits | b.bits);
    if (symbol == "^")
      return arithmetic(a.bits ^ b.bits);
    if (symbol == "&")
      return arithmetic(a.bits & b.bits);
    if (symbol == "==")
      return boolean(a.bits == b.bits);
    if (symbol == "!=")
      return boolean(a.bits != b.bits);
    if (symbol == "<")
      return boolean(less(a, b));
    if (symbol == ">")
      return boolean(less(b, a));
    if (symbol == "<=")
      return boolean(!less(b, a));
    if (symbol == ">=")
      return boolean(!less(a, b));
    if (symbol == "<<")
      return {b.bits < 64 ? a.bits << b.bits : 0, a.isUnsigned};
    if (symbol == ">>") {
      const unsigned shift = b.bits < 64 ? static_cast<unsigned>(b.bits) : 63u;
      return {a.isUnsigned ? a.bits >> shift
                           : static_cast<unsigned long long>(a.asSigned() >> shift),
              a.isUnsigned};
    }
    if (symbol == "+")
      return arithmetic(a.bits + b.bits);
    if (symbol == "-")
      return arithmetic(a.bits - b.bits);
    if (symbol == "*")
      return arithmetic(a.bits * b.bits);
    if (b.bits == 0) {
      failed |= skipped == 0;
      return arithmetic(0);
    }
    if (mixed)
      return arithmetic(symbol == "/" ? a.bits / b.bits : a.bits % b.bits);
    if (b.asSigned() == -1) // the one quotient that overflows
      return arithmetic(symbol == "/" ? 0 - a.bits : 0);
    return arithmetic(static_cast<unsigned long long>(symbol == "/" ? a.asSigned() / b.asSigned()
                                                                    : a.asSigned() % b.asSigned()));
  }

  Value unary() {
    if (++depth > 500)
      failed = true;
    Value result;
    if (failed) {
    } else if (take("!")) {
      result = {unary().bits == 0 ? 1ull : 0ull, false};
    } else if (take("~")) {
      const Value value = unary();
      result = {~value.bits, value.isUnsigned};
    } else if (take("-")) {
      const Value value = unary();
      result = {0 - value.bits, value.isUnsigned};
    } else if (take("+")) {
      result = unary();
    } else if (take("(")) {
      result = ternary();
      if (!take(")"))
        failed = true;
    } else if (at < items.size() && items[at].kind == 'n') {
      result = number(items[at++].text);
    } else if (at < items.size() && items[at].kind == 'c') {
      result = character(items[at++].text);
    } else if (at < items.size() && items[at].kind == 'i') {
      const std::string &name = items[at++].text;
      result = {plusplus && name == "true" ? 1ull : 0ull, false};
      // An unknown function-like name with arguments is an error, not 0.
      if (at < items.size() && items[at].kind == 'p' && items[at].text == "(")
        failed = true;
    } else {
      failed = true;
    }
    --depth;
    return result;
  }

  Value number(std::string text) {
    std::erase(text, '\'');
    Value value;
    std::size_t i = 0;
    unsigned base = 10;
    if (text.starts_with("0x") || text.starts_with("0X"))
      base = 16, i = 2;
    else if (text.starts_with("0b") || text.starts_with("0B"))
      base = 2, i = 2;
    else if (text.starts_with('0'))
      base = 8;
    for (; i < text.size(); ++i) {
      const char c = static_cast<char>(std::tolower(static_cast<unsigned char>(text[i])));
      unsigned digit = 16;
      if (c >= '0' && c <= '9')
        digit = static_cast<unsigned>(c - '0');
      else if (base == 16 && c >= 'a' && c <= 'f')
        digit = static_cast<unsigned>(c - 'a') + 10;
      if (digit >= base)
        break;
      value.bits = value.bits * base + digit;
    }
    for (; i < text.size(); ++i) {
      const char c = static_cast<char>(std::tolower(static_cast<unsigned char>(text[i])));
      if (c == 'u')
        value.isUnsigned = true;
      else if (c != 'l' && c != 'z')
        failed |= skipped == 0;
    }
    if (value.bits > 0x7fffffffffffffffull)
      value.isUnsigned = true;
    return value;
  }

  static Value character(const std::string &text) {
    const std::size_t open = text.find('\'');
    Value value;
    for (std::size_t i = open + 1; i < text.size() && text[i] != '\''; ++i) {
      unsigned long long unit = static_cast<unsigned char>(text[i]);
      if (text[i] == '\\' && i + 1 < text.size()) {
        const char c = text[++i];
        static constexpr std::string_view from = "abfnrtve\\'\"?";
        static constexpr std::string_view to = "\a\b\f\n\r\t\v\033\\'\"?";
        if (c == 'x') {
          unit = 0;
          while (i + 1 < text.size() && std::isxdigit(static_cast<unsigned char>(text[i + 1]))) {
            const char d = static_cast<char>(std::tolower(static_cast<unsigned char>(text[++i])));
            unit = unit * 16 + static_cast<unsigned>(d <= '9' ? d - '0' : d - 'a' + 10);
          }
        } else if (c >= '0' && c <= '7') {
          unit = static_cast<unsigned>(c - '0');
          for (int n = 0; n < 2 && i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '7';
               ++n)
            unit = unit * 8 + static_cast<unsigned>(text[++i] - '0');
        } else if (const std::size_t index = from.find(c); index != from.npos) {
          unit = static_cast<unsigned char>(to[index]);
        }
      }
      value.bits = value.bits << 8 | unit;
    }
    // A narrow character is signed where we are built for; that is what x86 and its friends do.
    if (open == 0 && value.bits < 256)
      value.bits = static_cast<unsigned long long>(
          static_cast<long long>(static_cast<signed char>(value.bits)));
    return value;
  }

  const std::vector<Item> items;
  const bool plusplus;
  std::size_t at = 0;
  bool failed = false;
  int skipped = 0, depth = 0;
};

} // namespace

bool Macros::evaluate(std::string_view text, const Surroundings &around) const {
  std::vector<Token> expanded = Expander(*this, around).expand(tokens(text, true), true);
  std::vector<Expression::Item> items;
  for (Token &token : expanded) {
    char kind = 'p';
    switch (token.kind) {
    case Token::Kind::Identifier:
      kind = 'i';
      if (plusplus)
        if (const std::string_view symbol = alternative(token.text); !symbol.empty()) {
          kind = 'p';
          token.text = symbol;
        }
      break;
    case Token::Kind::Number:
      kind = 'n';
      break;
    case Token::Kind::Character:
      kind = 'c';
      break;
    case Token::Kind::String:
      kind = 's';
      break;
    case Token::Kind::Punctuator:
      break;
    }
    items.push_back({kind, std::move(token.text)});
  }
  return Expression(std::move(items), plusplus).truth();
}

std::optional<Macros::Header> Macros::header(std::string_view text,
                                             const Surroundings &around) const {
  return Expander(*this, around).headerOf(tokens(text, false));
}

} // namespace levitate::layers

#include "tool/cmake/flow.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_map>

namespace levitate::cmake {

namespace {

// A variable, or a parameter. Inside a foreach it has one of several values.
struct Variable {
  std::vector<Value> candidates; // none: unset
  bool shuffled = false;         // sorted or filtered: the elements are known, their order is not
  std::size_t glob = None;       // its value is what this file(GLOB) found
};

struct Variables {
  std::shared_ptr<Variables> parent;
  std::unordered_map<std::string, Variable> own;

  const Variable *find(const std::string &name) const {
    for (const Variables *scope = this; scope != nullptr; scope = scope->parent.get())
      if (const auto found = scope->own.find(name); found != scope->own.end())
        return &found->second;
    return nullptr;
  }
};

struct Function {
  bool macro = false;
  std::vector<std::string> parameters;
};

// The command that ran last at some depth: what the frames above it belong to.
struct Running {
  std::string command;
  std::vector<Value> arguments; // lists split
  std::size_t call = None;
};

struct Frame {
  std::string directory;
  std::shared_ptr<Variables> variables;
  std::unordered_map<std::string, Value> macro; // what a macro's body has replaced
  std::vector<Value> arguments;                 // of the function or macro
  std::size_t caller = None;                    // its call
  std::size_t site = None;
  Running last;
};

// A piece of an argument's text.
struct Piece {
  enum Kind { Verbatim, Escaped, Reference } kind = Verbatim;
  std::size_t begin = 0, end = 0; // in the inner text
  std::string text;               // verbatim: itself; escaped: what it stands for; reference: name
};

const std::set<std::string> ScopeKeywords = {"PUBLIC", "PRIVATE", "INTERFACE"};

std::optional<Scope> scopeOf(const std::string &word) {
  if (word == "PUBLIC" || word == "LINK_PUBLIC")
    return Scope::Public;
  if (word == "PRIVATE" || word == "LINK_PRIVATE")
    return Scope::Private;
  if (word == "INTERFACE" || word == "LINK_INTERFACE_LIBRARIES")
    return Scope::Interface;
  return std::nullopt;
}

bool looksLikeFile(const std::string &text) {
  return !text.empty() && text.size() < 4096 && text.find_first_of("\n$<>*") == std::string::npos &&
         text.find_first_of("./") != std::string::npos && text.front() != '-';
}

class Follower {
public:
  Follower(const std::string &source, const std::string &build, const std::string &root)
      : sourceRoot(source), build(build), root(root) {}

  Result<Flow> run(const std::vector<Event> &events) {
    for (const Event &event : events)
      LEVITATE_CHECK(step(event));
    return std::move(flow);
  }

private:
  Result<void> step(const Event &event);
  void enter(const Event &event);
  Result<std::size_t> file(const std::string &name);

  // --- evaluation ---
  std::vector<Piece> pieces(std::string_view text, bool quoted);
  std::optional<std::string> name(std::string_view text, std::size_t &at);
  const Variable *lookup(const std::string &name, Variable &builtin);
  Value evaluate(std::size_t fileIndex, const Argument &argument, const std::string &actual);
  std::optional<Value> assemble(const std::vector<Piece> &parts, const Argument &argument,
                                std::size_t fileIndex, const std::string &actual, bool trust);

  // --- commands ---
  void assign(const std::string &name, Variable variable) {
    frames.back().variables->own[name] = std::move(variable);
  }
  void assignParent(const std::string &name, Variable variable);
  void execute(const Event &event);
  void setVariable();
  void changeList();
  void changeString();
  void loop();
  void parseArguments();
  void globFiles(const Event &event);
  void defineTarget(const std::string &command);
  void targetSources();
  void targetLinks();
  void setProperty();
  void setTargetProperties();
  void listedFiles(const std::string &command);
  void mentions(const std::string &command);
  void clobber();

  void about(const std::string &target);
  void addSource(const std::string &target, Scope scope, const Value &element, std::string fileSet,
                 std::vector<std::string> bases);
  void addLinks(const std::string &target, Scope scope, const Value &element);
  void addFile(Role role, const Value &element);
  Use use(Role role) const;
  std::string resolve(const std::string &path) const {
    return absolutePath(path, frames.back().directory);
  }

  const std::string &sourceRoot, &build, &root;
  Flow flow;
  std::unordered_map<std::string, std::size_t> filesByPath;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> callIndex;
  std::unordered_map<std::string, Function> functions;
  std::vector<Frame> frames;
  std::string currentFile;
  std::size_t currentCall = None;
  std::vector<Value> arguments; // of the current command, lists split
};

// The index of a file of the user's own, None for others.
Result<std::size_t> Follower::file(const std::string &path) {
  if (const auto known = filesByPath.find(path); known != filesByPath.end())
    return known->second;
  std::size_t index = None;
  if (isWithin(path, root) && !isWithin(path, build) && levitate::exists(path)) {
    LEVITATE_TRY(text, readText(path));
    LEVITATE_TRY(parsed, parse(std::move(text), path));
    index = flow.files.size();
    flow.files.push_back(std::move(parsed));
    flow.names.push_back(path);
  }
  filesByPath.emplace(path, index);
  return index;
}

// Opens the frame of the command that ran last, whose body begins with this event.
void Follower::enter(const Event &event) {
  if (frames.empty()) {
    Frame frame;
    frame.directory = sourceRoot;
    frame.variables = std::make_shared<Variables>();
    frames.push_back(std::move(frame));
    return;
  }
  const Frame &outer = frames.back();
  const Running &call = outer.last;
  Frame frame;
  frame.directory = outer.directory;
  frame.variables = outer.variables;
  frame.site = outer.site;
  const auto function = functions.find(call.command);
  if (call.command == "add_subdirectory" || call.command == "subdirs") {
    frame.site = None;
    // Its own CMakeLists.txt is what runs now; the argument may have been relative.
    frame.directory = std::string(parentPath(event.file));
    frame.variables = std::make_shared<Variables>();
    frame.variables->parent = outer.variables;
  } else if (function != functions.end()) {
    if (frame.site == None)
      frame.site = call.call;
    frame.caller = call.call;
    frame.arguments = call.arguments;
    const std::vector<std::string> &parameters = function->second.parameters;
    std::unordered_map<std::string, Value> bound;
    for (std::size_t i = 0; i < parameters.size() && i < call.arguments.size(); ++i)
      bound[parameters[i]] = call.arguments[i].throughSingle();
    for (std::size_t i = 0; i < call.arguments.size(); ++i)
      bound["ARGV" + std::to_string(i)] = call.arguments[i].throughSingle();
    const std::size_t named = std::min(parameters.size(), call.arguments.size());
    bound["ARGV"] = joinList(call.arguments);
    bound["ARGN"] = joinList(
        {call.arguments.begin() + static_cast<std::ptrdiff_t>(named), call.arguments.end()});
    if (function->second.macro) {
      frame.macro = std::move(bound);
    } else {
      frame.variables = std::make_shared<Variables>();
      frame.variables->parent = outer.variables;
      for (auto &[parameter, value] : bound)
        frame.variables->own[parameter] = Variable{{std::move(value)}, false, None};
    }
  }
  frames.push_back(std::move(frame));
}

Result<void> Follower::step(const Event &event) {
  while (frames.size() > event.depth)
    frames.pop_back();
  while (frames.size() < event.depth)
    enter(event);

  LEVITATE_TRY(index, file(event.file));
  currentFile = event.file;
  currentCall = None;
  arguments.clear();
  const Command *command = index == None ? nullptr : flow.files[index].commandAt(event.line);
  // A name or a number of arguments that differs: called by cmake_language, or replaced since.
  if (command != nullptr &&
      (command->name != event.command || command->arguments.size() != event.arguments.size()))
    command = nullptr;
  if (command != nullptr) {
    const auto number = static_cast<std::size_t>(command - flow.files[index].commands.data());
    const auto [known, added] = callIndex.try_emplace({index, number}, flow.calls.size());
    if (added)
      flow.calls.push_back({index, number, {}, {}});
    currentCall = known->second;
  }
  for (std::size_t i = 0; i < event.arguments.size(); ++i) {
    if (command == nullptr) {
      for (Value &element : splitList(Value(event.arguments[i])))
        arguments.push_back(std::move(element));
      continue;
    }
    const Argument &argument = command->arguments[i];
    Value value = evaluate(index, argument, event.arguments[i]);
    if (argument.kind != TokenKind::Unquoted)
      arguments.push_back(std::move(value));
    else
      for (Value &element : splitList(value))
        arguments.push_back(std::move(element));
  }
  execute(event);
  frames.back().last = {event.command, std::move(arguments), currentCall};
  arguments = {};
  return {};
}

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
    std::vector<Value> behind;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::optional<Value> value = piece(i, chosen[i]);
      if (!value) {
        hole = true;
        behind.clear();
      } else if (hole) {
        behind.push_back(*value);
      } else {
        front.append(*value);
      }
    }
    for (const Value &value : behind)
      back.append(value);
    const std::string frontText = front.text(), backText = back.text();
    const std::size_t known = frontText.size() + backText.size();
    if (hole ? actual.size() >= known && actual.starts_with(frontText) && actual.ends_with(backText)
             : actual == frontText) {
      if (!hole)
        return front;
      front.append(actual.substr(frontText.size(), actual.size() - known));
      front.append(back);
      return front;
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
  return Value(actual);
}

// --- commands ---

void Follower::assignParent(const std::string &name, Variable variable) {
  Variables &scope = *frames.back().variables;
  if (!scope.parent)
    return;
  // The scope itself keeps what it saw so far.
  if (!scope.own.contains(name))
    if (const Variable *seen = scope.find(name))
      scope.own[name] = *seen;
  scope.parent->own[name] = std::move(variable);
}

Use Follower::use(Role role) const {
  Use use;
  use.role = role;
  use.directory = frames.back().directory;
  use.call = currentCall;
  use.site = frames.back().site == None ? currentCall : frames.back().site;
  return use;
}

// Notes that the current command, and every call that led to it, is about this target.
void Follower::about(const std::string &target) {
  if (currentCall != None)
    flow.calls[currentCall].targets.insert(target);
  for (const Frame &frame : frames)
    if (frame.caller != None)
      flow.calls[frame.caller].targets.insert(target);
}

void Follower::execute(const Event &event) {
  const std::string &command = event.command;
  static const std::set<std::string> Silent = {"if",
                                               "elseif",
                                               "else",
                                               "while",
                                               "message",
                                               "return",
                                               "include",
                                               "break",
                                               "continue",
                                               "block",
                                               "project",
                                               "option",
                                               "cmake_policy",
                                               "enable_testing",
                                               "add_subdirectory",
                                               "cmake_minimum_required",
                                               "mark_as_advanced",
                                               "enable_language"};
  if (command == "function" || command == "macro") {
    if (arguments.empty())
      return;
    Function function{command == "macro", {}};
    for (std::size_t i = 1; i < arguments.size(); ++i)
      function.parameters.push_back(arguments[i].text());
    std::string name = arguments[0].text();
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    functions[name] = std::move(function);
  } else if (command == "set") {
    setVariable();
  } else if (command == "unset") {
    if (!arguments.empty())
      assign(arguments[0].text(), {});
  } else if (command == "list") {
    changeList();
  } else if (command == "string") {
    changeString();
  } else if (command == "foreach") {
    loop();
  } else if (command == "cmake_parse_arguments") {
    parseArguments();
  } else if (command == "file" && !arguments.empty() && arguments[0].text().starts_with("GLOB")) {
    globFiles(event);
  } else if (command == "add_library" || command == "add_executable" ||
             command == "add_custom_target") {
    defineTarget(command);
  } else if (command == "target_sources") {
    targetSources();
  } else if (command == "target_link_libraries") {
    targetLinks();
  } else if (command == "set_property") {
    setProperty();
  } else if (command == "set_target_properties") {
    setTargetProperties();
  } else if (command == "set_source_files_properties" || command == "install" ||
             command == "source_group" || command == "target_precompile_headers") {
    listedFiles(command);
  } else if (Silent.contains(command) || functions.contains(command)) {
    return;
  } else {
    if (command.starts_with("target_") && !arguments.empty())
      about(arguments[0].text());
    mentions(command);
    clobber();
  }
}

void Follower::setVariable() {
  if (arguments.empty())
    return;
  const std::string name = arguments[0].text();
  if (name.starts_with("ENV{"))
    return;
  std::vector<Value> values(arguments.begin() + 1, arguments.end());
  bool parent = false;
  if (!values.empty() && values.back().text() == "PARENT_SCOPE") {
    parent = true;
    values.pop_back();
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i].text() == "CACHE") {
      // A value in the cache is the user's to change: what stands here is a default.
      assign(
          name,
          {{Value(
               joinList({values.begin(), values.begin() + static_cast<std::ptrdiff_t>(i)}).text())},
           false,
           None});
      return;
    }
  Variable variable;
  if (!values.empty())
    variable.candidates = {joinList(values)};
  if (parent)
    assignParent(name, std::move(variable));
  else
    assign(name, std::move(variable));
}

void Follower::changeList() {
  if (arguments.size() < 2)
    return;
  const std::string operation = arguments[0].text(), name = arguments[1].text();
  const Variable *old = frames.back().variables->find(name);
  std::vector<Value> given(arguments.begin() + 2, arguments.end());
  const bool changes = operation == "APPEND" || operation == "PREPEND" ||
                       operation == "REMOVE_ITEM" || operation == "REMOVE_DUPLICATES" ||
                       operation == "SORT" || operation == "REVERSE" || operation == "FILTER" ||
                       operation == "TRANSFORM" || operation == "INSERT";
  if (!changes)
    return clobber();
  // A list of unknown contents stays so.
  if (old != nullptr && (old->candidates.size() > 1 || old->glob != None)) {
    if (operation == "APPEND" || operation == "PREPEND")
      assign(name, {{Value()}, true, None});
    return;
  }
  Variable changed = old == nullptr ? Variable{} : *old;
  std::vector<Value> elements =
      changed.candidates.empty() ? std::vector<Value>{} : splitList(changed.candidates.front());
  if (operation == "APPEND") {
    elements.insert(elements.end(), given.begin(), given.end());
  } else if (operation == "PREPEND") {
    elements.insert(elements.begin(), given.begin(), given.end());
  } else if (operation == "INSERT") {
    if (!given.empty())
      elements.insert(elements.end(), given.begin() + 1, given.end());
    changed.shuffled = true;
  } else if (operation == "TRANSFORM") {
    const std::string how = given.empty() ? "" : given[0].text();
    if (given.size() == 2 && (how == "PREPEND" || how == "APPEND")) {
      for (Value &element : elements) {
        Value next = how == "PREPEND" ? given[1] : element;
        next.append(how == "PREPEND" ? element : given[1]);
        element = std::move(next);
      }
    } else {
      return clobber();
    }
  } else {
    changed.shuffled = true;
  }
  changed.candidates = {joinList(elements)};
  assign(name, std::move(changed));
}

void Follower::changeString() {
  if (arguments.size() < 2)
    return;
  const std::string operation = arguments[0].text(), name = arguments[1].text();
  if (operation != "APPEND" && operation != "PREPEND" && operation != "CONCAT")
    return clobber();
  Value given;
  for (std::size_t i = 2; i < arguments.size(); ++i)
    given.append(arguments[i]);
  const Variable *old = frames.back().variables->find(name);
  Variable changed = old == nullptr || operation == "CONCAT" ? Variable{} : *old;
  if (changed.candidates.size() > 1 || changed.glob != None)
    return clobber();
  Value before = changed.candidates.empty() ? Value() : changed.candidates.front();
  if (operation == "PREPEND")
    std::swap(before, given);
  before.append(given);
  changed.candidates = {std::move(before)};
  assign(name, std::move(changed));
}

void Follower::loop() {
  if (arguments.empty())
    return;
  Variable variable;
  std::size_t at = 1;
  if (at < arguments.size() && arguments[at].text() == "IN") {
    bool lists = false;
    for (++at; at < arguments.size(); ++at) {
      const std::string word = arguments[at].text();
      if (word == "LISTS" || word == "ITEMS") {
        lists = word == "LISTS";
      } else if (word == "ZIP_LISTS") {
        break;
      } else if (!lists) {
        variable.candidates.push_back(arguments[at].throughLoop());
      } else {
        Variable builtin;
        const Variable *list = lookup(word, builtin);
        if (list != nullptr && list->glob == None && list->candidates.size() == 1)
          for (const Value &element : splitList(list->candidates.front()))
            variable.candidates.push_back(element.throughLoop());
      }
    }
  } else if (at < arguments.size() && arguments[at].text() != "RANGE") {
    for (; at < arguments.size(); ++at)
      variable.candidates.push_back(arguments[at].throughLoop());
  }
  assign(arguments[0].text(), std::move(variable));
}

void Follower::parseArguments() {
  const Frame &frame = frames.back();
  std::size_t at = 0;
  std::vector<Value> given;
  const bool fromFunction = !arguments.empty() && arguments[0].text() == "PARSE_ARGV";
  if (fromFunction) {
    if (arguments.size() < 6)
      return;
    const auto skip = static_cast<std::size_t>(std::max(0, std::atoi(arguments[1].text().c_str())));
    if (skip <= frame.arguments.size())
      given.assign(frame.arguments.begin() + static_cast<std::ptrdiff_t>(skip),
                   frame.arguments.end());
    at = 2;
  }
  if (arguments.size() < at + 4)
    return;
  const std::string prefix = arguments[at].text() + "_";
  const auto words = [&](std::size_t index) {
    std::set<std::string> result;
    for (const Value &word : splitList(arguments[index]))
      result.insert(word.text());
    return result;
  };
  const std::set<std::string> flags = words(at + 1), single = words(at + 2), many = words(at + 3);
  if (!fromFunction)
    for (std::size_t i = at + 4; i < arguments.size(); ++i)
      for (Value &element : splitList(arguments[i]))
        given.push_back(std::move(element));

  for (const std::set<std::string> *names : {&single, &many})
    for (const std::string &key : *names)
      assign(prefix + key, {});
  std::map<std::string, std::vector<Value>> found;
  std::string key = "UNPARSED_ARGUMENTS";
  for (const Value &element : given) {
    const std::string text = element.text();
    if (flags.contains(text)) {
      key = "UNPARSED_ARGUMENTS";
    } else if (single.contains(text) || many.contains(text)) {
      key = text;
      found[key];
    } else if (single.contains(key)) {
      found[key] = {element.throughSingle()};
      key = "UNPARSED_ARGUMENTS";
    } else {
      found[key].push_back(element);
    }
  }
  for (const auto &[word, values] : found)
    if (!values.empty())
      assign(prefix + word, {{joinList(values)}, false, None});
  if (frame.caller != None)
    flow.calls[frame.caller].keywords.insert(many.begin(), many.end());
}

void Follower::globFiles(const Event &event) {
  if (arguments.size() < 2)
    return;
  Glob glob;
  glob.where = {event.file, event.line, 1};
  if (currentCall != None)
    glob.where = flow.where(currentCall);
  glob.recursive = arguments[0].text() == "GLOB_RECURSE";
  for (std::size_t i = 2; i < arguments.size(); ++i) {
    const std::string word = arguments[i].text();
    if (word == "LIST_DIRECTORIES" || word == "RELATIVE")
      ++i;
    else if (word != "CONFIGURE_DEPENDS" && word != "FOLLOW_SYMLINKS")
      glob.patterns.push_back(resolve(word));
  }
  assign(arguments[1].text(), {{Value()}, false, flow.globs.size()});
  flow.globs.push_back(std::move(glob));
}

void Follower::defineTarget(const std::string &command) {
  if (arguments.empty())
    return;
  const std::string name = arguments[0].text();
  static const std::set<std::string> Types = {"STATIC", "SHARED",    "MODULE",
                                              "OBJECT", "INTERFACE", "UNKNOWN"};
  Defined target;
  target.directory = frames.back().directory;
  target.type = command == "add_executable"      ? "EXECUTABLE"
                : command == "add_custom_target" ? "UTILITY"
                                                 : "";
  std::size_t at = 1;
  for (; at < arguments.size(); ++at) {
    const std::string word = arguments[at].text();
    if (word == "ALIAS") {
      if (at + 1 < arguments.size())
        flow.aliases[name] = arguments[at + 1].text();
      return;
    }
    if (word == "IMPORTED")
      target.imported = true;
    else if (command == "add_library" && Types.contains(word))
      target.type = word;
    else if (word != "EXCLUDE_FROM_ALL" && word != "GLOBAL" && word != "WIN32" &&
             word != "MACOSX_BUNDLE" && word != "ALL")
      break;
  }
  const Use here = use(Role::Source);
  target.call = here.call;
  target.site = here.site;
  if (here.site != None)
    target.where = flow.where(here.site);
  flow.targets[name] = target;
  about(name);
  if (command == "add_custom_target") {
    bool sources = false;
    for (; at < arguments.size(); ++at) {
      const std::string word = arguments[at].text();
      if (word == "SOURCES" || word == "COMMAND" || word == "DEPENDS" || word == "BYPRODUCTS" ||
          word == "WORKING_DIRECTORY" || word == "COMMENT" || word == "VERBATIM")
        sources = word == "SOURCES";
      else if (sources)
        addSource(name, Scope::Private, arguments[at], "", {});
      else
        addFile(Role::Mention, arguments[at]);
    }
    return;
  }
  const Scope scope = target.type == "INTERFACE" ? Scope::Interface : Scope::Private;
  for (; at < arguments.size(); ++at)
    for (const Value &element : splitList(arguments[at]))
      addSource(name, scope, element, "", {});
}

void Follower::targetSources() {
  if (arguments.empty())
    return;
  const std::string target = arguments[0].text();
  about(target);
  Scope scope = Scope::Private;
  std::string fileSet, part;
  std::vector<std::string> bases;
  // Files may stand before their base directories; sources are added when their set is complete.
  std::vector<Value> pending;
  const auto flush = [&] {
    if (!fileSet.empty() && bases.empty())
      bases = {frames.back().directory};
    for (const Value &element : pending)
      addSource(target, scope, element, fileSet, bases);
    pending.clear();
  };
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string word = arguments[i].text();
    if (const auto keyword = scopeOf(word); keyword && ScopeKeywords.contains(word)) {
      flush();
      scope = *keyword;
      fileSet.clear();
      part.clear();
    } else if (word == "FILE_SET" && i + 1 < arguments.size()) {
      flush();
      fileSet = arguments[++i].text();
      bases.clear();
      part = "FILE_SET";
    } else if (!fileSet.empty() && (word == "TYPE" || word == "BASE_DIRS" || word == "FILES")) {
      part = word;
    } else if (!fileSet.empty() && part != "FILES") {
      if (part == "BASE_DIRS")
        for (const Value &base : splitList(arguments[i]))
          bases.push_back(resolve(base.text()));
    } else {
      for (Value &element : splitList(arguments[i]))
        pending.push_back(std::move(element));
    }
  }
  flush();
}

void Follower::targetLinks() {
  if (arguments.empty())
    return;
  const std::string target = arguments[0].text();
  about(target);
  Scope scope = Scope::Plain;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string word = arguments[i].text();
    if (const auto keyword = scopeOf(word))
      scope = *keyword;
    else if (word != "debug" && word != "optimized" && word != "general")
      for (const Value &element : splitList(arguments[i]))
        addLinks(target, scope, element);
  }
}

// set_property(TARGET t... [APPEND] PROPERTY name values...) and set_property(SOURCE f... ...).
void Follower::setProperty() {
  const auto word = [&](std::size_t i) { return i < arguments.size() ? arguments[i].text() : ""; };
  std::size_t property = 0;
  while (property < arguments.size() && word(property) != "PROPERTY")
    ++property;
  if (word(0) == "SOURCE") {
    for (std::size_t i = 1; i < property; ++i) {
      if (word(i) == "DIRECTORY" || word(i) == "TARGET_DIRECTORY" || word(i).starts_with("APPEND"))
        break;
      addFile(Role::Property, arguments[i]);
    }
  }
  if (word(0) != "TARGET")
    return;
  for (std::size_t i = 1; i < property && !word(i).starts_with("APPEND"); ++i) {
    about(word(i));
    const std::string name = word(property + 1);
    for (std::size_t at = property + 2; at < arguments.size(); ++at)
      for (const Value &element : splitList(arguments[at])) {
        if (name == "SOURCES" || name == "INTERFACE_SOURCES")
          addSource(word(i), name == "SOURCES" ? Scope::Private : Scope::Interface, element, "",
                    {});
        else if (name == "LINK_LIBRARIES" || name == "INTERFACE_LINK_LIBRARIES")
          addLinks(word(i), name == "LINK_LIBRARIES" ? Scope::Private : Scope::Interface, element);
        else
          addFile(Role::Listed, element);
      }
  }
}

void Follower::setTargetProperties() {
  std::size_t properties = 0;
  while (properties < arguments.size() && arguments[properties].text() != "PROPERTIES")
    ++properties;
  for (std::size_t i = 0; i < properties; ++i) {
    const std::string target = arguments[i].text();
    about(target);
    for (std::size_t at = properties + 1; at + 1 < arguments.size(); at += 2) {
      const std::string name = arguments[at].text();
      for (const Value &element : splitList(arguments[at + 1])) {
        if (name == "SOURCES" || name == "INTERFACE_SOURCES")
          addSource(target, name == "SOURCES" ? Scope::Private : Scope::Interface, element, "", {});
        else if (name == "LINK_LIBRARIES" || name == "INTERFACE_LINK_LIBRARIES")
          addLinks(target, name == "LINK_LIBRARIES" ? Scope::Private : Scope::Interface, element);
        else
          addFile(Role::Listed, element);
      }
    }
  }
}

void Follower::listedFiles(const std::string &command) {
  if (command == "target_precompile_headers" && !arguments.empty())
    about(arguments[0].text());
  const bool properties = command == "set_source_files_properties";
  for (const Value &argument : arguments) {
    const std::string word = argument.text();
    if (properties && (word == "PROPERTIES" || word == "DIRECTORY" || word == "TARGET_DIRECTORY"))
      break;
    for (const Value &element : splitList(argument))
      addFile(properties ? Role::Property : Role::Listed, element);
  }
}

void Follower::mentions(const std::string &command) {
  // Search paths and definitions name folders and macros, not files.
  static const std::set<std::string> NoFiles = {"target_include_directories",
                                                "target_compile_definitions",
                                                "target_compile_options",
                                                "target_compile_features",
                                                "include_directories",
                                                "add_compile_options",
                                                "add_definitions",
                                                "add_compile_definitions",
                                                "find_package",
                                                "link_directories",
                                                "find_library",
                                                "find_path",
                                                "find_program",
                                                "target_link_options",
                                                "target_link_directories"};
  if (NoFiles.contains(command))
    return;
  for (const Value &argument : arguments)
    for (const Value &element : splitList(argument))
      addFile(Role::Mention, element);
}

// Forgets every variable whose name is an argument of a command that is not modelled: it may have
// been its result.
void Follower::clobber() {
  for (const Value &argument : arguments) {
    const std::string name = argument.text();
    if (frames.back().variables->find(name) != nullptr)
      assign(name, {{Value()}, true, None});
  }
}

// --- what is noted ---

// The parts of a generator expression that name files or targets: `$<cond:a;b>`, `$<IF:c,a,b>`.
// False when it computes them some other way.
bool unwrap(const Value &element, std::vector<Value> &names, bool &wrapped) {
  const std::string text = element.text();
  if (text.find("$<") == std::string::npos) {
    names.push_back(element);
    return true;
  }
  if (!text.starts_with("$<") || !text.ends_with('>'))
    return false;
  int depth = 0;
  std::size_t colon = None;
  std::vector<std::size_t> separators; // of the content, at its own level
  for (std::size_t i = 2; i + 1 < text.size(); ++i) {
    if (text[i] == '$' && text[i + 1] == '<') {
      ++depth;
      ++i;
    } else if (text[i] == '>') {
      if (--depth < 0)
        return false; // `$<a>$<b>`: two of them side by side
    } else if (depth == 0 && text[i] == ':' && colon == None) {
      colon = i;
    } else if (depth == 0 && colon != None && (text[i] == ';' || text[i] == ',')) {
      separators.push_back(i);
    }
  }
  if (colon == None || depth != 0)
    return false;
  const std::string key = text.substr(2, colon - 2);
  static const std::set<std::string> Plain = {"BUILD_INTERFACE",
                                              "BUILD_LOCAL_INTERFACE",
                                              "INSTALL_INTERFACE",
                                              "LINK_ONLY",
                                              "COMPILE_ONLY",
                                              "TARGET_NAME",
                                              "TARGET_NAME_IF_EXISTS",
                                              "0",
                                              "1"};
  const bool choice = key == "IF";
  if (!choice && !Plain.contains(key) && !key.starts_with("$<"))
    return false;
  wrapped = true;
  std::size_t start = colon + 1, number = 0;
  separators.push_back(text.size() - 1);
  for (const std::size_t end : separators) {
    if (end + 1 < text.size() && text[end] == ',' && !choice)
      continue;
    const bool condition = choice && number++ == 0;
    if (!condition && end > start && !unwrap(element.substring(start, end), names, wrapped))
      return false;
    start = end + 1;
  }
  return true;
}

void Follower::addSource(const std::string &target, Scope scope, const Value &element,
                         std::string fileSet, std::vector<std::string> bases) {
  Use source = use(Role::Source);
  source.target = flow.canonical(target);
  source.scope = scope;
  source.fileSet = std::move(fileSet);
  source.bases = std::move(bases);
  std::vector<Value> names;
  if (!unwrap(element, names, source.wrapped)) {
    source.computed = true;
    source.value = element;
    flow.uses.push_back(std::move(source));
    return;
  }
  const auto defined = flow.targets.find(source.target);
  for (const Value &name : names) {
    Use one = source;
    one.value = name;
    one.path = resolve(name.text());
    // Before policy CMP0076 a relative path was one of the target's own directory.
    if (defined != flow.targets.end() && defined->second.directory != one.directory &&
        !levitate::exists(one.path)) {
      const std::string other = absolutePath(name.text(), defined->second.directory);
      if (levitate::exists(other)) {
        one.path = other;
        one.directory = defined->second.directory;
      }
    }
    flow.uses.push_back(std::move(one));
  }
}

void Follower::addLinks(const std::string &target, Scope scope, const Value &element) {
  Use link = use(Role::Link);
  link.target = flow.canonical(target);
  link.scope = scope;
  std::vector<Value> names;
  if (!unwrap(element, names, link.wrapped)) {
    link.computed = true;
    names = {element};
  }
  for (const Value &name : names) {
    Use one = link;
    one.value = name;
    flow.uses.push_back(std::move(one));
  }
}

void Follower::addFile(Role role, const Value &element) {
  Use file = use(role);
  std::vector<Value> names;
  if (!unwrap(element, names, file.wrapped))
    return;
  for (const Value &name : names) {
    if (!looksLikeFile(name.text()))
      continue;
    Use one = file;
    one.value = name;
    one.path = resolve(name.text());
    flow.uses.push_back(std::move(one));
  }
}

} // namespace

const std::string &Flow::canonical(const std::string &name) const {
  const auto found = aliases.find(name);
  return found == aliases.end() ? name : found->second;
}

Location Flow::where(std::size_t call) const {
  if (call == None)
    return {};
  const File &file = files[calls[call].file];
  const Command &command = file.commands[calls[call].command];
  return {names[calls[call].file], command.line, command.column};
}

Location Flow::where(const Use &use) const {
  if (!use.value.empty() && !use.computed)
    if (const Origin &origin = use.value.parts().back().origin; origin.literal())
      return locate(files[origin.file].text, origin.offset, names[origin.file]);
  return where(use.site);
}

Result<Flow> follow(const std::vector<Event> &events, const std::string &source,
                    const std::string &build, const std::string &root) {
  return Follower(source, build, root).run(events);
}

} // namespace levitate::cmake

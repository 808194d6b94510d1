// The machinery behind flow.h: follows a trace event by event and keeps CMake's variables, each
// character with its origin. Evaluation is in follow_values.cpp, the commands on variables in
// follow_variables.cpp, those on targets and files in follow_targets.cpp.
#pragma once

#include "base/files.h"
#include "tool/cmake/flow.h"

#include <memory>
#include <optional>
#include <unordered_map>

namespace levitate::cmake {

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

// A range of a value's text.
struct Part {
  std::size_t begin = 0, end = 0;
};

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
  void hide(Value &value, const std::vector<Piece> &parts, std::size_t begin, std::size_t end);
  static Value markWords(const Value &value, const std::vector<Part> &references);

  // --- commands ---
  void assign(const std::string &name, Variable variable) {
    frames.back().variables->own[name] = std::move(variable);
  }
  void assignParent(const std::string &name, Variable variable);
  void execute(const Event &event);
  void mentionName(const Value &name);
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

} // namespace levitate::cmake

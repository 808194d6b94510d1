#include "tool/cmake/follow.h"

#include "base/files.h"

#include <algorithm>

namespace levitate::cmake {

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

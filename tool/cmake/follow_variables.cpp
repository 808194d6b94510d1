#include "tool/cmake/follow.h"

#include "base/files.h"

#include <algorithm>
#include <cstdlib>

namespace levitate::cmake {

// Notes what the name of a variable is made from: text that serves this can't go for another
// reason.
void Follower::mentionName(const Value &name) {
  const bool isMade =
      std::any_of(name.parts().begin(), name.parts().end(), [](const Segment &segment) {
        return segment.origin.literal() && segment.origin.joined;
      });
  if (!isMade)
    return;
  Use made = use(Role::Mention);
  made.value = name;
  flow.uses.push_back(std::move(made));
}

void Follower::setVariable() {
  if (arguments.empty())
    return;
  const std::string name = arguments[0].text();
  mentionName(arguments[0]);
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
  mentionName(arguments[1]);
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
  mentionName(arguments[1]);
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

// Forgets every variable whose name is an argument of a command that is not modelled: it may have
// been its result.
void Follower::clobber() {
  for (const Value &argument : arguments) {
    const std::string name = argument.text();
    if (frames.back().variables->find(name) != nullptr)
      assign(name, {{Value()}, true, None});
  }
}

} // namespace levitate::cmake

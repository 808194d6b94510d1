#include "tool/cmake/follow.h"

#include "base/files.h"

#include <algorithm>

namespace levitate::cmake {

namespace {

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

} // namespace

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

} // namespace levitate::cmake

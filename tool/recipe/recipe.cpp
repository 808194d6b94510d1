#include "tool/recipe/recipe.h"

#include "base/files.h"
#include "base/text.h"
#include "tool/recipe/names.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <tuple>

namespace levitate::recipe {

namespace {

using Keys = std::vector<std::string>;

Origin originOf(const JsonValue &value) { return {value.where(), value.pointer()}; }

// Decodes one document. A function that finds something wrong notes it and returns nothing, and its
// caller goes on with the next field, so that one pass finds all there is to say.
class Decoder {
public:
  explicit Decoder(const std::string &path) : file(absolutePath(path)), folder(parentPath(file)) {}

  Result<Recipe> decode(const JsonValue &document);

private:
  // --- noting what is wrong ---
  static constexpr std::size_t Shown = 100;
  void note(const Error &error) {
    for (const Diagnostic &problem : error.diagnostics)
      if (problems.size() < Shown)
        problems.push_back(problem);
      else
        ++unsaid;
  }
  void note(const JsonValue &where, std::string message) { note(where.error(std::move(message))); }

  template <class T> std::optional<T> take(Result<T> result) {
    if (result)
      return *std::move(result);
    note(result.error());
    return std::nullopt;
  }

  // --- fields ---
  bool isObject(const JsonValue &value, const Keys &keys);
  std::optional<JsonValue> required(const JsonValue &object, const char *key) {
    return take(object.at(key));
  }
  std::optional<std::string> text(const JsonValue &object, const char *key);

  template <class T>
  std::optional<T> checked(const JsonValue &value, Checked<T> (*check)(std::string_view)) {
    const auto string = take(value.string());
    if (!string)
      return std::nullopt;
    const Checked<T> result = check(*string);
    if (result)
      return *result;
    note(value, result.problem());
    return std::nullopt;
  }
  // The value of a key that must be there; a value-initialised T when it is not or is wrong.
  template <class T>
  T field(const JsonValue &object, const char *key, Checked<T> (*check)(std::string_view)) {
    const auto value = required(object, key);
    return value ? checked(*value, check).value_or(T{}) : T{};
  }
  template <class T>
  std::optional<T> optionalField(const JsonValue &object, const char *key,
                                 Checked<T> (*check)(std::string_view)) {
    return object.has(key) ? checked(*object.at(key), check) : std::nullopt;
  }
  std::vector<std::string> list(const JsonValue &value, const char *what,
                                Checked<std::string> (*check)(std::string_view));

  SymbolName symbol(const JsonValue &value);
  std::vector<SymbolName> symbols(const JsonValue &value, bool renaming);
  std::optional<LinkScope> scope(const JsonValue &object);
  std::optional<std::string> treePath(const JsonValue &value);
  std::string treePathField(const JsonValue &object, const char *key) {
    const auto value = required(object, key);
    return value ? treePath(*value).value_or("") : "";
  }
  std::optional<std::string> optionalTreePath(const JsonValue &object, const char *key) {
    return object.has(key) ? treePath(*object.at(key)) : std::nullopt;
  }
  std::string besideRuleFile(const JsonValue &value);

  // --- steps ---
  Action move(const JsonValue &value);
  Action moveFile(const JsonValue &value);
  Action rename(const JsonValue &value);
  Action renameNamespace(const JsonValue &value);
  Action rewriteInclude(const JsonValue &value);
  Action reExport(const JsonValue &value);
  Action link(const JsonValue &value);
  Action unlink(const JsonValue &value);
  Action deleteFile(const JsonValue &value);
  Action forward(const JsonValue &value);
  std::vector<std::string> linked(const JsonValue &object, const char *key,
                                  const std::string &target);
  void step(const JsonValue &value, std::size_t index);

  // --- criteria ---
  void criterion(const JsonValue &value);

  std::string file, folder;
  Recipe recipe;
  std::set<std::string> stepIds;
  std::vector<Diagnostic> problems; ///< the first ones only
  std::size_t unsaid = 0;
};

// False when it is no object. Notes every key that is not in the list.
bool Decoder::isObject(const JsonValue &value, const Keys &keys) {
  const auto members = take(value.members());
  if (!members)
    return false;
  for (const auto &[key, member] : *members)
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      note(member, "unknown key '" + key + "'" + didYouMean(key, keys));
  return true;
}

std::optional<std::string> Decoder::text(const JsonValue &object, const char *key) {
  return object.has(key) ? take(object.at(key)->string()) : std::nullopt;
}

// A list of strings (or one string), not empty, none twice.
std::vector<std::string> Decoder::list(const JsonValue &value, const char *what,
                                       Checked<std::string> (*check)(std::string_view)) {
  std::vector<JsonValue> elements;
  if (value.isString()) {
    elements.push_back(value);
  } else if (auto array = take(value.array())) {
    elements = *std::move(array);
    if (elements.empty())
      note(value, std::string("the list of ") + what + " is empty");
  }
  std::vector<std::string> result;
  for (const JsonValue &element : elements) {
    auto name = checked(element, check);
    if (!name)
      continue;
    if (std::find(result.begin(), result.end(), *name) != result.end())
      note(element, "'" + *name + "' stands twice in the list");
    else
      result.push_back(*std::move(name));
  }
  return result;
}

SymbolName Decoder::symbol(const JsonValue &value) {
  SymbolName name = checked(value, checkSymbolName).value_or(SymbolName{});
  name.origin = originOf(value);
  return name;
}

// A list of names; with `renaming` also of objects `{ "name", "as" }` and of `ns::*`.
std::vector<SymbolName> Decoder::symbols(const JsonValue &value, bool renaming) {
  const auto elements = take(value.array());
  if (!elements)
    return {};
  if (elements->empty())
    note(value, "the list of symbols is empty");
  std::vector<SymbolName> result;
  std::set<std::string> seen;
  for (const JsonValue &element : *elements) {
    SymbolName name;
    if (renaming && element.isObject()) {
      isObject(element, {"name", "as"});
      if (const auto spelled = required(element, "name"))
        name = symbol(*spelled);
      name.as = field(element, "as", checkIdentifier);
      if (name.everything)
        note(element, "all members of a namespace can't have one new name");
    } else {
      name = symbol(element);
      if (name.everything && !renaming)
        note(element, "'" + name.spelling() + "' can't stand here; name the symbols");
    }
    if (name.qualified.empty() && !name.everything)
      continue;
    if (!seen.insert(name.spelling()).second)
      note(element, "'" + name.spelling() + "' stands twice in the list");
    result.push_back(std::move(name));
  }
  return result;
}

std::optional<LinkScope> Decoder::scope(const JsonValue &object) {
  if (!object.has("scope"))
    return std::nullopt;
  static const Keys Names = {"PUBLIC", "PRIVATE", "INTERFACE"};
  const JsonValue value = *object.at("scope");
  const auto name = take(value.string());
  if (!name)
    return std::nullopt;
  const auto found = std::find(Names.begin(), Names.end(), *name);
  if (found != Names.end())
    return static_cast<LinkScope>(found - Names.begin());
  std::string upper = *name;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  note(value, "'" + *name + "' is none of: " + join(Names, ", ") + didYouMean(upper, Names));
  return std::nullopt;
}

// The path of a file of the tree. One that leads through a symbolic link would be a second name for
// a file, and what is planned for the one would not hold for the other.
std::optional<std::string> Decoder::treePath(const JsonValue &value) {
  std::optional<std::string> path = checked(value, checkFilePath);
  if (!path)
    return std::nullopt;
  const std::string full = absolutePath(*path, recipe.root), real = realPath(full);
  if (real == full)
    return path;
  note(value, isWithin(real, recipe.root)
                  ? "the path '" + *path + "' leads through a symbolic link; write '" +
                        relativePath(real, recipe.root) + "'"
                  : "the path '" + *path + "' leaves the root by a symbolic link (it leads to " +
                        real + ")");
  return std::nullopt;
}

// The absolute path of a file that is named relative to the rule file.
std::string Decoder::besideRuleFile(const JsonValue &value) {
  const auto path = take(value.string());
  if (!path)
    return {};
  if (path->empty())
    note(value, "the path is empty");
  else if (path->front() == '/')
    note(value, "the path '" + *path + "' is absolute; it must be relative to the rule file");
  return absolutePath(*path, folder);
}

Action Decoder::move(const JsonValue &value) {
  Move move;
  if (!isObject(value, {"symbols", "all-of", "to"}))
    return move;
  if (value.has("symbols") == value.has("all-of"))
    note(value, value.has("symbols") ? "'symbols' and 'all-of' can't stand together"
                                     : "neither 'symbols' nor 'all-of' says what to move");
  if (value.has("symbols"))
    move.symbols = symbols(*value.at("symbols"), true);
  move.allOf = optionalTreePath(value, "all-of");
  const auto to = required(value, "to");
  if (!to || !isObject(*to, {"header", "source", "namespace", "target"}))
    return move;
  move.header = treePathField(*to, "header");
  move.source = optionalTreePath(*to, "source");
  move.nameSpace = optionalField(*to, "namespace", checkNamespace);
  move.target = optionalField(*to, "target", checkTarget);
  if (move.source && *move.source == move.header)
    note(*to->at("source"), "header and source are the same file");
  return move;
}

Action Decoder::moveFile(const JsonValue &value) {
  MoveFile move;
  if (!isObject(value, {"from", "to"}))
    return move;
  move.from = treePathField(value, "from");
  move.to = treePathField(value, "to");
  if (!move.from.empty() && move.from == move.to)
    note(value, "'from' and 'to' are the same file");
  return move;
}

Action Decoder::rename(const JsonValue &value) {
  Rename rename;
  if (!isObject(value, {"symbol", "to"}))
    return rename;
  if (const auto name = required(value, "symbol")) {
    rename.symbol = symbol(*name);
    if (rename.symbol.everything)
      note(*name, "all members of a namespace can't have one new name");
  }
  const auto to = required(value, "to");
  const auto spelled = to ? take(to->string()) : std::nullopt;
  if (!spelled)
    return rename;
  if (spelled->find("::") != std::string::npos)
    note(*to, "'to' is the last part of the new name only; to change the namespace use 'move'");
  else
    rename.to = checked(*to, checkIdentifier).value_or("");
  if (!rename.to.empty() && split(rename.symbol.qualified, "::").back() == rename.to)
    note(*to, "'" + rename.to + "' is the name it has already");
  return rename;
}

Action Decoder::renameNamespace(const JsonValue &value) {
  RenameNamespace rename;
  if (!isObject(value, {"from", "to"}))
    return rename;
  const std::size_t before = problems.size();
  rename.from = field(value, "from", checkNamespace);
  rename.to = field(value, "to", checkNamespace);
  if (problems.size() == before && rename.from == rename.to)
    note(value, "'from' and 'to' are the same namespace");
  return rename;
}

Action Decoder::rewriteInclude(const JsonValue &value) {
  RewriteInclude rewrite;
  if (!isObject(value, {"from", "to"}))
    return rewrite;
  rewrite.from = field(value, "from", checkInclude);
  rewrite.to = field(value, "to", checkInclude);
  if (!rewrite.from.empty() && rewrite.from == rewrite.to)
    note(value, "'from' and 'to' are the same include");
  return rewrite;
}

Action Decoder::reExport(const JsonValue &value) {
  ReExport reExport;
  if (!isObject(value, {"header", "of", "symbols", "namespace"}))
    return reExport;
  reExport.header = treePathField(value, "header");
  if (value.has("of") == value.has("symbols"))
    note(value, value.has("of") ? "'of' and 'symbols' can't stand together"
                                : "neither 'of' nor 'symbols' says what to re-export");
  reExport.of = optionalTreePath(value, "of");
  if (reExport.of && *reExport.of == reExport.header)
    note(*value.at("of"), "a header can't re-export itself");
  if (value.has("symbols"))
    reExport.symbols = symbols(*value.at("symbols"), false);
  reExport.nameSpace = optionalField(value, "namespace", checkNamespace);
  if (reExport.nameSpace && !value.has("symbols"))
    note(*value.at("namespace"), "'namespace' says where 'symbols' are declared; there are none");
  return reExport;
}

std::vector<std::string> Decoder::linked(const JsonValue &object, const char *key,
                                         const std::string &target) {
  const auto value = required(object, key);
  if (!value)
    return {};
  std::vector<std::string> names = list(*value, "targets", checkTarget);
  if (std::find(names.begin(), names.end(), target) != names.end())
    note(*value, "a target can't link itself");
  return names;
}

Action Decoder::link(const JsonValue &value) {
  Link link;
  if (!isObject(value, {"target", "to", "scope"}))
    return link;
  link.target = field(value, "target", checkTarget);
  link.to = linked(value, "to", link.target);
  link.scope = scope(value);
  return link;
}

Action Decoder::unlink(const JsonValue &value) {
  Unlink unlink;
  if (!isObject(value, {"target", "from", "scope"}))
    return unlink;
  unlink.target = field(value, "target", checkTarget);
  unlink.from = linked(value, "from", unlink.target);
  unlink.scope = scope(value);
  return unlink;
}

Action Decoder::deleteFile(const JsonValue &value) {
  DeleteFile remove;
  if (isObject(value, {"file"}))
    remove.file = treePathField(value, "file");
  return remove;
}

Action Decoder::forward(const JsonValue &value) {
  Forward forward;
  if (!isObject(value, {"header", "symbol", "to", "until"}))
    return forward;
  if (value.has("header") == value.has("symbol"))
    note(value, value.has("header") ? "'header' and 'symbol' can't stand together"
                                    : "neither 'header' nor 'symbol' says what to forward");
  forward.header = optionalTreePath(value, "header");
  if (value.has("symbol")) {
    forward.symbol = symbol(*value.at("symbol"));
    if (forward.symbol->everything)
      note(*value.at("symbol"),
           "'" + forward.symbol->spelling() + "' can't stand here; name the symbol");
  }
  if (const auto to = required(value, "to")) {
    if (value.has("symbol")) {
      const SymbolName name = symbol(*to);
      if (name.everything || name.parameters)
        note(*to, "'to' must be a qualified name without parameters");
      forward.to = name.qualified;
      if (!forward.to.empty() && forward.symbol && forward.symbol->qualified == forward.to)
        note(value, "a symbol can't be forwarded to itself");
    } else {
      forward.to = treePath(*to).value_or("");
      if (forward.header && *forward.header == forward.to)
        note(value, "a header can't be forwarded to itself");
    }
  }
  forward.until = field(value, "until", checkDate);
  return forward;
}

void Decoder::step(const JsonValue &value, std::size_t index) {
  using Function = Action (Decoder::*)(const JsonValue &);
  static const std::vector<std::pair<std::string, Function>> Verbs = {
      {"move", &Decoder::move},
      {"move-file", &Decoder::moveFile},
      {"rename", &Decoder::rename},
      {"rename-namespace", &Decoder::renameNamespace},
      {"rewrite-include", &Decoder::rewriteInclude},
      {"re-export", &Decoder::reExport},
      {"link", &Decoder::link},
      {"unlink", &Decoder::unlink},
      {"delete-file", &Decoder::deleteFile},
      {"forward", &Decoder::forward},
  };
  Keys verbs, keys = {"id", "why", "text"};
  for (const auto &[verb, function] : Verbs)
    verbs.push_back(verb);
  keys.insert(keys.end(), verbs.begin(), verbs.end());

  const std::size_t before = problems.size();
  if (!isObject(value, keys))
    return;
  const bool misspelt = problems.size() != before;

  Step step;
  step.origin = originOf(value);
  step.id = optionalField(value, "id", checkLabel).value_or("step-" + std::to_string(index + 1));
  if (!stepIds.insert(step.id).second)
    note(value.has("id") ? *value.at("id") : value, "two steps have the id '" + step.id + "'");
  step.why = text(value, "why").value_or("");
  if (value.has("text"))
    if (const auto mode = take(value.at("text")->oneOf({"report", "rewrite"})))
      step.text = static_cast<TextMode>(*mode);

  for (const auto &[verb, function] : Verbs) {
    if (!value.has(verb))
      continue;
    Action action = (this->*function)(*value.at(verb));
    if (!step.verb.empty()) {
      note(value, "a step has one action; this one has '" + step.verb + "' and '" + verb + "'");
      continue;
    }
    step.verb = verb;
    step.action = std::move(action);
  }
  // Whoever misspelt the action has been told so.
  if (step.verb.empty() && !misspelt)
    note(value, "the step has no action; one of: " + join(verbs, ", "));
  recipe.steps.push_back(std::move(step));
}

void Decoder::criterion(const JsonValue &value) {
  static const Keys Names = {"absent", "no-link", "exports",    "no-reference", "layers",
                             "builds", "tests",   "equivalent", "boots"};
  const std::size_t before = problems.size();
  if (!isObject(value, Names))
    return;
  const std::size_t count = value.raw().size();
  if (count != 1) {
    note(value, "a criterion has one key, one of: " + join(Names, ", "));
    return;
  }
  if (problems.size() != before)
    return;

  Criterion criterion;
  criterion.origin = originOf(value);
  criterion.name = value.raw().begin().key();
  const JsonValue argument = *value.at(criterion.name);
  const std::string &name = criterion.name;
  if (name == "absent") {
    const std::string glob = checked(argument, checkGlob).value_or("");
    criterion.argument = glob;
    criterion.test = Absent{glob};
  } else if (name == "no-link") {
    const auto ends = take(argument.array());
    if (ends && ends->size() != 2)
      note(argument, "'no-link' takes two targets: who must not link, and what");
    if (!ends || ends->size() != 2)
      return;
    const NoLink link{checked((*ends)[0], checkTarget).value_or(""),
                      checked((*ends)[1], checkTarget).value_or("")};
    criterion.argument = link.from + " -> " + link.to;
    criterion.test = link;
  } else if (name == "exports") {
    if (!isObject(argument, {"target", "symbol"}))
      return;
    Exports exports{field(argument, "target", checkTarget), ""};
    const SymbolName symbol = field(argument, "symbol", checkSymbolName);
    if (symbol.everything || symbol.parameters)
      note(argument, "'symbol' must be a qualified name without parameters");
    exports.symbol = symbol.qualified;
    criterion.argument = exports.target + ": " + exports.symbol;
    criterion.test = exports;
  } else if (name == "no-reference") {
    const SymbolName symbol = checked(argument, checkSymbolName).value_or(SymbolName{});
    if (symbol.everything || symbol.parameters)
      note(argument, "'no-reference' takes a qualified name without parameters");
    criterion.argument = symbol.qualified;
    criterion.test = NoReference{symbol.qualified};
  } else if (name == "layers") {
    criterion.argument = take(argument.string()).value_or("");
    criterion.test = Layers{argument.isString() ? besideRuleFile(argument) : ""};
  } else if (name == "builds") {
    const Builds builds{list(argument, "presets", checkLabel)};
    criterion.argument = join(builds.presets, ", ");
    criterion.test = builds;
  } else if (name == "tests") {
    criterion.argument = checked(argument, checkLabel).value_or("");
    criterion.test = Tests{criterion.argument};
  } else if (name == "equivalent") {
    const bool expected = take(argument.boolean()).value_or(true);
    criterion.argument = expected ? "true" : "false";
    criterion.test = Equivalent{expected};
  } else {
    Boots boots;
    std::vector<JsonValue> scenarios;
    if (argument.isString())
      scenarios.push_back(argument);
    else if (auto elements = take(argument.array()))
      scenarios = *std::move(elements);
    if (argument.isArray() && scenarios.empty())
      note(argument, "the list of scenarios is empty");
    std::vector<std::string> spelled;
    for (const JsonValue &scenario : scenarios) {
      const std::string path = besideRuleFile(scenario);
      if (std::find(boots.scenarios.begin(), boots.scenarios.end(), path) != boots.scenarios.end())
        note(scenario, "the scenario stands twice in the list");
      boots.scenarios.push_back(path);
      spelled.push_back(scenario.isString() ? scenario.raw().get<std::string>() : "");
    }
    criterion.argument = join(spelled, ", ");
    criterion.test = std::move(boots);
  }
  recipe.require.push_back(std::move(criterion));
}

Result<Recipe> Decoder::decode(const JsonValue &document) {
  if (!document.isObject())
    return document.error("a rule file is an object");
  if (!isObject(document, {"$schema", "version", "name", "why", "root", "steps", "require"}))
    return Error{ExitStatus::Usage, problems};
  text(document, "$schema");
  if (const auto version = required(document, "version"))
    if (const auto number = take(version->integer()); number && *number != 1)
      note(*version,
           "version " + std::to_string(*number) + " is unknown; this program reads version 1");
  recipe.file = file;
  recipe.name = field(document, "name", checkLabel);
  recipe.why = text(document, "why").value_or("");
  recipe.root = folder;
  if (document.has("root")) {
    const JsonValue root = *document.at("root");
    if (const auto path = take(root.string())) {
      recipe.root = absolutePath(path->empty() ? "." : *path, folder);
      if (path->starts_with('/'))
        note(root, "the root '" + *path + "' is absolute; it must be relative to the rule file");
      else if (!isDirectory(recipe.root))
        note(root, "the root '" + *path + "' is not a folder (" + recipe.root + ")");
    }
  }
  recipe.root = realPath(recipe.root);

  if (document.has("steps"))
    if (const auto steps = take(document.at("steps")->array()))
      for (std::size_t i = 0; i < steps->size(); ++i)
        step((*steps)[i], i);
  if (document.has("require"))
    if (const auto criteria = take(document.at("require")->array()))
      for (const JsonValue &value : *criteria)
        criterion(value);
  if (problems.empty() && recipe.steps.empty() && recipe.require.empty())
    note(document, "there is neither a step nor a criterion in it");

  if (!problems.empty()) {
    const auto key = [](const Diagnostic &problem) {
      return std::tie(problem.where, problem.pointer, problem.message);
    };
    std::sort(problems.begin(), problems.end(),
              [&](const Diagnostic &a, const Diagnostic &b) { return key(a) < key(b); });
    if (unsaid > 0)
      problems.push_back({Severity::Error,
                          {document.where().file, 0, 0},
                          "there are " + std::to_string(unsaid) + " more errors",
                          {},
                          {},
                          {}});
    return Error{ExitStatus::Usage, std::move(problems)};
  }
  return std::move(recipe);
}

} // namespace

Error Origin::error(std::string message) const {
  Error error = Error::at(ExitStatus::Usage, where, std::move(message));
  error.diagnostics.front().pointer = pointer;
  return error;
}

std::string SymbolName::spelling() const {
  if (everything)
    return qualified.empty() ? "*" : qualified + "::*";
  return parameters ? qualified + "(" + *parameters + ")" : qualified;
}

Result<Recipe> load(const std::string &path) {
  LEVITATE_TRY(text, readText(path));
  return parse(std::move(text), path);
}

Result<Recipe> parse(std::string text, const std::string &path) {
  LEVITATE_TRY(document, JsonDocument::parse(std::move(text), path));
  return Decoder(path).decode(document);
}

} // namespace levitate::recipe

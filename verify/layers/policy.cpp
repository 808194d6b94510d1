#include "verify/layers/policy.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <cctype>

namespace levitate::layers {

namespace {

const std::vector<std::string> kindNames = {"include",    "link",     "symbol",     "private",
                                            "unassigned", "cycle",    "unresolved", "dead",
                                            "unused",     "reconcile"};
/// The ways in which include, use and link of a layer can disagree.
const std::vector<std::string> disagreementNames = {"include-without-use", "use-without-include",
                                                    "link-without-use", "use-without-link"};
const std::vector<std::string> levelNames = {"off", "note", "warning", "error"};

Result<Pattern> pattern(const JsonValue &value, const std::string &text) {
  if (text.empty() || text.starts_with('/') || text.starts_with("../"))
    return value.error("a pattern is relative to the root and not empty, found '" + text + "'");
  if (const std::string mistake = mistakeIn(text); !mistake.empty())
    return value.error("the pattern '" + text + "' has " + mistake);
  return Pattern(text);
}

Result<std::vector<Pattern>> patterns(const JsonValue &object, const std::string &key) {
  std::vector<Pattern> result;
  if (!object.has(key))
    return result;
  LEVITATE_TRY(value, object.at(key));
  LEVITATE_TRY(texts, value.strings());
  for (const std::string &text : texts) {
    LEVITATE_TRY(one, pattern(value, text));
    result.push_back(std::move(one));
  }
  return result;
}

Result<std::string> nonEmpty(const JsonValue &object, const std::string &key,
                             const std::string &why) {
  LEVITATE_TRY(value, object.at(key));
  LEVITATE_TRY(text, value.string());
  if (trim(text).empty())
    return value.error("'" + key + "' is empty; " + why);
  return text;
}

Result<std::optional<Level>> level(const JsonValue &object) {
  if (!object.has("severity"))
    return std::optional<Level>();
  LEVITATE_TRY(value, object.at("severity"));
  LEVITATE_TRY(index, value.oneOf(levelNames));
  return std::optional<Level>(static_cast<Level>(index));
}

Result<std::array<bool, 3>> kinds(const JsonValue &object) {
  std::array<bool, 3> result{true, true, true};
  if (!object.has("kinds"))
    return result;
  LEVITATE_TRY(value, object.at("kinds"));
  LEVITATE_TRY(list, value.array());
  if (list.empty())
    return value.error("an empty list of kinds matches nothing");
  result = {false, false, false};
  for (const JsonValue &element : list) {
    LEVITATE_TRY(index, element.oneOf({"include", "link", "symbol"}));
    result[index] = true;
  }
  return result;
}

/// What one side of a rule or an exception can name.
struct Side {
  std::vector<Pattern> files;
  std::vector<int> layers;
  std::vector<Pattern> headers;
};

class Decoder {
public:
  Decoder(Policy &policy, bool nested) : policy(policy), nested(nested) {}

  Result<void> decode(const JsonValue &root) {
    LEVITATE_CHECK(root.onlyKeys({"$schema", "version", "name", "why", "root", "files", "exclude",
                                  "include-roots", "generated", "policies", "layers", "order",
                                  "rules", "acyclic", "exceptions", "severity"}));
    LEVITATE_TRY(version, root.at("version"));
    LEVITATE_TRY(number, version.integer());
    if (number != 1)
      return version.error("version " + std::to_string(number) +
                           " is not known; this program reads version 1");
    LEVITATE_TRY(
        name, root.stringOr("name", std::string(fileName(parentPath(absolutePath(policy.file))))));
    LEVITATE_TRY(why, root.stringOr("why", ""));
    policy.name = std::move(name);
    policy.why = std::move(why);
    if (nested)
      for (const char *key : {"root", "policies", "include-roots"})
        if (root.has(key)) {
          LEVITATE_TRY(value, root.at(key));
          return value.error(std::string("'") + key + "' can't stand in a subfolder's policy");
        }
    LEVITATE_CHECK(fileSets(root));
    LEVITATE_CHECK(severities(root));
    LEVITATE_CHECK(layers(root));
    LEVITATE_CHECK(order(root));
    LEVITATE_CHECK(mayUse(root));
    LEVITATE_CHECK(rules(root));
    LEVITATE_CHECK(acyclic(root));
    LEVITATE_CHECK(exceptions(root));
    return {};
  }

private:
  Result<void> fileSets(const JsonValue &root) {
    LEVITATE_TRY(files, patterns(root, "files"));
    policy.files = std::move(files);
    if (policy.files.empty())
      policy.files.emplace_back("**/*.{c,cc,cpp,cxx,c++,C,m,mm,h,hh,hpp,hxx,h++,H,inc,inl,ipp,"
                                "tcc,tpp,def,S,cppm,ixx,cu,cuh}");
    LEVITATE_TRY(exclude, patterns(root, "exclude"));
    policy.exclude = std::move(exclude);
    LEVITATE_TRY(generated, patterns(root, "generated"));
    policy.generated = std::move(generated);
    LEVITATE_TRY(roots, root.stringsOr("include-roots", {}));
    for (const std::string &folder : roots)
      policy.includeRoots.push_back(absolutePath(folder, policy.root));
    return {};
  }

  Result<void> severities(const JsonValue &root) {
    if (!root.has("severity"))
      return {};
    LEVITATE_TRY(object, root.at("severity"));
    std::vector<std::string> names = kindNames;
    names.insert(names.end(), disagreementNames.begin(), disagreementNames.end());
    LEVITATE_CHECK(object.onlyKeys(names));
    LEVITATE_TRY(members, object.members());
    for (const auto &[key, value] : members) {
      LEVITATE_TRY(index, value.oneOf(levelNames));
      if (std::find(disagreementNames.begin(), disagreementNames.end(), key) !=
          disagreementNames.end()) {
        policy.disagreements[key] = static_cast<Level>(index);
        continue;
      }
      const auto kind = std::find(kindNames.begin(), kindNames.end(), key) - kindNames.begin();
      policy.levels[static_cast<std::size_t>(kind)] = static_cast<Level>(index);
    }
    return {};
  }

  Result<void> layers(const JsonValue &root) {
    LEVITATE_TRY(list, root.at("layers"));
    LEVITATE_TRY(elements, list.array());
    if (elements.empty())
      return list.error("a policy without layers allows everything; name at least one");
    for (const JsonValue &element : elements) {
      LEVITATE_CHECK(element.onlyKeys(
          {"name", "why", "files", "targets", "may-use", "public", "private", "closed"}));
      Layer layer;
      layer.where = element.where();
      LEVITATE_TRY(name, nonEmpty(element, "name", "a layer is named in messages"));
      if (policy.layerNamed(name) >= 0) {
        LEVITATE_TRY(value, element.at("name"));
        return value.error("there are two layers named '" + name + "'");
      }
      LEVITATE_TRY(why, element.stringOr("why", ""));
      LEVITATE_TRY(required, element.at("files"));
      LEVITATE_TRY(files, patterns(element, "files"));
      if (files.empty())
        return required.error("a layer without patterns has no files");
      LEVITATE_TRY(targets, patterns(element, "targets"));
      LEVITATE_TRY(publicFiles, patterns(element, "public"));
      LEVITATE_TRY(privateFiles, patterns(element, "private"));
      LEVITATE_TRY(closed, element.booleanOr("closed", false));
      layer.name = std::move(name);
      layer.why = std::move(why);
      layer.files = std::move(files);
      layer.targets = std::move(targets);
      layer.publicFiles = std::move(publicFiles);
      layer.privateFiles = std::move(privateFiles);
      layer.closed = closed;
      policy.layers.push_back(std::move(layer));
    }
    return {};
  }

  Result<int> layer(const JsonValue &value, std::string name) {
    const int index = policy.layerNamed(name);
    if (index >= 0)
      return index;
    std::vector<std::string> names;
    for (const Layer &known : policy.layers)
      names.push_back(known.name);
    return value.error("there is no layer named '" + name + "'" + didYouMean(name, names));
  }

  Result<void> order(const JsonValue &root) {
    if (!root.has("order"))
      return {};
    LEVITATE_TRY(list, root.at("order"));
    LEVITATE_TRY(rows, list.array());
    int row = 0;
    for (const JsonValue &element : rows) {
      std::vector<JsonValue> values{element};
      if (element.isArray()) {
        LEVITATE_TRY(beside, element.array());
        values = std::move(beside);
      }
      for (const JsonValue &value : values) {
        LEVITATE_TRY(name, value.string());
        LEVITATE_TRY(index, layer(value, name));
        Layer &placed = policy.layers[static_cast<std::size_t>(index)];
        if (placed.row >= 0)
          return value.error("the layer '" + name + "' is in the order twice");
        placed.row = row;
      }
      ++row;
    }
    for (const Layer &known : policy.layers)
      if (known.closed && known.row < 0)
        return Error::at(ExitStatus::Usage, known.where,
                         "the layer '" + known.name +
                             "' is closed but not in the order: closed means that layers above "
                             "it may not reach past it");
    return {};
  }

  Result<void> mayUse(const JsonValue &root) {
    LEVITATE_TRY(list, root.at("layers"));
    LEVITATE_TRY(elements, list.array());
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (!elements[i].has("may-use"))
        continue;
      LEVITATE_TRY(value, elements[i].at("may-use"));
      LEVITATE_TRY(names, value.array());
      for (const JsonValue &element : names) {
        LEVITATE_TRY(name, element.string());
        LEVITATE_TRY(index, layer(element, name));
        if (static_cast<std::size_t>(index) == i)
          return element.error("a layer may always use itself");
        for (const Permission &other : policy.layers[i].mayUse)
          if (other.layer == index)
            return element.error("'" + name + "' is listed twice");
        policy.layers[i].mayUse.push_back({index, element.where()});
      }
    }
    return {};
  }

  Result<Side> side(const JsonValue &object, const std::string &key, bool headers) {
    Side result;
    LEVITATE_TRY(value, object.at(key));
    LEVITATE_TRY(texts, value.strings());
    if (texts.empty())
      return value.error("'" + key + "' is empty and matches nothing");
    for (const std::string &text : texts) {
      if (text.starts_with('@')) {
        LEVITATE_TRY(index, layer(value, text.substr(1)));
        result.layers.push_back(index);
      } else if (headers && text.starts_with('<') && text.ends_with('>')) {
        result.headers.emplace_back(text.substr(1, text.size() - 2));
      } else {
        LEVITATE_TRY(one, pattern(value, text));
        result.files.push_back(std::move(one));
      }
    }
    return result;
  }

  Result<void> rules(const JsonValue &root) {
    if (!root.has("rules"))
      return {};
    LEVITATE_TRY(list, root.at("rules"));
    LEVITATE_TRY(elements, list.array());
    for (const JsonValue &element : elements) {
      LEVITATE_CHECK(
          element.onlyKeys({"name", "reason", "from", "to", "kinds", "severity", "transitive"}));
      Rule rule;
      rule.where = element.where();
      LEVITATE_TRY(name, nonEmpty(element, "name", "messages and baselines refer to it"));
      for (const Rule &other : policy.rules)
        if (other.name == name)
          return element.error("there are two rules named '" + name + "'");
      LEVITATE_TRY(reason, nonEmpty(element, "reason", "say what the rule protects"));
      LEVITATE_TRY(from, side(element, "from", false));
      LEVITATE_TRY(to, side(element, "to", true));
      LEVITATE_TRY(ruleKinds, kinds(element));
      LEVITATE_TRY(ruleLevel, level(element));
      LEVITATE_TRY(transitive, element.booleanOr("transitive", false));
      for (const Pattern &used : to.files)
        for (const std::string &placeholder : used.placeholderNames())
          if (std::none_of(from.files.begin(), from.files.end(), [&](const Pattern &user) {
                const std::vector<std::string> bound = user.placeholderNames();
                return std::find(bound.begin(), bound.end(), placeholder) != bound.end();
              })) {
            LEVITATE_TRY(value, element.at("to"));
            return value.error("no pattern of 'from' has [" + placeholder + "], to which '" +
                               used.text() + "' refers");
          }
      rule.name = std::move(name);
      rule.reason = std::move(reason);
      rule.from = std::move(from.files);
      rule.fromLayers = std::move(from.layers);
      rule.to = std::move(to.files);
      rule.toLayers = std::move(to.layers);
      rule.toHeaders = std::move(to.headers);
      rule.kinds = ruleKinds;
      rule.level = ruleLevel;
      rule.transitive = transitive;
      policy.rules.push_back(std::move(rule));
    }
    return {};
  }

  Result<void> acyclic(const JsonValue &root) {
    if (!root.has("acyclic"))
      return {};
    LEVITATE_TRY(list, root.at("acyclic"));
    LEVITATE_TRY(elements, list.array());
    for (const JsonValue &element : elements) {
      LEVITATE_CHECK(element.onlyKeys({"name", "reason", "among", "severity"}));
      Acyclic demand;
      demand.where = element.where();
      LEVITATE_TRY(name, nonEmpty(element, "name", "messages and baselines refer to it"));
      LEVITATE_TRY(reason, nonEmpty(element, "reason", "say what the rule protects"));
      LEVITATE_TRY(among, element.at("among"));
      LEVITATE_TRY(texts, among.strings());
      if (texts.empty())
        return among.error("'among' is empty and matches nothing");
      if (texts.size() == 1 && texts[0] == "files") {
        demand.among = Acyclic::Among::Files;
      } else if (texts.size() == 1 && texts[0] == "layers") {
        demand.among = Acyclic::Among::Layers;
      } else if (texts.size() == 1 && texts[0] == "targets") {
        demand.among = Acyclic::Among::Targets;
      } else {
        for (const std::string &text : texts) {
          LEVITATE_TRY(group, pattern(among, text));
          demand.groups.push_back(std::move(group));
          if (!demand.groups.back().hasPlaceholders())
            return among.error("'" + text +
                               "' has no placeholder like [M] that tells the groups "
                               "apart; or write files, layers or targets");
        }
      }
      LEVITATE_TRY(demandLevel, level(element));
      demand.name = std::move(name);
      demand.reason = std::move(reason);
      demand.level = demandLevel;
      policy.acyclic.push_back(std::move(demand));
    }
    return {};
  }

  Result<void> exceptions(const JsonValue &root) {
    if (!root.has("exceptions"))
      return {};
    LEVITATE_TRY(list, root.at("exceptions"));
    LEVITATE_TRY(elements, list.array());
    for (const JsonValue &element : elements) {
      LEVITATE_CHECK(element.onlyKeys({"from", "to", "rule", "kinds", "reason", "owner", "until"}));
      Exception exception;
      exception.where = element.where();
      LEVITATE_TRY(from, side(element, "from", false));
      LEVITATE_TRY(to, side(element, "to", false));
      LEVITATE_TRY(rule, element.stringOr("rule", ""));
      LEVITATE_TRY(reason, nonEmpty(element, "reason", "say why the edge may stay for now"));
      LEVITATE_TRY(owner, nonEmpty(element, "owner", "say who takes it away"));
      LEVITATE_TRY(until, element.stringOr("until", ""));
      if (element.has("until") && !isDate(until)) {
        LEVITATE_TRY(value, element.at("until"));
        return value.error("expected a date like 2027-03-31, found '" + until + "'");
      }
      LEVITATE_TRY(exceptionKinds, kinds(element));
      exception.from = std::move(from.files);
      exception.fromLayers = std::move(from.layers);
      exception.to = std::move(to.files);
      exception.toLayers = std::move(to.layers);
      exception.rule = std::move(rule);
      exception.reason = std::move(reason);
      exception.owner = std::move(owner);
      exception.until = std::move(until);
      exception.kinds = exceptionKinds;
      policy.exceptions.push_back(std::move(exception));
    }
    return {};
  }

  Policy &policy;
  const bool nested;
};

/// A nested policy's patterns are relative to its folder; the check knows paths from the root only.
void rebase(Policy &policy) {
  const auto all = [&](std::vector<Pattern> &list) {
    for (Pattern &pattern : list)
      pattern = pattern.below(policy.scope);
  };
  all(policy.files);
  all(policy.exclude);
  all(policy.generated);
  for (Layer &layer : policy.layers) {
    all(layer.files);
    all(layer.publicFiles);
    all(layer.privateFiles);
  }
  for (Rule &rule : policy.rules) {
    all(rule.from);
    all(rule.to);
  }
  for (Acyclic &demand : policy.acyclic)
    all(demand.groups);
  for (Exception &exception : policy.exceptions) {
    all(exception.from);
    all(exception.to);
  }
}

} // namespace

const char *levelName(Level level) { return levelNames[static_cast<std::size_t>(level)].c_str(); }
const char *kindName(Kind kind) { return kindNames[static_cast<std::size_t>(kind)].c_str(); }

bool isDate(const std::string &text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-')
    return false;
  for (const std::size_t i : {0u, 1u, 2u, 3u, 5u, 6u, 8u, 9u})
    if (!std::isdigit(static_cast<unsigned char>(text[i])))
      return false;
  const int year = std::stoi(text.substr(0, 4)), month = std::stoi(text.substr(5, 2)),
            day = std::stoi(text.substr(8, 2));
  if (month < 1 || month > 12)
    return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const int days[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return day >= 1 && day <= days[month - 1];
}

int Policy::layerNamed(const std::string &wanted) const {
  for (std::size_t i = 0; i < layers.size(); ++i)
    if (layers[i].name == wanted)
      return static_cast<int>(i);
  return -1;
}

int Policy::layerOf(const std::string &path) const {
  for (std::size_t i = 0; i < layers.size(); ++i)
    if (firstMatch(layers[i].files, path) >= 0)
      return static_cast<int>(i);
  return -1;
}

Result<Policy> readPolicy(const std::string &file, const std::string &root) {
  LEVITATE_TRY(document, JsonDocument::readFile(file));
  Policy policy;
  policy.file = file;
  if (!root.empty()) {
    policy.root = realPath(absolutePath(root));
  } else {
    LEVITATE_TRY(own, document.stringOr("root", "."));
    policy.root = realPath(absolutePath(own, parentPath(absolutePath(file))));
  }
  if (!isDirectory(policy.root)) {
    const std::string message = "the root of the policy is no folder: " + policy.root;
    if (!root.empty() || !document.has("root"))
      return Error::usage(message);
    LEVITATE_TRY(own, document.at("root"));
    return own.error(message);
  }
  LEVITATE_CHECK(Decoder(policy, false).decode(document));
  if (document.has("policies")) {
    LEVITATE_TRY(list, document.at("policies"));
    LEVITATE_TRY(elements, list.array());
    for (const JsonValue &element : elements) {
      LEVITATE_TRY(name, element.string());
      // By its real path, as the files that it is about.
      const std::string path = realPath(absolutePath(name, policy.root));
      if (!isWithin(path, policy.root) || parentPath(path) == policy.root)
        return element.error("a subfolder's policy lies in a subfolder of the root, found '" +
                             name + "'");
      if (!exists(path))
        return element.error("there is no file " + path);
      if (std::any_of(policy.nested.begin(), policy.nested.end(),
                      [&](const Policy &other) { return other.file == path; }))
        return element.error("the policy " + path + " is listed twice");
      LEVITATE_TRY(inner, JsonDocument::readFile(path));
      Policy nested;
      nested.file = path;
      nested.root = policy.root;
      nested.scope = relativePath(std::string(parentPath(path)), policy.root);
      nested.levels = policy.levels;
      nested.disagreements = policy.disagreements;
      LEVITATE_CHECK(Decoder(nested, true).decode(inner));
      rebase(nested);
      policy.nested.push_back(std::move(nested));
    }
  }
  return policy;
}

} // namespace levitate::layers

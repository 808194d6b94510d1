#include "verify/equivalence/check.h"

#include "verify/equivalence/build_tree.h"
#include "verify/equivalence/certificate.h"
#include "verify/equivalence/unit.h"

#include "base/command_line.h"
#include "base/files.h"
#include "base/json.h"
#include "base/text.h"

#include <fmt/format.h>
#include <llvm/Demangle/Demangle.h>
#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Object/ObjectFile.h>
#include <llvm/ProfileData/ItaniumManglingCanonicalizer.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace levitate::equivalence {
namespace {

struct NamePair {
  std::string before, after;
  bool isInternal = false;
};

/// The parts of a certificate that the checker needs.
struct Claims {
  std::string verdict;
  std::size_t functions = 0, globals = 0, functionPairs = 0;
  std::size_t differences = 0;
  std::vector<std::string> exceptionKinds;
  std::vector<std::pair<std::string, std::string>> renames;
  std::set<std::string> namedApart; // their names do not follow from the renames alone
  std::map<std::string, std::string> spelledNames; // symbol before -> after
  std::vector<NamePair> pairs;
  std::vector<std::pair<std::string, std::string>> inputs; // path, hash
  std::string directoryBefore, directoryAfter;
  std::set<std::string> unusedBefore, unusedAfter;
};

Result<void> readSide(const JsonValue &root, const char *side, Claims &claims,
                      std::string &directory, std::set<std::string> &unused) {
  LEVITATE_TRY(value, root.at(side));
  LEVITATE_TRY(path, value.stringOr("directory", ""));
  directory = std::move(path);
  LEVITATE_TRY(symbols, value.stringsOr("unused", {}));
  unused.insert(symbols.begin(), symbols.end());
  LEVITATE_TRY(inputsValue, value.at("inputs"));
  LEVITATE_TRY(inputs, inputsValue.array());
  for (const JsonValue &input : inputs) {
    LEVITATE_TRY(file, input.stringOr("file", ""));
    LEVITATE_TRY(hash, input.stringOr("blake3", ""));
    claims.inputs.emplace_back(std::move(file), std::move(hash));
  }
  return {};
}

Result<Claims> readClaims(const std::string &file) {
  LEVITATE_TRY(root, JsonDocument::readFile(file));
  LEVITATE_TRY(schema, root.integerOr("schema", 0));
  if (schema != 1)
    return root.error("not a certificate of levitate-equivalence (schema 1)");
  Claims claims;
  LEVITATE_TRY(verdictValue, root.at("verdict"));
  LEVITATE_TRY(verdict, verdictValue.string());
  claims.verdict = std::move(verdict);
  LEVITATE_TRY(compared, root.at("compared"));
  LEVITATE_TRY(functions, compared.integerOr("functions", 0));
  LEVITATE_TRY(globals, compared.integerOr("globals", 0));
  claims.functions = static_cast<std::size_t>(functions);
  claims.globals = static_cast<std::size_t>(globals);
  LEVITATE_TRY(differencesValue, root.at("differences"));
  LEVITATE_TRY(differences, differencesValue.array());
  claims.differences = differences.size();
  LEVITATE_TRY(exceptionsValue, root.at("exceptions"));
  LEVITATE_TRY(exceptions, exceptionsValue.array());
  for (const JsonValue &exception : exceptions) {
    LEVITATE_TRY(kind, exception.stringOr("kind", ""));
    claims.exceptionKinds.push_back(std::move(kind));
  }
  LEVITATE_TRY(renamesValue, root.at("renames"));
  LEVITATE_TRY(renames, renamesValue.array());
  for (const JsonValue &rename : renames) {
    LEVITATE_TRY(from, rename.stringOr("from", ""));
    LEVITATE_TRY(to, rename.stringOr("to", ""));
    claims.renames.emplace_back(std::move(from), std::move(to));
  }
  for (const char *list : {"movedFriends", "plainSymbols"}) {
    if (!root.has(list))
      continue;
    LEVITATE_TRY(symbolsValue, root.at(list));
    LEVITATE_TRY(symbols, symbolsValue.members());
    for (const auto &[symbol, to] : symbols)
      claims.namedApart.insert(symbol);
  }
  if (root.has("spelledNames")) {
    LEVITATE_TRY(symbolsValue, root.at("spelledNames"));
    LEVITATE_TRY(symbols, symbolsValue.members());
    for (const auto &[symbol, after] : symbols) {
      LEVITATE_TRY(to, after.string());
      claims.spelledNames.emplace(symbol, std::move(to));
    }
  }
  LEVITATE_TRY(pairsValue, root.at("pairs"));
  LEVITATE_TRY(pairs, pairsValue.array());
  for (const JsonValue &pair : pairs) {
    LEVITATE_TRY(kind, pair.stringOr("kind", ""));
    LEVITATE_TRY(before, pair.stringOr("before", ""));
    LEVITATE_TRY(after, pair.stringOr("after", ""));
    LEVITATE_TRY(isInternal, pair.booleanOr("internal", false));
    claims.functionPairs += kind == "function";
    claims.pairs.push_back({std::move(before), std::move(after), isInternal});
  }
  LEVITATE_CHECK(readSide(root, "before", claims, claims.directoryBefore, claims.unusedBefore));
  LEVITATE_CHECK(readSide(root, "after", claims, claims.directoryAfter, claims.unusedAfter));
  return claims;
}

/// Whether anything was changed since the certificate was made. The file is known to be JSON.
Result<CheckedItem> checkSeal(const std::string &file) {
  LEVITATE_TRY(text, readText(file));
  const nlohmann::json certificate = nlohmann::json::parse(text, nullptr, /*exceptions=*/false);
  CheckedItem item{"seal", 1, {}, {}};
  if (const auto seal = certificate.find("seal"); seal == certificate.end())
    item.failures.emplace_back("the certificate has no seal");
  else if (*seal != sealOf(certificate))
    item.failures.emplace_back("the certificate was changed since it was made");
  return item;
}

CheckedItem checkInputs(const Claims &claims) {
  CheckedItem item{"inputs", claims.inputs.size(), {}, {}};
  for (const auto &[path, hash] : claims.inputs) {
    const Result<std::string> text = readText(path);
    if (!text)
      item.failures.push_back(path + " can't be read");
    else if (hashOf(*text).hex() != hash)
      item.failures.push_back(path + " is not what it was when the certificate was made");
  }
  return item;
}

CheckedItem checkArithmetic(const Claims &claims) {
  CheckedItem item{"arithmetic", claims.pairs.size(), {}, {}};
  const bool hasExceptions = std::any_of(
      claims.exceptionKinds.begin(), claims.exceptionKinds.end(), [](const std::string &kind) {
        return kind != "RTTI name" && kind != "tree root" && kind != "inferred nounwind";
      });
  const char *verdict = claims.differences ? "different"
                        : hasExceptions    ? "equivalent-except"
                                           : "equivalent";
  if (claims.verdict != verdict)
    item.failures.push_back("the verdict is '" + claims.verdict +
                            "', and what is listed makes it '" + verdict + "'");
  if (claims.functions != claims.functionPairs)
    item.failures.push_back(fmt::format("{} functions are claimed and {} listed", claims.functions,
                                        claims.functionPairs));
  if (claims.globals != claims.pairs.size() - claims.functionPairs)
    item.failures.push_back(fmt::format("{} globals are claimed and {} listed", claims.globals,
                                        claims.pairs.size() - claims.functionPairs));
  // A symbol that others can name is one entity; of internal ones there may be several.
  std::set<std::string> before, after;
  for (const NamePair &pair : claims.pairs) {
    if (pair.isInternal)
      continue;
    if (before.contains(pair.before) != after.contains(pair.after))
      item.failures.push_back("'" + pair.before + "' or '" + pair.after + "' is paired twice");
    before.insert(pair.before);
    after.insert(pair.after);
  }
  return item;
}

/// The mangling of a qualified name as a <name>; nothing when it is no list of identifiers.
std::optional<std::string> mangledName(const std::string &qualified) {
  std::string mangled;
  const std::vector<std::string> parts = split(qualified, "::");
  for (const std::string &part : parts) {
    if (part == "(anonymous namespace)")
      mangled += "12_GLOBAL__N_1";
    else if (part.empty() || part.find_first_of("( <~") != std::string::npos ||
             part.starts_with("operator"))
      return std::nullopt;
    else
      mangled += std::to_string(part.size()) + part;
  }
  return parts.size() == 1 ? mangled : "N" + mangled + "E";
}

/// Whether the demangled name before, with the renames done as text, is the one after.
bool sameText(const Claims &claims, const NamePair &pair) {
  std::string text = llvm::demangle(pair.before);
  std::vector<std::pair<std::string, std::string>> renames = claims.renames;
  std::sort(renames.begin(), renames.end(),
            [](const auto &a, const auto &b) { return a.first.size() > b.first.size(); });
  const auto continuesName = [](char byte) { return byte == ':' || isWord(byte); };
  for (const auto &[from, to] : renames) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
      const std::size_t end = at + from.size();
      const bool isWhole = (at == 0 || !continuesName(text[at - 1])) &&
                           (end == text.size() || text[end] == ':' || !continuesName(text[end]));
      if (isWhole)
        text.replace(at, from.size(), to);
      at += isWhole ? to.size() : 1;
    }
  }
  const std::string after = llvm::demangle(pair.after);
  if (text == after)
    return true;
  // Members of class templates: arguments stand between the scope and the name.
  for (const auto &[from, to] : renames) {
    const std::size_t fromLast = from.rfind("::"), toLast = to.rfind("::");
    if (fromLast == std::string::npos || toLast == std::string::npos)
      continue;
    const std::string name = from.substr(fromLast + 2), newName = to.substr(toLast + 2);
    for (const std::string &front :
         {std::string(">::"), "::" + newName + "::", "::" + newName + "::~"})
      for (std::size_t at = text.find(front + name); at != std::string::npos;
           at = text.find(front + name, at + 1)) {
        const std::size_t end = at + front.size() + name.size();
        if (end == text.size() || text[end] == ':' || !continuesName(text[end]))
          text.replace(at + front.size(), name.size(), newName);
      }
  }
  return text == after;
}

/// Whether the demangled names are the same word for word, but for qualifiers and for last
/// components that some rename changes: names in a signature are as the source spells them.
bool sameAsSpelled(const Claims &claims, const NamePair &pair) {
  const auto wordsOf = [](const std::string &text) {
    std::vector<std::string> words; // a qualified name is one
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && (isWord(text[end]) || text.substr(end, 2) == "::"))
        end += isWord(text[end]) ? 1 : 2;
      words.push_back(text.substr(at, std::max(end, at + 1) - at));
      at = std::max(end, at + 1);
    }
    return words;
  };
  const auto lastOf = [](const std::string &name) {
    const std::size_t at = name.rfind("::");
    return at == std::string::npos ? name : name.substr(at + 2);
  };
  const std::vector<std::string> was = wordsOf(llvm::demangle(pair.before));
  const std::vector<std::string> is = wordsOf(llvm::demangle(pair.after));
  return std::equal(
      was.begin(), was.end(), is.begin(), is.end(),
      [&](const std::string &one, const std::string &other) {
        if (one == other)
          return true;
        const std::string from = lastOf(one), to = lastOf(other);
        return !from.empty() &&
               (from == to ||
                std::any_of(claims.renames.begin(), claims.renames.end(), [&](const auto &rename) {
                  return lastOf(rename.first) == from && lastOf(rename.second) == to;
                }));
      });
}

CheckedItem checkNames(const Claims &claims) {
  CheckedItem item{"names", 0, {}, {}};
  using Canonicalizer = llvm::ItaniumManglingCanonicalizer;
  Canonicalizer canonicalizer;
  std::size_t unspoken = 0;
  std::vector<std::string> spoken; // the canonicalizer keeps references into what it is given
  spoken.reserve(2 * claims.renames.size());
  std::set<std::string> globals; // variables of the global namespace have no mangling
  for (const auto &[from, to] : claims.renames) {
    const std::optional<std::string> one = mangledName(from), other = mangledName(to);
    if (from.find("::") == std::string::npos)
      globals.insert(from);
    if (to.find("::") == std::string::npos)
      globals.insert(to);
    if (!one || !other) {
      ++unspoken;
      continue;
    }
    const std::string &first = spoken.emplace_back(*one);
    const std::string &second = spoken.emplace_back(*other);
    if (canonicalizer.addEquivalence(Canonicalizer::FragmentKind::Name, first, second) !=
        Canonicalizer::EquivalenceError::Success)
      ++unspoken;
  }
  if (unspoken)
    item.remark = fmt::format("{} of {} renames can't be said to LLVM's canonicalizer", unspoken,
                              claims.renames.size());
  const auto keyOf = [&](const std::string &symbol) { return canonicalizer.canonicalize(symbol); };
  for (const NamePair &pair : claims.pairs) {
    if (pair.isInternal || claims.namedApart.contains(pair.before))
      continue;
    ++item.count;
    if (pair.before == pair.after || globals.contains(pair.before) || globals.contains(pair.after))
      continue;
    if (const auto spelled = claims.spelledNames.find(pair.before);
        spelled != claims.spelledNames.end()) {
      if (spelled->second != pair.after || !sameAsSpelled(claims, pair))
        item.failures.push_back("'" + pair.before + "' and '" + pair.after +
                                "' are not the same but for how names in them are spelled");
      continue;
    }
    const Canonicalizer::Key before = keyOf(pair.before), after = keyOf(pair.after);
    // It does not see through a few manglings (a decltype over a lambda); those are judged as text.
    if ((!before || before != after) && !unspoken && !sameText(claims, pair))
      item.failures.push_back("'" + pair.before + "' and '" + pair.after +
                              "' are not the same under the renames");
  }
  return item;
}

/// Adds the symbols that an object file defines and that are compiled from source.
Result<void> addSymbols(const std::string &path, std::set<std::string> &symbols) {
  llvm::Expected<llvm::object::OwningBinary<llvm::object::ObjectFile>> file =
      llvm::object::ObjectFile::createObjectFile(path);
  if (!file) {
    const std::string reason = llvm::toString(file.takeError());
    return Error::environment(path + ": " + reason);
  }
  const auto *elf = llvm::dyn_cast<llvm::object::ELFObjectFileBase>(file->getBinary());
  if (!elf)
    return {};
  for (const llvm::object::ELFSymbolRef symbol : elf->symbols()) {
    llvm::Expected<llvm::StringRef> name = symbol.getName();
    llvm::Expected<std::uint32_t> flags = symbol.getFlags();
    if (!name || !flags) {
      llvm::consumeError(name.takeError());
      llvm::consumeError(flags.takeError());
      continue;
    }
    const bool isCode = symbol.getELFType() == llvm::ELF::STT_FUNC;
    const bool isData =
        symbol.getELFType() == llvm::ELF::STT_OBJECT || symbol.getELFType() == llvm::ELF::STT_TLS;
    if (!(isCode || isData) || (*flags & llvm::object::SymbolRef::SF_Undefined) != 0)
      continue;
    // What the compiler makes of a unit itself: the function that runs the unit's initialisers, and
    // constants without identity, which are compared with the functions that use them.
    const bool isLocal = symbol.getBinding() == llvm::ELF::STB_LOCAL;
    if (isLocal && (isData || name->starts_with("_GLOBAL__")))
      continue;
    if (name->starts_with("DW.ref.")) // where the tables of exceptions find the personality
      continue;
    if (name->starts_with("__odr_asan_gen_") || *name == "___asan_globals_registered" ||
        (isLocal && (name->ends_with(".module_ctor") || name->ends_with(".module_dtor"))))
      continue; // a sanitizer's own
    symbols.insert(name->str());
  }
  return {};
}

/// Every definition in the object files of a build is in the certificate.
Result<CheckedItem> checkCompleteness(const Claims &claims, bool isBefore) {
  const std::string &directory = isBefore ? claims.directoryBefore : claims.directoryAfter;
  CheckedItem item{std::string("completeness ") + (isBefore ? "before" : "after"), 0, {}, {}};
  LEVITATE_TRY(root, JsonDocument::readFile(directory + "/compile_commands.json"));
  LEVITATE_TRY(entries, root.array());
  std::set<std::string> symbols;
  std::size_t absent = 0;
  for (const JsonValue &entry : entries) {
    LEVITATE_TRY(folder, entry.stringOr("directory", directory));
    LEVITATE_TRY(source, entry.stringOr("file", ""));
    LEVITATE_TRY(output, entry.stringOr("output", ""));
    if (source.ends_with(".S") || source.ends_with(".s") || source.ends_with(".asm"))
      continue;
    if (output.empty()) {
      LEVITATE_TRY(command, entry.stringOr("command", ""));
      LEVITATE_TRY(arguments, entry.stringsOr("arguments", splitCommand(command)));
      const auto option = std::find(arguments.begin(), arguments.end(), "-o");
      if (option != arguments.end() && option + 1 != arguments.end())
        output = *(option + 1);
    }
    const std::string object = output.empty() ? "" : absolutePath(output, folder);
    if (object.empty() || !exists(object)) {
      ++absent;
      continue;
    }
    LEVITATE_CHECK(addSymbols(object, symbols));
  }
  if (absent)
    item.remark = fmt::format("{} of {} object files are not there", absent, entries.size());
  std::set<std::string> listed = isBefore ? claims.unusedBefore : claims.unusedAfter;
  for (const NamePair &pair : claims.pairs)
    listed.insert(isBefore ? pair.before : pair.after);
  item.count = symbols.size();
  for (const std::string &symbol : symbols)
    if (!listed.contains(symbol))
      item.failures.push_back("'" + symbol + "' is in an object file and was not compared");
  return item;
}

} // namespace

bool CheckResult::holds() const {
  return verdict != "different" && std::all_of(items.begin(), items.end(), [](const auto &item) {
           return item.failures.empty();
         });
}

nlohmann::json CheckResult::json() const {
  nlohmann::json list = nlohmann::json::array();
  for (const CheckedItem &item : items) {
    nlohmann::json failures = nlohmann::json::array();
    for (const std::string &failure : item.failures)
      failures.push_back(toUtf8(failure));
    list.push_back({{"what", item.what},
                    {"count", item.count},
                    {"failures", std::move(failures)},
                    {"remark", item.remark}});
  }
  return {
      {"schema", 1}, {"certificate", verdict}, {"holds", holds()}, {"checked", std::move(list)}};
}

std::string CheckResult::text() const {
  std::string out;
  for (const CheckedItem &item : items) {
    constexpr std::size_t most = 20;
    for (std::size_t index = 0; index < std::min(most, item.failures.size()); ++index)
      out += item.what + ": " + toUtf8(item.failures[index]) + "\n";
    if (item.failures.size() > most)
      out += fmt::format("{}: and {} more\n", item.what, item.failures.size() - most);
  }
  out += fmt::format("certificate says '{}'; {}\n", verdict,
                     holds() ? "the check agrees" : "it does not hold");
  for (const CheckedItem &item : items)
    out += fmt::format("  {:<20} {} checked, {} wrong{}{}\n", item.what, item.count,
                       item.failures.size(), item.remark.empty() ? "" : "; ", item.remark);
  return out;
}

Result<CheckResult> checkCertificate(const std::string &file) {
  LEVITATE_TRY(claims, readClaims(file));
  CheckResult result;
  result.verdict = claims.verdict;
  LEVITATE_TRY(seal, checkSeal(file));
  result.items.push_back(std::move(seal));
  result.items.push_back(checkInputs(claims));
  result.items.push_back(checkArithmetic(claims));
  result.items.push_back(checkNames(claims));
  for (const bool isBefore : {true, false}) {
    LEVITATE_TRY(item, checkCompleteness(claims, isBefore));
    result.items.push_back(std::move(item));
  }
  return result;
}

} // namespace levitate::equivalence

#include "tool/plan/cache.h"

#include "base/files.h"
#include "base/text.h"

#include <clang/Basic/Version.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/BLAKE3.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace levitate::plan {

using nlohmann::json;

namespace {

constexpr std::size_t MostEntries = 100;
constexpr std::uintmax_t MostBytes = 256u << 20; // of all but the newest
constexpr std::size_t LargestEntry = 64u << 20;
constexpr std::size_t HashLength = 64; // in hexadecimal digits

std::string hashOf(std::string_view text) {
  llvm::BLAKE3 hash;
  hash.update(llvm::StringRef(text.data(), text.size()));
  return llvm::toHex(hash.final(), true);
}

// Adds texts so that no two lists of texts give one hash.
class Key {
public:
  void add(std::string_view text) {
    const std::string size = std::to_string(text.size()) + ":";
    hash.update(llvm::StringRef(size));
    hash.update(llvm::StringRef(text.data(), text.size()));
  }
  // The file's path and contents. False when it can't be read.
  bool addFile(const std::string &path) {
    const auto text = readText(path);
    if (!text)
      return false;
    add(path);
    add(*text);
    return true;
  }
  // A step, with all that it says: the rule file may have been changed since it was read, and a
  // step may be a part of one that stands there.
  void add(const recipe::Step &step) {
    addAll(step.id, std::to_string(static_cast<int>(step.text)),
           std::to_string(step.action.index()));
    std::visit([&](const auto &action) { addParts(action); }, step.action);
  }
  std::string text() { return llvm::toHex(hash.final(), true); }

private:
  // A new part of an action does not compile here before it is added.
  void addParts(const recipe::Move &action) {
    const auto &[symbols, allOf, header, source, nameSpace, target] = action;
    addAll(symbols, allOf, header, source, nameSpace, target);
  }
  void addParts(const recipe::MoveFile &action) {
    const auto &[from, to] = action;
    addAll(from, to);
  }
  void addParts(const recipe::Rename &action) {
    const auto &[symbol, to] = action;
    addAll(symbol, to);
  }
  void addParts(const recipe::RenameNamespace &action) {
    const auto &[from, to] = action;
    addAll(from, to);
  }
  void addParts(const recipe::RewriteInclude &action) {
    const auto &[from, to] = action;
    addAll(from, to);
  }
  void addParts(const recipe::ReExport &action) {
    const auto &[header, of, symbols, nameSpace] = action;
    addAll(header, of, symbols, nameSpace);
  }
  void addParts(const recipe::Link &action) {
    const auto &[target, to, scope] = action;
    addAll(target, to, scope);
  }
  void addParts(const recipe::Unlink &action) {
    const auto &[target, from, scope] = action;
    addAll(target, from, scope);
  }
  void addParts(const recipe::DeleteFile &action) {
    const auto &[file] = action;
    add(file);
  }
  void addParts(const recipe::Forward &action) {
    const auto &[header, symbol, to, until] = action;
    addAll(header, symbol, to, until);
  }

  template <class... Parts> void addAll(const Parts &...parts) { (add(parts), ...); }
  void add(const recipe::SymbolName &name) {
    const auto &[qualified, parameters, everything, as, origin] = name;
    addAll(qualified, parameters, std::string(everything ? "*" : ""), as, origin.pointer);
  }
  void add(recipe::LinkScope scope) { add(std::to_string(static_cast<int>(scope))); }
  template <class Part> void add(const std::optional<Part> &part) {
    add(std::string_view(part ? "given" : ""));
    if (part)
      add(*part);
  }
  template <class Part> void add(const std::vector<Part> &parts) {
    add(std::to_string(parts.size()));
    for (const Part &part : parts)
      add(part);
  }

  llvm::BLAKE3 hash;
};

// What a build directory says of the tree: its compile database, and the answers of CMake.
bool addBuildDirectory(Key &key, const std::string &folder) {
  const std::string reply = "/.cmake/api/v1/reply";
  key.add(folder);
  if (!key.addFile(folder + "/compile_commands.json"))
    return false;
  if (exists(folder + "/CMakeCache.txt") && !key.addFile(folder + "/CMakeCache.txt"))
    return false;
  if (!isDirectory(folder + reply))
    return true;
  const auto files = listFiles(folder + reply, {});
  return files && std::all_of(files->begin(), files->end(), [&](const std::string &file) {
           // An index file is written anew, under a new name, each time that CMake runs.
           return file.starts_with("index-") || key.addFile(folder + reply + "/" + file);
         });
}

// As JSON values, which keep bytes that are no UTF-8 where they are written as CBOR.

json toJson(const Location &where) { return {where.file, where.line, where.column}; }
Location location(const json &value) {
  return {value.at(0).get<std::string>(), value.at(1).get<unsigned>(), value.at(2).get<unsigned>()};
}

json toJson(const Diagnostic &note) {
  return {static_cast<int>(note.severity), toJson(note.where), note.message, note.remedy};
}
Diagnostic diagnostic(const json &value) {
  return {static_cast<Severity>(value.at(0).get<int>()),
          location(value.at(1)),
          value.at(2).get<std::string>(),
          {},
          value.at(3).get<std::string>(),
          {}};
}

json toJson(const std::optional<std::string> &text) { return text ? json(*text) : json(); }
std::optional<std::string> optionalText(const json &value) {
  return value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
}

json toJson(const Plan &plan) {
  json files = json::array(), edits = json::array(), renames = json::array(),
       refusals = json::array(), leftovers = json::array();
  for (const auto &[path, change] : plan.changes.files)
    files.push_back({path, toJson(change.before), toJson(change.after), change.movedFrom});
  for (const EditRecord &edit : plan.edits)
    edits.push_back({edit.file, edit.line, edit.step, edit.reason, edit.before, edit.after});
  for (const Renaming &rename : plan.renames)
    renames.push_back({rename.from, rename.to, rename.usrBefore, rename.usrAfter, rename.step});
  for (const Refusal &refusal : plan.refusals) {
    json notes = json::array();
    for (const Diagnostic &note : refusal.notes)
      notes.push_back(toJson(note));
    refusals.push_back(
        {toJson(refusal.where), refusal.step, refusal.reason, refusal.remedy, std::move(notes)});
  }
  for (const Leftover &leftover : plan.leftovers)
    leftovers.push_back({toJson(leftover.where), leftover.reason});
  return {{"verdict", static_cast<int>(plan.verdict)},
          {"parsed", plan.unitsParsed},
          {"checked", plan.unitsChecked},
          {"root", plan.changes.root},
          {"files", std::move(files)},
          {"edits", std::move(edits)},
          {"renames", std::move(renames)},
          {"refusals", std::move(refusals)},
          {"leftovers", std::move(leftovers)}};
}

Plan planOf(const json &value) {
  Plan plan;
  plan.verdict = static_cast<Verdict>(value.at("verdict").get<int>());
  plan.unitsParsed = value.at("parsed").get<std::size_t>();
  plan.unitsChecked = value.at("checked").get<std::size_t>();
  plan.changes.root = value.at("root").get<std::string>();
  for (const json &file : value.at("files"))
    plan.changes.files[file.at(0).get<std::string>()] = {
        optionalText(file.at(1)), optionalText(file.at(2)), file.at(3).get<std::string>()};
  for (const json &edit : value.at("edits"))
    plan.edits.push_back({edit.at(0).get<std::string>(), edit.at(1).get<unsigned>(),
                          edit.at(2).get<std::string>(), edit.at(3).get<std::string>(),
                          edit.at(4).get<std::string>(), edit.at(5).get<std::string>()});
  for (const json &rename : value.at("renames"))
    plan.renames.push_back({rename.at(0).get<std::string>(), rename.at(1).get<std::string>(),
                            rename.at(2).get<std::string>(), rename.at(3).get<std::string>(),
                            rename.at(4).get<std::size_t>()});
  for (const json &refusal : value.at("refusals")) {
    plan.refusals.push_back({location(refusal.at(0)),
                             refusal.at(1).get<std::string>(),
                             refusal.at(2).get<std::string>(),
                             refusal.at(3).get<std::string>(),
                             {}});
    for (const json &note : refusal.at(4))
      plan.refusals.back().notes.push_back(diagnostic(note));
  }
  for (const json &leftover : value.at("leftovers"))
    plan.leftovers.push_back({location(leftover.at(0)), leftover.at(1).get<std::string>()});
  return plan;
}

} // namespace

std::optional<std::string> PlanCache::keyOf(Context &context,
                                            const std::vector<workspace::Unit> &units) {
  const recipe::Recipe &recipe = context.request.recipe;
  Key key;
  const auto program = readText("/proc/self/exe");
  if (!program)
    return std::nullopt;
  key.add(*program);
  key.add(clang::getClangFullVersion());
  for (const recipe::Step &step : recipe.steps)
    if (std::holds_alternative<recipe::Forward>(step.action))
      return std::nullopt; // a forwarding header has its end, which may have come
  if (!key.addFile(recipe.file))
    return std::nullopt;
  key.add(recipe.root);
  key.add(std::to_string(recipe.steps.size()));
  for (const recipe::Step &step : recipe.steps)
    key.add(step);
  const auto files = filesOf(workspace::Overlay(recipe.root), context.project);
  if (!files)
    return std::nullopt;
  for (const std::string &path : *files)
    if (!key.addFile(recipe.root + "/" + path))
      return std::nullopt;
  for (const std::string &folder : context.request.buildDirectories)
    if (!addBuildDirectory(key, folder))
      return std::nullopt;
  std::set<std::string> others;
  for (const workspace::Unit &unit : units) {
    key.add(unit.configuration);
    key.add(unit.file);
    key.add(unit.directory);
    for (const std::string &argument : unit.arguments)
      key.add(argument);
    const std::vector<std::string> *read = context.filesReadBy(unit);
    if (!read)
      return std::nullopt;
    for (const std::string &file : *read) {
      key.add(file);
      if (file.starts_with('/'))
        others.insert(file);
    }
  }
  for (const std::string &file : others)
    if (!key.addFile(file))
      return std::nullopt;
  return key.text();
}

std::optional<Plan> PlanCache::find(const std::string &key) const {
  const auto text = readText(folder + "/" + key);
  if (!text || text->size() < HashLength)
    return std::nullopt;
  const std::string_view payload = std::string_view(*text).substr(HashLength);
  if (text->substr(0, HashLength) != hashOf(key + std::string(payload)))
    return std::nullopt;
  try {
    return planOf(json::from_cbor(payload));
  } catch (const json::exception &) {
    return std::nullopt; // of another form
  }
}

void PlanCache::keep(const std::string &key, const Plan &plan) const {
  namespace fs = std::filesystem;
  const std::vector<std::uint8_t> bytes = json::to_cbor(toJson(plan));
  if (bytes.size() > LargestEntry)
    return;
  const std::string payload(bytes.begin(), bytes.end());
  if (!makeDirectory(folder) || !writeText(folder + "/" + key, hashOf(key + payload) + payload))
    return;
  std::vector<std::tuple<fs::file_time_type, fs::path, std::uintmax_t>> entries;
  std::error_code none;
  for (const fs::directory_entry &entry : fs::directory_iterator(folder, none))
    entries.emplace_back(entry.last_write_time(none), entry.path(), entry.file_size(none));
  std::sort(entries.rbegin(), entries.rend());
  std::uintmax_t size = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    size += std::get<2>(entries[i]);
    if (i > 0 && (i >= MostEntries || size > MostBytes))
      fs::remove(std::get<1>(entries[i]), none);
  }
}

} // namespace levitate::plan

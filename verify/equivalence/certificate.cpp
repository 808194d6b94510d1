#include "verify/equivalence/certificate.h"

#include "base/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace levitate::equivalence {
namespace {

using nlohmann::json;

constexpr const char *kinds[] = {"function", "variable", "alias"};

json placeOf(const Location &place) {
  json value = {{"file", toUtf8(place.file)}, {"line", place.line}};
  if (place.column)
    value["column"] = place.column;
  return value;
}

json sideOf(const Side &side) {
  json inputs = json::array();
  for (const InputFile &input : side.inputs)
    inputs.push_back({{"file", toUtf8(input.path)}, {"blake3", input.hash}});
  return {{"directory", toUtf8(side.directory)},
          {"units", side.units},
          {"programs", side.programs},
          {"linkKnown", side.hasTargets},
          {"unused", side.unused},
          {"comparedAsText", side.skipped},
          {"inputs", std::move(inputs)},
          {"linkedUnits", {{"units", side.link.units}, {"linked", side.link.linked}}}};
}

std::string shortened(const std::string &text) {
  constexpr std::size_t most = 200;
  return toUtf8(text.size() <= most ? text : text.substr(0, most) + " ...");
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// Cuts both lines to the part around the first byte in which they differ.
std::pair<std::string, std::string> aroundDifference(const std::string &before,
                                                     const std::string &after) {
  std::size_t at = 0;
  while (at < before.size() && at < after.size() && before[at] == after[at])
    ++at;
  const std::size_t start = at > 60 ? at - 60 : 0;
  const auto cut = [&](const std::string &text) {
    return (start ? "... " : "") + shortened(start < text.size() ? text.substr(start) : "");
  };
  return {cut(before), cut(after)};
}

} // namespace

const char *nameOf(Verdict verdict) {
  switch (verdict) {
  case Verdict::Equivalent:
    return "equivalent";
  case Verdict::EquivalentExcept:
    return "equivalent-except";
  case Verdict::Different:
    return "different";
  }
  return "different";
}

std::string sealOf(const json &certificate) {
  json contents = certificate;
  contents.erase("seal");
  return hashOf(contents.dump()).hex();
}

json Certificate::json() const {
  nlohmann::json renameList = nlohmann::json::array(), differenceList = renameList,
                 exceptionList = renameList, pairList = renameList, moveList = renameList;
  for (const Rename &rename : renames)
    renameList.push_back({{"from", rename.from}, {"to", rename.to}});
  for (const Move &move : moves)
    moveList.push_back({{"name", toUtf8(move.name)}, {"from", move.from}, {"to", move.to}});
  for (const Difference &difference : differences)
    differenceList.push_back({{"kind", difference.kind},
                              {"name", toUtf8(difference.name)},
                              {"message", toUtf8(difference.message)},
                              {"before", placeOf(difference.before)},
                              {"after", placeOf(difference.after)},
                              {"instruction", difference.instruction},
                              {"beforeText", toUtf8(difference.beforeText)},
                              {"afterText", toUtf8(difference.afterText)}});
  for (const Exception &exception : exceptions)
    exceptionList.push_back({{"kind", exception.kind},
                             {"name", toUtf8(exception.name)},
                             {"before", placeOf(exception.before)},
                             {"after", placeOf(exception.after)},
                             {"was", toUtf8(exception.was)},
                             {"is", toUtf8(exception.is)}});
  for (const Pair &pair : pairs)
    pairList.push_back({{"kind", kinds[static_cast<int>(pair.kind)]},
                        {"internal", pair.isInternal},
                        {"before", pair.before},
                        {"after", pair.after},
                        {"blake3", pair.text.hex()}});
  nlohmann::json linkedList = nlohmann::json::array(), notComparedList = linkedList;
  for (const std::string &what : notCompared)
    notComparedList.push_back(toUtf8(what));
  for (const LinkedCode &code : linked) {
    nlohmann::json different = nlohmann::json::array();
    for (const CodeDifference &one : code.different)
      different.push_back({{"name", toUtf8(one.name)},
                           {"before", toUtf8(one.before)},
                           {"after", toUtf8(one.after)}});
    linkedList.push_back({{"program", code.program},
                          {"remark", toUtf8(code.remark)},
                          {"exports", code.exports},
                          {"placed", code.placed},
                          {"identical", code.identical},
                          {"different", std::move(different)},
                          {"onlyBefore", code.onlyBefore},
                          {"onlyAfter", code.onlyAfter}});
  }
  nlohmann::json certificate = {
      {"schema", 1},
      {"verdict", nameOf(verdict)},
      {"compiler", compiler},
      {"compared",
       {{"functions", functions},
        {"globals", globals},
        {"records", records},
        {"instructions", instructions}}},
      {"census",
       {{"stateBefore", stateBefore}, {"stateAfter", stateAfter}, {"initialisers", initialisers}}},
      {"differences", std::move(differenceList)},
      {"exceptions", std::move(exceptionList)},
      {"renames", std::move(renameList)},
      {"before", sideOf(before)},
      {"after", sideOf(after)},
      {"movedFriends", names.movedFriends},
      {"plainSymbols", names.plainSymbols},
      {"spelledNames", names.spelledNames},
      {"unlinked", unlinked},
      {"newlyLinked", newlyLinked},
      {"moves", std::move(moveList)},
      {"notCompared", std::move(notComparedList)},
      {"machineCode",
       {{"objectsBefore", machineCode.objectsBefore},
        {"objectsAfter", machineCode.objectsAfter},
        {"identical", machineCode.identical},
        {"different", machineCode.different},
        {"onlyBefore", machineCode.onlyBefore},
        {"onlyAfter", machineCode.onlyAfter}}},
      {"linkedCode", std::move(linkedList)},
      {"pairs", std::move(pairList)},
      {"seconds", seconds}};
  certificate["seal"] = sealOf(certificate);
  return certificate;
}

std::string Certificate::text(std::size_t limit) const {
  std::string out;
  const auto line = [&](const std::string &text) { out += text + "\n"; };
  const std::size_t most = limit ? limit : std::max(differences.size(), exceptions.size());

  for (std::size_t index = 0; index < std::min(most, differences.size()); ++index) {
    const Difference &difference = differences[index];
    const Location &at = difference.after.file.empty() ? difference.before : difference.after;
    const std::string place = formatLocation(at);
    line(fmt::format("{}{}: '{}' {}", place.empty() ? "" : place + ": ", difference.kind,
                     toUtf8(difference.name), toUtf8(difference.message)));
    if (!difference.before.file.empty() && !difference.after.file.empty())
      line("    before: " + formatLocation(difference.before));
    if (difference.instruction)
      line(fmt::format("    first at line {} of its canonical text:", difference.instruction));
    if (!difference.beforeText.empty() || !difference.afterText.empty()) {
      const auto [was, is] = aroundDifference(difference.beforeText, difference.afterText);
      line("    - " + was);
      line("    + " + is);
    }
  }
  if (differences.size() > most)
    line(fmt::format("... and {} more", differences.size() - most));

  std::size_t shown = 0, listed = 0, rtti = 0, roots = 0, inferred = 0;
  for (const Exception &exception : exceptions) {
    if (!exception.matters()) {
      ++(exception.kind == "RTTI name"           ? rtti
         : exception.kind == "inferred nounwind" ? inferred
                                                 : roots);
      continue;
    }
    if (++listed > most)
      continue;
    ++shown;
    line(fmt::format("{}: {} in '{}': {} -> {}", formatLocation(exception.after), exception.kind,
                     toUtf8(exception.name), shortened(exception.was), shortened(exception.is)));
  }
  if (listed > shown)
    line(fmt::format("... and {} more", listed - shown));

  if (verdict == Verdict::EquivalentExcept)
    line(fmt::format("equivalent except: {} that a move changes by nature",
                     counted(listed, "place")));
  else if (verdict == Verdict::Different)
    line(fmt::format("different: {}", counted(differences.size(), "difference")));
  else
    line("equivalent");
  line(fmt::format(
      "  compared  {}, {}, {}, {}; {} before, {} after; {}", counted(functions, "function"),
      counted(globals, "global"), counted(records, "record"), counted(instructions, "instruction"),
      counted(before.units, "unit"), after.units, counted(after.programs.size(), "program")));
  line(fmt::format("  state     {} before, {} after; {} of dynamic initialisation",
                   counted(stateBefore, "variable"), stateAfter, counted(initialisers, "step")));
  if (before.link.linked < before.link.units || after.link.linked < after.link.units)
    line(fmt::format("  link      {} of {} taken out of their libraries before, {} of {} after; {} "
                     "not taken any more and {} newly, all without effect",
                     before.link.linked, counted(before.link.units, "unit"), after.link.linked,
                     after.link.units, counted(unlinked.size(), "definition"), newlyLinked.size()));
  for (const Move &move : moves)
    line(fmt::format("  moved     '{}' from {} to {}", toUtf8(move.name), move.from, move.to));
  if (!names.spelledNames.empty())
    line(fmt::format("  names     {} with a name in its signature that is spelled otherwise",
                     counted(names.spelledNames.size(), "symbol")));
  if (rtti)
    line(fmt::format("  RTTI      {} changed with the renames", counted(rtti, "type name")));
  if (inferred)
    line(
        fmt::format("  normal    {} without landing pads for callees that can't throw, which Clang "
                    "saw on one side only",
                    counted(inferred, "function")));
  if (machineCode.objectsBefore && machineCode.objectsAfter)
    line(fmt::format("  machine   code of {} identical in the object files; {} differ, {} before "
                     "only, {} after only",
                     counted(machineCode.identical, "function"), machineCode.different.size(),
                     machineCode.onlyBefore.size(), machineCode.onlyAfter.size()));
  for (const LinkedCode &code : linked)
    line(code.remark.empty()
             ? fmt::format("  linked    {}: code of {} identical; {} differ, {} before only, {} "
                           "after only; {}, {} in the same sections",
                           code.program, counted(code.identical, "function"), code.different.size(),
                           code.onlyBefore.size(), code.onlyAfter.size(),
                           counted(code.exports, "export"), counted(code.placed, "symbol"))
             : fmt::format("  linked    {}: not compared: {}", code.program, toUtf8(code.remark)));
  if (roots)
    line(fmt::format("  paths     {} the folder in which the tree lies",
                     roots == 1 ? "1 string holds" : fmt::format("{} strings hold", roots)));
  if (!before.hasTargets || !after.hasTargets)
    line("  link      not known (no CMake File API reply): all units are taken as one program");
  for (const std::string &what : notCompared)
    line("  beside    not compared: " + toUtf8(what));
  if (!after.skipped.empty())
    line(fmt::format("  assembly  {} compared as text", counted(after.skipped.size(), "source")));
  return out;
}

} // namespace levitate::equivalence

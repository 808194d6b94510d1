#include "verify/boot/testing/support.h"

#include <catch2/catch_test_macros.hpp>

namespace levitate::boot::testing {

std::string specimen(const std::string &architecture) {
  return std::string(SPECIMEN_FOLDER) + "/specimen-" + architecture + ".elf";
}

std::string sourceFile(const std::string &name) { return std::string(TESTING_FOLDER) + "/" + name; }

Report bootScenario(const std::string &path, const std::string &fault, const Variables &more) {
  Request request{.scenario = path, .kernel = specimen("aarch64"), .variables = more};
  request.variables["fault"] = fault;
  return booted(request);
}

Report booted(const Request &request) {
  const auto report = verify(request);
  INFO((report ? std::string() : report.error().text()));
  REQUIRE(report);
  return *report;
}

const Attempt &only(const Report &report) { return report.variants.front().last(); }

bool contains(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

Report bootSpecimen(const std::string &fault, const Variables &more) {
  return bootScenario(sourceFile("specimen-aarch64.json"), fault, more);
}

std::string changedScenario(const TemporaryDirectory &folder, const nlohmann::json &changes) {
  const auto text = readText(sourceFile("specimen-aarch64.json"));
  REQUIRE(text);
  nlohmann::json scenario = nlohmann::json::parse(*text);
  scenario.merge_patch(changes);
  const std::string path = folder.path() + "/scenario.json";
  REQUIRE(writeText(path, scenario.dump(2)));
  return path;
}

std::string outcome(const Report &report) {
  UNSCOPED_INFO(report.reason);
  return report.passed() ? "passed" : report.cause;
}

} // namespace levitate::boot::testing

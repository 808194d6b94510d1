#include "verify/boot/scenario.h"

#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::boot;

namespace {

std::string with(const std::string &more,
                 const std::string &milestones = R"([{"line": "up ${nonce}"}])") {
  return R"({"version": 1, "name": "t", "architecture": "aarch64", "machine": "virt",
"milestones": )" +
         milestones + more + "}";
}

Scenario decoded(const std::string &text, const Variables &variables = {}) {
  const auto head = parseScenario(text, "/r/s.json");
  INFO((head ? "" : head.error().text()));
  REQUIRE(head);
  const auto scenario = decodeScenario(*head, variables);
  INFO((scenario ? "" : scenario.error().text()));
  REQUIRE(scenario);
  return *scenario;
}

std::string failure(const std::string &text) {
  const auto head = parseScenario(text, "/r/s.json");
  if (!head)
    return head.error().text();
  const auto scenario = decodeScenario(*head, {});
  REQUIRE_FALSE(scenario);
  CHECK(scenario.error().status == ExitStatus::Usage);
  return scenario.error().text();
}

} // namespace

TEST_CASE("variables are replaced everywhere, the nonce too; $${ stands for ${") {
  const Scenario scenario = decoded(
      with(R"(, "variables": {"gic": "3"}, "command-line": "gic=${gic} nonce=${nonce} $${x}",
                       "kernel": "k-${gic}.elf")"),
      {{"nonce", "abcd"}});
  CHECK(scenario.commandLine == "gic=3 nonce=abcd ${x}");
  CHECK(scenario.kernel == "/r/k-3.elf");
  CHECK(scenario.milestones[0].pattern.text() == "up abcd");
  CHECK(scenario.milestones[0].hasNonce);
  CHECK(scenario.program == "qemu-system-aarch64");
}

TEST_CASE("mistakes are told where they stand") {
  CHECK(failure(with(R"(, "machin": "x")")).find("unknown key 'machin'") != std::string::npos);
  CHECK(failure(with("", R"([{"line": "a ${nonse}"}])"))
            .find(": error: there is no variable 'nonse'; did you mean 'nonce'?") !=
        std::string::npos);
  CHECK(failure(with("", R"([{"match": "(${nonce}"}])")).find("not a regular expression") !=
        std::string::npos);
  CHECK(failure(with("", "[]")).find("without a milestone") != std::string::npos);
  CHECK(failure(with(R"(, "booted": "uq ${nonce}")")).find("did you mean") != std::string::npos);
  CHECK(failure(with(R"(, "disks": [{"id": "d", "size": "1X"}])")).find("is no size") !=
        std::string::npos);
  CHECK(failure(with(R"(, "checks": [{"disk": "e", "text": "x"}])")).find("no disk 'e'") !=
        std::string::npos);
  CHECK(failure(with(R"(, "ends": "shutdwon")")).find("did you mean 'shutdown'") !=
        std::string::npos);
}

TEST_CASE("a scenario without the nonce in a milestone must say so") {
  CHECK(failure(with("", R"([{"line": "up"}])")).find("${nonce}") != std::string::npos);
  decoded(with(R"(, "nonce": false)", R"([{"line": "up"}])"));
}

TEST_CASE("a line with another nonce is known as a forgery, for literals and expressions") {
  for (const char *milestone :
       {R"([{"line": "[up] ${nonce}"}])", R"([{"match": "\\[up\\] ${nonce}"}])"}) {
    const Scenario scenario = decoded(with("", milestone), {{"nonce", "abcd"}});
    REQUIRE(scenario.milestones[0].forgery);
    CHECK(scenario.milestones[0].forgery->find("[up] 9999"));
    CHECK_FALSE(scenario.milestones[0].forgery->find("[up]"));
    CHECK_FALSE(scenario.milestones[0].forgery->find("up 9999"));
  }
}

TEST_CASE("the matrix is all combinations, without those excluded") {
  const auto head = parseScenario(
      with(
          R"(, "matrix": {"gic": ["2", "3"], "mem": ["1", "2"]}, "without": [{"gic": "3", "mem": "1"}])"),
      "/r/s.json");
  REQUIRE(head);
  const std::vector<Variables> all = combinations(*head);
  REQUIRE(all.size() == 3);
  CHECK(all[2] == Variables{{"gic", "3"}, {"mem", "2"}});
  CHECK(failure(with(R"(, "matrix": {"a": ["1"]}, "without": [{"b": "1"}])")).find("no axis") !=
        std::string::npos);
}

TEST_CASE("a value of an axis can set variables, such as the kernel it is about") {
  const std::string text = with(R"(, "kernel": "${elf}", "cpu": "${cpu}",
    "variables": {"cpu": "max"},
    "matrix": {"build": {"release": {"elf": "out/r.elf"}, "debug": {"elf": "out/d.elf", "cpu": "a72"}},
               "gic": ["2", "3"]})");
  const auto head = parseScenario(text, "/r/s.json");
  REQUIRE(head);
  CHECK(combinations(*head).size() == 4);
  CHECK(decoded(text).kernel == "/r/out/r.elf"); // the first value, when none is chosen
  CHECK(decoded(text, {{"build", "release"}}).cpu == "max");
  const Scenario debug = decoded(text, {{"build", "debug"}});
  CHECK(debug.kernel == "/r/out/d.elf");
  CHECK(debug.cpu == "a72");
  CHECK(decoded(text, {{"build", "debug"}, {"cpu", "a53"}}).cpu == "a53");

  const auto problem = [](const std::string &matrix) {
    return failure(with(", \"matrix\": " + matrix));
  };
  CHECK(problem(R"({"build": {}})").find("at least one value") != std::string::npos);
  CHECK(problem(R"({"build": {"d": "x"}})").find("expected an object") != std::string::npos);
  CHECK(problem(R"({"build": {"d": {"x": 1}}})").find("expected a string") != std::string::npos);
  CHECK(problem(R"({"a": {"d": {"b": "1"}}, "b": ["2"]})").find("'a' can't set 'b'") !=
        std::string::npos);
  CHECK(problem(R"({"a": {"d": {"nonce": "1"}}})").find("can't set 'nonce'") != std::string::npos);
  CHECK(problem(R"({"a": {"d": {"x": "1"}}, "b": {"e": {"x": "1"}}})").find("both set 'x'") !=
        std::string::npos);
  // A variable that only some of the values set is unknown for the others.
  CHECK(failure(with(R"(, "cpu": "${c}", "matrix": {"b": {"d": {}, "r": {"c": "1"}}})"))
            .find("no variable 'c'") != std::string::npos);
}

TEST_CASE("a scenario can extend another one; what it says itself wins") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const auto write = [&](const std::string &name, const std::string &text) {
    REQUIRE(writeText(folder->path() + "/" + name, text));
  };
  const auto read = [&](const std::string &text) -> std::string {
    write("sub/top.json", text);
    const auto head = readScenario(folder->path() + "/sub/top.json");
    if (!head)
      return head.error().text();
    const auto scenario = decodeScenario(*head, {});
    return scenario ? scenario->machine + " " + scenario->kernel + " " + scenario->initrd
                    : scenario.error().text();
  };
  const std::string dir = folder->path();
  write("base.json", with(R"(, "kernel": "k.elf", "initrd": "i.img")"));
  CHECK(read(R"({"extends": "../base.json", "name": "u", "machine": "pc", "initrd": "j.img"})") ==
        "pc " + dir + "/k.elf " + dir + "/sub/j.img"); // each path from its own file
  const auto digest = [&] { return readScenario(dir + "/sub/top.json")->sha256; };
  const std::string before = digest();
  write("base.json", with(R"(, "machin": "x")"));
  CHECK(digest() != before);
  const std::string problem = read(R"({"extends": "../base.json", "name": "u"})");
  CHECK(problem.starts_with(dir + "/base.json:"));
  CHECK(problem.find("unknown key 'machin'") != std::string::npos);
  CHECK(read(R"({"extends": "../none.json"})").starts_with(dir + "/sub/top.json:1:13: error: "));
  CHECK(read(R"({"extends": "top.json"})").find("is it a circle?") != std::string::npos);
  CHECK(read(R"({"extends": 3})").find("expected a string") != std::string::npos);
  write("base.json", "[]");
  CHECK(read(R"({"extends": "../base.json"})").find("expected a scenario") != std::string::npos);
}

TEST_CASE("sizes and hex") {
  CHECK(parseSize("16M") == 16U << 20U);
  CHECK(parseSize("512") == 512U);
  CHECK_FALSE(parseSize(""));
  CHECK_FALSE(parseSize("M"));
  CHECK_FALSE(parseSize("99999999999999999999G"));
  CHECK(fromHex("4a 4B") == "JK");
  CHECK_FALSE(fromHex("4"));
  CHECK(toHex("JK") == "4a4b");
}

namespace {

// Every place in a document, deepest last.
void collect(const nlohmann::json &value, const nlohmann::json::json_pointer &at,
             std::vector<nlohmann::json::json_pointer> &places) {
  if (value.is_object())
    for (const auto &[key, member] : value.items()) {
      places.push_back(at / key);
      collect(member, at / key, places);
    }
  else if (value.is_array())
    for (std::size_t index = 0; index < value.size(); ++index) {
      places.push_back(at / index);
      collect(value[index], at / index, places);
    }
}

} // namespace

// Whatever stands in a scenario, the answer is a scenario or an error with its place.
TEST_CASE("no value in a scenario can do harm") {
  const nlohmann::json whole = nlohmann::json::parse(R"json({
    "version": 1, "name": "n", "architecture": "aarch64", "machine": "virt", "cpus": 2,
    "accelerator": "auto", "deterministic": true, "trace": ["x"], "equal": "path", "retries": 2,
    "variables": {"a": "b"}, "matrix": {"m": ["1", "2"]}, "without": [{"m": "2"}],
    "disks": [{"id": "d", "size": "1M", "filesystem": "ext4", "label": "l", "read-only": true,
      "files": [{"path": "p", "text": "t"}], "contents": [{"offset": 512, "text": "t"}],
      "truncate": 512, "faults": [{"event": "read_aio", "errno": 5, "sector": 1, "once": true}]}],
    "networks": [{"id": "net0", "address": "10.0.2.2", "mac": "52:55:0a:00:02:02"}],
    "entropy": [{"id": "e", "bytes": 16}], "consoles": [{"id": "c"}], "nonce": true,
    "deadline": {"wall": 1, "cpu": 1, "milestone": 1}, "grace": 0.1, "output-limit": "1M",
    "banner": {"line": "x"}, "guest-time": {"match": "(1)"}, "booted": "one",
    "milestones": [{"name": "one", "match": "(a)", "captures": ["f"], "within": 1, "instructions": 5,
      "optional": true, "partial": true, "then": [{"keys": ["a"]}, {"type": "x"}, {"serial": "x"},
        {"pointer": {"x": 1, "y": 1, "button": "left"}}, {"link": "net0", "up": true},
        {"screenshot": "s"}, {"snapshot": "s"}, {"qmp": "q", "arguments": {}}, {"check": "k"},
        {"ping": "10.0.2.15"}, {"udp": "10.0.2.15", "port": 7, "payload": "p"}, {"wait": 1},
        {"await": {"pings-answered": 1}}]},
      {"name": "two", "line": "ok ${nonce}", "console": "c"}],
    "forbidden": [{"line": "bad", "harm": "fatal", "means": "m"}], "except": [{"match": "x"}],
    "checks": [{"name": "k", "screen": {"width": 1, "height": 1, "colors": 1,
        "pixels": [{"x": 1, "y": 1, "color": "#ffffff"}],
        "bits": {"x": 1, "y": 1, "size": 8, "on": "#ffffff", "off": "#000000", "hex": "ff"},
        "text": [{"contains": "x", "font": "f"}]}},
      {"disk": "d", "offset": 0, "text": "x", "claim": "two"}, {"name": "b", "block": "d", "least": {"reads": 1}},
      {"network": "net0", "most": {"malformed": 0}, "equals": {"udp-echoed": "f"}}, {"entropy": "e", "fact": "f"},
      {"ktap": {"least": {"tests": 1}}}, {"facts": {"f": "a"}},
      {"writes": "d", "offset": 0, "length": 512, "times": 1, "changes": true},
      {"events": "e", "times": 2, "after": "f"}],
    "facts": {"f": "a"}, "ends": {"exit": 3}})json");
  const auto decode = [](const nlohmann::json &document) -> std::string {
    const auto head = parseScenario(document.dump(1), "/r/s.json");
    if (!head)
      return head.error().text();
    for (const Variables &combination : combinations(*head))
      if (const auto scenario = decodeScenario(*head, combination); !scenario)
        return scenario.error().text();
    return {};
  };
  CHECK(decode(whole) == "");
  std::vector<nlohmann::json::json_pointer> places;
  collect(whole, nlohmann::json::json_pointer(""), places);
  CHECK(places.size() > 150);
  const std::vector<nlohmann::json> values = {nullptr,
                                              true,
                                              -1,
                                              0,
                                              1e300,
                                              9223372036854775807LL,
                                              "",
                                              "${nope}",
                                              "${",
                                              "a,b\n\"'\\",
                                              "(((",
                                              std::string(5'000, 'x'),
                                              nlohmann::json::array(),
                                              nlohmann::json::array({nullptr}),
                                              nlohmann::json::object(),
                                              {{"unknown", 1}}};
  std::size_t refused = 0;
  for (const auto &place : places) {
    for (const nlohmann::json &value : values) {
      nlohmann::json changed = whole;
      changed[place] = value;
      const std::string problem = decode(changed);
      refused += !problem.empty();
      if (!problem.empty() && !problem.starts_with("/r/s.json:")) {
        CAPTURE(place.to_string(), value.dump().substr(0, 40), problem);
        FAIL_CHECK("an error without its place");
      }
    }
    nlohmann::json without = whole; // and without it
    if (without[place.parent_pointer()].is_object())
      without[place.parent_pointer()].erase(place.back());
    const std::string problem = decode(without);
    CHECK((problem.empty() || problem.starts_with("/r/s.json:")));
  }
  CHECK(refused > places.size() * 8);
}

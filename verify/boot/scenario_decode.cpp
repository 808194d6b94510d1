// From the JSON of a scenario to a Scenario: every value is read with its variables replaced and
// checked where it stands, so that a mistake is reported with its line and column.
#include "verify/boot/scenario.h"

#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <set>

namespace levitate::boot {

namespace {

// What the peer of a network counts (peer.h).
const std::vector<std::string> &networkCounters() {
  static const std::vector<std::string> names = {
      "frames-received", "frames-sent",  "arp-requests", "arp-replies", "pings-received",
      "pings-answered",  "udp-received", "udp-echoed",   "malformed"};
  return names;
}

class Decoder {
public:
  Decoder(const ScenarioHead &head, const Variables &given)
      : root(head.root), variables(head.variables) {
    for (const Axis &axis : head.matrix) {
      const auto fixed = given.find(axis.name);
      const std::string &value = fixed == given.end() ? axis.values.front() : fixed->second;
      variables[axis.name] = value;
      if (const auto sets = axis.sets.find(value); sets != axis.sets.end())
        for (const auto &[name, text] : sets->second)
          variables[name] = text;
    }
    for (const auto &[name, value] : given)
      variables[name] = value;
    variables.try_emplace("nonce", "0000000000000000");
    nonce = variables["nonce"];
  }

  Result<Scenario> decode();

private:
  // Replaces `${name}`; `$${` stands for `${`.
  Result<std::string> expand(const JsonValue &value, std::string_view text) const {
    std::string result;
    while (true) {
      const std::size_t at = text.find("${");
      if (at == std::string_view::npos)
        return result.append(text);
      if (at > 0 && text[at - 1] == '$') {
        result.append(text.substr(0, at)).append("{");
        text.remove_prefix(at + 2);
        continue;
      }
      result.append(text.substr(0, at));
      const std::size_t end = text.find('}', at);
      if (end == std::string_view::npos)
        return value.error("'${' without '}'");
      const std::string name(text.substr(at + 2, end - at - 2));
      const auto found = variables.find(name);
      if (found == variables.end()) {
        std::vector<std::string> known;
        for (const auto &entry : variables)
          known.push_back(entry.first);
        return value.error("there is no variable '" + name + "'" + didYouMean(name, known));
      }
      result += found->second;
      text.remove_prefix(end + 1);
    }
  }

  Result<std::string> text(const JsonValue &value) const {
    LEVITATE_TRY(raw, value.string());
    return expand(value, raw);
  }
  Result<std::string> text(const JsonValue &object, const std::string &key) const {
    LEVITATE_TRY(value, object.at(key));
    return text(value);
  }
  Result<std::string> textOr(const JsonValue &object, const std::string &key,
                             std::string fallback) const {
    return object.has(key) ? text(object, key) : Result<std::string>(std::move(fallback));
  }
  Result<std::vector<std::string>> texts(const JsonValue &object, const std::string &key) const {
    std::vector<std::string> result;
    if (!object.has(key))
      return result;
    LEVITATE_TRY(value, object.at(key));
    LEVITATE_TRY(list, value.strings());
    for (const std::string &entry : list) {
      LEVITATE_TRY(expanded, expand(value, entry));
      result.push_back(std::move(expanded));
    }
    return result;
  }
  // A path is relative to the file that it stands in.
  Result<std::string> path(const JsonValue &object, const std::string &key) const {
    if (!object.has(key))
      return std::string();
    LEVITATE_TRY(value, object.at(key));
    LEVITATE_TRY(name, text(value));
    if (name.empty())
      return std::string();
    return absolutePath(name, absolutePath(std::string(parentPath(value.file()))));
  }
  Result<std::uint64_t> size(const JsonValue &object, const std::string &key) const {
    LEVITATE_TRY(value, object.at(key));
    if (value.isNumber()) {
      LEVITATE_TRY(number, value.integer());
      if (number < 0)
        return value.error("must not be negative");
      return static_cast<std::uint64_t>(number);
    }
    LEVITATE_TRY(written, text(value));
    const std::optional<std::uint64_t> parsed = parseSize(written);
    if (!parsed)
      return value.error("'" + written + "' is no size; write bytes, or a number with K, M or G");
    return *parsed;
  }
  Result<Seconds> seconds(const JsonValue &object, const std::string &key, Seconds fallback) const {
    if (!object.has(key))
      return fallback;
    LEVITATE_TRY(value, object.at(key));
    LEVITATE_TRY(number, value.number());
    if (!(number >= 0 && number <= 86400))
      return value.error("expected seconds between 0 and 86400");
    return Seconds(number);
  }
  Result<std::int64_t> whole(const JsonValue &object, const std::string &key, std::int64_t least,
                             std::int64_t most, std::int64_t fallback) const {
    if (!object.has(key))
      return fallback;
    LEVITATE_TRY(value, object.at(key));
    std::int64_t number = 0;
    if (value.isString()) { // a variable may stand for it
      LEVITATE_TRY(written, text(value));
      char *end = nullptr;
      number = std::strtoll(written.c_str(), &end, 10);
      if (written.empty() || *end != '\0')
        return value.error("'" + written + "' is no number");
    } else {
      LEVITATE_TRY(read, value.integer());
      number = read;
    }
    if (number < least || number > most)
      return value.error("expected a number between " + std::to_string(least) + " and " +
                         std::to_string(most));
    return number;
  }
  Result<bool> flag(const JsonValue &object, const std::string &key, bool fallback) const {
    if (!object.has(key))
      return fallback;
    LEVITATE_TRY(value, object.at(key));
    if (!value.isString())
      return value.boolean();
    LEVITATE_TRY(written, text(value)); // a variable may stand for it
    if (written != "true" && written != "false")
      return value.error("'" + written + "' is neither true nor false");
    return written == "true";
  }
  Result<std::uint32_t> color(const JsonValue &object, const std::string &key,
                              std::string fallback) const {
    LEVITATE_TRY(written, textOr(object, key, std::move(fallback)));
    const auto bytes =
        written.size() == 7 && written[0] == '#' ? fromHex(written.substr(1)) : std::nullopt;
    if (!bytes)
      return object.error("'" + written + "' is no colour; write #rrggbb");
    std::uint32_t value = 0;
    for (const char byte : *bytes)
      value = value << 8U | static_cast<unsigned char>(byte);
    return value;
  }
  // `"line": literal` or `"match": regular expression`.
  Result<Pattern> pattern(const JsonValue &object) const {
    if (object.has("line") == object.has("match"))
      return object.error("needs either 'line' (a literal text) or 'match' (a regular expression)");
    if (object.has("line")) {
      LEVITATE_TRY(value, object.at("line"));
      return literal(value);
    }
    LEVITATE_TRY(value, object.at("match"));
    LEVITATE_TRY(expression, text(value));
    auto compiled = Pattern::regex(expression);
    if (!compiled)
      return value.error(compiled.error().diagnostics.front().message);
    return compiled;
  }
  // The pattern with any word in place of the nonce; nothing when that would be no pattern, or only
  // a word.
  std::optional<Pattern> forgeryOf(const Pattern &genuine) const {
    std::string expression;
    std::string_view rest = genuine.text();
    const auto append = [&](std::string_view part) {
      for (const char c : part) {
        if (genuine.isLiteral() &&
            std::string_view("^$.*+?()[]{}|\\").find(c) != std::string_view::npos)
          expression += '\\';
        expression += c;
      }
    };
    for (std::size_t at = rest.find(nonce); at != std::string_view::npos; at = rest.find(nonce)) {
      append(rest.substr(0, at));
      expression += "[0-9A-Za-z]+";
      rest.remove_prefix(at + nonce.size());
    }
    append(rest);
    if (genuine.text().size() < nonce.size() + 4)
      return std::nullopt;
    auto pattern = Pattern::regex(expression);
    return pattern ? std::optional(*pattern) : std::nullopt;
  }
  Result<Pattern> literal(const JsonValue &value) const {
    LEVITATE_TRY(line, text(value));
    if (line.empty() || line.find_first_of("\r\n") != std::string::npos)
      return value.error("expected a text without line ends");
    return Pattern::literal(line);
  }
  template <class T>
  Result<void> unique(const JsonValue &list, const std::vector<T> &known, const std::string &id) {
    if (id.empty())
      return list.error("an id must not be empty");
    if (std::any_of(known.begin(), known.end(), [&](const T &one) { return one.id == id; }) ||
        !ids.insert(id).second)
      return list.error("the id '" + id + "' stands twice");
    return {};
  }
  Result<void> knownMilestone(const JsonValue &object, const std::string &name) const {
    std::vector<std::string> names;
    for (const Milestone &milestone : scenario.milestones)
      names.push_back(milestone.name);
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
      return object.error("there is no milestone '" + name + "'" + didYouMean(name, names));
    return {};
  }
  template <class T>
  Result<void> knownId(const JsonValue &object, const std::vector<T> &list, const std::string &id,
                       const std::string &what) const {
    std::vector<std::string> names;
    for (const T &one : list)
      names.push_back(one.id);
    if (std::find(names.begin(), names.end(), id) == names.end())
      return object.error("there is no " + what + " '" + id + "'" + didYouMean(id, names));
    return {};
  }

  Result<void> decodeMachine();
  Result<void> decodeDevices();
  Result<Disk> decodeDisk(const JsonValue &object);
  Result<Contents> decodeContents(const JsonValue &object) const;
  Result<void> decodeMilestones();
  Result<Action> decodeAction(const JsonValue &object) const;
  Result<void> decodeForbidden(const JsonValue &list, const std::string &folder, int depth);
  Result<void> decodeChecks();
  Result<Check> decodeCheck(const JsonValue &object) const;
  Result<void> decodeScreen(const JsonValue &object, Check &check) const;
  Result<void> decodeCounters(const JsonValue &object, Check &check,
                              const std::vector<std::string> &known) const;
  Result<void> decodeEnding();
  Result<void> crossCheck() const;

  JsonValue root;
  Variables variables;
  std::string nonce;
  Scenario scenario;
  std::set<std::string> ids;
};

Result<void> Decoder::decodeMachine() {
  LEVITATE_TRY(architecture, text(root, "architecture"));
  scenario.architecture = architecture;
  LEVITATE_TRY(program, textOr(root, "program", "qemu-system-" + architecture));
  scenario.program = program;
  LEVITATE_TRY(machine, text(root, "machine"));
  scenario.machine = machine;
  LEVITATE_TRY(cpu, textOr(root, "cpu", ""));
  scenario.cpu = cpu;
  LEVITATE_TRY(memory, textOr(root, "memory", ""));
  scenario.memory = memory;
  LEVITATE_TRY(cpus, whole(root, "cpus", 1, 512, 1));
  scenario.cpus = cpus;
  if (root.has("accelerator")) {
    LEVITATE_TRY(value, root.at("accelerator"));
    const std::vector<std::string> names = {"tcg", "kvm", "auto"};
    LEVITATE_TRY(index, value.oneOf(names));
    scenario.accelerator = names[index];
  }
  LEVITATE_TRY(arguments, texts(root, "arguments"));
  scenario.arguments = std::move(arguments);
  LEVITATE_TRY(kernel, path(root, "kernel"));
  scenario.kernel = kernel;
  LEVITATE_TRY(initrd, path(root, "initrd"));
  scenario.initrd = initrd;
  LEVITATE_TRY(symbols, path(root, "symbols"));
  scenario.symbols = symbols;
  if (root.has("loader")) {
    LEVITATE_TRY(value, root.at("loader"));
    const std::vector<std::string> names = {"kernel", "none"};
    LEVITATE_TRY(index, value.oneOf(names));
    scenario.loader = names[index];
  }
  LEVITATE_TRY(commandLine, textOr(root, "command-line", ""));
  scenario.commandLine = commandLine;
  LEVITATE_TRY(deterministic, flag(root, "deterministic", false));
  if (deterministic && scenario.accelerator == "kvm")
    return root.error("'deterministic' counts instructions, which KVM can't");
  if (deterministic)
    makeDeterministic(scenario);
  LEVITATE_TRY(events, texts(root, "trace"));
  scenario.traceEvents = std::move(events);
  if (!deterministic && !scenario.traceEvents.empty())
    return root.error("'trace' needs 'deterministic': true; without, no two boots are alike");
  if (root.has("equal")) {
    LEVITATE_TRY(value, root.at("equal"));
    LEVITATE_TRY(index, value.oneOf({"milestones", "trace", "path"}));
    scenario.equal =
        static_cast<Rung>(static_cast<int>(Rung::Milestones) + static_cast<int>(index));
    if (!deterministic && scenario.equal != Rung::Milestones)
      return value.error("needs 'deterministic': true");
  }
  return {};
}

Result<Contents> Decoder::decodeContents(const JsonValue &object) const {
  Contents contents;
  if (object.has("offset")) {
    LEVITATE_TRY(offset, size(object, "offset"));
    contents.offset = offset;
  }
  const int sources = object.has("text") + object.has("hex") + object.has("pattern");
  if (sources != 1)
    return object.error("needs exactly one of 'text', 'hex' and 'pattern'");
  if (object.has("text")) {
    LEVITATE_TRY(bytes, text(object, "text"));
    contents.bytes = bytes;
  } else if (object.has("hex")) {
    LEVITATE_TRY(digits, text(object, "hex"));
    const auto bytes = fromHex(digits);
    if (!bytes)
      return object.error("'" + digits + "' is not hex");
    contents.bytes = *bytes;
  } else {
    LEVITATE_TRY(length, size(object, "pattern"));
    contents.length = length;
    contents.pattern = true;
  }
  return contents;
}

Result<Disk> Decoder::decodeDisk(const JsonValue &object) {
  LEVITATE_CHECK(object.onlyKeys({"id", "size", "filesystem", "label", "files", "contents",
                                  "read-only", "truncate", "faults"}));
  Disk disk;
  LEVITATE_TRY(id, text(object, "id"));
  LEVITATE_CHECK(unique(object, scenario.disks, id));
  disk.id = id;
  LEVITATE_TRY(bytes, size(object, "size"));
  if (bytes == 0 || bytes % 512 != 0 || bytes > std::uint64_t{1} << 40U)
    return object.error("the size of a disk is a multiple of 512 bytes, at most 1024G");
  disk.size = bytes;
  if (object.has("filesystem")) {
    LEVITATE_TRY(value, object.at("filesystem"));
    const std::vector<std::string> names = {"fat16", "fat32", "ext4"};
    LEVITATE_TRY(index, value.oneOf(names));
    disk.filesystem = names[index];
  }
  LEVITATE_TRY(label, textOr(object, "label", ""));
  disk.label = label;
  if (object.has("files")) {
    LEVITATE_TRY(list, object.at("files"));
    if (disk.filesystem.empty())
      return list.error("files need a 'filesystem'");
    LEVITATE_TRY(files, list.array());
    for (const JsonValue &entry : files) {
      LEVITATE_CHECK(entry.onlyKeys({"path", "text", "from"}));
      DiskFile file;
      LEVITATE_TRY(name, text(entry, "path"));
      file.path = name;
      if (name.empty() || ("/" + name + "/").find("/../") != std::string::npos)
        return entry.error("'" + name + "' is no path on a disk");
      if (entry.has("text") == entry.has("from"))
        return entry.error("needs either 'text' or 'from'");
      LEVITATE_TRY(contents, textOr(entry, "text", ""));
      file.contents = contents;
      LEVITATE_TRY(source, path(entry, "from"));
      file.source = source;
      disk.files.push_back(std::move(file));
    }
  }
  if (object.has("contents")) {
    LEVITATE_TRY(list, object.at("contents"));
    LEVITATE_TRY(entries, list.array());
    for (const JsonValue &entry : entries) {
      LEVITATE_CHECK(entry.onlyKeys({"offset", "text", "hex", "pattern"}));
      LEVITATE_TRY(contents, decodeContents(entry));
      const std::uint64_t length = contents.pattern ? contents.length : contents.bytes.size();
      if (length > disk.size || contents.offset > disk.size - length)
        return entry.error("lies beyond the end of the disk");
      disk.contents.push_back(std::move(contents));
    }
  }
  LEVITATE_TRY(readOnly, flag(object, "read-only", false));
  disk.readOnly = readOnly;
  if (object.has("truncate")) {
    LEVITATE_TRY(length, size(object, "truncate"));
    disk.truncate = length;
  }
  if (object.has("faults")) {
    LEVITATE_TRY(list, object.at("faults"));
    LEVITATE_TRY(faults, list.array());
    for (const JsonValue &entry : faults) {
      LEVITATE_CHECK(entry.onlyKeys({"event", "errno", "sector", "once"}));
      Disk::Fault fault;
      LEVITATE_TRY(event, text(entry, "event"));
      fault.event = event;
      LEVITATE_TRY(number, whole(entry, "errno", 1, 133, 5));
      fault.error = static_cast<int>(number);
      if (entry.has("sector")) {
        LEVITATE_TRY(sector, size(entry, "sector"));
        fault.sector = sector;
      }
      LEVITATE_TRY(once, flag(entry, "once", false));
      fault.once = once;
      disk.faults.push_back(std::move(fault));
    }
  }
  return disk;
}

Result<void> Decoder::decodeDevices() {
  const auto each = [&](const std::string &key, const auto &decodeOne) -> Result<void> {
    if (!root.has(key))
      return {};
    LEVITATE_TRY(value, root.at(key));
    LEVITATE_TRY(list, value.array());
    for (const JsonValue &entry : list)
      LEVITATE_CHECK(decodeOne(entry));
    return {};
  };
  LEVITATE_CHECK(each("disks", [&](const JsonValue &entry) -> Result<void> {
    LEVITATE_TRY(disk, decodeDisk(entry));
    scenario.disks.push_back(std::move(disk));
    return {};
  }));
  LEVITATE_CHECK(each("networks", [&](const JsonValue &entry) -> Result<void> {
    LEVITATE_CHECK(entry.onlyKeys({"id", "address", "mac"}));
    Network network;
    LEVITATE_TRY(id, textOr(entry, "id", network.id));
    LEVITATE_CHECK(unique(entry, scenario.networks, id));
    network.id = id;
    LEVITATE_TRY(address, textOr(entry, "address", network.address));
    network.address = address;
    LEVITATE_TRY(mac, textOr(entry, "mac", network.mac));
    network.mac = mac;
    scenario.networks.push_back(std::move(network));
    return {};
  }));
  LEVITATE_CHECK(each("entropy", [&](const JsonValue &entry) -> Result<void> {
    LEVITATE_CHECK(entry.onlyKeys({"id", "bytes"}));
    Entropy entropy;
    LEVITATE_TRY(id, textOr(entry, "id", entropy.id));
    LEVITATE_CHECK(unique(entry, scenario.entropies, id));
    entropy.id = id;
    if (entry.has("bytes")) {
      LEVITATE_TRY(bytes, size(entry, "bytes"));
      if (bytes == 0 || bytes > 64U << 20U)
        return entry.error("expected between 1 byte and 64M");
      entropy.bytes = bytes;
    }
    scenario.entropies.push_back(std::move(entropy));
    return {};
  }));
  return each("consoles", [&](const JsonValue &entry) -> Result<void> {
    LEVITATE_CHECK(entry.onlyKeys({"id"}));
    LEVITATE_TRY(id, text(entry, "id"));
    LEVITATE_CHECK(unique(entry, scenario.consoles, id));
    scenario.consoles.push_back({id});
    return {};
  });
}

Result<Action> Decoder::decodeAction(const JsonValue &object) const {
  const std::vector<std::string> kinds = {"keys",       "type",     "pointer", "serial", "link",
                                          "screenshot", "snapshot", "qmp",     "check",  "ping",
                                          "udp",        "wait",     "await"};
  std::optional<std::size_t> kind;
  for (std::size_t index = 0; index < kinds.size(); ++index)
    if (object.has(kinds[index])) {
      if (kind)
        return object.error("one action each: '" + kinds[*kind] + "' and '" + kinds[index] +
                            "' are two");
      kind = index;
    }
  if (!kind)
    return object.error("an action is one of: " + join(kinds, ", "));
  Action action;
  action.kind = static_cast<Action::Kind>(*kind);
  const std::string &key = kinds[*kind];
  LEVITATE_TRY(value, object.at(key));
  using Kind = Action::Kind;
  if (action.kind != Kind::Pointer && action.kind != Kind::Wait && action.kind != Kind::Keys &&
      action.kind != Kind::Await) {
    LEVITATE_TRY(main, action.kind == Kind::Check ? value.string() : text(value));
    action.text = main;
  }
  if ((action.kind == Kind::Screenshot || action.kind == Kind::Snapshot) &&
      (action.text.empty() || action.text.front() == '.' ||
       action.text.find('/') != std::string::npos))
    return value.error("'" + action.text + "' is no name for a file");
  switch (action.kind) {
  case Kind::Keys: {
    LEVITATE_CHECK(object.onlyKeys({"keys"}));
    LEVITATE_TRY(keys, texts(object, "keys"));
    action.keys = std::move(keys);
    break;
  }
  case Kind::Pointer: {
    LEVITATE_CHECK(object.onlyKeys({"pointer"}));
    LEVITATE_CHECK(value.onlyKeys({"x", "y", "button"}));
    LEVITATE_TRY(x, whole(value, "x", 0, 32767, 0));
    LEVITATE_TRY(y, whole(value, "y", 0, 32767, 0));
    LEVITATE_TRY(button, textOr(value, "button", ""));
    action.x = x, action.y = y, action.button = button;
    break;
  }
  case Kind::Serial: {
    LEVITATE_CHECK(object.onlyKeys({"serial", "console"}));
    LEVITATE_TRY(console, textOr(object, "console", ""));
    if (!console.empty())
      LEVITATE_CHECK(knownId(object, scenario.consoles, console, "console"));
    action.console = console;
    break;
  }
  case Kind::Link: {
    LEVITATE_CHECK(object.onlyKeys({"link", "up"}));
    LEVITATE_TRY(up, flag(object, "up", false));
    action.up = up;
    break;
  }
  case Kind::Qmp: {
    LEVITATE_CHECK(object.onlyKeys({"qmp", "arguments"}));
    if (object.has("arguments")) {
      LEVITATE_TRY(arguments, object.at("arguments"));
      if (!arguments.isObject())
        return arguments.error("expected an object");
      action.arguments = arguments.raw();
    }
    break;
  }
  case Kind::Ping:
  case Kind::Udp: {
    LEVITATE_CHECK(object.onlyKeys({key, "port", "payload"}));
    LEVITATE_TRY(port, whole(object, "port", 1, 65535, 7));
    action.port = static_cast<std::uint16_t>(port);
    LEVITATE_TRY(payload, textOr(object, "payload", "levitate " + nonce));
    action.payload = payload;
    if (scenario.networks.empty())
      return object.error("needs a network");
    break;
  }
  case Kind::Wait: {
    LEVITATE_CHECK(object.onlyKeys({"wait"}));
    LEVITATE_TRY(wait, seconds(object, "wait", Seconds(0)));
    action.wait = wait;
    break;
  }
  case Kind::Await: {
    LEVITATE_CHECK(object.onlyKeys({"await", "network"}));
    LEVITATE_TRY(network, textOr(object, "network",
                                 scenario.networks.empty() ? "" : scenario.networks.front().id));
    LEVITATE_CHECK(knownId(object, scenario.networks, network, "network"));
    action.text = network;
    LEVITATE_CHECK(value.onlyKeys(networkCounters()));
    LEVITATE_TRY(members, value.members());
    for (const auto &[name, member] : members) {
      LEVITATE_TRY(number, member.integer());
      action.counters[name] = number;
    }
    break;
  }
  case Kind::Type:
  case Kind::Screenshot:
  case Kind::Snapshot:
  case Kind::Check:
    LEVITATE_CHECK(object.onlyKeys({key}));
    break;
  }
  return action;
}

Result<void> Decoder::decodeMilestones() {
  LEVITATE_TRY(value, root.at("milestones"));
  LEVITATE_TRY(list, value.array());
  if (list.empty())
    return value.error("a boot without a milestone proves nothing; name at least one");
  for (const JsonValue &entry : list) {
    LEVITATE_CHECK(entry.onlyKeys({"name", "line", "match", "within", "captures", "then", "partial",
                                   "optional", "console", "instructions"}));
    LEVITATE_TRY(compiled, pattern(entry));
    Milestone milestone{.name = {}, .pattern = compiled};
    // Names are taken as they are written, so that they are the same in every run.
    LEVITATE_TRY(written, entry.at(entry.has("line") ? "line" : "match"));
    LEVITATE_TRY(unnamed, written.string());
    LEVITATE_TRY(name, entry.stringOr("name", unnamed));
    milestone.name = name;
    for (const Milestone &other : scenario.milestones)
      if (other.name == name)
        return entry.error("the milestone '" + name + "' stands twice");
    if (entry.has("within")) {
      LEVITATE_TRY(within, seconds(entry, "within", Seconds(0)));
      milestone.within = within;
    }
    LEVITATE_TRY(captures, texts(entry, "captures"));
    if (captures.size() > compiled.groups())
      return entry.error("more captures than the pattern has groups");
    milestone.captures = std::move(captures);
    if (entry.has("instructions")) {
      LEVITATE_TRY(most,
                   whole(entry, "instructions", 1, std::numeric_limits<std::int64_t>::max(), 0));
      milestone.instructions = static_cast<std::uint64_t>(most);
      if (entry.has("console"))
        return entry.error("instructions are counted for the first serial line only");
    }
    LEVITATE_TRY(partial, flag(entry, "partial", false));
    milestone.partial = partial || compiled.isLiteral();
    LEVITATE_TRY(isOptional, flag(entry, "optional", false));
    milestone.optional = isOptional;
    LEVITATE_TRY(console, textOr(entry, "console", ""));
    if (!console.empty())
      LEVITATE_CHECK(knownId(entry, scenario.consoles, console, "console"));
    milestone.console = console;
    if (compiled.text().find(nonce) != std::string::npos) {
      milestone.hasNonce = true;
      milestone.forgery = forgeryOf(compiled);
    }
    if (entry.has("then")) {
      LEVITATE_TRY(then, entry.at("then"));
      LEVITATE_TRY(actions, then.array());
      for (const JsonValue &action : actions) {
        LEVITATE_TRY(decoded, decodeAction(action));
        milestone.then.push_back(std::move(decoded));
      }
    }
    scenario.milestones.push_back(std::move(milestone));
  }
  if (scenario.milestones.back().optional)
    return value.error("the last milestone can't be optional");
  return {};
}

// A list of patterns, or the names of files with such lists.
Result<void> Decoder::decodeForbidden(const JsonValue &list, const std::string &folder, int depth) {
  LEVITATE_TRY(entries, list.array());
  for (const JsonValue &entry : entries) {
    if (entry.isString()) {
      LEVITATE_TRY(name, text(entry));
      if (depth > 4)
        return entry.error("lists of patterns include each other");
      const std::string file = absolutePath(name, folder);
      if (!exists(file))
        return entry.error("there is no file '" + file + "'");
      LEVITATE_TRY(document, JsonDocument::readFile(file));
      LEVITATE_CHECK(document.onlyKeys({"$schema", "version", "why", "forbidden", "except"}));
      LEVITATE_TRY(inner, document.at("forbidden"));
      LEVITATE_CHECK(decodeForbidden(inner, std::string(parentPath(file)), depth + 1));
      if (document.has("except")) {
        LEVITATE_TRY(except, document.at("except"));
        LEVITATE_TRY(patterns, except.array());
        for (const JsonValue &one : patterns) {
          LEVITATE_CHECK(one.onlyKeys({"line", "match"}));
          LEVITATE_TRY(compiled, pattern(one));
          scenario.except.push_back(std::move(compiled));
        }
      }
      continue;
    }
    LEVITATE_CHECK(entry.onlyKeys({"line", "match", "harm", "means"}));
    LEVITATE_TRY(compiled, pattern(entry));
    Forbidden forbidden{.pattern = compiled};
    if (entry.has("harm")) {
      LEVITATE_TRY(value, entry.at("harm"));
      LEVITATE_TRY(harm, value.oneOf({"fatal", "error", "warning"}));
      forbidden.harm = static_cast<Harm>(harm);
    }
    LEVITATE_TRY(meaning, textOr(entry, "means", ""));
    forbidden.meaning = meaning;
    scenario.forbidden.push_back(std::move(forbidden));
  }
  return {};
}

Result<void> Decoder::decodeCounters(const JsonValue &object, Check &check,
                                     const std::vector<std::string> &known) const {
  const auto numbers = [&](const std::string &key,
                           std::map<std::string, std::int64_t> &into) -> Result<void> {
    if (!object.has(key))
      return {};
    LEVITATE_TRY(value, object.at(key));
    LEVITATE_CHECK(value.onlyKeys(known));
    LEVITATE_TRY(members, value.members());
    for (const auto &[name, member] : members) {
      LEVITATE_TRY(number, whole(value, name, 0, std::numeric_limits<std::int64_t>::max(), 0));
      into[name] = number;
    }
    return {};
  };
  LEVITATE_CHECK(numbers("least", check.least));
  LEVITATE_CHECK(numbers("most", check.most));
  if (object.has("equals")) {
    LEVITATE_TRY(value, object.at("equals"));
    LEVITATE_CHECK(value.onlyKeys(known));
    LEVITATE_TRY(members, value.members());
    for (const auto &[name, member] : members) {
      LEVITATE_TRY(fact, text(member));
      check.equals[name] = fact;
    }
  }
  return {};
}

Result<void> Decoder::decodeScreen(const JsonValue &object, Check &check) const {
  LEVITATE_CHECK(
      object.onlyKeys({"width", "height", "colors", "pixels", "bits", "text", "device"}));
  LEVITATE_TRY(device, textOr(object, "device", ""));
  check.device = device;
  const auto side = [&](const std::string &key, std::optional<std::int64_t> &into) -> Result<void> {
    if (object.has(key)) {
      LEVITATE_TRY(number, whole(object, key, 1, 16384, 0));
      into = number;
    }
    return {};
  };
  LEVITATE_CHECK(side("width", check.width));
  LEVITATE_CHECK(side("height", check.height));
  LEVITATE_TRY(colors, whole(object, "colors", 1, 1 << 24, 0));
  check.colors = colors;
  if (object.has("pixels")) {
    LEVITATE_TRY(value, object.at("pixels"));
    LEVITATE_TRY(list, value.array());
    for (const JsonValue &entry : list) {
      LEVITATE_CHECK(entry.onlyKeys({"x", "y", "color"}));
      LEVITATE_TRY(x, whole(entry, "x", 0, 16383, 0));
      LEVITATE_TRY(y, whole(entry, "y", 0, 16383, 0));
      LEVITATE_TRY(rgb, color(entry, "color", ""));
      check.pixels.push_back({x, y, rgb});
    }
  }
  if (object.has("bits")) {
    LEVITATE_TRY(value, object.at("bits"));
    LEVITATE_CHECK(value.onlyKeys({"x", "y", "size", "on", "off", "hex"}));
    Check::Bits bits;
    LEVITATE_TRY(x, whole(value, "x", 0, 16383, 0));
    LEVITATE_TRY(y, whole(value, "y", 0, 16383, 0));
    LEVITATE_TRY(square, whole(value, "size", 1, 1024, 8));
    LEVITATE_TRY(on, color(value, "on", "#ffffff"));
    LEVITATE_TRY(off, color(value, "off", "#000000"));
    LEVITATE_TRY(hex, text(value, "hex"));
    bits.x = x, bits.y = y, bits.size = square, bits.on = on, bits.off = off, bits.hex = hex;
    if (!fromHex(hex))
      return value.error("'" + hex + "' is not hex");
    check.bits = bits;
  }
  if (object.has("text")) {
    LEVITATE_TRY(value, object.at("text"));
    LEVITATE_TRY(list, value.array());
    for (const JsonValue &entry : list) {
      LEVITATE_CHECK(entry.onlyKeys({"contains", "font"}));
      Check::Text wanted;
      LEVITATE_TRY(contains, text(entry, "contains"));
      LEVITATE_TRY(font, path(entry, "font"));
      wanted.contains = contains, wanted.font = font;
      if (font.empty())
        return entry.error("needs the 'font' the text is set in (a PSF file)");
      check.texts.push_back(std::move(wanted));
    }
  }
  return {};
}

Result<Check> Decoder::decodeCheck(const JsonValue &object) const {
  const std::vector<std::string> kinds = {"disk",    "screen", "ktap",   "block", "network",
                                          "entropy", "facts",  "writes", "events"};
  Check check;
  std::optional<std::size_t> kind;
  for (std::size_t index = 0; index < kinds.size(); ++index)
    if (object.has(kinds[index])) {
      if (kind)
        return object.error("one check each: '" + kinds[*kind] + "' and '" + kinds[index] +
                            "' are two");
      kind = index;
    }
  if (!kind)
    return object.error("a check is one of: " + join(kinds, ", "));
  check.kind = static_cast<Check::Kind>(*kind);
  const std::string &key = kinds[*kind];
  LEVITATE_TRY(value, object.at(key));
  using Kind = Check::Kind;
  const std::vector<std::string> common = {key, "name", "claim", "at"};
  const auto only = [&](std::vector<std::string> more) {
    more.insert(more.end(), common.begin(), common.end());
    return object.onlyKeys(more);
  };
  switch (check.kind) {
  case Kind::Disk: {
    LEVITATE_CHECK(only({"offset", "text", "hex", "pattern", "fact", "unchanged"}));
    LEVITATE_TRY(id, text(value));
    LEVITATE_CHECK(knownId(value, scenario.disks, id, "disk"));
    check.device = id;
    LEVITATE_TRY(unchanged, flag(object, "unchanged", false));
    check.unchanged = unchanged;
    LEVITATE_TRY(fact, textOr(object, "fact", ""));
    check.copyOf = fact;
    if (!fact.empty() && object.has("offset")) {
      LEVITATE_TRY(offset, size(object, "offset"));
      check.contents.offset = offset;
    }
    if (!unchanged && fact.empty()) {
      LEVITATE_TRY(contents, decodeContents(object));
      check.contents = std::move(contents);
    }
    break;
  }
  case Kind::Screen:
    LEVITATE_CHECK(only({}));
    LEVITATE_CHECK(decodeScreen(value, check));
    break;
  case Kind::Ktap:
    LEVITATE_CHECK(only({}));
    LEVITATE_CHECK(value.onlyKeys({"least", "most"}));
    LEVITATE_CHECK(decodeCounters(value, check, {"tests", "skipped"}));
    break;
  case Kind::Block: {
    LEVITATE_CHECK(only({"least", "most", "equals"}));
    LEVITATE_TRY(id, text(value));
    LEVITATE_CHECK(knownId(value, scenario.disks, id, "disk"));
    check.device = id;
    LEVITATE_CHECK(decodeCounters(
        object, check,
        {"reads", "writes", "flushes", "bytes-read", "bytes-written", "failed", "io-errors"}));
    break;
  }
  case Kind::Network: {
    LEVITATE_CHECK(only({"least", "most", "equals"}));
    LEVITATE_TRY(id, text(value));
    LEVITATE_CHECK(knownId(value, scenario.networks, id, "network"));
    check.device = id;
    LEVITATE_CHECK(decodeCounters(object, check, networkCounters()));
    break;
  }
  case Kind::Entropy: {
    LEVITATE_CHECK(only({"fact"}));
    LEVITATE_TRY(id, text(value));
    LEVITATE_CHECK(knownId(value, scenario.entropies, id, "entropy source"));
    check.device = id;
    LEVITATE_TRY(fact, text(object, "fact"));
    check.fact = fact;
    break;
  }
  case Kind::Writes: {
    LEVITATE_CHECK(only({"offset", "length", "times", "changes"}));
    LEVITATE_TRY(id, text(value));
    LEVITATE_CHECK(knownId(value, scenario.disks, id, "disk"));
    check.device = id;
    LEVITATE_TRY(offset, size(object, "offset"));
    LEVITATE_TRY(length, size(object, "length"));
    check.contents.offset = offset, check.contents.length = length;
    LEVITATE_TRY(times, whole(object, "times", 1, 1 << 30, 1));
    check.times = times;
    LEVITATE_TRY(changes, flag(object, "changes", false));
    check.changes = changes;
    break;
  }
  case Kind::Events: {
    LEVITATE_CHECK(only({"times", "after"}));
    LEVITATE_TRY(event, text(value));
    LEVITATE_TRY(after, textOr(object, "after", ""));
    for (const std::string &line : {event, after})
      if (line.find_first_of("\r\n*?") != std::string::npos || line.starts_with(' '))
        return value.error("'" + line + "' is not the name of one of QEMU's trace events");
    if (event.empty())
      return value.error("expected the name of one of QEMU's trace events");
    check.event = event, check.after = after;
    LEVITATE_TRY(times, whole(object, "times", 1, 1 << 30, 1));
    check.times = times;
    break;
  }
  case Kind::Facts: {
    LEVITATE_CHECK(only({}));
    LEVITATE_TRY(members, value.members());
    for (const auto &[name, member] : members) {
      LEVITATE_TRY(expected, text(member));
      check.equals[name] = expected;
    }
    break;
  }
  }
  LEVITATE_TRY(name,
               object.stringOr("name", key + (check.device.empty() ? "" : " " + check.device)));
  check.name = name;
  LEVITATE_TRY(claim, object.stringOr("claim", ""));
  check.claim = claim;
  LEVITATE_CHECK(knownMilestone(object, claim));
  LEVITATE_TRY(at, object.stringOr("at", ""));
  check.at = at;
  LEVITATE_CHECK(knownMilestone(object, at));
  return check;
}

Result<void> Decoder::decodeChecks() {
  if (!root.has("checks"))
    return {};
  LEVITATE_TRY(value, root.at("checks"));
  LEVITATE_TRY(list, value.array());
  for (const JsonValue &entry : list) {
    LEVITATE_TRY(check, decodeCheck(entry));
    for (const Check &other : scenario.checks)
      if (other.name == check.name)
        return entry.error("two checks are called '" + check.name + "'; give one a 'name'");
    for (Disk &disk : scenario.disks)
      disk.logsWrites |= check.kind == Check::Kind::Writes && disk.id == check.device;
    scenario.checks.push_back(std::move(check));
  }
  return {};
}

Result<void> Decoder::decodeEnding() {
  if (!root.has("ends"))
    return {};
  LEVITATE_TRY(value, root.at("ends"));
  if (value.isObject()) {
    LEVITATE_CHECK(value.onlyKeys({"exit"}));
    if (!value.has("exit"))
      return value.error("the key 'exit' is missing");
    LEVITATE_TRY(status, whole(value, "exit", 0, 255, 0));
    scenario.ending = {Ending::Kind::Exit, static_cast<int>(status)};
    return {};
  }
  const std::vector<std::string> names = {"shutdown", "reset", "panic", "exit", "running"};
  LEVITATE_TRY(index, value.oneOf(names));
  if (names[index] == "exit")
    return value.error("write {\"exit\": STATUS}");
  scenario.ending.kind = static_cast<Ending::Kind>(index);
  return {};
}

Result<void> Decoder::crossCheck() const {
  bool nonceSeen = false;
  for (const Milestone &milestone : scenario.milestones)
    nonceSeen |= milestone.hasNonce;
  if (scenario.needsNonce && !nonceSeen)
    return root.error("no milestone has ${nonce} in it, so that a pass could not be told from the "
                      "output of another run; add it, or write \"nonce\": false");
  for (const Milestone &milestone : scenario.milestones)
    for (const Action &action : milestone.then)
      if (action.kind == Action::Kind::Check &&
          std::none_of(scenario.checks.begin(), scenario.checks.end(),
                       [&](const Check &check) { return check.name == action.text; }))
        return root.error("milestone '" + milestone.name + "': there is no check '" + action.text +
                          "'");
  return knownMilestone(root, scenario.booted);
}

Result<Scenario> Decoder::decode() {
  LEVITATE_CHECK(root.onlyKeys(
      {"$schema",    "version", "extends",    "name",          "why",          "architecture",
       "program",    "machine", "cpu",        "memory",        "cpus",         "accelerator",
       "arguments",  "kernel",  "initrd",     "symbols",       "loader",       "command-line",
       "variables",  "matrix",  "without",    "disks",         "networks",     "entropy",
       "consoles",   "nonce",   "deadline",   "grace",         "output-limit", "banner",
       "guest-time", "booted",  "milestones", "forbidden",     "except",       "checks",
       "facts",      "ends",    "retries",    "deterministic", "trace",        "equal"}));
  scenario.file = root.file();
  scenario.nonce = nonce;
  LEVITATE_TRY(name, text(root, "name"));
  scenario.name = name;
  LEVITATE_TRY(why, textOr(root, "why", ""));
  scenario.why = why;
  LEVITATE_CHECK(decodeMachine());
  LEVITATE_CHECK(decodeDevices());
  LEVITATE_TRY(needsNonce, flag(root, "nonce", true));
  scenario.needsNonce = needsNonce;
  if (root.has("deadline")) {
    LEVITATE_TRY(value, root.at("deadline"));
    LEVITATE_CHECK(value.onlyKeys({"wall", "cpu", "milestone"}));
    LEVITATE_TRY(wall, seconds(value, "wall", scenario.deadline.wall));
    LEVITATE_TRY(cpu, seconds(value, "cpu", scenario.deadline.cpu));
    LEVITATE_TRY(milestone, seconds(value, "milestone", wall));
    scenario.deadline = {wall, cpu, milestone};
  }
  LEVITATE_TRY(grace, seconds(root, "grace", scenario.grace));
  scenario.grace = grace;
  if (root.has("output-limit")) {
    LEVITATE_TRY(limit, size(root, "output-limit"));
    scenario.outputLimit = limit;
  }
  const auto single = [&](const std::string &key, std::optional<Pattern> &into) -> Result<void> {
    if (!root.has(key))
      return {};
    LEVITATE_TRY(value, root.at(key));
    LEVITATE_CHECK(value.onlyKeys({"line", "match"}));
    LEVITATE_TRY(compiled, pattern(value));
    into = std::move(compiled);
    return {};
  };
  LEVITATE_CHECK(single("banner", scenario.banner));
  LEVITATE_CHECK(single("guest-time", scenario.guestTime));
  if (scenario.guestTime && scenario.guestTime->groups() == 0)
    return root.error("'guest-time' needs a group around the seconds");
  LEVITATE_TRY(booted, root.stringOr("booted", ""));
  scenario.booted = booted;
  LEVITATE_CHECK(decodeMilestones());
  if (root.has("forbidden")) {
    LEVITATE_TRY(value, root.at("forbidden"));
    LEVITATE_CHECK(decodeForbidden(value, absolutePath(std::string(parentPath(value.file()))), 0));
  }
  if (root.has("except")) {
    LEVITATE_TRY(value, root.at("except"));
    LEVITATE_TRY(list, value.array());
    for (const JsonValue &entry : list) {
      LEVITATE_CHECK(entry.onlyKeys({"line", "match"}));
      LEVITATE_TRY(compiled, pattern(entry));
      scenario.except.push_back(std::move(compiled));
    }
  }
  LEVITATE_CHECK(decodeChecks());
  if (root.has("facts")) {
    LEVITATE_TRY(value, root.at("facts"));
    LEVITATE_TRY(members, value.members());
    for (const auto &[fact, member] : members) {
      LEVITATE_TRY(expected, text(member));
      scenario.facts[fact] = expected;
    }
  }
  LEVITATE_CHECK(decodeEnding());
  LEVITATE_TRY(retries, whole(root, "retries", 0, 10, 1));
  scenario.retries = static_cast<unsigned>(retries);
  LEVITATE_CHECK(crossCheck());
  return scenario;
}

} // namespace

Result<Scenario> decodeScenario(const ScenarioHead &head, const Variables &variables) {
  return Decoder(head, variables).decode();
}

} // namespace levitate::boot

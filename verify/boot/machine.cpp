#include "verify/boot/machine.h"

#include "base/process.h"
#include "base/text.h"
#include "verify/boot/disk.h"
#include "verify/boot/probe.h"
#include "verify/boot/trace.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <random>
#include <sys/random.h>
#include <sys/socket.h>

namespace levitate::boot {

namespace {

constexpr auto plainly = asio::use_awaitable;

std::string randomBytes(std::size_t count) {
  std::string bytes(count, '\0');
  std::size_t done = 0;
  while (done < count) {
    const ssize_t got = ::getrandom(bytes.data() + done, count - done, 0);
    if (got > 0)
      done += static_cast<std::size_t>(got);
  }
  return bytes;
}

// Random bytes that are the same in every run (the generator is the standard's, so are its bytes).
std::string fixedBytes(std::size_t count) {
  std::mt19937_64 generator(20200101);
  std::string bytes;
  while (bytes.size() < count)
    bytes += static_cast<char>(generator() >> 32U);
  return bytes;
}

} // namespace

std::vector<std::string> keysFor(char character) {
  static const std::map<char, std::string> plain = {
      {' ', "spc"},         {'\n', "ret"},         {'\t', "tab"},          {'-', "minus"},
      {'=', "equal"},       {'[', "bracket_left"}, {']', "bracket_right"}, {';', "semicolon"},
      {'\'', "apostrophe"}, {'`', "grave_accent"}, {'\\', "backslash"},    {',', "comma"},
      {'.', "dot"},         {'/', "slash"}};
  static const std::string_view shifted = "!@#$%^&*()_+{}:\"~|<>?", base = "1234567890-=[];'`\\,./";
  const auto byte = static_cast<unsigned char>(character);
  if (std::isdigit(byte) != 0 || std::islower(byte) != 0)
    return {std::string(1, character)};
  if (std::isupper(byte) != 0)
    return {"shift", std::string(1, static_cast<char>(std::tolower(byte)))};
  if (const auto found = plain.find(character); found != plain.end())
    return {found->second};
  if (const std::size_t at = shifted.find(character); at != std::string_view::npos) {
    std::vector<std::string> keys = keysFor(base[at]);
    keys.insert(keys.begin(), "shift");
    return keys;
  }
  return {};
}

Result<std::unique_ptr<Machine>> Machine::start(asio::io_context &context, const Scenario &scenario,
                                                const std::string &folder,
                                                MachineListener listener) {
  Wiring wiring;
  if (scenario.accelerator == "kvm" ||
      (scenario.accelerator == "auto" && kvmWorks(scenario.program)))
    wiring.accelerator = "kvm";
  for (const Disk &disk : scenario.disks) {
    const std::string path = folder + "/" + std::to_string(wiring.disks.size()) + ".img";
    LEVITATE_CHECK(disk.truncate ? makeDisk(disk, path) : createDisk(disk, path));
    wiring.disks[disk.id] = path;
    if (disk.logsWrites) {
      wiring.writeLogs[disk.id] = path + ".writes";
      LEVITATE_CHECK(writeScratch(path + ".writes", ""));
    }
    if (!disk.faults.empty()) {
      wiring.blkdebug[disk.id] = path + ".faults";
      LEVITATE_CHECK(writeScratch(path + ".faults", blkdebugRules(disk)));
    }
  }
  for (const Entropy &entropy : scenario.entropies) {
    const std::string path = folder + "/" + std::to_string(wiring.entropies.size()) + ".random";
    LEVITATE_CHECK(writeScratch(path, scenario.deterministic ? fixedBytes(entropy.bytes)
                                                             : randomBytes(entropy.bytes)));
    wiring.entropies[entropy.id] = path;
  }
  std::vector<std::string> events;
  for (const Check &check : scenario.checks)
    for (const std::string &event : {check.event, check.after})
      if (!event.empty())
        events.push_back(event.substr(0, event.find(' ')));
  if (const auto probe = scenario.deterministic ? findProbe(scenario.program) : std::nullopt) {
    wiring.probe = *probe;
    for (const auto &more : {traceEventsOfAccesses(), scenario.traceEvents})
      events.insert(events.end(), more.begin(), more.end());
  }
  if (!events.empty()) {
    wiring.traceFile = folder + "/trace.log";
    wiring.traceEvents = folder + "/trace.events";
    LEVITATE_CHECK(writeScratch(wiring.traceEvents, join(events, "\n") + "\n"));
  }

  LEVITATE_TRY(qmpPair, makeSocketPair(SocketKind::Stream));
  LEVITATE_TRY(serialPair, makeSocketPair(SocketKind::Stream));
  LEVITATE_TRY(outputPipe, makePipe());
  wiring.qmp = qmpPair.theirs.get();
  wiring.serial = serialPair.theirs.get();
  std::vector<int> inherited = {wiring.qmp, wiring.serial};
  std::vector<SocketPair> consolePairs, cablePairs;
  for (const Console &console : scenario.consoles) {
    LEVITATE_TRY(pair, makeSocketPair(SocketKind::Stream));
    wiring.consoles[console.id] = pair.theirs.get();
    inherited.push_back(pair.theirs.get());
    consolePairs.push_back(std::move(pair));
  }
  std::vector<Peer> peers;
  for (const Network &network : scenario.networks) {
    LEVITATE_TRY(peer, Peer::make(network));
    peers.push_back(std::move(peer));
    LEVITATE_TRY(pair, makeSocketPair(SocketKind::Datagram));
    wiring.networks[network.id] = pair.theirs.get();
    inherited.push_back(pair.theirs.get());
    cablePairs.push_back(std::move(pair));
  }
  std::vector<std::string> argv = qemuArguments(scenario, wiring);
  LEVITATE_TRY(child, Child::start(argv, inherited, outputPipe.theirs));

  std::unique_ptr<Machine> machine(new Machine(context, std::move(child), std::move(wiring),
                                               std::move(argv), std::move(listener)));
  Machine *self = machine.get();
  // QEMU takes longer to start than this, and reads nothing of the disks before the guest runs.
  for (const Disk &disk : scenario.disks)
    if (!disk.truncate)
      LEVITATE_CHECK(fillDisk(disk, self->files.disks.at(disk.id)));
  self->monitor = std::make_unique<Qmp>(
      context, std::move(qmpPair.ours),
      [self](const nlohmann::json &event) { self->listener.onEvent(event); },
      [self] { self->listener.onQmpClosed(); });
  const auto addLine = [&](Descriptor ours, const std::string &console) {
    auto line = std::make_unique<Line>(context);
    line->stream.assign(ours.release());
    line->stream.non_blocking(true);
    line->console = console;
    self->lines.push_back(std::move(line));
  };
  addLine(std::move(serialPair.ours), "");
  for (std::size_t index = 0; index < consolePairs.size(); ++index)
    addLine(std::move(consolePairs[index].ours), scenario.consoles[index].id);
  for (std::size_t index = 0; index < cablePairs.size(); ++index) {
    auto cable = std::make_unique<Cable>(context, std::move(peers[index]));
    cable->stream.assign(cablePairs[index].ours.release());
    cable->stream.non_blocking(true);
    self->cables[scenario.networks[index].id] = std::move(cable);
  }
  self->output.assign(outputPipe.ours.release());
  self->end.assign(::dup(self->child.endDescriptor()));

  asio::co_spawn(context, self->monitor->read(), asio::detached);
  for (const auto &line : self->lines)
    asio::co_spawn(context, self->readLine(*line), asio::detached);
  for (const auto &entry : self->cables)
    asio::co_spawn(context, self->readCable(*entry.second), asio::detached);
  asio::co_spawn(context, self->readOutput(), asio::detached);
  asio::co_spawn(context, self->watchEnd(), asio::detached);
  return machine;
}

Machine::Machine(asio::io_context &context, Child child, Wiring files,
                 std::vector<std::string> argv, MachineListener listener)
    : context(context), listener(std::move(listener)), child(std::move(child)),
      files(std::move(files)), argv(std::move(argv)), output(context), end(context),
      ended(context, asio::steady_timer::time_point::max()), framesCame(context),
      serialCame(context) {}

Machine::~Machine() { close(); }

void Machine::close() {
  asio::error_code ignored;
  if (monitor) // else it did not come so far
    monitor->close();
  for (const auto &line : lines)
    line->stream.close(ignored);
  for (const auto &entry : cables)
    entry.second->stream.close(ignored);
  output.close(ignored);
  end.close(ignored);
  ended.cancel();
}

const Peer *Machine::peer(const std::string &id) const {
  const auto found = cables.find(id);
  return found == cables.end() ? nullptr : &found->second->peer;
}

// Reads once without waiting; false when there is nothing (more).
bool Machine::takeLine(Line &line) {
  std::array<char, 65536> buffer;
  asio::error_code problem;
  if (!line.stream.is_open())
    return false;
  const std::size_t got = line.stream.read_some(asio::buffer(buffer), problem);
  if (got > 0)
    listener.onSerial(std::string_view(buffer.data(), got), line.console);
  return !problem && got > 0;
}

asio::awaitable<void> Machine::readLine(Line &line) {
  asio::error_code problem;
  std::array<char, 65536> buffer;
  while (!problem) {
    const std::size_t got = co_await line.stream.async_read_some(
        asio::buffer(buffer), asio::redirect_error(plainly, problem));
    if (got > 0) {
      serialBytes += got;
      serialCame.cancel();
      listener.onSerial(std::string_view(buffer.data(), got), line.console);
    }
  }
}

void Machine::drain() {
  for (const auto &line : lines)
    while (takeLine(*line)) {
    }
}

asio::awaitable<void> Machine::readOutput() {
  asio::error_code problem;
  std::array<char, 4096> buffer;
  while (!problem) {
    const std::size_t got = co_await output.async_read_some(asio::buffer(buffer),
                                                            asio::redirect_error(plainly, problem));
    if (got > 0)
      listener.onOutput(std::string_view(buffer.data(), got));
  }
}

asio::awaitable<void> Machine::readCable(Cable &cable) {
  asio::error_code problem;
  std::array<char, 65536> buffer;
  while (true) {
    co_await cable.stream.async_wait(asio::posix::stream_descriptor::wait_read,
                                     asio::redirect_error(plainly, problem));
    if (problem)
      co_return;
    const ssize_t got =
        ::recv(cable.stream.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && errno != EAGAIN && errno != EINTR)
      co_return;
    if (got > 0) {
      send(cable,
           cable.peer.receive(std::string_view(buffer.data(), static_cast<std::size_t>(got))));
      framesCame.cancel();
    }
  }
}

// A cable has no patience: what does not fit is lost, as on a real one.
void Machine::send(Cable &cable, const std::vector<std::string> &frames) {
  for (const std::string &frame : frames)
    (void)::send(cable.stream.native_handle(), frame.data(), frame.size(),
                 MSG_DONTWAIT | MSG_NOSIGNAL);
}

asio::awaitable<void> Machine::watchEnd() {
  asio::error_code problem;
  co_await end.async_wait(asio::posix::stream_descriptor::wait_read,
                          asio::redirect_error(plainly, problem));
  if (problem)
    co_return;
  status = child.reap();
  ended.cancel();
  framesCame.cancel();
  serialCame.cancel();
  listener.onEnd(*status);
}

asio::awaitable<void> Machine::quit() {
  if (!status && monitor->open())
    (void)co_await monitor->execute("quit", nullptr, std::chrono::seconds(5));
  asio::error_code problem;
  if (!status) {
    ended.expires_after(std::chrono::seconds(5));
    co_await ended.async_wait(asio::redirect_error(plainly, problem));
  }
  if (!status) {
    child.kill();
    ended.expires_at(asio::steady_timer::time_point::max());
    co_await ended.async_wait(asio::redirect_error(plainly, problem));
  }
}

asio::awaitable<Result<void>> Machine::screenshot(std::string path, std::string device,
                                                  std::string format) {
  nlohmann::json arguments = {{"filename", path}};
  if (format != "ppm")
    arguments["format"] = format;
  if (!device.empty())
    arguments["device"] = device;
  const auto answer = co_await monitor->execute("screendump", std::move(arguments));
  if (!answer)
    co_return answer.error();
  co_return Result<void>();
}

asio::awaitable<Result<void>> Machine::sendKeys(const std::vector<std::string> &chords) {
  int silent = 0; // chords in a row that brought no output
  for (const std::string &chord : chords) {
    const std::uint64_t before = serialBytes;
    nlohmann::json down = nlohmann::json::array(), up = nlohmann::json::array();
    for (const std::string &key : split(chord, "-")) {
      const nlohmann::json code = {{"type", "qcode"}, {"data", key}};
      down.push_back({{"type", "key"}, {"data", {{"down", true}, {"key", code}}}});
      const nlohmann::json release = {{"type", "key"}, {"data", {{"down", false}, {"key", code}}}};
      up.insert(up.begin(), release);
    }
    for (const nlohmann::json &events : {down, up}) {
      const auto answer = co_await monitor->execute("input-send-event", {{"events", events}});
      if (!answer)
        co_return answer.error();
    }
    // QEMU drops events that the guest has no buffers for. A guest that echoes shows that it took
    // the key; to one that doesn't we give a moment each.
    const auto until = std::chrono::steady_clock::now() +
                       (silent < 3 ? std::chrono::seconds(2) : std::chrono::milliseconds(30));
    while (serialBytes == before && !status && std::chrono::steady_clock::now() < until) {
      asio::error_code ignored;
      serialCame.expires_at(until);
      co_await serialCame.async_wait(asio::redirect_error(plainly, ignored));
    }
    silent = serialBytes == before ? silent + 1 : 0;
  }
  co_return Result<void>();
}

asio::awaitable<Result<void>> Machine::perform(const Action &action) {
  using Kind = Action::Kind;
  switch (action.kind) {
  case Kind::Keys:
    co_return co_await sendKeys(action.keys);
  case Kind::Type: {
    std::vector<std::string> chords;
    for (const char character : action.text) {
      const std::vector<std::string> keys = keysFor(character);
      if (keys.empty())
        co_return Error::usage(std::string("no key types '") + character + "'");
      chords.push_back(join(keys, "-"));
    }
    co_return co_await sendKeys(chords);
  }
  case Kind::Pointer: {
    nlohmann::json events = nlohmann::json::array();
    for (const auto &[axis, value] : {std::pair{"x", action.x}, std::pair{"y", action.y}})
      events.push_back({{"type", "abs"}, {"data", {{"axis", axis}, {"value", value}}}});
    const auto moved = co_await monitor->execute("input-send-event", {{"events", events}});
    if (!moved)
      co_return moved.error();
    for (const bool down : {true, false}) {
      if (action.button.empty())
        break;
      const nlohmann::json press = {{"type", "btn"},
                                    {"data", {{"down", down}, {"button", action.button}}}};
      const auto pressed = co_await monitor->execute("input-send-event",
                                                     {{"events", nlohmann::json::array({press})}});
      if (!pressed)
        co_return pressed.error();
    }
    co_return Result<void>();
  }
  case Kind::Serial: {
    for (const auto &line : lines) {
      if (line->console != action.console)
        continue;
      asio::error_code problem;
      co_await asio::async_write(line->stream, asio::buffer(action.text),
                                 asio::redirect_error(plainly, problem));
      if (problem)
        co_return Error::environment("can't write to the serial line: " + problem.message());
    }
    co_return Result<void>();
  }
  case Kind::Link: {
    const auto answer =
        co_await monitor->execute("set_link", {{"name", action.text}, {"up", action.up}});
    if (!answer)
      co_return answer.error();
    co_return Result<void>();
  }
  case Kind::Qmp: {
    const auto answer = co_await monitor->execute(action.text, action.arguments);
    if (!answer)
      co_return answer.error();
    co_return Result<void>();
  }
  case Kind::Ping:
  case Kind::Udp: {
    Cable &cable = *cables.begin()->second;
    send(cable, action.kind == Kind::Ping
                    ? cable.peer.ping(action.text, action.payload)
                    : cable.peer.sendUdp(action.text, action.port, action.payload));
    co_return Result<void>();
  }
  case Kind::Wait: {
    asio::steady_timer timer(context);
    timer.expires_after(std::chrono::duration_cast<std::chrono::nanoseconds>(action.wait));
    asio::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(plainly, ignored));
    co_return Result<void>();
  }
  case Kind::Await: {
    // Patience is bounded here; whether the frames came is for a check to say.
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!status && std::chrono::steady_clock::now() < until) {
      const auto &counters = cables.at(action.text)->peer.counters();
      if (std::all_of(action.counters.begin(), action.counters.end(), [&](const auto &wanted) {
            return counters.at(wanted.first) >= wanted.second;
          }))
        break;
      asio::error_code ignored;
      framesCame.expires_at(until);
      co_await framesCame.async_wait(asio::redirect_error(plainly, ignored));
    }
    co_return Result<void>();
  }
  case Kind::Screenshot:
  case Kind::Snapshot:
  case Kind::Check:
    break; // the session's business: it knows where to put them
  }
  co_return Result<void>();
}

} // namespace levitate::boot

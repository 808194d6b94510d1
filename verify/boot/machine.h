// A running QEMU: its process, its monitor, its serial lines and its network cables, on one event
// loop. It knows how to do things to the machine and reports what comes out; it judges nothing.
#pragma once

#include "base/files.h"
#include "verify/boot/arguments.h"
#include "verify/boot/child.h"
#include "verify/boot/peer.h"
#include "verify/boot/qmp.h"
#include "verify/boot/scenario.h"

#include "verify/boot/loop.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace levitate::boot {

/// What a machine tells of itself. All are called on the thread that runs the loop.
struct MachineListener {
  std::function<void(std::string_view bytes, const std::string &console)> onSerial;
  std::function<void(const nlohmann::json &event)> onEvent;
  std::function<void(std::string_view bytes)> onOutput; ///< what QEMU itself prints
  std::function<void()> onQmpClosed;
  std::function<void(int status)> onEnd;
};

class Machine {
public:
  /// Makes the disks in `folder` (which must outlive the machine) and starts QEMU, paused. An
  /// environment error when something is missing, a usage error for a malformed network address.
  static Result<std::unique_ptr<Machine>> start(asio::io_context &context, const Scenario &scenario,
                                                const std::string &folder,
                                                MachineListener listener);
  ~Machine();

  Qmp &qmp() { return *monitor; }
  const Child &process() const { return child; }
  const std::vector<std::string> &arguments() const { return argv; }
  std::optional<int> endStatus() const { return status; }
  const Wiring &wiring() const { return files; }
  const Peer *peer(const std::string &id) const;

  /// Does what a scenario asks for at a milestone (all but checks).
  asio::awaitable<Result<void>> perform(const Action &action);
  /// Writes a screenshot; `format` is "ppm" or "png".
  asio::awaitable<Result<void>> screenshot(std::string path, std::string device,
                                           std::string format);
  /// Takes at once what the serial lines hold, without waiting.
  void drain();
  /// Asks QEMU to end, and kills it when it does not within a few seconds. Returns when it is gone.
  asio::awaitable<void> quit();
  void kill() { child.kill(); }
  /// Ends all reading, so that the event loop can run out.
  void close();

private:
  Machine(asio::io_context &context, Child child, Wiring files, std::vector<std::string> argv,
          MachineListener listener);

  struct Line {
    explicit Line(asio::io_context &context) : stream(context) {}
    asio::posix::stream_descriptor stream;
    std::string console;
  };
  struct Cable {
    explicit Cable(asio::io_context &context, Peer peer) : stream(context), peer(std::move(peer)) {}
    asio::posix::stream_descriptor stream;
    Peer peer;
  };

  asio::awaitable<void> readLine(Line &line);
  asio::awaitable<void> readOutput();
  asio::awaitable<void> readCable(Cable &cable);
  asio::awaitable<void> watchEnd();
  bool takeLine(Line &line);
  void send(Cable &cable, const std::vector<std::string> &frames);
  asio::awaitable<Result<void>> sendKeys(const std::vector<std::string> &chords);

  asio::io_context &context;
  MachineListener listener;
  Child child;
  Wiring files;
  std::vector<std::string> argv;
  std::optional<int> status;
  std::unique_ptr<Qmp> monitor;
  asio::posix::stream_descriptor output, end;
  asio::steady_timer ended;
  asio::steady_timer framesCame, serialCame; // wake those who wait for either
  std::uint64_t serialBytes = 0;
  std::vector<std::unique_ptr<Line>> lines; // the first is the serial line
  std::map<std::string, std::unique_ptr<Cable>> cables;
};

/// The QKeyCodes that type a character on a US keyboard ("shift", "a"); empty when there are none.
std::vector<std::string> keysFor(char character);

} // namespace levitate::boot

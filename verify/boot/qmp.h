// A client of QEMU's machine protocol (docs/interop/qmp-spec in QEMU) on an event loop.
//
// Not thread-safe: everything runs on the thread that runs the io_context.
#pragma once

#include "base/result.h"
#include "verify/boot/child.h"

#include "verify/boot/loop.h"
#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace levitate::boot {

class Qmp {
public:
  /// Takes over a connected stream socket. `onEvent` is called for every asynchronous event,
  /// `onClosed` once when the connection is gone.
  Qmp(asio::io_context &context, Descriptor connection,
      std::function<void(const nlohmann::json &)> onEvent, std::function<void()> onClosed);

  /// Reads messages until the connection ends; spawn it once, beside the callers of execute().
  asio::awaitable<void> read();
  /// Waits for QEMU's greeting and negotiates; the greeting's "QMP" object.
  asio::awaitable<Result<nlohmann::json>> handshake(std::chrono::milliseconds patience);
  /// Runs one command and waits for its result: the "return" value. An environment error when the
  /// connection is gone or there is no answer in time, and when QEMU refuses the command.
  asio::awaitable<Result<nlohmann::json>>
  execute(std::string command, nlohmann::json arguments = nullptr,
          std::chrono::milliseconds patience = std::chrono::seconds(30));
  /// A command of the human monitor, its output with LF line ends.
  asio::awaitable<Result<std::string>> monitor(std::string command);

  bool open() const { return connected; }
  void close();

private:
  struct Pending {
    explicit Pending(asio::io_context &context) : wake(context) {}
    asio::steady_timer wake;
    nlohmann::json answer;
    bool answered = false;
  };
  void take(const std::string &line);
  void lost();

  asio::io_context &context;
  asio::local::stream_protocol::socket socket;
  std::function<void(const nlohmann::json &)> onEvent;
  std::function<void()> onClosed;
  bool connected = true;
  std::uint64_t nextId = 1;
  std::map<std::uint64_t, std::shared_ptr<Pending>> pending; // 0: the greeting
};

} // namespace levitate::boot

#include "verify/boot/qmp.h"

#include "base/text.h"

namespace levitate::boot {

using nlohmann::json;

Qmp::Qmp(asio::io_context &context, Descriptor connection,
         std::function<void(const json &)> onEvent, std::function<void()> onClosed)
    : context(context), socket(context), onEvent(std::move(onEvent)),
      onClosed(std::move(onClosed)) {
  asio::error_code problem;
  socket.assign(asio::local::stream_protocol(), connection.release(), problem);
  connected = !problem;
  pending[0] = std::make_shared<Pending>(context);
}

void Qmp::lost() {
  if (!connected)
    return;
  connected = false;
  for (auto &entry : pending)
    entry.second->wake.cancel();
  onClosed();
}

void Qmp::close() {
  asio::error_code ignored;
  socket.close(ignored);
  connected = false;
  for (auto &entry : pending)
    entry.second->wake.cancel();
}

void Qmp::take(const std::string &line) {
  const json message = json::parse(line, nullptr, false);
  if (!message.is_object())
    return;
  if (message.contains("event")) {
    onEvent(message);
    return;
  }
  std::uint64_t id = 0;
  if (!message.contains("QMP")) {
    const auto found = message.find("id");
    if (found == message.end() || !found->is_number_unsigned())
      return;
    id = found->get<std::uint64_t>();
  }
  const auto waiting = pending.find(id);
  if (waiting == pending.end())
    return; // an answer that came after we lost patience
  waiting->second->answer = message;
  waiting->second->answered = true;
  waiting->second->wake.cancel();
}

asio::awaitable<void> Qmp::read() {
  std::string buffer;
  asio::error_code problem;
  while (connected) {
    const std::size_t length =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer, 16U << 20U), '\n',
                                        asio::redirect_error(asio::use_awaitable, problem));
    if (problem)
      break;
    const std::string line = buffer.substr(0, length);
    buffer.erase(0, length);
    take(line);
  }
  lost();
}

asio::awaitable<Result<json>> Qmp::handshake(std::chrono::milliseconds patience) {
  const std::shared_ptr<Pending> greeting = pending[0];
  if (!greeting->answered && connected) {
    asio::error_code ignored;
    greeting->wake.expires_after(patience);
    co_await greeting->wake.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  pending.erase(0);
  if (!greeting->answered)
    co_return Error::environment(connected ? "QEMU did not greet on its QMP socket in time"
                                           : "QEMU closed its QMP socket before the greeting");
  const auto negotiated = co_await execute("qmp_capabilities", nullptr, patience);
  if (!negotiated)
    co_return negotiated.error();
  co_return greeting->answer["QMP"];
}

asio::awaitable<Result<json>> Qmp::execute(std::string command, json arguments,
                                           std::chrono::milliseconds patience) {
  if (!connected)
    co_return Error::environment("the QMP connection to QEMU is gone");
  const std::uint64_t id = nextId++;
  json message = {{"execute", command}, {"id", id}};
  if (arguments.is_object())
    message["arguments"] = std::move(arguments);
  const auto waiting = std::make_shared<Pending>(context);
  pending[id] = waiting;
  waiting->wake.expires_after(patience);
  const std::string text = message.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
  asio::error_code problem;
  co_await asio::async_write(socket, asio::buffer(text),
                             asio::redirect_error(asio::use_awaitable, problem));
  if (problem) {
    pending.erase(id);
    co_return Error::environment("the QMP connection to QEMU is gone: " + problem.message());
  }
  if (!waiting->answered && connected)
    co_await waiting->wake.async_wait(asio::redirect_error(asio::use_awaitable, problem));
  pending.erase(id);
  if (!waiting->answered)
    co_return Error::environment(connected
                                     ? "QEMU did not answer '" + command + "' in time"
                                     : "QEMU closed its QMP connection during '" + command + "'");
  if (waiting->answer.contains("error"))
    co_return Error::environment("QEMU refused '" + command + "': " +
                                 waiting->answer["error"].value("desc", std::string("no reason")));
  co_return waiting->answer["return"];
}

asio::awaitable<Result<std::string>> Qmp::monitor(std::string command) {
  auto answer = co_await execute("human-monitor-command", json{{"command-line", command}});
  if (!answer)
    co_return answer.error();
  std::string text;
  if (answer->is_string())
    for (const char c : answer->get<std::string>())
      if (c != '\r')
        text += c;
  co_return text;
}

} // namespace levitate::boot

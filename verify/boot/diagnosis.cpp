#include "verify/boot/diagnosis.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <set>

namespace levitate::boot {

namespace {

constexpr int samples = 5;
constexpr auto between = std::chrono::milliseconds(20);

std::string hex(std::uint64_t value) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "0x%llx", static_cast<unsigned long long>(value));
  return text.data();
}

std::string functionOf(const std::string &name) {
  const std::size_t at = name.rfind("+0x");
  return at == std::string::npos ? name : name.substr(0, at);
}

} // namespace

std::vector<std::uint64_t> programCounters(const std::string &registers) {
  std::vector<std::uint64_t> counters;
  bool wanted = true;
  for (const std::string &line : split(registers, "\n")) {
    if (line.starts_with("CPU#"))
      wanted = true;
    for (const std::string_view name : {" PC=", "RIP=", "EIP=", "R15=", " pc ", "\tpc\t"}) {
      const std::size_t at = (" " + line).find(name);
      if (!wanted || at == std::string::npos)
        continue;
      counters.push_back(std::strtoull((" " + line).c_str() + at + name.size(), nullptr, 16));
      wanted = false;
    }
  }
  return counters;
}

asio::awaitable<Diagnosis> diagnose(Machine &machine, const SymbolFile &symbols,
                                    asio::io_context &context) {
  Diagnosis diagnosis;
  std::vector<std::vector<std::uint64_t>> counters; // by sample, by processor
  std::string registers;
  asio::steady_timer pause(context);
  const double cpuBefore = machine.process().cpuSeconds();
  double running = 0;
  for (int sample = 0; sample < samples; ++sample) {
    if (!co_await machine.qmp().execute("stop"))
      break;
    auto text = co_await machine.qmp().monitor("info registers -a");
    if (!text)
      break;
    counters.push_back(programCounters(*text));
    registers = std::move(*text);
    if (sample + 1 == samples || !co_await machine.qmp().execute("cont"))
      break;
    asio::error_code ignored;
    pause.expires_after(between);
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    running += std::chrono::duration<double>(between).count();
  }
  const double busy = running > 0 ? (machine.process().cpuSeconds() - cpuBefore) / running : 0;
  if (counters.empty()) {
    diagnosis.text = "QEMU did not answer any more.\n";
    diagnosis.state = "QEMU does not answer";
    co_return diagnosis;
  }
  std::vector<std::string> clauses;
  for (std::size_t cpu = 0; cpu < counters.front().size(); ++cpu) {
    std::set<std::string> functions;
    std::string last;
    diagnosis.text += "CPU " + std::to_string(cpu) + " was at:\n";
    for (const auto &sample : counters) {
      if (cpu >= sample.size())
        continue;
      const std::string name = symbols.nameOf(sample[cpu]);
      diagnosis.text += "  " + hex(sample[cpu]) + (name.empty() ? "" : "  " + name) + "\n";
      last = name.empty() ? hex(sample[cpu]) : name;
      functions.insert(name.empty() ? hex(sample[cpu] & ~std::uint64_t{0xFFF}) : functionOf(name));
    }
    if (clauses.size() < 4)
      clauses.push_back("CPU " + std::to_string(cpu) +
                        (busy < 0.5              ? " waits in "
                         : functions.size() <= 2 ? " spins in "
                                                 : " is working, last in ") +
                        last);
  }
  diagnosis.state = join(clauses, ", ");
  diagnosis.text += "\nRegisters:\n" + registers;
  if (const auto devices = co_await machine.qmp().monitor("info virtio"); devices) {
    for (const std::string &line : split(*devices, "\n")) {
      const std::string path = line.substr(0, line.find(' '));
      if (!path.starts_with('/'))
        continue;
      if (const auto status = co_await machine.qmp().monitor("info virtio-status " + path); status)
        diagnosis.text += "\nVirtIO device " + line + "\n" + *status;
    }
  }
  co_return diagnosis;
}

} // namespace levitate::boot

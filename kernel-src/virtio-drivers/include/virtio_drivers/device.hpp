// The life of a device, as every driver goes through it. VirtIO 1.2, section 3.1.1:
//
//   1. reset                                       begin()
//   2. ACKNOWLEDGE: the guest has seen it          begin()
//   3. DRIVER: the guest knows how to drive it     begin()
//   4. read the features, write the wanted ones    begin()
//   5. FEATURES_OK                                 begin()   (not legacy)
//   6. still FEATURES_OK? else it refused          begin()   (not legacy)
//   7. configuration, queues                       the driver
//   8. DRIVER_OK: live                             finish()
//
// and after that: waiting with a bound, noticing that the device fell over, and stopping it.
#pragma once

#include "virtio_drivers/barrier.hpp"
#include "virtio_drivers/error.hpp"
#include "virtio_drivers/queue.hpp"
#include "virtio_drivers/spec/device.hpp"
#include "virtio_drivers/transport.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace virtio_drivers {

// How often a blocking call looks for its answer before it gives up with Timeout, if it has no
// clock: a second on fast hardware, some seconds to a minute in an emulator.
inline constexpr std::uint64_t default_poll_limit = std::uint64_t{1} << 26;

struct DriverOptions {
  bool indirect_descriptors = true; // use VIRTIO_F_INDIRECT_DESC if offered
  bool event_index = true;          // use VIRTIO_F_EVENT_IDX if offered
  // The bound of a blocking call without a clock, or while the clock stands still.
  std::uint64_t poll_limit = default_poll_limit;
  // A monotonic clock; better than counting.
  std::uint64_t (*milliseconds)() = nullptr;
  std::uint64_t timeout_milliseconds = 10'000;
};

template <Transport T> class Device {
public:
  Device(T transport, const DriverOptions &options)
      : transport_(std::move(transport)), options_(options) {}

  Device(Device &&other) noexcept
      : transport_(std::move(other.transport_)), options_(other.options_),
        features_(other.features_), failure_(other.failure_),
        state_(std::exchange(other.state_, State::Stopped)) {}
  Device &operator=(Device &&other) noexcept {
    transport_ = std::move(other.transport_);
    options_ = other.options_;
    features_ = other.features_;
    failure_ = other.failure_;
    state_ = std::exchange(other.state_, State::Stopped);
    return *this;
  }

  // Steps 1 to 6: a reset device of the type `expected`, with those of the features `wanted` that
  // it offers. WrongDevice; Timeout if the reset does not end; FeaturesRejected if one of
  // `required` (a subset of `wanted`) is missing or the device refuses the set. Features of queues
  // need not be named: they come from the options.
  Result<void> begin(DeviceType expected, std::uint64_t wanted, std::uint64_t required = 0) {
    state_ = State::Stopped;
    failure_ = Error::DeviceReset;
    if (transport_.device_type() != expected)
      return Error::WrongDevice;
    state_ = State::Starting;
    if (!reset())
      return stop(Error::Timeout);
    transport_.set_status(spec::status::acknowledge);
    transport_.set_status(spec::status::acknowledge | spec::status::driver);

    if (options_.indirect_descriptors)
      wanted |= spec::feature::indirect_descriptors;
    if (options_.event_index)
      wanted |= spec::feature::event_index;
    if (!transport_.legacy()) {
      wanted |= spec::feature::version_1;
      required |= spec::feature::version_1; // 6.1: a modern device must have it
    }
    features_ = transport_.device_features() & wanted;
    if ((features_ & required) != required)
      return stop(Error::FeaturesRejected);
    transport_.set_driver_features(features_);
    if (transport_.legacy())
      return {};
    transport_.set_status(starting_status());
    if ((transport_.status() & spec::status::features_ok) == 0)
      return stop(Error::FeaturesRejected);
    return {};
  }

  // Step 8. The device may be used from here on.
  Result<void> finish() {
    transport_.set_status(starting_status() | spec::status::driver_ok);
    state_ = State::Live;
    return check();
  }

  // Ends a begun initialisation: tells the device that the driver has given up (status FAILED), and
  // gives `error` back. Also for step 7.
  Error stop(Error error) {
    if (state_ == State::Starting)
      transport_.set_status(transport_.status() | spec::status::failed);
    failure_ = error;
    state_ = State::Stopped;
    return error;
  }

  // Resets the device if it is live, and takes all buffers back from it: those of `queues`, each
  // with a function `abandon(Error, bool device_stopped)`. `reason` is what `check` says from now
  // on.
  template <typename... Queues> void shut_down(Error reason, Queues &...queues) {
    if (state_ != State::Live)
      return;
    state_ = State::Stopped;
    failure_ = reason;
    const bool stopped = reset();
    (queues.abandon(reason, stopped), ...);
  }

  // The same if `error` says that the device is lost. Gives `error` back.
  template <typename... Queues> Error judge(Error error, Queues &...queues) {
    if (is_fatal(error))
      shut_down(error, queues...);
    return error;
  }

  // Is the device alive? The reason of the shutdown if it was shut down; DeviceNeedsReset (2.1.2);
  // DeviceReset if it is not where the driver left it. Reads a register, so not for every poll.
  Result<void> check() {
    if (state_ != State::Live)
      return failure_;
    const std::uint32_t status = transport_.status();
    if ((status & spec::status::device_needs_reset) != 0)
      return Error::DeviceNeedsReset;
    const std::uint32_t expected = starting_status() | spec::status::driver_ok;
    if ((status & expected) != expected)
      return Error::DeviceReset;
    return {};
  }

  [[nodiscard]] bool live() const { return state_ == State::Live; }
  // Why the device is not live.
  [[nodiscard]] Error failure() const { return failure_; }

  // Calls `attempt` until it answers something else than NotReady, or the device falls over, or the
  // bound of the options is reached (Timeout).
  template <typename Attempt> auto wait(Attempt attempt) -> decltype(attempt()) {
    constexpr std::uint64_t polls_per_check = 1024;
    const bool clock = options_.milliseconds != nullptr;
    const std::uint64_t start = clock ? options_.milliseconds() : 0;
    std::uint64_t now = start;
    for (std::uint64_t poll = 1; poll <= options_.poll_limit; ++poll) {
      auto result = attempt();
      if (result || result.error() != Error::NotReady)
        return result;
      relax();
      if (poll % polls_per_check != 0)
        continue;
      if (const Result<void> alive = check(); !alive)
        return alive.error();
      if (!clock)
        continue;
      const std::uint64_t before = std::exchange(now, options_.milliseconds());
      if (now - start >= options_.timeout_milliseconds)
        return Error::Timeout;
      if (now != before)
        poll = 0;
    }
    return Error::Timeout;
  }

  // Calls `read`, which reads some of the configuration, until it saw one state of it: the device
  // may change it meanwhile (2.5.3). BadConfig if it does not hold still.
  template <typename Read> auto read_config(Read read) -> decltype(read(std::declval<T &>())) {
    constexpr int attempts = 16;
    for (int attempt = 0; attempt < attempts; ++attempt) {
      const std::uint32_t before = transport_.config_generation();
      auto value = read(transport_);
      if (!value || transport_.config_generation() == before)
        return value;
    }
    return Error::BadConfig;
  }

  // A 64-bit field, which the registers give in halves (4.2.2.2). Without a generation counter
  // (legacy) it is read until two readings agree.
  Result<std::uint64_t> read_config64(std::size_t offset) {
    constexpr int attempts = 16;
    Result<std::uint64_t> previous = read_halves(offset);
    for (int attempt = 0; attempt < attempts; ++attempt) {
      if (!previous)
        return previous.error();
      const std::uint64_t seen = *previous;
      Result<std::uint64_t> current = read_halves(offset);
      if (current && *current == seen)
        return current;
      previous = std::move(current);
    }
    return Error::BadConfig;
  }

  T &transport() { return transport_; }
  [[nodiscard]] bool legacy() const { return transport_.legacy(); }
  [[nodiscard]] bool has(std::uint64_t feature) const { return (features_ & feature) == feature; }
  [[nodiscard]] std::uint64_t features() const { return features_; }
  // The options, as far as the device agreed to them.
  [[nodiscard]] QueueOptions queue_options() const {
    return {has(spec::feature::indirect_descriptors), has(spec::feature::event_index)};
  }

private:
  enum class State : std::uint8_t { Stopped, Starting, Live };

  [[nodiscard]] std::uint32_t starting_status() const {
    const std::uint32_t seen = spec::status::acknowledge | spec::status::driver;
    return transport_.legacy() ? seen : seen | spec::status::features_ok;
  }

  // 4.2.3.1: write 0, then wait until 0 is read.
  bool reset() {
    constexpr std::uint32_t attempts = 1'000'000;
    transport_.set_status(0);
    for (std::uint32_t attempt = 0; attempt < attempts; ++attempt) {
      if (transport_.status() == 0)
        return true;
      relax();
    }
    return false;
  }

  Result<std::uint64_t> read_halves(std::size_t offset) {
    const Result<std::uint32_t> low = transport_.read_config32(offset);
    const Result<std::uint32_t> high = transport_.read_config32(offset + 4);
    if (!low)
      return low.error();
    if (!high)
      return high.error();
    return std::uint64_t{*high} << 32 | *low;
  }

  T transport_;
  DriverOptions options_;
  std::uint64_t features_ = 0;
  Error failure_ = Error::DeviceReset;
  State state_ = State::Stopped;
};

} // namespace virtio_drivers

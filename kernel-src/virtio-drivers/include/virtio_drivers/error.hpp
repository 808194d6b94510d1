// What can go wrong in a driver, and the value that carries it.
//
// Not here: how to recover. A driver documents for each of its functions which errors leave it
// usable.
#pragma once

#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

namespace virtio_drivers {

enum class Error : std::uint8_t {
  // Nothing is wrong; try again later.
  NotReady,  // no request has completed yet
  QueueFull, // no free descriptor; complete a request first

  // The caller asked for something that cannot be.
  InvalidArgument, // a length, an offset or a token that makes no sense; nothing was sent
  ReadOnly,        // write to a read-only device
  Unsupported,     // the device did not offer the feature that the call needs

  // Resources.
  OutOfMemory,       // Hal::dma_alloc failed
  BufferNotShared,   // Hal::share had no address for the buffer
  AddressOutOfRange, // the device cannot reach the memory (legacy devices have 32-bit page numbers)

  // There is no usable device.
  BadMagic,           // the registers are not those of a virtio-mmio device
  UnsupportedVersion, // neither version 1 (legacy) nor 2
  NoDevice,           // an empty slot (device id 0)
  WrongDevice,        // another type of device than the driver is for
  FeaturesRejected,   // the device lacks a required feature or refused the negotiated set
  QueueUnavailable,   // the queue does not exist, is in use, or could not be enabled
  BadConfig,          // the configuration space holds values that cannot be true, or is too short

  // The device answered the request with a failure; the driver stays usable.
  IoError,

  // The device broke the protocol or fell over. The driver has reset it and answers every further
  // call with the same error, until `recover` succeeds.
  Timeout,          // no answer within the bound
  BadUsedIndex,     // the used ring claims completions that were never requested
  BadDescriptorId,  // the used ring names a request that is not in flight
  BadLength,        // more bytes reported than the buffers hold, or fewer than the answer needs
  BadResponse,      // an answer that is not in the specification
  DeviceNeedsReset, // the device set DEVICE_NEEDS_RESET
  DeviceReset,      // the device lost its state (status fell back) while in use
};

// The name of `error` as spelled above, for messages. Never null.
constexpr const char *error_name(Error error) {
  switch (error) {
  case Error::NotReady:
    return "NotReady";
  case Error::QueueFull:
    return "QueueFull";
  case Error::InvalidArgument:
    return "InvalidArgument";
  case Error::ReadOnly:
    return "ReadOnly";
  case Error::Unsupported:
    return "Unsupported";
  case Error::OutOfMemory:
    return "OutOfMemory";
  case Error::BufferNotShared:
    return "BufferNotShared";
  case Error::AddressOutOfRange:
    return "AddressOutOfRange";
  case Error::BadMagic:
    return "BadMagic";
  case Error::UnsupportedVersion:
    return "UnsupportedVersion";
  case Error::NoDevice:
    return "NoDevice";
  case Error::WrongDevice:
    return "WrongDevice";
  case Error::FeaturesRejected:
    return "FeaturesRejected";
  case Error::QueueUnavailable:
    return "QueueUnavailable";
  case Error::BadConfig:
    return "BadConfig";
  case Error::IoError:
    return "IoError";
  case Error::Timeout:
    return "Timeout";
  case Error::BadUsedIndex:
    return "BadUsedIndex";
  case Error::BadDescriptorId:
    return "BadDescriptorId";
  case Error::BadLength:
    return "BadLength";
  case Error::BadResponse:
    return "BadResponse";
  case Error::DeviceNeedsReset:
    return "DeviceNeedsReset";
  case Error::DeviceReset:
    return "DeviceReset";
  }
  return "unknown error";
}

// True for the errors after which the driver has given the device up (see the last group above).
constexpr bool is_fatal(Error error) { return error >= Error::Timeout; }

// A value or the reason why there is none. Asking for the one that is not there traps.
template <typename T> class [[nodiscard]] Result {
  static_assert(!std::is_same_v<T, Error> && !std::is_reference_v<T>);

public:
  Result(T value) : has_value_(true) { ::new (&storage_.value) T(std::move(value)); }
  Result(Error error) : has_value_(false) { storage_.error = error; }

  Result(Result &&other) noexcept : has_value_(other.has_value_) { take(std::move(other)); }
  Result &operator=(Result &&other) noexcept {
    if (this != &other) {
      destroy();
      has_value_ = other.has_value_;
      take(std::move(other));
    }
    return *this;
  }
  ~Result() { destroy(); }

  [[nodiscard]] bool has_value() const { return has_value_; }
  explicit operator bool() const { return has_value_; }

  T &value() & {
    require(has_value_);
    return storage_.value;
  }
  const T &value() const & {
    require(has_value_);
    return storage_.value;
  }
  T &&value() && {
    require(has_value_);
    return std::move(storage_.value);
  }
  T &operator*() & { return value(); }
  const T &operator*() const & { return value(); }
  T &&operator*() && { return std::move(*this).value(); }
  T *operator->() { return &value(); }
  const T *operator->() const { return &value(); }

  [[nodiscard]] Error error() const {
    require(!has_value_);
    return storage_.error;
  }

private:
  static void require(bool condition) {
    if (!condition)
      __builtin_trap();
  }
  void take(Result &&other) {
    if (has_value_)
      ::new (&storage_.value) T(std::move(other.storage_.value));
    else
      storage_.error = other.storage_.error;
  }
  void destroy() {
    if (has_value_)
      storage_.value.~T();
  }

  union Storage {
    Storage() : error(Error::NotReady) {}
    ~Storage() {}
    T value;
    Error error;
  } storage_;
  bool has_value_;
};

// Success, or the reason why not.
template <> class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error error) : error_(error), has_value_(false) {}

  [[nodiscard]] bool has_value() const { return has_value_; }
  explicit operator bool() const { return has_value_; }
  [[nodiscard]] Error error() const {
    if (has_value_)
      __builtin_trap();
    return error_;
  }

private:
  Error error_ = Error::NotReady;
  bool has_value_ = true;
};

} // namespace virtio_drivers

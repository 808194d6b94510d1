#pragma once

namespace audio {

/// Holds one value for ever.
template <typename T>
class Keeper {
 public:
  explicit Keeper(T value) : value_(value) {}
  T get() const { return value_; }

 private:
  T value_;
};

}  // namespace audio

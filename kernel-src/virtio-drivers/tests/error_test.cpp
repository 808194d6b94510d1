// Errors, and the value that carries them.
#include "support.hpp"

#include "virtio_drivers/error.hpp"

#include <memory>
#include <set>
#include <string>

using namespace virtio_drivers;

TEST_CASE("every error has a name of its own") {
  std::set<std::string> names;
  constexpr int last = static_cast<int>(Error::DeviceReset);
  for (int code = 0; code <= last; ++code)
    names.insert(error_name(static_cast<Error>(code)));
  CHECK(names.size() == static_cast<std::size_t>(last) + 1);
  CHECK_FALSE(names.contains("unknown error"));
  CHECK(names.contains("Timeout"));
  CHECK(std::string(error_name(static_cast<Error>(200))) == "unknown error");
}

TEST_CASE("the errors after which a device is given up are those of the device") {
  for (const Error error : {Error::NotReady, Error::QueueFull, Error::InvalidArgument,
                            Error::BufferNotShared, Error::BadConfig, Error::IoError})
    CHECK_FALSE(is_fatal(error));
  for (const Error error :
       {Error::Timeout, Error::BadUsedIndex, Error::BadDescriptorId, Error::BadLength,
        Error::BadResponse, Error::DeviceNeedsReset, Error::DeviceReset})
    CHECK(is_fatal(error));
}

TEST_CASE("a result owns its value, and moves it") {
  auto counter = std::make_shared<int>(7);
  {
    Result<std::shared_ptr<int>> result(counter);
    CHECK(counter.use_count() == 2);
    CHECK(**result == 7);
    Result<std::shared_ptr<int>> moved = std::move(result);
    CHECK(counter.use_count() == 2);
    moved = Error::IoError;
    CHECK(counter.use_count() == 1);
    CHECK(moved.error() == Error::IoError);
    moved = Result<std::shared_ptr<int>>(counter);
    CHECK(moved.has_value());
    CHECK(counter.use_count() == 2);
    const std::shared_ptr<int> out = *std::move(moved);
    CHECK(*out == 7);
  }
  CHECK(counter.use_count() == 1);
}

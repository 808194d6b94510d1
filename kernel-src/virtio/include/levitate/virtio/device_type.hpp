// The types of VirtIO devices. VirtIO 1.2, section 5.
#pragma once

#include <cstdint>

namespace levitate::virtio {

enum class DeviceType : std::uint32_t {
  None = 0, // a slot without a device
  Network = 1,
  Block = 2,
  Console = 3,
  EntropySource = 4,
  Balloon = 5,
  ScsiHost = 8,
  NinePTransport = 9,
  Gpu = 16,
  Clock = 17,
  Input = 18,
  Socket = 19,
  Crypto = 20,
  Sound = 25,
  FileSystem = 26,
  PersistentMemory = 27,
};

// A short name in lower case ("block", "gpu"), for logs; "unknown" for a type not listed above.
// Never null, valid for good.
const char *device_name(DeviceType type);

} // namespace levitate::virtio

#include "levitate/virtio/device_type.hpp"

namespace levitate::virtio {

const char *device_name(DeviceType type) {
  switch (type) {
  case DeviceType::None:
    return "none";
  case DeviceType::Network:
    return "network";
  case DeviceType::Block:
    return "block";
  case DeviceType::Console:
    return "console";
  case DeviceType::EntropySource:
    return "entropy";
  case DeviceType::Balloon:
    return "balloon";
  case DeviceType::ScsiHost:
    return "scsi";
  case DeviceType::NinePTransport:
    return "9p";
  case DeviceType::Gpu:
    return "gpu";
  case DeviceType::Clock:
    return "clock";
  case DeviceType::Input:
    return "input";
  case DeviceType::Socket:
    return "socket";
  case DeviceType::Crypto:
    return "crypto";
  case DeviceType::Sound:
    return "sound";
  case DeviceType::FileSystem:
    return "filesystem";
  case DeviceType::PersistentMemory:
    return "pmem";
  }
  return "unknown";
}

} // namespace levitate::virtio

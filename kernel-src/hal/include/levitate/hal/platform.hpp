// What the machine is made of, as far as hal drives it: read once from the device tree.
#pragma once
#include "levitate/hal/address.hpp"
#include "levitate/hal/device_tree.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace levitate::hal {

enum class GicVersion : std::uint8_t { V2, V3 };
enum class PsciConduit : std::uint8_t { Hvc, Smc };

struct Platform {
  using Region = DeviceTree::Region;

  std::array<Region, 4> memory{};
  std::size_t memory_count = 0;
  Region device_tree{};      // physical place of the blob
  Region initial_ram_disk{}; // size 0: none was loaded
  std::string_view command_line;

  PhysicalAddress uart = 0x0900'0000;
  std::uint32_t uart_interrupt = 33;

  GicVersion gic = GicVersion::V2;
  PhysicalAddress gic_distributor = 0x0800'0000;
  /// CPU interface (v2) or redistributors (v3).
  PhysicalAddress gic_interface = 0x0801'0000;
  std::uint32_t timer_interrupt = 27;

  PsciConduit psci = PsciConduit::Hvc;
};

/// The platform that `tree` describes. What it does not mention keeps the place it has on QEMU's
/// `virt` (the defaults above). NotFound if it describes no memory.
utils::Result<Platform> describe_platform(const DeviceTree &tree) noexcept;

} // namespace levitate::hal

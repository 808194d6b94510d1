// The part of a GIC that differs between the versions, behind one interface. Private to hal.
#pragma once
#include "levitate/hal/mmio.hpp"

#include <cstdint>

namespace levitate::hal::gic {

inline constexpr std::uint32_t spurious = 1020; // and above: nothing is pending

/// Distributor registers that both versions have (IHI 0048B 4.1.2, IHI 0069 12.9).
namespace distributor {
inline constexpr std::size_t control = 0x000;
inline constexpr std::size_t type = 0x004;
inline constexpr std::size_t group = 0x080;
inline constexpr std::size_t enable = 0x100;
inline constexpr std::size_t disable = 0x180;
inline constexpr std::size_t clear_pending = 0x280;
inline constexpr std::size_t priority = 0x400;
inline constexpr std::size_t target = 0x800;
inline constexpr std::size_t configuration = 0xC00;
} // namespace distributor

class Controller {
public:
  virtual void initialise(PhysicalAddress distributor, PhysicalAddress interface) noexcept = 0;
  virtual void enable(std::uint32_t number, bool edge) noexcept = 0;
  virtual void disable(std::uint32_t number) noexcept = 0;
  /// The number of the most urgent pending interrupt, now active; `spurious` or above if none is.
  virtual std::uint32_t acknowledge() noexcept = 0;
  virtual void end(std::uint32_t number) noexcept = 0;

protected:
  ~Controller() = default;
};

Controller &version2() noexcept;
Controller &version3() noexcept;

/// Sets trigger and enables `number` in a bank that has the distributor's layout.
void enable_in_bank(RegisterBlock bank, std::uint32_t number, bool edge) noexcept;
/// Disables and clears interrupts [first, last) of such a bank and gives them the middle priority.
void reset_bank(RegisterBlock bank, std::uint32_t first, std::uint32_t last) noexcept;

} // namespace levitate::hal::gic

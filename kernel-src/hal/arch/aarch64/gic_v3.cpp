// GIC version 3 (Arm IHI 0069): distributor with affinity routing, the redistributor of the one
// processor in use, and the CPU interface in system registers.
#include "gic.hpp"

#include "levitate/hal/cpu.hpp"

namespace levitate::hal::gic {

namespace {
constexpr std::uint32_t group1 = 1U << 1;
constexpr std::uint32_t affinity_routing = 1U << 4;
constexpr std::size_t route = 0x6000;                    // GICD_IROUTER
constexpr PhysicalAddress private_bank_offset = 0x10000; // SGI_base, behind RD_base
constexpr std::size_t waker = 0x14;
constexpr std::uint32_t processor_sleep = 1U << 1;
constexpr std::uint32_t children_asleep = 1U << 2;

class Version3 final : public Controller {
  RegisterBlock distributor_;
  RegisterBlock private_bank_; // interrupts 0 to 31

public:
  void initialise(PhysicalAddress distributor, PhysicalAddress interface) noexcept override {
    distributor_ = RegisterBlock(distributor);
    const RegisterBlock redistributor(interface);
    private_bank_ = RegisterBlock(interface + private_bank_offset);

    distributor_.write(distributor::control, 0);
    const std::uint32_t lines = ((distributor_.read(distributor::type) & 0x1F) + 1) * 32;
    reset_bank(distributor_, 32, lines);
    for (std::uint32_t number = 32; number < lines; number += 32)
      distributor_.write(distributor::group + number / 8, ~0U);
    distributor_.write(distributor::control, group1 | affinity_routing);
    for (std::uint32_t number = 32; number < lines; ++number)
      distributor_.write64(route + number * 8, 0);

    redistributor.write(waker, redistributor.read(waker) & ~processor_sleep);
    while ((redistributor.read(waker) & children_asleep) != 0)
      relax();
    reset_bank(private_bank_, 0, 32);
    private_bank_.write(distributor::group, ~0U);

    std::uint64_t enable;
    asm volatile("mrs %0, S3_0_C12_C12_5" : "=r"(enable)); // ICC_SRE_EL1
    asm volatile("msr S3_0_C12_C12_5, %0\n\tisb" ::"r"(enable | 1));
    asm volatile("msr S3_0_C4_C6_0, %0" ::"r"(std::uint64_t{0xFF}));       // ICC_PMR_EL1
    asm volatile("msr S3_0_C12_C12_7, %0\n\tisb" ::"r"(std::uint64_t{1})); // ICC_IGRPEN1_EL1
  }
  void enable(std::uint32_t number, bool edge) noexcept override {
    enable_in_bank(number < 32 ? private_bank_ : distributor_, number, edge);
  }
  void disable(std::uint32_t number) noexcept override {
    (number < 32 ? private_bank_ : distributor_)
        .write(distributor::disable + number / 32 * 4, 1U << (number % 32));
  }
  std::uint32_t acknowledge() noexcept override {
    std::uint64_t number;
    asm volatile("mrs %0, S3_0_C12_C12_0\n\tdsb sy" : "=r"(number)); // ICC_IAR1_EL1
    return static_cast<std::uint32_t>(number & 0xFFFFFF);
  }
  void end(std::uint32_t number) noexcept override {
    asm volatile("msr S3_0_C12_C12_1, %0\n\tisb" ::"r"(std::uint64_t{number})); // ICC_EOIR1_EL1
  }
};
constinit Version3 controller;
} // namespace

Controller &version3() noexcept { return controller; }

} // namespace levitate::hal::gic

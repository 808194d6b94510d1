// The hardware abstraction layer, all of it.
#pragma once
#include "levitate/hal/address.hpp"
#include "levitate/hal/context.hpp"
#include "levitate/hal/cpu.hpp"
#include "levitate/hal/device_tree.hpp"
#include "levitate/hal/exceptions.hpp"
#include "levitate/hal/interrupts.hpp"
#include "levitate/hal/memory.hpp"
#include "levitate/hal/mmu.hpp"
#include "levitate/hal/platform.hpp"
#include "levitate/hal/power.hpp"
#include "levitate/hal/timer.hpp"
#include "levitate/hal/uart.hpp"
#include "levitate/hal/virtio.hpp"

namespace levitate::hal {

using virtio::LevitateVirtioHal;
using virtio::StaticMmioTransport;
using virtio::VirtioHal;

} // namespace levitate::hal

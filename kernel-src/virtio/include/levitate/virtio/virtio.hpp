// The transport layer, all of it.
#pragma once

#include "levitate/virtio/buffer_direction.hpp"
#include "levitate/virtio/bus.hpp"
#include "levitate/virtio/device_type.hpp"
#include "levitate/virtio/hal.hpp"

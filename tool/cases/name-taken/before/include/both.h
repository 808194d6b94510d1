#pragma once

namespace a {
struct Item {};
} // namespace a

namespace b {
struct Item {};
} // namespace b

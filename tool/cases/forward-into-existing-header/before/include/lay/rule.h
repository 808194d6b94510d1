#pragma once

namespace lay {

enum class Kind { Strict, Loose };

} // namespace lay

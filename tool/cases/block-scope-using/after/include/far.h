#pragma once

namespace far {

struct Moon {};

} // namespace far

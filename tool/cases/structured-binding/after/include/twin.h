#pragma once

namespace twin {

struct One {};

} // namespace twin

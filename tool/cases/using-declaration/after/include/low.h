#pragma once

namespace low {

struct Page {};

} // namespace low

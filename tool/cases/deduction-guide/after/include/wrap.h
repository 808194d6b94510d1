#pragma once

namespace wrap {

struct Paper {};

} // namespace wrap

#pragma once

namespace money {

struct Purse {};

} // namespace money

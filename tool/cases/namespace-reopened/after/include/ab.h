#pragma once

namespace a::b {

int rest();

} // namespace a::b

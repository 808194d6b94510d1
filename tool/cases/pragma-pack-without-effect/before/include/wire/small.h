#pragma once

namespace wire {

using Byte = char;

} // namespace wire

#pragma once

namespace run {

int enter();

} // namespace run

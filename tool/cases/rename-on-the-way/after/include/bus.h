#pragma once

namespace bus {

int count();

} // namespace bus

#pragma once

namespace old {

int other();

} // namespace old

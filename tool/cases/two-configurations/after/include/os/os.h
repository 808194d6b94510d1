#pragma once

namespace os {

using Path = const char *;

} // namespace os
